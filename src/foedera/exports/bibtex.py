"""Citations of sources as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from foedera.files import written
from foedera.record import Source

# BibTeX counts braces even behind a backslash, so that a lone one must become a command.
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{c: f"\\{c}" for c in "&%#_$"},
    }
)
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def export(sources: Iterable[Source], path: Path) -> int:
    """Every source's citation in one file; how many."""
    entries = [entry(s) for s in sources]
    with written(path) as out:
        out.write("\n\n".join(entries) + "\n" if entries else "")
    return len(entries)


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
    line = " ".join(value.split())
    return line.translate(_IN_ADDRESS if name == "url" else _SPECIAL)
