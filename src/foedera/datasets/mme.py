"""Multinational Military Exercises (MME): each row is an exercise with its participants.

The unit is the row, not MMEID, which three times stands for two exercises. `xx` is an unknown day, -9
an unknown name. An end before the beginning (a few dozen rows) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from foedera.claim import Actor, Claim
from foedera.datasets.files import Row
from foedera.datasets.intake import Intake, Pair, Reading
from foedera.datasets.names import code_of, is_nobody
from foedera.datasets.values import SkippedRow, edtf, first_day, last_day, maybe, quote

FEATURES = ("CPX", "Air", "Land", "Sea", "Amphibious", "Cyber", "Warfighting", "Peacekeeping", "Humanitarian")
SECTORS = {"Sea": "maritime", "Cyber": "cyber", "Peacekeeping": "peacekeeping", "Humanitarian": "emergency"}
QUOTED = ("MMEID", "Ex_Name", "Series_Name", "Location", "StartDate", "EndDate", "FocusDescription")


def read(intake: Intake) -> Reading:
    """The exercise file (one row an exercise) as exercise claims."""
    table, rows = intake.rows("exercises")
    version = intake.version(table, rows)
    intake.complete(table, rows, version)
    return Reading(version, list(intake.each(rows.rows, claims)))


def claims(row: Row) -> Iterator[Pair]:
    start = _date(row, "s")
    if start is None:
        raise SkippedRow("it has no year")
    names = [v.strip() for c, v in row.cells.items() if c.startswith("State") and not is_nobody(v)]
    parties = _parties(names, first_day(start).year)
    if len(parties) < 2:
        raise SkippedRow("it names fewer than two participants")
    text = quote(row, QUOTED)
    name, place = row["Ex_Name"].strip(), row["Location"].strip()
    yield (
        row.locator,
        Claim(
            0,
            len(text),
            text,
            "exercise",
            "affirmed",
            parties,
            name=None if is_nobody(name) else name,
            date=_when(start, _date(row, "e")),
            date_role="on",
            sectors=tuple(s for c, s in SECTORS.items() if maybe(row, c, -9) == 1),
            place=None if is_nobody(place) else place,
            rule="mme:exercises",
        ),
    )


def _date(row: Row, which: str) -> str | None:
    year, month, day = (row[f"{which}.{part}"].strip() for part in ("year", "month", "day"))
    known = [maybe(row, f"{which}.{p}", -9) if v.lower() != "xx" else None for p, v in
             (("year", year), ("month", month), ("day", day))]  # fmt: skip
    return edtf(known[0], known[1], known[2] if known[1] else None)


def _when(start: str, end: str | None) -> str:
    if end is None or end == start or last_day(end) < first_day(start):
        return start
    return f"{start}/{end}"


def _parties(names: list[str], year: int) -> tuple[Actor, ...]:
    found = []
    for name in names:
        code = code_of(name, year)
        found.append(Actor(code, "party", None if code else name))
    return tuple(dict.fromkeys(found))
