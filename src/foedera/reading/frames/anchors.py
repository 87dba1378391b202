"""Which frames can match a coded segment at all: one pass of an automaton instead of every pattern.

Every match of a trigger must contain words that the pattern cannot do without; they are found in its
parse tree as sets, and the segment must hold a word of each set. A frame is tried only then. A frame
whose pattern has no such set is always tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from re import IGNORECASE, _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick

from foedera.reading import frames
from foedera.reading.frames import Frame

_PRIVATE = 0xE000  # a coded character says as much as a word
# A set that nearly every segment has a word of costs more than it saves.
_COMMON = frozenset((" ", "e", "a", "s", "t", "d", "ed", "s ", "ed ", ", ", " a"))
_SETS = frozenset[frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Index:
    """`automaton` leads from a word to the bits of the sets that it is in; `frames` are filed by one set each."""

    automaton: Any
    frames: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]
    always: tuple[int, ...]


def possible(code: str) -> list[Frame]:
    """The frames that could match in `code`, in their order."""
    index = _index()
    seen = 0
    for _, bits in index.automaton.iter(code):
        seen |= bits
    lacking = ~seen
    found = list(index.always)
    for bit, filed in index.frames:
        if seen & bit:
            found += [number for number, needed in filed if not needed & lacking]
    found.sort()
    known = frames.load()
    return [known[n] for n in found]


@cache
def _index() -> _Index:
    numbered: dict[frozenset[str], int] = {}
    always: list[int] = []
    filed: dict[int, list[tuple[int, int]]] = {}
    for number, frame in enumerate(frames.load()):
        sets = sorted(required(frame.trigger.pattern), key=_worth)
        bits = [1 << numbered.setdefault(one, len(numbered)) for one in sets]
        if bits:
            filed.setdefault(bits[-1], []).append((number, sum(bits)))
        else:
            always.append(number)
    return _Index(_automaton(numbered), tuple((bit, tuple(them)) for bit, them in filed.items()), tuple(always))


def _automaton(numbered: dict[frozenset[str], int]) -> Any:
    bits: dict[str, int] = {}
    for words, number in numbered.items():
        for word in words:
            bits[word] = bits.get(word, 0) | 1 << number
    automaton = ahocorasick.Automaton()
    for word, them in bits.items():
        automaton.add_word(word, them)
    automaton.make_automaton()
    return automaton


def anchors(pattern: str) -> frozenset[str]:
    """Strings of which every match of the pattern contains one; empty when there is no such set."""
    return max(required(pattern), key=_worth, default=frozenset())


def required(pattern: str) -> _SETS:
    """Sets of strings: every match of the pattern contains a string of each of them."""
    parsed = _parser.parse(pattern)
    if parsed.state.flags & IGNORECASE:
        return frozenset()
    return frozenset(one for one in _sequence(list(parsed)) if one.isdisjoint(_COMMON))


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
