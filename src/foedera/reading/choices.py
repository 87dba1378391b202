"""What learned choices among options share: weights by feature, and from which sum an option is taken."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from foedera.claim import Claim
from foedera.reading.evidence import keys_of

if TYPE_CHECKING:
    from foedera.actors import Mention

# An actor so far from an option may be the one that it is told of.
_NEAR = 60


def features(relation: str, known: Sequence[str]) -> list[str]:
    """All features of a claim's option: what is known of it, and the same by relation."""
    return [*known, f"of={relation}", *(f"{relation} {name}" for name in known)]


class Named(Protocol):
    """What an option names: what is known of it by itself, and how much that weighs, by relation."""

    known: tuple[str, ...]
    weighed: dict[str, float]


class Weights:
    """Trained weights by feature; `least` is the sum from which an option is taken."""

    def __init__(self, data: dict[str, float]) -> None:
        self.weights = data
        self.least = data["least"] - data["(bias)"]
        self._of: dict[str, dict[str, float]] = {}

    def score(self, relation: str, known: Sequence[str]) -> float:
        """How much speaks for an option: the sum over its `features`."""
        return self.weights.get(f"of={relation}", 0.0) + self.total(relation, known)

    def total(self, relation: str, known: Sequence[str]) -> float:
        """What is known of an option weighs so much, but for the relation itself."""
        both = self._of.get(relation) or self._both(relation)
        return sum(both[name] for name in known if name in both)

    def of(self, relation: str, named: Named, known: Sequence[str]) -> float:
        """How much speaks for what is named as a claim's; what it weighs by itself is remembered."""
        kept = named.weighed
        if relation not in kept:
            kept[relation] = self.score(relation, named.known)
        return kept[relation] + self.total(relation, known)

    def _both(self, relation: str) -> dict[str, float]:
        """What each feature weighs by itself and by relation together."""
        own = {f.removeprefix(f"{relation} "): w for f, w in self.weights.items() if f.startswith(f"{relation} ")}
        self._of[relation] = {f: self.weights.get(f, 0.0) + own.get(f, 0.0) for f in {*self.weights, *own}}
        return self._of[relation]


class Actors:
    """Where the actors of a text stand."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._named = sorted((m.start, m.end, m.code or "") for m in mentions if not m.entity)
        self._starts = [start for start, _, _ in self._named]

    def over(self, start: int, end: int) -> bool:
        """Does the stretch overlap one?"""
        n = bisect_left(self._starts, end)
        return n > 0 and self._named[n - 1][1] > start

    def beside(self, claim: Claim, start: int, end: int) -> tuple[str, str]:
        """Whether the actor named before the stretch, and the one behind it, is one of the claim's."""
        first, last, keys = bisect_left(self._starts, start) - 1, bisect_left(self._starts, end), keys_of(claim)
        before = self._named[first] if first >= 0 and start - self._named[first][1] < _NEAR else None
        behind = self._named[last] if last < len(self._named) and self._named[last][0] - end < _NEAR else None
        own, other = (("none" if m is None else "own" if m[2] in keys else "other") for m in (before, behind))
        return f"before={own}", f"behind={other}"


# A paragraph longer than this is taken in parts, and what was found in so many parts is kept.
_LONG, _KEPT = 2_000, 16
_BREAK = re.compile(r"\n\n|\Z")

Found = TypeVar("Found")


class Paragraphs(Generic[Found]):
    """The paragraphs of a text with what `find` finds from a place to another in each, looked for when asked."""

    def __init__(self, text: str, find: Callable[[int, int], list[Found]]) -> None:
        self._starts = list(_paragraphs(text))
        self._find = find
        self._found: dict[int, list[Found]] = {}

    def near(self, start: int, end: int) -> Iterator[Found]:
        """What is found in the paragraphs of a stretch, in their order."""
        first = bisect_right(self._starts, start) - 1
        last = max(first, bisect_left(self._starts, end) - 1)
        return (one for n in range(first, last + 1) for one in self._of(n))

    def _of(self, n: int) -> list[Found]:
        if n not in self._found:
            if len(self._found) >= _KEPT:  # claims come in order of place
                self._found.clear()
            left, right = self._starts[n : n + 2] if n + 1 < len(self._starts) else (0, 0)
            self._found[n] = self._find(left, right)
        return self._found[n]


def _paragraphs(text: str) -> Iterator[int]:
    """Where paragraphs and the parts of long ones begin, and the end of the text."""
    start = 0
    yield 0
    for m in _BREAK.finditer(text):
        while m.end() - start > _LONG:
            blank = max(text.rfind(" ", start + 1, start + _LONG), text.rfind("\n", start + 1, start + _LONG))
            start = blank + 1 if blank > start else start + _LONG
            yield start
        if m.end() > start:
            yield (start := m.end())


@cache
def weights(name: str) -> Weights:
    """Those that the package carries in `NAME.json`."""
    return Weights(json.loads(files("foedera.reading").joinpath(f"{name}.json").read_text("utf-8")))
