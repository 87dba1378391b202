"""Years since the last event ("peace years"), for models of events over time."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from foedera.errors import BadInput
from foedera.panels.base import runs
from foedera.panels.keys import KEY, fits, keys_of, packed
from foedera.panels.noting import count, note

_EVENTS = ("cow_mid_{}", "gml_mid_{}", "cowmid{}", "gmlmid{}", "cowinter{}")
_TURN, _BEFORE = "__turn", "__before"


def add_spells(
    panel: pl.DataFrame,
    events: str | Sequence[str] | None = None,
    *,
    of: str = "ongoing",
    ongoing_is_null: bool = False,
    restart: bool = False,
) -> pl.DataFrame:
    """Adds for each event column (0, 1) how many of the unit's years lie between it and the last event before.

    In the first year of a unit it is 0, in the year after an event 0 again, in the year of an
    event still the count up to it. Years are counted in the order of the calendar, whatever the
    order of the rows. The new column is NAME_spell (NAME without _ongoing or _onset), Int16.

    `events`: columns; default the disputes and wars of the panel, `of` "ongoing" or "onset".
    `ongoing_is_null`: later years of an unbroken run of events are null. `restart`: years missing
    between (a dyad that left the system or the panel) begin a new count; else they are passed
    over. Where the event is unknown the spell is null, and so until the next event or, if nothing
    was known before, from the first known year. Raises BadInput.
    """
    units = list(keys_of(panel).states)
    columns = [events] if isinstance(events, str) else list(events or _usual(panel, of))
    if not columns:
        raise BadInput("The panel has no column of events: name one, or add disputes or wars first (add_mids).")
    _checked(panel, columns)
    order = _order(panel, units)
    rows = panel.select(*units, "year", *columns)
    rows = rows if order is None else rows[order]
    turn = pl.any_horizontal([pl.col(u) != pl.col(u).shift() for u in units]).fill_null(value=True)
    if restart:
        turn = turn | (pl.col("year") != pl.col("year").shift() + 1)
    rows = rows.with_columns(turn.alias(_TURN))
    counts = pl.DataFrame([_spell(rows, c, ongoing_is_null=ongoing_is_null) for c in columns])
    _told_gaps(rows, restart=restart)
    return panel.hstack(counts if order is None else counts[order.arg_sort()])


def _order(panel: pl.DataFrame, units: list[str]) -> pl.Series | None:
    """The order of unit and year; None for a panel that is in it. Raises BadInput where two rows have one place."""
    key = panel.select(packed([*units, "year"], small=fits(panel, units)))[KEY]
    order = None if key.is_sorted() else key.arg_sort()
    key = key if order is None else key[order]
    if (key == key.shift()).any():
        raise BadInput("The panel has two rows for one unit and year: whittle it first.")
    return order


def _usual(panel: pl.DataFrame, of: str) -> list[str]:
    if of not in ("ongoing", "onset"):
        raise BadInput(f"Spells are counted from 'ongoing' or 'onset' events, not '{of}'.")
    found = [e.format(of) for e in _EVENTS if e.format(of) in panel.columns]
    war = "war" if of == "ongoing" else "war_onset"
    return [*found, war] if war in panel.columns else found


def _checked(panel: pl.DataFrame, columns: list[str]) -> None:
    for column in columns:
        if column not in panel.columns:
            raise BadInput(f"The panel has no column '{column}'.")
        if not panel.select(pl.col(column).is_in([0, 1]).all(ignore_nulls=True)).item():
            raise BadInput(f"'{column}' is no event: its values should be 0 and 1.")


def _spell(rows: pl.DataFrame, column: str, *, ongoing_is_null: bool) -> pl.Series:
    """Rows since the last row at which counting began: a unit's first, the one after an event or after unknown years.

    On rows in the order of unit and year. A count that began after unknown years is unknown itself,
    unless nothing had been known of the unit before.
    """
    event, turn = pl.col(column), pl.col(_TURN)
    before = event.shift()
    begins = rows.select(
        turn | (before == 1).fill_null(value=False) | (event.is_null() != before.is_null())
    ).to_series()
    row = begins.arg_true()
    ends = row.shift(-1, fill_value=rows.height)
    starts = rows.select(_TURN, column, before.alias(_BEFORE)).filter(begins).with_columns(row=row, end=ends)
    counts = runs(spell_name(column), pl.repeat(0, row.len(), dtype=pl.UInt32, eager=True), ends - row).explode()
    # Before a start that follows unknown years stands the start of these; if it is a unit's first, nothing was known.
    lost = pl.col(_BEFORE).is_null() & ~turn.shift()
    again = pl.lit(ongoing_is_null) & (event == 1) & (pl.col(_BEFORE) == 1)
    unknown = starts.filter(~turn & (lost | again)).select(pl.int_ranges("row", "end")).to_series().explode()
    counts = counts.scatter(unknown.drop_nulls(), None)
    return rows.select(pl.when(event.is_not_null()).then(counts)).to_series()


def spell_name(column: str) -> str:
    """The column of spells of an event column: cow_mid_ongoing -> cow_mid_spell, cowmidonset -> cowmidspell."""
    for ending in ("ongoing", "onset"):
        if column.endswith(ending) and column != ending:
            return f"{column.removesuffix(ending)}spell"
    return f"{column}_spell"


def _told_gaps(rows: pl.DataFrame, *, restart: bool) -> None:
    gaps = int(rows.select((~pl.col(_TURN) & (pl.col("year") != pl.col("year").shift() + 1)).sum()).item())
    if gaps and not restart:
        note(f"Spells: {count(gaps, 'gap')} between years of one unit passed over (restart=True begins anew there).")
