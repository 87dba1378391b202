"""What a panel's rows are, and the one way in which data sets are joined to them.

A panel is a Polars table with `ccode1, ccode2, year` (dyad-years) or `ccode, year` (state-years), or
the same with `gwcode`. It is directed when some pair stands in both orders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from foedera.errors import BadInput, BadTable
from foedera.panels.base import CODES
from foedera.panels.notes import count, note

SYSTEMS = {"ccode": "Correlates of War", "gwcode": "Gleditsch and Ward"}
"""The prefix of a panel's columns of state numbers, and whose numbers they are."""

Coverage = tuple[int, int]
"""First and last year of which a source speaks, both included."""

KEY = "__key"
_MATCHED = "__matched"


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


def directed(panel: pl.DataFrame, keys: Keys) -> bool:
    """Does a pair stand in both orders (A-B and B-A)?"""
    first, second = (pl.col(c) for c in keys.states)
    return bool(panel.select((first > second).any() & (first < second).any()).item())


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


def packed(columns: Sequence[str]) -> pl.Expr:
    """State numbers and year as one whole number: joining on one is several times faster than on three."""
    key = pl.lit(0, dtype=pl.Int64)
    for column in columns:
        key = key * 10_000 + pl.col(column).cast(pl.Int64)
    return key.alias(KEY)


def joined(
    panel: pl.DataFrame, table: pl.DataFrame, keys: Keys, on: Sequence[str], what: str, *, quiet: bool = False
) -> pl.DataFrame:
    """The panel with the other columns of `table`, whose columns `on` name a row of the panel.

    The panel keeps its rows and their order. `table` has each key once (else AssertionError: the
    caller's mistake). Says how many rows of the table match no row of the panel, unless `quiet`.
    """
    values = [c for c in table.columns if c not in on]
    clash = [c for c in values if c in panel.columns]
    if clash:
        raise BadInput(f"The panel has the column '{clash[0]}' already: drop it before adding {what} again.")
    right = table.select(packed(on), *values, pl.lit(value=True).alias(_MATCHED))
    if right[KEY].n_unique() != right.height:
        raise AssertionError(f"{what} has two rows for one key: a join would add rows")
    left = panel.with_columns(packed(keys.columns))
    out = left.join(right, on=KEY, how="left", maintain_order="left")
    if out.height != panel.height:
        raise AssertionError(f"joining {what} changed the number of rows")
    if not quiet:
        _unmatched(out, right, what)
    return out.drop(KEY, _MATCHED)


def _unmatched(out: pl.DataFrame, right: pl.DataFrame, what: str) -> None:
    missing = right.height - out.lazy().filter(pl.col(_MATCHED)).select(pl.col(KEY).n_unique()).collect().item()
    if missing:
        note(f"{what}: {missing:,} of {count(right.height, 'row')} match no row of the panel.")


def within(coverage: Coverage | None) -> pl.Expr:
    """Is the year inside the coverage? (None: everywhere)"""
    return pl.lit(value=True) if coverage is None else pl.col("year").is_between(*coverage)


def zero_inside(panel: pl.DataFrame, columns: Sequence[str], coverage: Coverage, what: str) -> pl.DataFrame:
    """Nulls of the columns become 0 inside the coverage, and stay null outside; says where that is."""
    inside = within(coverage)
    filled = panel.with_columns(
        *(pl.when(inside).then(pl.col(c).fill_null(0)).otherwise(pl.col(c)).alias(c) for c in columns)
    )
    told_outside(panel, coverage, what)
    return filled


def told_outside(panel: pl.DataFrame, coverage: Coverage, what: str) -> None:
    """Says how many rows lie in years of which the source does not speak."""
    outside = int(panel.select((~pl.col("year").is_between(*coverage)).sum()).item())
    if outside:
        note(f"{what} covers {coverage[0]} to {coverage[1]}: {count(outside, 'row')} of other years have no value.")


def each_side(
    panel: pl.DataFrame, table: pl.DataFrame, keys: Keys, code: str, what: str, *, rename: Mapping[str, str]
) -> pl.DataFrame:
    """A state-year table joined to each state of a panel's rows: columns `NAME1`, `NAME2` or `NAME`.

    `rename` maps the table's columns to NAME; the rest is left behind.
    """
    for state in keys.states:
        suffix = state[-1] if keys.dyadic else ""
        values = table.select(code, "year", *(pl.col(c).alias(f"{n}{suffix}") for c, n in rename.items()))
        side = Keys((state,))
        panel = joined(panel, values, side, (code, "year"), what, quiet=suffix == "2")
    return panel


def years_between(table: pl.DataFrame, first: str, last: str) -> pl.DataFrame:
    """One row for each year from column `first` to column `last`, both included, in a column `year`."""
    years = pl.int_ranges(pl.col(first).cast(pl.Int16), pl.col(last).cast(pl.Int16) + 1, dtype=pl.Int16)
    kept = [c for c in table.columns if c not in (first, last)]
    spans = table.filter(pl.col(first) <= pl.col(last))
    return spans.select(*kept, years.alias("year")).explode("year")
