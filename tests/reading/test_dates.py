"""Dates in English prose become EDTF, with the word that leads to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.dates import Date
from foedera.reading import timex


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("signed on July 31, 1997", "1997-07-31"),
        ("signed on 31 July 1997", "1997-07-31"),
        ("on 12 February 2025 in Baku", "2025-02-12"),
        ("15.05.1992  Tashkent", "1992-05-15"),
        ("in April 2023", "2023-04"),
        ("Sept.–Nov. 2020", "2020-09/2020-11"),
        ("from 8 to 10 June 2022", "2022-06-08/2022-06-10"),
        ("from 1990-1995", "1990/1995"),
        ("the war of 1912-13", "1912/1913"),
        ("2002 to 2014", "2002/2014"),
        ("in the early 2000s", "200X"),
        ("since the late 1960s", "196X"),
        ("FY18–22", "2018/2022"),
        ("02/2024: Minister", "2024-02"),
    ],
)
def test_a_date_in_words_is_its_edtf(text: str, edtf: str) -> None:
    assert [t.edtf for t in timex.find(text)] == [edtf]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("1921 | Treaty of 5 November.\n1925 | Troops leave in March.", ["1921", "1921-11-05", "1925"]),
        ("1987 | They left in June\n1992 | Nobody came.", ["1987", "1992"]),
        ("they met on 5 November\n1921 in Riga", ["1921-11-05"]),
        ("It ended in June. 1999 was worse.", ["1999"]),
        ("on 5 Nov. 1921", ["1921-11-05"]),
    ],
)
def test_a_year_that_begins_the_next_row_or_sentence_belongs_there(text: str, edtf: list[str]) -> None:
    assert [t.edtf for t in timex.find(text)] == edtf


@pytest.mark.parametrize("text", ["about 2,000 troops", "2000 troops", "1,700 police", "a 1999-member force of 120"])
def test_a_quantity_is_no_year(text: str) -> None:
    assert not [t for t in timex.find(text) if t.edtf in ("2000", "1700")]


@pytest.mark.parametrize(
    ("text", "lead"), [("since 2004", "since"), ("until 1991", "until"), ("in 2010", "on"), ("a 2010 treaty", "")]
)
def test_the_word_before_a_date_is_kept(text: str, lead: str) -> None:
    assert timex.find(text)[0].lead == lead


@given(st.text(max_size=200))
def test_any_text_gives_only_dates_that_parse(text: str) -> None:
    for found in timex.find(text):
        Date.parse(found.edtf)
        assert 0 <= found.start < found.end <= len(text)


@given(st.dates(min_value=Date.parse("1600").earliest, max_value=Date.parse("2099").latest))
def test_every_written_day_is_read_back(day) -> None:  # type: ignore[no-untyped-def]
    text = f"signed on {day.day} {day:%B} {day.year} there"
    assert [t.edtf for t in timex.find(text)] == [day.isoformat()]
