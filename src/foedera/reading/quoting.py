"""Spans that read well: a quotation mark at the edge whose other one lies outside belongs to what is around."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from foedera.claim import Claim

_MARK = re.compile('["“”]')
# After a mark that ends a span this may stand; and a straight mark after this opens.
_AFTER, _BEFORE = " \t\n.,;:!?)", " \t\n([{-–—/'‘“\""


def whole(text: str, claims: Iterable[Claim]) -> list[Claim]:
    """The claims, each without half a pair of quotation marks at the edges of its span in the text."""
    return [_without_halves(text, c) if _MARK.search(c.quote) else c for c in claims]


def _without_halves(text: str, claim: Claim) -> Claim:
    start, end = trimmed(text, claim.start, claim.end)
    if (start, end) == (claim.start, claim.end):
        return claim
    return replace(claim, start=start, end=end, quote=text[start:end])


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """text[start:end] less the quotation marks at its edges that have no other one within; never nothing."""
    halves = _halves(text, start, end)
    left, right = start, end
    while left < right and left in halves:
        left = _skip(text, left + 1, right, " \t\n")
    last = _back(text, left, right, _AFTER)
    while left < last and last - 1 in halves:
        right = _back(text, left, last - 1, " \t\n,;:")
        last = _back(text, left, right, _AFTER)
    return (left, right) if left < right else (start, end)


def _skip(text: str, left: int, right: int, characters: str) -> int:
    """The first place from `left` on at which none of the characters stands."""
    while left < right and text[left] in characters:
        left += 1
    return left


def _back(text: str, left: int, right: int, characters: str) -> int:
    """The last place before which none of the characters stands."""
    while right > left and text[right - 1] in characters:
        right -= 1
    return right


def _halves(text: str, start: int, end: int) -> set[int]:
    """Where the marks stand whose other one is not in text[start:end]."""
    opened: list[int] = []
    closed: set[int] = set()
    for match in _MARK.finditer(text, start, end):
        at = match.start()
        if match.group() == "“" or (match.group() == '"' and (at == 0 or text[at - 1] in _BEFORE)):
            opened.append(at)
        elif opened:
            opened.pop()
        else:
            closed.add(at)
    return closed.union(opened)
