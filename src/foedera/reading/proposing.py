"""What the words of a clause say by themselves: a small learned network weighs who is in which relation there.

`network` is trained by `tools/train_proposer.py` on labelled texts: which relation a clause states, between whom, who
of them gives or gets, and at what stage. It knows nothing of frames; `judging` weighs what both say. It is asked about
the clauses of `pieces` and the sets of actors of `whom`; what it finds worth making is made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from foedera.claim import RELATIONS, Actor
from foedera.reading import dating, denial
from foedera.reading.assembly import clause_slots
from foedera.reading.context import Context
from foedera.reading.groups import Coded
from foedera.reading.network import Heard, network
from foedera.reading.pieces import Clause, Piece, pieces, spelt
from foedera.reading.roles import Spot
from foedera.reading.whom import Known, Measures, Member, known_of, measures, pool, positions, set_features, sets

if TYPE_CHECKING:
    from foedera.actors import Mention
    from foedera.claim import Claim
    from foedera.reading.reader import Step

# A relation less likely than this by a clause's words is not looked into.
LEAST = 0.05


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
        if one.polarity == "denied" and denial.imagined(clause.coded.code, clause.left, clause.right, self.at):
            return ()
        if one.polarity == "affirmed" and (
            denial.barred(clause.coded.code, clause.left, clause.right, *where)
            or (one.sure < _IN_DOUBT and denial.doubtful(clause.coded.code, clause.left, clause.right, *where))
        ):
            return ()
        given = _roles_of(one.relation, self.scene, self.number)
        ordered = sorted(given.items(), key=lambda item: (_FIRST.get(item[1], 1), known[item[0]].at, item[0]))
        return tuple(Actor(known[key].who.code, role, known[key].who.body) for key, role in ordered)

    def slots(self, one: Weighed) -> dict[str, Any]:
        """The slots that the clause fills for the relation."""
        return clause_slots(one.relation, self._spot(one))

    def _spot(self, one: Weighed) -> Spot:
        clause, behind = self.scene.asked.clause, self.at + len(one.pivot)
        return Spot(clause.coded, self.at, behind, clause.left, clause.right, self.scene.asked.context, {}, None)

    def again(self, one: Weighed) -> Weighed | None:
        """The last part of the clause, if the clause is likely to say the same twice."""
        sure = float(self.scene.chances[self.number, AGAIN + _COLUMN[one.relation]])
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
# A part shorter than this says nothing by itself.
_SHORTEST = 6


def _last_part(spot: Spot) -> int | None:
    """Where the last part of the clause begins: the last with a date of its own if there are two, else the last."""
    dated = [m.at for m in dating.of(spot.coded, spot.context) if spot.left <= m.at < spot.right]
    cuts = [m.end() for m in _PART.finditer(spot.coded.code, spot.end, spot.right)]
    later = [cut for cut in cuts if len(dated) > 1 and dated[0] < cut <= dated[-1]]
    parts = later or [cut for cut in cuts if cut + _SHORTEST < spot.right]
    return parts[-1] if parts else None


_COLUMN = {relation: n for n, relation in enumerate(RELATIONS)}
# Where the columns of what is said more than once begin.
AGAIN = 2 * len(RELATIONS)


@dataclass(slots=True)
class Looked:
    """What the model says of a clause: chances by relation, and by set of actors and relation (see `Choice`)."""

    start: int
    end: int
    said: Any
    sets: dict[frozenset[str], int]
    sure: Any
    made: list[Weighed] = field(default_factory=list)
    # What is known of the sets, in their order, and of each actor by its key.
    measures: list[Measures] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)
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

    def twice(self, relation: str, keys: frozenset[str]) -> float:
        """The chance that the clause tells it of these actors more than once."""
        row = self.sets.get(keys)
        return 0.0 if row is None else self.rows()[row][AGAIN + _COLUMN[relation]]

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
    scenes = [_Scene.of(one, n, heard) if stated[n] or one.denies() else None for n, one in enumerate(asked)]
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

    def denies(self) -> bool:
        """Does it hold a word that denies something?"""
        clause = self.clause
        return denial.speaks_of_none(clause.coded.code, clause.left, clause.right)


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
    measures: list[Measures] = field(default_factory=list)
    traits: list[Known] = field(default_factory=list)

    @classmethod
    def of(cls, asked: _Asked, row: int, heard: _Heard) -> _Scene:
        known = pool(asked.clause, asked.context)
        return cls(asked, known, sets(asked.clause, known, asked.context), row, heard)

    def places(self) -> list[int]:
        """The row at which each actor is named (-1: none)."""
        first = self.heard.first[self.row]
        return [first + n if n >= 0 else -1 for n in positions(self.asked.piece, self.known)]

    def looked(self) -> Looked:
        """What the model says of the clause, with all that is worth making."""
        asked, heard = self.asked, self.heard.heard
        start, end = asked.clause.span()
        said = heard.chances[self.row]
        out = Looked(start, end, said, {keys: k for k, keys in enumerate(self.sets)}, self.chances)
        out.measures, out.known = self.measures, dict(zip(self.known, self.traits, strict=True))
        worth = (self.chances[:, :AGAIN] >= WORTH_MAKING).nonzero()
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


def _weigh(scenes: Sequence[_Scene], heard: _Heard) -> None:
    """Ask the network about the actors and sets of these clauses, all at once, and give each what is its own."""
    net, gist = network(), heard.heard.gist
    at: list[int] = []
    names: list[tuple[str, ...]] = []
    members: list[list[int]] = []
    features: list[tuple[str, ...]] = []
    for scene in scenes:
        scene.order = {k: n for n, k in enumerate(scene.known, len(at))}
        scene.traits = [known_of(m) for m in scene.known.values()]
        scene.measures = measures(scene.asked.clause, scene.known, scene.sets)
        at += scene.places()
        names += [known.names for known in scene.traits]
        members += [[scene.order[k] for k in sorted(keys)] for keys in scene.sets]
        features += map(set_features, scene.measures)
    actors = net.actors(heard.read, at, names, [s.row for s in scenes for _ in s.known], gist)
    choice = net.choose(actors, members, features, [s.row for s in scenes for _ in s.sets], gist)
    done = 0
    for scene in scenes:
        rows = slice(done, done + len(scene.sets))
        scene.actors, scene.means, scene.chances = actors, choice.means[rows], choice.chances[rows]
        done += len(scene.sets)


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
    if relation != "membership" and any(_unnamed(scene.known[key]) for key in keys):
        return {}
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


def _unnamed(one: Member) -> bool:
    """Does its name only tell of whom somebody is one ("a NATO member", "EU countries such as Italy")?"""
    return one.group is not None and one.group.generic


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


_FIRST = {"provider": 0, "supplier": 0, "contributor": 0, "member": 0, "initiator": 0}

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
        # As what its clauses are weighed: a page, a state's profile, or plainly (the profile of what is no state).
        self.kind = "pages"
        # Whom the document names.
        self.mentions: Sequence[Mention] = ()
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
        self.kind = "profiles" if context.profile else "plain" if context.listing else "pages"
        known = context.copy()
        self._waiting += [(piece, known) for piece in pieces(coded, known)]
        if len(self._waiting) > _MOST_WAITING:
            _ = self.found

    def heard(self, steps: Sequence[Step], ruled: Sequence[Claim], owned: Iterable[tuple[int, int]]) -> None:
        """Take note of what rules did in each segment, of all claims that they made, and of what is a form's."""
        self.owned = tuple(owned)
