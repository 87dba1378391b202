"""`foedera export`: what the record holds, in the formats of others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foedera.cli.options import opened, record_option, sources_option

if TYPE_CHECKING:
    from foedera.exports.select import Selection
    from foedera.record import Record

# Format -> (module of foedera.exports, its function, what it writes one of)
FORMATS: dict[str, tuple[str, str, str]] = {
    "jsonl": ("tables", "jsonl", "claims"),
    "csv": ("tables", "to_csv", "claims"),
    "parquet": ("tables", "parquet", "claims"),
    "ftm": ("ftm", "export", "entities"),
    "gexf": ("network", "gexf", "edges"),
    "graphml": ("network", "graphml", "edges"),
    "bibtex": ("bibtex", "export", "citations"),
}


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(tuple(FORMATS)))
@click.option("-o", "--output", "out", required=True, metavar="FILE", help="Where to write.")
@click.option("--include-restricted", is_flag=True, help="Also sources that may not be passed on: for your own use.")
@sources_option
@record_option
def command(form: str, out: str, include_restricted: bool, sources: list[str] | None, record_at: str | None) -> None:
    """Write the record's claims, ties or citations for other programs.

    FORMAT is jsonl, csv or parquet (claims), ftm (FollowTheMoney entities), gexf or graphml (the
    network of ties), or bibtex (citations). Sources that may not be passed on are left out, and
    named. The file is whole or not there.
    """
    from foedera.exports.select import select

    path = Path(out)
    with opened(record_at, sources) as record:
        if form == "bibtex":
            # A citation may always be passed on.
            count = _bibtex(record, sources, path)
        else:
            selection = select(record, sources, restricted=include_restricted)
            count = _writer(form)(selection, path)
            _say_left_out(selection)
    click.echo(f"{path.name}: {count:,} {FORMATS[form][2]}")


def _writer(form: str) -> Callable[[Selection, Path], int]:
    from importlib import import_module

    module, function, _ = FORMATS[form]
    writer: Callable[[Selection, Path], int] = getattr(import_module(f"foedera.exports.{module}"), function)
    return writer


def _bibtex(record: Record, sources: list[str] | None, path: Path) -> int:
    from foedera.exports import bibtex

    return bibtex.export(record.sources(sources), path)


def _say_left_out(selection: Selection) -> None:
    """One line on stderr for each source that was left out, and how to have it."""
    for source, claims in selection.left_out:
        why = "it may not be passed on" if source.may_be_passed_on is False else "its rights are not known"
        click.echo(f"foedera: Left out, {why}: {source.title} ({claims:,} claims).", err=True)
    if selection.left_out:
        click.echo("foedera: --include-restricted takes it too, for your own use.", err=True)
