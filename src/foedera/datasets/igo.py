"""COW Intergovernmental Organizations 3: yearly membership becomes spells of membership.

State-year file: one column for each organisation (1 full, 2 associate, 3 observer, 0 none, -9 missing,
-1 not in the system or no such organisation). Until 1965 the project observed every fifth year and the
file carries the value forward, so that a year before 1965 can be up to four years late. A year of
accession is that of entry into force.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from foedera.claim import Actor, Claim
from foedera.datasets.codes import cow_code
from foedera.datasets.intake import Intake, Pair, Reading
from foedera.datasets.values import SkippedRow
from foedera.record.model import Coverage

if TYPE_CHECKING:
    import polars as pl

FIRST, LAST = 1816, 2014
STATUS = {1: "member", 2: "partner", 3: "observer"}
MISSING = -9
STATEMENT = "Membership of every state of the system in every year; observed every fifth year before 1965."
KEYS = ("ccode", "year", "state")


@dataclass(frozen=True, slots=True)
class Organisation:
    """A column of the file: its code in our tables (None: none), and where its silence counts from."""

    column: str
    code: str | None
    coverage_from: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One state's value in one year, with the line it stands on."""

    number: int
    year: int
    value: int
    line: int


@dataclass(frozen=True, slots=True)
class Spell:
    """Consecutive years with one value and one code; both years included."""

    code: str
    status: str
    first: Cell
    last: Cell


@cache
def known() -> dict[str, Organisation]:
    """The columns that our tables have a code for."""
    text = (files("foedera.datasets") / "data" / "cow_igo_codes.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {r["column"]: Organisation(r["column"], r["code"], _year(r["coverage_from"])) for r in rows}


def _year(text: str) -> int | None:
    return int(text) if text else None


def read(intake: Intake) -> Reading:
    """The state-year file as membership claims, an organisation at a time, with its coverage."""
    name, table = intake.frame("state-year", None if intake.everything else (*KEYS, *known()))
    version = intake.version_by_rows("state-year", table.height)
    whole = intake.complete_rows("state-year", name, table.height, version)
    pairs: list[Pair] = []
    coverage: list[Coverage] = []
    for organisation in _wanted(table.columns, intake.everything):
        cells = list(_cells(intake, name, table, organisation.column))
        pairs += [_pair(name, organisation, spell) for spell in spells(cells)]
        if whole and organisation.coverage_from and all(c.value != MISSING for c in cells):
            coverage.append(_coverage(organisation))
    return Reading(version, pairs, coverage)


def _wanted(columns: list[str], everything: bool) -> list[Organisation]:
    listed = [known()[c] for c in columns if c in known()]
    rest = [Organisation(c, None) for c in columns if c not in known() and c not in KEYS]
    return listed + rest if everything else listed


def _cells(intake: Intake, name: str, table: pl.DataFrame, column: str) -> Iterator[Cell]:
    """The column's values that say something, oldest first; rows that make no sense are reported once."""
    import polars as pl

    keys = [pl.col(c).cast(pl.Float64, strict=False) for c in ("ccode", "year", column)]
    numbered = table.select(pl.int_range(2, pl.len() + 2).alias("line"), *keys)
    telling = numbered.filter(pl.col(column).is_null() | ~pl.col(column).is_in([0.0, -1.0]))
    for line, number, year, value in telling.iter_rows():
        try:
            yield _cell(number, year, value, line)
        except SkippedRow as reason:
            problem = (name, line, str(reason))
            if problem not in intake.skipped:
                intake.skipped.append(problem)


def _cell(number: float | None, year: float | None, value: float | None, line: int) -> Cell:
    if not number or not year or value not in (*STATUS, MISSING):
        raise SkippedRow("state, year or a membership value is no number of the codebook")
    if not FIRST <= year <= 2100 or not 1 <= number < 1000:
        raise SkippedRow(f"state {number} or year {year} is out of range")
    return Cell(int(number), int(year), int(value), line)


def spells(cells: list[Cell]) -> Iterator[Spell]:
    """Runs of consecutive years in which a state has one status and one code."""
    run: list[Cell] = []
    for cell in sorted((c for c in cells if c.value in STATUS), key=lambda c: (c.number, c.year)):
        if run and not _continues(run[-1], cell):
            yield _spell(run)
            run = []
        run.append(cell)
    if run:
        yield _spell(run)


def _continues(before: Cell, cell: Cell) -> bool:
    same = (before.number, before.value, code_in(before)) == (cell.number, cell.value, code_in(cell))
    return same and cell.year <= before.year + 1


def code_in(cell: Cell) -> str:
    return cow_code_in(cell.number, cell.year)


@lru_cache(maxsize=32_768)
def cow_code_in(number: int, year: int) -> str:
    """A state's code in a year: at its middle, else at its end (Germany in 1990), else its start."""
    days = [date(year, 7, 1), date(year, 12, 31), date(year, 1, 1)]
    found = [cow_code(number, day) for day in days]
    return next((code for code in found if not code.startswith("cow:")), found[0])


def _spell(run: list[Cell]) -> Spell:
    return Spell(code_in(run[0]), STATUS[run[0].value], run[0], run[-1])


def _pair(name: str, organisation: Organisation, spell: Spell) -> Pair:
    first, last = spell.first, spell.last
    end = ".." if last.year >= LAST else f"{last.year}"
    text = f"ccode={first.number} {organisation.column}={first.value} year={first.year}-{last.year}"
    body = None if organisation.code else organisation.column.upper()
    claim = Claim(
        0,
        len(text),
        text,
        "membership",
        "affirmed",
        (Actor(spell.code, "member"), Actor(organisation.code, "organisation", body)),
        date=f"{first.year}",
        date_role="since",
        status=spell.status,
        period=f"{first.year}/{end}",
        rule="cow-igo:state-year",
    )
    return f"{name} lines {first.line} to {last.line}, column {organisation.column}", claim


def _coverage(organisation: Organisation) -> Coverage:
    period = f"{organisation.coverage_from}-01-01/{LAST}-12-31"
    return Coverage("", "membership", period, organisation=organisation.code, statement=STATEMENT)
