"""`foedera sweep`: the answer for every pair of states of every year, as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from foedera.cli.options import opened, record_option, sources_option


@click.command("sweep")
@click.option("--from", "first", type=int, required=True, metavar="YEAR", help="First year.")
@click.option("--to", "last", type=int, required=True, metavar="YEAR", help="Last year.")
@click.option("-o", "--output", "out", required=True, metavar="FILE", help="Where to write (Parquet).")
@click.option("--assume", multiple=True, metavar="ID:CONDITION=YES", help="Settle a condition of one treaty by hand.")
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="How many processes.")
@sources_option
@record_option
def command(
    first: int,
    last: int,
    out: str,
    assume: tuple[str, ...],
    jobs: int,
    sources: list[str] | None,
    record_at: str | None,
) -> None:
    """Answer for every pair of states of every year.

    One row for each ordered pair of members of the state system on 1 January of each year, as if
    the first attacked the second unprovoked on its home territory: how many states, and which, are
    in each position, and how many join each side. Sources speak for the years that they cover.
    """
    from foedera import obligations
    from foedera.errors import BadInput
    from foedera.files import replacing

    if first < 1816 or last > 2100:
        raise BadInput("The lists of states begin in 1816: give years from 1816 to 2100.")
    assumptions = obligations.read_assumptions(assume)
    with opened(record_at, sources) as record, replacing(Path(out)) as temporary, _progress(last - first + 1) as done:
        size = obligations.sweep(
            record, first, last, temporary, groups=sources, assumptions=assumptions, jobs=jobs, progress=done
        )
    click.echo(f"{Path(out).name}: {size.pairs:,} pairs, {size.years} years")


@contextmanager
def _progress(years: int) -> Iterator[Callable[[int], object]]:
    """A bar on stderr, where that is a terminal."""
    from foedera.cli.inputs import progress

    done = 0
    with progress(years) as show:

        def one(_: int) -> None:
            nonlocal done
            done += 1
            show(done)

        yield one
