"""What is no obligation but exposes a state: its forces, arms, exercises with a belligerent.

Kept apart from duties: none of this asks a state to act, and none of it enters the positions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from foedera.claim import Claim
from foedera.dates import Date
from foedera.errors import BadDate
from foedera.obligations.scenario import Scenario
from foedera.record.model import StoredClaim

if TYPE_CHECKING:
    from foedera.record import Record

# relation -> (how many years before the day still count, what it is for a reader)
KINDS: dict[str, tuple[int, str]] = {
    "deployment": (1, "has forces in"),
    "transfer": (10, "supplies arms to"),
    "assistance": (5, "assists"),
    "production": (10, "makes arms with"),
    "training": (5, "trains with"),
    "exercise": (5, "holds exercises with"),
    "partnership": (50, "is a partner of"),
}
_GIVERS = {
    "deployment": ("contributor", "party"),
    "transfer": ("supplier",),
    "assistance": ("provider",),
    "production": ("supplier", "party"),
    "training": ("provider", "party"),
    "exercise": ("party",),
    "partnership": ("party", "provider"),
}
_TAKERS = {
    "deployment": ("host",),
    "transfer": ("recipient",),
    "assistance": ("recipient",),
    "production": ("recipient", "party"),
    "training": ("recipient", "party"),
    "exercise": ("party",),
    "partnership": ("party", "recipient"),
}
_YEARS = max(years for years, _ in KINDS.values())
# A list of fifty participants says little about any two of them.
_MOST_PARTIES = 12


@dataclass(frozen=True, slots=True)
class Exposure:
    """One state's tie of one kind with a belligerent; `latest` is its newest claim."""

    state: str
    how: str
    toward: str
    side: str
    latest: StoredClaim
    claims: int


def exposures_of(
    record: Record, scenario: Scenario, *, groups: Sequence[str] | None = None, include_texts: bool = False
) -> tuple[Exposure, ...]:
    """Ties of other states with the belligerents about the day of the scenario, from the record."""
    both = scenario.attackers + scenario.targets
    window = f"{max(1, scenario.date.year - _YEARS):04d}/{scenario.date.isoformat()}"
    found = record.claims(relations=list(KINDS), any_actor=both, overlapping=window, polarity="affirmed", groups=groups)
    texts = () if include_texts else ("text:",)
    stored = (c for c in found if not c.source.startswith(texts) or not texts)
    return tuple(_grouped(stored, scenario))


def _grouped(stored: Iterable[StoredClaim], scenario: Scenario) -> Iterator[Exposure]:
    grouped: dict[tuple[str, str, str], list[StoredClaim]] = {}
    for claim in stored:
        if _about(claim.claim, scenario.date):
            for state, toward in _pairs(claim.claim, scenario):
                grouped.setdefault((state, claim.claim.relation, toward), []).append(claim)
    for (state, relation, toward), claims in sorted(grouped.items(), key=lambda item: item[0]):
        side = "attacker" if toward in scenario.attackers else "target"
        newest = max(claims, key=lambda c: (_when(c.claim), c.id))
        yield Exposure(state, KINDS[relation][1], toward, side, newest, len(claims))


def _pairs(claim: Claim, scenario: Scenario) -> Iterator[tuple[str, str]]:
    belligerents = {*scenario.attackers, *scenario.targets}
    givers = [a.code for a in claim.by_role(*_GIVERS[claim.relation]) if a.code]
    takers = [a.code for a in claim.by_role(*_TAKERS[claim.relation]) if a.code in belligerents]
    if len(set(givers)) <= _MOST_PARTIES:
        for toward in dict.fromkeys(t for t in takers if t):
            yield from ((g, toward) for g in dict.fromkeys(givers) if g not in belligerents)


def _about(claim: Claim, on: date) -> bool:
    """Does it hold on the day, or was it within the years that count for its kind?"""
    if claim.stage in ("proposed", "cancelled", "terminated"):
        return False
    try:
        when = Date.parse(claim.period or claim.date or "")
    except BadDate:
        return False  # undated: it may be of another age
    if when.earliest is not None and when.earliest > on:
        return False
    if claim.date_role == "since" and not claim.period:
        return True
    return when.latest is None or when.latest.year >= on.year - KINDS[claim.relation][0]


def _when(claim: Claim) -> str:
    return claim.period or claim.date or ""
