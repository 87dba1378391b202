"""`foedera ties`: what binds one or two actors."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from foedera.cli import output
from foedera.cli.options import format_option, opened, record_option, sources_option

if TYPE_CHECKING:
    from foedera.record import Tie

COLUMNS = ("tie", "with", "since", "until", "status", "source")


@click.command("ties")
@click.argument("first", metavar="X")
@click.argument("second", metavar="[Y]", required=False)
@click.option("--on", metavar="DATE", help="Only what holds on this day.")
@format_option("table", "json", "jsonl", "csv")
@sources_option
@record_option
def command(
    first: str, second: str | None, on: str | None, form: str, sources: list[str] | None, record_at: str | None
) -> None:
    """List what binds one or two actors.

    X and Y are names or codes: Azerbaijan, AZE, cow:373, NATO.
    """
    from foedera import api

    with opened(record_at, sources) as record:
        found = api.ties(first, second, record, on=on, sources=sources)
        titles = {s.key: s.title for s in record.sources(sources)}
    rows = [row(tie, titles) for tie in found]
    output.emit(
        rows if form in ("json", "jsonl") else [line(r) for r in rows], form, COLUMNS, ratios=(8, 4, 2, 2, 2, 6)
    )
    if form == "table":
        click.echo(f"{len(rows)} ties")


def row(tie: Tie, titles: dict[str, str]) -> dict[str, Any]:
    """A tie as JSON holds it, its sources with their titles."""
    return {**asdict(tie), "sources": [{"key": s, "title": titles.get(s, "")} for s in tie.sources]}


def line(data: dict[str, Any]) -> dict[str, Any]:
    """A tie as a row of the table; `until` is the last day, where JSON has the day after."""
    from foedera.dates import last_day

    what = data["relation"] + (f": {data['name']}" if data["name"] else "")
    if data["obligations"]:
        what += f" [{', '.join(data['obligations'])}]"
    if data["shared"]:
        what = f"both in {what}"
    state = data["status"] or data["stage"] or ""
    if data["denied"]:
        state = f"{state} (denied by {len(data['denied'])})".strip()
    return {
        "tie": what,
        "with": ", ".join(data["actors"][:8])
        + (f" and {len(data['actors']) - 8} more" if len(data["actors"]) > 8 else ""),
        "since": data["since"],
        "until": last_day(data["until"]),
        "status": state,
        "source": "; ".join(output.shortened(s["title"] or s["key"], 70) for s in data["sources"][:2]),
    }
