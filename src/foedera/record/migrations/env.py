"""Alembic's entry: the connection comes from foedera.record.migrating, there is no alembic.ini."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=None,
    transactional_ddl=True,
    version_table="alembic_version",
)
with context.begin_transaction():
    context.run_migrations()
