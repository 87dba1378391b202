"""What the words of a clause say by themselves: a small learned network weighs who is in which relation there.

`network` is trained by `tools/train_proposer.py` on labelled texts: which relation a clause states, between whom, who
of them gives or gets, and at what stage. It knows nothing of frames; `judging` weighs what both say. Here is what it
is asked: the tokens of a sentence and what is known of each, whom a clause could be about, and the sets of them that
are weighed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING, Any

from foedera.actors import Mention
from foedera.actors.missions import missions
from foedera.claim import RELATIONS, Actor
from foedera.reading import denial, makers
from foedera.reading.assembly import clause_slots
from foedera.reading.context import Context, is_organisation
from foedera.reading.groups import Coded, Group, Who
from foedera.reading.network import Choice, Heard, network
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
    cuts = _apart(sorted({*boundaries(coded.code), *(m.end() for m in _CUT.finditer(coded.code))}))
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

    def here(self, clause: Clause) -> list[int]:
        """Which tokens are the clause's own."""
        return [n for n, at in enumerate(self.at) if clause.left <= at < clause.right]


def pieces(coded: Coded, context: Context) -> Iterator[Piece]:
    """The clauses of a segment, those that are read together in one piece."""
    tokens = [(m.group(), m.start()) for m in _WORD.finditer(coded.code)]
    known = _around_features(context)
    together: list[Clause] = []
    many = 0
    for clause in clauses(coded):
        own = sum(clause.left <= at < clause.right for _, at in tokens)
        if together and many + own > _TOGETHER:
            yield _piece(together, tokens, known)
            together, many = [], 0
        together.append(clause)
        many += own
    if together:
        yield _piece(together, tokens, known)


def _piece(together: list[Clause], tokens: list[tuple[str, int]], known: tuple[str, ...]) -> Piece:
    """The tokens of these clauses, with a mark where one begins."""
    coded, cuts = together[0].coded, {c.left for c in together[1:]}
    out = Piece(together, [], [], known)
    for token, at in tokens:
        if not together[0].left <= at < together[-1].right or len(out.tokens) >= _LONGEST:
            continue
        if at in cuts:
            out.tokens.append(("|",))
            out.at.append(-1)
        out.tokens.append(_token(token, coded.by_at.get(at)))
        out.at.append(at)
    if not out.tokens:
        out.tokens, out.at = [("|",)], [-1]
    return out


def _token(token: str, group: Group | None) -> tuple[str, ...]:
    if token.isdigit():
        return ("#", f"#{min(len(token), 6)}")
    if group is not None:
        return (token, f"{token}{group.form}", f"{token}n{min(len(group.whos), 3)}")
    return named_by(token)


_PATH_WORD = re.compile(r"[a-z]{4,}")


def _around_features(context: Context) -> tuple[str, ...]:
    """What is known of the context of a sentence: the heading's words, what was told of last, the kind of text."""
    out = [f"/{word}" for word in _PATH_WORD.findall(context.path)[:20]]
    out.append(f"@{context.discourse.told[0].relation if context.discourse.told else 'nothing'}")
    out.append("profile" if context.profile else "page")
    return (*out, "fragment") if context.fragment else tuple(out)


@lru_cache(maxsize=20_000)
def named_by(word: str) -> tuple[str, ...]:
    """The features of a word: itself, and how it begins."""
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
            if not inside and group.prep:
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


def _stands(one: Member) -> str:
    """Where in the clause an actor stands: its form, what governs it, whether it acts or owns."""
    group = one.group
    if group is None:
        return one.kind if one.at >= 0 else "context"
    marks = ("S" if group.subject else "") + ("O" if group.owner else "") + ("L" if group.listed else "")
    return f"{group.form}|{group.prep}|{marks}"


def member_features(one: Member) -> tuple[str, ...]:
    """What is known of one actor in a clause: where it stands and what brings it in."""
    ways = (f"by={s}" for s in sorted(one.sources))
    return (f"m={_stands(one)}", f"org={one.organisation}", *ways, f"rank={one.rank}", *one.past)


def set_features(clause: Clause, known: dict[str, Member], choice: list[frozenset[str]]) -> list[tuple[str, ...]]:
    """What is known of each set of actors beyond its members: how they stand to each other, who is left out."""
    groups = [g for g in clause.coded.groups if clause.left <= g.at < clause.right]
    together = [{w.key for w in g.whos} for g in groups]
    acting = next((whos for g, whos in zip(groups, together, strict=True) if g.subject and not g.owner), None)
    named = {k: m.at for k, m in known.items() if "in" in m.sources and not (m.group and m.group.generic)}
    return [_of_set(keys, known, named, together, acting) for keys in choice]


def _of_set(
    keys: frozenset[str],
    known: dict[str, Member],
    named: dict[str, int],
    together: list[set[str]],
    acting: set[str] | None,
) -> tuple[str, ...]:
    placed = sorted(at for k in keys if (at := known[k].at) >= 0)
    absent = len(keys) - len(placed)
    unused = [at for k, at in named.items() if k not in keys]
    left_out = min(len(unused), 3)
    out = [
        f"n={min(len(keys), 5)}",
        f"unused={left_out}",
        f"absent={absent}",
        f"n={min(len(keys), 4)} unused={left_out} absent={absent}",
        f"groups={len(set(placed))}",
    ]
    if keys in together:
        out.append("together")
    if together:
        out.append(f"first={not keys.isdisjoint(together[0])}")
    if acting:
        out.append(f"acting={not keys.isdisjoint(acting)}")
    if len(placed) >= 2:
        low, high = placed[0], placed[-1]
        out.append(f"between={min(sum(low < at < high for at in unused), 2)}")
        out.append(f"apart={min((high - low) // 25, 5)}")
    return tuple(out)


@dataclass(slots=True)
class Weighed:
    """A claim that the model finds worth making: `said` is its chance by the words alone, `sure` with the actors."""

    start: int
    end: int
    relation: str
    keys: frozenset[str]
    said: float
    sure: float
    pivot: str
    actors: tuple[Actor, ...] = ()
    slots: dict[str, Any] = field(default_factory=dict)
    polarity: str = "affirmed"


@dataclass(slots=True)
class Looked:
    """What the model says of a clause: chances by relation, and by set of actors and relation (then denied ones)."""

    start: int
    end: int
    said: Any
    sets: dict[frozenset[str], int]
    sure: Any
    made: list[Weighed] = field(default_factory=list)

    def said_of(self, relation: str) -> float:
        """The chance that the clause states the relation of somebody."""
        return float(self.said[RELATIONS.index(relation)])

    def chance(self, relation: str, keys: frozenset[str]) -> float | None:
        """The chance of the relation between these actors; None where they were not weighed."""
        row = self.sets.get(keys)
        return None if row is None else float(self.sure[row, RELATIONS.index(relation)])

    def denied(self, relation: str, keys: frozenset[str]) -> float:
        """The chance that the relation between these actors is denied."""
        row = self.sets.get(keys)
        return 0.0 if row is None else float(self.sure[row, len(RELATIONS) + RELATIONS.index(relation)])

    def best(self, relation: str) -> tuple[float, float]:
        """The two best chances of the relation."""
        found = sorted(self.sure[:, RELATIONS.index(relation)].tolist(), reverse=True)[:2]
        return found[0], found[1] if len(found) > 1 else 0.0

    def of_set(self, keys: frozenset[str]) -> float:
        """The best chance of any relation between these actors."""
        row = self.sets.get(keys)
        return 0.0 if row is None else float(self.sure[row, : len(RELATIONS)].max())


# A set of actors less likely than this is not made into a claim.
WORTH_MAKING = 0.1


def weigh(coded: Coded, context: Context) -> Iterator[Looked]:
    """What the model says of each clause of a segment that may state something."""
    for piece in pieces(coded, context):
        yield from (found for found in looked_at(piece, context) if found is not None)


def looked_at(piece: Piece, context: Context) -> list[Looked | None]:
    """What the model says of each clause of a piece; None of those that state nothing."""
    read = network().sentence(piece.tokens)
    around = network().total("context", piece.context)
    return [_weighed(piece, clause, context, read, around) for clause in piece.clauses]


def _weighed(piece: Piece, clause: Clause, context: Context, read: Any, around: Any) -> Looked | None:
    here = piece.here(clause)
    heard = network().clause(read, here, around)
    if heard.chances.max() < LEAST:
        return None
    known = pool(clause, context)
    choice = sets(clause, known, context)
    if not choice:
        return None
    scene = _scene(piece, clause, known, choice, heard, read)
    start, end = clause.span()
    sure = scene.choice.chances
    out = Looked(start, end, heard.chances, {keys: k for k, keys in enumerate(choice)}, sure)
    for k, column in zip(*(sure >= WORTH_MAKING).nonzero(), strict=True):
        denied, n = divmod(int(column), len(RELATIONS))
        place = here[heard.looked[n]] if here else 0
        word = spelt(piece.tokens[place][0])
        one = Weighed(start, end, RELATIONS[n], choice[k], float(heard.chances[n]), float(sure[k, column]), word)
        one.polarity = _POLARITIES[denied]
        _make(one, scene, int(k), max(piece.at[place], clause.left), context)
        out.made.append(one)
    return out


_POLARITIES = ("affirmed", "denied")


@dataclass
class _Scene:
    """A clause with all that is asked of it, and what the network answers."""

    clause: Clause
    known: dict[str, Member]
    order: dict[str, int]
    sets: list[frozenset[str]]
    heard: Heard
    actors: Any
    choice: Choice
    piece: Piece
    told: dict[str, dict[str, str]] = field(default_factory=dict)

    @cached_property
    def words(self) -> list[str]:
        """What the words of the clause say by themselves."""
        return clause_words(self.piece, self.clause)

    def slot(self, relation: str) -> dict[str, str]:
        """The stage, status or kind that the words tell for a relation."""
        if relation not in self.told:
            self.told[relation] = told_slot(relation, self.words)
        return self.told[relation]


def spelt(token: str) -> str:
    """A token as it is shown: a mark by its letter."""
    return _MARKS.get(token, token)


_MARKS = dict(zip("\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008\ue009\ue00a", "NJDMFSTPBEW", strict=True))


def _scene(
    piece: Piece, clause: Clause, known: dict[str, Member], choice: list[frozenset[str]], heard: Heard, read: Any
) -> _Scene:
    place = {at: n for n, at in enumerate(piece.at) if at >= 0}
    order = {k: n for n, k in enumerate(known)}
    actors = network().actors(
        read, [place.get(m.at, -1) for m in known.values()], [member_features(m) for m in known.values()], heard
    )
    members = [[order[k] for k in sorted(keys)] for keys in choice]
    chosen = network().choose(actors, members, set_features(clause, known, choice), heard)
    return _Scene(clause, known, order, choice, heard, actors, chosen, piece)


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
    rows = scene.actors[[scene.order[key] for key in rest]]
    score = network().roles(rows, scene.choice.means[k], scene.heard, RELATIONS.index(relation))
    return out | _given(relation, rest, score)


def _given(relation: str, keys: Sequence[str], score: Any) -> dict[str, str]:
    """The likeliest one gives, with those that plainly do; the rest get. Or all are parties, where that may be."""
    gives, gets = _ROLES[relation]
    ordered = sorted(range(len(keys)), key=lambda n: float(score[n, _GIVES] - score[n, _GETS]), reverse=True)
    first = ordered[0]
    if len(keys) == 1:
        return {keys[0]: gives if score[0, _GIVES] >= score[0, _GETS] else gets}
    directed = score[first, _GIVES] + sum(score[n, _GETS] for n in ordered[1:])
    if relation in _SOMETIMES_DIRECTED and directed < sum(score[n, _PARTY] for n in ordered):
        return dict.fromkeys(keys, "party")
    also = {n for n in ordered[1:-1] if score[n, _GIVES] - score[n, _GETS] > _PLAINLY}
    return {keys[n]: gives if n == first or n in also else gets for n in ordered}


def _make(one: Weighed, scene: _Scene, k: int, at: int, context: Context) -> None:
    """Give it its roles and slots, unless the clause denies, supposes or asks it."""
    clause, known = scene.clause, scene.known
    behind = at + len(one.pivot)
    if one.polarity == "affirmed" and denial.doubtful(clause.coded.code, clause.left, clause.right, at, behind):
        return
    given = _roles_of(one.relation, scene, k)
    one.actors = tuple(
        Actor(known[key].who.code, role, known[key].who.body)
        for key, role in sorted(given.items(), key=lambda item: (_FIRST.get(item[1], 1), known[item[0]].at))
    )
    if one.actors:
        spot = Spot(clause.coded, at, behind, clause.left, clause.right, context, {}, None)
        one.slots = {**scene.slot(one.relation), **clause_slots(one.relation, spot)}


def clause_words(piece: Piece, clause: Clause) -> list[str]:
    """What the words of a clause say by themselves, as names: tokens, how they begin, pairs of them, the context."""
    own = [piece.tokens[n] for n in piece.here(clause)]
    pairs = {f"{a[0]} {b[0]}" for a, b in pairwise(own)}
    return sorted({name for token in own for name in token} | pairs | {*piece.context})


@cache
def _slot_weights() -> dict[str, dict[str, dict[str, float]]]:
    """By relation and value of its slot the weights of words (`slots.json`)."""
    held: dict[str, Any] = json.loads(files("foedera.reading").joinpath("slots.json").read_text("utf-8"))
    return held


def told_slot(relation: str, names: Iterable[str]) -> dict[str, str]:
    """The stage, status or kind that the words tell, if any; a linear model reads it, by `clause_words`."""
    weights = _slot_weights().get(relation, {})
    scores = {value: own["(bias)"] + sum(own.get(name, 0.0) for name in names) for value, own in weights.items()}
    best = max(scores, key=lambda value: scores[value], default="")
    return {SLOTS[relation]: best} if best else {}


_FIRST = {"provider": 0, "supplier": 0, "contributor": 0, "member": 0, "initiator": 0}
# Slots whose value the words tell, by relation.
SLOTS = {"agreement": "stage", "transfer": "stage", "membership": "status", "deployment": "kind", "production": "stage"}


class Notes:
    """What the model weighed while a document was read: given as `watch` to the reader."""

    def __init__(self) -> None:
        self.found: list[Looked] = []
        self.profile = False
        # Stretches that another reader has taken whole: forms.
        self.owned: tuple[tuple[int, int], ...] = ()

    def __call__(self, coded: Coded, context: Context) -> None:
        """Weigh each clause of a segment."""
        self.profile = context.profile
        self.found.extend(weigh(coded, context))

    def heard(self, steps: Sequence[Step], ruled: Sequence[Claim], owned: Iterable[tuple[int, int]]) -> None:
        """Take note of what rules did in each segment, of all claims that they made, and of what is a form's."""
        self.owned = tuple(owned)
