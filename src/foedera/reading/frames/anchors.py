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
_USUAL = frozenset("\ue000\ue001\ue002\ue005\ue006")  # but nearly every segment has one of these
_SHORTEST = 2  # shorter words stand nearly everywhere: looking for them costs more than it saves
_SETS = frozenset[frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Index:
    """`automaton` leads to the numbers of words; of a word `bits` are its sets, `filed` the frames found by it.

    A frame is filed with the bits of all sets that it needs.
    """

    automaton: Any
    bits: tuple[int, ...]
    filed: tuple[tuple[tuple[int, int], ...], ...]
    always: tuple[int, ...]


def possible(code: str) -> list[Frame]:
    """The frames that could match in `code`, in their order."""
    index = _index()
    bits, filed = index.bits, index.filed
    words = {word for _, word in index.automaton.iter(code)}
    seen = 0
    for word in words:
        seen |= bits[word]
    lacking = ~seen
    found = set(index.always)
    for word in words:
        for number, needed in filed[word]:
            if not needed & lacking:
                found.add(number)
    known = frames.load()
    return [known[n] for n in sorted(found)]


@cache
def _index() -> _Index:
    sets: dict[frozenset[str], int] = {}
    words: dict[str, int] = {}
    filed: dict[int, list[tuple[int, int]]] = {}
    always: list[int] = []
    for number, frame in enumerate(frames.load()):
        needed = _telling(required(frame.trigger.pattern))
        if not needed:
            always.append(number)
            continue
        bits = sum(1 << sets.setdefault(one, len(sets)) for one in needed)
        for word in needed[-1]:
            filed.setdefault(words.setdefault(word, len(words)), []).append((number, bits))
    for word in (word for one in sets for word in one):
        words.setdefault(word, len(words))
    masks = dict.fromkeys(words, 0)
    for one, place in sets.items():
        for word in one:
            masks[word] |= 1 << place
    automaton = ahocorasick.Automaton()
    for word, number in words.items():
        automaton.add_word(word, number)
    automaton.make_automaton()
    return _Index(
        automaton, tuple(masks.values()), tuple(tuple(filed.get(n, ())) for n in words.values()), tuple(always)
    )


def _telling(sets: _SETS) -> list[frozenset[str]]:
    """The sets worth looking for, in a fixed order, the rarest last; one at least if there is one."""
    ordered = sorted(sets, key=lambda words: (min(_rarity(w) for w in words), -len(words), sorted(words)))
    return [one for one in ordered[:-1] if min(_rarity(w) for w in one) >= _SHORTEST] + ordered[-1:]


def _rarity(word: str) -> int:
    return sum(1 if c in _USUAL else 4 if ord(c) >= _PRIVATE else 1 for c in word)


def anchors(pattern: str) -> frozenset[str]:
    """Strings of which every match of the pattern contains one; empty when there is no such set."""
    return max(required(pattern), key=_worth, default=frozenset())


def required(pattern: str) -> _SETS:
    """Sets of strings: every match of the pattern contains a string of each of them."""
    parsed = _parser.parse(pattern)
    if parsed.state.flags & IGNORECASE:
        return frozenset()
    return _sequence(list(parsed))


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
