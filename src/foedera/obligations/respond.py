"""`respond`: from a record (or a list of instruments) and a scenario to an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from foedera.obligations.answer import Answer, Round, SourceNote
from foedera.obligations.conditions import Sides
from foedera.obligations.coverage import instruments_for
from foedera.obligations.duties import breaches_of, duties_of
from foedera.obligations.rules import Rounds, positions_of, pull_of, rules_of, spread_of
from foedera.obligations.same import merge_same
from foedera.obligations.scenario import Scenario
from foedera.obligations.world import World, world_on
from foedera.record.model import Instrument

if TYPE_CHECKING:
    from foedera.record import Record


def respond(
    treaties: Record | Iterable[Instrument],
    scenario: Scenario,
    *,
    groups: Sequence[str] | None = None,
    include_texts: bool = False,
) -> Answer:
    """What the treaties in force on the scenario's day ask of every state.

    `treaties` is an open record, or instruments taken as they are. `groups` limits a record's
    sources ("atop", "starter" ...); agreements read from texts speak only with `include_texts`.
    Sources whose coverage ended before the day are left out, and the answer says so.
    """
    day = scenario.date.isoformat()
    notes: tuple[SourceNote, ...] = ()
    if isinstance(treaties, Iterable):
        instruments = tuple(treaties)
    else:
        instruments, notes = instruments_for(treaties, scenario.date, groups, include_texts)
    return answer_from(instruments, scenario, day, notes)


def answer_from(
    instruments: Sequence[Instrument], scenario: Scenario, day: str, notes: tuple[SourceNote, ...] = ()
) -> Answer:
    """The answer from instruments already chosen for the day."""
    merged = merge_same(instruments, day)
    world = world_on(merged.instruments, day, scenario.attackers + scenario.targets)
    rules = rules_of(world, scenario)
    attackers, targets = world.set_of(scenario.attackers), world.set_of(scenario.targets)
    places = positions_of(pull_of(rules, Sides(attackers, targets, targets)))
    spread = spread_of(rules, attackers, targets)
    return Answer(
        scenario,
        duties_of(world, scenario),
        {code: position for position, states in places.items() for code in world.names(states)},
        breaches_of(world, scenario),
        _named(world, spread.certain),
        _named(world, spread.possible),
        notes,
        merged.also,
    )


def _named(world: World, rounds: Rounds) -> tuple[Round, ...]:
    return tuple(Round(world.names(a), world.names(t)) for a, t in rounds)
