"""Ties as FollowTheMoney entities: actors, the sources as documents, and links between actors.

A membership becomes a Membership, every other tie an UnknownLink for each pair of actors; both are
intervals with dates and point to their sources as `proof`. Denials are no links and are left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from foedera import actors
from foedera.exports.links import Link, links, name_of
from foedera.exports.select import Selection
from foedera.files import written
from foedera.record import Source

Entity = dict[str, Any]


def export(selection: Selection, path: Path) -> int:
    """One entity a line, each once; how many."""
    seen: set[str] = set()
    with written(path) as out:
        for entity in entities(selection):
            if entity["id"] not in seen:
                seen.add(entity["id"])
                out.write(json.dumps(entity, ensure_ascii=False) + "\n")
    return len(seen)


def entities(selection: Selection) -> Iterator[Entity]:
    """Sources, then each link with its two actors; actors and links may come more than once."""
    for source in selection.sources.values():
        yield _document(source)
    for link in links(selection):
        yield _actor(link.one)
        yield _actor(link.other)
        yield _link(link)


def _id(*parts: str) -> str:
    return "foedera-" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def _entity(id_: str, schema: str, **properties: str | Iterable[str] | None) -> Entity:
    filled = {k: [v] if isinstance(v, str) else list(v) for k, v in properties.items() if v}
    return {"id": id_, "schema": schema, "properties": filled}


def _document(source: Source) -> Entity:
    return _entity(
        _id("source", source.key),
        "Document",
        title=source.title,
        publisher=source.publisher,
        author=source.author,
        date=_plain(source.issued),
        sourceUrl=source.address,
    )


def _actor_id(code: str) -> str:
    return _id("actor", code)


def _actor(code: str) -> Entity:
    body = code in actors.organisations()
    schema = "Organization" if body else "PublicBody"
    return _entity(_actor_id(code), schema, name=name_of(code), notes=f"code {code}")


def _link(link: Link) -> Entity:
    tie = link.tie
    common = {
        "startDate": link.since,
        "endDate": link.until,
        "proof": [_id("source", key) for key in tie.sources],
        "summary": tie.name,
        "description": ", ".join(tie.obligations) or None,
        "recordId": tie.id,
    }
    id_ = _id("link", tie.id, link.one, link.other)
    roles = dict(zip(tie.actors, tie.roles, strict=True))
    if tie.relation == "membership" and "organisation" in (roles[link.one], roles[link.other]):
        member, body = (link.one, link.other) if roles[link.other] == "organisation" else (link.other, link.one)
        ends = {"member": _actor_id(member), "organization": _actor_id(body)}
        return _entity(id_, "Membership", **ends, role=tie.status or "member", **common)
    ends = {"subject": _actor_id(link.one), "object": _actor_id(link.other)}
    return _entity(id_, "UnknownLink", **ends, role=tie.relation, status=tie.stage, **common)


def _plain(edtf: str | None) -> str | None:
    """A date as FollowTheMoney takes it: a plain year, month or day."""
    text = (edtf or "").split("/")[0].rstrip("?~%")
    return text if text and text.replace("-", "").isdigit() and not (len(text) == 7 and int(text[5:]) > 12) else None
