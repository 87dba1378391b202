"""Which of the names in and around a clause is the one of what it claims."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.claim import Actor, Claim
from foedera.documents import from_text
from foedera.reading import choices, read, titles
from tests.growth import in_proportion


def named(text: str, relation: str) -> list[str | None]:
    """The names of the claims of a relation."""
    return [c.name for c in read(from_text(text)) if c.relation == relation]


def claim(start: int, end: int, name: str | None = None, relation: str = "agreement") -> Claim:
    actors = (Actor("PER", "party", None), Actor("CHL", "party", None))
    return Claim(start, end, "", relation, "affirmed", actors, name=name)


def written(text: str, start: int = 0, end: int | None = None) -> list[str]:
    page = titles.Page(text, [])
    return [o.name.text for o in titles.options(page, claim(start, len(text) if end is None else end))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They signed the Treaty of Friendship and Mutual Aid.", "Treaty of Friendship and Mutual Aid"),
        ("It sent a team under Operation Olive Branch.", "Operation Olive Branch"),
        ("It served with the Multinational Force and Observers (MFO).", "Multinational Force and Observers (MFO)"),
        ("They hold “Balance Ultra” every spring.", "Balance Ultra"),
        ("They have a military cooperation agreement on staff talks.", "military cooperation agreement on staff talks"),
        ("They have a military cooperation agreement on staff talks.", "military cooperation agreement"),
    ],
)
def test_names_with_capitals_in_quotes_and_in_plain_words_are_weighed(text: str, name: str) -> None:
    assert name in written(text)


def test_a_word_that_opens_a_sentence_is_no_name() -> None:
    assert "The" not in written("The two signed it. They met. It holds.")


def test_a_name_beside_the_stretch_counts_but_not_one_of_another_paragraph() -> None:
    text = "Exercise Iron Fist.\n\nLong Bow is yearly. Peru and Chile take part."
    start = text.index("Peru")
    assert "Long Bow" in written(text, start)
    assert "Exercise Iron Fist" not in written(text, start)


def test_a_name_that_a_claim_before_had_may_be_meant_again() -> None:
    page = titles.Page("Peru and Chile renewed it.", [])
    page.tell(claim(0, 4, "Lima Treaty"))
    (told,) = [o for o in titles.options(page, claim(0, 26)) if o.name.text == "Lima Treaty"]
    assert "told of=agreement same" in told.known


def test_an_exercise_has_its_name() -> None:
    text = "Peru and Chile held the naval exercise Long Bow off Callao in 2019."
    assert named(text, "exercise") == ["Long Bow"]


def test_what_rules_took_stays_where_nothing_is_likelier() -> None:
    text = "Jordan has received Foreign Military Financing from the United States since 1997. It is a kingdom."
    assert named(text, "assistance") == ["Foreign Military Financing"]


def test_sales_and_wars_keep_what_their_rules_say() -> None:
    one = claim(0, 5, "Falklands War", "conflict")
    assert titles.given([one], "Peru fought.", []) == [one]


def test_weights_add_up_to_what_the_features_name() -> None:
    page = titles.Page("Peru and Chile signed the Treaty of Ancon in 1883.", [])
    one, known = claim(0, 40), choices.weights("titles")
    for option in titles.options(page, one):
        summed = pytest.approx(sum(known.weights.get(name, 0.0) for name in titles.features(one, option)))
        for _ in range(2):  # the second time it is remembered
            assert known.of("agreement", option.name, option.known) == summed


@given(st.text(alphabet="aA .,\n\"“”()-'’éof1", max_size=400), st.integers(0, 400), st.integers(0, 400))
def test_any_text_gives_names_that_stand_in_it(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    page = titles.Page(text, [])
    for option in titles.options(page, claim(start, min(len(text), start + length))):
        assert option.name.text
        assert option.name.text.split()[0] in text


@pytest.mark.parametrize("piece", ["A.A", "a'", "agreement of ", "The ", "(A)", '"a', "A of ", "\n\n", "a and "])
def test_names_in_a_near_match_take_work_in_proportion(piece: str) -> None:
    def work(size: int) -> None:
        text = piece * (size // len(piece))
        page = titles.Page(text, [])
        for at in range(0, len(text), 500):
            titles.options(page, claim(at, at + 100))

    assert in_proportion(work, 5_000)
