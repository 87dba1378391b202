"""troopdata: US active-duty troops in each country and year, and US bases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from foedera.claim import Actor, Amount, Claim
from foedera.datasets.files import Row
from foedera.datasets.igo import cow_code_in
from foedera.datasets.intake import Intake, Pair, Reading
from foedera.datasets.values import SkippedRow, calendar_year, maybe, quote

USA = 2
NO_STATE = 1000  # from here on the numbers are places that are no states of the system
QUOTED = ("countryname", "year", "ccode", "troops_ad", "army_ad", "navy_ad", "air_force_ad", "marine_corps_ad")


def read(intake: Intake) -> Reading:
    """Troops by country and year, and the list of bases where the path holds it."""
    table, rows = intake.rows("country-year")
    version = intake.version(table, rows)
    intake.complete(table, rows, version)
    pairs = list(intake.each(_once(intake, rows.rows), troops))
    bases = intake.find("bases")
    if bases:
        pairs += intake.each(bases.rows, base)
    return Reading(version, pairs)


def _once(intake: Intake, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows whose state and year are there once; where two rows differ about one, both are reported."""
    by_key: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        by_key.setdefault((row["ccode"], row["year"]), []).append(row)
    for same in by_key.values():
        if len({row["troops_ad"] for row in same}) == 1 or _is_place(same[0]):
            yield same[0]
        else:
            why = "rows of the same state and year say different numbers"
            intake.skipped.extend((row.file, row.line, why) for row in same)


def _is_place(row: Row) -> bool:
    return row["ccode"].strip().isdigit() and int(row["ccode"]) >= NO_STATE


def troops(row: Row) -> Iterator[Pair]:
    """How many active-duty troops were in a state in a year; nothing for none, or for unknown."""
    number, year, count = maybe(row, "ccode"), calendar_year(row, "year"), maybe(row, "troops_ad")
    if number is None or number == USA or number >= NO_STATE or not count:
        return
    if count < 0:
        raise SkippedRow(f"troops_ad is {count}")
    yield row.locator, _claim(row, QUOTED, cow_code_in(number, year), Amount(count, "troops"), year, None)


def base(row: Row) -> Iterator[Pair]:
    """A base, smaller site or funded site; its dates are not in the file."""
    number = maybe(row, "ccode")
    if number is None or number == USA or number >= NO_STATE:
        return
    columns = ("countryname", "basename", "base", "lilypad", "fundedsite")
    yield row.locator, _claim(row, columns, cow_code_in(number, 2018), None, None, row["basename"].strip())


def _claim(
    row: Row, columns: tuple[str, ...], host: str, amount: Amount | None, year: int | None, name: str | None
) -> Claim:
    text = quote(row, columns)
    return Claim(
        0,
        len(text),
        text,
        "deployment",
        "affirmed",
        (Actor("USA", "contributor"), Actor(host, "host")),
        name=name or None,
        date=f"{year:04d}" if year else None,
        date_role="on" if year else None,
        kind="basing",
        amount=amount,
        rule="troopdata:bases" if name else "troopdata:country-year",
    )
