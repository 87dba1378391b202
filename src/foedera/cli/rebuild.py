"""`foedera rebuild`: instruments and ties from the claims, again."""

from __future__ import annotations

import click

from foedera.cli import output
from foedera.cli.options import format_option, opened, record_option


@click.command("rebuild")
@format_option("table", "json")
@record_option
def command(form: str, record_at: str | None) -> None:
    """Derive instruments and ties again.

    They follow from claims and judgements alone, so the digest is the same before and after.
    """
    with opened(record_at) as record:
        told = record.rebuild()
    output.emit([told], form, tuple(told))
