"""`foedera evaluate reading` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TEXT = "Chile bought two frigates from Australia.\n\nThe sun shone on Peru and on Norway.\n"


def labelled(quote: str, relation: str, *actors: tuple[str, str]) -> str:
    start = TEXT.index(quote)
    data = {"start": start, "end": start + len(quote), "quote": quote, "relation": relation, "polarity": "affirmed"}
    return json.dumps({"doc": "forum-1", **data, "actors": [{"code": c, "role": r} for c, r in actors]})


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "forum-1.txt").write_text(TEXT)
    sale, sun = TEXT.strip().split("\n\n")
    lines = [
        labelled(sale, "transfer", ("AUS", "supplier"), ("CHL", "recipient")),
        labelled(sun, "training", ("PER", "party"), ("NOR", "party")),
    ]
    (tmp_path / "claims.jsonl").write_text("\n".join(lines) + "\n")
    return tmp_path / "claims.jsonl"


def test_what_was_missed_is_counted_by_relation_genre_and_stage(run: Run, gold: Path) -> None:
    told = json.loads(run("evaluate", "reading", str(gold), "--format", "json").out)
    assert told["missed at"] == {"training": {"frame": 1}}
    assert told["missed in"] == {"forum": {"frame": 1}}
    assert "cases" not in told


def test_cases_are_those_that_came_out_wrong(run: Run, gold: Path) -> None:
    told = json.loads(run("evaluate", "reading", str(gold), "--cases", "--format", "json").out)
    (one,) = (c for c in told["cases"] if c["wrong"] == "missed")
    assert (one["doc"], one["stage"], one["relation"]) == ("forum-1", "frame", "training")
    assert one["quote"] == "The sun shone on Peru and on Norway."
    last = run("evaluate", "reading", str(gold), "--cases").out.splitlines()[-1]
    assert json.loads(last)["wrong"] in ("missed", "not labelled")


def test_confidence_prints_curve_error_and_what_strict_keeps(run: Run, gold: Path) -> None:
    told = json.loads(run("evaluate", "reading", str(gold), "--confidence", "--format", "json").out)
    assert told["claims"] == sum(b["claims"] for b in told["confidence"].values())
    (sale,) = (b for b in told["confidence"].values() if b["right"])
    assert told["expected calibration error"] == pytest.approx(
        sum(b["claims"] * abs(b["said"] - b["right"]) for b in told["confidence"].values()) / told["claims"]
    )
    strict = told["strict reading"]
    assert strict["R"] == (0.5 if sale["said"] >= strict["from"] else 0.0)
    out = run("evaluate", "reading", str(gold), "--confidence").out
    assert "expected calibration error: 0." in out
    assert "kept" in out


def test_confidence_and_strict_exclude_each_other(run: Run, gold: Path) -> None:
    ran = run("evaluate", "reading", str(gold), "--confidence", "--strict")
    assert ran.code == 2
    assert "leave --strict out" in ran.err


def test_rules_alone_leave_out_what_only_the_model_reads(run: Run, tmp_path: Path) -> None:
    text = "Portuguese marines have been teaching the islanders of Cape Verde to sail since 2023."
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "forum-1.txt").write_text(text, "utf-8")
    actors = [{"code": "PRT", "role": "provider"}, {"code": "CPV", "role": "recipient"}]
    label = {"doc": "forum-1", "start": 0, "end": len(text), "quote": text, "relation": "training"}
    gold = tmp_path / "claims.jsonl"
    gold.write_text(json.dumps({**label, "polarity": "affirmed", "actors": actors}) + "\n", "utf-8")
    found = [
        json.loads(run("evaluate", "reading", str(gold), *more, "--format", "json").out)["strict"]["R"]
        for more in ((), ("--rules-alone",))
    ]
    assert found == [1.0, 0.0]
    ran = run("evaluate", "reading", str(gold), "--rules-alone", "--strict")
    assert (ran.code, "leave --confidence and --strict out" in ran.err) == (2, True)
