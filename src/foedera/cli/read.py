"""`foedera read`: texts in, claims out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from foedera.cli import output
from foedera.cli.options import format_option, opened, record_option

if TYPE_CHECKING:
    from foedera.claim import Claim
    from foedera.documents import Document

COLUMNS = ("doc", "quote", "relation", "actors", "name", "date", "rule")


@click.command("read")
@click.argument("paths", metavar="FILE|DIR|-...", nargs=-1, required=True)
@format_option("table", "jsonl", "json", "csv")
@click.option("--store", is_flag=True, help="Keep the texts and their claims in the record.")
@click.option("--strict", is_flag=True, help="Only the claims that the reader is surest of.")
@click.option("--explain", is_flag=True, help="Print, for each sentence, what each stage of reading saw.")
@record_option
def command(paths: tuple[str, ...], form: str, store: bool, strict: bool, explain: bool, record_at: str | None) -> None:
    """Read the claims out of texts.

    Each FILE is read; of a DIR every file below it; - is standard input. Files that cannot be read
    are named at the end, and the exit code is then 2; the others are read all the same.
    """
    from foedera.cli.inputs import documents_of, finish

    record = opened(record_at) if store else None
    rows: list[dict[str, Any]] = []
    failures: list[str] = []
    for document in documents_of(paths, failures):
        claims = _read(document, strict, explain)
        if record is not None:
            from foedera import api

            api.store(record, document, claims)
        found = [row(document, claim) for claim in claims]
        if form == "jsonl" and not explain:
            output.emit(found, form, COLUMNS)
        else:
            rows += found
    if not explain and form != "jsonl":
        output.emit([short(r) for r in rows] if form in ("table", "csv") else rows, form, COLUMNS)
    finish(failures)


def _read(document: Document, strict: bool, explain: bool) -> list[Claim]:
    from foedera import reading

    if explain:
        click.echo(reading.explain(document))
    return reading.read(document, strict=strict)


def row(document: Document, claim: Claim) -> dict[str, Any]:
    """A claim as in claims.md, with the document's name."""
    return {"doc": document.stem, **claim.to_dict()}


def short(data: dict[str, Any]) -> dict[str, Any]:
    """A row for a table: actors with roles as one cell, denials marked."""
    actors = [f"{a['code'] or a.get('body')} ({a['role']})" for a in data["actors"]]
    relation = data["relation"] if data["polarity"] == "affirmed" else f"not: {data['relation']}"
    return {
        **data,
        "quote": output.shortened(data["quote"]),
        "relation": relation,
        "actors": ", ".join(actors),
    }
