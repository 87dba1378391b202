"""What a step of a panel leaves out, it says: to whoever collects the notes, else as a warning."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class PanelNote(UserWarning):
    """One sentence on what a panel leaves out, does not know, or assumes."""


_COLLECTED: ContextVar[list[str] | None] = ContextVar("collected", default=None)


@contextmanager
def notes() -> Iterator[list[str]]:
    """The notes of all steps inside the block, in order, instead of warnings."""
    told: list[str] = []
    token = _COLLECTED.set(told)
    try:
        yield told
    finally:
        _COLLECTED.reset(token)


def note(sentence: str) -> None:
    """Says a sentence: to the block that collects notes, else as a PanelNote warning."""
    told = _COLLECTED.get()
    if told is None:
        warnings.warn(sentence, PanelNote, stacklevel=4)
    elif sentence not in told:
        told.append(sentence)


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 row`, `5,894 rows`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
