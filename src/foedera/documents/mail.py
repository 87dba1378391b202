"""Saved mails (EML): the message's text, its quotations, and its attachments as documents of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime

from foedera.documents.drafts import squeeze
from foedera.documents.front import Front
from foedera.documents.limits import Limits
from foedera.documents.opened import Opened
from foedera.errors import TooLarge, UnreadableDocument

_HEADER = re.compile(rb"[A-Za-z][A-Za-z-]{1,40}:[ \t]")
_TELLING = (b"received:", b"message-id:", b"mime-version:", b"return-path:", b"delivered-to:", b"x-mailer:", b"from:")
_MOST_PARTS = 1000


def is_mail(data: bytes, name: str) -> bool:
    """Is it a mail: header lines first, with one that only mails have, or the ending .eml?"""
    head = data[:4000].lstrip()
    if not _HEADER.match(head):
        return False
    lines = [line.lower() for line in head.split(b"\n\n")[0].split(b"\r\n\r\n")[0].split(b"\n")]
    known = sum(line.startswith(_TELLING) for line in lines)
    if name.lower().endswith(".eml"):
        return known >= 1
    return known >= 2 and any(line.startswith((b"message-id:", b"mime-version:", b"received:")) for line in lines)


def read_mail(data: bytes, name: str, limits: Limits) -> Opened:
    """The message as text or a page, with who wrote it, when, and on what."""
    message = _parse(data, name, limits)
    front = Front(
        title=squeeze(str(message.get("Subject") or "")) or None,
        author=_author(str(message.get("From") or "")),
        date=_day(str(message.get("Date") or "")),
    )
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise UnreadableDocument(f"{name}: the mail has no text of its own; read its attachments.")
    content, html = _content(body, name), body.get_content_type() == "text/html"
    return Opened(content, name, None, None, front, "text/html" if html else "text/plain")


def read_attachments(data: bytes, name: str, limits: Limits) -> Iterator[Opened]:
    """The attachments of a mail that may hold text; nothing when the bytes are no mail."""
    if not is_mail(data, name):
        return
    for number, part in enumerate(_parse(data, name, limits).iter_attachments(), 1):
        filename = part.get_filename()
        content = part.get_payload(decode=True)
        if filename and isinstance(content, bytes) and part.get_content_maintype() in ("text", "application"):
            yield Opened(content[: limits.max_bytes + 1], f"{name}!{number}-{filename.rsplit('/', 1)[-1]}")


def _parse(data: bytes, name: str, limits: Limits) -> EmailMessage:
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        parts = sum(1 for _ in message.walk())
    except RecursionError as error:
        raise TooLarge(f"{name}: the parts of the mail stand too deep inside each other to be read.") from error
    except (ValueError, LookupError, TypeError, AttributeError, IndexError) as error:
        raise UnreadableDocument(f"{name}: the mail's head is damaged; save it again.") from error
    if parts > min(_MOST_PARTS, limits.max_members):
        raise TooLarge(f"{name}: {parts:,} parts are over the limit for one mail.")
    if not isinstance(message, EmailMessage):
        raise UnreadableDocument(f"{name}: this is no mail.")
    return message


def _content(part: object, name: str) -> bytes:
    assert isinstance(part, EmailMessage)  # noqa: S101 - get_body gives parts of the same class
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise UnreadableDocument(f"{name}: the mail's text cannot be decoded; save it again.")
    charset = part.get_content_charset() or "utf-8"
    try:
        return content.decode(charset).encode("utf-8")
    except (LookupError, UnicodeError):
        return content


def _author(sender: str) -> str | None:
    name, address = parseaddr(sender)
    return name or address or None


def _day(stamp: str) -> str | None:
    try:
        return parsedate_to_datetime(stamp).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
