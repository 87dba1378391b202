"""Kills, and several processes at once: whole documents or nothing, and nothing lost."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from foedera.record import Record, open_record
from tests.record.making import a_claim, a_pact, a_source

ROOT = Path(__file__).resolve().parents[2]
Where = Callable[[], str]

# Stores documents of 40 claims, each a treaty as well; says so after each.
WRITER = """
import sys
from foedera.record import open_record
from tests.record.making import a_pact, a_source
where, name, first, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with open_record(where) as record:
    print("ready", flush=True)
    for n in range(first, first + count):
        said = ((str(i), a_pact("AZE TUR", f"{name}/{n}/{i}", "2010/..", "defense")) for i in range(40))
        record.put(a_source(f"texts:{name}-{n}", text=f"Document {n} of {name}."), said)
        print(n, flush=True)
"""


def writer(where: str, name: str, first: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, where, name, str(first), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def check_whole(record: Record) -> int:
    """Every document is there with all of its claims, indices, passages; how many documents."""
    documents = record.source_counts()
    for document in documents:
        assert document.claims == 40
        assert len(record.claims(source=document.source.key)) == 40
    total = 40 * len(documents)
    assert len(record.claims(actors=["AZE", "TUR"])) == total
    assert len(record.instruments()) == total
    assert len(record.search("document", limit=1000)) == len(documents)
    return len(documents)


def test_a_kill_at_any_moment_leaves_whole_documents(somewhere: Where) -> None:
    where = somewhere()
    open_record(where).close()
    chance = random.Random(11)
    stored, said = 0, 0
    for turn in range(6):
        process = writer(where, f"w{turn}", 0, 1000)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 0.25))
        process.send_signal(signal.SIGKILL)
        rest = process.communicate()[0]
        said += len(rest.split())
        with open_record(where, create=False) as record:
            stored = check_whole(record)
            assert stored >= said, "what was said to be stored is there"
    assert stored > 0


def test_processes_that_write_at_once_lose_nothing(somewhere: Where) -> None:
    where = somewhere()
    # The record is not there yet: they also race to make it.
    processes = [writer(where, f"w{n}", 0, 6) for n in range(3)]
    for process in processes:
        process.communicate(timeout=120)
        assert process.returncode == 0
    with open_record(where, create=False) as record:
        assert check_whole(record) == 18


def test_processes_that_write_the_same_document_store_it_once(somewhere: Where) -> None:
    where = somewhere()
    processes = [writer(where, "same", 0, 4) for _ in range(3)]
    for process in processes:
        process.communicate(timeout=120)
        assert process.returncode == 0
    with open_record(where, create=False) as record:
        assert check_whole(record) == 4


def test_threads_may_share_a_record(record: Record) -> None:
    failures: list[BaseException] = []

    def work(name: int) -> None:
        try:
            for n in range(5):
                said = [(str(i), a_pact("AZE TUR", f"{n}/{i}", "2010/..")) for i in range(20)]
                record.put(a_source(f"texts:{name}-{n}"), said)
                record.instruments(party="AZE")
                record.claims(actors=["AZE", "TUR"], limit=5)
        except BaseException as error:  # noqa: BLE001 - shown below
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(record.claims()) == 400
    digest = record.digest()
    assert record.rebuild()["digest"] == digest


def test_a_reader_sees_nothing_of_what_is_being_written(tmp_path: Path) -> None:
    with open_record(tmp_path / "f.db") as writing, open_record(tmp_path / "f.db") as reading:
        with writing.transaction():
            writing.put(a_source(), [("1", a_claim("conflict", "AZE ARM"))])
            assert reading.claims() == []
        assert len(reading.claims()) == 1


@pytest.mark.slow
def test_storing_and_asking_stay_fast_with_many_claims(tmp_path: Path) -> None:
    """A small text is stored, and two actors' claims are found, as fast among 200,000 as among 2,000."""
    chance = random.Random(1)
    codes = [f"C{n}" for n in range(200)]

    def many(count: int) -> object:
        for n in range(count):
            a, b = chance.sample(codes, 2)
            yield str(n), a_claim("exercise", f"{a} {b}", date=str(1900 + n % 100))

    def store_and_ask(record: Record, turn: str) -> None:
        record.put(a_source(f"texts:{turn}"), [("1", a_pact("AZE TUR", turn, "2010/..", "defense"))])
        record.claims(actors=["AZE", "TUR"], relations=["agreement"], limit=20)
        record.instruments(between=("AZE", "TUR"))

    with counted_steps() as steps, open_record(tmp_path / "f.db") as record:

        def cost(turn: str) -> int:
            before = len(steps)
            store_and_ask(record, turn)
            return len(steps) - before

        record.put(a_source("x:1", "x"), many(2_000))  # type: ignore[arg-type]
        small = cost("a")
        assert small > 10
        record.put(a_source("x:2", "x"), many(200_000))  # type: ignore[arg-type]
        assert cost("b") < 2 * small


@contextmanager
def counted_steps() -> Iterator[list[None]]:
    """One more entry for every ten instructions of the database's machine: its work, without a clock."""
    steps: list[None] = []

    def listen(connection: sqlite3.Connection, _: object) -> None:
        connection.set_progress_handler(lambda: steps.append(None), 10)

    event.listen(Engine, "connect", listen)
    try:
        yield steps
    finally:
        event.remove(Engine, "connect", listen)
