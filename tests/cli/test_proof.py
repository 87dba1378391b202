"""Proofs from the command line: written, replayed offline, and held against texts and records."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
POST, PAGE = ROOT / "examples" / "forum-post.txt", ROOT / "examples" / "embassy-page.txt"


@pytest.fixture
def answer(run: Run, tmp_path: Path) -> Path:
    where = tmp_path / "answer.json"
    sides = ("--attacker", "Armenia", "--target", "Azerbaijan", "--on", "2022-09-13")
    ran = run("respond", *sides, "--proof", str(where), "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(where.read_text(encoding="utf-8"))["answer"] == json.loads(ran.out)
    return where


@pytest.fixture
def verdicts(run: Run, tmp_path: Path) -> Path:
    where = tmp_path / "verdicts.json"
    ran = run("check", str(POST), "--against", str(PAGE), "--as-of", "2025-08-28", "--proof", str(where))
    assert ran.code == 0, ran.err
    return where


def test_an_answer_is_replayed_without_any_record(run: Run, answer: Path, tmp_path: Path) -> None:
    ran = run("replay", str(answer), "--format", "json", record=tmp_path / "no" / "record.db")
    assert (ran.code, ran.err) == (0, "")
    (row,) = json.loads(ran.out)
    assert (row["claim"], row["same"]) == ("ARM attacks AZE on 2022-09-13", "yes")


def test_an_answer_that_was_edited_is_not_the_same(run: Run, answer: Path) -> None:
    text = answer.read_text(encoding="utf-8")
    assert '"force": "must"' in text
    answer.write_text(text.replace('"force": "must"', '"force": "may"', 1), encoding="utf-8")
    ran = run("replay", str(answer), "--format", "json")
    assert (ran.code, json.loads(ran.out)[0]["same"]) == (1, "no")


def test_a_record_that_has_changed_is_told(run: Run, answer: Path, filled: Path, tmp_path: Path) -> None:
    same = run("replay", str(answer), "--record", str(filled))
    assert (same.code, same.err) == (0, "")
    other = tmp_path / "other.db"
    shutil.copy(filled, other)
    claim = next(iter(json.loads(answer.read_text(encoding="utf-8"))["answer"]["duties"]))["claims"][0]
    assert run("judge", "reject", claim, "--by", "A. Reader", record=other).code == 0
    ran = run("replay", str(answer), "--record", str(other))
    assert ran.code == 1
    assert f"The claim {claim} was rejected by A. Reader" in ran.err


def test_texts_that_are_as_they_were(run: Run, verdicts: Path, filled: Path) -> None:
    ran = run("replay", str(verdicts), "--text", str(POST), "--text", str(PAGE), "--record", str(filled))
    assert (ran.code, ran.err) == (0, "")


def test_a_text_that_has_changed_is_told(run: Run, verdicts: Path, tmp_path: Path) -> None:
    edited = tmp_path / PAGE.name
    edited.write_text("An editor was here. " + PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    ran = run("replay", str(verdicts), "--text", str(edited))
    assert ran.code == 1
    assert "has changed: characters" in ran.err
    stranger = tmp_path / "stranger.txt"
    stranger.write_text("Nothing to do with it.", encoding="utf-8")
    assert (
        "stranger.txt is no text that this proof rests on" in run("replay", str(verdicts), "--text", str(stranger)).err
    )


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '[{"answer": 1}]', "\0", '{"kind": "respond", "answer": {}}', "[" * 9999]
)
def test_what_is_no_proof_gets_one_sentence(run: Run, tmp_path: Path, text: str) -> None:
    where = tmp_path / "x.json"
    where.write_text(text, encoding="utf-8")
    ran = run("replay", str(where))
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
