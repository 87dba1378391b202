"""WARC archives: each saved page is a document, with its address and the day it was retrieved."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from foedera.documents.limits import Limits
from foedera.documents.opened import Opened
from foedera.errors import BadInput, TooLarge, UnreadableDocument

_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


def is_warc(data: bytes) -> bool:
    """Do the bytes begin as a WARC does, packed with gzip or not?"""
    if data.startswith(b"WARC/"):
        return True
    if not data.startswith(b"\x1f\x8b"):
        return False
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return stream.read(5) == b"WARC/"
    except (OSError, EOFError, zlib.error):
        return False


def read_warc(data: bytes, name: str, limits: Limits) -> Iterator[Opened | BadInput]:
    """The saved pages; a record that cannot be read gives its error."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    # The last two are what warcio meets a cut-off head with.
    broken = (ArchiveLoadFailed, zlib.error, EOFError, OSError, ValueError, LookupError, AttributeError, TypeError)
    seen = expanded = 0
    records = iter(ArchiveIterator(io.BytesIO(data)))
    while True:
        try:
            record = next(records)
            opened = _record(record, f"{name}!{seen + 1}", limits)
        except StopIteration:
            break
        except broken as error:
            yield UnreadableDocument(
                f"{name}: the archive is damaged after page {seen} ({str(error)[:60]}); save it again."
            )
            return
        if opened is None:
            continue
        seen += 1
        if seen > limits.max_members:
            yield TooLarge(f"{name}: more than {limits.max_members:,} pages; raise the limit on members.")
            return
        expanded += len(opened.data) if isinstance(opened, Opened) else limits.max_bytes
        if expanded > limits.max_expanded_bytes:
            yield TooLarge(f"{name}: the pages unpack to too many bytes; raise the limit on expanded bytes.")
            return
        yield opened


def _record(record: Any, name: str, limits: Limits) -> Opened | BadInput | None:
    """The page of a record; None for requests, pictures, errors and the like."""
    if record.rec_type not in ("response", "resource", "conversion"):
        return None
    headers = record.http_headers
    if record.rec_type == "response" and (headers is None or not str(headers.get_statuscode()).startswith("2")):
        return None
    kind = (headers.get_header("Content-Type") if headers else record.rec_headers.get_header("Content-Type")) or ""
    ending = _TYPES.get(kind.split(";")[0].strip().lower())
    if ending is None:
        return None
    content = record.content_stream().read(limits.max_bytes + 1)
    address = record.rec_headers.get_header("WARC-Target-URI")
    name = name + _slug(address) + ending
    if len(content) > limits.max_bytes:
        return TooLarge(f"{name}: the page is over the limit of {limits.max_bytes:,} bytes; raise the limit on bytes.")
    if not content.strip():
        return None
    stamp = (record.rec_headers.get_header("WARC-Date") or "")[:19] or None
    return Opened(content, name, address, stamp)


def _slug(address: str | None) -> str:
    path = urlsplit(address).path.rstrip("/").rsplit("/", 1)[-1] if address else ""
    words = "".join(c if c.isalnum() or c in "-_" else "-" for c in path.rsplit(".", 1)[0])[:60].strip("-")
    return f"-{words}" if words else ""
