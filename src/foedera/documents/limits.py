"""How much of what comes in is read: every limit has a default, an option and a sentence."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from foedera.errors import TooLarge

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may ask of us; over any of these the file is refused with TooLarge.

    `max_bytes` of one file or page; `max_members` and `max_expanded_bytes` of one archive (zip, WARC, feed,
    the parts of a DOCX); `max_depth` of elements, MIME parts or archives inside each other; `max_pages` of a
    PDF; `seconds` for laying out one document, and as many again for reading its claims.
    """

    max_bytes: int = 50 * MEGABYTE
    max_members: int = 100_000
    max_expanded_bytes: int = 2_000 * MEGABYTE
    max_depth: int = 500
    max_pages: int = 5_000
    seconds: float = 120.0


DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Deadline:
    """When the time for one document is up."""

    limits: Limits
    name: str
    started: float = field(default_factory=lambda: time.monotonic())

    def check(self, reached: int | None = None, last: int = 0) -> None:
        """Raise TooLarge when the time is up; `reached` of `last` characters had been read then."""
        if time.monotonic() - self.started > self.limits.seconds:
            stopped = (
                "" if reached is None else f" and stopped at character {reached:,} of {last:,}: none of it is kept"
            )
            raise TooLarge(
                f"{self.name}: reading took more than {self.limits.seconds:g} seconds{stopped}; raise the limit "
                f"on seconds, or split the file."
            )


def check_size(size: int, name: str, limits: Limits) -> None:
    """Raise TooLarge for a file of `size` bytes that is over the limit."""
    if size > limits.max_bytes:
        raise TooLarge(
            f"{name}: {_shown(size)} is over the limit of {_shown(limits.max_bytes)} for one file; "
            f"raise the limit on bytes, or split the file."
        )


def _shown(size: int) -> str:
    return f"{size / MEGABYTE:,.0f} MB" if size >= MEGABYTE else f"{size:,} bytes"
