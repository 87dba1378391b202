"""What the record holds: sources, the claims they make, their coverage, and people's judgements."""

from __future__ import annotations

from dataclasses import dataclass

from foedera.claim import Claim, Term

# The Admiralty code's reliability of a source; F is "cannot be judged".
RELIABILITY = ("A", "B", "C", "D", "E", "F")


@dataclass(frozen=True, slots=True)
class Source:
    """One source: a text that was read, a data set, or a document that the starter record cites.

    `key` is unique and never changes ("text:<sha256>", "atop:5.1", "starter:t-us-japan-1960");
    `group` is the name that `--sources` knows ("texts", "atop", "starter", "cow-igo" ...).
    `rests_on` says what the source itself rests on; `may_be_passed_on` is None when unknown.
    Dates are EDTF.
    """

    key: str
    group: str
    title: str
    publisher: str | None = None
    author: str | None = None
    issued: str | None = None
    place: str | None = None
    series: str | None = None
    address: str | None = None
    retrieved: str | None = None
    version: str | None = None
    sha256: str | None = None
    media_type: str | None = None
    text: str | None = None
    licence: str | None = None
    may_be_passed_on: bool | None = None
    reliability: str = "F"
    rests_on: str | None = None
    bibtex: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where a source says that it is complete, so that its silence is evidence.

    Complete for claims of `relation` (and one of `obligations`, when given; of `organisation` and
    `framework`, when given) about `actors` (empty: all states of the system) on days in `period`
    (an EDTF interval). `statement` is what the source says about its completeness.
    """

    source: str
    relation: str
    period: str
    obligations: tuple[str, ...] = ()
    organisation: str | None = None
    framework: str | None = None
    actors: tuple[str, ...] = ()
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim in the record: which source makes it and where (file and row, article, or passage)."""

    id: str
    source: str
    locator: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided about claims or instruments; never edited, only followed by another.

    `verdict` is accept, reject, correct, same or apart. `subject` is a claim or instrument id,
    `object` the other instrument (same, apart) or the correcting claim's JSON (correct).
    `by` names the person or program, `at` is the time (ISO 8601, UTC), `score` a program's own
    certainty 0..1. `undoes` is the id of the judgement that this one takes back.
    """

    id: str
    verdict: str
    subject: str
    object: str | None
    by: str
    at: str
    note: str | None = None
    score: float | None = None
    undoes: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A party to an instrument: in force on `start <= day < end` (ISO days; None is open)."""

    code: str
    start: str | None
    end: str | None
    claim: str


@dataclass(frozen=True, slots=True)
class Provision:
    """One promise of one state: in force on `start <= day < end` (ISO days; None is open).

    `beneficiaries` empty means the other parties in force on the day. `term` carries obligation,
    conditions, article, adversaries and area.
    """

    instrument: str
    obligor: str
    start: str | None
    end: str | None
    beneficiaries: tuple[str, ...]
    term: Term
    claim: str
    source: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty (in one phase), derived from claims: its name, dates, parties and promises.

    `id` is "<group>:<the source's own key>" ("atop:3180/1", "starter:us-japan-1960"); `same_as`
    the instruments judged to be the same treaty. `signed_only` means that the claims which bind its
    parties tell of its signature alone: whether and when it entered into force is not on record.
    """

    id: str
    title: str
    signed: str | None
    parties: tuple[Party, ...]
    provisions: tuple[Provision, ...]
    sources: tuple[str, ...]
    same_as: tuple[str, ...] = ()
    signed_only: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """What binds actors, derived from every claim that speaks of it.

    `actors` and `roles` run in parallel: codes (or the folded name of an actor without a code).
    `spells` are the stretches in which it held, `since <= day < until` (ISO days; None is open or
    unknown); `since` and `until` bound them all. `claims` assert it, `denied` say the opposite.
    `instruments` are the derived treaties behind it. `shared` marks a tie that nobody claims as
    such: two actors that belong to the same organisation (or framework) at the same time.
    """

    id: str
    relation: str
    name: str | None
    actors: tuple[str, ...]
    roles: tuple[str, ...]
    since: str | None
    until: str | None
    spells: tuple[tuple[str | None, str | None], ...]
    status: str | None
    stage: str | None
    obligations: tuple[str, ...]
    instruments: tuple[str, ...]
    claims: tuple[str, ...]
    denied: tuple[str, ...]
    sources: tuple[str, ...]
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a source (or a data set's claim) that search found, best first.

    `start:end` are code points of the source's text (of the claim's row for a data set; 0:0 for a
    title). `marks` are the spans of `text` that match, `highlighted` the text with ** around them;
    `rank` grows with relevance and compares only within one search. `claims` are the ids of the
    claims that the passage states.
    """

    source: str
    group: str
    title: str
    start: int
    end: int
    text: str
    highlighted: str
    marks: tuple[tuple[int, int], ...]
    rank: float
    locator: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceCount:
    """A source (without its text) and how much the record holds of it."""

    source: Source
    claims: int
    coverage: int
    rejected: bool
