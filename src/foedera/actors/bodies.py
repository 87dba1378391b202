"""Joins a state's name and the noun of one of its organs: "Turkish Armed Forces", "Army of Chad"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from foedera.actors.fold import Folded
from foedera.actors.lexicon import Form
from foedera.actors.spans import Span

_JOINABLE = ("name", "adjective", "abbreviation", "prefix")
_ROYAL = "royal "
_LED = " led "
_OF = (" of the ", " of ")
_AFTER_LOOSE = re.compile(
    r"$|['’]|[^\w ]|\s(?:$|[^\w]|(?:is|are|was|were|has|have|had|will|would|can|could|may|might|and|or|to|in|on|at|by|"
    r"for|from|with|that|which|who|of|also|did|does|do|began|remain|remained|continue|continued|operate|operated|"
    r"participate|participated|deployed|stationed|based|conduct|conducts|conducted|took|take|left|entered|withdrew|"
    r"uses|used|using|going|provides|provided|leads|has|as|into|near|during|since|under|against|alongside)\b)"
)


def join_bodies(spans: list[Span], organs: Iterable[tuple[int, int, bool]], folded: Folded) -> list[Span]:
    """The spans, each state joined with the organ noun that stands right behind or before it."""
    behind, before = _by_place(organs)
    joined: list[Span] = []
    for at, span in enumerate(spans):
        limit = spans[at + 1].start if at + 1 < len(spans) else len(folded.text)
        floor = joined[-1].stop if joined else 0
        joined.append(_joined(span, behind, before, floor, limit, folded))
    return joined


def _by_place(organs: Iterable[tuple[int, int, bool]]) -> tuple[dict[int, tuple[int, bool]], dict[int, int]]:
    """Longest organ noun from each start, and the earliest start for each end (firm nouns only)."""
    behind: dict[int, tuple[int, bool]] = {}
    before: dict[int, int] = {}
    for start, stop, loose in organs:
        if start not in behind or stop > behind[start][0]:
            behind[start] = (stop, loose)
        before[stop] = min(start, before.get(stop, start))
    return behind, before


def _joined(
    span: Span,
    behind: dict[int, tuple[int, bool]],
    before: dict[int, int],
    floor: int,
    limit: int,
    folded: Folded,
) -> Span:
    form = span.form
    if form.kind not in _JOINABLE or form.code is None or form.silent:
        return span
    found = _organ_behind(span, behind, limit, folded)
    if found is not None:
        noun, stop = found
        start = _royal(span, floor, folded.text)
        return _body(span, start, stop, folded.plain[noun if noun > span.stop + 1 else start : stop])
    start_of = _organ_of(span, before, floor, folded)
    return span if start_of is None else _body(span, start_of, span.stop, folded.plain[start_of : span.stop])


def _organ_behind(
    span: Span, behind: dict[int, tuple[int, bool]], limit: int, folded: Folded
) -> tuple[int, int] | None:
    """Start and stop of the organ noun behind the state's name, with or without possessive."""
    for gap in (1, 3):  # a blank, or 's and a blank
        if gap == 3 and folded.text[span.stop : span.stop + 3] != " s ":
            continue
        found = behind.get(span.stop + gap)
        if found is None or found[0] > limit or not _blank(folded.plain, span.stop, gap):
            continue
        if span.form.kind == "prefix" and folded.text[span.stop : span.stop + 5] != _LED:
            continue
        stop, loose = found
        if not loose or _AFTER_LOOSE.match(folded.plain, stop):
            return span.stop + gap, stop
    return None


def _blank(plain: str, stop: int, gap: int) -> bool:
    return plain[stop] in " \n\u00a0-" if gap == 1 else plain[stop + gap - 1] in " \n\u00a0"


def _royal(span: Span, floor: int, text: str) -> int:
    start = span.start - len(_ROYAL)
    return start if start >= floor and text[start : span.start] == _ROYAL else span.start


def _organ_of(span: Span, before: dict[int, int], floor: int, folded: Folded) -> int | None:
    if span.form.kind == "adjective":
        return None
    for link in _OF:
        end = span.start - len(link)
        if end > floor and folded.text[end : span.start] == link and end in before:
            return before[end] if before[end] >= floor else None
    return None


def _body(span: Span, start: int, stop: int, text: str) -> Span:
    form = span.form
    return Span(start, stop, span.key, (Form(text, form.code, "body", "any", text, text, form.place, form.entity),))
