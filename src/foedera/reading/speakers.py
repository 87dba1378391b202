"""Whose word a claim is: the author of the post, who is quoted, or whom the sentence names as its source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from foedera.claim import Claim
from foedera.documents.model import Document

# A person or office with a capital, at most seven words: "Defence Minister Sadio Camara", "the Reuters news agency".
_NAME = r"[A-Z][\w.’'-]{1,40}"
_OFFICE = r"(?:of|the|for|and|foreign|defen[cs]e|news|agency|ministry|minister|spokes\w{3,6})\b"
_WHO = rf"(?:the |an? )?(?:{_NAME}|{_OFFICE})(?: (?:{_NAME}|de|van|al|{_OFFICE})){{0,6}}"
_SAYS = "said|says|told|stated|added|announced|reported|reports|confirmed|denied|denies|claimed|claims|wrote"
_SOURCE = re.compile(
    rf"\b[Aa]ccording to (?P<to>{_WHO})"
    rf"|(?P<says>{_WHO}),? (?:has |had )?(?:{_SAYS})\b"
    rf"|\b(?:said|says|told reporters) (?P<said>{_WHO})"
)
# A word of _SOURCE that is found fast, where _SOURCE itself would try every capital.
_CUE = re.compile(rf"[Aa]ccording to |{_SAYS}")
_LOOK = 300


def attribute(document: Document, claims: Sequence[Claim]) -> list[Claim]:
    """The claims with `speaker` where the text says whose word it is."""
    starts = [p.start for p in document.posts]
    sources: dict[tuple[int, int], str | None] = {}
    return [c if c.speaker else _spoken(document, starts, c, sources) for c in claims]


def _spoken(
    document: Document, starts: Sequence[int], claim: Claim, sources: dict[tuple[int, int], str | None]
) -> Claim:
    at = bisect_right(starts, claim.start) - 1
    post = document.posts[at] if at >= 0 else None
    if post is not None and claim.start < post.end and post.author:
        return replace(claim, speaker=post.author)
    span = _sentence(document.text, claim)
    if span not in sources:
        sources[span] = _source(document.text, *span)
    source = sources[span]
    return replace(claim, speaker=source) if source else claim


def _sentence(text: str, claim: Claim) -> tuple[int, int]:
    """Where the claim's own sentence begins and ends, as far as one has to look."""
    first = max(0, claim.start - _LOOK)
    left = max(first, *(text.rfind(stop, first, claim.start) + 1 for stop in (". ", "\n\n", "? ")))
    ends = [at for stop in (". ", "\n\n", ".\n") if (at := text.find(stop, claim.end - 1, claim.end + _LOOK)) >= 0]
    last = min(len(text), claim.end + _LOOK, left + 4 * _LOOK)
    return left, min([*ends, last])


def _source(text: str, left: int, last: int) -> str | None:
    """Who is named as the source in the stretch."""
    match = _SOURCE.search(text, left, last) if _CUE.search(text, left, last) else None
    if not match:
        return None
    found = match["to"] or match["says"] or match["said"]
    clean = " ".join(found.split()).removeprefix("the ").strip(" ,.")
    return clean if any(word[:1].isupper() for word in clean.split()) else None


__all__ = ["attribute"]
