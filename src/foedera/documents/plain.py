"""Plain text to blocks: paragraphs that were hard-wrapped, headings, lists, forms, tables, speakers."""

from __future__ import annotations

from foedera.documents import marks
from foedera.documents.drafts import Draft, finish
from foedera.documents.lines import Line, chunk_width, continues, page_width, split_lines
from foedera.documents.model import Document


def read_plain(
    text: str, name: str, *, sha256: str, address: str | None = None, retrieved: str | None = None
) -> Document:
    """The document of a plain text; `text` is kept character for character."""
    blocks = finish(draft_blocks(text), text)
    title = next((text[b.start : b.end] for b in blocks if b.kind == "heading"), None)
    return Document(
        name=name, text=text, sha256=sha256, blocks=blocks, title=title, address=address, retrieved=retrieved
    )


def draft_blocks(text: str, start: int = 0, end: int | None = None) -> list[Draft]:
    """The blocks of `text[start:end]`, in order, before paths are worked out."""
    chunks = split_chunks(split_lines(text, start, end))
    width = page_width(chunks)
    units = [unit for chunk in chunks for unit in split_units(chunk, chunk_width(chunk) or width)]
    drafts: list[Draft] = []
    for index, unit in enumerate(units):
        after = units[index + 1] if index + 1 < len(units) else None
        drafts += draft_unit(unit, after, text, first=not drafts)
    return drafts


def split_chunks(lines: list[Line]) -> list[list[Line]]:
    """Runs of lines between blank lines and rules."""
    chunks: list[list[Line]] = [[]]
    for line in lines:
        if line.text and not marks.RULE.match(line.text[: marks.HEAD]):
            chunks[-1].append(line)
        elif chunks[-1]:
            chunks.append([])
    return [chunk for chunk in chunks if chunk]


def split_units(chunk: list[Line], width: int | None) -> list[list[Line]]:
    """Paragraphs, items and headings within a run: wrapped lines are one unit."""
    units = [[chunk[0]]]
    for line, after in zip(chunk, chunk[1:], strict=False):
        if begins_unit(after) or not continues(line, after, width):
            units.append([after])
        else:
            units[-1].append(after)
    return units


def begins_unit(line: Line) -> bool:
    """Does the line open an item, an article, a turn or a row, whatever the line before it?"""
    head = line.text[: marks.HEAD]
    return any(
        p.match(head) for p in (marks.BULLET, marks.NUMBER, marks.ARTICLE, marks.SPEAKER, marks.DATE_ROW)
    )


def draft_unit(unit: list[Line], after: list[Line] | None, text: str, *, first: bool) -> list[Draft]:
    """The draft of one unit (two for a heading that runs into its paragraph)."""
    start, end = unit[0].start, unit[-1].end
    head = unit[0].text[: marks.HEAD]
    bullet = marks.BULLET.match(head)
    if bullet:
        return [_item(text, start + bullet.end(), end, unit[0].indent)]
    article = marks.ARTICLE.match(head)
    if article:
        return _article(article.end("head"), start + article.end(), start, end)
    if is_heading(unit, after, first=first):
        return [Draft("heading", start, end, level=1 if first else 0, style=_style(head))]
    number = marks.NUMBER.match(head)
    if number:
        return [_item(text, start + number.end(), end, unit[0].indent)]
    row = marks.DATE_ROW.match(head)
    if row:
        return [Draft("list_item", start, end, label=row["label"], depth=unit[0].indent)]
    label = marks.label_of(head)
    return [Draft("list_item" if label and end - start < 200 else "paragraph", start, end, label=label)]


def is_heading(unit: list[Line], after: list[Line] | None, *, first: bool) -> bool:
    """Is the unit a heading: one short line that states nothing, with text after it?"""
    head = unit[0].text
    if len(unit) > 1 or len(head) > 110 or after is None or not any(c.isalpha() for c in head):
        return False
    if marks.is_capitals(head) and len(head) <= 90:
        return True
    number = marks.NUMBER.match(head) or marks.BARE_NUMBER.match(head)
    body = head[number.end() :] if number else head
    if body[:1].islower() or body[:1].isdigit() or body[-1:] in ".;,!:…" or marks.SENTENCE_BREAK.search(body):
        return False
    return first or (not marks.reads_as_sentence(body) and marks.label_of(body) is None and len(body) <= 80)


def _item(text: str, start: int, end: int, indent: int) -> Draft:
    words = text[start : start + marks.HEAD]
    label = marks.label_of(words) or marks.dash_label_of(words)
    return Draft("list_item", start, end, label=label, depth=indent + 1)


def _article(head_end: int, body: int, start: int, end: int) -> list[Draft]:
    heading = Draft("heading", start, start + head_end, style="article")
    return [heading, Draft("paragraph", body, end)] if body < end else [heading]


def _style(head: str) -> str:
    if marks.is_capitals(head):
        return "capitals"
    return "numbered" if marks.NUMBER.match(head) or marks.BARE_NUMBER.match(head) else "title"
