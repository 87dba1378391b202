"""Whom a clause could be about, and the sets of them."""

from __future__ import annotations

from foedera.documents.load import from_text
from foedera.reading import reader
from foedera.reading.context import Context
from foedera.reading.groups import Coded, Who
from foedera.reading.pieces import Clause, Piece, clauses, pieces
from foedera.reading.whom import Member, pool, positions, sets


def seen(text: str) -> list[tuple[Clause, dict[str, Member], list[frozenset[str]]]]:
    """Every clause of a text, with whom it could be about and the sets that are weighed."""
    out = []

    def watch(coded: Coded, context: Context) -> None:
        for clause in clauses(coded):
            known = pool(clause, context)
            out.append((clause, known, sets(clause, known, context)))

    reader.steps(from_text(text, "page.txt"), watch=watch)
    return out


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


def test_whom_a_clause_leaves_unnamed_stands_where_it_was_named_before() -> None:
    read: list[Piece] = []
    text = "Peru bought frigates from Italy. It paid in cash, and Rome sent instructors."
    reader.steps(from_text(text, "page.txt"), watch=lambda coded, context: read.extend(pieces(coded, context)))
    second = read[-1]
    last = second.clauses[-1]
    known = {"PER": Member(Who("PER", None, 0, 4, "name"))}
    assert positions(second, known) == [second.before["PER"]]
    known["PER"].beside = second.at[second.here(last)[0]]
    assert positions(second, known) == [second.here(last)[0]]


def test_a_clause_with_a_thousand_actors_is_weighed_in_bounds() -> None:
    text = "Soldiers of " + ", ".join(["Chile", "Peru", "Ghana", "Kenya", "Italy", "Japan"] * 60) + " met."
    assert all(len(choice) <= 60 for _, _, choice in seen(text))


def test_one_who_is_named_again_by_itself_stands_there() -> None:
    text = "Oslo has been a NATO partner since 1949 and kept 233 soldiers with the Alliance's mission in Kosovo."
    ((_, known, _),) = seen(text)
    assert known["NATO"].group is not None
    assert not known["NATO"].group.generic


def test_one_who_is_named_in_a_lines_label_and_behind_it_stands_behind_it() -> None:
    ((clause, known, _),) = seen("Afghanistan: Azerbaijan contributed peacekeepers to the mission in Afghanistan.")
    assert known["AFG"].at > clause.coded.code.index("mission")
