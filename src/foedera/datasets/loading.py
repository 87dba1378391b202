"""Publishers' tables as Polars DataFrames."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedera.datasets import files, formats
from foedera.datasets.intake import likely
from foedera.datasets.registry import DataSet, TableSpec
from foedera.errors import BadTable


def load_table(found: DataSet, path: Path, table: str | None) -> pl.DataFrame:
    """The table of that name, or the first of the data set's tables that `path` holds."""
    specs = [found.table(table)] if table else list(found.tables)
    names = files.candidates(path)
    for spec in specs:
        for name in likely(names, spec):
            loaded = _try(path, name, spec)
            if loaded is not None:
                return loaded
    wanted = ", ".join(f"'{spec.files[0]}'" for spec in specs[:4])
    raise BadTable(f"'{path.name}' holds no {found.name} table: give {wanted} as published.")


def _try(path: Path, name: str, spec: TableSpec) -> pl.DataFrame | None:
    table = formats.frame(files.read(path, name), header=spec.columns)
    return table if set(spec.columns) <= set(table.columns) else None
