"""What the learned model weighs: clauses, whom they could be about, and sums that training and reading share."""

from __future__ import annotations

import numpy as np
import pytest

from foedera.documents.load import from_text
from foedera.reading import network, proposing, read, reader
from foedera.reading.context import Context
from foedera.reading.groups import Coded, Who
from foedera.reading.roles import Spot


def seen(text: str) -> list[tuple[proposing.Clause, dict[str, proposing.Member], list[frozenset[str]]]]:
    """Every clause of a text, with whom it could be about and the sets that are weighed."""
    out = []

    def watch(coded: Coded, context: Context) -> None:
        for clause in proposing.clauses(coded):
            known = proposing.pool(clause, context)
            out.append((clause, known, proposing.sets(clause, known, context)))

    reader.steps(from_text(text, "page.txt"), watch=watch)
    return out


def weighed(text: str) -> list[proposing.Weighed]:
    notes = proposing.Notes()
    reader.steps(from_text(text, "page.txt"), watch=notes)
    return [w for found in notes.found for w in found.made]


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


def pieces_of(text: str) -> list[proposing.Piece]:
    out: list[proposing.Piece] = []
    reader.steps(from_text(text, "page.txt"), watch=lambda coded, context: out.extend(proposing.pieces(coded, context)))
    return out


def test_a_word_is_known_by_itself_and_its_beginning() -> None:
    assert proposing.named_by("howitzers") == ("howitzers", "howi-", "howit-")


def test_clauses_of_a_sentence_are_read_together_with_a_mark_between_them() -> None:
    (piece,) = pieces_of("Kenya sent troops to Haiti, but Ghana kept out.")
    assert [t[0] for t in piece.tokens].count("|") == 1
    assert not {*piece.here(piece.clauses[0])} & {*piece.here(piece.clauses[1])}


def test_the_end_of_the_text_before_is_read_along_but_is_no_part_of_the_clause() -> None:
    first, second = pieces_of("Peru bought two old frigates from Italy. The last of the ships came in 2018.")
    assert (first.lead, first.before) == (0, {})
    clause = second.clauses[0]
    assert second.before == {"PER": 0, "ITA": 6}
    assert all(second.tokens[n][-1] == proposing.EARLIER for n in range(second.lead - 1))
    assert min(second.here(clause)) == second.lead


def test_of_a_long_text_before_only_the_end_is_read() -> None:
    last = pieces_of("Peru bought frigates from Italy. " + "Nothing else came to pass then. " * 20)[-1]
    assert last.before == {}
    assert last.lead < 30


def test_whom_a_clause_leaves_unnamed_stands_where_it_was_named_before() -> None:
    *_, second = pieces_of("Peru bought frigates from Italy. It paid in cash, and Rome sent instructors.")
    last = second.clauses[-1]
    known = {"PER": proposing.Member(Who("PER", None, 0, 4, "name"))}
    assert proposing.positions(second, known) == [second.before["PER"]]
    known["PER"].beside = second.at[second.here(last)[0]]
    assert proposing.positions(second, known) == [second.here(last)[0]]


def test_a_very_long_sentence_is_read_in_pieces() -> None:
    text = "; ".join(f"Chile sold {n} old ships to Peru and some to its other neighbours" for n in range(60)) + "."
    found = pieces_of(text)
    assert len(found) > 3
    assert all(len(piece.tokens) <= 170 for piece in found)


def test_the_pivot_is_the_word_that_was_looked_at_most() -> None:
    best = max(weighed("Chile purchased two frigates from Australia."), key=lambda w: w.sure)
    assert best.pivot in ("purchased", "frigates", "from", "two")


def test_what_is_said_of_a_set_does_not_depend_on_the_other_sets() -> None:
    (piece,) = pieces_of("Chile purchased two frigates from Australia.")
    clause, known, choice = seen("Chile purchased two frigates from Australia.")[0]
    net = network.network()
    read = net.sentences([piece.tokens])
    gist = net.clauses(read, [piece.here(clause)], net.totals("context", [piece.context])).gist
    place = {at: n for n, at in enumerate(piece.at)}
    names = [proposing.member_features(m) for m in known.values()]
    actors = net.actors(read, [place.get(m.at, -1) for m in known.values()], names, [0] * len(known), gist)
    order = {k: n for n, k in enumerate(known)}
    rows = [[order[k] for k in sorted(keys)] for keys in choice]
    about = proposing.set_features(clause, known, choice)
    whole = net.choose(actors, rows, about, [0] * len(rows), gist).chances
    for k, keys in enumerate(rows):
        assert np.allclose(net.choose(actors, [keys], [about[k]], [0], gist).chances[0], whole[k], atol=1e-5)


def test_the_likeliest_set_has_its_roles_by_the_words_of_the_clause() -> None:
    best = max(weighed("Chile purchased two frigates from Australia."), key=lambda w: w.sure)
    assert best.relation == "transfer"
    assert {(a.code, a.role) for a in best.actors} == {("AUS", "supplier"), ("CHL", "recipient")}
    best = max(weighed("Australia handed two frigates to Chile."), key=lambda w: w.sure)
    assert {(a.code, a.role) for a in best.actors} >= {("CHL", "recipient")}


def test_what_is_settled_no_longer_asks_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Training hears a text by one network, and weighs what it heard when another one is in use."""
    best = max(weighed("Chile purchased two frigates from Australia in 2020."), key=lambda w: w.sure)
    best.settle()
    monkeypatch.setattr(proposing, "network", lambda: pytest.fail("the network was asked again"))
    assert {a.code for a in best.actors} == {"AUS", "CHL"}
    assert best.slots["date"] == "2020"
    assert best.again is None


def test_what_a_clause_says_twice_has_a_part_with_a_date_of_its_own() -> None:
    spots = []
    text = "Russia sent bombers to Venezuela in 2008 and warships in 2013."

    def watch(coded: Coded, context: Context) -> None:
        spots.append(Spot(coded, 2, 6, 0, len(coded.code), context, {}, None))

    reader.steps(from_text(text, "page.txt"), watch=watch)
    cut = proposing._last_part(spots[0])
    assert cut is not None
    assert text[spots[0].coded.offset[cut] :] == "warships in 2013."
    once: list[Spot] = []
    spots = once
    reader.steps(from_text(text.replace(" in 2008", ""), "page.txt"), watch=watch)
    assert proposing._last_part(once[0]) is None


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
    assert all(not w.actors for w in weighed(text) if w.polarity == "affirmed")
    assert not [c for c in read(from_text(text, "page.txt")) if c.polarity == "affirmed" and c.relation == "transfer"]


def test_a_clause_with_a_thousand_actors_is_weighed_in_bounds() -> None:
    text = "Soldiers of " + ", ".join(["Chile", "Peru", "Ghana", "Kenya", "Italy", "Japan"] * 60) + " met."
    assert all(len(choice) <= 60 for _, _, choice in seen(text))
