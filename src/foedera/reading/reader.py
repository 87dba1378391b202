"""A document's claims: each segment is coded, frames are matched, roles filled, claims assembled.

The stages are modules that one can look into: sentences, mentions, groups, frames, roles, context,
denial, slots, assembly, ranking. `explain` keeps what each of them decided.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from foedera.actors import Mention
from foedera.claim import Claim
from foedera.documents.limits import Deadline
from foedera.documents.model import Block, Document
from foedera.reading import assembly, dating, denial, mentions, moments, ranking, sentences
from foedera.reading import context as contexts
from foedera.reading.context import Context
from foedera.reading.frames import Frame, anchors
from foedera.reading.groups import Coded, Mark, Who, build
from foedera.reading.roles import Spot, boundaries, clause
from foedera.reading.sentences import Segment

# Why a frame does not apply: what it is about is only denied, supposed or owed.
_DENIED, _SUPPOSED, _OWED = DOUBTS = ("denied", "only supposed", "a purpose or duty")


class Trigger(NamedTuple):
    """Where a frame's trigger stands (in the coded form `at`, in the text `start:end`), and why it was refused."""

    frame: str
    relation: str
    at: tuple[int, int]
    start: int
    end: int
    refused: str | None = None

    def __str__(self) -> str:
        where = f"{self.frame} @{self.at[0]}:{self.at[1]}"
        return f"{where} refused: {self.refused}" if self.refused else where


@dataclass(slots=True)
class Step:
    """What reading did with one segment: its coded form, the triggers, and why claims were dropped."""

    start: int
    end: int
    code: str
    triggers: list[Trigger] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    named: frozenset[str] = frozenset()
    features: list[tuple[Claim, list[str]]] = field(default_factory=list)


Watch = Callable[[Coded, Context], None]


def read(
    document: Document,
    *,
    named: tuple[Mention, ...] | None = None,
    segments: Sequence[Segment] | None = None,
    deadline: Deadline | None = None,
    watch: Watch | None = None,
) -> list[Claim]:
    """The claims of a document, in order of place, each with the frame that gave it as `rule`.

    `named` are the actors of the whole text and `segments` its segments, where the caller has them already.
    Raises TooLarge at the first segment after the deadline.
    """
    return [c for step in steps(document, named, segments, deadline, watch) for c in step.claims]


def steps(
    document: Document,
    named: tuple[Mention, ...] | None = None,
    segments: Sequence[Segment] | None = None,
    deadline: Deadline | None = None,
    watch: Watch | None = None,
) -> list[Step]:
    """The segments of the document in order, with all that was decided about each.

    `watch` is called with each segment, as it is coded and in its context, before it is read (for training).
    """
    named = mentions.named(document) if named is None else named
    segments = sentences.segments(document) if segments is None else segments
    context = contexts.of(document, named)
    marks = mentions.marks(document.text, mentions.find(document, profile=context.profile, named=named))
    if not context.profile and context.pair:
        context.paired = False
        first = _pass(document, marks, segments, context, deadline)
        outright = [c for step in first for c, names in step.features if "guessed=0" in names]
        context = contexts.repaired(contexts.of(document, named), outright)
        context.giver, context.taker = contexts.direction([c for step in first for c in step.claims], context)
    return _pass(document, marks, segments, context, deadline, watch)


class _Page(NamedTuple):
    """A document with what is looked up in it by place: its headings, and its marks with where each begins."""

    document: Document
    headings: list[Block]
    marks: list[Mark]
    starts: list[int]

    def between(self, start: int, end: int) -> list[Mark]:
        """The marks that begin in text[start:end]."""
        return self.marks[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def _pass(
    document: Document,
    marks: list[Mark],
    segments: Sequence[Segment],
    context: Context,
    deadline: Deadline | None = None,
    watch: Watch | None = None,
) -> list[Step]:
    """Read every segment once; the second time with what the first has told of who gives and who gets."""
    starts = [m.start for m in marks]
    page = _Page(document, [b for b in document.blocks if b.kind == "heading"], marks, starts)
    context.appeared = context.issued = moments.issued(document)
    context.told_date = ""
    out = []
    block = -1
    for segment in segments:
        if deadline:
            deadline.check(segment.start, len(document.text))
        if segment.block != block:
            block = segment.block
            _enter(page, document.blocks[block], context)
            _take_turn(document, document.blocks[block], marks, starts, context)
        coded = _coded(document, segment.start, segment.end, marks, starts, context)
        context.before(coded)
        if watch:
            watch(coded, context)
        step = _read_segment(coded, context, document)
        out.append(step)
        context.after(coded)
        context.memory.keep(coded)
        dating.note(coded, context)
    return out


def _coded(document: Document, start: int, end: int, marks: list[Mark], starts: list[int], context: Context) -> Coded:
    first, last = bisect_left(starts, start), bisect_left(starts, end)
    around = [m for m in marks[first:last] if m.end <= end]
    inside = [mentions.resolved(m, document.text, context, around) for m in around]
    return build(document.text, start, end, [m for m in inside if m is not None])


# How far back the heading of a block is looked for; it is nearly always the last one before it.
_HEADINGS_BACK = 40


def _heading_of(block: Block, headings: list[Block], document: Document) -> tuple[int, int] | None:
    """The span of the last heading before the block that its path names."""
    last = bisect_left(headings, block.start, key=lambda h: h.start)
    for heading in reversed(headings[max(0, last - _HEADINGS_BACK) : last]):
        if " ".join(document.text[heading.start : heading.end].split()) in block.path:
            return heading.start, heading.end
    return None


def _enter(page: _Page, block: Block, context: Context) -> None:
    """Take the actors of the block's label and headings into the context."""
    context.recent = ()
    context.place = context.told_of = None
    context.label = []
    if block.label:
        end = block.start + len(block.label) + 4
        context.label = mentions.sides_in(page.between(block.start, end), page.document.text, block.start)
    context.path = " / ".join(block.path[-2:]).lower() + (f" / {block.label.lower()}" if block.label else "")
    context.fragment = block.kind in ("list_item", "table_row") or bool(context.label)
    span = _heading_of(block, page.headings, page.document)
    dating.enter(page.document.text, span, block.label or "", context)
    found = page.between(*span) if span else []
    held = context.heading
    context.heading = list(mentions.named_in(found))
    if context.each:
        _take_section(page, block, context)
    codes = {w.code for w in context.heading}
    if codes != {w.code for w in held} and codes - {w.code for w in context.treaty} and block.level == 0:
        context.treaty = ()  # a section about somebody else has treaties of its own


def _take_section(page: _Page, block: Block, context: Context) -> None:
    """On a page that tells of two states one by one: the last heading that names one says whose section it is."""
    last = bisect_left(page.headings, block.start, key=lambda h: h.start)
    for heading in reversed(page.headings[max(0, last - _HEADINGS_BACK) : last]):
        here = {w.code for w in mentions.named_in(page.between(heading.start, heading.end))}
        found = [w for w in context.each if w.code in here]
        if len(found) == 1 and heading.level > 1:
            context.main, context.topical = found[0], True
            context.heading = found
            if context.subject and context.subject[0].code in {w.code for w in context.each}:
                context.subject = found
            context.subject = context.subject or found
            return


# "Hungary here", "speaking as an Indian": whose side the author of a post takes.
_HERE = re.compile(r"\b(?:here|speaking)\b|\bas an? $", re.IGNORECASE)


def _take_turn(document: Document, block: Block, marks: list[Mark], starts: list[int], context: Context) -> None:
    """At the beginning of a post: who its author says that "we" are; nobody unless it is said."""
    post = bisect_right([p.start for p in document.posts], block.start) - 1
    if post < 0 or post == context.turn:
        return
    context.about = context.about or context.main
    context.turn, context.speaker, context.main = post, None, context.about
    context.issued = (document.posts[post].date or "")[:10] or context.appeared
    if context.about is None:
        # In a thread about several states each post says whom it means.
        context.subject, context.recent, context.discourse.told = [], (), []
    end = min(document.posts[post].end, block.start + 60)
    for mark in marks[bisect_left(starts, block.start) : bisect_left(starts, end)]:
        near = document.text[max(block.start, mark.start - 14) : mark.start] + document.text[mark.end : mark.end + 8]
        if isinstance(mark.item, Who) and mark.item.code and _HERE.search(near):
            context.speaker = context.main = mark.item
            context.subject = [mark.item]
            return


# So many treaties of a page are remembered ("the 1936 treaty").
_TREATIES = 40


def _read_segment(coded: Coded, context: Context, document: Document) -> Step:
    step = Step(coded.start, coded.end, coded.code, named=_named(coded))
    candidates: list[assembly.Candidate] = []
    known = (context.treaty, context.treaties)
    # What leans on the treaty spoken of comes last: the same sentence may have named it.
    for frame in anchors.possible(coded.code):
        if not _belongs(frame, context):
            continue
        for match in frame.trigger.compiled.finditer(coded.code):
            bounds = boundaries(coded)
            spot = _spot(coded, match, bounds, context, frame.relation)
            why = _refused(frame, spot)
            place = coded.span(spot.start, spot.end)
            step.triggers.append(Trigger(frame.id, frame.relation, (spot.start, spot.end), *place, why))
            if not why:
                if frame.anaphoric:
                    _hear(candidates, spot.start, known, context)
                candidates += assembly.candidates(frame, spot, match)
    context.treaty, context.treaties = known
    settled = assembly.settle(candidates, coded, profile=context.profile)
    for one in settled:
        names = ranking.features(one, settled, coded, context)
        sure = ranking.confidence(names)
        made = assembly.claim(one, document.text, sure)
        step.features.append((made, names))
        if sure >= ranking.weights()["keep"]:
            step.claims.append(made)
        else:
            step.dropped.append(f"{one.frame.id}: too unsure ({sure:.2f})")
    _remember(settled, context)
    return step


def _remember(settled: list[assembly.Candidate], context: Context) -> None:
    """Take note of what was told, and of the treaties that it names."""
    for one in settled:
        context.discourse.add(one.frame.relation, one.actors)
        if one.frame.relation == "agreement" and (one.polarity == "affirmed" or one.slots.get("stage")):
            context.treaty = tuple(Who(a.code, a.body, 0, 0) for a in one.actors)
            context.treaty_name = one.slots.get("name") or context.treaty_name
            if one.polarity == "affirmed":
                told = (str(one.slots.get("name") or ""), str(one.slots.get("date") or ""), context.treaty)
                context.treaties = [told, *context.treaties][:_TREATIES]


def _hear(found: list[assembly.Candidate], at: int, known: tuple[Any, Any], context: Context) -> None:
    """The treaty that the same sentence has just named is the one spoken of at `at`."""
    before = [c for c in found if c.frame.relation == "agreement" and not c.frame.wide and c.end <= at]
    if before:
        last = max(before, key=lambda c: (c.frame.weight, c.end))
        parties = tuple(Who(a.code, a.body, 0, 0) for a in last.actors)
        name, date = str(last.slots.get("name") or ""), str(last.slots.get("date") or "")
        context.treaty, context.treaties = parties, [(name, date, parties), *known[1]]
    else:
        context.treaty, context.treaties = known


def _belongs(frame: Frame, context: Context) -> bool:
    """Is the frame for this kind of page, and for this place in it?"""
    if frame.profile is not None and frame.profile != context.profile:
        return False
    if (frame.fragment and not context.fragment) or (frame.wide and context.listing):
        return False
    return not frame.under or frame.under.compiled.search(context.path) is not None


def _named(coded: Coded) -> frozenset[str]:
    """Whom the segment names, missions' organisations and hosts included."""
    found = {w.key for g in coded.groups for w in g.whos}
    found |= {m.code for m in coded.missions.values() if m.code} | {m.place for m in coded.missions.values() if m.place}
    return frozenset(found | {w.key for w in coded.programmes.values()})


def _spot(coded: Coded, match: re.Match[str], bounds: list[int], context: Context, relation: str) -> Spot:
    left, right = clause(bounds, match.start(), match.end())
    at = {name: match.start(name) for name in match.re.groupindex if match.group(name) is not None}
    within = match.span("mission") if "mission" in at else None
    return Spot(coded, match.start(), match.end(), left, right, context, at, within, relation=relation)


def _needed(needs: re.Pattern[str], spot: Spot) -> bool:
    """Does the clause have what a frame needs, in its coded form or in the text itself?"""
    known = spot.coded.looked
    key = (needs, spot.left, spot.right)
    if key not in known:
        start, end = spot.coded.span(spot.left, spot.right)
        found = needs.search(spot.coded.code, spot.left, spot.right)
        known[key] = bool(found or needs.search(spot.coded.text[start:end].lower()))
    return known[key]


def _refused(frame: Frame, spot: Spot) -> str | None:
    """Why the frame does not apply here, or None."""
    code = spot.coded.code
    if frame.needs and not (frame.domain and spot.context.profile) and not _needed(frame.needs.compiled, spot):
        return "what it needs is not in the clause"
    if frame.unless and frame.unless.compiled.search(
        code, max(spot.left, spot.start - 30), min(spot.right, spot.end + 70)
    ):
        return "what it excludes is near"
    if frame.slots.get("stage") != "planned":
        if denial.purpose(code, spot.left, spot.start):
            return _OWED
        if denial.supposed(code, spot.left, spot.start):
            return _SUPPOSED
    if frame.denial == "drop" and denial.negated(code, spot.left, spot.start, spot.end):
        return _DENIED
    return None
