"""`foedera cite`: the citations of sources."""

from __future__ import annotations

import click

from foedera.cli.options import opened, record_option


@click.command("cite")
@click.argument("keys", metavar="[SOURCE]...", nargs=-1)
@record_option
def command(keys: tuple[str, ...], record_at: str | None) -> None:
    """Print the citations of sources, as BibTeX.

    SOURCE is a key or a group that `foedera sources` shows (all without one).
    """
    from foedera.errors import BadInput
    from foedera.exports.bibtex import entry

    with opened(record_at) as record:
        sources = record.sources()
    chosen = [s for s in sources if not keys or s.key in keys or s.group in keys]
    if not chosen:
        raise BadInput(f"The record has no source '{keys[0]}': foedera sources lists them.")
    click.echo("\n\n".join(entry(s) for s in chosen))
