"""ATOP's member file becomes agreements whose provisions are those of the file."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from foedera.claim import OBLIGATIONS, Claim
from foedera.datasets import import_into
from foedera.datasets.atop import ANY_CONDITION, CONDITION_COLUMNS, OBLIGATION_COLUMNS
from foedera.datasets.codes import cow_number
from foedera.errors import BadTable
from foedera.record import Record, open_record

from .helpers import member_row, write_atop

ONE_DAY = timedelta(days=1)


@pytest.fixture
def record() -> Iterator[Record]:
    with open_record(":memory:") as opened:
        yield opened


@pytest.fixture(scope="module")
def atop(shared: Path) -> Iterator[Record]:
    with open_record(":memory:") as opened:
        report = import_into(opened, "atop", shared / "data" / "atop51")
        assert report.version == "5.1"
        assert report.skipped == ()
        assert report.warnings == ()
        yield opened


def only_claim(record: Record) -> Claim:
    (stored,) = record.claims()
    return stored.claim


def test_a_row_is_a_signed_agreement_of_one_party_with_its_promises(record: Record, tmp_path: Path) -> None:
    path = write_atop(tmp_path / "m.csv", member_row(640, consul=1, defconpr=1, olimob=1, phase=2))
    report = import_into(record, "atop", path)
    claim = only_claim(record)
    assert report.added == 1
    assert claim.instrument == "9000/2"
    assert [(a.code, a.role) for a in claim.actors] == [("TUR", "party")]
    assert (claim.date, claim.date_role, claim.stage) == ("1950-01-02", "signed", "signed")
    assert claim.obligations == ("defense", "consultation")
    assert [t.conditions for t in claim.terms] == [("non_provocation", "other"), ("other",)]


@pytest.mark.parametrize(
    ("exit_date", "period"),
    [
        ((1951, 6, 19), "1950-01-02/1951-06-18"),
        ((1951, 6, ""), "1950-01-02/1951-06"),
        ((0, 0, 0), "1950-01-02/.."),
    ],
)
def test_a_period_ends_before_an_exact_exit_and_keeps_an_imprecise_one(
    record: Record, tmp_path: Path, exit_date: tuple[object, ...], period: str
) -> None:
    cells = dict(zip(("yrexit", "moexit", "dayexit"), exit_date, strict=True))
    import_into(record, "atop", write_atop(tmp_path / "m.csv", member_row(640, **cells)))
    assert only_claim(record).period == period


def test_a_party_that_changed_its_code_has_a_claim_for_each(record: Record, tmp_path: Path) -> None:
    import_into(record, "atop", write_atop(tmp_path / "m.csv", member_row(365, nonagg=1)))
    claims = [s.claim for s in record.claims()]
    assert [c.actors[0].code for c in claims] == ["SUN", "RUS"]
    assert {c.instrument for c in claims} == {"9000/0"}
    first_end = (claims[0].period or "").split("/")[1]
    second_start = (claims[1].period or "").split("/")[0]
    assert date.fromisoformat(second_start) == date.fromisoformat(first_end) + ONE_DAY


def test_a_member_that_is_no_state_goes_by_its_number(record: Record, tmp_path: Path) -> None:
    import_into(record, "atop", write_atop(tmp_path / "m.csv", member_row(8152)))
    assert only_claim(record).actors[0].code == "cow:8152"


@pytest.mark.parametrize(
    "cells",
    [
        {"member": "Turkey"},
        {"moent": 13},
        {"dayent": 31, "moent": 2},
        {"yrexit": 1940, "moexit": 1},
        {"defense": "x"},
    ],
)
def test_a_malformed_row_is_reported_with_its_line_and_skipped(
    record: Record, tmp_path: Path, cells: dict[str, object]
) -> None:
    path = write_atop(tmp_path / "m.csv", member_row(200), member_row(640) | cells, member_row(220))
    report = import_into(record, "atop", path)
    assert [s.claim.actors[0].code for s in record.claims()] == ["GBR", "FRA"]
    assert [(file, line) for file, line, _ in report.skipped] == [("m.csv", 3)]


def test_an_unknown_number_of_rows_gives_claims_but_no_coverage(record: Record, tmp_path: Path) -> None:
    report = import_into(record, "atop", write_atop(tmp_path / "m.csv", member_row(200)))
    assert record.coverage() == []
    assert "1 rows" in report.warnings[0]


def test_the_file_without_nonaggression_pacts_is_refused(record: Record, tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="full member file"):
        import_into(record, "atop", write_atop(tmp_path / "atop5_1m_NNA.csv", member_row(200)))


def test_importing_twice_adds_nothing_even_when_the_rows_were_sorted_anew(record: Record, tmp_path: Path) -> None:
    rows = [member_row(200), member_row(220), member_row(365)]
    assert import_into(record, "atop", write_atop(tmp_path / "m.csv", *rows)).added == 4
    assert import_into(record, "atop", write_atop(tmp_path / "m.csv", *rows)).added == 0
    assert import_into(record, "atop", write_atop(tmp_path / "sorted.csv", *reversed(rows))).added == 0


@pytest.mark.parametrize("versions", [("5", "5.1"), ("5.1", "5")])
def test_a_newer_version_supersedes_an_older_one_without_losing_it(
    record: Record, tmp_path: Path, versions: tuple[str, str]
) -> None:
    for number, version in enumerate(versions):
        path = write_atop(tmp_path / f"m{number}.csv", member_row(200, version=version))
        report = import_into(record, "atop", path)
    assert report.superseded == ("atop:5.0",)
    assert [s.source for s in record.claims()] == ["atop:5.1"]
    assert len(record.claims(include_rejected=True)) == 2
    (judgement,) = record.judgements(subject="source:atop:5.0")
    record.judge("accept", "source:atop:5.0", by="a person", undoes=judgement.id)
    assert len(record.claims()) == 2


def test_the_real_file_covers_all_obligations_from_1815_to_2018(atop: Record) -> None:
    (coverage,) = atop.coverage(relation="agreement")
    assert set(coverage.obligations) == set(OBLIGATIONS)
    assert coverage.period == "1815-01-01/2018-12-31"
    assert coverage.actors == ()


def test_the_real_file_gives_a_party_for_each_of_its_rows(atop: Record) -> None:
    rows = {s.locator for s in atop.claims(groups=["atop"])}
    assert len(rows) == 2510


Provision = tuple[str, int, str, tuple[str, ...]]


def test_provisions_in_the_record_are_those_of_the_file_on_any_day(atop: Record, shared: Path) -> None:
    with (shared / "data" / "atop51" / "atop5_1m.csv").open(encoding="latin-1", newline="") as stream:
        rows = list(csv.DictReader(stream))
    turning = [parts(row, "ent") for row in rows] + [parts(row, "exit") for row in rows]
    chooser = random.Random(51)
    known = [d for d in turning if d]
    days = chooser.sample(known, 25) + [d - ONE_DAY for d in chooser.sample(known, 15)]
    days += [date(1815, 1, 1) + timedelta(days=chooser.randrange(74_000)) for _ in range(20)]
    for day in [*days, date(1990, 10, 20), date(1954, 12, 1), date(1943, 6, 1), date(2018, 12, 31)]:
        assert from_record(atop, day) == sorted(from_file(rows, day)), day


def parts(row: dict[str, str], which: str, *, last: bool = False) -> date | None:
    """First day (or the day after the last) that a date of the file can mean."""
    year, month, day = (int(row[f"{p}{which}"] or 0) for p in ("yr", "mo", "day"))
    if year == 0:
        return None
    if day:
        return date(year, month, day)
    return date(year + month // 12, month % 12 + 1, 1) if last else date(year, month, 1)


def from_file(rows: list[dict[str, str]], day: date) -> Iterator[Provision]:
    for row in rows:
        start, end = parts(row, "ent"), parts(row, "exit", last=True)
        if not (start and start <= day and (end is None or day < end)):
            continue
        general = [name for column, name in ANY_CONDITION.items() if row[column] == "1"]
        for column, obligation in OBLIGATION_COLUMNS.items():
            if row[column] == "1":
                own = [n for c, n in CONDITION_COLUMNS[obligation].items() if row[c] == "1"]
                conditions = [] if obligation == "nonaggression" else own + general
                yield (
                    f"atop:{row['atopid']}/{row['phase']}",
                    int(row["member"]),
                    obligation,
                    tuple(sorted(conditions)),
                )


def from_record(record: Record, day: date) -> list[Provision]:
    return sorted(
        (p.instrument, cow_number(p.obligor, day) or 0, p.term.obligation, tuple(sorted(p.term.conditions)))
        for p in record.provisions(on=day)
    )
