"""Whom a clause could be about, what is known of each, and the sets of them that are weighed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import combinations, product
from typing import NamedTuple

from foedera.actors import Mention
from foedera.actors.missions import hosts_of
from foedera.reading import makers
from foedera.reading.context import Context, is_organisation
from foedera.reading.groups import Group, Who
from foedera.reading.pieces import Clause, Piece

# So many sets of actors are weighed in a clause, and so many members may a set have.
_MOST_SETS, _MOST_PARTIES = 100, 12


@dataclass(slots=True)
class Member:
    """An actor that a clause could be about: who, by which ways it comes in, and the group that names it."""

    who: Who
    sources: set[str] = field(default_factory=set)
    group: Group | None = None
    at: int = -1
    # Where the rest of the sentence names it.
    beside: int = -1
    kind: str = ""
    organisation: bool = False
    rank: int = 9
    past: tuple[str, ...] = ()

    @property
    def named(self) -> bool:
        """Does the clause itself bring it in?"""
        return bool(self.sources & _OWN)


_CENTRAL = frozenset(("main paired", "main topical", "main vague", "home", "subject", "institution"))
_OWN = frozenset(("in", "self", "of_place", "of_mission", "maker"))

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
        one.past = context.memory.of(key)
    return out


def _add(out: dict[str, Member], who: Who, source: str) -> Member:
    if who.code is None and (who.kind not in _NAMELESS or not who.body):
        return Member(who)
    key = who.key
    one = out.get(key)
    if one is None:
        one = out[key] = Member(who)
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
            if not inside:
                one.beside = group.at
                if group.prep:
                    one.sources.add(f"{source} {group.prep}")
            if inside and _names_better(clause.coded.code, group, one.group):
                one.group, one.at, one.kind = group, group.at, who.kind
            if inside and who.place and who.place != who.code:
                _add(out, Who(who.place, None, who.start, who.end, "place"), "of_place")


def _names_better(code: str, group: Group, than: Group | None) -> bool:
    """Is it a better sign of whom it names than the other one?"""
    return than is None or _clearness(code, group) > _clearness(code, than)


def _clearness(code: str, group: Group) -> tuple[bool, bool, bool]:
    """A pronoun, then who is only told of as what another is one of, then a line's label say least."""
    return group.form != "self", not group.generic, not code.startswith(":", group.at + 1)


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


def _hosts_of(m: Mention) -> tuple[str, ...]:
    """The state in which a mission is, or the two on whose border it stands."""
    several = hosts_of(m.entity)
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
    """How soon an actor that is not named comes to mind; the nearest of its sources counts."""
    return min(map(_near_by, one.sources), default=len(_NEAREST))


@cache
def _near_by(way: str) -> int:
    """The place of a way to come in among the nearest: "told 0 host" is one of "told 0"."""
    found = (n for n, source in enumerate(_NEAREST) if way == source or way.startswith(source + " "))
    return next(found, len(_NEAREST))


def _salient(pool: dict[str, Member], weak: list[str]) -> list[str]:
    near = [k for k in weak if _nearness(pool[k]) < len(_NEAREST)]
    return sorted(near, key=lambda k: (_nearness(pool[k]), pool[k].rank))[:_SALIENT]


def sets(clause: Clause, known: dict[str, Member], context: Context) -> list[frozenset[str]]:
    """The sets of actors that are weighed: pairs, groups, a mission's organisation with its sender and host."""
    strong = [k for k, m in known.items() if m.named]
    weak = [k for k, m in known.items() if not m.named]
    states = [k for k in strong if "in" in known[k].sources and not known[k].organisation]
    out: dict[frozenset[str], None] = {}
    _put(out, combinations(strong, 2), product(strong, weak))
    _take_lists(clause, known, states, out)
    _take_missions(known, out)
    _take_together(states, strong, context, out)
    if not states:
        _put(out, combinations(_salient(known, list(known)), 2))
    _take_spoken_of(known, states, context, out)
    all_ = frozenset(known)
    found = [s for s in out if 2 <= len(s) <= _MOST_PARTIES and s <= all_]
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
        out.update(dict.fromkeys(map(frozenset, found)))


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


def _stands(one: Member) -> str:
    """Where in the clause an actor stands: its form, what governs it, whether it acts or owns."""
    group = one.group
    if group is None:
        return one.kind if one.at >= 0 else "context"
    marks = ("S" if group.subject else "") + ("O" if group.owner else "") + ("L" if group.listed else "")
    return f"{group.form}|{group.prep}|{marks}"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an actor in a clause: as names for the network, and as numbers by `TRAITS` for the judge."""

    names: tuple[str, ...]
    traits: tuple[float, ...]


# What brings an actor in, or what it is, that counts when claims are weighed.
TRAITS = (
    *("named", "before", "page's", "page's others", "places", "headed", "home", "told", "told earlier", "maker"),
    *("body", "listed", "rank", "past"),
)


def known_of(one: Member) -> Known:
    """What is known of one actor in a clause: where it stands and what brings it in."""
    return _known(_stands(one), one.organisation, frozenset(one.sources), one.rank, one.past)


@lru_cache(maxsize=20_000)
def _known(stands: str, body: bool, sources: frozenset[str], rank: int, past: tuple[str, ...]) -> Known:
    names = (f"m={stands}", f"org={body}", *(f"by={s}" for s in sorted(sources)), f"rank={rank}", *past)
    return Known(names, _traits(stands, body, sources, rank, past))


def _traits(stands: str, body: bool, sources: frozenset[str], rank: int, past: tuple[str, ...]) -> tuple[float, ...]:
    begun = {source.split()[0] for source in sources}
    return (
        float("in" in sources),
        float(bool(begun & {"before", "before_subject"})),
        float("main" in begun),
        float(bool(begun & {"others", "pair"})),
        float(bool(begun & {"place", "of_place", "of_mission"})),
        float(bool(begun & {"heading", "label"})),
        float(bool(begun & {"home", "publisher", "speaker", "institution", "organisation"})),
        float(any(s.startswith("told 0") for s in sources)),
        float(any(s.startswith("told 1") for s in sources)),
        float("maker" in sources),
        float(body),
        float(stands.endswith("L")),
        float(rank),
        float(len(past)),
    )


class Measures(NamedTuple):
    """What is known of a set of actors beyond its members: how they stand to each other, who is left out.

    How many they are; how many named ones are left out; how many of its own are not named; at how many places; whether
    they are named together; whether one is of the first ones named, of the ones who act; how many others stand between
    them, and how far apart they are. None where that can't be said.
    """

    many: int
    unused: int
    absent: int
    groups: int
    together: bool
    first: bool | None
    acting: bool | None
    between: int | None
    apart: int


def measures(clause: Clause, known: dict[str, Member], choice: list[frozenset[str]]) -> list[Measures]:
    """What is known of each set of actors in a clause."""
    groups = [g for g in clause.coded.groups if clause.left <= g.at < clause.right]
    together = [{w.key for w in g.whos} for g in groups]
    acting = next((whos for g, whos in zip(groups, together, strict=True) if g.subject and not g.owner), None)
    named = {k: m.at for k, m in known.items() if "in" in m.sources and not (m.group and m.group.generic)}
    places = {k: m.at for k, m in known.items() if m.at >= 0}
    return [_measures(keys, places, named, together, acting) for keys in choice]


def _measures(
    keys: frozenset[str],
    places: dict[str, int],
    named: dict[str, int],
    together: list[set[str]],
    acting: set[str] | None,
) -> Measures:
    placed = [places[k] for k in keys if k in places]
    unused = [at for k, at in named.items() if k not in keys]
    between, low, high = None, 0, 0
    if len(placed) >= 2:
        low, high = min(placed), max(placed)
        between = min(len([at for at in unused if low < at < high]), 2) if unused else 0
    return Measures(
        len(keys),
        min(len(unused), 3),
        len(keys) - len(placed),
        len(set(placed)),
        keys in together,
        not keys.isdisjoint(together[0]) if together else None,
        not keys.isdisjoint(acting) if acting else None,
        between,
        min((high - low) // 25, 5),
    )


@lru_cache(maxsize=20_000)
def set_features(of: Measures) -> tuple[str, ...]:
    """The names of what is known of a set; None is not known of it."""
    out = [
        f"n={min(of.many, 5)}",
        f"unused={of.unused}",
        f"absent={of.absent}",
        f"n={min(of.many, 4)} unused={of.unused} absent={of.absent}",
        f"groups={of.groups}",
    ]
    if of.together:
        out.append("together")
    if of.first is not None:
        out.append(f"first={of.first}")
    if of.acting is not None:
        out.append(f"acting={of.acting}")
    if of.between is not None:
        out += [f"between={of.between}", f"apart={of.apart}"]
    return tuple(out)


def positions(piece: Piece, known: dict[str, Member]) -> list[int]:
    """Which token of the piece names each actor: the clause's, the sentence's, or the text's before (-1: none)."""
    place = dict(zip(piece.starts, piece.words, strict=True))
    return [place.get(m.at, place.get(m.beside, piece.before.get(key, -1))) for key, m in known.items()]
