"""What a panel's rows are, and the years of a source's spans.

A panel is a Polars table with `ccode1, ccode2, year` (dyad-years) or `ccode, year` (state-years), or
the same with `gwcode`. It is directed when some row has
the higher number first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from foedera.errors import BadInput, BadTable
from foedera.panels.base import CODES, runs

SYSTEMS = {"ccode": "Correlates of War", "gwcode": "Gleditsch and Ward"}
"""The prefix of a panel's columns of state numbers, and whose numbers they are."""

Coverage = tuple[int, int]
"""First and last year of which a source speaks, both included."""

KEY = "__key"
_RUNNING = "__running"


@dataclass(frozen=True, slots=True)
class Keys:
    """The columns that name a panel's rows: one or two of state numbers, and `year`."""

    states: tuple[str, ...]

    @property
    def dyadic(self) -> bool:
        """Are the rows pairs of states?"""
        return len(self.states) == 2

    @property
    def columns(self) -> list[str]:
        """The columns that name a row."""
        return [*self.states, "year"]


def keys_of(panel: pl.DataFrame, prefix: str | None = None) -> Keys:
    """The columns that name the rows of a panel, in the numbers of `prefix` (default: those it has).

    Raises BadInput when it has none, or has only the other system's numbers.
    """
    prefixes = [prefix] if prefix else list(CODES.values())
    for p in prefixes:
        for states in ((f"{p}1", f"{p}2"), (p,)):
            if {*states, "year"} <= set(panel.columns):
                return Keys(states)
    if prefix and any(c.startswith(tuple(SYSTEMS)) for c in panel.columns):
        raise BadInput(
            f"This data set has {SYSTEMS[prefix]} numbers, the panel has no {prefix}: use add_codes(panel) first."
        )
    raise BadInput("A panel has the columns ccode1, ccode2, year or ccode, year (or gwcode...): see dyad_years().")


def dyads_of(panel: pl.DataFrame, prefix: str | None = None) -> Keys:
    """The keys of a dyad-year panel; raises BadInput for a panel of state-years."""
    keys = keys_of(panel, prefix)
    if not keys.dyadic:
        raise BadInput("This needs dyad-years: it says something of two states (see dyad_years()).")
    return keys


def is_directed(panel: pl.DataFrame, keys: Keys) -> bool:
    """Does some row have the higher number first? A panel of one row a pair has the lower first everywhere."""
    first, second = (pl.col(c) for c in keys.states)
    return bool(panel.select((first > second).any()).item())


def needs(table: pl.DataFrame, columns: Sequence[str], what: str) -> None:
    """Raises BadTable unless the table has these columns."""
    missing = [c for c in columns if c not in table.columns]
    if missing:
        raise BadTable(
            f"{what} should have the columns {', '.join(columns)}; this table lacks {', '.join(missing)}: "
            "give the publisher's table as it is (foedera.datasets.load)."
        )


def ordered(table: pl.DataFrame, states: Sequence[str]) -> pl.DataFrame:
    """Pairs of states with the lower number first, for panels that are not directed."""
    low, high = pl.min_horizontal(states), pl.max_horizontal(states)
    return table.with_columns(low.alias(states[0]), high.alias(states[1]))


def packed(columns: Sequence[str], *, small: bool = False) -> pl.Expr:
    """State numbers and year as one whole number: one key is compared several times faster than three.

    `small`: in 32 bits, for numbers to 999 and years to 2047 (see `fits`).
    """
    whole, widths = (pl.Int32, (1_000, 2_048)) if small else (pl.Int64, (10_000, 10_000))
    key = pl.col(columns[0]).cast(whole)
    for column in columns[1:]:
        key = key * widths[column == "year"] + pl.col(column).cast(whole)
    return key.alias(KEY)


def fits(table: pl.DataFrame, states: Sequence[str]) -> bool:
    """Are all state numbers below 1000 and all years below 2048, so that `packed` fits into 32 bits?"""
    tops = {**dict.fromkeys(states, 999), "year": 2_047}
    inside = [(pl.col(c).min() >= 0) & (pl.col(c).max() <= top) for c, top in tops.items()]
    return bool(table.select(pl.all_horizontal(inside).fill_null(value=True)).item())


def years_between(table: pl.DataFrame, first: str, last: str) -> pl.DataFrame:
    """One row for each year from column `first` to column `last`, both included, in a column `year`."""
    spans = table.filter(pl.col(first) <= pl.col(last)).cast({first: pl.Int16, last: pl.Int16})
    years = runs("year", spans[first], spans[last] + 1)
    return spans.drop(first, last).with_columns(years).explode("year")


def in_force(spans: pl.DataFrame, unit: Sequence[str], flags: Sequence[str]) -> pl.DataFrame:
    """One row for each unit and year in which a span from `first` to `last` runs, in order.

    Each of `flags` (Int8: 0, 1) is 1 if a span that runs in the year has it. Counted up and down at
    the years in which a span begins or has ended, so that no year is looked at more than once.
    """
    counts = (*flags, _RUNNING)
    spans = spans.filter(pl.col("first") <= pl.col("last")).with_columns(pl.lit(1).alias(_RUNNING))
    begun = spans.select(*unit, pl.col("first").alias("year"), pl.col(counts).cast(pl.Int32).fill_null(0))
    ended = begun.with_columns(spans["last"].alias("year") + 1, -pl.col(counts))
    changes = pl.concat([begun, ended]).with_columns(packed([*unit, "year"])).sort(KEY)
    state = changes.select(*unit, "year", pl.col(counts).cum_sum() > 0, until=pl.col("year").shift(-1))
    state = state.filter(pl.col(_RUNNING) & (pl.col("year") < pl.col("until")))
    years = runs("year", state["year"], state["until"])
    return state.select(*unit, years, pl.col(flags).cast(pl.Int8)).explode("year")
