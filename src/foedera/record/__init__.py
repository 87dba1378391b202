"""The record: sources, the claims they make, people's judgements, and what follows from them.

`open_record(where)` opens or makes one; `Record` is what it gives. SQLAlchemy is imported when a
record is opened, not before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedera.record.model import (
    Coverage,
    Instrument,
    Judgement,
    Party,
    Passage,
    Provision,
    Source,
    SourceCount,
    StoredClaim,
    Tie,
)

if TYPE_CHECKING:
    from foedera.record.store import Record

__all__ = [
    "open_record",
    "Record",
    "Source",
    "Coverage",
    "StoredClaim",
    "Judgement",
    "Party",
    "Provision",
    "Instrument",
    "Tie",
    "Passage",
    "SourceCount",
]


def open_record(where: str | Path, *, create: bool = True, timeout: float = 60.0) -> Record:
    """The record at a path (SQLite), `:memory:` or a `postgresql://` URL, brought up to date.

    Without `create` a missing record is a RecordError. `timeout` is how many seconds to wait for
    another process that is writing. Raises RecordError with one sentence when there is something
    else at `where`, and MissingExtra when PostgreSQL's driver is not installed.
    """
    from foedera.record.opening import open_engine
    from foedera.record.store import Record

    engine, shown = open_engine(where, create=create, timeout=timeout)
    return Record(engine, shown)


def __getattr__(name: str) -> Any:
    if name == "Record":
        from foedera.record.store import Record

        return Record
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
