"""The first tables: sources, claims, coverage, judgements, passages, and what is derived.

A migration is never edited once released: it keeps its own copy of every table and statement.
"""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_JOINERS = "-_/.,:;@&+=~#*'"
_WIDE_JOINERS = "’\u2010\u2011\u2012\u2013"


def upgrade() -> None:
    # alembic has made alembic_version already.
    op.create_table(
        "about",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    _said()
    _decided()
    _derived()
    _search()
    op.execute("INSERT INTO about (name, value) VALUES ('application', 'foedera')")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"PRAGMA application_id = {0x466F6564}")


def _said() -> None:
    op.create_table(
        "sources",
        sa.Column("n", _ROW, primary_key=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("group", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text),
        sa.Column("author", sa.Text),
        sa.Column("issued", sa.Text),
        sa.Column("place", sa.Text),
        sa.Column("series", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("retrieved", sa.Text),
        sa.Column("version", sa.Text),
        sa.Column("sha256", sa.String(64)),
        sa.Column("media_type", sa.Text),
        sa.Column("licence", sa.Text),
        sa.Column("may_be_passed_on", sa.Boolean),
        sa.Column("reliability", sa.String(1), nullable=False),
        sa.Column("rests_on", sa.Text),
        sa.Column("bibtex", sa.Text),
        sa.Column("note", sa.Text),
        sa.Column("earliest", sa.String(10)),
        sa.Column("latest", sa.String(10)),
        sa.Column("claims", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("rejected", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.Column("text", sa.Text),
    )
    op.create_index("ix_sources_group", "sources", ["group"])
    op.create_index("ix_sources_sha256", "sources", ["sha256"])
    op.create_table(
        "claims",
        sa.Column("n", _ROW, primary_key=True),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("source", _ROW, sa.ForeignKey("sources.n"), nullable=False),
        sa.Column("locator", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("relation", sa.String(20), nullable=False),
        sa.Column("polarity", sa.String(10), nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("earliest", sa.String(10)),
        sa.Column("latest", sa.String(10)),
        sa.Column("instrument", sa.Text),
        sa.Column("tie", sa.String(32), nullable=False),
        sa.Column("rejected", sa.Boolean, nullable=False),
        sa.Column("json", sa.Text, nullable=False),
        sa.Column("correction", sa.Text),
    )
    op.create_index("ix_claims_relation", "claims", ["relation"])
    op.create_index("ix_claims_source_start", "claims", ["source", "start"])
    has_instrument = sa.text("instrument IS NOT NULL")
    op.create_index(
        "ix_claims_instrument",
        "claims",
        ["instrument"],
        sqlite_where=has_instrument,
        postgresql_where=has_instrument,
    )
    _clustered("claim_actors", "actor")
    _clustered("claim_pairs", "first", "second")
    _clustered("wide_actors", "actor")


def _clustered(name: str, *actors: str) -> None:
    op.create_table(
        name,
        *(sa.Column(actor, sa.Text, primary_key=True) for actor in actors),
        sa.Column("relation", sa.String(20), primary_key=True),
        sa.Column("claim", _ROW, sa.ForeignKey("claims.n"), primary_key=True),
        sqlite_with_rowid=False,
    )


def _decided() -> None:
    op.create_table(
        "coverage",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("source", _ROW, sa.ForeignKey("sources.n"), nullable=False),
        sa.Column("relation", sa.String(20), nullable=False),
        sa.Column("json", sa.Text, nullable=False),
    )
    op.create_index("ix_coverage_source", "coverage", ["source"])
    op.create_index("ix_coverage_relation", "coverage", ["relation"])
    op.create_table(
        "judgements",
        sa.Column("n", _ROW, primary_key=True),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("object", sa.Text),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("score", sa.Float),
        sa.Column("undoes", sa.String(32)),
    )
    op.create_index("ix_judgements_subject", "judgements", ["subject"])


def _derived() -> None:
    op.create_table(
        "stale",
        sa.Column("n", _ROW, primary_key=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
    )
    op.create_index("ix_stale_kind_key", "stale", ["kind", "key"])
    op.create_table(
        "instruments",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("group", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("signed", sa.Text),
        sa.Column("sources", sa.Text, nullable=False),
    )
    op.create_index("ix_instruments_group", "instruments", ["group"])
    op.create_table(
        "parties",
        sa.Column("instrument", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("start", sa.String(10)),
        sa.Column("end", sa.String(10)),
        sa.Column("claim", sa.String(32), nullable=False),
    )
    op.create_index("ix_parties_code", "parties", ["code", "instrument"])
    op.create_table(
        "provisions",
        sa.Column("instrument", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("obligor", sa.Text, nullable=False),
        sa.Column("start", sa.String(10)),
        sa.Column("end", sa.String(10)),
        sa.Column("beneficiaries", sa.Text, nullable=False),
        sa.Column("term", sa.Text, nullable=False),
        sa.Column("claim", sa.String(32), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
    )
    op.create_index("ix_provisions_obligor", "provisions", ["obligor"])
    op.create_table(
        "ties",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("relation", sa.String(20), nullable=False),
        sa.Column("json", sa.Text, nullable=False),
    )


def _search() -> None:
    op.create_table(
        "passages",
        sa.Column("n", _ROW, primary_key=True),
        sa.Column("source", _ROW, sa.ForeignKey("sources.n"), nullable=False),
        sa.Column("claim", _ROW, sa.ForeignKey("claims.n")),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_passages_source", "passages", ["source"])
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE passages_fts USING fts5(body, content='passages', content_rowid='n', "
            "tokenize='porter unicode61 remove_diacritics 2')"
        )
        return
    connection.exec_driver_sql(
        "ALTER TABLE passages ADD COLUMN words tsvector GENERATED ALWAYS AS "
        f"(to_tsvector('pg_catalog.english'::regconfig, {_unmarked('body')})) STORED"
    )
    connection.exec_driver_sql("CREATE INDEX ix_passages_words ON passages USING gin (words)")


def _unmarked(column: str) -> str:
    marked, plain = [*_JOINERS, *_WIDE_JOINERS], [" "] * len(_JOINERS + _WIDE_JOINERS)
    for number in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFKD", chr(number))
        if len(base) > 1 and base[0].isascii() and base[0].isalpha() and unicodedata.combining(base[1]):
            marked.append(chr(number))
            plain.append(base[0])
    letters, short = "".join(marked).replace("'", "''"), _JOINERS.replace("'", "''")
    return (
        f"CASE WHEN octet_length({column}) = char_length({column}) "
        f"THEN translate({column}, '{short}', '{' ' * len(_JOINERS)}') "
        f"ELSE translate({column}, '{letters}', '{''.join(plain)}') END"
    )
