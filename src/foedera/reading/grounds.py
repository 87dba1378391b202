"""Which words a proposal of the learned model rests on: those without which it would be less likely."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from foedera.reading.context import Context
from foedera.reading.groups import Coded
from foedera.reading.proposing import Looked, Notes, Piece, Weighed, looked_at, pieces, spelt

# So many proposals of a clause are looked into, and so many of their words are named.
_SHOWN, _WORDS = 3, 4
# A word without which the chance falls by less than this is no ground.
_LEAST = 0.03


class Grounds(Notes):
    """What the model weighed, and for the likeliest proposals of each clause the words that they rest on.

    `why` has for (start of the clause, relation, actors) the words with how much the chance falls without each:
    the clause is read again once for every word, with that word unknown.
    """

    def __init__(self) -> None:
        super().__init__()
        self.why: dict[tuple[int, str, frozenset[str]], list[tuple[str, float]]] = {}

    def __call__(self, coded: Coded, context: Context) -> None:
        """Weigh each clause of a segment, then without each of its words."""
        super().__call__(coded, context)
        for piece in pieces(coded, context):
            for n, found in enumerate(looked_at(piece, context)):
                if found is not None and found.made:
                    self._look_into(piece, n, found, context)

    def _look_into(self, piece: Piece, n: int, found: Looked, context: Context) -> None:
        best = sorted(found.made, key=lambda w: -w.sure)[:_SHOWN]
        falls: dict[int, list[tuple[str, float]]] = {k: [] for k in range(len(best))}
        for place in piece.here(piece.clauses[n]):
            blank = replace(piece, tokens=[*piece.tokens[:place], ("",), *piece.tokens[place + 1 :]])
            other = looked_at(blank, context)[n]
            for k, one in enumerate(best):
                fall = one.sure - _still(other, one)
                if fall >= _LEAST:
                    falls[k].append((spelt(piece.tokens[place][0]), round(fall, 2)))
        for k, one in enumerate(best):
            words = sorted(falls[k], key=lambda f: -f[1])[:_WORDS]
            self.why[found.start, one.relation, one.keys] = words


def _still(looked: Any, one: Weighed) -> float:
    return (looked.chance(one.relation, one.keys) or 0.0) if looked else 0.0
