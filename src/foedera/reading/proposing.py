"""What the words of a clause say by themselves: a small learned network weighs who is in which relation there.

`network` is trained by `tools/train_proposer.py` on labelled texts: which relation a clause states, between whom, who
of them gives or gets, and at what stage. It knows nothing of frames; `judging` weighs what both say. Here is what it
is asked: the tokens of a sentence and what is known of each, whom a clause could be about, and the sets of them that
are weighed.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import accumulate, combinations, pairwise, product
from typing import TYPE_CHECKING, Any

from foedera.actors import Mention
from foedera.actors.missions import missions
from foedera.claim import RELATIONS, Actor
from foedera.reading import dating, denial, makers
from foedera.reading.assembly import clause_slots
from foedera.reading.context import Context, is_organisation
from foedera.reading.groups import Coded, Group, Who
from foedera.reading.network import Heard, network
from foedera.reading.roles import Spot, boundaries

if TYPE_CHECKING:
    from foedera.claim import Claim
    from foedera.reading.reader import Step

# So many sets of actors are weighed in a clause, and so many members may a set have.
_MOST_SETS, _MOST_PARTIES = 100, 12
# Clauses shorter than this say nothing.
_SHORTEST = 6
# A relation less likely than this by a clause's words is not looked into.
LEAST = 0.05
# So many tokens are read together: longer sentences are read in pieces, a clause at least.
_TOGETHER, _LONGEST = 120, 160
_WORD = re.compile(r"[a-z]+(?:['\u2019][a-z]+)?|[\ue000-\ue00a]|\d+|[^\sa-z\d]")
_CUT = re.compile(r";\s|[.!?]\s+(?=\S)")


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


@dataclass(slots=True)
class Clause:
    """A stretch code[left:right] of a segment."""

    coded: Coded
    left: int
    right: int

    def span(self) -> tuple[int, int]:
        """Where it stands in the text."""
        return self.coded.span(self.left, self.right)


def clauses(coded: Coded) -> Iterator[Clause]:
    """The clauses of a segment that are long enough to say something."""
    cuts = _apart(sorted({*boundaries(coded), *(m.end() for m in _CUT.finditer(coded.code))}))
    for left, right in pairwise(cuts):
        if right - left > _SHORTEST or sum(left <= g.at < right for g in coded.groups) > 1:
            yield Clause(coded, left, right)


def _apart(cuts: list[int]) -> list[int]:
    """The cuts without those that leave a piece too short to say anything, such as the last of a list."""
    kept = cuts[:1]
    for cut in cuts[1:]:
        if cut - kept[-1] <= _SHORTEST and len(kept) > 1:
            kept.pop()
        kept.append(cut)
    return kept


@dataclass(slots=True)
class Piece:
    """Clauses that are read together: their tokens, by the features of each, where they stand, and the context's."""

    clauses: list[Clause]
    tokens: list[tuple[str, ...]]
    at: list[int]
    context: tuple[str, ...]
    # So many tokens come first that are the last of the text before, and where they name whom.
    lead: int = 0
    before: dict[str, int] = field(default_factory=dict)
    # The tokens that are the sentence's own words, with where each stands: the others only mark something.
    words: list[int] = field(init=False)
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.words = [n for n, at in enumerate(self.at) if at >= 0]
        self.starts = [self.at[n] for n in self.words]

    def here(self, clause: Clause) -> list[int]:
        """Which tokens are the clause's own."""
        return self.words[bisect_left(self.starts, clause.left) : bisect_left(self.starts, clause.right)]


def pieces(coded: Coded, context: Context) -> Iterator[Piece]:
    """The clauses of a segment, those that are read together in one piece."""
    tokens = _tokens(coded)
    starts = [at for _, at in tokens]
    before = _before(context)
    known = _around_features(context)
    together: list[Clause] = []
    many = begun = ended = 0
    for clause in clauses(coded):
        first, last = bisect_left(starts, clause.left), bisect_left(starts, clause.right)
        if together and many + last - first > _TOGETHER:
            yield _piece(together, tokens[begun:ended], known, before)
            together, many = [], 0
        begun = begun if together else first
        together.append(clause)
        many += last - first
        ended = last
    if together:
        yield _piece(together, tokens[begun:ended], known, before)


def _tokens(coded: Coded) -> list[tuple[str, int]]:
    if coded.tokens is None:
        coded.tokens = [(m[0], m.start()) for m in _WORD.finditer(coded.code)]
    return coded.tokens


# So many tokens of the text before are read along.
_BEFORE = 24
# What marks each of them, and the end of a segment.
EARLIER = "<"
_HERE = ("||",)


def _before(context: Context) -> tuple[list[tuple[str, ...]], dict[str, int]]:
    """The last tokens of the text before, and whom they name: by key the token that does so last."""
    read: list[tuple[str, ...]] = []
    named: dict[str, int] = {}
    long = sum(len(_tokens(coded)) for coded in context.memory.last)
    for coded in context.memory.last:
        for token, at in _tokens(coded):
            long -= 1
            if long >= _BEFORE:
                continue
            group = coded.by_at.get(at)
            named.update((w.key, len(read)) for w in (group.whos if group else ()))
            read.append((*(_token(token, group) if group else named_by(token))[:2], EARLIER))
        if read:
            read.append(_HERE)
    return read, named


def _piece(
    together: list[Clause],
    tokens: list[tuple[str, int]],
    known: tuple[str, ...],
    before: tuple[list[tuple[str, ...]], dict[str, int]],
) -> Piece:
    """The tokens of these clauses, with a mark where one begins, after the last ones of the text before."""
    by_at, cuts = together[0].coded.by_at, {c.left for c in together[1:]}
    read = list(before[0])
    places = [-1] * len(read)
    for token, at in tokens[:_LONGEST]:
        if at in cuts:
            read.append(("|",))
            places.append(-1)
        read.append(_token(token, by_at[at]) if at in by_at else named_by(token))
        places.append(at)
    if not tokens:
        read.append(("|",))
        places.append(-1)
    return Piece(together, read, places, known, len(before[0]), before[1])


def positions(piece: Piece, known: dict[str, Member]) -> list[int]:
    """Which token of the piece names each actor: the clause's, the sentence's, or the text's before (-1: none)."""
    place = dict(zip(piece.starts, piece.words, strict=True))
    return [place.get(m.at, place.get(m.beside, piece.before.get(key, -1))) for key, m in known.items()]


def _token(token: str, group: Group) -> tuple[str, ...]:
    return (token, f"{token}{group.form}", f"{token}n{min(len(group.whos), 3)}")


_PATH_WORD = re.compile(r"[a-z]{4,}")


def _around_features(context: Context) -> tuple[str, ...]:
    """What is known of the context of a sentence: the heading's words, what was told of last, the kind of text."""
    out = [f"/{word}" for word in _PATH_WORD.findall(context.path)[:20]]
    out.append(f"@{context.discourse.told[0].relation if context.discourse.told else 'nothing'}")
    out.append("profile" if context.profile else "page")
    return (*out, "fragment") if context.fragment else tuple(out)


@lru_cache(maxsize=20_000)
def named_by(word: str) -> tuple[str, ...]:
    """The features of a word: itself, and how it begins; of a number only how long it is."""
    if word.isdigit():
        return ("#", f"#{min(len(word), 6)}")
    return (word, *(f"{word[:n]}-" for n in (4, 5) if len(word) > n))


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


def member_features(one: Member) -> tuple[str, ...]:
    """What is known of one actor in a clause: where it stands and what brings it in."""
    return _named_member(_stands(one), one.organisation, frozenset(one.sources), one.rank, one.past)


@lru_cache(maxsize=20_000)
def _named_member(
    stands: str, body: bool, sources: frozenset[str], rank: int, past: tuple[str, ...]
) -> tuple[str, ...]:
    ways = (f"by={s}" for s in sorted(sources))
    return (f"m={stands}", f"org={body}", *ways, f"rank={rank}", *past)


def set_features(clause: Clause, known: dict[str, Member], choice: list[frozenset[str]]) -> list[tuple[str, ...]]:
    """What is known of each set of actors beyond its members: how they stand to each other, who is left out."""
    groups = [g for g in clause.coded.groups if clause.left <= g.at < clause.right]
    together = [{w.key for w in g.whos} for g in groups]
    acting = next((whos for g, whos in zip(groups, together, strict=True) if g.subject and not g.owner), None)
    named = {k: m.at for k, m in known.items() if "in" in m.sources and not (m.group and m.group.generic)}
    places = {k: m.at for k, m in known.items() if m.at >= 0}
    return [_of_set(keys, places, named, together, acting) for keys in choice]


def _of_set(
    keys: frozenset[str],
    places: dict[str, int],
    named: dict[str, int],
    together: list[set[str]],
    acting: set[str] | None,
) -> tuple[str, ...]:
    placed = [places[k] for k in keys if k in places]
    unused = [at for k, at in named.items() if k not in keys]
    between, low, high = None, 0, 0
    if len(placed) >= 2:
        low, high = min(placed), max(placed)
        between = min(len([at for at in unused if low < at < high]), 2) if unused else 0
    return _named_set(
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
def _named_set(
    many: int,
    unused: int,
    absent: int,
    groups: int,
    together: bool,
    first: bool | None,
    acting: bool | None,
    between: int | None,
    apart: int,
) -> tuple[str, ...]:
    """The names of what is known of a set; None is not known of it."""
    out = [
        f"n={min(many, 5)}",
        f"unused={unused}",
        f"absent={absent}",
        f"n={min(many, 4)} unused={unused} absent={absent}",
        f"groups={groups}",
    ]
    if together:
        out.append("together")
    if first is not None:
        out.append(f"first={first}")
    if acting is not None:
        out.append(f"acting={acting}")
    if between is not None:
        out += [f"between={between}", f"apart={apart}"]
    return tuple(out)


class Weighed:
    """A claim that the model finds worth making: `said` is its chance by the words alone, `sure` with the actors.

    Its actors and slots are read when they are first asked for: of many nothing ever is.
    """

    __slots__ = (
        *("start", "end", "relation", "keys", "said", "sure", "pivot", "polarity"),
        *("_actors", "_slots", "_again", "_later"),
    )

    def __init__(
        self,
        start: int,
        end: int,
        relation: str,
        keys: frozenset[str],
        said: float,
        sure: float,
        pivot: str,
        actors: tuple[Actor, ...] | None = (),
        polarity: str = "affirmed",
        later: _Later | None = None,
    ) -> None:
        self.start, self.end, self.relation, self.keys = start, end, relation, keys
        self.said, self.sure, self.pivot, self.polarity = said, sure, pivot, polarity
        self._actors, self._later = actors, later
        self._slots: dict[str, Any] | None = None
        self._again: Weighed | None = None

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Who takes part in it with which role; nobody where the clause plainly denies, supposes or asks it."""
        if self._actors is None:
            self._actors = self._later.actors(self) if self._later else ()
        return self._actors

    @property
    def slots(self) -> dict[str, Any]:
        """What else the clause tells of it."""
        if self._slots is None:
            self._slots = self._later.slots(self) if self._later and self.actors else {}
        return self._slots

    @slots.setter
    def slots(self, slots: dict[str, Any]) -> None:
        self._slots = slots

    @property
    def again(self) -> Weighed | None:
        """What the last part of the clause says once more of the same, where the model hears it twice."""
        if self._again is None and self._later:
            self._again = self._later.again(self)
        return self._again

    @again.setter
    def again(self, second: Weighed) -> None:
        self._again = second

    def settle(self) -> None:
        """Read now what would be read later, and let go of what it is read from."""
        _ = self.slots, self.again
        self._later = None


@dataclass(slots=True)
class _Later:
    """What is asked of a claim only when it counts, by its clause, its number in the sets and its pivot's place."""

    scene: _Scene
    number: int
    at: int

    def actors(self, one: Weighed) -> tuple[Actor, ...]:
        """The actors of the set with their roles."""
        clause, known = self.scene.asked.clause, self.scene.known
        behind = self.at + len(one.pivot)
        where = (self.at, behind)
        if one.polarity == "affirmed" and (
            denial.barred(clause.coded.code, clause.left, clause.right, *where)
            or (one.sure < _IN_DOUBT and denial.doubtful(clause.coded.code, clause.left, clause.right, *where))
        ):
            return ()
        given = _roles_of(one.relation, self.scene, self.number)
        ordered = sorted(given.items(), key=lambda item: (_FIRST.get(item[1], 1), known[item[0]].at, item[0]))
        return tuple(Actor(known[key].who.code, role, known[key].who.body) for key, role in ordered)

    def slots(self, one: Weighed) -> dict[str, Any]:
        """The slots that the words tell, and those that the clause fills for the relation."""
        return {**self.scene.slot(one.relation), **clause_slots(one.relation, self._spot(one))}

    def _spot(self, one: Weighed) -> Spot:
        clause, behind = self.scene.asked.clause, self.at + len(one.pivot)
        return Spot(clause.coded, self.at, behind, clause.left, clause.right, self.scene.asked.context, {}, None)

    def again(self, one: Weighed) -> Weighed | None:
        """The last part of the clause that has a date of its own, if the clause is likely to say the same twice."""
        sure = float(self.scene.chances[self.number, _AGAIN + _COLUMN[one.relation]])
        if one.polarity == "denied" or sure < _TWICE or not one.actors:
            return None
        spot = self._spot(one)
        cut = _last_part(spot)
        if cut is None:
            return None
        start, end = spot.coded.span(cut, spot.right)
        second = Weighed(start, end, one.relation, one.keys, one.said, sure, one.pivot, one.actors)
        part = Spot(spot.coded, cut, cut, cut, spot.right, spot.context, {}, None)
        second.slots = one.slots | clause_slots(one.relation, part)
        return second


# How sure the model must be of what a clause may only deny, suppose or call a duty.
_IN_DOUBT = 0.8
# How likely a clause must say the same twice.
_TWICE = 0.5
_PART = re.compile(r",? (?:and|but|then|after|followed by) |[,;:(] ?")


def _last_part(spot: Spot) -> int | None:
    """Where the last part of the clause begins that has a date of its own, if an earlier part has one too."""
    dated = [m.at for m in dating.of(spot.coded, spot.context) if spot.left <= m.at < spot.right]
    cuts = [m.end() for m in _PART.finditer(spot.coded.code, spot.end, spot.right)]
    cuts = [cut for cut in cuts if len(dated) > 1 and dated[0] < cut <= dated[-1]]
    return cuts[-1] if cuts else None


_COLUMN = {relation: n for n, relation in enumerate(RELATIONS)}
# Where the columns of what is said more than once begin.
_AGAIN = 2 * len(RELATIONS)


@dataclass(slots=True)
class Looked:
    """What the model says of a clause: chances by relation, and by set of actors and relation (see `Choice`)."""

    start: int
    end: int
    said: Any
    sets: dict[frozenset[str], int]
    sure: Any
    made: list[Weighed] = field(default_factory=list)
    # The chances by set, as plain numbers: they are asked for one by one.
    _rows: list[list[float]] | None = None

    def rows(self) -> list[list[float]]:
        """The chances by set, then by relation and denied relation."""
        if self._rows is None:
            self._rows = self.sure.tolist()
        return self._rows

    def said_of(self, relation: str) -> float:
        """The chance that the clause states the relation of somebody."""
        return float(self.said[_COLUMN[relation]])

    def chance(self, relation: str, keys: frozenset[str]) -> float | None:
        """The chance of the relation between these actors; None where they were not weighed."""
        row = self.sets.get(keys)
        return None if row is None else self.rows()[row][_COLUMN[relation]]

    def denied(self, relation: str, keys: frozenset[str]) -> float:
        """The chance that the relation between these actors is denied."""
        row = self.sets.get(keys)
        return 0.0 if row is None else self.rows()[row][len(RELATIONS) + _COLUMN[relation]]

    def best(self, relation: str) -> tuple[float, float]:
        """The two best chances of the relation."""
        column = _COLUMN[relation]
        found = sorted([row[column] for row in self.rows()], reverse=True)
        return found[0], found[1] if len(found) > 1 else 0.0

    def of_set(self, keys: frozenset[str]) -> float:
        """The best chance of any relation between these actors."""
        row = self.sets.get(keys)
        return 0.0 if row is None else max(self.rows()[row][: len(RELATIONS)])


# A set of actors less likely than this is not made into a claim.
WORTH_MAKING = 0.1


def looked_at(piece: Piece, context: Context) -> list[Looked | None]:
    """What the model says of each clause of a piece; None of those that state nothing."""
    return all_looked_at([(piece, context)])


def all_looked_at(several: Sequence[tuple[Piece, Context]]) -> list[Looked | None]:
    """What the model says of each clause of pieces in their contexts; None of those that state nothing."""
    asked = _asked(several)
    heard = _heard([piece for piece, _ in several], asked)
    stated = (heard.heard.chances.max(1) >= LEAST).tolist()
    scenes = [_Scene.of(one, n, heard) if stated[n] else None for n, one in enumerate(asked)]
    weighed = [scene for scene in scenes if scene is not None and scene.sets]
    if weighed:
        _weigh(weighed, heard)
    return [scene.looked() if scene is not None and scene.sets else None for scene in scenes]


@dataclass(slots=True)
class _Asked:
    """A clause of a piece in its context, and the tokens that are its own."""

    clause: Clause
    piece: Piece
    context: Context
    here: list[int]


def _asked(several: Sequence[tuple[Piece, Context]]) -> list[_Asked]:
    return [_Asked(c, piece, context, piece.here(c)) for piece, context in several for c in piece.clauses]


@dataclass(slots=True)
class _Heard:
    """The tokens of pieces as they are read together, the row of each piece's first one, and what clauses say."""

    read: Any
    first: list[int]
    heard: Heard


def _heard(several: Sequence[Piece], asked: Sequence[_Asked]) -> _Heard:
    net = network()
    first = [0, *accumulate(len(piece.tokens) for piece in several)]
    of = [n for n, piece in enumerate(several) for _ in piece.clauses]
    here = [
        [first[n] + k for k in one.here] or list(range(first[n], first[n + 1]))
        for n, one in zip(of, asked, strict=True)
    ]
    read = net.sentences([piece.tokens for piece in several])
    around = net.totals("context", [piece.context for piece in several])
    return _Heard(read, [first[n] for n in of], net.clauses(read, here, around[of]))


_POLARITIES = ("affirmed", "denied")


@dataclass(eq=False)
class _Scene:
    """A clause with all that is asked of it, and what the network answers."""

    asked: _Asked
    known: dict[str, Member]
    sets: list[frozenset[str]]
    row: int
    heard: _Heard
    order: dict[str, int] = field(default_factory=dict)
    # The rows of its actors and sets among those of all clauses that are weighed together.
    actors: Any = None
    means: Any = None
    chances: Any = None
    told: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: _Asked, row: int, heard: _Heard) -> _Scene:
        known = pool(asked.clause, asked.context)
        return cls(asked, known, sets(asked.clause, known, asked.context), row, heard)

    def members(self) -> tuple[list[int], list[tuple[str, ...]]]:
        """The row at which each actor is named (-1: none), and what is known of it."""
        first = self.heard.first[self.row]
        at = [first + n if n >= 0 else -1 for n in positions(self.asked.piece, self.known)]
        return at, [member_features(m) for m in self.known.values()]

    def looked(self) -> Looked:
        """What the model says of the clause, with all that is worth making."""
        asked, heard = self.asked, self.heard.heard
        start, end = asked.clause.span()
        said = heard.chances[self.row]
        out = Looked(start, end, said, {keys: k for k, keys in enumerate(self.sets)}, self.chances)
        worth = (self.chances[:, :_AGAIN] >= WORTH_MAKING).nonzero()
        for k, column in zip(*(found.tolist() for found in worth), strict=True):
            denied, n = divmod(column, len(RELATIONS))
            place = asked.here[heard.looked[self.row, n]] if asked.here else 0
            word = spelt(asked.piece.tokens[place][0])
            sure = float(self.chances[k, column])
            later = _Later(self, k, max(asked.piece.at[place], asked.clause.left))
            polarity = _POLARITIES[denied]
            one = Weighed(start, end, RELATIONS[n], self.sets[k], float(said[n]), sure, word, None, polarity, later)
            out.made.append(one)
        return out

    @cached_property
    def words(self) -> list[str]:
        """What the words of the clause say by themselves."""
        return clause_words(self.asked.piece, self.asked.clause)

    def slot(self, relation: str) -> dict[str, str]:
        """The stage, status or kind that the words tell for a relation."""
        if relation not in self.told:
            self.told[relation] = told_slot(relation, self.words)
        return self.told[relation]


def _weigh(scenes: Sequence[_Scene], heard: _Heard) -> None:
    """Ask the network about the actors and sets of these clauses, all at once, and give each what is its own."""
    net, gist = network(), heard.heard.gist
    at: list[int] = []
    names: list[tuple[str, ...]] = []
    members: list[list[int]] = []
    features: list[tuple[str, ...]] = []
    for scene in scenes:
        scene.order = {k: n for n, k in enumerate(scene.known, len(at))}
        own_at, own_names = scene.members()
        at += own_at
        names += own_names
        members += [[scene.order[k] for k in sorted(keys)] for keys in scene.sets]
        features += set_features(scene.asked.clause, scene.known, scene.sets)
    actors = net.actors(heard.read, at, names, [s.row for s in scenes for _ in s.known], gist)
    choice = net.choose(actors, members, features, [s.row for s in scenes for _ in s.sets], gist)
    done = 0
    for scene in scenes:
        rows = slice(done, done + len(scene.sets))
        scene.actors, scene.means, scene.chances = actors, choice.means[rows], choice.chances[rows]
        done += len(scene.sets)


def spelt(token: str) -> str:
    """A token as it is shown: a mark by its letter."""
    return _MARKS.get(token, token)


_MARKS = dict(zip("\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008\ue009\ue00a", "NJDMFSTPBEW", strict=True))


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
_GIVES, _GETS, _PARTY = 0, 1, 2
# By so much (log odds) must an actor lean to giving to be another one who gives.
_PLAINLY = 1.0


def _roles_of(relation: str, scene: _Scene, k: int) -> dict[str, str]:
    """Who of a set gives and who gets; empty where the set can't be in the relation."""
    keys = scene.sets[k]
    bodies = {key for key in keys if scene.known[key].organisation}
    if relation == "membership":
        return {k: "organisation" if k in bodies else "member" for k in keys} if bodies and keys - bodies else {}
    if relation not in _ROLES:
        return dict.fromkeys(keys, "party")
    rest = sorted(keys - bodies) if relation == "deployment" else sorted(keys)
    out = dict.fromkeys(bodies, "organisation") if relation == "deployment" else {}
    if not rest:
        return out
    rows, heard, n = scene.actors[[scene.order[key] for key in rest]], scene.heard.heard, RELATIONS.index(relation)
    score = network().roles(rows, scene.means[k], heard.gist[scene.row], heard.seen[scene.row, n], n)
    return out | _given(relation, rest, score.tolist())


def _given(relation: str, keys: Sequence[str], score: Sequence[Sequence[float]]) -> dict[str, str]:
    """The likeliest one gives, with those that plainly do; the rest get. Or all are parties, where that may be."""
    gives, gets = _ROLES[relation]
    leans = [one[_GIVES] - one[_GETS] for one in score]
    ordered = sorted(range(len(keys)), key=lambda n: leans[n], reverse=True)
    first = ordered[0]
    if len(keys) == 1:
        return {keys[0]: gives if score[0][_GIVES] >= score[0][_GETS] else gets}
    directed = score[first][_GIVES] + sum(score[n][_GETS] for n in ordered[1:])
    if relation in _SOMETIMES_DIRECTED and directed < sum(score[n][_PARTY] for n in ordered):
        return dict.fromkeys(keys, "party")
    also = {n for n in ordered[1:-1] if leans[n] > _PLAINLY}
    return {keys[n]: gives if n == first or n in also else gets for n in ordered}


def clause_words(piece: Piece, clause: Clause) -> list[str]:
    """What the words of a clause say by themselves, as names: tokens, how they begin, pairs of them, the context."""
    own = [piece.tokens[n] for n in piece.here(clause)]
    pairs = {f"{a[0]} {b[0]}" for a, b in pairwise(own)}
    return sorted({name for token in own for name in token} | pairs | {*piece.context})


@cache
def _slot_weights() -> dict[str, tuple[dict[str, float], dict[str, list[tuple[str, float]]]]]:
    """By relation: where the sum of each value of its slot begins, and what each word adds to them (`slots.json`)."""
    held: dict[str, Any] = json.loads(files("foedera.reading").joinpath("slots.json").read_text("utf-8"))
    out: dict[str, tuple[dict[str, float], dict[str, list[tuple[str, float]]]]] = {}
    for relation, values in held.items():
        start, words = out.setdefault(relation, ({}, {}))
        for value, own in values.items():
            start[value] = own["(bias)"]
            for name, weight in own.items():
                words.setdefault(name, []).append((value, weight))
    return out


def told_slot(relation: str, names: Iterable[str]) -> dict[str, str]:
    """The stage, status or kind that the words tell, if any; a linear model reads it, by `clause_words`."""
    start, words = _slot_weights().get(relation, ({}, {}))
    scores = dict(start)
    for name in names:
        for value, weight in words.get(name, ()):
            scores[value] += weight
    best = max(scores, key=lambda value: scores[value], default="")
    return {SLOTS[relation]: best} if best else {}


_FIRST = {"provider": 0, "supplier": 0, "contributor": 0, "member": 0, "initiator": 0}
# Slots whose value the words tell, by relation.
SLOTS = {"agreement": "stage", "transfer": "stage", "membership": "status", "deployment": "kind", "production": "stage"}


# So many pieces wait at most before they are weighed, so that memory stays bounded, and a deadline is kept.
_MOST_WAITING = 128


class Notes:
    """What the model weighed while a document was read: given as `watch` to the reader.

    Sentences wait with their contexts as these were, and are weighed many at a time: that is much faster.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[Piece, Context]] = []
        self._found: list[Looked] = []
        self.profile = False
        # Stretches that another reader has taken whole: forms.
        self.owned: tuple[tuple[int, int], ...] = ()

    @property
    def found(self) -> list[Looked]:
        """What the model says of each clause that may state something, in their order."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            self._found += [one for one in all_looked_at(waiting) if one is not None]
        return self._found

    @found.setter
    def found(self, found: list[Looked]) -> None:
        self._waiting, self._found = [], found

    def __call__(self, coded: Coded, context: Context) -> None:
        """Take each clause of a segment to be weighed."""
        self.profile = context.profile
        known = context.copy()
        self._waiting += [(piece, known) for piece in pieces(coded, known)]
        if len(self._waiting) > _MOST_WAITING:
            _ = self.found

    def heard(self, steps: Sequence[Step], ruled: Sequence[Claim], owned: Iterable[tuple[int, int]]) -> None:
        """Take note of what rules did in each segment, of all claims that they made, and of what is a form's."""
        self.owned = tuple(owned)
