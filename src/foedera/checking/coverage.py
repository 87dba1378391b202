"""Silence is evidence only where a source says that it is complete (checking.md, Coverage)."""

from __future__ import annotations

from collections.abc import Iterable

from foedera.checking.identity import is_state_between
from foedera.checking.model import Facts, Question
from foedera.checking.spans import Window, following, window
from foedera.record.model import Coverage

_RELATION_OF = {
    "obligation": "agreement",
    "allied": "agreement",
    "signed": "agreement",
    "ended": "agreement",
    "only": "agreement",
    "first": "agreement",
    "count_partners": "agreement",
    "count_signed": "agreement",
    "member": "membership",
    "joined": "membership",
    "left": "membership",
    "count_members": "membership",
    "count_joined": "membership",
    "join_rank": "membership",
}


def relation_of(question: Question) -> str:
    """The relation whose coverage decides a question."""
    return _RELATION_OF.get(question.kind, question.claim.relation)


def declared(facts: Facts, question: Question) -> list[Coverage]:
    """The coverage statements of this kind of claim, whatever their time and actors."""
    return [c for c in facts.coverage if _same_kind(c, question)]


def _same_kind(statement: Coverage, question: Question) -> bool:
    if statement.relation != relation_of(question):
        return False
    if statement.organisation and statement.organisation != question.organisation:
        return False
    if (statement.framework or "") != (question.framework or ""):
        return False
    if statement.relation == "membership" and not statement.organisation:
        return False
    if question.kind == "tie" and statement.obligations and not question.obligations:
        # Complete for promises of these kinds, not for every agreement.
        return False
    return not statement.obligations or set(question.obligations) <= set(statement.obligations)


def covering(facts: Facts, question: Question, when: Window | None = None) -> list[Coverage]:
    """The statements whose kind, actors and whole time hold the question.

    Several statements together may hold the time (one a year, say); all that overlap are given.
    """
    when = when or window(question.when)
    fit = [c for c in declared(facts, question) if _holds_actors(c, question)]
    inside = [c for c in fit if window(c.period)[0] <= when[1] and window(c.period)[1] >= when[0]]
    return inside if _filled(inside, when) else []


def _filled(statements: Iterable[Coverage], when: Window) -> bool:
    reached = when[0]
    for first, last in sorted(window(c.period) for c in statements):
        if first <= reached <= last:
            if last >= when[1]:
                return True
            reached = following(last)
    return False


def _holds_actors(statement: Coverage, question: Question) -> bool:
    if not statement.actors:
        return True
    involved = set(question.subjects) | set(question.partners)
    listed = set(statement.actors)
    # A list of one state's treaties is complete for every pair that the state is in.
    return bool(involved & listed)


def outside_system(question: Question) -> bool:
    """Is someone in the question no state of the system on that day? (Coverage speaks of states.)"""
    if any(actor.code is None for actor in question.claim.actors if actor.role != "organisation"):
        return True
    first, last = window(question.when)
    codes = (*question.subjects, *question.partners)
    return any(not is_state_between(code, first, last) for code in codes)


def why_unknown(facts: Iterable[Facts], question: Question) -> str:
    """The reason why silence decides nothing: nobody's kind, time or actors."""
    statements = [c for group in facts for c in declared(group, question)]
    if not statements:
        return "coverage_kind"
    when = window(question.when)
    if not any(window(c.period)[0] <= when[0] and window(c.period)[1] >= when[1] for c in statements):
        return "coverage_time"
    return "coverage_actor"


def known_until(facts: Facts, question: Question) -> str | None:
    """The last day that the group's coverage of this kind reaches; None where it declares none."""
    ends = [window(c.period)[1] for c in declared(facts, question)]
    return max(ends) if ends else None
