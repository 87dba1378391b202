"""Exercises, troops, aid, agreements and arms orders in a panel, and where they are unknown."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedera import panels
from foedera.panels.security import dcad_years
from tests.panels.helpers import between, dyads


def states(*rows: tuple[int, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"ccode": pl.Int16, "year": pl.Int16}, orient="row")


def test_joint_exercises_are_counted_by_exercise_not_by_id() -> None:
    rows = [("m1", "A", "1/1/90"), ("m1", "B", "2/2/90")]
    table = pl.DataFrame(
        [
            {"MMEID": i, "Ex_Name": n, "StartDate": d, "gwcode": g, "year": 1990}
            for i, n, d in rows
            for g in (2, 20, None)
        ]
    )
    with panels.notes() as told:
        out = panels.add_exercises(dyads((2, 20, 1990), (20, 2, 1990), (2, 40, 1990), (2, 20, 2011)), table)
    assert out["exercises"].to_list() == [2, 2, 0, None]
    assert any("2 rows have no state" in t for t in told)


def test_exercises_of_united_germany_are_cows_255() -> None:
    table = pl.DataFrame({"MMEID": ["m"], "Ex_Name": ["A"], "StartDate": ["x"], "gwcode": [260], "year": [2000]})
    with panels.notes():
        assert panels.add_exercises(states((255, 2000)), table)["exercises"].to_list() == [1]
        assert panels.add_exercises(states((255, 2000)).rename({"ccode": "gwcode"}), table)["exercises"].to_list() == [
            0
        ]


def test_troops_under_two_names_of_a_state_are_summed_and_none_are_invented() -> None:
    table = pl.DataFrame({"ccode": [316, 316, 1029], "year": [2013] * 3, "troops_ad": [0, 17, 5]})
    with panels.notes():
        out = panels.add_troops(states((316, 2013), (316, 2014)), table)
    assert out["us_troops"].to_list() == [17, None]


def test_aid_counts_the_transition_quarter_to_1976_and_knows_programmes() -> None:
    rows = [
        ("1976", "Israel", "Military", "Foreign Military Financing", 5),
        ("1976tq", "Israel", "Military", "Foreign Military Financing", 2),
        ("1977", "Israel", "Military", "International Military Education and Training", 1),
        ("1977", "Israel", "Economic", "x", 100),
        ("1977", "Nowhere", "Military", "x", 100),
    ]
    names = ["fiscal_year", "country", "category", "publication_row", "obligations_current_usd"]
    with panels.notes() as told:
        out = panels.add_aid(
            states((666, 1976), (666, 1977), (666, 1978), (651, 1977)), pl.DataFrame(rows, names, orient="row")
        )
    assert out["us_fmf"].to_list() == [7, 0, None, 0]
    assert out["us_military_aid"].to_list() == [7, 1, None, 0]
    assert any("Nowhere" in t for t in told)


def test_aid_of_the_real_greenbook(shared: Path) -> None:
    path = shared / "data" / "us_greenbook" / "military_assistance_1946_2020.csv.gz"
    table = pl.read_csv(path, infer_schema_length=None)
    with panels.notes():
        out = panels.add_aid(states((666, 2016), (666, 2019)), table)
    assert out["us_fmf"].to_list() == [3_100_000_000, 3_300_000_000]


def test_a_name_that_means_two_states_in_a_year_is_left_out_and_said() -> None:
    names = ["fiscal_year", "country", "category", "publication_row", "obligations_current_usd"]
    table = pl.DataFrame(
        [("1963", "Vietnam", "Military", "x", 5), ("2000", "Vietnam", "Military", "x", 7)], names, orient="row"
    )
    with panels.notes() as told:
        out = panels.add_aid(states((816, 1963), (817, 1963), (816, 2000)), table)
    assert out["us_military_aid"].to_list() == [0, 0, 7]
    assert any("Vietnam (1963)" in t for t in told)


def test_agreements_run_from_signature_to_their_estimated_end(shared: Path) -> None:
    years = dcad_years(pl.read_csv(shared / "data" / "dcad" / "DCAD-v1.0-main.csv", infer_schema_length=None))
    pair = ["ccode1", "ccode2", "year"]
    assert years.select(pair).unique().height == 11_289
    assert years.filter(pl.col("sure") == 1).select(pair).unique().height == 7_611


def test_agreements_hold_both_ways_and_one_of_a_state_with_itself_is_left_out() -> None:
    table = pl.DataFrame(
        {"DCAid": ["a", "b"], "ccode1": [20, 2], "ccode2": [2, 2], "signYear": [1990] * 2,
         "endYearEstimate": [1991] * 2, "categoryConf": ["low", "high"]}
    )  # fmt: skip
    with panels.notes() as told:
        out = panels.add_dcad(dyads((2, 20, 1991), (20, 2, 1991), (2, 20, 1992), (20, 2, 1979)), table)
    assert out["dca"].to_list() == [1, 1, 0, None]
    assert out["dca_sure"].to_list() == [0, 0, 0, None]
    assert any("one state twice" in t for t in told)


def test_arms_orders_are_zero_only_for_states_of_the_download() -> None:
    table = pl.DataFrame(
        {
            "supplier": ["Russia", "unknown"],
            "recipient": ["India", "India"],
            "year_of_order": [2000.0, 0.36],
            "tiv_total_order": [9.5, 1],
        }
    )
    with panels.notes() as told:
        out = panels.add_sipri(dyads((365, 750, 2000), (2, 750, 2000), (2, 20, 2000)), table)
    assert out["arms_orders"].to_list() == [1, 0, None]
    assert out["arms_tiv"].to_list() == [9.5, 0, None]
    assert any("no year of order" in t for t in told)


def test_not_directed_exercises_are_counted_once() -> None:
    table = pl.DataFrame(
        {"MMEID": ["m"] * 2, "Ex_Name": ["A"] * 2, "StartDate": ["x"] * 2, "gwcode": [2, 20], "year": [2000] * 2}
    )
    with panels.notes():
        assert panels.add_exercises(between(2000, 2000), table)["exercises"].to_list() == [1]
