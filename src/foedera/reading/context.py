"""What the surroundings say: whose profile it is, the pair a page is about, the last subject, labels.

"The military" of a country profile is that country's; "it" is the last subject; "the two
countries" are the pair of the page; a list label ("Pakistan: pilot training") is one side.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from functools import cache
from importlib.resources import files
from itertools import chain
from operator import attrgetter

from foedera.actors import Mention
from foedera.claim import Claim
from foedera.documents.model import Document
from foedera.reading import eras, sentences
from foedera.reading.discourse import Discourse
from foedera.reading.eras import Era
from foedera.reading.groups import LISTED, Coded, Group, Who, acts, word_set
from foedera.reading.memory import Memory
from foedera.reading.timex import Timex

_PROFILE = re.compile(
    r"^(?P<name>[^:\n]{2,60}): (?:Military(?: and Security| Forces)?|Security|Defen[cs]e(?: and Security)?)\b",
    re.IGNORECASE,
)


def is_organisation(code: str | None) -> bool:
    """Is it the code of an organisation of the rule book's list?"""
    return code in LISTED


_HOMES = ("name", "place", "abbreviation", "metonym", "adjective", "organisation")


@dataclass(frozen=True, slots=True)
class Standing:
    """The mission that was spoken of last: its organisation, its hosts, and where that sentence ends."""

    body: Who
    hosts: tuple[Who, ...]
    end: int

    def near(self, coded: Coded) -> bool:
        """Is the sentence the next one, in the same paragraph?"""
        return 0 <= coded.start - self.end <= 3


@dataclass(slots=True)
class Context:
    """What is known while reading goes through a document; changed by `after` each segment."""

    home: Who | None = None
    profile: bool = False
    pair: tuple[Who, ...] = ()
    main: Who | None = None
    subject: list[Who] = field(default_factory=list)
    label: list[Who] = field(default_factory=list)
    heading: list[Who] = field(default_factory=list)
    named: list[Who] = field(default_factory=list)
    agreement: str | None = None
    organisation: Who | None = None
    treaty: tuple[Who, ...] = ()
    treaty_name: str | None = None
    fragment: bool = False
    path: str = ""
    row_date: Timex | None = None
    told_date: str = ""
    headed_at: int = -1
    headed_date: str = ""
    dated_section: bool = False
    appeared: str = ""
    issued: str = ""
    giver: Who | None = None
    taker: Who | None = None
    paired: bool = False
    mistitled: bool = False
    recent: tuple[Who, ...] = ()
    discourse: Discourse = field(default_factory=Discourse)
    mission: Standing | None = None
    astride: dict[str, tuple[Who, ...]] = field(default_factory=dict)
    topical: bool = False
    listing: bool = False
    force: Mention | None = None
    rebels: Who | None = None
    speaker: Who | None = None
    turn: int = -1
    about: Who | None = None
    treaties: list[tuple[str, str, tuple[Who, ...]]] = field(default_factory=list)
    publisher: Who | None = None
    partner: tuple[Who, ...] = ()
    debate: bool = False
    subjects: tuple[Who, ...] = ()
    titled: bool = False
    here: tuple[Who, ...] = ()
    gone: dict[str, Era] = field(default_factory=dict)
    told_of: Who | None = None
    several: tuple[Who, ...] = ()
    each: tuple[Who, ...] = ()
    place: Who | None = None
    ranks: dict[str, int] = field(default_factory=dict)
    institution: Who | None = None
    memory: Memory = field(default_factory=Memory)

    def copy(self) -> Context:
        """The context as it is now, which reading on does not change."""
        out = Context(*_FIELDS(self))
        out.discourse, out.memory = Discourse(self.discourse.told), self.memory.copy()
        out.astride = dict(self.astride)
        return out

    def resolve(self, kind: str) -> list[Who]:
        """Who a word for the subject stands for; empty when that can't be recovered."""
        if kind == "home":
            return [self.home] if self.home else self.subject[:1]
        if kind == "we":
            own = self.speaker or self.publisher or self.home or self.main
            return [own] if own else []
        if kind == "land":
            return [self.home] if self.home else self._land()
        if kind == "several":
            return list(self.several)
        if kind == "pair":
            if self.profile and self.home:
                return [self.home, *[w for w in self.named if w.code != self.home.code][:1]]
            return list(self.sides())
        states = [w for w in self.subject if not is_organisation(w.code)]
        if states:
            return states
        return [self.home] if self.home else list(self.subject) or ([self.main] if self.main else [])

    def _land(self) -> list[Who]:
        """ "The country", "the island": where things were last said to be, else the heading's state or the page's."""
        own = self.publisher.code if self.publisher else None
        held = [w for w in self.heading if w.code and w.code != own and not is_organisation(w.code)]
        for found in ([self.place], held if len(held) == 1 else [], self.subject[:1], [self.main]):
            rest = [w for w in found if w and w.code != own]
            if rest:
                return rest
        return self.others()[:1]

    def others(self) -> list[Who]:
        """The other side of what is said here: the label's actors, else the heading's, else the pair's second."""
        main = self.main.code if self.main else None
        last = list(self.partner) if self.topical and not self.paired else list(self.pair)
        near = self._debated(main) if self.debate else []
        vague = self.mistitled or (self.debate and len({w.code for w in self.heading}) > 1)
        for found in (self.label, [] if vague else self.heading, near, last):
            rest = [w for w in found if w.code != main and not is_organisation(w.code)]
            if rest:
                return rest
        return []

    def _debated(self, main: str | None) -> list[Who]:
        """Of whom a debate speaks: the last one named that it is about, else the last one named."""
        near = [w for w in self.named if w.code != main]
        about = {w.code for w in self.subjects}
        return [w for w in near if w.code in about][:1] or near[:1]

    def sides(self) -> tuple[Who, ...]:
        """The two that the section or the page is about."""
        states = list({w.key: w for w in self.heading if not is_organisation(w.code)}.values())
        if len(states) >= 2 and not (self.mistitled or self.debate):
            return tuple(states[:2])
        if self.here:
            return self.here
        if self.recent:
            # Two states that the same paragraph has just named stand before the page's own pair.
            return self.recent
        other = self.others()
        if self.main and other:
            return (*other, self.main) if self.debate else (self.main, *other)
        return self.pair if self.paired or not self.topical else ()

    def two_sided(self) -> bool:
        """Is it clear whom this page, section or row is about, so that one side may be left unsaid?"""
        return self.paired or (self.topical and bool(self.others()))

    def of_paragraph(self) -> list[Who]:
        """The state that a paragraph begins with, on a page of several that are told of one after the other."""
        settled = self.titled or self.topical or self.paired or self.debate or self.profile
        return [self.told_of] if self.told_of and not settled else []

    def before(self, coded: Coded) -> None:
        """Take note of the page's two states where the segment to be read names them both."""
        found = {w.key: w for g in coded.groups for w in g.whos if g.form != "self" and not is_organisation(w.code)}
        codes = {w.code for w in found.values()}
        self.here = tuple(found.values()) if len(codes) == 2 and codes == {w.code for w in self.pair} else ()

    def after(self, coded: Coded) -> None:
        """Take note of the subject of the segment just read."""
        groups = coded.groups
        self._stands(coded)
        joined = [_states_in(g) for g in groups if g.form != "self"]
        self.several = next((found for found in reversed(joined) if len(found) > 2), self.several)
        states = [_state(w) for g in groups if g.form != "self" for w in g.whos]
        if any(w.code is None for w in states):
            states = [w for g in groups if g.form != "self" for w in g.whos if w.kind != "location"]
        named = {w.key: w for w in states if not is_organisation(w.code)}
        named_states = [w for w in named.values() if w.code]
        if len(named) == 2 and len(named_states) == 2:
            self.recent = tuple(named_states)
        if self.topical and self.main:
            strangers = [w for w in named.values() if w.code and w.code != self.main.code and w.kind != "place"]
            self.partner = (strangers[-1],) if strangers else self.partner
        for group in groups:
            located = bool(group.whos) and group.whos[0].kind == "location"
            if group.subject and not group.owner and group.whos and group.form != "adjective" and not located:
                if not self.profile or (group.at <= 16 and acts(coded.code, group.at)):
                    self.subject = list(group.whos)
                    own = [w for w in group.whos if w.code and not is_organisation(w.code)]
                    self.told_of = self.told_of or (own[0] if len(own) == 1 else None)
                elif self.home:
                    self.subject = [self.home]
                break
        for group in groups:
            for who in map(_state, group.whos):
                if who.code and not is_organisation(who.code) and who.kind != "place":
                    self.named = [who, *[w for w in self.named if w.code != who.code]][:6]
        self._lies(coded)

    def _lies(self, coded: Coded) -> None:
        """Take note of the state in which the segment's last place is."""
        for group in coded.groups:
            one = _state(group.whos[0]) if len(group.whos) == 1 and group.form != "self" else None
            if one and one.code and group.prep in _PLACES and not is_organisation(one.code):
                self.place = one
        for m in coded.missions.values():
            if m.place:
                self.place = Who(m.place, None, m.start, m.end)

    def _stands(self, coded: Coded) -> None:
        """Take note of the mission that the segment is about; "it" and "the mission" go on about the same."""
        if coded.missions:
            at, m = min(coded.missions.items())
            between = astride_of(coded, at, len(coded.code))
            if between:
                self.astride[m.name or m.text] = between
            home = (self.home,) if self.home else ()
            hosts = self.astride.get(m.name or m.text) or ((Who(m.place, None, m.start, m.end),) if m.place else home)
            body = Who.of_mission(m)
            if at <= _HEAD_OF_SENTENCE:
                self.mission = Standing(body, hosts, coded.end)
            return
        if self.mission and self.mission.near(coded) and _GOES_ON.match(coded.code):
            self.mission = Standing(self.mission.body, self.mission.hosts, coded.end)


_FIELDS = attrgetter(*(f.name for f in fields(Context)))


def _states_in(group: Group) -> tuple[Who, ...]:
    """The states that a group names together."""
    return tuple({w.key: w for w in group.whos if w.code and not is_organisation(w.code)}.values())


_PLACES = ("in", "on", "at", "near", "off", "inside", "within", "across")


def _state(who: Who) -> Who:
    """Whom a name brings to mind: a place brings the state in which it lies."""
    return Who(who.place, None, who.start, who.end, "place") if who.kind == "location" else who


# A mission named later in its sentence is not what the sentence is about.
_HEAD_OF_SENTENCE = 60
_DISPUTE = re.compile(r"\b(?:agreements?|treat(?:y|ies)|accords?|talks|relations|ties|tensions?|fighting|wars?)\b")


def astride_of(coded: Coded, start: int, end: int) -> tuple[Who, ...]:
    """The two states between which something in code[start:end] stands; none where they have a dispute."""
    for group in coded.groups:
        if start <= group.at < end and group.prep == "between" and len(group.whos) == 2:
            before = coded.code[max(start, group.prep_at - 24) : group.prep_at]
            if not _DISPUTE.search(before) and all(w.code for w in group.whos):
                return tuple(Who(w.code, None, w.start, w.end, "astride") for w in group.whos)
    return ()


_GOES_ON = re.compile(r"\s*(?:in \ue002,? |as of \ue002,? )?(?:\ue005|its\b|the (?:mission|force|operation)\b)")


def is_profile(document: Document) -> bool:
    """Is it a country's profile, by its title?"""
    title = (document.title or document.text[:120].split("\n", 1)[0]).strip()
    return bool(_PROFILE.match(title) or _PROFILE.match(document.text[:120].lstrip()))


def of(document: Document, named: tuple[Mention, ...]) -> Context:
    """The context at the beginning of a document."""
    title = (document.title or document.text[:120].split("\n", 1)[0]).strip()
    match = _PROFILE.match(title) or _PROFILE.match(document.text[:120].lstrip())
    if match:
        end = document.text.find(match["name"]) + len(match["name"])
        for m in named:
            if m.end <= end + 1 and len(m.text) * 3 >= len(match["name"]) * 2 and m.kind in _HOMES:
                home = Who(m.code, None, m.start, m.end, m.kind)
                return Context(home=home, profile=True, main=home, subject=[home])
    found = _topic(document, named)
    counts = Counter(m.place if m.kind == "location" else m.code for m in named)
    found.ranks = {code: n for n, (code, _) in enumerate(counts.most_common()) if code}
    found.institution = _institution(document, named)
    found.gone = eras.of_page(document.text, named)
    found.listing = bool(match)  # the profile of something that is no state
    return found


def _topic(document: Document, named: tuple[Mention, ...]) -> Context:
    """The states that a page speaks of most, weighted to its title and headings."""
    counts: Counter[str] = Counter()
    times: Counter[str] = Counter()
    places: dict[str, Who] = {}
    heads = sorted(((b.start, b.end) for b in document.blocks if b.kind == "heading"), reverse=True)
    states = {m.code for m in named}
    gone = eras.of_page(document.text, named)
    named = tuple(replace(m, code=gone[m.code].then) if m.code in gone else m for m in named)
    for m in named:
        code = m.place if m.kind == "location" and m.place in states else m.code
        if code is None or is_organisation(code) or m.kind in ("mission", "framework", "nonstate", "leader"):
            continue
        while heads and heads[-1][1] <= m.start:
            heads.pop()
        weight = 4 if heads and heads[-1][0] <= m.start else 1
        counts[code] += weight + (2 if m.start < 400 else 0)
        times[code] += 1
        places.setdefault(code, Who(code, None, m.start, m.end, m.kind))
    ranked = counts.most_common()
    top = [places[c] for c, _ in ranked[:2]]
    total = max(1, sum(counts.values()))
    share = sum(n for _, n in counts.most_common(2)) / total
    titled = _titled(document, named)
    if crown := _crown(document, named):
        return _debate(crown, titled, [places[c] for c, _ in ranked], share)
    titled = titled or _above(document, named)
    if document.posts and not titled and _many_titled(document, named):
        return Context()  # a thread about several: nobody is meant where a post names nobody
    publisher = _publisher(document, named)
    if len(titled) == 1 and publisher and publisher.code != titled[0].code:
        titled = (publisher, *titled)
    if publisher and len(titled) == 2 and publisher.code not in {w.code for w in titled}:
        # A publishing state's page about several others: each of its sections tells of one of them.
        return Context(main=publisher, subject=[publisher], topical=True, publisher=publisher)
    if len(titled) == 2 and _one_by_one(document, named, titled):
        return Context(each=titled)
    if len(titled) == 2:
        return Context(
            pair=titled,
            main=top[0] if top[0].code in {w.code for w in titled} else titled[0],
            subject=top[:1],
            paired=True,
            publisher=publisher,
            titled=True,
        )
    main = titled[0] if titled else top[0] if top else None
    second = [w for w in top if main and w.code != main.code][:1]
    return Context(
        pair=(main, *second) if main and second else (),
        main=main,
        subject=[main] if main else [],
        paired=len(top) == 2 and share >= _TWO_SIDED and (not titled or _apart(times, titled[0])),
        topical=main is not None and (bool(titled) or counts[str(main.code)] >= total * _TOPIC),
        publisher=publisher,
    )


def _debate(crown: Who, titled: tuple[Who, ...], counted: list[Who], share: float) -> Context:
    """A parliament's page: one side is whose government answers, the other whom the section is about."""
    other = next((w for w in [*titled, *counted] if w.code != crown.code), None)
    pair = (crown, other) if other else ()
    sure = bool(other) and (bool(titled) or share >= _TWO_SIDED)
    return Context(pair=pair, main=crown, subject=[crown], paired=sure, publisher=crown, debate=True, subjects=titled)


# Two states with this share of a page's mentions are the two that it is about.
_TWO_SIDED = 0.55
# How much of a page's beginning says whose parliament it is.
_HEAD = 1500
_CROWN = re.compile(
    r"\b(?i:hansard|house of (?:commons|lords)|official report,? \((?:commons|lords)\))|"
    r"\bH(?:er|is) Majesty's (?!Armed|Australian|Canadian|New Zealand)"
)
# Houses that are no British ones: the report of their debates is that of the state named first.
_ELSEWHERE = re.compile(
    r"\b(?i:house of representatives|legislative (?:assembly|council)|national assembly|senate|lok sabha|"
    r"parliament of (?!the united kingdom)|house of assembly|parliament house|chambre des communes|"
    r"new zealand parliamentary)\b"
)
_REALMS = word_set(
    """AUS NZL CAN ZAF IND PAK LKA BGD MYS SGP KEN UGA TZA GHA NGA ZMB ZWE MWI BWA NAM SLE GMB JAM TTO BRB GUY BLZ BHS
    FJI PNG SLB TON WSM VUT MLT CYP MUS SYC MDV LSO SWZ IRL"""
)


def _one_by_one(document: Document, named: tuple[Mention, ...], titled: tuple[Who, ...]) -> bool:
    """Has each of the title's two states a section of its own, so that the page is not about what is between them?"""
    alone = set()
    for block in document.blocks:
        if block.kind == "heading" and block.level > 1:
            alone.add(frozenset(m.code for m in named if block.start <= m.start < block.end))
    return all(frozenset((w.code,)) in alone for w in titled)


def _crown(document: Document, named: tuple[Mention, ...]) -> Who | None:
    """Whose parliament a report of debates is of: the British one, unless its head names another realm's house."""
    found = _CROWN.search(document.text[:_HEAD])
    if found is None:
        return None
    if house := _ELSEWHERE.search(document.text[:_TOP]):
        for m in named:
            if m.start < _HEAD and m.code in _REALMS and abs(m.start - house.start()) < _TOP:
                return Who(m.code, None, m.start, m.end, m.kind)
    return Who("GBR", None, found.start(), found.end())


def _apart(times: Counter[str], titled: Who) -> bool:
    """Is the state that the title names one of two that the page names far more often than any third?"""
    ranks = times.most_common(3)
    third = ranks[2][1] if len(ranks) > 2 else 0
    return titled.code in {code for code, _ in ranks[:2]} and ranks[1][1] >= 2.5 * third


# A state with this share of a page's (weighted) mentions is what the page is about.
_TOPIC = 0.34
# Offices that publish for their state, near the top of their pages.
_OFFICE = re.compile(
    r"\b(?:embassy|high commission|consulate|mission|ministry|department|government|foreign office|chancellery|"
    r"armed forces|defen[cs]e forces?|agency|secretariat|parliament|official website|press release|hansard|"
    r"house of (?:commons|lords)|presidency|permanent representation|knesset|bundestag|lok sabha|rajya sabha|"
    r"verkhovna rada|oireachtas|d\xe1il|storting|folketing|eduskunta|seimas|saeima|riigikogu|sejm|riksdag|"
    r"house of councillors)\b",
    re.IGNORECASE,
)
# Houses whose records say in their own title whose they are: "NATIONAL ASSEMBLY OF KENYA - OFFICIAL REPORT".
_HOUSE = re.compile(
    r"\b(?:parliament|national (?:assembly|diet)|senate|house of (?:representatives|assembly|deputies|councillors)|"
    r"chamber of deputies|legislative (?:assembly|council)|congreso|congresso|c[\xe1a]mara|senado|(?:people's )?majlis|"
    r"jatiya sangsad|bundestag|d\xe1il|seanad|storting(?:et)?|folketing(?:et)?|riksdag(?:en)?|althingi|eduskunta|sejm|"
    r"knesset|verkhovna rada|lok sabha|rajya sabha|tweede kamer|assembl\xe9e nationale)\b",
    re.IGNORECASE,
)
_TOP = 400
# So much of the text may be such a title.
_TITLE = 160
# Where no title is known, so much of the text stands for it.
_HEADLINES = 160
# Offices that say whose they are by their own name alone.
_BRITISH = re.compile(
    r"\bHANSARD\b(?!.{0,80}Canada)|House of Commons(?!.{0,40}Canad)|House of Lords|Her Majesty['’]s|His Majesty['’]s|"
    r"\bH\.? ?M\.? Government",
    re.IGNORECASE,
)


@cache
def _houses() -> tuple[re.Pattern[str], dict[str, str]]:
    """The committees and records of parliaments that say whose they are by their name (`names.toml`)."""
    rows = tomllib.loads(files("foedera.reading").joinpath("names.toml").read_text("utf-8"))["houses"]
    codes = {name.lower(): code for name, code in rows.items()}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, codes))})\b", re.IGNORECASE), codes


def _publisher(document: Document, named: tuple[Mention, ...]) -> Who | None:
    """The state whose office publishes the page, by the lines above its text ("EMBASSY OF INDIA, HANOI")."""
    text = document.text
    if document.posts:
        return None
    if _BRITISH.search(text, 0, _TOP) and not _ELSEWHERE.search(text, 0, _TOP):
        return Who("GBR", None, -1, -1, "name")
    pattern, codes = _houses()
    if house := pattern.search(text, 0, _TOP):
        return Who(codes[house.group().lower()], None, -1, -1, "name")
    title = text.find(document.title) if document.title else -1
    for office in chain(_OFFICE.finditer(text, 0, title if title >= 0 else _TOP), _houses_named(text)):
        first, last = text.rfind("\n", 0, office.start()) + 1, text.find("\n", office.end())
        last = text.find("\n", last + 1) if last >= 0 else -1
        last = last if last >= 0 else len(text)
        for m in named:
            if first <= m.start < min(last, first + 240) and m.code and not is_organisation(m.code):
                return Who(m.code, None, m.start, m.end, m.kind)
    return None


def _houses_named(text: str) -> Iterator[re.Match[str]]:
    """Where the title of a parliament's record names the house; a headline says what the house does."""
    for house in _HOUSE.finditer(text, 0, _TITLE):
        line = text[text.rfind("\n", 0, house.start()) + 1 : max(text.find("\n", house.end()), house.end())]
        if not sentences.states(line):
            yield house


def _institution(document: Document, named: tuple[Mention, ...]) -> Who | None:
    """The organisation that the title or the lines above the text name, if it is one: whose page it is."""
    start, end = _title_span(document) or (0, _HEADLINES)
    for first, last in ((start, end), (0, start)):
        found = {m.code: m for m in named if first <= m.start < last and is_organisation(m.code)}
        if len(found) == 1:
            m = next(iter(found.values()))
            return Who(m.code, None, m.start, m.end, "organisation")
    return None


def _above(document: Document, named: tuple[Mention, ...]) -> tuple[Who, ...]:
    """The state that the lines above a thread's first post name, if it is one ("Forums > Asia > Philippines")."""
    end = document.posts[0].start if document.posts else 0
    found = {m.code: Who(m.code, None, m.start, m.end, m.kind) for m in named if m.end <= end and m.code}
    states = [w for w in found.values() if not is_organisation(w.code)]
    return tuple(states) if len(states) == 1 else ()


def _title_span(document: Document) -> tuple[int, int] | None:
    """Where the title stands in the text, however its words are set apart there."""
    words = (document.title or "").split()
    match = re.search(r"\s{1,20}".join(map(re.escape, words)), document.text) if words else None
    return match.span() if match else None


def _titled(document: Document, named: tuple[Mention, ...]) -> tuple[Who, ...]:
    """The one or two states that the title names."""
    span = _title_span(document)
    if span is None:
        return ()
    at, done = span
    inside = [m for m in named if at <= m.start < done and m.code and not is_organisation(m.code)]
    found = {
        m.code: Who(m.code, None, m.start, m.end, m.kind)
        for m in inside
        if m.kind not in ("mission", "framework", "nonstate")
    }
    if len(found) > 2 and (end := document.text.find("(", at, done)) >= 0:
        # "Cuba and Angola (with South Africa)": the brackets name those that come in besides.
        found = {code: who for code, who in found.items() if who.start < end}
    return tuple(found.values()) if len(found) in (1, 2) else ()


def _many_titled(document: Document, named: tuple[Mention, ...]) -> bool:
    """Does the title name more than two states?"""
    start, end = _title_span(document) or (0, 0)
    return len({m.code for m in named if start <= m.start < end and m.code and not is_organisation(m.code)}) > 2


def repaired(context: Context, outright: list[Claim]) -> Context:
    """The context with the pair of which the page says most outright, where that is not the pair of its names.

    "India buys jets amid tensions with Pakistan" names two states, but what it tells is between India and France.
    """
    pairs = Counter(_states_of(c) for c in outright if c.relation != "conflict")
    pairs.pop((), None)
    own = pairs[tuple(sorted(str(w.code) for w in context.pair))]
    if not pairs or 2 * own >= max(pairs.values()):
        return context
    (first, second), most = pairs.most_common(1)[0]
    if context.main and context.main.code not in (first, second):
        return context
    known = {w.code: w for w in context.pair} | ({context.main.code: context.main} if context.main else {})
    context.paired = 2 * most > pairs.total()
    if context.paired:
        context.mistitled = True
        context.pair = tuple(known.get(code, Who(code, None, -1, -1, "told")) for code in (first, second))
    return context


def _states_of(one: Claim) -> tuple[str, ...]:
    """The two states of a claim, if it is of two."""
    codes = sorted({a.code for a in one.actors if a.code and not is_organisation(a.code)})
    return tuple(codes) if len(codes) == 2 else ()


# Who usually gives where a page does not say: the larger suppliers and senders, in SIPRI's order of exports.
_SENDERS = ("USA", "RUS", "SUN", "FRA", "CHN", "DEU", "GBR", "ITA", "ISR", "KOR", "TUR", "IND", "JPN", "AUS", "ESP")


def direction(claims: list[Claim], context: Context) -> tuple[Who | None, Who | None]:
    """Who gives and who gets among the page's pair, by the claims that say so outright."""
    sides = {w.code: w for w in context.pair}
    gives: Counter[str | None] = Counter()
    for one in claims:
        for actor in one.actors:
            if actor.code in sides and actor.role in ("provider", "supplier", "contributor"):
                gives[actor.code] += 1
            elif actor.code in sides and actor.role in ("recipient", "host"):
                gives[actor.code] -= 1
    first, second = context.pair
    rank = {code: -n for n, code in enumerate(_SENDERS)}
    a, b = ((gives[w.code], rank.get(str(w.code), -99)) for w in (first, second))
    if a[0] - b[0] in (-1, 0, 1):
        a, b = (0, a[1]), (0, b[1])
    if a == b:
        return None, None
    return (first, second) if a > b else (second, first)
