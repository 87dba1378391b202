"""What stands in the end: the claims that rules made and those that the learned model proposes, weighed together.

A claim of a frame that the model finds unlikely is dropped; a claim that only the model makes is added where it is
likely enough and nothing that stands says nearly the same. Denials of frames are dropped where the model finds them
very unlikely. The weights are learned from texts that no frame was written from (`tools/train_proposer.py`), so that
`confidence` comes true.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from foedera.claim import LEARNED, Claim
from foedera.reading import frames, merging
from foedera.reading.evidence import NAMES, Evidence, Scene, Tie, Ties, keys_of
from foedera.reading.nearby import Nearby
from foedera.reading.proposing import Notes, Weighed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Weigher:
    """How much each thing known of a candidate (`evidence.NAMES`) counts.

    Every number speaks for or against by itself (`weights`), and together with the others through a layer of units
    (`units`, `out`); it is held within what was usual in the texts that were learned from (`low`, `high`).
    """

    low: Array
    high: Array
    weights: Array
    bias: float
    units: Array
    shifts: Array
    out: Array

    @classmethod
    def of(cls, held: Mapping[str, Any]) -> Weigher:
        """From numbers by name, as `judge.json` holds them; a name that it has not counts nothing."""
        import numpy as np

        none, size = [0.0] * len(held["out"]), len(held["out"])
        ranges = np.array([held["range"].get(name, _ANY) for name in NAMES])
        return cls(
            ranges[:, 0],
            ranges[:, 1],
            np.array([held["weights"].get(name, 0.0) for name in NAMES]),
            held["weights"].get(BIAS, 0.0),
            np.array([held["units"].get(name, none) for name in NAMES]).reshape(len(NAMES), size),
            np.array(held["units"].get(BIAS, none)),
            np.array(held["out"]),
        )

    def chances(self, known: Sequence[Sequence[float]]) -> list[float]:
        """The probabilities of candidates, each by what is known of it."""
        import numpy as np

        found = np.clip(np.array(known, np.float64).reshape(-1, len(NAMES)), self.low, self.high)
        score = found @ self.weights + self.bias
        score += np.maximum(found @ self.units + self.shifts, 0.0) @ self.out
        chance = 1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0)))
        out: list[float] = np.round(chance, 5).tolist()  # without the last places, in which machines differ
        return out

    def grounds(self, known: Sequence[float]) -> list[tuple[str, float]]:
        """What speaks most for and against a candidate: how its chance falls if a number were a middling one.

        Where no range is known the middle is zero: of log odds, as likely as not.
        """
        middle = ((self.low + self.high) / 2).tolist()
        others = [[*known[:n], middle[n], *known[n + 1 :]] for n in range(len(NAMES))]
        sure, *without = self.chances([known, *others])
        falls = [(name, sure - less) for name, less in zip(NAMES, without, strict=True)]
        return sorted((f for f in falls if abs(f[1]) >= _LEAST), key=lambda f: -abs(f[1]))


# What changes the chance by less is no ground.
_LEAST = 0.02
_ANY = (-1e9, 1e9)
# What is added whatever is known, among weights and units.
BIAS = "bias"


@dataclass(frozen=True)
class Judge:
    """From which chance on a claim stands (`marks`), and what weighs candidates.

    They are weighed in rounds: first by what rules and model say, then in view of what was found likely beside them;
    in profiles, and where there are few clauses, once by the former alone.
    """

    marks: Mapping[str, float]
    rounds: tuple[Weigher, ...]
    plain: tuple[Weigher, ...]

    @classmethod
    def of(cls, held: Mapping[str, Any]) -> Judge:
        """From what `judge.json` holds."""
        rounds, plain = (tuple(map(Weigher.of, held[name])) for name in ("rounds", "plain"))
        return cls(held["marks"], rounds, plain)

    def rounds_for(self, scenes: Sequence[Scene]) -> tuple[Weigher, ...]:
        """The rounds for the clauses of a text."""
        return self.plain if scenes and scenes[0].kind != "pages" else self.rounds


@cache
def judge() -> Judge:
    """The judge that the package carries."""
    return Judge.of(json.loads(files("foedera.reading").joinpath("judge.json").read_text("utf-8")))


def scenes(claims: Sequence[Claim], notes: Notes) -> list[Scene]:
    """The clauses that the model weighed, each with the claims that overlap it; other claims have one of their own.

    Of a page of few clauses each is weighed plainly: there is no text around them to be seen.
    """
    beside = Nearby(claims).beside
    out: list[Scene] = []
    seen: set[int] = set()
    for one in notes.found:
        here = [c for c in beside(one) if c.start < one.end and c.end > one.start]
        seen.update(id(c) for c in here)
        out.append(Scene(one, here, notes.kind))
    out += [Scene(None, [c], notes.kind) for c in claims if id(c) not in seen]
    if len(out) <= _FEW and notes.kind == "pages":
        for scene in out:
            scene.kind = "plain"
    return out


# In kept-back texts of up to so many clauses what the others say was no help.
_FEW = 6


def weighed(clauses: Sequence[Scene], text: str) -> list[Ties]:
    """By clause: how sure it is of all that could be claimed there."""
    evidence, last = _before_last(clauses, text)
    return _weighed(evidence, len(clauses), last)


def _before_last(clauses: Sequence[Scene], text: str) -> tuple[Evidence, Weigher]:
    """What is known when all rounds but the last are done, and what weighs in that one."""
    evidence = Evidence(clauses, text)
    *before, last = judge().rounds_for(clauses)
    for weigher in before:
        evidence.found(_weighed(evidence, len(clauses), weigher))
    return evidence, last


def _weighed(evidence: Evidence, many: int, weigher: Weigher) -> list[Ties]:
    asked = [(n, tie) for n in range(many) for tie in evidence.candidates(n)]
    found: list[Ties] = [{} for _ in range(many)]
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        known = [evidence.of(n, relation, keys) for n, (relation, keys) in some]
        for (n, tie), sure in zip(some, weigher.chances(known), strict=True):
            found[n][tie] = sure
    return found


def reasons(claims: Sequence[Claim], notes: Notes, text: str) -> Callable[[Claim], list[tuple[str, float]]]:
    """A function that tells what speaks for and against a claim that stands; nothing where it was not weighed."""
    clauses = scenes(claims, notes)
    evidence, last = _before_last(clauses, text)

    def of(claim: Claim) -> list[tuple[str, float]]:
        tie = claim.relation, keys_of(claim)
        there = [n for n, c in enumerate(clauses) if c.span()[0] < claim.end and c.span()[1] > claim.start]
        known = [evidence.of(n, *tie) for n in there if tie in evidence.candidates(n)]
        affirmed = known and claim.polarity == "affirmed"
        return max(map(last.grounds, known), key=len) if affirmed else []

    return of


# So many candidates are weighed at once, so that memory stays bounded.
_AT_ONCE = 4096


def decide(claims: Sequence[Claim], notes: Notes, text: str) -> list[Claim]:
    """The claims that stand, in order of place, each with how sure reading is of it."""
    ruled: dict[int, float] = {}
    turns: dict[int, Weighed] = {}
    likely: list[tuple[float, Weighed]] = []
    taken, clauses = merging.together(notes.owned), scenes(claims, notes)
    for scene, sure in zip(clauses, weighed(clauses, text), strict=True):
        for c, keys in scene.affirmed:
            ruled[id(c)] = max(ruled.get(id(c), 0.0), sure[c.relation, keys])
            heard = scene.learned.get((c.relation, keys))
            if heard is not None and (id(c) not in turns or turns[id(c)].sure < heard.sure):
                turns[id(c)] = heard
        if scene.looked is not None and not merging.within(scene.looked.start, taken):
            likely += _likely(scene, sure)
    dropped = _doubted(claims, clauses)
    claims = [c for c in claims if id(c) not in dropped]
    whole = [_turned(c, turns.get(id(c))) for c in claims]
    ruled = {id(w): ruled[id(c)] for c, w in zip(claims, whole, strict=True) if id(c) in ruled}
    standing = _standing(whole, ruled, likely, dropped.values(), clauses[0].kind if clauses else notes.kind, text)
    return sorted([*standing, *_told_again(standing, notes, text)], key=lambda c: (c.start, c.end))


# Who gives and who gets the model tells better than frames, if it is so sure of the relation; than loose ones, always.
_TOLD_BETTER = frozenset(("transfer", "training", "deployment", "production", "conflict"))
_SURE_OF_IT = 0.6
_LOOSE = re.compile(r"\.loose\b")


def _turned(claim: Claim, heard: Weighed | None) -> Claim:
    """The claim of a rule with the roles that the model gives its actors, where it tells these better."""
    if heard is None or _of_its_own(claim) or claim.rule in frames.of_standing_roles():
        return claim
    better = claim.relation in _TOLD_BETTER and heard.sure > _SURE_OF_IT
    if not better and not _LOOSE.search(claim.rule or ""):
        return claim
    roles = {a.key: a.role for a in heard.actors}
    actors = tuple(replace(a, role=roles.get(a.key, a.role)) for a in claim.actors)
    return claim if actors == claim.actors else replace(claim, actors=actors)


def _doubted(claims: Sequence[Claim], clauses: Iterable[Scene]) -> dict[int, Claim]:
    """The denials of rules that the model weighed and finds unlikely, by their ids.

    Those of agreements and memberships stand: rules read well what has ended, lapsed or been left, and the model not.
    """
    sure: dict[int, float] = {}
    for scene in clauses:
        for c in scene.claims:
            sure[id(c)] = max(sure.get(id(c), 0.0), scene.denies(c))
    least = judge().marks["keep denied"]
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


def _likely(scene: Scene, found: Mapping[Tie, float]) -> Iterator[tuple[float, Weighed]]:
    """What the model proposes in a clause besides its claims, and is likely enough to stand."""
    marks = judge().marks
    least, deny = (marks[f"{what} in {scene.kind}"] for what in ("add", "deny"))
    held = {(c.relation, keys) for c, keys in scene.affirmed}
    settled = any(_of_its_own(c) for c in scene.claims)
    for w in scene.looked.made if scene.looked else ():
        if settled and _left_out(w, scene, found):
            continue
        if w.polarity == "denied":
            if w.sure >= deny and w.actors:
                yield w.sure, w
        elif (w.relation, w.keys) not in held:
            sure = found[w.relation, w.keys]
            if sure >= least and w.actors:
                yield sure, w


def _left_out(one: Weighed, scene: Scene, found: Mapping[Tie, float]) -> bool:
    """Is it for the reader of sentences on obligations to say? Not whose member one plainly is, if it says nothing."""
    if (
        one.relation != "membership"
        or one.polarity == "denied"
        or any(c.relation == "membership" for c in scene.claims)
    ):
        return one.relation in _ENDED
    return found[one.relation, one.keys] < _PLAIN


# From this chance on one plainly is a member.
_PLAIN = 0.8


def _standing(
    claims: Sequence[Claim],
    ruled: dict[int, float],
    likely: list[tuple[float, Weighed]],
    dropped: Iterable[Claim],
    kind: str,
    text: str,
) -> list[Claim]:
    keep = judge().marks[f"keep in {kind}"]
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
        if not any(_like(c, one) for c in near.beside(one)) and not _only_forbids(one, text):
            made = _claim(one, sure, text)
            out.append(made)
            near.add(made)
    return sorted(out, key=lambda c: (c.start, c.end))


_FORBIDS = re.compile(r"\b(?:may|must|shall|can) not\b|\bcannot\b")


def _only_forbids(one: Weighed, text: str) -> bool:
    """Does the clause say what a treaty forbids, rather than that there is none?"""
    denied = one.polarity == "denied" and one.relation in _ENDED
    return denied and _FORBIDS.search(text, one.start, one.end) is not None


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


# Who approves or blocks another's accession, or has ties with "Romania, a member of NATO", does not belong by that.
_ASIDE = re.compile(r"[^,]+, (?:an?|another|itself|also) (?:[\w-]+ ){0,2}?members? of\b")


def _like(claim: Claim, one: Weighed) -> bool:
    """Does the claim say the same in the same place, of all of the same actors or only some, or something closer?"""
    keys = keys_of(claim)
    if claim.start >= one.end or claim.end <= one.start:
        return False
    if claim.polarity == "denied":
        return keys <= one.keys or keys >= one.keys
    belongs = one.relation == claim.relation == "membership" and bool(keys & one.keys)
    if belongs and (
        claim.rule in frames.of_others() or (claim.rule == "membership.member-of" and _ASIDE.match(claim.quote))
    ):
        return True
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
    return judge().marks["strict"]


def surest(claims: Iterable[Claim]) -> list[Claim]:
    """Those of which reading is surest: fewer, and nearly all of them right; of a treaty's own text all."""
    wanted = least()
    return [c for c in claims if (c.confidence or 0.0) >= wanted or (c.rule or "").startswith("articles.")]
