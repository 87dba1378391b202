"""Which of the names in and around a clause is the one of what it claims: of the treaty, mission, exercise, programme.

Every run of capitals, quotation and treaty word ("a military cooperation agreement") of the claim's stretch and beside
it is weighed, with what the claim's own rule took and the names that claims before it had ("It was renewed in 1981"):
a linear model, `titles.json`, trained by `tools/train_titles.py`. Every feature has a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from foedera.claim import LEARNED, Claim
from foedera.reading import choices
from foedera.reading.evaluate import fold
from foedera.reading.evidence import keys_of
from foedera.reading.groups import word_set

if TYPE_CHECKING:
    from foedera.actors import Mention

# What has a name of its own; arms, wars and ties in general seldom have.
NAMED = frozenset(
    ("agreement", "assistance", "consultation", "deployment", "exercise", "membership", "partnership", "training")
)
# So far before and behind the claim's stretch a name is looked for.
_BEFORE, _BEHIND = 120, 80
# So much of a stretch is looked through, and so many names are weighed.
_LONGEST, _MOST = 600, 60
# So many names of claims before count, of so many claims.
_TOLD, _RECENT = 4, 40

# A word in capitals, what may join two of them, and a run of these; where it may be cut in two.
_CAP = r"(?:[A-Z0-9][\w'’.&/+-]{0,30}\w|[A-Z])"
_LINK = r"(?:(?:of|on|for|in|to|with|between|against|and)(?:[ \n]the)?|de|del|della|du|la|&|–)"
_RUN = re.compile(rf"(?<![\w-]){_CAP}(?:[ \n](?:{_LINK}[ \n]){{0,2}}{_CAP}){{0,14}}")
_CUT = re.compile(r"[ \n](?:between|with|and|of|on|for|in|to|against|–)[ \n]")
_QUOTED = re.compile(r"[\"“«]([^\"”»\n]{2,160})[\"”»]")
_BRACKET = re.compile(r" ?\(([A-Z][\w-]{1,14})\)")
# What a treaty, programme or force is called in small letters, and words that are no part of its name.
_HEADS = (
    r"agreements?|treat(?:y|ies)|memorandum|memoranda|accords?|pacts?|alliance|protocols?|conventions?|declaration|"
    r"arrangements?|partnership|exchange|plan|deal|letters?|understandings?|statement|committee|commission|programmes?|"
    r"programs?|roadmap|line|framework|lease|mission|talks|policing|cease-?fire|truce|dialogue|team|office|assurances?|"
    r"meetings?|charter|contracts?|facility|communiqu[eé]|armistice|mechanism|group|battle ?groups?|brigade|force|base|"
    r"headquarters|cent(?:er|re)|command|battalion|status|understanding|initiative|notes|compact|entente|guarantee|"
    r"coalition|drills?|exercises?|manoeuvres|patrols?|MoU|SOFA"
)
_NOT = (
    r"(?:an?|the|this|that|these|no|any|its|their|his|her|our|your|all|by|under|of|in|on|at|to|for|with|and|or|as|is|"
    r"was|were|are|be|been|has|had|have|will|would|may|can|which|who|when|after|before|signed|new|two|three|first|second|"
    r"last|same|such|each|from|not|it|they|we|but|than|between|until|since)"
)
_PLAIN = re.compile(
    rf"(?<![\w-])(?:(?!{_NOT}\b)\w[\w’'–-]{{0,24}} (?:and (?=[a-z-]{{1,24}} [a-z]))?){{0,4}}(?:{_HEADS})\b"
    rf"(?: (?:of|on|for)(?: (?:and )?(?!{_NOT}\b)[a-z][\w-]{{1,24}}){{1,4}}| of [A-Z]\w{{1,24}})?"
)
_WORD = re.compile(r"[\w’'.-]*\w|[^\w\s]")
_LEAD = re.compile(r"^(?:the|an?|in|under|by|its|this|our|their|on|at|from|since)[ \n]", re.IGNORECASE)


@dataclass(slots=True)
class Name:
    """A name that the text writes or a claim had: where it stands (-1: nowhere), and what is known of it by itself.

    `weighed` keeps how much this speaks for it, by relation.
    """

    text: str
    start: int
    end: int
    kind: str
    known: tuple[str, ...]
    folded: str
    weighed: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """A name that a claim could have, and what is known of it as this claim's."""

    name: Name
    known: tuple[str, ...]


class Page:
    """A text with the actors and the names that it writes, and the names of its claims so far."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self._text = text
        self._mentions = {(m.start, m.end): m.kind for m in mentions}
        self._actors = sorted((m.start, m.end) for m in mentions if m.code and not m.entity)
        self._paragraphs = choices.Paragraphs(text, self._found)
        self._told: list[tuple[str, frozenset[str], str]] = []
        self._spoken: dict[str, Name] = {}

    def tell(self, claim: Claim) -> None:
        """Take note of a claim that has a name."""
        if claim.name:
            self._told.append((claim.relation, keys_of(claim), claim.name))

    def told(self, claim: Claim) -> Iterator[tuple[Name, tuple[str, ...]]]:
        """The last names of claims before, each with what is known of it, the latest first."""
        keys = keys_of(claim)
        seen: set[str] = set()
        for relation, others, name in reversed(self._told[-_RECENT:]):
            if name in seen or len(seen) >= _TOLD:
                continue
            seen.add(name)
            same = "same" if others == keys else "part" if others & keys else "none"
            of = relation if relation == claim.relation else "other"
            yield self.spoken(name, "told"), (f"told={len(seen)}", f"told of={of} {same}", f"told actors={same}")

    def spoken(self, name: str, kind: str) -> Name:
        """A name that a claim has or had."""
        key = f"{kind} {name}"
        if key not in self._spoken:
            self._spoken[key] = Name(name, -1, -1, kind, (f"kind={kind}", *_looks(name)), fold(name))
        return self._spoken[key]

    def written(self, claim: Claim) -> list[Name]:
        """The names in a claim's stretch, and those beside it in its paragraph."""
        start, end = claim.start, min(claim.end, claim.start + _LONGEST)
        left, right = start - _BEFORE, end + _BEHIND
        near = [name for name in self._paragraphs.near(start, end) if name.start >= left and name.end <= right]
        return [name for name in near[:_MOST] if name.text]

    def _found(self, left: int, right: int) -> list[Name]:
        """The names in a paragraph, each with what is known of it by itself."""
        found: dict[tuple[int, int], str] = {}
        for start, end, kind in _spans(self._text, left, right):
            found.setdefault((start, end), kind)
        return [self._known(start, end, kind) for (start, end), kind in sorted(found.items()) if end > start]

    def _known(self, start: int, end: int, kind: str) -> Name:
        """A name with what is known of it by itself."""
        name = _spelt(self._text[start:end])
        before = _WORD.findall(self._text[max(0, start - 40) : start].lower())[-2:]
        behind = _WORD.findall(self._text[end : end + 24].lower())[:2]
        what = self._what(start, end)
        known = (
            *(f"kind={kind}", f"what={what}", f"what={what} kind={kind}"),
            *(f"prev={before[-1] if before else '^'}", f"prev={' '.join(before)}"),
            *(f"next={behind[0] if behind else '$'}", f"next={' '.join(behind)}"),
        )
        return Name(name, start, end, kind, (*known, *_looks(name)), fold(name))

    def _what(self, start: int, end: int) -> str:
        """What a stretch names: an actor's kind, or whether a state is within it."""
        if (start, end) in self._mentions:
            return self._mentions[start, end]
        n = bisect_left(self._actors, (start, start))
        return "states" if n < len(self._actors) and self._actors[n][0] < end else "none"


def options(page: Page, claim: Claim) -> list[Option]:
    """The names that a claim could have."""
    ruled = page.spoken(claim.name, "rule") if claim.name else None
    shared = (f"learned={(claim.rule or '').startswith(LEARNED)}", f"ruled={ruled is not None}")
    written = page.written(claim)
    many = f"many={min(len(written) // 3, 5)}"
    out = [Option(name, (*shared, many, *_here(claim, name), *_alike(name, ruled))) for name in written]
    if ruled is not None:
        out.append(Option(ruled, (*shared, f"rule={(claim.rule or '').split('-')[0]}")))
    names = {o.name.folded for o in out}
    for name, known in page.told(claim):
        out.append(Option(name, (*shared, f"told here={name.folded in names}", *known, *_alike(name, ruled))))
    return out


def _here(claim: Claim, name: Name) -> tuple[str, ...]:
    """Where a name stands to the claim's stretch."""
    if claim.start <= name.start < claim.end:
        where, far = "in", 0
    elif name.start < claim.start:
        where, far = "before", min((claim.start - name.start) // 30, 4)
    else:
        where, far = "behind", min((name.start - claim.end) // 30, 4)
    return f"where={where}", f"far={where} {far}", f"kind={name.kind} where={where}"


def _spans(text: str, left: int, right: int) -> Iterator[tuple[int, int, str]]:
    """Where names stand, with what kind of name each is."""
    for m in _QUOTED.finditer(text, left, right):
        yield *m.span(1), "quoted"
    for m in _RUN.finditer(text, left, right):
        start = m.start() + (len(lead[0]) if (lead := _LEAD.match(m[0])) else 0)
        if m[0].lower() not in _BARE:
            yield from _cut(text, start, m.end(), "run")
        if bracket := _BRACKET.match(text, m.end()):
            yield start, bracket.end(), "run with acronym"
    for m in _PLAIN.finditer(text, left, right):
        yield from _cut(text, *m.span(), "plain")


# What opens a sentence with a capital and names nothing.
_BARE = word_set("the a an in on at it its this that they he she we i under by from since our their")


def _cut(text: str, start: int, end: int, kind: str) -> Iterator[tuple[int, int, str]]:
    """The whole of a run, and what stands before and behind each small word in it."""
    yield start, end, kind
    for n, cut in enumerate(_CUT.finditer(text, start, end)):
        if n < _CUTS:
            yield start, cut.start(), f"{kind} before {cut[0].strip()}"
            yield cut.end(), end, f"{kind} behind {cut[0].strip()}"


# A run is cut at so many of its small words.
_CUTS = 3


def _spelt(written: str) -> str:
    return _LEAD.sub("", " ".join(written.split())).strip(" ,;:.-\"'“”’")


def _alike(name: Name, ruled: Name | None) -> tuple[str, ...]:
    """How a name stands to the one that the claim's rule took."""
    if ruled is None:
        return ()
    a, b = name.folded, ruled.folded
    return (f"rule's={'same' if a == b else 'within' if a in b else 'holds' if b in a else 'other'}",)


@lru_cache(4096)
def _looks(name: str) -> tuple[str, ...]:
    """What a name looks like: its head and other words, its capitals, how long it is."""
    words = _WORD.findall(name.lower())
    if not words:
        return ("empty",)
    head = next((words[n - 1] for n, w in enumerate(words) if n and w in _SMALL), words[-1])
    caps = "capitals" if name[0].isupper() else "digit" if name[0].isdigit() else "small"
    caps = "acronym" if name.isupper() else caps
    end = "digit" if name[-1].isdigit() else ""
    plain = [f"head={head}", f"first={words[0]}", f"last={words[-1]}", f"caps={caps}", f"words={min(len(words), 7)}"]
    plain += [f"caps={caps} words={min(len(words), 4)}", f"ends={end}"]
    return (*plain, *(f"word={w}" for w in words[1:-1]))


_SMALL = frozenset(("of", "on", "for", "between", "with", "to", "in", "against", "and"))


def features(claim: Claim, option: Option) -> list[str]:
    """All features of a name: what is known of it, and the same by relation."""
    return choices.features(claim.relation, (*option.name.known, *option.known))


def choose(claim: Claim, found: Sequence[Option]) -> str | None:
    """The likeliest of these names, if one is likely enough."""
    known = choices.weights("titles")
    best = max(((known.of(claim.relation, o.name, o.known), -n) for n, o in enumerate(found)), default=None)
    if best is None or best[0] < known.least:
        return None
    chosen = found[-best[1]].name
    # A title in capitals that the claim's rule took whole is not cut short.
    whole = (claim.name or "")[:1].isupper() and chosen.folded in fold(claim.name or "")
    return claim.name if whole else chosen.text


def given(claims: Iterable[Claim], text: str, mentions: Sequence[Mention]) -> list[Claim]:
    """The claims, in order of place, each with the likeliest name."""
    page, out = Page(text, mentions), []
    for claim in claims:
        named = replace(claim, name=choose(claim, options(page, claim))) if may(claim) else claim
        page.tell(named)
        out.append(named)
    return out


def may(claim: Claim) -> bool:
    """Is it a claim of what may have a name, and no form or treaty's own text, which say theirs?"""
    return claim.relation in NAMED and not (claim.rule or "").startswith(("forms", "articles"))
