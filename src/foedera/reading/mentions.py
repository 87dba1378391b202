"""What a text names: actors, missions, programmes, dates, and the words that stand for its subject."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from foedera import actors
from foedera.actors import Mention
from foedera.documents.model import Document
from foedera.errors import BadTable
from foedera.reading import eras, moments, timex
from foedera.reading.context import Context
from foedera.reading.groups import (
    ADJECTIVE,
    BODY_FRAME,
    DATE,
    EXERCISE,
    FRAMEWORK,
    LISTED,
    MISSION,
    NOUN,
    PROGRAMME,
    SELF,
    TROOP_WORDS,
    TROOPS,
    WEAPON,
    Mark,
    Pronoun,
    Who,
    word_set,
)
from foedera.reading.literals import anchors
from foedera.reading.timex import Timex

_PAREN = re.compile(r"\s?\((?:the |aka |or |formerly )?([A-Z][\w&./ -]{1,24})\)")
_CAPITALS = re.compile(r"\b[Tt]he (?P<name>[A-Z][A-Z&]{1,7}|[A-Z][a-z]{0,2}[A-Z]{2,6})\b(?!-)")
_SELF = re.compile(
    r"""\b(?=[TtHhIiOoWwuBbAa])(?:
      [Tt]he\s(?P<land>(?i:country|kingdom|nation|islands?|republic|emirate|sultanate|territory|archipelago))(?=['’,\s;:.)(]|$)
    | [Tt]he\s(?:[A-Z][a-z]+an\s)?(?P<home>(?i:state|
        (?:armed|security|defen[cs]e|military|land|paramilitary|police|air|naval)\sforces?|military|army|navy|air\sforce|coast\sguard|
        national\sguard|government|militia|gendarmerie|defen[cs]e\sforces?|regiment|constabulary|police(?:\sforce)?|
        marines?|marine\scorps|security\sservices|ground\sforces?|army\sand\snavy|ministry\sof\sdefen[cs]e|territories))
        (?=['’,\s;:(]|$)
    | (?P<crown>(?:H\.\s?M\.|HM)\s(?:Government|[Ss]hips?|[Ff]orces))\b
    | (?P<they>[Ii]t|[Tt]hey|[Ii]ts|[Tt]heir|[Hh]e|him|them|[Oo]urs?|[Oo]urselves|[Ww]e|us|
        H(?:er|is)\sMajesty['’]s\s(?:Government|Forces|forces|ships|troops|Armed\sForces))\b
    | (?P<own>[Tt]his\s(?:country|nation)(?=['’,\s;:.)]|$))
    | (?P<org>[Tt]he\s(?:organi[sz]ation|alliance|Alliance|bloc|pact|Pact|coalition|Organi[sz]ation)(?=['’,\s;:.(]|$))
    | (?P<pair>(?:(?:[Tt]he|[Tt]hese|[Tt]hose)\s)?(?:[Tt]wo|[Bb]oth)\s(?:the\s)?(?:countries|states|nations|sides|
        governments|militaries|
        parties|allies|neighbou?rs|generals|capitals|[Pp]rime\s[Mm]inisters|
        [Aa]rmed\s[Ff]orces|armies|partners|ministers|[Mm]inisters|[Pp]residents|leaders|Parties|States|
        [Ss]ecretaries|navies|delegations|sides)
        | (?:[Tt]he\s)?(?:[Tt]wo|[Bb]oth)(?=\s(?:also\s)?
          (?:have|had|signed|agreed|held?|hold|are|were|will|share|go|went|fought|conduct|concluded|maintain|cooperate|remain|began)\b)
        | (?:(?<=with\s)|(?<=from\s)|(?<=by\s)|(?<=to\s))(?:both|the\stwo)(?=[.,;)]|\s(?:in|on|since|by)\s(?:\d|[A-Z]))
        | [Tt]he\sneighbou?rs
        | [Tt]he\s(?:Contracting\s|High\sContracting\s)?(?:[Pp]arties|sides)\b)
    | (?P<several>(?:[Tt]he|[Tt]hese|[Tt]hose|[Aa]ll)\s(?:same\s(?P<n>three|four|five)(?=['’,;:.)\s]|$)
        |(?P<m>three|four|five)\s(?:countries|states|nations|sides|governments|delegations|[Mm]inisters|[Pp]arties|allies|
        partners|neighbou?rs|armies|navies|signatories|capitals|leaders|juntas|republics|members|
        militaries|[Pp]residents)\b
        |(?P<l>three|four|five)(?=\s(?:also\s|now\s|all\s)?
          (?:have|had|signed|agreed|held?|hold|are|were|will|share|conduct|concluded|maintain|cooperate|began)\b)))
    )""",
    re.VERBOSE,
)
# A mission or an armed group named before.
_AGAIN = re.compile(
    r"\b[Tt]he\s(?:(?P<mission>mission|force|operation)(?=['’,.;:)]|\s(?!of|to|for|is to|that)|$)"
    r"|(?P<rebels>rebels?|militants|insurgents|jihadists|militia|guerrillas|gunmen)(?=['’,.;:)\s]|$))"
)
_NOUNS_AFTER = re.compile(r"[ -](?:[a-z]|[A-Z][a-z]+ [A-Z])")
_MODIFIED = re.compile(
    r"(?:['’]s)?(?:-(?:[a-z]+-)?(?:origin|made|built|designed|supplied|era|led|sponsored|backed|brokered|owned|"
    r"produced|manufactured|style|trained|hosted|flagged|run|provided|funded|financed|equipped)\b|"
    r" (?:[a-z]+-)?(?:origin|made|built|designed|era|brokered|owned|manufactured|style|flagged|sponsored|led)\b"
    r"(?! (?:the|an?|its|their|in|to|by|from)\b))"
)


# Programmes that frames name in words.
_SPELT = frozenset(("MNNA", "SPP"))
# Frameworks that make a state a partner of the organisation.
_PARTNER = word_set("PFP IPAP ITPP MAP PARP EAPC ICI MD PII PARTNERS_GLOBE EAP")


@cache
def _names(table: str) -> re.Pattern[str]:
    """The names of a list of `names.toml`, longest first, as one pattern.

    It begins with the names' first letters: `re` then goes from one of these to the next.
    """
    rows = tomllib.loads(files("foedera.reading").joinpath("names.toml").read_text("utf-8"))[table]
    begun: dict[str, list[str]] = {}
    for name in sorted(rows, key=len, reverse=True):
        begun.setdefault(name[0], []).append(name[1:])
    if any(not letter.isalnum() or rest[:1] in tuple("?*+{") for letter, all_ in begun.items() for rest in all_):
        raise BadTable(f"names.toml: a name of '{table}' does not begin with a letter or digit of its own.")
    names = "|".join(rf"{letter}(?<![\w-].)(?:{'|'.join(rest)})" for letter, rest in begun.items())
    return re.compile(rf"(?:{names})(?:s(?!\w)|(?!\w))")


# A name after the word "exercise", or a name of two words in capitals, with its year.
_EXERCISE = re.compile(
    r"(?<![\w-])(?:[Ee]xercises? (?P<named>(?:[A-Z][\w'’-]+(?: |(?=[,.;)(]|$))){1,4}(?:\d{2,4})?)"
    r"|(?P<capitals>[A-Z]{4,14} [A-Z]{4,14}(?:[ -]\d{2,4})))"
)


def exercises(text: str) -> list[tuple[int, int]]:
    """Spans of named exercises: known names with their year, and what follows the word "exercise"."""
    known = [(m.start(), _year_after(text, m.end())) for m in _names("exercises").finditer(text)]
    for m in _EXERCISE.finditer(text):
        group = m.lastgroup or "named"
        known.append((m.start(group), m.end(group) - (m[group].endswith(" "))))
    return known


def _year_after(text: str, end: int) -> int:
    m = re.compile(r"[ -](?:(?:19|20)\d\d|\d\d)(?!\d)").match(text, end)
    return m.end() if m else end


# A designator: letters, a hyphen, digits (F-16C, K9A1, FA-50PL, AN/MPQ-64F1), or a calibre.
_DESIGNATOR = re.compile(
    r"(?<![\w/-])(?:AN/)?[A-Z]{1,4}-?\d{1,3}[A-Z]{0,4}\d?(?:/[A-Z])?(?: Block \d{1,3}\+?| Block [IVX]{1,3}| "
    r"SEPv\d)?s?(?![\w-])|(?<![\w-])(?:Yak|Il|Mi|An|Su|Tu|Ka|Be|MiG)-\d{1,3}[A-Z]{0,4}\d?s?(?![\w-])"
)
_NO_WEAPON = re.compile(r"(?:FY|AU|EU|UN|US|NO|CFE|G|P|B|A|V|COVID|H|Q|CTF|UTC|GMT)-?\d")


def weapons(text: str) -> list[tuple[int, int]]:
    """Spans of named weapons and of designators."""
    named = [(m.start(), m.end()) for m in _names("weapons").finditer(text)]
    coded = [
        (m.start(), m.end())
        for m in _DESIGNATOR.finditer(text)
        if not _NO_WEAPON.fullmatch(m.group()) and not _NO_WEAPON.match(m.group())
    ]
    return named + coded


@cache
def _programmes() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The pattern of `programmes.toml`, one group a programme, and the provider of each group."""
    rows = tomllib.loads(files("foedera.reading").joinpath("programmes.toml").read_text("utf-8"))["programme"]
    patterns = [f"(?P<p{n}>{'|'.join(row['names'])})" for n, row in enumerate(rows)]
    return re.compile(rf"\b(?:{'|'.join(patterns)})(?!\w)"), tuple(row["provider"] for row in rows)


@cache
def _programme_words() -> tuple[str, ...]:
    """Words of which every programme's name has one: found faster than the names."""
    return tuple(sorted(anchors(_programmes()[0].pattern)))


def programmes(text: str) -> list[Who]:
    """Assistance programmes that the text names, each as its provider."""
    if not any(word in text for word in _programme_words()):
        return []
    pattern, providers = _programmes()
    return [
        Who(providers[int((m.lastgroup or "p0")[1:])], None, m.start(), m.end(), "programme", name=m.group())
        for m in pattern.finditer(text)
    ]


@cache
def _codes(table: str, after: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """The names of a table of `names.toml` that gives each its state's code, as one pattern, and the codes."""
    rows = tomllib.loads(files("foedera.reading").joinpath("names.toml").read_text("utf-8"))[table]
    names = "|".join(map(re.escape, sorted(rows, key=len, reverse=True)))
    return re.compile(rf"(?<![\w.-])(?:{names}){after}"), rows


def named(document: Document) -> tuple[Mention, ...]:
    """The actors that a document names: in posts also by the short names of forums, and ships as their navies."""
    text = document.text
    found = tuple(m for m in actors.find(text) if not _person(text, m))
    ships = _coded_names(text, found, "ships", r"(?= [A-Z])", "body")
    short = _coded_names(text, found, "informal", r"(?![\w.])", "abbreviation") if document.posts else []
    return tuple(sorted((*found, *ships, *short), key=lambda m: m.start)) if ships or short else found


def _coded_names(text: str, found: tuple[Mention, ...], table: str, after: str, kind: str) -> list[Mention]:
    """The names of the table that stand in the text where nothing else was found."""
    pattern, codes = _codes(table, after)
    taken = [(m.start, m.end) for m in found]
    return [
        Mention(m.start(), m.end(), m.group(), codes[m.group()], kind, m.group() if kind == "body" else None)
        for m in pattern.finditer(text)
        if not any(a < m.end() and m.start() < b for a, b in taken)
    ]


_STYLED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Miss|Dr|Hon|Sir|Lord|Lady|Senator|Judge)\.? |\b(?!U\. S)[A-Z]\. ?[A-Z]\. )$")


def _person(text: str, m: Mention) -> bool:
    """Is the name that of a person called like a state: "Mr. HOLLAND", "Dr Chad"?"""
    return m.kind in ("name", "place", "location") and bool(_STYLED.search(text[max(0, m.start - 9) : m.start]))


@dataclass(frozen=True, slots=True)
class Self:
    """A word for the subject of the text or of what was just said: country, it, the two countries."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that a document's text names, each list in order of place."""

    actors: tuple[Mention, ...]
    dates: tuple[Timex, ...]
    selves: tuple[Self, ...]


def find(document: Document, *, profile: bool, named: tuple[Mention, ...] | None = None) -> Found:
    """All mentions of the whole text at once: names are found in one pass of the automaton."""
    text = document.text
    named = tuple(actors.find(text)) if named is None else named
    dates = timex.find(text, year=moments.issued(document)[:4] or None)
    return Found(named, tuple(dates), tuple(_selves(text, named, profile=profile)))


def _selves(text: str, named: tuple[Mention, ...], *, profile: bool) -> list[Self]:
    taken = [(m.start, m.end) for m in named]
    out = []
    for m in _SELF.finditer(text):
        kind = "several" if m["several"] else m.lastgroup or "home"
        out.append(Self(m.start(), m.end(), kind))
    if profile:
        out += [Self(m.start(), m.end(), "home") for m in _CAPITALS.finditer(text)]
    else:
        out += [Self(m.start(), m.end(), m.lastgroup or "mission") for m in _AGAIN.finditer(text)]
    free = []
    at = 0
    for one in sorted(out, key=lambda s: s.start):
        while at < len(taken) and taken[at][1] <= one.start:
            at += 1
        if at < len(taken) and taken[at][0] < one.end:
            continue
        free.append(one)
    return free


def marks(text: str, found: Found) -> list[Mark]:
    """The mentions as marks for coding, sorted; words for the subject are resolved per segment."""
    out: list[Mark] = []
    for m in _merged(text, found.actors):
        if m.entity in _SPELT:
            continue
        if m.kind == "mission":
            out.append(Mark(m.start, m.end, MISSION, m))
        elif m.kind == "framework":
            out.append(Mark(m.start, m.end, FRAMEWORK if m.entity in _PARTNER else BODY_FRAME, m))
        else:
            out.append(Mark(m.start, m.end, _char(text, m), _who(m)))
    out += [Mark(p.start, p.end, PROGRAMME, p) for p in programmes(text)]
    out += [Mark(a, b, EXERCISE, text[a:b]) for a, b in exercises(text)]
    out += [Mark(a, b, WEAPON, text[a:b]) for a, b in weapons(text)]
    out += [Mark(d.start, d.end, DATE, d) for d in found.dates]
    out += [Mark(s.start, s.end, SELF, s) for s in found.selves]
    return sorted(out, key=lambda k: (k.start, -k.end))


def _near(mark: Mark, text: str, before: list[Mark]) -> Mark | None:
    """The actor that begins the segment or a clause of it before the pronoun, or that owns something there."""
    for one in reversed(before):
        if not isinstance(one.item, Who) or one.item.kind in ("organisation", "location"):
            continue
        if one.start >= mark.start:
            continue
        head = re.split(r"[.?!\n]", text[max(0, one.start - 6) : one.start].lower())[-1]
        at_start = (one is before[0] and head.strip() in ("", "the")) or head.rstrip().endswith(
            (",", ":", " and", ", the", "while")
        )
        if text[one.end : one.end + 2] in ("'s", "’s") or at_start:
            return one
    return None


def _with_next(near: Mark, mark: Mark, text: str, before: list[Mark]) -> tuple[Who, ...]:
    """For "they" and "their": the actor and the one that "and" joins to it."""
    out = [near.item] if isinstance(near.item, Who) else []
    if text[mark.start : mark.end].lower() in ("they", "their", "them"):
        for one in before:
            if (
                isinstance(one.item, Who)
                and near.end < one.start < mark.start
                and text[near.end : one.start].strip() in ("and", "and the")
            ):
                out.append(one.item)
    return tuple(out)


def _of_its_time(mark: Mark, context: Context, around: list[Mark]) -> Mark:
    """ "Moscow" in a row or sentence about 1955 is the Soviet Union's."""
    who = mark.item
    era = eras.eras().get(who.code or "") if isinstance(who, Who) else None
    if era is None or not isinstance(who, Who) or who.kind not in era.kinds:
        return mark
    dates = [m.item for m in around if isinstance(m.item, Timex)] or [d for d in (context.row_date,) if d]
    years = [int(d.edtf[:4]) for d in dates if d.edtf[:4].isdigit()]
    if (era.now not in context.gone and not years) or not era.holds(years):
        return mark
    return Mark(mark.start, mark.end, mark.char, replace(who, code=era.then))


def _note(mark: Mark, context: Context) -> None:
    """Remember the organisation, mission or armed group named last."""
    if isinstance(mark.item, Mention) and mark.char == MISSION:
        context.force = mark.item
    elif isinstance(mark.item, Who) and mark.item.kind == "organisation":
        context.organisation = mark.item
    elif isinstance(mark.item, Who) and mark.item.kind == "nonstate":
        context.rebels = mark.item


# A mission named longer ago than so many characters is no longer "the mission".
_STILL_SPOKEN_OF = 1500


def _named_before(mark: Mark, kind: str, context: Context) -> Mark | None:
    if kind == "mission" and context.force and mark.start - context.force.start < _STILL_SPOKEN_OF:
        return Mark(mark.start, mark.end, MISSION, context.force)
    if kind == "rebels" and context.rebels:
        return Mark(mark.start, mark.end, NOUN, context.rebels)
    return None


def _land(mark: Mark, text: str, before: list[Mark]) -> Who | None:
    """The state that its own sentence means by "the country": a mission's there, else the last one named."""
    for one in reversed(before):
        if one.start >= mark.start or text[max(0, one.start - 5) : one.start] in ("with ", " and "):
            continue
        if isinstance(one.item, Mention) and one.item.kind == "mission" and one.item.place:
            return Who(one.item.place, None, one.start, one.end)
        if isinstance(one.item, Who) and one.item.kind in _LANDS and one.item.code not in LISTED:
            beside = text.rfind("border", max(0, one.start - 24), one.start) >= 0
            return None if beside else Who(one.item.code, None, one.start, one.end, one.item.kind)
    return None


_LANDS = ("name", "place", "metonym", "abbreviation")


def resolved(mark: Mark, text: str, context: Context, before: list[Mark]) -> Mark | None:
    """A word for the subject with who it stands for here, None if for nobody; other marks as they are."""
    if not isinstance(mark.item, Self):
        _note(mark, context)
        return _of_its_time(mark, context, before)
    if mark.item.kind in ("mission", "rebels"):
        return _named_before(mark, mark.item.kind, context)
    if mark.item.kind == "land":
        held = _land(mark, text, before) if not context.profile else None
        return Mark(mark.start, mark.end, SELF, Pronoun((held,) if held else tuple(context.resolve("land"))))
    word = text[mark.start : mark.end].lower()
    if mark.item.kind in ("several", "own", "crown"):
        return _spelt_out(mark, mark.item.kind, text, context, before)
    if own := _beside(mark, word, before):
        context.speaker = own
        return Mark(mark.start, mark.end, SELF, Pronoun((own,)))
    if word in _FIRST or word.startswith(("her majesty", "his majesty")):
        return Mark(mark.start, mark.end, SELF, Pronoun(_ourselves(context, before), word == "our"))
    near = _near(mark, text, before)
    if several := _several_before(mark, text, context, before):
        return Mark(mark.start, mark.end, SELF, Pronoun(several, word == "their"))
    if near is not None and mark.item.kind == "they":
        owner = text[mark.start : mark.end].lower() in ("its", "their", "our", "his")
        return Mark(mark.start, mark.end, SELF, Pronoun(_with_next(near, mark, text, before), owner))
    if mark.item.kind == "pair" and context.profile and context.home:
        home = context.home
        named = [m.item for m in before if m.start < mark.start and isinstance(m.item, Who) and m.item.kind != "place"]
        other = [w for w in named if w.code and w.code not in LISTED and w.code != home.code]
        if other:
            return Mark(mark.start, mark.end, SELF, Pronoun((home, other[-1])))
    if mark.item.kind == "org":
        known = context.organisation or context.institution
        return Mark(mark.start, mark.end, NOUN, known) if known else Mark(mark.start, mark.end, SELF, Pronoun(()))
    owner = text[mark.start : mark.end].lower() in ("its", "their", "our", "his")
    return Mark(mark.start, mark.end, SELF, Pronoun(_one_or_all(word, context.resolve(mark.item.kind)), owner))


def _one_or_all(word: str, held: list[Who]) -> tuple[Who, ...]:
    """Nobody where one person or thing would stand for several states."""
    return () if word in ("he", "him", "it", "its") and len(held) > 1 else tuple(held)


def _spelt_out(mark: Mark, kind: str, text: str, context: Context, before: list[Mark]) -> Mark | None:
    """ "The three governments", and "this country" where it is said whose page or speech it is."""
    if kind == "crown":
        return Mark(mark.start, mark.end, NOUN, Who("GBR", text[mark.start : mark.end], mark.start, mark.end, "body"))
    own = context.speaker or context.publisher
    if context.profile or (kind == "own" and own is None):
        return None
    if kind == "own" and own:
        return Mark(mark.start, mark.end, SELF, Pronoun((own,)))
    held = _counted(text[mark.start : mark.end].lower(), context, before, mark.start)
    return Mark(mark.start, mark.end, SELF, Pronoun(held, text[mark.end : mark.end + 1] in ("'", "’")))


def _several_before(mark: Mark, text: str, context: Context, before: list[Mark]) -> tuple[Who, ...]:
    """Whom "the three governments" before "they" in the same sentence are."""
    if context.profile or text[mark.start : mark.end].lower() not in ("they", "their", "them"):
        return ()
    for one in reversed(before):
        if one.start < mark.start and isinstance(one.item, Self) and one.item.kind == "several":
            return _counted(text[one.start : one.end].lower(), context, before, one.start)
    return ()


def _counted(word: str, context: Context, before: list[Mark], at: int) -> tuple[Who, ...]:
    """ "The three governments": those that were named together last, if they are as many."""
    count = next((n for name, n in _COUNTS.items() if name in word), 0)
    here = {m.item.key: m.item for m in before if isinstance(m.item, Who) and m.item.code and m.start < at}
    states = [w for w in here.values() if w.code not in LISTED and w.kind != "location"]
    for found in (states, context.resolve("several")):
        if len(found) == count:
            return tuple(found)
    return _several(word, context)


def _beside(mark: Mark, word: str, around: list[Mark]) -> Who | None:
    """Whose the first person is by the word directly after it: "we Chileans"."""
    for one in around if word in ("we", "us") else ():
        if one.start == mark.end + 1 and isinstance(one.item, Who) and one.item.code and one.item.code not in LISTED:
            return one.item
    return None


_COUNTS = {"three": 3, "four": 4, "five": 5}


def _several(words: str, context: Context) -> tuple[Who, ...]:
    """ "The three delegations": so many of the states named last; nobody where fewer have been named."""
    if context.profile:
        return ()
    count = next(n for word, n in _COUNTS.items() if word in words)
    known = {w.code: w for w in (*context.named, *context.subject, *([context.main] if context.main else ())) if w.code}
    states = [w for code, w in known.items() if code not in LISTED]
    return tuple(states[:count]) if len(states) >= count else ()


# The first person: the state that publishes the page, or the side of a thread that its sentence does not name.
_FIRST = ("we", "our", "ours", "us", "ourselves")


def _ourselves(context: Context, around: list[Mark]) -> tuple[Who, ...]:
    named = {m.item.code for m in around if isinstance(m.item, Who)}
    if context.speaker or context.publisher or context.home:
        return tuple(context.resolve("we"))
    sides = [*context.resolve("we"), *context.pair]
    if (
        not context.paired
        and not context.debate
        and len(context.subject) == 1
        and context.subject[0].code not in LISTED
    ):
        sides = [*context.subject, *sides]  # who is quoted speaks for the state of which was spoken last
    return tuple([w for w in sides if w.code not in named][:1] or sides[:1])


def _who(m: Mention) -> Who:
    body = m.body if m.code else m.body or m.text
    return Who(m.code, body, m.start, m.end, m.kind, m.place, m.name)


def _char(text: str, m: Mention) -> str:
    if m.kind == "body" and TROOP_WORDS.search(m.text):
        return TROOPS
    if m.kind in ("adjective", "prefix") or _MODIFIED.match(text, m.end):
        return ADJECTIVE
    return NOUN


def _merged(text: str, named: tuple[Mention, ...]) -> list[Mention]:
    """Each mention with the abbreviation in brackets after it: "Caribbean Regional Security System (RSS)"."""
    out: list[Mention] = []
    skip = -1
    for i, m in enumerate(named):
        if m.start < skip:
            continue
        paren = _PAREN.match(text, m.end)
        inside = named[i + 1] if i + 1 < len(named) else None
        end = m.end
        if paren and inside and paren.start(1) <= inside.start and inside.end <= paren.end(1):
            same = inside.entity is not None and inside.entity == m.entity
            if (same and inside.end - inside.start >= len(paren[1]) - 2) or (m.code is None and inside.code is None):
                end = paren.end()
        elif (
            paren
            and (not inside or inside.start >= paren.end())
            and (m.code is None or (paren[1].isupper() and len(paren[1]) < 12))
        ):
            end = paren.end()
        skip = end
        out.append(_stretched(m, end, text))
    return out


def _stretched(m: Mention, end: int, text: str) -> Mention:
    if end == m.end:
        return m
    return Mention(m.start, end, text[m.start : end], m.code, m.kind, m.body, m.name, m.place, m.entity)


def named_in(found: list[Mark]) -> list[Who]:
    """The actors among marks."""
    return [m.item for m in found if isinstance(m.item, Who) and m.item.kind != "location"]


def sides_in(found: list[Mark], text: str, start: int) -> list[Who]:
    """The actors of a label that are sides of what it heads; "Cooperation on Afghanistan" names a topic."""
    out = []
    for mark in found:
        head = text[max(start, mark.start - 8) : mark.start].lower()
        known = isinstance(mark.item, Who) and mark.item.kind != "location"
        if (
            isinstance(mark.item, Who)
            and known
            and not head.rstrip().removesuffix(" the").endswith((" on", " in", " about"))
        ):
            out.append(mark.item)
    return out
