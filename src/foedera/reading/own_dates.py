"""Which date is a membership's own, and which ending is its own, in a sentence that tells of several.

"Poland joined NATO in 1999 and the EU in 2004": a membership that has the date behind another
organisation takes the one behind its own. "They formed the Alliance in 2023 and left ECOWAS
in 2025": what is left is not also joined.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from foedera.actors import Mention
from foedera.claim import Claim
from foedera.reading import timex

# Between an organisation and its date.
_GAP = re.compile(r"(?: as (?:an? |its )?(?:[\w-]+ ){0,3}?)?,? ?\(?(?:in|on|since|from|effective|as of)? ?(?:the )?")
_NEAR = 48
# Leaving and joining that are told of within so much text, or twice as much, are told of together.
_PASSAGE = 400
_LEFT = re.compile(
    r"\b(?:left|quit|exited|abandoned|(?:withdr[ae]wn?|seceded) from|(?:pulled|walked|dropped|stepped) out of)"
    r" (?:the )?$"
)


def given(found: Sequence[Claim], text: str, mentions: Sequence[Mention]) -> list[Claim]:
    """The claims, memberships with the date that stands behind their organisation, without those that it left."""
    named, others = _Named(mentions), _Others(found)
    out = []
    for claim in found:
        if claim.relation != "membership" or claim.polarity == "denied":
            out.append(claim)
            continue
        within = named.of(claim, claim.start, claim.end)
        if not within and _of_another(claim, others, text, named):
            continue
        beside = within or named.of(claim, claim.start, claim.end + _NEAR)
        if _only_left(claim, text, beside) and others.leave(claim):
            continue
        out.append(_dated(claim, text, within, named))
    return out


class _Named:
    """Where organisations are named, found by place."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = sorted(mentions, key=lambda m: m.start)
        self._starts = [m.start for m in self._mentions]

    def of(self, claim: Claim, first: int, last: int) -> list[Mention]:
        """The mentions of the claim's organisation that begin at first <= start < last."""
        codes = _organisations(claim)
        return [m for m in self._between(first, last) if codes & {m.code, m.entity}]

    def besides(self, claim: Claim, first: int, last: int) -> list[Mention]:
        """The mentions of other organisations there."""
        codes = _organisations(claim)
        found = (m for m in self._between(first, last) if m.kind == "organisation")
        return [m for m in found if not codes & {m.code, m.entity}]

    def _between(self, first: int, last: int) -> Sequence[Mention]:
        return self._mentions[bisect_left(self._starts, first) : bisect_left(self._starts, last)]


def _organisations(claim: Claim) -> set[str]:
    return {a.code for a in claim.by_role("organisation") if a.code}


class _Others:
    """What the memberships of the same actors say: their dates, and where leaving is told of."""

    def __init__(self, found: Sequence[Claim]) -> None:
        self._dates: dict[frozenset[str], set[str]] = defaultdict(set)
        self._ends: dict[frozenset[str], set[int]] = defaultdict(set)
        for claim in found:
            if claim.relation == "membership":
                self._dates[claim.actor_keys()].add(claim.date or "")
                if claim.status == "former":
                    self._ends[claim.actor_keys()].add(claim.start // _PASSAGE)

    def date(self, claim: Claim, dates: set[str]) -> bool:
        """Does one of them have one of these dates?"""
        return not dates.isdisjoint(self._dates[claim.actor_keys()])

    def leave(self, claim: Claim) -> bool:
        """Does one nearby tell of leaving?"""
        near = claim.start // _PASSAGE
        return not self._ends[claim.actor_keys()].isdisjoint((near - 1, near, near + 1))


def _of_another(claim: Claim, others: _Others, text: str, named: _Named) -> bool:
    """Do the claim's words name another organisation, and those before them its own, whose date another claim gives?"""
    if not named.besides(claim, claim.start, claim.end):
        return False
    before = named.of(claim, claim.start - 2 * _NEAR, claim.start)
    own = {d.edtf for m in before if (d := _behind(text, m.end)) is not None}
    return bool(own) and claim.date not in own and others.date(claim, own)


def _only_left(claim: Claim, text: str, named: Sequence[Mention]) -> bool:
    """Does the claim tell of a member, and the text of nothing but its leaving?"""
    if claim.status != "member" or not named:
        return False
    return all(_LEFT.search(text, max(claim.start, m.start - 40), m.start) for m in named)


def _dated(claim: Claim, text: str, within: Sequence[Mention], named: _Named) -> Claim:
    """The claim with the date behind its organisation, where the one that it has stands behind another."""
    if not claim.date or "/" in claim.date or not within:
        return claim
    own = [d.edtf for m in within if (d := _behind(text, m.end)) is not None]
    near = named.besides(claim, claim.start - 2 * _NEAR, claim.end)
    others = {d.edtf for m in near if (d := _behind(text, m.end)) is not None}
    return replace(claim, date=own[0]) if own and claim.date not in own and claim.date in others else claim


def _behind(text: str, end: int) -> timex.Timex | None:
    """The date that follows directly, with its year."""
    after = text[end : end + _NEAR]
    for one in timex.find(after)[:1]:
        if one.complete and _GAP.fullmatch(after, 0, one.start):
            return one
    return None
