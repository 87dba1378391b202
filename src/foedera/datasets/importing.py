"""Putting a data set into the record: once, with its coverage, in place of the version before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from foedera.datasets.intake import Intake, Pair, Reading, Skipped
from foedera.datasets.linkage import link
from foedera.datasets.registry import DataSet, dataset
from foedera.errors import BadInput
from foedera.record.model import Source, StoredClaim

if TYPE_CHECKING:
    from foedera.record import Record

BY = "foedera:versions"
# data set -> the function that reads it: module:function below foedera.datasets
IMPORTERS = {
    "atop": "atop:read",
    "cow-igo": "igo:read",
    "dcad": "dcad:read",
    "cow-wars": "wars:read_wars",
    "cow-mid": "wars:read_disputes",
    "gml-mid": "wars:read_disputes",
    "cow-alliances": "cow_alliances:read",
    "mme": "mme:read",
    "troopdata": "troops:read",
    "greenbook": "greenbook:read",
    "sipri": "sipri:read",
}


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did: new claims, and every row that was skipped as (file, line, why).

    `warnings` says what is odd about the whole (a row count that no known version has);
    `superseded` names the earlier versions whose claims it took out of use, `linked` counts the
    instruments that were found to be the same treaty as one of another source.
    """

    dataset: str
    version: str
    source: str
    added: int
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()
    superseded: tuple[str, ...] = ()
    linked: int = 0


def import_into(record: Record, name: str, path: str | Path, *, everything: bool = False) -> Report:
    """Reads the data set `name` from a file, folder or zip into the record; importing twice adds nothing.

    `everything` takes also what has no code in our tables (IGOs with no part in security). Raises
    BadTable when the path holds no such file, BadInput for an unknown name.
    """
    found = dataset(name)
    intake = Intake(found, Path(path), everything)
    reading = _importer(found)(intake)
    source = source_of(found, reading.version)
    coverage = [replace(c, source=source.key) for c in reading.coverage]
    with record.transaction():
        added = record.put(source, _new(record, source, reading), coverage)
        superseded = () if reading.partial else supersede(record, found)
    linked = link(record) if added and "agreement" in found.becomes else []
    return Report(
        found.name,
        reading.version,
        source.key,
        added,
        tuple(intake.skipped),
        tuple(intake.warnings),
        superseded,
        len(linked),
    )


def _importer(found: DataSet) -> Callable[[Intake], Reading]:
    target = IMPORTERS.get(found.name)
    if target is None:
        raise BadInput(f"'{found.name}' holds no claims: load it as a table with foedera.datasets.load.")
    module, function = target.split(":")
    reader: Callable[[Intake], Reading] = getattr(import_module(f"foedera.datasets.{module}"), function)
    return reader


def source_of(found: DataSet, version: str) -> Source:
    """The source that the record keeps for one version of a data set."""
    return Source(
        key=f"{found.name}:{version}",
        group=found.name,
        title=f"{found.title} {version}",
        publisher=found.publisher,
        author=found.author,
        issued=found.issued,
        address=found.address,
        version=version,
        sha256=sha256(f"{found.name}:{version}".encode()).hexdigest(),
        media_type="text/csv",
        licence=found.licence,
        may_be_passed_on=found.may_be_passed_on,
        reliability=found.reliability,
        bibtex=found.citation,
    )


def _new(record: Record, source: Source, reading: Reading) -> list[Pair]:
    """The pairs that the record lacks, whatever lines they stand on: a re-sorted file adds nothing.

    A partial file is held against all earlier files of its data set.
    """
    if reading.partial:
        held = record.claims(groups=[source.group], include_rejected=True)
    elif record.has_source(source.key):
        held = record.claims(source=source.key, include_rejected=True)
    else:
        return reading.pairs
    corrected = {j.subject for j in record.judgements() if j.verdict == "correct"}
    counts = Counter(_original(record, stored, corrected) for stored in held)
    out = []
    for locator, claim in reading.pairs:
        text = claim.to_json()
        if counts[text] > 0:
            counts[text] -= 1
        else:
            out.append((locator, claim))
    return out


def _original(record: Record, stored: StoredClaim, corrected: set[str]) -> str:
    """The claim as its source made it, whatever people corrected."""
    made = record.claim(stored.id, original=True) if stored.id in corrected else stored
    return made.claim.to_json()


def order(version: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts versions as people read them: 4.01 < 5.0 < 5.1, 2023 < 2024-03."""
    return tuple((int(p), "") if p.isdigit() else (-1, p) for p in re.findall(r"\d+|[^\d.\-]+", version))


def supersede(record: Record, found: DataSet) -> tuple[str, ...]:
    """Takes all versions but the newest out of use, by judgements that can be undone; names those of now."""
    versions = [s for s in record.sources(groups=[found.name]) if s.key.startswith(f"{found.name}:")]
    newest = max(versions, key=lambda s: order(s.version or "")).key
    out = []
    for source in versions:
        if source.key != newest and not record.judgements(subject=f"source:{source.key}"):
            record.judge("reject", f"source:{source.key}", by=BY, score=1.0, note=f"superseded by {newest}")
            out.append(source.key)
    return tuple(out)
