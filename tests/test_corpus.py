"""Many texts: none is lost or read twice, whatever happens to the workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from foedera import api, corpus


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Thirty texts, one of them no text at all."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(30):
        lines = f"Report {number}.\n\nAzerbaijan is not a NATO member.\n\nTurkey joined NATO in {1952 + number}.\n"
        (texts / f"page-{number:02d}.txt").write_text(lines, encoding="utf-8")
    (texts / "broken.txt").write_bytes(bytes(range(256)) * 20)
    return texts


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def names(reads: list[corpus.Read]) -> list[str]:
    return sorted(r.document.name for r in reads if r.document)


ALL = [f"page-{n:02d}.txt" for n in range(30)]


def test_every_text_comes_once_and_the_broken_one_is_named(folder: Path) -> None:
    reads = list(corpus.read_many(files(folder)))
    assert names(reads) == ALL
    assert [r.where for r in reads if r.error] == [str(folder / "broken.txt")]
    assert all(r.claims for r in reads if r.document)


def test_processes_find_what_one_process_finds(folder: Path) -> None:
    alone = {r.document.name: r.claims for r in corpus.read_many(files(folder)) if r.document}
    many = {r.document.name: r.claims for r in corpus.read_many(files(folder), jobs=2) if r.document}
    assert many == alone


def test_a_second_run_reads_nothing_again(folder: Path, tmp_path: Path) -> None:
    with api.open_record(tmp_path / "r.db", starter=False) as record:
        first = list(corpus.read_many(files(folder), record=record))
        second = list(corpus.read_many(files(folder), record=record))
        assert names(first) == ALL
        assert names(second) == []
        assert sum(r.skipped for r in second) == 30
        assert len(record.sources()) == 30


def test_a_run_that_stops_in_the_middle_goes_on_where_it_was(folder: Path, tmp_path: Path) -> None:
    with api.open_record(tmp_path / "r.db", starter=False) as record:
        assert len(list(corpus.read_many(files(folder)[:12], record=record))) == 12
        rest = list(corpus.read_many(files(folder), record=record))
        assert len(names(rest)) == 30 - 11
        assert len(record.sources()) == 30


def test_a_killed_worker_loses_nothing(folder: Path) -> None:
    killed: list[int] = []

    def kill_one(done: int) -> None:
        if done >= 3 and not killed:
            for child in children():
                killed.append(child)
                os.kill(child, signal.SIGKILL)
                return

    reads = list(corpus.read_many(files(folder), jobs=2, done=kill_one))
    assert killed
    assert names(reads) == ALL


def children() -> list[int]:
    """Processes of this one that are reading."""
    import multiprocessing

    return [p.pid for p in multiprocessing.active_children() if p.pid and "Spawn" in type(p).__name__]


@pytest.mark.slow
def test_a_cluster_reads_the_same_and_survives_a_lost_worker(folder: Path) -> None:
    distributed = pytest.importorskip("distributed")
    scheduler = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard",
         "--host", "127.0.0.1", "--scheduler-file", str(folder.parent / "scheduler.json")],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    workers = [_worker(folder.parent / "scheduler.json") for _ in range(2)]
    try:
        client = distributed.Client(scheduler_file=str(folder.parent / "scheduler.json"), timeout="60s")
        client.wait_for_workers(2, timeout=60)
        address = client.scheduler.address
        client.close()
        killed: list[bool] = []

        def kill_one(done: int) -> None:
            if done >= 3 and not killed:
                killed.append(True)
                workers[0].kill()

        reads = list(corpus.read_many(files(folder), cluster=address, jobs=2, done=kill_one))
        assert killed
        assert names(reads) == ALL
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def _worker(scheduler_file: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(scheduler_file),
         "--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
