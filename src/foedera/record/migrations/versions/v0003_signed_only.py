"""Instruments say whether anything but their signature is on record.

They follow from claims: the table is made anew, and all of them are marked to be derived again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("INSERT INTO stale (kind, key) SELECT 'instrument', id FROM instruments ORDER BY id")
    op.drop_table("instruments")
    op.create_table(
        "instruments",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("group", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("signed", sa.Text),
        sa.Column("sources", sa.Text, nullable=False),
        sa.Column("signed_only", sa.Boolean, nullable=False),
    )
    op.create_index("ix_instruments_group", "instruments", ["group"])
