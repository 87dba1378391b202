"""The short cut to frames that can match leaves out none that does."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

import make_literals

from foedera.reading import explain, frames, literals
from foedera.reading.frames import anchors


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"\bsigned (?:an?|the) pact", {"signed "}),
        (r"(?:bought|sold) .{0,9}from", {"sold ", "bought "}),
        (r"(?:bought|sold)", {"bought", "sold"}),
        (r"a?b?", set()),
        (r"(?:x|y*)z", {"z"}),
    ],
)
def test_anchors_are_what_a_match_cannot_do_without(pattern: str, found: set[str]) -> None:
    got = literals.anchors(pattern)
    assert got == found or (found and all(any(w in g or g in w for w in found) for g in got))


SAMPLE = "signed a pact with \ue000 \ue001 \ue006 the and in of supplied no aircraft ( ) , \ue003 hosts"
WORDS = st.sampled_from(SAMPLE.split(" "))


@given(st.lists(WORDS, min_size=1, max_size=30))
def test_a_frame_that_matches_is_always_tried(words: list[str]) -> None:
    code = " ".join(words)
    tried = {f.id for f in anchors.possible(code)}
    assert {f.id for f in frames.load() if f.trigger.compiled.search(code)} <= tried


def test_no_frame_is_lost_on_labelled_texts(shared) -> None:  # type: ignore[no-untyped-def]
    from foedera.documents import load

    for path in sorted((shared / "gold" / "dev" / "texts").glob("*-1.txt")):
        for step in explain(load(path)):
            tried = {f.id for f in anchors.possible(step.code)}
            assert {f.id for f in frames.load() if f.trigger.compiled.search(step.code)} <= tried


def test_what_patterns_need_is_kept_as_they_are_now() -> None:
    assert make_literals.FILE.read_text("utf-8") == make_literals.made(), "stale: run tools/make_literals.py"


def test_a_pattern_of_which_nothing_is_kept_is_found_all_the_same() -> None:
    index = literals.Index([r"signed a (?:secret|second) pact", r"\d+ tanks"])
    assert index.possible("they signed a secret pact on 20 tanks") == [0, 1]
    assert index.possible("they signed a pact on tanks") == []


def test_the_groups_of_a_pattern_are_known_before_it_is_compiled() -> None:
    for frame in frames.load():
        assert frame.trigger.groups == tuple(frame.trigger.compiled.groupindex)
