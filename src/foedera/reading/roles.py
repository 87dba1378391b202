"""Where the actors of a frame stand: subject, object, after a preposition, in the heading.

Each selector looks at the groups of one coded segment around a trigger and gives actors, or
nothing. They are data for frames: `ROLES` lists them by the name that frames use.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from foedera.actors import Mention
from foedera.reading import makers
from foedera.reading.context import Context, astride_of, is_organisation
from foedera.reading.groups import Coded, Group, Who, acts

# All of it begins with a blank, a comma or a hyphen: `re` looks no further at other characters.
_BOUNDARY = re.compile(
    r"(?=[\s,-])(?:(?:,\s|\s|-\s)(?:but|while|whereas|although|though|yet(?= (?:it|they|the|\ue000|\ue005)))\s|"
    r",\s(?:which|who|where|whose)\s|\s(?:that|which)\s(?=(?:has|have|had|was|is|are|were) (?:not|never|yet)\b)|"
    r",?\sand\s(?=no (?:[\w-]+ ){1,3}(?:has|have|is|are|was|were)\b)|"
    r",?\sand\s(?=(?:the )?(?:it|they|\ue005|[\ue000\ue001\ue006],?)\s(?:is|are|was|were|has|have|had|will|would|"
    r"also|does|did|may|can|\w+ed|\w+s)\s)|"
    r"(?:,|\s)(?:and|then)\s(?=(?:has|have|had|is|are|was|were|also|since \ue002|in \ue002|will|would|does|did|"
    r"participat(?:es?|ed)|contribut(?:es?|ed)|provid(?:es?|ed)|maintain(?:s|ed)?|hosts?|hosted|conduct(?:s|ed)?|"
    r"receiv(?:es|ed)|"
    r"cooperat(?:es?|ed)|trains|trained|sent|sends|joined|withdrew|left|signed|remain(?:s|ed)|took|takes|taken|"
    r"acquired|bought|operates|operated|support(?:s|ed)|declared|accuse[sd]|relies|became|"
    r"continues|actively|regularly|routinely|occasionally|recently|has|invaded|agreed|deployed|deploys|assist(?:s|"
    r"ed)|designated)\b))"
)


@dataclass(slots=True)
class Spot:
    """A trigger in a coded segment: `start:end` in the code, and its clause's bounds.

    Nothing but `used` is changed once it is made; a frozen one takes three times as long to make.
    """

    coded: Coded
    start: int
    end: int
    left: int
    right: int
    context: Context
    groups: dict[str, int]
    within: tuple[int, int] | None = None
    used: set[str] = field(default_factory=set)
    relation: str = ""


# "While Sweden supplied X, |Austria bought Y": after a conjunction's clause the next subject begins its own.
_OPENED = re.compile(r"\W*(?:while|when|whereas|because|before|after|since|as|although|though|once|until|if)\b")
_NEXT = re.compile(r",\s(?=(?:the )?[\ue000\ue001\ue005\ue006](?:'s [\w-]+)?\s)")
# "X said |Y had bought drones": what is said is a clause of its own.
_SAID = re.compile(
    r"\b(?:said|says|announced|announces|confirmed|confirms|reported|reports|complained|complains|claimed|claims|"
    r"stated|stressed|noted|added|insists?|insisted|warned|alleged|alleges)(?: that|,)? "
    r"(?=(?:the )?[\ue000\ue001\ue005\ue006]\s)"
)


def boundaries(coded: Coded) -> list[int]:
    """Where clauses of the coded segment begin (positions of the first character), and where it ends."""
    if not coded.bounds:
        coded.bounds = _boundaries(coded.code)
    return coded.bounds


def _boundaries(code: str) -> list[int]:
    found = {m.end() for m in _BOUNDARY.finditer(code)}
    found |= {m.end() for m in _SAID.finditer(code) if _acting(code, m.end())}
    if _OPENED.match(code):
        found |= {m.end() for m in _NEXT.finditer(code) if _acting(code, m.end())}
    return [0, *sorted(found), len(code)]


def _acting(code: str, at: int) -> bool:
    """Does a group that acts begin here?"""
    return acts(code, at + 4 if code.startswith("the ", at) else at)


def clause(bounds: list[int], start: int, end: int) -> tuple[int, int]:
    """The bounds of the clause in which start:end stands."""
    behind = bisect_left(bounds, end)
    return bounds[bisect_right(bounds, start) - 1], bounds[min(behind, len(bounds) - 1)]


def whos(group: Group, context: Context) -> list[Who]:
    """The actors of a group; words for the subject are resolved now."""
    return group.whos


def _right(spot: Spot) -> list[Group]:
    return [g for g in spot.coded.groups if spot.end <= g.at < spot.right and not g.generic]


def _left(spot: Spot) -> list[Group]:
    return [g for g in spot.coded.groups if g.at < spot.start and not g.generic][::-1]


_SOME_RELATIVE = re.compile(
    r"(?<!\bin)(?<!\bwith)(?<!\bto)\s(?:which|who)\s(?!(?:have |has |had |also )*includ|\ue000|\ue005|the\b)"
)
# "X, a coalition of militants |which has ...": the relative clause is about X.
_APPOSED = re.compile(
    r"^,\s(?:an?|the|one of the)\s[^,;]{0,80}?\b(?:which|who|that)\s(?:has|have|had|is|are|was|\w+[sd])\b"
)
_APPOSITION = re.compile(r"^,\s(?:an?|the|one of the|both|itself an?|now an?|also an?)\s(?:[\w-]+\s){0,3}$")
_RELATIVE = re.compile(r"^\s*,?\s*(?:\([^()]{0,80}\),?\s*)?(?:which|who|that)\b")
_BEHIND = 300  # what they can reach, with room: of a long list the rest is not looked at again and again


def _some_relative(code: str, after: int, start: int) -> bool:
    """Does a relative clause with another subject stand in the stretch?"""
    if code.find("wh", after, start) < 0:
        return False
    return _SOME_RELATIVE.search(code[after:start]) is not None


# "Rwanda, which |they say has 3,000 soldiers there": who says it is not who does it.
_SAY = re.compile(r" (?:say|said|claim|believe|allege|insist) (?:is|are|was|were|has|have|had)\b")


def _goes_on(code: str, after: int, start: int) -> bool:
    """Is what stands at `start` said of the actor before `after`, by a relative clause or an apposition?"""
    tail = code[after : min(start, after + _BEHIND)]
    if _RELATIVE.match(tail) or _APPOSED.match(tail):
        return True
    return start - after <= _BEHIND and _APPOSITION.match(tail) is not None


# "stop saying Armenia "left the CSTO"": what is quoted is said of the name before it.
_QUOTED = re.compile(r'\s?"\s?')


def subject(spot: Spot) -> list[Who]:
    """The nearest actor before the trigger that nothing governs, or the antecedent of "which"."""
    code = spot.coded.code
    for group in _left(spot):
        after, start = group.at + 1, spot.start
        if group.form == "adjective" and not _RELATIVE.match(code[after : min(start, after + _BEHIND)]):
            continue
        if not group.owner and (_goes_on(code, after, start) or _QUOTED.fullmatch(code, after, start)):
            return group.whos
        if group.form == "self" and _SAY.match(code, after):
            continue
        if group.subject and group.owner and code.startswith("'s ", after, start) and group.at + 4 in spot.coded.by_at:
            return spot.coded.by_at[group.at + 4].whos  # "Russia's |Africa Corps"
        if group.subject and not group.owner and not code.startswith("-", after, start):
            return [] if _some_relative(code, after, start) else _joined(spot, group)
    return []


def _joined(spot: Spot, group: Group) -> list[Who]:
    """The group, and the one that "as well as" joins to it."""
    for other in spot.coded.groups:
        between = spot.coded.code[other.at + 1 : group.at]
        if (
            other.at < group.at
            and other.subject
            and not other.owner
            and re.match(
                r",? (?:as well as|along with|together with)\b|(?: and (?:the |both )?(?:military forces of )?)$",
                between,
            )
        ):
            return [*other.whos, *group.whos]
    return group.whos


def headless(spot: Spot) -> bool:
    """Is the trigger in a relative clause whose antecedent is no actor? Then its subject is unknown."""
    code = spot.coded.code
    for group in _left(spot):
        if not group.owner and _goes_on(code, group.at + 1, spot.start):
            return False
        if group.subject and not group.owner:
            return _some_relative(code, group.at + 1, spot.start)
    return _some_relative(code, 0, spot.start)


def object_(spot: Spot) -> list[Who]:
    """The first actor after the trigger that no preposition governs."""
    code = spot.coded.code
    for group in _right(spot):
        between = code[spot.end : group.at]
        if group.prep in (None, "including") and len(between.split()) <= 8:
            return group.whos
        if group.prep != "(":
            return []
    return []


def after(spot: Spot) -> list[Who]:
    """The first group after the trigger, whatever governs it."""
    groups = _right(spot)
    return groups[0].whos if groups else []


def before(spot: Spot) -> list[Who]:
    """The group directly before the trigger, at most four words away."""
    for group in _left(spot):
        if len(spot.coded.code[group.at + 1 : spot.start].split()) <= 4:
            return group.whos
        break
    return []


def adjacent(spot: Spot) -> list[Who]:
    """The group that stands directly before the trigger, whatever governs it: "fighters of Wagner |trained"."""
    for group in _left(spot)[:1]:
        if not spot.coded.code[group.at + 1 : spot.start].strip() and group.form != "adjective":
            return group.whos
    return []


def modifier(spot: Spot) -> list[Who]:
    """An adjective or name directly before or within the trigger's own noun phrase; not whom the trigger captures."""
    code, taken = spot.coded.code, spot.groups.values()
    for group in [g for g in spot.coded.groups if g.at < spot.end and g.at not in taken][::-1]:
        tail = code[group.at + 1 : spot.start]
        near = group.at >= spot.start or re.fullmatch(
            r"(?:'s)?(?:[ -]?(?!and\b|or\b|but\b|no\b|while\b)[\w-]+){0,4}[ -]?", tail
        )
        if near and group.form != "self":
            return group.whos
        break
    return []


_OWNS = re.compile(r"(?:'s?)?(?: (?!and\b|or\b)[\w'-]+){0,4} ?")


def owner(spot: Spot) -> list[Who]:
    """Whose it is: "Azerbaijan's contribution"."""
    for group in _left(spot)[:1]:
        tail = spot.coded.code[group.at + 1 : spot.start]
        if group.owner and _OWNS.fullmatch(tail):
            return group.whos
    return []


def _aside(spot: Spot, group: Group) -> bool:
    """Does the group only own or lead what the preposition governs: "in its", "in an Italian-led battle group"?"""
    return (group.form == "self" and group.owner) or spot.coded.code.startswith("-led", group.at + 1)


def preposition(*words: str) -> Callable[[Spot], list[Who]]:
    """Actors that one of `words` governs: right of the trigger in its clause, else left in it."""

    def select(spot: Spot) -> list[Who]:
        right = _right(spot)
        for n, group in enumerate(right):
            if group.prep in words and group.prep_at >= spot.start and not _aside(spot, group):
                return _continued(spot, group, right[n + 1 :])
        for group in _left(spot):
            if group.at >= spot.left and group.prep in words:
                return group.whos
        return []

    return select


_CONTINUES = re.compile(
    r"^(?:'s)?(?: \([^()]{0,40}\))?(?: [\w\ue002-]+){0,3},? (?:and|as well as|but also|along with"
    r"|plus),?\s[\w\ue002\ue005 ,'-]{0,60}$"
)
_FINITE = re.compile(
    r"\b(?:has|have|had|is|are|was|were|will|joined|signed|participates?|maintains?|provides?|hosts?)\b"
)


def _continued(spot: Spot, group: Group, rest: list[Group]) -> list[Who]:
    """The group and those after it that the same preposition governs in one list ("with A and increasingly with B")."""
    out = list(group.whos)
    last = group
    for other in rest:
        if other.form == "self" and other.owner:
            continue
        between = spot.coded.code[last.at + 1 : other.at]
        if other.prep != group.prep or not _CONTINUES.match(between) or _FINITE.search(between):
            break
        out += other.whos
        last = other
    return out


def orgs(spot: Spot) -> list[Who]:
    """Every organisation named in the clause from the trigger on, missions' ones included."""
    start, end = spot.within if spot.within else (spot.start, spot.right)
    return _orgs(spot, start, end)


def lead(spot: Spot) -> list[Who]:
    """The state that leads a force outside the code list: "the Saudi-led coalition" (it stands as the organisation)."""
    for group in spot.coded.groups:
        if not spot.start <= group.at < spot.right:
            continue
        if spot.coded.code.startswith("-led", group.at + 1):
            return [_leader(w) for w in group.whos if w.code and not is_organisation(w.code)]
        led = [_leader(w) for w in group.whos if w.code and w.body and _LED.match(w.body)]
        if led:
            return led
    return []


_LED = re.compile(r"[A-Z][\w. ]{1,30}-led ")


def _leader(who: Who) -> Who:
    return Who(who.code, None, who.start, who.end, "lead")


_THERE = re.compile(r"\b(?:there|in[- ]country|on the islands?|throughout the country|on its (?:soil|territory))\b")


def there(spot: Spot) -> list[Who]:
    """The profile's country, when the clause says "there"."""
    found = _THERE.search(spot.coded.code, spot.left, spot.right)
    home = spot.context.home
    if not found or not home:
        return []
    sent = [w for name in spot.groups for w in captured(spot, name)] or subject(spot)
    if found.group() == "there" and home.code in {w.code for w in sent}:
        return [w for w in _named_before(spot) if w.code != home.code][:1]
    return [home]


def _named_before(spot: Spot) -> list[Who]:
    """The states that this sentence or those before it have named, the last first."""
    named = [w for g in _left(spot) if g.form != "self" for w in g.whos if w.kind not in ("place", "metonym")]
    here = [w for w in named if w.code and not is_organisation(w.code)]
    return [*here, *spot.context.named]


def listed(spot: Spot) -> list[Who]:
    """The states of a list that "including" or "such as" introduces after the trigger."""
    for group in _right(spot):
        if group.intro:
            return [w for w in group.whos if not is_organisation(w.code)]
    return []


def last_org(spot: Spot) -> list[Who]:
    """The organisation that was named last, in this sentence or before it."""
    found = spot.context.organisation
    if found is None or (spot.relation == "membership" and found.code == "UN"):
        return []  # what is left where the UN was named last is a mission or a camp
    return [found]


def orgs_before(spot: Spot) -> list[Who]:
    """Organisations named before the trigger in its clause."""
    return _orgs(spot, spot.left, spot.start)


def _orgs(spot: Spot, start: int, end: int) -> list[Who]:
    out: list[Who] = []
    for group in spot.coded.groups:
        if start <= group.at < end:
            found = [w for w in group.whos if is_organisation(w.code) or (w.code is None and w.kind == "organisation")]
            led = _led_by(spot, group) if found and all(w.code is None for w in found) else []
            out += led or found
    for at, m in spot.coded.missions.items():
        if start <= at < end and spot.relation != "membership":
            out.append(Who.of_mission(m))
    for at, m in spot.coded.frameworks.items():
        if start <= at < end and is_organisation(m.code):
            out.append(Who(m.code, None, m.start, m.end, m.kind, m.place, m.name))
    return _distinct(out)


def _led_by(spot: Spot, group: Group) -> list[Who]:
    """Who leads the body that the group names: "the US-led, multinational |Combined Maritime Forces"."""
    before = [g for g in spot.coded.groups if g.at < group.at]
    if not before or not _LED_FORCE.fullmatch(spot.coded.code, before[-1].at + 1, group.at):
        return []
    return [_leader(w) for w in before[-1].whos if w.code and not is_organisation(w.code)]


_LED_FORCE = re.compile(r"-led,? (?:[\w-]+,? ){0,2}")


def astride(spot: Spot) -> list[Who]:
    """The two states between which a mission stands: "in the area along the border between A and B"."""
    return list(astride_of(spot.coded, spot.start, spot.right))


def last_mission(spot: Spot) -> list[Who]:
    """The organisation of the mission that the sentence before this one is about."""
    found = spot.context.mission
    return [found.body] if found and found.near(spot.coded) else []


def last_mission_host(spot: Spot) -> list[Who]:
    """The state or states in which that mission is."""
    found = spot.context.mission
    return list(found.hosts) if found and found.near(spot.coded) else []


def mission_host(spot: Spot) -> list[Who]:
    """The state in which the mission that is named has its place."""
    for at, m in sorted(spot.coded.missions.items()):
        known = spot.context.astride.get(m.name or m.text)
        if spot.start <= at < spot.right and known:
            return list(known)
        if spot.start <= at < spot.right and m.place:
            return [Who(m.place, None, m.start, m.end, "place")]
    return []


def named_mission(spot: Spot) -> list[Who]:
    """The organisation whose mission was named last."""
    m = _force(spot)
    return [Who(m.code, None if m.code else m.text, m.start, m.end, m.kind, m.place, m.name)] if m else []


# A mission named longer ago than so many characters is no longer the one that is spoken of.
_STILL_SPOKEN_OF = 1500


def _force(spot: Spot) -> Mention | None:
    m = spot.context.force
    return m if m and spot.coded.start - m.start < _STILL_SPOKEN_OF else None


def force_place(spot: Spot) -> list[Who]:
    """Where the mission that was named last has its place."""
    m = _force(spot)
    return [Who(m.place, None, m.start, m.end, "place")] if m and m.place else []


def maker(spot: Spot) -> list[Who]:
    """The state whose industry makes the first weapon of the clause, where that is well known (`makers.toml`)."""
    for at, name in sorted(spot.coded.weapons.items()):
        code = makers.of(name) if spot.left <= at < spot.right else None
        if code:
            return [Who(code, None, -1, -1, "maker")]
    return []


def any_(spot: Spot) -> list[Who]:
    """Every actor of the clause."""
    out = [w for g in spot.coded.groups if spot.left <= g.at < spot.right for w in g.whos]
    return _distinct(out)


def antecedent(spot: Spot) -> list[Who]:
    """The group that stands last before the trigger, whatever governs it."""
    groups = _left(spot)
    return groups[0].whos if groups else []


def home(spot: Spot) -> list[Who]:
    return [spot.context.home] if spot.context.home else []


def topic(spot: Spot) -> list[Who]:
    return [spot.context.main] if spot.context.main else []


def pair(spot: Spot) -> list[Who]:
    """The two that the section or the page is about; a third state that the clause names takes the other's place."""
    context = spot.context
    if not (context.paired or context.topical):
        return []
    sides = list(context.sides()) if context.two_sided() else []
    found = _distinct(
        [w for g in spot.coded.groups if spot.left <= g.at < spot.right and g.form != "self" for w in g.whos if w.code]
    )
    named = [w for w in found if not is_organisation(w.code)]
    strangers = [w for w in named if w.code not in {s.code for s in sides}]
    if len(named) == 1 and strangers and context.main and strangers[0].kind != "place":
        return [context.main, strangers[0]]
    if not sides and context.main and len(strangers) == 1:
        return [context.main, strangers[0]]
    about = _states(subject(spot))
    if len(about) == 1 and not strangers and about[0].code not in {s.code for s in sides} and context.main:
        return _distinct([context.main, about[0]])
    return sides


_PLACED = frozenset(("in", "at", "on", "near", "off", "outside", "around", "via", "through"))


def both(spot: Spot) -> list[Who]:
    """The two (or, joined by "and", more) that the clause is between: those it names, else the page's sides fill up."""
    context = spot.context
    groups = [g for g in spot.coded.groups if spot.left <= g.at < spot.right and g.form != "self" and not g.generic]
    acting = [g for g in groups if g.prep not in _PLACED or g.form == "adjective"]
    named = _states([w for g in acting for w in g.whos])
    if len(named) > 2:
        joined = next((g for g in acting if len(_states(g.whos)) >= 2), None)
        return _states(joined.whos) if joined else named[:2]
    if len(named) == 2:
        return named
    about = [w for w in _states(subject(spot)) if w.kind != "place"]
    if len(named) == 1 and len(about) == 1 and about[0].key != named[0].key:
        return [about[0], named[0]]
    known = [*([context.main] if context.main else []), *(context.sides() if context.two_sided() else ())]
    keys = {w.key for w in named}
    if not named and not context.two_sided():
        return context.discourse.pair(spot.relation)[:2]
    if named and context.main and context.main.key in keys and not context.two_sided():
        told = context.discourse.partner(keys, "party", spot.relation)
        known = [told] if told else []
    return _distinct([*named, *_states(known)])[:2]


def _states(found: list[Who]) -> list[Who]:
    return _distinct([w for w in found if w.code and not is_organisation(w.code)])


def other(spot: Spot) -> list[Who]:
    """The other side: the label's or heading's actor, or the second of the pair."""
    return [] if spot.context.profile else spot.context.others()


def side(spot: Spot) -> list[Who]:
    """Whoever of the context's sides the trigger does not name."""
    context = spot.context
    if not context.profile and not (context.paired or context.topical):
        return []
    named = {w.code for name in spot.groups for w in captured(spot, name)}
    sides = [context.home] if context.home else [*context.sides(), *([context.main] if context.main else [])]
    return [w for w in sides if w.code not in named][:1] if named else []


def told(_: Spot) -> list[Who]:
    """Nobody yet: assembly fills the role from what was told before, once the other roles are known."""
    return []


def told_pair(spot: Spot) -> list[Who]:
    """The states that the clause names; with one or none, what was told before gives the rest."""
    context = spot.context
    found = _distinct(
        [w for g in spot.coded.groups if spot.left <= g.at < spot.right and not g.generic for w in g.whos]
    )
    named = [w for w in found if not is_organisation(w.code)]
    if len(named) >= 2 or context.profile:
        return named
    relation = spot.relation
    if not named:
        return context.discourse.pair(relation) or list(context.sides())
    keys = {w.key for w in named}
    sides = [context.main, *context.sides()]
    if context.main and context.main.key not in keys:
        return [*named, context.main]
    partner = context.discourse.partner(keys, "party", relation) or next(
        (w for w in sides if w and w.key not in keys), None
    )
    return [*named, partner] if partner else named


def trio(spot: Spot) -> list[Who]:
    """The three of a trilateral: those that the clause names, then the page's own and those named last."""
    context = spot.context
    named = [w for g in spot.coded.groups if spot.left <= g.at < spot.right for w in g.whos]
    known = _states([*named, *([context.main] if context.main else []), *context.sides(), *context.named])
    return known[:3] if len(known) >= 3 and _states(named) else []


def giver(spot: Spot) -> list[Who]:
    """Who usually gives on this page; of what goes to a third state, the page's own state."""
    context = spot.context
    ours = {w.code for w in context.sides()} | ({context.main.code} if context.main else set())
    named = _states([w for g in _right(spot) for w in g.whos])
    if context.topical and context.main and named and not {w.code for w in named} & ours:
        return [context.main]
    return [context.giver] if context.giver else []


_KIND = re.compile(r"\b(treaty|pact|accord|agreement|protocol|convention|declaration|memorandum|mou|alliance)\b")


def treaty(spot: Spot) -> list[Who]:
    """The parties of the treaty spoken of: of the year that the trigger names, of its kind, else the last."""
    dated = treaty_dated(spot)
    if dated:
        return dated
    new = _NEW.search(spot.coded.code, max(0, spot.start - 4), spot.end)
    if new and not _MAKES.match(spot.coded.code, spot.start):
        return []
    kind = _KIND.search(spot.coded.code, spot.start, spot.end)
    named = {w.key for g in spot.coded.groups if spot.left <= g.at < spot.right for w in g.whos}
    known = spot.context.treaties
    alike = [p for name, _, p in known if kind and kind[1] in name.lower()]
    theirs = [p for p in [*alike, *(p for _, _, p in known)] if named & {w.key for w in p}]
    if not theirs and _another(spot):
        return []  # "a similar Finnish treaty" is not the one spoken of
    return list(next(iter([*theirs, *alike]), spot.context.treaty))


_ITS_OWN = re.compile(r"\b(?:similar|equivalent|parallel|comparable|separate) [\ue000\ue001] ")


def _another(spot: Spot) -> bool:
    """Does the clause tell of another treaty of the same kind by whose it is?"""
    return bool(_ITS_OWN.search(spot.coded.code, spot.left, spot.end))


# "under an agreement of 2019" is not the one spoken of before.
# "This makes it the first state to have an agreement" is about the one spoken of before.
_MAKES = re.compile(r"(?:makes?|made|making) ")
_NEW = re.compile(r"\ban? (?:[\w-]+ ){0,4}?(?:treaty|pact|accord|agreement|protocol|convention|memorandum|mou)\b")


def treaty_dated(spot: Spot) -> list[Who]:
    """The parties of the treaty of the year that stands before the word: "the 1936 treaty"."""
    for at, date in spot.coded.dates.items():
        near = spot.start - 2 <= at < spot.end and re.match(
            r" (?:[\w-]+ ){0,3}?(?:treaty|pact|accord|agreement)\b", spot.coded.code[at + 1 : at + 50]
        )
        if near:
            same = [p for _, when, p in spot.context.treaties if when[:4] == date.edtf[:4]]
            return list(same[0]) if same else []
    return []


def label(spot: Spot) -> list[Who]:
    return list(spot.context.label)


def heading(spot: Spot) -> list[Who]:
    return list(spot.context.heading)


def inside(spot: Spot) -> list[Who]:
    """Every actor within the trigger itself."""
    out = [w for g in spot.coded.groups if spot.start <= g.at < spot.end for w in g.whos]
    return _distinct(out)


def captured(spot: Spot, name: str) -> list[Who]:
    """The actors of the group that the trigger names."""
    at = spot.groups.get(name, -1)
    group = spot.coded.by_at.get(at)
    if group:
        return group.whos
    if at in spot.coded.programmes:
        return [spot.coded.programmes[at]]
    m = spot.coded.missions.get(at) or spot.coded.frameworks.get(at)
    if m:
        return [Who.of_mission(m)]
    return []


def _distinct(found: list[Who]) -> list[Who]:
    out: dict[str, Who] = {}
    for who in found:
        out.setdefault(who.key, who)
    return list(out.values())


SELECTORS: dict[str, Callable[[Spot], list[Who]]] = {
    "subject": subject,
    "object": object_,
    "after": after,
    "before": before,
    "adjacent": adjacent,
    "modifier": modifier,
    "owner": owner,
    "orgs": orgs,
    "orgs_before": orgs_before,
    "last_org": last_org,
    "lead": lead,
    "there": there,
    "listed": listed,
    "mission_host": mission_host,
    "last_mission": last_mission,
    "last_mission_host": last_mission_host,
    "astride": astride,
    "any": any_,
    "antecedent": antecedent,
    "home": home,
    "topic": topic,
    "pair": pair,
    "both": both,
    "other": other,
    "side": side,
    "treaty": treaty,
    "treaty_dated": treaty_dated,
    "named_mission": named_mission,
    "force_place": force_place,
    "maker": maker,
    "told": told,
    "told_pair": told_pair,
    "trio": trio,
    "giver": giver,
    "label": label,
    "heading": heading,
    "inside": inside,
    "in": preposition("in", "on", "at", "across", "within", "inside", "throughout", "near", "off"),
    "from": preposition("from"),
    "to": preposition("to", "into", "toward", "towards"),
    "with": preposition("with", "alongside"),
    "by": preposition("by"),
    "of": preposition("of"),
    "for": preposition("for"),
    "against": preposition("against"),
    "between": preposition("between", "among"),
    "under": preposition("under"),
    "including": preposition("including"),
    "via": preposition("via", "through"),
    "over": preposition("over"),
    "alongside": preposition("alongside"),
    "on": preposition("on", "upon"),
    "around": preposition("around"),
}


def select(spot: Spot, selectors: tuple[str, ...], least: int = 1, *, place: bool = False) -> list[Who]:
    """The actors of the first selector that finds at least so many; `place`: places count for the state they lie in."""
    for name in selectors:
        if name.startswith("="):
            return [Who(name[1:], None, -1, -1, "constant")]
        found = captured(spot, name) if name in spot.groups else SELECTORS[name](spot) if name in SELECTORS else []
        if not place:
            found = [w for w in found if w.kind != "location"]
        if len({w.key for w in found}) >= least:
            spot.used.add(name)
            return found
    return []
