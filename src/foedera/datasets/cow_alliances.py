"""COW Formal Alliances 4.1, by member (the user's own download): obligations of each member.

Gibler's four types as ATOP's words: defense, neutrality, nonaggression, and entente as consultation.
A spell that is right-censored was in force when the data end, on 31 December 2012.
"""

from __future__ import annotations

from collections.abc import Iterator

from foedera.claim import Actor, Claim, Term
from foedera.datasets.atop import periods
from foedera.datasets.files import Row
from foedera.datasets.intake import Intake, Pair, Reading
from foedera.datasets.values import SkippedRow, edtf, first_day, flag, last_day, maybe, quote, whole

TYPES = {
    "defense": "defense",
    "neutrality": "neutrality",
    "nonaggression": "nonaggression",
    "entente": "consultation",
}
QUOTED = (
    *("version4id", "ccode", "state_name", "mem_st_year", "mem_st_month", "mem_st_day"),
    *("mem_end_year", "mem_end_month", "mem_end_day", "right_censor", *TYPES),
)


def read(intake: Intake) -> Reading:
    """The by-member file as agreements; no coverage, since its number of rows is not known here."""
    table, rows = intake.rows("member")
    version = intake.version(table, rows)
    return Reading(version, list(intake.each(rows.rows, claims)))


def claims(row: Row) -> Iterator[Pair]:
    start = _date(row, "st")
    if start is None:
        raise SkippedRow("it has no year of its beginning")
    end = None if flag(row, "right_censor") else _date(row, "end")
    if end and last_day(end) < first_day(start):
        raise SkippedRow("it ends before it begins")
    terms = tuple(Term(obligation) for column, obligation in TYPES.items() if flag(row, column))
    text, number = quote(row, QUOTED), whole(row, "ccode")
    for code, period in periods(number, start, end):
        yield (
            f"{row.locator}, member {number}",
            Claim(
                0,
                len(text),
                text,
                "agreement",
                "affirmed",
                (Actor(code, "party"),),
                date=start,
                date_role="signed",
                stage="signed",
                obligations=tuple(t.obligation for t in terms),
                instrument=f"{whole(row, 'version4id')}",
                period=period,
                terms=terms,
                rule="cow-alliances:member",
            ),
        )


def _date(row: Row, which: str) -> str | None:
    month = maybe(row, f"mem_{which}_month", -9, 0)
    day = maybe(row, f"mem_{which}_day", -9, 0) if month else None
    return edtf(maybe(row, f"mem_{which}_year", -9, 0), month, day)
