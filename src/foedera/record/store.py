"""`Record`: the store as the rest of the house sees it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import OperationalError

from foedera.claim import Claim
from foedera.errors import RecordError
from foedera.record import asking, deriving, judging, rebuilding, rows, schema, searching, tying, writing
from foedera.record.model import (
    Coverage,
    Instrument,
    Judgement,
    Passage,
    Provision,
    Source,
    SourceCount,
    StoredClaim,
    Tie,
)
from foedera.record.opening import is_busy, one_state, sentences, writing_connection

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
        self._clusters: tuple[tuple[Any, ...], dict[str, tuple[str, ...]]] | None = None
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
        if self._held is not None:
            raise RecordError("Nothing can be stored in a record inside reading(): store before it, or after it.")
        outer = self._connection
        if outer is not None:
            with sentences(self.url), outer.begin_nested():
                yield outer
            return
        with sentences(self.url), writing_connection(self._engine) as connection, _begun(connection):
            self._here.connection = connection
            try:
                yield connection
            finally:
                self._here.connection = None

    @property
    def _connection(self) -> Connection | None:
        return getattr(self._here, "connection", None)

    @property
    def _held(self) -> Connection | None:
        return getattr(self._here, "held", None)

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Answers everything that this thread asks inside from one state of the record, over one connection.

        Many questions in a row are answered faster. What is stored meanwhile by others is not seen, and
        nothing can be stored inside (RecordError). Inside a transaction, or another one, it does nothing.
        """
        if self._connection is not None or self._held is not None:
            yield
            return
        self.refresh()
        with sentences(self.url), one_state(self._engine) as connection:
            self._here.held = connection
            try:
                yield
            finally:
                self._here.held = None

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Connection]:
        """The connection to ask: inside a transaction its own, so that it sees what it stored."""
        with sentences(self.url):
            own = self._connection or self._held
            if own is not None:
                yield own
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

    def put_many(self, items: Iterable[tuple[Source, Sequence[tuple[str, Claim]]]]) -> int:
        """`put` for many small sources in one transaction, several times faster; how many claims are new."""
        from foedera.record.filling import put_many

        with self.transaction() as connection:
            return put_many(connection, ((source, list(said)) for source, said in items))

    # Sources

    def sources(
        self, groups: Sequence[str] | None = None, *, with_text: bool = False, keys: Sequence[str] | None = None
    ) -> list[Source]:
        """The sources, by key (only those of `keys`, if given); without their texts unless asked for."""
        with self._reading() as connection:
            return asking.sources(connection, groups, with_text=with_text, keys=keys)

    def source(self, key: str) -> Source:
        """The source of that key with its text; raises RecordError."""
        with self._reading() as connection:
            return asking.source(connection, key)

    def has_graded(self, groups: Sequence[str]) -> bool:
        """Is the reliability of some source of the groups known (A to E)?"""
        with self._reading() as connection:
            return asking.has_graded(connection, groups)

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
        """The claim of that id, rejected or not, as corrected; `original` gives it as its source made it.

        The first eight digits or more of an id will do. Raises RecordError.
        """
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
        instruments: Sequence[str] | None = None,
        not_groups: Sequence[str] = (),
        newest: bool = False,
        graded: bool = False,
    ) -> list[StoredClaim]:
        """Claims that meet every condition given, in the order in which they were stored.

        `actors` are codes (or folded names of actors without one) that a claim must all have,
        `any_actor` codes of which it must have one. `overlapping` is EDTF: claims whose date or
        period can touch it, and claims without a date. `name_like` is a part of the name, case and
        accents aside; `instruments` are ids of derived treaties. Claims of `not_groups` are left out;
        `newest` gives those that were stored last first; `graded` leaves those of sources whose
        reliability is known (A to E).
        Claims that people rejected, or whose source they rejected, are left out.
        """
        wanted = asking.Wanted(
            relations,
            actors,
            any_actor,
            groups,
            source,
            overlapping,
            polarity,
            name_like,
            limit,
            include_rejected,
            instruments,
            not_groups,
            newest,
            graded,
        )
        with self._reading() as connection:
            return asking.claims(connection, wanted)

    # Derived

    def refresh(self) -> None:
        """Derives again the instruments whose claims have changed; asking for them does this too."""
        if self._held is not None:
            return
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
            return deriving.instruments(connection, groups, on, between, party, self._same(connection))

    def treaties_between(self, first: Sequence[str], second: Sequence[str]) -> list[str]:
        """Ids of treaties with a party (at any time) of each list of codes, by id; agreements of texts aside."""
        self.refresh()
        with self._reading() as connection:
            return asking.treaties_between(connection, first, second)

    def provisions(self, *, on: date, groups: Sequence[str] | None = None) -> list[Provision]:
        """The promises in force on a day (`start <= on < end`), by instrument."""
        self.refresh()
        with self._reading() as connection:
            return deriving.provisions(connection, on, groups)

    def _same(self, connection: Connection) -> dict[str, tuple[str, ...]]:
        """Which instruments are the same; worked out again when there are other judgements."""
        table = schema.judgements
        known = connection.execute(select(func.count(), func.max(table.c.n)).select_from(table)).one()
        if self._clusters is None or self._clusters[0] != tuple(known):
            self._clusters = tuple(known), judging.clusters(connection)
        return self._clusters[1]

    def ties(
        self, a: str, b: str | None = None, *, on: date | None = None, groups: Sequence[str] | None = None
    ) -> list[Tie]:
        """What binds an actor, or two: agreements, memberships, assistance and the rest.

        For two actors their shared memberships are ties too. `on` leaves those that held that day.
        """
        both = (a,) if b is None else (a, b)
        said = tying.claim_ties(self.claims(actors=both, groups=groups))
        if b is not None:
            said += tying.shared(a, b, self._memberships(a, groups), self._memberships(b, groups))
        said += self._treaties(both, groups)
        return tying.in_order(tie for tie in said if on is None or tying.holds(tie, on))

    def _memberships(self, actor: str, groups: Sequence[str] | None) -> list[Tie]:
        return tying.claim_ties(self.claims(actors=[actor], relations=["membership"], groups=groups))

    def _treaties(self, actors: tuple[str, ...], groups: Sequence[str] | None) -> list[Tie]:
        if len(actors) == 2:
            found = self.instruments(between=(actors[0], actors[1]), groups=groups)
        else:
            found = self.instruments(party=actors[0], groups=groups)
        with self._reading() as connection:
            said = tying.claims_of(connection, [i.id for i in found])
        return tying.instrument_ties(found, said, actors)

    def all_ties(self) -> Iterator[Tie]:
        """Every tie of the record (shared memberships aside), by id, from the derived table."""
        self._derive()
        with self._reading() as connection:
            yield from tying.saved(connection)

    def rebuild(self) -> dict[str, Any]:
        """Makes instruments and ties again from claims and judgements, bit for bit.

        Gives the number of rows of each derived table, and `digest`, a SHA-256 over all of them: the
        same for records that hold the same claims and judgements, in whatever order they came.
        """
        with self.transaction() as connection:
            return rebuilding.rebuild(connection)

    def digest(self) -> str:
        """The SHA-256 over the derived tables as they are, after deriving what is stale."""
        self._derive()
        with self._reading() as connection:
            return rebuilding.digest(connection)

    def _derive(self) -> None:
        self.refresh()
        with self._reading() as connection:
            needed = rebuilding.ties_are_stale(connection)
        if needed:
            with self.transaction() as connection:
                rebuilding.bring_up_to_date(connection)

    # Search

    def search(
        self,
        words: str,
        *,
        actor: str | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        groups: Sequence[str] | None = None,
        limit: int = 20,
    ) -> list[Passage]:
        """Passages of sources, and claims of data sets, that hold the words; the best first.

        `words` may have "phrases in quotes" and begin*; where no passage has all of them, those with
        some are given. `actor` is a code: passages that state a claim about it. `since` and `until`
        (EDTF or days) leave passages that state a dated claim of that time, or whose source was
        issued then. Raises BadInput when there is no word to look for.
        """
        first = rows.days(str(since))[0] if since else None
        last = rows.days(str(until))[1] if until else None
        with self._reading() as connection:
            return searching.search(connection, words, searching.Filter(actor, first, last, groups, limit))

    # Judgements

    def judge(
        self,
        verdict: str,
        subject: str,
        *,
        by: str,
        object: str | None = None,
        note: str | None = None,
        score: float | None = None,
        undoes: str | None = None,
        at: str | None = None,
    ) -> Judgement:
        """Adds a judgement; nothing is ever changed or removed, and it takes effect at once.

        * accept, reject - a claim, an instrument, or a source ("source:" and its key); what is
          rejected is left out of claims, instruments, ties and search
        * correct - a claim; `object` is the correct claim as JSON, used from then on
        * same, apart - two instruments, `subject` and `object`

        `score` marks a program's judgement, which never overrides a person's. `undoes` is the id of
        an earlier judgement about the same subject that this one takes back.
        """
        with self.transaction() as connection:
            return judging.judge(
                connection, verdict, subject, by=by, object=object, note=note, score=score, undoes=undoes, at=at
            )

    def undo(self, judgement: str, *, by: str, note: str | None = None, at: str | None = None) -> Judgement:
        """Takes a judgement back, by its id; undoing what this gives restores it."""
        with self.transaction() as connection:
            return judging.undo(connection, judgement, by=by, note=note, at=at)

    def judgements(self, subject: str | None = None) -> list[Judgement]:
        """The log of judgements, oldest first; with `subject` those about it."""
        with self._reading() as connection:
            return judging.judgements(connection, subject)


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
