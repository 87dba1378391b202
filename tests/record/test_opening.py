"""Opening makes or upgrades a record, quickly, and says in a sentence what is wrong with a place."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from sqlalchemy import Connection, StaticPool, create_engine, inspect

import foedera.record as package
from foedera.errors import MissingExtra, RecordError
from foedera.record import Source, migrating, open_record, opening, schema
from tests.record.making import a_claim, a_source, store

Where = Callable[[], str]


def sentence(where: str | Path, **options: object) -> str:
    with pytest.raises(RecordError) as raised:
        open_record(where, **options)  # type: ignore[arg-type]
    said = str(raised.value)
    assert "\n" not in said
    assert said.endswith(".")
    return said


def test_what_was_stored_is_there_when_it_is_opened_again(somewhere: Where) -> None:
    where = somewhere()
    with open_record(where) as record:
        (id,) = store(record, a_claim("conflict", "AZE ARM"))
        record.judge("accept", id, by="Ada")
    with open_record(where, create=False) as record:
        assert [s.id for s in record.claims()] == [id]
        assert len(record.judgements()) == 1


def test_a_missing_record_is_made_only_when_asked(somewhere: Where) -> None:
    where = somewhere()
    assert "no record" in sentence(where, create=False)
    open_record(where).close()
    open_record(where, create=False).close()


@pytest.mark.parametrize("where", ["mysql://x/y", "nonsense://x", "", "postgresql://[bad", "a\0b"])
def test_a_place_that_cannot_be_is_said(where: str) -> None:
    assert "record" in sentence(where)


def test_a_directory_a_missing_directory_and_another_file_are_said(tmp_path: Path) -> None:
    assert "is a directory" in sentence(tmp_path)
    assert "no directory" in sentence(tmp_path / "none" / "f.db")
    (tmp_path / "page.txt").write_text("Only a text, longer than a header of SQLite.")
    assert "not a record" in sentence(tmp_path / "page.txt")
    assert (tmp_path / "page.txt").read_text().startswith("Only")


def test_an_empty_file_becomes_a_record(tmp_path: Path) -> None:
    (tmp_path / "f.db").touch()
    with open_record(tmp_path / "f.db") as record:
        assert record.sources() == []


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "bank.db") as other:
        other.execute("CREATE TABLE accounts (n INTEGER)")
    other.close()
    before = (tmp_path / "bank.db").read_bytes()
    assert "not a record of Foedera" in sentence(tmp_path / "bank.db")
    assert (tmp_path / "bank.db").read_bytes() == before


def test_a_record_of_a_newer_version_is_left_alone(somewhere: Where) -> None:
    where = somewhere()
    for version in ("0099", "f00dcafe"):
        with open_record(where) as record, record.transaction() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")
        assert "newer version" in sentence(where)
        engine, _ = opening._postgres(opening._url(where), 5), None
        if not where.startswith("postgres"):
            engine = create_engine(f"sqlite:///{where}")
        with engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{schema.HEAD}'")
        engine.dispose()


def test_a_damaged_record_is_said(tmp_path: Path) -> None:
    path = tmp_path / "f.db"
    open_record(path).close()
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 8000)
    assert "damaged" in sentence(path) or "not a record" in sentence(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "f.db"
    open_record(path).close()
    path.chmod(0)
    assert "permission" in sentence(path)


def test_a_locked_record_is_said_after_the_timeout(tmp_path: Path) -> None:
    path = tmp_path / "f.db"
    open_record(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_record(path, timeout=0.01) as record:
        assert record.claims() == [], "readers go on"
        with pytest.raises(RecordError, match="locked by another process"):
            store(record, a_claim("conflict", "AZE ARM"))
    other.close()


def test_a_server_that_is_not_there_is_said_without_the_password() -> None:
    pytest.importorskip("psycopg")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = sentence(f"postgresql://me:secret@127.0.0.1:{port}/x", timeout=2)
    assert "cannot be reached" in said
    assert "secret" not in said


@pytest.mark.postgres
def test_a_postgres_database_that_is_not_ours_or_not_there(postgres_url: Where) -> None:
    import psycopg

    where = postgres_url()
    with psycopg.connect(where) as connection:
        connection.execute("CREATE TABLE accounts (n INTEGER)")
    assert "not a record of Foedera" in sentence(where)
    assert "does not exist" in sentence(os.environ["FOEDERA_TEST_POSTGRES"].replace("/postgres", "/nowhere"))


def test_without_the_driver_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtra, match=r"foedera\[postgres\]"):
        open_record("postgresql://127.0.0.1/x")


# The schema


def sqlite_schema(make: Callable[..., None]) -> list[tuple[str, str, str]]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        make(connection)
        rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master").all()
        stamps = connection.exec_driver_sql("SELECT * FROM about UNION ALL SELECT version_num, '' FROM alembic_version")
        owner = connection.exec_driver_sql("PRAGMA application_id").scalar()
        marks = [("row", str(a), str(b)) for a, b in stamps.all()]
    tables = [(kind, name, " ".join((sql or "").split())) for kind, name, sql in rows]
    return [*sorted(tables + marks), ("owner", "", str(owner))]


def at_once(connection: object) -> None:
    schema.metadata.create_all(connection)  # type: ignore[arg-type]
    opening.stamp(connection)  # type: ignore[arg-type]


def test_the_migrations_give_the_schema_that_a_new_record_has() -> None:
    assert sqlite_schema(at_once) == sqlite_schema(migrating.upgrade)
    assert len(sqlite_schema(at_once)) > 20


@pytest.mark.postgres
def test_the_migrations_give_the_same_schema_on_postgres(postgres_url: Where) -> None:
    asked = (
        "SELECT table_name || '.' || column_name, data_type, is_nullable, column_default, generation_expression, "
        "character_maximum_length FROM information_schema.columns WHERE table_schema = current_schema()",
        "SELECT indexname, replace(indexdef, current_schema(), '') FROM pg_indexes WHERE schemaname = current_schema()",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = current_schema()::regnamespace",
        "SELECT name, value FROM about UNION ALL SELECT version_num, '' FROM alembic_version",
    )
    found = []
    for make in (at_once, migrating.upgrade):
        engine = opening._postgres(opening._url(postgres_url()), 10)
        with engine.begin() as connection:
            make(connection)
            found.append([sorted(map(str, connection.exec_driver_sql(sql).all())) for sql in asked])
        engine.dispose()
    assert found[0] == found[1]


def test_the_newest_migration_is_the_one_that_new_records_are_stamped_with() -> None:
    assert migrating.heads() == [schema.HEAD]
    versions = resources.files("foedera.record") / "migrations" / "versions"
    assert [p.name for p in versions.iterdir() if p.name.startswith(f"v{schema.HEAD}")]


def test_an_older_record_is_upgraded_when_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f.db"
    with open_record(path) as record:
        store(record, a_claim("conflict", "AZE ARM"))
    upgraded = []

    def upgrade(connection: object) -> None:
        upgraded.append(inspect(connection))

    monkeypatch.setattr(schema, "HEAD", "9999")
    monkeypatch.setattr(migrating, "upgrade", upgrade)
    with open_record(path) as record:
        assert len(record.claims()) == 1
    assert len(upgraded) == 1


@pytest.mark.parametrize("reliability", ["F", "B"])
def test_claims_of_a_first_record_are_found_after_its_upgrade(somewhere: Where, reliability: str) -> None:
    where = somewhere()
    many = "AZE TUR USA GBR FRA ITA DEU ESP PRT POL NLD BEL DNK NOR"
    with open_record(where) as record:
        record.put(
            Source("texts:a", "texts", "A page", reliability=reliability),
            [("0", a_claim("exercise", "AZE TUR")), ("1", a_claim("exercise", many))],
        )
        store(record, a_claim("exercise", "AZE TUR"), key="mme:1", group="mme")
        asked = [
            {"actors": ["AZE", "TUR"], "relations": ["exercise"], **whose}
            for whose in ({}, {"groups": ["texts"], "newest": True, "limit": 5}, {"not_groups": ["texts"]})
        ]
        before = [record.claims(**wanted) for wanted in asked]  # type: ignore[arg-type]
        with record.transaction() as connection:
            as_at_first(connection)
    with open_record(where) as record:
        assert [record.claims(**wanted) for wanted in asked] == before  # type: ignore[arg-type]
        assert list(map(len, before)) == [3, 2, 1]


def as_at_first(connection: Connection) -> None:
    """Takes back what the second migration made."""
    connection.exec_driver_sql("DROP INDEX ix_sources_graded")
    for table in ("claim_actors", "claim_pairs", "wide_actors"):
        columns = ", ".join(c.name for c in schema.metadata.tables[table].columns if c.name != "kind")
        connection.exec_driver_sql(f"CREATE TABLE first_{table} AS SELECT {columns} FROM {table}")
        connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql(f"ALTER TABLE first_{table} RENAME TO {table}")
    connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")


def test_asking_for_help_does_not_import_the_database() -> None:
    code = "import sys, foedera.record; sys.exit('sqlalchemy' in sys.modules or 'alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_record_in_memory_is_a_record() -> None:
    with open_record(":memory:") as record:
        record.put(a_source(), [])
        assert record.url == ":memory:"


def test_the_package_gives_what_it_names_and_nothing_else() -> None:
    assert {getattr(package, name).__name__ for name in package.__all__} == set(package.__all__)
    assert not hasattr(package, "nothing")
