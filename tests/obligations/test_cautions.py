"""An answer says what may be wrong with its question."""

from __future__ import annotations

from datetime import date

import pytest

from foedera.claim import Term
from foedera.obligations.cautions import cautions_on
from foedera.obligations.scenario import Scenario
from foedera.obligations.world import world_on
from foedera.record.model import Instrument, Party, Provision

PACT = Instrument(
    "atop:3180/1",
    "A pact",
    None,
    tuple(Party(code, "1949-04-04", None, "c") for code in ("GBR", "FRA")),
    (Provision("atop:3180/1", "GBR", "1949-04-04", None, (), Term("defense", conditions=("location",)), "c", "s"),),
    ("s",),
)


def cautions(target: str, on: str, assumed: str | None = None) -> str:
    scenario = Scenario(
        ("USA",), (target,), date.fromisoformat(on), assumptions={(assumed, "location"): True} if assumed else {}
    )
    return " ".join(cautions_on(scenario, world_on((PACT,), on)))


@pytest.mark.parametrize(
    ("target", "on", "said"),
    [
        ("UKR", "1950-01-01", "Ukraine is in neither list"),
        ("UKR", "1992-01-01", ""),
        ("POL", "1943-01-01", ""),  # out of COW's list, in that of Gleditsch and Ward
        ("TUR", "1815-06-01", ""),  # before both lists: nobody has counted
        ("cow:999", "1950-01-01", "cow:999 is in neither"),
    ],
)
def test_who_was_no_state_is_named(target: str, on: str, said: str) -> None:
    assert cautions(target, on)[: len(said)] == said
    assert bool(cautions(target, on)) is bool(said)


def test_a_day_to_come_is_told() -> None:
    assert "yet to come" in cautions("FRA", "9000-01-01")


@pytest.mark.parametrize("known", ["3180", "3180/1", "atop:3180", "atop:3180/1"])
def test_an_assumption_about_no_treaty_of_the_day_is_told(known: str) -> None:
    assert cautions("FRA", "1950-01-01", known) == ""
    assert "called '3181'" in cautions("FRA", "1950-01-01", "3181")
    assert f"called '{known}'" in cautions("FRA", "1948-01-01", known)
