"""Which sources speak for a day: a data set's silence after its last day means nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from foedera.dates import Date
from foedera.errors import BadInput
from foedera.obligations.answer import SourceNote
from foedera.obligations.same import group_of
from foedera.record.model import Coverage, Instrument

if TYPE_CHECKING:
    from foedera.record import Record

TEXTS = "texts"
# Compiled from primary sources and kept up to date by hand: it knows treaties in force today.
STARTER = "starter"


def instruments_for(
    record: Record, on: date, groups: Sequence[str] | None, include_texts: bool
) -> tuple[tuple[Instrument, ...], tuple[SourceNote, ...]]:
    """The instruments in force on a day from sources that cover it, and a note on each group."""
    wanted = _wanted(record, groups, include_texts)
    spans = _spans(record, wanted)
    used = [g for g in wanted if not _silent(g, spans.get(g), on)]
    instruments = tuple(record.instruments(groups=used, on=on)) if used else ()
    notes = [_note(g, g in used, spans.get(g), on, instruments) for g in wanted]
    return instruments, tuple(n for n in notes if n.treaties or n.since or n.until)


def speakers(record: Record, groups: Sequence[str] | None = None) -> Callable[[date], frozenset[str]]:
    """A function from a day to the groups of sources that speak for it (the record is asked once)."""
    wanted = _wanted(record, groups, False)
    spans = _spans(record, wanted)
    return lambda on: frozenset(g for g in wanted if not _silent(g, spans.get(g), on))


def _wanted(record: Record, groups: Sequence[str] | None, include_texts: bool) -> list[str]:
    known = record.groups()
    if groups is None:
        return sorted(g for g in known if g != TEXTS or include_texts)
    missing = [g for g in groups if g not in known]
    if missing:
        raise BadInput(f"The record has no source '{missing[0]}': it holds {', '.join(sorted(known)) or 'none'}.")
    return sorted({*groups, *([TEXTS] if include_texts and TEXTS in known else [])})


Span = tuple[str | None, str | None]


def _spans(record: Record, groups: Sequence[str]) -> dict[str, Span]:
    """First and last day for which each group says that its treaties are complete."""
    if not groups:
        return {}
    group = {s.key: s.group for s in record.sources(groups)}
    out: dict[str, list[Coverage]] = {}
    for cover in record.coverage("agreement", groups):
        if cover.source in group:
            out.setdefault(group[cover.source], []).append(cover)
    return {g: _hull(covers) for g, covers in out.items()}


def _hull(covers: list[Coverage]) -> Span:
    spans = [Date.parse(c.period) for c in covers]
    first = min((s.earliest or date.min for s in spans), default=date.min)
    last = max((s.latest or date.max for s in spans), default=date.max)
    return (
        None if first == date.min else first.isoformat(),
        None if last == date.max else last.isoformat(),
    )


def _silent(group: str, span: Span | None, on: date) -> bool:
    """Has the group ended before the day? The starter record has no end of that kind."""
    return group != STARTER and span is not None and span[1] is not None and span[1] < on.isoformat()


def _note(group: str, used: bool, span: Span | None, on: date, instruments: Sequence[Instrument]) -> SourceNote:
    since, until = span or (None, None)
    count = sum(group_of(i.id) == group for i in instruments)
    if not used:
        return SourceNote(group, False, since, until, 0, f"ends on {until}: not used for {on.isoformat()}")
    if since and on.isoformat() < since:
        return SourceNote(group, True, since, until, count, f"begins only on {since}")
    if group == STARTER:
        note = "a selection of treaties in force, not a complete list"
    else:
        note = "covers the day" if until else "does not say for which days it is complete"
    return SourceNote(group, True, since, until, count, note)
