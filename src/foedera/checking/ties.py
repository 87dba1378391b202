"""Verdicts on ties that are neither obligations nor memberships: the same tie, said by someone else."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from foedera import actors
from foedera.checking.identity import canonical
from foedera.checking.model import Fact, Facts, Finding, Question
from foedera.checking.names import alike, any_alike, bare, fold
from foedera.checking.spans import LAST_DAY, Window, window
from foedera.claim import Claim

# Given and got, sent and received: roles that make a direction.
_GIVERS = ("provider", "supplier", "contributor", "initiator")
_TAKERS = ("recipient", "host", "target")


@cache
def ladder() -> dict[str, Any]:
    """The table of ladder.toml."""
    return tomllib.loads((files("foedera.checking") / "ladder.toml").read_text(encoding="utf-8"))


def tie(question: Question, facts: Facts) -> Finding:
    """Does a claim of the group say the same, or what cannot hold together with it?"""
    near = [f for f in facts.facts if _about(question.claim, f.claim)]
    said = [(f, compare(question, f)) for f in near]
    same = [f for f, difference in said if difference is None]
    if question.claim.polarity == "affirmed":
        return _affirmed(question, facts, said, same)
    opposite = [f for f, d in said if d is None and f.claim.polarity == "affirmed"]
    agreeing = [f for f, d in said if d is None and f.claim.polarity == "denied"]
    if opposite:
        return Finding("contradicted", "opposite", None, _ids(opposite), "tie-denied", strength=2)
    if agreeing:
        return Finding("supported", None, None, _ids(agreeing), "same-denial", strength=2)
    # Silence speaks of obligations, memberships and counts only, never of ties of other kinds.
    return Finding("unknown", None, None, (), "coverage")


def _affirmed(question: Question, facts: Facts, said: list[tuple[Fact, str | None]], same: list[Fact]) -> Finding:
    affirmed = [f for f in same if f.claim.polarity == "affirmed"]
    # Who denies a promise does not deny an agreement that promises nothing of the kind.
    denied = [
        f for f in same if f.claim.polarity == "denied" and set(f.claim.obligations) <= set(question.claim.obligations)
    ]
    if denied and not affirmed:
        return Finding("contradicted", "opposite", None, _ids(denied), "tie-denied", strength=2)
    if affirmed:
        strength = 2 if _exact(question.claim, affirmed[0].claim) else 1
        return Finding("supported", None, _since(affirmed), _ids(affirmed), "same-tie", strength=strength)
    for reason in ("date", "amount", "direction"):
        differing = [f for f, d in said if d == reason and _unique(question.claim, f.claim, reason)]
        if differing:
            note = _recorded(differing[0].claim, reason)
            return Finding("contradicted", reason, note, _ids(differing), f"tie-{reason}", strength=2)
    hint = [f for f, d in said if d is not None]
    staged = any(d == "stage" for _, d in said)
    return Finding("unknown", "stage" if staged else None, None, _ids(hint[:3]), "tie-near", strength=1)


def _about(claimed: Claim, recorded: Claim) -> bool:
    """Same actors (those of the claim at least) and a relation that bears on it."""
    if recorded.relation != claimed.relation and recorded.relation not in _above(claimed.relation):
        return False
    ours = {canonical(a.code) for a in claimed.actors if a.code}
    theirs = {canonical(a.code) for a in recorded.actors if a.code}
    bodies = [a.body or "" for a in claimed.actors if not a.code]
    named = all(any_alike([b], [a.body or "" for a in recorded.actors]) for b in bodies)
    return bool(ours or bodies) and ours <= theirs and named


def _above(relation: str) -> list[str]:
    return list(ladder()["supported_by"].get(relation, ()))


def compare(question: Question, fact: Fact) -> str | None:
    """None when the recorded claim says what is claimed; else the first slot that keeps it from it."""
    claimed, recorded = question.claim, fact.claim
    if not _direction_fits(claimed, recorded):
        return "direction"
    for slot, differs in (
        ("name", _name_differs(claimed, recorded) or _partners_differ(claimed, recorded)),
        ("place", _place_differs(claimed, recorded)),
        ("items", _items_differ(claimed, recorded)),
        ("status", _status_differs(claimed, recorded)),
        ("kind", bool(claimed.kind and recorded.kind and claimed.kind != recorded.kind)),
        ("stage", _stage_differs(claimed, recorded)),
        ("amount", _amount_differs(claimed, recorded)),
        ("date", _date_differs(question, fact)),
        ("obligation", not set(claimed.obligations) <= set(recorded.obligations)),
    ):
        if differs:
            return slot
    return None


def _direction_fits(claimed: Claim, recorded: Claim) -> bool:
    given, taken = _codes(claimed, _GIVERS), _codes(claimed, _TAKERS)
    if not given and not taken:
        return True
    theirs_given, theirs_taken = _codes(recorded, _GIVERS), _codes(recorded, _TAKERS)
    if not theirs_given and not theirs_taken:
        return recorded.relation != claimed.relation
    return not (given & theirs_taken - theirs_given) and not (taken & theirs_given - theirs_taken)


def _codes(claim: Claim, roles: tuple[str, ...]) -> set[str]:
    return {canonical(a.code) for a in claim.by_role(*roles) if a.code}


def _name_differs(claimed: Claim, recorded: Claim) -> bool:
    if not claimed.name:
        return False
    if not recorded.name:
        return not generic(claimed.name) or claimed.relation != recorded.relation
    if generic(claimed.name) and plain_words(claimed.name) <= plain_words(recorded.name):
        return False
    return not alike(claimed.name, recorded.name)


def generic(name: str) -> bool:
    """A name that many bear ("joint statement")."""
    return plain_words(name) <= set(ladder()["generic"]["words"])


def plain_words(name: str) -> set[str]:
    """The words of a name in the singular, without those that only praise it ("historic")."""
    words = {w[:-1] if w.endswith("s") and not w.endswith("ss") else w for w in fold(bare(name)).split()}
    same = ladder()["generic"]["same"]
    return {same.get(w, w) for w in words} - set(ladder()["generic"]["praise"])


def _status_differs(claimed: Claim, recorded: Claim) -> bool:
    """An applicant is no partner: a membership's status must be the same where the claim gives one."""
    return claimed.relation == "membership" and (claimed.status or "member") != (recorded.status or "member")


def _partners_differ(claimed: Claim, recorded: Claim) -> bool:
    """The National Guard of one state of the union is not that of another; a state that is named stands for its own."""
    ours, theirs = _partners(claimed), _partners(recorded)
    if not ours and theirs:
        body = ladder()["partners"]["bodies"][0]
        ours = [f"{place} {body}" for place in _parts_of_unions(claimed.quote)]
    return bool(ours) and not any_alike(ours, theirs)


def _partners(claim: Claim) -> list[str]:
    return [a.body for a in claim.actors if a.body and any(b in a.body for b in ladder()["partners"]["bodies"])]


@lru_cache(maxsize=500)
def _parts_of_unions(quote: str) -> tuple[str, ...]:
    unions = ladder()["partners"]["unions"]
    return tuple(m.text for m in actors.find(quote) if m.kind in ("location", "place") and m.place in unions)


def _place_differs(claimed: Claim, recorded: Claim) -> bool:
    """A meeting held elsewhere is another one."""
    if not (claimed.relation == recorded.relation == "consultation" and claimed.place):
        return False
    return not recorded.place or not alike(claimed.place, recorded.place)


def _items_differ(claimed: Claim, recorded: Claim) -> bool:
    if not claimed.items or claimed.relation != recorded.relation:
        return False
    return not _same_items(claimed, recorded)


def _same_items(claimed: Claim, recorded: Claim) -> bool:
    """The same weapons: names that are alike, or all words of the claimed one in the recorded one."""
    if any_alike(claimed.items, recorded.items):
        return True
    known = [plain_words(i) for i in recorded.items]
    return any(words <= other for words in map(plain_words, claimed.items) for other in known if words)


def _stage_differs(claimed: Claim, recorded: Claim) -> bool:
    order = ladder()["stages"]["transfer" if claimed.relation == "transfer" else "treaty"]
    if claimed.stage == "in_force" and claimed.date_role == "signed":
        # "Has a pact (2021)": what is dated is the signature.
        return recorded.stage in ("proposed", "negotiating")
    if claimed.stage not in order:
        return claimed.stage == "cancelled" and recorded.stage != "cancelled"
    if claimed.stage in ("suspended", "terminated") or recorded.stage in ("suspended", "terminated"):
        return claimed.stage != recorded.stage
    if recorded.stage not in order:
        return claimed.stage in ("ratified", "in_force", "delivered")
    return bool(order.index(recorded.stage) < order.index(claimed.stage))


def _amount_differs(claimed: Claim, recorded: Claim) -> bool:
    a, b = claimed.amount, recorded.amount
    if a is None:
        return False
    if b is None or _currency(b.unit) != _currency(a.unit):
        return True
    return abs(a.value - b.value) > 0.05 * max(abs(a.value), abs(b.value))


def _currency(unit: str) -> str | None:
    """The currency of a sum; of what is counted None: one text's soldiers are another's troops."""
    return unit if _MONEY.fullmatch(unit) else None


_MONEY = re.compile(r"[A-Z]{3}")


def _date_differs(question: Question, fact: Fact) -> bool:
    claimed, recorded = question.claim, fact.claim
    if claimed.date_role in _EVENTS and recorded.relation == "agreement" and recorded.date:
        held: Window | None = window(recorded.date)  # when it was signed, not how long it has held
    else:
        held = _times(fact)
    # What is said to go on since a day must be recorded for that day.
    when = window(claimed.date) if claimed.date and claimed.date_role == "since" else window(question.when)
    if question.stated and held is not None and held[0] == _NEVER_BEGUN:
        held = f"{window(recorded.date or '')[0][:4]}-01-01", held[1]  # an end alone vouches for no earlier year
    if question.stated or (held is not None and held[1] < when[0] and _goes_on(claimed)):
        return held is None or not (held[0] <= when[1] and held[1] >= when[0])
    return held is not None and held[0] > when[1]


# Troops that somebody has somewhere are there now; those that somebody had need not be.
@cache
def _tense(when: str) -> re.Pattern[str]:
    """Words of the table that tell of now, or of then."""
    return re.compile(rf"\b(?:{'|'.join(ladder()['tense'][when])})\b", re.IGNORECASE)


def _goes_on(claimed: Claim) -> bool:
    """Does the claim say of forces that they are there at the time of the text?"""
    if claimed.relation != "deployment" or claimed.stage is not None:
        return False
    return _tense("now").search(claimed.quote) is not None and _tense("then").search(claimed.quote) is None


_EVENTS = ("signed", "in_force")


# The first day of what is only known to have ended.
_NEVER_BEGUN = "0001-01-01"


def _times(fact: Fact) -> Window | None:
    """First and last day on which the recorded tie can be said to stand; None when undated."""
    claim = fact.claim
    if claim.period:
        return window(claim.period)
    if not claim.date:
        return None
    first, last = window(claim.date)
    if claim.date_role == "until":
        return _NEVER_BEGUN, last
    if claim.date_role == "since":
        return first, LAST_DAY
    return first, last


def _exact(claimed: Claim, recorded: Claim) -> bool:
    if claimed.relation != recorded.relation:
        return False
    return bool(not claimed.name or (recorded.name and alike(claimed.name, recorded.name)))


def _unique(claimed: Claim, recorded: Claim, reason: str) -> bool:
    """Can only one of the two be right? Only where both speak of one named treaty or one deal."""
    if claimed.relation == recorded.relation == "transfer" and reason == "amount":
        return _same_deal(claimed, recorded)
    if claimed.relation != recorded.relation or not claimed.name or not recorded.name:
        return False
    if generic(claimed.name) or generic(recorded.name) or not alike(claimed.name, recorded.name):
        return False
    # Signature and entry into force are different days of one treaty: only like dates can disagree.
    same_role = claimed.date_role == recorded.date_role and claimed.date_role in ("signed", "in_force")
    return claimed.relation == "agreement" and same_role


def _same_deal(claimed: Claim, recorded: Claim) -> bool:
    """The same weapons in the same year, priced in the same money."""
    if not (claimed.items and recorded.items and claimed.date and recorded.date):
        return False
    if claimed.amount is None or recorded.amount is None:
        return False
    if _currency(claimed.amount.unit) != _currency(recorded.amount.unit):
        return False
    when, theirs = window(claimed.date), window(recorded.date)
    return _same_items(claimed, recorded) and when[0][:4] <= theirs[1][:4] and theirs[0][:4] <= when[1][:4]


def _recorded(claim: Claim, reason: str) -> str | None:
    if reason == "date" and claim.date:
        return f"recorded: {claim.date_role or 'on'} {claim.date}"
    if reason == "amount" and claim.amount:
        return f"recorded: {_number(claim.amount.value)} {claim.amount.unit}"
    return None


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _since(facts: list[Fact]) -> str | None:
    dated = [f.claim for f in facts if f.claim.date]
    return f"{dated[0].date_role or 'on'} {dated[0].date}" if dated else None


def _ids(facts: list[Fact]) -> tuple[str, ...]:
    return tuple(f.id for f in facts)
