"""The registry as Markdown: the second half of docs/datasets.md, written by `python -m foedera.datasets.describe`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from foedera.datasets.registry import DataSet, TableSpec, all_datasets

MARK = "<!-- from here on: python -m foedera.datasets.describe -->"


def markdown() -> str:
    """Every data set: what it is, its tables and their rows, licence, quirks, citation."""
    return "\n\n".join(part for found in all_datasets().values() for part in _section(found)) + "\n"


def _section(found: DataSet) -> Iterator[str]:
    yield f"### `{found.name}`: {found.title}"
    yield "\n".join(
        (
            f"* {found.publisher}, {found.issued}; <{found.address}>",
            f"* versions known: {', '.join(found.versions)}",
            f"* covers {found.coverage}",
            f"* one row of its main file: {found.unit}; reliability {found.reliability}",
            f"* becomes claims of: {', '.join(found.becomes) or 'nothing (a list, for panels)'}",
            f"* licence: {found.licence}; may be passed on: {_yes(found.may_be_passed_on)}",
        )
    )
    yield "\n".join(("| table | one row | file | rows |", "|---|---|---|---|", *map(_line, found.tables)))
    if found.quirks:
        yield "\n".join(f"* {quirk}" for quirk in found.quirks)
    yield f"```bibtex\n{found.citation.strip()}\n```"


def _yes(answer: bool | None) -> str:
    return {True: "yes", False: "no", None: "not stated"}[answer]


def _line(table: TableSpec) -> str:
    rows = ", ".join(f"{count:,} ({version})" for version, count in table.rows.items())
    return f"| {table.name} | {table.unit} | `{table.files[0]}` | {rows or 'not counted'} |"


def rewrite(page: Path) -> None:
    """Puts the registry below the mark of a page."""
    above = page.read_text(encoding="utf-8").partition(MARK)[0]
    page.write_text(f"{above}{MARK}\n\n{markdown()}", encoding="utf-8")


if __name__ == "__main__":
    rewrite(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/datasets.md"))
