"""Claims as FollowTheMoney entities: actors, the sources as documents, and links between actors.

A membership becomes a Membership, every other tie an UnknownLink for each pair of actors; both are
intervals with dates and point to the source as `proof`. Denials are no links and are left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from foedera import actors
from foedera.claim import Actor, Claim
from foedera.errors import UnknownActor
from foedera.exports.select import Selection
from foedera.exports.writing import written
from foedera.record import Source, StoredClaim

Entity = dict[str, Any]


def export(selection: Selection, path: Path) -> None:
    """One entity a line, each once."""
    seen: set[str] = set()
    with written(path) as out:
        for entity in entities(selection):
            if entity["id"] not in seen:
                seen.add(entity["id"])
                out.write(json.dumps(entity, ensure_ascii=False) + "\n")


def entities(selection: Selection) -> Iterator[Entity]:
    """Sources, then for each claim its actors and links; actors may come more than once."""
    for source in selection.sources.values():
        yield _document(source)
    for stored in selection.claims:
        if stored.claim.polarity != "affirmed":
            continue
        for actor in stored.claim.actors:
            yield _actor(actor)
        yield from _links(stored)


def _id(*parts: str) -> str:
    return "foedera-" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def _entity(id_: str, schema: str, **properties: str | None) -> Entity:
    return {"id": id_, "schema": schema, "properties": {k: [v] for k, v in properties.items() if v}}


def _document(source: Source) -> Entity:
    published = source.issued[:10] if source.issued and "/" not in source.issued and "X" not in source.issued else None
    return _entity(
        _id("source", source.key),
        "Document",
        title=source.title,
        publisher=source.publisher,
        author=source.author,
        date=published,
        sourceUrl=source.address,
    )


def _actor_id(actor: Actor) -> str:
    return _id("actor", actor.key)


def _actor(actor: Actor) -> Entity:
    if actor.code is None:
        return _entity(_actor_id(actor), "Organization", name=actor.body)
    return _entity(_actor_id(actor), "PublicBody", name=_name(actor.code), notes=f"code {actor.code}")


def _name(code: str) -> str:
    try:
        return actors.get(code).name
    except UnknownActor:
        return code


def _links(stored: StoredClaim) -> Iterator[Entity]:
    claim = stored.claim
    start, end = _dates(claim)
    common = {"startDate": start, "endDate": end, "proof": _id("source", stored.source), "summary": claim.quote[:500]}
    if claim.relation == "membership":
        for member in claim.by_role("member"):
            for body in claim.by_role("organisation"):
                ends = {"member": _actor_id(member), "organization": _actor_id(body)}
                id_ = _id("link", stored.id, member.key, body.key)
                yield _entity(id_, "Membership", **ends, role=claim.name or claim.status, **common)
        return
    for one, other in combinations(claim.actors, 2):
        ends = {"subject": _actor_id(one), "object": _actor_id(other)}
        role = f"{claim.relation}: {claim.name}" if claim.name else claim.relation
        yield _entity(_id("link", stored.id, one.key, other.key), "UnknownLink", **ends, role=role, **common)


def _dates(claim: Claim) -> tuple[str | None, str | None]:
    """Start and end as FollowTheMoney takes them: plain year, month or day."""
    if claim.period:
        first, last = claim.period.split("/") if "/" in claim.period else (claim.period, claim.period)
        return _plain(first), _plain(last)
    if not claim.date:
        return None, None
    first, last = claim.date.split("/") if "/" in claim.date else (claim.date, claim.date)
    return (None, _plain(last)) if claim.date_role == "until" else (_plain(first), None)


def _plain(edtf: str) -> str | None:
    text = edtf.rstrip("?~%")
    return text if text and ".." not in text and "X" not in text else None
