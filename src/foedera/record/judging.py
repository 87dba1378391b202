"""What people decided: an append-only log, what of it is in force, and what follows for the rows."""

from __future__ import annotations

from sqlalchemy import Connection


def clusters(connection: Connection) -> dict[str, tuple[str, ...]]:
    return {}


def rejected_instruments(connection: Connection) -> frozenset[str]:
    return frozenset()
