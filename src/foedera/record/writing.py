"""Stores a source and its claims: batches of rows, each claim once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, bindparam, delete, func, insert, select, update

from foedera.claim import Claim
from foedera.errors import RecordError
from foedera.record import rows, schema
from foedera.record.model import Coverage, Source

BATCH = 2000
Batch = list[tuple[str, Claim]]
Body = tuple[int, int, str]


def batches(claims: Iterable[tuple[str, Claim]]) -> Iterator[Batch]:
    """The claims in lists of at most BATCH."""
    iterator = iter(claims)
    while batch := list(islice(iterator, BATCH)):
        yield batch


class Writer:
    """Writes one source inside an open transaction."""

    def __init__(self, connection: Connection, source: Source) -> None:
        self.connection = connection
        self.source = source
        self.values = rows.source_values(source)
        self.kind = rows.kind_of(source.group, source.reliability)
        self.number = 0
        self.has_text = False
        self.instruments: set[str] = set()

    def run(self, first: Batch, rest: Iterable[Batch], coverage: Iterable[Coverage]) -> int:
        lock(self.connection, self.source.key)
        self._save_source()
        added = sum(self._save_batch(batch) for batch in chain([first] if first else [], rest))
        self._save_coverage(list(coverage))
        if added:
            table = schema.sources
            counted = update(table).where(table.c.n == self.number).values(claims=table.c.claims + added)
            self.connection.execute(counted)
            mark_stale(self.connection, self.instruments)
        return added

    def _save_source(self) -> None:
        table = schema.sources
        old = self.connection.execute(select(table).where(table.c.key == self.source.key)).mappings().first()
        if old is not None:
            self.merge(old)
            return
        made = self.connection.execute(insert(table).values(**self.values).returning(table.c.n))
        self.number = made.scalar_one()
        self.has_text = bool(self.source.text)
        insert_passages(self.connection, source_passages(self.number, self.source))

    def merge(self, old: RowMapping) -> None:
        """The source is there: takes over what is given now and differs."""
        table = schema.sources
        self.number = old["n"]
        if old["group"] != self.source.group:
            raise RecordError(
                f"The source {self.source.key} is stored in the group '{old['group']}', "
                f"not '{self.source.group}': give the new one another key."
            )
        self.has_text = bool(old["text"] or self.source.text)
        changed = {k: v for k, v in self.values.items() if v is not None and v != old[k]}
        if old["text"] and "text" in changed:
            raise RecordError(f"The text of {self.source.key} is stored and differs: give the new text another key.")
        if changed:
            self.connection.execute(update(table).where(table.c.n == self.number).values(**changed))
        before = rows.kind_of(old["group"], old["reliability"])
        if before != self.kind:
            _regrade(self.connection, self.number, before, self.kind)
        if "text" in changed:
            insert_passages(self.connection, source_passages(self.number, self.source))

    def rows_of(self, batch: Batch) -> Iterator[tuple[rows.ClaimRows, Body]]:
        """Each claim as rows, and what search finds of it: (start, end, words)."""
        source = self.source
        for locator, claim in batch:
            row = rows.claim_rows(source.group, source.key, self.number, locator, claim)
            yield row, (claim.start, claim.end, "" if self.has_text else _body(claim))

    def _save_batch(self, batch: Batch) -> int:
        made: dict[str, tuple[rows.ClaimRows, Body]] = {}
        for row, body in self.rows_of(batch):
            made.setdefault(row.id, (row, body))
        for id_ in known(self.connection, list(made)):
            del made[id_]
        if made:
            self._insert(list(made.values()))
            self.instruments.update(row.instrument for row, _ in made.values() if row.instrument)
        return len(made)

    def _insert(self, made: Sequence[tuple[rows.ClaimRows, Body]]) -> None:
        numbers = insert_claims(self.connection, [(self.kind, row) for row, _ in made])
        if not self.has_text:
            said = zip(numbers, (body for _, body in made), strict=True)
            insert_passages(self.connection, [(self.number, n, *body) for n, body in said])

    def _save_coverage(self, statements: Sequence[Coverage]) -> None:
        table = schema.coverage
        for statement in statements:
            rows.days(statement.period)
            number = self._source_number(statement.source)
            text = rows.compact(asdict(statement))
            identity = rows.digest(text)
            if self.connection.scalar(select(table.c.id).where(table.c.id == identity)) is None:
                values = {"id": identity, "source": number, "relation": statement.relation, "json": text}
                self.connection.execute(insert(table).values(**values))

    def _source_number(self, key: str) -> int:
        if key == self.source.key:
            return self.number
        number = self.connection.scalar(select(schema.sources.c.n).where(schema.sources.c.key == key))
        if number is None:
            raise RecordError(f"Coverage is declared for {key}, which is not in the record: store that source first.")
        return int(number)


_PASSAGE_COLUMNS = ("source", "claim", "start", "end", "body")


def _body(claim: Claim) -> str:
    """What search finds of a data set's claim: its quote, and its name when the quote lacks it."""
    parts = [claim.quote, *(p for p in (claim.name, claim.paraphrase) if p and p not in claim.quote)]
    return clean(" | ".join(filter(None, parts)))


def lock(connection: Connection, key: str) -> None:
    """PostgreSQL: two processes that store the same source take turns (SQLite has one writer)."""
    if connection.dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big", signed=True)
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (number,))


def known(connection: Connection, ids: Sequence[str]) -> list[str]:
    """Those of the claims that the record has."""
    return list(connection.scalars(select(schema.claims.c.id).where(schema.claims.c.id.in_(ids))))


def _numbers(connection: Connection, count: int) -> list[int]:
    """Free row numbers for claims."""
    if connection.dialect.name == "postgresql":
        asked = "SELECT nextval(pg_get_serial_sequence('claims', 'n')) FROM generate_series(1, %s)"
        return sorted(number for (number,) in connection.exec_driver_sql(asked, (count,)))
    top = connection.scalar(select(func.max(schema.claims.c.n))) or 0
    return list(range(top + 1, top + count + 1))


def insert_claims(connection: Connection, made: Sequence[tuple[int, rows.ClaimRows]]) -> list[int]:
    """The rows of new claims, each with its kind, and of what finds them; their numbers."""
    numbers = _numbers(connection, len(made))
    numbered = [(n, kind, row) for n, (kind, row) in zip(numbers, made, strict=True)]
    bulk_insert(connection, schema.claims, ("n", *rows.CLAIM_COLUMNS), [(n, *row.row) for n, _, row in numbered])
    insert_indices(connection, [(n, kind, row.relation, row.actors, row.pairs, row.wide) for n, kind, row in numbered])
    return numbers


IndexRows = tuple[int, int, str, Sequence[str], Sequence[tuple[str, str]], Sequence[str]]


def insert_indices(connection: Connection, made: Sequence[IndexRows]) -> None:
    """The rows by which claims are found: (number, kind, relation, actors, pairs, wide) each."""
    # In the order of the index: neighbours are written together.
    for table, values in index_rows(made):
        bulk_insert(connection, table, [column.name for column in table.columns], sorted(values))


def index_rows(made: Sequence[IndexRows]) -> list[tuple[Table, list[tuple[Any, ...]]]]:
    """The tables by which claims are found, each with its rows."""
    actors = [(actor, relation, kind, n) for n, kind, relation, names, _, _ in made for actor in names]
    pairs = [(a, b, relation, kind, n) for n, kind, relation, _, both, _ in made for a, b in both]
    wide = [(actor, relation, kind, n) for n, kind, relation, _, _, names in made for actor in names]
    return [(schema.claim_actors, actors), (schema.claim_pairs, pairs), (schema.wide_actors, wide)]


def remove_indices(connection: Connection, made: Sequence[IndexRows]) -> None:
    """Takes rows of those tables away, by their whole keys: no index begins with the claim."""
    for table, values in index_rows(made):
        names = [column.name for column in table.columns]
        asked = delete(table).where(*(table.c[name] == bindparam(f"the_{name}") for name in names))
        if values:
            connection.execute(asked, [dict(zip((f"the_{n}" for n in names), row, strict=True)) for row in values])


def _regrade(connection: Connection, source: int, before: int, after: int) -> None:
    """The reliability of a source has become known, or is known no longer: its claims are of another kind."""
    table = schema.claims
    asked = select(table.c.n, table.c.relation, func.coalesce(table.c.correction, table.c.json))
    said = [
        (n, relation, *rows.indexed(rows.claim_of(text)))
        for n, relation, text in connection.execute(asked.where(table.c.source == source))
    ]
    remove_indices(connection, [(n, before, *rest) for n, *rest in said])
    insert_indices(connection, [(n, after, *rest) for n, *rest in said])


def bulk_insert(
    connection: Connection, table: Table, columns: Sequence[str], values: Sequence[tuple[Any, ...]]
) -> None:
    """Many rows the fastest way that the database has: COPY on PostgreSQL, executemany on SQLite."""
    if not values:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    if connection.dialect.name == "postgresql":
        cursor: Any = connection.connection.cursor()
        with cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(columns))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", list(values))


def source_passages(number: int, source: Source) -> list[tuple[Any, ...]]:
    """What search finds of a source itself: its title, and the stretches of its text."""
    heading = " | ".join(filter(None, (source.title, source.publisher, source.series)))
    text = source.text or ""
    return [
        (number, None, 0, 0, clean(heading)),
        *((number, None, start, end, clean(text[start:end])) for start, end in passages(text)),
    ]


def insert_passages(connection: Connection, values: Sequence[tuple[Any, ...]]) -> None:
    """Passages and their words; indexing a batch at once is five times faster than a trigger."""
    table = schema.passages
    if connection.dialect.name == "postgresql":
        bulk_insert(connection, table, _PASSAGE_COLUMNS, values)
        return
    top = connection.scalar(select(func.max(table.c.n))) or 0
    bulk_insert(connection, table, _PASSAGE_COLUMNS, values)
    connection.exec_driver_sql("INSERT INTO passages_fts(rowid, body) SELECT n, body FROM passages WHERE n > ?", (top,))


def mark_stale(connection: Connection, instruments: Iterable[str]) -> None:
    """Notes what must be derived again: these instruments, and the ties."""
    found = [("instrument", key) for key in sorted(instruments)]
    bulk_insert(connection, schema.stale, ("kind", "key"), [*found, ("ties", "")])


# Characters that mark highlights, or that PostgreSQL refuses; the length stays the same.
_CONTROLS = {number: " " for number in range(32) if number not in (9, 10, 13)}


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def clean(text: str) -> str:
    return text.translate(_CONTROLS) if _CONTROL.search(text) else text


_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*|\n")
_LONG = 700
_SHORT = 80


def passages(text: str) -> list[tuple[int, int]]:
    """Spans of a text that are shown as one find: paragraphs, short ones joined, long ones cut."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in chain(_PARAGRAPH.finditer(text), [None]):
        end = match.start() if match else len(text)
        spans += _cut(text, start, end)
        start = match.end() if match else end
    return _joined(spans)


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A paragraph in pieces of at most _LONG characters, ending at a sentence or a space."""
    out = []
    while end - start > _LONG:
        stop = max(text.rfind(". ", start, start + _LONG), text.rfind("; ", start, start + _LONG)) + 1
        if stop <= start + _LONG // 2:
            stop = text.rfind(" ", start, start + _LONG)
        if stop <= start + _LONG // 2:
            stop = start + _LONG
        out.append((start, stop))
        start = stop
    out.append((start, end))
    return [(a, b) for a, b in out if text[a:b].strip()]


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbours joined while the first is short: a heading or a list label stays with its text."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and out[-1][1] - out[-1][0] < _SHORT and end - out[-1][0] <= _LONG:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out
