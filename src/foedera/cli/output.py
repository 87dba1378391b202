"""How answers are printed: a table for people, JSON, JSON lines or CSV for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

import click

# Width of a table that is not printed on a terminal.
WIDTH = 120


def emit(rows: Iterable[Mapping[str, Any]], form: str, columns: Sequence[str], *, ratios: Sequence[int] = ()) -> None:
    """Prints rows in the form that was chosen; `columns` are those of a table or CSV."""
    if form == "jsonl":
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    elif form == "json":
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(to_csv(rows, columns), nl=False)
    else:
        table(rows, columns, ratios=ratios)


def to_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """CSV with a header; lists are joined with '; '."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([plain(row.get(c)) for c in columns] for row in rows)
    return out.getvalue()


def table(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], *, title: str = "", ratios: Sequence[int] = ()
) -> None:
    """A table of text columns, as wide as the terminal; `ratios` shares the width between them."""
    from rich import box
    from rich.table import Table

    grid = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False, expand=bool(ratios))
    for column, ratio in zip_longest(columns, ratios):
        grid.add_column(column.replace("_", " "), overflow="fold", vertical="top", ratio=ratio)
    for row in rows:
        grid.add_row(*(styled(column, row.get(column)) for column in columns))
    show(grid)


def show(thing: Any) -> None:
    """Prints something of rich, in colour only on a terminal."""
    console().print(thing)


def console() -> Any:
    """A console on stdout; its width is fixed where there is no terminal, so that output is stable."""
    import sys

    from rich.console import Console

    terminal = sys.stdout.isatty()
    return Console(width=None if terminal else WIDTH, highlight=False, soft_wrap=False, emoji=False, markup=False)


_COLOURS = {"supported": "green", "contradicted": "red", "disputed": "yellow"}


def styled(column: str, value: Any) -> Any:
    """A cell; verdicts have a colour as a help."""
    from rich.text import Text

    text = clean(plain(value))
    return Text(text, style=_COLOURS.get(text.split()[0], "") if column == "verdict" and text else "")


def plain(value: Any) -> str:
    """A value as one cell of text."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(plain(v) for v in value)
    return str(value)


def clean(text: str) -> str:
    """Text from outside without control characters, so that it cannot drive the terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)


def shortened(text: str, limit: int = 160) -> str:
    """One line of at most `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 3].rstrip() + "..."
