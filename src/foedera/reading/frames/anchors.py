"""Which frames can match a coded segment at all: one pass of an automaton instead of every pattern.

Every match of a trigger must contain one of its anchors: words that the pattern cannot do without,
found in its parse tree. A frame whose pattern has none is always tried.
"""

from __future__ import annotations

from functools import cache
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick

from foedera.reading import frames
from foedera.reading.frames import Frame

_PRIVATE = 0xE000  # a coded character says as much as a word


def possible(code: str) -> list[Frame]:
    """The frames that could match in `code`, in their order."""
    automaton, always = _index()
    found = set(always)
    for _, numbers in automaton.iter(code):
        found.update(numbers)
    known = frames.load()
    return [known[n] for n in sorted(found)]


@cache
def _index() -> tuple[Any, tuple[int, ...]]:
    """An automaton from anchors to the frames that need them, and the frames without an anchor."""
    needing: dict[str, list[int]] = {}
    always = []
    for number, frame in enumerate(frames.load()):
        words = anchors(frame.trigger.pattern)
        if not words:
            always.append(number)
        for word in words or ():
            needing.setdefault(word, []).append(number)
    automaton = ahocorasick.Automaton()
    for word, numbers in needing.items():
        automaton.add_word(word, tuple(numbers))
    automaton.make_automaton()
    return automaton, tuple(always)


def anchors(pattern: str) -> frozenset[str]:
    """Strings of which every match of the pattern contains one; empty when there is no such set."""
    return _sequence(list(_parser.parse(pattern)))


def _sequence(items: list[Any]) -> frozenset[str]:
    """The best set that any part of a sequence gives: the one whose shortest string is longest."""
    sets: list[frozenset[str]] = []
    run = ""
    for kind, value in [*items, (None, None)]:
        if kind is _constants.LITERAL:
            run += chr(value)
            continue
        if run:
            sets.append(frozenset((run,)))
            run = ""
        found = _one(kind, value)
        if found:
            sets.append(found)
    return max(sets, key=_worth, default=frozenset())


def _worth(words: frozenset[str]) -> tuple[int, int]:
    return min(_weight(w) for w in words), -len(words)


def _weight(word: str) -> int:
    return sum(4 if ord(c) >= _PRIVATE else 1 for c in word)


def _one(kind: Any, value: Any) -> frozenset[str]:
    """The set of one part of a pattern."""
    if kind is _constants.SUBPATTERN:
        return _sequence(list(value[-1]))
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and value[0] >= 1:
        return _sequence(list(value[2]))
    if kind is _constants.ASSERT and value[0] == 1:
        return _sequence(list(value[1]))
    if kind is _constants.BRANCH:
        return _union([_sequence(list(branch)) for branch in value[1]])
    if kind is _constants.IN and all(k is _constants.LITERAL for k, _ in value):
        return frozenset(chr(v) for _, v in value)
    return frozenset()


def _union(sets: list[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets) if all(sets) else frozenset()
