"""Derives instruments, their parties and provisions from claims, and reads them back.

Each instrument follows from its own claims alone, in an order that does not depend on when they were
stored; so it can be derived again by itself, whenever one of its claims is added or judged.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, delete, exists, func, or_, select

from foedera.claim import Claim, Term
from foedera.dates import Date, day_after
from foedera.record import rows, schema
from foedera.record.asking import CLAIM, stored
from foedera.record.judging import rejected_instruments
from foedera.record.model import Instrument, Party, Provision, StoredClaim
from foedera.record.writing import bulk_insert, mark_stale

_CHUNK = 500
_PARTY_ROLES = ("party", "member")
Days = tuple[str | None, str | None]

# Any number of our own: in PostgreSQL one process derives at a time.
_DERIVING = 0x466F6565


# From claims


def derive(id: str, claims: Sequence[StoredClaim]) -> Instrument | None:
    """The instrument that claims make; None when none of them says who is bound and since when."""
    binding = _binding([c for c in claims if c.claim.polarity == "affirmed"])
    parties = _parties(binding)
    if not parties:
        return None
    return Instrument(
        id=id,
        title=_title(binding, parties),
        signed=_signed(claims),
        parties=parties,
        provisions=tuple(_provisions(id, binding)),
        sources=tuple(sorted({c.source for c in claims})),
        signed_only=all(c.claim.stage == "signed" for c in binding),
    )


def _binding(claims: Sequence[StoredClaim]) -> list[StoredClaim]:
    """The claims that say who is a party and when.

    Where some give a period, those alone: another one that only tells of the signature would have
    its party bound from that day on, and for ever.
    """
    with_period = [c for c in claims if c.claim.period]
    return with_period or [c for c in claims if c.claim.stage not in rows.NOT_BINDING]


def _parties(claims: Iterable[StoredClaim]) -> tuple[Party, ...]:
    seen: dict[tuple[str, str | None, str | None], Party] = {}
    for stored_claim in claims:
        start, end = in_force(stored_claim.claim)
        for code in _party_codes(stored_claim.claim):
            seen.setdefault((code, start, end), Party(code, start, end, stored_claim.id))
    return tuple(sorted(seen.values(), key=lambda p: (p.code, p.start or "", p.end or "~", p.claim)))


def _party_codes(claim: Claim) -> list[str]:
    return sorted({actor.key for actor in claim.by_role(*_PARTY_ROLES)})


def in_force(claim: Claim) -> Days:
    """From which day (included) until which (not included) a claim holds its parties bound.

    The first day that its period can mean, and the day after the last; without a period its date:
    `until` closes it, an interval is both, anything else begins it. None is open.
    """
    if claim.period:
        return span_of(claim.period)
    if not claim.date:
        return None, None
    start, end = span_of(claim.date)
    if claim.date_role == "until":
        return None, end
    return (start, end) if "/" in claim.date else (start, None)


@functools.lru_cache(maxsize=65536)
def span_of(text: str) -> Days:
    """First day that an EDTF text can mean and the day after the last one, ISO; None is open."""
    parsed = Date.parse(text)
    first = parsed.earliest.isoformat() if parsed.earliest else None
    return first, day_after(parsed.latest).isoformat() if parsed.latest else None


def _title(claims: Sequence[StoredClaim], parties: Sequence[Party]) -> str:
    """The name that most claims give; of equals the longest, then the first by alphabet."""
    names = [c.claim.name for c in claims if c.claim.name]
    if names:
        return min(set(names), key=lambda name: (-names.count(name), -len(name), name))
    return "Agreement of " + ", ".join(sorted({p.code for p in parties}))


def _signed(claims: Sequence[StoredClaim]) -> str | None:
    """The date of signature that begins first, as EDTF."""
    dates = {c.claim.date for c in claims if c.claim.date and c.claim.date_role == "signed"}
    return min(dates, key=lambda text: (rows.days(text)[0] or "", text), default=None)


def _provisions(id: str, claims: Sequence[StoredClaim]) -> Iterator[Provision]:
    """Each term of a claim, owed by each obligor, while that claim holds; each promise once."""
    has_terms = any(c.claim.terms for c in claims)
    seen: set[tuple[Any, ...]] = set()
    for stored_claim in claims:
        claim = stored_claim.claim
        start, end = in_force(claim)
        terms = claim.terms if has_terms else tuple(Term(obligation) for obligation in claim.obligations)
        for term in terms:
            for obligor in term.obligors or _party_codes(claim):
                key = (obligor, start, end, term)
                if key not in seen:
                    seen.add(key)
                    yield Provision(
                        id, obligor, start, end, term.beneficiaries, term, stored_claim.id, stored_claim.source
                    )


# Into the tables


def is_stale(connection: Connection) -> bool:
    table = schema.stale
    return connection.scalar(select(table.c.n).where(table.c.kind == "instrument").limit(1)) is not None


def lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_DERIVING})")


def refresh(connection: Connection) -> None:
    """Derives the instruments that are marked stale again, and takes the marks away."""
    lock(connection)
    table = schema.stale
    marks = connection.execute(select(table.c.n, table.c.key).where(table.c.kind == "instrument")).all()
    ids = sorted({key for _, key in marks})
    for chunk in chunks(ids):
        remove(connection, chunk)
        insert_instruments(connection, derived(connection, chunk))
    for numbers in chunks([n for n, _ in marks]):
        connection.execute(delete(table).where(table.c.n.in_(numbers)))
    if len(ids) >= _MANY:
        _count_again(connection)


# So many treaties are derived at once when much was stored.
_MANY = 500
_ASKED = ("sources", "claims", "claim_actors", "claim_pairs", "wide_actors", "instruments", "parties", "provisions")


def _count_again(connection: Connection) -> None:
    """PostgreSQL plans by what it last counted; until it counts by itself, its plans are for what there was before."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ANALYZE (SKIP_LOCKED) {', '.join(_ASKED)}")


def chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for at in range(0, len(values), _CHUNK):
        yield values[at : at + _CHUNK]


def mark_all(connection: Connection) -> None:
    """Marks every instrument that some claim speaks of, and the ties."""
    column = schema.claims.c.instrument
    found = connection.scalars(select(column).where(column.is_not(None)).distinct())
    mark_stale(connection, [key for key in found if key])


def derived(connection: Connection, ids: Sequence[str]) -> Iterator[Instrument]:
    """The instruments of `ids`, in their order, straight from the claims that count."""
    table, origin = schema.claims, schema.sources
    asked = (
        select(table.c.instrument, *CLAIM)
        .join(origin, origin.c.n == table.c.source)
        .where(table.c.instrument.in_(ids), ~table.c.rejected, ~origin.c.rejected)
    )
    found = sorted(connection.execute(asked).all(), key=lambda row: (row[0], row[2], row[3], row[1]))
    rejected = rejected_instruments(connection, ids)
    for key, group in groupby(found, key=lambda row: row[0]):
        instrument = derive(key, [stored(row[1:]) for row in group])
        if instrument is not None and key not in rejected:
            yield instrument


def remove(connection: Connection, ids: Sequence[str]) -> None:
    connection.execute(delete(schema.instruments).where(schema.instruments.c.id.in_(ids)))
    for table in (schema.parties, schema.provisions):
        connection.execute(delete(table).where(table.c.instrument.in_(ids)))


_INSTRUMENT = ("id", "group", "title", "signed", "sources", "signed_only")
_PARTY = ("instrument", "position", "code", "start", "end", "claim")
_PROVISION = (
    "instrument", "position", "obligor", "start", "end", "beneficiaries", "term", "claim", "source",
)  # fmt: skip


def insert_instruments(connection: Connection, made: Iterable[Instrument]) -> None:
    instruments, parties, provisions = [], [], []
    for i in made:
        instruments.append((i.id, group_of(i.id), i.title, i.signed, rows.compact(i.sources), i.signed_only))
        parties += [(i.id, at, p.code, p.start, p.end, p.claim) for at, p in enumerate(i.parties)]
        provisions += [(i.id, at, *_provision_row(p)) for at, p in enumerate(i.provisions)]
    bulk_insert(connection, schema.instruments, _INSTRUMENT, instruments)
    bulk_insert(connection, schema.parties, _PARTY, parties)
    bulk_insert(connection, schema.provisions, _PROVISION, provisions)


def _provision_row(p: Provision) -> tuple[Any, ...]:
    term = rows.compact(rows.term_data(p.term))
    return p.obligor, p.start, p.end, rows.compact(p.beneficiaries), term, p.claim, p.source


def group_of(id: str) -> str:
    return id.split(":", 1)[0]


# Out of the tables


def instruments(
    connection: Connection,
    groups: Sequence[str] | None,
    on: date | None,
    between: tuple[str, str] | None,
    party: str | None,
    same: Mapping[str, tuple[str, ...]],
) -> list[Instrument]:
    asked = _matching(groups, on, between, party)
    found = connection.execute(asked).mappings().all()
    ids = None if groups is None and on is None and between is None and party is None else [r["id"] for r in found]
    parties = _children(connection, schema.parties, ids, _party)
    promises = _children(connection, schema.provisions, ids, _provision)
    made = [_instrument(row, parties, promises, same) for row in found]
    return sorted(made, key=lambda instrument: instrument.id)


def _matching(
    groups: Sequence[str] | None, on: date | None, between: tuple[str, str] | None, party: str | None
) -> Select[Any]:
    table = schema.instruments
    asked = select(table)
    if groups is not None:
        asked = asked.where(table.c.group.in_(groups))
    if on is not None or party is not None:
        asked = asked.where(_has_party(party, on))
    if between is not None:
        asked = asked.where(_has_both(*between, on))
    return asked


def in_force_on(table: Any, on: date) -> Any:
    """SQL: `start <= on < end` with open ends."""
    day = on.isoformat()
    started = or_(table.c.start.is_(None), table.c.start <= day)
    return and_(started, or_(table.c.end.is_(None), table.c.end > day))


def _has_party(code: str | None, on: date | None) -> Any:
    party = schema.parties.alias()
    conditions = [party.c.instrument == schema.instruments.c.id]
    if code is not None:
        conditions.append(party.c.code == code)
    if on is not None:
        conditions.append(in_force_on(party, on))
    return exists().where(*conditions)


def _has_both(a: str, b: str, on: date | None) -> Any:
    one, other = schema.parties.alias("one"), schema.parties.alias("other")
    conditions = [
        one.c.instrument == other.c.instrument,
        one.c.code == a,
        other.c.code == b,
        or_(one.c.start.is_(None), other.c.end.is_(None), one.c.start < other.c.end),
        or_(other.c.start.is_(None), one.c.end.is_(None), other.c.start < one.c.end),
    ]
    if on is not None:
        conditions += [in_force_on(one, on), in_force_on(other, on)]
    return schema.instruments.c.id.in_(select(one.c.instrument).where(*conditions))


def _children(
    connection: Connection, table: Any, ids: Sequence[str] | None, make: Callable[[RowMapping], Any]
) -> dict[str, list[Any]]:
    """The rows of each instrument in their order; all of them when `ids` is None."""
    out: dict[str, list[Any]] = {}
    for chunk in [None] if ids is None else chunks(ids):
        asked = select(table).order_by(table.c.instrument, table.c.position)
        if chunk is not None:
            asked = asked.where(table.c.instrument.in_(chunk))
        for row in connection.execute(asked).mappings():
            out.setdefault(row["instrument"], []).append(make(row))
    return out


def _party(row: RowMapping) -> Party:
    return Party(row["code"], row["start"], row["end"], row["claim"])


def _provision(row: RowMapping) -> Provision:
    return Provision(
        row["instrument"],
        row["obligor"],
        row["start"],
        row["end"],
        tuple(json.loads(row["beneficiaries"])),
        rows.term_of(row["term"]),
        row["claim"],
        row["source"],
    )


def _instrument(
    row: RowMapping,
    parties: Mapping[str, list[Party]],
    promises: Mapping[str, list[Provision]],
    same: Mapping[str, tuple[str, ...]],
) -> Instrument:
    id = row["id"]
    made = Instrument(
        id,
        row["title"],
        row["signed"],
        tuple(parties.get(id, ())),
        tuple(promises.get(id, ())),
        tuple(json.loads(row["sources"])),
        signed_only=bool(row["signed_only"]),
    )
    others = tuple(other for other in same.get(id, ()) if other != id)
    return replace(made, same_as=others) if others else made


def provisions(connection: Connection, on: date, groups: Sequence[str] | None) -> list[Provision]:
    table, parent = schema.provisions, schema.instruments
    asked = select(table).where(in_force_on(table, on))
    if groups is not None:
        asked = asked.join(parent, parent.c.id == table.c.instrument).where(parent.c.group.in_(groups))
    found = connection.execute(asked).mappings().all()
    return [_provision(row) for row in sorted(found, key=lambda row: (row["instrument"], row["position"]))]


def count(connection: Connection) -> dict[str, int]:
    """How many rows each derived table has."""
    return {
        table.name: int(connection.scalar(select(func.count()).select_from(table)) or 0) for table in schema.DERIVED
    }
