"""A join adds no row and changes no order; a value is null outside coverage and 0 only inside."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera import datasets, panels
from foedera.errors import BadInput
from foedera.panels import joining, keys
from foedera.panels.standing import igo_pairs, war_years
from tests.panels.helpers import CONTIGUITY, MAJORS, between, dyads

pytestmark = pytest.mark.filterwarnings("ignore::foedera.panels.noting.PanelNote")

ROWS = st.lists(
    st.tuples(st.integers(1, 40), st.integers(1, 40), st.integers(1900, 1920)), min_size=1, max_size=60, unique=True
)


@given(panel=ROWS, table=ROWS)
def test_a_join_keeps_rows_and_order_and_finds_what_is_there(
    panel: list[tuple[int, int, int]], table: list[tuple[int, int, int]]
) -> None:
    values = dyads(*table).with_columns(value=pl.int_range(len(table), dtype=pl.Int16))
    base = dyads(*panel)
    with panels.notes() as told:
        out = joining.joined(base, values, keys.keys_of(base), ("ccode1", "ccode2", "year"), "T")
    wanted = {row: i for i, row in enumerate(table)}
    assert out.select(base.columns).equals(base)
    assert out["value"].to_list() == [wanted.get(row) for row in panel]
    lost = len(set(table) - set(panel))
    assert bool(told) == bool(lost)


@given(panel=ROWS, table=ROWS)
def test_the_order_of_rows_makes_no_difference(
    panel: list[tuple[int, int, int]], table: list[tuple[int, int, int]]
) -> None:
    values = dyads(*table).with_columns(value=pl.int_range(len(table), dtype=pl.Int16))
    on = ("ccode1", "ccode2", "year")
    with panels.notes():
        mixed, sorted_ = (
            joining.joined(p, values, keys.keys_of(p), on, "T") for p in (dyads(*panel), dyads(*sorted(panel)))
        )
    assert mixed.sort(on).equals(sorted_)


def test_a_table_with_two_rows_for_one_key_is_never_joined() -> None:
    twice = pl.concat([between(1950, 1950), between(1950, 1950)]).with_columns(value=pl.lit(1))
    base = between(1949, 1951)
    with pytest.raises(AssertionError, match="would add rows"):
        joining.joined(base, twice, keys.keys_of(base), ("ccode1", "ccode2", "year"), "T")


def test_missing_numbers_match_nothing() -> None:
    panel = dyads((2, None, 1950), (2, 20, 1950), (None, 20, 1950))
    values = between(1950, 1950).with_columns(value=pl.lit(7))
    out = joining.joined(panel, values, keys.keys_of(panel), ("ccode1", "ccode2", "year"), "T")
    assert out["value"].to_list() == [None, 7, None]


def test_contiguity_is_the_closest_kind_in_both_directions_and_unknown_after_2016() -> None:
    panel = dyads((2, 20, 1950), (20, 2, 1950), (2, 700, 1950), (2, 20, 2017))
    with panels.notes() as told:
        out = panels.add_contiguity(panel, CONTIGUITY)
    assert out["contiguity"].to_list() == [1, 1, 0, None]
    assert "1 row of other years" in told[1]


def test_contiguity_reads_the_publishers_own_columns() -> None:
    published = pl.DataFrame({"state1no": [2], "state2no": [20], "conttype": [1], "begin": [192001], "end": [201612]})
    out = panels.add_contiguity(dyads((20, 2, 1920), (20, 2, 1919)), published)
    assert out["contiguity"].to_list() == [1, 0]


def test_neighbours_of_a_state_are_counted() -> None:
    panel = pl.DataFrame({"ccode": [2], "year": [1950]}, schema={"ccode": pl.Int16, "year": pl.Int16})
    with panels.notes():
        out = panels.add_contiguity(panel, CONTIGUITY)
    assert out.select("land_neighbours", "sea_neighbours").row(0) == (1, 1)


def test_majors_are_not_carried_beyond_the_list() -> None:
    with panels.notes():
        out = panels.add_majors(between(2016, 2018), MAJORS)
    assert out["major1"].to_list() == [1, None, None]
    assert out["major2"].to_list() == [0, None, None]


def test_capitals_are_a_great_circle_apart() -> None:
    table = pl.DataFrame(
        {
            "ccode": [2, 20],
            "stdate": ["1816-01-01", "1867-01-01"],
            "enddate": ["2024-12-31", "2024-12-31"],
            "lat": [0.0, 0.0],
            "lng": [0.0, 180.0],
        }
    )
    with panels.notes():
        out = panels.add_capital_distance(between(1950, 1950), table)
    assert out["capital_distance"].item() == pytest.approx(3.141592653589793 * 6378.137)


def test_nmc_keeps_missing_values_missing() -> None:
    columns = ("milex", "milper", "irst", "pec", "tpop", "upop", "cinc")
    table = pl.DataFrame({"ccode": [2, 20], "year": [1950, 1950], **{c: [5, -9] for c in columns}})
    with panels.notes():
        out = panels.add_nmc(between(1950, 1951), table)
    assert out["milex1"].to_list() == [5, None]
    assert out["milex2"].to_list() == [None, None]


def test_the_values_of_each_state_stand_under_its_own_number() -> None:
    table = pl.DataFrame({"ccode": [2, 20, 2], "year": [1950, 1950, 1951], "v": [1, 2, None]})
    panel = dyads((20, 2, 1950), (2, 20, 1950), (2, 20, 1951), (2, 20, 1960), (2, 700, 1952))
    with panels.notes() as told:
        out = joining.each_side(panel, table, keys.keys_of(panel), "ccode", "T", zeros=["v"], coverage=(1950, 1951))
    assert out["v1"].to_list() == [2, 1, 0, None, None]
    assert out["v2"].to_list() == [1, 2, 0, None, None]
    assert told == ["T covers 1950 to 1951: 2 rows of other years have no value."]


SPANS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1900, 1910), st.integers(1899, 1912), st.integers(0, 1)), max_size=12
)


@given(SPANS)
def test_a_flag_is_in_force_in_the_years_of_any_span_that_has_it(spans: list[tuple[int, int, int, int]]) -> None:
    schema = {"ccode": pl.Int16, "first": pl.Int16, "last": pl.Int16, "flag": pl.Int8}
    out = keys.in_force(pl.DataFrame(spans, schema=schema, orient="row"), ["ccode"], ["flag"])
    wanted: dict[tuple[int, int], int] = {}
    for state, first, last, flag in spans:
        for year in range(first, last + 1):
            wanted[state, year] = max(flag, wanted.get((state, year), 0))
    assert out.rows() == [(*unit, wanted[unit]) for unit in sorted(wanted)]


def test_a_column_is_not_added_twice() -> None:
    with panels.notes():
        panel = panels.add_majors(between(1950, 1950), MAJORS)
        with pytest.raises(BadInput, match="already"):
            panels.add_majors(panel, MAJORS)


def test_wars_are_fought_on_days_that_both_fight() -> None:
    unit = {f"{e}{u}2": -8 for e in ("Start", "End") for u in ("Year", "Month", "Day")}
    first = {"StartYear1": 1900, "StartMonth1": 5, "StartDay1": 1, "EndYear1": 1902, "EndMonth1": 2, "EndDay1": 3}
    later = {**first, "StartYear1": 1901}
    rows = [{"WarNum": 1, "ccode": c, "Side": s, **d, **unit} for c, s, d in ((2, 1, first), (20, 2, later))]
    with panels.notes():
        out = panels.add_wars(between(1900, 1903), pl.DataFrame(rows))
    assert out["war"].to_list() == [0, 1, 1, 0]
    assert out["war_onset"].to_list() == [0, 1, 0, 0]


def test_wars_of_the_participants_are_peacesciencers_but_for_stretches_it_leaves_out(shared: Path) -> None:
    data = shared / "data"
    file = datasets.load("cow-wars", data / "cow_wars", table="participants")
    theirs = pl.read_csv(data / "peacesciencer" / "cow_war_inter.csv").rename({"cowinteronset": "onset"})
    on = ["warnum", "ccode1", "ccode2", "year"]
    ours, theirs = war_years(file).cast(pl.Int64), theirs.select(*on, "onset")
    assert theirs.join(ours, on=on, how="anti").is_empty()
    extra = ours.join(theirs, on=on, how="anti")
    assert set(extra["warnum"]) == {100, 139}
    assert extra.height == 16


def test_shared_memberships_from_the_state_year_file(shared: Path) -> None:
    data = shared / "data"
    years = pl.col("year").cast(pl.Int64).is_in([1935, 1965, 1990, 2014])
    table = pl.read_csv(data / "cow_igo_v3" / "state_year_v3.csv.gz").filter(years)
    pairs = igo_pairs(table)
    theirs = pl.read_parquet(data / "peacesciencer" / "cow_igo_ndy.parquet").filter(years)
    both = pairs.join(theirs, on=["ccode1", "ccode2", "year"])
    assert both.height == pairs.height == theirs.height
    less = both["dyadigos"] - both["igos_shared"]
    assert less.min() == 0
    assert both.filter(pl.col("year") < 1948).select((pl.col("dyadigos") == pl.col("igos_shared")).all()).item()
    assert 0 < int((less != 0).sum()) < both.height * 0.2, "the publisher's dyadic file counts a little more"


def test_rivals_are_rivals_in_both_directions() -> None:
    table = pl.DataFrame({"ccode1": [2], "ccode2": [20], "styear": [1494], "endyear": [1900]})
    with panels.notes():
        out = panels.add_rivalries(dyads((2, 20, 1816), (20, 2, 1900), (2, 20, 1901)), table)
    assert out["rivalry"].to_list() == [1, 1, None]
