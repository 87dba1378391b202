"""Short forms that a text defines itself: "Royal Bhutan Army (RBA) ... the RBA".

A parenthesis right behind a body or a group gives it a short form for the rest of the text.
An actor without code is called by the text's fullest form, "European Air Group (EAG)",
wherever it is named, so that the mentions of one text agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from foedera.actors.fold import Folded
from foedera.actors.lexicon import Form
from foedera.actors.spans import Span

_PARENTHESIS = re.compile(r" \(([^()\n]{2,80})\)")
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9&]{0,7}(?:-[A-Z]{1,6})?\b")
_LAST_WORD = re.compile(r"(?:^|[,;:] ?|\b(?:or|aka|the) )[\"“']?([A-Z][A-Z0-9&-]{1,9})[\"”']?$")
_NAMED = ("body", "nonstate", "organisation", "mission")


def with_aliases(spans: list[Span], folded: Folded) -> list[Span]:
    """The spans, with later uses of short forms added and codeless actors called by one name."""
    aliases, bodies = _definitions(spans, folded.plain)
    if aliases:
        spans = sorted([*spans, *_uses(aliases, spans, folded)], key=lambda span: span.start)
    return [_renamed(span, bodies) for span in spans] if bodies else spans


def _definitions(spans: list[Span], plain: str) -> tuple[dict[str, Span], dict[str, str]]:
    """Short form -> the span it stands for, and table name -> full form with parenthesis."""
    aliases: dict[str, Span] = {}
    bodies: dict[str, str] = {}
    for span in spans:
        if span.form.kind not in _NAMED or span.form.silent:
            continue
        match = _PARENTHESIS.match(plain, span.stop)
        inside = match.group(1) if match else ""
        short = _LAST_WORD.search(inside)
        if short is not None:
            aliases.setdefault(short.group(1), span)
        if span.form.code is None and len(inside) <= 40 and _ACRONYM.search(inside):
            bodies.setdefault(span.form.name or "", f"{plain[span.start : span.stop]} ({inside})")
    return aliases, bodies


def _uses(aliases: dict[str, Span], spans: list[Span], folded: Folded) -> Iterator[Span]:
    """The places outside the spans where a defined short form is used, its definition included."""
    taken = iter(spans)
    current = next(taken, None)
    for match in _ACRONYM.finditer(folded.plain):
        while current is not None and current.stop <= match.start():
            current = next(taken, None)
        origin = aliases.get(match.group())
        if origin is None or match.start() < origin.stop or (current is not None and current.start < match.end()):
            continue
        form = origin.form
        body = match.group() if form.body is not None else None
        yield Span(
            match.start(),
            match.end(),
            origin.key,
            (Form(match.group(), form.code, form.kind, "exact", body, form.name, form.place, form.entity),),
        )


def _renamed(span: Span, bodies: dict[str, str]) -> Span:
    form = span.form
    full = bodies.get(form.name or "") if form.code is None else None
    return span if full is None else replace(span, forms=(replace(form, body=full),))
