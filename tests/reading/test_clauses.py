"""Who does what to whom in clauses, across sentences and pages; and what a denial denies."""

from __future__ import annotations

import pytest

from foedera.documents.load import from_text
from foedera.reading import read


def told(text: str) -> set[str]:
    """What a text tells, as "relation CODE CODE", denied ones with a "not" before them."""
    out = set()
    for c in read(from_text(text)):
        codes = " ".join(sorted(a.code or (a.body or "").lower() for a in c.actors))
        out.add(f"{'not ' if c.polarity == 'denied' else ''}{c.relation} {codes}")
    return out


DEBATE = "HANSARD - EXTRACTS, CYPRUS AND MALTA\n\n[14 May 1957]  ORAL ANSWERS\n\n"


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            DEBATE + "Mr. LENNOX-BOYD: Talks with Malta go on. Some 3,600 British troops are at present stationed in "
            "the island.",
            {"deployment GBR MLT"},
        ),
        (
            DEBATE + "An Agreement on Mutual Defence was signed with the Government of Malta yesterday.",
            {"agreement GBR MLT"},
        ),
    ],
)
def test_a_debate_is_read_as_its_government_s(text: str, claims: set[str]) -> None:
    assert claims <= told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Has Libya offered troops to Malta?",
        "Mr. Wall asked whether Greek troops were stationed in Cyprus.",
        "When did the last Turkish troops leave Libya?",
    ],
)
def test_questions_say_nothing(text: str) -> None:
    assert told(text) == set()
