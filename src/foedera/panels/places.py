"""Where states lie: direct contiguity (Correlates of War) and the distance between capitals."""

from __future__ import annotations

import math

import polars as pl

from foedera.errors import BadTable
from foedera.panels.base import dyad_years
from foedera.panels.joining import joined
from foedera.panels.keys import Coverage, Keys, dyads_of, in_force, is_directed, keys_of, needs, ordered, years_between
from foedera.panels.noting import notes

# Radius of the sphere on which distances are measured: the Earth's at the equator (WGS 84), km.
RADIUS = 6378.137
_CONTIGUITY = "COW direct contiguity"
_PAIR = ("ccode1", "ccode2", "year")
_KINDS = {f"kind{kind}": kind for kind in range(1, 6)}  # land, then water of up to 12, 24, 150, 400 miles


def add_contiguity(panel: pl.DataFrame, table: pl.DataFrame, *, coverage: Coverage | None = None) -> pl.DataFrame:
    """Adds direct contiguity. `table` is COW's master record (contdir) or its dyad-year file (contdird).

    Dyad-years: `contiguity` (Int8): 1 land, 2 to 5 up to 12, 24, 150, 400 miles of water, 0 none;
    the closest kind of the year; null outside the coverage (default: 1816 to the table's last
    year). State-years: `land_neighbours`, `sea_neighbours` (Int16, numbers of states).
    """
    keys = keys_of(panel, "ccode")
    years = _contiguity_years(table)
    covered = coverage or (1816, int(str(years["year"].max())))
    if not keys.dyadic:
        kinds = years.group_by(pl.col("ccode1").alias("ccode"), "year").agg(
            (pl.col("contiguity") == 1).sum().cast(pl.Int16).alias("land_neighbours"),
            (pl.col("contiguity") > 1).sum().cast(pl.Int16).alias("sea_neighbours"),
        )
        both = ("land_neighbours", "sea_neighbours")
        return joined(panel, kinds, keys, ("ccode", "year"), _CONTIGUITY, zeros=both, coverage=covered)
    if not is_directed(panel, keys):
        years = ordered(years, _PAIR[:2]).unique(_PAIR)
    return joined(panel, years, keys, _PAIR, _CONTIGUITY, zeros=("contiguity",), coverage=covered)


def _contiguity_years(table: pl.DataFrame) -> pl.DataFrame:
    """ccode1, ccode2, year, contiguity in both directions, the closest kind of each year."""
    named = table.rename({"state1no": "ccode1", "state2no": "ccode2"}, strict=False)
    needs(named, ("ccode1", "ccode2", "conttype"), "COW direct contiguity")
    spans = named.with_columns(first="year", last="year") if "year" in named.columns else _spans(named)
    one = spans.select(
        pl.col("ccode1", "ccode2", "first", "last").cast(pl.Int16),
        *((pl.col("conttype") == kind).alias(name) for name, kind in _KINDS.items()),
    ).filter(pl.any_horizontal(*_KINDS))
    other = one.rename({"ccode1": "ccode2", "ccode2": "ccode1"}).select(one.columns)
    years = in_force(pl.concat([one, other]), _PAIR[:2], list(_KINDS))
    closest = pl.coalesce(pl.when(pl.col(n) == 1).then(pl.lit(k, dtype=pl.Int8)) for n, k in _KINDS.items())
    return years.select(*_PAIR, closest.alias("contiguity"))


def _spans(table: pl.DataFrame) -> pl.DataFrame:
    """With the first and last year of a record: `begin, end` are yyyymm, `stdate, enddate` days."""
    for first, last in (("begin", "end"), ("stdate", "enddate")):
        if {first, last} <= set(table.columns):
            return table.with_columns(_year(table, first).alias("first"), _year(table, last).alias("last"))
    raise BadTable("COW direct contiguity has the columns begin and end (yyyymm) or year: this table has neither.")


def _year(table: pl.DataFrame, column: str) -> pl.Expr:
    """The year of a column of days, of text that begins with it, or of yyyymm."""
    if table.schema[column] == pl.Date:
        return pl.col(column).dt.year().cast(pl.Int16)
    return pl.col(column).cast(pl.String).str.slice(0, 4).cast(pl.Int16)


def add_capital_distance(panel: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Adds the distance between capitals in km. `table`: capital spells with `lat`, `lng` in degrees.

    Dyad-years: `capital_distance` (Float64), on a sphere of the Earth's equatorial radius, between
    the capitals of 1 January (or of the year's first day in the system). State-years:
    `nearest_capital`, to the nearest other state of the system. Null where a capital is not known.
    """
    code = "ccode" if "ccode" in table.columns else "gwcode"
    needs(table, (code, "stdate", "enddate", "lat", "lng"), "Capitals")
    keys = keys_of(panel, code)
    years = _capital_years(table, code)
    if keys.dyadic:
        return _with_distance(panel, keys, years, code)
    with notes():
        pairs = dyad_years(
            "cow" if code == "ccode" else "gw", first=int(str(panel["year"].min())), last=int(str(panel["year"].max()))
        )
        pairs = _with_distance(pairs.select(f"{code}1", f"{code}2", "year"), dyads_of(pairs, code), years, code)
    nearest = pairs.group_by(pl.col(f"{code}1").alias(code), "year").agg(
        pl.col("capital_distance").min().alias("nearest_capital")
    )
    return joined(panel, nearest, keys, (code, "year"), "Capitals", quiet=True)


def _capital_years(table: pl.DataFrame, code: str) -> pl.DataFrame:
    """Number, year, latitude and longitude (radians) of the year's first capital."""
    spans = table.with_columns(_year(table, "stdate").alias("first"), _year(table, "enddate").alias("last"))
    years = years_between(spans.sort(code, "stdate"), "first", "last")
    radians = [(pl.col(c).cast(pl.Float64) * (math.pi / 180)).alias(c) for c in ("lat", "lng")]
    return years.unique([code, "year"], keep="first", maintain_order=True).select(
        pl.col(code).cast(pl.Int16), "year", *radians
    )


def _with_distance(panel: pl.DataFrame, keys: Keys, years: pl.DataFrame, code: str) -> pl.DataFrame:
    placed = panel
    for state in keys.states:
        side = years.rename({"lat": f"__lat{state[-1]}", "lng": f"__lng{state[-1]}"})
        placed = joined(placed, side, Keys((state,)), (code, "year"), "Capitals", quiet=True)
    return placed.with_columns(_great_circle().alias("capital_distance")).drop("__lat1", "__lng1", "__lat2", "__lng2")


def _great_circle() -> pl.Expr:
    """Vincenty's formula for a sphere: exact for near and for antipodal places."""
    lat1, lng1, lat2, lng2 = (pl.col(f"__{c}") for c in ("lat1", "lng1", "lat2", "lng2"))
    turn = lng2 - lng1
    across = (lat2.cos() * turn.sin()) ** 2
    along = (lat1.cos() * lat2.sin() - lat1.sin() * lat2.cos() * turn.cos()) ** 2
    inner = lat1.sin() * lat2.sin() + lat1.cos() * lat2.cos() * turn.cos()
    return pl.arctan2((across + along).sqrt(), inner) * RADIUS
