"""The tables of a record, for SQLite and PostgreSQL.

Sources, claims, coverage and judgements are what was said and decided: rows are only added. The
columns that judgements change (`rejected`, `correction`) and the tables below "derived" can be
made again from them at any time. A claim's row number `n` is internal and never shown: ids are
hashes of content, so that records filled in another order hold the same ids.

Indices: `claim_actors` and `claim_pairs` are clustered on what is asked, so that the claims about
an actor, or two, are found in logarithmic time however large the record. They tell data sets' claims
from those of texts (`kind`), so that the newest of what texts say, and the few that data sets say of a
famous pair, are next to each other. Claims with more than `WIDE` actors would need too many pairs; their
actors are in `wide_actors` as well.
"""

from __future__ import annotations

import unicodedata

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    event,
    text,
)
from sqlalchemy.schema import DDL
from sqlalchemy.types import TypeEngine

APPLICATION = "foedera"
# SQLite's own mark of whose file it is: "Foed" in ASCII.
APPLICATION_ID = 0x466F6564
# The newest migration; a test holds it to the script directory.
HEAD = "0003"
WIDE = 12
TEXTS = "texts"
UNGRADED = "F"
# Who says a claim: a data set (the starter record too), a text, or a text whose reliability is known.
DATA, TEXT, GRADED = range(3)

metadata = MetaData()
RowNumber: TypeEngine[int] = BigInteger().with_variant(Integer, "sqlite")


# PostgreSQL would read "JF-17" as a word and a negative number, "3.5" as a version.
_JOINERS = "-_/.,:;@&+=~#*'"
_WIDE_JOINERS = "’\u2010\u2011\u2012\u2013"


def _accents() -> tuple[str, str]:
    """Latin letters with marks and what they are without, for PostgreSQL's translate()."""
    marked = [*_JOINERS, *_WIDE_JOINERS]
    plain = [" "] * len(marked)
    for number in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFKD", chr(number))
        if len(base) > 1 and base[0].isascii() and base[0].isalpha() and unicodedata.combining(base[1]):
            marked.append(chr(number))
            plain.append(base[0])
    return "".join(marked), "".join(plain)


def unmarked(column: str) -> str:
    """SQL for `column` without accents and marks inside words, character for character.

    translate() looks through its whole list for each character, so that text in ASCII has a short one.
    """
    marked, plain = (part.replace("'", "''") for part in _accents())
    joiners = _JOINERS.replace("'", "''")
    return (
        f"CASE WHEN octet_length({column}) = char_length({column}) "
        f"THEN translate({column}, '{joiners}', '{' ' * len(_JOINERS)}') "
        f"ELSE translate({column}, '{marked}', '{plain}') END"
    )


about = Table(
    "about",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

alembic_version = Table(
    "alembic_version",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

sources = Table(
    "sources",
    metadata,
    Column("n", RowNumber, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("group", Text, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("publisher", Text),
    Column("author", Text),
    Column("issued", Text),
    Column("place", Text),
    Column("series", Text),
    Column("address", Text),
    Column("retrieved", Text),
    Column("version", Text),
    Column("sha256", String(64), index=True),
    Column("media_type", Text),
    Column("licence", Text),
    Column("may_be_passed_on", Boolean),
    Column("reliability", String(1), nullable=False),
    Column("rests_on", Text),
    Column("bibtex", Text),
    Column("note", Text),
    Column("earliest", String(10)),
    Column("latest", String(10)),
    Column("claims", Integer, nullable=False, server_default=text("0")),
    Column("rejected", Boolean, nullable=False, server_default=text("false")),
    Column("text", Text),
    Index(
        "ix_sources_graded",
        "group",
        sqlite_where=text("reliability <> 'F'"),
        postgresql_where=text("reliability <> 'F'"),
    ),
)

claims = Table(
    "claims",
    metadata,
    Column("n", RowNumber, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("source", RowNumber, ForeignKey("sources.n"), nullable=False),
    Column("locator", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("relation", String(20), nullable=False, index=True),
    Column("polarity", String(10), nullable=False),
    Column("name", Text),
    Column("earliest", String(10)),
    Column("latest", String(10)),
    Column("instrument", Text),
    Column("tie", String(32), nullable=False),
    Column("rejected", Boolean, nullable=False),
    Column("json", Text, nullable=False),
    Column("correction", Text),
    Index("ix_claims_source_start", "source", "start"),
    Index(
        "ix_claims_instrument",
        "instrument",
        sqlite_where=text("instrument IS NOT NULL"),
        postgresql_where=text("instrument IS NOT NULL"),
    ),
)


def _clustered(name: str, *actors: str) -> Table:
    columns = [Column(actor, Text, primary_key=True) for actor in actors]
    return Table(
        name,
        metadata,
        *columns,
        Column("relation", String(20), primary_key=True),
        Column("kind", SmallInteger, primary_key=True, autoincrement=False),
        Column("claim", RowNumber, ForeignKey("claims.n"), primary_key=True),
        sqlite_with_rowid=False,
    )


claim_actors = _clustered("claim_actors", "actor")
claim_pairs = _clustered("claim_pairs", "first", "second")
wide_actors = _clustered("wide_actors", "actor")

coverage = Table(
    "coverage",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("source", RowNumber, ForeignKey("sources.n"), nullable=False, index=True),
    Column("relation", String(20), nullable=False, index=True),
    Column("json", Text, nullable=False),
)

judgements = Table(
    "judgements",
    metadata,
    Column("n", RowNumber, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("verdict", String(10), nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("object", Text),
    Column("by", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("note", Text),
    Column("score", Float),
    Column("undoes", String(32)),
)

passages = Table(
    "passages",
    metadata,
    Column("n", RowNumber, primary_key=True),
    Column("source", RowNumber, ForeignKey("sources.n"), nullable=False, index=True),
    Column("claim", RowNumber, ForeignKey("claims.n")),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

# Derived: from here on everything can be dropped and made again by Record.rebuild().

# What has to be derived again. Rows are only added by writers, so that they never wait for each
# other; whoever derives removes the rows that it has seen.
stale = Table(
    "stale",
    metadata,
    Column("n", RowNumber, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("key", Text, nullable=False),
    Index("ix_stale_kind_key", "kind", "key"),
)

instruments = Table(
    "instruments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("group", Text, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("signed", Text),
    Column("sources", Text, nullable=False),
    Column("signed_only", Boolean, nullable=False),
)

parties = Table(
    "parties",
    metadata,
    Column("instrument", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("start", String(10)),
    Column("end", String(10)),
    Column("claim", String(32), nullable=False),
    Index("ix_parties_code", "code", "instrument"),
)

provisions = Table(
    "provisions",
    metadata,
    Column("instrument", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("obligor", Text, nullable=False, index=True),
    Column("start", String(10)),
    Column("end", String(10)),
    Column("beneficiaries", Text, nullable=False),
    Column("term", Text, nullable=False),
    Column("claim", String(32), nullable=False),
    Column("source", Text, nullable=False),
)

ties = Table(
    "ties",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("relation", String(20), nullable=False),
    Column("json", Text, nullable=False),
)

DERIVED = (instruments, parties, provisions, ties)

SQLITE_SEARCH = (
    "CREATE VIRTUAL TABLE passages_fts USING fts5(body, content='passages', content_rowid='n', "
    "tokenize='porter unicode61 remove_diacritics 2')",
)
POSTGRES_SEARCH = (
    "ALTER TABLE passages ADD COLUMN words tsvector GENERATED ALWAYS AS "
    f"(to_tsvector('pg_catalog.english'::regconfig, {unmarked('body')})) STORED",
    "CREATE INDEX ix_passages_words ON passages USING gin (words)",
)
for _statement in SQLITE_SEARCH:
    event.listen(passages, "after_create", DDL(_statement).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
for _statement in POSTGRES_SEARCH:
    event.listen(passages, "after_create", DDL(_statement).execute_if(dialect="postgresql"))  # type: ignore[no-untyped-call]
