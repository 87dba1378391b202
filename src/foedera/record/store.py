"""`Record`: the store as the rest of the house sees it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from types import TracebackType

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from foedera.claim import Claim
from foedera.record import asking, deriving, writing
from foedera.record.model import (
    Coverage,
    Instrument,
    Provision,
    Source,
    SourceCount,
    StoredClaim,
)
from foedera.record.opening import is_busy, sentences, writing_connection

_ATTEMPTS = 20


class Record:
    """The store of sources, claims, judgements and what follows from them.

    Open one with `open_record`; it is a context manager. One Record may be shared by threads, and
    several processes may open the same record. Methods that look something up raise RecordError
    when it is not there; those that store raise BadInput for what cannot be stored.
    """

    def __init__(self, engine: Engine, url: str) -> None:
        self._engine = engine
        self._here = threading.local()
        self.url = url

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Record {self.url}>"

    def close(self) -> None:
        """Lets go of the database; closing twice does no harm."""
        self._engine.dispose()

    # Transactions

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Makes everything stored inside one transaction: all of it stays, or nothing.

        Each `put` and `judge` is a transaction of its own without this. Inside another one it is a
        savepoint, so that a failure that is caught takes back only its own part.
        """
        outer = self._connection
        if outer is not None:
            with sentences(self.url), outer.begin_nested():
                yield outer
            return
        with sentences(self.url), writing_connection(self._engine) as connection:
            with _begun(connection):
                self._here.connection = connection
                try:
                    yield connection
                finally:
                    self._here.connection = None

    @property
    def _connection(self) -> Connection | None:
        return getattr(self._here, "connection", None)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Connection]:
        """The connection to ask: inside a transaction its own, so that it sees what it stored."""
        with sentences(self.url):
            if self._connection is not None:
                yield self._connection
                return
            with self._engine.connect() as connection, connection.begin():
                yield connection

    # Storing

    def put(
        self,
        source: Source,
        claims: Iterable[tuple[str, Claim]],
        coverage: Iterable[Coverage] = (),
    ) -> int:
        """Stores a source with its claims, as (locator, claim), in one transaction; how many are new.

        What is there already is not added again; fields of the source that are given replace
        those that are stored (None leaves them). `claims` may be a generator. Coverage is added;
        it may speak of another source that is stored already. Raises BadInput and stores nothing
        when one of the claims or dates is wrong.
        """
        batches = writing.batches(claims)
        first = next(batches, [])
        with self.transaction() as connection:
            return writing.Writer(connection, source).run(first, batches, coverage)

    # Sources

    def sources(self, groups: Sequence[str] | None = None, *, with_text: bool = False) -> list[Source]:
        """The sources, by key; without their texts unless asked for."""
        with self._reading() as connection:
            return asking.sources(connection, groups, with_text=with_text)

    def source(self, key: str) -> Source:
        """The source of that key with its text; raises RecordError."""
        with self._reading() as connection:
            return asking.source(connection, key)

    def has_source(self, key: str) -> bool:
        with self._reading() as connection:
            return asking.has_source(connection, key)

    def source_counts(self, groups: Sequence[str] | None = None) -> list[SourceCount]:
        """Each source (without text) with its numbers of claims and coverage statements."""
        with self._reading() as connection:
            return asking.source_counts(connection, groups)

    def groups(self) -> dict[str, int]:
        """The names that `--sources` knows, each with its number of claims."""
        with self._reading() as connection:
            return asking.groups(connection)

    def coverage(self, relation: str | None = None, groups: Sequence[str] | None = None) -> list[Coverage]:
        """What sources say about their completeness; sources that were rejected are left out."""
        with self._reading() as connection:
            return asking.coverage(connection, relation, groups)

    # Claims

    def claim(self, id: str, *, original: bool = False) -> StoredClaim:
        """The claim of that id, rejected or not, as corrected; `original` gives it as its source made it."""
        with self._reading() as connection:
            return asking.claim(connection, id, original=original)

    def claims(
        self,
        *,
        relations: Sequence[str] | None = None,
        actors: Sequence[str] | None = None,
        any_actor: Sequence[str] | None = None,
        groups: Sequence[str] | None = None,
        source: str | None = None,
        overlapping: str | None = None,
        polarity: str | None = None,
        name_like: str | None = None,
        limit: int | None = None,
        include_rejected: bool = False,
    ) -> list[StoredClaim]:
        """Claims that meet every condition given, in the order in which they were stored.

        `actors` are codes (or folded names of actors without one) that a claim must all have,
        `any_actor` codes of which it must have one. `overlapping` is EDTF: claims whose date or
        period can touch it, and claims without a date. `name_like` is a part of the name, case and
        accents aside. Claims that people rejected, or whose source they rejected, are left out.
        """
        wanted = asking.Wanted(
            relations, actors, any_actor, groups, source, overlapping, polarity, name_like, limit, include_rejected
        )
        with self._reading() as connection:
            return asking.claims(connection, wanted)

    # Derived

    def refresh(self) -> None:
        """Derives again the instruments whose claims have changed; asking for them does this too."""
        with self._reading() as connection:
            needed = deriving.is_stale(connection)
        if needed:
            with self.transaction() as connection:
                deriving.refresh(connection)

    def instruments(
        self,
        *,
        groups: Sequence[str] | None = None,
        on: date | None = None,
        between: tuple[str, str] | None = None,
        party: str | None = None,
    ) -> list[Instrument]:
        """Treaties, by id: with a party in force `on` the day, with both states of `between` as
        parties at the same time (on the day, if given), with `party` as one (on the day, if given).
        """
        self.refresh()
        with self._reading() as connection:
            return deriving.instruments(connection, groups, on, between, party)

    def provisions(self, *, on: date, groups: Sequence[str] | None = None) -> list[Provision]:
        """The promises in force on a day (`start <= on < end`), by instrument."""
        self.refresh()
        with self._reading() as connection:
            return deriving.provisions(connection, on, groups)


@contextlib.contextmanager
def _begun(connection: Connection) -> Iterator[None]:
    """A transaction; its beginning is tried again while other processes write."""
    for attempt in range(_ATTEMPTS):
        try:
            transaction = connection.begin()
            break
        except OperationalError as error:
            if not is_busy(error) or attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.05)
    with transaction:
        yield
