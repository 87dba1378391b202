"""Data sets' claims and texts' next to each other in the tables by which claims are found.

A new column may not stand last in the key, so the tables are made anew. No other table speaks of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_KIND = """CASE WHEN sources."group" <> 'texts' THEN 0 WHEN sources.reliability = 'F' THEN 1 ELSE 2 END"""


def upgrade() -> None:
    for name, actors in (("claim_actors", ["actor"]), ("claim_pairs", ["first", "second"]), ("wide_actors", ["actor"])):
        _again(name, actors)
    graded = sa.text("reliability <> 'F'")
    op.create_index("ix_sources_graded", "sources", ["group"], sqlite_where=graded, postgresql_where=graded)


def _again(name: str, actors: Sequence[str]) -> None:
    keys = ", ".join(f'"{column}"' for column in (*actors, "relation"))
    op.execute(f"CREATE TEMPORARY TABLE old_{name} AS SELECT * FROM {name}")
    op.drop_table(name)
    op.create_table(
        name,
        *(sa.Column(actor, sa.Text, primary_key=True) for actor in actors),
        sa.Column("relation", sa.String(20), primary_key=True),
        sa.Column("kind", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("claim", _ROW, sa.ForeignKey("claims.n"), primary_key=True),
        sqlite_with_rowid=False,
    )
    said = ", ".join(f'old."{column}"' for column in (*actors, "relation"))
    op.execute(
        f"INSERT INTO {name} ({keys}, kind, claim) SELECT {said}, {_KIND}, old.claim FROM old_{name} AS old "
        f"JOIN claims ON claims.n = old.claim JOIN sources ON sources.n = claims.source "
        f"ORDER BY {said}, {_KIND}, old.claim"
    )
    op.execute(f"DROP TABLE old_{name}")
