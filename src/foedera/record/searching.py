"""Full-text search over sources and what data sets claim: FTS5 on SQLite, tsvector on PostgreSQL.

Words are stemmed as English, without case or accents. What a user types is taken apart into words;
nothing of it reaches the database's own query language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, column, exists, func, literal_column, or_, select, table

from foedera.errors import BadInput
from foedera.record import rows, schema
from foedera.record.model import Passage

_ASKED = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"[^\W_]+")
_ON, _OFF = "\x01", "\x02"
_MOST_WORDS = 32


class Term(NamedTuple):
    """Words that must follow each other; with `prefix` the last is only a beginning."""

    words: tuple[str, ...]
    prefix: bool


def terms(asked: str) -> list[Term]:
    """What to look for: words, "phrases in quotes" and begin* ; raises BadInput when there is none."""
    out = []
    for phrase, word in _ASKED.findall(asked[:2000]):
        words = tuple(_WORD.findall(rows.fold(phrase or word)))
        if words:
            out.append(Term(words, word.endswith("*")))
    if not out:
        raise BadInput("There is nothing to search for: give at least one word.")
    return out[:_MOST_WORDS]


class Filter(NamedTuple):
    """The other conditions of Record.search; `first` and `last` are ISO days."""

    actor: str | None
    first: str | None
    last: str | None
    groups: Sequence[str] | None
    limit: int


def search(connection: Connection, asked: str, wanted: Filter) -> list[Passage]:
    """Passages with all of the words; where there are none, those with some of them."""
    found = terms(asked)
    for joiner in (True, False) if len(found) > 1 else (True,):
        hits = _ask(connection, found, wanted, everything=joiner)
        if hits:
            return [_passage(connection, row) for row in hits]
    return []


def _ask(connection: Connection, found: Sequence[Term], wanted: Filter, *, everything: bool) -> Sequence[Any]:
    passages, origin, said = schema.passages, schema.sources, schema.claims
    dialect = _postgres if connection.dialect.name == "postgresql" else _sqlite
    matches, relevance, shown = dialect(found, everything=everything)
    asked = (
        select(passages, relevance.label("relevance"), shown.label("shown"))
        .add_columns(origin.c.key, origin.c.group, origin.c.title, said.c.locator, said.c.id)
        .select_from(passages.join(origin, origin.c.n == passages.c.source))
        .outerjoin(said, said.c.n == passages.c.claim)
        .where(matches, ~origin.c.rejected, or_(said.c.n.is_(None), ~said.c.rejected))
        .where(*_conditions(wanted))
        .order_by(literal_column("relevance").desc(), passages.c.n)
        .limit(wanted.limit)
    )
    if connection.dialect.name != "postgresql":
        asked = asked.join(_FTS, _FTS.c.rowid == passages.c.n)
    return connection.execute(asked).mappings().all()


_FTS = table("passages_fts", column("rowid"))
Parts = tuple[Any, Any, Any]


def _sqlite(found: Sequence[Term], *, everything: bool) -> Parts:
    """Condition, relevance and the highlighted body."""
    asked = (" AND " if everything else " OR ").join(
        '"{}"{}'.format(" ".join(t.words), "*" if t.prefix else "") for t in found
    )
    matches = literal_column("passages_fts").op("MATCH")(asked)
    shown: Any = literal_column(f"highlight(passages_fts, 0, char({ord(_ON)}), char({ord(_OFF)}))")
    return matches, literal_column("-bm25(passages_fts)"), shown


def _postgres(found: Sequence[Term], *, everything: bool) -> Parts:
    asked = (" & " if everything else " | ").join(
        "({}{})".format(" <-> ".join(f"'{word}'" for word in t.words), ":*" if t.prefix else "") for t in found
    )
    english: Any = literal_column("'pg_catalog.english'::regconfig")
    query: Any = func.to_tsquery(english, asked)
    words: Any = literal_column("passages.words")
    body: Any = literal_column(schema.unmarked("passages.body"))
    options = f"StartSel={_ON}, StopSel={_OFF}, HighlightAll=true"
    shown = func.ts_headline(english, body, query, options)
    return words.op("@@")(query), func.ts_rank_cd(words, query, 1), shown


def _conditions(wanted: Filter) -> list[Any]:
    passages, origin = schema.passages, schema.sources
    out: list[Any] = []
    if wanted.groups is not None:
        out.append(origin.c.group.in_(wanted.groups))
    if wanted.actor is not None:
        actors = schema.claim_actors
        about = actors.c.actor == rows.actor_key(wanted.actor)
        out.append(_stated(lambda c: exists().where(actors.c.claim == c.c.n, about)))
    if wanted.first or wanted.last:
        dated = _stated(lambda c: _between(c, wanted))
        issued = select(origin.c.n).where(_between(origin, wanted))
        out.append(or_(dated, and_(passages.c.claim.is_(None), passages.c.source.in_(issued))))
    return out


def _stated(condition: Callable[[Any], Any]) -> Any:
    """SQL: the passage states a claim that meets the condition."""
    passages = schema.passages
    itself, inside = schema.claims.alias("itself"), schema.claims.alias("inside")
    read = [inside.c.source == passages.c.source, inside.c.start < passages.c.end, inside.c.end > passages.c.start]
    return or_(
        exists().where(itself.c.n == passages.c.claim, condition(itself)),
        and_(passages.c.claim.is_(None), exists().where(*read, ~inside.c.rejected, condition(inside))),
    )


def _between(where: Any, wanted: Filter) -> Any:
    """SQL: has a date, and it can lie between the two days."""
    early, late = where.c.earliest, where.c.latest
    conditions = [or_(early.is_not(None), late.is_not(None))]
    if wanted.first:
        conditions.append(or_(late.is_(None), late >= wanted.first))
    if wanted.last:
        conditions.append(or_(early.is_(None), early <= wanted.last))
    return and_(*conditions)


def _passage(connection: Connection, row: Any) -> Passage:
    body, marks = row["body"], _marks(row["shown"])
    claims = (row["id"],) if row["id"] else _claims(connection, row)
    return Passage(
        source=row["key"],
        group=row["group"],
        title=row["title"],
        start=row["start"],
        end=row["end"],
        text=body,
        highlighted=_highlighted(body, marks),
        marks=marks,
        rank=float(row["relevance"]),
        locator=row["locator"] or ("title" if row["end"] == 0 else f"{row['start']}-{row['end']}"),
        claims=claims,
    )


def _claims(connection: Connection, row: Any) -> tuple[str, ...]:
    said = schema.claims
    asked = select(said.c.id).where(
        said.c.source == row["source"], said.c.start < row["end"], said.c.end > row["start"], ~said.c.rejected
    )
    return tuple(connection.scalars(asked.order_by(said.c.start, said.c.n)))


def _marks(shown: str) -> tuple[tuple[int, int], ...]:
    """Spans of the matches in the body, from the text with markers; the rest has equal length."""
    out, at, start = [], 0, 0
    for piece in re.split(f"([{_ON}{_OFF}])", shown):
        if piece == _ON:
            start = at
        elif piece == _OFF:
            out.append((start, at))
        else:
            at += len(piece)
    return tuple(out)


def _highlighted(body: str, marks: Sequence[tuple[int, int]]) -> str:
    out, at = [], 0
    for start, end in marks:
        out += [body[at:start], "**", body[start:end], "**"]
        at = end
    return "".join([*out, body[at:]])
