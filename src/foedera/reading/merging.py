"""The claims of several readers as one list: the more specific stands, nothing twice, no denial beside its claim."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from foedera.claim import Claim
from foedera.reading.nearby import Nearby


def merge(general: Sequence[Claim], special: Sequence[Claim], owned: Sequence[tuple[int, int]] = ()) -> list[Claim]:
    """Both lists in order of place: `special` stands where they say the same, and alone within `owned` spans.

    What one of them denies in a stretch the other does not affirm there.
    """
    beside = Nearby(general).beside
    taken = together(owned)
    kept = [c for c in general if not within(c.start, taken)]
    kept = [c for c in kept if not (_label_of(c, beside(c)) or _in_passing(c, beside(c)))]
    beside = Nearby(kept).beside
    firm = [s for s in special if not any(c.polarity != s.polarity == "affirmed" and _same(s, c) for c in beside(s))]
    beside = Nearby(firm).beside
    out = [c for c in kept if not any(_same(s, c) or _better(s, c) for s in beside(c))]
    told = Nearby(out)
    for one in firm:
        if not any(_same(one, o) and one.rule != o.rule for o in told.beside(one)):
            out.append(one)
            told.add(one)
    beside = Nearby(c for c in out if c.polarity == "denied").beside
    return sorted((c for c in out if not _contradicted(c, beside(c))), key=lambda c: (c.start, c.end))


def together(owned: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order of place, with a little before each, where they overlap as one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted((a - 5, b) for a, b in owned):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        elif end > start:
            out.append((start, end))
    return out


def within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return at >= 0 and place < spans[at][1]


def borne_out(general: Sequence[Claim], special: Sequence[Claim]) -> list[Claim]:
    """Those of `special` that say of the same actors, in the same place, what `general` says too, only in more detail.

    A profile names its own country by "it" and "the military", which a reader of single sentences does not resolve.
    """
    beside = Nearby(general).beside
    return [
        s
        for s in special
        if any(
            (s.relation, s.polarity) == (g.relation, g.polarity) and s.actor_keys() == g.actor_keys() and _overlap(s, g)
            for g in beside(s)
        )
    ]


# Frames for a bare word of a list ("training"); the word may also be a topic of something else in the sentence.
_BARE = ("training.fragment", "exercise.fragment", "production.fragment")


# A frame that takes troops beside a place for troops there; in these relations they train, get or give something.
_TROOPS_BESIDE = "deployment.troops-noun"


def _in_passing(one: Claim, general: Iterable[Claim]) -> bool:
    """Are the troops named only as those who exercise, or who get what is handed over, in the same clause?"""
    sent = {a.key for a in one.by_role("contributor")}
    return one.rule == _TROOPS_BESIDE and any(
        (c.start, c.end) == (one.start, one.end) and sent & _takers(c) for c in general if c.relation != "deployment"
    )


def _takers(one: Claim) -> set[str]:
    """Who exercises, or gets what is sold or given."""
    roles = ("party",) if one.relation == "exercise" else ("recipient",)
    return {a.key for a in one.by_role(*roles)}


# Words in the name of an agreement that are no deal of their own: "Acquisition and Cross-Servicing Agreement".
_DEALS = re.compile(r"\b(?:acquisition|transfer|supply|sale|procurement|delivery)\b", re.IGNORECASE)


def _label_of(one: Claim, general: Iterable[Claim]) -> bool:
    """Is it a bare word that only says what an agreement or a sale beside it is about?"""
    if one.rule == "agreement.row" and not any(char.isdigit() for char in one.quote) and len(one.quote.split()) == 1:
        return True  # "Agreements." heads what follows
    if one.relation == "transfer" and not one.items and one.amount is None:
        return any(c.relation == "agreement" and _overlap(c, one) and _DEALS.search(c.name or "") for c in general)
    return one.rule in _BARE and any(
        c.relation == "agreement" and c.start <= one.start and one.end <= c.end and c.polarity == one.polarity
        for c in general
    )


def _overlap(a: Claim, b: Claim) -> bool:
    return min(a.end, b.end) > max(a.start, b.start)


def _same(one: Claim, other: Claim) -> bool:
    """Do both state one thing: place, relation, actors and, where both have it, name?"""
    if one.relation != other.relation or not _overlap(one, other) or one.actor_keys() != other.actor_keys():
        return False
    return not (
        one.polarity == other.polarity and one.name and other.name and one.name != other.name and one.rule == other.rule
    )


def _better(special: Claim, general: Claim) -> bool:
    """Is it the same thing in the same place, with its actors read from the row?"""
    return (
        special.rule in ("forms.exercise", "forms.placed")
        and special.relation == general.relation
        and special.name == general.name
        and (special.start, special.end) == (general.start, general.end)
    )


def _contradicted(one: Claim, denied: Iterable[Claim]) -> bool:
    """Does a shorter stretch within this claim's own deny just this?"""
    return one.polarity == "affirmed" and any(
        d.relation == one.relation and d.actor_keys() == one.actor_keys() and one.start == d.start and one.end == d.end
        for d in denied
    )


__all__ = ["merge"]
