"""SIPRI Arms Transfers Database, trade register: each row is a deal, ordered and delivered.

The register as downloaded has lines above its header, is Latin-1, and has an unnamed column with "?"
after each field that can be uncertain; copies with tidy column names are read as well. TIV are a
volume of military capability, no money, and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from foedera.claim import Actor, Amount, Claim
from foedera.datasets.files import Row, Rows
from foedera.datasets.intake import Intake, Pair, Reading
from foedera.datasets.names import code_of, is_nobody
from foedera.datasets.values import MONTHS, SkippedRow, checked, maybe, quote

FIELDS = {
    "recipient": "recipient",
    "supplier": "supplier",
    "yearoforder": "ordered",
    "numberordered": "number_ordered",
    "weapondesignation": "designation",
    "weapondescription": "description",
    "numberdelivered": "number_delivered",
    "yearsofdelivery": "delivered",
    "status": "status",
    "comments": "comments",
}
_GENERATED = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]{2,8}) (20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of this file holds which field, and which its mark of uncertainty."""

    column: dict[str, str]
    doubt: dict[str, str]


def layout(columns: tuple[str, ...]) -> Layout:
    """The columns by their names, whatever their spelling; a "?" column is the one after its field."""
    column: dict[str, str] = {}
    doubt: dict[str, str] = {}
    for position, name in enumerate(columns):
        field = FIELDS.get(re.sub(r"[^a-z]", "", name.lower()))
        if field and field not in column:
            column[field] = name
            after = columns[position + 1] if position + 1 < len(columns) else ""
            if after.endswith("_uncertain") or not re.search(r"[A-Za-z]", after):
                doubt[field] = after
    return Layout(column, doubt)


def read(intake: Intake) -> Reading:
    """The register as transfers: one claim for the order, one for the deliveries."""
    table, rows = intake.rows("register", "register-tidy")
    plan = layout(rows.columns)
    version = _version(intake, table, rows)
    return Reading(version, list(intake.each(rows.rows, lambda row: claims(row, plan))), partial=True)


def _version(intake: Intake, table: str, rows: Rows) -> str:
    """The day on which SIPRI generated the file, from its first lines; registers have no number."""
    stated = _GENERATED.search(rows.preamble)
    month = stated[2][:3].lower() if stated else ""
    if stated and month in MONTHS:
        return f"{stated[3]}-{MONTHS.index(month) + 1:02d}-{int(stated[1]):02d}"
    return intake.version(table, rows)


def claims(row: Row, plan: Layout) -> Iterator[Pair]:
    """The order with what was ordered, and the deliveries with what has arrived."""
    cell = {field: row[name].strip() for field, name in plan.column.items()}
    ordered = _year(row, plan, "ordered")
    actors = _actors(cell, int(ordered[:4]))
    items = (cell["designation"],) if cell.get("designation") else ()
    if not items:
        raise SkippedRow("it names no weapon")
    yield row.locator, _claim(row, plan, actors, items, "ordered", ordered, _amount(row, plan, "number_ordered"))
    delivered = _deliveries(cell.get("delivered", ""))
    if delivered:
        count = _amount(row, plan, "number_delivered")
        yield row.locator, _claim(row, plan, actors, items, "delivered", delivered, count)


def _year(row: Row, plan: Layout, field: str) -> str:
    year = maybe(row, plan.column.get(field, field))
    if year is None or not 1900 <= year <= 2100:
        raise SkippedRow(f"the year of order is '{row[plan.column.get(field, field)][:20]}'")
    doubtful = field in plan.doubt and "?" in row[plan.doubt[field]]
    return f"{year}?" if doubtful else f"{year}"


def _actors(cell: dict[str, str], year: int) -> tuple[Actor, ...]:
    return tuple(_actor(cell.get(role, ""), role, year) for role in ("supplier", "recipient"))


def _actor(name: str, role: str, year: int) -> Actor:
    """Stars mark international organisations and non-state recipients in the register."""
    plain = name.rstrip("* ")
    if is_nobody(plain):
        raise SkippedRow(f"the {role} is not known")
    code = code_of(plain, year)
    return Actor(code, role, None if code else plain)


def _amount(row: Row, plan: Layout, field: str) -> Amount | None:
    column = plan.column.get(field)
    count = maybe(row, column, 0) if column else None
    return Amount(count, "units") if count else None


def _deliveries(text: str) -> str | None:
    """ "2017; 2018" as the years from the first to the last; None when nothing has been delivered."""
    years = re.findall(r"\b(?:19|20)\d\d\b", text)
    if not years:
        return None
    first, last = min(years), max(years)
    return first if first == last else checked(f"{first}/{last}")


def _claim(
    row: Row,
    plan: Layout,
    actors: tuple[Actor, ...],
    items: tuple[str, ...],
    stage: str,
    date: str,
    amount: Amount | None,
) -> Claim:
    text = quote(row, tuple(plan.column.values()))
    return Claim(
        0,
        len(text),
        text,
        "transfer",
        "affirmed",
        actors,
        date=date,
        date_role="on",
        stage=stage,
        items=items,
        amount=amount,
        rule="sipri:register",
    )
