"""`foedera frames`: an analyst's own frames, tested before they are used."""

from __future__ import annotations

import click

from foedera.cli import output
from foedera.cli.options import format_option


@click.command("frames")
@click.argument("action", type=click.Choice(["test", "list"]))
@click.argument("path", metavar="[FILE]", required=False)
@format_option("table", "json", "jsonl", "csv")
def command(action: str, path: str | None, form: str) -> None:
    """Test a file of reading frames.

    `test FILE` checks a TOML file of frames: each fault with its line and reason, and exit code 1
    if there is one. `list` shows the frames that reading uses.
    """
    from foedera.errors import BadInput
    from foedera.reading import frames

    if action == "list":
        rows = [{"frame": f.id, "relation": f.relation, "example": next(iter(f.examples), "")} for f in frames.load()]
        output.emit(rows, form, ("frame", "relation", "example"))
        return
    if not path:
        raise BadInput("Say which file: foedera frames test FILE.")
    faults = frames.test(path)
    output.emit([{"fault": fault} for fault in faults], form, ("fault",))
    if faults:
        raise click.exceptions.Exit(1)
    if form == "table":
        click.echo(f"{path}: no faults")
