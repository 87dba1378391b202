"""The sweep writes, for every pair of states, what `respond` answers."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foedera.errors import BadInput
from foedera.obligations import Scenario, respond
from foedera.obligations.pairs import sweep
from foedera.obligations.rules import POSITIONS
from foedera.record.model import Instrument
from tests.obligations.worlds import atop_instruments, term, treaty


def check_row(treaties: list[Instrument], row: dict[str, object]) -> None:
    case = Scenario((f"cow:{row['attacker']}",), (f"cow:{row['target']}",), date(int(str(row["year"])), 1, 1))
    answer = respond(treaties, case)
    for position in POSITIONS:
        held = sorted(int(code.removeprefix("cow:")) for code in answer.holding(position))
        assert row[position] == held, (case, position)
        assert row[f"n_{position}"] == len(held)
    for bound in ("certain", "possible"):
        joined = answer.joiners(bound)
        assert row[f"{bound}_attackers"] == len(joined.attackers), case
        assert row[f"{bound}_targets"] == len(joined.targets), case


def test_a_sweep_of_a_small_world(tmp_path: Path) -> None:
    treaties = [
        treaty(
            "t:1", "cow:1 cow:2 cow:3", term("defense"), term("nonaggression"), start="1900-01-01", end="1902-01-01"
        ),
        treaty("t:2", "cow:1 cow:4", term("offense"), start="1901-01-01"),
    ]
    states = [f"cow:{n}" for n in (4, 2, 3, 1)]
    size = sweep(treaties, 1899, 1903, tmp_path / "s.parquet", system=lambda year: states, jobs=1)
    table = pl.read_parquet(tmp_path / "s.parquet")
    assert (size.years, size.pairs, table.height) == (5, 60, 60)
    assert table.select("year", "attacker", "target").rows() == [
        (y, a, t) for y in range(1899, 1904) for a in range(1, 5) for t in range(1, 5) if a != t
    ]
    for row in table.iter_rows(named=True):
        check_row(treaties, row)


def test_two_workers_write_what_one_writes(tmp_path: Path) -> None:
    treaties = [treaty("t:1", "cow:1 cow:2 cow:3", term("defense"))]
    for jobs in (1, 2):
        sweep(treaties, 1950, 1952, tmp_path / f"{jobs}.parquet", system=_three, jobs=jobs)
    assert pl.read_parquet(tmp_path / "1.parquet").equals(pl.read_parquet(tmp_path / "2.parquet"))


def _three(year: int) -> list[str]:
    return ["cow:1", "cow:2", "cow:3"]


def test_years_that_run_backwards_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="turn the years round"):
        sweep([], 1950, 1949, tmp_path / "s.parquet")


def test_a_large_random_sample_of_the_real_sweep(shared: Path, tmp_path: Path) -> None:
    """Years of every kind; the pairs are drawn anew each time (the seed is in the message)."""
    treaties = atop_instruments(shared / "data" / "atop51" / "atop5_1m.csv")
    system = pl.read_csv(shared / "data" / "cow_system" / "system2016.csv")
    seed = random.randrange(10**6)
    dice = random.Random(seed)
    for year in (1816, 1859, 1914, 1939, dice.randrange(1945, 1990), dice.randrange(1990, 2017)):
        codes = [f"cow:{n}" for n in system.filter(pl.col("year") == year)["ccode"]]
        sweep(treaties, year, year, tmp_path / "y.parquet", system=lambda _, codes=codes: codes, jobs=1)
        table = pl.read_parquet(tmp_path / "y.parquet")
        assert table.height == len(codes) * (len(codes) - 1), (seed, year)
        for row in table.sample(60, seed=seed).iter_rows(named=True):
            check_row(treaties, row)
