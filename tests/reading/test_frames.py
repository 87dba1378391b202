"""Frames are data: a file with a fault says which line and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedera.documents import from_text
from foedera.errors import BadTable
from foedera.reading import denial, frames, read

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


@pytest.mark.parametrize(
    ("text", "rule", "actors"),
    [
        (
            "Security cooperation between Georgia and the United States\n\n"
            "Since 2002 the United States has given Georgia security assistance. "
            "The two are building up the capacity of Georgia's coast guard through aid programmes.",
            "assistance.through-programmes",
            {"USA", "GEO"},
        ),
        (
            "Defence cooperation between Oman and India goes back far.\n\n"
            "Cooperation on Yemen: Oman and India share reports.",
            "cooperation.label",
            {"OMN", "IND"},
        ),
        (
            "Embassy of India, Muscat. Defence cooperation between Oman and India goes back far. "
            "Cooperation with Oman on coastal surveillance should be mentioned.",
            "cooperation.with-on",
            {"OMN", "IND"},
        ),
    ],
)
def test_what_a_page_of_two_states_says_of_their_ties_is_between_them(text: str, rule: str, actors: set[str]) -> None:
    found = [{a.code for a in c.actors} for c in read(from_text(text)) if c.rule == rule]
    assert found == [actors]


@pytest.mark.parametrize("verb", ["noted", "stressed", "emphasised"])
def test_what_should_be_noted_is_said_and_what_should_be_done_is_not(verb: str) -> None:
    code = f"it should be {verb} that \ue000 sold arms"
    assert not denial.supposed(code, 0, code.index("sold"))
    assert denial.supposed("it should sell arms", 0, len("it should "))


def test_what_stands_before_rather_than_is_not_in_doubt_and_what_follows_is() -> None:
    code = "the support covers training rather than a pact"
    covers, pact = code.index("covers"), code.index("pact")
    assert not denial.doubtful(code, 0, len(code), covers, covers + len("covers"))
    assert denial.doubtful(code, 0, len(code), pact, pact + len("pact"))
