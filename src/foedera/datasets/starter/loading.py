"""Fills a record with the starter record, once for each version of its files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby
from typing import TYPE_CHECKING

from foedera.datasets.starter import facts, memberships, tables, treaties
from foedera.datasets.starter.memberships import Sourced
from foedera.record.model import Source

if TYPE_CHECKING:
    from foedera.record import Record

BY = "foedera:versions"


def load_into(record: Record) -> int:
    """Puts the starter record's claims and coverage into `record`; how many claims are new.

    A record that has this version already is left as it is, at the price of one look. Claims of an
    earlier version that this one no longer makes are rejected (reversibly), not lost.
    """
    version = tables.digest()
    own = _own_source(version)
    if record.has_source(own.key):
        return 0
    wanted = sorted(_all(), key=lambda sourced: sourced[0].key)
    with record.transaction():
        earlier = _earlier(record)
        added = record.put_many(
            (cited, [(locator, claim) for _, locator, claim in group]) for cited, group in _by_source(wanted)
        )
        record.put(own, (), memberships.coverage(own.key))
        if earlier:
            _retire(record, earlier, wanted)
    return added


def _all() -> Iterator[Sourced]:
    return chain(memberships.claims(), treaties.claims(), facts.claims())


def _by_source(wanted: list[Sourced]) -> Iterator[tuple[Source, list[Sourced]]]:
    for _, group in groupby(wanted, key=lambda sourced: sourced[0].key):
        listed = list(group)
        yield listed[0][0], listed


def _own_source(version: str) -> Source:
    """The source that declares coverage and says which version of the files the record holds."""
    return Source(
        key=f"{tables.GROUP}:foedera-{version}",
        group=tables.GROUP,
        title="Foedera's starter record",
        publisher="Foedera",
        version=version,
        licence=tables.LICENCE,
        may_be_passed_on=True,
        reliability="B",
        rests_on="the sources that each claim cites",
    )


def _earlier(record: Record) -> list[str]:
    """Earlier versions of the starter record that are in use."""
    prefix = f"{tables.GROUP}:foedera-"
    return [s.key for s in record.sources(groups=[tables.GROUP]) if s.key.startswith(prefix)]


def _retire(record: Record, earlier: list[str], wanted: list[Sourced]) -> None:
    """Takes what only earlier versions say out of use: their coverage, and claims no longer made."""
    for key in earlier:
        if not record.judgements(subject=f"source:{key}"):
            record.judge("reject", f"source:{key}", by=BY, score=1.0, note="superseded by a newer starter record")
    kept = {(cited.key, locator, claim.to_json()) for cited, locator, claim in wanted}
    for stored in record.claims(groups=[tables.GROUP]):
        if (stored.source, stored.locator, stored.claim.to_json()) not in kept:
            record.judge("reject", stored.id, by=BY, score=1.0, note="no longer in the starter record")
