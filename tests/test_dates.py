"""Imprecise dates: what they can mean, and how they compare."""

from __future__ import annotations

from datetime import date

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.dates import Date, day_after, day_before, interval, parse_day
from foedera.errors import BadDate

days = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@st.composite
def points(draw: st.DrawFn) -> str:
    day = draw(days)
    form = draw(st.sampled_from(["{0:%Y}", "{0:%Y-%m}", "{0:%Y-%m-%d}", "decade", "century", "season", "XX"]))
    mark = draw(st.sampled_from(["", "?", "~", "%"]))
    if form == "decade":
        return f"{day.year // 10}X{mark}"
    if form == "century":
        return f"{day.year // 100}XX{mark}"
    if form == "season":
        return f"{day.year}-{draw(st.integers(21, 24))}{mark}"
    if form == "XX":
        return f"{day.year}-{draw(st.sampled_from(['XX', f'{day.month:02d}-XX']))}{mark}"
    return form.format(day) + mark


@st.composite
def intervals(draw: st.DrawFn) -> str:
    first, last = sorted([draw(days), draw(days)])
    kind = draw(st.sampled_from(["both", "open end", "open start"]))
    if kind == "both":
        return f"{first}/{last}"
    return f"{first}/.." if kind == "open end" else f"../{last}"


any_date = points() | intervals()


@given(points())
def test_the_oracle_agrees_on_earliest_and_latest(text: str) -> None:
    ours = Date.parse(text)
    if text[4:7] in ("-21", "-22", "-23", "-24"):
        return  # the oracle reads no marked seasons; ours are tested by example below
    theirs = edtf.parse_edtf(text)
    assert ours.earliest == date(*theirs.lower_strict()[:3])
    assert ours.latest == date(*theirs.upper_strict()[:3])
    assert ours.approximate == (text[-1] in "~%")
    assert ours.uncertain == (text[-1] in "?%")


@given(any_date)
def test_the_text_is_kept_and_reads_the_same_again(text: str) -> None:
    assert str(Date.parse(text)) == text
    assert Date.parse(str(Date.parse(text))) == Date.parse(text)


@given(any_date, any_date)
def test_two_dates_overlap_or_one_is_before_the_other(left: str, right: str) -> None:
    a, b = Date.parse(left), Date.parse(right)
    assert [a.overlaps(b), a.before(b), b.before(a)].count(True) == 1
    assert a.overlaps(b) == b.overlaps(a)
    assert a.before(b) == b.after(a)


@given(any_date, any_date)
def test_what_is_contained_overlaps(left: str, right: str) -> None:
    a, b = Date.parse(left), Date.parse(right)
    assert not a.contains(b) or a.overlaps(b)
    assert a.contains(a)


@given(days)
def test_a_day_is_precise_and_stands_between_its_neighbours(day: date) -> None:
    assert Date.of(day).precise
    assert day_before(day) < day < day_after(day)
    assert parse_day(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1997", "1997-01-01", "1997-12-31"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("00XX", "0001-01-01", "0099-12-31"),
        ("2001-24", "2001-12-01", "2002-02-28"),
        ("2000/2003~", "2000-01-01", "2003-12-31"),
        ("2004-01-01T10:10:10Z", "2004-01-01", "2004-01-01"),
        (" 1997-07-31 ", "1997-07-31", "1997-07-31"),
    ],
)
def test_a_date_runs_from_its_earliest_to_its_latest_day(text: str, earliest: str, latest: str) -> None:
    parsed = Date.parse(text)
    assert (str(parsed.earliest), str(parsed.latest)) == (earliest, latest)


def test_open_ends_reach_as_far_as_the_calendar() -> None:
    since = Date.parse("1949-04-04/..")
    assert since.latest is None
    assert since.contains(date(2500, 1, 1))
    assert since.end is None
    assert str(since.start) == "1949-04-04"
    assert Date.parse("../1991").before(since) is False


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "1997-13", "1997-02-30", "0000", "19970731", "199X-07", "1997-XX-03", "../..", "/",
     "2000/1999", "1/2/3", "1997-7", "9" * 500, "１９９７"],
)  # fmt: skip
def test_what_is_no_date_says_how_to_write_one(text: str) -> None:
    with pytest.raises(BadDate, match=r"date|begins"):
        Date.parse(text)


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_a_bad_date(text: str) -> None:
    try:
        parsed = Date.parse(text)
    except BadDate:
        return
    assert parsed.earliest or parsed.latest


def test_a_month_is_not_one_day() -> None:
    with pytest.raises(BadDate, match="not one day"):
        parse_day("1997-07")


def test_interval_writes_open_ends() -> None:
    assert interval("1997", None) == "1997/.."
    assert interval(None, "1997") == "../1997"
