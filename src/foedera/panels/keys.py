"""What a panel's rows are, and the one way in which data sets are joined to them.

A panel is a Polars table with `ccode1, ccode2, year` (dyad-years) or `ccode, year` (state-years), or
the same with `gwcode`. It is directed when some row has
the higher number first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from foedera.errors import BadInput, BadTable
from foedera.panels.base import CODES
from foedera.panels.noting import count, note

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

    `small`: in 32 bits, for numbers to 999 and years to 2047 (see `_small`).
    """
    whole, widths = (pl.Int32, (1_000, 2_048)) if small else (pl.Int64, (10_000, 10_000))
    key = pl.col(columns[0]).cast(whole)
    for column in columns[1:]:
        key = key * widths[column == "year"] + pl.col(column).cast(whole)
    return key.alias(KEY)


def _small(table: pl.DataFrame, states: Sequence[str]) -> bool:
    """Are all state numbers below 1000 and all years below 2048, so that `packed` fits into 32 bits?"""
    fits = [pl.col(s).is_between(0, 999).all() for s in states] + [pl.col("year").is_between(0, 2047).all()]
    return bool(table.select(pl.all_horizontal(fits)).item())


def joined(
    panel: pl.DataFrame, table: pl.DataFrame, keys: Keys, on: Sequence[str], what: str, *, quiet: bool = False
) -> pl.DataFrame:
    """The panel with the other columns of `table`, whose columns `on` name a row of the panel.

    The panel keeps its rows and their order. `table` has each key once (else AssertionError: the
    caller's mistake). Says how many rows of the table match no row of the panel, unless `quiet`.
    """
    values = table.select([c for c in table.columns if c not in on])
    clash = [c for c in values.columns if c in panel.columns]
    if clash:
        raise BadInput(f"The panel has the column '{clash[0]}' already: drop it before adding {what} again.")
    small = len(on) == 3 and _small(table, on[:2]) and _small(panel, keys.states)
    found = table.select(packed(on, small=small))[KEY]
    if found.n_unique() != found.len():
        raise AssertionError(f"{what} has two rows for one key: a join would add rows")
    added, matched = _looked_up(panel, values, found, keys, small=small)
    if added.height != panel.height:
        raise AssertionError(f"joining {what} changed the number of rows")
    if not quiet:
        _told_unmatched(panel, found.len() - matched, found, 2_048 if small else 10_000, what)
    return panel.hstack(added)


def _told_unmatched(panel: pl.DataFrame, missing: int, found: pl.Series, width: int, what: str) -> None:
    """Says how many rows of a table match no row of the panel, and how many of them are of years it does not have."""
    if missing:
        years = found % width
        first, last = panel["year"].min(), panel["year"].max()
        other = found.len() - int(years.is_between(first, last).sum()) if panel.height else found.len()
        also = f" ({other:,} of them of years outside the panel's)" if other else ""
        note(f"{what}: {missing:,} of {count(found.len(), 'row')} match no row of the panel{also}.")


def _looked_up(
    panel: pl.DataFrame, values: pl.DataFrame, found: pl.Series, keys: Keys, *, small: bool
) -> tuple[pl.DataFrame, int]:
    """The values for each row of the panel (null where there are none), and how many rows of values were used.

    Three ways to the same end: a panel in order is searched for the few rows of the table; a state's
    values are looked up by number and year in a dense list; anything else is a hash join.
    """
    if len(keys.states) == 1:
        return _by_state(panel, values, found, keys)
    key = panel.select(packed(keys.columns, small=small))[KEY]
    if key.null_count() == 0 and key.is_sorted() and not (key == key.shift()).any():
        return _searched(key, values, found)
    return _hashed(key, values, found)


def _searched(key: pl.Series, values: pl.DataFrame, found: pl.Series) -> tuple[pl.DataFrame, int]:
    """For keys in order, each once: the place of every row of values, found by bisection."""
    if not key.len():
        return values.clear(), 0
    order = found.arg_sort()
    found, values = found.gather(order), values.select(pl.all().gather(order))
    at = key.search_sorted(found.fill_null(-1)).clip(0, key.len() - 1)
    hit = key.gather(at) == found
    place, kept = at.filter(hit), values.filter(hit)
    empty = {c: pl.repeat(None, key.len(), dtype=t, eager=True) for c, t in kept.schema.items()}
    return pl.DataFrame({c: s.scatter(place, kept[c]) for c, s in empty.items()}), kept.height


def _by_state(panel: pl.DataFrame, values: pl.DataFrame, found: pl.Series, keys: Keys) -> tuple[pl.DataFrame, int]:
    """For one state and a year: by number and year in a dense list of the table's rows."""
    state, year = pl.col(keys.states[0]).cast(pl.Int32), pl.col("year").cast(pl.Int32)
    numbers, years = found // 10_000, found % 10_000
    if not found.len() or int(str(numbers.max())) > _DENSE or found.null_count():
        return _hashed(panel.select(packed(keys.columns))[KEY], values, found)
    top, first, last = (int(str(v)) for v in (numbers.max(), years.min(), years.max()))
    span = last - first + 1
    size = (top + 1) * span
    rows = pl.int_range(found.len(), dtype=pl.Int32, eager=True)
    dense = pl.repeat(None, size + 1, dtype=pl.Int32, eager=True).scatter(numbers * span + years - first, rows)
    inside = year.is_between(first, last) & state.is_between(0, top)
    # The last place of the dense list is empty: for states and years that the table does not have.
    at = panel.select(pl.when(inside).then(state * span + year - first).otherwise(size).fill_null(size)).to_series()
    used = pl.repeat(0, size + 1, dtype=pl.Int8, eager=True).scatter(at, 1).filter(dense.is_not_null())
    return values.select(pl.all().gather(dense)).select(pl.all().gather(at)), int(used.sum())


_DENSE = 20_000  # the largest state number for which a dense list is made


def _hashed(key: pl.Series, values: pl.DataFrame, found: pl.Series) -> tuple[pl.DataFrame, int]:
    """For rows in any order, or with missing numbers."""
    right = values.with_columns(found.alias(KEY), pl.lit(value=True).alias(_MATCHED))
    out = key.to_frame().join(right, on=KEY, how="left", maintain_order="left")
    used = out.lazy().filter(pl.col(_MATCHED)).select(pl.col(KEY).n_unique()).collect().item()
    return out.drop(KEY, _MATCHED), int(used)


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
