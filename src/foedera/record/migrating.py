"""Runs the migrations that lie inside the package, so that an installed wheel can upgrade a record."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    # A % in a path would be read as interpolation.
    here = str(Path(__file__).with_name("migrations"))
    config.set_main_option("script_location", here.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Brings the record of an open connection to `revision`, inside its transaction."""
    command.upgrade(_config(connection), revision)


def heads() -> list[str]:
    """The newest migrations in the package; there should be one."""
    return list(ScriptDirectory.from_config(_config()).get_heads())
