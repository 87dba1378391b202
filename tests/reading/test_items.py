"""Which weapons and equipment a claim is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera import actors
from foedera.claim import Actor, Claim
from foedera.documents import from_text
from foedera.reading import items, read
from tests.growth import in_proportion


def claim(start: int, end: int, relation: str = "transfer", own: tuple[str, ...] = ()) -> Claim:
    parties = (Actor("FRA", "supplier", None), Actor("EGY", "recipient", None))
    return Claim(start, end, "", relation, "affirmed", parties, items=own)


def written(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """The names of weapons that a claim which covers the text could be about."""
    page = items.Page(text, tuple(actors.find(text)))
    return [o.text for o in page.options(claim(start, len(text) if end is None else end))]


def taken(text: str, relation: str = "transfer") -> list[tuple[str, ...]]:
    """The weapons of the claims of a relation."""
    return [c.items for c in read(from_text(text)) if c.relation == relation]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It bought twelve high-speed patrol boats.", ["high-speed patrol boats"]),
        ("It bought South Korean T-50 jets.", ["T-50 jets"]),
        ("It bought Leopard 2 tanks and F-16 Block 70 fighters.", ["Leopard 2 tanks", "F-16 Block 70 fighters"]),
        ("It bought batteries, lorries and body armour.", ["batteries", "lorries", "armour"]),
        ("It bought Hamilton-class cutters in December.", ["Hamilton-class cutters"]),
        ("It had agreed to supply weapons and to launch drones.", ["weapons", "drones"]),
        ("It bought light grain.", []),
        ("It bought tanks in the early 2000s, on the 14th.", ["tanks"]),
    ],
)
def test_runs_of_designators_capitals_and_nouns_are_names(text: str, names: list[str]) -> None:
    assert written(text) == names


def test_actors_are_no_weapons() -> None:
    assert written("France sold Egypt Rafale fighters.") == ["Rafale fighters"]


def test_a_name_of_another_line_is_not_weighed() -> None:
    text = "Forty tanks.\nIt bought mortars then.\nNinety jets."
    start = text.index("It bought")
    assert written(text, start, start + 18) == ["mortars"]


def test_whose_weapons_they_are_is_seen_by_who_is_named_beside_them() -> None:
    text = "Egypt bought Rafales from France and Su-35s from Russia."
    first, second = items.Page(text, tuple(actors.find(text))).options(claim(0, len(text)))
    assert "behind=own" in first.known
    assert "behind=other" in second.known


@pytest.mark.parametrize(
    ("text", "relation", "names"),
    [
        ("Poland ordered 180 K2 tanks from South Korea in 2022.", "transfer", ("K2 tanks",)),
        ("France sold two frigates to Greece for 3 billion euros.", "transfer", ("frigates",)),
        ("The United States gave Kenya six patrol boats as a gift in 2019.", "assistance", ("patrol boats",)),
    ],
)
def test_the_likely_names_are_taken(text: str, relation: str, names: tuple[str, ...]) -> None:
    assert taken(text, relation) == [names]


def test_what_a_rule_took_stays_where_no_name_is_likely() -> None:
    one = claim(0, 4, own=("gunboats",))
    assert items.given([one], "They came.", ()) == [one]


def test_deployments_keep_what_their_rules_say() -> None:
    one = claim(0, 20, "deployment")
    assert items.given([one], "Six patrol boats came.", ()) == [one]


@given(st.text(alphabet="aA -2'.,F/+\ntanks", max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_any_text_gives_names_that_stand_in_it(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    for option in items.Page(text, ()).options(claim(start, min(len(text), start + length))):
        assert option.text
        assert option.text in text


@pytest.mark.parametrize("piece", ["F-16 ", "tank ", "A.", "a-", "Block 7 ", "armoured ", "’"])
def test_names_in_a_near_match_take_work_in_proportion(piece: str) -> None:
    def work(size: int) -> None:
        text = piece * (size // len(piece))
        page = items.Page(text, ())
        for at in range(0, len(text), 500):
            page.options(claim(at, at + 100))

    assert in_proportion(work, 5_000)
