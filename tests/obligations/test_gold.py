"""The scenarios that an independent program worked out from ATOP 5.1's member file: all equal."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from foedera.obligations import Scenario, respond
from foedera.record.model import Instrument
from tests.obligations.worlds import atop_instruments


@pytest.fixture(scope="module")
def treaties(shared: Path) -> list[Instrument]:
    return atop_instruments(shared / "data" / "atop51" / "atop5_1m.csv")


def cases(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "gold" / "casus_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def numbers(states: list[dict[str, Any]]) -> list[int]:
    return sorted(s["cow"] for s in states)


def as_labelled(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer in the form of the labelled scenarios: COW numbers for states."""

    def flat(row: dict[str, Any], *names: str) -> dict[str, Any]:
        return {n: row[n]["cow"] if n in ("state", "toward") else row[n] for n in names}

    duty = ("state", "response", "force", "toward", "atopid", "within_alliance", "conditions")
    return {
        "duties": [flat(d, *duty) for d in answer["duties"]],
        "positions": {str(p["state"]["cow"]): p["position"] for p in answer["positions"]},
        "breaches": [flat(b, "state", "toward", "atopid", "kind") for b in answer["breaches"]],
        "spread": {
            bound: {side: [numbers(r) for r in rounds] for side, rounds in sides.items()}
            for bound, sides in answer["spread"].items()
        },
    }


def as_set(rows: list[dict[str, Any]]) -> set[str]:
    return {json.dumps(row, sort_keys=True) for row in rows}


def test_every_labelled_scenario_is_equal(shared: Path, treaties: list[Instrument]) -> None:
    labelled = cases(shared)
    assert len(labelled) >= 60
    for case in labelled:
        scenario = Scenario(
            tuple(f"cow:{n}" for n in case["attackers"]),
            tuple(f"cow:{n}" for n in case["targets"]),
            date.fromisoformat(case["date"]),
            provoked=case["provoked"],
        )
        found = as_labelled(respond(treaties, scenario).to_dict())
        assert as_set(found["duties"]) == as_set(case["duties"]), case["id"]
        assert len(found["duties"]) == len(case["duties"]), case["id"]
        assert as_set(found["breaches"]) == as_set(case["breaches"]), case["id"]
        assert found["positions"] == case["positions"], case["id"]
        assert found["spread"] == case["spread"], case["id"]


def test_a_code_outside_the_state_system_still_answers(treaties: list[Instrument]) -> None:
    """ATOP gives France an ally in 1874-1883 that is no COW state: 8152."""
    answer = respond(treaties, Scenario(("cow:200",), ("cow:8152",), date(1880, 1, 1))).to_dict()
    assert answer["scenario"]["targets"] == [{"code": "cow:8152", "cow": 8152}]
    assert {d["state"]["cow"] for d in answer["duties"]} == {220}
