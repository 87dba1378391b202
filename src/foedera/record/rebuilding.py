"""Makes everything derived again from claims and judgements, and the digest that proves it the same."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, delete, select, update

from foedera.record import deriving, judging, rows, schema, tying


def rebuild(connection: Connection) -> dict[str, Any]:
    """Derives instruments and ties from nothing; the number of rows of each table and `digest`."""
    deriving.lock(connection)
    schema.metadata.create_all(connection, tables=[schema.stale, *schema.DERIVED])
    connection.execute(update(schema.claims).where(schema.claims.c.rejected).values(rejected=False))
    connection.execute(update(schema.sources).where(schema.sources.c.rejected).values(rejected=False))
    judging.take_all_effect(connection)
    for table in schema.DERIVED:
        connection.execute(delete(table))
    deriving.mark_all(connection)
    bring_up_to_date(connection)
    return {**deriving.count(connection), "digest": digest(connection)}


def ties_are_stale(connection: Connection) -> bool:
    table = schema.stale
    return connection.scalar(select(table.c.n).where(table.c.kind == "ties").limit(1)) is not None


def bring_up_to_date(connection: Connection) -> None:
    """Derives what is stale: instruments one by one, ties all together."""
    deriving.refresh(connection)
    table = schema.stale
    marks = list(connection.scalars(select(table.c.n).where(table.c.kind == "ties")))
    if marks:
        tying.save(connection, deriving.instruments(connection, None, None, None, None, judging.clusters(connection)))
        for numbers in deriving.chunks(marks):
            connection.execute(delete(table).where(table.c.n.in_(numbers)))


def digest(connection: Connection) -> str:
    """SHA-256 over the rows of the derived tables, in an order of their own."""
    state = hashlib.sha256()
    for table in schema.DERIVED:
        keys = list(table.primary_key.columns)
        found = connection.execute(select(table).order_by(*(_binary(key, connection) for key in keys)))
        for row in found:
            state.update(rows.compact([table.name, *row]).encode())
    return state.hexdigest()


def _binary(column: Any, connection: Connection) -> Any:
    """Sorted by code point everywhere, whatever the database's language."""
    return column.collate("C") if connection.dialect.name == "postgresql" and hasattr(column.type, "length") else column
