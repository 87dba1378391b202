"""What each data set is: versions, citation, licence, coverage, tables and quirks, from `registry.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from foedera.errors import BadInput


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table of a data set: how its file is told apart, and its rows in each known version.

    `files` are patterns of the publisher's file names, `columns` those that every version has
    (they tell the table apart when the file was renamed), `rows` the rows of each version.
    """

    name: str
    unit: str
    files: tuple[str, ...]
    columns: tuple[str, ...]
    rows: Mapping[str, int] = field(default_factory=dict)
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set that Foedera reads, as `foedera import --list` and `foedera cite` show it.

    `may_be_passed_on` is None where the publisher states no terms; `version_labels` turns the
    values of the files' own version column into a version's usual name.
    """

    name: str
    title: str
    publisher: str
    author: str
    issued: str
    address: str
    versions: tuple[str, ...]
    citation: str
    licence: str
    may_be_passed_on: bool | None
    coverage: str
    unit: str
    reliability: str
    becomes: tuple[str, ...]
    tables: tuple[TableSpec, ...]
    quirks: tuple[str, ...] = ()
    version_labels: Mapping[str, str] = field(default_factory=dict)

    def table(self, name: str) -> TableSpec:
        """The table of that name; raises BadInput naming those there are."""
        for table in self.tables:
            if table.name == name:
                return table
        known = ", ".join(t.name for t in self.tables)
        raise BadInput(f"'{self.name}' has no table '{name}': take one of {known}.")


@lru_cache(maxsize=1)
def all_datasets() -> dict[str, DataSet]:
    """Every data set by name, in the order of the registry."""
    text = (files("foedera.datasets") / "registry.toml").read_text(encoding="utf-8")
    return {entry["name"]: _dataset(entry) for entry in tomllib.loads(text)["dataset"]}


def dataset(name: str) -> DataSet:
    """The data set of that name; raises BadInput naming those there are."""
    found = all_datasets().get(name.strip().lower().replace("_", "-"))
    if found is None:
        known = ", ".join(all_datasets())
        raise BadInput(f"There is no data set '{name[:60]}': take one of {known}.")
    return found


def _dataset(entry: Mapping[str, Any]) -> DataSet:
    plain = _tuples({k: v for k, v in entry.items() if k != "table"})
    may = {"yes": True, "no": False}.get(plain.pop("passing_on", "not stated"))
    tables = tuple(TableSpec(**_tuples(t)) for t in entry["table"])
    return DataSet(**plain, may_be_passed_on=may, tables=tables)


def _tuples(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
