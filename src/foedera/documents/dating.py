"""Dates as pages print them, to EDTF: "14-Mar-2024, 19:07", "Thu Aug 28, 2025, 02:13 PM", "October 2024".

For dates of documents and posts only; what a text says of events is read elsewhere. A day and a month that
could be either way round ("03/04/2024") give the year alone.
"""

from __future__ import annotations

import re

from foedera.dates import Date
from foedera.errors import BadDate

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>(?:1[5-9]|20)\d{2})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_CLOCK = re.compile(
    r"[ T,@|»·–-]{0,4}(?:at |um |- )?(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:\.\d{1,9})?)?"
    r"\s?(?P<half>[AaPp]\.?[Mm]\b\.?)?(?P<zone>Z\b|\s?UTC\b|\s?GMT\b|[+-]\d{2}:?\d{2}\b)?"
)
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<![\d/.-]){_YEAR}-(?P<number>\d{{2}})-(?P<day>\d{{2}})(?![\d-])",
        rf"(?<![\d/.-]){_YEAR}/(?P<number>\d{{2}})/(?P<day>\d{{2}})(?![\d/])",
        rf"(?<![\d.,-]){_DAY}[ -]{{1,2}}(?:of )?{_NAME},?[ -]{{1,2}}{_YEAR}(?!\d)",
        rf"\b{_NAME}[ -]{{1,2}}{_DAY}(?:,|\b)[ -]{{0,2}}{_YEAR}(?!\d)",
        rf"(?<![\d.]){_DAY}\.(?P<number>\d{{1,2}})\.{_YEAR}(?!\d)",
        rf"(?<![\d/])(?P<first>\d{{1,2}})[/-](?P<second_>\d{{1,2}})[/-]{_YEAR}(?!\d)",
        rf"\b{_NAME},? {_YEAR}(?!\d)",
        rf"(?<![\d/.-])(?P<number>\d{{1,2}})/{_YEAR}(?![\d/])",
    )
)
LONGEST = 400
_ANY_YEAR = re.compile(r"(?:1[5-9]|20)\d{2}")


def find_date(text: str) -> tuple[str, int, int] | None:
    """The first date in the first characters of `text` as EDTF, with its span; None when there is none.

    The span takes in a time of day that follows; the time is part of the EDTF.
    """
    head = text[:LONGEST]
    if not _ANY_YEAR.search(head):
        return None  # every form has a year
    found = min((m for m in (f.search(head) for f in _FORMS) if m), key=_rank, default=None)
    if found is None:
        return None
    edtf = _edtf(found.groupdict())
    if edtf is None:
        return None
    clock = _CLOCK.match(head, found.end())
    if clock and len(edtf) == 10:
        return edtf + _time(clock), found.start(), clock.end()
    return edtf, found.start(), found.end()


def to_edtf(text: str | None) -> str | None:
    """The first date of `text` as EDTF, with the time of day if it is given; None when there is none."""
    found = find_date(text) if text else None
    return found[0] if found else None


def day_of(edtf: str | None) -> str | None:
    """The date without its time of day."""
    return edtf.split("T")[0] if edtf else None


def _rank(match: re.Match[str]) -> tuple[int, int]:
    return match.start(), -match.end()


def _edtf(parts: dict[str, str | None]) -> str | None:
    month, day = _month(parts), parts.get("day")
    if parts.get("first"):
        month, day = _turned(int(parts["first"] or 0), int(parts["second_"] or 0))
    year = parts["year"]
    text = f"{year}-{int(month):02}-{int(day):02}" if month and day else f"{year}-{int(month):02}" if month else year
    try:
        return Date.parse(text or "").text
    except BadDate:
        return None


def _month(parts: dict[str, str | None]) -> str | None:
    name = parts.get("month")
    return str(_MONTHS.index(name[:3].lower()) + 1) if name else parts.get("number")


def _turned(first: int, second: int) -> tuple[str | None, str | None]:
    """Month and day of "first/second", where only one order is possible."""
    if first == second or second > 12 >= first:
        return str(first), str(second)
    if first > 12 >= second:
        return str(second), str(first)
    return None, None


def _time(clock: re.Match[str]) -> str:
    hour, half = int(clock["hour"]), (clock["half"] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    if half.startswith("a") and hour == 12:
        hour = 0
    if hour > 23 or int(clock["minute"]) > 59:
        return ""
    return f"T{hour:02}:{clock['minute']}:{clock['second'] or '00'}"
