"""ATOP in panels: who owes what to whom, in which year, and what the member file cannot say."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedera import panels
from foedera.errors import BadInput, BadTable
from foedera.panels.alliances import COLUMNS, directed_dyad_years, state_years
from tests.panels.helpers import atop_members, between, dyads

pytestmark = pytest.mark.filterwarnings("ignore::foedera.panels.noting.PanelNote")

KEY = ["ccode1", "ccode2", "year"]


@pytest.fixture(scope="module")
def members(shared: Path) -> pl.DataFrame:
    path = shared / "data" / "atop51" / "atop5_1m.csv"
    return pl.read_csv(path, null_values=["", "NA"], infer_schema_length=None)


@pytest.fixture(scope="module")
def official(shared: Path) -> pl.DataFrame:
    table = pl.read_parquet(shared / "data" / "peacesciencer" / "atop_alliance.parquet")
    return table.with_columns(pl.col(COLUMNS).cast(pl.Int8)).sort(KEY)


def test_the_member_file_gives_the_official_directed_dyad_years(members: pl.DataFrame, official: pl.DataFrame) -> None:
    ours = directed_dyad_years(members).sort(KEY)
    assert ours.height == 273_296
    assert ours.equals(official)


def test_without_our_list_of_partners_421_cells_differ_all_of_promises_to_some_only(
    members: pl.DataFrame, official: pl.DataFrame
) -> None:
    with panels.notes() as told:
        ours = directed_dyad_years(members, partners=False).sort(KEY)
    assert ours.select(KEY).equals(official.select(KEY))
    differ = {c: int((ours[c] > official[c]).sum()) for c in COLUMNS}
    assert list(differ.values()) == [213, 33, 101, 74, 0]
    assert not any((ours[c] < official[c]).any() for c in COLUMNS)
    assert "obvary" in told[0]


def test_rows_that_match_no_dyad_year_are_said(members: pl.DataFrame) -> None:
    with panels.notes() as told:
        panels.add_atop(panels.dyad_years(last=2024), members)
    assert any(t.startswith("ATOP: 5,894 of 273,296 rows match no row of the panel") for t in told)


def test_the_panel_has_the_flags_of_the_official_file_and_nulls_after_it(
    members: pl.DataFrame, official: pl.DataFrame
) -> None:
    with panels.notes():
        panel = panels.add_atop(panels.dyad_years(first=1900, last=2024), members)
    both = panel.join(official, on=KEY, suffix="_o")
    assert all(both[c].equals(both[f"{c}_o"]) for c in COLUMNS)
    after = panel.filter(pl.col("year") > 2018)
    assert after.height > 200_000
    assert after["atop_defense"].null_count() == after.height
    assert panel.filter(pl.col("year") <= 2018)["atop_defense"].null_count() == 0


def test_the_dyad_year_file_itself_can_be_given(official: pl.DataFrame) -> None:
    as_published = official.rename({"ccode1": "stateA", "ccode2": "stateB"}).rename(lambda c: c.removeprefix("atop_"))
    assert directed_dyad_years(as_published).equals(official)


def test_alliances_of_a_state_are_atops_own_count(shared: Path, members: pl.DataFrame) -> None:
    published = pl.read_csv(shared / "data" / "atop51" / "atop5_1sy.csv", infer_schema_length=None)
    ours = state_years(members, (1815, 2018)).select("ccode", "year", "atop_alliances").cast(pl.Int64)
    assert ours.height == 11_923
    wanted = published.select(ccode="state", year="year", atop_alliances="number").cast(pl.Int64)
    assert ours.sort("ccode", "year").equals(wanted.sort("ccode", "year"))
    assert ours.filter(pl.col("atop_alliances") == 59).select("ccode", "year").rows() == [(365, 2018)]


def test_belgium_owes_france_nothing_where_only_france_promised() -> None:
    table = atop_members(
        {"atopid": 1, "member": 2, "yrent": 1950, "yrexit": 1952, "moexit": 6, "dayexit": 1, "defense": 1},
        {"atopid": 1, "member": 20, "yrent": 1950, "yrexit": 1952, "moexit": 6, "dayexit": 1},
    )
    panel = panels.add_atop(dyads((2, 20, 1951), (20, 2, 1951)), table)
    assert panel["atop_defense"].to_list() == [1, 0]


def test_in_one_row_for_each_pair_a_promise_in_either_direction_counts() -> None:
    table = atop_members(
        {"atopid": 1, "member": 2, "yrent": 1950},
        {"atopid": 1, "member": 20, "yrent": 1950, "defense": 1},
    )
    assert panels.add_atop(between(1950, 1950), table)["atop_defense"].to_list() == [1]


def test_a_part_of_a_directed_panel_can_say_that_it_is_directed() -> None:
    table = atop_members(
        {"atopid": 1, "member": 2, "yrent": 1950}, {"atopid": 1, "member": 20, "yrent": 1950, "defense": 1}
    )
    with panels.notes():
        assert panels.add_atop(between(1950, 1950), table, directed=True)["atop_defense"].to_list() == [0]
        assert panels.add_atop(dyads((20, 2, 1950)), table)["atop_defense"].to_list() == [1]


def test_the_year_of_a_renegotiated_treaty_is_the_new_phases() -> None:
    old = {"atopid": 1, "phase": 1, "yrent": 1900, "yrexit": 1905, "moexit": 8, "dayexit": 12, "neutral": 1}
    new = {"atopid": 1, "phase": 2, "yrent": 1905, "moent": 8, "dayent": 12, "defense": 1}
    table = atop_members(*({**row, "member": m} for row in (old, new) for m in (2, 20)))
    panel = panels.add_atop(between(1904, 1906), table)
    assert panel["atop_neutral"].to_list() == [1, 0, 0]
    assert panel["atop_defense"].to_list() == [0, 1, 1]


def test_partners_who_share_a_year_but_no_day_owe_nothing() -> None:
    table = atop_members(
        {"atopid": 1, "member": 2, "yrent": 1950, "yrexit": 1990, "moexit": 10, "dayexit": 3, "defense": 1},
        {"atopid": 1, "member": 20, "yrent": 1990, "moent": 10, "dayent": 3, "defense": 1},
    )
    assert directed_dyad_years(table).is_empty()


def test_no_alliance_is_zero_inside_and_nothing_outside_of_atops_years() -> None:
    table = atop_members({"atopid": 1, "member": 2, "yrent": 1950}, {"atopid": 1, "member": 20, "yrent": 1950})
    panel = panels.add_atop(between(2017, 2020, 2, 700), table)
    assert panel["atop_defense"].to_list() == [0, 0, None, None]


def test_an_unknown_day_is_the_last_of_the_month_on_leaving() -> None:
    table = atop_members(
        {"atopid": 1, "member": 2, "yrent": 1950, "yrexit": 1960, "moexit": 8, "dayexit": None, "defense": 1},
        {"atopid": 1, "member": 20, "yrent": 1960, "moent": 8, "dayent": 5, "yrexit": 1961, "moexit": 1, "dayexit": 1},
    )
    assert directed_dyad_years(table).select(KEY).sort(KEY).rows() == [(2, 20, 1960), (20, 2, 1960)]


def test_another_table_is_refused() -> None:
    with pytest.raises(BadTable, match="lacks"):
        panels.add_atop(between(1950, 1951), pl.DataFrame({"year": [1950]}))


def test_a_gleditsch_ward_panel_needs_codes_first() -> None:
    panel = panels.dyad_years("gw", first=1950, last=1950)
    with pytest.raises(BadInput, match="add_codes"):
        panels.add_atop(panel, atop_members({"atopid": 1, "member": 2, "yrent": 1950}))
