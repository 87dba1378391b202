"""The names that a clause gives by itself, where no frame captures them."""

from __future__ import annotations

import pytest

from foedera.documents.load import from_text
from foedera.reading import naming, reader
from foedera.reading.context import Context
from foedera.reading.groups import Coded
from foedera.reading.roles import Spot


def named(text: str, relation: str) -> str | None:
    out: list[str | None] = []

    def watch(coded: Coded, context: Context) -> None:
        spot = Spot(coded, 0, 0, 0, len(coded.code), context, {}, None)
        out.append(naming.of(relation, spot))

    reader.steps(from_text(text, "page.txt"), watch=watch)
    return out[0]


@pytest.mark.parametrize(
    ("text", "relation", "name"),
    [
        ("Chile and Peru renewed the Lima Defence Agreement.", "agreement", "Lima Defence Agreement"),
        (
            "Chile and Peru renewed their acquisition and cross-servicing agreement.",
            "agreement",
            "acquisition and cross-servicing agreement",
        ),
        ("Chile and Peru put a letter of intent on training to paper.", "agreement", "letter of intent on training"),
        ("Then, at Bled, came the Balkan Alliance Treaty of Greece and Turkey.", "agreement", "Balkan Alliance Treaty"),
        ("Chile and Peru renewed it.", "agreement", None),
        ("Moldova has had an Individual Partnership Action Plan.", "membership", "Individual Partnership Action Plan"),
        ("American airmen came to Andersen Air Base.", "deployment", "Andersen Air Base"),
        ("Money came to Jordan through Foreign Military Financing.", "assistance", "Foreign Military Financing"),
        ("Money came to Jordan.", "assistance", None),
        ("Chile and Peru met.", "consultation", None),
    ],
)
def test_a_clause_names_what_it_tells_of(text: str, relation: str, name: str | None) -> None:
    assert named(text, relation) == name


def test_of_two_agreements_the_nearer_one_is_meant() -> None:
    text = "A shiprider agreement with Peru came after the Lima Defence Treaty."
    assert named(text.replace("Lima Defence Treaty", "mutual aid treaty"), "agreement") == "shiprider agreement"


def test_a_long_line_of_small_words_is_gone_through_at_once() -> None:
    assert named("a joint and " * 20_000 + "ship.", "agreement") is None
