"""What speaks for and against each claim that could be made of a text, as numbers: `judging` weighs them.

The network hears one clause at a time. Here each candidate is seen beside the others: what rules made of it, which
rivals it has in its clause, what the clauses beside say, and whom the whole text ties how often.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from foedera.claim import RELATIONS, Claim
from foedera.reading.proposing import Looked, Weighed
from foedera.reading.whom import TRAITS

Keys = frozenset[str]
# A claim that could be made: of a relation between these actors.
Tie = tuple[str, Keys]
# Those of a clause, each with a chance.
Ties = dict[Tie, float]

# What an unknown chance counts as, on the scale of log odds; and one of a relation that the words do not suggest.
_UNKNOWN, _UNSAID = -5.0, -4.0
# Chances that are so close are equal: those of two actors of a list differ only by how a machine rounds.
_EQUAL = 1e-4
# How sure a claim counts whose rule has no record; and how much of that counts as a chance beside the model's.
_USUAL, _OF_RULES = 0.7, 0.5
# From which chance on a candidate counts in what the whole text tells, and as a rival.
_COUNTS, _RIVALS = 0.2, 0.3


@dataclass(slots=True)
class Scene:
    """One clause: what the model says of it, and the claims that rules made there."""

    looked: Looked | None
    claims: list[Claim]
    # As what it is weighed: "pages", "profiles" (of states), or "plain" (profiles of what is no state, a few clauses).
    kind: str
    affirmed: list[tuple[Claim, Keys]] = field(init=False)
    learned: dict[Tie, Weighed] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.affirmed = [(c, keys_of(c)) for c in self.claims if c.polarity == "affirmed"]
        if self.looked:
            self.learned = {(w.relation, w.keys): w for w in self.looked.made if w.polarity == "affirmed"}

    def denies(self, claim: Claim) -> float:
        """How likely the model finds it that the clause denies what the claim tells; 1 where it did not weigh it."""
        return self.looked.denied(claim.relation, keys_of(claim)) if self.looked else 1.0

    def ties(self) -> Ties:
        """Every claim that could be made here, with its chance: the model's, or what its rule's record tells."""
        out: Ties = {tie: w.sure for tie, w in self.learned.items()}
        for c, keys in self.affirmed:
            tie = (c.relation, keys)
            out[tie] = max(out.get(tie, 0.0), _OF_RULES * _record(c))
        return out

    def span(self) -> tuple[int, int]:
        """Where it stands in the text."""
        one = self.looked or self.claims[0]
        return one.start, one.end


def keys_of(claim: Claim) -> Keys:
    """The actors of a claim, by their keys."""
    return frozenset(a.key for a in claim.actors)


def _record(claim: Claim) -> float:
    return _USUAL if claim.confidence is None else claim.confidence


def odds(p: float) -> float:
    """The log odds of a chance, bounded."""
    return math.log((p + 1e-4) / (1 - p + 1e-4))


# By the model: the chance of it, of the relation by the words alone, of the likeliest sets, of these actors at all. By
# rules: how often they are right, on it, on the relation with others, on part or all of its actors.
_VOICES = (
    *("sure", "unknown", "said", "best", "leads", "rival", "these actors", "again"),
    *("record", "record squared", "ruled", "sure if ruled", "others", "others' record", "part", "whole"),
    *("otherwise told", "otherwise record"),
)
_RELATIONS = tuple(f"relation={r}" for r in RELATIONS)
# The names of what is known of a candidate, in the order of `Evidence.of`.
NAMES = (
    *_VOICES,
    # rivals in the clause: of the same relation, of fewer or more actors, with one of them; of another relation
    *("first rival", "rivals", "smaller", "larger", "one elsewhere", "one anywhere"),
    *("other relation", "these in another", "candidates", "all chances"),
    # the clauses before and behind
    *("before", "behind", "relation before", "relation behind", "actors before", "same sentence", "before in it"),
    *("said before", "said behind"),
    # how it was found in the round before
    "before this",
    # the whole text, but for this clause
    *("in text", "actors in text", "actors' share", "relation's share", "clauses", "least known", "best known"),
    # the clause
    *("length", "digits", "line", "first in line", "profile"),
    *(f"says {r}" for r in RELATIONS),
    # the set of actors, and its members on average
    *("many", "unused", "absent", "together", "has first", "between", "not looked at"),
    *(f"members {trait}" for trait in TRAITS),
    *_RELATIONS,
)
# What counts in profiles, whose clauses say nearly all by themselves, and where there are few clauses.
PLAIN = (*_VOICES, "many", "profile", *_RELATIONS)
_ONE_OF = {r: tuple(float(r == other) for other in RELATIONS) for r in RELATIONS}
_SILENT = (_UNSAID,) * len(RELATIONS)


class Evidence:
    """The clauses of a text with all that could be claimed in them, and what speaks for each of it.

    After each round `found` takes how sure it was: in the first one the model's chances stand for that.
    """

    def __init__(self, scenes: Sequence[Scene], text: str) -> None:
        self._scenes, self._text, self._first = scenes, text, True
        self._spans = [scene.span() for scene in scenes]
        self._beside = _beside(self._spans)
        self._clause = [self._of_clause(n) for n in range(len(scenes))]
        # What no round changes: what is known by voices, and of the set.
        self._lasting: dict[tuple[int, Tie], tuple[tuple[float, ...], tuple[float, ...]]] = {}
        self._take([scene.ties() for scene in scenes])

    def found(self, found: Sequence[Ties]) -> None:
        """Take how sure a round was of each, by clause, for the next one."""
        self._first = False
        self._take(found)

    def _take(self, found: Sequence[Ties]) -> None:
        self._ties = found
        self._tied: dict[Tie, float] = defaultdict(float)
        self._actors: dict[Keys, float] = defaultdict(float)
        self._relations: dict[str, float] = defaultdict(float)
        self._known: dict[str, float] = defaultdict(float)
        self._all = 1.0
        for ties in found:
            for tie, p in ties.items():
                if p > _COUNTS:
                    self._count(tie, p)

    def _count(self, tie: Tie, p: float) -> None:
        relation, keys = tie
        self._tied[tie] += p
        self._actors[keys] += p
        self._relations[relation] += p
        self._all += p
        for key in keys:
            self._known[key] += p

    def candidates(self, n: int) -> Iterable[Tie]:
        """All that could be claimed in a clause."""
        return self._ties[n]

    def of(self, n: int, relation: str, keys: Keys) -> list[float]:
        """What is known for and against a claim in a clause, by `NAMES`."""
        tie = relation, keys
        if (n, tie) not in self._lasting:
            scene = self._scenes[n]
            self._lasting[n, tie] = self._of_voices(scene, relation, keys), _of_set(scene.looked, keys)
        voices, of_set = self._lasting[n, tie]
        return [
            *voices,
            *self._of_rivals(n, relation, keys),
            *self._of_neighbours(n, relation, keys),
            _UNKNOWN if self._first else odds(self._ties[n][tie]),
            *self._of_text(n, relation, keys),
            *self._clause[n],
            *of_set,
            *_ONE_OF[relation],
        ]

    def _of_voices(self, scene: Scene, relation: str, keys: Keys) -> tuple[float, ...]:
        """What the model says of it, and what rules do."""
        looked = scene.looked
        sure = looked.chance(relation, keys) if looked else None
        chance = _UNKNOWN if sure is None else odds(sure)
        best = looked.best(relation) if looked else (0.0, 0.0)
        leads = (sure or 0.0) >= best[0] - _EQUAL
        mine = [_record(c) for c, k in scene.affirmed if c.relation == relation and k == keys]
        same = [(_record(c), k) for c, k in scene.affirmed if c.relation == relation and k != keys]
        other = [_record(c) for c, k in scene.affirmed if c.relation != relation and k == keys]
        record, framed = max(mine, default=0.0), float(bool(mine))
        return (
            chance,
            float(sure is None),
            odds(looked.said_of(relation)) if looked else _UNSAID,
            odds(best[0]),
            float(leads),
            odds(best[1] if leads else best[0]),
            odds(looked.of_set(keys)) if looked else odds(0.0),
            odds(looked.twice(relation, keys)) if looked else _UNKNOWN,
            record,
            record * record,
            framed,
            chance * framed,
            float(bool(same)),
            max([p for p, _ in same], default=0.0),
            float(any(k > keys for _, k in same)),
            float(any(k < keys for _, k in same)),
            float(bool(other)),
            max(other, default=0.0),
        )

    def _of_rivals(self, n: int, relation: str, keys: Keys) -> tuple[float, ...]:
        """What else could be claimed in the same clause."""
        first = smaller = larger = elsewhere = anywhere = other = these = total = 0.0
        many = 0
        for (of, who), p in self._ties[n].items():
            total += p
            if of != relation:
                other = max(other, p)
                if who == keys:
                    these = max(these, p)
                elif not who.isdisjoint(keys):
                    anywhere = max(anywhere, p)
            elif who != keys:
                first = max(first, p)
                many += p > _RIVALS
                if who < keys:
                    smaller = max(smaller, p)
                elif who > keys:
                    larger = max(larger, p)
                if not who.isdisjoint(keys):
                    elsewhere = max(elsewhere, p)
        one = max(elsewhere, anywhere)
        return first, many, smaller, larger, elsewhere, one, other, these, float(len(self._ties[n])), total

    def _of_neighbours(self, n: int, relation: str, keys: Keys) -> tuple[float, ...]:
        """What the clauses before and behind it say."""
        before, behind = self._beside[n]
        last = self._ties[before] if before is not None else {}
        next_ = self._ties[behind] if behind is not None else {}
        told, tie = last.get((relation, keys), 0.0), (relation, keys)
        joined = float(before is not None and self._joined(n, before))
        return (
            told,
            next_.get(tie, 0.0),
            max([p for (of, _), p in last.items() if of == relation], default=0.0),
            max([p for (of, _), p in next_.items() if of == relation], default=0.0),
            max([p for (_, who), p in last.items() if who == keys], default=0.0),
            joined,
            joined * told,
            self._said(before, relation),
            self._said(behind, relation),
        )

    def _joined(self, n: int, before: int) -> bool:
        """Do only words stand between a clause and the one before, no end of a sentence?"""
        between = self._text[max(self._spans[before][1] - 1, 0) : self._spans[n][0] + 1]
        return not any(mark in between for mark in ".\n!?")

    def _said(self, n: int | None, relation: str) -> float:
        looked = self._scenes[n].looked if n is not None else None
        return odds(looked.said_of(relation)) if looked else _UNKNOWN

    def _of_text(self, n: int, relation: str, keys: Keys) -> tuple[float, ...]:
        """How often the whole text seems to tell it, without this clause, and to tell of these actors."""
        mine = self._ties[n].get((relation, keys), 0.0)
        mine = mine if mine > _COUNTS else 0.0
        known, actors = [self._known.get(key, 0.0) for key in keys], self._actors.get(keys, 0.0) - mine
        return (
            self._tied.get((relation, keys), 0.0) - mine,
            actors,
            actors / self._all,
            self._relations.get(relation, 0.0) / self._all,
            math.log1p(len(self._scenes)),
            min(known) / self._all,
            max(known) / self._all,
        )

    def _of_clause(self, n: int) -> tuple[float, ...]:
        """What is known of a clause whatever is claimed in it."""
        scene, (start, end) = self._scenes[n], self._spans[n]
        line, behind = self._text.rfind("\n", 0, start) + 1, self._text.find("\n", end)
        behind = len(self._text) if behind < 0 else behind
        said = scene.looked.said.tolist() if scene.looked else None
        return (
            math.log1p(end - start),
            float(any(map(str.isdigit, self._text[start : min(end, start + _LOOKED_THROUGH)]))),
            math.log1p(behind - line),
            float(not self._text[line:start].strip()),
            float(scene.kind == "profiles"),
            *(map(odds, said) if said else _SILENT),
        )


# Digits are looked for in so many characters of a clause.
_LOOKED_THROUGH = 1000


def _beside(spans: Sequence[tuple[int, int]]) -> list[tuple[int | None, int | None]]:
    """The numbers of the clauses before and behind each one, by place."""
    order: list[int | None] = [None, *sorted(range(len(spans)), key=lambda n: spans[n]), None]
    out: list[tuple[int | None, int | None]] = [(None, None)] * len(spans)
    for before, one, behind in zip(order, order[1:], order[2:], strict=False):
        if one is not None:
            out[one] = (before, behind)
    return out


def _of_set(looked: Looked | None, keys: Keys) -> tuple[float, ...]:
    """What is known of a set of actors by how the clause names them."""
    row = looked.sets.get(keys) if looked else None
    if looked is None or row is None or not looked.measures:
        return _NO_SET
    of = looked.measures[row]
    members = [looked.known[key].traits for key in keys]
    means = [sum(column) / len(members) for column in zip(*members, strict=True)]
    between = -1.0 if of.between is None else float(of.between)
    first = 0.5 if of.first is None else float(of.first)
    return (float(of.many), float(of.unused), float(of.absent), float(of.together), first, between, 0.0, *means)


_NO_SET = (0.0,) * 6 + (1.0,) + (0.0,) * len(TRAITS)
