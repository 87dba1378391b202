"""Lines of a plain text with their offsets, and which of them were broken only to fit a page."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

TAB = 8
# A line longer than this was not broken by hand or by a typewriter.
WIDEST_PAGE = 130
NARROWEST_PAGE = 40
# A line that ends in one of these goes on.
_GOES_ON = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "that", "the", "to", "with"]
)
# What may stand at both ends of a line and is no text.
BLANKS = " \t\r\n\f\v\x1c\x1d\x1e\x85\xa0\u2028\u2029\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text: `start:end` without the blanks around it, `indent` in columns."""

    start: int
    end: int
    indent: int
    text: str

    @property
    def width(self) -> int:
        """Columns up to the last character."""
        return self.indent + len(self.text)


def split_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Every line of `text[start:end]`, blank ones too; offsets count in `text`."""
    lines, at = [], start
    for raw in text[start:end].splitlines(keepends=True):
        body = raw.strip(BLANKS)
        lead = len(raw) - len(raw.lstrip(BLANKS)) if body else 0
        if body[:1] == "|" and body[-1:] == "|" and body.count("|") == 2:
            inner = body[1:-1].strip(BLANKS)  # a line of a box
            lead += body.index(inner) if inner else 0
            body = inner
        indent = len(raw[:lead].expandtabs(TAB)) if lead else 0
        lines.append(Line(at + lead, at + lead + len(body), indent, body))
        at += len(raw)
    return lines


def page_width(chunks: Sequence[Sequence[Line]]) -> int | None:
    """The width at which the text's paragraphs were broken, or None when they were not."""
    widths = sorted(w for w in map(chunk_width, chunks) if w)
    return widths[len(widths) // 2] if widths else None


def chunk_width(chunk: Sequence[Line]) -> int | None:
    """The width at which one run of lines was broken: most of its lines have no room for the next word."""
    if len(chunk) < 3:
        return None
    width = max(line.width for line in chunk)
    if not NARROWEST_PAGE <= width <= WIDEST_PAGE:
        return None
    full = sum(is_full(a, b, width) for a, b in itertools.pairwise(chunk))
    # The widest line is full by itself and proves nothing, unless it is the last.
    counted = len(chunk) - 1
    if chunk[-1].width < width:
        full, counted = full - 1, counted - 1
    return width if full >= 1 and full * 10 >= counted * 6 else None


def continues(line: Line, after: Line, width: int | None) -> bool:
    """Was `line` broken only for want of room, so that `after` goes on with it?"""
    if not line.text or not after.text:
        return False
    if after.text[0].islower() and len(line.text) >= NARROWEST_PAGE - 10 and line.text[-1] not in ".!?:;":
        return True
    if width is not None and line.width <= width + 2:
        return is_full(line, after, width)
    if after.text[0].islower():
        return False
    last = line.text.rsplit(maxsplit=1)[-1].lower()
    return len(line.text) >= NARROWEST_PAGE and (line.text[-1] == "," or last in _GOES_ON)


def is_full(line: Line, after: Line, width: int) -> bool:
    """Would the first word of `after` not have fitted on `line`? (Ragged by up to six columns.)

    Lines beyond the width were not broken to it.
    """
    first = after.text.split(maxsplit=1)[0] if after.text else ""
    return line.width + 1 + min(len(first), 30) > width - 6
