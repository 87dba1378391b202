"""What has been told so far: who the last claims were about, for sentences that name only one side or none.

"Israel = Sabrah light tanks, Spyder, ATMOS" under a list of what Manila buys is a sale to the
Philippines; "the second one came last week" is about the sale that was told last.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from foedera.claim import Actor
from foedera.reading.groups import LISTED, Who

# How many claims back a sentence still leans on what was told; longer ago the page's own subject decides.
_REMEMBERED = 6
_GIVES = frozenset(("provider", "supplier", "contributor", "initiator"))
_TAKES = frozenset(("recipient", "host", "target"))


@dataclass(slots=True)
class Told:
    """One claim that was told: its relation and its actors with their roles."""

    relation: str
    actors: tuple[Actor, ...]


@dataclass(slots=True)
class Discourse:
    """The last claims, newest first."""

    told: list[Told] = field(default_factory=list)

    def add(self, relation: str, actors: tuple[Actor, ...]) -> None:
        """Remember a claim."""
        self.told = [Told(relation, actors), *self.told][:_REMEMBERED]

    def partner(self, known: set[str], role: str, relation: str) -> Who | None:
        """Who was last told together with one of `known` (any last actors if it is empty), fit for `role`."""
        ordered = [t for t in self.told if t.relation == relation] + [t for t in self.told if t.relation != relation]
        vague: Actor | None = None
        for one in ordered if not known else self.told:
            if known and not known & {a.key for a in one.actors}:
                continue
            rest = [a for a in one.actors if a.key not in known and a.code not in LISTED]
            fit = [a for a in rest if _fits(a.role, role)]
            if len(fit) == 1 or (fit and not known):
                return _who(fit[0])
            vague = vague or next(iter(fit), None)  # of three who met any could be meant
        return _who(vague) if vague else None

    def parallel(self, known: set[str], role: str, relation: str) -> Who | None:
        """Who had the same role in what was told directly before, if that was of the same relation.

        "Norway ordered four submarines from Germany; Singapore has ordered six."
        """
        last = self.told[0] if self.told and self.told[0].relation == relation else None
        same = [a for a in last.actors if a.role == role and a.key not in known] if last else []
        return _who(same[0]) if same else None

    def pair(self, relation: str) -> list[Who]:
        """The states of the last claim of the relation, else of the last claim."""
        same = [t for t in self.told if t.relation == relation]
        for one in [*same, *self.told]:
            states = [a for a in one.actors if a.code not in LISTED]
            if len(states) >= 2:
                return [_who(a) for a in states]
        return []


def _fits(was: str, role: str) -> bool:
    """Who gave gives again and who took takes again; equal parties may be either."""
    return not ((was in _GIVES and role in _TAKES) or (was in _TAKES and role in _GIVES))


def _who(actor: Actor) -> Who:
    return Who(actor.code, actor.body, -1, -1, "told")
