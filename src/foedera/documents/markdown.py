"""Markdown to blocks: the file's own characters, with headings, lists, quotations and tables by their marks."""

from __future__ import annotations

import re
from typing import Any

from foedera.documents import marks
from foedera.documents.drafts import Draft, squeeze
from foedera.documents.front import Front
from foedera.documents.lines import Line, split_lines
from foedera.documents.navigation import is_closing_section, is_navigation
from foedera.documents.tables import find_tables

_FENCE = re.compile(r"---\s*$")
_FIELD = re.compile(r"(?P<key>[A-Za-z_-]{2,20})\s{0,4}:\s{0,4}(?P<value>\S.{0,300})$")
_OPENING = re.compile(r"(?:#{1,6}\s{1,8}|>\s?|[-*+]\s{1,8}|\d{1,9}[.)]\s{1,8}|\[[ xX]\]\s)*")
_EMPHASIS = re.compile(r"[*_`]{1,3}")


def draft_markdown(text: str, front: Front) -> list[Draft]:
    """The drafts of a Markdown text; `front` takes the title and what a YAML head says."""
    lines = split_lines(text)
    skip = _read_head(lines, front)
    drafts = [Draft("navigation", lines[0].start, lines[skip - 1].end)] if skip else []
    closing = False
    for draft in _blocks(text, lines, skip):
        if draft.kind == "heading":
            closing = is_closing_section(_plain(text[draft.start : draft.end]))
            front.title = front.title or squeeze(_plain(text[draft.start : draft.end]))
        elif closing or is_navigation(text[draft.start : draft.end]):
            draft.kind, draft.label = "navigation", None
        drafts.append(draft)
    return drafts


def _read_head(lines: list[Line], front: Front) -> int:
    """The number of lines of a YAML head; its title, author and date go to `front`."""
    if not lines or not _FENCE.match(lines[0].text):
        return 0
    end = next((i for i, line in enumerate(lines[1:60], 1) if _FENCE.match(line.text)), 0)
    for line in lines[1:end]:
        field = _FIELD.match(line.text)
        value = field["value"].strip("\"'") if field else ""
        match field["key"].lower() if field else "":
            case "title":
                front.title = value
            case "author":
                front.author = value
            case "publisher" | "source" | "site":
                front.publisher = value
            case "date":
                front.note_date(value)
            case "url" | "address":
                front.address = value
    return end + 1 if end else 0


def _blocks(text: str, lines: list[Line], skip: int) -> list[Draft]:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table")
    # Blank lines stand in for the head, so that line numbers stay those of the file.
    source = "\n" * skip + "\n".join(_raw(text, lines, skip))
    drafts: list[Draft] = []
    open_: list[Any] = []
    for token in parser.parse(source):
        if token.nesting == 1:
            open_.append(token)
            if token.type == "table_open" and token.map:
                drafts += _table(text, lines, token.map)
        elif token.nesting == -1:
            open_.pop()
        elif token.map and not any(t.type == "table_open" for t in open_):
            drafts += _leaf(text, lines, token, open_)
    return drafts


def _raw(text: str, lines: list[Line], skip: int) -> list[str]:
    return [raw.rstrip("\r\n") for raw in text.splitlines(keepends=True)][skip:]


def _table(text: str, lines: list[Line], span: list[int]) -> list[Draft]:
    found = find_tables(lines[span[0] : span[1]], text)
    return [row for _, _, rows in found for row in rows]


def _leaf(text: str, lines: list[Line], token: Any, open_: list[Any]) -> list[Draft]:
    """The draft of a paragraph, heading or code; its span leaves out the marks at its beginning."""
    own = [line for line in lines[token.map[0] : token.map[1]] if line.text]
    if not own or token.type not in ("inline", "fence", "code_block", "html_block"):
        return []
    names = [t.type for t in open_]
    start = own[0].start + _marks_before(own[0].text)
    end = own[-1].end
    if start >= end or token.type == "html_block":
        return []
    if "heading_open" in names:
        level = int(open_[-1].tag[1])
        end = start + len(text[start:end].split("\n")[0].rstrip(" #\r"))
        return [Draft("heading", start, end, level=level)] if end > start else []  # a bare "#"
    if "blockquote_open" in names:
        return [Draft("quote", own[0].start, end)]
    label = _label(text[start : start + marks.HEAD])
    if "list_item_open" in names:
        return [Draft("list_item", start, end, label=label, depth=names.count("list_item_open"))]
    return [Draft("paragraph", start, end, label=label)]


def _marks_before(head: str) -> int:
    found = _OPENING.match(head[:80])
    return found.end() if found else 0


def _label(words: str) -> str | None:
    label = marks.label_of(_plain(words)) or None
    return label.strip() if label else None


def _plain(words: str) -> str:
    return _EMPHASIS.sub("", words)
