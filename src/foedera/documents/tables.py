"""Tables and forms in plain text: pipes, tabs, aligned columns, "Quantity: 12"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from foedera.documents import marks
from foedera.documents.drafts import Draft
from foedera.documents.lines import Line

_GAP = re.compile(r"\t+|\s{2,}")
_PIPE = re.compile(r"\s{0,40}\|\s{0,40}")
_UNDERLINE = re.compile(r"[\s|:+=–—_-]{3,}$")
LONGEST_ROW = 600


@dataclass(frozen=True, slots=True)
class Row:
    """A line cut into cells: spans in the text, and the column where each begins."""

    line: Line
    cells: tuple[tuple[int, int], ...]
    columns: tuple[int, ...]


def find_tables(chunk: Sequence[Line], text: str) -> list[tuple[int, int, list[Draft]]]:
    """The tables and forms in a run of lines: first line, line after the last, drafts of the rows."""
    found, at = [], 0
    while at < len(chunk):
        end, drafts = _table(chunk, at, text)
        if not drafts:
            end, drafts = _form(chunk, at, text)
        if drafts:
            found.append((at, end, drafts))
        at = max(end, at + 1)
    return found


def _table(chunk: Sequence[Line], at: int, text: str) -> tuple[int, list[Draft]]:
    for cut, least_rows, least_cells in ((_PIPE, 2, 2), (_GAP, 3, 3)):
        rows, end, underlined = _rows(chunk, at, cut, least_cells, text)
        if len(rows) >= least_rows and (cut is _GAP or underlined or len(rows) >= 3):
            return end, _drafts(rows, text, underlined)
    return at, []


def _rows(chunk: Sequence[Line], at: int, cut: re.Pattern[str], least: int, text: str) -> tuple[list[Row], int, bool]:
    """Rows from line `at` on with about as many cells as the first; whether a rule follows the first."""
    rows: list[Row] = []
    underlined, end = False, at
    for index in range(at, len(chunk)):
        line = chunk[index]
        if _UNDERLINE.match(line.text[:LONGEST_ROW]):
            if not rows or _UNDERLINE.match(chunk[index - 1].text[:LONGEST_ROW]):
                break
            underlined = underlined or len(rows) == 1
            continue
        row = _row(line, cut, text)
        if row is None or len(row.cells) < least - (1 if rows else 0):
            break
        if rows and not _alike(rows[0], row):
            break
        rows.append(row)
        end = index + 1
    return rows, end, underlined


def _row(line: Line, cut: re.Pattern[str], text: str) -> Row | None:
    if len(line.text) > LONGEST_ROW or (cut is _PIPE and "|" not in line.text):
        return None
    cells, columns, at = [], [], 0
    body = line.text
    for gap in [*cut.finditer(body), None]:
        stop = gap.start() if gap else len(body)
        if stop > at or (cut is _PIPE and 0 < at < len(body)):
            cells.append((line.start + at, line.start + max(stop, at)))
            columns.append(line.indent + at)
        at = gap.end() if gap else at
    return Row(line, tuple(cells), tuple(columns))


def _alike(first: Row, row: Row) -> bool:
    """Do the two have the same columns? One cell may be empty."""
    if len(first.cells) == len(row.cells):
        return True
    return len(first.cells) - len(row.cells) == 1 and len(first.cells) > 3


def _drafts(rows: list[Row], text: str, underlined: bool) -> list[Draft]:
    header: tuple[str, ...] = ()
    if underlined or _is_header(rows, text):
        header = tuple(text[a:b].strip() for a, b in rows[0].cells)
    drafts = []
    for index, row in enumerate(rows):
        kind = "navigation" if header and index == 0 else "table_row"
        cells = row.cells if len(row.cells) >= len(rows[0].cells) else _aligned(rows[0], row)
        drafts.append(Draft(kind, row.line.start, row.line.end, cells=cells, header=header))
    return drafts


def _is_header(rows: list[Row], text: str) -> bool:
    """Is the first row one of names: short words, no figures, where rows below have figures?"""
    names = [text[a:b] for a, b in rows[0].cells]
    below = any(c.isdigit() for row in rows[1:] for a, b in row.cells for c in text[a:b])
    return below and all(len(n) <= 40 and n[:1].isalpha() and not any(c.isdigit() for c in n) for n in names)


def _aligned(first: Row, row: Row) -> tuple[tuple[int, int], ...]:
    """The cells of a short row under the first row's columns; an empty cell is an empty span."""
    cells: list[tuple[int, int]] = [(row.line.end, row.line.end)] * len(first.cells)
    for span, column in zip(row.cells, row.columns, strict=True):
        nearest = min(range(len(first.columns)), key=lambda i: abs(first.columns[i] - column))
        cells[nearest] = span
    return tuple(cells)


def _form(chunk: Sequence[Line], at: int, text: str) -> tuple[int, list[Draft]]:
    """A form: neighbouring lines "Quantity: 12" of which two or more are known fields, as one row."""
    end, cells, header, known = at, [], [], 0
    for index in range(at, len(chunk)):  # no copy of what follows: every line asks
        line = chunk[index]
        label = marks.label_of(line.text)
        if label is None or len(label) > 40 or len(line.text) > 160 or marks.BULLET.match(line.text):
            break
        value = line.start + line.text.index(":", len(label)) + 1
        cells.append((value + _blank(text, value, line.end), line.end))
        header.append(label)
        known += label.lower() in _fields()
        end += 1
    if known < 2 or known * 2 < len(header):
        return end, []
    start = chunk[at].start
    return end, [Draft("table_row", start, chunk[end - 1].end, cells=tuple(cells), header=tuple(header))]


def _blank(text: str, start: int, end: int) -> int:
    words = text[start:end]
    return len(words) - len(words.lstrip())


@cache
def _fields() -> frozenset[str]:
    return frozenset(marks.lexicon()["fields"])
