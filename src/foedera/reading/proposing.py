"""What the words of a clause say by themselves: a small learned model weighs who is in which relation there.

Linear models, trained by `tools/train_proposer.py` on labelled texts and kept in `proposer.json`: which relation a
clause states (by its words, what they are akin to, and word classes), between whom (by where each actor stands to the
word that states it, and which part of the context brings it in), who of them gives or gets, and at what stage. They
know nothing of frames; `judging` weighs what both say. Every feature has a name, so that a weight can be read.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations, pairwise, product, repeat
from typing import TYPE_CHECKING, Any

from foedera.actors import Mention
from foedera.actors.missions import missions
from foedera.claim import Actor
from foedera.reading import denial, makers
from foedera.reading.assembly import clause_slots
from foedera.reading.context import Context, is_organisation
from foedera.reading.frames import words
from foedera.reading.groups import Coded, Group, Who
from foedera.reading.roles import Spot, boundaries

if TYPE_CHECKING:
    from foedera.claim import Claim
    from foedera.reading.reader import Step

# Classes of words.toml that a clause is looked at for.
CLASSES = ("arms", "unit", "pact", "help", "milaid", "tie", "partnernoun", "acquire", "supply", "base", "forces_of")
# So many sets of actors are weighed in a clause, and so many members may a set have.
_MOST_SETS, _MOST_PARTIES = 100, 12
# Clauses shorter than this say nothing.
_SHORTEST = 6
# A relation less likely than this by a clause's words is not looked into.
LEAST = 0.08
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


_CENTRAL = frozenset(("main paired", "main topical", "main vague", "home", "subject", "institution"))
_OWN = frozenset(("in", "self", "of_place", "of_mission", "maker"))


@dataclass(slots=True)
class Clause:
    """A stretch code[left:right] of a segment with its words."""

    coded: Coded
    left: int
    right: int
    tokens: list[tuple[str, int]]
    words: list[str]

    def span(self) -> tuple[int, int]:
        """Where it stands in the text."""
        return self.coded.span(self.left, self.right)


def clauses(coded: Coded, context: Context) -> Iterator[Clause]:
    """The clauses of a segment that are long enough to say something."""
    cuts = _apart(sorted({*boundaries(coded.code), *(m.end() for m in _CUT.finditer(coded.code))}))
    tokens = [
        (_MARKS.get(m.group(), "#" if m.group().isdigit() else m.group()), m.start())
        for m in _WORD.finditer(coded.code)
    ]
    for left, right in pairwise(cuts):
        if right - left > _SHORTEST or sum(left <= g.at < right for g in coded.groups) > 1:
            own = [(t, at) for t, at in tokens if left <= at < right]
            yield Clause(coded, left, right, own, _said(coded, left, right, own, context))


def _apart(cuts: list[int]) -> list[int]:
    """The cuts without those that leave a piece too short to say anything, such as the last of a list."""
    kept = cuts[:1]
    for cut in cuts[1:]:
        if cut - kept[-1] <= _SHORTEST and len(kept) > 1:
            kept.pop()
        kept.append(cut)
    return kept


@cache
def _classes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(rf"(?<![\w-])(?:{words()[name]})(?![\w-])")) for name in CLASSES)


_PATH_WORD = re.compile(r"[a-z]{4,}")


def _said(coded: Coded, left: int, right: int, tokens: list[tuple[str, int]], context: Context) -> list[str]:
    """What a clause says, as names: its words, pairs of words, classes of words, and the heading's words."""
    plain = [t for t, _ in tokens]
    out = {name for word in set(plain) for name in named_by(word)}
    out.update(f"{a} {b}" for a, b in pairwise(plain))
    held = [name for name, pattern in _classes() if pattern.search(coded.code, left, right)]
    out.update(f"<{name}>" for name in held)
    out.update(f"{word} <{name}>" for word in set(plain) if len(word) > 3 for name in held)
    out.update(f"/{word}" for word in _PATH_WORD.findall(context.path))
    out.add(f"@{context.discourse.told[0].relation if context.discourse.told else 'nothing'}")
    if context.fragment:
        out.add("fragment")
    if context.profile:
        out.add("profile")
    return sorted(out)


@cache
def _kindred() -> dict[str, tuple[str, str]]:
    """Words of like meaning have the same number in `kindred.csv`, in wide and in close circles."""
    rows = files("foedera.reading").joinpath("kindred.csv").read_text("utf-8").splitlines()[1:]
    return {word: (f"%{wide}", f"%%{near}") for word, wide, near in (row.split(",") for row in rows)}


@lru_cache(maxsize=20_000)
def named_by(word: str) -> tuple[str, ...]:
    """The features of a word: itself, how it begins, and the circles of words that it belongs to."""
    begins = [f"{word[:n]}-" for n in (4, 5) if len(word) > n]
    return (word, *begins, *_kindred().get(word, ()))


# Kinds of actors that may have no code: a place is none.
_NAMELESS = frozenset(("nonstate", "organisation", "mission", "lead", "rebels", "told"))


def pool(clause: Clause, context: Context) -> dict[str, Member]:
    """Whom the clause could be about: those that it names, that the rest of the sentence names, and the context's."""
    out: dict[str, Member] = {}
    _take_groups(clause, out)
    _take_marks(clause, out)
    for source, whos in _around(context):
        for who in whos:
            _add(out, who, source)
    for key, one in out.items():
        one.rank = min(context.ranks.get(key, 9), 4)
    return out


def _add(out: dict[str, Member], who: Who, source: str) -> Member:
    if who.code is None and who.kind not in _NAMELESS:
        return Member(who)
    one = out.setdefault(who.key, Member(who))
    one.sources.add(source)
    one.organisation = one.organisation or is_organisation(who.code) or who.kind == "organisation"
    return one


def _take_groups(clause: Clause, out: dict[str, Member]) -> None:
    for group in clause.coded.groups:
        inside = clause.left <= group.at < clause.right
        if inside:
            source = "self" if group.form == "self" else "in"
        else:
            source = ("before" if group.at < clause.left else "after") + ("_subject" if group.subject else "")
        for who in group.whos:
            one = _add(out, who, source)
            if inside and (one.group is None or (one.group.form == "self" and group.form != "self")):
                one.group, one.at, one.kind = group, group.at, who.kind
            if inside and who.place and who.place != who.code:
                _add(out, Who(who.place, None, who.start, who.end, "place"), "of_place")


def _take_marks(clause: Clause, out: dict[str, Member]) -> None:
    """Those that missions, frameworks and the makers of named weapons bring in."""
    coded = clause.coded
    for at, m in coded.missions.items():
        if clause.left <= at < clause.right:
            one = _add(out, Who.of_mission(m), "in")
            one.at, one.kind, one.organisation = at, "mission", True
            for host in _hosts_of(m):
                _add(out, Who(host, None, m.start, m.end, "place"), "of_mission")
    for at, m in coded.frameworks.items():
        if clause.left <= at < clause.right and m.code:
            one = _add(out, Who(m.code, None, m.start, m.end, m.kind, m.place, m.name), "in")
            one.at, one.kind = at, "framework"
    for at, name in coded.weapons.items():
        code = makers.of(name) if clause.left <= at < clause.right else None
        if code:
            _add(out, Who(code, None, -1, -1, "maker"), "maker")


@cache
def _mission_hosts() -> dict[str, tuple[str, ...]]:
    return {m.acronym: m.hosts for m in missions()}


def _hosts_of(m: Mention) -> tuple[str, ...]:
    """The state in which a mission is, or the two on whose border it stands."""
    several = _mission_hosts().get(m.entity or "", ())
    return (m.place,) if m.place else several if len(several) == 2 else ()


def _around(context: Context) -> Iterator[tuple[str, list[Who]]]:
    """Whom the context brings in, by the way it does."""
    sure = "paired" if context.paired else "topical" if context.topical else "vague"
    for source in ("home", "publisher", "place", "organisation", "speaker", "institution"):
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


def _together(context: Context) -> Iterator[list[Who]]:
    """Those whom the context names together: its pair, the last subject, a treaty's parties, who was told of last."""
    last = context.discourse.told[0].actors if context.discourse.told else ()
    yield list(context.pair)
    yield list(context.sides())
    yield [Who(a.code, a.body, -1, -1, "told") for a in last]
    yield list(context.treaty)
    yield context.subject
    yield list(context.several)
    yield list({w.key: w for w in (*context.subject, *([context.main] if context.main else ()))}.values())


# In a clause that names nobody so many of the page's actors are weighed two by two.
_SALIENT = 6
# What brings an actor to mind where nobody is named, the nearest first.
_NEAREST = (
    "self",
    "before_subject",
    "subject",
    "before",
    "after_subject",
    "told 0",
    "named 0",
    "home",
    "speaker",
    "publisher",
    "organisation",
    "institution",
    "place",
    "label",
    "heading",
    "main",
    "others",
    "named 1",
    "told 1",
)


def _nearness(one: Member) -> int:
    """How soon an actor that is not named comes to mind; the first of its sources counts."""
    for n, source in enumerate(_NEAREST):
        if any(s == source or s.startswith(source + " ") for s in one.sources):
            return n
    return len(_NEAREST)


def _salient(pool: dict[str, Member], weak: list[str]) -> list[str]:
    near = [k for k in weak if _nearness(pool[k]) < len(_NEAREST)]
    return sorted(near, key=lambda k: (_nearness(pool[k]), pool[k].rank))[:_SALIENT]


def sets(clause: Clause, known: dict[str, Member], context: Context) -> list[frozenset[str]]:
    """The sets of actors that are weighed: pairs, groups, a mission's organisation with its sender and host."""
    strong = [k for k, m in known.items() if m.named]
    weak = [k for k in known if k not in strong]
    states = [k for k in strong if "in" in known[k].sources and not known[k].organisation]
    out: dict[frozenset[str], None] = {}
    _put(out, combinations(strong, 2), product(strong, weak))
    _take_lists(clause, known, states, out)
    _take_missions(known, out)
    _take_together(states, strong, context, out)
    if not states:
        _put(out, combinations(_salient(known, list(known)), 2))
    _take_spoken_of(known, states, context, out)
    found = [s for s in out if 2 <= len(s) <= _MOST_PARTIES and s <= known.keys()]
    if len(found) > _MOST_SETS:
        # Of many that one sentence lists few are tied to each other: all are to its subject or its organisation.
        found.sort(key=lambda s: (not any(_holds(known[k]) for k in s), len(s) > 2, -_count(s, known), sorted(s)))
    return found[:_MOST_SETS]


def _count(keys: frozenset[str], known: dict[str, Member]) -> int:
    """How many of the set the clause itself names."""
    return sum(known[k].named for k in keys)


def _holds(one: Member) -> bool:
    """Is it the one that a list is told of: an organisation, or who the text is about?"""
    return one.organisation or bool(one.sources & _CENTRAL)


def _put(out: dict[frozenset[str], None], *several: Iterable[Iterable[str]]) -> None:
    """Put sets into an ordered set of them."""
    for found in several:
        out.update((frozenset(keys), None) for keys in found)


def _take_lists(clause: Clause, known: dict[str, Member], states: list[str], out: dict[frozenset[str], None]) -> None:
    """Actors named together, alone and with one more; all states of the clause; who acts before it with two of them."""
    near = [k for k, m in known.items() if m.named or m.sources & _CENTRAL]
    for group in clause.coded.groups:
        keys = {w.key for w in group.whos} & known.keys()
        if clause.left <= group.at < clause.right and len(keys) >= 2:
            _put(out, [keys], [(*keys, k) for k in near])
    if len(states) >= 2:
        _put(out, [states], [(*states, k) for k in near if len(states) <= _FEW])
    acting = [k for k, m in known.items() if "before_subject" in m.sources][:2]
    _put(out, product(states[:2], acting, near))


# So many states are few enough to be weighed with a further one.
_FEW = 4
_HOSTS = frozenset(("of_mission", "label", "place", "before"))


def _take_missions(known: dict[str, Member], out: dict[frozenset[str], None]) -> None:
    """An organisation of the clause with two others: who sends, and where; or with both states of a border."""
    near = [k for k, m in known.items() if m.named or m.sources & _CENTRAL]
    hosts = [k for k, m in known.items() if k in near or m.sources & _HOSTS]
    border = [k for k, m in known.items() if "of_mission" in m.sources]
    for body in [k for k, m in known.items() if m.named and m.organisation][:2]:
        _put(out, [(body, a, b) for a, b in combinations(hosts, 2)])
        _put(out, [(body, k, *border) for k in near if len(border) == 2])


def _take_together(states: list[str], strong: list[str], context: Context, out: dict[frozenset[str], None]) -> None:
    """Those whom the context names together, and each of them with the one or two that the clause names."""
    for whos in _together(context) if len(states) <= 2 else ():
        keys = frozenset(w.key for w in whos)
        if len(keys) >= 3 or len(strong) <= 1:
            _put(out, [keys])
        if len(keys) >= 2:
            _put(out, [(*keys, k) for k in states])


def _take_spoken_of(
    known: dict[str, Member], states: list[str], context: Context, out: dict[frozenset[str], None]
) -> None:
    """The organisation spoken of, or whose page it is, with each state that is named and each that may be the host."""
    last = _NEAREST.index("main")
    bodies = {w.key for w in (context.organisation, context.institution) if w}
    for body in sorted(bodies & known.keys()):
        hosts = [k for k, m in known.items() if k != body and not m.organisation and (m.named or _nearness(m) <= last)]
        _put(out, [(body, a, b) for a, b in product(states[:6], hosts) if a != b])
        if not states:
            near = _salient(known, hosts)[:4]
            _put(out, product((body,), near), [(body, a, b) for a, b in combinations(near, 2)])


def _governed(one: Member) -> str:
    if one.at < 0:
        return "ctx"
    if one.group is None:
        return one.kind
    return one.group.prep or ("S" if one.group.subject else "-")


def _stands(one: Member) -> str:
    """Where in the clause an actor stands: its form, what governs it, whether it acts or owns."""
    group = one.group
    if group is None:
        return one.kind if one.at >= 0 else "context"
    marks = ("S" if group.subject else "") + ("O" if group.owner else "") + ("L" if group.listed else "")
    return f"{group.form}|{group.prep}|{marks}"


def member_features(one: Member) -> list[str]:
    """What is known of one actor in a clause: where it stands and what brings it in."""
    ways = (f"by={s}" for s in sorted(one.sources))
    return [f"m={_stands(one)}", f"org={one.organisation}", *ways, f"rank={one.rank}"]


def set_features(clause: Clause, known: dict[str, Member], keys: frozenset[str], choice: int) -> list[str]:
    """What is known of a set of actors beyond its members: how they stand to each other, who is left out."""
    members = sorted((known[k] for k in keys), key=lambda m: (m.at, m.who.key))
    placed = [m for m in members if m.at >= 0]
    absent = len(members) - len(placed)
    unused = [m for k, m in known.items() if k not in keys and "in" in m.sources and not (m.group and m.group.generic)]
    left_out = min(len(unused), 3)
    out = [
        "preps=" + " ".join(_governed(m) for m in members[:4]),
        "forms=" + " ".join(m.group.form if m.group else m.kind or "ctx" for m in members[:4]),
        f"n={min(len(members), 5)}",
        f"unused={left_out}",
        f"absent={absent}",
        f"n={min(len(members), 4)} unused={left_out} absent={absent}",
        f"groups={len({m.at for m in placed})}",
        f"choice={min(choice.bit_length(), 6)}",
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


# How the context brings in an actor that the clause does not name: the first of these that it does.
_WAYS = (
    "subject",
    "told 0",
    "before_subject",
    "main paired",
    "main topical",
    "home",
    "label",
    "heading",
    "told 1",
    "others paired",
    "others topical",
    "named 0",
    "before",
    "after_subject",
    "main vague",
    "of_mission",
    "of_place",
    "maker",
    "publisher",
    "sides",
    "treaty",
    "named 1",
    "place",
    "organisation",
)
_GOVERNORS = ("to", "from", "with", "by", "in", "for", "between")


@dataclass(slots=True)
class Pivot:
    """The word of a clause that says most for a relation, and where each actor stands to it."""

    word: str
    at: int
    ranks: dict[str, str]
    near: list[tuple[str, list[str]]]


def pivot(clause: Clause, known: dict[str, Member], weight: dict[str, float]) -> Pivot:
    """Find it by the weights of the words for the relation, those of the pairs that they stand in counting half."""
    plain = [t for t, _ in clause.tokens]
    best, place = -math.inf, -1
    for n, word in enumerate(plain):
        value = total(weight, named_by(word))
        if n:
            value += 0.5 * weight.get(f"{plain[n - 1]} {word}", 0.0)
        if n + 1 < len(plain):
            value += 0.5 * weight.get(f"{word} {plain[n + 1]}", 0.0)
        if len(word) == 1:
            value *= 0.3  # a mark or a letter is seldom what says it
        if value > best:
            best, place = value, n
    word, at = clause.tokens[place] if plain else ("", 0)
    return Pivot(word, at, _ranked(known, at), _nearest(known, at))


def _ranked(known: dict[str, Member], at: int) -> dict[str, str]:
    """How many others stand between each named actor and the pivot, and on which side it is."""
    before = sorted({m.at for m in known.values() if 0 <= m.at < at}, reverse=True)
    behind = sorted({m.at for m in known.values() if m.at >= at})
    place = {p: f"b{min(n, 2)}" for n, p in enumerate(before)} | {p: f"a{min(n, 2)}" for n, p in enumerate(behind)}
    return {k: place[m.at] for k, m in known.items() if m.at >= 0}


def _nearest(known: dict[str, Member], at: int) -> list[tuple[str, list[str]]]:
    """Who is nearest to the pivot on each side, who acts there, and whom each preposition governs first."""
    out = []
    placed = sorted((m.at, k) for k, m in known.items() if m.at >= 0 and not (m.group and m.group.generic))
    for side, found in (("b", [k for p, k in reversed(placed) if p < at]), ("a", [k for p, k in placed if p >= at])):
        if not found:
            continue
        out.append((f"near {side} {_governed(known[found[0]])}", found[:1]))
        acting = [k for k in found if (g := known[k].group) and g.subject and not g.owner]
        if acting:
            out.append((f"subject {side}", acting[:1]))
        for word in _GOVERNORS:
            held = [k for k in found if (g := known[k].group) and g.prep == word]
            if held:
                out.append((f"{word} {side}", held[:1]))
    return out


def _way(one: Member) -> str:
    for way in _WAYS:
        for source in one.sources:
            if source == way or source.startswith(f"{way} "):
                return source
    return "far"


def stand_features(one: Member, rank: str | None) -> tuple[str, str]:
    """How an actor stands to the pivot: shortly, and with its form."""
    if rank is None:
        way = f"ctx:{_way(one)}"
        return way, way
    owns = "O" if one.group and one.group.owner else ""
    short = f"{rank}:{_governed(one)}{owns}"
    form = one.group.form if one.group else one.kind
    return short, f"{short}:{form}{':self' if 'self' in one.sources else ''}"


def pivot_features(found: Pivot, stands: dict[str, tuple[str, str]], keys: frozenset[str]) -> list[str]:
    """How the members of a set stand to the pivot together, and whether those nearest to it are among them."""
    short = sorted(stands[k][0] for k in keys)
    ranks = " ".join(s.split(":")[0] for s in short)
    out = [f"sig={' '.join(short)}", f"ranks={ranks}"]
    out += [f"{name} {ranks}" for name in named_by(found.word)]
    out.append("long=" + " ".join(sorted(stands[k][1] for k in keys)))
    out.extend(f"{name}={held[0] in keys}" for name, held in found.near)
    return out


def order_features(clause: Clause, known: dict[str, Member], key: str, keys: frozenset[str]) -> list[str]:
    """What tells whether an actor of the set gives or gets: where it stands, with the words of the clause."""
    one = known[key]
    side = "first" if one.at == min(known[k].at for k in keys) else "later"
    out = [f"m={_stands(one)}", f"p={_governed(one)}", f"org={one.organisation}", side]
    out += [f"by={s}" for s in sorted(one.sources)]
    out += [f"{side} {t}" for t in sorted({t for t, _ in clause.tokens})]
    if one.at >= 0:
        here = next((n for n, (_, at) in enumerate(clause.tokens) if at >= one.at), 0)
        out += [f"next={t}" for t, _ in clause.tokens[here + 1 : here + 3]]
    return out


class Model:
    """The trained weights. `words`, `sets`, `roles`, `slots`: by relation (and class), then by feature."""

    def __init__(self, data: dict[str, Any]) -> None:
        common = data["sets"].get("", {})
        self.words: dict[str, dict[str, float]] = data["words"]
        self.sets = {name: _joined(common, own) for name, own in data["sets"].items() if name}
        self.roles: dict[str, dict[str, float]] = data["roles"]
        self.slots: dict[str, dict[str, dict[str, float]]] = data["slots"]
        self.judge: dict[str, Any] = data["judge"]
        self.biases = {relation: weights["(bias)"] for relation, weights in self.words.items()}
        # The same weights of words, by word: a clause is gone through once for all relations.
        self.by_word: dict[str, list[tuple[str, float]]] = {}
        for relation, weights in self.words.items():
            for name, weight in weights.items():
                if name != "(bias)":
                    self.by_word.setdefault(name, []).append((relation, weight))


@cache
def model() -> Model:
    """The model that the package carries."""
    return Model(json.loads(files("foedera.reading").joinpath("proposer.json").read_text("utf-8")))


def _joined(common: dict[str, float], own: dict[str, float]) -> dict[str, float]:
    return {name: common.get(name, 0.0) + own.get(name, 0.0) for name in {*common, *own}}


def total(weight: dict[str, float], names: Iterable[str]) -> float:
    """The sum of the weights of the features that are present."""
    return sum(map(weight.get, names, repeat(0.0)))


def chance(score: float) -> float:
    """The probability of a score (logistic)."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def level(probability: float) -> str:
    """The feature that tells how likely the relation is by the words alone."""
    return f"level={int(max(-4, min(5, math.log((probability + 1e-6) / (1 - probability + 1e-6)))))}"


def stated(clause: Clause) -> dict[str, float]:
    """How likely each relation is by the clause's words; those that are too unlikely are left out."""
    found = model()
    score = dict(found.biases)
    for name in clause.words:
        for relation, weight in found.by_word.get(name, ()):
            score[relation] += weight
    return {relation: p for relation, value in score.items() if (p := chance(value)) >= LEAST}


@dataclass(slots=True)
class Weighed:
    """What the model says of one set of actors in a clause: `said` by its words alone, `sure` with the actors."""

    start: int
    end: int
    relation: str
    keys: frozenset[str]
    said: float
    sure: float
    pivot: str
    actors: tuple[Actor, ...] = ()
    slots: dict[str, Any] = field(default_factory=dict)


# A set of actors less likely than this is not made into a claim.
WORTH_MAKING = 0.1


def weigh(clause: Clause, context: Context, start: int, end: int) -> list[Weighed]:
    """Every relation that the clause may state, with each set of actors that it may state it of."""
    likely = stated(clause)
    if not likely:
        return []
    known = pool(clause, context)
    choice = sets(clause, known, context)
    alone = {k: member_features(m) for k, m in known.items()}
    together = {s: set_features(clause, known, s, len(choice)) for s in choice}
    out = []
    for relation, said in likely.items():
        weight = model().sets[relation]
        found = pivot(clause, known, model().words[relation])
        stands = {k: stand_features(m, found.ranks.get(k)) for k, m in known.items()}
        own = {k: total(weight, alone[k]) + total(weight, stand_names(stands[k])) for k in known}
        base = weight.get("(bias)", 0.0) + weight.get(level(said), 0.0)
        for keys in choice:
            score = base + sum(own[k] for k in keys) + total(weight, together[keys])
            sure = chance(score + total(weight, pivot_features(found, stands, keys)))
            one = Weighed(start, end, relation, keys, said, sure, found.word)
            if sure >= WORTH_MAKING:
                _make(one, clause, known, found, context)
            out.append(one)
    return out


def stand_names(stand: tuple[str, str]) -> tuple[str, str]:
    """The two features of how an actor stands to the pivot: in full, and by its place alone."""
    return f"t:{stand[1]}", f"t:{stand[0].split(':')[0]}"


_SOMETIMES_DIRECTED = frozenset(("training", "production", "conflict", "partnership"))
_ROLES = {
    "assistance": ("provider", "recipient"),
    "training": ("provider", "recipient"),
    "partnership": ("provider", "recipient"),
    "transfer": ("supplier", "recipient"),
    "production": ("supplier", "recipient"),
    "conflict": ("initiator", "target"),
    "deployment": ("contributor", "host"),
}


def roles_of(relation: str, clause: Clause, known: dict[str, Member], keys: frozenset[str]) -> dict[str, str]:
    """Who of the set gives and who gets; empty where the set can't be in the relation."""
    bodies = {k for k in keys if known[k].organisation}
    if relation == "membership":
        return {k: "organisation" if k in bodies else "member" for k in keys} if bodies and keys - bodies else {}
    rest = sorted(keys - bodies) if relation == "deployment" else sorted(keys)
    if relation not in _ROLES:
        return dict.fromkeys(keys, "party")
    score = {k: _leaning(relation, order_features(clause, known, k, keys)) for k in rest}
    gives, gets = _ROLES[relation]
    out = dict.fromkeys(bodies, "organisation") if relation == "deployment" else {}
    ordered = sorted(rest, key=lambda k: score[k]["gives"] - score[k]["gets"], reverse=True)
    if len(ordered) == 1:
        return out | {k: gives if score[k]["gives"] >= score[k]["gets"] else gets for k in ordered}
    directed = score[ordered[0]]["gives"] + sum(score[k]["gets"] for k in ordered[1:]) if ordered else 0.0
    if relation in _SOMETIMES_DIRECTED and directed < sum(score[k]["party"] for k in ordered):
        return out | dict.fromkeys(ordered, "party")
    return out | {k: gives if n == 0 else gets for n, k in enumerate(ordered)}


def _leaning(relation: str, names: list[str]) -> dict[str, float]:
    full = [*names, *(f"{relation} {n}" for n in names), f"{relation}"]
    return {way: total(weight, full) for way, weight in model().roles.items()}


def _make(one: Weighed, clause: Clause, known: dict[str, Member], found: Pivot, context: Context) -> None:
    """Give it its roles and slots, unless the clause denies, supposes or asks it."""
    coded = clause.coded
    if denial.doubtful(coded.code, clause.left, clause.right, found.at, found.at + len(found.word)):
        return
    given = roles_of(one.relation, clause, known, one.keys)
    one.actors = tuple(
        Actor(known[k].who.code, role, known[k].who.body)
        for k, role in sorted(given.items(), key=lambda item: (_FIRST.get(item[1], 1), known[item[0]].at))
    )
    if one.actors:
        spot = Spot(coded, found.at, found.at + len(found.word), clause.left, clause.right, context, {}, None)
        one.slots = clause_slots(one.relation, spot, lambda: learned_slots(one.relation, clause))


_FIRST = {"provider": 0, "supplier": 0, "contributor": 0, "member": 0, "initiator": 0}
# Slots whose value the words of a clause tell, by relation.
SLOTS = {"agreement": "stage", "transfer": "stage", "membership": "status", "deployment": "kind", "production": "stage"}


def learned_slots(relation: str, clause: Clause) -> dict[str, str]:
    """The stage, status or kind that the words of the clause tell, if any."""
    weights = model().slots.get(relation, {})
    scores = {value: weight["(bias)"] + total(weight, clause.words) for value, weight in weights.items()}
    best = max(scores, key=lambda value: scores[value], default="")
    return {SLOTS[relation]: best} if best else {}


class Notes:
    """What the model weighed while a document was read: given as `watch` to the reader."""

    def __init__(self) -> None:
        self.found: list[list[Weighed]] = []
        self.profile = False
        # Stretches that another reader has taken whole: forms.
        self.owned: tuple[tuple[int, int], ...] = ()

    def __call__(self, coded: Coded, context: Context) -> None:
        """Weigh each clause of a segment."""
        self.profile = context.profile
        for clause in clauses(coded, context):
            weighed = weigh(clause, context, *clause.span())
            if weighed:
                self.found.append(weighed)

    def heard(self, steps: Sequence[Step], ruled: Sequence[Claim], owned: Iterable[tuple[int, int]]) -> None:
        """Take note of what rules did in each segment, of all claims that they made, and of what is a form's."""
        self.owned = tuple(owned)
