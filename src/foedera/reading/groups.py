"""Mentions to groups: who is named together, and which word governs them.

"from a variety of suppliers, including Brazil, Israel, and several European countries" is one
group of two actors governed by "from". A group is coded as one private-use character, so that
frames and rules are short linear patterns over the coded sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from foedera.actors import Mention, organisations
from foedera.reading.timex import Timex


def word_set(text: str) -> frozenset[str]:
    """The words of a text: lists of words are easier to read and to extend as text."""
    return frozenset(text.split())


LISTED = frozenset(code for code, one in organisations().items() if one.listed)
NOUN, ADJECTIVE, DATE, MISSION, FRAMEWORK, SELF = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
TROOPS, PROGRAMME, BODY_FRAME, EXERCISE, WEAPON = "\ue006", "\ue007", "\ue008", "\ue009", "\ue00a"
GROUPS = NOUN + ADJECTIVE + SELF + TROOPS


@dataclass(frozen=True, slots=True)
class Who:
    """One actor of a group: a claim's `code` and `body`, and where the text names it."""

    code: str | None
    body: str | None
    start: int
    end: int
    kind: str = "name"
    place: str | None = None
    name: str | None = None

    @property
    def key(self) -> str:
        return self.code or (self.body or "").casefold()

    @classmethod
    def of_mission(cls, m: Mention) -> Who:
        """Whose mission it is: an organisation's, its own, or the state's that leads it."""
        kind = "lead" if m.kind == "mission" and m.code and m.code not in LISTED else m.kind
        return cls(m.code, None if m.code else m.body or m.text, m.start, m.end, kind, m.place, m.name)


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A word for somebody named elsewhere, resolved; `owner` for "its" and "their"."""

    whos: tuple[Who, ...]
    owner: bool = False


@dataclass(slots=True)
class Group:
    """Actors named together, at `at` in the coded string and `start:end` in the text.

    `form` is noun, adjective or self ("it", "the military"); `prep` the word that governs it;
    `subject` says that nothing before it in its clause can govern it; `owner` that 's follows;
    `listed` that "including", "such as" or a comma list introduces or joins its members.
    """

    at: int
    start: int
    end: int
    form: str
    whos: list[Who] = field(default_factory=list)
    prep: str | None = None
    prep_at: int = -1
    subject: bool = False
    owner: bool = False
    listed: bool = False
    word: str = ""
    intro: str = ""
    generic: bool = False
    plural: bool = False


@dataclass(slots=True)
class Coded:
    """A segment with its mentions as single characters; `offset[i]` is where code[i] stands in the text."""

    code: str
    offset: list[int]
    start: int
    end: int
    text: str
    groups: list[Group]
    dates: dict[int, Timex]
    missions: dict[int, Mention]
    frameworks: dict[int, Mention]
    programmes: dict[int, Who] = field(default_factory=dict)
    weapons: dict[int, str] = field(default_factory=dict)
    by_at: dict[int, Group] = field(default_factory=dict)
    # Where its clauses begin, once that was looked for.
    bounds: list[int] = field(default_factory=list)
    # What was looked for in a clause, so that many triggers of one frame look once.
    looked: dict[tuple[re.Pattern[str], int, int], bool] = field(default_factory=dict)
    # When it says that things were, and what was weighed of it (`dating`).
    moments: list[Any] | None = None
    dated: dict[Any, Any] = field(default_factory=dict)
    # The slots of its clauses for relations that no frame states.
    filled: dict[tuple[str, int, int, int], dict[str, Any]] = field(default_factory=dict)
    # Its words and signs with where each stands, once they were asked for (`proposing`).
    tokens: list[tuple[str, int]] | None = None

    _named: frozenset[str] | None = None
    _words: int | None = None

    def named(self) -> frozenset[str]:
        """Whom its groups name outright."""
        if self._named is None:
            self._named = frozenset(w.key for g in self.groups if g.form != "self" for w in g.whos)
        return self._named

    def words(self) -> int:
        """How many words it has."""
        if self._words is None:
            self._words = len(self.code.split())
        return self._words

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Text offsets of code[start:end]."""
        last = self.offset[end] if end < len(self.offset) else self.end
        return self.offset[start], last


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to be coded as one character."""

    start: int
    end: int
    char: str
    item: object


def encode(text: str, start: int, end: int, marks: list[Mark]) -> tuple[str, list[int], dict[int, object]]:
    """The segment in lower case with each mark as its character; offsets; marks by position."""
    code: list[str] = []
    offset: list[int] = []
    items: dict[int, object] = {}
    at = start
    for mark in marks:
        first = mark.start
        if first < at:
            continue
        if first > at:
            code.append(_copied(text[at:first]))
            offset += range(at, first)
        items[len(offset)] = mark.item
        code.append(mark.char)
        offset.append(first)
        at = mark.end
    code.append(_copied(text[at:end]))
    offset += range(at, end)
    return "".join(code), offset, items


_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\n": " ", "\t": " ", "\xa0": " "})


def _copied(piece: str) -> str:
    """In lower case, one character for one character."""
    if piece.isascii():
        return piece.replace("\n", " ").replace("\t", " ").lower()
    piece = piece.translate(_PLAIN)
    low = piece.lower()
    return low if len(low) == len(piece) else piece


# Bodies of a state that make "the Dutch military" or "Serbia's peacekeepers" an actor that acts.
BODY = (
    r"(?:(?:armed|military|security|defen[cs]e|land|air|naval|ground|police|special(?: operations)?|peacekeeping|"
    r"border|"
    r"coast|national|federal|government|state|royal|army|navy|combat|self-defense|self-defence|people's|maritime|"
    r"transitional|paramilitary|uniformed|riot|counterterrorism|expeditionary|marine|rapid reaction) )*"
    r"(?:military and security forces|militaries|military(?: forces?| personnel| service members)?|armed forces|"
    r"forces?|troops|army|armies|navy|navies|air force|air forces|coast guards?|guards?(?:men)?|government|"
    r"soldiers|marines|personnel|peacekeepers|officers|advis[eo]rs|trainers|instructors|police(?: officers)?|"
    r"contingents?|gendarmerie|ministry|minister|president|parliament|defence forces?|"
    r"airmen|sailors|paratroop(?:s|ers)|warships|navy ships|fighters|mercenaries|authorities|side|brigades?|"
    r"battalions?|commandos|gunners|engineers|officials?|delegations?)"
)
_HEAD = re.compile(
    rf"(?:'s?)?[ -](?:(?:and|or) )?{BODY}(?![\w-])(?! (?:assistance|aid|equipment|cooperation|ties|base|bases|"
    r"presence|relations|relationship|exercises?|training|support|academ|school|colleges?|attach|sales?|weapons|"
    r"hardware|systems|vehicles|vessels|aircraft|operations?|missions?|alliance|agreement|pact|treaty|"
    r"facilit|financing|partner|rank|style|intervention|industr|action|campaign|academy|doctrine|budget|"
    r"attack|offensive|spending|service\b|detachment|installations?|education|grants?|commitments?|contacts?))"
)


def _again(code: str, items: dict[int, object], step: int, whos: list[Who]) -> bool:
    """Is the next actor (or the one joined to it by "and") named before? Then a new list begins."""
    keys = {w.key for w in whos}
    item = items[step]
    if isinstance(item, Who) and item.key in keys and item.code:
        return True
    after = _PAIR.match(code, step + 1)
    other = items.get(after.end()) if after else None
    return isinstance(other, Who) and other.code is not None and other.key in keys


_PAIR = re.compile(r" and (?:the )?(?=[\ue000\ue001\ue006])")
TROOP_WORDS = re.compile(
    r"\b(?:troops|soldiers|marines|personnel|peacekeepers|officers|advis[eo]rs|trainers|instructors|contingents?|"
    r"airmen|sailors|"
    r"paratroop\w+|warships|fighters|mercenaries|guards|forces|police)\b"
)
_BETWEEN = re.compile(
    r"(?:-(?=\s(?:and|or)\s|,))?\s*(?:\([^()\ue000\ue001\ue003-\ue008]{0,60}\)\s*)?"
    r"(?:,|/|-(?=[\ue000\ue001])|(?=\s*(?:and|or|nor|as well as|along with|plus|&)\s))\s*"
    r"(?:(?:and/or|and,(?=\s(?:more|most|increasingly|historically|to|in|until|previously|formerly|also"
    r"|lately))|and|or|nor|as well as|along with|plus|followed by|but also|&|then)\s+)?"
    r"(?:(?:(?:with|from|to|by|in|between|for|of)\s+)?(?:both\s+|either\s+|also\s+|more recently,?\s+|most "
    r"recently,?\s+"
    r"|increasingly,?\s+|historically,?\s+|previously,?\s+|formerly,?\s+|until recently,?\s+|lately,?\s+"
    r"|in recent years,?\s+|to a lesser (?:extent|degree),?\s+|particularly\s+|especially\s+|including\s+"
    r"|notably\s+|such as\s+"
    r"|mostly\s+|primarily\s+|the\s+|former\s+|neighboring\s+|other\s+|fellow\s+|some\s+|a few\s+"
    r"|several\s+|nearby\s+"
    r"|regional\s+|domestically[ -]produced\s+|(?:western |eastern |central |northern |southern )?europe(?:an)?,?\s+"
    r"|asian?,?\s+|african?,?\s+|regional neighbors such as\s+|the\s+))*"
)
# A member of a list that is no actor of ours: it is stepped over.
_STRANGER = re.compile(
    r"(?:,|/|\s+and|\s+or|\s+as well as|\s+along with)\s*(?:and\s+|or\s+|as well as\s+)?(?:(?:some|several|various|"
    r"other|many|a few|a number of|a variety of|most|the|both|different|certain|select|selected|numerous|regional|"
    r"neighboring|nearby|additional|its|fellow)\s+)*"
    r"(?:(?:western|eastern|central|northern|southern|former|southeast|latin|south|north|west|east|european|asian|"
    r"african|nordic|baltic|balkan|gulf|arab|american|caribbean|soviet-era|western-made|domestic|domestically[ -]"
    r"produced|locally[ -](?:produced|made)|indigenous|older|modern|newer|soviet[ -]era|warsaw pact|cold war-era|"
    r"middle eastern|pacific|pacific island|island|foreign|partner|non-\ue000)\s*(?:and\s+)?){0,6}"
    r"(?:europe|asia|africa|asian|european|countries|states|suppliers|nations|neighbou?rs|partners"
    r"|soviet-era|domestic|"
    r"western|sources|members|member states|allies|(?:the )?middle east|(?:latin|central|north|south) america|"
    r"(?:the )?caribbean|(?:the )?balkans|(?:the )?pacific|oceania|western-made|domestically[ -]produced|militaries|"
    r"(?:the )?west|european union)?\s*(?=,|/|and\s|or\s|as well\s|along with\s)"
    r"|(?:,|\s+and)\s*(?:and\s+)?(?:other|some|several|various)\s+(?:[a-z-]+\s+){0,6}?(?:countries|states|nations|"
    r"partners|suppliers|neighbou?rs|militaries)\s*(?=,|and\s|as well\s)"
)
# "EU |countries" within a list: the body stands for them.
_ITS_MEMBERS = re.compile(
    r"(?:'s)? (?:member |partner )?(?:countries|states|nations|members|militaries|partners)"
    r"(?=,? (?:and|or|as well as) |, )"
    r"(?!,? (?:including|such as|particularly|especially|like|mostly|notably)\b)"
)

_SKIP = word_set(
    """the a an no several some many various other multiple numerous both its their his our key major main primary
    closest
    close former neighboring neighbouring regional european western foreign international nearby fellow certain
    particular different additional bilateral partner allied traditional strategic important large small single
    naval air land ground
    external leading longtime long-time longstanding historic such as including particularly especially notably like
    primarily mainly mostly largely chiefly namely e.g. i.e. also either only even nordic baltic african asian arab gulf
    caribbean latin american southeast south north east west central eastern southern northern balkan friendly
    around about over nearly approximately few all most each every least at
    individual member members countries country states nations partners neighbors neighbours suppliers militaries
    allies powers sources members governments armies navies counterparts communities producers manufacturers
    organizations organisations institutions groups entities government forces troops peacekeepers
    occupied newly then recognized unrecognized disputed de facto republic kingdom mostly islands island state territory
    modern independent ally fellow military security defense defence firms companies
    today's modern-day present-day post-soviet ex-soviet communist nationalist muslim sub-saharan
    """
)
_CONTAINER = word_set(
    """total hundreds thousands
    variety number range mix array host majority series handful wide broad diverse group lot dozens scores rest
    territory soil borders border coast waters government governments kingdom republic state people armed
    forces military militaries region regions part parts north south east west center outskirts behalf
    commonwealth union federation city port province provinces area areas armies shores militia members
    """
)
PREPOSITIONS = word_set(
    """with from to by of in on at for against between among under into toward towards across within throughout via
    through over near off around inside upon alongside before after since during than outside beyond behind without
    regarding concerning onto aboard per"""
)
_CONJUNCTIONS = frozenset(("after", "before", "since"))
_STARTERS = word_set(
    """and but or that while whereas although though as because when where if so then however which who whom whose
    whether what how also neither nor yet both not today currently now later only even including
    meanwhile thus hence therefore meantime elsewhere"""
)
_STOPS = frozenset(',;:()"[]/')
_LAST = re.compile(r'[^,;:()"\[\]/]+\Z')


def build(text: str, start: int, end: int, marks: list[Mark]) -> Coded:
    """The coded segment with its groups; `marks` sorted, not overlapping."""
    first, offset, items = encode(text, start, end, marks)
    coded = _join(first, offset, items, text, end)
    coded.start = start
    for group in coded.groups:
        coded.by_at[group.at] = group
    for group in coded.groups:
        _govern(coded, group)
    return coded


def _join(code: str, offset: list[int], items: dict[int, object], text: str, end: int) -> Coded:
    """Merge neighbouring actors of a list into one group character."""
    out: list[str] = []
    offs: list[int] = []
    coded = Coded("", offs, 0, end, text, [], {}, {}, {})
    tables: dict[str, dict[int, Any]] = {
        DATE: coded.dates,
        MISSION: coded.missions,
        WEAPON: coded.weapons,
        EXERCISE: coded.weapons,
        PROGRAMME: coded.programmes,
        FRAMEWORK: coded.frameworks,
        BODY_FRAME: coded.frameworks,
    }
    done = 0
    for i in items:  # in order of place
        if i < done:
            continue  # a group has taken it in
        out.append(code[done:i])
        offs += offset[done:i]
        char, done = code[i], i + 1
        if char in GROUPS:
            group, done = _group(code, i, offset, items, end)
            group.at = len(offs)
            coded.groups.append(group)
            char = _FORM[group.form]
        else:
            tables[char][len(offs)] = items[i]
        out.append(char)
        offs.append(offset[i])
    out.append(code[done:])
    offs += offset[done:]
    coded.code = "".join(out)
    return coded


_FORM = {"self": SELF, "adjective": ADJECTIVE, "noun": NOUN, "troops": TROOPS}


def _group(code: str, i: int, offset: list[int], items: dict[int, object], end: int) -> tuple[Group, int]:
    first = items[i]
    if isinstance(first, Pronoun):
        stop = offset[i + 1] if i + 1 < len(offset) else end
        return Group(0, offset[i], stop, "self", list(first.whos), owner=first.owner), i + 1
    if not isinstance(first, Who):
        raise TypeError("a mark of an actor holds no actor")
    form = "noun"
    whos = [first]
    j = i + 1
    listed = False
    last_char = code[i]
    j, last_char = _headed(code, j, last_char, first)
    while True:
        step = _next(code, j, last_char, len(whos))
        if step is None:
            break
        item = items[step]
        if not isinstance(item, Who) or _again(code, items, step, whos):
            break
        listed = True
        whos.append(item)
        j = step + 1
        last_char = code[step]
        j, last_char = _headed(code, j, last_char, item)
    if last_char == ADJECTIVE and acts(code, j - 1):
        last_char = NOUN  # "the British maintain": the people, and so the state
    form = "adjective" if last_char == ADJECTIVE else "troops" if last_char == TROOPS else "noun"
    stop = offset[j] if j < len(offset) else end
    return Group(0, offset[i], stop, form, whos, listed=listed, plural=len(whos) > 1), j


def _headed(code: str, j: int, char: str, who: Who) -> tuple[int, str]:
    """Take in a body's name: "Dutch| military", "Serbia|'s peacekeepers"; the group is then a noun."""
    if who.code in LISTED:
        members = _ITS_MEMBERS.match(code, j)
        return (members.end(), NOUN) if members and _next(code, members.end(), NOUN, 1) else (j, char)
    match = _HEAD.match(code, j)
    if match:
        return match.end(), TROOPS if TROOP_WORDS.search(match.group()) else NOUN
    return j, char


def _next(code: str, j: int, char: str, count: int) -> int | None:
    """Where the next actor of the same list stands, or None."""
    at = j
    for _ in range(3):
        match = _BETWEEN.match(code, at)
        if match and match.end() < len(code) and match.end() > at and code[match.end()] in (NOUN, ADJECTIVE, TROOPS):
            step = match.end()
            return step if _same_list(code, at, step, match.group(), char, count) else None
        stranger = _STRANGER.match(code, at)
        if not stranger or stranger.end() == at:
            return None
        at = stranger.end()
    return None


_FINITE = re.compile(
    r"[\ue000\ue001\ue005](?:'s [\w-]+)?,? (?:also |each |both |both |jointly |have |currently |then |later |"
    r"subsequently )*"
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|provides?|provided|signed|joined|sent|agreed|agree|"
    r"announced|"
    r"maintains?|conducts?|conducted|trains?|trained|invaded|attacked|continues?|remains?|also|hosts?|hosted|holds?|held|"
    r"supports?|supplied|supplies|deployed|deploys?|used|uses|does|did|do|share|shares|supported|opened|bought|sold|"
    r"established|launched|began|became|ratified|withdrew|left|took|takes|participates?|participated|fought|built|"
    r"leased|offered|ordered|asked|gave|made|won|lost|came|went|paid|declared|refused|rejected|denied|approved|accepted|"
    r"received|acquired|purchased|delivered|donated|entered|moved|stationed|occupied|seized|annexed|helped|led|leads|"
    r"should|must|buys|sells|sends|pulled|halted|stopped|suspended|cut|broke|severed|formed|founded|set up|handed|"
    r"renewed|extended|terminated|denounced|abrogated|concluded|negotiated|proposed|threatened|promised|pledged)\b"
)


def acts(code: str, at: int) -> bool:
    """Does a finite verb follow the group at `at`?"""
    return bool(_FINITE.match(code, at))


def _same_list(code: str, at: int, step: int, between: str, char: str, count: int) -> bool:
    """ "signed with the UK, and Sweden has ..." is no list: the second actor begins a clause."""
    if "and" in between or between.strip() == ",":
        verb = _FINITE.match(code, step)
        if verb and count == 1 and "," in between:
            return False
    return True


def _govern(coded: Coded, group: Group) -> None:
    """Find the word that governs the group by walking left over what only describes it."""
    walk = _Walk(coded, group, group.at)
    for _ in range(24):
        if not walk.step():
            break
    code = coded.code
    if not group.subject and group.form != "adjective" and _begins_clause(group) and acts(code, group.at):
        group.subject, group.prep, group.prep_at = True, None, -1
    if group.subject and group.form == "noun" and _MODIFIES.match(code, group.at + 1):
        group.subject = False
    before = code[max(0, group.at - 16) : group.at]
    member = _A_MEMBER.match(code, group.at + 1) and _SOME.search(before)
    group.generic = bool(member or _GENERIC.match(code, group.at + 1))
    group.generic = group.generic or (group.form == "adjective" and bool(_BORDER.match(code, group.at + 1)))
    group.owner = group.owner or code[group.at + 1 : group.at + 3].startswith(("'s", "' "))


_SUCH = re.compile(r"\bsuch (?:[a-z]+ ){0,2}$")
# "weeks after |Kenya signed", "Spain said |Morocco had bought": words before the subject of a clause.
_TEMPORAL = word_set("after before since until than as")
_REPORTING = word_set(
    """said says announced confirmed reported complained claimed claims stated stressed noted added insists insisted
    warned alleged alleges denied denies believes believe fears feared hopes recalled agreed revealed showed shows"""
)


def _begins_clause(group: Group) -> bool:
    """Does a conjunction or a verb of saying stand before the group, so that it may be a subject?"""
    return group.prep in _TEMPORAL or (group.prep is None and group.word in _REPORTING)


_INTRODUCING = word_set("including especially particularly notably like namely primarily mostly mainly largely chiefly")


_MONTHS = word_set("january february march april may june july august september october november december")
_IN_TIME = word_set("in since by until early late mid last this next on")


@dataclass(slots=True)
class _Walk:
    """A walk left from a group; `noun` and `listed` tell what it has passed."""

    coded: Coded
    group: Group
    at: int
    noun: bool = False
    listed: bool = False
    unknown: int = 0

    def step(self) -> bool:
        """Pass one word; False when the governing word, or none, is found."""
        match = self._before(self.at, 60)
        if match is None:
            self.group.subject = True
            return False
        word, self.at = match
        if self._introduces(word) or self._passes_of(word):
            return True
        if word in _CONJUNCTIONS and acts(self.coded.code, self.group.at):
            self.group.subject = True  # "weeks after |Ethiopia signed a memorandum"
            return False
        if word in PREPOSITIONS:
            self.group.prep, self.group.prep_at = word, self.at
            return False
        if word in _MONTHS and (left := self._before(self.at, 30)) and left[0] in _IN_TIME:
            self.group.subject = True  # "in March |Morocco sent"
            return False
        if self._joins(word) or self._describes(word):
            return True
        return self._ends(word)

    def _before(self, at: int, width: int) -> tuple[str, int] | None:
        """The word that ends before `at`, and where it begins."""
        start = max(0, at - width)
        window = self.coded.code[start:at].rstrip()
        if not window:
            return None
        word = window.rsplit(None, 1)[-1]
        if word == "w/":
            return "with", start + len(window) - len(word)
        if not word.isalnum():
            word = word[-1] if word[-1] in _STOPS else _LAST.search(word).group()  # type: ignore[union-attr]
        return word, start + len(window) - len(word)

    def _introduces(self, word: str) -> bool:
        code = self.coded.code
        if word not in _INTRODUCING and not (word == "as" and _SUCH.search(code, max(0, self.at - 30), self.at)):
            return False
        self.listed = self.noun = self.group.listed = True
        self.group.intro = word
        before = code[: self.at].rstrip()
        if before.endswith(","):
            self.at = len(before) - 1
        return True

    def _passes_of(self, word: str) -> bool:
        """ "a variety |of": what it contains is governed by what governs it."""
        left = self._before(self.at, 40) if word == "of" else None
        if left is None or left[0] not in _CONTAINER:
            return False
        self.at = left[1]
        self.noun = True
        return True

    def _joins(self, word: str) -> bool:
        """ "European countries |and": the first member of the list is no actor of ours."""
        if word not in (",", "and", "or", "as"):
            return False
        start = max(0, self.at - 40)
        joined = _JOINED.search(self.coded.code[start : self.at + len(word)])
        if joined is None:
            return False
        self.at = start + joined.start(1)
        self.noun = True
        return True

    def _describes(self, word: str) -> bool:
        if word in _SKIP or _COUNT.fullmatch(word):
            self.noun = self.noun or word.endswith("s")
            return True
        passed = self.listed or self.noun
        if len(word) == 1 and word in GROUPS and self.noun:
            other = self.coded.by_at.get(self.at)
            return other is not None and other.form != "self"
        if word in ("and", "or") and passed:
            left = self._before(self.at, 40)
            return left is not None and left[0] in _SKIP
        return False

    def _ends(self, word: str) -> bool:
        """A bracket, a stop, a conjunction or an unknown word: the walk ends here, or passes one word more."""
        group = self.group
        if word in ("(", '"', "["):
            if self.listed or not self.noun:
                group.prep, group.prep_at = "(", self.at
            group.subject = group.subject or not self.coded.code[: self.at].rstrip()
            return False
        if word in (",", ";", ":", DATE) or word in _STARTERS:
            group.word = word
            group.subject = not self.listed or bool(_FINITE.match(self.coded.code, group.at))
        elif (self.listed or self.noun) and self.unknown < 4 and not word.endswith("ed") and word not in _VERBS:
            self.unknown += 1
            return True
        else:
            group.word = word
        if self.listed:
            group.prep = "including"
        return False


# "a total of 41 |troops": a number only counts them.
_COUNT = re.compile(
    r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|fifty|hundreds?|thousands?"
)
# "a NATO |member": nobody in particular.
_A_MEMBER = re.compile(r" (?:member|ally|state|country|partner|nation)(?: state| country)?\b")
_SOME = re.compile(r"\b(?:an?|another|any|one|first|fellow|only) (?:\w+ )?$")
_BORDER = re.compile(r" (?:\w+ )?(?:border|frontier)s?\b")
# "UN |peacekeeping missions": the name only describes what follows.
_MODIFIES = re.compile(
    r" (?:peacekeeping|missions?|operations?|exercises?|military operations|member(?:s|ship)?\b|partners?\b|"
    r"countries|nations|air polic|"
    r"naval|defen[cs]e|security|training|maritime|stabili[sz]ation|standby|summit|resolution|mandate|treaty|"
    r"framework|programs?\b|aid\b)"
)
# "European countries and |the US": the first member of the list is no actor of ours.
_JOINED = re.compile(
    r"\b((?:countries|states|nations|partners|suppliers|neighbors|europe|asia|africa|members|militaries|allies|"
    r"others|sources|"
    r"caribbean|america|middle east|european|west|region|powers|producers|western|balkans|baltics|sahel|"
    r"mediterranean|gulf|"
    r"pacific|atlantic|black sea|aegean|caucasus|nordics|benelux|indo-pacific|(?:north|west|east|central|southern) "
    r"africa|oceania|"
    r"elsewhere|overseas|abroad)\s*,?\s*(?:and|or|as well as|,|also|and also|along with)\s*)$"
)
# "EU |countries, including ...": what follows says who.
_GENERIC = re.compile(
    r"(?:'s)? (?:[\w-]+ )?(?:countries|states|members|member states|nations|allies|partners|neighbors|militaries)"
    r"(?: \([^()]{0,30}\))?,? (?:including|such as|particularly|especially|like|mostly|notably) (?:(?:the|both|those "
    r"of|other) )*"
    r"[\ue000\ue001\ue006]"
)
_VERBS = word_set(
    """is are was were has have had include includes included be been being provides provide trains train
    maintains maintain supports support hosts host participates participate contributes contribute conducts conduct
    remains remain receives receive relies rely sends send joined signed sent invaded attacked armed equipped
    joining supplying providing receiving signing hosting helping assisting training supporting assists assist
    """
)
