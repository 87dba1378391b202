"""Bad input gets one sentence and exit 2; the good files of a run are read all the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def one_sentence(err: str) -> bool:
    return err.count("\n") == 1 and err.startswith("foedera: ") and "Traceback" not in err


def empty(path: Path) -> None:
    path.write_bytes(b"")


def huge(path: Path) -> None:
    with path.open("wb") as out:
        out.truncate(200 * 1024 * 1024)


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def invalid_utf8(path: Path) -> None:
    path.write_bytes(b"Azerbaijan is a partner \xff\xfe\x81 of NATO.\x9d\xf8 More text here.")


@pytest.mark.parametrize("spoil", [empty, huge, binary, invalid_utf8])
@pytest.mark.parametrize("verb", ["read", "check"])
def test_a_file_that_cannot_be_read(run: Run, tmp_path: Path, spoil: object, verb: str) -> None:
    path = tmp_path / "page.txt"
    spoil(path)  # type: ignore[operator]
    ran = run(verb, str(path))
    assert ran.code == 2
    assert one_sentence(ran.err)
    assert "page.txt" in ran.err


@pytest.mark.parametrize("verb", ["read", "check"])
def test_a_file_that_is_not_there(run: Run, tmp_path: Path, verb: str) -> None:
    ran = run(verb, str(tmp_path / "missing.txt"))
    assert ran.code == 2
    assert one_sentence(ran.err)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_rights(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("Text", encoding="utf-8")
    path.chmod(0)
    ran = run("read", str(path))
    assert ran.code == 2
    assert one_sentence(ran.err)


@pytest.mark.parametrize(
    "arguments",
    [
        ("ties", "Ruritania"),
        ("ties", "Azerbaijan", "Nowhere"),
        ("respond", "--attacker", "Ruritania", "--target", "Azerbaijan"),
        ("ties", "AZE", "--on", "yesterday"),
        ("ties", "AZE", "--sources", "nothing"),
        ("search", "IMET", "--actor", "Ruritania"),
        ("check", "-", "--as-of", "soon"),
        ("import", "nothing", "here"),
        ("import",),
        ("judge", "reject", "no-such-claim", "--by", "me"),
        ("judge", "reject"),
        ("replay", "no-such-file"),
        ("nonsense",),
        ("read",),
        ("read", "--format", "poem", "x"),
        ("evaluate", "check", "no-such-file"),
    ],
)  # fmt: skip
def test_wrong_use_says_what_is_wrong(run: Run, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Azerbaijan is not a NATO member."), "utf-8"))
    ran = run(*arguments)
    assert ran.code == 2
    assert one_sentence(ran.err), ran.err


def test_a_folder_is_read_to_the_end_and_the_bad_files_are_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Azerbaijan is not a NATO member.\n", encoding="utf-8")
    binary(tmp_path / "b.txt")
    (tmp_path / "c.txt").write_text("Turkey is a member of NATO.\n", encoding="utf-8")
    ran = run("read", str(tmp_path), "--format", "jsonl")
    assert ran.code == 2
    assert '"doc": "a"' in ran.out
    assert '"doc": "c"' in ran.out
    assert "b.txt" in ran.err


def test_what_is_no_record_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("not a database at all, just some text that is long enough", encoding="utf-8")
    ran = run("ties", "AZE", record=path)
    assert ran.code == 2
    assert one_sentence(ran.err)
    assert path.read_text(encoding="utf-8").startswith("not a database")
