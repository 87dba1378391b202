"""Opens a record: finds what is at a path or URL, makes or upgrades the tables, or says what is wrong.

A new record is made from the metadata and stamped, which takes a fraction of the time that running
the migrations would; a test holds both to the same schema. An older record is upgraded by alembic.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, insert, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from foedera.errors import MissingExtra, RecordError
from foedera.record import schema

_ATTEMPTS = 200


def open_engine(where: str | Path, *, create: bool, timeout: float) -> tuple[Engine, str]:
    """An engine whose database is a record of this version, and its URL without the password."""
    url = _url(where)
    shown = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        shown = url.database or ":memory:"
        _look_at_file(shown, create=create)
        engine = _sqlite(url, timeout)
    else:
        engine = _postgres(url, timeout)
    try:
        with sentences(shown):
            _bring_up_to_date(engine, shown, create=create)
    except BaseException:
        engine.dispose()
        raise
    return engine, shown


def _url(where: str | Path) -> URL:
    text = str(where)
    if "://" not in text:
        if not text or "\0" in text:
            raise RecordError("A record needs a path or a URL: for example foedera.db.")
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise RecordError(_not_a_url(text)) from error
    if backend == "sqlite":
        return URL.create("sqlite", database=url.database or ":memory:")
    if backend in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    raise RecordError(_not_a_url(text))


def _not_a_url(text: str) -> str:
    kind = text.split("://")[0][:20]
    return f"'{kind}://' is no record: give a path (SQLite) or postgresql://user@host/database."


def _look_at_file(name: str, *, create: bool) -> None:
    """Says what is wrong with a path before SQLite does it in its own words."""
    if name == ":memory:":
        return
    path = Path(name)
    try:
        if path.is_dir():
            raise RecordError(f"{name} is a directory: give the path of a file in it, such as {name}/foedera.db.")
        if not path.exists():
            _look_at_missing(path, create=create)
            return
        with path.open("rb") as handle:
            head = handle.read(16)
    except OSError as error:
        raise RecordError(f"{name} cannot be read ({_reason(error)}): check the path and its permissions.") from error
    if head and head != b"SQLite format 3\0":
        raise RecordError(f"{name} is not a record of Foedera: give another path, or move that file away.")


def _look_at_missing(path: Path, *, create: bool) -> None:
    if not create:
        raise RecordError(f"There is no record at {path}: check the path, or run a command that makes one.")
    if not path.parent.is_dir():
        raise RecordError(f"There is no directory {path.parent}: make it first, or give another path.")


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


# Kilobytes of the file that a connection to SQLite keeps in memory.
_READING_KB, _WRITING_KB = 16_384, 65_536


def _sqlite(url: URL, timeout: float) -> Engine:
    memory = url.database == ":memory:"
    extra: dict[str, Any] = {"poolclass": StaticPool} if memory else {}
    arguments = {"timeout": timeout, "check_same_thread": False}
    engine = create_engine(url, connect_args=arguments, **extra)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        # The driver's own transactions would begin late and without the write lock.
        connection.isolation_level = None
        # What a read of ours needs most is in a few thousand pages near the roots of the indices; the rest the
        # operating system keeps, so that memory does not grow with the record.
        for pragma in ("foreign_keys=ON", "synchronous=NORMAL", f"cache_size=-{_READING_KB}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("foedera_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres(url: URL, timeout: float) -> Engine:
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise MissingExtra(
            "PostgreSQL needs an optional package: pip install 'foedera[postgres]', or give a path for SQLite."
        ) from error
    milliseconds = max(1, int(timeout * 1000))
    engine = create_engine(url, connect_args={"connect_timeout": max(2, min(int(timeout), 30))}, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        connection.execute(f"SET lock_timeout = {milliseconds}")
        connection.commit()

    return engine


@contextlib.contextmanager
def sentences(shown: str) -> Iterator[None]:
    """Turns a database's complaints into a RecordError of one sentence."""
    try:
        yield
    except DBAPIError as error:
        raise RecordError(_sentence(shown, error)) from error
    except sqlite3.Error as error:
        raise RecordError(f"The record {shown} cannot be used ({error}): check the file.") from error


_COMPLAINTS = (
    (
        ("database is locked", "lock timeout", "database table is locked", "lock_timeout"),
        "is locked by another process: wait until it is done, or end it",
    ),
    (("readonly", "read-only"), "cannot be written: check the permissions of the file and its directory"),
    (("unable to open", "permission denied"), "cannot be opened: check the path and its permissions"),
    (("not a database", "malformed", "file is encrypted"), "is damaged or not a record: restore it from a copy"),
    (("disk is full", "disk i/o error", "no space left"), "cannot be written, the disk is full or fails: make room"),
    (("password authentication", "no password"), "refuses the user or password: check the URL"),
    (("does not exist",), "does not exist there: create the database first, or check the URL"),
    (("connection refused", "could not connect", "connection failed", "timeout", "resolve", "translate host"),
     "cannot be reached: check the address, and that the server runs"),
)  # fmt: skip


def _sentence(shown: str, error: DBAPIError) -> str:
    said = str(error.orig).strip()
    for words, meaning in _COMPLAINTS:
        if any(word in said.lower() for word in words):
            return f"The record {shown} {meaning}."
    first = said.splitlines()[0] if said else type(error).__name__
    return f"The record {shown} cannot be used ({first[:200]}): check the database."


def is_busy(error: BaseException) -> bool:
    said = str(getattr(error, "orig", error)).lower()
    return "database is locked" in said or "database table is locked" in said


def _bring_up_to_date(engine: Engine, shown: str, *, create: bool) -> None:
    with engine.connect() as connection:
        state = _state(connection, shown)
    if state is None and not create:
        raise RecordError(f"There is no record at {shown}: check the path or URL, or let a command make one.")
    if engine.dialect.name == "sqlite" and engine.url.database != ":memory:":
        _use_wal(engine)
    if state == schema.HEAD:
        return
    if state is None:
        _create(engine, shown)
    else:
        _upgrade(engine, shown)


def _use_wal(engine: Engine) -> None:
    """Write-ahead logging: readers go on while one process writes. It stays on in the file."""
    for attempt in range(_ATTEMPTS):
        raw = engine.raw_connection()
        try:
            cursor = raw.cursor()
            if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                cursor.execute("PRAGMA journal_mode=WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            # Several processes that make the same record at once: SQLite does not wait by itself here.
            if "readonly" in str(error):
                return
            if not is_busy(error) or attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.02)
        finally:
            raw.close()


def _state(connection: Connection, shown: str) -> str | None:
    """The version of the record there; None when nothing is there yet."""
    names = set(inspect(connection).get_table_names())
    if not names:
        return None
    owner = None
    if {"about", "alembic_version"} <= names:
        with contextlib.suppress(DBAPIError):
            owner = connection.scalar(select(schema.about.c.value).where(schema.about.c.name == "application"))
    if owner != schema.APPLICATION:
        raise RecordError(f"The database {shown} is not a record of Foedera: give another path or an empty database.")
    version = connection.scalar(select(schema.alembic_version.c.version_num))
    if version is None or not _known(version):
        raise RecordError(
            f"The record {shown} was made by a newer version of Foedera: upgrade with pip install -U foedera."
        )
    return str(version)


def _known(version: str) -> bool:
    """Migrations are numbered (0001, 0002 ...): one up to ours is known."""
    return version.isdigit() and int(version) <= int(schema.HEAD)


# Any number of our own: whoever makes the same record in PostgreSQL at once waits for the other.
_CREATE_LOCK = 0x466F6564


def _create(engine: Engine, shown: str) -> None:
    with _writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_CREATE_LOCK})")
        if _state(connection, shown) is not None:
            return
        schema.metadata.create_all(connection, checkfirst=False)
        stamp(connection)


def stamp(connection: Connection) -> None:
    """Writes whose database this is and of which version."""
    connection.execute(insert(schema.about).values(name="application", value=schema.APPLICATION))
    connection.execute(insert(schema.alembic_version).values(version_num=schema.HEAD))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")


def _upgrade(engine: Engine, shown: str) -> None:
    from foedera.record.migrating import upgrade

    with _writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_CREATE_LOCK})")
        if _state(connection, shown) != schema.HEAD:
            upgrade(connection)


@contextlib.contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with writing_connection(engine) as connection, connection.begin():
        yield connection


@contextlib.contextmanager
def writing_connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(foedera_writes=True) as connection:
        if connection.dialect.name != "sqlite":
            yield connection
            return
        _cache(connection, _WRITING_KB)
        try:
            yield connection
        finally:
            _cache(connection, _READING_KB)


@contextlib.contextmanager
def one_state(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that sees nothing of what others store meanwhile."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            # SQLite's readers have this by themselves.
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def _cache(connection: Connection, kilobytes: int) -> None:
    """How much of the file a connection to SQLite keeps; writing many claims touches many pages of the indices."""
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(f"PRAGMA cache_size=-{kilobytes}")
