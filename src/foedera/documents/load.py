"""Files, bytes and streams to documents: the way in."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from foedera.documents.article import Origin, read_file_format, read_html, read_json, read_markdown, read_text
from foedera.documents.decode import decode
from foedera.documents.exports import is_json
from foedera.documents.feeds import is_feed
from foedera.documents.limits import DEFAULT, Limits, check_size
from foedera.documents.mail import is_mail, read_mail
from foedera.documents.model import Document, hash_bytes
from foedera.documents.opened import Opened
from foedera.documents.warc import is_warc
from foedera.errors import UnreadableDocument

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


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
    """The document in `data`; `name` is the file's name, `retrieved` EDTF.

    Raises UnreadableDocument for a file that holds several documents (`walk` reads those) or none.
    """
    check_size(len(data), name, limits)
    if holds_several(data):
        raise UnreadableDocument(
            f"{name}: this file holds several documents; read it with `foedera read`, or unpack it."
        )
    return open_bytes(Opened(data, name, address, retrieved), limits)


def open_bytes(opened: Opened, limits: Limits) -> Document:
    """The one document in the bytes, by what they begin with rather than by what they are called."""
    data, name = opened.data, opened.name
    check_size(len(data), name, limits)
    origin = Origin(name, hash_bytes(data), opened.address, opened.retrieved)
    if data.startswith(b"%PDF-"):
        return read_file_format(data, "application/pdf", origin, limits)
    if is_word_document(data):
        return read_file_format(data, WORD, origin, limits)
    if data.startswith(b"PK\x03\x04"):
        raise UnreadableDocument(f"{name}: this is an archive; unpack it first.")
    if is_mail(data, name):
        mail = read_mail(data, name, limits)
        return _read_as_text(mail, origin, limits)
    return _read_as_text(opened, origin, limits)


def _read_as_text(opened: Opened, origin: Origin, limits: Limits) -> Document:
    data, name = opened.data, opened.name
    kind = name.lower().rsplit(".", 1)[-1] if opened.media_type is None else opened.media_type
    if kind in ("html", "htm", "xhtml", "text/html") or looks_like_html(data):
        return read_html(decode(data, name, markup=True), origin, limits, opened.front)
    if is_json(data, name):
        return read_json(decode(data, name), origin, limits)
    text = decode(data, name)
    return read_markdown(text, origin) if kind in ("md", "markdown") else read_text(text, origin, opened.front)


def holds_several(data: bytes) -> bool:
    """Is it a zip, a feed or a web archive?"""
    if data.startswith(b"PK\x03\x04"):
        return not is_word_document(data)
    return is_warc(data) or is_feed(data)


def is_word_document(data: bytes) -> bool:
    """Is it a DOCX: a zip with Word's main part in it?"""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def from_text(text: str, name: str = "text") -> Document:
    """The document of a text that is already in memory."""
    if not text.strip():
        raise UnreadableDocument(f"{name}: there is no text; give some.")
    return read_text(text, Origin(name, hash_bytes(text.encode("utf-8", "surrogatepass"))))


def looks_like_html(data: bytes) -> bool:
    """Do the bytes begin as a web page does, whatever the file is called?"""
    head = data[:600].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html")) or (head.startswith(b"<?xml") and b"<html" in head)


def read_file(path: Path, limits: Limits, *, archive: bool = False) -> bytes:
    """The bytes of a file, its size checked before any of it is read; an `archive` may be ten times as large."""
    try:
        if path.is_dir():
            raise UnreadableDocument(f"{path}: this is a directory; name a file in it, or read it whole.")
        if archive and path.suffix.lower() in (".zip", ".warc", ".gz"):
            limits = replace(limits, max_bytes=10 * limits.max_bytes)
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
