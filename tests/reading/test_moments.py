"""When a sentence says that something was: spans, and dates that count from another one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.reading import moments, timex
from foedera.reading.groups import DATE
from foedera.reading.moments import Anchor


def read(text: str, told: str = "", issued: str = "") -> list[tuple[str, str]]:
    """The dates of a text as the reader would code it: value and lead, without other years."""
    return [(m.edtf, m.lead) for m in found(text, told, issued) if m.kind not in moments.OTHER_YEARS]


def found(text: str, told: str = "", issued: str = "", year: str | None = None) -> list[moments.Moment]:
    """All dates of a text as the reader would code it."""
    code, dates, at = "", {}, 0
    for one in timex.find(text, year=year):
        code += text[at : one.start].lower()
        dates[len(code)] = one
        code, at = code + DATE, one.end
    code += text[at:].lower()
    return moments.found(code, dates, Anchor(told, issued))


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Between March 1992 and May 1994 it sent advisers.", "1992-03/1994-05"),
        ("It kept a garrison from 1950 until 1962.", "1950/1962"),
        ("Troops fought there (2011-December 2024).", "2011/2024-12"),
        ("They met in August and September 1985.", "1985-08/1985-09"),
        ("For eight years from 1833 they were allies.", "1833/1841"),
        ("It trained pilots in the 1920s and 1930s.", "192X/193X"),
    ],
)
def test_two_dates_can_be_one_span(text: str, edtf: str) -> None:
    assert [value for value, _ in read(text)] == [edtf]


@pytest.mark.parametrize(
    ("text", "told", "edtf"),
    [
        ("The treaty followed two years later.", "1951-09", "1953"),
        ("A month later they withdrew.", "1999-12", "2000-01"),
        ("Twelve days later the jets left.", "2024-11-28", "2024-12-10"),
        ("A week later they arrived.", "2021-07-09", "2021-07"),
        ("It was signed the following January.", "1858-07", "1859-01"),
        ("The following October it was signed.", "2013-07", "2013-10"),
        ("It was renewed in the same year.", "1979-06-02", "1979"),
        ("Sultans and tsars clashed that July.", "1977-02", "1977-07"),
        ("In May they joined.", "1995", "1995-05"),
        ("On the 11th of that month it ended.", "1979-03-02", "1979-03-11"),
        ("The base closed the year after.", "1963", "1964"),
        ("They sent tanks in '72.", "1968", "1972"),
        ("One division withdrawn, April to June.", "1987", "1987-04/1987-06"),
        ("An application to the pact, July.", "1963", "1963-07"),
        ("It has used British teachers since the nineties.", "2004", "199X"),
    ],
)
def test_a_date_can_count_from_the_one_before(text: str, told: str, edtf: str) -> None:
    assert [value for value, _ in read(text, told)] == [edtf]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Last November the committee met.", "2024-11"),
        ("Last year it bought radars.", "2024"),
        ("A year ago there were 205.", "2024"),
        ("It was signed yesterday.", "2025-03-09"),
        ("The minister said on Friday that it was sold.", "2025-03-07"),
        ("They will meet on Saturday.", "2025-03-15"),
        ("The first battery arrived April last year.", "2024-04"),
    ],
)
def test_a_text_speaks_of_its_own_present(text: str, edtf: str) -> None:
    assert [value for value, _ in read(text, issued="2025-03-10")] == [edtf]


def test_nothing_is_counted_from_an_unknown_date() -> None:
    assert read("Two years later, in May, it left; last Friday they met again.") == []


def test_since_then_is_since_the_date_before() -> None:
    assert read("Since then it has had advisers there.", "2014-03") == [("2014-03", "since")]


def test_a_month_that_may_be_a_verb_needs_a_word_before_it() -> None:
    assert read("They may march on the capital.", "2001") == []


@given(st.text(alphabet=st.sampled_from("abth 0123456789'()-,.:ersyalnofmiw" + DATE), max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    dates = {n: timex.Timex(n, n + 4, "1999-05", "on") for n, char in enumerate(text) if char == DATE}
    for one in moments.found(text, dates, Anchor("2001-02-03", "2005-06-07")):
        assert one.at < one.end <= len(text)
        assert one.edtf


@pytest.mark.parametrize(
    ("text", "told", "issued", "years"),
    [
        ("It came in May.", "1995-02", "2024-09-03", {"1995-05", "2024-05", "1996-05"}),
        ("It came in November.", "2021-02", "2024-09-03", {"2021-11", "2023-11", "2022-11"}),
        ("It came in May.", "2024-02", "2024-09-03", {"2024-05"}),
        ("It came in May.", "1995-02", "", {"1995-05", "1996-05"}),
    ],
)
def test_a_month_without_a_year_may_be_of_several(text: str, told: str, issued: str, years: set[str]) -> None:
    assert {m.edtf for m in found(text, told, issued)} == years


def test_a_day_without_a_year_may_be_of_the_year_before_the_text_appeared() -> None:
    assert [(m.edtf, m.kind) for m in found("They met on 15 December.", "", "2026-03-11", "2019")] == [
        ("2019-12-15", "plain"),
        ("2025-12-15", "lately"),
        ("2020-12-15", "next year"),
    ]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("DAILY POST                  Vienna, 26 June 1913\n\nWHO PROMISED WHAT\n\nText.", "1913-06-26"),
        (
            "FACTBOX\n\nBAMAKO, Jan 28, 2013 (Sahara Wire) – " + "Soldiers entered the town on Monday. " * 5,
            "2013-01-28",
        ),
        ("Brief no. 4\nNeighbours in uniform\n\nIn 1978 the two were hours from war.", ""),
        ("Agreement signed at Lima on 4 May 1950\n\nArticle 1", ""),
        ("POLICY BRIEF No. 17  |  Pacific Security  |  June 2022\nTwo umbrellas\n\nTreaties bind.", "2022-06"),
        ("Ties since May 1950 and June 1960\n\nText.", ""),
    ],
)
def test_a_text_appeared_on_the_day_that_its_head_writes(head: str, day: str) -> None:
    from foedera.documents import from_text

    assert moments.issued(from_text(head)) == day


@pytest.mark.parametrize(
    ("label", "year", "edtf"),
    [
        ("10 June", "1926", "1926-06-10"),
        ("April - Jidda", "1956", "1956-04"),
        ("May", "2024", "2024-05"),
        ("April–June", "1987", "1987-04/1987-06"),
        ("1946", "", "1946"),
        ("May", "", None),
        ("Lebanon", "1958", None),
    ],
)
def test_the_label_of_a_row_is_of_the_year_above_it(label: str, year: str, edtf: str | None) -> None:
    row = timex.of_label(label, year)
    assert (row.edtf if row else None) == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("The last arrived in August of this year.", "2012-08"),
        ("The two are since this morning bound by a pact.", "2012-09-28"),
        ("They are to sign it on Wednesday.", "2012-10-03"),
        ("They signed it on Wednesday.", "2012-09-26"),
    ],
)
def test_a_date_can_count_from_the_day_on_which_the_text_appeared(text: str, edtf: str) -> None:
    assert [value for value, _ in read(text, "1999", "2012-09-28")] == [edtf]
