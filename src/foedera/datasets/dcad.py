"""Defense Cooperation Agreement Dataset (DCAD) 1.0: each row is a bilateral agreement.

Kinne's codebook, main file: dates of signature and entry into force with unknown parts left blank;
`endYearEstimate` is the year of termination where `terminated` is 1, the end of the data (2010) for
those still in force, and otherwise an estimate, which is marked `~` here.
"""

from __future__ import annotations

from collections.abc import Iterator

from foedera.claim import Actor, Claim
from foedera.datasets.codes import cow_code
from foedera.datasets.files import Row
from foedera.datasets.intake import Intake, Pair, Reading
from foedera.datasets.values import SkippedRow, edtf, first_day, maybe, quote, span, whole

LAST_YEAR = 2010
# The file's values, which differ from the codebook's words (Full DCA, Industry, TrEx ...).
SECTORS = {
    "DCA": ("policy",),
    "DIC": ("industry",),
    "TREX": ("training", "education"),
    "PROCUREMENT": ("procurement",),
    "RESEARCH": ("research",),
    "COMMISSION": ("policy",),
}
QUOTED = (
    *("DCAid", "cowName1", "cowName2", "signYear", "signMonth", "signDay", "type"),
    *("category1", "category2", "category3", "categoryConf", "endYearEstimate", "UNTS"),
)


def read(intake: Intake) -> Reading:
    """The main file as agreements. No coverage: the claim schema cannot say "defense cooperation only"."""
    table, rows = intake.rows("main")
    version = intake.version(table, rows)
    intake.complete(table, rows, version)
    return Reading(version, list(intake.each(rows.rows, claims)))


def claims(row: Row) -> Iterator[Pair]:
    """The signature, and the entry into force where it is known."""
    signed = _date(row, "sign")
    if signed is None:
        raise SkippedRow("it has no year of signature")
    key = row["DCAid"].strip()
    if not key:
        raise SkippedRow("it has no DCAid")
    yield row.locator, _claim(row, key, signed, "signed", period=_period(row, signed))
    entered = _date(row, "EIF")
    if entered:
        yield row.locator, _claim(row, key, entered, "in_force", period=None)


def _date(row: Row, which: str) -> str | None:
    month = maybe(row, f"{which}Month")
    return edtf(maybe(row, f"{which}Year"), month, maybe(row, f"{which}Day") if month else None)


def _period(row: Row, signed: str) -> str | None:
    """From signature to the end that the data set knows or estimates; None if it was never signed."""
    if maybe(row, "factivaSign") == 0:
        return None
    end = maybe(row, "endYearEstimate")
    if end is None or (end >= LAST_YEAR and maybe(row, "terminated") != 1):
        return span(signed, None)
    year = max(end, first_day(signed).year)
    return span(signed, f"{year}" if maybe(row, "terminated") == 1 else f"{year}~")


def _claim(row: Row, key: str, date: str, stage: str, *, period: str | None) -> Claim:
    day = first_day(date)
    unsigned = stage == "signed" and maybe(row, "factivaSign") == 0
    text = quote(row, QUOTED)
    sectors = [s for c in ("category1", "category2", "category3") for s in _sectors(row[c].strip())]
    return Claim(
        0,
        len(text),
        text,
        "agreement",
        "affirmed",
        tuple(Actor(cow_code(whole(row, c), day), "party") for c in ("ccode1", "ccode2")),
        date=date,
        date_role="on" if unsigned else stage,
        stage="negotiating" if unsigned else stage,
        sectors=tuple(dict.fromkeys(sectors)),
        instrument=key,
        period=period,
        rule="dcad:main",
    )


def _sectors(category: str) -> tuple[str, ...]:
    if category and category not in SECTORS:
        raise SkippedRow(f"category '{category[:30]}' is not one of {', '.join(SECTORS)}")
    return SECTORS.get(category, ())
