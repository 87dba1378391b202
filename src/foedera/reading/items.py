"""Which weapons and equipment a claim is about: the names in and around its words (a learned choice).

A name is a run of designators ("F-16"), words in capitals, small words for weapons ("patrol") and nouns that name them
("boats"), but for actors. What speaks for each is trained by `tools/train_items.py` and kept in `items.json`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING

from foedera.claim import LEARNED, Claim
from foedera.reading import choices
from foedera.reading.evaluate import alike, fold

if TYPE_CHECKING:
    from foedera.actors import Mention

# What is told of things that can be given, sold or built.
OF_THINGS = frozenset(("assistance", "production", "transfer"))
# So far before and behind a claim's stretch a name is looked for; of so much of it, so many names of so many words.
_BEFORE, _BEHIND, _LONGEST, _MOST, _WORDS = 20, 40, 600, 30, 6
_TOKEN = re.compile(r"[^\W_](?:[\w’'./+-]{0,40}[\w+])?|[^\w\s]")
_DESIGNATOR = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9][\w./+-]*|[A-Z]+[a-z]?\d+\w*")


@dataclass(frozen=True, slots=True)
class Option:
    """A name of weapons that the text writes, and what is known of it."""

    text: str
    known: tuple[str, ...]


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(tomllib.loads(files("foedera.reading").joinpath("items.toml").read_text("utf-8"))[name].split())


class Page:
    """A text, and where its actors stand."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text = text
        self.actors = choices.Actors(mentions)

    def options(self, claim: Claim) -> list[Option]:
        """The names of weapons that a claim could be about, in order of place."""
        start, end = claim.start, min(claim.end, claim.start + _LONGEST)
        left, right = max(0, start - _BEFORE), min(len(self.text), end + _BEHIND)
        left = max(left, self.text.rfind("\n", left, start) + 1)
        right = right if (stop := self.text.find("\n", end, right)) < 0 else stop
        tokens = list(_TOKEN.finditer(self.text, left, right))
        found = list(islice(self._runs(tokens), _MOST))
        inside = sum(start <= tokens[first].start() < end for first, _ in found)
        return [self._option(claim, tokens, first, kinds, inside) for first, kinds in found]

    def _runs(self, tokens: Sequence[re.Match[str]]) -> Iterator[tuple[int, list[str]]]:
        """Where names begin, and the kinds of their words."""
        kinds: list[str] = []
        for n, token in enumerate(tokens):
            apart = bool(kinds) and self.text[tokens[n - 1].end() : token.start()] != " "
            # "Leopard 2", "Block 70"
            numbered = kinds and not apart and token[0].isdigit() and tokens[n - 1][0][0].isupper()
            kind = "figure" if numbered and len(token[0]) < 4 else self._kind(token)
            if n and token[0] in _table("verbs") and tokens[n - 1][0].lower() in _table("before_verbs"):
                kind = ""  # "agreed to supply weapons"
            if not kind or apart:
                yield from _name(n, kinds)
                kinds = []
            if kind:
                kinds.append(kind)
        yield from _name(len(tokens), kinds)

    def _kind(self, token: re.Match[str]) -> str:
        """What a token could be in a name: designator, head, small word, word in capitals; "" for none."""
        word = token[0]
        kind = _kind(word) if word[0].isalnum() else ""
        return "" if kind and self.actors.over(token.start(), token.end()) else kind

    def _option(
        self, claim: Claim, tokens: Sequence[re.Match[str]], at: int, kinds: Sequence[str], inside: int
    ) -> Option:
        first, last, after = tokens[at], tokens[at + len(kinds) - 1], at + len(kinds)
        text = self.text[first.start() : last.end()].rstrip(".'’/-")
        before = ["^", *(_plain(t[0]) for t in tokens[max(0, at - 2) : at])]
        behind = [*(_plain(t[0]) for t in tokens[after : after + 2]), "$"]
        where = "before" if first.start() < claim.start else "behind" if first.start() >= claim.end else "in"
        end, near = kinds[-1], self.actors.beside(claim, first.start(), last.end())
        own = [fold(i) for i in claim.items]
        ruled = "none" if not own else "same" if any(alike(i, fold(text)) for i in own) else "other"
        known = (
            *(f"kinds={' '.join(dict.fromkeys(kinds))}", f"last={end}", f"words={len(kinds)}"),
            *(f"head={last[0].lower()}", f"first={first[0].lower()}", f"shape={_shape(first[0])}"),
            *(f"prev={before[-1]}", f"prev2={' '.join(before[-2:])}", f"prev={before[-1]} last={end}"),
            *(f"next={behind[0]}", f"next2={' '.join(behind[:2])}"),
            *(f"where={where}", f"where={where} last={end}", f"{where} of {min(inside, 4)}"),
            f"opens={where == 'in' and first.start() - claim.start < 3}",
            *(*near, " ".join(near), f"prev={before[-1]} {near[0]}", f"next={behind[0]} {near[1]}"),
            *(f"rule's={ruled}", f"rule's={ruled} last={end}"),
            f"learned={(claim.rule or '').startswith(LEARNED)}",
        )
        return Option(text, known)


@lru_cache(4096)
def _kind(word: str) -> str:
    low = word.lower()
    if _DESIGNATOR.fullmatch(word):
        return "designator"
    singular = low[:-3] + "y" if low.endswith("ies") else low.removesuffix("s")
    if not _table("heads").isdisjoint((low, singular, low.removesuffix("es"))):
        return "head"
    if low in _table("modifiers") or low.endswith("-class"):
        return "small"
    return "capital" if word[0].isupper() and word not in _table("never") else ""


def _name(end: int, kinds: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The name that a run of words before `end` makes: its last words, without small ones at the end."""
    while kinds and kinds[-1] == "small":
        kinds, end = kinds[:-1], end - 1
    if kinds:
        yield end - len(kinds[-_WORDS:]), kinds[-_WORDS:]


def _shape(word: str) -> str:
    """How a word is written: its capitals and figures."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"\d", "0", re.sub(r"[a-z]", "a", re.sub(r"[A-Z]", "A", word))))[:8]


def _plain(word: str) -> str:
    return "#" if word[0].isdigit() else word.lower()


def choose(claim: Claim, found: Iterable[Option]) -> tuple[str, ...]:
    """The names that are likely enough, each once; what the claim's rule took where none is."""
    known = choices.weights("items")
    taken = [o.text for o in found if known.score(claim.relation, o.known) >= known.least]
    return tuple(dict.fromkeys(taken)) or claim.items


def given(claims: Iterable[Claim], text: str, mentions: Sequence[Mention]) -> list[Claim]:
    """The claims, each with the weapons that it is about."""
    page = Page(text, mentions)
    return [replace(c, items=choose(c, page.options(c))) if may(c) else c for c in claims]


def may(claim: Claim) -> bool:
    """Is it a claim of what can be given, and no form or treaty's own text, which say theirs?"""
    return claim.relation in OF_THINGS and not (claim.rule or "").startswith(("forms", "articles"))
