"""`foedera search`: passages of the sources."""

from __future__ import annotations

from dataclasses import asdict

import click

from foedera.cli import output
from foedera.cli.options import format_option, opened, record_option, sources_option

COLUMNS = ("passage", "source", "locator")


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--actor", metavar="X", help="Only passages that speak of this actor.")
@click.option("--since", metavar="DATE", help="Only sources issued on or after this day.")
@click.option("--until", metavar="DATE", help="Only sources issued on or before this day.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many passages.")
@format_option("table", "json", "jsonl", "csv")
@sources_option
@record_option
def command(
    words: tuple[str, ...],
    actor: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    form: str,
    sources: list[str] | None,
    record_at: str | None,
) -> None:
    """Find passages of the sources.

    The best come first; the words found stand between ** and **.
    """
    from foedera import actors

    code = actors.get(actor).code if actor else None
    with opened(record_at, sources) as record:
        found = record.search(" ".join(words), actor=code, since=since, until=until, groups=sources, limit=limit)
    rows = [asdict(p) for p in found]
    if form in ("table", "csv"):
        rows = [
            {"passage": output.shortened(r["highlighted"], 300), "source": r["title"], "locator": r["locator"]}
            for r in rows
        ]
    output.emit(rows, form, COLUMNS)
    if form == "table":
        click.echo(f"{len(rows)} passages")
