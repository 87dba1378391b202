"""Reading of texts of our own that no frame was written from stays above its floors."""

from __future__ import annotations

import tomllib
from pathlib import Path

from foedera.reading import Scores, evaluate

HERE = Path(__file__).resolve().parent.parent
UNSEEN = HERE / "labelled" / "unseen"
FLOORS = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))["unseen"]


def _scores(*, profiles: bool) -> Scores:
    return evaluate(
        UNSEEN / "claims.jsonl",
        UNSEEN / "texts",
        UNSEEN / "contested.jsonl",
        docs=lambda name: name.startswith("factbook") == profiles,
    )


def test_unseen_messy_texts_stay_above_their_floors() -> None:
    found = _scores(profiles=False)
    assert found.strict.f1 >= FLOORS["genres"]
    assert found.strict.precision >= FLOORS["genre_precision"]
    assert found.false_affirmed == 0


def test_unseen_profiles_stay_above_their_floor() -> None:
    found = _scores(profiles=True)
    assert found.strict.f1 >= FLOORS["profiles"]
    assert found.false_affirmed == 0
