"""What a reader keeps in mind of the text before: the last sentences, and how each actor was named."""

from __future__ import annotations

from functools import lru_cache

from foedera.reading.groups import Coded, Group

# Words that govern where something is.
_WHERE = frozenset(("in", "at", "on", "near", "inside", "off", "across", "from", "into", "throughout"))
# So many segments are kept.
_KEPT = 2
# Counts beyond these make no difference.
_MANY, _LONG_AGO = 3, 4


class Memory:
    """By actor: when it was last named and what governed it, how often, how often as a place or as who acts."""

    def __init__(self) -> None:
        self._now = 0
        # When and governed by what it was named last, how often at all, as a place, and as who acts.
        self._known: dict[str, tuple[int, str, int, int, int]] = {}
        # The segments read last, the last one last.
        self.last: tuple[Coded, ...] = ()

    def copy(self) -> Memory:
        """The memory as it is now."""
        out = Memory()
        out._now, out._known, out.last = self._now, dict(self._known), self.last
        return out

    def keep(self, coded: Coded) -> None:
        """Take in a segment that was read."""
        self._now += 1
        self.last = (*self.last, coded)[-_KEPT:]
        for group in coded.groups:
            word = _governor(group)
            for who in group.whos:
                self._named(who.key, word)
                if who.place and who.place != who.code:
                    self._named(who.place, "place")

    def _named(self, key: str, word: str) -> None:
        _, _, times, placed, acted = self._known.get(key, _NEVER)
        placed += word == "place" or word in _WHERE
        self._known[key] = (self._now, word, times + 1, placed, acted + (word == "S"))

    def of(self, key: str) -> tuple[str, ...]:
        """What is remembered of an actor, by name."""
        if key not in self._known:
            return ("last=never",)
        when, word, times, placed, acted = self._known[key]
        ago = min(self._now - when, _LONG_AGO)
        return _names(word, ago, min(times, _MANY), min(placed, _MANY), min(acted, _MANY))


_NEVER = (0, "", 0, 0, 0)


@lru_cache(maxsize=20_000)
def _names(word: str, ago: int, times: int, placed: int, acted: int) -> tuple[str, ...]:
    return (
        f"last={word}",
        f"ago={ago}",
        f"last={word} ago={min(ago, 1)}",
        f"times={times}",
        f"placed={placed}",
        f"acted={acted}",
    )


def _governor(group: Group) -> str:
    """The word that governs a group; "S" for one that acts, "O" for one that owns."""
    if group.owner:
        return "O"
    return group.prep or ("S" if group.subject else "-")
