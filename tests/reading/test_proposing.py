"""What the learned model weighs, and what of it is made into proposals."""

from __future__ import annotations

import numpy as np
import pytest

from foedera.documents.load import from_text
from foedera.reading import network, proposing, read, reader, whom
from foedera.reading.context import Context
from foedera.reading.groups import Coded
from foedera.reading.pieces import Piece, pieces
from foedera.reading.roles import Spot


def weighed(text: str) -> list[proposing.Weighed]:
    notes = proposing.Notes()
    reader.steps(from_text(text, "page.txt"), watch=notes)
    return [w for found in notes.found for w in found.made]


def test_the_pivot_is_the_word_that_was_looked_at_most() -> None:
    best = max(weighed("Chile purchased two frigates from Australia."), key=lambda w: w.sure)
    assert best.pivot in ("purchased", "frigates", "from", "two")


def test_what_is_said_of_a_set_does_not_depend_on_the_other_sets() -> None:
    read_along: list[tuple[Piece, Context]] = []

    def watch(coded: Coded, context: Context) -> None:
        read_along.extend((piece, context) for piece in pieces(coded, context))

    reader.steps(from_text("Chile purchased two frigates from Australia.", "page.txt"), watch=watch)
    ((piece, context),) = read_along
    (clause,) = piece.clauses
    known = whom.pool(clause, context)
    choice = whom.sets(clause, known, context)
    net = network.network()
    read = net.sentences([piece.tokens])
    gist = net.clauses(read, [piece.here(clause)], net.totals("context", [piece.context])).gist
    place = {at: n for n, at in enumerate(piece.at)}
    names = [whom.known_of(m).names for m in known.values()]
    actors = net.actors(read, [place.get(m.at, -1) for m in known.values()], names, [0] * len(known), gist)
    order = {k: n for n, k in enumerate(known)}
    rows = [[order[k] for k in sorted(keys)] for keys in choice]
    about = [whom.set_features(m) for m in whom.measures(clause, known, choice)]
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


def test_whose_member_somebody_is_makes_no_party() -> None:
    text = "This makes Azerbaijan the first post-Soviet state to have a formal defense agreement with a NATO member."
    assert not [w for w in weighed(text) if w.relation == "agreement" and w.actors and "NATO" in w.keys]
