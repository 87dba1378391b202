"""Years since the last event ("peace years"), for models of events over time."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from foedera.errors import BadInput
from foedera.panels.keys import KEY, keys_of, packed
from foedera.panels.noting import count, note

_EVENTS = ("cow_mid_{}", "gml_mid_{}", "cowmid{}", "gmlmid{}", "cowinter{}")
_ROW = "__row"


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
    ordered = _ordered(panel.select(*units, "year", *columns).with_row_index(_ROW), units)
    if ordered.select((pl.col(KEY) == pl.col(KEY).shift()).any()).item():
        raise BadInput("The panel has two rows for one unit and year: whittle it first.")
    turn = pl.any_horizontal([pl.col(u) != pl.col(u).shift() for u in units]).fill_null(value=True)
    if restart:
        turn = turn | (pl.col("year") != pl.col("year").shift() + 1)
    ordered = ordered.with_columns(turn.alias("__turn"))
    counts = ordered.select(_ROW, *(_spell(c, ongoing_is_null=ongoing_is_null) for c in columns))
    counts = counts if counts[_ROW].is_sorted() else counts.sort(_ROW)
    _told_gaps(ordered, restart=restart)
    return panel.hstack(counts.drop(_ROW))


def _ordered(rows: pl.DataFrame, units: list[str]) -> pl.DataFrame:
    """The rows by unit and year; a panel that is in that order already is not sorted again."""
    rows = rows.with_columns(packed([*units, "year"]))
    return rows if rows[KEY].is_sorted() else rows.sort(KEY)


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


def _spell(column: str, *, ongoing_is_null: bool) -> pl.Expr:
    """Rows since the last row at which counting began anew: a unit's first, the one after an event or unknown.

    On rows sorted by unit and year. A count that began after an unknown year is unknown itself,
    unless nothing had been known of the unit before.
    """
    event, turn = pl.col(column), pl.col("__turn")
    before = event.shift()
    row = pl.int_range(pl.len(), dtype=pl.Int32)
    unknown_before = ~turn & before.is_null()
    fresh = turn | before.is_null() | (before == 1)
    since = row - pl.when(fresh).then(row).forward_fill()
    # 1 where counting began after an unknown year behind a known one; carried to the next event.
    known_yet = pl.when(turn & event.is_null()).then(0).when(event.is_not_null()).then(1).forward_fill()
    lost = pl.when(turn | (before == 1)).then(0).when(unknown_before & (known_yet.shift() == 1)).then(1).forward_fill()
    good = event.is_not_null() & (lost == 0)
    if ongoing_is_null:
        good = good & ~((event == 1) & (before == 1) & ~turn).fill_null(value=False)
    return pl.when(good).then(since).cast(pl.Int16).alias(spell_name(column))


def spell_name(column: str) -> str:
    """The column of spells of an event column: cow_mid_ongoing -> cow_mid_spell, cowmidonset -> cowmidspell."""
    for ending in ("ongoing", "onset"):
        if column.endswith(ending) and column != ending:
            return f"{column.removesuffix(ending)}spell"
    return f"{column}_spell"


def _told_gaps(ordered: pl.DataFrame, *, restart: bool) -> None:
    gaps = int(ordered.select((~pl.col("__turn") & (pl.col("year") != pl.col("year").shift() + 1)).sum()).item())
    if gaps and not restart:
        note(f"Spells: {count(gaps, 'gap')} between years of one unit passed over (restart=True begins anew there).")
