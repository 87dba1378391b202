"""Years since the last event: by the calendar, never by the order of rows."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera import panels
from foedera.errors import BadInput
from tests.panels.helpers import CONTIGUITY, MAJORS, between, dyads


def spells(events: list[int | None], **options: bool) -> list[int | None]:
    panel = between(1900, 1899 + len(events)).with_columns(event=pl.Series(events, dtype=pl.Int8))
    return panels.add_spells(panel, "event", **options)["event_spell"].to_list()


def test_the_count_starts_at_nothing_and_anew_after_each_event() -> None:
    assert spells([0, 0, 1, 0, 0, 1, 1, 0]) == [0, 1, 2, 0, 1, 2, 0, 0]


def test_later_years_of_a_run_of_events_can_be_left_open() -> None:
    assert spells([0, 1, 1, 0], ongoing_is_null=True) == [0, 1, None, 0]


def test_what_is_unknown_stays_unknown_until_the_next_event() -> None:
    assert spells([0, 0, None, 0, 1, 0]) == [0, 1, None, None, None, 0]


def test_years_before_the_first_known_one_do_not_count() -> None:
    assert spells([None, None, 0, 0, 1, 0]) == [None, None, 0, 1, 2, 0]


def test_years_after_coverage_have_no_spell() -> None:
    assert spells([0, 1, 0, None, None]) == [0, 1, 0, None, None]


def test_a_gap_is_passed_over_and_said_or_begins_anew() -> None:
    panel = dyads((2, 20, 1900), (2, 20, 1901), (2, 20, 1945)).with_columns(event=pl.lit(0, dtype=pl.Int8))
    with panels.notes() as told:
        assert panels.add_spells(panel, "event")["event_spell"].to_list() == [0, 1, 2]
    assert "1 gap" in told[0]
    assert panels.add_spells(panel, "event", restart=True)["event_spell"].to_list() == [0, 1, 0]


def test_a_panel_without_rows_has_no_spells() -> None:
    panel = between(1900, 1900).with_columns(event=pl.lit(0, dtype=pl.Int8)).clear()
    assert panels.add_spells(panel, "event").schema == {**panel.schema, "event_spell": pl.Int16}


def test_each_return_from_unknown_years_is_unknown_until_an_event() -> None:
    assert spells([None, 0, 1, None, 0, 0, 1, 1, None, 1]) == [None, 0, 1, None, None, None, None, 0, None, None]


ROWS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1900, 1910), st.sampled_from([0, 0, 1, None])),
    min_size=1,
    max_size=30,
    unique_by=lambda row: row[:2],
)


@given(rows=ROWS, seed=st.integers(0, 9))
def test_the_order_of_rows_makes_no_difference(rows: list[tuple[int, int, int | None]], seed: int) -> None:
    schema = {"ccode": pl.Int16, "year": pl.Int16, "event": pl.Int8}
    panel = pl.DataFrame(rows, schema=schema, orient="row")
    with panels.notes():
        out = panels.add_spells(panel, "event")
        mixed = panels.add_spells(panel.sample(fraction=1, shuffle=True, seed=seed), "event")
    assert out.select(panel.columns).equals(panel)
    assert out.sort("ccode", "year").equals(mixed.sort("ccode", "year"))


@pytest.mark.parametrize(
    ("panel", "sentence"),
    [
        (between(1900, 1901), "no column of events"),
        (pl.concat([between(1900, 1900)] * 2).with_columns(war=pl.lit(0)), "two rows"),
        (between(1900, 1901).with_columns(war=pl.lit(3)), "no event"),
    ],
)
def test_what_cannot_be_counted_is_said(panel: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        panels.add_spells(panel)


def relevant(**options: str) -> tuple[pl.DataFrame, list[str]]:
    with panels.notes() as told:
        panel = dyads((2, 20, 2016), (2, 20, 2017), (20, 40, 2016), (20, 40, 2018))
        panel = panels.add_majors(panels.add_contiguity(panel, CONTIGUITY), MAJORS)
        del told[:]
        return panels.filter_prd(panel, **options), told


def test_years_after_the_contiguity_data_are_not_dropped_silently() -> None:
    panel, told = relevant()
    assert panel.select("ccode1", "ccode2", "year").rows() == [(2, 20, 2016)]
    assert told == [
        "Relevance of 2 rows of 2017 to 2018 is unknown, left out: contiguity or majors data do not cover them."
    ]


def test_they_can_be_kept_with_relevance_unknown() -> None:
    panel, told = relevant(unknown="keep")
    assert panel["prd"].to_list() == [1, None, None]
    assert "kept" in told[0]


def test_relevance_needs_its_columns() -> None:
    with pytest.raises(BadInput, match="add_contiguity"):
        panels.filter_prd(between(1900, 1901))
