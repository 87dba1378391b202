"""Which instruments of different sources are the same treaty: reversible judgements with a score.

Three things are compared: the parties at signature, the dates of signature, and the names, or the
obligations where one side has no name (ATOP and DCAD give none). A program's `same` never stands
against a person's `apart`, and two instruments of one source that are in force on the same day are
never joined: a source tells its own treaties apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from foedera.dates import Date
from foedera.record.model import Instrument, Judgement

if TYPE_CHECKING:
    from foedera.record import Record

BY = "foedera:linkage"
# Weights of parties, date, and name or obligations; and the score from which two are judged the same.
PARTIES, DATES, WORDS = 0.45, 0.35, 0.20
SAME = 0.82
# Days between two signatures -> how well they agree.
CLOSENESS = ((0, 1.0), (3, 0.9), (31, 0.7))
# A text often names a treaty without its date: then the name must be clear, and counts for the date too.
UNDATED, CLEAR_NAME = 0.6, 0.9
NO_NAME = "Agreement of "
MOST_FOUNDERS = 12  # of a large treaty the first by code are enough to meet it
ANY_YEAR = 0


@dataclass(frozen=True)
class Candidate:
    """An instrument as linkage sees it."""

    instrument: Instrument

    @property
    def id(self) -> str:
        return self.instrument.id

    @property
    def group(self) -> str:
        return self.id.partition(":")[0]

    @cached_property
    def signed(self) -> Date | None:
        """When it was signed; without a date of signature, when its first party was bound."""
        starts = [p.start for p in self.instrument.parties if p.start]
        text = self.instrument.signed or min(starts, default=None)
        return Date.parse(text) if text else None

    @property
    def undated(self) -> bool:
        return self.signed is None

    @cached_property
    def parties(self) -> frozenset[str]:
        return frozenset(p.code for p in self.instrument.parties)

    @cached_property
    def founders(self) -> frozenset[str]:
        """The parties that were bound first."""
        first = min((p.start or "" for p in self.instrument.parties), default="")
        return frozenset(p.code for p in self.instrument.parties if (p.start or "") == first)

    @cached_property
    def obligations(self) -> frozenset[str]:
        return frozenset(p.term.obligation for p in self.instrument.provisions)

    @property
    def name(self) -> str | None:
        return None if self.instrument.title.startswith(NO_NAME) else self.instrument.title

    def overlaps(self, other: Candidate) -> bool:
        """Is there a day on which both have a party bound?"""
        mine, theirs = _life(self.instrument), _life(other.instrument)
        return mine[0] < theirs[1] and theirs[0] < mine[1]


def _life(instrument: Instrument) -> tuple[str, str]:
    starts = [p.start or "0001-01-01" for p in instrument.parties]
    ends = [p.end or "9999-12-31" for p in instrument.parties]
    return min(starts, default="9999-12-31"), max(ends, default="0001-01-01")


def score(a: Candidate, b: Candidate) -> float:
    """How likely two instruments are the same treaty, 0..1; 0 when their dates cannot agree."""
    common = max(_jaccard(a.parties, b.parties), _jaccard(a.founders, b.founders))
    words = _words(a, b)
    if a.undated or b.undated:
        close = UNDATED if a.name and b.name and words >= CLEAR_NAME else 0.0
    else:
        close = _closeness(a.signed, b.signed)
    return round(PARTIES * common + DATES * close + WORDS * words, 4) if close and common else 0.0


def _closeness(a: Date | None, b: Date | None) -> float:
    if a is None or b is None or not (a.earliest and a.latest and b.earliest and b.latest):
        return 0.0
    if a.overlaps(b):
        return 1.0 if a.precise and b.precise else 0.8
    apart = max((b.earliest - a.latest).days, (a.earliest - b.latest).days)
    return next((value for days, value in CLOSENESS if apart <= days), 0.0)


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def _words(a: Candidate, b: Candidate) -> float:
    """Likeness of the names (rapidfuzz token set ratio), else of the sets of obligations."""
    if a.name and b.name:
        from rapidfuzz import fuzz, utils

        return fuzz.token_set_ratio(a.name, b.name, processor=utils.default_process) / 100
    return _jaccard(a.obligations, b.obligations)


def link(record: Record) -> list[Judgement]:
    """Judges which instruments of different sources are the same; gives the new judgements.

    What was judged before about a pair, by anyone, is left alone: running it again adds nothing.
    """
    found = {i.id: Candidate(i) for i in record.instruments()}
    judged = {frozenset((j.subject, j.object or "")) for j in record.judgements() if j.verdict in ("same", "apart")}
    clusters = {i: {i, *c.instrument.same_as} for i, c in found.items()}
    with record.transaction():
        return [
            record.judge("same", a, object=b, by=BY, score=value, note=note)
            for a, b, value, note in _proposals(found)
            if frozenset((a, b)) not in judged and _joins(found, clusters, a, b)
        ]


Proposal = tuple[str, str, float, str]


def _proposals(found: dict[str, Candidate]) -> list[Proposal]:
    """Pairs that could be the same, surest first: those that the starter record names, then by score."""
    scored = [
        (a.id, b.id, value, "parties, date of signature, name or obligations")
        for a, b in _pairs(found.values())
        if (value := score(a, b)) >= SAME
    ]
    return [*_named(found), *sorted(scored, key=lambda p: (-p[2], p[0], p[1]))]


def _named(found: dict[str, Candidate]) -> Iterator[Proposal]:
    """Treaties of the starter record that say which ATOP alliance they are, or which phase of it."""
    from foedera.datasets.starter.tables import entries, treaty_files

    by_alliance: dict[str, list[str]] = defaultdict(list)
    for key in sorted(k for k in found if k.startswith("atop:")):
        by_alliance[key.removeprefix("atop:").partition("/")[0]].append(key)
    for treaty in (t for file in treaty_files() for t in entries(file, "treaty") if t.get("atop")):
        ours, phase = f"starter:{treaty['id']}", treaty.get("phase")
        for key in by_alliance.get(str(treaty["atop"]), ()) if ours in found else ():
            if not phase or key.endswith(f"/{phase}"):
                yield ours, key, 1.0, f"the starter record names ATOP alliance {treaty['atop']}"


def _pairs(candidates: Iterable[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Instruments of different sources with two common founders, signed about the same time.

    An undated one is held against all that have a name and its parties.
    """
    by_key: dict[tuple[int, str, str], list[Candidate]] = defaultdict(list)
    for candidate in sorted(candidates, key=lambda c: c.id):
        for pair in combinations(sorted(candidate.founders)[:MOST_FOUNDERS], 2):
            for year in (ANY_YEAR, *_years(candidate.signed)):
                by_key[(year, *pair)].append(candidate)
    seen: set[tuple[str, str]] = set()
    for (year, _, _), near in by_key.items():
        for a, b in _different(near, undated=year == ANY_YEAR):
            if (a.id, b.id) not in seen:
                seen.add((a.id, b.id))
                yield a, b


def _different(near: list[Candidate], *, undated: bool) -> Iterator[tuple[Candidate, Candidate]]:
    """Pairs of different sources; with `undated` those of which one has no date and both a name."""
    if undated and not any(c.undated for c in near):
        return
    for a, b in combinations(near, 2):
        fits = (a.undated or b.undated) and a.name and b.name if undated else True
        if a.group != b.group and fits:
            yield a, b


def _years(signed: Date | None) -> Iterator[int]:
    """The years a date can mean; near the turn of a year its neighbour too. Vague dates give none."""
    if signed is None or signed.earliest is None or signed.latest is None:
        return
    first, last = signed.earliest, signed.latest
    if (last - first).days > 3 * 366:
        return
    before = first.year - 1 if (first - date(first.year, 1, 1)).days <= CLOSENESS[-1][0] else first.year
    yield from range(before, last.year + 1)


def _joins(found: dict[str, Candidate], clusters: dict[str, set[str]], a: str, b: str) -> bool:
    """Joins the clusters of two instruments, unless they are joined or one source tells members apart."""
    mine, theirs = clusters[a], clusters[b]
    if b in mine:
        return False
    for one in mine:
        for other in theirs:
            x, y = found.get(one), found.get(other)
            if x and y and x.group == y.group and x.overlaps(y):
                return False
    both = mine | theirs
    for key in both:
        clusters[key] = both
    return True


def same(record: Record, a: str, b: str, *, by: str, note: str | None = None) -> Judgement:
    """A person's judgement that two instruments are one treaty; raises RecordError for unknown ids."""
    return record.judge("same", a, object=b, by=by, note=note)


def apart(record: Record, a: str, b: str, *, by: str, note: str | None = None) -> Judgement:
    """A person's judgement that two instruments are different treaties, whatever a program found."""
    return record.judge("apart", a, object=b, by=by, note=note)
