"""What a reader should know before trusting an answer: the question itself may be at fault."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from foedera import actors
from foedera.errors import UnknownActor
from foedera.obligations.scenario import Scenario, treaty_keys
from foedera.obligations.world import World

_LISTS_BEGIN = min(first for first, _ in actors.COVERAGE.values())


def cautions_on(scenario: Scenario, world: World) -> tuple[str, ...]:
    """Sentences on belligerents that were no states, a day to come, assumptions about no treaty."""
    return (*_no_states(scenario), *_to_come(scenario.date), *_no_treaties(scenario, world))


def _no_states(scenario: Scenario) -> Iterator[str]:
    day = scenario.date
    for code in (*scenario.attackers, *scenario.targets):
        if day >= _LISTS_BEGIN and not (actors.cow(code, day) or actors.gw(code, day)):
            yield (
                f"{_name(code, day)} is in neither list of states (COW, Gleditsch-Ward) on {day}: "
                "what treaties owe it then may be owed to whoever ruled there."
            )


def _name(code: str, day: date) -> str:
    try:
        return actors.get(code, day).name
    except UnknownActor:
        return code


def _to_come(day: date) -> Iterator[str]:
    if day > date.today():
        yield f"{day} is yet to come: treaties count as they stand now, with those that are to end by then ended."


def _no_treaties(scenario: Scenario, world: World) -> Iterator[str]:
    if not scenario.assumptions:
        return
    known = {
        key for p in world.promises for name in (p.instrument.id, *p.instrument.same_as) for key in treaty_keys(name)
    }
    for treaty in dict.fromkeys(treaty for treaty, _ in scenario.assumptions):
        if treaty not in known:
            yield f"No treaty in force on {scenario.date} is called '{treaty}': what was assumed of it changes nothing."
