"""How the actors of a document were named before: what a reader keeps in mind of who stands where."""

from __future__ import annotations

from collections import Counter

from foedera.reading.groups import Coded, Group

# Words that govern where something is.
_WHERE = frozenset(("in", "at", "on", "near", "inside", "off", "across", "from", "into", "throughout"))
# Counts beyond these make no difference.
_MANY, _LONG_AGO = 3, 4


class Memory:
    """By actor: when it was last named and what governed it, how often, how often as a place or as who acts."""

    def __init__(self) -> None:
        self._now = 0
        self._last: dict[str, tuple[int, str]] = {}
        self._times: Counter[str] = Counter()
        self._placed: Counter[str] = Counter()
        self._acted: Counter[str] = Counter()

    def keep(self, coded: Coded) -> None:
        """Take in a segment that was read."""
        self._now += 1
        for group in coded.groups:
            word = _governor(group)
            for who in group.whos:
                self._named(who.key, word)
                if who.place and who.place != who.code:
                    self._named(who.place, "place")

    def _named(self, key: str, word: str) -> None:
        self._last[key] = (self._now, word)
        self._times[key] += 1
        if word == "place" or word in _WHERE:
            self._placed[key] += 1
        elif word == "S":
            self._acted[key] += 1

    def of(self, key: str) -> tuple[str, ...]:
        """What is remembered of an actor, by name."""
        if key not in self._last:
            return ("last=never",)
        when, word = self._last[key]
        ago = min(self._now - when, _LONG_AGO)
        return (
            f"last={word}",
            f"ago={ago}",
            f"last={word} ago={min(ago, 1)}",
            f"times={min(self._times[key], _MANY)}",
            f"placed={min(self._placed[key], _MANY)}",
            f"acted={min(self._acted[key], _MANY)}",
        )


def _governor(group: Group) -> str:
    """The word that governs a group; "S" for one that acts, "O" for one that owns."""
    if group.owner:
        return "O"
    return group.prep or ("S" if group.subject else "-")
