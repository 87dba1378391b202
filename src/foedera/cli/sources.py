"""`foedera sources`: what the record rests on."""

from __future__ import annotations

from typing import Any

import click

from foedera.cli import output
from foedera.cli.options import format_option, opened, record_option, sources_option

COLUMNS = ("source", "title", "issued", "grade", "claims", "may_be_passed_on", "address")


@click.command("sources")
@click.option("--coverage", is_flag=True, help="Print where each source says that it is complete.")
@format_option("table", "json", "jsonl", "csv")
@sources_option
@record_option
def command(coverage: bool, form: str, sources: list[str] | None, record_at: str | None) -> None:
    """List the sources of the record.

    The grade is the Admiralty code's reliability, A to E; F is not judged.
    """
    with opened(record_at, sources) as record:
        if coverage:
            _coverage(record.coverage(groups=sources), form)
            return
        counted = record.source_counts(sources)
    rows: list[dict[str, Any]] = [
        {
            "source": c.source.key,
            "title": c.source.title,
            "issued": c.source.issued,
            "grade": c.source.reliability,
            "claims": c.claims,
            "may_be_passed_on": {True: "yes", False: "no", None: "unknown"}[c.source.may_be_passed_on],
            "address": c.source.address,
            "licence": c.source.licence,
            "version": c.source.version,
        }
        for c in counted
    ]
    output.emit(rows, form, COLUMNS)
    if form == "table":
        click.echo(f"{len(rows)} sources")


def _coverage(statements: list[Any], form: str) -> None:
    from dataclasses import asdict

    columns = ("source", "relation", "organisation", "framework", "obligations", "actors", "period", "statement")
    output.emit([asdict(s) for s in statements], form, columns)
