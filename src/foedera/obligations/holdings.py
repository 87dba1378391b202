"""The treaties of an open record, kept ready between scenarios.

Reading and compiling a day's treaties costs far more than answering from them, so a record's
worlds are kept, and thrown away as soon as the record holds other claims or judgements.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from foedera.obligations.answer import SourceNote
from foedera.obligations.coverage import Speakers, speakers
from foedera.obligations.rules import Rule, rules_of
from foedera.obligations.same import Owed, group_of, merge_same
from foedera.obligations.scenario import Scenario
from foedera.obligations.world import World, world_on
from foedera.record.model import Instrument, Provision

if TYPE_CHECKING:
    from foedera.record import Record

_KEPT_DAYS = 16
_KEPT_FACTS = 16
Wanted = tuple[tuple[str, ...] | None, bool]


@dataclass(frozen=True, slots=True)
class Held:
    """What a record says about one day: its world, other versions of merged promises, coverage."""

    world: World
    also: dict[Owed, tuple[Provision, ...]]
    notes: tuple[SourceNote, ...] = ()
    _rules: dict[tuple[object, ...], tuple[Rule, ...]] = field(default_factory=dict)

    def rules(self, scenario: Scenario) -> tuple[Rule, ...]:
        """The rules of a scenario; scenarios that share their facts share them."""
        facts = (
            scenario.provoked,
            scenario.location,
            scenario.ongoing_conflict,
            tuple(sorted(scenario.assumptions.items())),
        )
        if facts not in self._rules:
            if len(self._rules) >= _KEPT_FACTS:
                self._rules.clear()
            self._rules[facts] = rules_of(self.world, scenario)
        return self._rules[facts]


@dataclass(slots=True)
class _Shelf:
    stamp: tuple[object, ...]
    every: list[Instrument] | None = None
    asked: int = 0
    days: OrderedDict[tuple[str, Wanted], Held] = field(default_factory=OrderedDict)
    speakers: dict[Wanted, Speakers] = field(default_factory=dict)


_SHELVES: WeakKeyDictionary[Record, _Shelf] = WeakKeyDictionary()


def held_on(record: Record, on: date, groups: Sequence[str] | None, include_texts: bool) -> Held:
    """The world of a day from the sources that cover it. Raises BadInput for a source not held."""
    shelf = _shelf(record)
    wanted: Wanted = None if groups is None else tuple(sorted(set(groups))), include_texts
    key = on.isoformat(), wanted
    if key not in shelf.days:
        shelf.days[key] = _held(record, shelf, on, wanted)
        if len(shelf.days) > _KEPT_DAYS:
            shelf.days.popitem(last=False)
    shelf.days.move_to_end(key)
    return shelf.days[key]


def _shelf(record: Record) -> _Shelf:
    counts = record.groups()
    stamp = (tuple(sorted(counts.items())), len(record.judgements()))
    shelf = _SHELVES.get(record)
    if shelf is None or shelf.stamp != stamp:
        shelf = _SHELVES[record] = _Shelf(stamp)
    return shelf


def _held(record: Record, shelf: _Shelf, on: date, wanted: Wanted) -> Held:
    if wanted not in shelf.speakers:
        shelf.speakers[wanted] = speakers(record, *wanted)
    speaking = shelf.speakers[wanted]
    used = speaking.on(on)
    merged = merge_same(_treaties(record, shelf, on, used), on.isoformat())
    world = world_on(merged.instruments, on.isoformat())
    return Held(world, merged.also, speaking.notes(on, merged.instruments))


def _treaties(record: Record, shelf: _Shelf, on: date, used: frozenset[str]) -> list[Instrument]:
    """One day's treaties for the first question; from the second day on all are kept."""
    if not used:
        return []
    shelf.asked += 1
    if shelf.asked == 1:
        return record.instruments(groups=sorted(used), on=on)
    if shelf.every is None:
        shelf.every = record.instruments()
    return [i for i in shelf.every if group_of(i.id) in used]
