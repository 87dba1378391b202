"""What states are and share: major powers, capabilities, wars, organisations, rivalries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from foedera.errors import BadTable
from foedera.panels.joining import each_side, joined
from foedera.panels.keys import Coverage, dyads_of, is_directed, keys_of, needs, ordered, years_between

if TYPE_CHECKING:
    pass

NMC = ("milex", "milper", "irst", "pec", "tpop", "upop", "cinc")
# Inter-State War Data 4.0 cover 1816 to 2007 (Sarkees and Wayman 2010); the last war ends in 2003.
_WARS = (1816, 2007)
_PAIR = ("ccode1", "ccode2", "year")


def add_majors(panel: pl.DataFrame, table: pl.DataFrame, *, coverage: Coverage | None = None) -> pl.DataFrame:
    """Adds `major1`, `major2` (dyads) or `major`: is the state a major power on some day of the year? (0, 1)

    `table`: COW's list of major powers (`ccode, styear, endyear`); null outside the coverage
    (default: 1816 to the list's last year).
    """
    needs(table, ("ccode", "styear", "endyear"), "COW major powers")
    keys = keys_of(panel, "ccode")
    spans = table.select(pl.col("ccode").cast(pl.Int16), first="styear", last="endyear")
    years = years_between(spans, "first", "last").unique().with_columns(major=pl.lit(1, dtype=pl.Int8))
    covered = coverage or (1816, int(str(years["year"].max())))
    return each_side(panel, years, keys, "ccode", "COW major powers", zeros=("major",), coverage=covered)


def add_nmc(panel: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Adds National Material Capabilities of each state: milex, milper, irst, pec, tpop, upop, cinc.

    `table`: COW's file (`ccode, year` and these; -9 is missing). Units as published: milex thousand
    pounds to 1913, then thousand dollars; milper, tpop, upop thousands. Null where it has no value.
    """
    needs(table, ("ccode", "year", *NMC), "National Material Capabilities")
    keys = keys_of(panel, "ccode")
    whole = table.select(pl.col("ccode", "year").cast(pl.Int16), *(_known(table, c) for c in NMC))
    return each_side(panel, whole, keys, "ccode", "NMC")


def _known(table: pl.DataFrame, column: str) -> pl.Expr:
    """A column without its code for missing (-9), as Int32 if it is whole and small enough."""
    value = pl.when(pl.col(column) >= 0).then(pl.col(column))
    whole = table.schema[column].is_integer() and int(str(table[column].max() or 0)) < 2**31
    return value.cast(pl.Int32 if whole else pl.Float64).alias(column)


def add_wars(panel: pl.DataFrame, table: pl.DataFrame, *, coverage: Coverage = _WARS) -> pl.DataFrame:
    """Adds inter-state wars: `war` (some day of the year) and `war_onset` (the first year of one), 0 or 1.

    `table`: COW Inter-State War Data (one row a participant). Dyads: between the two states on
    opposite sides, on days that both fought; state-years: the state itself.
    """
    keys = keys_of(panel, "ccode")
    years = war_years(table)
    on: tuple[str, ...] = _PAIR
    if not keys.dyadic:
        years, on = years.rename({"ccode1": "ccode"}), ("ccode", "year")
    elif not is_directed(panel, keys):
        years = ordered(years, _PAIR[:2])
    flags = years.group_by(on).agg(war=pl.lit(1, dtype=pl.Int8).first(), war_onset=pl.col("onset").max())
    return joined(panel, flags, keys, on, "COW inter-state wars", zeros=("war", "war_onset"), coverage=coverage)


def war_years(table: pl.DataFrame) -> pl.DataFrame:
    """ccode1, ccode2, year, warnum, onset (Int8): each pair that fought each other, directed.

    From the participants, or from a table that has `ccode1, ccode2, year, warnum` already.
    """
    names = {c.lower(): c for c in table.columns}
    if {"ccode1", "ccode2", "year", "warnum"} <= set(names):
        onset = names.get("cowinteronset")
        first = pl.col("year") == pl.col("year").min().over("ccode1", "ccode2", "warnum")
        return table.select(
            pl.col(*_PAIR, "warnum").cast(pl.Int16), (pl.col(onset) if onset else first).cast(pl.Int8).alias("onset")
        )
    return _fought(_participants(table))


def _participants(table: pl.DataFrame) -> pl.DataFrame:
    """One row for each stretch of fighting: warnum, ccode, side, first and last day as yyyymmdd."""
    wanted = ["WarNum", "ccode", "Side", *(f"{e}{u}{n}" for n in "12" for e in ("Start", "End") for u in _UNITS)]
    needs(table, wanted, "COW inter-state wars")
    stretches = [
        table.filter(pl.col(f"StartYear{n}") > 0).select(
            pl.col("WarNum").cast(pl.Int16).alias("warnum"),
            pl.col("ccode").cast(pl.Int16),
            pl.col("Side").alias("side"),
            _day("Start", n, 1).alias("first"),
            _day("End", n, 31).alias("last"),
        )
        for n in "12"
    ]
    return pl.concat(stretches)


_UNITS = ("Year", "Month", "Day")


def _day(which: str, n: str, missing: int) -> pl.Expr:
    """yyyymmdd; an unknown day or month (below 1) is the first of a beginning, the last of an end."""
    year, month, day = (pl.col(f"{which}{u}{n}").cast(pl.Int32) for u in _UNITS)
    month = pl.when(month < 1).then(1 if missing == 1 else 12).otherwise(month)
    return year * 10_000 + month * 100 + pl.when(day < 1).then(missing).otherwise(day)


def _fought(stretches: pl.DataFrame) -> pl.DataFrame:
    both = stretches.join(stretches, on="warnum", suffix="_2").filter(
        (pl.col("side") != pl.col("side_2"))
        & (pl.col("first") <= pl.col("last_2"))
        & (pl.col("first_2") <= pl.col("last"))
    )
    spans = both.select(
        "warnum",
        ccode1="ccode",
        ccode2="ccode_2",
        first=pl.max_horizontal("first", "first_2") // 10_000,
        last=pl.min_horizontal("last", "last_2") // 10_000,
    )
    years = years_between(spans, "first", "last").unique()
    onset = pl.col("year") == pl.col("year").min().over("warnum", "ccode1", "ccode2")
    return years.with_columns(onset.cast(pl.Int8).alias("onset"))


def add_igos(panel: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Adds shared memberships of intergovernmental organisations (COW IGO 3).

    Dyads: `igos_shared` (Int16), organisations of which both are full members; state-years:
    `igos_full`, `igos_associate`, `igos_observer`, `igos`. `table`: the state-year file (one
    column an organisation), or a table with the counts. Null for years and states it does not have.
    """
    keys = keys_of(panel, "ccode")
    if not keys.dyadic:
        return joined(panel, _igo_counts(table), keys, ("ccode", "year"), "COW IGO")
    shared = igo_pairs(table)
    if is_directed(panel, keys):
        turned = shared.select(
            pl.col("ccode2").alias("ccode1"), pl.col("ccode1").alias("ccode2"), "year", "igos_shared"
        )
        shared = pl.concat([shared, turned])
    return joined(panel, shared, keys, _PAIR, "COW IGO")


_IGO_COUNTS = {
    "igos_full": "sum_igo_full",
    "igos_associate": "sum_igo_associate",
    "igos_observer": "sum_igo_observer",
    "igos": "sum_igo_anytype",
}


def _organisations(table: pl.DataFrame) -> list[str]:
    """The columns of organisations in COW IGO's state-year file: all behind `ccode, year, state`."""
    needs(table, ("ccode", "year", "state"), "COW IGO's state-year file")
    return [c for c in table.columns if c not in ("ccode", "year", "state")]


def _igo_counts(table: pl.DataFrame) -> pl.DataFrame:
    if set(_IGO_COUNTS.values()) <= set(table.columns):
        return table.select(
            pl.col("ccode", "year").cast(pl.Int16), *(pl.col(t).cast(pl.Int16).alias(o) for o, t in _IGO_COUNTS.items())
        )
    columns = _organisations(table)
    kinds = {"igos_full": 1, "igos_associate": 2, "igos_observer": 3}
    counts = [pl.sum_horizontal(pl.col(columns) == v).cast(pl.Int16).alias(k) for k, v in kinds.items()]
    return table.select(pl.col("ccode", "year").cast(pl.Int16), *counts).with_columns(
        igos=pl.col("igos_full") + pl.col("igos_associate") + pl.col("igos_observer")
    )


def igo_pairs(table: pl.DataFrame) -> pl.DataFrame:
    """ccode1 < ccode2, year, igos_shared: the organisations of which both are full members."""
    if {*_PAIR, "dyadigos"} <= set(table.columns):
        return table.select(pl.col(_PAIR).cast(pl.Int16), pl.col("dyadigos").cast(pl.Int16).alias("igos_shared"))
    if set(_PAIR) <= set(table.columns):
        joint = [c for c in table.columns if c not in (*_PAIR, *_DYADIC_NAMES)]
        return ordered(
            table.select(
                pl.col(_PAIR).cast(pl.Int16), pl.sum_horizontal(pl.col(joint) == 1).cast(pl.Int16).alias("igos_shared")
            ),
            _PAIR[:2],
        ).unique(_PAIR)
    return _multiplied(table, _organisations(table))


# Columns of COW IGO's dyadic file that are no organisations.
_DYADIC_NAMES = ("dyadid", "country1", "country2", "state1", "state2")


def _multiplied(table: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """All pairs of each year: the memberships times their own transpose."""
    import numpy as np

    rows = table.sort("year", "ccode")
    codes, years = (rows[c].cast(pl.Int16).to_numpy() for c in ("ccode", "year"))
    full = (rows.select(columns).cast(pl.Int8).to_numpy() == 1).astype(np.float32)
    starts = np.flatnonzero(np.diff(years, prepend=years[0] - 1))
    parts = []
    for begin, end in zip(starts, [*starts[1:], len(years)], strict=True):
        low, high = np.triu_indices(end - begin, k=1)
        members, matrix = codes[begin:end], full[begin:end]
        counts = (matrix @ matrix.T)[low, high].astype(np.int16)
        year = np.full(len(low), years[begin], dtype=np.int16)
        parts.append({"ccode1": members[low], "ccode2": members[high], "year": year, "igos_shared": counts})
    return pl.concat([pl.DataFrame(part) for part in parts])


# Columns of the two published lists: Thompson and Dreyer (2012); Thompson, Sakuwa and Suhas (2021).
_RIVALRIES = (("styear", "endyear"), ("start", "end"))


def add_rivalries(panel: pl.DataFrame, table: pl.DataFrame, *, coverage: Coverage | None = None) -> pl.DataFrame:
    """Adds `rivalry` (0, 1): are the two strategic rivals in that year?; for states `rivalries`, their number.

    `table`: a list of rivalries (`ccode1, ccode2` and first and last year). A rivalry of
    Austria-Hungary (300) that outlasts it is Austria's (305) from 1919 on.
    """
    keys = keys_of(panel, "ccode")
    columns = next((c for c in _RIVALRIES if set(c) <= set(table.columns)), None)
    if columns is None:
        raise BadTable("A list of rivalries has the columns ccode1, ccode2, and styear, endyear or start, end.")
    needs(table, ("ccode1", "ccode2"), "A list of rivalries")
    spans = table.select(
        pl.col("ccode1", "ccode2").cast(pl.Int16),
        first=pl.max_horizontal(pl.col(columns[0]), 1816),
        last=pl.col(columns[1]),
    )
    years = years_between(spans.filter(pl.col("last") >= 1816), "first", "last")
    heir = [pl.when((pl.col(c) == 300) & (pl.col("year") > 1918)).then(305).otherwise(pl.col(c)) for c in _PAIR[:2]]
    years = years.with_columns(*(h.cast(pl.Int16).alias(c) for h, c in zip(heir, _PAIR[:2], strict=True))).unique()
    covered = coverage or (1816, int(str(years["year"].max())))
    both = pl.concat([years, years.select(ccode1="ccode2", ccode2="ccode1", year="year")]).unique()
    if not keys.dyadic:
        number = both.group_by(pl.col("ccode1").alias("ccode"), "year").agg(rivalries=pl.len().cast(pl.Int16))
        return joined(panel, number, keys, ("ccode", "year"), "Rivalries", zeros=("rivalries",), coverage=covered)
    if not is_directed(panel, dyads_of(panel, "ccode")):
        both = both.filter(pl.col("ccode1") < pl.col("ccode2"))
    flags = both.with_columns(rivalry=pl.lit(1, dtype=pl.Int8))
    return joined(panel, flags, keys, _PAIR, "Rivalries", zeros=("rivalry",), coverage=covered)
