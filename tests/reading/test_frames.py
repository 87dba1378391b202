"""Frames are data: a file with a fault says which line and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedera.errors import BadTable
from foedera.reading import frames

GOOD = """
[[frame]]
id = "agreement.example"
trigger = "\\\\bsigned (?:an?|the) {w}{0,3}?pact with\\\\b"
roles = { party = ["subject"], partner = ["with"] }
"""


def test_all_frames_of_the_package_load_with_ids_of_their_own() -> None:
    found = frames.load()
    assert len(found) > 100
    assert len({f.id for f in found}) == len(found)


def test_every_relation_has_a_frame() -> None:
    from foedera.claim import RELATIONS

    assert {f.relation for f in frames.load()} == set(RELATIONS)


def test_a_good_file_has_no_faults(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(GOOD, "utf-8")
    assert frames.test(file) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('id = "agreement.example"', ""), "no id"),
        (("party = ", "sponsor = "), "role 'sponsor'"),
        (('["with"]', '["beside"]'), "'beside'"),
        (("pact with", "{nosuch} with"), "no word class 'nosuch'"),
        (("pact with", "pact ( with"), "cannot be read"),
        (("pact with", "pact.* with"), "unbounded"),
        (('id = "agreement.example"', 'id = "agreement.example"\ncolour = 3'), "'colour'"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, change: tuple[str, str], reason: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(GOOD.replace(*change), "utf-8")
    (fault,) = frames.test(file)
    assert "mine.toml, line 2" in fault
    assert reason in fault


def test_loading_a_bad_frame_is_an_error() -> None:
    with pytest.raises(BadTable, match="no \\[\\[frame\\]\\]"):
        frames.parse("x = 1", "mine.toml")


@pytest.mark.parametrize("text", ["frame = 3", "frame = [1, 2]", "x = 1", "frame = []"])
def test_a_file_without_frames_is_told_in_one_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text, "utf-8")
    assert frames.test(file) == ["mine.toml has no [[frame]]: see docs/reading.md for the form."]
