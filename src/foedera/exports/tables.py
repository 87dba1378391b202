"""Claims as JSON lines, CSV and Parquet."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from foedera.exports.select import COLUMNS, Selection
from foedera.exports.writing import written


def jsonl(selection: Selection, path: Path) -> None:
    """One claim a line as in claims.md, with its id, source and locator."""
    with written(path) as out:
        for stored in selection.claims:
            extra = {"id": stored.id, "source": stored.source, "locator": stored.locator}
            out.write(json.dumps({**stored.claim.to_dict(), **extra}, ensure_ascii=False) + "\n")


def to_csv(selection: Selection, path: Path) -> None:
    """One row a claim; see `select.COLUMNS`."""
    with written(path) as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(selection.rows())


def parquet(selection: Selection, path: Path) -> None:
    """The columns of the CSV, typed: text, whole numbers (start, end), floating point (amount)."""
    import polars as pl

    from foedera.exports.writing import replacing

    numbers = {"start": pl.Int64, "end": pl.Int64, "amount": pl.Float64}
    schema = {c: numbers.get(c, pl.String) for c in COLUMNS}
    frame = pl.DataFrame(list(selection.rows()), schema=schema)
    with replacing(path) as temporary:
        frame.write_parquet(temporary)
