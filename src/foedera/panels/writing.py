"""A panel as a file - Parquet, CSV, Stata, Arrow - with a codebook beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from foedera.errors import BadInput, MissingExtra
from foedera.files import replacing
from foedera.panels.columns import Column, citation, describe
from foedera.panels.keys import is_directed, keys_of

FORMATS = {
    ".parquet": "Parquet",
    ".csv": "CSV",
    ".dta": "Stata",
    ".arrow": "Arrow",
    ".feather": "Arrow",
    ".ipc": "Arrow",
}
"""Endings of files that `write` knows."""

_LABEL = 80  # longest label of a Stata variable
_STATA = 32  # longest name of a Stata variable


def write(
    panel: pl.DataFrame, path: str | Path, *, notes: Sequence[str] = (), versions: Sequence[str] = ()
) -> tuple[Path, Path]:
    """Writes the panel, by the ending of `path`, and `PATH.codebook.md` beside it; gives back both paths.

    Stata files carry each column's meaning as its label. `notes`: what steps left out (see
    `panels.notes`); `versions`: the files that went in. Raises BadInput for another ending or a
    folder that is not there.
    """
    target = Path(path)
    if target.suffix.lower() not in FORMATS:
        raise BadInput(f"'{target.name}' should end in {', '.join(FORMATS)}: the ending says what to write.")
    with replacing(target) as temporary:
        _written(panel, temporary)
    beside = target.with_name(f"{target.name}.codebook.md")
    with replacing(beside) as temporary:
        temporary.write_text(codebook(panel, title=target.name, notes=notes, versions=versions), encoding="utf-8")
    return target, beside


def _written(panel: pl.DataFrame, path: Path) -> None:
    kind = FORMATS[path.suffix.lower()]
    if kind == "Parquet":
        panel.write_parquet(path)
    elif kind == "CSV":
        panel.write_csv(path)
    elif kind == "Arrow":
        panel.write_ipc(path)
    else:
        _stata(panel, path)


def _stata(panel: pl.DataFrame, path: Path) -> None:
    try:
        import pyreadstat
    except ImportError as error:
        raise MissingExtra("Stata files need the package pyreadstat: pip install pyreadstat.") from error
    names = [c[:_STATA] for c in panel.columns]
    if len(set(names)) < len(names):
        raise BadInput(f"Stata's names have {_STATA} characters, and two columns would be one: rename them.")
    labels: list[str | None] = [_short(describe(c), c) for c in panel.columns]
    pyreadstat.write_dta(panel.rename(dict(zip(panel.columns, names, strict=True))), str(path), column_labels=labels)


def _short(column: Column | None, name: str) -> str:
    text = column.says if column else name
    return text if len(text) <= _LABEL else text[: _LABEL - 3].rstrip() + "..."


def codebook(
    panel: pl.DataFrame, *, title: str = "Panel", notes: Sequence[str] = (), versions: Sequence[str] = ()
) -> str:
    """The codebook of a panel, in Markdown: unit, columns, meaning, source, coverage, citations, notes."""
    known = [(c, describe(c)) for c in panel.columns]
    lines = [f"# Codebook of {title}", "", *_unit(panel), ""]
    lines += ["| column | says | source | covers | values |", "|---|---|---|---|---|"]
    lines += [_row(panel, c, column) for c, column in known]
    sources = dict.fromkeys(column.source for _, column in known if column)
    lines += ["", "## Cite", "", *(f"* `{s}`: {citation(s)}" for s in sources)]
    for heading, items in (("Files that went in", versions), ("What is left out, unknown or assumed", notes)):
        if items:
            lines += ["", f"## {heading}", "", *(f"* {i}" for i in items)]
    return "\n".join(lines) + "\n"


def _unit(panel: pl.DataFrame) -> list[str]:
    keys = keys_of(panel)
    unit = "state-year"
    if keys.dyadic:
        unit = "directed dyad-year" if is_directed(panel, keys) else "dyad-year (not directed)"
    span = f", {_extreme(panel, 'year', 'min')} to {_extreme(panel, 'year', 'max')}" if panel.height else ""
    return [
        f"Unit: {unit}. {panel.height:,} rows{span}. A value is empty where the source does not reach, "
        "and 0 only where it looked and found none."
    ]


def _extreme(panel: pl.DataFrame, name: str, which: str) -> str:
    """The least or greatest value of a numeric column, short."""
    value = panel[name].min() if which == "min" else panel[name].max()
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _row(panel: pl.DataFrame, name: str, column: Column | None) -> str:
    series = panel[name]
    empty = series.null_count()
    numeric = series.dtype.is_numeric() and empty < panel.height
    span = f"{_extreme(panel, name, 'min')} to {_extreme(panel, name, 'max')}"
    values = span if numeric else str(series.dtype).lower()
    if empty:
        values += f"; {empty:,} empty"
    if column is None:
        return f"| `{name}` | (not a column of Foedera's) | | | {values} |"
    return f"| `{name}` | {column.says} | {column.source} | {column.covers} | {values} |"
