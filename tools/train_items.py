#!/usr/bin/env python3
"""Train the choice of weapons in reading (`items`) on labelled texts, and say what it gains.

    train_items.py FOLDER ... [--unseen FOLDER ...] [--write]

Needs the extra `train`. A FOLDER has texts/ with claims.jsonl, or passages (*.txt, see tests/labelled/README.md). Each
claim that is read and labelled is a case: the names of weapons beside it, and those that it has by its label.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from linear import train, weights

from foedera import reading
from foedera.claim import Claim
from foedera.documents import Document
from foedera.reading import choices, items, mentions
from foedera.reading.evaluate import alike, fold, matching, same_claim

OUT = Path(__file__).resolve().parent.parent / "src" / "foedera" / "reading" / "items.json"
# Inverse strength of the penalty; how rare a feature may be, and how light a weight that is kept.
STRENGTH, RAREST, LIGHTEST = 0.3, 8, 0.12
# Log odds from which a name is taken.
LEAST = -0.6


@dataclass
class Case:
    """One claim that was read and labelled: the names of weapons beside it, and the labelled ones."""

    text: str
    claim: Claim
    options: list[items.Option]
    items: tuple[str, ...]

    def targets(self) -> list[bool | None]:
        """Of each name whether it is a labelled one; None of one that is like it where another one is it."""
        wanted = [fold(i) for i in self.items]
        same = [fold(o.text) in wanted for o in self.options]
        near = [any(alike(w, fold(o.text)) for w in wanted) for o in self.options]
        return [True if s else None if n and any(same) else n for s, n in zip(same, near, strict=True)]

    def right(self, found: Sequence[str]) -> bool:
        """Are as many as half of the names those that are labelled? (The scorer of reading.)"""
        hits = sum(any(alike(fold(a), fold(b)) for b in found) for a in self.items)
        return bool(self.items and found) and hits >= 0.5 * max(len(self.items), len(found))


def cases(name: str, document: Document, labels: list[Claim]) -> list[Case]:
    """The claims of one text that are labelled."""
    with patch.object(items, "given", lambda claims, text, mentions: list(claims)):
        read = reading.read(document)
    page = items.Page(document.text, mentions.named(document))
    found = sorted((j, labels[i]) for i, j in matching(labels, read, same_claim))
    return [Case(name, read[j], page.options(read[j]), c.items) for j, c in found if items.may(read[j])]


def learn(found: list[Case]) -> dict[str, Any]:
    """The weights by these cases."""
    asked = [
        (case.claim, option, right)
        for case in found
        for option, right in zip(case.options, case.targets(), strict=True)
        if right is not None
    ]
    rows = [choices.features(claim.relation, option.known) for claim, option, _ in asked]
    return weights(rows, [right for _, _, right in asked], STRENGTH, RAREST, LIGHTEST) | {"least": LEAST}


def score(found: list[Case], data: dict[str, Any] | None) -> tuple[int, int, int]:
    """Claims whose items are right, that have some, and that are labelled so; by rules where there are no weights."""
    made = choices.Weights(data) if data else None
    hits = taken = many = 0
    with patch.object(choices, "weights", lambda name: made):
        for case in found:
            some = items.choose(case.claim, case.options) if made else case.claim.items
            many += bool(case.items)
            taken += bool(some)
            hits += case.right(some)
    return hits, taken, many


if __name__ == "__main__":
    train(sys.modules[__name__])  # type: ignore[arg-type]
