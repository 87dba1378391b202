"""What is remembered of who was named before."""

from __future__ import annotations

from foedera.documents.load import from_text
from foedera.reading import reader
from foedera.reading.context import Context
from foedera.reading.groups import Coded


def remembered(text: str, key: str) -> tuple[str, ...]:
    """What is known of an actor when the last segment of the text is read."""
    found: list[tuple[str, ...]] = []

    def watch(coded: Coded, context: Context) -> None:
        found.append(context.memory.of(key))

    reader.steps(from_text(text, "page.txt"), watch=watch)
    return found[-1]


REST = "The weather was bad on that day and nobody came to see the parade. "


def test_who_was_never_named_is_not_remembered() -> None:
    assert remembered("Peru paid for the ships in the spring of that year. " + REST, "CHL") == ("last=never",)


def test_how_an_actor_was_named_last_and_how_long_ago() -> None:
    landed = "Foreign troops landed in Chile in the spring of that year. "
    assert {"last=in", "ago=0"} <= {*remembered(landed + REST, "CHL")}
    assert {"last=in", "ago=1"} <= {*remembered(landed + REST + REST, "CHL")}


def test_how_often_it_was_named_and_how_often_as_a_place_and_as_who_acts() -> None:
    text = "Foreign troops landed in Chile that spring. Chile bought two ships from the government of Peru. "
    assert {"times=2", "placed=1", "acted=1"} <= {*remembered(text + REST, "CHL")}


def test_a_town_stands_for_the_state_in_which_it_lies() -> None:
    assert {"last=place", "placed=1"} <= {*remembered("The new jets flew to Agadez on Monday morning. " + REST, "NER")}


def test_counts_are_bounded() -> None:
    text = "Chile bought two ships from the government of Peru. "
    assert {"times=3", "ago=4"} <= {*remembered(text * 9 + REST * 9, "CHL")}
