"""The rule book over sets of states: what promises pull each state to in a moment of a scenario.

A promise and the facts of a scenario give at most two `Rule`s, one toward targets and one toward
attackers. Conditions that depend on who the belligerents are become sets (who may benefit, whom
the enemy must include), so that a moment of the spread is a few operations on integers.
The duties that people read are made in `duties`, with how each condition was settled; tests hold
the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from foedera.obligations.conditions import Sides
from foedera.obligations.scenario import Scenario
from foedera.obligations.world import Bits, Promise, World

TARGET, ATTACKER = "target", "attacker"
# casus_foederis.md, "Duties of a state that is neither attacker nor target".
RESPONSES: dict[tuple[str, str], str] = {
    ("defense", TARGET): "defend",
    ("offense", ATTACKER): "join_attack",
    ("neutrality", ATTACKER): "not_aid",
    ("neutrality", TARGET): "not_aid",
    ("nonaggression", ATTACKER): "not_attack",
    ("nonaggression", TARGET): "not_attack",
    ("consultation", ATTACKER): "consult",
    ("consultation", TARGET): "consult",
}
POSITIONS = (
    "torn",
    "must_defend",
    "must_join_attack",
    "may_defend",
    "may_join_attack",
    "barred",
    "consult",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A promise made ready for a scenario, toward one side.

    It holds when a beneficiary is on that side (and attacked, if `attacked_only`) and each set of
    `foes` has a member on the other side. `may` is true when a condition stays open.
    """

    obligation: str
    side: str
    obligors: Bits
    beneficiaries: Bits
    parties: Bits
    may: bool
    attacked_only: bool
    foes: tuple[Bits, ...]


@dataclass(slots=True)
class Pull:
    """Sets of states, one for each thing that promises can ask in a moment."""

    must_defend: Bits = 0
    may_defend: Bits = 0
    must_join: Bits = 0
    may_join: Bits = 0
    within: Bits = 0  # a must-duty to defend or to join, inside an alliance of both sides
    must_not_aid_targets: Bits = 0  # neutrality owed to an attacker
    must_not_fight_targets: Bits = 0  # nonaggression or neutrality owed to a target
    barred: Bits = 0
    consult: Bits = 0

    def without(self, states: Bits) -> Pull:
        """The same for states outside `states` (belligerents have no position)."""
        return Pull(*(getattr(self, f.name) & ~states for f in fields(self)))

    @property
    def torn(self) -> Bits:
        """Position 1 of the rule book."""
        return (
            self.within
            | self.must_defend & (self.must_join | self.must_not_aid_targets)
            | self.must_join & self.must_not_fight_targets
        )


def rules_of(world: World, scenario: Scenario) -> tuple[Rule, ...]:
    """Every promise of the world, made ready for the facts of a scenario."""
    out = []
    for promise in world.promises:
        for side in (TARGET, ATTACKER):
            if (promise.obligation, side) in RESPONSES:
                rule = _rule(promise, side, world, scenario)
                if rule:
                    out.append(rule)
    return tuple(out)


@dataclass(slots=True)
class _Draft:
    beneficiaries: Bits
    may: bool
    attacked_only: bool
    foes: list[Bits]


def _rule(promise: Promise, side: str, world: World, scenario: Scenario) -> Rule | None:
    draft = _Draft(promise.beneficiaries, False, promise.obligation == "defense", [])
    for name in promise.conditions:
        assumed = scenario.assumed(promise.instrument, name)
        holds = assumed if assumed is not None else _apply(name, promise, side, world, scenario, draft)
        if holds is False:
            return None
        draft.may = draft.may or holds is None
    return Rule(
        promise.obligation,
        side,
        promise.obligors,
        draft.beneficiaries,
        promise.parties,
        draft.may,
        draft.attacked_only,
        tuple(draft.foes),
    )


def _apply(name: str, promise: Promise, side: str, world: World, scenario: Scenario, draft: _Draft) -> bool | None:
    """True: met, or turned into a set of the draft; False: not met; None: open."""
    if name == "non_provocation":
        return not scenario.provoked if side == TARGET else None
    if name == "ally_attacked":
        draft.attacked_only = True
        return side == TARGET
    if name == "adversary" and promise.adversaries:
        draft.foes.append(promise.adversaries)
        return True
    if name == "location" and promise.areas:
        return _place(promise, side, world, scenario, draft)
    return scenario.ongoing_conflict if name == "ongoing_conflict" else None


def _place(promise: Promise, side: str, world: World, scenario: Scenario, draft: _Draft) -> bool:
    if scenario.location:
        return bool(promise.areas.intersection(scenario.location))
    inside = world.set_of(promise.areas)
    if side == TARGET:
        draft.beneficiaries &= inside
    else:
        draft.foes.append(inside)
    return True


def pull_of(rules: Iterable[Rule], sides: Sides) -> Pull:
    """What the rules ask of every state that is no belligerent at this moment."""
    pull = Pull()
    for rule in rules:
        toward_target = rule.side == TARGET
        ours = sides.targets if toward_target else sides.attackers
        if toward_target and rule.attacked_only:
            ours = sides.attacked
        if rule.beneficiaries & ours:
            theirs = sides.attackers if toward_target else sides.targets
            if all(foes & theirs for foes in rule.foes):
                _add(pull, rule, sides, toward_target)
    return pull.without(sides.all)


def _add(pull: Pull, rule: Rule, sides: Sides, toward_target: bool) -> None:
    who = rule.obligors
    if rule.obligation == "consultation":
        pull.consult |= who
    elif rule.obligation in ("nonaggression", "neutrality"):
        _restrain(pull, rule, toward_target)
    else:
        if toward_target:
            pull.may_defend |= who if rule.may else 0
            pull.must_defend |= 0 if rule.may else who
        else:
            pull.may_join |= who if rule.may else 0
            pull.must_join |= 0 if rule.may else who
        if not rule.may and rule.parties & sides.attackers and rule.parties & sides.targets:
            pull.within |= who


def _restrain(pull: Pull, rule: Rule, toward_target: bool) -> None:
    pull.barred |= rule.obligors
    if rule.may:
        return
    if toward_target:
        pull.must_not_fight_targets |= rule.obligors
    elif rule.obligation == "neutrality":
        pull.must_not_aid_targets |= rule.obligors


def positions_of(pull: Pull) -> dict[str, Bits]:
    """The states in each position, the first that fits (casus_foederis.md, "Position of a state")."""
    claims = (
        pull.torn,
        pull.must_defend,
        pull.must_join,
        pull.may_defend,
        pull.may_join,
        pull.barred,
        pull.consult,
    )
    out: dict[str, Bits] = {}
    taken = 0
    for name, states in zip(POSITIONS, claims, strict=True):
        out[name] = states & ~taken
        taken |= states
    return out


Rounds = list[tuple[Bits, Bits]]  # who joins the attackers, who the targets, round by round


@dataclass(frozen=True, slots=True)
class Spread:
    """The inner and the outer bound of who joins, as sets round by round."""

    certain: Rounds
    possible: Rounds


def spread_of(rules: Sequence[Rule], attackers: Bits, targets: Bits) -> Spread:
    """Both bounds (casus_foederis.md, "Spread")."""
    relevant = [r for r in rules if r.obligation != "consultation"]
    certain = _certain(relevant, attackers, targets)
    return Spread(certain, _possible(relevant, attackers, targets, certain))


def _certain(rules: Sequence[Rule], attackers: Bits, targets: Bits) -> Rounds:
    attacked = targets
    rounds: Rounds = []
    while True:
        pull = pull_of(rules, Sides(attackers, targets, attacked))
        joins = pull.must_join & ~pull.torn, pull.must_defend & ~pull.torn
        if not any(joins):
            return rounds
        rounds.append(joins)
        attackers, targets = attackers | joins[0], targets | joins[1]


def _possible(rules: Sequence[Rule], attackers: Bits, targets: Bits, certain: Rounds) -> Rounds:
    """The outer bound; whoever joins in `certain` joins the same side in its round or earlier."""
    bound = [0, 0]
    for joins in certain:
        bound[0] |= joins[0]
        bound[1] |= joins[1]
    rounds: Rounds = []
    due = [0, 0]
    while True:
        n = len(rounds)
        if n < len(certain):
            due = [due[0] | certain[n][0], due[1] | certain[n][1]]
        joins = _possible_round(pull_of(rules, Sides(attackers, targets, targets)))
        sides = attackers | targets
        to_attackers = (joins[0] & ~bound[1] | due[0]) & ~sides
        to_targets = (joins[1] & ~bound[0] | due[1]) & ~sides
        if not to_attackers and not to_targets and n >= len(certain):
            return rounds
        rounds.append((to_attackers, to_targets))
        attackers, targets = attackers | to_attackers, targets | to_targets


def _possible_round(pull: Pull) -> tuple[Bits, Bits]:
    """A must on one side beats a may on the other; may duties on both sides keep a state out."""
    free = ~pull.torn
    to_attackers = (pull.must_join | pull.may_join & ~pull.must_defend & ~pull.may_defend) & free
    to_targets = (pull.must_defend | pull.may_defend & ~pull.must_join & ~pull.may_join) & free
    return to_attackers, to_targets
