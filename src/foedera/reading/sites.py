"""Where what a claim tells of takes place: which of the places in and around its words (a learned choice).

A place is a run of words in capitals, with what stands before it ("northern") and the noun behind it ("Kursk region");
lists of such runs are places too, and so are those of claims before ("they train there"). What speaks for each is
trained by `tools/train_sites.py` and kept in `sites.json`. What a claim's rule took (`places`) is one of the options.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import takewhile
from typing import TYPE_CHECKING

from foedera.claim import LEARNED, Claim
from foedera.reading import choices, places
from foedera.reading.evaluate import fold
from foedera.reading.evidence import keys_of
from foedera.reading.groups import word_set

if TYPE_CHECKING:
    from foedera.actors import Mention

# What takes place somewhere.
PLACED = word_set(
    "agreement assistance conflict consultation deployment exercise partnership production training transfer"
)
# So far before and behind a claim's stretch a place is looked for; of so much of it, so many places of so many words.
_BEFORE, _BEHIND, _LONGEST, _MOST, _WORDS = 90, 60, 600, 40, 7
# So many places of claims before count, of claims so far before.
_TOLD, _FAR = 3, 1500
# An actor so far from a place may be the one that is there.
_NEAR = 60
_TOKEN = re.compile(r"[^\W_](?:[\w’'.-]{0,40}\w)?|[^\w\s]|\n")
_POSSESSIVE = re.compile(r"['’]s$|s['’]$")


@dataclass(slots=True)
class Site:
    """A place that the text writes, or one that a claim had (`start` -1), and what is known of it by itself.

    `who` is the actor that stands there, `before` and `behind` are those named beside it, by their codes.
    `weighed` keeps how much `known` speaks for it, by relation.
    """

    text: str
    start: int
    end: int
    known: tuple[str, ...]
    prev: str = ""
    who: str | None = None
    kind: str = "none"
    before: str | None = None
    behind: str | None = None
    folded: str = ""
    weighed: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """A place that a claim could have, and what is known of it as this claim's."""

    site: Site
    known: tuple[str, ...]


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(tomllib.loads(files("foedera.reading").joinpath("sites.toml").read_text("utf-8"))[name].split())


class Page:
    """A text, where its actors stand, and the places of its claims so far."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text = text
        self._actors = sorted((m.start, m.end, m.kind, m.code or "") for m in mentions if not m.entity)
        self._starts = [actor[0] for actor in self._actors]
        self._paragraphs = choices.Paragraphs(text, self._sites)
        self._told: list[tuple[int, Site, frozenset[str]]] = []

    def tell(self, claim: Claim) -> None:
        """Take note of a claim that has a place."""
        if claim.place:
            site = Site(claim.place, -1, -1, ("told",), folded=_folded(claim.place))
            self._told.append((claim.start, site, keys_of(claim)))

    def options(self, claim: Claim) -> list[Option]:
        """The places that a claim could have: those written, in order of place, and those told before."""
        start, end, keys = claim.start, min(claim.end, claim.start + _LONGEST), keys_of(claim)
        left, right = start - _BEFORE, end + _BEHIND
        near = [s for s in self._paragraphs.near(start, end) if s.start >= left and s.end <= right][:_MOST]
        inside = [s.start for s in near if start <= s.start < end]
        many, ruled = min(len(inside), 4), _folded(claim.place)
        shared = (f"learned={(claim.rule or '').startswith(LEARNED)}", f"many={many}")
        named = [f" {_folded(name)} " for name in (claim.name, *claim.items) if name]
        out = []
        for site in near:
            nth = min(bisect_left(inside, site.start), 4) if start <= site.start < end else -1
            own = (*shared, f"nth={nth} of {many}", f"named={any(f' {site.folded} ' in name for name in named)}")
            out.append(Option(site, (*_here(claim, site), *_of(site, keys), *_ruled(site, ruled), *own)))
        written = {s.folded for s in near}
        if ruled and ruled not in written:
            out.append(Option(Site(claim.place or "", -1, -1, ("rule's alone",), folded=ruled), shared))
        return [*out, *self._again(claim, keys, written, shared)]

    def _sites(self, left: int, right: int) -> list[Site]:
        """The places that a paragraph writes, in order."""
        tokens = list(_TOKEN.finditer(self.text, left, right))
        found = sorted(_runs(tokens), key=lambda run: (run[0], run[1]))
        return [self._site(tokens, first, last, form) for first, last, form in found]

    def _site(self, tokens: Sequence[re.Match[str]], at: int, after: int, form: str) -> Site:
        first, last = tokens[at], tokens[after - 1]
        text = " ".join(self.text[first.start() : last.end()].split())
        before = ["^", *(_plain(t[0]) for t in tokens[max(0, at - 3) : at])]
        behind = [*(_plain(t[0]) for t in tokens[after : after + 2]), "$"]
        kind, who = self._who(first.start(), last.end())
        wide = places.is_region(text)
        known = (
            *(f"form={form}", f"kind={kind}", f"form={form} kind={kind}", f"words={min(after - at, 5)}"),
            *(f"head={last[0].lower()}", f"first={first[0].lower()}"),
            *(f"prev={before[-1]}", f"prev2={' '.join(before[-2:])}", f"prev3={' '.join(before[-3:])}"),
            *(f"next={behind[0]}", f"next2={' '.join(behind[:2])}", f"next={behind[0]} prev={before[-1]}"),
            *(f"prev={before[-1]} kind={kind}", f"wide={wide}", f"wide={wide} prev={before[-1]}"),
        )
        one, other = self._beside(first.start(), last.end())
        return Site(text, first.start(), last.end(), known, before[-1], who, kind, one, other, _folded(text))

    def _who(self, start: int, end: int) -> tuple[str, str | None]:
        """What kind of actor stands there, or in a part of it, and which; "none" for a place of no actor."""
        n = bisect_left(self._starts, end)
        for first, last, kind, code in reversed(self._actors[max(0, n - 3) : n]):
            if last > start:
                return kind if first <= start and last >= end else f"part {kind}", code
        return "none", None

    def _beside(self, start: int, end: int) -> tuple[str | None, str | None]:
        """Who is named just before a stretch, and who behind it."""
        first, last = bisect_left(self._starts, start) - 1, bisect_left(self._starts, end)
        before = self._actors[first][3] if first >= 0 and start - self._actors[first][1] < _NEAR else None
        behind = self._actors[last][3] if last < len(self._actors) and self._actors[last][0] - end < _NEAR else None
        return before, behind

    def _again(
        self, claim: Claim, keys: frozenset[str], written: set[str], shared: tuple[str, ...]
    ) -> Iterator[Option]:
        """The last places of claims before, each once, the latest first."""
        if not self._told or claim.start - self._told[-1][0] > _FAR:
            return
        words = set(re.findall(r"[a-z]+", self.text[claim.start : min(claim.end, claim.start + _LONGEST)].lower()))
        turns = [f"told back={w}" for w in sorted(words & _table("back")) or ["none"]]
        seen: set[str] = set()
        for start, site, others in takewhile(lambda t: claim.start - t[0] <= _FAR, reversed(self._told)):
            if len(seen) >= _TOLD:
                return
            if site.folded in seen:
                continue
            seen.add(site.folded)
            same = "same" if others == keys else "part" if others & keys else "none"
            far = min((claim.start - start) // 150, 4)
            here = f"told here={site.folded in written} {bool(claim.place)}"
            own = (f"told={len(seen)}", f"told far={far}", f"told actors={same}", f"told actors={same} far={far}")
            yield Option(site, (*own, here, f"{here} actors={same}", *turns, *(f"told of {s}" for s in shared)))


def _here(claim: Claim, site: Site) -> tuple[str, ...]:
    """Where a place stands to the claim's stretch."""
    where = "before" if site.start < claim.start else "behind" if site.start >= claim.end else "in"
    far = min(max(claim.start - site.end, site.start - claim.end, 0) // 25, 3)
    return (
        *(f"where={where}", f"far={where} {far}", f"kind={site.kind} where={where}", f"prev={site.prev} where={where}"),
        f"opens={where == 'in' and site.start - claim.start < 3}",
        f"closes={where == 'in' and claim.end - site.end < 3}",
    )


def _of(site: Site, keys: frozenset[str]) -> tuple[str, ...]:
    """Whether who stands there, before and behind is of the claim."""
    what, before, behind = (
        "none" if who is None else "own" if who in keys else "other" for who in (site.who, site.before, site.behind)
    )
    return (
        *(f"what={site.kind} {what}", f"before={before}", f"behind={behind}", f"before={before} behind={behind}"),
        *(f"prev={site.prev} before={before}", f"prev={site.prev} what={site.kind} {what}"),
    )


def _ruled(site: Site, ruled: str) -> tuple[str, ...]:
    """How a place stands to the one that the claim's rule took."""
    a, b = f" {site.folded} ", f" {ruled} "
    how = "none" if not ruled else "same" if a == b else "within" if a in b else "holds" if b in a else "other"
    return f"rule's={how}", f"rule's={how} kind={site.kind}"


def _runs(tokens: Sequence[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    """From which token to which the names of places go, and of what kinds of word they are; lists of several too."""
    single = list(_names(tokens))
    yield from single
    first = 0
    for n in range(1, len(single) + 1):
        if n == len(single) or not _joined(tokens, single[n - 1][1], single[n][0]):
            if n - first > 1:
                yield single[first][0], single[n - 1][1], "list"
            first = n


# What stands between the places of a list.
_JOINTS = frozenset((",", "and", "the", "&", "in", "at"))


def _joined(tokens: Sequence[re.Match[str]], end: int, start: int) -> bool:
    """Do two names follow each other in a list?"""
    return 0 < start - end < 4 and all(t[0] in _JOINTS for t in tokens[end:start])


def _names(tokens: Sequence[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    kinds = [_kind(t[0]) for t in tokens]
    n = 0
    while n < len(tokens):
        first = n
        n += 1
        if kinds[first] not in ("part", "capital"):
            continue
        while n < len(tokens) and n - first < _WORDS and _goes_on(kinds, first, n):
            n += 1
        if "capital" in kinds[first:n] or kinds[first:n] == ["part", "noun"]:
            yield first, n, " ".join(dict.fromkeys(k for k in kinds[first:n] if k != "link"))


def _goes_on(kinds: Sequence[str], first: int, n: int) -> bool:
    """Does the name from `first` on take this token too?"""
    before = kinds[n - 1]
    if kinds[n] == "capital":
        return before in ("capital", "link", "part")
    if kinds[n] == "link":
        return before == "capital" and kinds[n + 1 : n + 2] == ["capital"]
    return kinds[n] == "noun" and before in ("capital", "noun", "part")


@lru_cache(8192)
def _kind(word: str) -> str:
    """What a token can be in the name of a place; "" for nothing."""
    low = word.lower()
    if low in _table("parts"):
        return "part"
    if word[0].isupper():
        return "" if word in _table("never") or _POSSESSIVE.search(word) else "capital"
    if low[:3] in _table("articles") and word[3:4].isupper():
        return "capital"
    return "link" if low in _table("links") else "noun" if low in _table("nouns") else ""


def _plain(word: str) -> str:
    return "#" if word[0].isdigit() else "|" if word == "\n" else word.lower()


@lru_cache(4096)
def _folded(name: str | None) -> str:
    return fold(name) if name else ""


def features(claim: Claim, option: Option) -> list[str]:
    """All features of a place: what is known of it, and the same by relation."""
    return choices.features(claim.relation, (*option.site.known, *option.known))


def choose(claim: Claim, found: Sequence[Option]) -> str | None:
    """The likeliest of these places; what the claim's rule took where none is likely enough."""
    known = choices.weights("sites")
    best = max(((known.of(claim.relation, o.site, o.known), -n) for n, o in enumerate(found)), default=None)
    return found[-best[1]].site.text if best is not None and best[0] >= known.least else claim.place


def given(claims: Iterable[Claim], text: str, mentions: Sequence[Mention]) -> list[Claim]:
    """The claims, in order of place, each with the likeliest place."""
    page, out = Page(text, mentions), []
    for claim in claims:
        placed = replace(claim, place=choose(claim, page.options(claim))) if may(claim) else claim
        page.tell(placed)
        out.append(placed)
    return out


def may(claim: Claim) -> bool:
    """Is it a claim of what takes place somewhere, and no form or treaty's own text, which say theirs?"""
    return claim.relation in PLACED and not (claim.rule or "").startswith(("forms", "articles"))
