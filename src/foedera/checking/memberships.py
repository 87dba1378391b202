"""Verdicts on membership of an organisation or its framework: who, since when, how many, in what order."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foedera import actors
from foedera.checking.coverage import covering, known_until
from foedera.checking.gather import term_of_notice
from foedera.checking.identity import canonical, spoken
from foedera.checking.model import Fact, Facts, Finding, Question
from foedera.checking.names import alike
from foedera.checking.spans import (
    FIRST_DAY,
    LAST_DAY,
    Span,
    Window,
    covers,
    following,
    of_period,
    overlaps,
    partly,
    preceding,
    window,
)

if TYPE_CHECKING:
    from foedera.claim import Claim

_INSIDE = ("member", "suspended")


def _wanted(question: Question) -> tuple[str | None, ...]:
    """The statuses that count as being in: of a framework one may be a partner."""
    return (*_INSIDE, "partner", question.claim.status) if question.framework else _INSIDE


@dataclass(frozen=True, slots=True)
class Spell:
    """A state in an organisation (or its framework) with a status, on start <= day < end.

    `ended`: a source says that it ended then; else no more than that nothing is known of later days.
    """

    member: str
    status: str
    start: str
    end: str
    joined: str | None
    fact: str
    ended: bool


def spells(facts: Facts, question: Question) -> list[Spell]:
    """The spells that the group's claims give for the question's organisation and framework.

    A spell that was open when the group's coverage ended is cut on that day; it ended then if the organisation did.
    """
    limit = known_until(facts, question)
    gone = bool(limit) and _dissolved(question.organisation) <= following(limit or "")
    out = []
    for fact in facts.facts:
        spell = _spell(fact, question)
        if spell is None:
            continue
        if limit and spell.end > limit:  # a list by years has members of its last year until that year's end
            spell = replace(spell, end=min(spell.end, following(limit)), ended=gone)
        out.append(spell)
    return out


def _dissolved(organisation: str | None) -> str:
    """The first day on which it may have been no more."""
    known = actors.organisations().get(organisation or "")
    return window(known.dissolved)[0] if known and known.dissolved else LAST_DAY


def _spell(fact: Fact, question: Question) -> Spell | None:
    claim = fact.claim
    if claim.relation != "membership" or claim.polarity != "affirmed":
        return None
    members = claim.by_role("member")
    organisations = {a.code for a in claim.by_role("organisation")}
    if not members or question.organisation not in organisations or not _framework_fits(fact, question):
        return None
    start, end = _held(fact)
    joined = claim.period.split("/")[0] if claim.period else None
    if claim.date and claim.date_role in ("signed", "in_force", "since"):
        joined = claim.date.split("/")[0]
    return Spell(canonical(members[0].code or ""), claim.status or "member", start, end, joined, fact.id, _ended(claim))


def _ended(claim: Claim) -> bool:
    """Does the claim say when it ended, rather than on which day it held?"""
    if claim.period:
        return not claim.period.endswith("..")
    return claim.date_role == "until" or (claim.date_role != "since" and "/" in (claim.date or ""))


def _framework_fits(fact: Fact, question: Question) -> bool:
    name = fact.claim.name
    if question.framework:
        return bool(name) and alike(question.framework, name or "")
    return not name or fact.claim.status in (None, "member", "former", "suspended")


def _held(fact: Fact) -> Span:
    claim = fact.claim
    if claim.period:
        return of_period(claim.period)
    if claim.date:
        first, last = window(claim.date)
        if claim.date_role == "until":
            return "0001-01-01", following(last)
        if claim.date_role in ("since", "in_force", "signed"):
            return first, LAST_DAY
        return first, following(last)
    said = window(fact.issued)[0] if fact.issued else "0001-01-01"
    return said, LAST_DAY


def member(question: Question, facts: Facts) -> Finding:
    """Was the state in the organisation, with that status, at that time?"""
    when = window(question.when)
    status = question.claim.status or "member"
    own = [s for s in spells(facts, question) if s.member in question.subjects]
    if status == "former":
        return _former(question, facts, own, when)
    fit = [s for s in own if _status_fits(s.status, status)]
    held = [(s.start, s.end) for s in fit]
    ids = tuple(s.fact for s in fit if overlaps((s.start, s.end), when))
    if not question.expect:
        return _denied(question, facts, fit, when)
    if any(overlaps(h, when) for h in held):
        if other := _other_years(question, facts, fit):
            return other
        return Finding("supported", None, partly(held, when), ids, "member")
    return _not_held(question, facts, own, when)


_FROM_TO = re.compile(r"\bfrom [^.;]{0,24}?\d{4} (?:to|until|till|through) [^.;]{0,24}?\d{4}\b")


def _other_years(question: Question, facts: Facts, own: list[Spell]) -> Finding | None:
    """ "In the EU from 1973 to 2015": the years of a spell must be its own, if the source knows when it ended."""
    said = question.claim.date or ""
    if "/" not in said or ".." in said or not _FROM_TO.search(question.claim.quote):
        return None
    first, last = (window(part) for part in said.split("/"))
    for s in own:
        begun = {s.start[:4], (s.joined or s.start)[:4]}
        known_on = s.end if s.ended else min(s.end, following(known_until(facts, question) or s.end))
        if {first[0][:4], first[1][:4]} & begun and (_about(last, s.end) or (not s.ended and known_on <= last[1])):
            return None
    if not own:
        return None
    note = _known(min(own, key=lambda s: s.start))
    return Finding("contradicted", "date", note, tuple(s.fact for s in own), "member-other-years", strength=2)


def _about(last: Window, end: str) -> bool:
    """Does a spell that ended before `end` end in the year that is spoken of?"""
    return preceding(end)[:4] == last[1][:4] or end[:4] == last[1][:4]


def _denied(question: Question, facts: Facts, own: list[Spell], when: Window) -> Finding:
    held = [(s.start, s.end) for s in own]
    ids = tuple(s.fact for s in own if overlaps((s.start, s.end), when))
    if covers(held, when):
        if not covers([(s.start, s.end) for s in own if s.status != "suspended"], when):
            return Finding("unknown", "status", "recorded: suspended", ids, "member-status")
        return Finding("contradicted", "opposite", None, ids, "member")
    if question.rank == "never" and (once := [s for s in own if s.start <= when[1]]):
        return Finding("contradicted", "opposite", _recorded(once[0]), tuple(s.fact for s in once), "member")
    if said := _said_no(question, facts):
        return said
    found = tuple(covering(facts, question)) if (question.claim.status or "member") == "member" else ()
    if question.framework:
        found = tuple(covering(facts, question))
    if not found:
        return Finding("unknown", None, None, ids, "coverage")
    return Finding("supported", "silence", partly(held, when), ids, "member-silence", coverage=found)


def _said_no(question: Question, facts: Facts) -> Finding | None:
    """A source that itself denies it supports the denial."""
    for fact in facts.facts:
        c = fact.claim
        if c.relation == "membership" and c.polarity == "denied" and _framework_fits(fact, question):
            keys = {canonical(a.code) for a in c.actors if a.code}
            same_status = (c.status or "member") == (question.claim.status or "member")
            if set(question.subjects) <= keys and question.organisation in keys and same_status:
                return Finding("supported", None, None, (fact.id,), "same-denial", strength=2)
    return None


def _not_held(question: Question, facts: Facts, own: list[Spell], when: Window) -> Finding:
    status = question.claim.status or "member"
    other = [s for s in own if overlaps((s.start, s.end), when)]
    if other and not question.framework and {status, other[0].status} <= {"member", "former", "suspended"}:
        note = f"recorded: {other[0].status}"
        return Finding("contradicted", "status", note, (other[0].fact,), "member-status")
    limit = known_until(facts, question)
    if limit and when[0] > limit and own:
        return Finding("unknown", "coverage_time", _known(own[-1]), (own[-1].fact,), "coverage-ended")
    found = tuple(covering(facts, question)) if status == "member" or question.framework else ()
    if not found:
        return Finding("unknown", None, None, tuple(s.fact for s in own), "coverage")
    recorded = _recorded(own[0]) if own else None
    return Finding("contradicted", "silence", recorded, tuple(s.fact for s in own), "member-silence", coverage=found)


def _known(spell: Spell) -> str:
    """Until when it is known to have gone on."""
    last = preceding(spell.end)
    return (
        f"recorded from {spell.start} until {last}"
        if spell.ended
        else f"since {spell.start}; the source ends on {last}"
    )


def _recorded(spell: Spell) -> str:
    return f"recorded since {spell.start}" + (f" until {preceding(spell.end)}" if spell.end < LAST_DAY else "")


def _former(question: Question, facts: Facts, own: list[Spell], when: Window) -> Finding:
    inside = [s for s in own if s.status in _wanted(question)]
    still = [s for s in inside if s.end > following(when[1])]  # its last day may be the one that is spoken of
    if still:
        verdict = "contradicted" if question.expect else "supported"
        return Finding(verdict, "status", "a member still", tuple(s.fact for s in still), "member-former")
    last = max(inside, key=lambda s: s.end, default=None)
    if last and not last.ended:
        return Finding("unknown", "coverage_time", _known(last), (last.fact,), "coverage-ended")
    if last:
        verdict = "supported" if question.expect else "contradicted"
        ids = tuple(s.fact for s in inside if s.ended)
        return Finding(verdict, None, f"until {preceding(last.end)}", ids, "member-former")
    found = tuple(covering(facts, question))
    if not found:
        return Finding("unknown", None, None, (), "coverage")
    verdict = "contradicted" if question.expect else "supported"
    return Finding(verdict, "silence", None, (), "member-silence", coverage=found)


def joined(question: Question, facts: Facts) -> Finding:
    """Did it join in that time? A recorded signature or a first membership in it says so (checking.md)."""
    when = window(question.when)
    own = [s for s in spells(facts, question) if s.member in question.subjects and s.status in _wanted(question)]
    begun = [s.start for s in own]
    dated = [*begun, *(s.joined for s in own if s.joined), *_accessions(question, facts)]
    hits = [d for d in dated if window(d)[0] <= when[1] and window(d)[1] >= when[0]]
    if hits and question.expect and (other := _other_years(question, facts, own)):
        return other
    ids = tuple(dict.fromkeys(s.fact for s in own)) + tuple(f.id for f in _accession_facts(question, facts))
    if hits:
        verdict, reason = ("supported", None) if question.expect else ("contradicted", "opposite")
        return Finding(verdict, reason, _signed_before(hits[0], begun), ids, "joined")
    if dated:
        first = min(dated)
        verdict = "contradicted" if question.expect else "supported"
        return Finding(verdict, "date", f"joined {first}", ids, "joined-other-date")
    found = tuple(covering(facts, question))
    if not found:
        return Finding("unknown", None, None, (), "coverage")
    verdict = "contradicted" if question.expect else "supported"
    return Finding(verdict, "silence", None, (), "member-silence", coverage=found)


def _signed_before(day: str, begun: list[str]) -> str | None:
    """For the reader: that the day is one of signing, and when membership began."""
    first = min(begun, default=day)
    return f"signed {day}; a member since {first}" if first[:4] > window(day)[1][:4] else None


def left(question: Question, facts: Facts) -> Finding:
    """Did it leave in that time? A list of years in which it was a member leaves the year after open."""
    when = window(question.when)
    own = [s for s in spells(facts, question) if s.member in question.subjects and s.status in _wanted(question)]
    closed = [s for s in own if s.ended]
    ids = tuple(s.fact for s in own)
    hits = [s for s in closed if when[0] <= following(s.end) and preceding(s.end)[:4] <= when[1][:4]]
    hits = [
        s
        for s in hits
        if abs(int(preceding(s.end)[:4]) - int(when[0][:4])) <= 1 or overlaps((s.end, following(s.end)), when)
    ]
    if hits:
        return Finding("supported", None, f"recorded until {preceding(hits[0].end)}", ids, "member-left", strength=2)
    found = tuple(covering(facts, question))
    if not found:
        return Finding("unknown", None, None, ids, "coverage")
    if given := _notice_given(question, closed, when):
        return replace(given, facts=ids)
    if not own:
        return Finding("contradicted", "silence", "no membership recorded", ids, "member-silence", coverage=found)
    note = f"recorded until {preceding(closed[-1].end)}" if closed else "a member still"
    return Finding("contradicted", "date", note, ids, "member-left-other-date", strength=1, coverage=found)


def _notice_given(question: Question, closed: list[Spell], when: Window) -> Finding | None:
    """Is the time that of the notice? Its year is known from the end and the term, its day is not."""
    months, article = term_of_notice(question.organisation)
    for spell in closed if months else ():
        last = preceding(spell.end)
        year = window(str((int(last[:4]) * 12 + int(last[5:7]) - 1 - months) // 12).zfill(4))
        if year[0] <= when[1] and when[0] <= year[1]:
            note = f"recorded until {last}; notice is given {months} months before ({article})"
            if covers([(when[0], following(when[1]))], year):
                return Finding("supported", None, note, (), "member-left-notice", strength=2)
            return Finding("unknown", "coverage_time", note, (), "member-left-notice")
    return None


def _accession_facts(question: Question, facts: Facts) -> list[Fact]:
    """Claims that the state is party to the organisation's treaty (ATOP records signatures)."""
    return [
        f
        for f in facts.facts
        if f.claim.relation == "agreement"
        and any(canonical(a.code or "") in question.subjects for a in f.claim.by_role("party"))
    ]


def _accessions(question: Question, facts: Facts) -> list[str]:
    dates = sorted(f.claim.date for f in _accession_facts(question, facts) if f.claim.date)
    return dates[:1]


def count_members(question: Question, facts: Facts) -> Finding:
    """How many members had it on a day of that time?"""
    when = window(question.when)
    all_ = [s for s in spells(facts, question) if s.status in _INSIDE]
    first = min((s.start for s in all_), default=FIRST_DAY)  # founders are those of the first day
    if question.rank == "founding":
        when = (first, first)
    counts = {len(_members_on(all_, day)) for day in _days(all_, when)}
    found = tuple(covering(facts, question, when))
    ids = tuple(s.fact for s in all_ if overlaps((s.start, s.end), when))
    if not found or not all_:
        return Finding("unknown", None, None, (), "coverage")
    shown = ", ".join(str(n) for n in sorted(counts))
    if question.number in counts:
        return Finding("supported", None, f"counted {shown}", ids, "count-members", coverage=found)
    return Finding("contradicted", "quantifier", f"counted {shown}", ids, "count-members", coverage=found)


def count_joined(question: Question, facts: Facts) -> Finding:
    """How many became members in that time?"""
    when = window(question.when)
    new = [s for s in spells(facts, question) if s.status in _INSIDE and when[0] <= s.start <= when[1]]
    found = tuple(covering(facts, question))
    if not found:
        return Finding("unknown", None, None, (), "coverage")
    count, ids = len({s.member for s in new}), tuple(s.fact for s in new)
    note = f"counted {count}: {', '.join(sorted({spoken(s.member) for s in new}))}" if new else "counted 0"
    if count == question.number:
        return Finding("supported", None, note, ids, "count-joined", coverage=found)
    return Finding("contradicted", "quantifier", note, ids, "count-joined", coverage=found)


def join_rank(question: Question, facts: Facts) -> Finding:
    """Was it the first, or the last, to join in that time? A founding member is one of the first."""
    all_ = [s for s in spells(facts, question) if s.status in _INSIDE]
    since, until = question.since or FIRST_DAY, question.until or _open_end(question)
    firsts: dict[str, Spell] = {}
    for s in sorted(all_, key=lambda s: s.start):
        firsts.setdefault(s.member, s)
    inside = [s for s in firsts.values() if since <= s.start <= until]
    if not inside:
        return Finding("unknown", None, None, (), "coverage")
    earliest, latest = min(s.start for s in inside), max(s.start for s in inside)
    edge = latest if question.rank == "last" else earliest
    found = tuple(covering(facts, question, (earliest, until if question.rank == "last" else edge)))
    holders = {s.member: s.fact for s in inside if s.start == edge}
    if not found:
        return Finding("unknown", None, None, (), "coverage")
    ids = tuple(holders.values())
    if (set(question.subjects) <= set(holders)) == question.expect:
        reason = None if question.expect else "silence"
        return Finding("supported", reason, f"joined {edge}", ids, "join-rank", coverage=found)
    note = f"{question.rank}: {', '.join(sorted(spoken(h) for h in holders))} on {edge}"
    return Finding("contradicted", "quantifier", note, ids, "join-rank", coverage=found)


def _open_end(question: Question) -> str:
    """Where the claim counts from a day on, it counts to no day's end."""
    return LAST_DAY if question.since else window(question.when)[1]


def _status_fits(recorded: str, claimed: str) -> bool:
    return recorded == claimed or {recorded, claimed} <= {"member", "suspended"}


def _members_on(all_: list[Spell], day: str) -> set[str]:
    return {s.member for s in all_ if s.start <= day < s.end}


def _days(all_: list[Spell], when: Window) -> list[str]:
    return [when[0], *sorted({d for s in all_ for d in (s.start, s.end) if when[0] < d <= when[1]})]
