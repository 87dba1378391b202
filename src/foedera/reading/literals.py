"""What a pattern cannot do without: strings read from its parse tree, and an index of many patterns by them.

Python's `re` tries a pattern at every character. One pass of an Aho-Corasick automaton over the text says which
of many patterns have all their strings there; only those are tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from re import IGNORECASE, _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick

_PRIVATE = 0xE000  # a coded character says as much as a word
# But nearly every segment has one of these, so that little is known when they are found.
_USUAL = frozenset("\ue000\ue001\ue002\ue005")
_SMALL = frozenset(
    [
        *("a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "had", "has", "have", "in", "is", "it", "of"),
        *("on", "or", "that", "the", "to", "was", "were", "with"),
    ]
)
_SETS = frozenset[frozenset[str]]


class Index:
    """Patterns by what they need. `possible` gives the numbers of those that can match in a text."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """Each word gets a number, with the bits of the sets that it is in and the patterns filed under it.

        A pattern is filed with the bits of all sets that it needs, once for each of its alternatives; one
        that needs none is always possible.
        """
        sets: dict[frozenset[str], int] = {}
        words: dict[str, int] = {}
        filed: dict[int, list[tuple[int, int]]] = {}
        always: list[int] = []
        for number, needed in ((n, needed) for n, pattern in enumerate(patterns) for needed in _ways(pattern)):
            if not needed:
                always.append(number)
                continue
            bits = sum(1 << sets.setdefault(one, len(sets)) for one in needed)
            for word in needed[-1]:
                filed.setdefault(words.setdefault(word, len(words)), []).append((number, bits))
        for word in (word for one in sets for word in one):
            words.setdefault(word, len(words))
        self._always = tuple(always)
        self._filed = tuple(tuple(filed.get(n, ())) for n in words.values())
        self._bits = tuple(sum(1 << place for one, place in sets.items() if word in one) for word in words)
        self._automaton = _automaton(words)

    def possible(self, text: str) -> list[int]:
        """The numbers of the patterns that could match in `text`, ascending."""
        bits, filed = self._bits, self._filed
        words = {word for _, word in self._automaton.iter(text)}
        seen = 0
        for word in words:
            seen |= bits[word]
        lacking = ~seen
        found = set(self._always)
        for word in words:
            for number, needed in filed[word]:
                if not needed & lacking:
                    found.add(number)
        return sorted(found)


def _automaton(words: dict[str, int]) -> Any:
    automaton = ahocorasick.Automaton()
    for word, number in words.items():
        automaton.add_word(word, number)
    if words:
        automaton.make_automaton()
    return automaton


def _ways(pattern: str) -> list[list[frozenset[str]]]:
    """For each alternative of a pattern the sets that it needs and that are worth looking for, the rarest last."""
    parsed = _parser.parse(pattern)
    if parsed.state.flags & IGNORECASE:
        return [[]]
    items = [item for item in parsed if item[0] is not _constants.AT]
    single = len(items) == 1 and items[0][0] is _constants.BRANCH
    return [_telling(_sequence(list(way))) for way in (items[0][1][1] if single else [parsed])]


def _telling(sets: _SETS) -> list[frozenset[str]]:
    ordered = sorted(sets, key=lambda words: (min(_rarity(w) for w in words), -len(words), sorted(words)))
    return [one for one in ordered[:-1] if all(len(w) > 1 or _rarity(w) > 1 for w in one)] + ordered[-1:]


def _rarity(word: str) -> int:
    """How seldom a word stands in a segment, roughly."""
    if ord(word[0]) >= _PRIVATE and len(word) == 1:
        return 1 if word in _USUAL else 4
    plain = word.strip()
    return 1 if plain in _SMALL or plain in _USUAL or not plain else 3 if plain in "$€£" else len(plain)


def anchors(pattern: str) -> frozenset[str]:
    """Strings of which every match of the pattern contains one; empty when there is no such set."""
    return max(required(pattern), key=_worth, default=frozenset())


def required(pattern: str) -> _SETS:
    """Sets of strings: every match of the pattern contains a string of each of them."""
    parsed = _parser.parse(pattern)
    return frozenset() if parsed.state.flags & IGNORECASE else _sequence(list(parsed))


def _sequence(items: list[Any]) -> _SETS:
    """The sets of all parts of a sequence; letters in a row are one string."""
    sets: set[frozenset[str]] = set()
    run = ""
    for kind, value in [*items, (None, None)]:
        if kind is _constants.LITERAL:
            run += chr(value)
            continue
        if run:
            sets.add(frozenset((run,)))
            run = ""
        sets |= _one(kind, value)
    return frozenset(sets)


def _worth(words: frozenset[str]) -> tuple[int, int, list[str]]:
    return min(_weight(w) for w in words), -len(words), sorted(words)


def _weight(word: str) -> int:
    return sum(4 if ord(c) >= _PRIVATE else 1 for c in word)


def _one(kind: Any, value: Any) -> _SETS:
    """The sets of one part of a pattern."""
    if kind is _constants.SUBPATTERN:
        return frozenset() if value[1] & IGNORECASE else _sequence(list(value[-1]))
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and value[0] >= 1:
        return _sequence(list(value[2]))
    if kind is _constants.ASSERT and value[0] == 1:
        return _sequence(list(value[1]))
    if kind is _constants.BRANCH:
        return _either([_sequence(list(branch)) for branch in value[1]])
    if kind is _constants.IN and all(k is _constants.LITERAL for k, _ in value):
        return frozenset((frozenset(chr(v) for _, v in value),))
    return frozenset()


def _either(branches: list[_SETS]) -> _SETS:
    """Of alternatives: the words of the best set of each; none when one of them needs nothing."""
    if not all(branches):
        return frozenset()
    return frozenset((frozenset().union(*(max(sets, key=_worth) for sets in branches)),))
