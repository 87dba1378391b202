"""Files are whole or not there, readable as the user allows, and keep their ending while they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedera.errors import BadInput
from foedera.files import replacing, written


def test_a_file_is_whole_or_absent(tmp_path: Path) -> None:
    out = tmp_path / "claims.csv"
    out.write_text("what was there before")

    def stopped() -> None:
        with written(out) as half:
            half.write("half a li")
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        stopped()
    assert out.read_text() == "what was there before"
    assert list(tmp_path.iterdir()) == [out], "nothing is left lying about"


def test_others_may_read_the_file_as_the_user_allows(tmp_path: Path) -> None:
    beside = tmp_path / "plain"
    beside.touch()
    with written(tmp_path / "written") as out:
        out.write("x")
    assert (tmp_path / "written").stat().st_mode == beside.stat().st_mode


def test_the_ending_says_the_format_while_the_file_is_written(tmp_path: Path) -> None:
    with replacing(tmp_path / "panel.dta") as half:
        assert half.suffix == ".dta"
        assert half.parent == tmp_path
    assert [p.name for p in tmp_path.iterdir()] == ["panel.dta"]


@pytest.mark.parametrize(("where", "sentence"), [("missing/claims.csv", "There is no folder"), (".", "is a folder")])
def test_a_place_where_no_file_can_be_is_named(tmp_path: Path, where: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence), replacing(tmp_path / where):
        pass
