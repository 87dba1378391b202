"""COW and Gleditsch-Ward numbers as state codes, over time, and back again.

A code names one number on a day (DEU is COW 255 in 1910, 260 in 1980), and a number may have had
several codes (365 is SUN and RUS). `cow_code` and `cow_number` are inverse on every day, also
before and after a state's membership of the system: where two numbers claim a code on a day, it
belongs to the one that is in the system, else to the one whose membership is nearest in time, and
the other goes by its number ("cow:260" from 3 October 1990 on).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from foedera.actors.identity import identities, spells
from foedera.actors.records import Identity, System
from foedera.datasets.values import SkippedRow

_LARGEST = 99_999
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which a number has one code; both ends included, None is open."""

    code: str
    start: date | None
    end: date | None


def cow_code(number: int, on: date) -> str:
    """The code of COW state `number` on a day; `cow:NNN` where it has none of its own."""
    return _code("cow", number, on)


def gw_code(number: int, on: date) -> str:
    """The code of Gleditsch-Ward state `number` on a day; `gw:NNN` where it has none of its own."""
    return _code("gw", number, on)


def cow_number(code: str, on: date) -> int | None:
    """The COW number of a code on a day; None for a code that no COW state bears then."""
    return _number("cow", code, on)


def _code(system: System, number: int, on: date) -> str:
    if not 1 <= number <= _LARGEST:
        raise SkippedRow(f"{number} is no state number")
    identity = next((i for i in _of_number(number) if i.covers(on, on)), None)
    if identity and _number(system, identity.code, on) == number:
        return identity.code
    return f"{system}:{number}"


def _number(system: System, code: str, on: date) -> int | None:
    scheme, _, rest = code.partition(":")
    if rest.isdigit():
        return int(rest) if scheme == system else None
    held = {i.number for i in _of_code(code) if i.covers(on, on)}
    distances = [(_distance(system, n, on), n) for n in held if _spells(system, n)]
    return min(distances)[1] if distances else None


def _distance(system: System, number: int, on: date) -> int:
    """Days between `on` and the nearest day of membership; 0 inside."""
    return min(max((s.first - on).days, (on - s.last).days if s.last else 0, 0) for s in _spells(system, number))


@cache
def _of_number(number: int) -> tuple[Identity, ...]:
    return tuple(i for i in identities() if i.number == number)


@cache
def _of_code(code: str) -> tuple[Identity, ...]:
    return tuple(i for i in identities() if i.code == code)


@cache
def _spells(system: System, number: int) -> tuple[_Spell, ...]:
    return tuple(_Spell(s.first, s.last) for s in spells(system) if s.number == number)


@dataclass(frozen=True, slots=True)
class _Spell:
    first: date
    last: date | None


@lru_cache(maxsize=4096)
def timeline(number: int, system: System = "cow") -> tuple[Stretch, ...]:
    """All stretches of a state's number, in order, without gaps, open at both ends."""
    days = [date.min, *_turns(number, system)]
    pieces: list[Stretch] = []
    for day in days:
        code = _code(system, number, day)
        if not pieces or pieces[-1].code != code:
            if pieces:
                pieces[-1] = Stretch(pieces[-1].code, pieces[-1].start, day - _DAY)
            pieces.append(Stretch(code, None if day == date.min else day, None))
    return tuple(pieces)


def _turns(number: int, system: System) -> list[date]:
    """Days on which the code of `number` can change: turns of its own and its rivals' lives."""
    names = {i.code for i in _of_number(number)}
    rivals = {i.number for name in names for i in _of_code(name)} | {number}
    days = set()
    for rival in rivals:
        for identity in _of_number(rival):
            days |= {identity.first, identity.last + _DAY if identity.last else None}
        for spell in _spells(system, rival):
            days |= {spell.first, spell.last + _DAY if spell.last else None}
    if len(rivals) > 1:
        days |= set(_halfway(rivals, system))
    return sorted(d for d in days if d is not None)


def _halfway(rivals: set[int], system: System) -> Iterator[date]:
    """Days on which one rival becomes nearer than another, and the days beside them."""
    ends = [(s.first, s.last) for n in rivals for s in _spells(system, n)]
    for _, last in ends:
        for first, _ in ends:
            if last and last < first:
                middle = last + (first - last) / 2
                yield from (middle + k * _DAY for k in (-1, 0, 1, 2))


def stretches(number: int, start: date, end: date | None, system: System = "cow") -> list[Stretch]:
    """The stretches of a number between two days, both included (None: open end)."""
    out = []
    for piece in timeline(number, system):
        first = max(piece.start or date.min, start)
        last = min(piece.end or date.max, end or date.max)
        if first <= last:
            out.append(Stretch(piece.code, first, None if last == date.max else last))
    return out
