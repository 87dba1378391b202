"""Verdicts on the labelled texts stay above the floors, against ATOP and the IGO data alone."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from foedera.checking import evaluate
from foedera.checking.evaluate import Scores
from foedera.record import Record

FLOORS = tomllib.loads((Path(__file__).parent.parent / "floors.toml").read_text("utf-8"))["check"]


@pytest.fixture(scope="module")
def scores(shared: Path, reference: Record) -> Scores:
    cases = evaluate.labelled(shared / "gold/check_dev.jsonl")
    return evaluate.evaluate(cases, reference, ["atop", "cow-igo"])


def test_verdicts_are_right(scores: Scores) -> None:
    assert scores.right >= FLOORS["right"], scores.cases


def test_nothing_firm_is_wrong(scores: Scores) -> None:
    assert scores.firm_and_wrong <= FLOORS["firm_and_wrong"], scores.cases


def test_reasons_are_those_of_the_rule_book(scores: Scores) -> None:
    assert scores.reasons_right / scores.reasons >= FLOORS["reasons"]
