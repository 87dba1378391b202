"""Does `confidence` come true, and what does strict reading keep? Counted on labelled texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from foedera.reading import judging
from foedera.reading.evaluate import Case, Score, cases, judged, matching, same_claim, score

# The curve has so many bins of equal width.
BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims of which reading was nearly as sure: how many, how sure it was on average, and the share that is right.

    `low` to `high` are the bounds of the confidence; the upper one belongs to the last bin only.
    """

    low: float
    high: float
    claims: int
    said: float
    right: float


@dataclass(frozen=True, slots=True)
class Confidence:
    """How often claims came true by the confidence with which they were read, and what strict reading keeps.

    `claims` have a confidence; `error` is the expected calibration error over `curve`. `strict` scores the claims that
    are at least as sure as `least`; `kept` is their share of all claims.
    """

    documents: int
    claims: int
    error: float
    curve: list[Bin]
    least: float
    strict: Score
    kept: float


def confidence(
    gold: Path, texts: Path, contested: Path | None = None, *, docs: Callable[[str], bool] | None = None
) -> Confidence:
    """Read every text that `gold` labels, and see how often each confidence came true.

    Raises BadInput when a labelled text is not in the folder.
    """
    return calibrated(list(cases(gold, texts, contested, docs=docs)))


def calibrated(read: list[Case]) -> Confidence:
    """How often confidence came true in cases that are already read."""
    told = []
    for case in read:
        used = {j for _, j in matching(case.gold, case.read, same_claim)}
        told += [(c.confidence, right) for c, right in judged(case, used) if c.confidence is not None]
    found = curve(told)
    all_, strict = score(read).strict, score(replace(c, read=judging.surest(c.read)) for c in read).strict
    kept = strict.read / all_.read if all_.read else 0.0
    return Confidence(len(read), len(told), error(found), found, judging.least(), strict, kept)


def curve(told: Iterable[tuple[float, bool]]) -> list[Bin]:
    """The reliability curve of (confidence, is it right): the bins that are not empty, in order."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in told:
        bins.setdefault(min(int(sure * BINS), BINS - 1), []).append((sure, right))
    return [
        Bin(
            k / BINS,
            (k + 1) / BINS,
            len(found),
            sum(sure for sure, _ in found) / len(found),
            sum(right for _, right in found) / len(found),
        )
        for k, found in sorted(bins.items())
    ]


def error(bins: Iterable[Bin]) -> float:
    """The expected calibration error: how far said and right are apart, averaged over claims."""
    known = list(bins)
    claims = sum(b.claims for b in known)
    return sum(b.claims * abs(b.said - b.right) for b in known) / claims if claims else 0.0
