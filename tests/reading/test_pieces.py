"""The clauses of a sentence as the network reads them, with the end of the text before."""

from __future__ import annotations

from foedera.documents.load import from_text
from foedera.reading import reader
from foedera.reading.pieces import EARLIER, Piece, named_by, pieces


def pieces_of(text: str) -> list[Piece]:
    out: list[Piece] = []
    reader.steps(from_text(text, "page.txt"), watch=lambda coded, context: out.extend(pieces(coded, context)))
    return out


def test_a_sentence_is_cut_into_its_clauses() -> None:
    (piece,) = pieces_of("Kenya sent troops to Haiti, but Ghana kept out.")
    cut = [c.coded.text[slice(*c.span())] for c in piece.clauses]
    assert cut == ["Kenya sent troops to Haiti, but ", "Ghana kept out."]


def test_a_word_is_known_by_itself_and_its_beginning() -> None:
    assert named_by("howitzers") == ("howitzers", "howi-", "howit-")


def test_clauses_of_a_sentence_are_read_together_with_a_mark_between_them() -> None:
    (piece,) = pieces_of("Kenya sent troops to Haiti, but Ghana kept out.")
    assert [t[0] for t in piece.tokens].count("|") == 1
    assert not {*piece.here(piece.clauses[0])} & {*piece.here(piece.clauses[1])}


def test_the_end_of_the_text_before_is_read_along_but_is_no_part_of_the_clause() -> None:
    first, second = pieces_of("Peru bought two old frigates from Italy. The last of the ships came in 2018.")
    assert (first.lead, first.before) == (0, {})
    clause = second.clauses[0]
    assert second.before == {"PER": 0, "ITA": 6}
    assert all(second.tokens[n][-1] == EARLIER for n in range(second.lead - 1))
    assert min(second.here(clause)) == second.lead


def test_of_a_long_text_before_only_the_end_is_read() -> None:
    last = pieces_of("Peru bought frigates from Italy. " + "Nothing else came to pass then. " * 20)[-1]
    assert last.before == {}
    assert last.lead < 30


def test_a_very_long_sentence_is_read_in_pieces() -> None:
    text = "; ".join(f"Chile sold {n} old ships to Peru and some to its other neighbours" for n in range(60)) + "."
    found = pieces_of(text)
    assert len(found) > 3
    assert all(len(piece.tokens) <= 170 for piece in found)
