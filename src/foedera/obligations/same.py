"""One treaty that several sources hold becomes one instrument, so that its duties count once.

The record says which instruments are the same treaty (a judgement that people can undo). Here the
most specific version speaks: one whose promises name adversaries, areas or beneficiaries, then one
that gives articles. What only another version holds is added, and every source stays listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from foedera.obligations.world import alive, in_force
from foedera.record.model import Instrument, Provision

Owed = tuple[str, str, str]  # instrument, obligor, obligation


@dataclass(frozen=True, slots=True)
class Merged:
    """Instruments without doubles, and for each promise the other versions that also state it."""

    instruments: tuple[Instrument, ...]
    also: dict[Owed, tuple[Provision, ...]] = field(default_factory=dict)


def merge_same(instruments: Sequence[Instrument], day: str) -> Merged:
    """The instruments in force on `day`, each treaty once; order of the input doesn't matter."""
    live = sorted((i for i in instruments if alive(i, day)), key=lambda i: i.id)
    also: dict[Owed, tuple[Provision, ...]] = {}
    out = []
    for cluster in _clusters(live):
        out.append(cluster[0] if len(cluster) == 1 else _merge(cluster, day, also))
    return Merged(tuple(sorted(out, key=lambda i: i.id)), also)


def group_of(instrument_id: str) -> str:
    """The group of sources that an instrument comes from: "atop" of "atop:3180/1"."""
    return instrument_id.partition(":")[0]


def _clusters(live: Sequence[Instrument]) -> list[list[Instrument]]:
    by_id = {i.id: i for i in live}
    root = {i.id: i.id for i in live}

    def find(key: str) -> str:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for instrument in live:
        for other in instrument.same_as:
            if other in by_id:
                first, second = sorted((find(instrument.id), find(other)))
                root[second] = first
    out: dict[str, list[Instrument]] = {}
    for instrument in live:
        out.setdefault(find(instrument.id), []).append(instrument)
    return list(out.values())


def _merge(cluster: list[Instrument], day: str, also: dict[Owed, tuple[Provision, ...]]) -> Instrument:
    ranked = sorted(cluster, key=lambda i: (_vagueness(i), i.id))
    first = ranked[0]
    kept: dict[tuple[str, str], list[Provision]] = {}
    others: dict[tuple[str, str], list[Provision]] = {}
    for instrument in ranked:
        mine: dict[tuple[str, str], list[Provision]] = {}
        for provision in _own(instrument, day):
            mine.setdefault((provision.obligor, provision.term.obligation), []).append(provision)
        for key, some in mine.items():
            (others if key in kept else kept).setdefault(key, []).extend(some)
    also.update({(first.id, *key): tuple(some) for key, some in others.items()})
    return replace(
        first,
        parties=tuple(p for i in ranked for p in i.parties),
        provisions=tuple(replace(p, instrument=first.id) for some in kept.values() for p in some),
        sources=_unique(s for i in ranked for s in i.sources),
        signed_only=all(i.signed_only for i in ranked),
        same_as=_unique(k for i in ranked for k in (i.id, *i.same_as) if k != first.id),
    )


def _own(instrument: Instrument, day: str) -> list[Provision]:
    """Its promises in force, owed to its own parties only (a merged treaty has more of them)."""
    parties = tuple(sorted({p.code for p in instrument.parties if in_force(p, day)}))
    return [
        p if p.beneficiaries else replace(p, beneficiaries=parties) for p in instrument.provisions if in_force(p, day)
    ]


def _vagueness(instrument: Instrument) -> tuple[int, int, bool]:
    """Lower is more specific; a reading of a text never speaks before a compiled source."""
    terms = [p.term for p in instrument.provisions]
    named = sum(bool(t.adversaries or t.area_codes or t.beneficiaries) for t in terms)
    cited = sum(bool(t.article) for t in terms)
    return -min(named, 1), -min(cited, 1), group_of(instrument.id) == "texts"


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
