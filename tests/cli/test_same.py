"""`foedera same` and `foedera apart`: people join and split treaties, and see what a program joined."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from foedera.record import Record, Source, open_record
from tests.cli.conftest import Run
from tests.record.making import a_pact


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Two sources with one treaty each of the same two states; a program has joined them."""
    where = tmp_path / "r.db"
    with open_record(where) as made:
        for group, name in (("one", "Pact of Baku"), ("other", None)):
            pact = a_pact("AZE TUR", "7", "1999-03-01/2010-12-31", "defense", name=name)
            made.put(Source(f"{group}:1", group, group), [("row 2", pact)])
        made.judge("same", "one:7", object="other:7", by="foedera:linkage", score=0.9)
    return where


def rows(run: Run, place: Path, *arguments: str) -> list[dict[str, Any]]:
    ran = run(*arguments, "--format", "json", record=place)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)  # type: ignore[no-any-return]


def joined(place: Path) -> bool:
    with open_record(place) as record:
        return _joined(record)


def _joined(record: Record) -> bool:
    return any(i.same_as for i in record.instruments())


def test_links_are_listed_with_their_scores(run: Run, place: Path) -> None:
    (link,) = rows(run, place, "same")
    assert (link["first"], link["second"], link["score"], link["by"]) == ("one:7", "other:7", 0.9, "foedera:linkage")
    assert link["title"] == "Pact of Baku"
    assert rows(run, place, "same", "other:7") == [link]
    assert rows(run, place, "apart") == []
    assert "1 pairs" in run("same", record=place).out


def test_a_person_splits_what_a_program_joined_and_takes_it_back(run: Run, place: Path) -> None:
    assert joined(place)
    (made,) = rows(run, place, "apart", "one:7", "other:7", "--by", "A. Reader", "--note", "another year")
    assert (made["verdict"], made["by"], made["note"]) == ("apart", "A. Reader", "another year")
    assert not joined(place)
    assert rows(run, place, "same") == []
    assert [r["judgement"] for r in rows(run, place, "apart")] == [made["judgement"]]
    assert run("judge", "undo", made["judgement"], "--by", "A. Reader", record=place).code == 0
    assert joined(place)


def test_a_person_joins(run: Run, place: Path) -> None:
    rows(run, place, "apart", "one:7", "other:7", "--by", "A. Reader")
    rows(run, place, "same", "other:7", "one:7", "--by", "B. Reader")
    assert joined(place)
    assert [r["score"] for r in rows(run, place, "same")] == [None]


@pytest.mark.parametrize(
    "arguments",
    [("one:7", "other:7"), ("one:7", "nothing:1", "--by", "X"), ("one:7", "one:7", "--by", "X"), ("nothing:1",)],
)
def test_wrong_use_is_one_sentence(
    run: Run, place: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FOEDERA_USER", raising=False)
    ran = run("same", *arguments, record=place)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
