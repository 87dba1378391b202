"""Reads the starter record's files; a fault is named by file and row, since people edit these files."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from foedera.errors import BadTable
from foedera.record.model import Source

CITATIONS = ("citations_memberships.csv", "citations_treaties.csv", "citations_coverage.csv", "citations_bases.csv")
FACTS = ("facts.toml", "bases.toml")
GROUP = "starter"
LICENCE = "facts compiled from public sources; the sources are cited, not copied"


def _folder() -> Traversable:
    return files("foedera.datasets.starter")


def _named(ending: str) -> list[Traversable]:
    found = [*_folder().iterdir(), *(_folder() / "treaties").iterdir()]
    return sorted((f for f in found if f.name.endswith(ending)), key=lambda f: f.name)


def digest() -> str:
    """What the files hold now, as 16 hex digits: the version of the starter record."""
    content = [f.name.encode() + b"\0" + f.read_bytes() for f in (*_named(".csv"), *_named(".toml"))]
    return sha256(b"\0".join(content)).hexdigest()[:16]


def table(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their lines; raises BadTable for a row of another width."""
    text = (_folder() / name).read_text(encoding="utf-8")
    reader = csv.DictReader(text.splitlines(keepends=True))
    for row in reader:
        if None in row or None in row.values():
            raise BadTable(f"{name}, line {reader.line_num}: it has not as many cells as the header.")
        yield reader.line_num, {k: v.strip() for k, v in row.items()}


def entries(name: str, key: str) -> list[dict[str, Any]]:
    """The entries `[[key]]` of a TOML file."""
    found = tomllib.loads((_folder() / name).read_text(encoding="utf-8"))
    listed: list[dict[str, Any]] = found.get(key, [])
    return listed


def treaty_files() -> list[str]:
    return [f"treaties/{f.name}" for f in _named(".toml") if f.name not in FACTS]


@lru_cache(maxsize=1)
def sources() -> dict[str, Source]:
    """The source of each citation, by the citation's id."""
    return {row["id"]: _source(row) for name in CITATIONS for _, row in table(name)}


def _source(row: dict[str, str]) -> Source:
    return Source(
        key=f"{GROUP}:{row['id']}",
        group=GROUP,
        title=row["title"],
        publisher=row["publisher"] or None,
        issued=row["issued"] or None,
        place=row["place"] or None,
        series=row["series"] or None,
        address=row["address"] or None,
        note=row["note"] or None,
        licence=LICENCE,
        may_be_passed_on=True,
        reliability="A" if row["series"] else "B",
        bibtex=_bibtex(row),
    )


def _bibtex(row: dict[str, str]) -> str:
    fields = {
        "title": row["title"],
        "year": row["issued"][:4],
        "address": row["place"],
        "howpublished": row["series"],
        "organization": row["publisher"],
        "url": row["address"],
    }
    filled = (f"  {name} = {{{_tex(value)}}}" for name, value in fields.items() if value)
    return f"@misc{{{row['id']},\n" + ",\n".join(filled) + "\n}"


def _tex(text: str) -> str:
    return text.replace("&", r"\&").replace("%", r"\%")


def source(citation: str, where: str) -> Source:
    """The source that a row cites; raises BadTable naming the row when there is no such citation."""
    found = sources().get(citation)
    if found is None:
        raise BadTable(f"{where} cites '{citation}', which is in none of the citations files.")
    return found
