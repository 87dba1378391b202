"""Is a condition of a promise met, not met or open in a scenario, and by what?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from foedera.obligations.scenario import Scenario
from foedera.obligations.world import Bits, Promise, World

MET, NOT_MET, OPEN = "met", "not met", "open"


@dataclass(frozen=True, slots=True)
class Settled:
    """A condition with how it was settled; `by` is a short clause, "{}" in it stands for the `states`."""

    name: str
    status: str
    by: str
    states: tuple[str, ...] = ()

    def words(self, name: Callable[[str], str] = str) -> str:
        """The clause, with the states' codes or what `name` makes of them."""
        return self.by.format(", ".join(sorted(name(code) for code in self.states)))


@dataclass(frozen=True, slots=True)
class Sides:
    """The belligerents of a moment, as sets of bits.

    `attacked` are the targets that have been attacked: all of them, except that in the certain
    bound a state that joined the targets' side has not been.
    """

    attackers: Bits
    targets: Bits
    attacked: Bits

    @property
    def all(self) -> Bits:
        return self.attackers | self.targets


def settle(promise: Promise, world: World, scenario: Scenario, sides: Sides, beneficiary: int) -> tuple[Settled, ...]:
    """Every condition of `promise` toward the belligerent with bit `beneficiary`."""
    return tuple(_one(name, promise, world, scenario, sides, beneficiary) for name in promise.conditions)


def _one(name: str, promise: Promise, world: World, scenario: Scenario, sides: Sides, beneficiary: int) -> Settled:
    assumed = scenario.assumed(promise.instrument, name)
    if assumed is not None:
        return Settled(name, _truth(assumed), "assumed")
    toward_target = bool(sides.targets >> beneficiary & 1)
    if name == "non_provocation":
        return _provocation(scenario, toward_target)
    if name == "ally_attacked":
        return _attacked(sides, beneficiary)
    if name == "adversary" and promise.adversaries:
        return _adversary(promise, world, sides.attackers if toward_target else sides.targets)
    if name == "location" and promise.areas:
        return _location(promise, scenario, _where(world, scenario, sides, beneficiary))
    if name == "ongoing_conflict" and scenario.ongoing_conflict is not None:
        return Settled(name, _truth(scenario.ongoing_conflict), "as the scenario says")
    return Settled(name, OPEN, "not known to the record")


def _truth(value: bool) -> str:
    return MET if value else NOT_MET


def _provocation(scenario: Scenario, toward_target: bool) -> Settled:
    if not toward_target:
        return Settled("non_provocation", OPEN, "the beneficiary is an attacker")
    by = "the scenario says that it was provoked" if scenario.provoked else "unprovoked"
    return Settled("non_provocation", _truth(not scenario.provoked), by)


def _attacked(sides: Sides, beneficiary: int) -> Settled:
    met = bool(sides.attacked >> beneficiary & 1)
    return Settled("ally_attacked", _truth(met), "attacked" if met else "not attacked")


def _adversary(promise: Promise, world: World, enemies: Bits) -> Settled:
    hit = world.names(promise.adversaries & enemies)
    return Settled("adversary", _truth(bool(hit)), "the treaty is aimed at {}", hit or world.names(promise.adversaries))


def _where(world: World, scenario: Scenario, sides: Sides, beneficiary: int) -> frozenset[str]:
    """Where it happens: as given, else the home of the attacked beneficiary, else of the targets."""
    if scenario.location:
        return frozenset(scenario.location)
    if sides.targets >> beneficiary & 1:
        return frozenset((world.codes[beneficiary],))
    return frozenset(world.names(sides.targets))


def _location(promise: Promise, scenario: Scenario, where: frozenset[str]) -> Settled:
    inside = bool(where & promise.areas)
    how = "given" if scenario.location else "home territory"
    by = f"{{}} ({how}) is {'inside' if inside else 'outside'} the treaty's area"
    return Settled("location", _truth(inside), by, tuple(sorted(where)))
