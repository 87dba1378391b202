"""Peace and military missions: whose they are and where (`data/missions.csv`)."""

from __future__ import annotations

from functools import cache

from foedera.actors.records import Mission
from foedera.actors.tables import Row, table


@cache
def missions() -> tuple[Mission, ...]:
    """Every mission of the table, in its order."""
    columns = "acronym,name,organisation,hosts,first_year,last_year,other_names"
    return tuple(_mission(row) for row in table("missions.csv", columns))


@cache
def _hosts() -> dict[str, tuple[str, ...]]:
    return {m.acronym: m.hosts for m in missions()}


def hosts_of(acronym: str | None) -> tuple[str, ...]:
    """The states in which a mission of the table is; none of one that it does not have."""
    return _hosts().get(acronym or "", ())


def _mission(row: Row) -> Mission:
    return Mission(
        row.needed("acronym"),
        row.needed("name"),
        row.optional("organisation"),
        row.several("hosts"),
        row.whole("first_year") if row["first_year"] else None,
        row.whole("last_year") if row["last_year"] else None,
        row.several("other_names"),
    )
