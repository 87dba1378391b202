"""`foedera sweep`, `foedera reliability` and `foedera evaluate casus` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from foedera.cli import VERBS
from foedera.record import Source, open_record
from tests.cli.conftest import Run
from tests.record.making import a_pact

WARS = """WarNum,WarName,WarType,ccode,StateName,Side,StartMonth1,StartDay1,StartYear1,EndMonth1,EndDay1,EndYear1,\
StartMonth2,StartDay2,StartYear2,EndMonth2,EndDay2,EndYear2,TransFrom,WhereFought,Initiator,Outcome,TransTo,BatDeath,\
Version
1,Made up,1,651,Egypt,1,5,1,1990,6,1,1990,-8,-8,-8,-8,-8,-8,-8,6,1,2,-8,10,4
1,Made up,1,645,Iraq,2,5,1,1990,6,1,1990,-8,-8,-8,-8,-8,-8,-8,6,2,1,-8,10,4
1,Made up,1,663,Jordan,2,5,3,1990,6,1,1990,-8,-8,-8,-8,-8,-8,-8,6,2,1,-8,10,4
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    where = tmp_path / "r.db"
    with open_record(where) as made:
        pacts = [
            ("row 2", a_pact("IRQ JOR", "7", "1980-01-01/2000-12-31", "defense")),
            ("row 3", a_pact("IRQ KWT", "8", "1980-01-01/2000-12-31", "defense")),
        ]
        made.put(Source("pacts:1", "pacts", "Two pacts"), pacts)
    return where


def test_a_sweep_has_a_row_for_each_pair_and_year(run: Run, place: Path, tmp_path: Path) -> None:
    out = tmp_path / "pairs.parquet"
    span = ("--from", "1990", "--to", "1991", "--jobs", "1", "--sources", "pacts")
    ran = run("sweep", *span, "-o", str(out), record=place)
    assert (ran.code, ran.err) == (0, "")
    table = pl.read_parquet(out)
    assert ran.out == f"pairs.parquet: {table.height:,} pairs, 2 years\n"
    row = table.filter(pl.col("year") == 1990, pl.col("attacker") == 651, pl.col("target") == 645)
    assert row["must_defend"].to_list() == [[663, 690]]


def test_a_sweep_that_cannot_be_is_refused_and_leaves_no_file(run: Run, place: Path, tmp_path: Path) -> None:
    out = tmp_path / "pairs.parquet"
    for years in (("1991", "1990"), ("1700", "1701")):
        ran = run("sweep", "--from", years[0], "--to", years[1], "-o", str(out), record=place)
        assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert not out.exists()


def test_who_kept_a_promise_is_counted(run: Run, place: Path, tmp_path: Path) -> None:
    wars = tmp_path / "Inter-StateWarData_v4.0.csv"
    wars.write_text(WARS)
    ran = run("reliability", str(wars), "--sources", "pacts", "--cases", "--format", "json", record=place)
    assert ran.code == 0, ran.err
    cases = {(c["obligor"], c["honoured"]) for c in json.loads(ran.out) if c["beneficiary"] == "IRQ"}
    assert cases == {("JOR", True), ("KWT", False)}
    ran = run("reliability", str(wars), "--sources", "pacts", "--format", "json", record=place)
    row = next(r for r in json.loads(ran.out) if (r["obligation"], r["period"]) == ("defense", "1945-2003"))
    assert (row["invoked"], row["honoured"], row["per_cent"]) == (2, 1, 50.0)
    assert "1 wars" in run("reliability", str(wars), "--count", "treaties", record=place).out


def test_labelled_scenarios_are_compared_part_by_part(run: Run, place: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    spread = {b: {"attackers": [], "targets": []} for b in ("certain", "possible")}
    case = {"attackers": [651], "targets": [645], "date": "1990-05-01", "provoked": False, "breaches": []}
    gold.write_text(json.dumps({"id": "a", **case, "duties": [], "positions": {}, "spread": spread}) + "\n")
    arguments = ("evaluate", "casus", str(gold), "--sources", "pacts", "--cases", "--format", "json")
    ran = run(*arguments, record=place)
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    assert (told["scenarios"], told["equal"], told["parts"]["breaches"]) == (1, 0.0, 1.0)
    assert told["cases"][0]["id"] == "a"


def test_the_new_verbs_are_listed() -> None:
    assert {"export", "same", "apart", "sweep", "reliability"} <= set(VERBS)
