"""RSS and Atom feeds: each entry is a document, with its address, date and author."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from foedera.documents.dating import to_edtf
from foedera.documents.drafts import squeeze
from foedera.documents.front import Front
from foedera.documents.limits import Limits
from foedera.documents.opened import Opened
from foedera.errors import TooLarge, UnreadableDocument

_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_CONTENT = ("encoded", "content", "description", "summary", "subtitle")


def is_feed(data: bytes) -> bool:
    """Do the bytes begin as a feed does?"""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"<"):
        return False
    found = _ROOT.search(head)
    return found is not None and b"<html" not in head[: found.start()].lower()


def parse_xml(data: bytes, name: str) -> Any:
    """The tree of an XML file: no entities, no DTD, no network."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(f"{name}: this XML is damaged ({str(error)[:80]}); save the feed again.") from error
    if root is None:
        raise UnreadableDocument(f"{name}: there is nothing in this XML; save the feed again.")
    return root


def read_feed(data: bytes, name: str, limits: Limits) -> Iterator[Opened]:
    """The entries of a feed, as pages; raises UnreadableDocument for a feed without any."""
    root = parse_xml(data, name)
    house = next((squeeze(node.text or "") for node in root.iter() if _tag(node) == "title"), None)
    entries = [node for node in root.iter() if _tag(node) in ("item", "entry")]
    if not entries:
        raise UnreadableDocument(f"{name}: the feed has no entries; save it again when it has.")
    if len(entries) > limits.max_members:
        raise TooLarge(f"{name}: {len(entries):,} entries are over the limit; raise the limit on members.")
    for number, entry in enumerate(entries, 1):
        yield _entry(entry, house, f"{name}!{number}.html")


def _entry(entry: Any, house: str | None, name: str) -> Opened:
    parts: dict[str, str] = {}
    for node in entry:
        tag = _tag(node)
        words = "".join(node.itertext()).strip() or node.get("href") or ""
        if tag == "author":
            words = squeeze(" ".join(node.itertext()))
        if tag and words and (tag != "link" or node.get("rel", "alternate") == "alternate"):
            parts.setdefault(tag, words)
    content = next((parts[tag] for tag in _CONTENT if tag in parts), "")
    front = Front(
        title=squeeze(parts.get("title", "")) or None,
        publisher=house,
        author=squeeze(parts.get("author") or parts.get("creator") or "") or None,
        date=_day(parts),
    )
    page = f"<html><body><h1>{_escaped(front.title or '')}</h1><article>{content}</article></body></html>"
    return Opened(page.encode("utf-8", "replace"), name, parts.get("link") or None, None, front)


def _day(parts: dict[str, str]) -> str | None:
    stamp = next((parts[tag] for tag in ("pubDate", "published", "issued", "date", "updated") if tag in parts), None)
    found = to_edtf(stamp)
    return found.split("T")[0] if found else None


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def _tag(node: Any) -> str:
    return node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""
