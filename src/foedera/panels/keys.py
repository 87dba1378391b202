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
_PLACE = "__place"
_CELLS = 4_000_000  # the most cells of a grid of state numbers by years; COW's and ours have 200,000


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


def least(table: pl.DataFrame, on: Sequence[str], by: str) -> pl.DataFrame:
    """Of the rows with one key the row with the least of `by`, in the order of the keys."""
    rows = table.with_columns(packed(on)).sort(KEY, by)
    first = pl.col(KEY) != pl.col(KEY).shift()
    return rows.filter(first.fill_null(value=True)).drop(KEY)


def fits(table: pl.DataFrame, states: Sequence[str]) -> bool:
    """Are all state numbers below 1000 and all years below 2048, so that `packed` fits into 32 bits?"""
    tops = {**dict.fromkeys(states, 999), "year": 2_047}
    inside = [(pl.col(c).min() >= 0) & (pl.col(c).max() <= top) for c, top in tops.items()]
    return bool(table.select(pl.all_horizontal(inside).fill_null(value=True)).item())


def joined(
    panel: pl.DataFrame,
    table: pl.DataFrame,
    keys: Keys,
    on: Sequence[str],
    what: str,
    *,
    zeros: Sequence[str] = (),
    coverage: Coverage | None = None,
    quiet: bool = False,
) -> pl.DataFrame:
    """The panel with the other columns of `table`, whose columns `on` name a row of the panel.

    The panel keeps its rows and their order. `table` has each key once (else AssertionError: the
    caller's mistake). Says how many rows of the table match no row of the panel, unless `quiet`.
    With `coverage`: nulls of the columns `zeros` are 0 inside it, and it says how many rows are outside.
    """
    clash = [c for c in table.columns if c not in on and c in panel.columns]
    if clash:
        raise BadInput(f"The panel has the column '{clash[0]}' already: drop it before adding {what} again.")
    small = len(on) == 3 and fits(table, on[:2]) and fits(panel, keys.states)
    rows = table.select(packed(on, small=small), pl.all().exclude(*on))
    rows = rows if rows[KEY].is_sorted() else rows.sort(KEY)
    found, values = rows[KEY].set_sorted(), rows.drop(KEY)
    if found.n_unique() != found.len():
        raise AssertionError(f"{what} has two rows for one key: a join would add rows")
    at = _rows_by_grid(panel, found, keys) if len(on) == 2 else None
    if at is None:
        key = panel.select(packed(keys.columns, small=small))[KEY]
        out, matched = _placed(key, found, values, _unknown(panel, values.schema, zeros, coverage))
    else:
        out, matched = _taken(values, at), found.len() if quiet else _used(at, found.len())
    if out.height != panel.height:
        raise AssertionError(f"joining {what} changed the number of rows")
    if not quiet:
        _told_unmatched(panel, found.len() - matched, found, 2_048 if small else 10_000, what)
    out = panel.hstack(out)
    return zero_inside(out, zeros if at is not None else (), coverage, what) if coverage else out


def _told_unmatched(panel: pl.DataFrame, missing: int, found: pl.Series, width: int, what: str) -> None:
    """Says how many rows of a table match no row of the panel, and how many of them are of years it does not have."""
    if missing:
        years = found % width
        first, last = panel["year"].min(), panel["year"].max()
        other = found.len() - int(years.is_between(first, last).sum()) if panel.height else found.len()
        also = f" ({other:,} of them of years outside the panel's)" if other else ""
        note(f"{what}: {missing:,} of {count(found.len(), 'row')} match no row of the panel{also}.")


def _unknown(
    panel: pl.DataFrame, schema: Mapping[str, pl.DataType], zeros: Sequence[str], coverage: Coverage | None
) -> pl.DataFrame:
    """The columns of a table of which no row matches: null, or 0 for `zeros` inside the coverage."""
    inside = pl.lit(value=False) if coverage is None else pl.col("year").is_between(*coverage)
    return panel.select(
        pl.when(inside).then(pl.lit(0, dtype=t)).alias(c) if c in zeros else pl.repeat(None, pl.len(), dtype=t).alias(c)
        for c, t in schema.items()
    )


def _placed(key: pl.Series, found: pl.Series, values: pl.DataFrame, unknown: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The columns `unknown` with the table's values at the rows with its keys, and how many of its keys there are."""
    if key.null_count() == 0 and key.is_sorted():
        key = key.set_sorted()  # keys known to be in order are merged, others hashed, which takes ten times longer
    rows = values.with_columns(found.alias(KEY)).drop_nulls(KEY)
    hits = key.to_frame().with_row_index(_PLACE).join(rows, on=KEY)
    return unknown.select(_put(unknown[c], hits.select(_PLACE, c)) for c in unknown.columns), hits[KEY].n_unique()


def _put(column: pl.Series, hits: pl.DataFrame) -> pl.Series:
    """The column with the known values of `hits` (place, value) in their places."""
    place, value = hits.drop_nulls().get_columns()
    return column.scatter(place, value)


def _rows_by_grid(panel: pl.DataFrame, found: pl.Series, keys: Keys) -> pl.Series | None:
    """For each row of the panel the table's row of its state and year; the number of rows where there is none.

    Looked up in a grid of all numbers by all years; None if that were too large, or a number is missing.
    """
    state, year = (panel[c] for c in keys.columns)
    numbers, years = found // 10_000, found % 10_000
    if any(not s.len() or s.null_count() for s in (state, year, found)):
        return None
    (low, top), (first, last) = _span(state, numbers), _span(year, years)
    width, rows = last - first + 1, pl.int_range(found.len(), dtype=pl.UInt32, eager=True)
    if low < 0 or (top - low + 1) * width > _CELLS:
        return None
    grid = pl.repeat(found.len(), (top - low + 1) * width, dtype=pl.UInt32, eager=True)
    grid = grid.scatter((numbers - low) * width + years - first, rows)
    return grid.gather(state.cast(pl.Int32) * width + year.cast(pl.Int32) - (low * width + first))


def _span(*columns: pl.Series) -> tuple[int, int]:
    """The least and the greatest of whole numbers."""
    return min(int(str(c.min())) for c in columns), max(int(str(c.max())) for c in columns)


def _taken(values: pl.DataFrame, at: pl.Series) -> pl.DataFrame:
    """Rows of values by number; nulls for the number after the last."""
    return pl.concat([values, values.clear(1)], rechunk=True)[at]


def _used(at: pl.Series, rows: int) -> int:
    """How many of so many rows are taken at least once."""
    return int(pl.repeat(0, rows + 1, dtype=pl.Int8, eager=True).scatter(at, 1).head(rows).sum())


def zero_inside(panel: pl.DataFrame, columns: Sequence[str], coverage: Coverage, what: str) -> pl.DataFrame:
    """Nulls of the columns become 0 inside the coverage, and stay null outside; says where that is."""
    inside = pl.col("year").is_between(*coverage)
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
