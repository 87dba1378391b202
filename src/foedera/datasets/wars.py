"""Wars and disputes: who fought whom, between which days, from participant files.

COW Inter-State Wars 4.0, COW Militarized Interstate Disputes and Gibler-Miller-Little share a form:
rows of participants with a side and one or two stretches of dates. A claim is made for each pair of
states on opposite sides whose stretches overlap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from foedera.claim import Actor, Claim
from foedera.datasets.codes import cow_code
from foedera.datasets.files import Row
from foedera.datasets.intake import Intake, Pair, Reading
from foedera.datasets.values import SkippedRow, edtf, first_day, last_day, maybe, whole
from foedera.dates import Date
from foedera.errors import BadTable

T = TypeVar("T")
UNKNOWN = (-9, -8, -7)
FORCE, WAR = 4, 5  # hostility levels: use of force, war


@dataclass(frozen=True, slots=True)
class Fighter:
    """A state on a side of a war for one stretch of days (EDTF ends; no end: open)."""

    war: int
    number: int
    side: int
    started: bool
    original: bool
    start: str
    end: str | None
    row: Row


def read_wars(intake: Intake) -> Reading:
    """The participant file of COW's inter-state wars."""
    table, rows = intake.rows("participants")
    version = intake.version(table, rows)
    intake.complete(table, rows, version)
    names = {}
    fighters: list[Fighter] = []
    for row in rows.rows:
        found = _taken(intake, row, _in_war)
        fighters += found
        names.update({f.war: row["WarName"].strip() for f in found})
    return Reading(version, list(_pairs(fighters, names, "cow-wars")))


def read_disputes(intake: Intake) -> Reading:
    """Disputes (A) and their participants (B): those that reached the use of force."""
    first, disputes = intake.rows("disputes")
    table, rows = intake.rows("participants")
    version = intake.version(table, rows, "version")
    if intake.version(first, disputes, "version") != version:
        raise BadTable(f"'{disputes.file}' and '{rows.file}' are of different versions: give a pair of one version.")
    intake.complete(table, rows, version)
    violent = {f for row in disputes.rows for f in _taken(intake, row, _violent)}
    fighters = [f for row in rows.rows for f in _taken(intake, row, _in_dispute) if f.war in violent]
    return Reading(version, list(_pairs(fighters, {}, intake.dataset.name)))


def _taken(intake: Intake, row: Row, make: Callable[[Row], Iterator[T]]) -> list[T]:
    try:
        return list(make(row))
    except SkippedRow as reason:
        intake.skipped.append((row.file, row.line, str(reason)))
        return []


def _violent(row: Row) -> Iterator[int]:
    if (maybe(row, "hostlev", *UNKNOWN) or 0) >= FORCE:
        yield _dispute(row)


def _dispute(row: Row) -> int:
    """The dispute's number: `dispnum` in MID 5.0, `dispnum3` in MID 4.3 and the GML dispute file."""
    return whole(row, "dispnum" if "dispnum" in row.cells else "dispnum3")


def _in_war(row: Row) -> Iterator[Fighter]:
    """One or two stretches: a state can leave a war and come back."""
    side = whole(row, "Side")
    if side not in (1, 2):
        raise SkippedRow(f"Side is {side}, neither 1 nor 2")
    for n in ("1", "2"):
        start = _date(row, f"StartYear{n}", f"StartMonth{n}", f"StartDay{n}")
        if start:
            end = _date(row, f"EndYear{n}", f"EndMonth{n}", f"EndDay{n}")
            began = maybe(row, "Initiator") == 1
            yield _checked(Fighter(whole(row, "WarNum"), whole(row, "ccode"), side, began, True, start, end, row))


def _in_dispute(row: Row) -> Iterator[Fighter]:
    start = _date(row, "styear", "stmon", "stday")
    if start is None:
        raise SkippedRow("it has no year of its beginning")
    end = _date(row, "endyear", "endmon", "endday")
    first = maybe(row, "sidea") == 1
    side, original = (1 if first else 2), maybe(row, "orig") == 1
    yield _checked(Fighter(_dispute(row), whole(row, "ccode"), side, first, original, start, end, row))


def _date(row: Row, year: str, month: str, day: str) -> str | None:
    m = maybe(row, month, *UNKNOWN)
    return edtf(maybe(row, year, *UNKNOWN), m, maybe(row, day, *UNKNOWN) if m else None)


def _checked(fighter: Fighter) -> Fighter:
    cow_code(fighter.number, first_day(fighter.start))
    if fighter.end and last_day(fighter.end) < first_day(fighter.start):
        raise SkippedRow(f"it ends ({fighter.end}) before it begins ({fighter.start})")
    return fighter


def _pairs(fighters: list[Fighter], names: dict[int, str], rule: str) -> Iterator[Pair]:
    by_war: dict[int, list[Fighter]] = defaultdict(list)
    for fighter in fighters:
        by_war[fighter.war].append(fighter)
    for war, all_of_it in by_war.items():
        sides = [[f for f in all_of_it if f.side == side] for side in (1, 2)]
        for a in sides[0]:
            for b in sides[1]:
                if a.number != b.number and _stretch(a).overlaps(_stretch(b)):
                    yield _pair(war, a, b, names.get(war), rule)


def _stretch(fighter: Fighter) -> Date:
    return Date.parse(f"{fighter.start}/{fighter.end or '..'}")


def _pair(war: int, a: Fighter, b: Fighter, name: str | None, rule: str) -> Pair:
    start = max(a.start, b.start, key=first_day)
    ends = [e for e in (a.end, b.end) if e]
    end = min(ends, key=last_day) if ends else None
    date = start if end == start else f"{start}/{end or '..'}"
    day = first_day(start)
    roles = ("initiator", "target") if a.started else ("target", "initiator")
    if a.started == b.started or not (a.original and b.original):
        roles = ("party", "party")
    text = f"{name or 'dispute'} ({war}): {a.number} and {b.number} on opposite sides, {date}"
    claim = Claim(
        0,
        len(text),
        text,
        "conflict",
        "affirmed",
        tuple(Actor(cow_code(f.number, day), role) for f, role in zip((a, b), roles, strict=True)),
        name=name,
        date=date,
        date_role="on",
        period=date if "/" in date else f"{date}/{date}",
        rule=rule,
    )
    return f"{a.row.file} lines {a.row.line} and {b.row.line}", claim
