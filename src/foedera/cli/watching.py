"""A folder that is looked at again and again for texts that are new or have changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from foedera.documents import Document

# A file's time of change and size: when they differ, it is read again.
Mark = tuple[int, int]


def watch(folder: Path, every: float) -> Iterator[Document]:
    """The texts of a folder and those below it, each when it is new or has changed; looks once if `every` is 0.

    A file that cannot be read is named on stderr, and tried again when it changes. Ends when the
    program is interrupted. Raises BadInput where there is no such folder.
    """
    from foedera.errors import BadInput

    if not folder.is_dir():
        raise BadInput(f"{folder} is no folder: --watch takes one.")
    seen: dict[Path, Mark] = {}
    while True:
        for path in news(folder, seen):
            if (document := _loaded(path)) is not None:
                yield document
        if not every:
            return
        time.sleep(every)


def news(folder: Path, seen: dict[Path, Mark]) -> list[Path]:
    """The files that are new or have changed since `seen`, in order of their names; `seen` is brought up to date."""
    now = {}
    for path in folder.rglob("*"):
        if path.name.startswith(".") or not path.is_file():
            continue
        try:
            told = path.stat()
        except OSError:
            # Gone between the two looks.
            continue
        now[path] = (told.st_mtime_ns, told.st_size)
    fresh = sorted(path for path, mark in now.items() if seen.get(path) != mark)
    seen.clear()
    seen.update(now)
    return fresh


def _loaded(path: Path) -> Document | None:
    from foedera.cli.inputs import one_document
    from foedera.errors import FoederaError

    try:
        return one_document(str(path))
    except FoederaError as error:
        click.echo(f"foedera: {error}", err=True)
        return None
