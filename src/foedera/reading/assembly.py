"""Roles and lists to claims: who is paired with whom, what is distributed, what is general.

Rule 2 of the rule book: suppliers, partners, members distribute, one claim each; the parties
of one treaty or exercise stay together. Rule 3: a general tie that only introduces specific ones is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise, product
from typing import Any

from foedera.claim import LEARNED, SECTORS, Actor, Claim
from foedera.reading import dating, denial, enumeration, naming, places, roles, slots, sums
from foedera.reading.context import Context, is_organisation
from foedera.reading.frames import Frame, Pattern
from foedera.reading.groups import EXERCISE, FRAMEWORK, Coded, Who
from foedera.reading.roles import Spot
from foedera.reading.timex import Timex

_NEEDED = {
    "membership": ("member", "organisation"),
    "transfer": ("supplier", "recipient"),
    "assistance": ("provider", "recipient"),
}
_NO_ORGANISATION = {"host", "supplier", "member"}


@dataclass(slots=True)
class Candidate:
    """A claim before it is settled which of several in a clause stand."""

    frame: Frame
    actors: tuple[Actor, ...]
    start: int
    end: int
    span: tuple[int, int]
    polarity: str
    slots: dict[str, Any] = field(default_factory=dict)
    dated: bool = False
    keys: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = frozenset(a.key for a in self.actors)


def candidates(frame: Frame, spot: Spot, match: re.Match[str]) -> list[Candidate]:
    """Every claim that the frame gives at this trigger."""
    if frame.enumerate:
        begin, items = enumeration.items(spot.coded.code, spot.start, spot.right)
        if not items and frame.slots.get("kind") == "basing":
            named = [g.at for g in spot.coded.groups if g.form != "self"]
            begin, items = spot.end, enumeration.joined(spot.coded.code, spot.start, spot.right, named)
        if items:
            found = [c for item in items for c in _one(frame, spot, match, item)]
            short = replace(spot, right=max(begin, spot.end))
            also = "as well as" in spot.coded.code[begin : begin + 14]
            return found + (_one(frame, short, match) if also or not found else [])
    return _one(frame, spot, match)


def _one(frame: Frame, spot: Spot, match: re.Match[str], item: tuple[int, int] | None = None) -> list[Candidate]:
    """The claims at a trigger, or those of one item of the list that it introduces."""
    least = 2 if "party" in frame.roles and "partner" not in frame.roles else 1
    found_whos = {
        role: _states(spot, where)
        if role == "host"
        else roles.select(spot, where, least if role == "party" else 1, place=role == "target")
        for role, where in frame.roles.items()
    }
    found_whos = _by_agent(frame, spot, found_whos)
    filled = {role: _filter(role, whos) for role, whos in found_whos.items()}
    if any(whos and not filled[role] and role == "member" for role, whos in found_whos.items()):
        return []  # an organisation that leaves somewhere is no member that leaves
    _imply(frame, filled, spot)
    if not spot.context.profile:
        _known_better(frame, filled, spot)
    _unmix(filled, spot.context)
    _place_home(filled, spot.context)
    _mutual(filled, spot)
    if item:
        _narrow(filled, spot, item)
    sets = [s for s in _sets(frame, filled) if frame.among is None or frame.among in {a.code for a in s}]
    if frame.relation == "deployment":
        sets = [_unjoined(s, filled, spot) for s in sets]
    if not sets:
        return []
    code = spot.coded.code
    last = spot.start if frame.denial == "outside" else spot.end
    gone = frame.relation != "membership" and denial.no_longer(code, spot.left, spot.start)
    polarity = "denied" if gone or denial.negated(code, spot.left, spot.start, last) else "affirmed"
    here = replace(spot, start=item[0], end=item[1], left=item[0], right=item[1]) if item else spot
    found = _slots(frame, here, match)
    dated = bool(found.pop("dated", None))
    _place_slot(frame, here, filled, found)
    if item:
        found["name"] = found.get("name") or _item_name(spot, item)
        head = slots.date(spot.coded, spot.start, spot.end, spot.left, item[0])
        if head and "date" not in found:
            found |= {"date": head.edtf, "date_role": _date_role(frame, head.lead, head.edtf)}
    span = _span(spot.coded, *((here.start, here.end) if frame.span == "trigger" else (here.left, here.right)))
    variants = _by_date(frame, spot, found) or [found]
    for one in variants:
        _tidy(one, polarity)
    return [
        Candidate(frame, s, here.start, here.end, span, polarity, _own_body(frame, here, s, f), dated)
        for f in variants
        for s in sets
        if all(a.code or a.body for a in s)  # a name that may be anybody's ("Georgia") is nobody's
    ]


_PASSIVE = re.compile(r" (?:\w+ ){0,3}?by (?:the )?(?=[\ue000\ue001\ue006])")
_PARTICIPLE = re.compile(r"\b(?:\w{2,}ed|sold|built|sent|given|bought|lent|made|bought|taught|hosted)$")


def _by_agent(frame: Frame, spot: Spot, found: dict[str, list[Who]]) -> dict[str, list[Who]]:
    """ "Aircraft delivered by A", "B was sold aircraft by A": who does it stands after *by*, and is not the subject."""
    doer = next((r for r in found if r in _GIVERS and frame.roles[r][:1] == ("subject",)), None)
    if doer is None or not _PARTICIPLE.search(spot.coded.code, spot.start, spot.end):
        return found
    by = _PASSIVE.match(spot.coded.code, spot.end)
    agent = spot.coded.by_at.get(by.end()) if by and by.end() < spot.right else None
    if agent is None:
        return found
    keys = {w.key for w in agent.whos}
    rest = {r: [w for w in whos if w.key not in keys] for r, whos in found.items() if r != doer}
    return {r: agent.whos if r == doer else rest[r] for r in found}


def _place_slot(frame: Frame, spot: Spot, filled: dict[str, list[Who]], found: dict[str, Any]) -> None:
    """The place of the clause, unless it is a wide region beside a host; else the place that gave the host."""
    hosts = filled.get("host") or filled.get("target") or []
    where = places.where(spot.coded, frame.relation, spot.start, spot.end, spot.left, spot.right)
    if hosts and places.is_region(where):
        where = None
    found["place"] = found.get("place") or where or places.of_hosts(spot.coded, hosts)


def _own_body(frame: Frame, spot: Spot, actors: tuple[Actor, ...], found: dict[str, Any]) -> dict[str, Any]:
    """The slots, where a membership's name is that of its own organisation and not of another in the clause."""
    if frame.relation != "membership":
        return dict(found)
    body = next((a.key for a in actors if a.role == "organisation"), None)
    whos = [w for g in spot.coded.groups if spot.left <= g.at < spot.right for w in g.whos]
    written = {w.key: [spot.coded.text[o.start : o.end] for o in whos if o.key == w.key] for w in whos}
    if found.get("name") not in {n for names in written.values() for n in names}:
        return dict(found)
    code = next((a.code for a in actors if a.role == "organisation"), None)
    if code and code not in _NAMED_BODIES and not _force(found["name"]):
        return {k: v for k, v in found.items() if k != "name"}
    return {**found, "name": max(written.get(body or "", [found["name"]]), key=len)}


def _states(spot: Spot, where: tuple[str, ...]) -> list[Who]:
    """The first place to look that gives a host: a mission that troops go *to* is none, the state it is *in* is."""
    first = roles.select(spot, where, place=True)
    if not first or _filter("host", first):
        return first
    return next((found for one in where if _filter("host", found := roles.select(spot, (one,), place=True))), first)


_GENERIC_NAME = re.compile(
    r"^(?:missions|operations|several|other|hosting|its|grounds?|including|at|in|on|to|an? )\b", re.IGNORECASE
)
_BARE_NAME = re.compile(
    r"(?:created by |a |an |the )?(?:agreements?|dialogues|meetings|talks|latest \w+)", re.IGNORECASE
)


def _tidy(found: dict[str, Any], polarity: str) -> None:
    """Drop empty slots, and names that only describe: "missions under the UN", "no defence treaty"."""
    name = found.get("name")
    if (
        not name
        or _GENERIC_NAME.match(name)
        or _BARE_NAME.fullmatch(name)
        or (polarity == "denied" and not _proper(name))
    ):
        found.pop("name", None)


_DATES = re.compile(r"[^\ue002();]{0,24}\(?((?:\ue002(?:, | and |, and )){1,6}\ue002)")


def _by_date(frame: Frame, spot: Spot, found: dict[str, Any]) -> list[dict[str, Any]]:
    """Several dates for one kind of event ("in 1991 and 2020", "(1997, 2000)"): the slots of each."""
    if not frame.each_date:
        return []
    listed = _DATES.match(spot.coded.code, spot.end)
    if not listed:
        return []
    dates = [d for at, d in spot.coded.dates.items() if listed.start(1) <= at < listed.end(1)]
    return [{**found, "date": d.edtf, "date_role": _date_role(frame, d.lead, d.edtf)} for d in dates]


def _narrow(filled: dict[str, list[Who]], spot: Spot, item: tuple[int, int]) -> None:
    """Use the item's own organisations and hosts; those of the head of the list stay where it has none."""
    here = replace(spot, start=item[0], end=item[0], left=item[0], right=item[1])
    own = roles.orgs(here)
    named = [g for g in spot.coded.groups if item[0] <= g.at < item[1]]
    if "organisation" in filled:
        head = roles.orgs(replace(spot, right=item[0]))
        filled["organisation"] = own or head or roles.orgs_before(spot)
    hosts = [_host(w) for g in named if g.prep in _PLACE for w in g.whos if not is_organisation(w.code)]
    guests = [w for g in named if g.prep not in _PLACE for w in g.whos if not is_organisation(w.code)]
    home = spot.context.home
    hosting = bool(filled.get("host")) and home is not None and filled["host"][0].code == home.code
    if hosting and "contributor" in filled:
        filled["contributor"] = guests
    elif "host" in filled:
        filled["host"] = hosts


_PLACE = ("in", "on", "over", "at", "near", "off", "to")
_ITEM_NAME = re.compile(
    r"(?:(?:the|an?|its|their|several|two|three|some|contributing to|providing|participating in|multiple|"
    r"participation in|support for) )*"
    r"(?P<name>[^,()]*?)(?= (?:in|on|at|over|off|near|of the|for|mission|missions)\b|[,()]|$)"
)


def _item_name(spot: Spot, item: tuple[int, int]) -> str | None:
    m = _ITEM_NAME.match(spot.coded.code, item[0], item[1])
    return _written(spot, *m.span("name")) if m and m["name"].strip() else None


def _filter(role: str, whos: list[Who]) -> list[Who]:
    if role in ("host", "target"):
        whos = [w if role == "target" and w.kind == "nonstate" else _host(w) for w in whos]
    if role == "host":
        whos = [w for w in whos if w.code or w.kind != "nonstate"]  # troops are sent against an armed group, not to it
    if role in _NO_ORGANISATION:
        return [w for w in whos if not is_organisation(w.code)]
    if role == "organisation":
        return [
            w
            for w in whos
            if is_organisation(w.code) or w.kind == "lead" or (w.code is None and w.kind in ("organisation", "mission"))
        ]
    return whos


def _host(who: Who) -> Who:
    """The state in which a place outside the code list lies: Abkhazia is in Georgia."""
    return Who(who.place, None, who.start, who.end, "place", who.place, who.name) if not who.code and who.place else who


def _imply(frame: Frame, filled: dict[str, list[Who]], spot: Spot) -> None:
    """A role that looks for the subject and finds none gets the context's."""
    context = spot.context
    for role, where in frame.roles.items():
        if filled[role] or role == "organisation":
            continue
        if not frame.implicit and (context.profile or "told" not in where):
            continue
        if context.profile:
            if "subject" in where and context.home and not roles.headless(spot):
                filled[role] = _filter(role, [context.home])
        elif "told" in where:
            filled[role] = _filter(role, _told(frame, role, filled, context))
        elif about := _about(role, filled, spot):
            filled[role] = about
        elif "subject" in where or context.paired:
            filled[role] = _filter(role, _implied(role, filled, context))


def _known_better(frame: Frame, filled: dict[str, list[Who]], spot: Spot) -> None:
    """Who is only guessed gives way to what names tell: a mission's own place, the maker of a named weapon."""
    role = {"deployment": "host", "transfer": "supplier"}.get(frame.relation)
    if role is None or role not in filled:
        return
    named = {w.key for g in spot.coded.groups if g.form != "self" for w in g.whos}
    named |= {m.place for m in spot.coded.missions.values() if m.place}
    if any(w.key in named for w in filled[role]) or (filled[role] and role == "host" and spot.context.paired):
        return
    found = roles.mission_host(replace(spot, start=spot.left)) if role == "host" else roles.maker(spot)
    taken = {w.key for other, whos in filled.items() if other != role for w in whos}
    if found and found[0].key not in taken:
        filled[role] = found


def _about(role: str, filled: dict[str, list[Who]], spot: Spot) -> list[Who]:
    """Who gets what is told of, if the clause's own subject has no other part in it: "X flies aircraft sold by Y"."""
    if role not in _TAKERS or not any(filled.values()):
        return []
    taken = {w.key for whos in filled.values() for w in whos}
    found = [w for w in roles.subject(spot) if w.code and not is_organisation(w.code) and w.kind != "place"]
    return found if len(found) == 1 and found[0].key not in taken else []


_GIVERS = frozenset(("provider", "supplier", "contributor", "initiator"))
_TAKERS = frozenset(("recipient", "host", "target"))


def _place_home(filled: dict[str, list[Who]], context: Context) -> None:
    """In a profile, a host outside the code list ("occupied Abkhazia") lies in the profile's country."""
    home = context.home
    hosts = filled.get("host", [])
    if not home or not context.profile or all(w.code for w in hosts):
        return
    if home.code not in {w.code for w in filled.get("contributor", [])}:
        filled["host"] = _distinct([w if w.code else home for w in hosts])


_EACH_OTHER = re.compile(r"\b(?:each|the|one an)[ -]?other's (?:territory|soil|country|land|waters|bases)\b")


def _mutual(filled: dict[str, list[Who]], spot: Spot) -> None:
    """Two who are, or are not, on each other's soil: the one is told of as with the other."""
    two = _distinct(filled.get("contributor", []))
    if "host" in filled and len(two) == 2 and _EACH_OTHER.search(spot.coded.code, spot.start, spot.right):
        filled["contributor"], filled["host"] = two[:1], two[1:]


def _unmix(filled: dict[str, list[Who]], context: Context) -> None:
    """In a profile, "it" that would be its own partner is the country; on a page of two it is the other one."""
    if len(filled) != 2:
        return
    (one, first), (last, second) = filled.items()
    keys = {w.key for w in first}
    if not first or keys != {w.key for w in second}:
        return
    if context.profile and context.home is not None:
        if context.home.key not in keys:
            filled[one] = [context.home]
    elif context.paired:
        filled[last] = [w for w in context.sides() if w.key not in keys][:1]


def _told(frame: Frame, role: str, filled: dict[str, list[Who]], context: Context) -> list[Who]:
    """Who was told before to stand beside those named, else the page's subject and its other side."""
    taken = {w.key for whos in filled.values() for w in whos}
    main = next(iter(context.of_paragraph()), context.main)
    parallel = None if context.fragment else context.discourse.parallel(taken, role, frame.relation)
    if parallel:
        return [parallel]
    if taken and main and main.key not in taken:
        return [main]
    partner = context.discourse.partner(taken, role, frame.relation)
    if partner or not frame.implicit:
        return [partner] if partner else []
    return _implied(role, filled, context)


def _implied(role: str, filled: dict[str, list[Who]], context: Context) -> list[Who]:
    """Outside a profile: who gives or gets on this page, else the side of it that no other role has."""
    taken = {w.code for whos in filled.values() for w in whos}
    if not context.paired and not taken - {None}:
        return []
    sides = context.sides() if context.two_sided() else ()
    known = {w.code for w in sides} | {context.main.code if context.main else None}
    if taken - known - {None}:
        near = context.others()[:1] if context.debate else context.of_paragraph()
        return [w for w in [*near, context.main] if w and w.code not in taken][:1]
    usual = context.giver if role in _GIVERS else context.taker if role in _TAKERS else None
    usual = None if context.debate else usual  # each section has another side
    first: tuple[Who, ...] = ()
    close = context.here or context.recent
    if taken & {w.code for w in close} and not (context.titled or context.topical):
        usual, first = None, close
    return [w for w in [*first, usual, context.main, *sides] if w and w.code not in taken][:1]


def _sets(frame: Frame, filled: dict[str, list[Who]]) -> list[tuple[Actor, ...]]:
    """The sets of actors, one a claim."""
    if "party" in filled and "organisation" in filled:
        orgs = [Actor(w.code, "organisation", w.body) for w in filled["organisation"]]
        return [(Actor(w.code, "party", w.body), o) for w in filled["party"] for o in orgs if w.key != o.key]
    if "party" in filled:
        return _parties(frame, filled["party"], filled.get("partner"))
    if frame.relation == "deployment":
        return _deployments(frame, filled)
    lists = []
    for role, whos in filled.items():
        if not whos:
            return []
        lists.append([Actor(w.code, role, w.body) for w in _distinct(whos)])
    return [s for s in product(*lists) if len({a.key for a in s}) == len(s)]


def _parties(frame: Frame, one: list[Who], other: list[Who] | None) -> list[tuple[Actor, ...]]:
    first = _distinct(one)
    if other is None:
        return [_party(first)] if len(first) >= 2 else []
    keys = {w.key for w in first}
    second = [w for w in _distinct(other) if w.key not in keys]
    if len(first) >= 2 and not second:
        return [_party(first)]
    if not first or not second:
        return []
    if frame.together:
        return [_party([*first, *second])]
    if (
        len(second) == 1
        and len(first) > 1
        and frame.relation not in ("agreement", "conflict", "exercise", "partnership")
    ):
        return [_party([w, second[0]]) for w in first]
    return [_party([*first, w]) for w in second]


def _party(whos: list[Who]) -> tuple[Actor, ...]:
    return tuple(Actor(w.code, "party", w.body) for w in whos)


def _deployments(frame: Frame, filled: dict[str, list[Who]]) -> list[tuple[Actor, ...]]:
    contributors = filled.get("contributor", [])
    organisations = list(filled.get("organisation", []))
    organisations += [w for w in contributors if is_organisation(w.code)]
    contributors = [w for w in contributors if not is_organisation(w.code)]
    organisations = [w for w in organisations if w.key not in {c.key for c in contributors}]
    if frame.roles.get("contributor") and not contributors and not organisations:
        return []
    hosts = filled.get("host", [])
    if _joint(hosts):
        hosts = [w for w in hosts if w.code] or hosts
    if "host" in frame.roles and not hosts and not organisations:
        return []
    lists: list[list[Actor | None]] = [
        [Actor(w.code, role, w.body) for w in _distinct(whos)] or [None]
        for role, whos in (("contributor", contributors), ("organisation", organisations), ("host", hosts))
    ]
    out = []
    for combined in product(*lists):
        actors = tuple(a for a in combined if a is not None)
        if len(actors) >= 2 and len({a.key for a in actors}) == len(actors):
            out.append(actors)
    return _one_place(out) if _joint(hosts) else out


_AND_TO = re.compile(r"\b(?:and|but) (?:later |also |then )?(?:to|in|with|for|as part of)\b")


def _unjoined(actors: tuple[Actor, ...], filled: dict[str, list[Who]], spot: Spot) -> tuple[Actor, ...]:
    """ "sent troops to A and |to the NATO mission in B": the mission has no part in what was sent to A."""
    host = next((w for a in actors if a.role == "host" for w in filled.get("host", []) if w.key == a.key), None)
    for actor in actors:
        org = next((w for w in filled.get("organisation", []) if w.key == actor.key), None)
        if actor.role != "organisation" or org is None or host is None or not 0 <= host.end < org.start:
            continue
        if len(actors) > 2 and _AND_TO.search(spot.coded.text, host.end, org.start):
            return tuple(a for a in actors if a is not actor)
    return actors


def _joint(hosts: list[Who]) -> bool:
    """Are they one place: written with a slash, or the two sides of a line on which a mission stands?"""
    if len(hosts) < 2:
        return False
    return all(w.kind == "astride" for w in hosts) or all(b.start - a.end == 1 for a, b in pairwise(hosts))


def _one_place(sets: list[tuple[Actor, ...]]) -> list[tuple[Actor, ...]]:
    """Hosts written with a slash ("Sudan/South Sudan") are hosts of one deployment."""
    out: dict[tuple[Actor, ...], list[Actor]] = {}
    for actors in sets:
        rest = tuple(a for a in actors if a.role != "host")
        out.setdefault(rest, []).extend(a for a in actors if a.role == "host")
    return [(*rest, *hosts) for rest, hosts in out.items()]


def _distinct(whos: list[Who]) -> list[Who]:
    out: dict[str, Who] = {}
    for who in whos:
        out.setdefault(who.key, who)
    return list(out.values())


def _span(coded: Coded, left: int, right: int) -> tuple[int, int]:
    """A clause or trigger in offsets of the text, without blanks and stops at its ends."""
    start, end = coded.span(left, right)
    text = coded.text
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;"):
        end -= 1
    while start < end and (text[start].isspace() or text[start] in ",;"):
        start += 1
    return start, end


def _proper(name: str | None) -> bool:
    """Is it a name, with capitals, and not only a description?"""
    return bool(name) and sum(w[:1].isupper() for w in str(name).split()) >= 2


_DATE_ROLE = {"agreement": "signed"}


def _slots(frame: Frame, spot: Spot, match: re.Match[str]) -> dict[str, Any]:
    found: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in frame.slots.items()}
    _captured_slots(spot, match, found)
    _date_slots(frame, spot, match, found)
    if frame.named:
        found["name"] = _written(spot, spot.start, spot.end)
    more = _RELATION_SLOTS.get(frame.relation)
    if more:
        more(spot, match, found)
    _sector_slots(frame, spot, found)
    return found


_EMPTY = Pattern("")


@cache
def _bare(relation: str) -> Frame:
    """A frame without a trigger, for a claim that no frame states."""
    return Frame(f"{LEARNED}{relation}", relation, _EMPTY, {})


def clause_slots(relation: str, spot: Spot) -> dict[str, Any]:
    """The slots that a clause fills for a relation when no trigger captures any of them."""
    key = (relation, spot.start, spot.left, spot.right)
    known = spot.coded.filled
    if key not in known:
        known[key] = _filled(relation, spot)
    return dict(known[key])


def _filled(relation: str, spot: Spot) -> dict[str, Any]:
    match = _EMPTY.compiled.match(spot.coded.code, spot.start)
    if match is None:
        return {}
    found = _slots(_bare(relation), spot, match)
    del found["dated"]
    found["place"] = places.where(spot.coded, relation, spot.start, spot.end, spot.left, spot.right)
    if not found.get("name"):
        found["name"] = naming.of(relation, spot)
    _tidy(found, "affirmed")
    return {slot: value for slot, value in found.items() if value}


# Sectors that the words of a clause settle; elsewhere the same words name whose forces or what arms.
_SECTORS: dict[str, frozenset[str]] = {
    "deployment": frozenset(("peacekeeping", "air_defense", "maritime", "counterterrorism", "cyber", "training")),
    "agreement": frozenset(("maritime", "policing", "air_defense", "cyber", "counterterrorism", "border")),
    "training": frozenset(("maritime", "counterterrorism", "peacekeeping", "cyber", "medical", "demining")),
    "exercise": frozenset(("maritime", "counterterrorism")),
    "cooperation": frozenset(SECTORS) - {"nuclear", "space", "language", "transit", "basing"},
    "consultation": frozenset(SECTORS) - {"nuclear", "space", "transit", "basing"},
    "partnership": frozenset(("peacekeeping", "maritime", "air_defense", "cyber")),
}


def _sector_slots(frame: Frame, spot: Spot, found: dict[str, Any]) -> None:
    """The sectors that the clause names, of those that its relation takes."""
    allowed = _SECTORS.get(frame.relation)
    if not allowed or found.get("sectors"):
        return
    # What stands well before the trigger is about something else that the clause says.
    left = max(spot.left, spot.start - 30)
    named = [s for s in slots.sectors(spot.coded.code, left, spot.right, frame.relation) if s in allowed]
    if named:
        found["sectors"] = tuple(named)


def _captured_slots(spot: Spot, match: re.Match[str], found: dict[str, Any]) -> None:
    """Name and number that the trigger itself captures."""
    groups = match.re.groupindex
    if "name" in groups and match["name"]:
        found["name"] = _written(spot, *match.span("name"))
    if "quantifier" in groups and match["quantifier"]:
        found["quantifier"] = match["quantifier"]
        found["scope"] = _written(spot, match.end("quantifier"), spot.right).strip(" .,;:")
    value = slots.number(match["number"]) if "number" in groups and match["number"] else None
    if value is not None:
        unit = match["unit"] if "unit" in groups and match["unit"] else "troops"
        found["amount"] = {"value": value, "unit": unit}


def _date_slots(frame: Frame, spot: Spot, match: re.Match[str], found: dict[str, Any]) -> None:
    """The date of the statement with its role: the likeliest of those of its sentence and its row."""
    if "date" in found:
        found["dated"] = True
        return
    date = _dated(frame, spot, match)
    if frame.named and date and _others_date(spot, date):
        date = spot.context.row_date
        if date is None:  # "X, Y and, since 2018, Z" says nothing of X
            found["dated"] = False
            return
    found["dated"] = date is not None
    told = str(found.get("stage") or found.get("status") or "")
    role = str(found.get("date_role") or (_rule_role(frame, spot, date) if date else ""))
    asked = dating.Asked(frame.relation, spot, told, date, role, frame.id.startswith(LEARNED))
    chosen = dating.choose(asked)
    found.pop("date_role", None)
    if chosen:
        found |= {"date": chosen.edtf, "date_role": chosen.role}


def _dated(frame: Frame, spot: Spot, match: re.Match[str]) -> Timex | None:
    """The date by the plain rule: the clause's, else the row's."""
    close = frame.relation == "conflict" and "name" in match.re.groupindex
    date = slots.date(spot.coded, spot.start, spot.end, spot.left, spot.right, close=close)
    return date or spot.context.row_date


def _rule_role(frame: Frame, spot: Spot, date: Timex) -> str:
    lead = date.lead if date is not spot.context.row_date else ""
    if frame.relation == "deployment" and lead == "on" and _BEGINS.search(spot.coded.code, spot.left, spot.end):
        lead = "since"
    return _date_role(frame, lead, date.edtf)


# Who joins or sets up a standing force is in it from then on.
_BEGINS = re.compile(r"\b(?:joined|began|established)\b")


def _others_date(spot: Spot, date: Timex) -> bool:
    """Does another programme of the list stand between this one and the date, or the date open the next item?"""
    at = next((n for n, d in spot.coded.dates.items() if d is date), None)
    if at is None:
        return False
    low, high = min(at, spot.start), max(at, spot.end)
    between = any(low < n < high and not spot.start <= n < spot.end for n in spot.coded.programmes)
    return between or bool(at > spot.end and re.match(r",? and,? ?(?:since|in|from) $", spot.coded.code[spot.end : at]))


# Bodies whose membership claims carry their name as written; of the great alliances the code says it.
_NAMED_BODIES = frozenset(("JEF", "FPDA", "RSS", "NORDEFCO", "G5S", "MNJTF"))


def _force(written: str) -> bool:
    """Is it an organisation's own standing force, whose name says more than the organisation's code?"""
    return bool(re.search(r" (?:Force|Forces|Brigade)\b", written))


def _membership_slots(spot: Spot, match: re.Match[str], found: dict[str, Any]) -> None:
    _framework_name(spot, match, found)
    if "name" in found:
        return
    for group in spot.coded.groups:
        if not spot.left <= group.at < spot.right:
            continue
        for who in group.whos:
            written = spot.coded.text[who.start : who.end]
            body = who.code in _NAMED_BODIES or (who.code is None and who.kind == "organisation") or _force(written)
            if body and len(written) > len(found.get("name", "")):
                found["name"] = written


def _agreement_slots(spot: Spot, match: re.Match[str], found: dict[str, Any]) -> None:
    name = found.get("name")
    if name == "@organisation":
        known = spot.context.organisation
        found["name"] = spot.coded.text[known.start : known.end] if known else None
    elif name:
        found["name"] = _ARTICLES.sub("", name)
    if not found.get("name"):
        found["name"] = spot.context.treaty_name if "treaty" in spot.used else None


_ARTICLES = re.compile(
    r"^(?:(?:an?|the|no|any|its|their|this|that|one|formal|some|of|under|brief|remarks|said) )+", re.IGNORECASE
)
# Standing tasks and formations that name a deployment, as the text writes them.
_TASK = re.compile(
    r"\b(?:(?:baltics?|eastern) )?air policing\b|"
    r"\b(?:rapid (?:reaction|deployment|response)|standby|response|force intervention) "
    r"(?:forces?|brigade)\b|\b(?:[\w-]+ )?battle ?group\b|\bforward presence\b"
)
_SITE = re.compile(
    r"(?:[\w-]+ ){0,4}?(?:garrison|detachment|cent(?:er|re)s?|bases?|headquarters|command|school|regiment|corps|"
    r"facility|"
    r"station|installation|task force)\b"
)


def _deployment_slots(spot: Spot, match: re.Match[str], found: dict[str, Any]) -> None:
    row = match.re.pattern.startswith("(?:^|") or "(?P<host>" in match.re.pattern
    _mission_name(replace(spot, left=spot.start, right=spot.end) if row else spot, found)
    if not found.get("name") and not row:
        found["name"] = _task_name(spot, match)
    amount = slots.people(spot.coded, spot.left, spot.right)
    if amount and "amount" not in found:
        found["amount"] = {"value": amount.value, "unit": amount.unit}


def _task_name(spot: Spot, match: re.Match[str]) -> str | None:
    """A framework, body, standing task or site of the clause that names the deployment."""
    for at, m in sorted(spot.coded.frameworks.items()):
        if spot.start <= at < spot.right:
            return m.text
    at = spot.groups.get("organisation", -1)
    group = spot.coded.by_at.get(at)
    if (
        group
        and group.whos[0].kind == "organisation"
        and (group.whos[0].code in _NAMED_BODIES or not group.whos[0].code)
    ):
        return spot.coded.text[group.whos[0].start : group.whos[0].end]
    task = _TASK.search(spot.coded.code, spot.start, spot.right)
    if task:
        return _written(spot, *task.span())
    host = spot.groups.get("contributor", -1) if match.re.groupindex.get("contributor") else -1
    site = (
        _SITE.match(spot.coded.code, host + 2) if host >= 0 and spot.coded.code.startswith("host", spot.start) else None
    )
    return _written(spot, *site.span()) if site else None


def _exercise_slots(spot: Spot, match: re.Match[str], found: dict[str, Any]) -> None:
    for at, name in sorted(spot.coded.weapons.items()):
        if spot.left <= at < spot.right and spot.coded.code[at] == EXERCISE:
            found.setdefault("name", name)


def _money_slots(spot: Spot, match: re.Match[str], found: dict[str, Any]) -> None:
    amount = sums.money(spot.coded.code, spot.left, spot.right)
    if amount:
        found["amount"] = {"value": amount.value, "unit": amount.unit}


def _transfer_slots(spot: Spot, match: re.Match[str], found: dict[str, Any]) -> None:
    _money_slots(spot, match, found)
    if "stage" not in found and _DELIVERED.search(spot.coded.code, spot.left, spot.right):
        found["stage"] = "delivered"
    sale = _SALE.search(spot.coded.code, spot.left, spot.right)
    if sale and "name" not in found:
        found["name"] = _written(spot, *sale.span())
    items = slots.items(spot.coded, spot.left, spot.right)
    if items:
        found["items"] = items


_SALE = re.compile(r"\b(?:foreign military sales?|direct commercial sales?|excess defense articles|fms|dcs|eda)\b")
_RELATION_SLOTS: dict[str, Callable[[Spot, re.Match[str], dict[str, Any]], None]] = {
    "membership": _membership_slots,
    "agreement": _agreement_slots,
    "exercise": _exercise_slots,
    "deployment": _deployment_slots,
    "assistance": _money_slots,
    "transfer": _transfer_slots,
}


_DELIVERED = re.compile(
    r"\b(?:has|have|had) (?:\w+ )?(?:received|supplied|provided|acquired|delivered|taken delivery)\b|\b(?:recently "
    r"acquired|delivered|handed over|received)\b"
)


def _date_role(frame: Frame, lead: str, edtf: str) -> str:
    if "/" in edtf:
        return "on"
    if lead in ("since", "until"):
        return lead
    if frame.relation == "membership" and frame.slots.get("status") not in ("applicant", "candidate", "former"):
        return "since"
    if frame.relation == "partnership":
        return "since"
    return _DATE_ROLE.get(frame.relation, "on")


def _framework_name(spot: Spot, match: re.Match[str], found: dict[str, Any]) -> None:
    """The framework's name; partnership frameworks make partners, an action plan for membership a candidate."""
    for name in match.re.groupindex:
        m = spot.coded.frameworks.get(spot.groups.get(name, -1))
        if m:
            found["name"] = m.text
            partner = spot.coded.code[spot.groups[name]] == FRAMEWORK
            found["status"] = "candidate" if m.entity == "MAP" else "partner" if partner else "member"


def _mission_name(spot: Spot, found: dict[str, Any]) -> None:
    if "name" in found:
        return
    left, right = spot.within or (spot.left, spot.right)
    for at, m in sorted(spot.coded.missions.items()):
        if left <= at < right:
            found["name"] = m.text
            return


def _written(spot: Spot, start: int, end: int) -> str:
    a, b = spot.coded.span(start, end)
    return spot.coded.text[a:b].strip().strip(",;\"“”'’ ").replace("\n", " ")


def settle(found: list[Candidate], coded: Coded, *, profile: bool) -> list[Candidate]:
    """One candidate for each relation and set of actors in a clause; general ones give way to specific."""
    kept: list[Candidate] = []
    found = _without_wide(found)
    for one in sorted(found, key=lambda c: (-c.frame.weight, not c.frame.each_date, c.start)):
        twin = next((k for k in kept if _same(k, one, coded.code)), None)
        if twin is None:
            kept.append(one)
        else:
            broader = one.span[1] - one.span[0] > twin.span[1] - twin.span[0]
            for slot, value in one.slots.items():
                if slot != "name" or not broader:
                    twin.slots.setdefault(slot, value)
            if _proper(one.slots.get("name")) and not _proper(twin.slots.get("name")):
                twin.slots["name"] = one.slots["name"]
    if not profile:
        kept = [c for c in kept if not _outdone(c, kept, coded) and not _overruled(c, kept)]
    kept = [c for c in kept if not _retold(c, kept, coded.code)]
    kept = [c for c in kept if not _introduces(c, kept, coded.code) and not _part(c, kept, coded.code)]
    _divide(kept, coded)
    return sorted(kept, key=lambda c: (c.span, c.start))


_BREAK = re.compile(r",? (?:and|but|then|after|followed by) |[,;:] ")


def _divide(kept: list[Candidate], coded: Coded) -> None:
    """Two claims of one kind between the same in one clause: each has its own part of it, where a word divides them."""
    twins: dict[tuple[str, str, frozenset[str], tuple[int, int]], list[Candidate]] = {}
    for one in kept:
        twins.setdefault((one.frame.relation, one.polarity, one.keys, one.span), []).append(one)
    for several in twins.values():
        several.sort(key=lambda c: c.start)
        for first, second in pairwise(several):
            breaks = [m.start() for m in _BREAK.finditer(coded.code, first.end, second.start)]
            if breaks and any(first.slots.get(slot) != second.slots.get(slot) for slot in ("date", "name")):
                cut = coded.offset[breaks[-1]]
                first.span, second.span = (first.span[0], cut), (cut, second.span[1])
                start, end = second.span
                while start < end and (coded.text[start].isspace() or coded.text[start] in ",;:"):
                    start += 1
                second.span = (start, end)


def _without_wide(found: list[Candidate]) -> list[Candidate]:
    """Wide frames speak only where nothing closer, and no heavier one of them, says anything of the relation."""
    kept = [c for c in found if not c.frame.wide]
    for one in sorted((c for c in found if c.frame.wide), key=lambda c: (-c.frame.weight, c.start)):
        rivals = [c for c in kept if c.frame.relation == one.frame.relation and _overlap(c.span, one.span)]
        if all(c.frame is one.frame for c in rivals):
            kept.append(one)
    return kept


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return min(a[1], b[1]) > max(a[0], b[0])


def _same(kept: Candidate, one: Candidate, code: str) -> bool:
    if kept.frame.relation != one.frame.relation or kept.keys != one.keys:
        return False
    if kept.polarity != one.polarity and min(kept.end, one.end) > max(kept.start, one.start):
        return True
    if kept.polarity != one.polarity or min(kept.span[1], one.span[1]) <= max(kept.span[0], one.span[0]):
        return False
    return not _apart(kept, one, code)


def _listed(kept: Candidate, one: Candidate, code: str) -> bool:
    """Are the two names members of a list, and not one name beside what it is ("a pact through the X Declaration")?"""
    first, last = sorted((kept, one), key=lambda c: c.start)
    between = code[first.end : last.start]
    return bool(re.search(r",|\band\b", between)) and not re.search(
        r"\b(?:through|under|by|called|known as)\b", between
    )


def _apart(kept: Candidate, one: Candidate, code: str) -> bool:
    """Two statements all the same: each has its own name, status or (where dates are listed) date."""
    if kept.frame.each_date and kept.frame.id == one.frame.id and kept.slots.get("date") != one.slots.get("date"):
        return True
    if _stages(kept, one):
        return True
    if kept.frame.relation == "agreement" and not _listed(kept, one, code):
        return False
    for slot in ("name", "status", "kind"):
        a, b = kept.slots.get(slot), one.slots.get(slot)
        if a and b and a != b and (kept.frame.id == one.frame.id or kept.frame.relation == "membership"):
            return True
    return bool(kept.slots.get("status") and one.slots.get("status") and kept.slots["status"] != one.slots["status"])


_LATER = frozenset(("in_force", "ratified", "terminated", "suspended", "delivered"))


def _stages(kept: Candidate, one: Candidate) -> bool:
    """Two stages of one treaty or deal, each with its own words and its own date?"""
    if kept.frame.relation not in ("agreement", "transfer") or _overlap((kept.start, kept.end), (one.start, one.end)):
        return False
    a, b = kept.slots.get("stage"), one.slots.get("stage")
    if a == b or not {a, b} & _LATER:
        return False
    return bool(kept.slots.get("date") and one.slots.get("date") and kept.slots["date"] != one.slots["date"])


def _outdone(one: Candidate, kept: list[Candidate], coded: Coded) -> bool:
    """Is it a guess from the page's sides where the same clause names the actors outright?"""
    named = {w.key for g in coded.groups if g.form != "self" for w in g.whos}
    if len(one.keys & named) >= 2:
        return False
    return any(
        k is not one
        and k.frame.relation == one.frame.relation
        and k.polarity == one.polarity
        and min(k.span[1], one.span[1]) > max(k.span[0], one.span[0])
        and len(k.keys & named) >= 2
        and not one.keys <= named
        and k.frame.weight >= one.frame.weight
        for k in kept
    )


_RIVALS = frozenset(
    frozenset(pair)
    for pair in (
        ("transfer", "assistance"),
        ("training", "exercise"),
        ("cooperation", "partnership"),
        ("agreement", "partnership"),
    )
)


def _overruled(one: Candidate, kept: list[Candidate]) -> bool:
    """Do a heavier frame's words for the same actors, which overlap its own, settle another relation?"""
    if one.frame.wide and one.frame.relation == "cooperation":
        return any(k is not one and _overlap(k.span, one.span) for k in kept)
    return any(
        k.keys == one.keys
        and k.frame.weight > one.frame.weight
        and min(k.end, one.end) > max(k.start, one.start)
        and frozenset((k.frame.relation, one.frame.relation)) in _RIVALS
        for k in kept
    )


_WHICH = re.compile(r"[^;]{0,80}?, which (?:has |have )?(?:also )?$")


def _retold(one: Candidate, kept: list[Candidate], code: str) -> bool:
    """Is it said again in other words: ties that are a named partnership, "bought from X, which supplied ..."?"""
    for other in kept:
        if other is one or other.keys != one.keys or other.polarity != one.polarity:
            continue
        if one.frame.relation == "cooperation" and other.frame.relation == "partnership":
            if other.start < one.end and one.start < other.end:
                return True
        elif one.frame.relation == other.frame.relation == "transfer" and _WHICH.fullmatch(code, other.end, one.start):
            return True
    return False


def _part(one: Candidate, kept: list[Candidate], code: str) -> bool:
    """Is it a deployment of which another claim in the same clause names more of the actors, or a treaty's?"""
    if one.frame.relation == "agreement":
        return any(
            k.frame.relation == "agreement"
            and k.polarity == one.polarity
            and one.keys < k.keys
            and _overlap((k.start, k.end), (one.start, one.end))
            for k in kept
        )
    if one.frame.relation not in ("deployment", "exercise"):
        return False
    return any(
        k.frame.relation == one.frame.relation
        and k.polarity == one.polarity
        and k.span == one.span
        and one.keys < k.keys
        and not (k.start > one.end and _FURTHER.search(code, one.end, k.start))
        for k in kept
    )


# What follows is told besides what stands before it.
_FURTHER = re.compile(r", having\b")
_INTRODUCES = re.compile(r"\b(?:through|via|including|such as|to include|consisting of|includes?|included)\b|:")


def _introduces(general: Candidate, kept: list[Candidate], code: str) -> bool:
    """Does the clause go on to name the specific ties that this general one only introduces? (Rule 3)"""
    if general.frame.relation not in ("cooperation", "assistance") or general.slots.get("name"):
        return False
    for other in kept:
        if other is general or (general.frame.relation == "assistance") != other.frame.named:
            continue
        if other.frame.relation == "membership" and "framework" not in other.frame.id:
            continue
        if other.frame.relation == "cooperation" or other.keys != general.keys:
            continue
        within = other.span[0] >= general.span[0] and other.span[1] <= general.span[1]
        if within and other.start > general.start and _INTRODUCES.search(code, general.end, other.end):
            return True
    return False


def claim(candidate: Candidate, text: str, confidence: float | None = None) -> Claim:
    """The claim of a settled candidate, with how sure reading is of it."""
    data: dict[str, Any] = {
        "start": candidate.span[0],
        "end": candidate.span[1],
        "quote": text[candidate.span[0] : candidate.span[1]],
        "relation": candidate.frame.relation,
        "polarity": candidate.polarity,
        "actors": [{"code": a.code, "role": a.role, "body": a.body} for a in candidate.actors],
        "rule": candidate.frame.id,
        "confidence": None if confidence is None else round(confidence, 3),
        **candidate.slots,
    }
    return Claim.from_dict(data)
