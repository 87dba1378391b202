"""What is known of bytes before they are read."""

from __future__ import annotations

from dataclasses import dataclass

from foedera.documents.front import Front


@dataclass(frozen=True, slots=True)
class Opened:
    """The bytes of one document, its name, and what the archive that held it knows."""

    data: bytes
    name: str
    address: str | None = None
    retrieved: str | None = None
    front: Front | None = None
    media_type: str | None = None
