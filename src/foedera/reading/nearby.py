"""Claims by place, so that each is compared with those beside it and not with all of a long text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from foedera.claim import Claim

_WIDTH = 512  # characters


class Nearby:
    """Claims filed by the stretches of text that they touch; time and memory grow with their length only."""

    def __init__(self, claims: Iterable[Claim] = ()) -> None:
        self._stretches: dict[int, list[tuple[int, Claim]]] = defaultdict(list)
        self._count = 0
        for claim in claims:
            self.add(claim)

    def add(self, claim: Claim) -> None:
        for stretch in _stretches(claim):
            self._stretches[stretch].append((self._count, claim))
        self._count += 1

    def beside(self, claim: Claim) -> Iterator[Claim]:
        """Every filed claim that shares a character with `claim` (and some that only stand near), as filed."""
        stretches = [self._stretches[s] for s in _stretches(claim) if s in self._stretches]
        if len(stretches) == 1:
            yield from (one for _, one in stretches[0])
        else:
            yield from (one for _, one in sorted({n: c for found in stretches for n, c in found}.items()))


def _stretches(claim: Claim) -> range:
    return range(claim.start // _WIDTH, claim.end // _WIDTH + 1)
