"""The rule book of casus foederis as one would write it in an afternoon: pandas rows and Python sets.

What `bench/casus.py` measures the engine against; it knows ATOP's member file only.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

OBLIGATIONS = {
    "defense": "defense",
    "offense": "offense",
    "neutrality": "neutral",
    "nonaggression": "nonagg",
    "consultation": "consul",
}
# Conditions that stay open in ATOP; the provocation and attack conditions are settled below.
OPEN = {
    "defense": ["defcoadv", "defcoloc", "defcocon", "defconum", "defcodem"],
    "offense": ["offcoadv", "offcoloc", "offcocon", "offconum", "offcodem"],
    "neutrality": ["neucoadv", "neucoloc", "neucocon", "neuconum", "neucodem"],
    "consultation": ["concoadv", "concoloc", "concocon", "concoreq"],
    "nonaggression": [],
}


def load(path: Path) -> pd.DataFrame:
    """The member file with days as integers yyyymmdd."""
    frame = pd.read_csv(path, low_memory=False).fillna(0).copy()
    month, day = frame["moent"].clip(lower=1), frame["dayent"].clip(lower=1)
    frame["start"] = frame["yrent"] * 10000 + month * 100 + day
    month = frame["moexit"].where(frame["moexit"] > 0, 12)
    day = frame["dayexit"].where(frame["dayexit"] > 0, 32)
    frame["end"] = (frame["yrexit"] * 10000 + month * 100 + day).where(frame["yrexit"] > 0, 99999999)
    return frame


def in_force(frame: pd.DataFrame, day: date) -> pd.DataFrame:
    """The rows of a day."""
    number = day.year * 10000 + day.month * 100 + day.day
    return frame[(frame["start"] <= number) & (number < frame["end"])]


def duties(rows: list[Any], parties: dict[Any, set[int]], attackers: set[int], targets: set[int],
           attacked: set[int]) -> list[tuple[int, str, str, int, bool]]:  # fmt: skip
    """(state, response, force, toward, within) of every state outside the war."""
    out = []
    for row in rows:
        state = row.member
        if state in attackers or state in targets:
            continue
        members = parties[row.atopid, row.phase]
        within = bool(members & attackers) and bool(members & targets)
        general = row.olimob == 1 or row.obvary == 1
        for obligation, column in OBLIGATIONS.items():
            if getattr(row, column) != 1:
                continue
            uncertain = obligation != "nonaggression" and general
            uncertain = uncertain or any(getattr(row, c) == 1 for c in OPEN[obligation])
            for other in members - {state}:
                if obligation == "defense" and other in attacked:
                    out.append((state, "defend", "may" if uncertain else "must", other, within))
                elif obligation == "offense" and other in attackers:
                    out.append((state, "join_attack", "may" if uncertain else "must", other, within))
                elif obligation == "neutrality" and other in attackers and row.neucoatt != 1:
                    unsure = uncertain or row.neuconpr == 1
                    out.append((state, "not_aid", "may" if unsure else "must", other, False))
                elif obligation == "neutrality" and other in (attacked if row.neucoatt == 1 else targets):
                    out.append((state, "not_aid", "may" if uncertain else "must", other, False))
                elif obligation == "nonaggression" and other in attackers | targets:
                    out.append((state, "not_attack", "must", other, False))
                elif obligation == "consultation" and other in attackers | targets:
                    out.append((state, "consult", "may" if uncertain else "must", other, False))
    return out


def positions(found: list[tuple[int, str, str, int, bool]], attackers: set[int], targets: set[int]) -> dict[int, str]:
    """The position of each state with a duty."""
    by_state = defaultdict(list)
    for duty in found:
        by_state[duty[0]].append(duty)
    return {state: _position(some, attackers, targets) for state, some in by_state.items()}


def _position(some: list[tuple[int, str, str, int, bool]], attackers: set[int], targets: set[int]) -> str:
    must = [d for d in some if d[2] == "must"]
    has = {(d[1], d[2]) for d in some}
    defend, join = ("defend", "must") in has, ("join_attack", "must") in has
    within = any(d[4] for d in must if d[1] in ("defend", "join_attack"))
    neutral = any(d[1] == "not_aid" and d[3] in attackers for d in must)
    pledged = any(d[1] in ("not_aid", "not_attack") and d[3] in targets for d in must)
    if within or (defend and (join or neutral)) or (join and pledged):
        return "torn"
    for key, name in (
        (("defend", "must"), "must_defend"),
        (("join_attack", "must"), "must_join_attack"),
        (("defend", "may"), "may_defend"),
        (("join_attack", "may"), "may_join_attack"),
    ):
        if key in has:
            return name
    return "barred" if any(d[1] in ("not_aid", "not_attack") for d in some) else "consult"


Day = tuple[list[Any], dict[Any, set[int]]]


def ready(frame: pd.DataFrame, day: date) -> Day:
    """The rows of a day and the parties of each treaty: made once for all pairs of the day."""
    now = in_force(frame, day)
    parties = {key: set(group["member"]) for key, group in now.groupby(["atopid", "phase"])}
    return list(now.itertuples()), parties


def answer(day: Day, attacker: int, target: int) -> dict[str, Any]:
    """Positions, and who joined at the end of each bound."""
    rows, parties = day
    start = positions(duties(rows, parties, {attacker}, {target}, {target}), {attacker}, {target})
    certain = _spread(rows, parties, {attacker}, {target}, possible=False)
    possible = _spread(rows, parties, {attacker}, {target}, possible=True)
    return {"positions": start, "certain": certain, "possible": possible}


def _spread(rows: list[Any], parties: dict[Any, set[int]], attackers: set[int], targets: set[int],
            *, possible: bool) -> tuple[set[int], set[int]]:  # fmt: skip
    """Who joins the attackers and the targets in the end."""
    first_a, first_t = set(attackers), set(targets)
    attacked = set(targets)
    while True:
        found = duties(rows, parties, attackers, targets, attacked)
        held = positions(found, attackers, targets)
        can = defaultdict(set)
        for state, response, force, _, _ in found:
            can[state].add((response, force))
        to_a, to_t = set(), set()
        for state, position in held.items():
            if position == "must_defend":
                to_t.add(state)
            elif position == "must_join_attack":
                to_a.add(state)
            elif possible and position == "may_defend" and ("join_attack", "may") not in can[state]:
                to_t.add(state)
            elif possible and position == "may_join_attack":
                to_a.add(state)
        if not to_a and not to_t:
            return attackers - first_a, targets - first_t
        attackers, targets = attackers | to_a, targets | to_t
        if possible:
            attacked = attacked | to_t
