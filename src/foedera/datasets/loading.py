"""Publishers' tables as Polars DataFrames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from foedera.datasets import files, formats
from foedera.datasets.intake import likely
from foedera.datasets.registry import DataSet, TableSpec
from foedera.errors import BadTable


def load_table(found: DataSet, path: Path, table: str | None) -> pl.DataFrame:
    """The table of that name, or the first of the data set's tables that `path` holds."""
    specs = [found.table(table)] if table else list(found.tables)
    return find_table(found, path, specs)[1]


def find_table(
    found: DataSet, path: Path, specs: list[TableSpec], only: Sequence[str] | None = None
) -> tuple[str, pl.DataFrame]:
    """The file's name and the table of the first of `specs` that `path` holds; raises BadTable."""
    names = files.candidates(path)
    for spec in specs:
        for name in likely(names, spec):
            file = files.read(path, name)
            table = formats.frame(file, header=spec.columns, only=only)
            if _has(table.columns, spec):
                return file.name, table
    wanted = ", ".join(f"'{spec.files[0]}'" for spec in specs[:4])
    raise BadTable(f"'{path.name}' holds no {found.name} table: give {wanted} as published.")


def _has(columns: Sequence[str], spec: TableSpec) -> bool:
    """Has the file the table's columns? Versions differ in capitals (stateA, STATEA)."""
    return {c.casefold() for c in spec.columns} <= {c.casefold() for c in columns}
