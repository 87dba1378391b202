"""Ties: what the claims about the same thing say together.

A tie follows from its own claims alone: `foedera.record.rows.tie_of` says which belong together, and
claims of one tie all have the same actors, so that those about a state (or two) give its ties
complete. Treaties are the exception: each instrument (with those judged to be the same) is a tie.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, delete, select

from foedera.claim import OBLIGATIONS, RELATIONS, Claim
from foedera.record import rows, schema
from foedera.record.asking import CLAIM, stored
from foedera.record.deriving import Days, span_of
from foedera.record.model import Instrument, StoredClaim, Tie
from foedera.record.writing import bulk_insert

_BATCH = 2000
_LASTING = ("agreement", "membership", "partnership")
_BELONGING = (None, "member", "suspended", "former")


# Stretches of time


def meets(a: Days, b: Days) -> bool:
    """Do two stretches (start included, end not; None open) share a day?"""
    return not (a[1] and b[0] and a[1] <= b[0]) and not (b[1] and a[0] and b[1] <= a[0])


def both(a: Iterable[Days], b: Iterable[Days]) -> tuple[Days, ...]:
    """The stretches in which both hold."""
    others = list(b)
    found = []
    for one in a:
        for other in others:
            if meets(one, other):
                start = max((s for s in (one[0], other[0]) if s), default=None)
                found.append((start, min((e for e in (one[1], other[1]) if e), default=None)))
    return united(found)


def united(spells: Iterable[Days]) -> tuple[Days, ...]:
    """The same days in as few stretches as possible, in order."""
    out: list[Days] = []
    for start, end in sorted(set(spells), key=lambda s: (s[0] or "", s[1] or "~")):
        if out and (out[-1][1] is None or start is None or start <= out[-1][1]):
            last = out[-1]
            out[-1] = (last[0], None if last[1] is None or end is None else max(last[1], end))
        else:
            out.append((start, end))
    return tuple(out)


def spells(claims: Iterable[Claim]) -> tuple[Days, ...]:
    """When a tie held, from what each claim says of it.

    Periods and events are stretches. A beginning ("since 1999") lasts until the first known end after
    it ("until 2012"), unless a stretch already holds it. Claims without a date count only where
    nothing is dated; one that says it is over ("former") then leaves nothing.
    """
    stretches: list[Days] = []
    begins, ends, undated = set(), set(), False
    for claim in claims:
        kind, days = _says(claim)
        if kind == "begin":
            begins.add(days[0])
        elif kind == "end":
            ends.add(days[1])
        elif kind == "stretch":
            stretches.append(days)
        else:
            undated = undated or kind == "undated"
    stretches += _closed(begins, ends, united(stretches))
    return united(stretches) or (((None, None),) if undated else ())


def _says(claim: Claim) -> tuple[str, Days]:
    over = claim.status == "former" or claim.stage == "terminated"
    if claim.period:
        return "stretch", span_of(claim.period)
    if not claim.date:
        return ("over" if over else "undated"), (None, None)
    days = span_of(claim.date)
    if claim.date_role == "until" or (claim.stage == "terminated" and days[1]):
        return "end", days
    lasting = claim.date_role in ("signed", "in_force") and claim.relation in _LASTING
    if (claim.date_role == "since" or lasting) and days[0]:
        return "begin", days
    return "stretch", days


def _closed(begins: set[str | None], ends: set[str | None], known: Sequence[Days]) -> list[Days]:
    """Stretches from beginnings and ends that were told apart from each other."""
    out: list[Days] = []
    used: set[str] = set()
    stops = sorted(end for end in ends if end)
    for start in sorted(start for start in begins if start):
        if any((s is None or s <= start) and (e is None or start < e) for s, e in known):
            continue
        end = next((stop for stop in stops if stop > start), None)
        used.update(filter(None, [end]))
        out.append((start, end))
    held = [*known, *out]
    out += [(None, s) for s in stops if s not in used and not any(meets((None, s), spell) for spell in held)]
    return out


def holds(tie: Tie, on: date) -> bool:
    """Is the day inside one of the tie's spells?"""
    day = on.isoformat()
    return any((s is None or s <= day) and (e is None or day < e) for s, e in tie.spells)


# From claims


def claim_tie(claims: Sequence[StoredClaim]) -> Tie | None:
    """The tie of claims that all speak of it; None when they only deny it, or make an instrument."""
    claims = sorted(claims, key=lambda c: (c.source, c.locator, c.id))
    asserted = [c for c in claims if c.claim.polarity == "affirmed" and not _is_of_instrument(c.claim)]
    if not asserted:
        return None
    said = [c.claim for c in asserted]
    pairs = sorted({(a.role, a.key) for a in said[0].actors}, key=lambda pair: (_role(pair[0]), pair[1]))
    held = spells(said)
    return Tie(
        id=rows.tie_of(said[0]),
        relation=said[0].relation,
        name=_name([c.name for c in said if c.name]),
        actors=tuple(key for _, key in pairs),
        roles=tuple(role for role, _ in pairs),
        since=held[0][0] if held else None,
        until=held[-1][1] if held else None,
        spells=held,
        status=_latest(said, "status"),
        stage=_latest(said, "stage"),
        obligations=_obligations(o for c in said for o in c.obligations),
        instruments=(),
        claims=tuple(c.id for c in asserted),
        denied=tuple(c.id for c in claims if c.claim.polarity == "denied"),
        sources=tuple(sorted({c.source for c in asserted})),
    )


def _is_of_instrument(claim: Claim) -> bool:
    """Agreements that make an instrument are that instrument's tie."""
    binding = claim.stage not in rows.NOT_BINDING
    return claim.relation == "agreement" and binding and bool(claim.instrument or claim.obligations or claim.terms)


_ORDER = ("provider", "supplier", "contributor", "initiator", "member", "party", "recipient", "host", "target")


def _role(role: str) -> int:
    """Those who act come before those who are acted on, and organisations last."""
    return _ORDER.index(role) if role in _ORDER else len(_ORDER)


def _name(names: Sequence[str]) -> str | None:
    return min(set(names), key=lambda n: (-names.count(n), -len(n), n), default=None)


def _latest(claims: Sequence[Claim], slot: str) -> str | None:
    """The value that the claim which reaches furthest gives."""
    given = [c for c in claims if getattr(c, slot)]
    if not given:
        return None
    last = max(given, key=lambda c: (rows.reach(c)[0] or "", rows.reach(c)[1] or "~", getattr(c, slot)))
    return str(getattr(last, slot))


def _obligations(found: Iterable[str]) -> tuple[str, ...]:
    owed = set(found)
    return tuple(o for o in OBLIGATIONS if o in owed)


def claim_ties(claims: Iterable[StoredClaim]) -> list[Tie]:
    groups: dict[str, list[StoredClaim]] = {}
    for claim in claims:
        groups.setdefault(rows.tie_of(claim.claim), []).append(claim)
    return [tie for group in groups.values() if (tie := claim_tie(group))]


# From instruments


def instrument_ties(
    instruments: Sequence[Instrument], said: Mapping[str, Sequence[str]], actors: Sequence[str] = ()
) -> list[Tie]:
    """One tie for each set of instruments judged to be the same.

    With `actors` (one or two codes) the tie is theirs: it holds while they are all parties. `said`
    gives the ids of the claims of each instrument.
    """
    by_id = {i.id: i for i in instruments}
    groups = {tuple(sorted({i.id, *i.same_as} & by_id.keys())) for i in instruments}
    return [_instrument_tie([by_id[id] for id in ids], said, actors) for ids in sorted(groups)]


def _instrument_tie(group: Sequence[Instrument], said: Mapping[str, Sequence[str]], actors: Sequence[str]) -> Tie:
    ids = tuple(i.id for i in group)
    codes = tuple(sorted({p.code for i in group for p in i.parties}))
    held = united(spell for i in group for spell in _held(i, actors))
    return Tie(
        id=rows.digest("instrument", *ids),
        relation="agreement",
        name=_name([i.title for i in group]),
        actors=codes,
        roles=("party",) * len(codes),
        since=held[0][0] if held else None,
        until=held[-1][1] if held else None,
        spells=held,
        status=None,
        stage=None,
        obligations=_obligations(p.term.obligation for i in group for p in i.provisions),
        instruments=ids,
        claims=tuple(sorted({c for id in ids for c in said.get(id, ())})),
        denied=(),
        sources=tuple(sorted({s for i in group for s in i.sources})),
    )


def _held(instrument: Instrument, actors: Sequence[str]) -> tuple[Days, ...]:
    """When the actors (or, without any, somebody) were all parties to one instrument."""

    def of(code: str | None) -> tuple[Days, ...]:
        return united((p.start, p.end) for p in instrument.parties if code in (None, p.code))

    if not actors:
        return of(None)
    held = of(actors[0])
    for actor in actors[1:]:
        held = both(held, of(actor))
    return held


def claims_of(connection: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    """The ids of the claims that make each instrument (affirmed, not rejected)."""
    table, origin = schema.claims, schema.sources
    out: dict[str, list[str]] = {}
    for at in range(0, len(ids), 500):
        asked = (
            select(table.c.instrument, table.c.id)
            .join(origin, origin.c.n == table.c.source)
            .where(table.c.instrument.in_(ids[at : at + 500]), table.c.polarity == "affirmed")
            .where(~table.c.rejected, ~origin.c.rejected)
        )
        for instrument, id in connection.execute(asked):
            out.setdefault(instrument, []).append(id)
    return out


# Shared memberships


def shared(a: str, b: str, of_a: Iterable[Tie], of_b: Iterable[Tie]) -> list[Tie]:
    """Ties of two actors that belong to the same organisation, or its framework, at the same time."""
    others = {kind: tie for tie in of_b if (kind := _belongs(b, tie))}
    out = []
    for tie in of_a:
        kind = _belongs(a, tie)
        other = others.get(kind) if kind else None
        together = both(tie.spells, other.spells) if other else ()
        if other and together:
            out.append(_shared_tie(a, b, tie, other, together))
    return out


def _belongs(actor: str, tie: Tie) -> tuple[str, ...] | None:
    """The organisation, framework and kind of the actor's membership; None for other ties."""
    roles = {role: key for key, role in zip(tie.actors, tie.roles, strict=True)}
    if tie.relation != "membership" or tie.status not in (*_BELONGING, "partner") or roles.get("member") != actor:
        return None
    kind = "partner" if tie.status == "partner" else "member"
    return (roles["organisation"], rows.fold(tie.name or ""), kind) if "organisation" in roles else None


def _shared_tie(a: str, b: str, tie: Tie, other: Tie, together: tuple[Days, ...]) -> Tie:
    organisations = [key for key, role in zip(tie.actors, tie.roles, strict=True) if role == "organisation"]
    return Tie(
        id=rows.digest("shared", *sorted((tie.id, other.id))),
        relation="membership",
        name=tie.name,
        actors=(a, b, *organisations),
        roles=("member", "member", *["organisation"] * len(organisations)),
        since=together[0][0],
        until=together[-1][1],
        spells=together,
        status="partner" if tie.status == "partner" else "member",
        stage=None,
        obligations=_obligations((*tie.obligations, *other.obligations)),
        instruments=(),
        claims=tuple(sorted({*tie.claims, *other.claims})),
        denied=tuple(sorted({*tie.denied, *other.denied})),
        sources=tuple(sorted({*tie.sources, *other.sources})),
        shared=True,
    )


def in_order(ties: Iterable[Tie]) -> list[Tie]:
    """Agreements first, as the relations are listed; then by their beginning and name."""
    return sorted(ties, key=lambda t: (RELATIONS.index(t.relation), t.since or "", t.name or "", t.id))


# Into and out of the table


def save(connection: Connection, instruments: Sequence[Instrument]) -> int:
    """Writes the table of all ties anew; how many there are."""
    connection.execute(delete(schema.ties))
    said = claims_of(connection, [i.id for i in instruments])
    made = _insert(connection, instrument_ties(instruments, said))
    batch: list[Tie] = []
    for tie in _all_claim_ties(connection):
        batch.append(tie)
        if len(batch) == _BATCH:
            made += _insert(connection, batch)
            batch = []
    return made + _insert(connection, batch)


def _all_claim_ties(connection: Connection) -> Iterator[Tie]:
    """Every tie that claims make, one after the other: memory stays flat however many there are."""
    table, origin = schema.claims, schema.sources
    asked = (
        select(table.c.tie, *CLAIM)
        .join(origin, origin.c.n == table.c.source)
        .where(~table.c.rejected, ~origin.c.rejected)
        .order_by(table.c.tie)
    )
    found = connection.execute(asked, execution_options={"yield_per": _BATCH})
    for _, group in groupby(found, key=lambda row: row[0]):
        tie = claim_tie([stored(row[1:]) for row in group])
        if tie is not None:
            yield tie


_TIE = tuple(f.name for f in fields(Tie))
_slots = operator.attrgetter(*_TIE)


def _insert(connection: Connection, ties: Sequence[Tie]) -> int:
    values = [(tie.id, tie.relation, rows.compact(dict(zip(_TIE, _slots(tie), strict=True)))) for tie in ties]
    bulk_insert(connection, schema.ties, ("id", "relation", "json"), values)
    return len(values)


def saved(connection: Connection) -> Iterator[Tie]:
    """The table of all ties, by id."""
    table = schema.ties
    found = connection.execute(select(table.c.json).order_by(table.c.id), execution_options={"yield_per": _BATCH})
    for (text,) in found:
        yield tie_of_json(text)


def tie_of_json(text: str) -> Tie:
    data: dict[str, Any] = json.loads(text)
    data["spells"] = tuple((start, end) for start, end in data["spells"])
    slots: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in data.items()}
    return Tie(**slots)
