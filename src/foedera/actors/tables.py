"""Reads the tables in `data/`; a row that cannot be read is named by file and line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

from foedera.errors import BadTable

DATA = Path(str(resources.files("foedera.actors") / "data"))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table with where it stands, for messages."""

    values: dict[str, str]
    file: str
    line: int

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def bad(self, why: str) -> BadTable:
        """The error to raise when this row is wrong."""
        return BadTable(f"{self.file}, line {self.line}: {why}.")

    def needed(self, column: str) -> str:
        """The value of a column that may not be empty."""
        if not self.values[column]:
            raise self.bad(f"the column '{column}' is empty; fill it in")
        return self.values[column]

    def optional(self, column: str) -> str | None:
        """The value of a column, None when it is empty."""
        return self.values[column] or None

    def several(self, column: str) -> tuple[str, ...]:
        """The values of a column that holds several, separated by `|`."""
        return tuple(part.strip() for part in self.values[column].split("|") if part.strip())

    def one_of(self, column: str, allowed: tuple[str, ...]) -> str:
        """The value of a column that must be one of `allowed`."""
        value = self.values[column]
        if value not in allowed:
            raise self.bad(f"{column} is '{value}'; write one of {', '.join(allowed)}")
        return value

    def whole(self, column: str) -> int:
        """The value of a column of whole numbers."""
        try:
            return int(self.values[column])
        except ValueError:
            raise self.bad(f"{column} is '{self.values[column]}', not a whole number") from None

    def years(self, first: str, last: str) -> tuple[int, int] | None:
        """First and last year of a stretch, an empty one open (0, 9999); None when both are empty."""
        if not self.values[first] and not self.values[last]:
            return None
        return self.whole(first) if self.values[first] else 0, self.whole(last) if self.values[last] else 9999

    def day(self, column: str) -> date | None:
        """The value of a column of days, None when it is empty (an open end)."""
        value = self.values[column]
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.bad(f"{column} is '{value}'; write a day as 1991-12-26, or nothing") from None


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a CSV file with exactly these columns; empty lines and lines from `#` are skipped."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadTable(f"{path.name} cannot be read ({error}); put the table back.") from error
    reader = csv.reader(text.splitlines(), strict=True)
    try:
        yield from _checked(reader, path.name, columns)
    except csv.Error as error:
        raise BadTable(f"{path.name}, line {reader.line_num}: not a CSV row ({error}).") from error


def _checked(reader: Iterator[list[str]], file: str, columns: tuple[str, ...]) -> Iterator[Row]:
    header: tuple[str, ...] | None = None
    for values in reader:
        line: int = reader.line_num  # type: ignore[attr-defined]
        if not values or values[0].startswith("#"):
            continue
        if header is None:
            header = _header(tuple(values), file, line, columns)
            continue
        if len(values) != len(header):
            raise BadTable(f"{file}, line {line}: {len(values)} columns where the header has {len(header)}.")
        cells = (value.strip() for value in values)
        yield Row(dict(zip(header, cells, strict=True)), file, line)


def _header(found: tuple[str, ...], file: str, line: int, columns: tuple[str, ...]) -> tuple[str, ...]:
    if found != columns:
        raise BadTable(f"{file}, line {line}: the columns must be {','.join(columns)}.")
    return found


@cache
def table(name: str, columns: str) -> tuple[Row, ...]:
    """The rows of one of our tables; `columns` is its header line."""
    return tuple(rows(DATA / name, tuple(columns.split(","))))
