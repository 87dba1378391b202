"""Stores many small sources at once: what `Record.put` does for each, with a few statements for all.

A source by itself costs some ten statements however little it says; the starter record has hundreds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from foedera.record import rows, schema
from foedera.record.model import Source
from foedera.record.writing import (
    BATCH,
    Batch,
    Writer,
    insert_claims,
    insert_passages,
    known,
    lock,
    mark_stale,
    source_passages,
)

Said = tuple[Source, Batch]
# Sources stored with one statement; each fills some two dozen of a database's parameters.
SOURCES = 500


class _Made(NamedTuple):
    writer: Writer
    row: rows.ClaimRows
    body: tuple[int, int, str]


def put_many(connection: Connection, items: Iterable[Said]) -> int:
    """Stores each source with its claims inside an open transaction; how many claims are new."""
    return sum(_put(connection, chunk) for chunk in chunks(items))


def chunks(items: Iterable[Said]) -> Iterator[list[Said]]:
    """The items in lists of at most SOURCES different sources and about BATCH claims."""
    chunk: list[Said] = []
    keys: set[str] = set()
    claims = 0
    for source, said in items:
        if chunk and (source.key in keys or len(chunk) >= SOURCES or claims + len(said) > BATCH):
            yield chunk
            chunk, keys, claims = [], set(), 0
        chunk.append((source, said))
        keys.add(source.key)
        claims += len(said)
    if chunk:
        yield chunk


def _put(connection: Connection, chunk: Sequence[Said]) -> int:
    writers = [Writer(connection, source) for source, _ in chunk]
    for key in sorted(w.source.key for w in writers):
        lock(connection, key)
    _save_sources(connection, writers)
    made = _new(connection, [(w, said) for w, (_, said) in zip(writers, chunk, strict=True)])
    if made:
        _insert(connection, made)
    return len(made)


def _save_sources(connection: Connection, writers: Sequence[Writer]) -> None:
    """New sources with one statement; those that are there take over what is new."""
    table = schema.sources
    keys = [w.source.key for w in writers]
    asked = select(table).where(table.c.key.in_(keys))
    there = {row["key"]: row for row in connection.execute(asked).mappings()}
    new = [w for w in writers if w.source.key not in there]
    for writer in writers:
        if writer.source.key in there:
            writer.merge(there[writer.source.key])
    if not new:
        return
    connection.execute(insert(table), [w.values for w in new])
    numbered = select(table.c.key, table.c.n).where(table.c.key.in_([w.source.key for w in new]))
    numbers = {row.key: row.n for row in connection.execute(numbered)}
    for writer in new:
        writer.number, writer.has_text = numbers[writer.source.key], bool(writer.source.text)
    insert_passages(connection, [p for w in new for p in source_passages(w.number, w.source)])


def _new(connection: Connection, said: Sequence[tuple[Writer, Batch]]) -> list[_Made]:
    """The claims that the record lacks, each once."""
    made: dict[str, _Made] = {}
    for writer, batch in said:
        for row, body in writer.rows_of(batch):
            made.setdefault(row.id, _Made(writer, row, body))
    ids = list(made)
    for start in range(0, len(ids), BATCH):
        for id_ in known(connection, ids[start : start + BATCH]):
            del made[id_]
    return list(made.values())


def _insert(connection: Connection, made: Sequence[_Made]) -> None:
    numbers = insert_claims(connection, [(m.writer.kind, m.row) for m in made])
    shown = [(m.writer.number, n, *m.body) for n, m in zip(numbers, made, strict=True) if not m.writer.has_text]
    insert_passages(connection, shown)
    table = schema.sources
    added = Counter(m.writer.number for m in made)
    counted = update(table).where(table.c.n == bindparam("of")).values(claims=table.c.claims + bindparam("more"))
    connection.execute(counted, [{"of": n, "more": more} for n, more in added.items()])
    mark_stale(connection, {m.row.instrument for m in made if m.row.instrument})
