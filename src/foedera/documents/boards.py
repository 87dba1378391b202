"""Threads in HTML: posts by the mark-up of the forum that made the page (lexicon/boards.toml)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Any

from foedera.documents.builder import Builder
from foedera.documents.dating import to_edtf
from foedera.documents.drafts import squeeze
from foedera.documents.front import Front
from foedera.documents.html import Element, Walker, read_metadata, shown
from foedera.documents.limits import Deadline
from foedera.documents.model import Post
from foedera.documents.navigation import is_navigation

_SELECTOR = re.compile(r"(?P<tag>[a-z][\w-]*)?(?P<rest>(?:[.#][\w-]+|\[[^\]]+\])*)$", re.I)
_PART = re.compile(r"[.#][\w-]+|\[[^\]]+\]")
_ATTRIBUTE = re.compile(r"\[(?P<name>[\w-]+)(?:(?P<how>[*^]?=)(?P<value>[^\]]*))?\]")
_NUMBER = re.compile(r"\d{1,7}")
_SAID = re.compile(
    r"^(?P<author>.{1,40}?)\s(?:wrote|said|writes|says)\b|(?:[Pp]osted\sby|by)\s(?P<poster>\S.{0,39}?)(?:\sView|$|\s»)"
)
_BY = re.compile(r"(?:[Pp]ost\s)?(?:by|von)\s(?P<author>\S.{0,39}?)(?:\s»|\s·|\son\s|$)")
_MILLISECONDS = 100_000_000_000


@dataclass(frozen=True, slots=True)
class Board:
    """One forum's mark-up."""

    name: str
    post: tuple[str, ...]
    body: tuple[str, ...]
    author: tuple[str, ...]
    date: tuple[str, ...]
    number: tuple[str, ...]
    points: tuple[str, ...]
    quote: tuple[str, ...]
    quote_author: tuple[str, ...]
    quote_post: tuple[str, ...]


@dataclass(slots=True)
class Said:
    """A post of any export before it is written: its paragraphs as (kind, words)."""

    author: str | None
    date: str | None
    number: int | None = None
    reply_to: int | None = None
    points: int | None = None
    key: str | None = None  # the export's own name of the post
    parent: str | None = None  # that of the post it answers
    quoted: list[str] = field(default_factory=list)  # authors quoted
    element: Element = None
    words: str = ""


_PARTS = ("post", "body", "author", "date", "number", "points", "quote", "quote_author", "quote_post")


@cache
def boards() -> tuple[Board, ...]:
    """The boards of `lexicon/boards.toml`, in order."""
    data = loads(files("foedera.documents").joinpath("lexicon/boards.toml").read_text("utf-8"))
    return tuple(_board(row) for row in data["board"])


def _board(row: dict[str, Any]) -> Board:
    return Board(row["name"], *(tuple(row[part]) for part in _PARTS))


def read_board(root: Element, front: Front, deadline: Deadline) -> tuple[Builder, tuple[Post, ...]] | None:
    """The posts of a forum's page; None when no board's mark-up is found in it."""
    for board in boards():
        posts = [node for node in _all(root, board.post) if _first(node, board.body) is not None]
        posts = [node for node in posts if not _is_inside(node, posts, board)]
        if len(posts) >= 2 or (posts and board.name not in ("schema.org", "DU", "WordPress comments")):
            said = [_read_post(node, board) for node in posts]
            if sum(1 for one in said if one.author) * 2 >= len(said):
                return _write_page(root, said, board, front, deadline)
    return None


def number_posts(said: Sequence[Said]) -> None:
    """Number posts by their place where the forum prints no numbers, and resolve which post each answers."""
    if not any(one.number is not None for one in said):
        for place, one in enumerate(said, 1):
            one.number = place
    by_key = {one.key: one.number for one in said if one.key}
    for index, one in enumerate(said):
        if one.reply_to is None and one.parent:
            one.reply_to = by_key.get(one.parent)
        for author in one.quoted if one.reply_to is None else ():
            earlier = (x for x in reversed(said[:index]) if (x.author or "").lower() == author.lower())
            one.reply_to = next((x.number for x in earlier), None)


def _write_page(
    root: Element, said: list[Said], board: Board, front: Front, deadline: Deadline
) -> tuple[Builder, tuple[Post, ...]]:
    read_metadata(root, front)
    front.date = None  # the page's own date is that of its first post
    number_posts(said)
    builder = Builder()
    if front.title:
        builder.add("heading", front.title, level=1)
    posts = [write_post(builder, one, index, board, deadline) for index, one in enumerate(said)]
    return builder, tuple(posts)


def write_post(builder: Builder, one: Said, index: int, board: Board | None, deadline: Deadline) -> Post:
    """Write one post: a line with author, time and number, then what it says."""
    first = len(builder.drafts)
    shown_number = f"#{one.number}" if one.number is not None else None
    line = " · ".join(part for part in (one.author, one.date, shown_number) if part)
    builder.add("navigation", line or "Post")
    if one.element is not None and board is not None:
        _Body(builder, deadline, board).walk(one.element)
    for draft in builder.drafts[first:]:
        words = builder.text[draft.start : draft.end] if draft.kind in ("paragraph", "list_item") else ""
        if words and is_navigation(words):
            draft.kind, draft.label = "navigation", None
        draft.post = index
    start, end = builder.drafts[first].start, builder.drafts[-1].end
    return Post(start, end, one.author, one.date, one.number, one.reply_to, one.points)


class _Body(Walker):
    """Walks through a post; what stands in the board's quotation elements is `quote`."""

    def __init__(self, builder: Builder, deadline: Deadline, board: Board) -> None:
        super().__init__(builder, deadline)
        self.board = board

    def special(self, node: Element) -> bool:
        """Write a quotation as one block; leave out signatures."""
        if any(_matches(node, selector) for selector in self.board.quote):
            self.flush()
            self.builder.add("quote", shown(node))
            return True
        classes = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
        return "signature" in classes or "lastedit" in classes or "editnote" in classes


# -- a post's parts ------------------------------------------------------------------------------


def _read_post(node: Element, board: Board) -> Said:
    body = _first(node, board.body)
    author = _clean_author(_value(node, board.author))
    said = Said(
        author=author,
        date=_date(_value(node, board.date)),
        number=_whole(_value(node, board.number)),
        points=_whole(_value(node, board.points)),
        key=_own_key(node),
        parent=_parent_key(node, board),
        element=body,
    )
    for quote in _all(body, board.quote):
        _read_quote(quote, board, said)
    return said


def _read_quote(quote: Element, board: Board, said: Said) -> None:
    post = _value(quote, board.quote_post) or ""
    found = _NUMBER.search(post)
    if found and board.name == "Discourse":
        said.reply_to = said.reply_to or int(found.group())
    elif found:
        said.parent = said.parent or found.group()
    author = _value(quote, board.quote_author)
    if author:
        named = _SAID.search(author)
        said.quoted.append(squeeze((named["author"] or named["poster"]) if named else author).strip(" :"))


def _own_key(node: Element) -> str | None:
    name = node.get("data-fullname") or node.get("thingid") or node.get("data-content") or node.get("id") or ""
    found = _NUMBER.search(name)
    return name if name.startswith(("t1_", "t3_")) else found.group() if found else name or None


def _parent_key(node: Element, board: Board) -> str | None:
    parent = node.get("parentid") or node.get("data-parent")
    if parent:
        return str(parent)
    above = node.getparent()
    while above is not None:
        if any(_matches(above, selector) for selector in board.post):
            return _own_key(above)
        above = above.getparent()
    return None


def _clean_author(value: str | None) -> str | None:
    words = squeeze(value or "")
    named = _BY.search(words)
    name = (named["author"] if named else words).strip(" :·,@»")
    return name if 0 < len(name) <= 60 else None


def _date(value: str | None) -> str | None:
    if value and value.isdigit() and int(value) > _MILLISECONDS:
        return stamp_to_edtf(int(value) // 1000)
    return to_edtf(value)


def stamp_to_edtf(seconds: float) -> str | None:
    """Seconds since 1970 as EDTF; None for what is no such time."""
    from datetime import UTC, datetime

    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    except (ValueError, OverflowError, OSError):
        return None


def _whole(value: str | None) -> int | None:
    found = re.search(r"-?\d{1,7}", (value or "").replace(",", ""))
    return int(found.group()) if found else None


# -- selectors -----------------------------------------------------------------------------------


def _value(node: Element, selectors: Sequence[str]) -> str | None:
    """The words, or the attribute after "@", of the first selector that finds something."""
    for selector in selectors:
        where, _, attribute = selector.partition("@")
        found = node if not where or _matches(node, where) else _first(node, (where,))
        value = None if found is None else found.get(attribute) if attribute else shown(found)
        if value and value.strip():
            return str(value)
    return None


def _first(node: Element, selectors: Sequence[str]) -> Element | None:
    for selector in selectors:
        found = next(_below(node, selector), None)
        if found is not None:
            return found
    return None


def _all(node: Element, selectors: Sequence[str]) -> list[Element]:
    return [at for at in node.iter() if at is not node and any(_matches(at, s) for s in selectors)]


def _below(node: Element, selector: str) -> Iterator[Element]:
    return (at for at in node.iter() if at is not node and _matches(at, selector))


def _matches(node: Element, selector: str) -> bool:
    tag, parts = _parsed(selector)
    if not isinstance(node.tag, str) or (tag and node.tag != tag):
        return False
    return all(_has(node, *part) for part in parts)


@cache
def _parsed(selector: str) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    found = _SELECTOR.match(selector)
    if found is None:
        raise ValueError(f"'{selector}' is no selector of one element")
    parts: list[tuple[str, str, str]] = []
    for part in _PART.findall(found["rest"] or ""):
        if part[0] == ".":
            parts.append(("class", "~=", part[1:]))
        elif part[0] == "#":
            parts.append(("id", "=", part[1:]))
        elif attribute := _ATTRIBUTE.match(part):
            parts.append((attribute["name"], attribute["how"] or "", attribute["value"] or ""))
    return found["tag"] or "", tuple(parts)


def _has(node: Element, name: str, how: str, value: str) -> bool:
    given: Any = node.get(name)
    if given is None:
        return False
    match how:
        case "~=":
            return value in given.split()
        case "^=":
            return bool(given.startswith(value))
        case "*=":
            return value in given
        case "=":
            return bool(given == value)
        case _:
            return True


def _is_inside(node: Element, posts: list[Element], board: Board) -> bool:
    """Does the element repeat the post that it stands in, as a part of it, rather than answer it?"""
    body = _first(node, board.body)
    return any(other is not node and _first(other, board.body) is body and _contains(other, node) for other in posts)


def _contains(outer: Element, inner: Element) -> bool:
    above = inner.getparent()
    while above is not None:
        if above is outer:
            return True
        above = above.getparent()
    return False
