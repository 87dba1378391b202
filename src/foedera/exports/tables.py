"""Claims as JSON lines, CSV and Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from foedera.exports.select import COLUMNS, Selection
from foedera.files import replacing, written

# Columns whose text comes from outside: a spreadsheet would run a cell that begins like a formula.
_OUTSIDE = ("bodies", "name", "items", "place", "scope", "paraphrase", "quote", "source_title", "unit", "locator")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BATCH = 20_000


def jsonl(selection: Selection, path: Path) -> int:
    """One claim a line as in claims.md, with its id, source and locator; how many."""
    count = 0
    with written(path) as out:
        for stored in selection.claims():
            count += 1
            extra = {"id": stored.id, "source": stored.source, "locator": stored.locator}
            out.write(json.dumps({**stored.claim.to_dict(), **extra}, ensure_ascii=False) + "\n")
    return count


def to_csv(selection: Selection, path: Path) -> int:
    """One row a claim; see `select.COLUMNS`. Text that a spreadsheet would run gets an apostrophe before it."""
    count = 0
    with written(path) as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in selection.rows():
            count += 1
            writer.writerow(_harmless(row))
    return count


def _harmless(row: dict[str, Any]) -> dict[str, Any]:
    risky = {c: f"'{row[c]}" for c in _OUTSIDE if isinstance(row[c], str) and row[c].startswith(_FORMULA)}
    return {**row, **risky} if risky else row


def parquet(selection: Selection, path: Path) -> int:
    """The columns of the CSV, typed: text, whole numbers (start, end), floating point (amount)."""
    import polars as pl

    numbers = {"start": pl.Int64, "end": pl.Int64, "amount": pl.Float64}
    schema = {c: numbers.get(c, pl.String) for c in COLUMNS}
    parts = [pl.DataFrame(rows, schema=schema) for rows in _batches(selection)]
    frame = pl.concat(parts) if parts else pl.DataFrame(schema=schema)
    with replacing(path) as temporary:
        frame.write_parquet(temporary)
    return frame.height


def _batches(selection: Selection) -> Iterator[list[dict[str, Any]]]:
    rows = selection.rows()
    while batch := list(islice(rows, _BATCH)):
        yield batch
