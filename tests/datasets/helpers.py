"""Small tables in the publishers' columns, written for the tests."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from foedera.datasets import atop


def write_csv(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(columns), restval="0")
        writer.writeheader()
        writer.writerows(rows)
    return path


ATOP_COLUMNS = ("atopid", *(c for c in atop.MEMBER_COLUMNS if c != "atopid"), "version")


def member_row(number: int, **cells: object) -> dict[str, object]:
    """A member row of a made-up alliance 9000, signed 1950-01-02 and in effect, unless told otherwise."""
    row: dict[str, object] = {"atopid": 9000, "member": number, "version": "5.1"}
    row |= {"yrent": 1950, "moent": 1, "dayent": 2, "defense": 1}
    return row | cells


def write_atop(path: Path, *rows: Mapping[str, object]) -> Path:
    return write_csv(path, ATOP_COLUMNS, rows)
