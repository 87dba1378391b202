"""Questions to the tables of sources, claims and coverage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, product
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Connection,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
    union,
    union_all,
)

from foedera.errors import RecordError
from foedera.record import rows, schema
from foedera.record.model import Coverage, Source, SourceCount, StoredClaim

TEXTS, UNGRADED = schema.TEXTS, schema.UNGRADED
_SOURCE_COLUMNS = [schema.sources.c[name] for name in rows.SOURCE_FIELDS if name != "text"]
_SOURCE_NAMES = [column.name for column in _SOURCE_COLUMNS]


def sources(
    connection: Connection, groups: Sequence[str] | None, *, with_text: bool, keys: Sequence[str] | None = None
) -> list[Source]:
    table = schema.sources
    columns = [*_SOURCE_COLUMNS, table.c.text] if with_text else _SOURCE_COLUMNS
    asked = select(*columns).order_by(table.c.key)
    if keys is not None:
        asked = asked.where(table.c.key.in_(padded(keys)))
    if groups is not None:
        asked = asked.where(table.c.group.in_(groups))
    names = [*_SOURCE_NAMES, "text"] if with_text else _SOURCE_NAMES
    return [Source(**dict(zip(names, row, strict=True))) for row in connection.execute(asked)]


def has_graded(connection: Connection, groups: Sequence[str]) -> bool:
    """Has anybody judged how reliable a source of the groups is?"""
    table = schema.sources
    # Written out: an index of some rows is used only where the statement itself says that these are asked for.
    known = table.c.reliability != literal_column(f"'{UNGRADED}'")
    # The group is asked for as an expression, so that its own index, which holds every text, is not the one used.
    asked = select(table.c.n).where((table.c.group + "").in_(groups), known)
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
    asked = select(origin.c.key, table.c.relation, table.c.json)
    asked = asked.join(origin, origin.c.n == table.c.source).where(~origin.c.rejected)
    if relation is not None:
        asked = asked.where(table.c.relation == relation)
    if groups is not None:
        asked = asked.where(origin.c.group.in_(groups))
    # Sorted here, as databases differ in how they order text.
    return [rows.coverage_of(text) for _, _, text in sorted(map(_text_order, connection.execute(asked)))]


def _text_order(row: Sequence[str | None]) -> tuple[str, ...]:
    """A row's columns, to be sorted by: one that holds nothing comes first."""
    return tuple(column or "" for column in row)


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
    shape, values = _shape(wanted)
    return [stored(row) for row in connection.execute(_asked(shape), values)]


def _shape(wanted: Wanted) -> tuple[Wanted, dict[str, Any]]:
    """The question with names instead of actors and treaties, and their values.

    Thousands of questions differ in these only: each shape is written as SQL (and planned) once.
    """
    values: dict[str, Any] = {}
    names: dict[str, Any] = {}
    for field in ("actors", "any_actor"):
        given = getattr(wanted, field)
        keys = sorted({rows.actor_key(actor) for actor in given or ()})
        named = {f"{field}_{at}": key for at, key in enumerate(keys)}
        values |= named
        names[field] = None if given is None else tuple(named)
    if wanted.instruments is not None:
        values["instruments"] = padded(wanted.instruments)
        names["instruments"] = ("instruments",)
    for field in ("relations", "groups", "not_groups"):
        given = getattr(wanted, field)
        names[field] = None if given is None else tuple(given)
    return wanted._replace(**names), values


def padded(values: Iterable[str]) -> list[str]:
    """Values for IN, some again: lists of a few lengths only, so that statements are the same."""
    out = list(values)
    length = 1 << max(len(out) - 1, 0).bit_length()
    return out + out[-1:] * (length - len(out))


def _named(name: str) -> BindParameter[str]:
    return bindparam(name, type_=Text())


@lru_cache(maxsize=256)
def _asked(wanted: Wanted) -> Select[Any]:
    """The question of a shape."""
    table, origin = schema.claims, schema.sources
    asked: Select[Any] = select(*CLAIM).join(origin, origin.c.n == table.c.source)
    if wanted.instruments is None and (wanted.actors or wanted.any_actor is not None):
        found = _found(wanted).subquery()
        asked = asked.join(found, found.c.claim == table.c.n)
    else:
        asked = _restricted(asked, wanted)
    asked = asked.order_by(table.c.n.desc() if wanted.newest else table.c.n)
    return asked if wanted.limit is None else asked.limit(wanted.limit)


def _restricted(asked: Select[Any], wanted: Wanted) -> Select[Any]:
    """Claims and sources by the conditions that are about them, and treaties' by their actors."""
    table = schema.claims
    if wanted.instruments is not None:
        asked = asked.where(table.c.instrument.in_(bindparam("instruments", expanding=True, type_=Text())))
        # The treaties' claims are few, those of a famous state many: look at each of the former.
        kinds = _kinds(wanted)
        asked = asked.where(*(_has_one(table, "n", kinds, actors) for actors in _each_of(wanted)))
    if wanted.relations is not None:
        # Said so that the index of relations is used only where no other is better.
        column = table.c.relation if wanted.instruments is None else table.c.relation.concat("")
        asked = asked.where(column.in_(wanted.relations))
    return asked.where(*_conditions(wanted))


def _each_of(wanted: Wanted) -> list[Sequence[str]]:
    """Lists of actors: a claim must have one of each list."""
    lists: list[Sequence[str]] = [[actor] for actor in wanted.actors or ()]
    return lists if wanted.any_actor is None else [*lists, wanted.any_actor]


def _conditions(wanted: Wanted) -> list[Any]:
    """What is asked of a claim and its source, actors and relations aside."""
    table, origin = schema.claims, schema.sources
    out: list[Any] = []
    if not wanted.include_rejected:
        out += [~table.c.rejected, ~origin.c.rejected]
    if wanted.groups is not None:
        out.append(origin.c.group.in_(wanted.groups))
    if wanted.graded:
        out.append(origin.c.reliability != UNGRADED)
    if wanted.not_groups:
        out.append(origin.c.group.not_in(wanted.not_groups))
    if wanted.source is not None:
        out.append(origin.c.key == wanted.source)
    if wanted.polarity is not None:
        out.append(table.c.polarity == wanted.polarity)
    if wanted.name_like:
        out.append(table.c.name.contains(rows.fold(wanted.name_like), autoescape=True))
    if wanted.overlapping is not None:
        out.append(_overlaps(wanted.overlapping))
    return out


def _overlaps(text: str) -> Any:
    first, last = rows.days(text)
    table = schema.claims
    begins = or_(table.c.earliest.is_(None), table.c.earliest <= last) if last else true()
    ends = or_(table.c.latest.is_(None), table.c.latest >= first) if first else true()
    return and_(begins, ends)


# More stretches of an index than this are not read one by one.
_STRETCHES = 64


def _found(wanted: Wanted) -> CompoundSelect[Any] | Select[Any]:
    """Numbers of the claims, each once, from the tables by which claims are found.

    These are read in stretches: of one actor or two, one relation, one kind. Where only the newest (or
    oldest) are wanted, each stretch is read from its end until there are enough, however long it is.
    """
    table, origin = schema.claims, schema.sources
    found = []
    for indices, asked in _stretches(wanted):
        # Two indices are compared before claims are looked at: a sum can be known by the second only.
        number = indices[0].c.claim if len(indices) == 1 else indices[1].c.claim + 0
        asked = asked.join(table, table.c.n == number).join(origin, origin.c.n == table.c.source)
        asked = asked.where(*_conditions(wanted))
        if wanted.limit is not None:
            first = indices[0].c.claim
            asked = asked.order_by(first.desc() if wanted.newest else first).limit(wanted.limit)
            asked = select(asked.subquery().c.claim)
        found.append(asked)
    return union(*found) if len(found) > 1 else found[0]


Indices = tuple[FromClause, ...]


def _stretches(wanted: Wanted) -> Iterator[tuple[Indices, Select[Any]]]:
    """The tables to read, each with what is read of it."""
    actors, any_of = wanted.actors or (), wanted.any_actor
    kinds = _kinds(wanted)
    parts = len(kinds) * len(wanted.relations or ()) * (len(any_of or ()) if not actors else 2)
    each = wanted.limit is not None and 0 < parts <= _STRETCHES
    for indices, asked, others in _starts(actors, any_of, each):
        for actor in others:
            asked = asked.where(_has_one(indices[0], "claim", kinds, actor))
        if not each:
            asked = asked.where(*(index.c.kind.in_(kinds) for index in indices))
            if wanted.relations is not None:
                asked = asked.where(*(index.c.relation.in_(wanted.relations) for index in indices))
            yield indices, asked
            continue
        for relation, kind in product(wanted.relations or (), kinds):
            same = ((index.c.relation == relation, index.c.kind == kind) for index in indices)
            yield indices, asked.where(*chain.from_iterable(same))


def _kinds(wanted: Wanted) -> list[int]:
    """The kinds of claims that sources of the wanted groups have."""
    asked = wanted.groups
    data = asked is None or any(group != TEXTS for group in asked)
    texts = (asked is None or TEXTS in asked) and TEXTS not in wanted.not_groups
    kinds = [schema.DATA] if data else []
    if texts:
        kinds += [schema.GRADED] if wanted.graded else [schema.TEXT, schema.GRADED]
    return kinds


Start = tuple[Indices, Select[Any], list[Sequence[str]]]


def _starts(actors: Sequence[str], any_of: Sequence[str] | None, each: bool) -> Iterator[Start]:
    """Tables to read by one actor or two, and the lists of which a claim must have one more."""
    index, pairs = schema.claim_actors, schema.claim_pairs
    more: list[Sequence[str]] = [] if any_of is None else [any_of]
    if len(actors) >= 2:
        others = [*([actor] for actor in actors[2:]), *more]
        asked = select(pairs.c.claim).where(pairs.c.first == _named(actors[0]), pairs.c.second == _named(actors[1]))
        yield (pairs,), asked, others
        yield (*_wide_pair(actors[0], actors[1]), others)
    elif actors:
        yield (index,), select(index.c.claim).where(index.c.actor == _named(actors[0])), more
    elif each:
        for actor in any_of or ():
            yield (index,), select(index.c.claim).where(index.c.actor == _named(actor)), []
    else:
        yield (index,), select(index.c.claim).where(_is_one(index, any_of or ())).distinct(), []


def _wide_pair(first: str, second: str) -> tuple[Indices, Select[Any]]:
    """Claims with both actors among the few with many."""
    one, other = schema.wide_actors.alias("one"), schema.wide_actors.alias("other")
    same = and_(one.c.claim == other.c.claim, one.c.relation == other.c.relation, one.c.kind == other.c.kind)
    return (one, other), select(one.c.claim).join(other, same).where(
        one.c.actor == _named(first), other.c.actor == _named(second)
    )


def _has_one(where: FromClause, number: str, kinds: Sequence[int], actors: Sequence[str]) -> Any:
    """SQL: the claim (its relation, and its number of that name, stand in `where`) has one of the actors."""
    index = schema.claim_actors.alias()
    same = (index.c.claim == where.c[number], index.c.relation == where.c.relation, index.c.kind.in_(kinds))
    return select(index.c.claim).where(*same, _is_one(index, actors)).exists()


def _is_one(index: FromClause, actors: Sequence[str]) -> Any:
    return index.c.actor.in_([_named(actor) for actor in actors])


def treaties_between(connection: Connection, first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Ids of derived treaties with a party of each list; those of texts are left to their claims."""
    one, other = schema.parties, schema.parties.alias("other")
    meets = select(other.c.code).where(other.c.instrument == one.c.instrument, other.c.code.in_(second)).exists()
    asked = select(one.c.instrument).where(one.c.code.in_(first), meets)
    # "texts:..." lies between: two stretches of the index are read, and not that, however many texts there are.
    before, after = one.c.instrument < f"{TEXTS}:", one.c.instrument >= f"{TEXTS};"
    return sorted(set(connection.scalars(union_all(asked.where(before), asked.where(after)))))
