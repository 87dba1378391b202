"""A panel is written in four formats, with a codebook that knows each column."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyreadstat
import pytest
from click.testing import CliRunner

from foedera import panels
from foedera.cli import cli
from foedera.cli.panel import ADDITIONS
from foedera.errors import BadInput
from foedera.panels.columns import citation, describe
from foedera.panels.writing import FORMATS
from tests.panels.helpers import MAJORS, between


def panel() -> pl.DataFrame:
    with panels.notes():
        return panels.add_majors(between(2015, 2018), MAJORS)


READERS = {
    ".parquet": pl.read_parquet,
    ".csv": pl.read_csv,
    ".dta": lambda p: pyreadstat.read_dta(p, output_format="polars")[0],
    ".arrow": pl.read_ipc,
    ".feather": pl.read_ipc,
    ".ipc": pl.read_ipc,
}


@pytest.mark.parametrize("ending", FORMATS)
def test_what_is_written_is_read_again(tmp_path: Path, ending: str) -> None:
    path, codebook = panels.write(panel(), tmp_path / f"p{ending}")
    again = READERS[ending](str(path)).cast(pl.Float64)
    assert again.equals(panel().cast(pl.Float64))
    assert codebook.name == f"p{ending}.codebook.md"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([path.name, codebook.name])


def test_stata_files_carry_labels(tmp_path: Path) -> None:
    path, _ = panels.write(panel(), tmp_path / "p.dta")
    _, meta = pyreadstat.read_dta(str(path))
    assert meta.column_names_to_labels["major1"].startswith("state 1: is the state a major power")


def test_the_codebook_says_unit_meaning_source_coverage_citation_and_notes() -> None:
    text = panels.codebook(panel(), notes=["Something is unknown."])
    assert "not directed). 4 rows, 2015 to 2018" in text
    assert "| `major1` | state 1: is the state a major power" in text
    assert "| 1816-2016 | 1 to 1; 2 empty |" in text
    assert "Correlates of War Project (2017)" in text
    assert "* Something is unknown." in text


def test_every_source_of_a_column_has_a_citation() -> None:
    from foedera.panels.columns import _file

    for name, entry in _file()["columns"].items():
        assert citation(entry["source"]), name
        assert describe(name) is not None


def test_names_can_be_peacesciencers_and_go_back() -> None:
    renamed = panels.rename(panel())
    assert renamed.columns == ["ccode1", "ccode2", "year", "cowmaj1", "cowmaj2"]
    assert panels.rename(renamed, "foedera").columns == panel().columns
    assert describe("cowmaj1") == describe("major1")


def test_details_of_two_sources_cannot_share_a_name() -> None:
    both = between(1900, 1900).with_columns(cow_mid_dispnum=pl.lit(1), gml_mid_dispnum=pl.lit(2))
    with pytest.raises(BadInput, match="dispnum"):
        panels.rename(both)


@pytest.mark.parametrize(("name", "sentence"), [("p.txt", "should end in"), ("none/p.csv", "no folder")])
def test_a_file_that_cannot_be_written_is_said(tmp_path: Path, name: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        panels.write(panel(), tmp_path / name)


def test_the_command_writes_a_panel_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    out = tmp_path / "p.csv"
    done = CliRunner().invoke(
        cli, ["panel", "state-years", "--from", "2015", "--to", "2018", "--states", "AZE,365", "-o", str(out)]
    )
    assert done.exit_code == 0, done.output
    assert "p.csv: 8 rows" in done.output
    assert "ends in 2016" in done.output
    assert pl.read_csv(out).columns == ["ccode", "year", "name"]


def test_the_command_adds_data_sets_from_a_folder(tmp_path: Path, shared: Path) -> None:
    out = tmp_path / "p.parquet"
    arguments = ["dyad-years", "--states", "2", "--from", "1990", "--to", "2010", "-o", str(out), "--spells", "--prd"]
    adds = "majors=cow_system,contiguity=peacesciencer,atop=atop51,nmc=peacesciencer,cow-mid=cow_mid,wars=cow_wars"
    data = shared / "data"
    given = ",".join(f"{n}={data / p}" for n, p in (a.split("=") for a in adds.split(",")))
    done = CliRunner().invoke(cli, ["panel", *arguments, "--add", given])
    assert done.exit_code == 0, (done.output, done.exception)
    columns = pl.read_parquet(out).columns
    assert {"atop_defense", "contiguity", "major1", "milex1", "cow_mid_onset", "war", "prd", "war_spell"} <= set(
        columns
    )
    assert (tmp_path / "p.parquet.codebook.md").exists()


def test_an_unknown_addition_is_said(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["panel", "dyad-years", "--add", "democracy=.", "-o", str(tmp_path / "p.csv")])
    assert isinstance(done.exception, BadInput)
    assert "democracy" in str(done.exception)


def test_every_addition_is_a_function_of_panels() -> None:
    assert all(callable(getattr(panels, a.function)) for a in ADDITIONS.values())
