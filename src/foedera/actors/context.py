"""Decides what an ambiguous name means from the text around it, or that it stays undecided.

Every meaning has cues (`data/contexts.csv`): words, `@AZE` for any mention of that state or
organisation, `@1816-1871` for a year in that range. The meaning whose cue stands nearest
within `NEAR` characters is meant; else the only meaning with a cue anywhere in the text; else
the meaning marked as the default; else none, and the name is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from foedera.actors.fold import Folded
from foedera.actors.leaders import in_office
from foedera.actors.lexicon import Form, Reading, readings
from foedera.actors.places import around, names_an_instrument, stands_at
from foedera.actors.spans import Span

NEAR = 400
_LINE = 120
_ANY_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_YEAR = re.compile(r"\b1[89]\d\d\b")
_NEXT_NAME = re.compile(r" ([A-Z][a-z]{1,30})\b")
_FIRST_NAME = re.compile(r"\b([A-Z][a-z]{1,20}\.?) $")


@dataclass
class Clues:
    """What a text offers to decide by: cue words, settled mentions and years, with their places."""

    text: str
    words: dict[str, list[int]]
    settled: Sequence[Span]
    _ranges: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    @cached_property
    def codes(self) -> dict[str, list[int]]:
        """Where each code is mentioned beyond doubt."""
        found: dict[str, list[int]] = defaultdict(list)
        for span in self.settled:
            if span.form.code is not None and not span.form.silent:
                found[span.form.code].append(span.start)
        return found

    @cached_property
    def years(self) -> list[tuple[int, int]]:
        """(place, year) of each year from 1800 to 1999 in the text."""
        return [(m.start(), int(m.group())) for m in _YEAR.finditer(self.text)]

    @cached_property
    def _all_years(self) -> list[tuple[int, int]]:
        return [(m.start(), int(m.group())) for m in _ANY_YEAR.finditer(self.text)]

    def year_near(self, place: int) -> int | None:
        """The year that the text names nearest before `place`, or within a line after it."""
        years = self._all_years
        at = bisect_left(years, (place, 0))
        behind = years[at] if at < len(years) and years[at][0] - place <= _LINE else None
        before = years[at - 1] if at else None
        if behind and before and behind[0] - place < place - before[0]:
            return behind[1]
        return before[1] if before else behind[1] if behind else None

    def places(self, cue: str) -> list[int]:
        """Where a cue stands, ascending."""
        if not cue.startswith("@"):
            return self.words.get(cue, [])
        first, _, last = cue[1:].partition("-")
        if first.isdigit() and last.isdigit():
            return self._years_in(int(first), int(last))
        return self.codes.get(cue[1:], [])

    def _years_in(self, first: int, last: int) -> list[int]:
        if (first, last) not in self._ranges:
            self._ranges[first, last] = [place for place, year in self.years if first <= year <= last]
        return self._ranges[first, last]

    def distance(self, cues: Sequence[str], place: int) -> int | None:
        """How far the nearest of the cues is from `place`; None if none is in the text."""
        nearest: int | None = None
        for cue in cues:
            places = self.places(cue)
            at = bisect_left(places, place)
            for found in places[max(0, at - 1) : at + 1]:
                away = abs(found - place)
                nearest = away if nearest is None else min(nearest, away)
        return nearest


def choose(span: Span, clues: Clues, folded: Folded) -> Span | None:
    """The span with its one meaning; None if it means no actor or cannot be decided."""
    if span.form.silent:
        return span
    if span.form.kind == "location":
        return _where(span, clues, folded.plain)
    if span.form.kind == "leader":
        return in_office(span, folded.plain, clues.year_near(span.start))
    several = readings().get(span.key)
    if several is None and len(span.forms) == 1 and not span.form.shaky and span.form.kind != "metonym":
        return span
    chosen = _among_readings(span, several, clues, folded.plain) if several else _among_states(span, clues)
    if chosen is None:
        return None
    if chosen.kind == "metonym" and names_an_instrument(folded.plain, span.start, span.stop):
        chosen = replace(chosen, kind="place")
    return span if span.forms == (chosen,) else replace(span, forms=(chosen,))


def _among_states(span: Span, clues: Clues) -> Form | None:
    """An acronym that several states' bodies share belongs to the one the text speaks of."""
    if len({(f.code, f.entity) for f in span.forms}) == 1 and not span.form.shaky:
        return span.form
    return _nearest([((f"@{f.code}",), f) for f in span.forms], clues, span.start)


def _where(span: Span, clues: Clues, plain: str) -> Span | None:
    """The state in which a place lay at the time; of two places of one name the one whose state is spoken of."""
    options = list(span.forms)
    if names_an_instrument(plain, span.start, span.stop) or (options[0].shaky and not stands_at(plain, span.start)):
        return None
    if any(form.years for form in options):
        year = clues.year_near(span.start)
        options = [form for form in options if form.years is None or _fits(form.years, year)]
    if len(options) > 1 or (options and options[0].shaky):
        chosen = _nearest([((f"@{f.place}",), f) for f in options], clues, span.start)
        options = [chosen] if chosen else []
    return replace(span, forms=(options[0],)) if options else None


def _fits(years: tuple[int, int], year: int | None) -> bool:
    """Is the year among them? Without a year the text speaks of today."""
    return years[1] == 9999 if year is None else years[0] <= year <= years[1]


def _among_readings(span: Span, several: tuple[Reading, ...], clues: Clues, plain: str) -> Form | None:
    if any(r.person for r in several) and _is_person(plain, span.start, span.stop):
        return None
    options = [(reading.cues, _as_form(reading, span)) for reading in several]
    decided = _nearest([(cues, form) for cues, form in options if cues], clues, span.start)
    if decided is None:
        decided = next((form for (_, form), r in zip(options, several, strict=True) if r.default), None)
    return None if decided is None or decided.silent else decided


def _as_form(reading: Reading, span: Span) -> Form:
    """The form of the span that a reading means, or one made for it (silent: no actor at all)."""
    if reading.code is None and reading.kind is None:
        return Form(span.form.text, None, "name", silent=True)
    for form in span.forms:
        if form.code == reading.code and form.kind == reading.kind:
            return form
    kind = reading.kind or span.form.kind
    if span.form.kind == "prefix" and kind == "adjective":
        kind = "prefix"
    entity = span.form.entity if reading.code == span.form.code else None
    return Form(
        span.form.text, reading.code, kind, body=span.form.body, name=span.form.name, place=reading.place, entity=entity
    )


def _nearest(options: Sequence[tuple[tuple[str, ...], Form]], clues: Clues, place: int) -> Form | None:
    """The only option whose cue is nearest and near, else the only one with a cue in the text."""
    found = [(away, form) for cues, form in options if (away := clues.distance(cues, place)) is not None]
    if not found:
        return None
    if len(found) == 1:
        return found[0][1]
    found.sort(key=lambda pair: pair[0])
    (first, form), (second, _) = found[:2]
    return form if first <= NEAR and first < second else None


def _is_person(plain: str, start: int, stop: int) -> bool:
    """Is the name a person's first name or surname ("Chad Smith", "Sgt. Jordan")?"""
    behind = _NEXT_NAME.match(plain, stop)
    if behind is not None and behind.group(1).lower() not in around("no surname"):
        return True
    before = _FIRST_NAME.search(plain[max(0, start - 24) : start])
    return before is not None and before.group(1).lower().rstrip(".") in around("first name")
