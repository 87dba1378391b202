"""ATOP in a panel: the five obligations of one state toward another, year by year.

Source: Alliance Treaty Obligations and Provisions 5.1, codebook sections 2.2 (member file), 2.5
(state-years), 2.6 (dyad-years) and 2.7 (directed dyad-years). docs/panels.md says how the directed
dyad-years are made from the member file and what the member file cannot carry.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from foedera.errors import BadTable
from foedera.panels.joining import joined
from foedera.panels.keys import in_force, is_directed, keys_of, needs, ordered
from foedera.panels.noting import note

if TYPE_CHECKING:
    from foedera.panels.keys import Coverage

OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")
COLUMNS = tuple(f"atop_{o}" for o in OBLIGATIONS)

_WHAT = "ATOP"
_FIRST = 1815
# The member file's `version` -> last year that the version covers; 0 in yrexit means in effect at its end.
_LAST = {"5.1": 2018, "5.0": 2018, "4.01": 2016}
_NO_STATE = 1000  # member codes from here on are no COW states: Annam, 8152 (codebook, notes 18 and 19)
_PARTNERS = Path(__file__).parent / "data" / "atop_partners.csv"
# The columns of the member file that are needed, for those who read no more of it.
MEMBERS = ("atopid", "phase", "member", "yrent", "moent", "dayent", "yrexit", "moexit", "dayexit", *OBLIGATIONS)
_OPEN = 99_999_999
_PAIR = ("ccode1", "ccode2", "year")


def add_atop(
    panel: pl.DataFrame, table: pl.DataFrame, *, partners: bool = True, directed: bool | None = None
) -> pl.DataFrame:
    """Adds ATOP's obligations. `table` is ATOP's member file, or its directed dyad-year file.

    Directed dyad-years: `atop_defense`, `atop_offense`, `atop_neutral`, `atop_nonagg`,
    `atop_consul` (Int8): 1 if state 1 owes it to state 2 in that year, 0 if not, null outside
    1815-2018. Not directed: 1 if either owes it to the other (codebook section 2.6).
    State-years: `atop_alliances` (Int16, number of alliances) and the five: 1 if owed to anyone.

    `partners=False` leaves out our list of promises that were not owed to every partner, which
    the member file cannot carry. `directed`: are the rows promises of state 1 to state 2? Default:
    if some row has the higher number first; say so for a part of a directed panel that has none.
    Raises BadTable, BadInput.
    """
    keys = keys_of(panel, "ccode")
    coverage = (_FIRST, _last_year(table))
    if not keys.dyadic:
        values = state_years(table, coverage)
        zeros = ("atop_alliances", *COLUMNS)
        return joined(panel, values, keys, ("ccode", "year"), _WHAT, zeros=zeros, coverage=coverage)
    values = directed_dyad_years(table, partners=partners)
    if not (is_directed(panel, keys) if directed is None else directed):
        values = ordered(values, _PAIR[:2]).group_by(_PAIR).max()
    return joined(panel, values, keys, _PAIR, _WHAT, zeros=COLUMNS, coverage=coverage)


def _last_year(table: pl.DataFrame) -> int:
    """The last year that this version of ATOP covers."""
    if "version" in table.columns and table.height:
        version = str(table["version"][0])
        label = next((v for v in _LAST if version == v or version.startswith(v)), None)
        if label is None and version.startswith("5.0999"):  # 5.1 as Stata keeps it in single precision
            label = "5.1"
        if label is not None:
            return _LAST[label]
    years = [c for c in ("year", "yrent", "yrexit") if c in table.columns]
    last = table.select(pl.max_horizontal(pl.col(c).max() for c in years)).item() if years else None
    if last is None:
        raise BadTable("ATOP's member file has the columns yrent and yrexit, its dyad-year file has year: neither.")
    return int(last)


def directed_dyad_years(table: pl.DataFrame, *, partners: bool = True) -> pl.DataFrame:
    """ccode1, ccode2, year and the five obligations of state 1 toward state 2, one row each.

    From the directed dyad-year file as it is; from the member file by the codebook's rules
    (section 2.7): partners of one phase that share at least a day; in the year in which a treaty
    is renegotiated, the later phase; code 8152 left out.
    """
    official = _official(table)
    if official is not None:
        return official
    needs(table, MEMBERS, "ATOP's member file")
    pairs = _partners_of_a_phase(_member_spells(table, _last_year(table)))
    if partners:
        pairs = _not_owed(pairs)
    values = in_force(_stretches(pairs), _PAIR[:2], COLUMNS)
    if not partners:
        note("ATOP: promises owed to some partners only (obvary) count as owed to every partner of the treaty.")
    return values


def _official(table: pl.DataFrame) -> pl.DataFrame | None:
    """The publisher's directed dyad-year file, or peacesciencer's copy of it, in our columns."""
    lower = {c.lower(): c for c in table.columns}
    for first, second, prefix in (("statea", "stateb", ""), ("ccode1", "ccode2", "atop_")):
        wanted = [first, second, "year", *(f"{prefix}{o}" for o in OBLIGATIONS)]
        if set(wanted) <= set(lower):
            names = ("ccode1", "ccode2", "year", *COLUMNS)
            types = (pl.Int16, pl.Int16, pl.Int16, *(pl.Int8 for _ in COLUMNS))
            return table.select(pl.col(lower[w]).cast(t).alias(n) for w, n, t in zip(wanted, names, types, strict=True))
    return None


def _member_spells(table: pl.DataFrame, last: int) -> pl.DataFrame:
    """One row a member and phase: days of entry and exit as yyyymmdd, years, obligations.

    An unknown day is the earliest of its month or year for entry, the latest for exit.
    """
    known = table.filter(pl.col("member") < _NO_STATE)
    lasts = pl.col("yrexit") == 0
    return known.select(
        pl.col("atopid").cast(pl.Int32),
        pl.col("phase").cast(pl.Int16),
        pl.col("member").cast(pl.Int16),
        _day("ent", 1, 1).alias("entry"),
        pl.when(lasts).then(_OPEN).otherwise(_day("exit", 12, 31)).cast(pl.Int32).alias("exit"),
        pl.col("yrent").cast(pl.Int16).alias("first"),
        pl.when(lasts).then(last).otherwise(pl.col("yrexit")).cast(pl.Int16).alias("last"),
        *(pl.col(o).cast(pl.Int8).alias(f"atop_{o}") for o in OBLIGATIONS),
    )


def _day(which: str, month: int, day: int) -> pl.Expr:
    """yyyymmdd of yr*, mo*, day*; an unknown month or day (blank or 0) becomes the one given."""
    parts = [pl.col(f"{unit}{which}").cast(pl.Int32) for unit in ("yr", "mo", "day")]
    known = [
        pl.when(part.is_null() | (part < 1)).then(missing).otherwise(part)
        for part, missing in zip(parts[1:], (month, day), strict=True)
    ]
    return (parts[0] * 10_000 + known[0] * 100 + known[1]).cast(pl.Int32)


def _partners_of_a_phase(spells: pl.DataFrame) -> pl.DataFrame:
    """Each member with each partner of the same phase with whom it shares at least a day.

    The obligations are the first member's. On the exit date a promise is no longer in force.
    """
    other = spells.select("atopid", "phase", "entry", "exit", "first", "last", partner="member")
    both = spells.join(other, on=["atopid", "phase"], suffix="_2").filter(pl.col("member") != pl.col("partner"))
    shared = both.select(
        "atopid",
        "phase",
        "member",
        "partner",
        *COLUMNS,
        begins=pl.max_horizontal("entry", "entry_2"),
        ends=pl.min_horizontal("exit", "exit_2"),
        first=pl.max_horizontal("first", "first_2"),
        last=pl.min_horizontal("last", "last_2"),
    )
    return shared.filter(pl.col("begins") < pl.col("ends"))


def _not_owed(pairs: pl.DataFrame) -> pl.DataFrame:
    """Takes back the promises that a treaty with several partners did not make to each of them."""
    listed = pl.read_csv(_PARTNERS, schema_overrides={"atopid": pl.Int32, "phase": pl.Int16, "member": pl.Int16})
    listed = listed.select(
        "atopid", "phase", "member", "obligation", pl.col("not_owed_to").cast(pl.String).str.split("|").alias("partner")
    ).explode("partner")
    listed = listed.with_columns(pl.col("partner").cast(pl.Int16))
    on = ["atopid", "phase", "member", "partner"]
    taken = listed.group_by(on).agg((pl.col("obligation") == o).any().alias(f"not_{o}") for o in OBLIGATIONS)
    both = pairs.join(taken, on=on, how="left", maintain_order="left")
    columns = [
        pl.when(pl.col(f"not_{o}")).then(0).otherwise(pl.col(f"atop_{o}")).cast(pl.Int8).alias(f"atop_{o}")
        for o in OBLIGATIONS
    ]
    return both.with_columns(columns).drop(f"not_{o}" for o in OBLIGATIONS)


def _stretches(pairs: pl.DataFrame) -> pl.DataFrame:
    """ccode1, ccode2, first, last: the years of each member and partner; in the year of a new phase, that phase's.

    A stretch that ends in the year in which the next one of the same alliance begins therefore
    ends, for the table of years, in the year before.
    """
    unit = ["atopid", "member", "partner"]
    pairs = pairs.sort(*unit, "begins")
    same = pl.all_horizontal([pl.col(c) == pl.col(c).shift(-1) for c in unit])
    renewed = same & (pl.col("first").shift(-1) == pl.col("last"))
    ends = pl.when(renewed).then(pl.col("last") - 1).otherwise(pl.col("last"))
    return pairs.select("first", ends, *COLUMNS, ccode1="member", ccode2="partner")


def state_years(table: pl.DataFrame, coverage: Coverage) -> pl.DataFrame:
    """ccode, year, number of alliances in force on some day of it, and what the state owes in them."""
    needs(table, MEMBERS, "ATOP's member file")
    spells = _member_spells(table, coverage[1])
    years = pl.int_ranges("first", pl.col("last") + 1, dtype=pl.Int16).alias("year")
    rows = spells.select("atopid", pl.col("member").alias("ccode"), years, *COLUMNS).explode("year")
    number = pl.col("atopid").n_unique().cast(pl.Int16).alias("atop_alliances")
    return rows.group_by("ccode", "year").agg(number, pl.col(COLUMNS).max())
