"""Small tables of our own, in the publishers' columns."""

from __future__ import annotations

import polars as pl

OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")


def atop_members(*rows: dict[str, int | None]) -> pl.DataFrame:
    """ATOP's member file with these rows; what a row does not say is 0, and no obvary."""
    start = {"phase": 0, "moent": 1, "dayent": 1, "yrexit": 0, "moexit": 0, "dayexit": 0, "obvary": 0, "version": 5.1}
    full = [{**start, **dict.fromkeys(OBLIGATIONS, 0), **row} for row in rows]
    return pl.DataFrame(full, infer_schema_length=None)


def dyads(*rows: tuple[int | None, int | None, int]) -> pl.DataFrame:
    """A panel with these pairs and years."""
    schema = {"ccode1": pl.Int16, "ccode2": pl.Int16, "year": pl.Int16}
    return pl.DataFrame(rows, schema=schema, orient="row")


def between(first: int, last: int, a: int = 2, b: int = 20) -> pl.DataFrame:
    """A panel with one pair for each of these years."""
    return dyads(*((a, b, year) for year in range(first, last + 1)))


CONTIGUITY = pl.DataFrame(
    {
        "ccode1": [2, 2],
        "ccode2": [20, 40],
        "conttype": [1, 4],
        "stdate": ["1920-01-01", "1902-05-01"],
        "enddate": ["2016-12-01", "2016-12-01"],
    }
)
MAJORS = pl.DataFrame({"ccode": [2], "styear": [1898], "endyear": [2016]})
