"""The base tables are the two lists of states, no pair more and none less."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from foedera import panels
from foedera.errors import BadInput, UnknownActor


def quiet(function, *args, **options) -> pl.DataFrame:
    with panels.notes():
        return function(*args, **options)


@pytest.mark.parametrize(("system", "rows"), [("cow", 2_214_930), ("gw", 2_599_466)])
def test_dyad_years_equal_peacesciencers_row_for_row(shared: Path, system: str, rows: int) -> None:
    ours = quiet(panels.dyad_years, system, last=2024)
    assert ours.height == rows
    assert ours.equals(pl.read_parquet(shared / "data" / "peacesciencer" / f"{system}_ddy.parquet"))


@pytest.mark.parametrize("system", ["cow", "gw"])
def test_pairs_that_share_a_year_but_no_day_are_no_rows(shared: Path, system: str) -> None:
    code = {"cow": "ccode", "gw": "gwcode"}[system]
    false = pl.read_csv(shared / "data" / "peacesciencer" / f"false_{system}_dyads.csv").select(
        f"{code}1", f"{code}2", "year"
    )
    ours = quiet(panels.dyad_years, system, last=2024).cast(pl.Int64).select(false.columns)
    assert ours.join(false, on=false.columns).is_empty()


def test_state_years_equal_the_published_list(shared: Path) -> None:
    listed = pl.read_csv(shared / "data" / "cow_system" / "system2016.csv").select("ccode", "year")
    ours = panels.state_years("cow", mry=False).select("ccode", "year").cast(pl.Int64)
    assert ours.height == 15_951
    assert ours.equals(listed.sort("ccode", "year"))


def test_states_that_do_not_exist_yet_have_no_years() -> None:
    years = {"first": 1816, "last": 1816, "states": [740]}
    assert quiet(panels.dyad_years, "cow", **years).is_empty()
    assert quiet(panels.state_years, "cow", **years).schema == {"ccode": pl.Int16, "year": pl.Int16, "name": pl.String}


def test_the_two_germanies_and_germany_never_meet() -> None:
    rows = panels.dyad_years("cow", first=1990, last=1990, states=[255], among=False)
    assert not {260, 265} & set(rows["ccode2"])


def test_a_pair_of_one_direction_is_half_of_both() -> None:
    both = panels.dyad_years(first=1900, last=1950)
    one = panels.dyad_years(directed=False, first=1900, last=1950)
    assert both.height == 2 * one.height
    assert (one["ccode1"] < one["ccode2"]).all()


def test_most_recent_year_goes_to_the_last_full_year_and_says_what_that_assumes() -> None:
    with panels.notes() as told:
        rows = panels.dyad_years()
    assert rows["year"].max() == date.today().year - 1
    assert "ends in 2016" in told[0]
    with panels.notes() as told:
        assert panels.dyad_years(mry=False)["year"].max() == 2016
    assert told == []


def test_states_are_numbers_codes_or_names() -> None:
    by_number = panels.state_years(first=1950, last=2000, states=[373])
    assert by_number.equals(panels.state_years(first=1950, last=2000, states=["AZE"]))
    assert by_number["name"].unique().to_list() == ["Azerbaijan"]
    assert by_number["year"].min() == 1991


def test_a_state_is_called_what_it_was_called_that_year() -> None:
    names = panels.state_years(first=1910, last=1980, states=[365, 640])
    assert names.filter((pl.col("ccode") == 640) & (pl.col("year") == 1910))["name"].item() == "Ottoman Empire"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"system": "un"}, "no list of states"),
        ({"first": 1700}, "begin in 1816"),
        ({"first": 1950, "last": 1900}, "no years from 1950 to 1900"),
    ],
)
def test_wrong_arguments_are_said(options: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        panels.dyad_years(**options)


def test_an_unknown_number_is_said() -> None:
    with pytest.raises(UnknownActor, match="No state"):
        panels.state_years(states=[999], last=2000)


def test_codes_of_the_other_system_follow_the_state_not_the_number() -> None:
    rows = quiet(panels.add_codes, panels.state_years("gw", first=2000, last=2000)).select("gwcode", "ccode")
    turned = dict(rows.iter_rows())
    assert turned[260] == 255
    assert turned[970] == 946, "Kiribati: COW's 970 is Nauru"
    assert turned[971] == 970
    assert turned[396 - 6] == 390
