"""The clauses of a segment as the network reads them: their tokens, what is known of each, and the text before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from foedera.reading.context import Context
from foedera.reading.groups import Coded, Group
from foedera.reading.roles import boundaries

# Clauses shorter than this say nothing.
_SHORTEST = 6
# So many tokens are read together: longer sentences are read in pieces, a clause at least.
_TOGETHER, _LONGEST = 120, 160
_WORD = re.compile(r"[a-z]+(?:['\u2019][a-z]+)?|[\ue000-\ue00a]|\d+|[^\sa-z\d]")
_CUT = re.compile(r";\s|[.!?]\s+(?=\S)")


@dataclass(slots=True)
class Clause:
    """A stretch code[left:right] of a segment."""

    coded: Coded
    left: int
    right: int

    def span(self) -> tuple[int, int]:
        """Where it stands in the text."""
        return self.coded.span(self.left, self.right)


def clauses(coded: Coded) -> Iterator[Clause]:
    """The clauses of a segment that are long enough to say something."""
    cuts = _apart(sorted({*boundaries(coded), *(m.end() for m in _CUT.finditer(coded.code))}))
    for left, right in pairwise(cuts):
        if right - left > _SHORTEST or sum(left <= g.at < right for g in coded.groups) > 1:
            yield Clause(coded, left, right)


def _apart(cuts: list[int]) -> list[int]:
    """The cuts without those that leave a piece too short to say anything, such as the last of a list."""
    kept = cuts[:1]
    for cut in cuts[1:]:
        if cut - kept[-1] <= _SHORTEST and len(kept) > 1:
            kept.pop()
        kept.append(cut)
    return kept


@dataclass(slots=True)
class Piece:
    """Clauses that are read together: their tokens, by the features of each, where they stand, and the context's."""

    clauses: list[Clause]
    tokens: list[tuple[str, ...]]
    at: list[int]
    context: tuple[str, ...]
    # So many tokens come first that are the last of the text before, and where they name whom.
    lead: int = 0
    before: dict[str, int] = field(default_factory=dict)
    # The tokens that are the sentence's own words, with where each stands: the others only mark something.
    words: list[int] = field(init=False)
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.words = [n for n, at in enumerate(self.at) if at >= 0]
        self.starts = [self.at[n] for n in self.words]

    def here(self, clause: Clause) -> list[int]:
        """Which tokens are the clause's own."""
        return self.words[bisect_left(self.starts, clause.left) : bisect_left(self.starts, clause.right)]


def pieces(coded: Coded, context: Context) -> Iterator[Piece]:
    """The clauses of a segment, those that are read together in one piece."""
    tokens = _tokens(coded)
    starts = [at for _, at in tokens]
    before = _before(context)
    known = _around_features(context)
    together: list[Clause] = []
    many = begun = ended = 0
    for clause in clauses(coded):
        first, last = bisect_left(starts, clause.left), bisect_left(starts, clause.right)
        if together and many + last - first > _TOGETHER:
            yield _piece(together, tokens[begun:ended], known, before)
            together, many = [], 0
        begun = begun if together else first
        together.append(clause)
        many += last - first
        ended = last
    if together:
        yield _piece(together, tokens[begun:ended], known, before)


def _tokens(coded: Coded) -> list[tuple[str, int]]:
    if coded.tokens is None:
        coded.tokens = [(m[0], m.start()) for m in _WORD.finditer(coded.code)]
    return coded.tokens


# So many tokens of the text before are read along.
_BEFORE = 24
# What marks each of them, and the end of a segment.
EARLIER = "<"
_HERE = ("||",)


def _before(context: Context) -> tuple[list[tuple[str, ...]], dict[str, int]]:
    """The last tokens of the text before, and whom they name: by key the token that does so last."""
    read: list[tuple[str, ...]] = []
    named: dict[str, int] = {}
    long = sum(len(_tokens(coded)) for coded in context.memory.last)
    for coded in context.memory.last:
        for token, at in _tokens(coded):
            long -= 1
            if long >= _BEFORE:
                continue
            group = coded.by_at.get(at)
            named.update((w.key, len(read)) for w in (group.whos if group else ()))
            read.append((*(_token(token, group) if group else named_by(token))[:2], EARLIER))
        if read:
            read.append(_HERE)
    return read, named


def _piece(
    together: list[Clause],
    tokens: list[tuple[str, int]],
    known: tuple[str, ...],
    before: tuple[list[tuple[str, ...]], dict[str, int]],
) -> Piece:
    """The tokens of these clauses, with a mark where one begins, after the last ones of the text before."""
    by_at, cuts = together[0].coded.by_at, {c.left for c in together[1:]}
    read = list(before[0])
    places = [-1] * len(read)
    for token, at in tokens[:_LONGEST]:
        if at in cuts:
            read.append(("|",))
            places.append(-1)
        read.append(_token(token, by_at[at]) if at in by_at else named_by(token))
        places.append(at)
    if not tokens:
        read.append(("|",))
        places.append(-1)
    return Piece(together, read, places, known, len(before[0]), before[1])


def _token(token: str, group: Group) -> tuple[str, ...]:
    return (token, f"{token}{group.form}", f"{token}n{min(len(group.whos), 3)}")


_PATH_WORD = re.compile(r"[a-z]{4,}")


def _around_features(context: Context) -> tuple[str, ...]:
    """What is known of the context of a sentence: the heading's words, what was told of last, the kind of text."""
    out = [f"/{word}" for word in _PATH_WORD.findall(context.path)[:20]]
    out.append(f"@{context.discourse.told[0].relation if context.discourse.told else 'nothing'}")
    out.append("profile" if context.profile else "page")
    return (*out, "fragment") if context.fragment else tuple(out)


@lru_cache(maxsize=20_000)
def named_by(word: str) -> tuple[str, ...]:
    """The features of a word: itself, and how it begins; of a number only how long it is."""
    if word.isdigit():
        return ("#", f"#{min(len(word), 6)}")
    return (word, *(f"{word[:n]}-" for n in (4, 5) if len(word) > n))


def spelt(token: str) -> str:
    """A token as it is shown: a mark by its letter."""
    return _MARKS.get(token, token)


_MARKS = dict(zip("\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008\ue009\ue00a", "NJDMFSTPBEW", strict=True))
