"""Threads exported as JSON: Reddit's listings, Lemmy's and Discourse's API, and the like.

Every object that has an author and a text is a post; the names under which exports keep these are data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from foedera.documents.boards import Said, number_posts, stamp_to_edtf, write_post
from foedera.documents.builder import Builder
from foedera.documents.dating import to_edtf
from foedera.documents.drafts import squeeze
from foedera.documents.front import Front
from foedera.documents.html import parse, shown
from foedera.documents.limits import Deadline, Limits
from foedera.documents.model import Post
from foedera.documents.plain import draft_units, read_page
from foedera.errors import TooLarge, UnreadableDocument

_TEXT = ("body", "selftext", "content", "raw", "cooked", "text", "message", "comment", "body_html")
_AUTHOR = ("author", "username", "user", "creator", "name", "display_name", "by", "poster", "account")
_DATE = ("created_utc", "created_at", "published", "created", "date", "timestamp", "time", "posted_at", "datetime")
_NUMBER = ("post_number", "number", "position", "num")
_ANSWERS = ("reply_to_post_number",)
_KEY = ("id", "post_id", "comment_id")
_PARENT = ("parent_id", "parent", "in_reply_to", "in_reply_to_id", "reply_to")
_POINTS = ("score", "like_count", "upvotes", "points", "likes", "favourites_count")
_TITLE = ("title", "fancy_title", "topic_title", "thread_title", "name")
_REMOVED = ("[deleted]", "[removed]", "")


def is_json(data: bytes, name: str) -> bool:
    """Do the bytes begin as JSON does, in a file of that ending?"""
    return name.lower().endswith((".json", ".jsonl", ".ndjson")) and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (
        b"{",
        b"[",
    )


def read_export(text: str, name: str, front: Front, limits: Limits) -> tuple[Builder, tuple[Post, ...]]:
    """The posts of an exported thread; raises UnreadableDocument when there is none in it."""
    said = list(_posts(_load(text, name), front, name, limits))
    if not said:
        raise UnreadableDocument(
            f"{name}: no posts (an author and a text each) are in this JSON; export the thread again."
        )
    number_posts(said)
    builder, deadline = Builder(), Deadline(limits, name)
    if front.title:
        builder.add("heading", front.title, level=1)
    posts = []
    for index, one in enumerate(said):
        deadline.check()
        posts.append(_write(builder, one, index, deadline))
    return builder, tuple(posts)


def _load(text: str, name: str) -> Any:
    try:
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return [json.loads(line) for line in text.splitlines() if line.strip()]
    except RecursionError as error:
        raise TooLarge(f"{name}: the JSON's parts stand too deep inside each other to be read.") from error
    except ValueError as error:
        raise UnreadableDocument(f"{name}: this JSON is damaged ({str(error)[:80]}); export it again.") from error


def _posts(data: Any, front: Front, name: str, limits: Limits) -> Iterator[Said]:
    """Every object with author and text, in the order of the file; no recursion."""
    stack: list[tuple[Any, int]] = [(data, 0)]
    found = 0
    while stack:
        node, depth = stack.pop()
        if depth > limits.max_depth:
            raise TooLarge(
                f"{name}: the JSON's parts stand more than {limits.max_depth} deep; raise the limit on depth."
            )
        if isinstance(node, list):
            stack.extend((child, depth + 1) for child in reversed(node))
            continue
        if not isinstance(node, dict):
            continue
        front.title = front.title or _title(node)
        said = _said(node, name, limits)
        if said is not None:
            found += 1
            if found > limits.max_members:
                raise TooLarge(f"{name}: more than {limits.max_members:,} posts; raise the limit on members.")
            yield said
        stack.extend((child, depth + 1) for child in reversed(list(node.values())) if isinstance(child, dict | list))


def _said(node: dict[str, Any], name: str, limits: Limits) -> Said | None:
    """The post of an object; Lemmy keeps text, author and score in three objects side by side."""
    inner = node.get("comment") if isinstance(node.get("comment"), dict) else node.get("post")
    if isinstance(inner, dict) and isinstance(node.get("creator"), dict):
        counts = node.get("counts") if isinstance(node.get("counts"), dict) else {}
        node = {**inner, "creator": node["creator"], **{k: v for k, v in (counts or {}).items() if k == "score"}}
        path = str(node.get("path") or "").split(".")
        node.setdefault("parent", path[-2] if len(path) > 2 else None)
        if not node.get("content"):
            node["content"] = node.get("body")
    elif "creator_id" in node and "creator" not in node:
        return None
    author = _author(node)
    words = _text(node)
    if words is None or (author is None and _first(node, _DATE) is None):
        return None
    if words.strip() in _REMOVED:
        return None
    html = words.lstrip().startswith("<") and "</" in words
    return Said(
        author=None if author in _REMOVED else author,
        date=_date(_first(node, _DATE)),
        number=_whole(_first(node, _NUMBER)),
        reply_to=_whole(_first(node, _ANSWERS)),
        points=_whole(_first(node, _POINTS)),
        key=_name(_first(node, _KEY)),
        parent=_name(_first(node, _PARENT)),
        words=_without_tags(words, name, limits) if html else words,
    )


def _text(node: dict[str, Any]) -> str | None:
    found = next((node[key] for key in _TEXT if isinstance(node.get(key), str)), None)
    if found is None or _author(node) is None:
        return None
    return str(found)


def _author(node: dict[str, Any]) -> str | None:
    for key in _AUTHOR:
        value = node.get(key)
        if isinstance(value, dict):
            value = next((value[k] for k in ("name", "username", "display_name", "login", "acct") if k in value), None)
        if isinstance(value, str) and value.strip() and len(value) <= 80:
            return squeeze(value)
    return None


def _title(node: dict[str, Any]) -> str | None:
    if "name" in node and "title" not in node:
        title = node.get("name") if "body" in node and "creator_id" in node else None
    else:
        title = next((node[key] for key in _TITLE if isinstance(node.get(key), str)), None)
    return squeeze(title)[:300] or None if isinstance(title, str) else None


def _first(node: dict[str, Any], keys: tuple[str, ...]) -> Any:
    return next((node[key] for key in keys if node.get(key) not in (None, "")), None)


def _date(value: Any) -> str | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return stamp_to_edtf(value / 1000 if value > 100_000_000_000 else value)
    return to_edtf(value) if isinstance(value, str) else None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9 else None


def _name(value: Any) -> str | None:
    """An export's name of a post; Reddit's "t1_" before it tells comments from threads."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).removeprefix("t1_").removeprefix("t3_") or None


def _without_tags(words: str, name: str, limits: Limits) -> str:
    root = parse(f"<html><body>{words}</body></html>", name, limits)
    parts = [shown(node) for node in root.iter("p", "li", "blockquote", "h1", "h2", "h3", "pre")]
    return "\n\n".join(part for part in parts if part) or shown(root)


def _write(builder: Builder, one: Said, index: int, deadline: Deadline) -> Post:
    post = write_post(builder, one, index, None, deadline)
    first = len(builder.drafts)
    page = read_page(one.words)
    builder.add_plain(one.words.strip("\n") and one.words, draft_units(page, 0, len(page.units), in_post=True))
    for draft in builder.drafts[first:]:
        draft.post = index
    end = builder.drafts[-1].end
    return Post(post.start, end, post.author, post.date, post.number, post.reply_to, post.recommendations)
