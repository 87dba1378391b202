"""What an export holds: the claims of the chosen sources, those that may not be passed on left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foedera.record import Source, StoredClaim

if TYPE_CHECKING:
    from foedera.record import Record


@dataclass(frozen=True, slots=True)
class Selection:
    """The sources of a record that an export holds, and those that were left out with their claims counted."""

    record: Record
    sources: dict[str, Source]
    left_out: tuple[tuple[Source, int], ...] = ()
    groups: tuple[str, ...] | None = None

    def claims(self) -> Iterator[StoredClaim]:
        """The claims, source by source: no more than one source's are in memory."""
        for key in sorted(self.sources):
            yield from self.record.claims(source=key)

    def rows(self) -> Iterator[dict[str, Any]]:
        """One flat row a claim; keys in a fixed order, lists joined with '; '."""
        for stored in self.claims():
            yield flat(stored, self.sources[stored.source])


def select(record: Record, groups: Sequence[str] | None = None, *, restricted: bool = False) -> Selection:
    """The claims of `groups` (all without); sources that may not be passed on only if `restricted`.

    A data set whose rights are unknown stays at home, too; a text that the user has read does not.

    Sources that people have rejected, and versions that a newer one has replaced, are left out silently.
    """
    counted = [c for c in record.source_counts(groups) if not c.rejected]
    open_ = {c.source.key: c.source for c in counted if restricted or _open(c.source)}
    left = tuple((c.source, c.claims) for c in counted if c.source.key not in open_)
    return Selection(record, open_, left, tuple(groups) if groups is not None else None)


def _open(source: Source) -> bool:
    """May its claims be passed on?"""
    return source.may_be_passed_on if source.may_be_passed_on is not None else source.group == "texts"


COLUMNS = (
    "id", "relation", "polarity", "actors", "roles", "bodies", "name", "date", "date_role", "period", "status",
    "stage", "obligations", "kind", "sectors", "amount", "unit", "items", "place", "quantifier", "scope",
    "instrument", "paraphrase", "quote", "start", "end", "locator", "source", "source_title", "source_address",
    "reliability", "licence",
)  # fmt: skip


def flat(stored: StoredClaim, source: Source) -> dict[str, Any]:
    """A claim as one row of text and numbers; None where the source does not say."""
    claim = stored.claim
    values: dict[str, Any] = {c: getattr(claim, c, None) for c in COLUMNS}
    values.update(
        id=stored.id,
        actors="; ".join(a.code or a.body or "" for a in claim.actors),
        roles="; ".join(a.role for a in claim.actors),
        bodies="; ".join(a.body or "" for a in claim.actors) if any(a.body for a in claim.actors) else None,
        amount=claim.amount.value if claim.amount else None,
        unit=claim.amount.unit if claim.amount else None,
        quantifier=str(claim.quantifier) if claim.quantifier is not None else None,
        locator=stored.locator,
        source=source.key,
        source_title=source.title,
        source_address=source.address,
        reliability=source.reliability,
        licence=source.licence,
    )
    return {c: _text(values[c]) for c in COLUMNS}


def _text(value: Any) -> Any:
    return ("; ".join(value) or None) if isinstance(value, tuple) else value
