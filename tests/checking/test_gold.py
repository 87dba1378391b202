"""Verdicts on the labelled texts stay above the floors, against ATOP and the IGO data alone."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from foedera import datasets
from foedera.checking import evaluate
from foedera.checking.evaluate import Scores
from foedera.record import open_record

FLOORS = tomllib.loads((Path(__file__).parent.parent / "floors.toml").read_text("utf-8"))["check"]


@pytest.fixture(scope="module")
def scores(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Scores:
    with open_record(tmp_path_factory.mktemp("check") / "record.db") as record:
        datasets.import_into(record, "atop", shared / "data/atop51")
        datasets.import_into(record, "cow-igo", shared / "data/cow_igo_v3")
        cases = evaluate.labelled(shared / "gold/check_dev.jsonl")
        return evaluate.evaluate(cases, record, ["atop", "cow-igo"])


def test_verdicts_are_right(scores: Scores) -> None:
    assert scores.right >= FLOORS["right"], scores.cases


def test_nothing_firm_is_wrong(scores: Scores) -> None:
    assert scores.firm_and_wrong <= FLOORS["firm_and_wrong"], scores.cases


def test_reasons_are_those_of_the_rule_book(scores: Scores) -> None:
    assert scores.reasons_right / scores.reasons >= FLOORS["reasons"]
