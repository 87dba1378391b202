"""`foedera export`: files, and what is said of what is not in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from foedera.cli.export import FORMATS
from foedera.record import Source, open_record
from tests.cli.conftest import Run
from tests.record.making import a_claim


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_writes_the_starter_record(run: Run, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"x.{form}"
    ran = run("export", form, "-o", str(out))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"x.{form}: ")
    assert out.stat().st_size > 10_000


def test_what_is_left_out_is_said_and_can_be_had(run: Run, tmp_path: Path) -> None:
    record = tmp_path / "r.db"
    with open_record(record) as made:
        closed = Source("closed:1", "closed", "A closed data set", may_be_passed_on=False)
        made.put(closed, [("row 2", a_claim("cooperation", "AZE IRN"))])
    out = tmp_path / "claims.jsonl"
    ran = run("export", "jsonl", "--sources", "closed", "-o", str(out), record=record)
    assert ran.code == 0
    assert "A closed data set (1 claims)" in ran.err
    assert "--include-restricted" in ran.err
    assert out.read_text() == ""
    ran = run("export", "jsonl", "--sources", "closed", "--include-restricted", "-o", str(out), record=record)
    assert (ran.code, ran.err) == (0, "")
    assert [json.loads(line)["source"] for line in out.read_text().splitlines()] == ["closed:1"]
    ran = run("export", "bibtex", "--sources", "closed", "-o", str(tmp_path / "s.bib"), record=record)
    assert (ran.code, ran.err) == (0, ""), "a citation may always be passed on"


def test_wrong_use_is_one_sentence_and_exit_2(run: Run, tmp_path: Path) -> None:
    for arguments in (("xlsx", "-o", "x"), ("csv",), ("csv", "-o", str(tmp_path)), ("csv", "-o", "/nowhere/x.csv")):
        ran = run("export", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert len(ran.err.splitlines()) == 1
