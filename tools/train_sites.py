#!/usr/bin/env python3
"""Train the choice of places in reading (`sites`) on labelled texts, and say what it gains.

    train_sites.py FOLDER ... [--unseen FOLDER ...] [--write]

Needs the extra `train`. A FOLDER has texts/ with claims.jsonl, or passages (*.txt, see tests/labelled/README.md). Each
claim that is read and labelled is a case: the places that it could have, and the one that it has by its label, if any.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from linear import train, weights

from foedera import reading
from foedera.claim import Claim
from foedera.documents import Document
from foedera.reading import choices, mentions, sites
from foedera.reading.evaluate import alike, fold, matching, same_claim

OUT = Path(__file__).resolve().parent.parent / "src" / "foedera" / "reading" / "sites.json"
# Inverse strength of the penalty; how rare a feature may be, and how light a weight that is kept.
STRENGTH, RAREST, LIGHTEST = 0.3, 8, 0.15
# Log odds from which a place is taken.
LEAST = -0.9


@dataclass
class Case:
    """One claim that was read and labelled: the places that it could have, and the labelled one."""

    text: str
    claim: Claim
    options: list[sites.Option]
    place: str

    def targets(self) -> list[bool | None]:
        """Of each place whether it is the labelled one; None of one that is like it where another one is it."""
        wanted = fold(self.place)
        same = [bool(wanted) and o.site.folded == wanted for o in self.options]
        near = [bool(wanted) and alike(wanted, o.site.folded) for o in self.options]
        return [True if s else None if n and any(same) else n for s, n in zip(same, near, strict=True)]


def cases(name: str, document: Document, labels: list[Claim]) -> list[Case]:
    """The claims of one text that are labelled, in order; each finds the labelled places of those before it told."""
    with patch.object(sites, "given", lambda claims, text, mentions: list(claims)):
        read = reading.read(document)
    page = sites.Page(document.text, mentions.named(document))
    label = {j: labels[i] for i, j in matching(labels, read, same_claim)}
    out = []
    for j, claim in enumerate(read):
        if j in label and sites.may(claim):
            out.append(Case(name, claim, page.options(claim), label[j].place or ""))
        page.tell(replace(claim, place=label[j].place) if j in label else claim)
    return out


def learn(found: list[Case]) -> dict[str, Any]:
    """The weights by these cases."""
    rows, right = [], []
    for case in found:
        for option, one in zip(case.options, case.targets(), strict=True):
            if one is not None:
                rows.append(sites.features(case.claim, option))
                right.append(one)
    return weights(rows, right, STRENGTH, RAREST, LIGHTEST) | {"least": LEAST}


def score(found: list[Case], data: dict[str, Any] | None) -> tuple[int, int, int]:
    """Places right, taken, labelled; those of the rules where there are no weights."""
    made = choices.Weights(data) if data else None
    hits = taken = many = 0
    with patch.object(choices, "weights", lambda name: made):
        for case in found:
            one = sites.choose(case.claim, case.options) if made else case.claim.place
            many += bool(case.place)
            taken += bool(one)
            hits += bool(case.place) and alike(case.place, one or "")
    return hits, taken, many


if __name__ == "__main__":
    train(sys.modules[__name__])  # type: ignore[arg-type]
