"""Reading many texts: on the processes of one machine, or on the workers of a dask cluster.

Files are handed out one by one and come back as documents with claims. Nothing is kept that is not
needed: at most a few files for each worker are under way. What is in the record already is not read
again, so a run that was stopped goes on where it was.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedera.claim import Claim
from foedera.documents import Document, Limits
from foedera.errors import FoederaError, MissingExtra, UnreadableDocument

if TYPE_CHECKING:
    from foedera.record import Record

# How many files each worker may have waiting; enough to keep it busy, few enough to stay small.
AHEAD = 4
# How many documents one transaction holds: whole documents or none are stored.
BATCH = 64
# A file that brings a worker down this often is given up.
TRIES = 2


@dataclass(frozen=True, slots=True)
class Read:
    """One document and its claims, or the sentence that says why it could not be read."""

    where: str
    document: Document | None = None
    claims: tuple[Claim, ...] = ()
    error: str | None = None
    skipped: bool = False


def read_file(path: str, strict: bool = False, limits: Limits | None = None) -> list[Read]:
    """Every document of one file (an archive holds many) with its claims."""
    from foedera import documents, reading

    out = []
    limits = limits or Limits()
    for loaded in documents.load_all(path, limits=limits):
        if loaded.document is None:
            out.append(Read(loaded.where, error=str(loaded.error)))
            continue
        try:
            claims = tuple(reading.read(loaded.document, strict=strict, limits=limits))
            out.append(Read(loaded.where, loaded.document, claims))
        except FoederaError as error:
            out.append(Read(loaded.where, error=str(error)))
    return out


def read_many(
    paths: Iterable[str | Path],
    *,
    jobs: int = 1,
    cluster: str | None = None,
    record: Record | None = None,
    strict: bool = False,
    limits: Limits | None = None,
    done: Callable[[int], None] = lambda _: None,
) -> Iterator[Read]:
    """The documents of many files, as they are finished; stored in `record` if one is given.

    `jobs` is the number of processes (1: this one), `cluster` the address of a dask scheduler.
    `done` is told how many files are through. Order is that of the files with one process only.
    """
    wanted = [str(p) for p in paths]
    with _executor(jobs, cluster) as executor:
        read = _here(wanted, record, strict, limits) if executor is None else None
        found = read or _spread(wanted, executor, jobs, record, strict, limits)
        yield from _stored(_counted(found, done), record)


def _here(paths: Sequence[str], record: Record | None, strict: bool, limits: Limits | None) -> Iterator[list[Read]]:
    for path in paths:
        yield [Read(path, skipped=True)] if _known(path, record) else read_file(path, strict, limits)


def _spread(
    paths: Sequence[str],
    executor: _Renewable | None,
    jobs: int,
    record: Record | None,
    strict: bool,
    limits: Limits | None,
) -> Iterator[list[Read]]:
    if executor is None:
        return
    waiting = iter(paths)
    under_way: dict[Future[list[Read]], tuple[str, int]] = {}
    while True:
        for path in waiting:
            if _known(path, record):
                yield [Read(path, skipped=True)]
                continue
            under_way[executor.submit(path, strict, limits)] = (path, 1)
            if len(under_way) >= AHEAD * max(jobs, 1):
                break
        if not under_way:
            return
        for future in wait(under_way, return_when=FIRST_COMPLETED).done:
            path, tries = under_way.pop(future)
            try:
                yield future.result()
            except BrokenProcessPool:
                yield from _again(executor, under_way, path, tries, strict, limits)
                break  # every future of the dead pool has been handed out again
            except Exception as error:  # noqa: BLE001 - a worker may fail in any way; the run goes on and says so
                yield [Read(path, error=f"{path} could not be read ({type(error).__name__}: {error}).")]


def _again(
    executor: _Renewable,
    under_way: dict[Future[list[Read]], tuple[str, int]],
    path: str,
    tries: int,
    strict: bool,
    limits: Limits | None,
) -> Iterator[list[Read]]:
    """A worker died: its pool is renewed and what it had is handed out again."""
    executor.renew()
    lost = [(path, tries), *under_way.values()]
    under_way.clear()
    for one, before in lost:
        if before >= TRIES and one == path:
            yield [Read(one, error=f"{one} brought the reader down {before} times: it was left out.")]
            continue
        under_way[executor.submit(one, strict, limits)] = (one, before + (one == path))


class _Renewable:
    """An executor that can be replaced when its workers have died."""

    def __init__(self, make: Callable[[], Executor]) -> None:
        self.make = make
        self.executor = make()

    def submit(self, path: str, strict: bool, limits: Limits | None) -> Future[list[Read]]:
        return self.executor.submit(read_file, path, strict, limits)

    def renew(self) -> None:
        self.executor.shutdown(wait=False, cancel_futures=True)
        self.executor = self.make()


@contextlib.contextmanager
def _executor(jobs: int, cluster: str | None) -> Iterator[_Renewable | None]:
    if cluster:
        with _client(cluster) as client:
            yield _Renewable(lambda: client.get_executor(pure=False, retries=TRIES))
        return
    if jobs <= 1:
        yield None
        return
    import multiprocessing

    # Fresh processes: a fork would share the record's open connection.
    context = multiprocessing.get_context("spawn")
    renewable = _Renewable(lambda: ProcessPoolExecutor(jobs, mp_context=context))
    try:
        yield renewable
    except BaseException:  # who breaks off does not wait for what is being read
        renewable.executor.shutdown(wait=False, cancel_futures=True)
        raise
    renewable.executor.shutdown()  # a pool that is left running may complain when Python ends


def _client(address: str) -> Any:
    try:
        import distributed
    except ImportError as error:
        raise MissingExtra("--cluster needs dask: pip install 'foedera[cluster]'.") from error
    try:
        client: Any = distributed.Client
        return client(address, timeout="10s")
    except (OSError, ValueError, TimeoutError) as error:
        raise UnreadableDocument(f"No dask scheduler answers at {address}: check the address.") from error


def _known(path: str, record: Record | None) -> bool:
    """Is this very text in the record already? (Archives are opened again; storing adds nothing.)"""
    if record is None:
        return False
    from foedera.documents import hash_bytes

    try:
        if os.path.getsize(path) > Limits().max_bytes:
            return False
        return record.has_source(f"text:{hash_bytes(Path(path).read_bytes())}")
    except OSError:
        return False


def _counted(found: Iterator[list[Read]], done: Callable[[int], None]) -> Iterator[Read]:
    for number, reads in enumerate(found, 1):
        yield from reads
        done(number)


def _stored(reads: Iterator[Read], record: Record | None) -> Iterator[Read]:
    """Stores documents in batches, each batch in one transaction, and passes them on once stored."""
    if record is None:
        yield from reads
        return
    batch: list[Read] = []
    for read in reads:
        batch.append(read)
        if len(batch) >= BATCH:
            _store(batch, record)
            yield from batch
            batch = []
    _store(batch, record)
    yield from batch


def _store(batch: Sequence[Read], record: Record) -> None:
    from foedera import api

    with record.transaction():
        for read in batch:
            if read.document is not None:
                api.store(record, read.document, read.claims)
