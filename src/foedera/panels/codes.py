"""From one system's state numbers to the other's, year by year, through the dated table of identities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from foedera.actors import identity
from foedera.errors import BadInput, UnknownActor
from foedera.panels.base import CODES, microstates, numbered_spells
from foedera.panels.joining import joined
from foedera.panels.keys import Keys, keys_of
from foedera.panels.noting import count, note

_LAST = date(9998, 12, 31)


def add_codes(panel: pl.DataFrame) -> pl.DataFrame:
    """Adds the other system's numbers: `ccode...` to a Gleditsch-Ward panel, `gwcode...` to a COW panel.

    A number is that of the state's identity in the year (GW 260 of 1995 is COW 255); null where
    the other system does not have the state then. Raises BadInput when the panel has both.
    """
    keys = keys_of(panel)
    old = "ccode" if keys.states[0].startswith("ccode") else "gwcode"
    new = "gwcode" if old == "ccode" else "ccode"
    if any(c.startswith(new) for c in panel.columns):
        raise BadInput("The panel has the numbers of both systems already.")
    first, last = panel["year"].min(), panel["year"].max()
    table = translations(old, new, int(str(first or 0)), int(str(last or 0)))
    for state in keys.states:
        suffix = state[len(old) :]
        side = table.rename({new: f"{new}{suffix}"})
        panel = joined(panel, side, Keys((state,)), (old, "year"), "the other system's numbers", quiet=True)
    missing = int(panel.select(pl.any_horizontal(pl.col(f"^{new}\\d?$").is_null()).sum()).item())
    if missing:
        note(f"{count(missing, 'row')} have no {new}: that list does not have the state in that year.")
    return panel


def translations(old: str, new: str, first: int, last: int) -> pl.DataFrame:
    """`old`, year, `new`: the number in the other system of each state and year, one row each."""
    systems = {code: system for system, code in CODES.items()}
    mine = _coded_years(systems[old], old, first, last)
    theirs = _coded_years(systems[new], new, first, last)
    both = mine.join(theirs, on=["code", "year"])
    same = pl.col(old) == pl.col(new)
    best = both.sort(old, "year", same, "since", descending=[False, False, True, True])
    return best.unique([old, "year"], keep="first", maintain_order=True).select(old, "year", new)


def _coded_years(system: str, code: str, first: int, last: int) -> pl.DataFrame:
    """Number, year, code of each state, and the first day of that identity's stretch in the system."""
    spells = numbered_spells(system).rename({"number": code, "first": "since", "last": "till"})
    if system == "gw":  # a microstate's number may be another state's in COW: 970 is Kiribati, there Nauru
        spells = spells.filter(~pl.col(code).is_in(microstates()["number"].implode()))
    both = spells.join(_identities(code), on=code)
    if system == "gw":
        both = pl.concat([both, _microstate_identities()], how="diagonal_relaxed")
    shared = both.with_columns(
        a=pl.max_horizontal("since", "from").dt.year().clip(first, None).cast(pl.Int16),
        b=pl.min_horizontal("till", "to").dt.year().clip(None, last).cast(pl.Int16),
    ).filter((pl.col("since") <= pl.col("to")) & (pl.col("from") <= pl.col("till")) & (pl.col("a") <= pl.col("b")))
    years = pl.int_ranges("a", pl.col("b") + 1, dtype=pl.Int16).alias("year")
    return (
        shared.select(code, "code", "since", years)
        .explode("year")
        .sort(code, "year", "since")
        .unique([code, "code", "year"], keep="last", maintain_order=True)
    )


def _identities(code: str) -> pl.DataFrame:
    rows = [(i.number, i.first or date.min, i.last or _LAST, i.code) for i in identity.identities()]
    schema = {code: pl.Int16, "from": pl.Date, "to": pl.Date, "code": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _microstate_identities() -> pl.DataFrame:
    """The microstates with the codes that actors know by their names."""
    rows = [
        (number, first, _LAST, first, _LAST, _code_of(name))
        for number, first, name in microstates().select("number", "first_day", "name").iter_rows()
    ]
    days = dict.fromkeys(("since", "till", "from", "to"), pl.Date)
    return pl.DataFrame(rows, schema={"gwcode": pl.Int16, **days, "code": pl.String}, orient="row")


def _code_of(name: str, year: int | None = None) -> str | None:
    """The code of a name, in a year: "Vietnam" of 1963 means two states, and so none."""
    try:
        return identity.get(name, on=None if year is None else f"{year:04d}-12-31").code
    except UnknownActor:
        return None


CodeOf = Callable[[str, int], str | None]
"""The code of the state that a publisher's name means in a year; None if it means no state."""


def states_named(table: pl.DataFrame, name: str, number: str, code_of: CodeOf | None = None) -> pl.DataFrame:
    """The table with `number`: the COW number of the state that the text in column `name` means in `year`.

    Null where it means no state of the system in that year. `code_of`: who knows a publisher's
    spellings (default: our tables of names); a name that means two states then means none.
    """
    pairs = table.select(name, "year").unique().drop_nulls()
    codes = [(code_of or _code_of)(n, y) for n, y in pairs.iter_rows()]
    named = pairs.with_columns(pl.Series("code", codes, dtype=pl.String))
    first, last = (int(str(v or 0)) for v in (pairs["year"].min(), pairs["year"].max()))
    numbers = _coded_years("cow", "ccode", first, last).sort("since").unique(["code", "year"], keep="last")
    found = named.join(numbers.select("code", "year", pl.col("ccode").alias(number)), on=["code", "year"], how="left")
    _told_strangers(found, name)
    return table.join(found.drop("code"), on=[name, "year"], how="left", maintain_order="left")


def _told_strangers(found: pl.DataFrame, name: str) -> None:
    strange = found.filter(pl.col("code").is_null()).group_by(name).agg(pl.col("year").min()).sort(name)
    if strange.height:
        shown = ", ".join(f"{n} ({y})" for n, y in strange.head(5).iter_rows()) + (" ..." if strange.height > 5 else "")
        note(f"{count(strange.height, 'name')} of the table (first in) mean no one state and are left out: {shown}.")
