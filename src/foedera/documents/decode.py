"""Bytes to text without guessing: UTF-8, a byte order mark, a declared or a plainly recognised encoding."""

from __future__ import annotations

import codecs
import re

from foedera.errors import UnreadableDocument

# A byte order mark settles the encoding; UTF-32's must be tried first, it begins like UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?|\?xml[^>]{0,100}?encoding\s{0,5}=\s{0,5}["'])([\w.:-]{1,40})""",
    re.IGNORECASE,
)
# Text in another alphabet is recognised from this many of its letters; fewer prove nothing.
_ENOUGH = 40
_COHERENT = 20.0
_ALPHABETS = ("cp1251", "koi8_r", "iso8859_5", "cp1253", "iso8859_7", "cp1255", "cp1256", "gb18030", "big5",
              "shift_jis", "euc_jp", "euc_kr")  # fmt: skip
# What Windows-1252 text in a Latin alphabet holds beyond ASCII; other characters of the code page are a sign
# that the bytes are something else.
_WESTERN = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåæçèéêëìíîïñòóôõöøùúûüýßŒœŠšŽž")
_TYPOGRAPHIC = frozenset("‘’‚“”„–—…•·€£§©®°«»½¼¾×¡¿™\xa0")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SAMPLE = 200_000
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes, name: str, *, declared: str | None = None, markup: bool = False) -> str:
    """The text of `data`, every character kept as it is, line ends included.

    `declared` is an encoding that came with the bytes (an HTTP header, a MIME part); with `markup` one that
    the page itself declares is heeded too. Raises UnreadableDocument for no bytes, for a binary file, and
    where no encoding is certain, naming the byte.
    """
    if not data.strip():
        raise UnreadableDocument(f"{name}: the file is empty; give one with text in it.")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _text(_strict(data, encoding, name), name)
    _refuse_binary(data, name)
    try:
        return _text(data.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        return _text(_other(data, name, error, declared, markup), name)


def _other(data: bytes, name: str, error: UnicodeDecodeError, declared: str | None, markup: bool) -> str:
    for encoding in (declared, _declared(data) if markup else None):
        text = _try(data, encoding)
        if text is not None:
            return text
    text = _try(data, _guess(data))
    if text is not None:
        return text
    raise UnreadableDocument(
        f"{name}: byte {error.start:,} (0x{data[error.start]:02X}) is not UTF-8 and no other encoding is "
        f"certain; save the file as UTF-8."
    )


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"{name}: the file begins as {encoding.upper()}, but byte {error.start:,} cannot be; "
            f"save the file as UTF-8."
        ) from error


def _try(data: bytes, encoding: str | None) -> str | None:
    if not encoding:
        return None
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return text if isinstance(text, str) else None


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    return found.group(1).decode("ascii") if found else None


def _guess(data: bytes) -> str | None:
    """The encoding that the bytes show beyond doubt: Windows-1252, or one of another alphabet."""
    if _reads_as_western(data):
        return "cp1252"
    if sum(byte > 127 for byte in data[:_SAMPLE]) < _ENOUGH:
        return None
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_ALPHABETS), threshold=0.1).best()
    return best.encoding if best and best.percent_coherence >= _COHERENT else None


def _reads_as_western(data: bytes) -> bool:
    """Is it Latin text with accents or typographic marks in Windows-1252 (or Latin-1, its subset)?

    A file that also holds whole UTF-8 sequences is damaged UTF-8, whatever the rest reads as.
    """
    text = _try(data, "cp1252")
    if text is None or _MULTIBYTE.search(data):
        return False
    high = [at for at, char in enumerate(text) if ord(char) > 127]
    if len(high) * 5 > len(text):
        return False
    return all(_fits(text, at) for at in high)


def _fits(text: str, at: int) -> bool:
    """Does the character fit where it stands: an accented letter in a word, or a typographic mark?"""
    if text[at] in _TYPOGRAPHIC:
        return True
    beside = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
    return text[at] in _WESTERN and any(char.isalpha() for char in beside)


def _refuse_binary(data: bytes, name: str) -> None:
    head = data[:_SAMPLE]
    if b"\x00" in head:
        raise _binary(name)


def _text(text: str, name: str) -> str:
    """`text`, unless control characters show that it never was one."""
    sample = text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > max(2, len(sample) // 1000):
        raise _binary(name)
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise UnreadableDocument(f"{name}: the file holds only blanks; give one with text in it.")
    return text


def _binary(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"{name}: this is a binary file, not text; give it its proper ending (.pdf, .docx, .zip) or a text "
        f"version of it."
    )
