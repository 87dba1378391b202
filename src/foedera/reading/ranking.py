"""How sure reading is of a claim: a small logistic model over what the stages decided.

The weights (`ranker.json`) are trained on labelled texts by `tools/train_reader.py`, which also prints
what the model gains in cross-validation. Features are named, so that a weight can be read.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from foedera.reading.assembly import Candidate
from foedera.reading.context import Context
from foedera.reading.groups import Coded


def features(one: Candidate, settled: list[Candidate], coded: Coded, context: Context) -> list[str]:
    """What is known of a candidate, each as a name that is present or absent."""
    named = coded.named()
    known = {context.home.key} if context.home else set()
    strangers = one.keys - named - known
    same = [c for c in settled if c is not one and c.keys == one.keys]
    words = len(coded.code[one.start : one.end].split())
    out = [
        "bias",
        f"frame={one.frame.id}",
        f"relation={one.frame.relation}",
        f"guessed={min(len(strangers), 2)}",
        f"named={min(len(one.keys & named), 3)}",
        f"weight={one.frame.weight}",
        f"words={min(words // 3, 4)}",
        f"segment={min(coded.words() // 15, 4)}",
        f"actors={min(len(one.keys), 5)}",
        f"others={min(len({c.frame.relation for c in same}), 2)}",
        "profile" if context.profile else "page",
    ]
    out += [f"slot={slot}" for slot in ("name", "amount") if one.slots.get(slot)]
    if one.dated:
        out.append("slot=date")
    if one.polarity == "denied":
        out.append("denied")
    return out


@cache
def weights() -> dict[str, Any]:
    """The trained model: weights by feature, and below which chance a claim is dropped."""
    data: dict[str, Any] = json.loads(files("foedera.reading").joinpath("ranker.json").read_text("utf-8"))
    return data


def confidence(names: Iterable[str]) -> float:
    """The probability that a claim with these features is right."""
    known = weights()["weights"]
    slope, offset = weights()["scale"]
    score = slope * sum(known.get(name, 0.0) for name in names) + offset
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def of_rule(rule: str | None) -> float | None:
    """How often what a rule that is no frame reads is right, on the labelled texts; None for frames."""
    known: dict[str, float] = weights().get("rules", {})
    name = rule or ""
    return known.get(name, known.get(name.split(".")[0] + ".*"))
