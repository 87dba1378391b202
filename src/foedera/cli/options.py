"""Options that several verbs share, and what they turn into."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from foedera.record import Record

F = TypeVar("F", bound=Callable[..., Any])


def record_option(command: F) -> F:
    """--record PATH-or-URL."""
    return click.option(
        "--record",
        "record_at",
        envvar="FOEDERA_RECORD",
        metavar="PATH-or-URL",
        help="The record to use: a file, or a postgresql:// URL.  [default: foedera.db]",
    )(command)


def sources_option(command: F) -> F:
    """--sources NAME,NAME."""
    return click.option(
        "--sources",
        metavar="NAME,NAME",
        callback=lambda _ctx, _param, value: split(value),
        help="Use only these sources: starter, atop, cow-igo, texts ...  [default: all]",
    )(command)


def format_option(*formats: str) -> Callable[[F], F]:
    """--format, the first of `formats` being the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How to print.",
    )


def split(value: str | None) -> list[str] | None:
    """The names of a comma-separated list; None when the option was not given."""
    if value is None:
        return None
    names = [name.strip() for name in value.split(",") if name.strip()]
    if not names:
        raise click.BadParameter("name at least one, for example --sources starter,atop")
    return names


def opened(record_at: str | None, sources: list[str] | None = None, *, starter: bool = True) -> Record:
    """The record, with the sources that were asked for; a name it does not hold is refused."""
    from foedera import api
    from foedera.errors import BadInput

    record = api.open_record(record_at, starter=starter)
    known = record.groups()
    for name in sources or ():
        if name not in known and name != api.TEXTS:
            there = ", ".join(sorted(known)) or "nothing yet"
            raise BadInput(f"The record has no source '{name}': it holds {there}. (foedera import --list)")
    return record
