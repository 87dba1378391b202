"""What `tools/weighing.py` learns, and the package weighs by."""

from __future__ import annotations

import ast
import json
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from foedera.reading.evidence import NAMES
from foedera.reading.judging import Weigher

TOOLS = Path(__file__).resolve().parents[2] / "tools"


def test_the_package_weighs_as_was_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two numbers that speak for a claim together and against it apart: no sum of them tells that."""
    pytest.importorskip("torch")
    sys.path.insert(0, str(TOOLS))
    weighing = pytest.importorskip("weighing")
    monkeypatch.setattr(weighing, "PASSES", 150)
    monkeypatch.setattr(weighing, "DROPPED", 0.0)
    rng = np.random.default_rng(0)
    x = np.zeros((2000, len(NAMES)), np.float32)
    x[:, :2] = rng.integers(0, 2, (2000, 2))
    right = (x[:, 0] == x[:, 1]).astype(np.float32)
    learned = weighing.learn(x, right, np.ones(2000, np.float32), NAMES, 1)
    assert {len(learned["units"][name]) for name in NAMES} == {len(learned["out"])}
    chances = np.array(Weigher.of(learned).chances(x[:200].tolist()))
    assert chances[right[:200] == 1].min() > 0.8
    assert chances[right[:200] == 0].max() < 0.2


def test_the_judge_has_the_marks_of_the_program_that_trains_it() -> None:
    """Each kind of text has its own; the bar of strict reading alone is learned."""
    program = ast.parse((TOOLS / "train_proposer.py").read_text("utf-8"))
    (marks,) = (n.value for n in program.body if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "MARKS")
    held = json.loads(files("foedera.reading").joinpath("judge.json").read_text("utf-8"))["marks"]
    assert {name: mark for name, mark in held.items() if name != "strict"} == ast.literal_eval(marks)
    kinds = ("pages", "profiles", "plain")
    assert {f"{what} in {kind}" for what in ("keep", "add", "deny") for kind in kinds} < held.keys()
