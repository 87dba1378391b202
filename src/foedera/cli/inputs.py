"""The files that a verb is given: each a document, or one sentence about what is wrong with it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from foedera.errors import FoederaError

if TYPE_CHECKING:
    from foedera.documents import Document


def documents_of(paths: Sequence[str], failures: list[str]) -> Iterator[Document]:
    """Every document of files, folders and standard input; what cannot be read goes to `failures`."""
    from foedera import documents

    for path in paths:
        if path == "-":
            try:
                yield documents.load_stream(sys.stdin.buffer)
            except FoederaError as error:
                failures.append(str(error))
            continue
        for found in documents.walk([path]):
            if isinstance(found, documents.Document):
                yield found
            else:
                failures.append(str(found))


def one_document(path: str) -> Document:
    """The document of one file or of standard input (-)."""
    from foedera import documents

    return documents.load_stream(sys.stdin.buffer) if path == "-" else documents.load(path)


def finish(failures: list[str]) -> None:
    """Names what could not be read and ends with exit code 2, if there was anything."""
    for failure in failures:
        click.echo(f"foedera: {failure}", err=True)
    if failures:
        raise click.exceptions.Exit(2)
