"""What the record holds that bears on a question, group of sources by group of sources."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import TYPE_CHECKING, Any

from foedera.checking import classes
from foedera.checking.coverage import relation_of
from foedera.checking.identity import canonical, every_code
from foedera.checking.model import Fact, Facts, Promise, Question
from foedera.checking.names import fold
from foedera.checking.spans import Span, of_period, window
from foedera.checking.ties import ladder
from foedera.claim import Claim
from foedera.record.model import Coverage, Judgement, Source, StoredClaim

if TYPE_CHECKING:
    from foedera.record import Record

# Questions that turn on every partner of a state, not on one pair.
_WIDE = ("only", "count_partners", "count_signed", "first")
# Questions that ask who signed, whether or not it came into force.
_OF_SIGNING = ("signed", "count_signed", "first")
# How many instruments one query asks for (databases limit the values of one statement).
_AT_ONCE = 400
_MEMBERS = ("count_members", "count_joined", "join_rank")
# Texts are many and mostly ungraded, and never complete: of all that they say about a question the
# newest claims are taken, those of graded texts by themselves, since they can outweigh others. Data
# sets and the starter record always speak in full.
TEXTS = "texts"
MOST_OF_TEXTS = 100
# A treaty changes by phases, which sources number ("3180/1", "3180/2"); nobody has more.
_PHASES = 20
_ENDINGS = ("", *(f"/{n}" for n in range(_PHASES)))


class Pool:
    """One or more records (the user's, and texts given with --against) asked as one.

    `groups` limits the sources as `--sources` does; `without` are hashes of texts that must not
    vouch for themselves, `quotes` the folded quotes that count as copies of the checked text.
    """

    def __init__(
        self,
        records: Sequence[Record],
        *,
        groups: Sequence[str] | None = None,
        without: Iterable[str] = (),
        include_rejected: bool = False,
    ) -> None:
        self.records = tuple(records)
        self.groups = list(groups) if groups is not None else None
        self.without = frozenset(without)
        self.include_rejected = include_rejected
        self._sources: dict[str, Source] = {}
        self._coverage: list[Coverage] | None = None
        self._graded: dict[int, bool] = {}
        self.cut = False  # Was there more than was looked at?

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Asks everything inside of one state of each record."""
        with ExitStack() as stack:
            for record in self.records:
                stack.enter_context(record.reading())
            yield

    def source(self, record: Record, key: str) -> Source:
        """A source without its text, remembered."""
        if key not in self._sources:
            self._know(record, [key])
        return self._sources[key]

    def _know(self, record: Record, keys: Iterable[str]) -> None:
        new = sorted({k for k in keys if k not in self._sources})
        for at in range(0, len(new), _AT_ONCE):
            self._sources.update({s.key: s for s in record.sources(keys=new[at : at + _AT_ONCE])})

    def beside(self) -> frozenset[str]:
        """The sources that were given for this check alone: their evidence is shown first."""
        return frozenset(s.key for r in self.records[1:] for s in r.sources())

    def coverage(self) -> list[Coverage]:
        """What the sources declare to be complete."""
        if self._coverage is None:
            self._coverage = [c for r in self.records for c in r.coverage(groups=self.groups)]
        return self._coverage

    def facts(self, *, texts: bool = True, **wanted: Any) -> list[Fact]:
        """The claims that meet `wanted` (as Record.claims), as facts; the checked text's own left out."""
        found = []
        for record in self.records:
            answers = [(record.claims(**asked, **wanted), asked.get("limit")) for asked in self._asked(record, texts)]
            self.cut |= any(limit is not None and len(found) >= limit for found, limit in answers)
            stored = list({c.id: c for found, _ in answers for c in found}.values())
            self._know(record, (c.source for c in stored))
            facts = (self._fact(record, c) for c in stored)
            found += [f for f in facts if f.sha256 is None or f.sha256 not in self.without]
        return found

    def _asked(self, record: Record, texts: bool) -> Iterator[dict[str, Any]]:
        """Several questions for one: data sets in full, and the newest of what texts say."""
        known: dict[str, Any] = {"include_rejected": self.include_rejected}
        data = None if self.groups is None else [g for g in self.groups if g != TEXTS]
        if data is None or data:
            yield {**known, "groups": data, "not_groups": [TEXTS]}
        if texts and (self.groups is None or TEXTS in self.groups):
            newest = {**known, "groups": [TEXTS], "newest": True, "limit": MOST_OF_TEXTS}
            if self._has_graded(record):
                yield {**newest, "graded": True}
            yield newest

    def _has_graded(self, record: Record) -> bool:
        if id(record) not in self._graded:
            self._graded[id(record)] = record.has_graded([TEXTS])
        return self._graded[id(record)]

    def treaties(self, pairs: Iterable[tuple[str, str]]) -> list[str]:
        """Ids of data sets' treaties between two states of a pair, with all their phases."""
        found: set[str] = set()
        for one, other in pairs:
            for record in self.records:
                found.update(record.treaties_between(every_code(one), every_code(other)))
        bases = {key.rsplit("/", 1)[0] for key in found if "/" in key}
        return sorted({*found, *(base + ending for base in bases for ending in _ENDINGS)})

    def of_treaties(self, ids: Sequence[str], **wanted: Any) -> list[Fact]:
        """The claims that make treaties of data sets."""
        found = []
        for at in range(0, len(ids), _AT_ONCE):
            some = ids[at : at + _AT_ONCE]
            found += self.facts(texts=False, relations=["agreement"], instruments=some, **wanted)
        return found

    def _fact(self, record: Record, stored: StoredClaim) -> Fact:
        source = self.source(record, stored.source)
        group = source.key if source.group == "texts" else source.group
        return Fact(
            stored.id,
            source.key,
            group,
            source.reliability,
            source.title,
            source.issued,
            source.sha256,
            stored.locator,
            stored.claim,
        )

    def group_of(self, key: str) -> str:
        """The group that a coverage statement's source belongs to."""
        for record in self.records:
            if key in self._sources or record.has_source(key):
                return self.source(record, key).group
        return key


def rejected(question: Question, pool: Pool) -> list[tuple[Fact, Judgement | None]]:
    """What would bear on the question if nobody had rejected it, with who did."""
    everything = Pool(pool.records, groups=pool.groups, without=pool.without, include_rejected=True)
    standing = {f.id for f in _facts(question, pool)}
    return [(f, _rejection(f, pool)) for f in _facts(question, everything) if f.id not in standing]


def _rejection(fact: Fact, pool: Pool) -> Judgement | None:
    """The last judgement that rejects a claim, or its source."""
    said = [j for r in pool.records for s in (fact.id, f"source:{fact.source}") for j in r.judgements(s)]
    return next((j for j in reversed(said) if j.verdict == "reject"), None)


def gather(question: Question, pool: Pool, own_quotes: frozenset[str] = frozenset()) -> list[Facts]:
    """One Facts for each group of sources that has claims or coverage for the question."""
    facts = [f for f in _facts(question, pool) if not _copied(f, own_quotes)]
    coverage = [c for c in pool.coverage() if c.relation == relation_of(question)]
    by_group: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_group[fact.group].append(fact)
    stated: dict[str, list[Coverage]] = defaultdict(list)
    for statement in coverage:
        stated[pool.group_of(statement.source)].append(statement)
    roster = _roster(question, pool)
    return [
        Facts(
            group,
            tuple(by_group[group]),
            tuple(promises(by_group[group], question)),
            tuple(stated[group]),
            roster,
        )
        for group in sorted({*by_group, *stated})
    ]


# The same sentence in two texts is a copy; the same few words (a programme's name) are not.
_COPY_WORDS = 10


def _copied(fact: Fact, own_quotes: frozenset[str]) -> bool:
    quote = fold(fact.claim.quote)
    return quote in own_quotes and quote.count(" ") + 1 >= _COPY_WORDS


def _facts(question: Question, pool: Pool) -> list[Fact]:
    if question.kind in _MEMBERS:
        return pool.facts(relations=["membership"], actors=[question.organisation])
    if question.kind in ("member", "joined", "left"):
        return _member_facts(question, pool)
    if question.kind == "tie":
        return _tie_facts(question, pool)
    if question.kind in _WIDE:
        return list(_wide(question, pool))
    return _between(question, pool)


def pairs_of(question: Question) -> list[tuple[str, str]]:
    """The pairs of states that the question is about."""
    pairs = [(a, b) for a in question.subjects for b in question.partners if a != b]
    return pairs or list(combinations(question.subjects, 2))


def _between(question: Question, pool: Pool) -> list[Fact]:
    """Claims of every treaty between two states of a pair, and those that name both."""
    pairs = pairs_of(question)
    named = [
        fact
        for one, other in pairs
        for a in every_code(one)
        for b in every_code(other)
        for fact in pool.facts(relations=["agreement"], actors=[a, b])
    ]
    keys = {f"{f.group}:{f.claim.instrument}" for f in named if f.claim.instrument}
    ids = sorted({*pool.treaties(pairs), *keys})
    own = _codes((*question.subjects, *question.partners))
    return _once([*named, *pool.of_treaties(ids, any_actor=own)])


def _once(facts: Iterable[Fact]) -> list[Fact]:
    return list({f.id: f for f in facts}.values())


def _codes(codes: Iterable[str]) -> list[str]:
    return sorted({c for code in codes for c in every_code(code)})


def _member_facts(question: Question, pool: Pool) -> list[Fact]:
    found = []
    for code in _codes(question.subjects):
        found += pool.facts(relations=["membership"], actors=[code, question.organisation])
    if question.kind == "joined":
        ids = [f"atop:{t}{p}" for t in founding_treaties(question.organisation) for p in _ENDINGS]
        found += pool.of_treaties(ids, any_actor=_codes(question.subjects)) if ids else []
    return found


def _tie_facts(question: Question, pool: Pool) -> list[Fact]:
    relations = [question.claim.relation, *ladder()["supported_by"].get(question.claim.relation, ())]
    coded = [a.code for a in question.claim.actors if a.code]
    if not coded:
        return []
    found = {}
    for first in every_code(coded[0]):
        for fact in pool.facts(relations=relations, actors=[first, *_modern(coded[1:])]):
            found[fact.id] = fact
    return list(found.values())


def _modern(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(codes))


def _wide(question: Question, pool: Pool) -> Iterator[Fact]:
    """Claims of every treaty that a subject is party to, those of its partners too."""
    subjects = classes.codes(question.class_) or question.subjects
    own = pool.facts(relations=["agreement"], any_actor=_codes(subjects))
    yield from own
    seen = {f.id for f in own}
    keys = sorted({f"{f.group}:{f.claim.instrument}" for f in own if f.claim.instrument})
    yield from (f for f in pool.of_treaties(keys) if f.id not in seen)


def _roster(question: Question, pool: Pool) -> tuple[tuple[str, Span, str], ...]:
    """Members of the organisation that a class means, from every group that knows."""
    organisation = classes.organisation(question.other_class) or classes.organisation(question.class_)
    if organisation is None:
        return ()
    out = []
    for fact in pool.facts(relations=["membership"], actors=[organisation], polarity="affirmed"):
        claim = fact.claim
        if claim.period and not claim.name and claim.status in (None, "member"):
            for actor in claim.by_role("member"):
                out.append((canonical(actor.code or ""), of_period(claim.period), fact.id))
    return tuple(out)


@cache
def _organisations() -> dict[str, dict[str, Any]]:
    text = (files("foedera.checking") / "organisations.toml").read_text(encoding="utf-8")
    return {o["code"]: o for o in tomllib.loads(text)["organisation"]}


def founding_treaties(organisation: str | None) -> list[str]:
    """ATOP's numbers of the treaties on which an organisation rests."""
    return [str(number) for number in _organisations().get(organisation or "", {}).get("atop", ())]


def term_of_notice(organisation: str | None) -> tuple[int, str]:
    """Months from a member's notice of leaving to its effect, and the article that says so; 0 where none is known."""
    known = _organisations().get(organisation or "", {})
    return int(known.get("notice", 0)), str(known.get("article", ""))


def _treaty(fact: Fact) -> str:
    """The instrument's own key without ATOP's phase: phases are one treaty."""
    return (fact.claim.instrument or "").split("/")[0]


def promises(facts: Sequence[Fact], question: Question) -> Iterator[Promise]:
    """The directed promises that agreement claims give, between all parties that are known."""
    by_instrument: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.claim.relation == "agreement" and fact.claim.polarity == "affirmed":
            by_instrument[fact.claim.instrument or fact.id].append(fact)
    involved = {*question.subjects, *question.partners, *classes.codes(question.class_)}
    # A question about pairs needs no promise to or by others; one about partners needs every partner's.
    others = question.kind in _WIDE
    signatures = _signatures(facts, None if others else involved)
    for members in by_instrument.values():
        bound = members if question.kind in _OF_SIGNING else _lasting(members)
        yield from _of_instrument(bound, signatures, involved, others)


def _lasting(members: list[Fact]) -> list[Fact]:
    """Without the signatures, where the same source says how long the treaty binds whom."""
    timed = any(f.claim.period for f in members)
    return [f for f in members if f.claim.period or not (timed and f.claim.date_role == "signed")]


def _of_instrument(
    members: list[Fact], signatures: dict[tuple[str, str], str], involved: set[str], others: bool
) -> Iterator[Promise]:
    known = [(fact, _parties(fact.claim), _held(fact)) for fact in members]
    parties = [(code, held) for _, own, held in known for code in own]
    inside = [p for p in parties if p[0] in involved]
    for fact, own, held in known:
        for obligor, obligation, named in _promised(fact.claim, own):
            ours = obligor in involved
            if not ours and not others:
                continue
            to = parties if others and ours else inside
            if named:
                to = [p for p in to if p[0] in named]
            yield from _promises_of(fact, obligor, obligation, held, to, signatures)


def _promises_of(
    fact: Fact,
    obligor: str,
    obligation: str,
    held: Span,
    to: list[tuple[str, Span]],
    signatures: dict[tuple[str, str], str],
) -> Iterator[Promise]:
    """What one obligor owes to each of the others while both are bound; signed when both had."""
    treaty, title = _treaty(fact) or fact.id, fact.claim.name or ""
    ours = signatures.get((treaty, obligor))
    for beneficiary, (first, last) in to:
        start, end = max(held[0], first), min(held[1], last)
        if beneficiary == obligor or start >= end:
            continue
        theirs = signatures.get((treaty, beneficiary))
        signed = max(ours, theirs) if ours and theirs else None
        closed = None if end == "9999-12-31" else end
        yield Promise(obligor, beneficiary, obligation, start, closed, signed, treaty, title, fact.id)


def _parties(claim: Claim) -> list[str]:
    return [canonical(a.code) for a in claim.actors if a.role == "party" and a.code]


def _promised(claim: Claim, parties: list[str]) -> Iterator[tuple[str, str, set[str]]]:
    """(obligor, obligation, named beneficiaries or none) of one claim."""
    if claim.terms:
        for term in claim.terms:
            named = {canonical(b) for b in term.beneficiaries}
            for obligor in [canonical(o) for o in term.obligors] or parties:
                yield obligor, term.obligation, named
        return
    for obligation in claim.obligations:
        for obligor in parties:
            yield obligor, obligation, set()


def _held(fact: Fact) -> Span:
    claim = fact.claim
    if claim.period:
        return of_period(claim.period)
    start = "0001-01-01"
    if claim.date and claim.date_role != "until":
        start = window(claim.date)[0]
    elif fact.issued:
        start = window(fact.issued)[0]
    return start, "9999-12-31"


def _signatures(facts: Sequence[Fact], only: set[str] | None) -> dict[tuple[str, str], str]:
    """The first day on which a state (of `only`, if given) is recorded as signatory, else as party, of a treaty."""
    out: dict[tuple[str, str], str] = {}
    for fact in facts:
        if fact.claim.relation != "agreement":
            continue
        day = fact.claim.date if fact.claim.date_role == "signed" else None
        if day is None and fact.claim.period:
            day = fact.claim.period.split("/")[0]
        if not day or day == "..":
            continue
        first, treaty = window(day)[0], _treaty(fact) or fact.id
        for code in _parties(fact.claim):
            if only is None or code in only:
                out[treaty, code] = min(out.get((treaty, code), first), first)
    return out
