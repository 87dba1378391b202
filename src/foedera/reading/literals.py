"""What a pattern cannot do without: strings read from its parse tree, and an index of many patterns by them.

Python's `re` tries a pattern at every character. One pass of an Aho-Corasick automaton over the text says which
of many patterns have all their strings there; only those are tried. What the package's own patterns need is kept in
`literals.json`, made by `tools/make_literals.py`: to work it out takes longer than to read a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from operator import itemgetter
from re import IGNORECASE, _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick

_PRIVATE = "\ue000"  # a coded character says as much as a word
# Stands for any digit among the strings that a pattern needs.
DIGIT = "\\d"
_DIGIT_CLASS = (_constants.CATEGORY, _constants.CATEGORY_DIGIT)
_DIGITS = frozenset((*"0123456789", DIGIT))
_HAS_DIGIT = re.compile(r"\d")
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
        for number, needed in ((n, needed) for n, pattern in enumerate(patterns) for needed in _needs(pattern)):
            if not needed:
                always.append(number)
                continue
            bits = sum(1 << sets.setdefault(one, len(sets)) for one in needed)
            for word in needed[-1]:
                filed.setdefault(words.setdefault(word, len(words)), []).append((number, bits))
        places: dict[str, int] = {}
        for one, place in sets.items():
            for word in one:
                words.setdefault(word, len(words))
                places[word] = places.get(word, 0) | 1 << place
        self._always = tuple(always)
        self._filed = tuple(tuple(filed.get(n, ())) for n in words.values())
        self._bits = tuple(places[word] for word in words)
        self._digit = words.pop(DIGIT, None)
        self._automaton = _automaton(words)

    def possible(self, text: str) -> list[int]:
        """The numbers of the patterns that could match in `text`, ascending."""
        bits, filed = self._bits, self._filed
        words = set(map(_NUMBER, self._automaton.iter(text)))
        if self._digit is not None and _HAS_DIGIT.search(text):
            words.add(self._digit)
        seen = 0
        for word in words:
            seen |= bits[word]
        lacking = ~seen
        found = {number for word in words for number, needed in filed[word] if not needed & lacking}
        return sorted(found.union(self._always))


# Of what the automaton gives for a word that it has found.
_NUMBER = itemgetter(1)


def _automaton(words: dict[str, int]) -> Any:
    automaton = ahocorasick.Automaton()
    for word, number in words.items():
        automaton.add_word(word, number)
    if words:
        automaton.make_automaton()
    return automaton


Ways = list[list[frozenset[str]]]


def _needs(pattern: str) -> Ways:
    sets, known = _kept()
    found = known.get(key(pattern))
    return ways(pattern) if found is None else [[sets[n] for n in way] for way in found]


@cache
def _kept() -> tuple[list[frozenset[str]], dict[str, list[list[int]]]]:
    """Sets of words, and which of them patterns need, by their keys."""
    held = json.loads(files("foedera.reading").joinpath("literals.json").read_text("utf-8"))
    return [frozenset(words) for words in held["sets"]], held["needs"]


def key(pattern: str) -> str:
    """A short name of a pattern, another one as soon as the pattern changes."""
    return blake2b(pattern.encode(), digest_size=8).hexdigest()


def ways(pattern: str) -> Ways:
    """For each alternative of a pattern the sets that it needs, the rarest last."""
    parsed = _parser.parse(pattern)
    if parsed.state.flags & IGNORECASE:
        return [[]]
    items = [item for item in parsed if item[0] is not _constants.AT]
    single = len(items) == 1 and items[0][0] is _constants.BRANCH
    return [sorted(_sequence(list(way)), key=_rare) for way in (items[0][1][1] if single else [parsed])]


def _rare(words: frozenset[str]) -> tuple[int, int, list[str]]:
    return min(map(_rarity, words)), -len(words), sorted(words)


def _rarity(word: str) -> int:
    """How seldom a word stands in a segment, roughly."""
    plain = word.strip()
    if plain in _SMALL or plain in _USUAL or not plain or plain in _DIGITS:
        return 1
    return sum(4 if c >= _PRIVATE and c not in _USUAL else 3 if c in "$€£" else 1 for c in plain)


def anchors(pattern: str) -> frozenset[str]:
    """Strings of which every match of the pattern contains one; empty when there is no such set."""
    return max(_spelt(required(pattern)), key=_worth, default=frozenset())


def required(pattern: str) -> _SETS:
    """Sets of strings: every match of the pattern contains a string of each of them; DIGIT is any digit."""
    parsed = _parser.parse(pattern)
    return frozenset() if parsed.state.flags & IGNORECASE else _sequence(list(parsed))


def _spelt(sets: _SETS) -> list[frozenset[str]]:
    """The sets in which every string is spelt out."""
    return [one for one in sets if DIGIT not in one]


def _sequence(items: list[Any]) -> _SETS:
    """The sets of all parts of a sequence; parts with few spellings that stand in a row are spelt out together."""
    sets: set[frozenset[str]] = set()
    run = _EMPTY
    for kind, value in items:
        if kind in _WIDTHLESS:
            sets |= _one(kind, value)
            continue
        spelt = _spellings(kind, value)
        if spelt is not None:
            joined = _joined(run, spelt)
            run, done = (joined, None) if joined is not None else (spelt, run)
        else:
            own = _repeated(kind, value)
            joined = _joined(run, own) if own else None
            done, run = joined or run, _EMPTY
            sets |= _one(kind, value)
        if done and "" not in done:
            sets.add(done)
    if "" not in run:
        sets.add(run)
    return frozenset(sets)


_EMPTY = frozenset(("",))
# Parts that take no room: what stands before them and behind them stands in a row.
_WIDTHLESS = frozenset((_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT))
# So many spellings of a part, or of parts in a row, are few.
_FEW = 24


def _joined(first: frozenset[str], second: frozenset[str]) -> frozenset[str] | None:
    """Each of these with each of those behind it; None where that were too many."""
    return frozenset(a + b for a in first for b in second) if len(first) * len(second) <= _FEW else None


def _spellings(kind: Any, value: Any) -> frozenset[str] | None:
    """All strings that a part can be; None where they are too many or without end."""
    if kind is _constants.LITERAL:
        return frozenset((chr(value),))
    if kind is _constants.IN and all(k is _constants.LITERAL for k, _ in value):
        return frozenset(chr(v) for _, v in value)
    if kind is _constants.SUBPATTERN:
        return None if value[1] & IGNORECASE else _all(list(value[-1]))
    if kind is _constants.BRANCH:
        return _any([_all(list(branch)) for branch in value[1]])
    if kind in _REPEATS and value[1] == 1:
        found = _all(list(value[2]))
        return found if found is None or value[0] else found | _EMPTY
    return None


_REPEATS = frozenset((_constants.MAX_REPEAT, _constants.MIN_REPEAT))


def _all(items: list[Any]) -> frozenset[str] | None:
    """All strings that a sequence can be."""
    run: frozenset[str] | None = _EMPTY
    for kind, value in items:
        spelt = _EMPTY if kind in _WIDTHLESS else _spellings(kind, value)
        run = _joined(run, spelt) if run is not None and spelt is not None else None
        if run is None:
            return None
    return run


def _any(branches: list[frozenset[str] | None]) -> frozenset[str] | None:
    known = [found for found in branches if found is not None]
    return frozenset().union(*known) if len(known) == len(branches) and sum(map(len, known)) <= _FEW else None


def _repeated(kind: Any, value: Any) -> frozenset[str] | None:
    """How a part that comes once or more often begins."""
    return _all(list(value[2])) if kind in _REPEATS and value[0] >= 1 else None


def _worth(words: frozenset[str]) -> tuple[int, int, list[str]]:
    return min(_weight(w) for w in words), -len(words), sorted(words)


def _weight(word: str) -> int:
    return 1 if word == DIGIT else sum(4 if c >= _PRIVATE else 1 for c in word)


def _one(kind: Any, value: Any) -> _SETS:
    """The sets of one part of a pattern."""
    if kind is _constants.SUBPATTERN:
        return frozenset() if value[1] & IGNORECASE else _sequence(list(value[-1]))
    if kind in _REPEATS and value[0] >= 1:
        return _sequence(list(value[2]))
    if kind is _constants.ASSERT and value[0] == 1:
        return _sequence(list(value[1]))
    if kind is _constants.BRANCH:
        return _either([_sequence(list(branch)) for branch in value[1]])
    if kind is _constants.IN and all(k is _constants.LITERAL or (k, v) == _DIGIT_CLASS for k, v in value):
        return frozenset((frozenset(chr(v) if k is _constants.LITERAL else DIGIT for k, v in value),))
    return frozenset()


def _either(branches: list[_SETS]) -> _SETS:
    """Of alternatives: the words of the best set of each; none when one of them needs nothing."""
    if not all(branches):
        return frozenset()
    return frozenset((frozenset().union(*(max(sets, key=_worth) for sets in branches)),))
