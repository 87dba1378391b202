"""A record of each kind for the tests: SQLite always, PostgreSQL where a server is named."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from foedera.record import Record, open_record

POSTGRES = os.environ.get("FOEDERA_TEST_POSTGRES")
WITHOUT = "needs a PostgreSQL server (run it with tools/with_postgres.sh): not here"
BACKENDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]

Where = Callable[[], str]


@pytest.fixture
def postgres_url() -> Iterator[Where]:
    """Makes URLs of empty places in the server: each is a schema of its own."""
    if not POSTGRES:
        pytest.skip(WITHOUT)
    import psycopg

    made: list[str] = []

    def url() -> str:
        name = f"foedera_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(POSTGRES, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        made.append(name)
        return f"{POSTGRES}?options=-csearch_path%3D{name}"

    yield url
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture(params=BACKENDS)
def somewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    """Makes places where no record is yet."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres_url")  # type: ignore[no-any-return]
    return lambda: str(tmp_path / f"{uuid.uuid4().hex[:12]}.db")


@pytest.fixture
def new_record(somewhere: Where) -> Iterator[Callable[[], Record]]:
    """Makes empty records."""
    made: list[Record] = []

    def new() -> Record:
        made.append(open_record(somewhere()))
        return made[-1]

    yield new
    for record in made:
        record.close()


@pytest.fixture
def record(new_record: Callable[[], Record]) -> Record:
    return new_record()
