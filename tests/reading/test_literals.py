"""An index of patterns by their words never leaves out a pattern that matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.reading.literals import Index, required

PATTERNS = (
    r"\bsigned (?:an?|the) pact\b",
    r"\b(?:bought|sold) .{0,9}from|\bgave\b",
    r"a?b?",
    r"(?:x|y*)z",
    r"(?i)pact",
    r"(?=the )the pact",
    r"[bs]o(?:ught|ld)+",
    r"\b(?:\d+|two|a dozen) (?:of the )?ships",
    r"(?:sold){2}|(?:gave ?){1,3}z",
)
WORDS = st.sampled_from(
    [
        "signed",
        "a",
        "the",
        "pact",
        "bought",
        "sold",
        "from",
        "gave",
        "z",
        "Pact",
        "solld",
        "7",
        "\u0667",
        "two",
        "ships",
    ]
)


@given(st.lists(WORDS, max_size=12))
def test_every_pattern_that_matches_is_possible(words: list[str]) -> None:
    text = " ".join(words)
    matching = {n for n, pattern in enumerate(PATTERNS) if re.search(pattern, text)}
    assert matching <= set(Index(PATTERNS).possible(text))


@pytest.mark.parametrize(("text", "left_out"), [("signed a treaty", 0), ("bought", 1), ("pact", 3)])
def test_a_pattern_that_lacks_a_word_is_not_tried(text: str, left_out: int) -> None:
    assert left_out not in Index(PATTERNS).possible(text)


def test_all_words_that_a_pattern_needs_are_found() -> None:
    assert required(PATTERNS[0]) == {frozenset(("signed a pact", "signed an pact", "signed the pact"))}


def test_a_number_may_be_any_digit_or_a_word() -> None:
    index = Index([r"(?:\d+|two) (?:of the )?ships"])
    assert [index.possible(text) for text in ("12 ships", "\u0667 ships", "two ships", "some ships")] == [
        [0],
        [0],
        [0],
        [],
    ]


def test_a_pattern_in_either_case_needs_no_word() -> None:
    assert not required("(?i)pact")
