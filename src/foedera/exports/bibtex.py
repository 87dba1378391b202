"""Citations of sources as BibTeX."""

from __future__ import annotations

import re

from foedera.record import Source

_SPECIAL = str.maketrans({"&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$", "{": r"\{", "}": r"\}"})


def entry(source: Source) -> str:
    """One BibTeX entry: the publisher's own where the source has one, else made from what is known."""
    if source.bibtex:
        return source.bibtex.strip()
    fields = {
        "title": source.title,
        "author": source.author,
        "publisher": source.publisher,
        "year": _year(source.issued),
        "date": source.issued,
        "address": source.place,
        "series": source.series,
        "version": source.version,
        "url": source.address,
        "urldate": source.retrieved,
    }
    lines = [f"  {name} = {{{_escaped(name, value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key(source)},", *lines, "}"])


def key(source: Source) -> str:
    """A citation key: letters, digits and dashes."""
    return re.sub(r"[^A-Za-z0-9]+", "-", source.key).strip("-")


def _year(issued: str | None) -> str | None:
    match = re.match(r"\d{4}", issued or "")
    return match[0] if match else None


def _escaped(name: str, value: str) -> str:
    return value if name == "url" else value.translate(_SPECIAL)
