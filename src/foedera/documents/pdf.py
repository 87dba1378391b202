"""PDF files: lines in reading order, columns apart, words that were hyphenated whole again, page furniture out."""

from __future__ import annotations

import ctypes
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from foedera.documents.builder import Builder
from foedera.documents.dating import to_edtf
from foedera.documents.drafts import squeeze
from foedera.documents.front import Front
from foedera.documents.limits import Deadline, Limits
from foedera.documents.plain import draft_article, draft_units, read_page
from foedera.documents.word import add_table
from foedera.errors import TooLarge, UnreadableDocument

_DIGITS = re.compile(r"\d+|\b[ivxlc]{1,6}\b", re.I)
_HYPHEN = re.compile(r"(?<=[a-z]{2})[-\u00ad\u2010\x02]$")
_LEAST_TEXT = 20
_LEAST_RULES, _MOST_RULES, _MOST_TABLE_PAGES = 6, 2000, 60
_MOST_CHARACTERS = 200_000  # of one page
_MOST_JUMPS = 3  # up the page, before the file's order is not trusted
_MARGIN = 0.12  # of the page's height, where headers and footers stand


@dataclass(slots=True)
class Run:
    """A stretch of one line: its box in points (from the bottom left) and its words."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)


@dataclass(slots=True)
class Page:
    """The lines of a page in reading order; `tables` are boxes and rows that stand among them."""

    width: float
    height: float
    lines: list[Run]
    tables: list[tuple[Run, list[list[str]]]] = field(default_factory=list)


def read_pdf(data: bytes, name: str, front: Front, limits: Limits) -> Builder:
    """The text and drafts of a PDF; `front` takes its title, author and date."""
    pages, meta = _read_pages(data, name, limits)
    if sum(len(line.text) for page in pages for line in page.lines) < _LEAST_TEXT:
        raise UnreadableDocument(f"{name}: this PDF holds no text, only pictures of pages; run OCR on it first.")
    _drop_furniture(pages)
    builder = _build(pages, front)
    _read_meta(meta, front)
    return builder


def _read_pages(data: bytes, name: str, limits: Limits) -> tuple[list[Page], dict[str, str]]:
    import pypdfium2 as pdfium

    deadline = Deadline(limits, name)
    try:
        document = pdfium.PdfDocument(data)
        try:
            if len(document) > limits.max_pages:
                raise TooLarge(
                    f"{name}: {len(document):,} pages are over the limit of {limits.max_pages:,}; "
                    f"raise the limit on pages."
                )
            pages = []
            for index in range(len(document)):
                deadline.check()
                pages.append(_read_page(document[index]))
            meta = document.get_metadata_dict()
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        reason = "is locked with a password; unlock it first" if locked else "is damaged; save it again"
        raise UnreadableDocument(f"{name}: this PDF {reason}.") from error
    _find_tables(data, pages, deadline)
    return pages, meta


def _read_page(page: Any) -> Page:
    width, height = page.get_size()
    text = page.get_textpage()
    found = Page(width, height, order(_runs(text), width))
    text.close()
    rules = _count_rules(page)
    if _LEAST_RULES <= rules <= _MOST_RULES:
        found.tables = [(Run(0, 0, 0, 0, ""), [])]  # to be looked at for tables
    page.close()
    return found


def _count_rules(page: Any) -> int:
    import pypdfium2.raw as raw

    rules = 0
    for thing in page.get_objects(max_depth=2):
        rules += thing.type == raw.FPDF_PAGEOBJ_PATH
        if rules > _MOST_RULES:
            break
    return rules


def _runs(text: Any) -> list[Run]:
    """The lines of a page in the order of the file, cut where a gap is wider than a few blanks."""
    import pypdfium2.raw as raw

    runs: list[Run] = []
    run: Run | None = None
    box, by_reference = raw.FS_RECTF(), ctypes.byref
    for index in range(min(text.count_chars(), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text.raw, index)
        if code in (10, 13, 0):
            run = None
            continue
        if code in (2, 0xFFFE):
            # pdfium's sign for a word broken at the end of a line.
            if run is not None:
                run.text, run = run.text + "\u00ad", None
            continue
        char = chr(code)
        if char.isspace():
            if run is not None:
                run.text += " "
            continue
        raw.FPDFText_GetLooseCharBox(text.raw, index, by_reference(box))
        if run is None or _gap(run, box.left) > 1.6 * run.height:
            run = Run(box.left, box.bottom, box.right, box.top, char)
            runs.append(run)
            continue
        run.text += char
        run.right, run.top, run.bottom = max(run.right, box.right), max(run.top, box.top), min(run.bottom, box.bottom)
    for one in runs:
        one.text = squeeze(one.text)
    return [one for one in runs if one.text]


def _gap(run: Run, left: float) -> float:
    return left - run.right


# -- lines and columns ---------------------------------------------------------------------------


def order(runs: Sequence[Run], width: float) -> list[Run]:
    """Lines in reading order: columns one after the other; else the file's order where it goes down the page."""
    gutter = _gutter(runs, width)
    if gutter is not None:
        return _by_columns(runs, gutter)
    jumps = sum(1 for a, b in pairwise(runs) if b.bottom > a.top)
    in_order = runs if jumps <= _MOST_JUMPS else sorted(runs, key=lambda run: (-round(run.bottom), run.left))
    return _join_rows(in_order)


def _by_columns(runs: Sequence[Run], gutter: float) -> list[Run]:
    """Bands between lines that cross the gutter; in each the left column, then the right."""
    ordered: list[Run] = []
    left: list[Run] = []
    right: list[Run] = []
    for run in sorted(runs, key=lambda run: (-round(run.top), run.left)):
        if run.left < gutter < run.right:
            ordered += [*_join_rows(left), *_join_rows(right), run]
            left, right = [], []
        else:
            (left if run.right <= gutter else right).append(run)
    return [*ordered, *_join_rows(left), *_join_rows(right)]


def _join_rows(runs: Sequence[Run]) -> list[Run]:
    """Runs side by side become one line; three blanks tell the cells of a row apart, as in plain text."""
    lines: list[Run] = []
    for run in runs:
        last = lines[-1] if lines else None
        if last is not None and _side_by_side(last, run):
            wide = run.left - last.right > 1.6 * run.height
            last.text += ("   " if wide else " ") + run.text
            last.right, last.top, last.bottom = run.right, max(last.top, run.top), min(last.bottom, run.bottom)
        else:
            lines.append(run)
    return lines


def _side_by_side(last: Run, run: Run) -> bool:
    overlap = min(last.top, run.top) - max(last.bottom, run.bottom)
    return overlap > 0.5 * min(last.height, run.height) and run.left >= last.right - 2


def _gutter(runs: Sequence[Run], width: float) -> float | None:
    """The gap near the middle of a page of two columns, or None; rows of a table leave no such text on both sides."""
    body = [run for run in runs if run.right - run.left > 0.25 * width]
    if len(body) < 8:
        return None
    for at in (width * part / 100 for part in range(42, 59)):
        left = sum(1 for run in body if run.right <= at)
        right = sum(1 for run in body if run.left >= at)
        if left >= 4 and right >= 4 and left + right >= 0.8 * len(body):
            return at
    return None


# -- headers, footers, tables --------------------------------------------------------------------


def _drop_furniture(pages: Sequence[Page]) -> None:
    """Leave out what stands at the top or foot of several pages, figures apart, and page numbers."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(line) for line in page.lines if _in_margin(line, page)})
    least = 2 if len(pages) <= 4 else max(3, len(pages) // 5)
    for page in pages:
        page.lines = [
            line
            for line in page.lines
            if not (_in_margin(line, page) and (seen[_shape(line)] >= least or not _shape(line).strip(" #-–|/of")))
        ]


def _shape(line: Run) -> str:
    return _DIGITS.sub("#", line.text.lower())


def _in_margin(line: Run, page: Page) -> bool:
    return line.bottom > page.height * (1 - _MARGIN) or line.top < page.height * _MARGIN


def _find_tables(data: bytes, pages: Sequence[Page], deadline: Deadline) -> None:
    """Look for ruled tables with pdfplumber on the pages that have rules; without it text stays text."""
    ruled = [index for index, page in enumerate(pages) if page.tables][:_MOST_TABLE_PAGES]
    for page in pages:
        page.tables = []
    if not ruled:
        return
    import pdfplumber

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for index in ruled:
                deadline.check()
                _take_tables(document.pages[index], pages[index])
    except TooLarge:
        raise
    except Exception:  # noqa: BLE001 - a table missed is text still; pdfminer raises all kinds on odd files
        return


def _take_tables(source: Any, page: Page) -> None:
    for table in source.find_tables():
        rows = [[squeeze(cell or "") for cell in row] for row in table.extract()]
        rows = _without_empty_columns([row for row in rows if any(row)])
        if len(rows) < 2 or max(map(len, rows)) < 2 or sum(len(c) > 0 for r in rows for c in r) < 4:
            continue
        left, top, right, bottom = table.bbox
        box = Run(left, page.height - bottom, right, page.height - top, "")
        page.lines = [line for line in page.lines if not _inside(line, box)]
        page.tables.append((box, rows))


def _without_empty_columns(rows: list[list[str]]) -> list[list[str]]:
    """Rows without the columns that only merged cells make."""
    full = [[cell for cell in row if cell] for row in rows]
    if len({len(row) for row in full}) == 1:
        return full
    kept = [i for i in range(max(map(len, rows), default=0)) if any(i < len(row) and row[i] for row in rows)]
    return [[row[i] if i < len(row) else "" for i in kept] for row in rows]


def _inside(line: Run, box: Run) -> bool:
    middle = (line.top + line.bottom) / 2
    return box.bottom - 2 <= middle <= box.top + 2 and line.left >= box.left - 4 and line.right <= box.right + 4


# -- the text ------------------------------------------------------------------------------------


def _build(pages: Sequence[Page], front: Front) -> Builder:
    builder = Builder()
    paragraphs: list[str] = []
    for page in pages:
        tables = sorted(page.tables, key=lambda t: -t[0].top)
        start = 0
        for box, rows in tables:
            stop = next((i for i, line in enumerate(page.lines) if i >= start and line.top < box.bottom + 2), None)
            stop = len(page.lines) if stop is None else stop
            _paragraphs(page.lines[start:stop], paragraphs)
            _write(paragraphs, builder, front)
            add_table(rows, builder)
            start = stop
        _paragraphs(page.lines[start:], paragraphs)
    _write(paragraphs, builder, front)
    return builder


def _write(paragraphs: list[str], builder: Builder, front: Front) -> None:
    """Hand the paragraphs so far to the reader of plain text."""
    said = "".join(paragraphs).strip("\n")
    paragraphs.clear()
    if not said.strip():
        return
    if builder.drafts:
        page = read_page(said)
        builder.add_plain(said, draft_units(page, 0, len(page.units)))
    else:
        builder.add_plain(said, draft_article(said, front))


def _paragraphs(lines: Sequence[Run], into: list[str]) -> None:
    """Put lines together to paragraphs: what was broken for want of room is one line again."""
    right = _right_edge(lines)
    pitch = _pitch(lines)
    last: Run | None = None
    for line in lines:
        if last is None and into and not into[-1].endswith((".", "!", "?", ":", "\n")) and line.text[0].islower():
            _join(into, line.text)  # goes on from the page before
        elif last is None:
            into.append(("\n\n" if into else "") + line.text)
        elif _goes_on(last, line, right.get(round(line.left / 50), line.right), pitch):
            _join(into, line.text)
        else:
            gap = last.bottom - line.bottom > 1.3 * pitch or line.bottom > last.top
            into.append(("\n\n" if gap or line.height > 1.25 * last.height else "\n") + line.text)
        last = line


def _join(into: list[str], words: str) -> None:
    if into[-1].endswith("\u00ad") and not words[0].islower():
        into[-1] = into[-1][:-1] + "-" + words
    elif _HYPHEN.search(into[-1]) and words[0].islower():
        into[-1] = _HYPHEN.sub("", into[-1]) + words
    else:
        into[-1] += " " + words


def _right_edge(lines: Sequence[Run]) -> dict[int, float]:
    """The right edge of each column, by where its lines begin."""
    edges: dict[int, float] = {}
    for line in lines:
        key = round(line.left / 50)
        edges[key] = max(edges.get(key, 0.0), line.right)
    return edges


def _pitch(lines: Sequence[Run]) -> float:
    """The usual distance from line to line: the middle one of those on the page."""
    steps = sorted(a.bottom - b.bottom for a, b in pairwise(lines) if a.bottom > b.bottom + 1)
    return steps[len(steps) // 2] if steps else 12.0


def _goes_on(last: Run, line: Run, right: float, pitch: float) -> bool:
    if last.bottom - line.bottom > 1.3 * pitch or line.bottom > last.top + 1:
        return False
    if abs(last.height - line.height) > 0.25 * last.height:
        return False
    full = last.right > right - 0.18 * (right - min(last.left, line.left))
    indented = line.left > last.left + 0.8 * line.height
    return full and not (indented and last.text[-1] in '.!?:;"”')


def _read_meta(meta: dict[str, str], front: Front) -> None:
    title = squeeze(meta.get("Title") or "")
    if front.title is None and title and not title.lower().startswith("microsoft word"):
        front.title = title
    front.author = front.author or squeeze(meta.get("Author") or "") or None
    stamp = meta.get("CreationDate") or ""
    if front.date is None and len(stamp) >= 10 and stamp[2:10].isdigit():
        front.date = to_edtf(f"{stamp[2:6]}-{stamp[6:8]}-{stamp[8:10]}")
        front.notes.append("dated by the file's creation date")
