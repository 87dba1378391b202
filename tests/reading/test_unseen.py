"""Reading of texts of our own from which nothing was written or learned stays above its floors."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path

import pytest

from foedera.reading import evaluate

HERE = Path(__file__).resolve().parent.parent
FLOORS = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))

SETS = [*product(("unseen", "held_out", "apart"), ("profiles", "genres")), ("official", "genres")]


@pytest.mark.parametrize(("folder", "kind"), SETS)
def test_texts_that_nothing_was_learned_from_stay_above_their_floors(folder: str, kind: str) -> None:
    texts = HERE / "labelled" / folder
    found = evaluate(
        texts / "claims.jsonl",
        texts / "texts",
        texts / "contested.jsonl",
        docs=lambda name: name.startswith("factbook") == (kind == "profiles"),
    )
    floors = FLOORS[folder]
    assert found.strict.f1 >= floors[kind]
    assert found.strict.precision >= floors[f"{kind}_precision"]
    assert found.false_affirmed == 0
    for slot, least in floors.get(f"{kind}_slots", {}).items():
        assert found.slots[slot].f1 >= least, slot
