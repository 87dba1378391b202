"""What a claim rests on: the words without which the model would find it less likely, and what the judge weighed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from foedera.claim import Claim
from foedera.reading.context import Context
from foedera.reading.groups import Coded
from foedera.reading.pieces import EARLIER, Piece, pieces, spelt
from foedera.reading.proposing import Looked, Notes, Weighed, looked_at
from foedera.reading.reader import Step

# So many proposals of a clause are looked into, and so many of their words are named.
_SHOWN, _WORDS = 3, 4
# A word without which the chance falls by less than this is no ground.
_LEAST = 0.03


Key = tuple[int, str, frozenset[str], str]


class Grounds(Notes):
    """What the model weighed, and for the likeliest proposals of each clause the words that they rest on.

    `why` has for (start of the clause, relation, actors, polarity) the words with how much the chance falls without
    each: the sentence is read again once for every word, with that word unknown.
    """

    def __init__(self) -> None:
        super().__init__()
        self.why: dict[Key, list[tuple[str, float]]] = {}

    def __call__(self, coded: Coded, context: Context) -> None:
        """Weigh each clause of a segment, then without each word of the sentence."""
        self.profile = context.profile
        for piece in pieces(coded, context):
            looked = looked_at(piece, context)
            self.found.extend(one for one in looked if one is not None)
            if any(one and one.made for one in looked):
                self._look_into(piece, looked, context)

    def _look_into(self, piece: Piece, looked: list[Looked | None], context: Context) -> None:
        best = [(n, w) for n, one in enumerate(looked) if one for w in sorted(one.made, key=_by_chance)[:_SHOWN]]
        falls: dict[Key, list[tuple[str, float]]] = {key_of(w): [] for _, w in best}
        for place, token in enumerate(piece.tokens):
            if piece.at[place] < 0 and (place >= piece.lead or token[-1] != EARLIER):
                continue  # a mark between clauses is no word
            other = looked_at(
                replace(piece, tokens=[*piece.tokens[:place], ("",), *piece.tokens[place + 1 :]]), context
            )
            for n, one in best:
                fall = one.sure - _still(other[n], one)
                if fall >= _LEAST:
                    falls[key_of(one)].append((spelt(token[0]), round(fall, 2)))
        for key, words in falls.items():
            self.why[key] = sorted(words, key=lambda f: -f[1])[:_WORDS]


class Kept(Notes):
    """What the model weighed, with the claims that rules made."""

    def __init__(self) -> None:
        super().__init__()
        self.ruled: list[Claim] = []

    def heard(self, steps: Sequence[Step], ruled: Sequence[Claim], owned: Iterable[tuple[int, int]]) -> None:
        """Keep what rules made."""
        super().heard(steps, ruled, owned)
        self.ruled = list(ruled)


def key_of(one: Weighed) -> Key:
    """By which `why` has the grounds of a proposal."""
    return one.start, one.relation, one.keys, one.polarity


def _by_chance(one: Weighed) -> float:
    return -one.sure


def _still(looked: Looked | None, one: Weighed) -> float:
    if looked is None:
        return 0.0
    if one.polarity == "denied":
        return looked.denied(one.relation, one.keys)
    return looked.chance(one.relation, one.keys) or 0.0
