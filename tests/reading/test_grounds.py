"""The words that a proposal of the learned model rests on."""

from __future__ import annotations

from foedera.documents.load import from_text
from foedera.reading import reader
from foedera.reading.grounds import Grounds


def grounds(text: str) -> Grounds:
    found = Grounds()
    reader.steps(from_text(text, "page.txt"), watch=found)
    return found


def test_the_word_that_says_it_is_among_the_grounds() -> None:
    why = grounds("On Monday morning Chile purchased two frigates from Australia.").why
    (words,) = (w for (_, *what), w in why.items() if what == ["transfer", {"CHL", "AUS"}, "affirmed"])
    assert {"purchased", "frigates", "from"} & {word for word, _ in words}
    assert "monday" not in {word for word, _ in words}


def test_the_chance_falls_without_each_ground() -> None:
    words = [w for words in grounds("Portugal is teaching the marines of Chile to sail.").why.values() for w in words]
    assert words
    assert all(fall > 0 for _, fall in words)


def test_a_denial_rests_on_the_word_that_denies() -> None:
    why = grounds("Chile has never bought frigates from Australia, its government said.").why
    denied = [words for (_, _, _, polarity), words in why.items() if polarity == "denied"]
    assert any(word == "never" for words in denied for word, _ in words)


def test_a_text_that_states_nothing_has_no_grounds() -> None:
    assert grounds("The weather was fine.").why == {}
