"""Files, bytes and streams to documents: the way in."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from foedera.documents.article import read_text
from foedera.documents.decode import decode
from foedera.documents.limits import DEFAULT, Limits, check_size
from foedera.documents.model import Document, hash_bytes
from foedera.errors import UnreadableDocument


def load(path: str | Path, *, limits: Limits = DEFAULT) -> Document:
    """The document in the file `path`; raises UnreadableDocument or TooLarge with one sentence."""
    return load_bytes(read_file(Path(path), limits), Path(path).name, limits=limits)


def load_stream(stream: BinaryIO, name: str = "stdin", *, limits: Limits = DEFAULT) -> Document:
    """The document that a binary stream holds (`-` on the command line)."""
    data = stream.read(limits.max_bytes + 1)
    return load_bytes(data, name, limits=limits)


def load_bytes(
    data: bytes,
    name: str,
    *,
    address: str | None = None,
    retrieved: str | None = None,
    limits: Limits = DEFAULT,
) -> Document:
    """The document in `data`; `name` is the file's name, `retrieved` EDTF."""
    check_size(len(data), name, limits)
    text = decode(data, name)
    return read_text(text, name, sha256=hash_bytes(data), address=address, retrieved=retrieved)


def from_text(text: str, name: str = "text") -> Document:
    """The document of a text that is already in memory."""
    if not text.strip():
        raise UnreadableDocument(f"{name}: there is no text; give some.")
    return read_text(text, name, sha256=hash_bytes(text.encode("utf-8", "surrogatepass")))


def read_file(path: Path, limits: Limits) -> bytes:
    """The bytes of a file, its size checked before any of it is read."""
    try:
        if path.is_dir():
            raise UnreadableDocument(f"{path}: this is a directory; name a file in it, or read it as a whole.")
        check_size(path.stat().st_size, path.name, limits)
        with path.open("rb") as stream:
            return stream.read(limits.max_bytes + 1)
    except FileNotFoundError as error:
        raise UnreadableDocument(f"{path}: there is no such file; check the path.") from error
    except PermissionError as error:
        raise UnreadableDocument(f"{path}: you may not read this file; change its permissions.") from error
    except OSError as error:
        raise UnreadableDocument(f"{path}: it cannot be read ({error.strerror or error}); check it.") from error
