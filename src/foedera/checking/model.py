"""What checking works on: a question, the facts that bear on it, findings and verdicts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from foedera.claim import Claim
from foedera.record.model import Coverage

VERDICTS = ("supported", "contradicted", "disputed", "unknown", "not_checkable")
REASONS = (
    "date",
    "name",
    "direction",
    "status",
    "amount",
    "stage",
    "obligation",
    "quantifier",
    "silence",
    "opposite",
    "coverage_time",
    "coverage_kind",
    "coverage_actor",
)


@dataclass(frozen=True, slots=True)
class Question:
    """What a claim asks of the record.

    `kind` names the rule that answers it (rules.toml). `subjects` and `partners` are state codes: for
    an obligation who owes and to whom (`mutual` means both ways). `obligations` are alternatives,
    any of them will do. `when` is the EDTF time that the claim speaks of, `stated` whether the text
    gives it. `expect` is False for a denial. `number` and `rank` come from the quantifier, `since`
    and `until` limit what is counted (ISO days, `until` included), `class_` and `other_class` name
    the classes of states that a "first" or "only" is measured in (classes.toml).
    """

    kind: str
    claim: Claim
    when: str
    stated: bool = False
    expect: bool = True
    subjects: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    mutual: bool = True
    obligations: tuple[str, ...] = ()
    organisation: str | None = None
    framework: str | None = None
    number: int | None = None
    rank: str | None = None
    since: str | None = None
    until: str | None = None
    class_: str | None = None
    other_class: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A stored claim with what is needed of its source to weigh it."""

    id: str
    source: str
    group: str
    reliability: str
    title: str
    issued: str | None
    sha256: str | None
    locator: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Promise:
    """`obligor` owes `beneficiary` an obligation on `start <= day < end` (ISO days, None open).

    `signed` is the day on which both were signatories of the instrument; `treaty` the instrument
    without its phase. `fact` is the id of the claim that it rests on.
    """

    obligor: str
    beneficiary: str
    obligation: str
    start: str | None
    end: str | None
    signed: str | None
    treaty: str
    title: str
    fact: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one group of sources says that bears on a question.

    `roster` are the members of the organisation that a class of states means ("NATO member"), as
    (state, spell, fact), from whichever source knows them.
    """

    group: str
    facts: tuple[Fact, ...] = ()
    promises: tuple[Promise, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    roster: tuple[tuple[str, tuple[str, str], str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one group of sources says to a question; `facts` are the ids that decide it.

    `strength` is 3 for an exact match of structured data or silence inside coverage, 2 for a match
    that leans on a name or an undated claim, 1 for what only hints.
    """

    verdict: str
    reason: str | None = None
    note: str | None = None
    facts: tuple[str, ...] = ()
    rule: str = ""
    strength: int = 3
    coverage: tuple[Coverage, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim of the record that decides (or bears on) a verdict, and where it stands.

    `id` is the claim's, with which search finds its passage and its source; what a source says of its
    own coverage has none.
    """

    source: str
    title: str
    locator: str
    quote: str
    claim: dict[str, Any]
    stance: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim of the text with its verdict; `credibility` is Admiralty 1 (confirmed) to 6.

    In a thread `again` are the later places that say the same, and `corrected_by` the place of a later
    post that corrects it: {"start", "end", "post", "author", "date"}. `limits` says what of the record
    was not looked at.
    """

    claim: Claim
    verdict: str
    reason: str | None = None
    note: str | None = None
    credibility: int = 6
    evidence: tuple[Evidence, ...] = ()
    proof: dict[str, Any] = field(default_factory=dict)
    again: tuple[dict[str, Any], ...] = ()
    corrected_by: dict[str, Any] | None = None
    limits: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As architecture.md says for `check --format json`; what only threads have is left out elsewhere."""
        thread: dict[str, Any] = {}
        if self.again:
            thread["again"] = list(self.again)
        if self.corrected_by:
            thread["corrected_by"] = self.corrected_by
        if self.limits:
            thread["limits"] = self.limits
        return {
            **thread,
            "start": self.claim.start,
            "end": self.claim.end,
            "quote": self.claim.quote,
            "claim": self.claim.to_dict(),
            "verdict": self.verdict,
            "reason": self.reason,
            "note": self.note,
            "credibility": self.credibility,
            "evidence": [
                {
                    "source": e.source,
                    "title": e.title,
                    "locator": e.locator,
                    "quote": e.quote,
                    "claim": e.claim,
                    "stance": e.stance,
                    "id": e.id,
                }
                for e in self.evidence
            ],
            "proof": self.proof,
        }
