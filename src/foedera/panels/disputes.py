"""Militarized interstate disputes by dyad and year, and the rules that leave one of several in a year.

Sources: COW MID 4.3 and 5.0 (Palmer et al.), Gibler, Miller and Little 2.1 and 2.2.1. The rules are
those that peacesciencer documents for its `whittle_conflicts_*` (Miller 2021, "How peacesciencer
Coerces Dispute-Year Data into Dyad-Year Data"), as one table of column and preference.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from foedera.errors import BadInput, BadTable
from foedera.panels.joining import joined
from foedera.panels.keys import Coverage, is_directed, keys_of, needs, years_between
from foedera.panels.noting import note

if TYPE_CHECKING:
    from foedera.panels.keys import Keys

# Rule -> (columns, one after another; keep the highest?). A dispute with unknown fatalities (-9) stands
# between none (0) and the lowest level known (1), as there.
RULES: dict[str, tuple[tuple[str, ...], bool]] = {
    "onset": (("onset",), True),
    "fatality": (("fatality",), True),
    "hostility": (("hostlev",), True),
    "duration": (("mindur", "maxdur"), True),
    "reciprocation": (("recip",), True),
    "startmonth": (("stmon",), False),
    "jds": (("dispnum",), False),
}
"""The exclusion rules; `jds` (just drop something) keeps the lowest dispute number, so that it is repeatable."""

ORDER = ("onset", "fatality", "hostility", "duration", "reciprocation", "startmonth", "jds")
"""The order in which peacesciencer applies them, to both data sets."""

SOURCES = ("cow", "gml")

_PAIR = ("ccode1", "ccode2", "year")
_ROW, _ALONE = "__row", "__alone"
_SIDES = ("sidea", "fatality", "fatalpre", "hiact", "hostlev", "orig", "revstate", "revtype1", "revtype2")
_LEVEL = ("fatality", "hostlev", "mindur", "maxdur", "recip", "stmon")
_ONGOING = ("ongoing", "dispongoing", "midongoing", "cowmidongoing", "gmlmidongoing")
_ONSETS = ("onset", "disponset", "midonset", "cowmidonset", "gmlmidonset")


def dispute_years(table: pl.DataFrame, disputes: pl.DataFrame | None = None) -> pl.DataFrame:
    """Each dispute, directed pair of opponents, and year: dispnum, ccode1, ccode2, year, onset, and what is known.

    `table`: the participant file (MIDB) - opponents are those on opposite sides on a same day -
    or a directed dispute-year file, kept as it is. `disputes`: the dispute file (MIDA), whose
    fatality, hostlev, mindur, maxdur, recip and stmon the rules of `whittle` need.
    """
    named = table.rename({"dispnum3": "dispnum"}, strict=False)
    years = _from_years(named) if set(_PAIR) <= set(named.columns) else _from_participants(named)
    if disputes is None:
        return years
    level = disputes.rename({"dispnum3": "dispnum"}, strict=False)
    needs(level, ("dispnum", *_LEVEL), "The file of disputes (MIDA)")
    level = level.select(pl.col("dispnum", *_LEVEL).cast(pl.Int32, strict=False)).unique("dispnum")
    return years.drop(_LEVEL, strict=False).join(level, on="dispnum", how="left", maintain_order="left")


def _from_years(table: pl.DataFrame) -> pl.DataFrame:
    """A directed dispute-year file with `onset` in one name and `dispnum`, `year` in small types."""
    onset = next((c for c in _ONSETS if c in table.columns), None)
    if onset is None or "dispnum" not in table.columns:
        raise BadTable(f"A dispute-year file has dispnum and one of {', '.join(_ONSETS)}: this table does not.")
    kept = table.drop([c for c in _ONGOING if c in table.columns]).rename({onset: "onset"})
    kept = kept.cast({"dispnum": pl.Int32}).cast(dict.fromkeys(_PAIR, pl.Int16))
    return kept.cast({c: pl.Int32 for c in _LEVEL if c in kept.columns}, strict=False)


def _from_participants(table: pl.DataFrame) -> pl.DataFrame:
    """Opponents of each dispute in each year of the days that they share."""
    dates = [f"{e}{u}" for e in ("st", "end") for u in ("year", "mon", "day")]
    needs(table, ("dispnum", "ccode", "sidea", *dates), "The file of participants (MIDB)")
    values = [c for c in _SIDES if c in table.columns]
    one = table.select(
        pl.col("dispnum").cast(pl.Int32),
        pl.col("ccode").cast(pl.Int16),
        *(pl.col(c).cast(pl.Int32, strict=False) for c in values),
        first=_day("st", 1, 1),
        last=_day("end", 12, 31),
    )
    both = one.join(one, on="dispnum", suffix="_2").filter(
        (pl.col("sidea") != pl.col("sidea_2"))
        & (pl.col("first") <= pl.col("last_2"))
        & (pl.col("first_2") <= pl.col("last"))
    )
    spans = both.select(
        "dispnum",
        pl.col("ccode").alias("ccode1"),
        pl.col("ccode_2").alias("ccode2"),
        *(pl.col(c).alias(f"{c}1") for c in values),
        *(pl.col(f"{c}_2").alias(f"{c}2") for c in values),
        first=pl.max_horizontal("first", "first_2") // 10_000,
        last=pl.min_horizontal("last", "last_2") // 10_000,
    )
    years = years_between(spans.with_columns(pl.col("first").alias("began")), "first", "last")
    # Opponents who stop and meet again in the same dispute begin anew: each stretch has an onset.
    onset = (pl.col("year") == pl.col("began")).cast(pl.Int8).max().over("dispnum", *_PAIR)
    years = years.with_columns(onset.alias("onset")).drop("began")
    severity = [pl.col(f"{c}{n}") for c in ("hostlev", "fatality") for n in "12" if f"{c}{n}" in years.columns]
    return years.sort("dispnum", *_PAIR, *severity, descending=[False] * 4 + [True] * len(severity)).unique(
        ["dispnum", *_PAIR], keep="first", maintain_order=True
    )


def _day(which: str, month: int, day: int) -> pl.Expr:
    """yyyymmdd; an unknown (-9) month or day is the first of a beginning, the last of an end."""
    parts = [pl.col(f"{which}{u}").cast(pl.Int32) for u in ("year", "mon", "day")]
    known = [pl.when(p < 1).then(missing).otherwise(p) for p, missing in zip(parts[1:], (month, day), strict=True)]
    return parts[0] * 10_000 + known[0] * 100 + known[1]


def whittle(years: pl.DataFrame, *rules: str, unit: Sequence[str] | None = None) -> pl.DataFrame:
    """Applies exclusion rules in order: of several disputes of a unit in a year, the preferred stay.

    Rules: onset, fatality, hostility, duration, reciprocation, startmonth, jds (`RULES`); without
    any, peacesciencer's order. A rule never removes a unit's last row; only `jds` leaves
    exactly one. `unit`: the columns of a row (default ccode1, ccode2, year). Raises BadInput.
    """
    keys = list(unit or _PAIR)
    alone = pl.len().over(keys) == 1  # most: rules are for the rest
    rows = years.with_row_index(_ROW).with_columns(alone.alias(_ALONE))
    several = rows.filter(~pl.col(_ALONE))
    for rule in rules or ORDER:
        if rule not in RULES:
            raise BadInput(f"'{rule}' is no rule; write {', '.join(RULES)}.")
        columns, highest = RULES[rule]
        needs(years, columns, f"Disputes to whittle by {rule}")
        for column in columns:
            value = pl.col(column).cast(pl.Float64)
            if column == "fatality":
                value = pl.when(value == -9).then(0.5).otherwise(value)
            best = (value.max() if highest else value.min()).over(keys)
            several = several.filter((value == best) | best.is_null())
    return pl.concat([rows.filter(pl.col(_ALONE)), several]).sort(_ROW).drop(_ROW, _ALONE)


def add_mids(
    panel: pl.DataFrame,
    table: pl.DataFrame,
    disputes: pl.DataFrame | None = None,
    *,
    source: str = "cow",
    rules: Sequence[str] | None = None,
    keep: Sequence[str] | None = None,
    coverage: Coverage | None = None,
) -> pl.DataFrame:
    """Adds militarized disputes: `cow_mid_ongoing`, `cow_mid_onset` (0, 1; null outside the coverage) and details.

    `source` (cow, gml) names the columns. `table`, `disputes` as in
    `dispute_years`. Dyads: of several disputes in a year one stays (`whittle`, `rules`); its
    number and details are `cow_mid_dispnum`, `cow_mid_hostlev1` ... (`keep`: which of them;
    default all; null where there is no dispute). State-years: ongoing, onset, and `cow_mid_disputes`,
    how many. Coverage: 1816 to the table's last year unless given.
    """
    if source not in SOURCES:
        raise BadInput(f"'{source}' is no source of disputes; write cow or gml.")
    keys = keys_of(panel, "ccode")
    years = dispute_years(table, disputes)
    covered = coverage or (1816, int(str(years["year"].max())))
    what = f"{source.upper()} MIDs"
    flags = [f"{source}_mid_ongoing", f"{source}_mid_onset"]
    if keys.dyadic:
        values = _one_a_row(panel, keys, years, rules or _possible(years, source), source, keep)
    else:
        values = _of_states(years, source)
        flags.append(f"{source}_mid_disputes")
    on = _PAIR if keys.dyadic else ("ccode", "year")
    return joined(panel, values, keys, on, what, zeros=flags, coverage=covered)


def _possible(years: pl.DataFrame, source: str) -> list[str]:
    """The usual rules that the columns allow; says which are passed over."""
    possible = [r for r in ORDER if set(RULES[r][0]) <= set(years.columns)]
    passed = [r for r in ORDER if r not in possible]
    if passed:
        note(
            f"{source.upper()} MIDs: without the dispute file (MIDA) these rules are passed over: {', '.join(passed)}."
        )
    return possible


def _one_a_row(
    panel: pl.DataFrame, keys: Keys, years: pl.DataFrame, rules: Sequence[str], source: str, keep: Sequence[str] | None
) -> pl.DataFrame:
    """One dispute for each row of the panel, its columns named after the source."""
    if not is_directed(panel, keys):
        years = years.filter(pl.col("ccode1") < pl.col("ccode2"))
    one = whittle(years, *rules)
    if "jds" not in rules:
        one = whittle(one, "jds")
    details = [c for c in one.columns if c not in (*_PAIR, "onset", "version", "dyindex")]
    if keep is not None:
        unknown = [c for c in keep if c not in details]
        if unknown:
            raise BadInput(f"Disputes have no column '{unknown[0]}'; there are {', '.join(details)}.")
        details = list(keep)
    return one.select(
        *_PAIR,
        pl.lit(1, dtype=pl.Int8).alias(f"{source}_mid_ongoing"),
        pl.col("onset").cast(pl.Int8).alias(f"{source}_mid_onset"),
        *(pl.col(c).alias(f"{source}_mid_{c}") for c in details),
    )


def _of_states(years: pl.DataFrame, source: str) -> pl.DataFrame:
    return years.group_by(pl.col("ccode1").alias("ccode"), "year").agg(
        pl.lit(1, dtype=pl.Int8).first().alias(f"{source}_mid_ongoing"),
        pl.col("onset").max().cast(pl.Int8).alias(f"{source}_mid_onset"),
        pl.col("dispnum").n_unique().cast(pl.Int16).alias(f"{source}_mid_disputes"),
    )
