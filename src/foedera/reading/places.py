"""The slot `place`: the base, town, region or sea of a clause in which what it says takes place.

A state is no place of its own (it is the host), a part of one is ("northern Mali"); regions of
several states are places ("the Baltics and Eastern Europe"). The place is given as written.
"""

from __future__ import annotations

import re

from foedera.actors import states
from foedera.reading.groups import Coded, Who, word_set

_PART = (
    r"(?:(?:far |south|north|central and )?(?:north|south|east|west|central)(?:ern|east|west|eastern|western)?|"
    r"upper|lower|North|South|East|West|Northern|Southern|Eastern|Western|Central)"
)
_NAME = r"(?:al-|el-|an-|as-|ar-)?[A-ZÀ-ÖØ-ÞĀ-ŽİȘȚ][\w’'.-]*\w"
_NOUNS = (
    r"(?:region|province|governorate|district|peninsula|island|islands|archipelago|airport|air base|airbase|"
    r"training area|area|valley|border|coast|crossing|basin|waters|airspace)"
)
_ONE = (
    rf"(?:(?:{_PART}(?: and {_PART})? )?{_NAME}(?: (?:and the |of the |of |de |el |al-|es-|ez-)?{_NAME}){{0,3}}"
    rf"(?: (?:training )?(?:{_NOUNS[3:-1]}))?|(?:its|the) (?:[a-z]+ )?{_PART} (?:part )?of the country|"
    rf"(?:parts of )?the (?:north|south)(?:east|west)?(?= |[.,;]|\Z))"
)
_PLACE = re.compile(
    rf"\b(?P<lead>in|at|near|off|outside|over|around|from|to|into|throughout|across|out of|on|"
    rf"including|among them|such as|of|left|leaves?|leaving|uses?|used|leased?|visiting|\d[\d,]*)"
    rf" (?:{_NAME}['’]s )?(?:and around |bases? in |occupied |unrecognized |breakaway |disputed |"
    rf"the (?:town|city|port|island|province|region|northern province) of |"
    rf"the coast of |the )?"
    rf"(?P<place>{_ONE}(?:(?:, (?:the )?{_ONE}){{0,3}},? and (?:the )?{_ONE}|, {_NAME}(?=[,.;)]|$))?)"
)
_ADJECTIVE = re.compile(
    r"\b(?:African|European|Asian|American|Arab|Atlantic|Pacific) (?:[a-z]+)?$|\b(?:Afric|Europe|Asi|Americ)an$"
)
_UNENDED = re.compile("['’]s$")
# Which words lead to a place in which relation; "from" and "to" only where a known place follows.
_LEADS = word_set("in at near off outside over around throughout across on")
_KNOWN_ONLY = word_set(
    "from to into of including such among left leave leaves leaving use uses used lease leased visiting"
)
_COUNTED = frozenset("0123456789")
_MEETING = word_set("in at near to")
_RELATIONS = {
    "deployment": _LEADS | _KNOWN_ONLY | _COUNTED,
    "exercise": _LEADS,
    "training": _LEADS,
    "conflict": _LEADS | {"of", "into"},
    "consultation": _MEETING,
    "agreement": frozenset(("in", "at")),
}
_SIGNED = re.compile(r"\b(?:signed|concluded|done|initialled|initialed|sealed|made|agreed|adopted)\b[^.;]{0,60}$")
_REGIONS = re.compile(
    r"(?:Africa|Europe|Asia|Balkans?|Baltics?|Baltic States|Middle East|Mediterranean|Sahel|Caribbean|Pacific|Atlantic|"
    r"Arctic|Caucasus|Horn|Gulf|Sea|Ocean|Strait|Straits|Benelux|Levant|Maghreb|Indo-Pacific|Antarctica|Islands?|Bay|"
    r"Basin|Lake|River|Peninsula|Base|Airport|Airfield|Camp|Fort|Port|Airbase|Range|Area|Zone|Heights)\b"
)
_NO_PLACE = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Operation|Operations|"
    r"Exercise|Article|Articles|World|Cold|Section|Sections|Program|Programme|Mission|Ministry|Minister|President|"
    r"Parliament|Congress|Force|Forces|Army|Navy|Air|Armed|Allied|Alliance|Organization|Council|State|States|Government|"
    r"Treaty|Agreement|Protocol|Defen[cs]e|Security|Joint|Military|National|Partnership|Special|General|Her|His|Mr|Prime|"
    r"Secretary|Foreign|Christmas|Easter|English|War|Parties|Party|Friend|House|It|He|She|We|They|This|That)\b"
)
_INSTRUMENT = re.compile(
    r"\s(?:Agreements?|Treaty|Declaration|Memorandum|Protocol|Summit|Process|Format|Group|Pact|Accords?|Force|Mission|"
    r"War|Brigade|Command|Initiative|Program|Programme|Conference|Presidential Act|Charter|Corps|Fleet|"
    r"[Aa]greement|[Tt]reaty|[Ss]ummit|[Pp]rocess)\b"
)


def where(coded: Coded, relation: str, start: int, end: int, left: int, right: int) -> str | None:
    """The place that code[left:right] names for the trigger at start:end, as written; None if it names none."""
    leads = _RELATIONS.get(relation)
    if leads is None:
        return None
    if relation == "exercise" and (host := _hosted(coded, left, right)):
        return host
    first, last = coded.span(left, right)
    trigger = coded.span(start, end)[0]
    found = [m for m in _PLACE.finditer(coded.text, first, last) if _is_place(coded, m, leads)]
    if relation == "conflict":
        found = [m for m in found if not is_region(m["place"])]
    if relation == "agreement":
        found = [m for m in found if _SIGNED.search(coded.text, max(first, m.start() - 80), m.start())]
    behind = [m for m in found if m.end() > trigger and not _elsewhere(coded, m, end, right)]
    if relation == "agreement" and not found:
        return _dateline(coded, first, last)
    before = [m for m in found if m.end() <= trigger]
    chosen = behind[0] if behind else before[-1] if before else None
    return _clean(coded, chosen) if chosen else None


def is_region(place: str | None) -> bool:
    """Is it a region of several states, which a claim with a host of its own does not mean?"""
    return bool(place and _WIDE.search(place))


def of_hosts(coded: Coded, hosts: list[Who]) -> str | None:
    """The place that gave the host, as written: "Cam Ranh was given up by the Russians"."""
    starts = {who.start for who in hosts}
    for group in coded.groups:
        for who in group.whos if group.form != "self" else ():
            part = who.kind == "location" or (who.kind == "place" and not _is_host(who))
            if part and who.start in starts:
                return coded.text[who.start : who.end]
    return None


def _elsewhere(coded: Coded, m: re.Match[str], end: int, right: int) -> bool:
    """Is it a region after the state in which something is: "2,500 in Cyprus, and a base in the Middle East"?"""
    if _named(coded, m.start("place"), m.end("place")):
        return False
    return any(
        g.prep in ("in", "on", "at") and end <= g.prep_at < right and coded.offset[g.at] < m.start()
        for g in coded.groups
        if g.form != "self"
    )


_HOSTED = re.compile(r"hosted by (?:the )?([\ue000\ue001])|([\ue000\ue001\ue005]) (?:[a-z]+ ){0,2}hosts?(?:ed)? ")
_DATELINE = re.compile(rf", (?P<place>{_NAME}(?: {_NAME}){{0,2}})(?=[.)\n]|\Z)")
_WIDE = re.compile(
    r"\b(?:Africa|Europe|Asia|Balkans?|Baltics?|Middle East|Mediterranean|Sahel|Caribbean|Pacific|Atlantic|Arctic)\b"
)


def _hosted(coded: Coded, left: int, right: int) -> str | None:
    """The state that hosts an exercise, as written."""
    m = _HOSTED.search(coded.code, left, right)
    group = coded.by_at.get(m.start(m.lastindex or 1)) if m else None
    if not group or group.form == "self" or len(group.whos) != 1:
        return None
    return coded.text[group.whos[0].start : group.whos[0].end]


def _dateline(coded: Coded, first: int, last: int) -> str | None:
    """ "Treaty of Friendship, Moscow." """
    for m in _DATELINE.finditer(coded.text, first, last):
        if any(w.kind in ("metonym", "location") for w in _named(coded, m.start("place"), m.end("place"))):
            return _clean(coded, m)
    return None


def _is_place(coded: Coded, m: re.Match[str], leads: frozenset[str]) -> bool:
    """No month, state, organisation, mission or instrument; and after "from" or "of" a place that is known."""
    lead, text = m["lead"].split()[0], m["place"]
    lead = lead[0] if lead[0] in _COUNTED else lead
    if lead not in leads or _NO_PLACE.match(text) or _INSTRUMENT.match(coded.text, m.end("place")):
        return False
    if (
        _INSTRUMENT.search(text)
        or _ADJECTIVE.search(text)
        or text.endswith(("'s", "’s"))
        or coded.text[m.end() : m.end() + 1] == "/"
    ):
        return False
    whos = _named(coded, m.start("place"), m.end("place"))
    kinds = {w.kind for w in whos}
    part = bool(re.match(_PART, text)) and all(w.start > m.start("place") for w in whos)
    if kinds & _ACTORS and not (part and kinds <= {"name", "abbreviation"}):
        return False
    if any(w.kind == "nonstate" and not w.place for w in whos) or any(_is_host(w) for w in whos):
        return False
    if lead in _KNOWN_ONLY or lead in _COUNTED or lead in ("on", "over"):
        return bool(kinds & _PLACES) or bool(_REGIONS.search(text) and lead not in _COUNTED)
    return not _marked(coded, m.start("place"), m.end("place"))


def _is_host(who: Who) -> bool:
    """A territory with a code of its own ("on Aruba") is the host and no place."""
    state = states().get(who.code or "")
    return who.kind == "place" and state is not None and not state.state


_ACTORS = word_set(
    "name adjective abbreviation prefix organisation framework mission body programme lead leader constant"
)
_PLACES = word_set("location place metonym nonstate")


def _named(coded: Coded, start: int, end: int) -> list[Who]:
    return [w for g in coded.groups if g.form != "self" for w in g.whos if w.start < end and w.end > start]


def _marked(coded: Coded, start: int, end: int) -> bool:
    """Does a mission, framework, programme, exercise or weapon stand there?"""
    found = [m for marks in (coded.missions, coded.frameworks) for m in marks.values()]
    if any(m.start < end and m.end > start for m in found):
        return True
    return any(start <= coded.offset[at] < end for at in (*coded.programmes, *coded.weapons))


def _clean(coded: Coded, m: re.Match[str]) -> str:
    return " ".join(coded.text[m.start("place") : m.end("place")].split()).strip(" .,")
