"""Which sources speak for a day: a data set's silence after its last day means nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
Span = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Speakers:
    """The groups of sources that were asked for, and first and last day of those that give them."""

    groups: tuple[str, ...]
    spans: dict[str, Span]

    def on(self, day: date) -> frozenset[str]:
        """The groups that speak for a day: those that have not ended before it."""
        return frozenset(g for g in self.groups if not self._ended(g, day))

    def _ended(self, group: str, day: date) -> bool:
        until = self.spans.get(group, (None, None))[1]
        return group != STARTER and until is not None and until < day.isoformat()

    def notes(self, day: date, instruments: Iterable[Instrument]) -> tuple[SourceNote, ...]:
        """A note on each group that holds treaties or says for which days it is complete."""
        counts = Counter(g for i in instruments for g in {group_of(k) for k in (i.id, *i.same_as)})
        notes = (self._note(g, day, counts[g]) for g in self.groups if g in self.spans or counts[g])
        return tuple(notes)

    def _note(self, group: str, day: date, count: int) -> SourceNote:
        since, until = self.spans.get(group, (None, None))
        used = not self._ended(group, day)
        return SourceNote(group, used, since, until, count if used else 0, self._words(group, day, used))

    def _words(self, group: str, day: date, used: bool) -> str:
        since, until = self.spans.get(group, (None, None))
        if not used:
            return f"ends on {until}: not used for {day.isoformat()}; treaties still open there are unknown after"
        if group == STARTER:
            return "the treaties that it has, not a complete list"
        if since and day.isoformat() < since:
            return f"begins only on {since}"
        return "covers the day" if until else "does not say for which days it is complete"


def speakers(record: Record, groups: Sequence[str] | None = None, include_texts: bool = False) -> Speakers:
    """The groups asked for (None: all, without texts); raises BadInput for one that is not held."""
    known = record.groups()
    if groups is None:
        wanted = [g for g in known if g != TEXTS or include_texts]
    else:
        wanted = [*groups, *([TEXTS] if include_texts else [])]
        missing = sorted(g for g in wanted if g not in known and g != TEXTS)
        if missing:
            there = ", ".join(sorted(known)) or "none yet"
            raise BadInput(f"The record has no source '{missing[0]}': it holds {there}.")
    names = tuple(sorted(set(wanted)))
    return Speakers(names, {g: _hull(covers) for g in names if (covers := _about_all(record, g))})


def _about_all(record: Record, group: str) -> list[Coverage]:
    """Its statements on agreements of all states; one on some states alone says nothing of the rest."""
    return [c for c in record.coverage("agreement", [group]) if not c.actors]


def _hull(covers: list[Coverage]) -> Span:
    """First and last day of all that a group says."""
    spans = [Date.parse(c.period) for c in covers]
    first = min(s.earliest or date.min for s in spans)
    last = max(s.latest or date.max for s in spans)
    return (
        None if first == date.min else first.isoformat(),
        None if last == date.max else last.isoformat(),
    )
