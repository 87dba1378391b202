"""Proofs: all that a verdict rests on, as JSON from which it can be derived again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from foedera.checking.decide import credibility, decide
from foedera.checking.model import Fact, Facts, Finding, Promise, Question
from foedera.claim import Claim
from foedera.errors import BadInput
from foedera.record.model import Coverage

# Goes up when a rule changes its answer; a proof made under other rules is not replayed.
RULES_VERSION = 1


def write(question: Question, groups: Sequence[Facts], finding: Finding) -> dict[str, Any]:
    """The proof of one verdict: question, facts by group, and the rule that decided."""
    return {
        "rules": RULES_VERSION,
        "rule": finding.rule,
        "question": _question(question),
        "groups": [_group(g) for g in groups],
        "answer": answer(finding, groups),
    }


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
        groups = [_read_group(g) for g in proof["groups"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"This is not a proof that foedera wrote ({error}): give the file of --proof.") from error
    return answer(decide(question, groups), groups)


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
        "facts": [{**_plain(f), "claim": f.claim.to_dict()} for f in group.facts],
        "promises": [asdict(p) for p in group.promises],
        "coverage": [asdict(c) for c in group.coverage],
        "roster": [[code, list(spell), fact] for code, spell, fact in group.roster],
    }


def _plain(fact: Fact) -> dict[str, Any]:
    return {f.name: getattr(fact, f.name) for f in fields(fact) if f.name != "claim"}


def _read_coverage(data: dict[str, Any]) -> Coverage:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    return Coverage(**values)


def _read_group(data: dict[str, Any]) -> Facts:
    facts = tuple(Fact(**{**f, "claim": Claim.from_dict(f["claim"])}) for f in data["facts"])
    promises = tuple(Promise(**p) for p in data["promises"])
    coverage = tuple(_read_coverage(c) for c in data["coverage"])
    roster = tuple((code, (spell[0], spell[1]), fact) for code, spell, fact in data["roster"])
    return Facts(data["group"], facts, promises, coverage, roster)
