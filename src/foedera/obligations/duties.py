"""The duties of a scenario, each with its treaty, its conditions and how they were settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedera.obligations.conditions import MET, NOT_MET, Settled, Sides, settle
from foedera.obligations.rules import ATTACKER, RESPONSES, TARGET
from foedera.obligations.scenario import Scenario
from foedera.obligations.world import Bits, Promise, World, members
from foedera.record.model import Instrument, Provision


@dataclass(frozen=True, slots=True)
class Duty:
    """What one treaty asks of one state toward one belligerent."""

    state: str
    response: str
    force: str
    toward: str
    instrument: Instrument
    within_alliance: bool
    conditions: tuple[Settled, ...]
    provision: Provision


@dataclass(frozen=True, slots=True)
class Breach:
    """An attack on a state to which the attacker owes otherwise; `kind` as the rule book names it."""

    state: str
    toward: str
    instrument: Instrument
    kind: str
    provisions: tuple[Provision, ...]


def duties_of(world: World, scenario: Scenario) -> tuple[Duty, ...]:
    """Every duty, sorted; one for each state, response, beneficiary and instrument."""
    sides = Sides(world.set_of(scenario.attackers), *(world.set_of(scenario.targets),) * 2)
    best: dict[tuple[str, str, str, str], Duty] = {}
    for promise in world.promises:
        for duty in _from(promise, world, scenario, sides):
            key = (duty.state, duty.response, duty.toward, duty.instrument.id)
            if key not in best or _weight(duty) < _weight(best[key]):
                best[key] = duty
    return tuple(best[key] for key in sorted(best))


def _weight(duty: Duty) -> tuple[bool, int, str, str]:
    """The strongest duty of a treaty first; ties go by article and claim, never by order of rows."""
    article = duty.provision.term.article or "~"
    return duty.force != "must", len(duty.conditions), article, duty.provision.claim


def _from(promise: Promise, world: World, scenario: Scenario, sides: Sides) -> Iterator[Duty]:
    for side, belligerents in ((TARGET, sides.targets), (ATTACKER, sides.attackers)):
        response = RESPONSES.get((promise.obligation, side))
        for bit in members(promise.beneficiaries & belligerents) if response else ():
            settled = settle(promise, world, scenario, sides, bit)
            if response and all(c.status != NOT_MET for c in settled):
                yield from _each(promise, world, sides, response, bit, settled)


def _each(
    promise: Promise, world: World, sides: Sides, response: str, bit: int, settled: tuple[Settled, ...]
) -> Iterator[Duty]:
    force = "must" if all(c.status == MET for c in settled) else "may"
    within = response in ("defend", "join_attack") and _within(promise, sides)
    for obligor, provision in promise.provisions:
        if not sides.all >> obligor & 1:
            state, toward = world.codes[obligor], world.codes[bit]
            yield Duty(state, response, force, toward, promise.instrument, within, settled, provision)


def _within(promise: Promise, sides: Sides) -> bool:
    return bool(promise.parties & sides.attackers) and bool(promise.parties & sides.targets)


def breaches_of(world: World, scenario: Scenario) -> tuple[Breach, ...]:
    """Treaties that the attack itself breaks; conditions and provocation don't matter here."""
    attackers, targets = world.set_of(scenario.attackers), world.set_of(scenario.targets)
    owed: dict[tuple[str, str, str], list[Provision]] = {}
    treaties: dict[str, Instrument] = {}
    for promise in world.promises:
        if promise.obligation != "offense":
            treaties[promise.instrument.id] = promise.instrument
            for key, provision in _owed(promise, world, attackers, targets):
                owed.setdefault(key, []).append(provision)
    return tuple(
        Breach(state, toward, treaties[treaty], _kind(some), tuple(some))
        for (state, toward, treaty), some in sorted(owed.items(), key=lambda item: item[0])
    )


def _owed(
    promise: Promise, world: World, attackers: Bits, targets: Bits
) -> Iterator[tuple[tuple[str, str, str], Provision]]:
    for target in members(promise.beneficiaries & targets):
        for obligor, provision in promise.provisions:
            if attackers >> obligor & 1:
                yield (world.codes[obligor], world.codes[target], promise.instrument.id), provision


def _kind(provisions: list[Provision]) -> str:
    pledged = any(p.term.obligation == "nonaggression" for p in provisions)
    return "nonaggression" if pledged else "attacks_ally"
