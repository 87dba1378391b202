"""Dates written in English to EDTF: where they stand, what they mean, how the text introduces them.

One linear pass of one compiled pattern. A bare number is a year only between 1500 and 2099 and
when what follows does not make it a quantity. `dateparser` and its kin guess; this does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
# Between month and year: a line may end there, but no sentence (a full stop behind a whole name), and not where the
# next line is a row that begins with its year.
_GAP = (
    r"(?<!(?:uary|arch|pril|june|july|gust|mber|ober)\.)(?<!\bmay\.)"
    rf"(?:[^\S\n]|\n(?!{_YEAR}\s?(?:[|:–—-]|[^\S\n]{{2}})))"
)
_TO = r"\s?(?:-|–|—|to|until|through|and)\s?"

_PATTERN = re.compile(
    rf"""
    (?<![\w.,$€£/])(?:
      (?P<isoy>{_YEAR})(?P<sep>[-/])(?P<isom>0[1-9]|1[0-2])(?P=sep)(?P<isod>[0-3]\d)
    | (?P<sd>[0-3]\d)/(?P<sdm>0[1-9]|1[0-2])/(?P<sdy>{_YEAR})
    | (?P<my>{_YEAR})/(?P<mm>0[1-9]|1[0-2])(?!\d|/)
    | (?P<fy>{_YEAR}),?\s(?:(?P<fd>{_DAY})\s)?(?P<fm>{_MONTH})(?=[:,]|\s[–-]|\s{{2}})
    | (?P<dd1>\d\d?)(?:[–-](?P<dd2>\d\d?))?\.(?P<dm>[01]?\d)\.(?P<dy>{_YEAR})
    | (?P<sm>0[1-9]|1[0-2])/(?P<sy>{_YEAR})
    | (?P<d1>{_DAY})(?:{_TO}(?P<d2>{_DAY}))?(?:\s(?:of\s)?|-)(?P<m1>{_MONTH})(?:,?(?:{_GAP}|-)(?P<y1>{_YEAR}))?
    | (?P<mr1>{_MONTH})\s?[–-]\s?(?P<mr2>{_MONTH})\s(?P<mry>{_YEAR})
    | (?P<m2>{_MONTH})\s(?P<d3>{_DAY})(?:{_TO}(?P<d4>{_DAY}))?(?!\d)(?:,?{_GAP}(?P<y2>{_YEAR}))?
    | (?:(?P<part>early|mid|late)[\s-])?(?P<m3>{_MONTH}),?{_GAP}(?:of\s)?(?P<y3>{_YEAR})
    | (?P<m4>{_MONTH})\s(?P<yy>\d\d)(?=\W|$)(?!\s?(?:%|percent|million|bn|billion))
    | (?:the\s)?(?P<mod>early|mid|late)?[\s-]?(?:the\s)?(?P<dec>(?:1[5-9]|20)\d)0['’]?s\b
    | (?:the\s)?(?:early\s|mid-?\s?|late\s)?(?P<cent>1[6-9]|20)th[\s-]century
    | (?:the\s)?(?P<spring>spring|summer|autumn|fall|winter)\s(?:of\s)?(?P<ys>{_YEAR})
    | (?:fy\s?|fiscal\syears?\s)?(?P<ya>{_YEAR})
        (?:\s?(?:-|–|—)\s?|\s(?:to|through|until)\s)(?P<yb>{_YEAR}|\d\d)(?!\d|,\d)
    | fy\s?(?P<fa>\d\d)\s?[–-]\s?(?P<fb>\d\d)(?!\d)
    | (?:fy\s?|(?P<about>about|around|circa|c\.)\s)?(?P<y>{_YEAR})(?![\d%]|,\d\d\d|\.\d)
    )(?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SEASON = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
# What turns a number that looks like a year into a quantity.
_QUANTITY = re.compile(
    r"\s{0,3}(?:additional\s|more\s|active\s|military\s|armed\s|total\s|us\s|[a-z]{3,12}\s)?"
    r"(?:troops?|personnel|soldiers|men|tons?|tonnes|km|kilometers|miles|peacekeepers|police|"
    r"million|billion|percent|members of|officers|vehicles|tanks|aircraft|islands|people|cfa)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?P<since>\bsince(?:\sat\sleast)?(?:\sabout|\saround)?\s|\bfrom\s|\bbeginning\sin\s|\bstarting\sin\s"
    r"|\bgoing\sback\sto\s|\bdating\s(?:back\s)?to\s)"
    r"|(?P<until>\b(?:until|till|through|up\sto|to\sthe\send\sof|by\sthe\send\sof|ended\sin|expired?\sin|extended\sto"
    r"|before)\s(?:the\send\sof\s|late\s|early\s|mid-)?)"
    r"|(?P<on>\b(?:as\sof|in|on|during|at|of|by|for|dated|about|around)\s(?:the\s)?|\()",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Timex:
    """A date at `start:end` of the text; `edtf` its value, `lead` since, until, on or ''.

    It is `complete` if it has its year with it: of others the year is that of the date before them.
    """

    start: int
    end: int
    edtf: str
    lead: str
    complete: bool = True


def find(text: str, *, year: str | None = None) -> list[Timex]:
    """Every date in `text`, in order; `year` completes a day or month that has none."""
    out: list[Timex] = []
    known = year
    for match in _matches(text):
        edtf = _value(match, known)
        if edtf is None or (match["y"] and _QUANTITY.match(text, match.end(), match.end() + 40)):
            continue
        head = re.search(r"\d{4}", edtf)
        known = head.group() if head and "/" not in edtf and "X" not in edtf else known
        lacks = (match["m1"] and not match["y1"]) or (match["m2"] and not match["y2"])
        out.append(Timex(match.start(), match.end(), edtf, _lead(text, match.start()), not lacks))
    return out


_OPENS = re.compile(rf"\W{{0,3}}(?P<first>{_MONTH})(?:\s?[–-]\s?(?P<last>{_MONTH}))?(?=$|\s?[:–—|,(/-]|\s{{2}})", re.I)


def of_label(label: str, year: str) -> Timex | None:
    """The date that the label of a row is, or opens with: of a day or month without a year that of the rows before."""
    for one in find(label, year=year or None)[:1]:
        if one.start <= _AFTER_MARK and (_SEPARATES.match(label, one.end) or one.end - one.start >= len(label) - 2):
            return one
    found = _OPENS.match(label) if year else None
    if found is None:
        return None
    first = f"{year}-{_month(found['first']):02d}"
    edtf = _months(year, _month(found["first"]), _month(found["last"])) if found["last"] else first
    return Timex(found.start("first"), found.end(), edtf, "", complete=False) if edtf else None


def alone(words: str) -> Timex | None:
    """The date that is all that these words are; None where they say more."""
    found = find(words)
    return found[0] if len(found) == 1 and found[0].end - found[0].start >= len(words.strip(" .:")) else None


_AFTER_MARK = 3
_SEPARATES = re.compile(r"\s?(?:[:–—|,(/-]|\s{2}|$)")


# Every date has a digit, and no date reaches further than this from its first or last one.
_REACH = 40
_DIGITS = re.compile(r"\d+")


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What the pattern matches; it is tried near digits only."""
    first = last = -1
    for digits in _DIGITS.finditer(text):
        if last >= 0 and digits.start() - last > 2 * _REACH:
            yield from _PATTERN.finditer(text, max(0, first - _REACH), last + _REACH)
            first = -1
        first = digits.start() if first < 0 else first
        last = digits.end()
    if last >= 0:
        yield from _PATTERN.finditer(text, max(0, first - _REACH), last + _REACH)


def _lead(text: str, start: int) -> str:
    before = text[max(0, start - 28) : start]
    if not before.endswith(("(", "-")) and not before[-1:].isspace():
        return ""  # nothing that leads to a date ends like this
    found = None
    for m in _LEAD.finditer(before):
        if m.end() == len(before):
            found = m
            break
    return (found.lastgroup or "") if found else ""


def _month(name: str) -> int:
    low = name.lower().rstrip(".")[:3]
    return next(i for i, m in enumerate(MONTHS, 1) if m.startswith(low))


def _num(day: str) -> int:
    return int(re.match(r"\d+", day).group())  # type: ignore[union-attr]


def _ymd(year: str, month: int, day: int) -> str | None:
    if not 1 <= month <= 12 or not 1 <= day <= (28 if month == 2 else 30 if month in (4, 6, 9, 11) else 31) + (
        month == 2
    ):
        return None
    return f"{year}-{month:02d}-{day:02d}"


def _span(year: str | None, month: int, first: str, last: str | None) -> str | None:
    if year is None:
        return None
    start = _ymd(year, month, _num(first))
    if start is None or last is None:
        return start
    end = _ymd(year, month, _num(last))
    return f"{start}/{end}" if end and end >= start else start


def _value(m: re.Match[str], known: str | None) -> str | None:
    """The EDTF of a match; None when it is no day of the calendar or lacks a year."""
    if m.lastgroup != "y":
        for key, form in _FORMS:
            if m[key]:
                return form(m, known)
    return str(m["y"]) + ("~" if m["about"] else "")


_Groups = re.Match[str]
_FORMS: tuple[tuple[str, Callable[[_Groups, str | None], str | None]], ...] = (
    ("isoy", lambda g, _: _ymd(g["isoy"], int(g["isom"]), int(g["isod"]))),
    ("sdy", lambda g, _: _ymd(g["sdy"], int(g["sdm"]), int(g["sd"]))),
    ("my", lambda g, _: f"{g['my']}-{g['mm']}"),
    ("fy", lambda g, _: _year_first(g)),
    ("dy", lambda g, _: _span(g["dy"], int(g["dm"]), g["dd1"], g["dd2"])),
    ("sy", lambda g, _: f"{g['sy']}-{g['sm']}"),
    ("m1", lambda g, known: _span(g["y1"] or known, _month(g["m1"]), g["d1"], g["d2"])),
    ("m2", lambda g, known: _span(g["y2"] or known, _month(g["m2"]), g["d3"], g["d4"])),
    ("mry", lambda g, _: _months(g["mry"], _month(g["mr1"]), _month(g["mr2"]))),
    ("m3", lambda g, _: f"{g['y3']}-{_month(g['m3']):02d}"),
    ("m4", lambda g, _: f"20{g['yy']}-{_month(g['m4']):02d}"),
    ("dec", lambda g, _: f"{g['dec']}X"),
    ("cent", lambda g, _: f"{int(g['cent']) - 1}XX"),
    ("ys", lambda g, _: f"{g['ys']}-{_SEASON[g['spring'].lower()]}"),
    ("fa", lambda g, _: f"20{g['fa']}/20{g['fb']}" if g["fa"] <= g["fb"] else None),
    ("ya", lambda g, _: _years(g["ya"], g["yb"])),
)


def _year_first(g: _Groups) -> str | None:
    month = _month(g["fm"])
    return _ymd(g["fy"], month, _num(g["fd"])) if g["fd"] else f"{g['fy']}-{month:02d}"


def _months(year: str, first: int, last: int) -> str | None:
    return f"{year}-{first:02d}/{year}-{last:02d}" if first <= last else None


def _years(first: str, last: str) -> str | None:
    full = last if len(last) == 4 else first[:2] + last
    return f"{first}/{full}" if full >= first else None
