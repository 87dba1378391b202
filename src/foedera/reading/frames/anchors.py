"""Which frames can match a coded segment at all: those whose words stand in it."""

from __future__ import annotations

from functools import cache, lru_cache
from operator import attrgetter

from foedera.reading import frames
from foedera.reading.frames import Frame
from foedera.reading.literals import Index


@lru_cache(1024)
def possible(code: str) -> tuple[Frame, ...]:
    """The frames that could match in `code`, in their order, but those that lean on a treaty spoken of last.

    Many documents are gone through twice: what was found the first time is kept for the second.
    """
    known = frames.load()
    return tuple(sorted((known[n] for n in _index().possible(code)), key=_ANAPHORIC))


_ANAPHORIC = attrgetter("anaphoric")


@cache
def _index() -> Index:
    return Index([frame.trigger.text for frame in frames.load()])
