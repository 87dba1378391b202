"""Files, bytes and streams to documents: the way in."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from foedera.documents.article import Origin, read_html, read_markdown, read_text
from foedera.documents.decode import decode
from foedera.documents.limits import DEFAULT, Limits, check_size
from foedera.documents.model import Document, hash_bytes
from foedera.errors import UnreadableDocument

_HTML = (".html", ".htm", ".xhtml")
_MARKDOWN = (".md", ".markdown")


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
    origin = Origin(name, hash_bytes(data), address, retrieved)
    if name.lower().endswith(_HTML) or looks_like_html(data):
        return read_html(decode(data, name, markup=True), origin, limits)
    text = decode(data, name)
    return read_markdown(text, origin) if name.lower().endswith(_MARKDOWN) else read_text(text, origin)


def from_text(text: str, name: str = "text") -> Document:
    """The document of a text that is already in memory."""
    if not text.strip():
        raise UnreadableDocument(f"{name}: there is no text; give some.")
    return read_text(text, Origin(name, hash_bytes(text.encode("utf-8", "surrogatepass"))))


def looks_like_html(data: bytes) -> bool:
    """Do the bytes begin as a web page does, whatever the file is called?"""
    head = data[:600].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html")) or (head.startswith(b"<?xml") and b"<html" in head)


def read_file(path: Path, limits: Limits) -> bytes:
    """The bytes of a file, its size checked before any of it is read."""
    try:
        if path.is_dir():
            raise UnreadableDocument(f"{path}: this is a directory; name a file in it, or read it whole.")
        check_size(path.stat().st_size, path.name, limits)
        with path.open("rb") as stream:
            return stream.read(limits.max_bytes + 1)
    except FileNotFoundError as error:
        raise UnreadableDocument(f"{path}: there is no such file; check the path.") from error
    except PermissionError as error:
        raise UnreadableDocument(f"{path}: you may not read this file; change its permissions.") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableDocument(f"{path}: it cannot be read ({reason}); check it.") from error
