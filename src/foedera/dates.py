"""Imprecise dates: EDTF (ISO 8601-2) levels 0 and 1, each with an earliest and a latest day.

Read: `1997`, `1997-07`, `1997-07-31`, a date with a time of day (the time is dropped), unspecified
digits (`199X`, `19XX`, `1997-XX`, `1997-07-XX`), seasons (`2001-21` spring .. `2001-24` winter),
the marks `?` uncertain, `~` approximate, `%` both, and intervals `a/b` whose ends may be open
(`1997/..`) or unknown (`1997/`). Years run from 1 to 9999, proleptic Gregorian.

A mark does not widen a date: `1997~` still runs from 1 January to 31 December 1997.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from foedera.errors import BadDate

_POINT = re.compile(
    r"""(?P<year>\d{4}|\d{3}X|\d{2}XX)
        (?:-(?P<month>\d{2}|XX)
           (?:-(?P<day>\d{2}|XX))?
        )?
        (?:T[0-9:.+Z-]{1,30})?
        (?P<mark>[?~%]?)""",
    re.VERBOSE | re.ASCII,
)
# EDTF level 1 seasons (northern): first month; winter ends in February of the next year.
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Date:
    """A day, a stretch of days that a date may mean, or an interval.

    `earliest` and `latest` are the first and last day it can mean, both included; None is an
    open or unknown end. `text` is the EDTF that was read, unchanged.
    """

    text: str
    earliest: date | None
    latest: date | None
    approximate: bool = False
    uncertain: bool = False
    interval: bool = False

    @classmethod
    def parse(cls, text: str) -> Date:
        """The date of an EDTF text; raises BadDate with a sentence that shows the forms."""
        if not isinstance(text, str):
            raise BadDate(f"{text!r} is not a date: write it as EDTF text, for example 2025-02-12.")
        clean = text.strip()
        if len(clean) > 80 or clean.count("/") > 1:
            raise _bad(text)
        if "/" not in clean:
            return _point(clean)
        left, right = clean.split("/")
        return _interval(clean, left, right)

    @classmethod
    def of(cls, day: date) -> Date:
        """The date of one calendar day."""
        return cls(day.isoformat(), day, day)

    def __str__(self) -> str:
        return self.text

    @property
    def precise(self) -> bool:
        """Is it one certain day?"""
        return self.earliest is not None and self.earliest == self.latest

    @property
    def start(self) -> Date | None:
        """For an interval its first date; None when open or unknown. A point is its own start."""
        return self._end(0)

    @property
    def end(self) -> Date | None:
        """For an interval its last date; None when open or unknown. A point is its own end."""
        return self._end(1)

    def _end(self, which: int) -> Date | None:
        if not self.interval:
            return self
        part = self.text.split("/")[which]
        return None if part in ("", "..") else _point(part)

    def contains(self, other: Date | date) -> bool:
        """Does every day that `other` can mean lie inside this date?"""
        first, last = _ends(other)
        return first >= (self.earliest or date.min) and last <= (self.latest or date.max)

    def overlaps(self, other: Date | date) -> bool:
        """Is there a day that both can mean? (Two dates agree when they overlap.)"""
        first, last = _ends(other)
        return first <= (self.latest or date.max) and last >= (self.earliest or date.min)

    def before(self, other: Date | date) -> bool:
        """Is every day of this date before every day of `other`?"""
        return (self.latest or date.max) < _ends(other)[0]

    def after(self, other: Date | date) -> bool:
        """Is every day of this date after every day of `other`?"""
        return (self.earliest or date.min) > _ends(other)[1]


def interval(start: str | None, end: str | None) -> str:
    """The EDTF of an interval; None is an open end."""
    return f"{start or '..'}/{end or '..'}"


def parse_day(text: str) -> date:
    """The one day of `text`; raises BadDate when it is no day of the calendar."""
    parsed = Date.parse(text)
    if not parsed.precise or parsed.earliest is None:
        raise BadDate(f"'{text}' is not one day: write year-month-day, for example 2025-08-28.")
    return parsed.earliest


def _ends(other: Date | date) -> tuple[date, date]:
    if isinstance(other, Date):
        return other.earliest or date.min, other.latest or date.max
    return other, other


def _bad(text: str) -> BadDate:
    shown = text if len(text) <= 40 else text[:40] + "..."
    return BadDate(f"'{shown}' is not a date: write 1997, 1997-07, 1997-07-31, 199X or 1997/2000.")


def _point(text: str) -> Date:
    match = _POINT.fullmatch(text)
    if not match:
        raise _bad(text)
    try:
        earliest, latest = _days(match["year"], match["month"], match["day"])
    except (ValueError, OverflowError) as error:
        raise _bad(text) from error
    mark = match["mark"]
    return Date(text, earliest, latest, approximate=mark in ("~", "%"), uncertain=mark in ("?", "%"))


def _days(year: str, month: str | None, day: str | None) -> tuple[date, date]:
    if "X" in year:
        if month not in (None, "XX") or day not in (None, "XX"):
            raise ValueError("a month of an unspecified year")
        return date(max(int(year.replace("X", "0")), 1), 1, 1), date(int(year.replace("X", "9")), 12, 31)
    y = int(year)
    if month in (None, "XX"):
        if day not in (None, "XX"):
            raise ValueError("a day of an unspecified month")
        return date(y, 1, 1), date(y, 12, 31)
    m = int(month or 0)
    if m in _SEASONS and day is None:
        return _season(y, _SEASONS[m])
    if day in (None, "XX"):
        return date(y, m, 1), date(y, m, calendar.monthrange(y, m)[1])
    exact = date(y, m, int(day or 0))
    return exact, exact


def _season(year: int, first_month: int) -> tuple[date, date]:
    last_year, last_month = (year, first_month + 2) if first_month < 12 else (year + 1, 2)
    last_day = calendar.monthrange(last_year, last_month)[1]
    return date(year, first_month, 1), date(last_year, last_month, last_day)


def _interval(text: str, left: str, right: str) -> Date:
    start = None if left in ("", "..") else _point(left)
    end = None if right in ("", "..") else _point(right)
    if start is None and end is None:
        raise BadDate(f"'{text}' has no date at either end: give at least one.")
    if start and end and start.earliest and end.latest and start.earliest > end.latest:
        raise BadDate(f"'{text}' ends before it begins: turn its ends round.")
    marks = [d for d in (start, end) if d]
    return Date(
        text,
        start.earliest if start else None,
        end.latest if end else None,
        approximate=any(d.approximate for d in marks),
        uncertain=any(d.uncertain for d in marks),
        interval=True,
    )


def day_after(day: date) -> date:
    """The next day; the last day that Python knows stays as it is."""
    return day if day == date.max else day + _ONE_DAY


def day_before(day: date) -> date:
    """The day before; the first day that Python knows stays as it is."""
    return day if day == date.min else day - _ONE_DAY


def last_day(until: str | None) -> str | None:
    """The last day (ISO) of a spell whose end is the day after; None where it is open."""
    return day_before(date.fromisoformat(until)).isoformat() if until else None
