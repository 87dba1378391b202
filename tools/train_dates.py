#!/usr/bin/env python3
"""Train the choice of dates in reading (`dating`) on labelled texts, and say what it gains.

    train_dates.py FOLDER ... [--write]

Needs the extra `train`. A FOLDER has texts/ with claims.jsonl, or passages (*.txt, see tests/labelled/README.md). Each
claim that is read and labelled is a case: the dates that it could have, and the one that it has by its label, if any.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from passages import passages
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from foedera import reading
from foedera.claim import Claim
from foedera.documents import Document, load
from foedera.reading import dating
from foedera.reading.dating import Asked, Chosen
from foedera.reading.evaluate import labels_of, matching, same_claim, text_of
from foedera.reading.moments import Moment

OUT = Path(__file__).resolve().parent.parent / "src" / "foedera" / "reading" / "dating.json"
SEED, FOLDS = 20261122, 4
# Inverse strength of the penalties; how rare a feature may be, and how light a weight that is kept.
DATE, ROLE, RAREST, LIGHTEST = 0.1, 0.3, 6, 0.08
# Log odds from which a date is taken.
LEAST = -0.5


@dataclass
class Case:
    """One claim that was read and labelled: the dates it could have, the labelled one, and who asked."""

    text: str
    asked: Asked
    options: list[tuple[Moment, list[str]]]
    date: str
    role: str

    def right(self, moment: Moment) -> bool:
        """Is it the labelled date? Seasons and thereabouts count as their years."""
        return plain(moment.edtf) == plain(self.date)


def plain(edtf: str) -> str:
    """A date without a season or mark."""
    short = edtf.rstrip("~?")
    return short[:4] if len(short) == 7 and short[5:].isdigit() and int(short[5:]) > 12 else short


def labelled(folder: Path) -> Iterator[tuple[str, Document, list[Claim]]]:
    """The labelled texts of a folder; pages are left out, as their labels have no places."""
    if not (folder / "claims.jsonl").exists():
        yield from passages(folder)
        return
    labels = labels_of(folder / "claims.jsonl")
    for name in sorted(labels):
        path = text_of(folder / "texts", name)
        if path.suffix == ".txt":
            yield name, load(path), labels[name]


def cases(name: str, document: Document, labels: list[Claim]) -> list[Case]:
    """What is asked of the dates of one text, with the labels that answer it."""
    heard: list[tuple[Asked, list[tuple[Moment, list[str]]]]] = []

    def listen(asked: Asked) -> Chosen | None:
        heard.append((asked, dating.options(asked)))
        return chosen(asked)

    chosen = dating.choose
    dating.choose = listen
    try:
        read = reading.read(document)
    finally:
        dating.choose = chosen
    out = []
    for i, j in matching(labels, read, same_claim):
        label, claim = labels[i], read[j]
        found = {}
        for asked, options in heard:
            at = asked.spot.coded.offset[asked.spot.start] if asked.spot.start < len(asked.spot.coded.offset) else -1
            learned = (claim.rule or "").startswith("learned.")
            if asked.relation == label.relation and asked.learned == learned and claim.start <= at <= claim.end:
                inside = label.start <= at < label.end
                found[inside, at, asked.rule.edtf if asked.rule else ""] = (asked, options)
        best = {key: one for key, one in found.items() if key[0]} or found
        for asked, options in list(best.values())[:2]:
            out.append(Case(name, asked, options, label.date or "", label.date_role or ""))
    return out


class Space:
    """The features that are frequent enough, each with its column."""

    def __init__(self, rows: list[list[str]]) -> None:
        counts = Counter(name for row in rows for name in set(row))
        self.index = {n: k for k, n in enumerate(sorted(n for n, c in counts.items() if c >= RAREST))}

    def matrix(self, rows: list[list[str]]) -> csr_matrix:
        """A line for each row, with how often it has each feature."""
        ends, columns, values = [0], [], []
        for row in rows:
            for name, n in Counter(row).items():
                if name in self.index:
                    columns.append(self.index[name])
                    values.append(float(n))
            ends.append(len(columns))
        return csr_matrix((values, columns, ends), shape=(len(rows), len(self.index)))

    def learned(self, strength: float, rows: list[list[str]], right: list[str]) -> dict[str, dict[str, float]]:
        """The weights of a logistic model of the classes in `right`; of two classes the last one's."""
        solver = "lbfgs" if len(set(right)) > 2 else "liblinear"
        fitted = LogisticRegression(C=strength, max_iter=400, solver=solver, random_state=SEED)
        fitted.fit(self.matrix(rows), right)
        out = {}
        for k, one in enumerate(fitted.classes_[-1:] if len(fitted.classes_) == 2 else fitted.classes_):
            own = {n: round(float(fitted.coef_[k][i]), 3) for n, i in self.index.items()}
            kept = {n: w for n, w in own.items() if abs(w) >= LIGHTEST}
            out[str(one)] = {"(bias)": round(float(fitted.intercept_[k]), 3)} | kept
        return out


def learn(found: list[Case]) -> dict[str, Any]:
    """The weights by these cases."""
    rows = [(dating.features(c.asked, plain), c.right(m)) for c in found for m, plain in c.options]
    names = [n for n, _ in rows]
    date = Space(names).learned(DATE, names, ["yes" if y else "no" for _, y in rows])["yes"]
    told = [(dating.role_features(c.asked, m), c.role) for c in found for m, _ in c.options if c.role and c.right(m)]
    names = [n for n, _ in told]
    return {"date": date, "roles": Space(names).learned(ROLE, names, [r for _, r in told]), "least": LEAST}


def score(found: list[Case], data: dict[str, Any]) -> tuple[int, int, int, int]:
    """Dates right, taken, labelled; and roles right."""
    made = dating.Model(data)
    dating.model = lambda: made  # type: ignore[assignment]
    hits = taken = many = roles = 0
    for case in found:
        one = dating.best(case.asked, case.options)
        many += bool(case.date)
        taken += one is not None
        hit = one is not None and bool(case.date) and plain(one.edtf) == plain(case.date)
        hits += hit
        roles += hit and one is not None and one.role == case.role
    return hits, taken, many, roles


def show(name: str, found: tuple[int, int, int, int]) -> None:
    """Print the shares of one set."""
    hits, taken, many, roles = found
    shares = f"P {hits / max(1, taken):.3f}  R {hits / max(1, many):.3f}  F1 {2 * hits / max(1, taken + many):.3f}"
    print(f"{name:20s} {shares}  roles {roles / max(1, hits):.3f}  ({many} dates)", flush=True)


def main() -> None:
    """Train, and print what cases that were kept back get."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folders", type=Path, nargs="+")
    ap.add_argument("--write", action="store_true")
    a = ap.parse_args()
    if not OUT.exists():
        first = dating.Model({"date": {"(bias)": -1.0, "rule=True": 2.0}, "roles": {"on": {}}, "least": 0.0})
        dating.model = lambda: first  # type: ignore[assignment]
    by_set: dict[str, list[Case]] = defaultdict(list)
    for folder in a.folders:
        for one in labelled(folder):
            by_set[folder.name] += cases(*one)
    everything = [c for found in by_set.values() for c in found]
    print(f"{len(everything)} claims", flush=True)
    texts = sorted({c.text for c in everything})
    got: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for fold in range(FOLDS):
        kept = set(texts[fold::FOLDS])
        data = learn([c for c in everything if c.text not in kept])
        for name, found in by_set.items():
            for k, n in enumerate(score([c for c in found if c.text in kept], data)):
                got[name][k] += n
    for name, shares in got.items():
        show(name, (shares[0], shares[1], shares[2], shares[3]))
    if a.write:
        OUT.write_text(json.dumps(learn(everything), ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
        print(f"written: {OUT.name}, {OUT.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
