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
    (words,) = (w for (_, relation, keys), w in why.items() if (relation, keys) == ("transfer", {"CHL", "AUS"}))
    assert {"purchased", "frigates", "from"} & {word for word, _ in words}
    assert "monday" not in {word for word, _ in words}


def test_the_chance_falls_without_each_ground() -> None:
    for words in grounds("Peru and Chile held the naval exercise Star in 2019.").why.values():
        assert all(fall > 0 for _, fall in words)


def test_a_text_that_states_nothing_has_no_grounds() -> None:
    assert grounds("The weather was fine.").why == {}
