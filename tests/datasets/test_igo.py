"""COW IGO 3: yearly membership becomes spells, with the list's own coverage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from foedera.datasets import import_into, load
from foedera.record import Record, open_record

from .helpers import write_csv

COLUMNS = ("ccode", "year", "state", "nato", "csto", "zzz")


def years(number: int, first: int, last: int, **values: object) -> list[dict[str, object]]:
    return [{"ccode": number, "year": y, "state": "x"} | values for y in range(first, last + 1)]


@pytest.fixture
def record() -> Iterator[Record]:
    with open_record(":memory:") as opened:
        yield opened


def imported(record: Record, path: Path, rows: list[dict[str, object]]) -> list[tuple[str, str | None, str | None]]:
    import_into(record, "cow-igo", write_csv(path / "state_year.csv", COLUMNS, rows))
    claims = [s.claim for s in record.claims()]
    return [(c.actors[0].code or "", c.status, c.period) for c in claims]


def test_consecutive_years_are_one_spell_and_a_gap_begins_another(record: Record, tmp_path: Path) -> None:
    rows = [*years(640, 1952, 1960, nato=1), *years(640, 1961, 1962), *years(640, 1963, 1970, nato=1)]
    assert imported(record, tmp_path, rows) == [
        ("TUR", "member", "1952/1960"),
        ("TUR", "member", "1963/1970"),
    ]


def test_a_spell_that_reaches_the_last_year_is_open(record: Record, tmp_path: Path) -> None:
    assert imported(record, tmp_path, years(640, 2010, 2014, nato=1)) == [("TUR", "member", "2010/..")]


def test_another_kind_of_membership_begins_another_spell(record: Record, tmp_path: Path) -> None:
    rows = [*years(371, 2000, 2003, csto=3), *years(371, 2004, 2005, csto=2), *years(371, 2006, 2007, csto=1)]
    found = imported(record, tmp_path, rows)
    assert [status for _, status, _ in found] == ["observer", "partner", "member"]


def test_a_state_that_changed_its_code_has_a_spell_under_each(record: Record, tmp_path: Path) -> None:
    found = imported(record, tmp_path, years(365, 1988, 1995, nato=1))
    assert found == [("SUN", "member", "1988/1991"), ("RUS", "member", "1992/1995")]


def test_organisations_without_a_code_are_taken_only_when_asked_for(record: Record, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "state_year.csv", COLUMNS, years(640, 2000, 2001, zzz=1))
    assert import_into(record, "cow-igo", path).added == 0
    assert import_into(record, "cow-igo", path, everything=True).added == 1
    assert record.claims()[0].claim.actors[1].body == "ZZZ"


def test_a_value_that_the_codebook_does_not_know_is_reported(record: Record, tmp_path: Path) -> None:
    rows = [*years(640, 2000, 2001, nato=1), *years(640, 2002, 2002, nato=7)]
    report = import_into(record, "cow-igo", write_csv(tmp_path / "state_year.csv", COLUMNS, rows))
    assert [line for _, line, _ in report.skipped] == [4]
    assert [s.claim.period for s in record.claims()] == ["2000/2001"]


def test_the_real_file_gives_memberships_and_coverage(shared: Path) -> None:
    with open_record(":memory:") as record:
        report = import_into(record, "cow-igo", shared / "data" / "cow_igo_v3")
        assert (report.version, report.skipped, report.warnings) == ("3.0", (), ())
        coverage = {c.organisation: c.period for c in record.coverage(relation="membership")}
        assert coverage["NATO"] == "1816-01-01/2014-12-31"
        assert {"NATO", "CSTO", "WTO", "SEATO", "CENTO", "ANZUS", "WEU"} <= set(coverage)
        assert "EAPC" not in coverage
        turkey = [s.claim for s in record.claims(actors=["TUR", "NATO"])]
        assert [(c.date, c.date_role, c.period) for c in turkey] == [("1952", "since", "1952/..")]
        germany = sorted(s.claim.period or "" for s in record.claims(actors=["DEU", "NATO"]))
        assert germany == ["1955/1989", "1990/.."]


@pytest.mark.slow
def test_the_real_r_file_and_its_csv_copy_hold_the_same_table(shared: Path) -> None:
    pytest.importorskip("rdata")
    folder = shared / "data" / "cow_igo_v3"
    tables = [load("cow-igo", folder / name) for name in ("state_year_v3.csv.gz", "state_year_format3.rda")]
    assert tables[0].height == tables[1].height == 15_557
    assert tables[0].columns == tables[1].columns
    assert tables[0]["nato"].cast(int).to_list() == tables[1]["nato"].cast(int).to_list()
