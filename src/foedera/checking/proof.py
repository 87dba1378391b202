"""Proofs: all that a verdict rests on, as JSON from which it can be derived again.

A proof is a question and facts. Facts that do not bear on the verdict are left out, where it comes
out the same without them; promises follow from the facts and are made again. Where a fact stands in
a text, the proof has the text's hash, the passage's offsets (code points) and its own hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from foedera.checking.coverage import declared
from foedera.checking.decide import credibility, decide
from foedera.checking.gather import promises
from foedera.checking.identity import canonical
from foedera.checking.model import Fact, Facts, Finding, Question
from foedera.claim import Claim
from foedera.errors import BadInput
from foedera.record.model import Coverage, Judgement
from foedera.record.rows import claim_id

if TYPE_CHECKING:
    from foedera.documents.model import Document

# Goes up when a rule changes its answer; a proof made under other rules is not replayed.
RULES_VERSION = 3
# How many rejected claims a proof names.
_REJECTED = 20
# Characters from which a quote tells which text it is from.
_OWN_WORDS = 40


def write(
    question: Question,
    groups: Sequence[Facts],
    finding: Finding,
    document: Document | None = None,
    rejected: Iterable[tuple[Fact, Judgement | None]] = (),
) -> dict[str, Any]:
    """The proof of one verdict: question, facts by group, the rule that decided, and its answer.

    `document` is the text that was checked; `rejected` are facts that would have counted if nobody
    had rejected them, with the judgement.
    """
    kept = _bearing(question, groups, finding)
    facts = {f.id: f for g in kept for f in g.facts}
    out: dict[str, Any] = {
        "rules": RULES_VERSION,
        "rule": finding.rule,
        "question": _question(question),
        "groups": [_group(g) for g in kept],
        "passages": [_passage(facts[i]) for i in finding.facts if i in facts and _is_text(facts[i])],
        "answer": answer(finding, groups),
    }
    if document is not None:
        out["text"] = _stretch(document.name, document.sha256, question.claim)
    out["rejected"] = [_rejected(fact, judgement) for fact, judgement in list(rejected)[:_REJECTED]]
    return out


def answer(finding: Finding, groups: Sequence[Facts]) -> dict[str, Any]:
    """What the rules gave."""
    facts = {f.id: f for g in groups for f in g.facts}
    return {
        "verdict": finding.verdict,
        "reason": finding.reason,
        "note": finding.note,
        "credibility": credibility(finding, facts),
        "facts": list(finding.facts),
    }


def replay(proof: dict[str, Any]) -> dict[str, Any]:
    """The answer that the rules give today from the proof alone."""
    if proof.get("rules") != RULES_VERSION:
        raise BadInput(
            f"The proof was made with rules version {proof.get('rules')}, "
            f"these are version {RULES_VERSION}: check again."
        )
    try:
        question = _read_question(proof["question"])
        groups = [_read_group(g, question) for g in proof["groups"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"This is not a proof that foedera wrote ({error}): give the file of --proof.") from error
    return answer(decide(question, groups), groups)


def claims_of(proof: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The claims of a proof by id: {"source", "locator", "claim"}."""
    keys = ("source", "locator", "claim", "corrected")
    return {f["id"]: {k: f[k] for k in keys if k in f} for g in proof["groups"] for f in g["facts"]}


def passages_in(proofs: Iterable[dict[str, Any]], document: Document) -> list[dict[str, Any]]:
    """The passages that proofs rest on, or check, in a text: by its hash, name or title, else by what they quote."""
    passages = [q for p in proofs for q in (*p.get("passages", ()), *([p["text"]] if "text" in p else ()))]
    names = {document.name, document.title} - {None}
    own = [q for q in passages if q["sha256"] == document.sha256 or names & {q["source"], q.get("title")}]
    return own or [q for q in passages if _quoted(q["quote"], document)]


def text_changes(proofs: Iterable[dict[str, Any]], document: Document) -> list[str]:
    """What of the proofs' passages a text no longer holds, one sentence each."""
    return [
        f"{document.name} has changed: characters {q['start']} to {q['end']} are not what the proof rests on."
        for q in passages_in(proofs, document)
        if _hash(document.text[q["start"] : q["end"]]) != q["quote_sha256"]
    ]


def _quoted(quote: str, document: Document) -> bool:
    """Does the text hold the quote, and is it long enough to be nobody else's?"""
    return len(quote) >= _OWN_WORDS and quote in document.text


# What bears on the verdict


def _bearing(question: Question, groups: Sequence[Facts], finding: Finding) -> list[Facts]:
    """The groups with as few facts as give the same answer: the deciding ones and their treaties, else more."""
    wanted = answer(finding, groups)
    for pick in (_deciding, _of_same_kind):
        kept = [_reduced(g, pick(question, g, finding), question) for g in groups]
        if answer(decide(question, kept), kept) == wanted:
            return kept
    return list(groups)


def _deciding(question: Question, group: Facts, finding: Finding) -> set[str]:
    """The facts that the finding names, and the other parties of their treaties."""
    ids = set(finding.facts)
    treaties = {f.claim.instrument for f in group.facts if f.id in ids and f.claim.instrument}
    return {f.id for f in group.facts if f.id in ids or f.claim.instrument in treaties}


def _of_same_kind(question: Question, group: Facts, finding: Finding) -> set[str]:
    """The facts of treaties with one of the obligations, between the question's own states if it names two."""
    wanted, own = set(question.obligations), {*question.subjects, *question.partners}
    treaties = {
        p.treaty
        for p in group.promises
        if (not wanted or p.obligation in wanted) and (not own or {p.obligor, p.beneficiary} & own)
    }
    return _deciding(question, group, finding) | {
        f.id for f in group.facts if (f.claim.instrument or f.id).split("/")[0] in treaties
    }


def _reduced(group: Facts, ids: set[str], question: Question) -> Facts:
    facts = tuple(f for f in group.facts if f.id in ids)
    codes = {canonical(a.code) for f in facts for a in f.claim.actors if a.code}
    return replace(
        group,
        facts=facts,
        promises=tuple(promises(facts, question)),
        coverage=tuple(declared(group, question)),
        roster=tuple(r for r in group.roster if r[0] in codes),
    )


# To and from JSON


def _question(question: Question) -> dict[str, Any]:
    out = {f.name: getattr(question, f.name) for f in fields(question) if f.name != "claim"}
    out["claim"] = question.claim.to_dict()
    return {k: list(v) if isinstance(v, tuple) else v for k, v in out.items()}


def _read_question(data: dict[str, Any]) -> Question:
    known = {f.name for f in fields(Question)}
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items() if k in known}
    values["claim"] = Claim.from_dict(data["claim"])
    return Question(**values)


def _group(group: Facts) -> dict[str, Any]:
    return {
        "group": group.group,
        "facts": [_fact(f) for f in group.facts],
        "coverage": [asdict(c) for c in group.coverage],
        "roster": [[code, list(spell), fact] for code, spell, fact in group.roster],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    out = {**_plain(fact), "claim": fact.claim.to_dict()}
    # What a person corrected keeps the id of what its source said.
    corrected = claim_id(fact.source, fact.locator, fact.claim) != fact.id
    return {**out, "corrected": True} if corrected else out


def _plain(fact: Fact) -> dict[str, Any]:
    return {f.name: getattr(fact, f.name) for f in fields(fact) if f.name != "claim"}


def _is_text(fact: Fact) -> bool:
    """Each text is a group of its own; a data set's rows have locators, not offsets."""
    return fact.group == fact.source and fact.sha256 is not None


def _passage(fact: Fact) -> dict[str, Any]:
    return {"fact": fact.id, "title": fact.title, **_stretch(fact.source, fact.sha256 or "", fact.claim)}


def _stretch(source: str, digest: str, claim: Claim) -> dict[str, Any]:
    """Where a quote stands: the text's hash, offsets in code points, and the quote's own hash."""
    place = {"source": source, "sha256": digest, "start": claim.start, "end": claim.end}
    return {**place, "quote": claim.quote, "quote_sha256": _hash(claim.quote)}


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _rejected(fact: Fact, judgement: Judgement | None) -> dict[str, Any]:
    out: dict[str, Any] = {"id": fact.id, "source": fact.source, "locator": fact.locator, "quote": fact.claim.quote}
    if judgement is not None:
        out |= {"by": judgement.by, "at": judgement.at, "note": judgement.note}
    return out


def _read_fact(data: dict[str, Any]) -> Fact:
    values = {k: v for k, v in data.items() if k != "corrected"}
    return Fact(**{**values, "claim": Claim.from_dict(data["claim"])})


def _read_coverage(data: dict[str, Any]) -> Coverage:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    return Coverage(**values)


def _read_group(data: dict[str, Any], question: Question) -> Facts:
    facts = tuple(_read_fact(f) for f in data["facts"])
    coverage = tuple(_read_coverage(c) for c in data["coverage"])
    roster = tuple((code, (spell[0], spell[1]), fact) for code, spell, fact in data["roster"])
    return Facts(data["group"], facts, tuple(promises(facts, question)), coverage, roster)
