"""The command line in this process: what it prints and its exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from foedera import cli


@dataclass
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with the starter record in it, filled once; tests that change it copy it."""
    from foedera import api

    path = tmp_path_factory.mktemp("record") / "foedera.db"
    api.open_record(path).close()
    return path


@pytest.fixture
def run(filled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `foedera` with arguments against the filled record."""

    def call(*arguments: str, record: Path | None = None) -> Ran:
        monkeypatch.setenv("FOEDERA_RECORD", str(record or filled))
        monkeypatch.setattr(sys, "argv", ["foedera", *arguments])
        code = 0
        capsys.readouterr()
        try:
            cli.main()
        except SystemExit as done:
            code = done.code if isinstance(done.code, int) else int(done.code is not None)
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return call
