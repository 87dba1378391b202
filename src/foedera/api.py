"""The verbs as functions: what `import foedera` offers and what the command line calls."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foedera.checking import Checked
    from foedera.claim import Claim
    from foedera.documents import Document
    from foedera.obligations import Answer
    from foedera.record import Record, Source, Tie

DEFAULT_RECORD = "foedera.db"
# The starter record's facts were compiled from primary sources, and each names its own.
TEXTS = "texts"


def open_record(where: str | Path | None = None, *, starter: bool = True) -> Record:
    """The record at `where`: a path (SQLite), a postgresql:// URL, or `:memory:`.

    Without `where` it is what FOEDERA_RECORD names, else `foedera.db` here. The first use of a
    record fills it with the starter record (and a newer one brings its news). Raises RecordError.
    """
    from foedera import record as store

    opened = store.open_record(where or os.environ.get("FOEDERA_RECORD") or DEFAULT_RECORD)
    if starter:
        from foedera.datasets.starter import load_into

        load_into(opened)
    return opened


def load(source: str | Path | Document) -> Document:
    """The document of a path; a document is given back as it is. Raises UnreadableDocument."""
    from foedera import documents

    return source if isinstance(source, documents.Document) else documents.load(source)


def read(source: str | Path | Document, *, strict: bool = False) -> list[Claim]:
    """The claims of a file or document, in the order of the text.

    `strict` keeps only those that the reader is surest of. Raises UnreadableDocument.
    """
    from foedera import reading

    return reading.read(load(source), strict=strict)


def store(record: Record, document: Document, claims: Iterable[Claim]) -> int:
    """Puts a text and what it claims into the record, in one transaction; how many claims are new."""
    return record.put(source_of(document), [(f"{c.start}:{c.end}", c) for c in claims])


def source_of(document: Document) -> Source:
    """The source that a document is, its text kept; nobody has graded it yet (F)."""
    from foedera.record import Source

    return Source(
        key=f"text:{document.sha256}",
        group=TEXTS,
        title=document.title or document.name,
        publisher=document.publisher,
        author=document.author,
        issued=document.date,
        address=document.address,
        retrieved=document.retrieved,
        sha256=document.sha256,
        media_type=document.media_type,
        text=document.text,
        note=document.name,
    )


def check(
    source: str | Path | Document,
    record: Record | None = None,
    *,
    against: Sequence[str | Path | Document] = (),
    as_of: str | None = None,
    sources: Sequence[str] | None = None,
    proofs: bool = False,
) -> list[Checked]:
    """Each claim of a text with its verdict against the record and the texts of `against`.

    `as_of` (EDTF) is the day the text speaks from; `sources` limits the groups of sources;
    `proofs` puts all that a verdict rests on into it. The record is left as it was.
    """
    from foedera import checking

    document = load(source)
    with open_record() if record is None else _left_open(record) as kept:
        beside = _beside(against)
        groups = None if sources is None else [*sources, *([TEXTS] if beside else [])]
        return checking.check(document, [kept, *beside], as_of=as_of, groups=groups, proofs=proofs)


def _beside(against: Sequence[str | Path | Document]) -> list[Record]:
    """A record in memory with the texts to check against, if there are any."""
    if not against:
        return []
    kept = open_record(":memory:", starter=False)
    for source in against:
        document = load(source)
        store(kept, document, read(document))
    return [kept]


class _left_open:  # noqa: N801 - reads as the phrase it is in `with`
    """A record that somebody else closes."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def __enter__(self) -> Record:
        return self.record

    def __exit__(self, *error: object) -> None:
        return None


def ties(
    a: str,
    b: str | None = None,
    record: Record | None = None,
    *,
    on: str | date | None = None,
    sources: Sequence[str] | None = None,
) -> list[Tie]:
    """What binds `a` (and `b`), on a day if one is given: names or codes in, ties out.

    Raises UnknownActor and BadDate.
    """
    from foedera import actors
    from foedera.dates import parse_day

    day = parse_day(on) if isinstance(on, str) else on
    codes = [actors.get(name, on=day.isoformat() if day else None).code for name in (a, b) if name]
    with open_record() if record is None else _left_open(record) as kept:
        return kept.ties(*codes, on=day, groups=sources)


def respond(
    attackers: str | Sequence[str],
    targets: str | Sequence[str],
    record: Record | None = None,
    *,
    on: str | date | None = None,
    sources: Sequence[str] | None = None,
    include_texts: bool = False,
    provoked: bool = False,
    location: Sequence[str] = (),
    ongoing_conflict: bool | None = None,
    assume: Iterable[str] = (),
) -> Answer:
    """Who must, may or must not act if `attackers` attack `targets` on a day (default today).

    States are names, codes or COW numbers ("cow:731"). `assume` answers conditions by hand
    ("3180:location=true"). Raises UnknownActor, BadDate and BadInput.
    """
    from foedera import obligations
    from foedera.dates import parse_day

    day = parse_day(on) if isinstance(on, str) else on or date.today()
    scenario = obligations.Scenario(
        _states(attackers, day),
        _states(targets, day),
        day,
        provoked=provoked,
        location=_codes(location, day),
        ongoing_conflict=ongoing_conflict,
        assumptions=obligations.read_assumptions(assume),
    )
    with open_record() if record is None else _left_open(record) as kept:
        return obligations.respond(kept, scenario, groups=sources, include_texts=include_texts)


def _states(names: str | Sequence[str], on: date) -> tuple[str, ...]:
    """Codes of who fights: treaties are owed to states, so an organisation would be owed nothing."""
    from foedera import actors
    from foedera.errors import BadInput

    codes = _codes(names, on)
    for actor in (actors.get(code, on=on.isoformat()) for code in codes):
        if actor.kind == "organisation":
            raise BadInput(f"{actor.name} is an organisation, and states attack or are attacked: name its members.")
    return codes


def _codes(names: str | Sequence[str], on: date) -> tuple[str, ...]:
    from foedera import actors

    listed = [names] if isinstance(names, str) else names
    return tuple(dict.fromkeys(actors.get(name, on=on.isoformat()).code for name in listed))
