"""Links between two actors, for formats that hold networks: ties, taken apart into pairs.

They rest on the selection's claims alone: what only a source that was left out says is not in them.
A treaty gives one link for each two of its parties while both were bound; one that several sources
hold is one link. Denials are no links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from foedera import actors
from foedera.claim import Claim
from foedera.dates import Date, last_day
from foedera.errors import UnknownActor
from foedera.exports.select import Selection
from foedera.record import Instrument, Tie
from foedera.record.tying import claim_ties, instrument_ties

_GIVERS = ("provider", "supplier", "contributor", "initiator")
_TAKERS = ("recipient", "host", "target")


@dataclass(frozen=True, slots=True)
class Link:
    """`one` and `other` (codes; from giver to taker where `directed`) with their tie.

    `since` and `until` are years, months or days (the last day included), as precise as the sources
    are; None is open or not known.
    """

    one: str
    other: str
    directed: bool
    tie: Tie
    since: str | None
    until: str | None


def links(selection: Selection) -> Iterator[Link]:
    """Every link of the selection: treaties first, then what claims say."""
    yield from _of_treaties(selection)
    yield from _of_claims(selection)


def name_of(code: str) -> str:
    """The name of a state or organisation; the code where the table has none."""
    try:
        return actors.get(code).name
    except UnknownActor:
        return code


def _of_treaties(selection: Selection) -> Iterator[Link]:
    allowed = selection.sources.keys()
    found = [i for i in selection.record.instruments(groups=selection.groups) if allowed >= set(i.sources)]
    for treaty in _treaties(found):
        codes = sorted({p.code for i in treaty for p in i.parties})
        for one, other in combinations(codes, 2):
            for tie in instrument_ties(treaty, {}, (one, other)):
                if tie.spells:
                    yield Link(one, other, False, tie, tie.since, last_day(tie.until))


def _treaties(found: Sequence[Instrument]) -> Iterable[list[Instrument]]:
    """The instruments, those judged to be the same together."""
    out: dict[tuple[str, ...], list[Instrument]] = defaultdict(list)
    for instrument in found:
        out[tuple(sorted({instrument.id, *instrument.same_as}))].append(instrument)
    return out.values()


def _of_claims(selection: Selection) -> Iterator[Link]:
    said = [c for c in selection.claims() if not _of_treaty(c.claim)]
    by_id = {c.id: c.claim for c in said}
    for tie in claim_ties(said):
        claims = [by_id[i] for i in tie.claims]
        since, until = _precise(claims, tie)
        for one, other, directed in _pairs(claims[0]):
            yield Link(one, other, directed, tie, since, until)


def _of_treaty(claim: Claim) -> bool:
    return claim.relation == "agreement" and bool(claim.instrument)


def _pairs(claim: Claim) -> Iterator[tuple[str, str, bool]]:
    """Pairs of coded actors; the giver first where one gives and the other takes."""
    roles: dict[str, str] = {a.code: a.role for a in claim.actors if a.code}
    for one, other in combinations(sorted(roles), 2):
        if roles[one] in _TAKERS and roles[other] in _GIVERS:
            yield other, one, True
        else:
            yield one, other, roles[one] in _GIVERS and roles[other] in _TAKERS


def _precise(claims: Sequence[Claim], tie: Tie) -> tuple[str | None, str | None]:
    """First and last day of a tie, as years or months where no source says more."""
    ends = [end for claim in claims for text in (claim.period, claim.date) if text for end in _ends(text)]
    since, last = tie.since, last_day(tie.until)
    starts = [t for t in ends if (d := Date.parse(t)).earliest and d.earliest.isoformat() == since]
    stops = [t for t in ends if (d := Date.parse(t)).latest and d.latest.isoformat() == last]
    return max(starts, key=len, default=since), max(stops, key=len, default=last)


def _ends(edtf: str) -> Iterator[str]:
    """The points of an EDTF date or interval that are a plain year, month or day."""
    for part in edtf.split("/"):
        text = part.rstrip("?~%")
        if text and text.replace("-", "").isdigit() and not _season(text):
            yield text


def _season(text: str) -> bool:
    return len(text) == 7 and int(text[5:]) > 12
