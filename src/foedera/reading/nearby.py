"""Claims by place, so that each is compared with those beside it and not with all of a long text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

_WIDTH = 512  # characters


class Placed(Protocol):
    """What stands somewhere in a text: a claim, or what could be one."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


One = TypeVar("One", bound=Placed)


class Nearby(Generic[One]):
    """Claims filed by the stretches of text that they touch; time and memory grow with their length only."""

    def __init__(self, claims: Iterable[One] = ()) -> None:
        self._stretches: dict[int, list[tuple[int, One]]] = defaultdict(list)
        self._count = 0
        for claim in claims:
            self.add(claim)

    def add(self, claim: One) -> None:
        for stretch in _stretches(claim):
            self._stretches[stretch].append((self._count, claim))
        self._count += 1

    def beside(self, claim: Placed) -> list[One]:
        """Every filed claim that shares a character with `claim` (and some that only stand near), as filed."""
        stretches = [self._stretches[s] for s in _stretches(claim) if s in self._stretches]
        if len(stretches) == 1:
            return [one for _, one in stretches[0]]
        return [one for _, one in sorted({n: c for found in stretches for n, c in found}.items())]


def _stretches(claim: Placed) -> range:
    return range(claim.start // _WIDTH, claim.end // _WIDTH + 1)
