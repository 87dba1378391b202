"""What `tools/weighing.py` learns, and the package weighs by."""

from __future__ import annotations

import sys
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
