"""Questions to the tables of sources, claims and coverage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, func, or_, select, true, union_all

from foedera.errors import RecordError
from foedera.record import rows, schema
from foedera.record.model import Coverage, Source, SourceCount, StoredClaim

TEXTS = "texts"
UNGRADED = "F"
_SOURCE_COLUMNS = [schema.sources.c[name] for name in rows.SOURCE_FIELDS if name != "text"]


def sources(
    connection: Connection, groups: Sequence[str] | None, *, with_text: bool, keys: Sequence[str] | None = None
) -> list[Source]:
    table = schema.sources
    columns = [*_SOURCE_COLUMNS, table.c.text] if with_text else _SOURCE_COLUMNS
    asked = select(*columns).order_by(table.c.key)
    if keys is not None:
        asked = asked.where(table.c.key.in_(keys))
    if groups is not None:
        asked = asked.where(table.c.group.in_(groups))
    return [rows.source_of(row) for row in connection.execute(asked).mappings()]


def has_graded(connection: Connection, groups: Sequence[str]) -> bool:
    """Has anybody judged how reliable a source of the groups is?"""
    table = schema.sources
    asked = select(table.c.n).where(table.c.group.in_(groups), table.c.reliability != UNGRADED)
    return connection.scalar(asked.limit(1)) is not None


def source(connection: Connection, key: str) -> Source:
    table = schema.sources
    row = connection.execute(select(table).where(table.c.key == key)).mappings().first()
    if row is None:
        raise RecordError(f"There is no source '{key}' in the record: foedera sources lists them.")
    return rows.source_of(row)


def has_source(connection: Connection, key: str) -> bool:
    table = schema.sources
    return connection.scalar(select(table.c.n).where(table.c.key == key)) is not None


def source_counts(connection: Connection, groups: Sequence[str] | None) -> list[SourceCount]:
    table, stated = schema.sources, schema.coverage
    statements = (
        select(func.count()).select_from(stated).where(stated.c.source == table.c.n).scalar_subquery().label("stated")
    )
    asked = select(*_SOURCE_COLUMNS, table.c.claims, table.c.rejected, statements).order_by(table.c.key)
    if groups is not None:
        asked = asked.where(table.c.group.in_(groups))
    return [
        SourceCount(rows.source_of(row), row["claims"], row["stated"], bool(row["rejected"]))
        for row in connection.execute(asked).mappings()
    ]


def groups(connection: Connection) -> dict[str, int]:
    table = schema.sources
    asked = select(table.c.group, func.sum(table.c.claims)).group_by(table.c.group).order_by(table.c.group)
    return {group: int(count) for group, count in connection.execute(asked)}


def coverage(connection: Connection, relation: str | None, groups: Sequence[str] | None) -> list[Coverage]:
    table, origin = schema.coverage, schema.sources
    asked = select(table.c.json).join(origin, origin.c.n == table.c.source).where(~origin.c.rejected)
    if relation is not None:
        asked = asked.where(table.c.relation == relation)
    if groups is not None:
        asked = asked.where(origin.c.group.in_(groups))
    return [rows.coverage_of(text) for text in connection.scalars(asked.order_by(origin.c.key, table.c.id))]


class Wanted(NamedTuple):
    """The conditions of Record.claims."""

    relations: Sequence[str] | None = None
    actors: Sequence[str] | None = None
    any_actor: Sequence[str] | None = None
    groups: Sequence[str] | None = None
    source: str | None = None
    overlapping: str | None = None
    polarity: str | None = None
    name_like: str | None = None
    limit: int | None = None
    include_rejected: bool = False
    instruments: Sequence[str] | None = None
    not_groups: Sequence[str] = ()
    newest: bool = False
    graded: bool = False


CLAIM = (
    schema.claims.c.id,
    schema.sources.c.key,
    schema.claims.c.locator,
    func.coalesce(schema.claims.c.correction, schema.claims.c.json),
)


def stored(row: Sequence[Any]) -> StoredClaim:
    """A row of CLAIM as what it holds."""
    identity, key, locator, text = row
    try:
        return StoredClaim(identity, key, locator, rows.claim_of(text))
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError(f"The claim {identity} is damaged in the record: restore the record from a copy.") from error


def claim(connection: Connection, identity: str, *, original: bool) -> StoredClaim:
    table = schema.claims
    columns = (*CLAIM[:3], table.c.json) if original else CLAIM
    asked = select(*columns).join(schema.sources, schema.sources.c.n == table.c.source)
    found = connection.execute(asked.where(_has_id(identity)).limit(2)).all()
    if not found:
        raise RecordError(f"There is no claim '{identity}' in the record: check, search and ties show the ids.")
    if len(found) > 1:
        raise RecordError(f"Several claims have an id that begins with '{identity}': write more of it.")
    return stored(found[0])


# Ids are 32 hexadecimal digits; what is printed is a beginning that nobody shares.
_WHOLE, _SHORTEST = 32, 8


def _has_id(identity: str) -> Any:
    """SQL: the claim of that id, or whose id begins so."""
    column = schema.claims.c.id
    if not _SHORTEST <= len(identity) < _WHOLE:
        return column == identity
    return and_(column >= identity, column < identity + "g")


def claims(connection: Connection, wanted: Wanted) -> list[StoredClaim]:
    number = schema.claims.c.n
    asked = _conditions(select(*CLAIM), wanted).order_by(number.desc() if wanted.newest else number)
    if wanted.limit is not None:
        asked = asked.limit(wanted.limit)
    return [stored(row) for row in connection.execute(asked)]


def _conditions(asked: Select[Any], wanted: Wanted) -> Select[Any]:
    table, origin = schema.claims, schema.sources
    asked = asked.join(origin, origin.c.n == table.c.source)
    if not wanted.include_rejected:
        asked = asked.where(~table.c.rejected, ~origin.c.rejected)
    if wanted.groups is not None:
        asked = asked.where(origin.c.group.in_(wanted.groups))
    if wanted.graded:
        asked = asked.where(origin.c.reliability != UNGRADED)
    if wanted.not_groups:
        asked = asked.where(origin.c.group.not_in(wanted.not_groups))
    if wanted.source is not None:
        asked = asked.where(origin.c.key == wanted.source)
    if wanted.polarity is not None:
        asked = asked.where(table.c.polarity == wanted.polarity)
    if wanted.name_like:
        asked = asked.where(table.c.name.contains(rows.fold(wanted.name_like), autoescape=True))
    if wanted.instruments is not None:
        asked = asked.where(table.c.instrument.in_(wanted.instruments))
    if wanted.overlapping is not None:
        asked = asked.where(_overlaps(wanted.overlapping))
    return _actors(asked, wanted)


def _overlaps(text: str) -> Any:
    first, last = rows.days(text)
    table = schema.claims
    begins = or_(table.c.earliest.is_(None), table.c.earliest <= last) if last else true()
    ends = or_(table.c.latest.is_(None), table.c.latest >= first) if first else true()
    return and_(begins, ends)


def _actors(asked: Select[Any], wanted: Wanted) -> Select[Any]:
    table = schema.claims
    everyone = sorted({rows.actor_key(actor) for actor in wanted.actors or ()})
    if len(everyone) >= 2:
        asked = asked.where(table.c.n.in_(_with_pair(everyone[0], everyone[1], wanted.relations)))
        everyone = everyone[2:]
    for actor in everyone:
        asked = asked.where(table.c.n.in_(_with_any([actor], wanted.relations)))
    if wanted.any_actor is not None:
        any_of = [rows.actor_key(actor) for actor in wanted.any_actor]
        found = _with_any(any_of, wanted.relations)
        if wanted.instruments is None:
            asked = asked.where(table.c.n.in_(found))
        else:
            # The treaties' claims are few, those of a famous state many: look at each of the former.
            asked = asked.where(found.where(schema.claim_actors.c.claim == table.c.n).exists())
    return asked if wanted.relations is None else asked.where(_is_of(wanted))


def _is_of(wanted: Wanted) -> Any:
    """SQL: the claim is of one of the relations, said so that its index is used only where no other is better."""
    column = schema.claims.c.relation
    better = wanted.actors or wanted.any_actor is not None or wanted.instruments is not None
    return (column.concat("") if better else column).in_(wanted.relations or ())


def _with_any(actors: Sequence[str], relations: Sequence[str] | None) -> Select[Any]:
    table = schema.claim_actors
    asked = select(table.c.claim).where(table.c.actor.in_(actors))
    return asked if relations is None else asked.where(table.c.relation.in_(relations))


def _with_pair(first: str, second: str, relations: Sequence[str] | None) -> Any:
    """Claims with both actors: from the pairs, and among the few claims with many actors."""
    pairs, one, other = schema.claim_pairs, schema.wide_actors, schema.wide_actors.alias("other")
    few = select(pairs.c.claim).where(pairs.c.first == first, pairs.c.second == second)
    same = and_(one.c.claim == other.c.claim, one.c.relation == other.c.relation)
    many = select(one.c.claim).join(other, same).where(one.c.actor == first, other.c.actor == second)
    if relations is not None:
        few = few.where(pairs.c.relation.in_(relations))
        many = many.where(one.c.relation.in_(relations))
    return union_all(few, many)


def treaties_between(connection: Connection, first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Ids of derived treaties with a party of each list; those of texts are left to their claims."""
    one, other = schema.parties, schema.parties.alias("other")
    meets = select(other.c.code).where(other.c.instrument == one.c.instrument, other.c.code.in_(second)).exists()
    asked = select(one.c.instrument).where(one.c.code.in_(first), meets)
    # "texts:..." lies between: two stretches of the index are read, and not that, however many texts there are.
    before, after = one.c.instrument < f"{TEXTS}:", one.c.instrument >= f"{TEXTS};"
    return sorted(set(connection.scalars(union_all(asked.where(before), asked.where(after)))))
