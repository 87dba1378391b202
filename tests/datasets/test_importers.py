"""Every data set that becomes claims: what a row says, what is skipped, and that nothing comes twice."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from foedera.claim import Claim, faults
from foedera.datasets import DATASETS, Report, import_into, load
from foedera.datasets.importing import IMPORTERS, order
from foedera.errors import BadInput, BadTable
from foedera.record import Record, open_record

from .samples import SAMPLES


@pytest.fixture
def record() -> Iterator[Record]:
    with open_record(":memory:") as opened:
        yield opened


def take(record: Record, name: str, folder: Path) -> tuple[Report, list[Claim]]:
    report = import_into(record, name, SAMPLES[name](folder))
    return report, [s.claim for s in record.claims()]


def actors(claim: Claim) -> list[tuple[str | None, str]]:
    return [(a.code, a.role) for a in claim.actors]


def test_there_is_a_sample_of_every_data_set_that_becomes_claims() -> None:
    assert set(SAMPLES) == set(IMPORTERS) == {n for n, d in DATASETS.items() if d.becomes}


@pytest.mark.parametrize("name", SAMPLES)
def test_claims_keep_the_rule_book_and_say_where_they_stand(record: Record, name: str, tmp_path: Path) -> None:
    report, claims = take(record, name, tmp_path)
    assert report.added == len(claims) > 0
    assert [f for c in claims for f in faults(c)] == []
    assert {c.relation for c in claims} <= set(DATASETS[name].becomes)
    assert all("line" in s.locator for s in record.claims())
    assert all(c.quote and c.rule for c in claims)


@pytest.mark.parametrize("name", SAMPLES)
def test_importing_twice_adds_nothing(record: Record, name: str, tmp_path: Path) -> None:
    first, claims = take(record, name, tmp_path)
    again, later = take(record, name, tmp_path)
    assert first.added > 0
    assert again.added == 0
    assert later == claims


@pytest.mark.parametrize("name", SAMPLES)
def test_a_zip_of_the_download_is_as_good(record: Record, name: str, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    path = SAMPLES[name](tmp_path / "files")
    packed = tmp_path / "download.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in (path.parent if path.is_file() else path).iterdir():
            archive.write(file, f"folder/{file.name}")
    assert import_into(record, name, packed).added > 0
    assert import_into(record, name, path).added == 0


@pytest.mark.parametrize("name", SAMPLES)
def test_another_data_sets_file_is_refused_with_what_is_wanted(record: Record, name: str, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    with pytest.raises(BadTable, match="as published"):
        import_into(record, name, wrong)
    assert record.sources() == []


def test_an_unknown_data_set_names_those_there_are(record: Record, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="atop"):
        import_into(record, "alliances of mars", tmp_path)


def test_a_list_that_holds_no_claims_says_how_to_use_it(record: Record, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="load it as a table"):
        import_into(record, "cow-nmc", tmp_path)


def test_versions_are_ordered_as_people_read_them() -> None:
    versions = ["5.1", "4.01", "2024-03", "5.0", "4.1", "10", "2023"]
    assert sorted(versions, key=order) == ["4.01", "4.1", "5.0", "5.1", "10", "2023", "2024-03"]


def test_dcad_tells_signature_from_entry_into_force_and_known_ends_from_estimates(
    record: Record, tmp_path: Path
) -> None:
    _, claims = take(record, "dcad", tmp_path)
    told = [(c.instrument, c.stage, c.date, c.period) for c in claims]
    assert told == [
        ("X-1", "signed", "1996-02-03", "1996-02-03/.."),
        ("X-1", "in_force", "1997-05", None),
        ("X-2", "signed", "2001", "2001/2006~"),
        ("X-3", "signed", "2001", "2001/2004"),
        ("X-4", "negotiating", "2001", None),
    ]
    assert claims[2].sectors == ("industry", "research")
    assert record.coverage() == []


def test_a_war_sets_only_those_against_each_other_who_fought_at_the_same_time(record: Record, tmp_path: Path) -> None:
    _, claims = take(record, "cow-wars", tmp_path)
    assert [(actors(c), c.date) for c in claims] == [
        ([("DEU", "initiator"), ("FRA", "target")], "1901-01-01/1901-03-31"),
        ([("DEU", "initiator"), ("GBR", "target")], "1901-02-01/1901-06-30"),
    ]
    assert {c.name for c in claims} == {"War of the Test"}


@pytest.mark.parametrize("name", ["cow-mid", "gml-mid"])
def test_only_disputes_with_force_are_conflicts(record: Record, name: str, tmp_path: Path) -> None:
    _, claims = take(record, name, tmp_path)
    (claim,) = claims
    assert actors(claim) == [("GBR", "initiator"), ("FRA", "target")]
    assert claim.date == "1901-03-02/1901-05"


def test_disputes_and_participants_of_different_versions_are_not_mixed(record: Record, tmp_path: Path) -> None:
    folder = SAMPLES["cow-mid"](tmp_path)
    file = folder / "MIDA_5.0.csv"
    file.write_text(file.read_text().replace(",5\n", ",4.3\n").replace(",5\r", ",4.3\r"))
    with pytest.raises(BadTable, match="one version"):
        import_into(record, "cow-mid", folder)


def test_a_right_censored_alliance_is_open_and_an_entente_is_consultation(record: Record, tmp_path: Path) -> None:
    _, claims = take(record, "cow-alliances", tmp_path)
    assert [(c.actors[0].code, c.period) for c in claims] == [
        ("GBR", "1903-02-01/1905-04-03"),
        ("FRA", "1903-02-01/.."),
    ]
    assert claims[0].obligations == ("defense", "consultation")


def test_an_exercise_names_the_states_of_its_time_and_what_it_cannot_name(record: Record, tmp_path: Path) -> None:
    report, claims = take(record, "mme", tmp_path)
    assert actors(claims[0]) == [("TUR", "party"), ("SUN", "party"), (None, "party")]
    assert claims[0].actors[2].body == "Baltic States"
    assert (claims[0].name, claims[0].date, claims[0].place) == ("Test Anvil", "1985-06/1985-07-02", "Incirlik")
    assert (claims[1].name, claims[1].date) == (None, "1985-06")
    assert [line for _, line, _ in report.skipped] == [3, 4]


def test_troops_are_counted_by_year_and_rows_that_disagree_are_skipped(record: Record, tmp_path: Path) -> None:
    report, claims = take(record, "troopdata", tmp_path)
    (claim,) = claims
    assert actors(claim) == [("USA", "contributor"), ("DEU", "host")]
    assert (claim.date, claim.kind) == ("1985", "basing")
    assert claim.amount is not None
    assert claim.amount.value == 100
    assert [line for _, line, _ in report.skipped] == [5, 6]


def test_aid_is_summed_by_programme_and_fiscal_year(record: Record, tmp_path: Path) -> None:
    report, claims = take(record, "greenbook", tmp_path)
    told = [(c.date, c.amount.value if c.amount else None) for c in claims]
    assert told == [
        ("2015-10-01/2016-09-30", 500),
        ("1976-07-01/1976-09-30", 5),
        ("1974-07-01/1975-06-30", 6),
    ]
    assert [line for _, line, _ in report.skipped] == [9]
    assert "Vietnam" in report.skipped[0][2]


def test_a_deal_is_ordered_and_delivered_and_a_shifted_row_is_skipped(record: Record, tmp_path: Path) -> None:
    report, claims = take(record, "sipri", tmp_path)
    told = [(c.actors[0].code, c.stage, c.date, c.items[0], c.amount.value if c.amount else None) for c in claims]
    assert told == [
        ("IND", "ordered", "2020", "Swathi", 4),
        ("IND", "delivered", "2021", "Swathi", 4),
        ("TUR", "ordered", "2017?", "ACV-15", 8),
        ("TUR", "delivered", "2018/2020", "ACV-15", 6),
        ("IRN", "ordered", "2001?", "Fajr", 8),
    ]
    assert claims[4].actors[1].body == "Hezbollah (Lebanon)"
    assert report.version == "2024-05-07"
    assert [line for _, line, _ in report.skipped] == [15, 16]


def test_a_later_download_of_other_deals_adds_to_the_earlier_one(record: Record, tmp_path: Path) -> None:
    path = SAMPLES["sipri"](tmp_path)
    import_into(record, "sipri", path)
    lines = path.read_bytes().replace(b"7 May 2024", b"9 June 2024").replace(b"Swathi", b"Pinaka")
    path.write_bytes(lines)
    report = import_into(record, "sipri", path)
    assert (report.version, report.added, report.superseded) == ("2024-06-09", 2, ())
    assert {i for s in record.claims() for i in s.claim.items} == {"Swathi", "Pinaka", "ACV-15", "Fajr"}


KNOWN = [(n, t.name, rows) for n, d in DATASETS.items() for t in d.tables for rows in [set(t.rows.values())] if rows]


@pytest.mark.parametrize(("name", "table", "rows"), KNOWN)
def test_the_real_tables_have_the_rows_that_the_registry_says(
    shared: Path, name: str, table: str, rows: set[int]
) -> None:
    if table == "workbook":
        pytest.skip("the workbook takes ten seconds; its military rows are counted in the CSV copy")
    counted = {load(name, folder, table=table).height for folder in _folders(shared, name, table)}
    assert counted
    assert counted <= rows


def _folders(shared: Path, name: str, table: str) -> Iterator[Path]:
    for folder in sorted((shared / "data").iterdir()):
        if folder.is_dir():
            try:
                load(name, folder, table=table)
            except BadTable:
                continue
            yield folder


REAL = {
    "dcad": ("dcad", 2712, 0),
    "cow_wars": ("cow-wars", 390, 0),
    "cow_mid": ("cow-mid", 2718, 0),
    "gml_mid": ("gml-mid", 2477, 8),
    "mme": ("mme", 3573, 134),
    "troopdata": ("troopdata", 9488, 58),
    "sipri_sample": ("sipri", 2583, 10),
    "us_greenbook/military_assistance_1946_2020.csv.gz": ("greenbook", 13006, 77),
}


@pytest.mark.parametrize("path", REAL)
def test_the_real_files_give_the_claims_that_we_have_counted(record: Record, shared: Path, path: str) -> None:
    name, added, skipped = REAL[path]
    report = import_into(record, name, shared / "data" / path)
    assert (report.added, len(report.skipped)) == (added, skipped)
    assert report.warnings == ()
