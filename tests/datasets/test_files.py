"""Files as publishers give them: encodings, preambles, packing, and limits."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from foedera.datasets import files, formats, load
from foedera.datasets.files import File
from foedera.errors import BadTable, TooLarge

HEADER = ("ccode", "year", "state", "nato")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_that_publishers_use(encoding: str) -> None:
    assert files.text_of(File("x.csv", "Türkiye,1\n".encode(encoding))) == "Türkiye,1\n"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_rows_keep_their_line_under_any_ending_and_delimiter(ending: str, delimiter: str) -> None:
    lines = ["Title", "", "a,b".replace(",", delimiter), "1,2".replace(",", delimiter)]
    found = files.parse_csv(File("x.csv", ending.join(lines).encode()), header=("a", "b"))
    assert [(row.line, row["a"], row["b"]) for row in found.rows] == [(4, "1", "2")]
    assert found.preamble.startswith("Title")


def test_a_row_of_another_width_is_broken_and_an_empty_line_is_nothing() -> None:
    found = files.parse_csv(File("x.csv", b"a,b\n1,2\n\n3\n4,5,6\n7,8\n"), header=("a",))
    assert [row["a"] for row in found.rows] == ["1", "7"]
    assert [(line, why) for _, line, why in found.broken] == [
        (4, "it has 1 cells where the header has 2"),
        (5, "it has 3 cells where the header has 2"),
    ]


def test_a_table_is_the_same_in_csv_stata_excel_and_packed(tmp_path: Path) -> None:
    table = pl.DataFrame({"ccode": [2, 640], "year": [1950, 1952], "state": ["usa", "turkey"], "nato": [1, 1]})
    plain = table.write_csv().encode()
    (tmp_path / "state_year.csv").write_bytes(plain)
    (tmp_path / "state_year.csv.gz").write_bytes(gzip.compress(plain))
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in [("A title above",), (), table.columns, *table.rows()]:
        sheet.append(list(line))
    book.save(tmp_path / "state_year.xlsx")
    for name in ("state_year.csv", "state_year.csv.gz", "state_year.xlsx"):
        assert load("cow-igo", tmp_path / name, table="state-year").equals(table), name


def test_stata_files_are_read(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    rows = {"ccode": [640], "year": [1952], "state": ["turkey"], "nato": [1]}
    pandas.DataFrame(rows).to_stata(tmp_path / "state_year.dta", write_index=False)
    assert load("cow-igo", tmp_path / "state_year.dta").rows() == [(640, 1952, "turkey", 1)]


def test_columns_in_other_capitals_are_the_same_table_and_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("DDYAD,STATEA,STATEB,YEAR\n2020,2,20,1950\n")
    assert load("atop", tmp_path / "x.csv", table="dyad-year").columns == ["DDYAD", "STATEA", "STATEB", "YEAR"]


def test_missing_cells_are_null_and_the_publishers_codes_for_missing_stay() -> None:
    table = formats.frame(File("x.csv", b"ccode,year,state,nato\n2,NA,,-9\n"), header=HEADER)
    assert table.rows() == [(2, None, None, -9)]


def test_a_late_cell_of_another_type_is_no_obstacle() -> None:
    rows = "\n".join([*(f"{n},1" for n in range(2500)), "7,1.5", "x,2"])
    table = formats.frame(File("x.csv", f"a,b\n{rows}\n".encode()))
    assert table.height == 2502
    assert table["b"].dtype == pl.Float64


def test_a_file_over_the_limit_is_refused_packed_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (files, formats):
        monkeypatch.setattr(module, "MAX_BYTES", 1000)
    big = b"ccode,year,state,nato\n" + b"2,1950,usa,1\n" * 500
    (tmp_path / "state_year.csv").write_bytes(big)
    (tmp_path / "state_year.csv.gz").write_bytes(gzip.compress(big))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000)
    (tmp_path / "state_year.xlsx").write_bytes(packed.getvalue())
    (tmp_path / "state_year.rda").write_bytes(gzip.compress(big))
    for name in ("state_year.csv", "state_year.csv.gz", "state_year.xlsx", "state_year.rda"):
        with pytest.raises(TooLarge):
            load("cow-igo", tmp_path / name)


def test_a_path_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="no file or folder"):
        load("atop", tmp_path / "nowhere")


def test_an_empty_folder_and_an_empty_file_say_what_was_wanted(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"atop5_1m\.csv"):
        load("atop", tmp_path)
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(BadTable):
        load("atop", tmp_path / "empty.csv")
