"""Which date is a membership's own, and which ending is its own, in a sentence that tells of several.

"Poland joined NATO in 1999 and the EU in 2004": a date right behind an organisation is that of its
membership, whatever other dates the sentence has. "They formed the Alliance in 2023 and left ECOWAS
in 2025": what is left is not also joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from foedera.actors import Mention
from foedera.claim import Claim
from foedera.reading import timex

# Between an organisation and its date.
_GAP = re.compile(r"(?: as (?:an? |its )?(?:[\w-]+ ){0,3}?)?,? ?\(?(?:in|on|since|from|effective|as of)? ?(?:the )?")
_NEAR = 48
_LEFT = re.compile(
    r"\b(?:left|quit|exited|abandoned|(?:withdr[ae]wn?|seceded) from|(?:pulled|walked|dropped|stepped) out of)"
    r" (?:the )?$"
)


def given(found: Sequence[Claim], text: str, mentions: Sequence[Mention]) -> list[Claim]:
    """The claims, memberships with the date that stands behind their organisation, without those that it left."""
    ended = {(c.actor_keys(), c.start // 400) for c in found if c.relation == "membership" and c.status == "former"}
    out = []
    for claim in found:
        if claim.relation != "membership" or claim.polarity == "denied":
            out.append(claim)
            continue
        named = list(_named(claim, mentions))
        if not named and _of_another(claim, found, text, mentions):
            continue
        if _only_left(claim, text, named or list(_named(claim, mentions, _NEAR))) and _told_of_leaving(claim, ended):
            continue
        out.append(_dated(claim, text, named))
    return out


def _of_another(claim: Claim, found: Sequence[Claim], text: str, mentions: Sequence[Mention]) -> bool:
    """Is the organisation named before the claim's words, with a date of its own that another claim gives?"""
    codes = {a.code for a in claim.by_role("organisation") if a.code}
    before = (m for m in mentions if claim.start - 2 * _NEAR <= m.start < claim.start and codes & {m.code, m.entity})
    own = {d.edtf for m in before if (d := _behind(text, m.end)) is not None}
    return claim.date not in own and any(c.date in own and c.actor_keys() == claim.actor_keys() for c in found)


def _told_of_leaving(claim: Claim, ended: set[tuple[frozenset[str], int]]) -> bool:
    """Does another claim nearby tell of the same actors' leaving?"""
    near = claim.start // 400
    return any((claim.actor_keys(), at) in ended for at in (near - 1, near, near + 1))


def _named(claim: Claim, mentions: Sequence[Mention], beyond: int = 0) -> Iterator[Mention]:
    """Where the claim's words name its organisation, or the words behind them, up to `beyond`."""
    codes = {a.code for a in claim.by_role("organisation") if a.code}
    return (m for m in mentions if claim.start <= m.start < claim.end + beyond and codes & {m.code, m.entity})


def _only_left(claim: Claim, text: str, named: Sequence[Mention]) -> bool:
    """Does the claim tell of a member, and the text of nothing but its leaving?"""
    if claim.status != "member" or not named:
        return False
    return all(_LEFT.search(text, max(claim.start, m.start - 40), m.start) for m in named)


def _dated(claim: Claim, text: str, named: Sequence[Mention]) -> Claim:
    if not claim.date or not named:
        return claim
    own = [d for m in named if (d := _behind(text, m.end)) is not None]
    if not own or any(d.edtf[:4] == claim.date[:4] for d in own) or "/" in claim.date:
        return claim
    return replace(claim, date=own[0].edtf)


def _behind(text: str, end: int) -> timex.Timex | None:
    """The date that follows directly, with its year."""
    after = text[end : end + _NEAR]
    for one in timex.find(after)[:1]:
        if one.complete and _GAP.fullmatch(after, 0, one.start):
            return one
    return None
