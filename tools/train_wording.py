#!/usr/bin/env python3
"""Train what reading takes from the words of a claim (`wording`): stage, status, kind, sectors, obligations.

Says what it gains.

    train_wording.py FOLDER ... [--unseen FOLDER ...] [--write]

Needs the extra `train`. A FOLDER has texts/ with claims.jsonl, or passages (*.txt, see tests/labelled/README.md). A
claim that is read and labelled is a case, and so is one that is labelled and not read: of that no rule says anything.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from linear import arguments, folds, matrix, of_folder, show, show_folds
from sklearn.linear_model import LogisticRegression

from foedera import reading
from foedera.claim import LEARNED, Claim
from foedera.documents import Document
from foedera.reading import wording
from foedera.reading.evaluate import matching, same_claim

OUT = Path(__file__).resolve().parent.parent / "src" / "foedera" / "reading" / "wording.json"
# Inverse strength of the penalty; how rare a feature may be, and how light a weight that is kept.
STRENGTH, RAREST, LIGHTEST = 0.6, 5, 0.02
# A value, and all values of a slot but none, must be labelled so often.
OFTEN, ENOUGH = 8, 40
# Log odds from which a claim has a sector or obligation.
LEAST = -0.6


@dataclass
class Case:
    """One claim as its rule left it, with what is known of it, and its label."""

    text: str
    claim: Claim
    known: list[str]
    label: Claim
    read: bool

    def value(self, slot: str) -> str:
        """The labelled value, "" for none."""
        return getattr(self.label, slot) or ""


def cases(name: str, document: Document, labels: list[Claim]) -> list[Case]:
    """The labelled claims of one text: as they are read, or as they stand where they are not."""
    told = wording.told
    wording.told = lambda claims, text: list(claims)
    try:
        read = reading.read(document)
    finally:
        wording.told = told
    matched = {i: read[j] for i, j in matching(labels, read, same_claim)}
    bare = dict.fromkeys(wording.SLOTS) | {"sectors": (), "obligations": ()}
    out = []
    for i, label in enumerate(labels):
        claim = matched.get(i) or replace(label, rule=LEARNED, **bare)
        out.append(Case(name, claim, sorted(wording.features(document.text, claim)), label, i in matched))
    return out


def learn(found: list[Case]) -> dict[str, Any]:
    """The weights by these cases."""
    slots: dict[str, Any] = {}
    for relation in sorted({c.label.relation for c in found}):
        some = [c for c in found if c.label.relation == relation]
        for slot in wording.SLOTS:
            often = Counter(c.value(slot) for c in some)
            kept = [c for c in some if often[c.value(slot)] >= OFTEN]
            if len({c.value(slot) for c in kept}) > 1 and sum(n for v, n in often.items() if v) >= ENOUGH:
                rows = [[*c.known, *wording.said(c.claim, slot)] for c in kept]
                values = sorted({c.value(slot) for c in kept})
                slots[f"{relation}.{slot}"] = _weights(rows, {v: [c.value(slot) == v for c in kept] for v in values})
    slots[wording.SECTORS] = _sectors([c for c in found if "#" not in c.text])  # passages have none labelled
    slots[wording.OBLIGATIONS] = _obligations([c for c in found if c.label.relation == "agreement"])
    return {"least": LEAST, "slots": slots}


def _sectors(found: list[Case]) -> dict[str, Any]:
    return _weights([[*c.known, *wording.of_relation(c.claim, c.known)] for c in found], _targets(found, "sectors"))


def _obligations(found: list[Case]) -> dict[str, Any]:
    return _weights([[*c.known, *wording.of_agreement(c.claim)] for c in found], _targets(found, "obligations"))


def _targets(found: list[Case], slot: str) -> dict[str, list[bool]]:
    """Of each value that is labelled often enough, which cases have it."""
    often = Counter(v for c in found for v in getattr(c.label, slot))
    return {v: [v in getattr(c.label, slot) for c in found] for v in sorted(often) if often[v] >= ENOUGH}


def _weights(rows: list[list[str]], targets: dict[str, list[bool]]) -> dict[str, Any]:
    """How each feature speaks for each value: what `wording.Model` takes. The penalty leaves most features out."""
    x, index = matrix(rows, RAREST)
    begin, kept = [], defaultdict(list)
    for n, right in enumerate(targets.values()):
        fitted = LogisticRegression(C=STRENGTH, l1_ratio=1.0, solver="liblinear", max_iter=200, random_state=1648)
        fitted.fit(x, right)
        begin.append(round(float(fitted.intercept_[0]), 3))
        for name, i in index.items():
            if abs(fitted.coef_[0][i]) >= LIGHTEST:
                kept[name] += [n, round(float(fitted.coef_[0][i]), 2)]
    return {"values": list(targets), "begin": begin, "weights": kept}


def score(found: Iterable[Case], slot: str, told: Callable[[Case], Claim]) -> tuple[int, int, int]:
    """Values right, told and labelled, of claims that are read."""
    right = many = labels = 0
    for case in found:
        if case.read:
            wanted, got = (_set(getattr(c, slot)) for c in (case.label, told(case)))
            right, many, labels = right + len(wanted & got), many + len(got), labels + len(wanted)
    return right, many, labels


def _set(value: Any) -> set[Any]:
    return {value} - {None} if isinstance(value, str | None) else set(value)


def by_words(data: dict[str, Any]) -> Callable[[Case], Claim]:
    """What the model of these weights tells of a case."""
    made = wording.Model(data)

    def told(case: Case) -> Claim:
        return wording.weighed(case.claim, case.known, made)

    return told


def kept_back(everything: list[Case]) -> Iterator[tuple[str, Sequence[int]]]:
    """What cases get that were not learned from."""
    for seen, kept in folds(everything):
        told = by_words(learn(seen))
        for kind, some in kept.items():
            for slot in (*wording.SLOTS, wording.SECTORS, wording.OBLIGATIONS):
                for how, by in (("rules", _by_rules), ("words", told)):
                    yield f"kept back: {kind}, {slot} by {how}", score(some, slot, by)


def main() -> None:
    """Train, and print what cases that were kept back get."""
    a = arguments(__doc__)
    everything = [c for folder in a.folders for c in of_folder(folder, cases)]
    print(f"{len(everything)} claims", flush=True)
    show_folds(kept_back(everything))
    data = learn(everything)
    for folder in a.unseen:
        some = of_folder(folder, cases)
        for slot in (*wording.SLOTS, wording.SECTORS, wording.OBLIGATIONS):
            show(f"{folder.name}: {slot} by words", score(some, slot, by_words(data)))
    if a.write:
        text = json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True)
        text = re.sub(r"\[[^\[\]{}]*\]", lambda found: found[0].replace("\n", ""), text)  # a list stands in one line
        OUT.write_text(f"{text}\n", "utf-8")
        print(f"written: {OUT.name}, {OUT.stat().st_size / 1e6:.2f} MB")


def _by_rules(case: Case) -> Claim:
    return case.claim


if __name__ == "__main__":
    main()
