"""Word documents (DOCX): paragraphs by their styles, lists, tables, and what the file says of itself."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from foedera.documents import marks
from foedera.documents.builder import Builder, is_form
from foedera.documents.drafts import squeeze
from foedera.documents.front import Front
from foedera.documents.limits import Deadline, Limits
from foedera.documents.navigation import is_navigation
from foedera.errors import TooLarge, UnreadableDocument

_HEADING = re.compile(r"[Hh]eading\s?(?P<level>\d)")
_GENERATED = ("python-docx", "")


def read_word(data: bytes, name: str, front: Front, limits: Limits) -> Builder:
    """The text and drafts of a DOCX; `front` takes its properties."""
    check_parts(data, name, limits)
    document = _open(data, name)
    _read_properties(document, front)
    builder, deadline = Builder(), Deadline(limits, name)
    for element in document.iter_inner_content():
        deadline.check()
        if hasattr(element, "rows"):
            _table(element, builder)
        else:
            _paragraph(element, builder, front)
    return builder


def check_parts(data: bytes, name: str, limits: Limits) -> None:
    """Raise TooLarge when the parts of the file unpack to more than the limit, counted and not believed."""
    left = min(limits.max_bytes * 4, limits.max_expanded_bytes)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist()[: limits.max_members]:
                if not info.filename.lower().endswith((".xml", ".rels")):
                    continue
                with archive.open(info) as stream:
                    while chunk := stream.read(1 << 20):
                        left -= len(chunk)
                        if left < 0:
                            raise TooLarge(f"{name}: its parts unpack to too many bytes; raise the limit on bytes.")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise UnreadableDocument(f"{name}: this Word file is damaged; save it again.") from error


def _open(data: bytes, name: str) -> Any:
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        return docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:
        raise UnreadableDocument(f"{name}: this Word file is damaged; save it again.") from error


def _read_properties(document: Any, front: Front) -> None:
    properties = document.core_properties
    front.title = squeeze(properties.title or "") or None
    author = squeeze(properties.author or "")
    front.author = author if author not in _GENERATED else None


def _paragraph(paragraph: Any, builder: Builder, front: Front) -> None:
    words = paragraph.text
    if not words.strip():
        return
    style = str(getattr(paragraph.style, "name", "") or "")
    heading = _HEADING.match(style)
    if style in ("Title", "Subtitle") or heading:
        level = 1 if style == "Title" else int(heading["level"]) + 1 if heading else 2
        builder.add("heading", words, level=min(level, 6))
        if style == "Title":
            front.title = squeeze(words)
    elif is_navigation(squeeze(words)):
        builder.add("navigation", words)
    elif _is_bold_line(paragraph):
        builder.add("heading", words, style="bold")
    else:
        _text(paragraph, words, style, builder)


def _text(paragraph: Any, words: str, style: str, builder: Builder) -> None:
    item = "List" in style or (paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None)
    bullet = marks.BULLET.match(words[: marks.HEAD])
    draft = builder.add(
        "quote"
        if style == "Quote" and words.lstrip().startswith(">")
        else "list_item"
        if item or bullet
        else "paragraph",
        words[bullet.end() :] if bullet else words,
        tight=item,
    )
    if draft is not None:
        draft.label = marks.label_of(words[: marks.HEAD]) or marks.date_label_of(words[: marks.HEAD])
        draft.depth = _depth(paragraph)


def _depth(paragraph: Any) -> int:
    properties = paragraph._p.pPr
    level = properties.numPr.ilvl if properties is not None and properties.numPr is not None else None
    return 1 + (int(level.val) if level is not None else 0)


def _is_bold_line(paragraph: Any) -> bool:
    words = squeeze(paragraph.text)
    runs = [run for run in paragraph.runs if run.text.strip()]
    if not runs or not all(run.bold for run in runs):
        return False
    return len(words) <= 90 and words[-1] not in ".,;!" and not marks.reads_as_sentence(words)


def _table(table: Any, builder: Builder) -> None:
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return
    if all(len(row) == 2 for row in rows) and is_form([row[0] for row in rows]):
        builder.add_form([row[0] for row in rows], [row[1] for row in rows])
        return
    add_table(rows, builder)


def add_table(rows: list[list[str]], builder: Builder) -> None:
    """Add the rows of a table; a first row of names without figures is its header."""
    first = [squeeze(cell) for cell in rows[0]]
    figures = any(c.isdigit() for row in rows[1:] for cell in row for c in cell)
    named = all(0 < len(cell) <= 40 and not any(c.isdigit() for c in cell) for cell in first)
    header = first if named and figures and len(rows) > 1 else []
    for index, row in enumerate(rows):
        draft = builder.add_row(row, header, tight=index > 0)
        if draft is not None and header and index == 0:
            draft.kind = "navigation"
