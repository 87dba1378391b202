"""Lists of things that a clause introduces: "missions, including X in A, Y, and Z in B"."""

from __future__ import annotations

import re
from itertools import pairwise

_INTRO = re.compile(
    r"\bsuch (?:[\w-]+ ){1,3}as |,? (?:including|such as|to include|like|for example|e\.g\.,?|as well as) |: "
)
_SPLIT = re.compile(r",\s+(?:and\s+|as well as\s+|or\s+|plus\s+)?|\s+(?:and|as well as|plus)\s+")
# What an item of a list of missions or of foreign sites is about.
_HEAD = re.compile(
    r"\b(?:missions?|operations?|polic\w+|patrols?|presence|forces?|battle ?groups?|task forces?|headquarters|"
    r"centers?|centres?|bas(?:e|es)|airbases?|commands?|installations?|facilit\w+|units?|detachments?|deployments?|"
    r"peacekeep\w+|brigades?|division|corps|systems|garrison|school|regiment|airfields?|stations?|troops|"
    r"contingents?)\b|[\ue003\ue004\ue008]"
)


def items(code: str, start: int, end: int) -> tuple[int, list[tuple[int, int]]]:
    """Where the list that code[start:end] introduces begins, and its items; no items when there is none.

    A piece without a head of its own ("and beyond") belongs to the item before it.
    """
    intro = _INTRO.search(code, start, end)
    if intro is None:
        return end, []
    cuts = [intro.end(), *(m.end() for m in _SPLIT.finditer(code, intro.end(), end)), end]
    out: list[tuple[int, int]] = []
    for a, b in pairwise(cuts):
        if _HEAD.search(code, a, b) or not out:
            out.append((a, b))
        else:
            out[-1] = (out[-1][0], b)
    out = [(a, _stripped(code, a, b)) for a, b in out if _HEAD.search(code, a, b)]
    return intro.start(), out


def joined(code: str, start: int, end: int, named: list[int]) -> list[tuple[int, int]]:
    """The items of "hosts X in A and Y in B": two or more, each with a head and somebody named; else none."""
    first = re.compile(r"\s").search(code, start, end)
    if first is None:
        return []
    cuts = [first.end(), *(m.end() for m in _SPLIT.finditer(code, first.end(), end)), end]
    pieces = list(pairwise(cuts))
    if len(pieces) < 2 or not all(_HEAD.search(code, a, b) and any(a <= n < b for n in named) for a, b in pieces):
        return []
    return [(a, _stripped(code, a, b)) for a, b in pieces]


def _stripped(code: str, start: int, end: int) -> int:
    tail = re.search(r"(?:,?\s*(?:and|as well as|plus|or)?\s*)$", code[start:end])
    return end - len(tail.group()) if tail else end
