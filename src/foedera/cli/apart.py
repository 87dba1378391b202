"""`foedera apart`: treaties that are not one, whatever a program found."""

from __future__ import annotations

import click

from foedera.cli.same import pair_options, run


@click.command("apart")
@pair_options
def command(
    first: str | None, second: str | None, by: str | None, note: str | None, form: str, record_at: str | None
) -> None:
    """Say that two treaties are not one, or list those that are not.

    A and B are ids of instruments. A person's judgement stands against a program's; the claims stay
    as they are. Without B the pairs that are judged to be apart are listed (those of A, or all).
    """
    run("apart", first, second, by, note, form, record_at)
