"""Were promises kept? The coding rules of docs/reliability.md on small wars, then the real list."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from foedera.errors import BadTable
from foedera.obligations.wars import Case, Fighter, fighters, reliability
from foedera.record.model import Instrument
from tests.obligations.worlds import atop_instruments, term, treaty

START = date(1900, 6, 1)


def war(*entries: tuple[str, int, int], initiator: str = "A") -> list[Fighter]:
    """Entries of (state, side, month of entry): "A" begins on side 1 in June 1900."""
    return [
        Fighter(1, "The War", ord(name) - 64, side, date(1900, month, 1), name == initiator)
        for name, side, month in entries
    ]


def letters(number: int, on: date) -> str:
    return chr(64 + number)


def cases(fought: list[Fighter], *treaties: Instrument) -> list[Case]:
    return list(reliability(treaties, fought, code=letters).cases)


def kept(fought: list[Fighter], *treaties: Instrument) -> dict[tuple[str, str, str], bool]:
    return {(c.obligation, c.obligor, c.beneficiary): c.honoured for c in cases(fought, *treaties)}


def test_a_defender_keeps_its_promise_by_fighting_on_the_side_of_the_attacked() -> None:
    pact = treaty("t:1", "B C", term("defense"))
    assert kept(war(("A", 1, 6), ("B", 2, 6), ("C", 2, 8)), pact) == {("defense", "C", "B"): True}
    assert kept(war(("A", 1, 6), ("B", 2, 6)), pact) == {("defense", "C", "B"): False}
    assert kept(war(("A", 1, 6), ("B", 2, 6), ("C", 1, 8)), pact) == {("defense", "C", "B"): False}


def test_who_first_fights_against_its_ally_has_not_kept_its_promise_by_changing_sides() -> None:
    pact = treaty("t:1", "B C", term("defense"))
    fought = war(("A", 1, 6), ("B", 2, 6), ("C", 1, 8), ("C", 2, 11))
    assert kept(fought, pact) == {("defense", "C", "B"): False}


def test_defence_is_not_put_to_the_test_when_the_ally_attacks() -> None:
    assert cases(war(("A", 1, 6), ("B", 2, 6)), treaty("t:1", "A C", term("defense"))) == []


def test_offence_is_put_to_the_test_when_the_ally_attacks() -> None:
    pact = treaty("t:1", "A C", term("offense"))
    assert kept(war(("A", 1, 6), ("B", 2, 6), ("C", 1, 7)), pact) == {("offense", "C", "A"): True}


@pytest.mark.parametrize("obligation", ["neutrality", "nonaggression"])
def test_restraint_is_kept_by_not_fighting_against_the_partner(obligation: str) -> None:
    pact = treaty("t:1", "B C", term(obligation))
    assert kept(war(("A", 1, 6), ("B", 2, 6)), pact) == {(obligation, "C", "B"): True}
    assert kept(war(("A", 1, 6), ("B", 2, 6), ("C", 1, 9)), pact) == {(obligation, "C", "B"): False}
    assert cases(war(("A", 1, 6), ("B", 2, 6), ("C", 2, 6)), pact) == []


def test_a_pledge_that_has_ended_by_the_day_of_entry_is_not_broken() -> None:
    pact = treaty("t:1", "B C", term("nonaggression"), end="1900-08-01")
    assert kept(war(("A", 1, 6), ("B", 2, 6), ("C", 1, 9)), pact) == {("nonaggression", "C", "B"): True}


def test_an_attack_that_ends_the_treaty_that_day_still_breaks_it() -> None:
    pact = treaty("t:1", "A B", term("nonaggression"), end="1900-06-01")
    assert kept(war(("A", 1, 6), ("B", 2, 6)), pact)[("nonaggression", "A", "B")] is False


def test_an_open_condition_is_told_apart() -> None:
    pact = treaty("t:1", "B C", term("defense", "location"))
    assert [c.force for c in cases(war(("A", 1, 6), ("B", 2, 6)), pact)] == ["may"]


def test_a_treaty_is_kept_when_all_its_promises_are() -> None:
    pact = treaty("t:1", "B C D", term("defense"))
    found = reliability([pact], war(("A", 1, 6), ("B", 2, 6), ("C", 2, 7)), code=letters)
    row = {"obligation": "defense", "period": "1816-1944", "force": "must"}
    assert {**row, "invoked": 2, "honoured": 1, "per_cent": 50.0} in found.by_promise()
    assert {**row, "invoked": 1, "honoured": 0, "per_cent": 0.0} in found.by_treaty()


def test_a_war_that_nobody_is_said_to_have_begun_is_left_out() -> None:
    pact = treaty("t:1", "B C", term("defense"))
    assert cases(war(("A", 1, 6), ("B", 2, 6), initiator="-"), pact) == []


@pytest.mark.parametrize("row", [{}, {"WarNum": "1", "ccode": "x"}, {"WarNum": "1", "ccode": "2", "Side": "1"}])
def test_a_row_that_cannot_be_read_is_named(row: dict[str, str]) -> None:
    with pytest.raises(BadTable, match="Line 2"):
        fighters([row])


def test_the_real_list_of_wars(shared: Path) -> None:
    raw = (shared / "data" / "cow_wars" / "Inter-StateWarData_v4.0.csv").read_bytes().decode("latin-1")
    rows = list(csv.DictReader(io.StringIO("\n".join(raw.splitlines()))))
    treaties = atop_instruments(shared / "data" / "atop51" / "atop5_1m.csv")
    found = reliability(treaties, fighters(rows), code=lambda number, on: f"cow:{number}")
    assert (found.wars, len(fighters(rows))) == (95, 337)
    known = {(c.war_name, c.instrument, c.obligation, c.obligor): c.honoured for c in found.cases}
    assert known["World War II", "atop:2445/0", "offense", "cow:325"] is True  # Italy, June 1940
    # The list does not say who turned on whom later: the pact of August 1939 counts as broken by both.
    assert known["World War II", "atop:2470/0", "nonaggression", "cow:365"] is False
    assert known["Gulf War", "atop:3205/0", "defense", "cow:670"] is True  # Saudi Arabia
    assert known["Gulf War", "atop:3205/0", "defense", "cow:663"] is False  # Jordan
    assert known["Falkland Islands", "atop:3180/2", "defense", "cow:220"] is False  # outside the area: may
