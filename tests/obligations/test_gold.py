"""The scenarios that an independent program worked out from ATOP 5.1's member file: all equal."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from foedera.datasets import import_into
from foedera.errors import BadTable
from foedera.obligations import Scenario, respond
from foedera.obligations.evaluate import PARTS, evaluate
from foedera.record import open_record
from foedera.record.model import Instrument
from tests.obligations.worlds import atop_instruments, term, treaty


@pytest.fixture(scope="module")
def treaties(shared: Path) -> list[Instrument]:
    return atop_instruments(shared / "data" / "atop51" / "atop5_1m.csv")


@pytest.fixture(scope="module")
def floor(root: Path) -> float:
    floors = tomllib.loads((root / "tests" / "floors.toml").read_text(encoding="utf-8"))
    return float(floors["casus"]["equal"])


def test_every_labelled_scenario_is_equal_through_the_record(shared: Path, floor: float) -> None:
    with open_record(":memory:") as record:
        import_into(record, "atop", shared / "data" / "atop51" / "atop5_1m.csv")
        told = evaluate(shared / "gold" / "casus_dev.jsonl", record, ["atop"])
    assert told["scenarios"] >= 60
    assert told["cases"] == []
    assert told["equal"] >= floor == 1.0
    assert told["parts"] == dict.fromkeys(PARTS, 1.0)


def test_a_code_outside_the_state_system_still_answers(treaties: list[Instrument]) -> None:
    """ATOP gives France an ally in 1874-1883 that is no COW state: 8152."""
    answer = respond(treaties, Scenario(("cow:200",), ("cow:8152",), date(1880, 1, 1))).to_dict()
    assert answer["scenario"]["targets"] == [{"code": "cow:8152", "cow": 8152}]
    assert {d["state"]["cow"] for d in answer["duties"]} == {220}


def labelled(path: Path, **changes: object) -> Path:
    """A file with one scenario: state 2 attacks 20, which 200 must defend."""
    duty = {
        "state": 200, "response": "defend", "force": "must", "toward": 20,
        "atopid": 1, "within_alliance": False, "conditions": {},
    }  # fmt: skip
    spread = {"attackers": [[]], "targets": [[200]]}
    case = {
        "id": "one", "attackers": [2], "targets": [20], "date": "2000-01-01", "provoked": False, "duties": [duty],
        "positions": {"200": "must_defend"}, "breaches": [], "spread": {"certain": spread, "possible": spread},
    }  # fmt: skip
    path.write_text(json.dumps(case | changes) + "\n", encoding="utf-8")
    return path


PACT = treaty("atop:1/1", "GBR CAN", term("defense"))


def test_an_answer_that_differs_is_shown_part_by_part(tmp_path: Path) -> None:
    assert evaluate(labelled(tmp_path / "g.jsonl"), [PACT])["equal"] == 1.0
    told = evaluate(labelled(tmp_path / "g.jsonl", duties=[], positions={}), [PACT])
    assert told["equal"] == 0.0
    assert told["parts"] == {"duties": 0.0, "positions": 0.0, "breaches": 1.0, "spread": 1.0}
    assert told["cases"][0]["duties"]["in excess"][0]["state"] == 200


@pytest.mark.parametrize("line", ["{", "[]", "1", '{"id": "x"}'])
def test_a_file_that_holds_no_scenarios_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "g.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(BadTable, match="Line 1"):
        evaluate(path, [PACT])
