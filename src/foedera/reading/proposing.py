"""Claims that no frame states: a small learned model proposes them clause by clause.

Three linear models, trained by `tools/train_proposer.py` and stored in `proposer.json`: which relation a clause
states (by its words), between whom (by where each actor stands, or which part of the context brings it in), and
who of them gives or gets. What they propose is kept only beside frames, never against one; a clause with a
negation, a condition or a question proposes nothing. Every feature has a name, so that a weight can be read.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise
from typing import Any

from foedera.claim import Actor
from foedera.reading import denial, makers
from foedera.reading.assembly import Candidate, clause_slots
from foedera.reading.context import Context, is_organisation
from foedera.reading.frames import Frame, words
from foedera.reading.groups import Coded, Group, Who
from foedera.reading.roles import Spot, boundaries

# Classes of words.toml that a clause is looked at for.
CLASSES = ("arms", "unit", "pact", "help", "milaid", "tie", "partnernoun", "acquire", "supply", "base", "forces_of")
# So many sets of actors are weighed in a clause, and so many members may a set have.
_MOST_SETS, _MOST_PARTIES = 60, 12
# Clauses shorter than this say nothing.
_SHORTEST = 6
_WORD = re.compile(r"[a-z][a-z'-]*|[\ue000-\ue00a]|\d+")
_MARKS = dict(zip("\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008\ue009\ue00a", "NJDMFSTPBEW", strict=True))
_CUT = re.compile(r";\s|[.!?]\s+(?=\S)")


@dataclass(slots=True)
class Member:
    """An actor that a clause could be about: who, by which ways it comes in, and the group that names it."""

    who: Who
    sources: set[str] = field(default_factory=set)
    group: Group | None = None
    at: int = -1
    kind: str = ""
    organisation: bool = False
    rank: int = 9

    @property
    def named(self) -> bool:
        """Does the clause itself bring it in?"""
        return bool(self.sources & _OWN)


_CENTRAL = frozenset(("main paired", "main topical", "main vague", "home", "subject"))
_OWN = frozenset(("in", "self", "of_place", "of_mission", "maker"))


@dataclass(slots=True)
class Clause:
    """A stretch code[left:right] of a segment with its words and the actors that it could be about."""

    coded: Coded
    left: int
    right: int
    tokens: list[tuple[str, int]]
    pool: dict[str, Member]
    sets: list[frozenset[str]]
    words: list[str]


def clauses(coded: Coded, context: Context) -> Iterator[Clause]:
    """The clauses of a segment, each with the sets of actors that are weighed in it."""
    cuts = sorted({*boundaries(coded.code), *(m.end() for m in _CUT.finditer(coded.code))})
    tokens = [(_MARKS.get(m.group(), "#" if m.group().isdigit() else m.group()), m.start())
              for m in _WORD.finditer(coded.code)]
    for left, right in pairwise(cuts):
        if right - left <= _SHORTEST:
            continue
        own = [(t, at) for t, at in tokens if left <= at < right]
        pool = _pool(coded, left, right, context)
        yield Clause(coded, left, right, own, pool, _sets(coded, left, right, pool, context), _bag(coded, left, right, own, context))


@cache
def _classes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(rf"(?<![\w-])(?:{words()[name]})(?![\w-])")) for name in CLASSES)


_PATH_WORD = re.compile(r"[a-z]{4,}")


def _bag(coded: Coded, left: int, right: int, tokens: list[tuple[str, int]], context: Context) -> list[str]:
    """What a clause says, as names: its words, pairs of words, classes of words, and the heading's words."""
    plain = [t for t, _ in tokens]
    out = set(plain)
    out.update(f"{a} {b}" for a, b in pairwise(plain))
    held = [name for name, pattern in _classes() if pattern.search(coded.code, left, right)]
    out.update(f"<{name}>" for name in held)
    out.update(f"{word} <{name}>" for word in set(plain) if len(word) > 3 for name in held)
    out.update(f"/{word}" for word in _PATH_WORD.findall(context.path))
    if context.fragment:
        out.add("fragment")
    if context.profile:
        out.add("profile")
    return sorted(out)


def _pool(coded: Coded, left: int, right: int, context: Context) -> dict[str, Member]:
    """Whom the clause could be about: those that it names, that the rest of the sentence names, and the context's."""
    pool: dict[str, Member] = {}

    def add(who: Who, source: str) -> Member:
        if who.code is None and who.kind not in _NAMELESS:
            return Member(who)  # a place is no actor
        one = pool.setdefault(who.key, Member(who))
        one.sources.add(source)
        one.organisation = one.organisation or is_organisation(who.code) or who.kind == "organisation"
        return one

    for group in coded.groups:
        inside = left <= group.at < right
        where = "in" if inside else "before" if group.at < left else "after"
        source = ("self" if group.form == "self" else "in") if inside else where + ("_subject" if group.subject else "")
        for who in group.whos:
            one = add(who, source)
            if inside and (one.group is None or (one.group.form == "self" and group.form != "self")):
                one.group, one.at, one.kind = group, group.at, who.kind
            if inside and who.place and who.place != who.code:
                add(Who(who.place, None, who.start, who.end, "place"), "of_place")
    for at, m in coded.missions.items():
        if left <= at < right:
            one = add(Who.of_mission(m), "in")
            one.at, one.kind, one.organisation = at, "mission", True
            if m.place:
                add(Who(m.place, None, m.start, m.end, "place"), "of_mission")
    for at, m in coded.frameworks.items():
        if left <= at < right and m.code:
            one = add(Who(m.code, None, m.start, m.end, m.kind, m.place, m.name), "in")
            one.at, one.kind = at, "framework"
    for at, name in coded.weapons.items():
        code = makers.of(name) if left <= at < right else None
        if code:
            add(Who(code, None, -1, -1, "maker"), "maker")
    for source, whos in _around(context):
        for who in whos:
            add(who, source)
    for key, one in pool.items():
        one.rank = min(context.ranks.get(key, 9), 4)
    return pool


# Kinds of actors that may have no code.
_NAMELESS = frozenset(("nonstate", "organisation", "mission", "lead", "rebels", "told"))


def _around(context: Context) -> Iterator[tuple[str, list[Who]]]:
    """Whom the context brings in, by the way it does."""
    sure = "paired" if context.paired else "topical" if context.topical else "vague"
    for source in ("home", "publisher", "place", "organisation", "speaker"):
        who = getattr(context, source)
        if who is not None:
            yield source, [who]
    if context.main:
        yield f"main {sure}", [context.main]
    yield f"others {sure}", context.others()
    yield f"pair {sure}", list(context.pair)
    yield "subject", context.subject
    yield "heading", context.heading
    yield "label", context.label
    yield "sides", list(context.sides())
    yield "treaty", list(context.treaty)
    for n, who in enumerate(context.named):
        yield f"named {n}", [who]
    for n, last in enumerate(context.discourse.told[:2]):
        for a in last.actors:
            yield f"told {n} {a.role}", [Who(a.code, a.body, -1, -1, "told")]


def told(context: Context) -> list[Who]:
    """The actors of the last claim that was told."""
    last = context.discourse.told[0].actors if context.discourse.told else ()
    return [Who(a.code, a.body, -1, -1, "told") for a in last]


def _sets(coded: Coded, left: int, right: int, pool: dict[str, Member], context: Context) -> list[frozenset[str]]:
    """The sets of actors that are weighed: pairs, groups, a mission's organisation with its sender and host."""
    strong = [k for k, m in pool.items() if m.named]
    weak = [k for k in pool if k not in strong]
    out: dict[frozenset[str], None] = {}
    for a, b in combinations(strong, 2):
        out[frozenset((a, b))] = None
    for a in strong:
        out.update((frozenset((a, b)), None) for b in weak)
    if len(strong) <= 1:
        for whos in (list(context.pair), list(context.sides()), told(context), list(context.treaty)):
            out[frozenset(w.key for w in whos)] = None
    near = [k for k in pool if k in strong or pool[k].sources & _CENTRAL]
    for group in coded.groups:
        keys = {w.key for w in group.whos} & pool.keys()
        if left <= group.at < right and len(keys) >= 2:
            out[frozenset(keys)] = None
            out.update((frozenset((*keys, k)), None) for k in near if k not in keys)
    states = [k for k in strong if "in" in pool[k].sources and not pool[k].organisation]
    if len(states) >= 3:
        out[frozenset(states)] = None
    near = [k for k in pool if k in near or pool[k].sources & {"of_mission", "label"}]
    for body in [k for k in strong if pool[k].organisation][:2]:
        out.update((frozenset((body, a, b)), None) for a, b in combinations([k for k in near if k != body], 2))
    found = [s for s in out if 2 <= len(s) <= _MOST_PARTIES and s <= pool.keys()]
    if len(found) > _MOST_SETS:
        found.sort(key=lambda s: (-sum(pool[k].named for k in s), len(s)))
    return found[:_MOST_SETS]


def _stands(one: Member) -> str:
    """Where in the clause an actor stands: its form, what governs it, whether it acts or owns."""
    group = one.group
    if group is None:
        return one.kind if one.at >= 0 else "context"
    marks = ("S" if group.subject else "") + ("O" if group.owner else "") + ("L" if group.listed else "")
    return f"{group.form}|{group.prep}|{marks}"


def member_features(clause: Clause, key: str) -> list[str]:
    """What is known of one actor in a clause: where it stands, what brings it in, the words beside it."""
    one = clause.pool[key]
    out = [f"m={_stands(one)}", f"org={one.organisation}", *(f"by={s}" for s in sorted(one.sources)), f"rank={one.rank}"]
    return out


def _governed(one: Member) -> str:
    if one.at < 0:
        return "ctx"
    if one.group is None:
        return one.kind
    return one.group.prep or ("S" if one.group.subject else "-")


def set_features(clause: Clause, keys: frozenset[str]) -> list[str]:
    """What is known of a set of actors beyond its members: how they stand to each other, who is left out."""
    pool = clause.pool
    members = sorted((pool[k] for k in keys), key=lambda m: (m.at, m.who.key))
    placed = [m for m in members if m.at >= 0]
    absent = len(members) - len(placed)
    unused = [m for k, m in pool.items() if k not in keys and "in" in m.sources and not (m.group and m.group.generic)]
    left_out = min(len(unused), 3)
    out = [
        "preps=" + " ".join(_governed(m) for m in members[:4]),
        "forms=" + " ".join(m.group.form if m.group else m.kind or "ctx" for m in members[:4]),
        f"n={min(len(members), 5)}",
        f"unused={left_out}",
        f"absent={absent}",
        f"n={min(len(members), 4)} unused={left_out} absent={absent}",
        f"groups={len({m.at for m in placed})}",
        f"choice={min(len(clause.sets).bit_length(), 6)}",
    ]
    groups = [g for g in clause.coded.groups if clause.left <= g.at < clause.right]
    if any({w.key for w in g.whos} == keys for g in groups):
        out.append("together")
    first = next(iter(groups), None)
    if first:
        out.append(f"first={any(w.key in keys for w in first.whos)}")
    acting = next((g for g in groups if g.subject and not g.owner), None)
    if acting:
        out.append(f"acting={any(w.key in keys for w in acting.whos)}")
    if len(placed) >= 2:
        low, high = placed[0].at, placed[-1].at
        out.append(f"between={min(sum(low < m.at < high for m in unused), 2)}")
        out.append(f"apart={min((high - low) // 25, 5)}")
    return out


def order_features(clause: Clause, key: str, keys: frozenset[str]) -> list[str]:
    """What tells whether an actor of the set gives or gets: where it stands, with the words of the clause."""
    one = clause.pool[key]
    places = [clause.pool[k].at for k in keys]
    first = one.at == min(places)
    out = [f"m={_stands(one)}", f"p={_governed(one)}", *(f"by={s}" for s in sorted(one.sources))]
    if one.at >= 0:
        here = next((n for n, (_, at) in enumerate(clause.tokens) if at >= one.at), 0)
        out += [f"R={clause.tokens[n][0]}" for n in range(here + 1, min(here + 3, len(clause.tokens)))]
    side = "first" if first else "later"
    return out + [side] + [f"{side} {t}" for t in {t for t, _ in clause.tokens}]
