"""Alliance Treaty Obligations and Provisions (ATOP): each member row becomes an agreement with terms.

One row of the member file is one party in one phase (codebook 5.1, section 2.1). Obligations are the
columns `defense` .. `consul`, conditions the member-level detail columns, both only where they are 1.
Dates are dates of signature (YRENT .. DAYENT), also for states that join later; on its exit date a
provision is no longer in force, so that a period ends on the day before an exact exit date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from foedera.claim import OBLIGATIONS, Actor, Claim, Term
from foedera.datasets import codes
from foedera.datasets.files import Row
from foedera.datasets.intake import Intake, Reading
from foedera.datasets.values import SkippedRow, edtf, first_day, flag, last_day, maybe, quote, whole
from foedera.dates import Date
from foedera.errors import BadTable
from foedera.record.model import Coverage

OBLIGATION_COLUMNS = {
    "defense": "defense",
    "offense": "offense",
    "neutral": "neutrality",
    "nonagg": "nonaggression",
    "consul": "consultation",
}
# casus_foederis.md, "Provision": columns -> conditions, in the order of the codebook.
CONDITION_COLUMNS: dict[str, dict[str, str]] = {
    "defense": {
        "defcoadv": "adversary",
        "defcoloc": "location",
        "defcocon": "ongoing_conflict",
        "defconum": "number_of_adversaries",
        "defcodem": "demands",
        "defconpr": "non_provocation",
    },
    "offense": {
        "offcoadv": "adversary",
        "offcoloc": "location",
        "offcocon": "ongoing_conflict",
        "offconum": "number_of_adversaries",
        "offcodem": "demands",
    },
    "neutrality": {
        "neucoadv": "adversary",
        "neucoloc": "location",
        "neucocon": "ongoing_conflict",
        "neuconum": "number_of_adversaries",
        "neucodem": "demands",
        "neuconpr": "non_provocation",
        "neucoatt": "ally_attacked",
    },
    "consultation": {
        "concoadv": "adversary",
        "concoloc": "location",
        "concocon": "ongoing_conflict",
        "concoreq": "on_request",
    },
    "nonaggression": {},
}
ANY_CONDITION = {"olimob": "other", "obvary": "varies_by_ally"}
_KEY = ("atopid", "phase", "member", "yrent", "moent", "dayent", "yrexit", "moexit", "dayexit")
QUOTED = (*_KEY, *OBLIGATION_COLUMNS)
MEMBER_COLUMNS = (
    *QUOTED,
    *ANY_CONDITION,
    *(column for table in CONDITION_COLUMNS.values() for column in table),
)


def member_claims(row: Row) -> Iterator[tuple[str, Claim]]:
    """The claims of one row of the member file, one for each code that its member had meanwhile."""
    member = whole(row, "member")
    signed = edtf(whole(row, "yrent"), maybe(row, "moent", 0), maybe(row, "dayent", 0))
    ends = last_in_force(row)
    if signed is None or (ends and last_day(ends) < first_day(signed)):
        raise SkippedRow("the member exits before it enters")
    terms = tuple(_terms(row))
    names = tuple(dict.fromkeys(t.obligation for t in terms))
    key = f"{whole(row, 'atopid')}/{whole(row, 'phase')}"
    for code, period in periods(member, signed, ends):
        yield (
            f"{row.locator}, member {member}",
            Claim(
                0,
                len(text := quote(row, QUOTED)),
                text,
                "agreement",
                "affirmed",
                (Actor(code, "party"),),
                date=signed,
                date_role="signed",
                stage="signed",
                obligations=names,
                instrument=key,
                period=period,
                terms=terms,
                rule="atop:member",
            ),
        )


def last_in_force(row: Row) -> str | None:
    """The last day (or month) in force as EDTF; None for alliances in effect at the end of the data."""
    year = maybe(row, "yrexit", 0)
    text = edtf(year, maybe(row, "moexit", 0), maybe(row, "dayexit", 0))
    if text is None or not Date.parse(text).precise:
        return text
    return (first_day(text) - timedelta(days=1)).isoformat()


def _terms(row: Row) -> Iterator[Term]:
    general = tuple(name for column, name in ANY_CONDITION.items() if flag(row, column))
    for column, obligation in OBLIGATION_COLUMNS.items():
        if flag(row, column):
            own = tuple(n for c, n in CONDITION_COLUMNS[obligation].items() if flag(row, c))
            conditions = own if obligation == "nonaggression" else own + general
            yield Term(obligation, conditions=conditions)


def periods(member: int, start: str, end: str | None) -> Iterator[tuple[str, str]]:
    """(code, EDTF interval) for each code of COW state `member` from `start` to `end`, both included.

    The row's own ends keep their precision; a change of code in between falls on its exact day.
    """
    first, last = first_day(start), last_day(end) if end else None
    for piece in codes.stretches(member, first, last):
        left = start if piece.start == first else _iso(piece.start)
        right = (end or "..") if piece.end == last else _iso(piece.end)
        yield piece.code, f"{left}/{right}"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ".."


SYSTEM_FROM = "1815-01-01"
LAST_DAYS = {"5.1": "2018-12-31", "5.0": "2018-12-31", "4.01": "2016-12-31"}
STATEMENT = (
    "All alliances with a defense, offense, neutrality, nonaggression or consultation obligation "
    "among states of the system (codebook 5.1, section 1)."
)


def read(intake: Intake) -> Reading:
    """The member file as claims and coverage; the file without nonaggression pacts is refused."""
    table, rows = intake.rows("member")
    if "nna" in rows.file.lower():
        raise BadTable(f"'{rows.file}' leaves out nonaggression pacts: import the full member file instead.")
    version = intake.version(table, rows, "version")
    pairs = list(intake.each(rows.rows, member_claims))
    whole_file = intake.complete(table, rows, version)
    return Reading(version, pairs, [coverage(version)] if whole_file and version in LAST_DAYS else [])


def coverage(version: str) -> Coverage:
    """ATOP's completeness: every obligation, all states of the system, from 1815 to the version's end."""
    period = f"{SYSTEM_FROM}/{LAST_DAYS[version]}"
    return Coverage("", "agreement", period, obligations=OBLIGATIONS, statement=STATEMENT)
