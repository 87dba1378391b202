"""Which of the numbers in and around a clause is the amount of what it claims."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.claim import Actor, Amount, Claim
from foedera.documents import from_text
from foedera.reading import amounts, read
from tests.growth import in_proportion


def claim(start: int, end: int, relation: str = "transfer", amount: Amount | None = None) -> Claim:
    actors = (Actor("PER", "supplier", None), Actor("CHL", "recipient", None))
    return Claim(start, end, "", relation, "affirmed", actors, amount=amount)


def written(text: str, relation: str = "transfer") -> list[tuple[float, str]]:
    """The amounts that a claim which covers the text could have."""
    return [(o.amount.value, o.amount.unit) for o in amounts.options(claim(0, len(text), relation), text)]


def counted(text: str, relation: str) -> list[tuple[float, str] | None]:
    """The amounts of the claims of a relation."""
    found = [c.amount for c in read(from_text(text)) if c.relation == relation]
    return [a and (a.value, a.unit) for a in found]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("It sold 1,400 rifles", (1400, "rifles")),
        ("It sold 28 000 rifles", (28000, "rifles")),
        ("It sold twenty-four light tanks", (24, "tanks")),
        ("It sold 3-4,000 rifles", (3000, "units")),
        ("It sold 6 to 7 thousand rifles", (6000, "units")),
        ("It sold between 1,600 and 1,800 rifles", (1600, "units")),
        ("It sold thirty-eight (38) rifles", (38, "rifles")),
        ("It sold a dozen launchers", (12, "launchers")),
        ("It sold six Mi-35Ms", (6, "Mi-35Ms")),
        ("It sold six of them", (6, "units")),
        ("It paid US$2.5 billion", (2_500_000_000, "USD")),
        ("It paid A$58 million", (58_000_000, "AUD")),
        ("It paid two billion dollars", (2_000_000_000, "USD")),
        ("It paid 3 billion euros", (3_000_000_000, "EUR")),
        ("It paid 12 million liras", (12_000_000, "TRY")),
        ("It paid 500M$ in all", (500_000_000, "USD")),
        ("It paid Rs 40 crore", (400_000_000, "INR")),
    ],
)
def test_numbers_and_sums_are_read_with_what_they_count(text: str, amount: tuple[float, str]) -> None:
    assert amount in written(text)


def test_a_number_said_twice_or_the_top_of_a_range_is_no_other_amount() -> None:
    assert written("It sold thirty-eight (38) rifles and three (3) guns") == [(38, "rifles"), (3, "guns")]
    assert len(written("It sold between 1,600 and 1,800 rifles")) == 1


def test_troops_stand_where_a_deployment_names_no_noun() -> None:
    assert written("It has 2,193 in Kuwait", "deployment") == [(2193, "troops")]
    assert written("Today 860 Mongolians serve there", "deployment") == [(860, "Mongolians")]


@pytest.mark.parametrize("text", ["the F-16s", "in three years", "by 40%", "on 9 June", "after 2 months", "in 2022/23"])
def test_designators_shares_and_times_are_no_amounts(text: str) -> None:
    assert not [value for value, _ in written(text) if value != 2022]


def test_what_a_rule_took_from_elsewhere_may_be_meant() -> None:
    one = claim(0, 12, amount=Amount(260, "troops"))
    assert [o.amount.value for o in amounts.options(one, "They came.")] == [260]


def test_a_number_beside_the_stretch_counts_but_not_one_of_another_line() -> None:
    text = "Forty tanks.\nIt bought them (12 guns) then.\nNinety jets."
    start = text.index("It bought")
    found = amounts.options(claim(start, start + 14), text)
    assert [o.amount.value for o in found] == [12]


@pytest.mark.parametrize(
    ("text", "relation", "amount"),
    [
        ("Poland ordered 180 K2 tanks from South Korea in 2022.", "transfer", (180, "tanks")),
        ("France sold two frigates to Greece for 3 billion euros.", "transfer", (3_000_000_000, "EUR")),
        ("In 2024 Germany sent 4,800 soldiers to Lithuania for three years.", "deployment", (4800, "soldiers")),
        ("The UK trained 28 000 Ukrainian soldiers.", "training", (28000, "soldiers")),
        ("The United States gave Ukraine $60 billion in military aid.", "assistance", (60_000_000_000, "USD")),
    ],
)
def test_the_likeliest_is_taken(text: str, relation: str, amount: tuple[float, str]) -> None:
    assert counted(text, relation) == [amount]


def test_a_year_is_no_amount() -> None:
    assert counted("Poland ordered tanks from South Korea in 2022.", "transfer") == [None]


def test_memberships_keep_what_their_rules_say() -> None:
    one = claim(0, 20, "membership")
    assert amounts.given([one], "All 32 members met.") == [one]


@pytest.mark.parametrize("text", ["5 thou\u017fand", "5 m\u0131llion", "5 \u212a", "\u017fix tanks", "\u0663 tanks"])
def test_letters_and_figures_of_other_scripts_do_no_harm(text: str) -> None:
    assert all(value > 0 for value, _ in written(text))


@given(st.text(alphabet="1 2,.$€-–/maeno\nS\u017f\u0131\u212a", max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_any_text_gives_numbers_above_zero(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    for option in amounts.options(claim(start, min(len(text), start + length)), text):
        assert option.amount.value > 0
        assert option.amount.unit


@pytest.mark.parametrize("piece", ["1,", "1 000", "1.", "one hundred ", "$", "US$ ", "9", "m ", "-1"])
def test_numbers_in_a_near_match_take_work_in_proportion(piece: str) -> None:
    def work(size: int) -> None:
        text = piece * (size // len(piece))
        for at in range(0, len(text), 500):
            amounts.options(claim(at, at + 100), text)

    assert in_proportion(work, 5_000)
