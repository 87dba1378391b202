"""What an importer works with: the files of a data set, the version they are, and what was skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from foedera.claim import Claim, faults
from foedera.datasets import files
from foedera.datasets.files import Row, Rows
from foedera.datasets.registry import DataSet, TableSpec
from foedera.datasets.values import SkippedRow
from foedera.errors import BadTable
from foedera.record.model import Coverage

if TYPE_CHECKING:
    import polars as pl

Pair = tuple[str, Claim]
Skipped = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an importer makes of a data set: its version, (locator, claim) pairs, and coverage.

    `partial` files hold what the user asked the publisher for (one state's arms), so that a newer
    one adds to the earlier ones and does not take their place.
    """

    version: str
    pairs: list[Pair]
    coverage: list[Coverage] = field(default_factory=list)
    partial: bool = False


@dataclass(slots=True)
class Intake:
    """One import: where the files are, and what has been skipped or found odd so far."""

    dataset: DataSet
    path: Path
    everything: bool = False
    skipped: list[Skipped] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def find(self, table: str) -> Rows | None:
        """The rows of a table; None when the path holds no file of it."""
        spec = self.dataset.table(table)
        for name in likely(files.candidates(self.path), spec):
            rows = files.peek(self.path, name, spec.columns)
            if rows is not None:
                self.skipped.extend(rows.broken)
                return rows
        return None

    def rows(self, *tables: str) -> tuple[str, Rows]:
        """The first of `tables` that the path holds, with its name; raises BadTable if it has none."""
        for table in tables:
            found = self.find(table)
            if found is not None:
                return table, found
        wanted = " or ".join(f"'{self.dataset.table(t).files[0]}'" for t in tables)
        raise BadTable(f"'{self.path.name}' holds no {self.dataset.name} file: give {wanted} as published.")

    def each(self, rows: Iterable[Row], make: Callable[[Row], Iterable[Pair]]) -> Iterator[Pair]:
        """The pairs that `make` gives for each row; a row that it skips is reported, never guessed."""
        for row in rows:
            try:
                pairs = [_sound(pair) for pair in make(row)]
            except SkippedRow as reason:
                self.skipped.append((row.file, row.line, str(reason)))
            else:
                yield from pairs

    def version(self, table: str, rows: Rows, column: str | None = None) -> str:
        """The version of a table: what its version column says, else the one with its number of rows."""
        labels = self.dataset.version_labels
        if column and rows.rows:
            stated = rows.rows[0][column].strip()
            if stated:
                return labels.get(stated, stated[:40])
        return self.version_by_rows(table, len(rows.rows))

    def version_by_rows(self, table: str, count: int) -> str:
        """The version with that number of rows; the data set's only version; else "unknown"."""
        known = self.dataset.table(table).rows
        versions = self.dataset.versions
        fallback = versions[0] if len(versions) == 1 else "unknown"
        return next((v for v, rows in known.items() if rows == count), fallback)

    def frame(self, table: str, only: Sequence[str] | None = None) -> tuple[str, pl.DataFrame]:
        """A wide table as a Polars frame, with its file's name; raises BadTable when it is not there.

        With `only`, those of its columns alone.
        """
        from foedera.datasets import loading

        return loading.find_table(self.dataset, self.path, [self.dataset.table(table)], only)

    def complete(self, table: str, rows: Rows, version: str) -> bool:
        """Has the table all rows of its version? If not, says so: its silence is then no evidence."""
        return self.complete_rows(table, rows.file, len(rows.rows), version)

    def complete_rows(self, table: str, file: str, count: int, version: str) -> bool:
        known = self.dataset.table(table).rows.get(version)
        if known == count:
            return True
        expected = f"version {version} has {known}" if known else f"version '{version}' is not known here"
        self.warnings.append(f"{file} has {count} rows, {expected}: claims are taken, coverage is not.")
        return False


def likely(names: list[str], spec: TableSpec) -> list[str]:
    """File names to try: those that look right first; all of them, for a file that was renamed."""
    fits = files.matching(names, spec.files)
    return fits or (names if len(names) == 1 else [])


def _sound(pair: Pair) -> Pair:
    problems = faults(pair[1])
    if problems:
        raise SkippedRow(problems[0])
    return pair
