"""Verdicts on obligations between states: who owes what to whom, since when, with how many.

Each function takes a question and what one group of sources says, and gives that group's finding.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from foedera.checking import classes
from foedera.checking.coverage import covering, declared, known_until
from foedera.checking.identity import canonical, spoken
from foedera.checking.model import Facts, Finding, Promise, Question
from foedera.checking.names import alike
from foedera.checking.spans import (
    FIRST_DAY,
    Span,
    Window,
    common,
    covers,
    following,
    overlaps,
    partly,
    preceding,
    span,
    window,
)
from foedera.checking.ties import generic
from foedera.claim import OBLIGATIONS
from foedera.reading.pledges_coding import Treaty, treaty_named
from foedera.record.model import Coverage

_ALLIED = ("defense", "offense")


def obligation(question: Question, facts: Facts) -> Finding:
    """Did each subject owe each partner one of the obligations (and back, if mutual)?"""
    when = window(question.when)
    known = _known(question, facts)
    forth = [_spells(known, a, b, question.obligations) for a, b in _pairs(question)]
    back = [_spells(known, b, a, question.obligations) for a, b in _pairs(question)]
    both = [common(f, b) for f, b in zip(forth, back, strict=True)] if question.mutual else forth
    decisive = _ids(known, question, question.obligations, when)
    if not question.expect:
        return _denial(question, facts, both, [*forth, *back], when, decisive)
    if all(any(overlaps(s, when) for s in spells) for spells in both):
        if other := _by_another(question, facts):
            return Finding("unknown", "name", f"recorded: {other}", decisive, "obligation-held")
        if lapsed := _lapsed(question, facts, when):
            return lapsed
        note = next((n for n in (partly(spells, when) for spells in both) if n), None)
        ids = tuple(dict.fromkeys([*_of_named(question, facts), *decisive]))
        return Finding("supported", None, note, ids, "obligation-held")
    if lacking := _not_in_treaty(question, facts, when):
        return lacking
    stale = _stale(question, facts, when)
    if stale:
        return stale
    found = covering(facts, question)
    if not found:
        return _undecided(known, question, when)
    return _contradicted(question, facts, known, [*forth, *back], when, tuple(found))


def _of_named(question: Question, facts: Facts) -> tuple[str, ...]:
    """The claims of the treaty that is named, if one is: they are shown first."""
    named = _named(question, _treaties(question, facts))
    return _facts_of(named, named)


def _by_another(question: Question, facts: Facts) -> str | None:
    """The treaty that is recorded, where the claim names a well-known one that is not recorded between them."""
    name = question.claim.name or ""
    known = treaty_named(name, [a.code for a in question.claim.actors if a.code])
    recorded = _treaties(question, facts)
    if known is None or _named(question, recorded) or {*question.subjects, *question.partners} <= _parties(known):
        return None
    titles = [p.title for ps in recorded.values() for p in ps if p.title]
    return None if any(alike(n, t) for n in known.names for t in titles) else next(iter(titles), None)


def _lapsed(question: Question, facts: Facts, when: Window) -> Finding | None:
    """The treaty that the claim names has ended between them: what another one promises is not asked."""
    named = _named(question, _treaties(question, facts))
    ours = [p for ps in named.values() for p in ps if p.obligation in question.obligations]
    ended = {p.end: p.title for p in ours if p.end and p.end <= when[0]}
    if not ours or not all(p.end in ended for p in ours):
        return None
    last = max(ended)
    note = f"{ended[last]}: until {preceding(last)}"
    return Finding("contradicted", "date", note, _facts_of(named, named), "obligation-lapsed", strength=2)


def _not_in_treaty(question: Question, facts: Facts, when: Window) -> Finding | None:
    """The treaty that the claim names is recorded with its promises, and defence is none of them.

    A text may tell of one promise of a treaty and leave out the others: it does not decide.
    """
    if facts.group == "texts" or not set(question.obligations) <= set(_ALLIED):
        return None
    between = _treaties(question, facts, any_obligation=True)
    of_year = _signed_then(question, between)
    named = _named(question, between) or of_year
    ours = [p for ps in named.values() for p in ps if of_year or overlaps(span(p.start, p.end), when)]
    if not ours or any(p.obligation in _ALLIED for p in ours):
        return None
    verdict = "contradicted" if question.expect else "supported"
    note = "what it promises is " + ", ".join(sorted({p.obligation for p in ours}))
    return Finding(verdict, "obligation", note, _facts_of(named, named), "obligation-not-in-treaty", strength=2)


_BY_YEAR = re.compile(
    r"\b(?:treaty|pact|convention|agreement|accord) of (?:\w+ )?\d{4}\b|\b\d{4} (?:\w+ )?"
    r"(?:treaty|pact|convention|agreement|accord)\b",
    re.IGNORECASE,
)


def _signed_then(question: Question, treaties: dict[str, list[Promise]]) -> dict[str, list[Promise]]:
    """The treaties signed on the day or in the year by which the claim tells its treaty from others."""
    said = _BY_YEAR.search(question.claim.quote)
    if not said or not question.claim.date or question.claim.date_role != "signed":
        return {}
    when = window(question.claim.date)
    return {t: ps for t, ps in treaties.items() if any(p.signed and _at(p.signed, when) for p in ps)}


def _parties(known: Treaty) -> set[str]:
    return {canonical(code) for code in (*known.parties, *known.founders)}


def _contradicted(
    question: Question,
    facts: Facts,
    known: list[Promise],
    ways: list[list[Span]],
    when: Window,
    found: tuple[Coverage, ...],
) -> Finding:
    if any(overlaps(s, when) for spells in ways for s in spells):
        ids = _ids(known, question, question.obligations, when)
        if (question.claim.rule or "").startswith(("agreement.", "learned.")):  # a treaty is named, not who owes what
            return Finding("supported", None, "only one side promised", ids, "obligation-held")
        verdict = "unknown" if question.rank == "loose" or _of_named(question, facts) else "contradicted"
        return Finding(verdict, "direction", "only one side promised", ids, "obligation-direction")
    if not question.mutual:
        reverse = [_spells(known, b, a, question.obligations) for a, b in _pairs(question)]
        if any(overlaps(s, when) for spells in reverse for s in spells):
            ids = _ids(known, question, question.obligations, when)
            return Finding("contradicted", "direction", "only the other side promised", ids, "obligation-direction")
    other = _ids(known, question, (), when)
    if other:
        named = sorted({p.obligation for p in _between(known, question) if p.fact in other})
        note = "what they promised is " + ", ".join(named)
        return Finding("contradicted", "obligation", note, other, "obligation-other-kind", coverage=found)
    return Finding("contradicted", "silence", None, (), "obligation-silence", coverage=found)


def _denial(
    question: Question,
    facts: Facts,
    both: list[list[Span]],
    ways: list[list[Span]],
    when: Window,
    decisive: tuple[str, ...],
) -> Finding:
    if any(covers(spells, when) for spells in both):
        return Finding("contradicted", "opposite", None, decisive, "obligation-denied")
    if question.rank == "never" and any(spell[0] <= when[1] for spells in both for spell in spells):
        once = _treaties(question, facts)
        return Finding("contradicted", "opposite", None, _facts_of(once, once), "obligation-denied")
    if lacking := _not_in_treaty(question, facts, when):
        return lacking
    stale = _stale(question, facts, when)
    if stale:
        return stale
    found = tuple(covering(facts, question))
    if question.mutual and any(overlaps(s, when) for spells in ways for s in spells) and not any(both):
        return Finding("unknown", "direction", "only one side promised", decisive, "obligation-direction")
    if not found:
        return Finding("unknown", None, None, (), "coverage")
    note = next((n for n in (partly(spells, when) for spells in both) if n), None)
    return Finding("supported", "silence", note, (), "obligation-silence", coverage=found)


def allied(question: Question, facts: Facts) -> Finding:
    """Were they allies? A mutual defense or offense promise says so; a weaker one leaves it open."""
    when = window(question.when)
    ever = (FIRST_DAY, when[1]) if question.rank == "never" else when
    known = _known(question, facts)
    for a, b in _pairs(question):
        mutual = any(
            any(overlaps(s, ever) for s in common(_spells(known, a, b, (o,)), _spells(known, b, a, (o,))))
            for o in _ALLIED
        )
        if mutual:
            continue
        weaker = _ids(known, question, (), when)
        if weaker:
            return Finding("unknown", "obligation", "a weaker promise only", weaker, "allied-weaker")
        stale = _stale(question, facts, when)
        if stale:
            return stale
        found = tuple(covering(facts, question))
        if not found:
            return Finding("unknown", None, None, (), "coverage")
        verdict = "contradicted" if question.expect else "supported"
        return Finding(verdict, "silence", None, (), "allied-silence", coverage=found)
    ids = _ids(known, question, _ALLIED, ever)
    if question.expect:
        return Finding("supported", None, _since_earlier(question, known), ids, "allied")
    return Finding("contradicted", "opposite", None, ids, "allied")


def _since_earlier(question: Question, known: list[Promise]) -> str | None:
    """For the reader of "allies since 1963": bound from before, where nothing was made between them then."""
    claim = question.claim
    if claim.relation != "agreement" or claim.date_role != "since" or not claim.date or "/" in claim.date:
        return None
    when = window(claim.date)
    between = [p for a, b in _pairs(question) for p in known if {p.obligor, p.beneficiary} == {a, b}]
    begun = [p for p in between if p.obligation in _ALLIED and p.start]
    held = [p for p in begun if (p.start or "") < when[0] and (p.end is None or p.end > when[1])]
    if not held or any(_at(d, when) for p in between for d in (p.start, p.signed) if d):
        return None
    return f"since {min(p.start or '' for p in held)}"


def signed(question: Question, facts: Facts) -> Finding:
    """Was a treaty with these promises signed at that time? A date of signature decides."""
    when = window(question.when)
    candidates = _treaties(question, facts)
    days = {t: _signature(ps, question) for t, ps in candidates.items()}
    dated = {t: d for t, d in days.items() if d}
    if question.rank == "first" and dated:
        first = min(dated, key=lambda t: (dated[t], t))
        dated = {first: dated[first]}
    hits = [t for t, d in dated.items() if window(d)[0] <= when[1] and window(d)[1] >= when[0]]
    if hits:
        ids = tuple(sorted({p.fact for t in hits for p in candidates[t]}))
        return Finding("supported", None, None, ids, "signed")
    if question.rank == "plain":
        return _plain(candidates)
    if dated and (covering(facts, question) or _named(question, candidates)):
        nearest = min(dated, key=lambda t: (_distance(dated[t], when), t))
        ids = tuple(sorted({p.fact for p in candidates[nearest]}))
        return Finding("contradicted", "date", f"signed {dated[nearest]}", ids, "signed-other-date")
    found = tuple(covering(facts, question))
    others = _treaties(question, facts, any_obligation=True).values()
    # A treaty of that time with other promises may be the one that is meant; an older or newer one is not.
    if found and not any(_at(_signature(promises, question), when) for promises in others):
        return Finding("contradicted", "silence", None, (), "signed-silence", coverage=found)
    return Finding("unknown", None, None, (), "coverage")


def ended(question: Question, facts: Facts) -> Finding:
    """Did the promises between them end at that time?"""
    when = window(question.when)
    candidates = _of_year(question, _treaties(question, facts))
    ends = {t: max(p.end for p in ps if p.end) for t, ps in candidates.items() if all(p.end for p in ps)}
    hits = [t for t, end in ends.items() if preceding(end) <= when[1] and end >= when[0]]
    if hits:
        left = _still_bound(question, candidates, [ends[t] for t in hits])
        if left:
            note = "still bound by another treaty"
            return Finding("unknown", "obligation", note, _facts_of(candidates, left), "ended-other-treaty")
        return Finding("supported", None, None, _facts_of(candidates, hits), "ended")
    if question.rank == "plain":
        return _plain(candidates)
    if ends and covering(facts, question):
        nearest = min(ends, key=lambda t: (_distance(ends[t], when), t))
        note = f"ended {ends[nearest]}"
        return Finding("contradicted", "date", note, _facts_of(candidates, [nearest]), "ended-other-date")
    if candidates and covering(facts, question):
        note = "still in force"
        return Finding("contradicted", "date", note, _facts_of(candidates, candidates), "ended-in-force")
    return Finding("unknown", None, None, (), "coverage")


_OF_YEAR = re.compile(r"\b(?:allian\w+|treaty|pact|convention|entente) of (?:\w+ )?(\d{4})\b", re.IGNORECASE)


def _of_year(question: Question, candidates: dict[str, list[Promise]]) -> dict[str, list[Promise]]:
    """Those signed in the year that the claim's treaty is named after ("the alliance of 1965"), if there are any."""
    named = _OF_YEAR.search(question.claim.quote)
    if not named:
        return candidates
    return {t: ps for t, ps in candidates.items() if any((p.signed or "")[:4] == named[1] for p in ps)} or candidates


def _plain(candidates: dict[str, list[Promise]]) -> Finding:
    """What is recorded may be another treaty than the one that is meant."""
    return Finding("unknown", None, None, _facts_of(candidates, candidates), "coverage")


def _still_bound(question: Question, candidates: dict[str, list[Promise]], ends: list[str]) -> list[str]:
    """The treaties that held on after the last of those ends, where the claim does not name one treaty of several."""
    if question.obligations or _named(question, candidates):
        return []
    day = following(max(ends))
    after = {
        t: [p for p in ps if p.obligation in _ALLIED and overlaps(span(p.start, p.end), (day, day))]
        for t, ps in candidates.items()
    }
    return [t for t, ps in after.items() if any(p.start and p.start < min(ends) for p in ps)]


def count_partners(question: Question, facts: Facts) -> Finding:
    """With how many states did the subject share (or owe, or was owed) the obligation on a day?"""
    if not question.obligations and question.number:
        return _strict_or_wide(count_partners, question, facts)
    if question.rank == "loose":
        return _either_way(count_partners, question, facts)
    when = window(question.when)
    promises = _partner_promises(question, facts)
    counted = {len(_partners_on(promises, question, day)): day for day in _days(promises, when)}
    number = question.number or 0
    ids = tuple(sorted({p.fact for p in promises if overlaps(span(p.start, p.end), when)}))
    found = tuple(covering(facts, question))
    if found and number in counted:
        return Finding("supported", None, None, ids, "count-partners", coverage=found)
    if counted and min(counted) > number:
        least = min(counted)
        note = _listed(_partners_on(promises, question, counted[least]))
        return Finding("contradicted", "quantifier", note, ids, "count-partners")
    if not found:
        return Finding("unknown", None, None, ids, "coverage")
    note = _listed(_partners_on(promises, question, when[1]))
    return Finding("contradicted", "quantifier", note, ids, "count-partners", coverage=found)


def only(question: Question, facts: Facts) -> Finding:
    """Was the named partner the only one? A second one contradicts."""
    when = window(question.when)
    if not question.obligations:
        return _strict_or_wide(only, question, facts)
    if question.rank == "loose":
        return _either_way(only, question, facts)
    promises = _partner_promises(question, facts)
    sets = {frozenset(_partners_on(promises, question, day)) for day in _days(promises, when)}
    named = frozenset(question.partners)
    ids = tuple(sorted({p.fact for p in promises if overlaps(span(p.start, p.end), when)}))
    found = tuple(covering(facts, question))
    if found and named in sets:
        return Finding("supported", None, None, ids, "only", coverage=found)
    if sets and all(s - named for s in sets):
        others = min((s - named for s in sets), key=sorted)
        return Finding("contradicted", "quantifier", _listed(others), ids, "only-second-case")
    if found and not any(named & s for s in sets):
        return Finding("contradicted", "silence", None, (), "only-silence", coverage=found)
    return Finding("unknown", None, None, ids, "coverage")


def _either_way(rule: Callable[[Question, Facts], Finding], question: Question, facts: Facts) -> Finding:
    """A claim that does not say whether promises go both ways: clear where it comes out the same."""
    mutual, any_way = (rule(replace(question, rank=rank), facts) for rank in ("mutual", "either"))
    if mutual.verdict == any_way.verdict:
        return mutual
    return Finding("unknown", "direction", "some promised without being promised", any_way.facts, "partners-one-way")


def _strict_or_wide(rule: Callable[[Question, Facts], Finding], question: Question, facts: Facts) -> Finding:
    """Of allies: clear where it comes out the same for defense or offense and for any promise at all."""
    strict = rule(replace(question, obligations=_ALLIED), facts)
    wide = rule(replace(question, obligations=OBLIGATIONS), facts)
    if strict.verdict == wide.verdict:
        return strict
    return Finding("unknown", "obligation", "others promised something weaker", wide.facts, "allied-weaker")


def first(question: Question, facts: Facts) -> Finding:
    """Was it the first of its kind? One earlier case of the same kind contradicts."""
    when = window(question.when)
    if declared(facts, question) and when[1] < _coverage_start(facts, question):
        return Finding("unknown", "coverage_time", None, (), "coverage")
    cases = _cases(question, facts)
    claimed = [c for c in cases if c[0] in question.subjects and _in_partners(c, question)]
    claimed = [c for c in claimed if _bears_name(c, question, facts)] or claimed
    claimed = [c for c in claimed if c[2] >= when[0] and c[2] <= when[1]] or claimed
    limit = min((c[2] for c in claimed), default=when[1])
    earlier = [c for c in cases if c[2] < min(limit, when[1]) and not _same_case(c, claimed)]
    if earlier and question.rank == "within":
        # Earlier cases there are, but whether they are of the class that is meant nobody can say.
        return Finding("unknown", "coverage_kind", None, tuple(dict.fromkeys(c[3] for c in earlier)), "first-class")
    if earlier:
        return _counter_examples(question, earlier)
    if not claimed:
        return Finding("unknown", None, None, (), "coverage")
    if not (claimed[0][2] >= when[0] and claimed[0][2] <= when[1]):
        note = f"signed {claimed[0][2]}"
        return Finding("contradicted", "date", note, tuple(sorted({c[3] for c in claimed})), "first-other-date")
    found = tuple(covering(facts, question, (question.since or _coverage_start(facts, question), when[1])))
    if not found:
        return Finding("unknown", None, None, tuple(sorted({c[3] for c in claimed})), "coverage")
    since = "" if question.since else "counted from 1815"
    return Finding("supported", None, since or None, tuple(sorted({c[3] for c in claimed})), "first", coverage=found)


def count_signed(question: Question, facts: Facts) -> Finding:
    """How many such treaties did the subject sign in that time, among the named partners if any?"""
    when = window(question.when)
    cases = {
        (c[1], c[2])
        for c in _cases(question, facts)
        if when[0] <= c[2] <= when[1] and (not question.partners or c[1] in question.partners)
    }
    found = tuple(covering(facts, question))
    ids = tuple(sorted({c[3] for c in _cases(question, facts) if (c[1], c[2]) in cases}))
    if len(cases) > (question.number or 0) or found:
        verdict = "supported" if len(cases) == question.number else "contradicted"
        reason = None if verdict == "supported" else "quantifier"
        if verdict == "contradicted" or found:
            return Finding(verdict, reason, _listed(c[0] for c in cases), ids, "count-signed", coverage=found)
    return Finding("unknown", None, None, ids, "coverage")


Case = tuple[str, str, str, str]  # subject, partner, day signed by both, fact


def _cases(question: Question, facts: Facts) -> list[Case]:
    """Every dyad of the question's classes with the obligation, with the day that both had signed."""
    wanted = question.obligations or _ALLIED
    roster = _rostered(facts)
    by_pair: dict[tuple[str, str, str], list[Promise]] = defaultdict(list)
    for p in facts.promises:
        if p.obligation in wanted and p.signed:
            by_pair[(p.obligor, p.beneficiary, p.treaty)].append(p)
    out = []
    for (obligor, beneficiary, treaty), promises in by_pair.items():
        day = min(p.signed or "" for p in promises)
        if question.since and day < question.since:
            continue
        if question.mutual and (beneficiary, obligor, treaty) not in by_pair:
            continue
        if _subject_fits(question, obligor, day, roster) and _partner_fits(question, beneficiary, day, roster):
            out.append((obligor, beneficiary, day, promises[0].fact))
    return sorted(out, key=lambda c: (c[2], c[0], c[1]))


def _rostered(facts: Facts) -> classes.Roster:
    roster: classes.Roster = defaultdict(list)
    for code, spell, _ in facts.roster:
        roster[code].append(spell)
    return roster


def _subject_fits(question: Question, code: str, day: str, roster: classes.Roster) -> bool:
    if question.class_:
        return classes.belongs(code, question.class_, day, roster)
    return code in question.subjects


def _partner_fits(question: Question, code: str, day: str, roster: classes.Roster) -> bool:
    if question.other_class:
        return classes.belongs(code, question.other_class, day, roster)
    return True


def _counter_examples(question: Question, earlier: list[Case]) -> Finding:
    shown: dict[str, Case] = {}
    for case in earlier:
        shown.setdefault(case[0], case)
    note = "earlier: " + "; ".join(f"{spoken(c[0])} with {spoken(c[1])} on {c[2]}" for c in list(shown.values())[:6])
    own = [c for c in earlier if c[0] in question.subjects]
    ids = tuple(dict.fromkeys(c[3] for c in [*own[:2], *shown.values()]))
    return Finding("contradicted", "quantifier", note, ids, "first-earlier-case")


def _same_case(case: Case, claimed: list[Case]) -> bool:
    return any(case[0] == c[0] and case[1] == c[1] and case[2] == c[2] for c in claimed)


def _bears_name(case: Case, question: Question, facts: Facts) -> bool:
    name = question.claim.name
    titles = [f.claim.name for f in facts.facts if f.id == case[3]]
    return bool(name) and any(alike(name or "", t) for t in titles if t)


def _in_partners(case: Case, question: Question) -> bool:
    return not question.partners or case[1] in question.partners


def _coverage_start(facts: Facts, question: Question) -> str:
    starts = [window(c.period)[0] for c in declared(facts, question)]
    return min(starts) if starts else window(question.when)[0]


def _pairs(question: Question) -> list[tuple[str, str]]:
    pairs = [(a, b) for a in question.subjects for b in question.partners if a != b]
    return pairs or [(a, b) for a in question.subjects for b in question.subjects if a < b]


def _between(promises: Iterable[Promise], question: Question) -> list[Promise]:
    """The promises from one state of a pair of the question's to the other."""
    ways = {way for a, b in _pairs(question) for way in ((a, b), (b, a))}
    return [p for p in promises if (p.obligor, p.beneficiary) in ways]


def _known(question: Question, facts: Facts) -> list[Promise]:
    """The promises between the parties, those still open ending where the source's coverage does."""
    limit = known_until(facts, question)
    known = _between(facts.promises, question)
    return [replace(p, end=following(limit)) if p.end is None and limit else p for p in known]


def _stale(question: Question, facts: Facts, when: Window) -> Finding | None:
    """A promise that was open when the source's coverage ended says nothing about later days."""
    limit = known_until(facts, question)
    if limit is None or when[0] <= limit:
        return None
    wanted = question.obligations or _ALLIED
    open_ = [p for p in _between(facts.promises, question) if p.end is None and p.obligation in wanted]
    if not open_:
        return None
    note = f"since {min(p.start or '' for p in open_)}; the source ends on {limit}"
    return Finding("unknown", "coverage_time", note, tuple(p.fact for p in open_), "coverage-ended")


def _undecided(known: list[Promise], question: Question, when: Window) -> Finding:
    past = [p for p in _between(known, question) if p.end and p.end <= when[0] and p.obligation in question.obligations]
    if past and question.expect:
        last = max(past, key=lambda p: p.end or "")
        return Finding(
            "unknown", "coverage_time", f"recorded until {preceding(last.end or '')}", (last.fact,), "coverage"
        )
    ids = _ids(known, question, (), when)
    return Finding("unknown", None, None, ids, "coverage")


def _spells(promises: Iterable[Promise], a: str, b: str, obligations: tuple[str, ...]) -> list[Span]:
    return [
        span(p.start, p.end)
        for p in promises
        if p.obligor == a and p.beneficiary == b and (not obligations or p.obligation in obligations)
    ]


def _ids(
    promises: Iterable[Promise], question: Question, obligations: tuple[str, ...], when: Window
) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            p.fact
            for p in _between(promises, question)
            if (not obligations or p.obligation in obligations) and overlaps(span(p.start, p.end), when)
        )
    )


def _treaties(question: Question, facts: Facts, any_obligation: bool = False) -> dict[str, list[Promise]]:
    """The promises between the parties by treaty, those of the claimed obligations and name first."""
    by_treaty: dict[str, list[Promise]] = defaultdict(list)
    for p in _between(facts.promises, question):
        by_treaty[p.treaty].append(p)
    wanted = set(question.obligations)
    fit = {t: ps for t, ps in by_treaty.items() if any_obligation or not wanted or wanted & {p.obligation for p in ps}}
    return _named(question, fit) or fit


def _named(question: Question, treaties: dict[str, list[Promise]]) -> dict[str, list[Promise]]:
    name = question.claim.name
    if not name or generic(name):
        return {}
    known = treaty_named(name, [a.code for a in question.claim.actors if a.code])
    if known and str(known.atop) in treaties:
        return {str(known.atop): treaties[str(known.atop)]}
    names = (name, *known.names) if known else (name,)
    return {t: ps for t, ps in treaties.items() if any(alike(n, p.title) for n in names for p in ps if p.title)}


def _signature(promises: list[Promise], question: Question) -> str | None:
    """The day on which all the claim's parties had signed."""
    by_pair: dict[frozenset[str], str] = {}
    for p in promises:
        if p.signed:
            key = frozenset((p.obligor, p.beneficiary))
            by_pair[key] = min(by_pair.get(key, p.signed), p.signed)
    return max(by_pair.values()) if by_pair else None


def _at(day: str | None, when: Window) -> bool:
    """Can the day, unknown where it is None, lie in the time?"""
    return day is None or (window(day)[0] <= when[1] and window(day)[1] >= when[0])


def _distance(edtf: str, when: Window) -> int:
    first, last = window(edtf)
    near = first if first > when[1] else last
    return abs((date.fromisoformat(near) - date.fromisoformat(when[0])).days)


def _facts_of(treaties: dict[str, list[Promise]], keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({p.fact for t in keys for p in treaties[t]}))


def _partner_promises(question: Question, facts: Facts) -> list[Promise]:
    wanted = question.obligations
    subjects = set(question.subjects)
    return [
        p
        for p in facts.promises
        if (not wanted or p.obligation in wanted) and (p.obligor in subjects or p.beneficiary in subjects)
    ]


def _partners_on(promises: list[Promise], question: Question, day: str) -> set[str]:
    subjects = set(question.subjects)
    live = [p for p in promises if (p.start or "") <= day and (p.end is None or day < p.end)]
    owes = {(p.beneficiary, p.obligation) for p in live if p.obligor in subjects}
    owed = {(p.obligor, p.obligation) for p in live if p.beneficiary in subjects}
    pairs = {"mutual": owes & owed, "owes": owes, "owed": owed, "either": owes | owed}[question.rank or "mutual"]
    return {code for code, _ in pairs}


def _days(promises: list[Promise], when: Window) -> list[str]:
    """The days of the window on which the set of partners can change, and its first."""
    marks = {d for p in promises for d in (p.start, p.end) if d and when[0] < d <= when[1]}
    return [when[0], *sorted(marks)]


# So many partners are named in a note.
_LISTED = 12


def _listed(codes: Iterable[str]) -> str:
    names = sorted(spoken(code) for code in codes)
    rest = f" and {len(names) - _LISTED} others" if len(names) > _LISTED else ""
    return f"{len(names)}: {', '.join(names[:_LISTED])}{rest}" if names else "none"
