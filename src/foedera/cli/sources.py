"""`foedera sources`: what the record rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from foedera.cli import output
from foedera.cli.options import format_option, opened, record_option, sources_option

if TYPE_CHECKING:
    from foedera.record import Record

COLUMNS = ("source", "title", "issued", "grade", "claims", "may_be_passed_on", "address")


@click.command("sources")
@click.argument("source", metavar="[KEY|ID]", required=False)
@click.option("--coverage", is_flag=True, help="Print where each source says that it is complete.")
@format_option("table", "json", "jsonl", "csv")
@sources_option
@record_option
def command(source: str | None, coverage: bool, form: str, sources: list[str] | None, record_at: str | None) -> None:
    """List the sources of the record.

    With KEY, or the id of a claim, all that is known of that one source. The grade is the Admiralty
    code's reliability, A to E; F is not judged.
    """
    with opened(record_at, sources) as record:
        if source:
            _one(record, source, form)
            return
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


def _one(record: Record, asked: str, form: str) -> None:
    """One source with all its fields but the text, and how many claims it makes."""
    from dataclasses import asdict

    from foedera.cli.search import source_key

    found = record.source(source_key(record, asked))
    known = {k: v for k, v in asdict(found).items() if v is not None and k != "text"}
    known["characters"] = len(found.text) if found.text else None
    row = {k: v for k, v in known.items() if v is not None}
    if form in ("json", "jsonl"):
        output.emit([row], form, ())
    else:
        output.emit([{"field": k, "value": v} for k, v in row.items()], form, ("field", "value"))


def _coverage(statements: list[Any], form: str) -> None:
    from dataclasses import asdict

    columns = ("source", "relation", "organisation", "framework", "obligations", "actors", "period", "statement")
    output.emit([asdict(s) for s in statements], form, columns)
