"""`foedera import`: a publisher's data set into the record."""

from __future__ import annotations

from typing import Any

import click

from foedera.cli import output
from foedera.cli.options import format_option, opened, record_option

COLUMNS = ("name", "title", "versions", "licence", "may_be_passed_on")


@click.command("import")
@click.argument("name", metavar="[NAME]", required=False)
@click.argument("path", metavar="[PATH]", required=False)
@click.option("--list", "listing", is_flag=True, help="List the data sets that can be imported.")
@click.option("--all", "everything", is_flag=True, help="Also what lies outside security affairs, where a set has it.")
@format_option("table", "json", "jsonl", "csv")
@record_option
def command(
    name: str | None, path: str | None, listing: bool, everything: bool, form: str, record_at: str | None
) -> None:
    """Import a data set that you have downloaded.

    NAME is one of those that --list shows; PATH is the file, or the folder of the download.
    Rows that cannot be read are named and left out. Importing twice adds nothing.
    """
    from foedera import datasets
    from foedera.errors import BadInput

    if listing:
        output.emit([row(d) for d in datasets.DATASETS.values()], form, COLUMNS)
        return
    if not name or not path:
        raise BadInput("Say which data set and where it is: foedera import NAME PATH (foedera import --list).")
    with opened(record_at) as record:
        report = datasets.import_into(record, name, path, everything=everything)
    for file, line, reason in report.skipped:
        click.echo(f"foedera: {file}, line {line}: {reason}; left out.", err=True)
    told = {
        "name": name,
        "version": report.version,
        "added": report.added,
        "skipped": len(report.skipped),
    }
    output.emit([told], form, tuple(told))


def row(dataset: Any) -> dict[str, Any]:
    """A data set as a row of the list."""
    return {
        "name": dataset.name,
        "title": dataset.title,
        "versions": dataset.versions,
        "licence": dataset.licence,
        "may_be_passed_on": {True: "yes", False: "no", None: "unknown"}[dataset.may_be_passed_on],
    }
