"""Blocks to segments: sentences, cut again at semicolons, each with its place in the text.

A segment is what one frame is matched in. Country profiles write whole paragraphs as clauses
between semicolons; a semicolon inside brackets does not cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sentencex

from foedera.documents.model import Block, Document

# A cut after one of these is wrong: titles, numbered things, military ranks, months, "vs.".
_ABBREVIATED = re.compile(
    r"(?:\b(?:No|Nos|Art|Arts|Sec|Gen|Col|Lt|Maj|Capt|Adm|Brig|Sgt|Cpl|Mr|Mrs|Ms|Dr|Prof|Hon|Rep|Sen|Gov|Amb|St|"
    r"approx|incl|est|vs|cf|ca|c|al|Ltd|Co|Corp|Inc|dept|Dept|Min|Res|Cmnd|Cmd|Vol|Jan|Feb|Mar|Apr|Jun|Jul|Aug|"
    r"Sept|Sep|Oct|Nov|Dec|acc|resp|yrs|e\.g|i\.e|U\.S|U\.K|U\.N|R\.A\.F|H\.M|Sec\.-Gen)|\b[A-Z])\.[\"”’')\]]?\s*$"
)
_LONGEST = 4000
# The date of the information itself, at the end of a section of a profile: "(2025)".
_STAMP = re.compile(r"\s*\((?:19|20)\d\d\)\s*$")


@dataclass(frozen=True, slots=True)
class Segment:
    """`start:end` of the text, the block it stands in, and the number of its sentence."""

    start: int
    end: int
    block: int
    sentence: int
    first: bool


# A row's label that is a date: the context keeps it, and the row's text begins after it.
_DATED = re.compile(r"(?=.*\d)(?:[\d.\u2013/'\u2019 *-]|[A-Z][a-z]{2,8}\.?){2,28}")


def _after_label(text: str, start: int, end: int) -> int:
    """Where the text begins after a label and what sets it off; the label stays if nothing follows it."""
    at = start
    while at < end and (text[at].isspace() or text[at] in ":*.–—-|"):
        at += 1
    return at if at < end else start


def _dated(text: str, start: int, block: Block) -> bool:
    """Does the block begin with its label, a date? A row under a dated one has its date, but not in its own words."""
    label = block.label
    return bool(label and start == block.start and text.startswith(label, start) and _DATED.fullmatch(label))


def segments(document: Document) -> list[Segment]:
    """Every segment of the blocks that are read, in order."""
    out: list[Segment] = []
    number = 0
    for index, block in enumerate(document.blocks):
        if block.kind == "quote" and document.posts:
            continue  # it is an earlier post's own
        if block.kind == "navigation" or (
            block.kind == "heading" and not states(document.text[block.start : block.end])
        ):
            continue
        for start, end in _statements(document.text, block):
            last = end == block.end and block.kind != "list_item"
            stamp = _STAMP.search(document.text[max(start, end - 12) : end]) if last else None
            end = end - len(stamp.group()) if stamp and end - len(stamp.group()) > start else end
            if _dated(document.text, start, block):
                start = _after_label(document.text, start + len(block.label or ""), end)
            whole = block.kind == "table_row" and end - start <= _LONGEST
            pieces = [(start, end)] if whole else list(_pieces(document.text, start, end))
            for n, (a, b) in enumerate(pieces):
                out.append(Segment(a, b, index, number, n == 0))
            number += 1
    return out


_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|says?|said|rejects?|denies|signs?|signed|joins?|sends?|sent|buys?|agrees?|"
    r"approves?|leaves?|invades?|attacks?|deploys?|orders?|begins?|began|opens?|withdraws?|refuses?|dismisse?s?|"
    r"welcomes|hosts|leave|lowers?|renews?|concludes?|delivers?|receives?|donates?|quits?|ratif(?:y|ies)|expels?)\b"
)


def states(words: str) -> bool:
    """Does a heading state something, as a headline does?"""
    return bool(_FINITE.search(words))


# Where a full stop was forgotten: these begin with a capital only at the beginning of a sentence.
_RUN_ON = re.compile(r"(?<=[a-z])\s(?=(?:This|These|Those|However|Meanwhile|Moreover|Nevertheless) [a-z])")


def _statements(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """The sentences of a block, also those that no full stop divides."""
    for start, end in _sentences(text, block):
        begun = start
        for found in _RUN_ON.finditer(text, start, end):
            yield begun, found.start()
            begun = found.end()
        yield begun, end


def _sentences(text: str, block: Block) -> Iterator[tuple[int, int]]:
    body = text[block.start : block.end]
    at, begun = block.start, block.start
    for piece in sentencex.segment("en", body) if len(body) > 60 else [body]:
        found = text.find(piece, at, block.end)
        at = (found if found >= 0 else at) + len(piece)
        done = text[begun:at]
        if at < block.end and (_ABBREVIATED.search(done) or _goes_on(text, at)):
            continue
        yield from _trim(text, begun, min(at, block.end))
        begun = at
    yield from _trim(text, begun, block.end)


_BRACKET = re.compile(r"\s{0,3}\(\d")


def _goes_on(text: str, at: int) -> bool:
    """Does a sentence go on after "thirty-two" with "(32)"? That is no number of a list."""
    return text[max(0, at - 4) : at].rstrip()[-1:].isalnum() and _BRACKET.match(text, at) is not None


_CUTS = re.compile(r"[;()\[\]]")


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start > _LONGEST:
        yield from _short_pieces(text, start, end)
        return
    if text.find(";", start, end) < 0:
        yield from _trim(text, start, end)
        return
    depth, begun = 0, start
    for match in _CUTS.finditer(text, start, end):
        char = match.group()
        if char in "([":
            depth += 1
        elif char in ")]":
            depth = max(0, depth - 1)
        elif depth == 0:
            yield from _trim(text, begun, match.start())
            begun = match.end()
    yield from _trim(text, begun, end)


def _short_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The same where no piece may be longer than reading takes at once."""
    depth, begun = 0, start
    for at in range(start, end):
        char = text[at]
        if char in "([":
            depth += 1
        elif char in ")]":
            depth = max(0, depth - 1)
        elif (char == ";" and depth == 0) or at - begun > _LONGEST:
            yield from _trim(text, begun, at)
            begun = at + 1
    yield from _trim(text, begun, end)


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and (text[start].isspace() or text[start] in ";"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
