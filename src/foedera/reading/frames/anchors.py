"""Which frames can match a coded segment at all: those whose words stand in it."""

from __future__ import annotations

from functools import cache

from foedera.reading import frames
from foedera.reading.frames import Frame
from foedera.reading.literals import Index


def possible(code: str) -> list[Frame]:
    """The frames that could match in `code`, in their order."""
    known = frames.load()
    return [known[n] for n in _index().possible(code)]


@cache
def _index() -> Index:
    return Index([frame.trigger.pattern for frame in frames.load()])
