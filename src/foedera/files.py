"""Files that are whole or not there: written beside their place, then moved into it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from foedera.errors import BadInput


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path in the same folder, with the same ending, that becomes `path` when nothing went wrong.

    Raises BadInput when the folder is not there, or `path` is itself a folder.
    """
    if path.is_dir():
        raise BadInput(f"{path} is a folder: give the name of a file in it.")
    if not path.parent.is_dir():
        raise BadInput(f"There is no folder {path.parent}: make it first, or write elsewhere.")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem[:40]}.", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o666 & ~_mask())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _mask() -> int:
    """What the user lets others do with new files; a temporary file is nobody else's."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def written(path: Path) -> Iterator[TextIO]:
    """A text file (UTF-8) to write into; it takes its place when all is written."""
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        yield out
