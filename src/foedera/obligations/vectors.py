"""The rule book for every ordered pair of states of a year at once.

Same rules as `rules` (each `Rule` made from the promises is shared), other arithmetic: a row is a
scenario, a set of states is a row of 64-bit words, and what a belligerent's treaties pull in is
looked up. Since a scenario grows only by whoever joins, each round adds the newcomers' treaties.
A must-duty is within an alliance when its treaty has an attacker and a target among its parties;
those rules are kept as sets of rules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedera.obligations.bitsets import (
    Index,
    UnionTable,
    Words,
    meets,
    nonempty,
    singletons,
    sizes,
    stack,
    to_words,
    words_for,
)
from foedera.obligations.rules import POSITIONS, TARGET, Rule

# What a rule adds to, by the side it is owed to; `attacked_only` rules count attacked targets.
_TO_ATTACKER = ("must_join", "may_join", "must_not_aid_targets", "barred", "consult")
_TO_TARGET = ("must_not_fight_targets", "barred", "consult")
_TO_ATTACKED = ("must_defend", "may_defend", "must_not_fight_targets", "barred", "consult")
# Only these matter to who joins.
_JOINING = ("must_join", "may_join", "must_not_aid_targets", "must_not_fight_targets", "must_defend", "may_defend")


def adds_to(rule: Rule) -> list[str]:
    """The sets of `rules.Pull` that the obligors of a rule enter."""
    if rule.obligation == "consultation":
        return ["consult"]
    if rule.obligation == "defense":
        return ["may_defend" if rule.may else "must_defend"]
    if rule.obligation == "offense":
        return ["may_join" if rule.may else "must_join"]
    return ["barred", *([] if rule.may else _bars(rule))]


def _bars(rule: Rule) -> list[str]:
    if rule.side == TARGET:
        return ["must_not_fight_targets"]
    return ["must_not_aid_targets"] if rule.obligation == "neutrality" else []


def _binding(rule: Rule) -> bool:
    """Can it tear its obligors when it is within an alliance?"""
    return not rule.may and rule.obligation in ("defense", "offense")


@dataclass(slots=True)
class _Side:
    """Unions for one kind of belligerent: sets of states by name, then sets of binding rules."""

    names: tuple[str, ...]
    table: UnionTable
    slices: dict[str, slice]


class YearTables:
    """What the treaties of a year add for each belligerent, ready for look-up.

    `plain` rules depend on their beneficiaries alone. Rules with `foes` (the treaty names its
    adversaries) are few; they are evaluated one by one.
    """

    def __init__(self, rules: Sequence[Rule], bits: int) -> None:
        self.bits = bits
        self.width = words_for(bits)
        self.pointed = [r for r in rules if r.foes]
        plain = [r for r in rules if not r.foes]
        self.binding = [r for r in plain if _binding(r)]
        self.attackers = self._side(plain, _TO_ATTACKER, lambda r: r.side != TARGET)
        self.targets = self._side(plain, _TO_TARGET, lambda r: r.side == TARGET and not r.attacked_only)
        self.attacked = self._side(plain, _TO_ATTACKED, lambda r: r.side == TARGET and r.attacked_only)
        self.torn_by = UnionTable(to_words([r.obligors for r in self.binding] or [0], self.width))

    def _side(self, rules: Sequence[Rule], names: tuple[str, ...], of: Callable[[Rule], bool]) -> _Side:
        mine = [r for r in rules if of(r)]
        columns = [self._states(mine, name) for name in names]
        columns.append(self._rules(lambda r: r.parties))
        columns.append(self._rules(lambda r: r.beneficiaries if of(r) else 0))
        rows, slices = stack(columns)
        keys = (*names, "parties", "benefits")
        return _Side(keys, UnionTable(rows), dict(zip(keys, slices, strict=True)))

    def _states(self, rules: Sequence[Rule], name: str) -> Words:
        """For each beneficiary the states that owe it what adds to `name`."""
        owed = [0] * self.bits
        for rule in rules:
            if name in adds_to(rule):
                _spread_over(owed, rule.beneficiaries, rule.obligors)
        return to_words(owed, self.width)

    def _rules(self, states: Callable[[Rule], int]) -> Words:
        """For each state the set of binding rules in whose `states` it is."""
        held = [0] * self.bits
        for number, rule in enumerate(self.binding):
            _spread_over(held, states(rule), 1 << number)
        return to_words(held, words_for(len(self.binding)))


def _spread_over(rows: list[int], where: int, what: int) -> None:
    while where:
        low = where & -where
        rows[low.bit_length() - 1] |= what
        where ^= low


@dataclass(slots=True)
class Moment:
    """Scenarios at one moment: belligerents by row, and what their treaties have added so far."""

    attackers: Words
    targets: Words
    attacked: Words
    pulls: dict[str, Words]
    rules: dict[str, Words]

    def at(self, rows: Index) -> Moment:
        """The same for some rows (copied), with only what the spread needs."""
        return Moment(
            self.attackers[rows],
            self.targets[rows],
            self.attacked[rows],
            {k: self.pulls[k][rows] for k in _JOINING},
            {k: v[rows] for k, v in self.rules.items()},
        )


def begin(tables: YearTables, attackers: Words, targets: Words) -> Moment:
    """The scenarios before anybody joins."""
    shape = attackers.shape
    names = {*_TO_ATTACKER, *_TO_TARGET, *_TO_ATTACKED}
    rule_shape = (len(attackers), words_for(len(tables.binding)))
    moment = Moment(
        np.zeros(shape, np.uint64),
        np.zeros(shape, np.uint64),
        np.zeros(shape, np.uint64),
        {name: np.zeros(shape, np.uint64) for name in sorted(names)},
        {k: np.zeros(rule_shape, np.uint64) for k in ("by_attacker", "by_target", "owed")},
    )
    join(tables, moment, attackers, targets, attacked=True)
    return moment


def join(tables: YearTables, moment: Moment, attackers: Words, targets: Words, *, attacked: bool) -> None:
    """Adds newcomers to both sides; those of the targets count as attacked or not."""
    _add(tables.attackers, moment, attackers, "by_attacker")
    _add(tables.targets, moment, targets, "by_target")
    moment.attackers |= attackers
    moment.targets |= targets
    if attacked:
        _add(tables.attacked, moment, targets, None)
        moment.attacked |= targets


def _add(side: _Side, moment: Moment, newcomers: Words, parties: str | None) -> None:
    rows = np.flatnonzero(nonempty(newcomers))
    if len(rows) == 0:
        return
    found = side.table.union(newcomers[rows])
    for name in side.names[:-2]:
        if name in moment.pulls:
            moment.pulls[name][rows] |= found[:, side.slices[name]]
    moment.rules["owed"][rows] |= found[:, side.slices["benefits"]]
    if parties:
        moment.rules[parties][rows] |= found[:, side.slices["parties"]]


@dataclass(slots=True)
class Pulls:
    """As `rules.Pull`, for many scenarios."""

    sets: dict[str, Words]
    torn: Words


def pulls_at(tables: YearTables, moment: Moment, names: Sequence[str]) -> Pulls:
    """What every state outside the war is asked at this moment; `names` limits what is computed."""
    free = ~(moment.attackers | moment.targets)
    sets = {name: moment.pulls[name] & free for name in names}
    active = moment.rules["by_attacker"] & moment.rules["by_target"] & moment.rules["owed"]
    within = tables.torn_by.union(active) & free
    for rule in tables.pointed:
        _point(rule, moment, sets, within, free)
    within |= sets["must_defend"] & (sets["must_join"] | sets["must_not_aid_targets"])
    within |= sets["must_join"] & sets["must_not_fight_targets"]
    return Pulls(sets, within)


def _point(rule: Rule, moment: Moment, sets: dict[str, Words], within: Words, free: Words) -> None:
    """Adds a rule that holds only against some enemies."""
    width = free.shape[1]
    toward_target = rule.side == TARGET
    ours = moment.targets if toward_target else moment.attackers
    ours = moment.attacked if rule.attacked_only and toward_target else ours
    theirs = moment.attackers if toward_target else moment.targets
    held = meets(ours, to_words([rule.beneficiaries], width))
    for foes in rule.foes:
        held &= meets(theirs, to_words([foes], width))
    obligors = to_words([rule.obligors], width)
    rows = np.flatnonzero(held)
    for name in adds_to(rule):
        if name in sets:
            sets[name][rows] |= obligors & free[rows]
    if _binding(rule):
        parties = to_words([rule.parties], width)
        both = meets(moment.attackers, parties) & meets(moment.targets, parties) & held
        rows = np.flatnonzero(both)
        within[rows] |= obligors & free[rows]


def positions_at(pulls: Pulls) -> dict[str, Words]:
    """The states in each position, the first that fits; `pulls` must hold every set."""
    s = pulls.sets
    claims = (
        pulls.torn,
        s["must_defend"],
        s["must_join"],
        s["may_defend"],
        s["may_join"],
        s["barred"],
        s["consult"],
    )
    out: dict[str, Words] = {}
    taken = np.zeros_like(pulls.torn)
    for name, states in zip(POSITIONS, claims, strict=True):
        out[name] = states & ~taken
        taken |= states
    return out


@dataclass(slots=True)
class Bounds:
    """Who joined, at the end, in each bound."""

    certain: tuple[Words, Words]
    possible: tuple[Words, Words]


Joined = list[tuple[Index, Words, Words]]  # a round: rows, who joins the attackers, who the targets


def spread_all(tables: YearTables, start: Moment) -> Bounds:
    """Both bounds for every row, as `rules.spread_of` has them for one."""
    rounds = _certain(tables, start)
    certain = _totals(rounds, start.attackers)
    return Bounds(certain, _totals(_possible(tables, start, rounds, certain), start.attackers))


def _totals(rounds: Joined, like: Words) -> tuple[Words, Words]:
    out = np.zeros_like(like), np.zeros_like(like)
    for rows, to_attackers, to_targets in rounds:
        out[0][rows] |= to_attackers
        out[1][rows] |= to_targets
    return out


def _certain(tables: YearTables, start: Moment) -> Joined:
    rows = np.arange(len(start.attackers))
    moment = start.at(rows)
    rounds: Joined = []
    while len(rows):
        pulls = pulls_at(tables, moment, _JOINING)
        joins = pulls.sets["must_join"] & ~pulls.torn, pulls.sets["must_defend"] & ~pulls.torn
        on = np.flatnonzero(nonempty(joins[0] | joins[1]))
        rows, moment = rows[on], moment.at(on)
        new = joins[0][on], joins[1][on]
        if len(rows):
            rounds.append((rows, *new))
            join(tables, moment, *new, attacked=False)
    return rounds


def _possible(tables: YearTables, start: Moment, certain: Joined, bound: tuple[Words, Words]) -> Joined:
    """The outer bound; whoever joins in `certain` joins the same side in its round or earlier."""
    rows = np.arange(len(start.attackers))
    moment = start.at(rows)
    due = np.zeros_like(start.attackers), np.zeros_like(start.attackers)
    rounds: Joined = []
    number = 0
    while len(rows):
        if number < len(certain):
            some, to_attackers, to_targets = certain[number]
            due[0][some] |= to_attackers
            due[1][some] |= to_targets
        joins = _possible_round(pulls_at(tables, moment, _JOINING))
        free = ~(moment.attackers | moment.targets)
        new: tuple[Words, Words] = (
            (joins[0] & ~bound[1][rows] | due[0][rows]) & free,
            (joins[1] & ~bound[0][rows] | due[1][rows]) & free,
        )
        on = np.flatnonzero(nonempty(new[0] | new[1]) | _pending(certain, number, rows, len(due[0])))
        rows, moment = rows[on], moment.at(on)
        new = new[0][on], new[1][on]
        rounds.append((rows, *new))
        join(tables, moment, *new, attacked=True)
        number += 1
    return rounds


def _pending(certain: Joined, number: int, rows: Index, total: int) -> NDArray[np.bool_]:
    """Which rows have a round of the certain bound at `number` or later?"""
    out = np.zeros(total, dtype=np.bool_)
    if number < len(certain):
        out[certain[number][0]] = True
    return out[rows]


def _possible_round(pulls: Pulls) -> tuple[Words, Words]:
    s, free = pulls.sets, ~pulls.torn
    to_attackers = (s["must_join"] | s["may_join"] & ~s["must_defend"] & ~s["may_defend"]) & free
    to_targets = (s["must_defend"] | s["may_defend"] & ~s["must_join"] & ~s["may_join"]) & free
    return to_attackers, to_targets


@dataclass(slots=True)
class PairAnswers:
    """Positions and sizes of the spread for each pair of a year."""

    attackers: Index
    targets: Index
    positions: dict[str, Words]
    spread: dict[str, NDArray[np.uint16]]


def answer_pairs(tables: YearTables, attackers: Index, targets: Index) -> PairAnswers:
    """Every pair (attackers[i], targets[i]), given as bits."""
    start = begin(tables, singletons(attackers, tables.width), singletons(targets, tables.width))
    positions = positions_at(pulls_at(tables, start, tuple(start.pulls)))
    bounds = spread_all(tables, start)
    spread = {
        "certain_attackers": sizes(bounds.certain[0]),
        "certain_targets": sizes(bounds.certain[1]),
        "possible_attackers": sizes(bounds.possible[0]),
        "possible_targets": sizes(bounds.possible[1]),
    }
    return PairAnswers(attackers, targets, positions, spread)
