"""`respond`: from a record (or a list of instruments) and a scenario to an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from foedera.obligations.answer import Answer, Round
from foedera.obligations.cautions import cautions_on
from foedera.obligations.conditions import Sides
from foedera.obligations.duties import breaches_of, duties_of
from foedera.obligations.holdings import Held, held_on
from foedera.obligations.rules import Rounds, positions_of, pull_of, spread_of
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
    if isinstance(treaties, Iterable):
        day = scenario.date.isoformat()
        merged = merge_same(tuple(treaties), day)
        held = Held(world_on(merged.instruments, day), merged.also)
    else:
        held = held_on(treaties, scenario.date, groups, include_texts)
    return answer_from(held, scenario)


def answer_from(held: Held, scenario: Scenario) -> Answer:
    """The answer from what is in force on the scenario's day."""
    world = held.world.with_states(scenario.attackers + scenario.targets)
    rules = held.rules(scenario)
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
        held.notes,
        held.also,
        cautions_on(scenario, world),
    )


def _named(world: World, rounds: Rounds) -> tuple[Round, ...]:
    return tuple(Round(world.names(a), world.names(t)) for a, t in rounds)
