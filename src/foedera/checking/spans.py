"""Spells of time as ISO days (text compares as days do), with open ends; ends are excluded.

`Span` is (start, end): in force on start <= day < end. `Window` is the time that a claim speaks
of: (first, last), both included.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from foedera.dates import Date, day_after, day_before

Span = tuple[str, str]
Window = tuple[str, str]

FIRST_DAY = date.min.isoformat()
LAST_DAY = date.max.isoformat()


@lru_cache(maxsize=65536)
def window(edtf: str) -> Window:
    """First and last day that an EDTF text can mean; open ends reach as far as the calendar."""
    parsed = Date.parse(edtf)
    return (
        parsed.earliest.isoformat() if parsed.earliest else FIRST_DAY,
        parsed.latest.isoformat() if parsed.latest else LAST_DAY,
    )


def span(start: str | None, end: str | None) -> Span:
    """A spell from days that may be None (open)."""
    return start or FIRST_DAY, end or LAST_DAY


@lru_cache(maxsize=65536)
def of_period(edtf: str) -> Span:
    """The spell of an EDTF interval, whose last day is included: the end is the day after."""
    first, last = window(edtf)
    return first, following(last)


def following(day: str) -> str:
    """The day after."""
    return day_after(date.fromisoformat(day)).isoformat()


def preceding(day: str) -> str:
    """The day before."""
    return day_before(date.fromisoformat(day)).isoformat()


def overlaps(spell: Span, when: Window) -> bool:
    """Does the spell hold on some day of the window?"""
    return spell[0] <= when[1] and spell[1] > when[0]


def common(left: Iterable[Span], right: Iterable[Span]) -> list[Span]:
    """The spells on which both hold."""
    pairs = ((max(a[0], b[0]), min(a[1], b[1])) for a in left for b in right)
    return merged(pair for pair in pairs if pair[0] < pair[1])


def merged(spells: Iterable[Span]) -> list[Span]:
    """The same days as disjoint spells in their order; spells that touch become one."""
    out: list[Span] = []
    for start, end in sorted(spells):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def covers(spells: Iterable[Span], when: Window) -> bool:
    """Do the spells hold on every day of the window?"""
    return any(s[0] <= when[0] and s[1] > when[1] for s in merged(spells))


def partly(spells: Iterable[Span], when: Window) -> str | None:
    """A note where the spells hold on some days of the window only."""
    hits = [s for s in merged(spells) if overlaps(s, when)]
    if not hits or covers(hits, when):
        return None
    notes = []
    if hits[0][0] > when[0]:
        notes.append(f"since {hits[0][0]}")
    if hits[-1][1] <= when[1]:
        notes.append(f"until {preceding(hits[-1][1])}")
    return ", ".join(notes) or None
