"""US Overseas Loans and Grants (Greenbook): military assistance by country, fiscal year and programme.

Amounts are obligations in historical dollars, summed over the accounts of one programme (publication
row). A fiscal year began on 1 July until 1976 and begins on 1 October since; between them lies the
transition quarter (July to September 1976), "1976tq" or 1976.9 in the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from foedera.claim import Actor, Amount, Claim
from foedera.datasets.files import Row
from foedera.datasets.intake import Intake, Pair, Reading
from foedera.datasets.names import code_of, is_nobody
from foedera.datasets.values import SkippedRow, number

TRANSITION = ("1976tq", "1976.9")
SECTORS = {
    "International Military Education and Training": ("education", "training"),
    "Drug Interdiction and Counter-Drug": ("policing",),
    "Cooperative Threat Reduction": ("nonproliferation",),
    "Peace Keeping Operations": ("peacekeeping",),
}
ACRONYMS = {
    "International Military Education and Training": "IMET",
    "Foreign Military Financing": "FMF",
    "Cooperative Threat Reduction": "CTR",
    "Peace Keeping Operations": "PKO",
}
# Our names of the columns -> those of the workbook and of CSV copies of it.
COLUMNS = {
    "year": ("Fiscal Year", "fiscal_year"),
    "country": ("Country", "country"),
    "category": ("Assistance Category", "category"),
    "programme": ("Publication Row", "publication_row"),
    "amount": ("Obligations (Historical Dollars)", "obligations_current_usd"),
}
Key = tuple[str, str, str]


@dataclass(slots=True)
class Sum:
    """The obligations of one programme in one country and fiscal year."""

    total: float = 0.0
    rows: list[Row] = field(default_factory=list)


def read(intake: Intake) -> Reading:
    """The workbook, or a CSV of its military rows, as assistance claims."""
    table, rows = intake.rows("workbook", "military")
    version = intake.version(table, rows)
    intake.complete(table, rows, version)
    names = {ours: next((c for c in theirs if c in rows.columns), "") for ours, theirs in COLUMNS.items()}
    sums: dict[Key, Sum] = {}
    for row in rows.rows:
        try:
            _add(sums, row, names)
        except SkippedRow as reason:
            intake.skipped.append((row.file, row.line, str(reason)))
    return Reading(version, list(_pairs(intake, sums)))


def _add(sums: dict[Key, Sum], row: Row, names: dict[str, str]) -> None:
    if row[names["category"]].strip() != "Military" or is_nobody(row[names["country"]]):
        return
    year = row[names["year"]].strip().lower()
    fiscal_year(year)
    amount = number(row, names["amount"])
    key = (row[names["country"]].strip(), year, row[names["programme"]].strip())
    entry = sums.setdefault(key, Sum())
    entry.total += amount
    entry.rows.append(row)


def fiscal_year(text: str) -> str:
    """The EDTF interval of a fiscal year of the United States; raises SkippedRow."""
    if text in TRANSITION:
        return "1976-07-01/1976-09-30"
    whole_year = text.removesuffix(".0")
    if not (whole_year.isascii() and whole_year.isdigit() and 1940 <= int(whole_year) <= 2100):
        raise SkippedRow(f"'{text[:20]}' is no fiscal year")
    year = int(whole_year)
    first, last = ("07-01", "06-30") if year <= 1976 else ("10-01", "09-30")
    return f"{year - 1}-{first}/{year}-{last}"


def _pairs(intake: Intake, sums: dict[Key, Sum]) -> Iterator[Pair]:
    for key, entry in sums.items():
        try:
            if entry.total > 0:
                yield _pair(key, entry)
        except SkippedRow as reason:
            intake.skipped.extend((row.file, row.line, str(reason)) for row in entry.rows)


def _pair(key: Key, entry: Sum) -> Pair:
    country, year, programme = key
    when = fiscal_year(year)
    code = code_of(country, int(when[:4]) + 1)
    if code is None:
        raise SkippedRow(f"'{country[:60]}' is no state of our tables")
    known_as = f"{programme} ({ACRONYMS[programme]})" if programme in ACRONYMS else programme
    text = f"{country}: {known_as}, fiscal year {year}, obligations of {entry.total:,.0f} US dollars"
    lines = ", ".join(str(row.line) for row in entry.rows[:6])
    claim = Claim(
        0,
        len(text),
        text,
        "assistance",
        "affirmed",
        (Actor("USA", "provider"), Actor(code, "recipient")),
        name=programme,
        date=when,
        date_role="on",
        amount=Amount(entry.total, "USD"),
        sectors=SECTORS.get(programme, ()),
        rule="greenbook:military",
    )
    return f"{entry.rows[0].file} lines {lines}", claim
