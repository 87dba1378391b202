"""Disputes: who opposed whom in which year, and which dispute stays where there are several."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera import panels
from foedera.errors import BadInput
from foedera.panels.disputes import RULES
from tests.panels.helpers import between, dyads

KEY = ["dispnum", "ccode1", "ccode2", "year"]


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, null_values=["", "NA"], infer_schema_length=None)


def alike(a: pl.DataFrame, b: pl.DataFrame) -> bool:
    """Have both the same disputes, pairs and years?"""
    rows = [t.select(pl.col(KEY).cast(pl.Int64)).sort(KEY) for t in (a, b)]
    return rows[0].equals(rows[1])


@pytest.fixture(scope="module")
def cow(shared: Path) -> pl.DataFrame:
    folder = shared / "data" / "cow_mid"
    return panels.dispute_years(read(folder / "MIDB_5.0.csv"), read(folder / "MIDA_5.0.csv"))


def test_participants_give_peacesciencers_directed_dispute_years(shared: Path, cow: pl.DataFrame) -> None:
    theirs = read(shared / "data" / "peacesciencer" / "cow_mid_dirdisps.csv")
    assert cow.height == 11_390
    assert alike(cow, theirs)
    both = cow.cast(dict.fromkeys(KEY, pl.Int64)).join(theirs, on=KEY)
    differ = both.filter(pl.col("onset") != pl.col("disponset")).select(KEY[:-1]).unique()
    assert sorted(differ.rows()) == [(4678, 365, 375), (4678, 375, 365)]


def test_whittling_leaves_what_peacesciencer_leaves(shared: Path, cow: pl.DataFrame) -> None:
    folder = shared / "data" / "peacesciencer"
    assert alike(panels.whittle(cow), read(folder / "cow_mid_ddydisps.csv"))
    gml = panels.dispute_years(read(folder / "gml_dirdisp.csv"))
    assert alike(panels.whittle(gml), read(folder / "gml_mid_ddydisps.csv"))


def disputes(*rows: dict[str, int]) -> pl.DataFrame:
    start = {"onset": 1, "fatality": 0, "hostlev": 2, "mindur": 1, "maxdur": 1, "recip": 0, "stmon": 1}
    return pl.DataFrame([{"ccode1": 2, "ccode2": 20, "year": 1950, **start, **row} for row in rows])


@pytest.mark.parametrize(
    ("rule", "column", "kept", "left"),
    [
        ("onset", "onset", 1, 0),
        ("fatality", "fatality", 2, 1),
        ("fatality", "fatality", -9, 0),
        ("fatality", "fatality", 1, -9),
        ("hostility", "hostlev", 5, 4),
        ("duration", "mindur", 9, 8),
        ("duration", "maxdur", 9, 8),
        ("reciprocation", "recip", 1, 0),
        ("startmonth", "stmon", 3, 4),
        ("jds", "dispnum", 1, 2),
    ],
)
def test_each_rule_prefers(rule: str, column: str, kept: int, left: int) -> None:
    rows = disputes({"dispnum": 2, column: left}, {"dispnum": 1, column: kept})
    assert panels.whittle(rows, rule)[column].to_list() == [kept]


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(-9, 6), st.integers(1, 5)), min_size=1, max_size=6))
def test_rules_leave_at_least_one_and_jds_exactly_one(values: list[tuple[int, int, int]]) -> None:
    rows = disputes(*({"dispnum": i, "onset": o, "fatality": f, "hostlev": h} for i, (o, f, h) in enumerate(values)))
    for rule in RULES:
        assert panels.whittle(rows, rule).height >= 1
    assert panels.whittle(rows).height == 1
    assert panels.whittle(rows).equals(panels.whittle(rows.reverse()))


def test_an_unknown_rule_is_said() -> None:
    with pytest.raises(BadInput, match="no rule"):
        panels.whittle(disputes({"dispnum": 1}), "severity")


MIDB = pl.DataFrame(
    [
        {"dispnum": 7, "ccode": c, "sidea": s, "stday": -9, "stmon": 7, "styear": 1902,
         "endday": 24, "endmon": 1, "endyear": 1903, "hostlev": h}
        for c, s, h in ((2, 1, 3), (20, 0, 1))
    ]
)  # fmt: skip


def test_a_dispute_is_ongoing_in_each_of_its_years_and_begins_in_the_first() -> None:
    with panels.notes() as told:
        out = panels.add_mids(between(1901, 1904), MIDB)
    assert out["cow_mid_ongoing"].to_list() == [0, 1, 1, None]
    assert out["cow_mid_onset"].to_list() == [0, 1, 0, None]
    assert out["cow_mid_dispnum"].to_list() == [None, 7, 7, None]
    assert any("passed over" in t for t in told)


def test_a_dispute_is_in_both_directions_and_once_where_pairs_are_not_directed() -> None:
    with panels.notes():
        both = panels.add_mids(dyads((2, 20, 1902), (20, 2, 1902)), MIDB)
        once = panels.add_mids(dyads((2, 20, 1902)), MIDB)
    assert both["cow_mid_ongoing"].to_list() == [1, 1]
    assert both["cow_mid_hostlev1"].to_list() == [3, 1]
    assert once["cow_mid_hostlev1"].to_list() == [3]


def test_states_have_the_number_of_their_disputes() -> None:
    years = pl.DataFrame({"ccode": [2, 700], "year": [1902, 1902]}, schema={"ccode": pl.Int16, "year": pl.Int16})
    with panels.notes():
        out = panels.add_mids(years, MIDB, source="gml")
    assert out["gml_mid_disputes"].to_list() == [1, 0]
