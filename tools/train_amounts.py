#!/usr/bin/env python3
"""Train the choice of amounts in reading (`amounts`) on labelled texts, and say what it gains.

    train_amounts.py FOLDER ... [--unseen FOLDER ...] [--write]

Needs the extra `train`. A FOLDER has texts/ with claims.jsonl, or passages (*.txt, see tests/labelled/README.md). Each
claim that is read and labelled is a case: the numbers that it could have, and the one that it has by its label, if any.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from linear import train, weights

from foedera import reading
from foedera.claim import Amount, Claim
from foedera.documents import Document
from foedera.reading import amounts, choices
from foedera.reading.evaluate import matching, same_claim

OUT = Path(__file__).resolve().parent.parent / "src" / "foedera" / "reading" / "amounts.json"
# Inverse strength of the penalty; how rare a feature may be, and how light a weight that is kept.
STRENGTH, RAREST, LIGHTEST = 0.3, 6, 0.1
# Log odds from which an amount is taken.
LEAST = -0.3


@dataclass
class Case:
    """One claim that was read and labelled: the amounts that it could have, and the labelled one."""

    text: str
    claim: Claim
    options: list[amounts.Option]
    amount: Amount | None

    def right(self, one: Amount | None) -> bool:
        """Is it the labelled amount?"""
        return one is not None and self.amount is not None and amounts.same(one, self.amount)


def cases(name: str, document: Document, labels: list[Claim]) -> list[Case]:
    """The claims of one text that are labelled."""
    with patch.object(amounts, "given", lambda claims, text: list(claims)):
        read = reading.read(document)
    found = sorted((j, labels[i]) for i, j in matching(labels, read, same_claim))
    text = document.text
    return [Case(name, read[j], amounts.options(read[j], text), c.amount) for j, c in found if amounts.may(read[j])]


def learn(found: list[Case]) -> dict[str, Any]:
    """The weights by these cases."""
    asked = [(case, option) for case in found for option in case.options]
    rows = [choices.features(case.claim.relation, option.known) for case, option in asked]
    right = [case.right(option.amount) for case, option in asked]
    return weights(rows, right, STRENGTH, RAREST, LIGHTEST) | {"least": LEAST}


def score(found: list[Case], data: dict[str, Any] | None) -> tuple[int, int, int]:
    """Amounts right, taken, labelled; those of the rules where there are no weights."""
    made = choices.Weights(data) if data else None
    hits = taken = many = 0
    with patch.object(choices, "weights", lambda name: made):
        for case in found:
            one = amounts.choose(case.claim, case.options) if made else case.claim.amount
            many += case.amount is not None
            taken += one is not None
            hits += case.right(one)
    return hits, taken, many


if __name__ == "__main__":
    train(sys.modules[__name__])  # type: ignore[arg-type]
