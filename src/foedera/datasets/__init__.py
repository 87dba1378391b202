"""The field's data sets: publishers' files in, tables out, and claims with coverage for the record.

* `DATASETS` - what there is: versions, citation, licence, coverage, known row counts, quirks
* `load(name, path)` - a publisher's table as a Polars DataFrame
* `import_into(record, name, path)` - the same as claims in a record, with a report of what was skipped
* `link(record)` - which instruments of different sources are the same treaty; `same`, `apart` for people
* `foedera.datasets.starter.load_into(record)` - the facts that come with Foedera
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from foedera.datasets.importing import Report, import_into
from foedera.datasets.linkage import apart, link, same
from foedera.datasets.registry import DataSet, TableSpec, all_datasets, dataset

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "load",
    "import_into",
    "Report",
    "DATASETS",
    "DataSet",
    "TableSpec",
    "dataset",
    "link",
    "same",
    "apart",
]


class _Lazy(Mapping[str, DataSet]):
    """The registry as a mapping that is read when first used."""

    def __getitem__(self, name: str) -> DataSet:
        return all_datasets()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(all_datasets())

    def __len__(self) -> int:
        return len(all_datasets())


DATASETS: Mapping[str, DataSet] = _Lazy()


def load(name: str, path: str | Path, *, table: str | None = None) -> pl.DataFrame:
    """A data set's table, one row as its unit says, with the publisher's columns unchanged.

    `path` is a file, the folder of a download, or a zip. `table` names the table (default: the
    first of the data set that is there). Cleaned columns are added where docs/datasets.md says so,
    none is changed. Raises BadTable, with what was looked for, when there is no such file.
    """
    from foedera.datasets.loading import load_table

    return load_table(dataset(name), Path(path), table)
