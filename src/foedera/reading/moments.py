"""When a sentence says that something was: its written dates, joined to spans, and what only counts from another date.

"Between March 1992 and 1994", "the following October", "two years later", "last November", "in May", "the 16th:" are
read in the coded sentence, where each written date is one character. They count from the date before them in the text
or, where the text speaks of its own present ("last year", "on Friday"), from the day on which it appeared.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from foedera.reading.timex import MONTHS, Timex, find

if TYPE_CHECKING:
    from foedera.documents.model import Document


@dataclass(frozen=True, slots=True)
class Moment:
    """A date in code[at:end] of a sentence; `kind` says how it is written, `lead` how it is introduced."""

    at: int
    end: int
    edtf: str
    lead: str
    kind: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """What relative dates count from: the date before, and when the text appeared; '' where neither is known."""

    told: str = ""
    issued: str = ""


# A text's head: so many lines, each no longer than this; of a longer line so much may be a dateline.
_HEAD, _LINE, _DATELINE = 12, 140, 70
_ACT = re.compile(
    r"\b(?:signed|done|concluded|enter\w*|force|ratifi\w+|adopted|agreed|effective|since|between)\b", re.I
)


def issued(document: Document) -> str:
    """The day on which a text appeared: as its source says, else the last one that the lines of its head write.

    Where these write no day, the month with which a line of the head ends ("Working Paper 31, May 2024").
    """
    if document.date and document.date[:4].isdigit():
        return document.date[:10]
    lines = document.text[: _HEAD * _LINE].split("\n")[:_HEAD]
    return _day_of_head(lines) or _month_of_head(lines)


def _month_of_head(lines: Sequence[str]) -> str:
    for line in lines:
        if len(line) > _LINE:
            break  # the text has begun
        dates, words = find(line), line.rstrip(" )]|")
        if len(dates) != 1 or dates[0].end != len(words) or _ACT.search(line):
            continue
        if _MONTH_OF_YEAR.fullmatch(dates[0].edtf):
            return dates[0].edtf
    return ""


_MONTH_OF_YEAR = re.compile(r"\d{4}-(?:0\d|1[0-2])")


def _day_of_head(lines: Sequence[str]) -> str:
    found = ""
    for line in lines:
        if not _ACT.search(line[:_LINE]):
            days = (t.edtf for t in find(line[: _DATELINE if len(line) > _LINE else _LINE]) if t.complete)
            found = max(found, *(day for day in days if len(day) == len("2000-01-01")), "")
        if len(line) > _LINE:
            break
    return found


_WORDS = [
    "an|one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]
_COUNT = {word: n for n, words in enumerate(_WORDS, 1) for word in words.split("|")} | {"a": 1, "twenty": 20}
_N = r"(?:\d{1,2}|" + "|".join(sorted(_COUNT, key=len, reverse=True)) + ")"
_MON = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?(?!['\w])"
)
_SEASON = "spring|summer|autumn|winter"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TENS = {"twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8}
_TENS |= {"nineties": 9}
_NTH = {"first": 1, "second": 2, "third": 3, "tenth": 10, "twelfth": 12, "fifteenth": 15, "twentieth": 20}
_NTH |= {"thirtieth": 30}
_UNIT = r"(?P<unit>year|month|week|day|fortnight|decade)s?"
_D = "\ue002"

_RELATIVE = re.compile(
    rf"""
      (?:between|from|both)\s(?:the\s|late\s|early\s|mid-)?(?P<fa>{_D})[ ]?(?:and|to|until|till|through|-)[ ]?
        (?:the\s|late\s|early\s|mid-)?(?P<fb>{_D})
    | from\s(?:the\s|late\s|early\s|mid-)?(?P<ua>{_D})\s(?:until|till|to)\s[^,;.({_D}]{{3,60}}?(?P<ub>{_D})
    | (?:(?:in|since|until|by|from|during|of)\s)?(?P<m7>{_MON})\s(?:of\s)?(?P<thatyear>last|this)\syear
    | (?P<ra>{_D})\s?(?:-|/|to|until|till)\s?(?P<rb>{_D})
    | (?P<da>{_D})\sand\s(?:the\s)?(?P<db>{_D})
    | (?P<ma>{_MON})\s?(?:-|and|to|until|till|through)\s?(?P<mb>{_D})
    | for\s(?P<forn>{_N})\syears\s(?:from|after|since)\s(?P<ford>{_D})
    | (?P<na>{_MON})\s?(?:-|–|to|until|till|through)\s?(?P<nb>{_MON})(?=\W|$)(?!\s?\d)
    | (?P<thatmon>(?:that|the\ssame)\s)(?P<m1>{_MON})
    | (?P<nextmon>(?:the\s)?(?:following|next)\s)(?P<m2>{_MON})
    | (?P<lastmon>(?:last|this\spast)\s)(?P<m3>{_MON})
    | (?P<thismon>this\s)(?P<m4>{_MON})
    | (?P<barelead>(?:in|since|until|till|by|from|during|early|mid|late|of|through|before|after)[ -]|\()
        (?P<m5>{_MON})(?=\W|$)(?!\s?(?:(?:-|and|to|until|till|through)\s)?(?:\d|{_D}))
    | [ ](?P<m6>{_MON})\)
    | ,[ ](?P<m9>{_MON})(?=[.;]?$)
    | ^(?P<m8>{_MON})(?=\s?[:,(–-]|\s{{2}})
    | (?P<same>(?:the\s(?:very\s)?same|that(?:\svery)?)\s(?P<sameunit>year|month|day|week|night|visit|{_SEASON}))\b
        (?!['-]|\s(?:long|old))
    | (?:the\s)?(?P<way>following|next|previous|preceding)\s(?P<wayunit>year|month|week|day|{_SEASON})\b(?!')
    | the\s(?P<afterunit>year|month|week|day)\s(?P<after>after|before|following)\b(?!\s(?:the|its|that|he|they|it)\b)
    | (?P<deictic>last|this)\s(?P<deunit>year|month|week|{_SEASON}|(?:{"|".join(_DAYS)}))\b(?!')
    | (?P<ago>{_N})\s{_UNIT}\s(?P<agoway>ago|later|afterwards?|earlier|before(?!\s(?:the|its|that)\b)|
        previously|after\sthat|on(?=[,.;)]|$))(?!\sthan\b)
    | (?P<adverb>yesterday|today|tonight|tomorrow|this\s(?:morning|afternoon|evening))\b
    | on\s(?P<weekday>{"|".join(_DAYS)})\b
    | (?P<then>(?:since|until|till|before)\sthen)\b
    | (?:in|since|until|till|by|of|from|the)\s'(?P<yy>\d\d)\b(?!\s?(?:%|percent))
    | (?:in|since|until|till|by|of|from|during)\s(?:the\s)?(?:early\s|mid-|late\s)?(?P<tens>{"|".join(_TENS)})\b
    | (?:\bon\sthe|\bthe|^|[|>(-]\s*|\.\s)\s?(?P<nth>\d\d?(?:st|nd|rd|th)|{"|".join(_NTH)})
        (?:\sof\sthat\smonth\b|(?=[:,.;)]|$))
    """,
    re.VERBOSE,
)
# Most sentences have none of these words.
_HINT = re.compile(
    rf"{_D}.{{1,64}}{_D}|years (?:from|after|since) {_D}|\b(?:ago|later|earlier|afterwards?|after|before|previously|"
    rf"following|next|last|this|that|same|previous|preceding|yesterday|today|tonight|tomorrow|then|on|"
    rf"{'|'.join(_TENS)}|{_MON})\b|'\d\d|"
    rf"\d(?:st|nd|rd|th)\b|\b(?:{'|'.join(_NTH)})\b"
)
_EARLY = r"(?: the| late| early)* ?"
_LEADS = re.compile(
    rf"(?:(?P<since>\b(?:since|from|beginning in|starting in){_EARLY})"
    rf"|(?P<until>\b(?:until|till|through|up to|before|by the end of){_EARLY})"
    rf"|(?P<on>(?:\b(?:in|on|during|of|by|at){_EARLY[:-2]}|\() ?))$"
)


def found(code: str, dates: dict[int, Timex], anchor: Anchor) -> list[Moment]:
    """The dates of a coded sentence in order of place, those that only count from another one among them."""
    plain = [Moment(at, at + 1, d.edtf, d.lead, "plain") for at, d in sorted(dates.items())]
    if not (plain or anchor.told or anchor.issued) or not _HINT.search(code):
        return plain
    out = [*plain, *_counted(code, dates, anchor)]
    lacking = {at for at, d in dates.items() if not d.complete}
    out += [o for m in out if m.at in lacking or m.kind == "bare month" for o in _other_years(m, anchor)]
    spans = [(m.at, m.end) for m in out if m.kind == "span"]
    kept = [m for m in out if m.kind == "span" or not any(a <= m.at < b for a, b in spans)]
    return sorted(kept, key=lambda m: (m.at, m.end))


# Of a date without a year: in the year before the text appeared, in the year after the one spoken of.
OTHER_YEARS = ("lately", "next year")


def _other_years(m: Moment, anchor: Anchor) -> Iterator[Moment]:
    """The same date as the last one before the text appeared, and in the year after the one spoken of."""
    year, ends = m.edtf[:4], m.edtf.split("/")
    if not year.isdigit() or any(end[:4] != year or len(end) not in (7, 10) for end in ends):
        return
    if anchor.issued:
        later = len(anchor.issued) >= len("2000-01") and ends[0][4:] > anchor.issued[4:]
        lately = f"{int(anchor.issued[:4]) - later:04d}"
        if lately != year:
            yield Moment(m.at, m.end, _of_year(ends, lately), m.lead, OTHER_YEARS[0])
    coming = _of_year(ends, f"{int(year) + 1:04d}")
    if not anchor.issued or coming <= anchor.issued:
        yield Moment(m.at, m.end, coming, m.lead, OTHER_YEARS[1])


def _of_year(ends: Sequence[str], year: str) -> str:
    """A date or a span, in another year."""
    return "/".join(year + end[4:] for end in ends)


def _counted(code: str, dates: dict[int, Timex], anchor: Anchor) -> Iterator[Moment]:
    places = sorted(dates)
    told: list[tuple[int, str]] = []
    for match in _RELATIVE.finditer(code):
        before = bisect_left(places, match.start())
        last = dates[places[before - 1]].edtf if before else ""
        if told and (not before or told[-1][0] > places[before - 1]):
            last = told[-1][1]
        here = Anchor(end_of(last) or anchor.told, anchor.issued)
        edtf, kind = _value(match, dates, here)
        if edtf:
            told.append((match.start(), edtf))
            yield Moment(match.start(), match.end(), edtf, "on" if kind == "span" else _lead(code, match), kind)


def _lead(code: str, match: re.Match[str]) -> str:
    if match.lastgroup == "then":
        return "since" if match["then"].startswith("since") else "until"
    own = match.group()
    for text in (own if own.startswith(("since", "until", "till", "from")) else "", code[: match.start()][-24:]):
        word = text.split(" ")[0] + " " if text is own else text
        led = _LEADS.search(word)
        if led:
            return led.lastgroup or ""
    return "on"


_PLAIN = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")


def end_of(edtf: str) -> str:
    """A date to count from: a span's last one; none of a decade."""
    last = edtf.rsplit("/", 1)[-1].rstrip("~?")
    if _PLAIN.fullmatch(last):
        return last
    return last[:4] if last[:4].isdigit() else ""


_Made = tuple[str, str]
_NONE: _Made = ("", "")


def _value(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    """Value and kind of a match; empty where what it counts from is not known."""
    for key, form in _FORMS:
        if m[key]:
            return form(m, dates, anchor)
    return _NONE


def _span(first: str, last: str) -> _Made:
    """One span of two dates, if they are in order."""
    if not first or not last or "/" in first or "/" in last:
        return _NONE
    return (f"{first}/{last}", "span") if first[: len(last)] <= last[: len(first)] else _NONE


def _joined(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    keys = next((a, b) for a, b in (("fa", "fb"), ("ra", "rb"), ("ua", "ub")) if m[a])
    return _span(*(dates[m.start(k)].edtf for k in keys))


def _decades(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    first, last = dates[m.start("da")].edtf, dates[m.start("db")].edtf
    return _span(first, last) if first.endswith("X") and last.endswith("X") else _NONE


def _months(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    last = dates[m.start("mb")].edtf
    if len(last) != 7 or int(last[5:]) > 12:
        return _NONE
    return _span(f"{last[:4]}-{_month(m['ma']):02d}", last)


def _months_told(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    """From one month to another of the year that is told of."""
    if not anchor.told:
        return _NONE
    return _span(*(f"{anchor.told[:4]}-{_month(m[k]):02d}" for k in ("na", "nb")))


def _for_years(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    first = end_of(dates[m.start("ford")].edtf)
    return _span(first, str(int(first[:4]) + _number(m["forn"])) + first[4:]) if first else _NONE


def _month(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _COUNT[word]


def _in_month(year: int, month: int, kind: str) -> _Made:
    return f"{year}-{month:02d}", kind


def _near_month(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    """A month of the year spoken of; after the text's own date, of the year before it."""
    name = m["m5"] or m["m1"] or m["m4"] or m["m6"] or m["m8"] or m["m9"]
    month = _month(name)
    base = anchor.issued if m["m4"] else anchor.told or anchor.issued
    if not base:
        return _NONE
    year = int(base[:4])
    if base == anchor.issued and not m["m4"] and base[5:7] and month > int(base[5:7]):
        year -= 1
    return _in_month(year, month, "bare month" if m["m5"] or m["m6"] or m["m8"] or m["m9"] else "that month")


def _month_of_year(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    base = anchor.issued or anchor.told
    return _in_month(int(base[:4]) - (m["thatyear"] == "last"), _month(m["m7"]), "last month") if base else _NONE


def _next_month(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    if not anchor.told:
        return _NONE
    month, year = _month(m["m2"]), int(anchor.told[:4])
    later = len(anchor.told) > 4 and month > int(anchor.told[5:7])
    return _in_month(year if later else year + 1, month, "next month")


def _last_month(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    base = anchor.issued or anchor.told
    if not base:
        return _NONE
    month, year = _month(m["m3"]), int(base[:4])
    earlier = len(base) > 4 and month < int(base[5:7])
    return _in_month(year if earlier else year - 1, month, "last month")


_WIDTH = {"year": 4, "spring": 4, "summer": 4, "autumn": 4, "winter": 4, "month": 7, "week": 7, "fortnight": 7}


def _same(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    width = _WIDTH.get(m["sameunit"], 10)
    if m["sameunit"] != "visit" and len(anchor.told) < min(width, 7):
        return _NONE
    return anchor.told[:width], "same"


def _moved(base: str, unit: str, n: int, kind: str) -> _Made:
    """The date `n` units after `base`, as exactly as one may take it."""
    if unit == "decade":
        unit, n = "year", n * 10
    if not base:
        return _NONE
    if unit in ("year", "spring", "summer", "autumn", "winter"):
        return str(int(base[:4]) + n), kind
    if len(base) < 7:
        return _NONE
    if unit == "month":
        at = int(base[:4]) * 12 + int(base[5:7]) - 1 + n
        return f"{at // 12:04d}-{at % 12 + 1:02d}", kind
    if len(base) < 10:
        return _NONE
    try:
        day = date.fromisoformat(base) + timedelta(days=n * {"week": 7, "fortnight": 14}.get(unit, 1))
    except (ValueError, OverflowError):
        return _NONE
    return day.isoformat()[: _WIDTH.get(unit, 10)], kind


def _following(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    return _moved(anchor.told, m["wayunit"], 1 if m["way"] in ("following", "next") else -1, "following")


def _after(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    return _moved(anchor.told, m["afterunit"], -1 if m["after"] == "before" else 1, "following")


def _deictic(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    base, unit = anchor.issued or anchor.told, m["deunit"]
    if unit in _DAYS:
        return _week_day(base, unit, "present")
    return _moved(base, unit, -1 if m["deictic"] == "last" and unit not in _WIDTH_SEASONS else 0, "present")


_WIDTH_SEASONS = ("spring", "summer", "autumn", "winter")


def _ago(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    way = m["agoway"]
    n = _number(m["ago"]) * (-1 if way in ("ago", "earlier", "before", "previously") else 1)
    return _moved(anchor.issued or anchor.told if way == "ago" else anchor.told, m["unit"], n, "counted")


def _adverb(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    n = {"yesterday": -1, "tomorrow": 1}.get(m["adverb"], 0)
    return _moved(anchor.issued, "day", n, "present")


def _week_day(base: str, day: str, kind: str, *, coming: bool = False) -> _Made:
    if len(base) < 10:
        return _NONE
    try:
        at = date.fromisoformat(base)
    except ValueError:
        return _NONE
    back = (at.weekday() - _DAYS.index(day)) % 7
    return _moved(base, "day", 7 - back if coming else -back, kind)


def _on_week_day(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    coming = _TO_COME.search(m.string, 0, m.start()) is not None
    return _week_day(anchor.issued, m["weekday"], "weekday", coming=coming)


_TO_COME = re.compile(r" (?:will|(?:is|are) to) ")


def _then(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    return anchor.told, "then"


def _short_year(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    base = anchor.told or anchor.issued
    century = int(base[:2]) if base else 19 if int(m["yy"]) > 30 else 20
    if base[:2] in ("19", "20"):
        century = 19 if int(m["yy"]) > 35 else 20
    return f"{century}{m['yy']}", "short"


def _tens(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    century = anchor.told[:2] if anchor.told and anchor.told[:2] < "20" else "19"
    return f"{century}{_TENS[m['tens']]}X", "tens"


def _nth(m: re.Match[str], dates: dict[int, Timex], anchor: Anchor) -> _Made:
    day = _NTH.get(m["nth"]) or int(re.match(r"\d+", m["nth"]).group())  # type: ignore[union-attr]
    if len(anchor.told) < 7 or not 1 <= day <= 31:
        return _NONE
    return f"{anchor.told[:7]}-{day:02d}", "nth"


_FORMS: tuple[tuple[str, Callable[[re.Match[str], dict[int, Timex], Anchor], _Made]], ...] = (
    ("fa", _joined),
    ("ra", _joined),
    ("ua", _joined),
    ("m7", _month_of_year),
    ("da", _decades),
    ("ma", _months),
    ("na", _months_told),
    ("forn", _for_years),
    ("m1", _near_month),
    ("m2", _next_month),
    ("m3", _last_month),
    ("m4", _near_month),
    ("m5", _near_month),
    ("m6", _near_month),
    ("m8", _near_month),
    ("m9", _near_month),
    ("same", _same),
    ("way", _following),
    ("after", _after),
    ("deictic", _deictic),
    ("ago", _ago),
    ("adverb", _adverb),
    ("weekday", _on_week_day),
    ("then", _then),
    ("yy", _short_year),
    ("tens", _tens),
    ("nth", _nth),
)
