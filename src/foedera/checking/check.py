"""From a text to its claims' verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from foedera.checking import proof, threads
from foedera.checking.ask import ask, today
from foedera.checking.decide import credibility, decide
from foedera.checking.gather import MOST_OF_TEXTS, Pool, gather, rejected
from foedera.checking.model import Checked, Evidence, Fact, Finding, Question
from foedera.checking.names import fold
from foedera.claim import Claim
from foedera.dates import Date
from foedera.documents.model import Document

if TYPE_CHECKING:
    from foedera.record import Record

# How many pieces of evidence a verdict shows; the proof holds all.
SHOWN = 6
# What a verdict says where texts claim more about its question than was looked at.
CUT = f"of what texts say about this only the newest {MOST_OF_TEXTS} claims were looked at"


def check(
    document: Document,
    record: Record | Sequence[Record],
    *,
    as_of: str | None = None,
    groups: Sequence[str] | None = None,
    claims: Iterable[Claim] | None = None,
    proofs: bool = False,
) -> list[Checked]:
    """Each claim of the document with its verdict against the record, in the order of the text.

    In a thread each claim is its author's and speaks from its post's day; what several posts say is
    checked once, and a correction by a later post is linked to what it corrects.

    `as_of` (EDTF) is the day that the text speaks from, where neither the text nor its post says;
    `groups` limits the sources; `claims` are given when the text was read already. Raises BadDate.
    """
    if claims is None:
        from foedera.reading import read

        claims = [c for c in read(document) if _sure_enough(c)]
    if as_of:
        Date.parse(as_of)
    records = [record] if not isinstance(record, Sequence) else list(record)
    pool = Pool(records, groups=groups, without=[document.sha256])
    listed = threads.said(list(claims), document)
    own = frozenset(fold(s.claim.quote) for s in listed)
    proven = document if proofs else None
    corrected = threads.corrections(listed)
    out = []
    with pool.reading():
        for at, again in threads.repeats(listed).items():
            claim = listed[at].claim
            checked = _one(claim, pool, own, _written(claim, document, as_of), proven)
            places = tuple(threads.place(listed[i]) for i in again)
            by = threads.place(listed[corrected[at]]) if at in corrected else None
            out.append(replace(checked, again=places, corrected_by=by))
    return out


# A verdict on what a text does not say is worse than none: claims that only the learned model makes must be likelier
# right than wrong.
_LIKELY = 0.5


def _sure_enough(claim: Claim) -> bool:
    return not claim.learned or (claim.confidence or 0.0) >= _LIKELY


def _written(claim: Claim, document: Document, as_of: str | None) -> str:
    """The day from which a claim speaks: its post's, the one given, the document's, today."""
    for post in document.posts:
        if post.start <= claim.start < post.end and post.date and not as_of:
            return post.date
    return as_of or document.date or today()


def _one(claim: Claim, pool: Pool, own: frozenset[str], written: str, proven: Document | None) -> Checked:
    question = ask(claim, today(), written)
    pool.cut = False
    groups = gather(question, pool, own)
    limits = CUT if pool.cut else None
    finding = decide(question, groups)
    facts = {f.id: f for g in groups for f in g.facts}
    checked = Checked(
        claim=claim,
        verdict=finding.verdict,
        reason=finding.reason,
        note=finding.note,
        credibility=credibility(finding, facts),
        evidence=_evidence(question, finding, facts, pool),
        limits=limits,
    )
    if proven is None:
        told = _short_proof(question, finding)
    else:
        told = proof.write(question, groups, finding, proven, rejected(question, pool))
    return replace(checked, proof={**told, "limits": limits} if limits else told)


def _short_proof(question: Question, finding: Finding) -> dict[str, object]:
    return {
        "rules": proof.RULES_VERSION,
        "rule": finding.rule,
        "question": question.kind,
        "when": question.when,
        "facts": list(finding.facts),
        "coverage": [c.statement or f"{c.source}: {c.relation} {c.period}" for c in finding.coverage],
    }


def _evidence(question: Question, finding: Finding, facts: dict[str, Fact], pool: Pool) -> tuple[Evidence, ...]:
    beside = pool.beside()
    said = set(fold(question.claim.quote).split())
    order = sorted(
        _distinct(finding.facts, facts),
        key=lambda i: (facts[i].source not in beside, -_named(facts[i], said)),
    )
    shown = [_shown(facts[i], question, finding) for i in order[:SHOWN]]
    for statement in finding.coverage:
        if len(shown) >= SHOWN:
            break
        shown.append(
            Evidence(
                source=statement.source,
                title=next(
                    (pool.source(r, statement.source).title for r in pool.records if r.has_source(statement.source)),
                    "",
                ),
                locator="coverage",
                quote=statement.statement or f"complete for {statement.relation}, {statement.period}",
                claim={},
                stance="silent" if finding.reason == "silence" or not finding.facts else "complete",
            )
        )
    return tuple(shown[:SHOWN])


def _named(fact: Fact, said: set[str]) -> int:
    """How many words of the recorded name the claim's sentence says: its own treaty comes first."""
    return len(set(fold(fact.claim.name or "").split()) & said)


def _distinct(ids: Iterable[str], facts: dict[str, Fact]) -> list[str]:
    """The deciding facts, copies of one text (same hash and quote) once."""
    seen: set[tuple[str, str]] = set()
    out = []
    for i in ids:
        if i not in facts:
            continue
        mark = (facts[i].sha256 or facts[i].source, fold(facts[i].claim.quote) or i)
        if mark not in seen:
            seen.add(mark)
            out.append(i)
    return out


def _shown(fact: Fact, question: Question, finding: Finding) -> Evidence:
    stance = {"supported": "says the same", "contradicted": "says otherwise"}.get(finding.verdict, "bears on it")
    claim = fact.claim.to_dict()
    return Evidence(fact.source, fact.title, fact.locator, fact.claim.quote, claim, stance, fact.id)


__all__ = ["SHOWN", "check"]
