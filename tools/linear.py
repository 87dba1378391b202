"""What the trainers of linear models of claims (names, words) share: matrices of features, folds, what is printed."""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from train_dates import labelled

from foedera.claim import Claim
from foedera.documents import Document

FOLDS = 4


class OfText(Protocol):
    """A case of a text, by its name."""

    text: str


def arguments(doc: str | None) -> argparse.Namespace:
    """The folders to learn from, those that are only read in the end, and whether to write."""
    ap = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folders", type=Path, nargs="+")
    ap.add_argument("--unseen", type=Path, nargs="+", default=[])
    ap.add_argument("--write", action="store_true")
    return ap.parse_args()


def of_folder(folder: Path, cases: Callable[[str, Document, list[Claim]], list[Any]]) -> list[Any]:
    """The cases of all labelled texts of a folder."""
    return [c for one in labelled(folder) for c in cases(*one)]


def folds(everything: Sequence[OfText]) -> Iterator[tuple[list[Any], dict[str, list[Any]]]]:
    """Cases to learn from and cases kept back, those of profiles and of pages; each text is kept back once."""
    texts = sorted({c.text for c in everything})
    for fold in range(FOLDS):
        kept = set(texts[fold::FOLDS])
        apart: dict[str, list[Any]] = {"profiles": [], "pages": []}
        for c in everything:
            if c.text in kept:
                apart["profiles" if c.text.startswith("factbook") else "pages"].append(c)
        yield [c for c in everything if c.text not in kept], apart


def show_folds(found: Iterable[tuple[str, Sequence[int]]]) -> None:
    """Print the shares of the folds together, by their names."""
    got: dict[str, list[int]] = defaultdict(lambda: [0] * 3)
    for name, shares in found:
        got[name] = [a + b for a, b in zip(got[name], shares, strict=True)]
    for name, whole in got.items():
        show(name, whole)


def matrix(rows: Sequence[Sequence[str]], rarest: int) -> tuple[csr_matrix, dict[str, int]]:
    """A line for each row with its features that occur often enough, and the column of each."""
    counts = Counter(name for row in rows for name in set(row))
    index = {n: k for k, n in enumerate(sorted(n for n, c in counts.items() if c >= rarest))}
    columns = [[index[n] for n in set(row) if n in index] for row in rows]
    ends = [0]
    for some in columns:
        ends.append(ends[-1] + len(some))
    found = ([1.0] * ends[-1], [c for some in columns for c in some], ends)
    return csr_matrix(found, shape=(len(rows), len(index))), index


def show(name: str, found: Sequence[int]) -> None:
    """Print the shares of one set: how many are right, taken and labelled."""
    hits, taken, many = found
    shares = f"P {hits / max(1, taken):.3f}  R {hits / max(1, many):.3f}  F1 {2 * hits / max(1, taken + many):.3f}"
    print(f"{name:44s} {shares}  ({many} labelled)", flush=True)


def weights(
    rows: Sequence[Sequence[str]], right: Sequence[bool], strength: float, rarest: int, lightest: float
) -> dict[str, float]:
    """The weights of features by what is right, those that are not too light, and `(bias)`."""
    x, index = matrix(rows, rarest)
    fitted = LogisticRegression(C=strength, max_iter=400, solver="liblinear", random_state=1648).fit(x, right)
    own = {n: round(float(fitted.coef_[0][i]), 2) for n, i in index.items()}
    return {"(bias)": round(float(fitted.intercept_[0]), 3)} | {n: w for n, w in own.items() if abs(w) >= lightest}


class Trainer(Protocol):
    """A module that trains one choice."""

    __doc__: str | None
    OUT: Path
    cases: Callable[[str, Document, list[Claim]], list[Any]]
    learn: Callable[[list[Any]], dict[str, Any]]
    score: Callable[[list[Any], dict[str, Any] | None], tuple[int, int, int]]


def train(trainer: Trainer) -> None:
    """Train, and print what cases that were kept back get."""
    a = arguments(trainer.__doc__)
    everything = [c for folder in a.folders for c in of_folder(folder, trainer.cases)]
    print(f"{len(everything)} claims", flush=True)
    show_folds(_kept_back(trainer, everything))
    data = trainer.learn(everything)
    for folder in a.unseen:
        some = of_folder(folder, trainer.cases)
        show(f"{folder.name}, rules", trainer.score(some, None))
        show(f"{folder.name}, learned", trainer.score(some, data))
    if a.write:
        out = trainer.OUT
        out.write_text(json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
        print(f"written: {out.name}, {out.stat().st_size / 1e6:.2f} MB, {len(data)} weights")


def _kept_back(trainer: Trainer, everything: list[Any]) -> Iterator[tuple[str, Sequence[int]]]:
    """What cases get that were not learned from."""
    for seen, kept in folds(everything):
        data = trainer.learn(seen)
        for kind, some in kept.items():
            for how, own in (("rules", None), ("learned", data)):
                yield f"kept back: {kind}, {how}", trainer.score(some, own)
