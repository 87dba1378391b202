"""The slots of a claim that are read from its clause: date, amount, items, sectors, place, quantifier."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from foedera.claim import Amount
from foedera.reading.groups import DATE, TROOPS, Coded
from foedera.reading.literals import Index
from foedera.reading.timex import Timex

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: n for n, word in enumerate((*_ONES, *_TEENS), 1)} | {
    tens + ones: 10 * n + more
    for n, tens in enumerate(_TENS, 2)
    for more, ones in enumerate(("", *(f"-{one}" for one in _ONES)))
}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000}
_FIGURES = re.compile(r"\d[\d,]*")
_SPELLED = "|".join(sorted(_WORDS, key=len, reverse=True))
NUMBERS = rf"\b(?:(?:{_SPELLED}|an?) (?:dozen|hundred|thousand)|{_SPELLED})\b"
"""Numbers in words, as `number` reads them."""
# "1,400", "ninety-four", "three hundred".
_COUNT = (
    r"(?<!article )(?<!section )(?<![\d,.$\w-])"
    rf"(?P<v>\d{{1,3}}(?:,\d{{3}})+|\d+|(?:{_SPELLED}|an?) (?:hundred|thousand)|(?:{_SPELLED})\b)"
)
_PEOPLE = re.compile(
    rf"{_COUNT}(?:\s?-\s?[\d,]+)?\s(?:[a-z\ue000\ue001]+\s){{0,3}}?"
    r"(?P<unit>troops|soldiers|military personnel|personnel|peacekeepers|advisers|advisors|trainers|marines|men|"
    r"officers and (?:men|soldiers)|officers|police officers|contractors|forces|service members|airmen|sailors|"
    r"gendarmes|police|observers|people|instructors|paratroopers|legionnaires|specialists|technicians|"
    r"members of the forces|\ue006)(?!\w)"
)
# "A battalion of 870", "a platoon (50)".
_STRENGTH = re.compile(
    r"(?:\b(?:battalion|company|contingent|detachment|brigade|force|unit|platoon|team|squadron|group|garrison)|\ue006)"
    rf" (?:of (?:about |some |around |nearly |up to |over )?|\(){_COUNT}"
    r"(?=[),.;]|$| (?:in|to|at|under|with|from|was|were|is|has|had|served|serves|left|arrived)\b)"
)
_ORDINAL = re.compile(r"\b(?P<q>first|only|last|largest|sole|longest|biggest|leading|second|third|1st)\b")


# "Two police units" are not two men.
_FEW = 9


def people(coded: Coded, start: int, end: int) -> Amount | None:
    """The first number of troops in the stretch; of a range the lower bound."""
    m = _PEOPLE.search(coded.code, start, end)
    if m:
        unit = m["unit"]
        if unit == TROOPS:  # "Soviet troops" is one mark: its last word is what they are
            unit = " ".join(coded.text[slice(*coded.span(m.start("unit"), m.end("unit")))].lower().split()[-1:])
        value = number(m["v"])
        return Amount(value, unit) if value and (value > _FEW or unit not in ("forces", "police")) else None
    m = _STRENGTH.search(coded.code, start, end)
    value = number(m["v"]) if m else None
    return Amount(value, "troops") if value else None


def number(text: str) -> int | None:
    """The value of "1,400", "eight", "ninety-four", "three hundred" or "900-1,000"."""
    clean = text.strip().lower()
    m = _FIGURES.match(clean)
    if m:
        return int(m.group().replace(",", ""))
    first, _, scale = clean.partition(" ")
    if not scale:
        return _WORDS.get(first)
    many = 1 if first in ("a", "an") else _WORDS.get(first)
    return many * _SCALES[scale] if many and scale in _SCALES else None


# A date of how an organisation or site came about, not of what the clause says of it.
_ORIGIN = re.compile(
    r"\b(?:established|founded|inaugurated|created|built|reached|formed|commissioned|designation|designated)(?: in)? "
    r"$|\b(?:revolution|independence|referendum|uprising|collapse|coup)\b[^,;]{0,12} in $"
)
# After one of these a date belongs to the next statement.
_NEXT = re.compile(
    r",? and (?:since|in|by|as of|has|have|is|was|voted|began)\b|, (?:which|when|where|who|gaining)\b|\bfollowing\b|"
    r"\bsince \ue000"
)


def date(coded: Coded, start: int, end: int, left: int, right: int, *, close: bool = False) -> Timex | None:
    """The date of what the trigger says: in its clause, the nearest after it, else before it.

    With `close`, only a date within a few words after the trigger, or in it.
    """
    code = coded.code
    dates = sorted(coded.dates.items())
    inside = [d for at, d in dates if start <= at < end and not _ORIGIN.search(code, max(0, at - 16), at)]
    if inside:
        return inside[0]
    if close:
        return next(
            (
                d
                for at, d in dates
                if (end <= at <= end + 40 and _CLOSE.fullmatch(code, end, at))
                or (left <= at < start <= at + 24 and re.fullmatch(r",? (?:the )?", code[at + 1 : start]))
            ),
            None,
        )
    for at, d in dates:
        if end <= at < right and not _ORIGIN.search(code, max(0, at - 16), at) and not _NEXT.search(code, end, at):
            return d
    earlier = [
        d
        for at, d in dates
        if left <= at < start and not _ORIGIN.search(code, max(0, at - 16), at) and not _lost(code, at, start)
    ]
    return earlier[-1] if earlier else None


# Up to a date right after the trigger, its own object between them: "a war [with Russian forces in] 2008".
_CLOSE = re.compile(r" ?(?:in |of |\()?|(?:[ \ue000\ue001](?:with|against|[\w-]+)?){1,7} (?:in|of|during) (?:the )?")


def _lost(code: str, at: int, start: int) -> bool:
    """Is the date before the trigger that of another event: "since X's invasion of Y in 2022, Z has ..."?"""
    before = code[max(0, at - 40) : at]
    return bool(
        re.search(r"\b(?:joined|invasion|war|independence|founding|collapse|election)\b[^,]{0,30}$", before)
    ) or bool(re.search(r"\bbut\b", code[at:start]))


def dates_between(code: str, start: int, end: int) -> int:
    return code.count(DATE, start, end)


@cache
def sector_patterns() -> list[tuple[re.Pattern[str], str, str]]:
    data = tomllib.loads(files("foedera.reading").joinpath("sectors.toml").read_text("utf-8"))
    tables = {relation: words for relation, words in data.items() if isinstance(words, dict)}
    general = {sector: words for sector, words in data.items() if sector not in tables}
    return [
        (re.compile(rf"\b(?:{'|'.join(words)})\b"), sector, relation)
        for relation, table in ({"": general} | tables).items()
        for sector, words in table.items()
    ]


def sectors(code: str, start: int, end: int, relation: str = "") -> tuple[str, ...]:
    """The sectors that the stretch names; a relation's own words for a sector stand before the general ones."""
    known = sector_patterns()
    own = _own(relation)
    return tuple(
        sector
        for pattern, sector, whose in (known[n] for n in _sector_words().possible(code[start:end]))
        if whose == (relation if sector in own else "") and pattern.search(code, start, end)
    )


@cache
def _own(relation: str) -> frozenset[str]:
    """The sectors for which a relation has words of its own."""
    return frozenset(sector for _, sector, whose in sector_patterns() if whose and whose == relation)


@cache
def _sector_words() -> Index:
    return Index([pattern.pattern for pattern, _, _ in sector_patterns()])


def quantifier(code: str, start: int, end: int) -> tuple[str | None, str | None]:
    """ "First", "only" ... with the class that it is measured in, as the text writes it."""
    m = _ORDINAL.search(code, start, end)
    if not m:
        return None, None
    word = {"1st": "first", "sole": "only", "biggest": "largest", "leading": "largest"}.get(m["q"], m["q"])
    return word, None


_ITEM = re.compile(
    r"(?:such as|including|acquiring|of|supplied|provided|sold|delivered|received|for|,|and) "
    r"(?:(?:the|a|an|some|several|a few|more|modern|newer|older|secondhand|small|light|two|three|four|\d+) )*"
    r"(?P<item>(?:armou?red|air defen[cs]e|fighter|combat|transport|patrol|naval|light|armed|unmanned|surveillance|"
    r"coastal|anti-tank|"
    r"anti-ship|surface-to-air|attack|trainer|training|utility|missile|artillery|jet|high-speed|guard|\ue00a|"
    r"\d+mm) ?(?:[\w-]+ ){0,2}?"
    r"(?:aircraft|vehicles|systems|vessels|boats|missiles?|drones|radars?|helicopters|carriers|corvettes?|frigates?|"
    r"cars|ships|jets?|"
    r"tanks|launchers|craft|simulators|vehicles/drones|aerial vehicles)|\ue00a|aircraft|helicopters|missiles|drones|"
    r"warships|vessels|"
    r"tanks|howitzers|simulators|ammunition|frigates|corvettes|submarines|unmanned aerial vehicles)\b"
)


def items(coded: Coded, left: int, right: int) -> tuple[str, ...]:
    """Weapons and equipment that the clause names, as written: designators, names, kinds of vehicle or craft."""
    out: list[str] = []
    for at, name in sorted(coded.weapons.items()):
        if left <= at < right and name not in out:
            out.append(name)
    for m in [] if out else _ITEM.finditer(coded.code, left, right):
        start, end = coded.span(*m.span("item"))
        written = coded.text[start:end].strip()
        if written not in out:
            out.append(written)
    return tuple(out)
