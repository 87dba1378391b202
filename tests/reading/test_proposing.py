"""What the learned model weighs: clauses, whom they could be about, and sums that training and reading share."""

from __future__ import annotations

import math

import pytest

from foedera.documents.load import from_text
from foedera.reading import proposing, read, reader
from foedera.reading.context import Context
from foedera.reading.groups import Coded


def seen(text: str) -> list[tuple[proposing.Clause, dict[str, proposing.Member], list[frozenset[str]]]]:
    """Every clause of a text, with whom it could be about and the sets that are weighed."""
    out = []

    def watch(coded: Coded, context: Context) -> None:
        for clause in proposing.clauses(coded, context):
            known = proposing.pool(clause, context)
            out.append((clause, known, proposing.sets(clause, known, context)))

    reader.steps(from_text(text, "page.txt"), watch=watch)
    return out


def weighed(text: str) -> list[proposing.Weighed]:
    notes = proposing.Notes()
    reader.steps(from_text(text, "page.txt"), watch=notes)
    return [w for found in notes.found for w in found]


def test_a_sentence_is_cut_into_its_clauses() -> None:
    cut = [c.coded.text[slice(*c.span())] for c, _, _ in seen("Kenya sent troops to Haiti, but Ghana kept out.")]
    assert cut == ["Kenya sent troops to Haiti, but ", "Ghana kept out."]


def test_an_actor_comes_in_by_name_by_pronoun_and_by_the_sentence_before() -> None:
    found = seen("Peru bought frigates from Italy. It paid in cash.")
    _, known, choice = found[-1]
    assert "self" in known["PER"].sources
    assert not known["ITA"].named
    assert frozenset(("PER", "ITA")) in choice


def test_a_named_weapon_brings_in_its_maker_and_a_place_its_state() -> None:
    _, known, _ = seen("The Rafales landed at Agadez.")[0]
    assert "maker" in known["FRA"].sources
    assert "of_place" in known["NER"].sources


def test_a_place_is_no_actor() -> None:
    assert all(one.who.code for _, known, _ in seen("Norway keeps a ship at Agadez.") for one in known.values())


def test_a_word_is_known_by_itself_its_beginning_and_its_kin() -> None:
    assert {"howitzers", "howi-", "howit-"} < set(proposing.named_by("howitzers"))
    assert set(proposing.named_by("howitzers")) & set(proposing.named_by("cannons"))
    assert not set(proposing.named_by("howitzers")) & set(proposing.named_by("ratified"))


def test_the_pivot_is_the_word_that_says_most_for_the_relation() -> None:
    clause, known, _ = seen("Chile purchased two frigates from Australia.")[0]
    found = proposing.pivot(clause, known, proposing.model().words["transfer"])
    assert found.word == "purchased"
    assert found.ranks == {"CHL": "b0", "AUS": "a0"}


def test_what_is_weighed_is_the_sum_of_the_named_features() -> None:
    """Training adds up the features one by one: reading must come to the same sum its shorter way."""
    clause, known, choice = seen("Chile purchased two frigates from Australia.")[0]
    relation = "transfer"
    weight, said = proposing.model().sets[relation], proposing.stated(clause)[relation]
    found = proposing.pivot(clause, known, proposing.model().words[relation])
    stands = {k: proposing.stand_features(m, found.ranks.get(k)) for k, m in known.items()}
    for one in weighed("Chile purchased two frigates from Australia."):
        if one.relation != relation:
            continue
        names = [proposing.level(said), *proposing.set_features(clause, known, one.keys, len(choice))]
        for key in one.keys:
            names += [*proposing.member_features(known[key]), *proposing.stand_names(stands[key])]
        names += proposing.pivot_features(found, stands, one.keys)
        score = weight.get("(bias)", 0.0) + sum(weight.get(n, 0.0) for n in names)
        assert one.sure == pytest.approx(1 / (1 + math.exp(-score)))


def test_the_likeliest_set_has_its_roles_by_the_words_of_the_clause() -> None:
    best = max(weighed("Chile purchased two frigates from Australia."), key=lambda w: w.sure)
    assert best.relation == "transfer"
    assert {(a.code, a.role) for a in best.actors} == {("AUS", "supplier"), ("CHL", "recipient")}
    best = max(weighed("Australia handed two frigates to Chile."), key=lambda w: w.sure)
    assert {(a.code, a.role) for a in best.actors} >= {("CHL", "recipient")}


@pytest.mark.parametrize(
    "text",
    [
        "France has never sold frigates to Chile.",
        "Nobody in Paris would sell frigates to Chile.",
        "If France sold frigates to Chile, Peru would object.",
        "Did France sell frigates to Chile?",
    ],
)
def test_what_is_denied_supposed_or_asked_is_not_proposed(text: str) -> None:
    assert all(not w.actors for w in weighed(text))
    assert not [c for c in read(from_text(text, "page.txt")) if c.polarity == "affirmed" and c.relation == "transfer"]


def test_a_clause_with_a_thousand_actors_is_weighed_in_bounds() -> None:
    text = "Soldiers of " + ", ".join(["Chile", "Peru", "Ghana", "Kenya", "Italy", "Japan"] * 60) + " met."
    assert all(len(choice) <= 60 for _, _, choice in seen(text))
