"""From number and day to code, and back to the same number on every day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.actors import spells
from foedera.datasets.codes import cow_code, cow_number, gw_code, stretches, timeline
from foedera.datasets.values import SkippedRow

NUMBERS = sorted({s.number for s in spells("cow")})
days = st.dates(date(1815, 1, 1), date(2030, 12, 31))


@given(st.sampled_from([*NUMBERS, 8152, 730]), days)
def test_a_code_leads_back_to_its_number_on_every_day(number: int, day: date) -> None:
    assert cow_number(cow_code(number, day), day) == number


@given(st.sampled_from(NUMBERS), days, st.integers(0, 40_000))
def test_stretches_are_without_gaps_and_have_one_code_each(number: int, start: date, length: int) -> None:
    end = start + timedelta(days=length)
    pieces = stretches(number, start, end)
    assert pieces[0].start == start
    assert pieces[-1].end == end
    for before, after in pairwise(pieces):
        assert before.end is not None
        assert after.start == before.end + timedelta(days=1)
    middle = start + timedelta(days=length // 2)
    (piece,) = [p for p in pieces if p.start and p.end and p.start <= middle <= p.end]
    assert piece.code == cow_code(number, middle)


def test_no_two_numbers_share_a_code_on_a_day() -> None:
    for day in (
        date(1815, 6, 1),
        date(1914, 7, 28),
        date(1943, 1, 1),
        date(1954, 12, 1),
        date(1990, 10, 20),
        date(2025, 1, 1),
    ):
        codes = [cow_code(n, day) for n in NUMBERS]
        assert len(codes) == len(set(codes)), day


@pytest.mark.parametrize(
    ("number", "day", "code"),
    [
        (365, date(1914, 7, 28), "RUS"),
        (365, date(1960, 1, 1), "SUN"),
        (365, date(2000, 1, 1), "RUS"),
        (345, date(1960, 1, 1), "YUG"),
        (345, date(2010, 1, 1), "SRB"),
        (255, date(1910, 1, 1), "DEU"),
        (260, date(1954, 10, 23), "DEU"),
        (260, date(1990, 10, 20), "cow:260"),
        (8152, date(1880, 1, 1), "cow:8152"),
        (210, date(1942, 6, 1), "NLD"),
    ],
)
def test_codes_are_those_of_the_day(number: int, day: date, code: str) -> None:
    assert cow_code(number, day) == code


def test_what_is_no_number_skips_the_row() -> None:
    with pytest.raises(SkippedRow):
        cow_code(-9, date(2000, 1, 1))
    with pytest.raises(SkippedRow):
        cow_code(10**9, date(2000, 1, 1))


def test_open_ends_stay_open() -> None:
    assert timeline(2)[0].start is None
    assert stretches(2, date(1900, 1, 1), None)[-1].end is None


def test_gleditsch_ward_numbers_have_codes_of_their_own() -> None:
    assert gw_code(260, date(2000, 1, 1)) == "DEU"
    assert cow_number("gw:89", date(1830, 1, 1)) is None
