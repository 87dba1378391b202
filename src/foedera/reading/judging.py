"""What stands in the end: the claims that rules made and those that the learned model proposes, weighed together.

A claim of a frame that the model finds unlikely is dropped; a claim that only the model makes is added where it is
likely enough and nothing that stands says nearly the same. Denied claims of frames stay as they are. The weights are
learned from texts that no frame was written from (`tools/train_proposer.py`), so that `confidence` comes true.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from foedera.claim import LEARNED, Claim
from foedera.reading import merging
from foedera.reading.nearby import Nearby
from foedera.reading.proposing import SLOTS, Looked, Notes, Weighed

# What an unknown chance counts as, on the scale of log odds; and one of a relation that the words do not suggest.
_UNKNOWN, _UNSAID = -5.0, -4.0
# Chances that are so close are equal: those of two actors of a list differ only by how a machine rounds.
_EQUAL = 1e-4
# How sure a claim counts whose rule has no record.
_USUAL = 0.7
Keys = frozenset[str]


@cache
def judge() -> dict[str, Any]:
    """The weights of what is known for and against a claim, and from which chance on one stands."""
    held: dict[str, Any] = json.loads(files("foedera.reading").joinpath("judge.json").read_text("utf-8"))
    return held


def keys_of(claim: Claim) -> Keys:
    """The actors of a claim, by their keys."""
    return frozenset(a.key for a in claim.actors)


def _odds(p: float) -> float:
    return math.log((p + 1e-4) / (1 - p + 1e-4))


def chance(score: float) -> float:
    """The probability of a score (logistic)."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


@dataclass(slots=True)
class Scene:
    """One clause: what the model says of it, and the claims that rules made there."""

    looked: Looked | None
    claims: list[Claim]
    profile: bool
    affirmed: list[tuple[Claim, Keys]] = field(init=False)
    denied: frozenset[Keys] = field(init=False)
    learned: dict[tuple[str, Keys], Weighed] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.affirmed = [(c, keys_of(c)) for c in self.claims if c.polarity == "affirmed"]
        self.denied = frozenset(keys_of(c) for c in self.claims if c.polarity == "denied")
        if self.looked:
            self.learned = {(w.relation, w.keys): w for w in self.looked.made if w.polarity == "affirmed"}

    def sure(self, relation: str, keys: Keys) -> float | None:
        """How likely the model finds the relation between these actors; None where it did not weigh it."""
        return self.looked.chance(relation, keys) if self.looked else None

    def denies(self, claim: Claim) -> float:
        """How likely the model finds it that the clause denies what the claim tells; 1 where it did not weigh it."""
        return self.looked.denied(claim.relation, keys_of(claim)) if self.looked else 1.0

    def said(self, relation: str) -> float | None:
        """How likely the model finds the relation by the words alone."""
        return self.looked.said_of(relation) if self.looked else None

    def best(self, relation: str) -> tuple[float, float]:
        """The two best chances of sets of actors for the relation."""
        return self.looked.best(relation) if self.looked else (0.0, 0.0)

    def of_set(self, keys: Keys) -> float:
        """The best chance of any relation between these actors."""
        return self.looked.of_set(keys) if self.looked else 0.0


def features(scene: Scene, relation: str, keys: Keys) -> dict[str, float]:
    """What is known for and against a claim of the relation between these actors in a clause, as numbers by name."""
    sure = scene.sure(relation, keys)
    odds = _UNKNOWN if sure is None else _odds(sure)
    told = scene.said(relation)
    said = _UNSAID if told is None else _odds(told)
    there = [k for c, k in scene.affirmed if c.relation != relation]
    mine = [_confidence(c) for c, k in scene.affirmed if c.relation == relation and k == keys]
    same = [(_confidence(c), k) for c, k in scene.affirmed if c.relation == relation and k != keys]
    record = max(mine, default=0.0)
    best = scene.best(relation)
    leads = (sure or 0.0) >= best[0] - _EQUAL
    framed = float(bool(mine))
    return {
        "bias": 1.0,
        f"relation={relation}": 1.0,
        "sure": odds,
        "unknown": float(sure is None),
        "said": said,
        "record": record,
        "record squared": record * record,
        "ruled": framed,
        "sure if ruled": odds * framed,
        "said if ruled": said * framed,
        "others": float(bool(same)),
        "others' record": max([p for p, _ in same], default=0.0),
        "part": float(any(k > keys for _, k in same)),
        "whole": float(any(k < keys for _, k in same)),
        "otherwise told": float(keys in there),
        "best": _odds(best[0]),
        "leads": float(leads),
        "rival": _odds(best[1] if leads else best[0]),
        "actors": float(len(keys)),
        "profile": float(scene.profile),
        "these actors": _odds(scene.of_set(keys)),
        "said to be denied": _odds(scene.looked.denied(relation, keys)) if scene.looked else _UNKNOWN,
        "denied": float(keys in scene.denied),
    }


def _confidence(claim: Claim) -> float:
    return _USUAL if claim.confidence is None else claim.confidence


def _chance(scene: Scene, relation: str, keys: Keys) -> float:
    weight = judge()["weights"]
    return chance(sum([weight.get(name, 0.0) * value for name, value in features(scene, relation, keys).items()]))


def scenes(claims: Sequence[Claim], notes: Notes) -> list[Scene]:
    """The clauses that the model weighed, each with the claims that overlap it; other claims have one of their own."""
    beside = Nearby(claims).beside
    out: list[Scene] = []
    seen: set[int] = set()
    for one in notes.found:
        here = [c for c in beside(one) if c.start < one.end and c.end > one.start]
        seen.update(id(c) for c in here)
        out.append(Scene(one, here, notes.profile))
    out += [Scene(None, [c], notes.profile) for c in claims if id(c) not in seen]
    return out


def decide(claims: Sequence[Claim], notes: Notes, text: str) -> list[Claim]:
    """The claims that stand, in order of place, each with how sure reading is of it."""
    ruled: dict[int, float] = {}
    told: dict[int, dict[str, object]] = {}
    likely: list[tuple[float, Weighed]] = []
    taken, clauses = merging.together(notes.owned), scenes(claims, notes)
    for scene in clauses:
        for c, keys in scene.affirmed:
            ruled[id(c)] = max(ruled.get(id(c), 0.0), _chance(scene, c.relation, keys))
            if _lacks(c) and (c.relation, keys) in scene.learned:
                told.setdefault(id(c), {}).update(scene.learned[c.relation, keys].slots)
        if scene.looked is not None and not merging.within(scene.looked.start, taken):
            likely += _likely(scene)
    dropped = _doubted(claims, clauses)
    claims = [c for c in claims if id(c) not in dropped]
    whole = [_filled(c, told.get(id(c), {})) for c in claims]
    ruled = {id(w): ruled[id(c)] for c, w in zip(claims, whole, strict=True) if id(c) in ruled}
    standing = _standing(whole, ruled, likely, dropped.values(), text)
    return sorted([*standing, *_told_again(standing, notes, text)], key=lambda c: (c.start, c.end))


def _doubted(claims: Sequence[Claim], clauses: Iterable[Scene]) -> dict[int, Claim]:
    """The denials of rules that the model weighed and finds unlikely, by their ids.

    Those of agreements and memberships stand: rules read well what has ended, lapsed or been left, and the model not.
    """
    sure: dict[int, float] = {}
    for scene in clauses:
        for c in scene.claims:
            sure[id(c)] = max(sure.get(id(c), 0.0), scene.denies(c))
    least = judge()["keep denied"]
    denied = (c for c in claims if c.polarity == "denied" and c.relation not in _ENDED)
    return {id(c): c for c in denied if sure[id(c)] < least}


_ENDED = ("agreement", "membership")


def _told_again(standing: Sequence[Claim], notes: Notes, text: str) -> list[Claim]:
    """What a clause says a second time of the same actors, where it stands once."""
    near = Nearby(standing)
    out = []
    for one in (w for looked in notes.found for w in looked.made if w.again):
        there = [c for c in near.beside(one) if _says(c, one)]
        if len(there) == 1 and one.again:
            out.append(_claim(one.again, min(one.again.sure, there[0].confidence or 1.0), text))
    return out


def _says(claim: Claim, one: Weighed) -> bool:
    """Is it a claim of that relation between these actors, in that place?"""
    same = (claim.relation, claim.polarity) == (one.relation, one.polarity) and keys_of(claim) == one.keys
    return same and claim.start < one.end and claim.end > one.start


def _likely(scene: Scene) -> Iterator[tuple[float, Weighed]]:
    """What the model proposes in a clause besides its claims, and is likely enough to stand."""
    weights = judge()
    least, deny = (weights[f"{what} in profiles" if scene.profile else what] for what in ("add", "deny"))
    held = {(c.relation, keys) for c, keys in scene.affirmed}
    settled = any(_of_its_own(c) for c in scene.claims)
    for w in scene.looked.made if scene.looked else ():
        if settled and w.relation in ("agreement", "membership"):
            continue  # a sentence on obligations says no more of them than its own reader found
        if w.polarity == "denied":
            if w.sure >= deny and w.actors:
                yield w.sure, w
        elif (w.relation, w.keys) not in held:
            sure = _chance(scene, w.relation, w.keys)
            if sure >= least and w.actors:
                yield sure, w


def _lacks(claim: Claim) -> bool:
    """Does the claim want the stage, status or kind that claims of its relation have?"""
    slot = SLOTS.get(claim.relation)
    return slot is not None and getattr(claim, slot) is None


def _filled(claim: Claim, learned: dict[str, object]) -> Claim:
    """The claim with the stage, status or kind that the model reads, where its own rule reads none."""
    slot = SLOTS.get(claim.relation)
    if slot is None or slot not in learned or not _lacks(claim):
        return claim
    return replace(claim, **{slot: learned[slot]})  # type: ignore[arg-type]


def _standing(
    claims: Sequence[Claim],
    ruled: dict[int, float],
    likely: list[tuple[float, Weighed]],
    dropped: Iterable[Claim],
    text: str,
) -> list[Claim]:
    keep = judge()["keep"]
    likely.sort(key=lambda p: (-round(p[0], 4), p[1].start, p[1].relation, sorted(p[1].keys)))
    chances = {id(w): sure for sure, w in likely}
    beside = Nearby(w for _, w in likely if w.polarity == "affirmed").beside
    out = []
    for c in claims:
        if c.polarity == "denied" or _of_its_own(c):
            out.append(c)
        elif ruled[id(c)] >= keep and not _outdone(c, ruled[id(c)], beside(c), chances):
            out.append(replace(c, confidence=round(ruled[id(c)], 3)))
    near = Nearby([*out, *dropped])  # where a rule saw a denial nothing like it is affirmed
    for sure, one in likely:
        if not any(_like(c, one) for c in near.beside(one)):
            made = _claim(one, sure, text)
            out.append(made)
            near.add(made)
    return sorted(out, key=lambda c: (c.start, c.end))


# What sentences on obligations, treaty articles and forms say is read by readers of their own: it stands.
_OWN_READERS = ("pledge", "forms", "article")


def _of_its_own(claim: Claim) -> bool:
    return (claim.rule or "").startswith(_OWN_READERS)


def _outdone(claim: Claim, sure: float, beside: Iterable[Weighed], chances: dict[int, float]) -> bool:
    """Does the model make a likelier claim of the same relation there, with one of its actors and another one?"""
    keys = keys_of(claim)
    return any(
        w.relation == claim.relation and chances[id(w)] > sure and w.keys & keys and _near(w, claim) for w in beside
    )


def _near(one: Weighed, claim: Claim) -> bool:
    return one.start < claim.end and one.end > claim.start


def _like(claim: Claim, one: Weighed) -> bool:
    """Does the claim say the same in the same place, of all of the same actors or only some, or something closer?"""
    keys = keys_of(claim)
    if claim.start >= one.end or claim.end <= one.start:
        return False
    if claim.polarity == "denied":
        return keys <= one.keys or keys >= one.keys
    if one.relation == "cooperation" and keys == one.keys:
        return True  # whatever else is told of them is more specific (rule 3)
    return claim.relation == one.relation and (keys <= one.keys or keys >= one.keys)


_EDGES = " \t\n,;:|*-\u2013\u2014"


def _claim(one: Weighed, sure: float, text: str) -> Claim:
    start, end = one.start, one.end
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    while start < end and text[start] in _EDGES:
        start += 1
    data = {
        "start": start,
        "end": end,
        "quote": text[start:end],
        "relation": one.relation,
        "polarity": one.polarity,
        "actors": [{"code": a.code, "role": a.role, "body": a.body} for a in one.actors],
        "rule": f"{LEARNED}{one.relation}",
        "confidence": round(sure, 3),
        **one.slots,
    }
    return Claim.from_dict(data)


def least() -> float:
    """How sure strict reading wants to be of a claim."""
    return float(judge()["strict"])


def surest(claims: Iterable[Claim]) -> list[Claim]:
    """Those of which reading is surest: fewer, and nearly all of them right; of a treaty's own text all."""
    wanted = least()
    return [c for c in claims if (c.confidence or 0.0) >= wanted or (c.rule or "").startswith("articles.")]
