"""Where a labelled claim that was not read got lost: the furthest stage that it reached on its way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from foedera.claim import Claim
from foedera.reading.context import Context
from foedera.reading.evaluate import fold
from foedera.reading.evidence import Keys
from foedera.reading.groups import Coded
from foedera.reading.pieces import clauses
from foedera.reading.proposing import Looked, Notes, Weighed
from foedera.reading.reader import DOUBTS, Step, Trigger
from foedera.reading.whom import pool

STAGES = ("mention", "context", "frame", "role", "polarity", "judge", "repeat")
"""In the order of reading: an actor of the claim

* `mention`: is found nowhere in the text, at least not under that name;
* `context`: is found, but is none of those whom the clause could be about;

all of them are, but

* `frame`: no frame applies there, and the model's words do not see the relation;
* `role`: the relation was seen of others: these actors were not chosen;
* `polarity`: it was seen of them, and taken as denied, supposed or asked where it is affirmed, or the reverse;
* `judge`: it was made, or was the likeliest there, and what weighs rules and model did not let it stand;
* `repeat`: it stands, once, where two labels say it.
"""

# The model sees a relation, or chooses actors, where it finds them likelier than not.
_SEEN = 0.5


# What shows that a relation was seen in a stretch.
Sign = Claim | Trigger


@lru_cache(maxsize=20_000)
def _plain(key: str) -> str:
    return fold(key) or key


def _keys(found: Iterable[str]) -> Keys:
    """Actors by codes and names, as labels are compared."""
    return frozenset(map(_plain, found))


@dataclass(slots=True)
class Look:
    """A clause, whom it could be about, and what the model says of it."""

    start: int
    end: int
    known: Keys
    looked: Looked | None = None

    def of(self, relation: str) -> list[Weighed]:
        """What the model found worth making of the relation, the surest first."""
        made = self.looked.made if self.looked else ()
        return sorted((w for w in made if w.relation == relation and w.polarity == "affirmed"), key=lambda w: -w.sure)

    def said(self, relation: str) -> float:
        """How likely the model finds the relation by the words alone."""
        return self.looked.said_of(relation) if self.looked else 0.0


class Trace(Notes):
    """What the model weighed while a document was read, with every clause, also those that say nothing to it."""

    def __init__(self) -> None:
        super().__init__()
        self.looks: list[Look] = []
        self.steps: list[Step] = []
        self.ruled: list[Claim] = []

    def __call__(self, coded: Coded, context: Context) -> None:
        """Look at each clause of a segment."""
        before = len(self.found)
        super().__call__(coded, context)
        weighed = {(one.start, one.end): one for one in self.found[before:]}
        for clause in clauses(coded):
            span = clause.span()
            self.looks.append(Look(*span, _keys(pool(clause, context)), weighed.get(span)))

    def heard(self, steps: Sequence[Step], ruled: Sequence[Claim], owned: Iterable[tuple[int, int]]) -> None:
        """Keep what rules did."""
        super().heard(steps, ruled, owned)
        self.steps, self.ruled = list(steps), list(ruled)

    def named(self) -> Keys:
        """Every actor that was found anywhere in the text."""
        return frozenset().union(*(_keys(s.named) for s in self.steps), *(look.known for look in self.looks))

    def made(self) -> list[Claim]:
        """What rules made, also what was at once found too unsure."""
        return [*self.ruled, *(c for step in self.steps for c, _ in step.features)]

    def triggers(self, relation: str) -> list[Trigger]:
        """The triggers of frames of the relation, less those of frames that it turned out not to be."""
        found = (t for step in self.steps for t in step.triggers)
        return [t for t in found if t.relation == relation and t.refused in (None, *DOUBTS)]


def lost_at(label: Claim, read: Iterable[Claim], trace: Trace) -> str:
    """The stage, one of STAGES, at which a labelled claim that nothing read matches was lost."""
    near = [c for c in read if _touch(label, c) and c.relation == label.relation]
    made = [c for c in trace.made() if _touch(label, c) and c.relation == label.relation]
    keys = _keys(label.actor_keys())
    for found, stage in ((near, "repeat"), (made, "judge")):
        same = [c for c in found if _keys(c.actor_keys()) == keys]
        if same:
            return stage if any(c.polarity == label.polarity for c in same) else "polarity"
    looks = [look for look in trace.looks if _touch(label, look)] or [_whole(label, trace)]
    signs: list[Sign] = [*near, *made, *trace.triggers(label.relation)]
    seeing = [look for look in looks if _sees(look, label.relation, signs)]
    ready = [look for look in seeing or looks if keys <= look.known]
    if not ready:
        known = frozenset().union(*(look.known for look in seeing or looks))
        return "context" if keys - known <= trace.named() else "mention"
    return max((_chosen(label, look, signs) for look in ready), key=STAGES.index) if seeing else "frame"


def _touch(one: Claim | Look, other: Sign | Look) -> bool:
    return min(one.end, other.end) > max(one.start, other.start)


def _whole(label: Claim, trace: Trace) -> Look:
    """The label's stretch where no clause was looked at: a treaty's own text, a heading, a form."""
    named = (_keys(s.named) for s in trace.steps if min(s.end, label.end) > max(s.start, label.start))
    return Look(label.start, label.end, frozenset().union(*named))


def _sees(look: Look, relation: str, signs: Sequence[Sign]) -> bool:
    """Does the model see the relation in the clause, or is there a claim of it or a frame's trigger?"""
    made = any(w.sure >= _SEEN for w in look.of(relation))
    return made or look.said(relation) >= _SEEN or any(_touch(look, s) for s in signs)


def _chosen(label: Claim, look: Look, signs: Sequence[Sign]) -> str:
    """How far a claim came in a clause in which its relation was seen, and all of its actors."""
    found, keys = look.of(label.relation), _keys(label.actor_keys())
    mine = next((w for w in found if _keys(w.keys) == keys), None)
    if mine is None or mine.sure < min(_SEEN, found[0].sure):
        doubted = any(isinstance(s, Trigger) and s.refused and _touch(look, s) for s in signs)
        return "polarity" if doubted and look.said(label.relation) < _SEEN else "role"
    return "judge" if mine.actors and label.polarity == "affirmed" else "polarity"
