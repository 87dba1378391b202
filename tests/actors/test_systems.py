"""The dated table says exactly what the COW and Gleditsch-Ward lists say."""

from __future__ import annotations

import csv
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera import actors
from foedera.errors import BadInput, UnknownActor


def published(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_cow_state_years_are_those_of_the_state_system_list(shared: Path) -> None:
    rows = published(shared / "data" / "cow_system" / "system2016.csv")
    theirs = {(int(row["ccode"]), int(row["year"])) for row in rows}
    ours = actors.state_years("cow", 1816, 2016)
    assert len(ours) == len(theirs) == 15951
    assert set(ours) == theirs


def test_cow_spells_are_those_of_the_state_list(shared: Path) -> None:
    rows = published(shared / "data" / "peacesciencer" / "cow_states.csv")
    theirs = {
        (
            int(row["ccode"]),
            row["stateabb"],
            date(int(row["styear"]), int(row["stmonth"]), int(row["stday"])),
            date(int(row["endyear"]), int(row["endmonth"]), int(row["endday"])),
        )
        for row in rows
    }
    end = actors.COVERAGE["cow"][1]
    assert {(s.number, s.abbreviation, s.first, s.last or end) for s in actors.spells("cow")} == theirs


def test_gw_spells_are_those_of_the_state_list(shared: Path) -> None:
    rows = published(shared / "data" / "peacesciencer" / "gw_states.csv")
    theirs = {
        (
            int(row["gwcode"]),
            row["stateabb"],
            date.fromisoformat(row["startdate"]),
            date.fromisoformat(row["enddate"]),
        )
        for row in rows
    }
    end = actors.COVERAGE["gw"][1]
    assert {(s.number, s.abbreviation, s.first, s.last or end) for s in actors.spells("gw")} == theirs


def test_gw_state_years_follow_from_the_published_spells(shared: Path) -> None:
    rows = published(shared / "data" / "peacesciencer" / "gw_states.csv")
    theirs = {
        (int(row["gwcode"]), year)
        for row in rows
        for year in range(int(row["startdate"][:4]), int(row["enddate"][:4]) + 1)
    }
    assert set(actors.state_years("gw", 1816, 2017)) == theirs


@pytest.mark.parametrize("system", ["cow", "gw"])
def test_spells_of_one_state_do_not_overlap(system: actors.System) -> None:
    spells = actors.spells(system)
    for one, other in pairwise(spells):
        if one.number == other.number:
            assert one.last is not None
            assert one.last < other.first


@pytest.mark.parametrize(("system", "count"), [("cow", 243), ("gw", 216)])
def test_the_lists_have_their_published_length(system: actors.System, count: int) -> None:
    assert len(actors.spells(system)) == count


@pytest.mark.parametrize(
    ("code", "on", "number"),
    [
        ("DEU", "1900", 255),
        ("DEU", "1960", 260),
        ("DDR", "1960", 265),
        ("DEU", "1991", 255),
        ("DEU", "1950", None),
        ("cow:730", "1900", 730),
        ("KOR", "1960", 732),
        ("PRK", "1960", 731),
        ("VDR", "1960", 816),
        ("VNM", "1980", 816),
        ("cow:817", "1960", 817),
        ("YEM", "1980", 678),
        ("YMD", "1980", 680),
        ("YEM", "2000", 679),
        ("SRB", "1900", 345),
        ("YUG", "1950", 345),
        ("SCG", "2005", 345),
        ("SRB", "2010", 345),
        ("RUS", "1900", 365),
        ("SUN", "1950", 365),
        ("RUS", "2000", 365),
        ("SUN", "2000", None),
        ("cow:300", "1900", 300),
        ("AUT", "1930", 305),
        ("AUT", "1945", None),
        ("CSK", "1930", 315),
        ("ITA", "1850", 325),
        ("TUR", "1910", 640),
        ("GRL", "2000", None),
        ("FRA", "1700", None),
    ],
)
def test_cow_number_of_a_code_depends_on_the_date(code: str, on: str, number: int | None) -> None:
    assert actors.cow(code, on) == number


@pytest.mark.parametrize(
    ("code", "on", "number"),
    [("SRB", "1900", 340), ("SRB", "2010", 340), ("YUG", "1930", 345), ("DEU", "2000", 260), ("YEM", "2000", 678)],
)
def test_gleditsch_ward_has_its_own_numbers(code: str, on: str, number: int) -> None:
    assert actors.gw(code, on) == number


@given(st.sampled_from(["cow", "gw"]), st.dates(date(1816, 1, 1), date(2016, 12, 31)))
def test_number_to_code_and_back_on_any_day(system: actors.System, day: date) -> None:
    numbers = actors.states_on(day, system)
    back = actors.cow if system == "cow" else actors.gw
    codes = [actors.code(number, day) for number in numbers]
    assert len(set(codes)) == len(codes), "two states share a code on one day"
    assert [back(code, day) for code in codes] == list(numbers)


@given(st.integers(1816, 2016), st.integers(0, 30))
def test_state_years_agree_with_states_on(first: int, length: int) -> None:
    last = min(first + length, 2016)
    by_year = [(n, year) for year in range(first, last + 1) for n in actors.states_on(str(year))]
    assert actors.state_years("cow", first, last) == sorted(by_year)


def test_days_before_the_lists_are_refused_not_empty() -> None:
    with pytest.raises(BadInput, match="begins on 1816"):
        actors.states_on("1815-06-18")


def test_a_number_nobody_has_is_unknown() -> None:
    with pytest.raises(UnknownActor, match="number 999"):
        actors.code(999, "2000")
