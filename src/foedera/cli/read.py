"""`foedera read`: texts in, claims out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from foedera.cli import output
from foedera.cli.inputs import LIMITS_OPTIONS, Failures, limits_of, progress
from foedera.cli.options import format_option, opened, record_option

if TYPE_CHECKING:
    from foedera.corpus import Read
    from foedera.documents import Limits
    from foedera.record import Record

COLUMNS = ("doc", "quote", "relation", "actors", "name", "date", "rule")


@click.command("read")
@click.argument("paths", metavar="FILE|DIR|-...", nargs=-1, required=True)
@format_option("table", "jsonl", "json", "csv")
@click.option("--store", is_flag=True, help="Keep the texts and their claims in the record.")
@click.option("--jobs", type=click.IntRange(1, 512), default=1, show_default=True, help="Read on N processes.")
@click.option("--cluster", metavar="tcp://...", help="Read on the workers of this dask scheduler.")
@click.option("--strict", is_flag=True, help="Only the claims that the reader is surest of.")
@click.option("--explain", is_flag=True, help="Print, for each sentence, what each stage of reading saw.")
@LIMITS_OPTIONS
@record_option
def command(
    paths: tuple[str, ...],
    form: str,
    store: bool,
    jobs: int,
    cluster: str | None,
    strict: bool,
    explain: bool,
    max_mb: int,
    max_seconds: float,
    record_at: str | None,
) -> None:
    """Read the claims out of texts.

    Each FILE is read; of a DIR every file below it; - is standard input. Archives (zip, WARC, feeds)
    hold many texts. With --store, texts that are in the record already are not read again, so a run
    that was stopped goes on where it was. What cannot be read is named at the end, and the exit code
    is then 2; the rest is read all the same.
    """
    limits = limits_of(max_mb, max_seconds)
    if explain:
        _explain(paths, limits)
        return
    record = opened(record_at) if store else None
    failures = Failures()
    rows = (row(read, c) for read in _read(paths, record, jobs, cluster, strict, limits, failures) for c in read.claims)
    if form in ("jsonl", "json"):
        output.emit(rows, form, COLUMNS)
    else:
        output.emit((short(r) for r in rows), form, COLUMNS, ratios=(3, 10, 3, 5, 5, 2, 4))
    failures.finish()


def _read(
    paths: Sequence[str],
    record: Record | None,
    jobs: int,
    cluster: str | None,
    strict: bool,
    limits: Limits,
    failures: Failures,
) -> Iterator[Read]:
    """The documents of all paths; those that failed are noted."""
    from foedera import corpus, documents

    if "-" in paths:
        yield from _stdin(record, strict, limits, failures)
    files = [str(p) for p in documents.list_files(p for p in paths if p != "-")]
    with progress(len(files)) as done:
        found = corpus.read_many(
            files, jobs=jobs, cluster=cluster, record=record, strict=strict, limits=limits, done=done
        )
        for read in found:
            if read.error:
                failures.add(read.error)
            else:
                yield read


def _stdin(record: Record | None, strict: bool, limits: Limits, failures: Failures) -> Iterator[Read]:
    from foedera import api
    from foedera.cli.inputs import one_document
    from foedera.corpus import Read
    from foedera.errors import BadInput

    try:
        document = one_document("-", limits)
    except BadInput as error:
        failures.add(str(error))
        return
    claims = tuple(api.read(document, strict=strict))
    if record is not None:
        api.store(record, document, claims)
    yield Read("-", document, claims)


def _explain(paths: Sequence[str], limits: Limits) -> None:
    from foedera import reading
    from foedera.cli.inputs import one_document

    for path in paths:
        document = one_document(path, limits)
        for step in reading.explain(document):
            click.echo(f"{document.name} {step.start}:{step.end}")
            click.echo(f"  text      {output.shortened(document.text[step.start : step.end], 300)}")
            click.echo(f"  triggers  {', '.join(step.triggers) or 'none'}")
            for reason in step.dropped:
                click.echo(f"  dropped   {output.clean(reason)}")
            for claim in step.claims:
                actors = ", ".join(f"{a.code or a.body} {a.role}" for a in claim.actors)
                click.echo(f"  claim     {claim.relation} {claim.polarity}: {actors} [{claim.rule}]")


def row(read: Read, claim: Any) -> dict[str, Any]:
    """A claim as in claims.md, with the document's name."""
    return {"doc": read.document.stem if read.document else "", **claim.to_dict()}


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
