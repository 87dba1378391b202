"""Threads: who said it and when, what was said again, what a later post corrects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from foedera.checking.identity import canonical
from foedera.checking.spans import window
from foedera.claim import Claim
from foedera.documents.model import Document, Post

# Words with which a post takes something back or sets it right.
_CORRECTS = re.compile(
    r"\b(?:actually|correction|corrected|to be precise|not true|is(?:n't| not) (?:true|right|correct)|wrong|mistaken|"
    r"mistake|incorrect|in fact|no,|nope|stop saying|false|never (?:happened|did|was)|misremember\w*|my bad|"
    r"I stand corrected|sorry|edit:|source\?|not (?:about |some )?[$€£]?\d)",
    re.IGNORECASE,
)
# Slots in which two claims of one tie cannot both be right.
_EXCLUSIVE = ("date", "amount", "stage", "quantifier")


@dataclass(frozen=True, slots=True)
class Said:
    """A claim and the post that it stands in, if the text is a thread."""

    claim: Claim
    post: Post | None


def said(claims: Sequence[Claim], document: Document) -> list[Said]:
    """The claims in their authors' names."""
    out = []
    for claim in claims:
        post = post_of(claim, document)
        named = replace(claim, speaker=post.author) if post and post.author and not claim.speaker else claim
        out.append(Said(named, post))
    return out


def post_of(claim: Claim, document: Document) -> Post | None:
    """The post that a claim stands in."""
    return next((p for p in document.posts if p.start <= claim.start < p.end), None)


def place(one: Said) -> dict[str, object]:
    """Where and by whom it was said, for the output."""
    post = one.post
    told: dict[str, object] = {"start": one.claim.start, "end": one.claim.end}
    if post:
        told |= {k: v for k, v in (("post", post.number), ("author", post.author), ("date", post.date)) if v}
    return told


def repeats(listed: Sequence[Said]) -> dict[int, list[int]]:
    """For each claim that is the first to say something: the later ones in other posts that say it again.

    An undated claim is about its post's day: it is the same again only within the same year.
    """
    firsts: dict[tuple[object, ...], int] = {}
    out: dict[int, list[int]] = {}
    for at, one in enumerate(listed):
        key = (*_content(one.claim), *_slots(one.claim), _year(one))
        first = firsts.setdefault(key, at)
        if first == at or one.post is None or one.post == listed[first].post:
            out[at] = []
        else:
            out[first].append(at)
    return out


def corrections(listed: Sequence[Said]) -> dict[int, int]:
    """Index of a claim -> index of the claim of a later post that corrects it.

    The later one is about the same tie and says the opposite or another date, amount or stage, and its
    post answers the earlier one, is by the same author, or says in words that it corrects.
    """
    out: dict[int, int] = {}
    for later, two in enumerate(listed):
        for earlier, one in enumerate(listed[:later]):
            if earlier not in out and _follows(one, two) and _conflict(one.claim, two.claim) and _answers(one, two):
                out[earlier] = later
    return out


def _follows(one: Said, two: Said) -> bool:
    return one.post is not None and two.post is not None and one.post.start < two.post.start


def _content(claim: Claim) -> tuple[object, ...]:
    actors = frozenset((canonical(a.code) if a.code else (a.body or "").casefold(), a.role) for a in claim.actors)
    return (claim.relation, claim.polarity, actors)


def _slots(claim: Claim) -> tuple[object, ...]:
    name = (claim.name or "").casefold()
    return (name, claim.date, claim.date_role, claim.amount, claim.stage, claim.status, claim.quantifier, claim.items)


def _year(one: Said) -> str | None:
    if one.claim.date or one.post is None or not one.post.date:
        return None
    return window(one.post.date)[0][:4]


def _conflict(one: Claim, two: Claim) -> bool:
    (relation, polarity, actors), (other_relation, other_polarity, other_actors) = _content(one), _content(two)
    if relation != other_relation or actors != other_actors or (one.name and two.name and one.name != two.name):
        return False
    if polarity != other_polarity:
        return True
    if relation not in ("agreement", "membership") and not set(one.items) & set(two.items):
        # Two deliveries or visits are not one told differently.
        return False
    pairs = [(getattr(one, s), getattr(two, s)) for s in _EXCLUSIVE]
    return any(a is not None and b is not None and a != b for a, b in pairs)


def _answers(one: Said, two: Said) -> bool:
    if one.post is None or two.post is None:
        return False
    if two.post.reply_to is not None and two.post.reply_to == one.post.number:
        return True
    if two.post.author and two.post.author == one.post.author:
        return True
    return bool(_CORRECTS.search(two.claim.quote))
