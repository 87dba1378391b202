"""The files that a verb is given, the limits it keeps, and what could not be read."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from foedera.documents import Document, Limits

F = TypeVar("F", bound=Callable[..., Any])


def LIMITS_OPTIONS(command: F) -> F:  # noqa: N802 - used as a decorator like a constant
    """--max-mb and --max-seconds."""
    command = click.option(
        "--max-seconds", type=click.FloatRange(0.1), default=120.0, show_default=True, help="Give up a text after this."
    )(command)
    return click.option(
        "--max-mb", type=click.IntRange(1), default=50, show_default=True, help="Refuse larger files (megabytes)."
    )(command)


def limits_of(max_mb: int, max_seconds: float) -> Limits:
    """The limits that the options ask for."""
    from foedera.documents import Limits

    return Limits(max_bytes=max_mb * 1024 * 1024, seconds=max_seconds)


def one_document(path: str, limits: Limits | None = None) -> Document:
    """The document of one file or of standard input (-)."""
    from foedera import documents

    limits = limits or documents.Limits()
    if path == "-":
        return documents.load_stream(sys.stdin.buffer, limits=limits)
    return documents.load(path, limits=limits)


class Failures:
    """What could not be read, to be named at the end."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def add(self, sentence: str) -> None:
        self.sentences.append(sentence)

    def finish(self) -> None:
        """Names them and ends with exit code 2, if there are any."""
        for sentence in self.sentences:
            click.echo(f"foedera: {sentence}", err=True)
        if self.sentences:
            raise click.exceptions.Exit(2)


@contextlib.contextmanager
def progress(total: int) -> Iterator[Callable[[int], None]]:
    """A bar on stderr with rate and time left, where stderr is a terminal and there is much to do."""
    if total < 20 or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("reading", total=total, rate="")

        def done(count: int) -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            bar.update(task, completed=count, rate=f"{count / elapsed:.1f} files/s" if elapsed else "")

        yield done
