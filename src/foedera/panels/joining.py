"""The one way in which data sets are joined to a panel: no row is added, none is moved.

A panel of pairs in order and a table in order are merged; a state's values are looked up in a grid
of numbers by years; anything else is hashed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from foedera.errors import BadInput
from foedera.panels.keys import KEY, Coverage, Keys, fits, packed
from foedera.panels.noting import count, note

_PLACE = "__place"
_CELLS = 4_000_000  # the most places of a grid; that of all COW numbers and years has 200,000


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
    caller's mistake). With `coverage`, nulls of the columns `zeros` are 0 inside it. Says, unless
    `quiet`, how many rows of the table match no row of the panel, and how many are outside the coverage.
    """
    clash = [c for c in table.columns if c not in on and c in panel.columns]
    if clash:
        raise BadInput(f"The panel has the column '{clash[0]}' already: drop it before adding {what} again.")
    small = keys.dyadic and fits(table, on[:2]) and fits(panel, keys.states)
    rows = table.select(packed(on, small=small), pl.all().exclude(*on))
    rows = rows if rows[KEY].is_sorted() else rows.sort(KEY)
    found, values = rows[KEY].set_sorted(), rows.drop(KEY)
    if found.n_unique() != found.len():
        raise AssertionError(f"{what} has two rows for one key: a join would add rows")
    grid = None if keys.dyadic else _grid(panel, found, keys)
    if grid:
        added, matched = _looked_up(panel, found, values, keys, grid, _zero(zeros, coverage), quiet=quiet)
    else:
        key = panel.select(packed(keys.columns, small=small))[KEY]
        added, matched = _placed(key, found, values, _unknown(panel, values, _zero(zeros, coverage)))
    if added.height != panel.height:
        raise AssertionError(f"joining {what} changed the number of rows")
    if not quiet:
        _told_unmatched(panel, found.len() - matched, found, 2_048 if small else 10_000, what)
        told_outside(panel, coverage, what)
    return panel.hstack(added)


Zero = Mapping[str, pl.Expr]
"""For a column whose nulls are 0 inside the coverage: is the row inside?"""


def _zero(zeros: Sequence[str], coverage: Coverage | None) -> Zero:
    return {} if coverage is None else dict.fromkeys(zeros, pl.col("year").is_between(*coverage))


def _unknown(panel: pl.DataFrame, values: pl.DataFrame, zero: Zero) -> list[pl.Series]:
    """The columns of a table of which no row matches; their own, so that values can be put into them."""
    return panel.select(
        (pl.when(zero[c]).then(pl.lit(0, dtype=t)) if c in zero else pl.repeat(None, pl.len(), dtype=t)).alias(c)
        for c, t in values.schema.items()
    ).get_columns()


def _placed(
    key: pl.Series, found: pl.Series, values: pl.DataFrame, unknown: list[pl.Series]
) -> tuple[pl.DataFrame, int]:
    """The columns `unknown` with the table's values in the rows of its keys, and how many of its keys there are."""
    if key.null_count() == 0 and key.is_sorted():
        key = key.set_sorted()  # Polars merges keys that it knows to be in order, and hashes others
    rows = values.with_columns(found.alias(KEY)).drop_nulls(KEY)
    hits = key.to_frame().with_row_index(_PLACE).join(rows, on=KEY)
    return pl.DataFrame([_put(column, hits.select(_PLACE, column.name)) for column in unknown]), hits[KEY].n_unique()


def _put(column: pl.Series, hits: pl.DataFrame) -> pl.Series:
    """The column with the known values of `hits` (place, value) in their places."""
    place, value = hits.drop_nulls().get_columns()
    return column.scatter(place, value)


@dataclass(frozen=True, slots=True)
class _Grid:
    """All state numbers from `low` by `width` years from `first`, as one list of `size` places."""

    low: int
    first: int
    width: int
    size: int

    def places(self, states: pl.Series, years: pl.Series) -> pl.Series:
        """Where a state's year stands in the list (UInt32)."""
        places = states.cast(pl.Int32) * self.width + years.cast(pl.Int32) - (self.low * self.width + self.first)
        return places.reinterpret(signed=False)

    @property
    def years(self) -> pl.Expr:
        """The year of each place."""
        return (pl.int_range(pl.len(), dtype=pl.Int32) % self.width + self.first).alias("year")


def _split(found: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Numbers and years of the keys of states."""
    return found // 10_000, found % 10_000


def _grid(panel: pl.DataFrame, found: pl.Series, keys: Keys) -> _Grid | None:
    """The grid for the states and years of panel and table; None if it were too large or one is missing."""
    columns = [panel[c] for c in keys.columns]
    if any(not s.len() or s.null_count() for s in (*columns, found)):
        return None
    (low, top), (first, last) = (_span(*both) for both in zip(columns, _split(found), strict=True))
    width = last - first + 1
    size = (top - low + 1) * width
    return _Grid(low, first, width, size) if low >= 0 and size <= _CELLS else None


def _span(*columns: pl.Series) -> tuple[int, int]:
    """The least and the greatest of whole numbers."""
    return min(int(str(c.min())) for c in columns), max(int(str(c.max())) for c in columns)


def _looked_up(
    panel: pl.DataFrame, found: pl.Series, values: pl.DataFrame, keys: Keys, grid: _Grid, zero: Zero, *, quiet: bool
) -> tuple[pl.DataFrame, int]:
    """The values at each row's place in the grid, and how many of the table's keys there are (unless `quiet`)."""
    places = grid.places(*_split(found))
    rows = pl.int_range(found.len(), dtype=pl.UInt32, eager=True)
    row = pl.repeat(found.len(), grid.size, dtype=pl.UInt32, eager=True).scatter(places, rows)
    cells = pl.concat([values, values.clear(1)], rechunk=True)[row].with_columns(grid.years)
    cells = cells.select(
        pl.when(zero[c]).then(pl.col(c).fill_null(0)).otherwise(pl.col(c)) if c in zero else c for c in values.columns
    )
    at = grid.places(*(panel[c] for c in keys.columns))
    used = pl.repeat(0, 1 if quiet else grid.size, dtype=pl.Int8, eager=True)
    return cells[at], 0 if quiet else int(used.scatter(at, 1).gather(places).sum())


def _told_unmatched(panel: pl.DataFrame, missing: int, found: pl.Series, width: int, what: str) -> None:
    """Says how many rows of a table match no row of the panel, and how many of them are of years it does not have."""
    if missing:
        years = found % width
        first, last = panel["year"].min(), panel["year"].max()
        other = found.len() - int(years.is_between(first, last).sum()) if panel.height else found.len()
        also = f" ({other:,} of them of years outside the panel's)" if other else ""
        note(f"{what}: {missing:,} of {count(found.len(), 'row')} match no row of the panel{also}.")


def told_outside(panel: pl.DataFrame, coverage: Coverage | None, what: str) -> None:
    """Says how many rows lie in years of which the source does not speak."""
    outside = coverage and int(panel.select((~pl.col("year").is_between(*coverage)).sum()).item())
    if coverage and outside:
        note(f"{what} covers {coverage[0]} to {coverage[1]}: {count(outside, 'row')} of other years have no value.")


def each_side(
    panel: pl.DataFrame,
    table: pl.DataFrame,
    keys: Keys,
    code: str,
    what: str,
    *,
    zeros: Sequence[str] = (),
    coverage: Coverage | None = None,
) -> pl.DataFrame:
    """A state-year table joined to each state of a panel's rows: columns `NAME1`, `NAME2` or `NAME`.

    `code` is the table's column of state numbers; `zeros` and `coverage` as in `joined`.
    """
    on = (code, "year")
    for state in keys.states:
        suffix = state[-1] if keys.dyadic else ""
        side, zero = table.select(*on, pl.all().exclude(*on).name.suffix(suffix)), [f"{n}{suffix}" for n in zeros]
        quiet = suffix == "2"  # said of the first already
        panel = joined(panel, side, Keys((state,)), on, what, zeros=zero, coverage=coverage, quiet=quiet)
    return panel
