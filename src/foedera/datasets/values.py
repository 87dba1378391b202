"""Cells of a publisher's row as numbers and dates; what cannot be read skips the row, never guesses."""

from __future__ import annotations

import re
from datetime import date

from foedera.datasets.files import Row
from foedera.dates import Date
from foedera.errors import BadDate

_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,10})?([eE][+-]?\d{1,2})?")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class SkippedRow(Exception):
    """This row cannot be used; the message says why. Importers catch it and report file and line."""


def number(row: Row, column: str) -> float:
    """The number in `column`; raises SkippedRow when it holds none."""
    text = row[column].strip()
    if not _NUMBER.fullmatch(text):
        raise SkippedRow(f"{column} is '{text[:40]}', not a number")
    return float(text)


def whole(row: Row, column: str) -> int:
    """The whole number in `column` ("640", "640.0"); raises SkippedRow when it holds none."""
    value = number(row, column)
    if value != int(value):
        raise SkippedRow(f"{column} is {value}, not a whole number")
    return int(value)


def calendar_year(row: Row, column: str) -> int:
    """The year in `column`; raises SkippedRow for what is no year of the last or next centuries."""
    value = whole(row, column)
    if not 1000 <= value <= 2200:
        raise SkippedRow(f"{column} is {value}, no year")
    return value


def maybe(row: Row, column: str, *missing: int) -> int | None:
    """The whole number in `column`; None when it is blank, NA or one of the codes `missing`."""
    if row[column].strip() in ("", "NA", "."):
        return None
    value = whole(row, column)
    return None if value in missing else value


def flag(row: Row, column: str) -> bool:
    """Is `column` 1? A cell that is neither a number nor blank skips the row."""
    return maybe(row, column) == 1


def edtf(year: int | None, month: int | None, day: int | None) -> str | None:
    """The EDTF date of year, month and day; unknown parts are None, None for no year.

    Raises SkippedRow when the parts are no day of the calendar.
    """
    if year is None:
        return None
    text = f"{year:04d}" if month is None else f"{year:04d}-{month:02d}"
    if month is not None and day is not None:
        text += f"-{day:02d}"
    return checked(text)


def checked(text: str) -> str:
    """`text` when it is an EDTF date; raises SkippedRow otherwise."""
    try:
        Date.parse(text)
    except BadDate as error:
        raise SkippedRow(str(error)) from error
    return text


def first_day(text: str) -> date:
    """The first day that an EDTF date can mean."""
    return Date.parse(text).earliest or date.min


def last_day(text: str) -> date:
    """The last day that an EDTF date can mean."""
    return Date.parse(text).latest or date.max


def span(start: str, end: str | None) -> str:
    """The EDTF interval from `start` to `end` (None: open); raises SkippedRow if it ends first."""
    return checked(f"{start}/{end or '..'}")


def quote(row: Row, columns: tuple[str, ...]) -> str:
    """The row as evidence: its filled cells, `column=value`."""
    return " ".join(f"{c}={row[c].strip()}" for c in columns if row[c].strip())
