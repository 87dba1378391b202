"""From what each group of sources says to one verdict: pure, so that a proof can be replayed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from foedera.checking import memberships, promises, ties
from foedera.checking.coverage import outside_system, why_unknown
from foedera.checking.identity import spoken
from foedera.checking.model import Fact, Facts, Finding, Question

RULES: dict[str, Callable[[Question, Facts], Finding]] = {
    "obligation": promises.obligation,
    "allied": promises.allied,
    "signed": promises.signed,
    "ended": promises.ended,
    "only": promises.only,
    "first": promises.first,
    "count_partners": promises.count_partners,
    "count_signed": promises.count_signed,
    "member": memberships.member,
    "joined": memberships.joined,
    "left": memberships.left,
    "count_members": memberships.count_members,
    "count_joined": memberships.count_joined,
    "join_rank": memberships.join_rank,
    "tie": ties.tie,
}
# Admiralty reliability of a source that can be set against another.
_ACCEPTABLE = ("A", "B", "C")
# What is said of each of the states that a claim names.
_OF_EACH = ("member", "joined", "left")
# Reasons that say most about why nothing decides, first.
_INFORMATIVE = ("stage", "name", "obligation", "direction", "coverage_time")


def decide(question: Question, groups: Sequence[Facts]) -> Finding:
    """The finding of all groups together (checking.md's table of verdicts)."""
    if question.kind in _OF_EACH and len(question.subjects) > 1:
        return _of_all([(s, decide(replace(question, subjects=(s,)), groups)) for s in question.subjects])
    if question.kind == "unanswerable":
        return Finding("unknown", question.rank or "coverage_kind", None, (), "unanswerable", 1)
    findings = [RULES[question.kind](question, group) for group in groups]
    if question.kind != "tie" and outside_system(question):
        # Silence about those who are no states of the system says nothing; what is recorded of them does.
        findings = [f for f in findings if f.facts and f.reason != "silence" and not _uncoded(question)]
        if not any(f.verdict in ("supported", "contradicted") for f in findings):
            reason = "coverage_time" if why_unknown(groups, question) == "coverage_time" else "coverage_actor"
            return Finding(
                "unknown", reason if not _uncoded(question) else "coverage_actor", None, (), "outside-system", 1
            )
    return combine(question, groups, findings)


def _of_all(told: Sequence[tuple[str, Finding]]) -> Finding:
    """What is said of several states together holds if it holds of each of them."""
    for verdict in ("contradicted", "disputed", "unknown"):
        for state, found in told:
            if found.verdict == verdict:
                return replace(found, note=": ".join(n for n in (spoken(state), found.note) if n))
    return _merged(f for _, f in told)


def _uncoded(question: Question) -> bool:
    return any(actor.code is None for actor in question.claim.actors if actor.role != "organisation")


def combine(question: Question, groups: Sequence[Facts], findings: Sequence[Finding]) -> Finding:
    """One verdict: the acceptable sources decide; if they say both, the claim is disputed."""
    grades = {f.id: f for g in groups for f in g.facts}
    by_verdict = {v: [f for f in findings if f.verdict == v] for v in ("supported", "contradicted")}
    pro, con = by_verdict["supported"], by_verdict["contradicted"]
    if pro and con:
        return _weigh(question, pro, con, grades)
    if pro or con:
        return _merged(pro or con)
    return _unknown(question, groups, findings)


def _weigh(question: Question, pro: list[Finding], con: list[Finding], grades: dict[str, Fact]) -> Finding:
    if question.kind == "joined":
        # checking.md: contradicted only by a year that neither source gives.
        return _merged(pro)
    sound_pro = [f for f in pro if _acceptable(f, grades)]
    sound_con = [f for f in con if _acceptable(f, grades)]
    if bool(sound_pro) != bool(sound_con):
        side = _merged(sound_pro or sound_con)
        other = con if sound_pro else pro
        note = "; ".join(n for n in (side.note, "a source that cannot be judged says otherwise") if n)
        ids = (*side.facts, *(i for f in other for i in f.facts))
        return Finding(side.verdict, side.reason, note, ids, side.rule, min(side.strength, 2), side.coverage)
    both = [*pro, *con]
    said = "; ".join(dict.fromkeys(f.note for f in both if f.note)) or None
    ids = tuple(dict.fromkeys(i for f in both for i in f.facts))
    coverage = tuple(c for f in both for c in f.coverage)
    return Finding("disputed", con[0].reason, said, ids, "disputed", 1, coverage)


def _acceptable(finding: Finding, grades: dict[str, Fact]) -> bool:
    if finding.coverage and not finding.facts:
        return True
    return any(grades[i].reliability in _ACCEPTABLE for i in finding.facts if i in grades)


def _merged(findings: Iterable[Finding]) -> Finding:
    ordered = sorted(findings, key=lambda f: -f.strength)
    best = ordered[0]
    ids = tuple(dict.fromkeys(i for f in ordered for i in f.facts))
    coverage = tuple(dict.fromkeys(c for f in ordered for c in f.coverage))
    reason = best.reason if best.verdict == "contradicted" else None
    return Finding(best.verdict, reason, best.note, ids, best.rule, best.strength, coverage)


def _unknown(question: Question, groups: Sequence[Facts], findings: Sequence[Finding]) -> Finding:
    told = [f for f in findings if f.reason in _INFORMATIVE]
    best = min(told, key=lambda f: _INFORMATIVE.index(f.reason or "")) if told else None
    reason = best.reason if best else why_unknown(groups, question)
    note = best.note if best else None
    ids = tuple(dict.fromkeys(i for f in (told or findings) for i in f.facts))
    return Finding("unknown", reason, note, ids, best.rule if best else "coverage", 1)


def credibility(finding: Finding, facts: dict[str, Fact]) -> int:
    """Admiralty credibility of a verdict: 1 confirmed by independent sources .. 6 cannot be judged.

    Copies of one text are one source (same hash); a data set is one source.
    """
    if finding.verdict in ("unknown", "not_checkable"):
        return 6
    if finding.verdict == "disputed":
        return 4
    deciding = [facts[i] for i in finding.facts if i in facts]
    grades = [f.reliability for f in deciding] or (["B"] if finding.coverage else [])
    sound = min(grades, default="F") in ("A", "B")
    independent = {f.sha256 or f.source for f in deciding if f.reliability in _ACCEPTABLE}
    groups = {f.group for f in deciding if f.reliability in _ACCEPTABLE}
    if finding.strength >= 3 and sound:
        return 1 if len(independent) >= 2 and len(groups) >= 2 else 2
    if finding.strength >= 2 and min(grades, default="F") in _ACCEPTABLE:
        return 2 if len(groups) >= 2 else 3
    return 3 if finding.strength >= 2 else 4
