"""The base tables: each pair of states, or each state, for each year in which it is in the system.

Sources: the lists of states of the Correlates of War Project (v2016) and of Gleditsch and Ward
(v2017, with their tentative list of microstates), through `actors.spells`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from foedera.actors import identity
from foedera.errors import BadInput, UnknownActor
from foedera.panels.noting import note

if TYPE_CHECKING:
    from foedera.actors import System

CODES: dict[str, str] = {"cow": "ccode", "gw": "gwcode"}
_OPEN = date(9998, 12, 31)  # the end of a spell that lasts
_MICROSTATES = Path(__file__).parent / "data" / "microstates.csv"


def dyad_years(
    system: System = "cow",
    directed: bool = True,
    first: int | None = None,
    last: int | None = None,
    *,
    mry: bool = True,
    states: Sequence[int | str] | None = None,
    among: bool = False,
) -> pl.DataFrame:
    """Every pair of states for every year in which both are in the system on at least one same day.

    Columns `ccode1, ccode2, year` (COW) or `gwcode1, gwcode2, year, microstate1, microstate2`
    (Gleditsch-Ward), Int16, sorted. Pairs whose members share a year but never a day (255 and 260
    in 1990) are no rows. Directed: A-B and B-A are two rows; else one, the lower number first.

    `first`, `last`: years, both included. Without `last`: up to the last full calendar year
    (`mry`, most recent year: states of the list's last day are taken to last), or, with
    `mry=False`, to the list's last year. `states`: numbers, codes or names; pairs with at least
    one of them, or, with `among`, only pairs of them. Raises BadInput and UnknownActor.
    """
    begin, end = _years(system, first, last, mry)
    pairs = _pairs(numbered_spells(system), directed)
    if states is not None:
        both = [pl.col(c).is_in(_numbers(states, system)) for c in ("number", "number_2")]
        pairs = pairs.filter(both[0] & both[1] if among else both[0] | both[1])
    code = CODES[system]
    table = _exploded(pairs.rename({"number": f"{code}1", "number_2": f"{code}2"}), begin, end)
    return _with_microstates(table, system, ("1", "2"))


def state_years(
    system: System = "cow",
    first: int | None = None,
    last: int | None = None,
    *,
    mry: bool = True,
    states: Sequence[int | str] | None = None,
) -> pl.DataFrame:
    """Every state for every year in which it is in the system on at least one day.

    Columns `ccode, year, name` (COW) or `gwcode, year, name, microstate` (Gleditsch-Ward), sorted;
    `name` is the state's name at the end of the year. Arguments as in `dyad_years`.
    """
    begin, end = _years(system, first, last, mry)
    code = CODES[system]
    spells = numbered_spells(system)
    if states is not None:
        spells = spells.filter(pl.col("number").is_in(_numbers(states, system)))
    table = _exploded(_apart(spells.rename({"number": code}), code), begin, end)
    return _with_microstates(_named(table, code), system, ("",))


def _years(system: str, first: int | None, last: int | None, mry: bool) -> tuple[int, int]:
    """First and last year of the panel; says which years rest on the states of the list's last day."""
    if system not in CODES:
        raise BadInput(f"'{system}' is no list of states; write cow or gw.")
    listed = identity.COVERAGE["gw" if system == "gw" else "cow"]
    begin = listed[0].year if first is None else first
    end = last if last is not None else (date.today().year - 1 if mry else listed[1].year)
    if begin < listed[0].year:
        raise BadInput(f"The lists of states begin in {listed[0].year}; ask for years from then on, not {begin}.")
    if end < begin or end > _OPEN.year:
        raise BadInput(f"There are no years from {begin} to {end}; give the earlier one first.")
    if end > listed[1].year:
        after = max(begin, listed[1].year + 1)
        note(
            f"The {system.upper()} list of states ends in {listed[1].year}: "
            f"{after} to {end} assume that its states lasted and none was added."
        )
    return begin, end


def numbered_spells(system: str) -> pl.DataFrame:
    """number, first, last (days) of every stretch of membership, by number and day."""
    listed = [(s.number, s.first, s.last or _OPEN) for s in identity.spells("gw" if system == "gw" else "cow")]
    schema = {"number": pl.Int16, "first": pl.Date, "last": pl.Date}
    table = pl.DataFrame(listed, schema=schema, orient="row")
    if system == "gw":
        small = microstates().select("number", first="first_day", last=pl.lit(_OPEN))
        table = pl.concat([table, small]).sort("number", "first")
    return table


def microstates() -> pl.DataFrame:
    schema = {"number": pl.Int16, "abbreviation": pl.String, "first_day": pl.Date, "name": pl.String}
    return pl.read_csv(_MICROSTATES, schema=schema)


def _pairs(spells: pl.DataFrame, directed: bool) -> pl.DataFrame:
    """number, number_2, first, last: each stretch of days that two states share, sorted."""
    other = pl.col("number") != pl.col("number_2") if directed else pl.col("number") < pl.col("number_2")
    shared = spells.join(spells, how="cross", suffix="_2").filter(
        other & (pl.col("first") <= pl.col("last_2")) & (pl.col("first_2") <= pl.col("last"))
    )
    pairs = shared.select(
        "number", "number_2", first=pl.max_horizontal("first", "first_2"), last=pl.min_horizontal("last", "last_2")
    )
    return _apart(pairs.sort("number", "number_2", "first"), "number", "number_2")


def _apart(spells: pl.DataFrame, *unit: str) -> pl.DataFrame:
    """first, last as years; a stretch that begins in the year in which the one before ended begins a year later.

    So a unit that leaves and comes back within one year has that year once.
    """
    years = [pl.col(c).dt.year().cast(pl.Int16) for c in ("first", "last")]
    spells = spells.with_columns(*years)
    again = pl.all_horizontal([pl.col(c) == pl.col(c).shift() for c in unit]) & (
        pl.col("first") == pl.col("last").shift()
    )
    return spells.with_columns(first=pl.col("first") + again.fill_null(value=False).cast(pl.Int16))


def _exploded(spells: pl.DataFrame, begin: int, end: int) -> pl.DataFrame:
    """One row for each unit and year from `begin` to `end`."""
    unit = [c for c in spells.columns if c not in ("first", "last")]
    spells = spells.with_columns(pl.col("first").clip(begin, None), pl.col("last").clip(None, end))
    spells = spells.filter(pl.col("first") <= pl.col("last"))
    return spells.select(*unit, runs("year", spells["first"], spells["last"] + 1)).explode("year")


def runs(name: str, first: pl.Series, after: pl.Series) -> pl.Series:
    """For each place the list (Int16) of the whole numbers from `first` to the one before `after`.

    Parts of one list: pl.int_ranges counts in 64 bits first, which takes twice the time and memory.
    """
    if first.is_empty():
        return pl.Series(name, dtype=pl.List(pl.Int16))
    low, top = int(str(first.min())), int(str(after.max()))
    every = pl.lit(pl.int_range(low, top, dtype=pl.Int16, eager=True).implode())
    return pl.select(every.list.slice(pl.lit(first - low), pl.lit(after - first)).alias(name)).to_series()


def _with_microstates(table: pl.DataFrame, system: str, suffixes: tuple[str, ...]) -> pl.DataFrame:
    """With `microstate` (0, 1) for each state of a row; COW has no such list."""
    if system == "cow":
        return table
    small = microstates()["number"].implode()
    flags = [pl.col(f"gwcode{s}").is_in(small).cast(pl.Int16).alias(f"microstate{s}") for s in suffixes]
    return table.with_columns(*flags)


def _named(table: pl.DataFrame, code: str) -> pl.DataFrame:
    """With `name`: what the state was called on the last day of the year that its identity touches."""
    listed = [(i.number, i.first or date.min, i.last or _OPEN, i.name) for i in identity.identities()]
    schema = {code: pl.Int16, "from": pl.Date, "to": pl.Date, "name": pl.String}
    names = pl.DataFrame(listed, schema=schema, orient="row")
    if code == "gwcode":
        small = microstates().select(gwcode="number", name_small="name")
        table = table.join(small, on=code, how="left", maintain_order="left")
    days = [pl.date(pl.col("year").cast(pl.Int32), m, d) for m, d in ((1, 1), (12, 31))]
    found = (
        table.select(code, "year")
        .join(names, on=code)
        .filter((pl.col("from") <= days[1]) & (pl.col("to") >= days[0]))
        .group_by(code, "year")
        .agg(pl.col("name").sort_by("from").last())
    )
    named = table.join(found, on=[code, "year"], how="left", maintain_order="left")
    if "name_small" in named.columns:
        named = named.with_columns(pl.coalesce("name", "name_small").alias("name")).drop("name_small")
    return named


def _numbers(states: Sequence[int | str], system: str) -> list[int]:
    """The numbers that states have, or ever had, in the system."""
    from foedera import actors

    found: list[int] = []
    for state in states:
        known = state if isinstance(state, int) else None
        if known is None:
            code = actors.get(str(state)).code
            of_code = {i.number for i in identity.identities() if i.code == code}
            found += sorted(of_code)
        else:
            found.append(known)
    in_list = set(numbered_spells(system)["number"].to_list())
    unknown = [str(n) for n in found if n not in in_list]
    if unknown and not set(found) & in_list:
        raise UnknownActor(f"No state of the {system.upper()} list has the number {', '.join(unknown)}.")
    return [n for n in found if n in in_list]
