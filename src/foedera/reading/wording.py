"""What the words of a claim tell of its stage, status, kind, sectors and obligations, weighed after all else.

Frames say these where they were written to; what the model proposes says none of them. A linear model
(`wording.json`, made by `tools/train_wording.py`) weighs the words of each claim, those beside the noun that it turns
on, and what its rule says, which alone decides where a value was too rare to be learned.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from foedera.claim import LEARNED, Claim
from foedera.reading import frames

SLOTS = ("stage", "status", "kind")
"""The slots with one value; `sectors` and `obligations` have several."""

_TOKEN = re.compile(r"[a-z]+(?:['\u2019][a-z]+)?|\d+|[^\sa-z\d]")
# So many tokens of a claim are looked at, in so many characters; so many before and behind it, and beside a head.
_MOST, _LONGEST, _BEFORE, _BEHIND, _BESIDE = 80, 800, 4, 3, 4
# So many tokens of a treaty's name are looked at.
_NAME = 20
# A word is also known by how it begins.
_STEM = 5
# The nouns that claims turn on; "#" is a number.
_HEADS = {
    "agreement": re.compile(
        r"agreement|treat|pact|accord|memorand|mou|protocol|convention|declaration|statement|alliance|compact|"
        r"arrangement|deal|entente|charter|letter"
    ),
    "transfer": re.compile(
        r"#|tank|jet|aircraft|fighter|missile|helicopter|frigate|corvette|boat|vessel|submarine|drone|howitzer|gun|"
        r"rifle|radar|system|vehicle|arms|weapon|batter|contract|order|deal|ship"
    ),
    "deployment": re.compile(
        r"troop|soldier|force|battalion|contingent|base|brigade|company|detachment|personnel|unit|men|marine|aircraft|"
        r"ship|squadron|peacekeeper|mission|regiment|instructor|adviser|garrison"
    ),
}


def words(text: str) -> list[str]:
    """The tokens of a text; a number is only "#"."""
    return ["#" if token.isdigit() else token for token in _TOKEN.findall(text.lower())]


def features(text: str, claim: Claim) -> set[str]:
    """What is known of a claim, but for what its rule says of a slot."""
    own = words(text[claim.start : min(claim.end, claim.start + _LONGEST)])[:_MOST]
    different = set(own)
    out = {
        f"rule={_rule(claim)}",
        f"role={claim.date_role}",
        f"pol={claim.polarity}",
        f"dated={bool(claim.date)}",
        f"n={len(claim.actors)}",
        f"items={bool(claim.items)} {bool(claim.amount)} {bool(claim.name)}",
        f"first={' '.join(own[:2])}",
        f"last={' '.join(own[-2:])}",
        *different,
        *(f"{a} {b}" for a, b in pairwise(own)),
        *(f"{w[:_STEM]}-" for w in different if len(w) > _STEM),
        *(f"<{w}" for w in words(text[max(0, claim.start - 60) : claim.start])[-_BEFORE:]),
        *(f">{w}" for w in words(text[claim.end : claim.end + 40])[:_BEHIND]),
    }
    head = _HEADS.get(claim.relation)
    if head:
        for n, word in enumerate(own):
            if head.match(word):
                out.update(f"{w} .. @" for w in own[max(0, n - _BESIDE) : n])
                out.update(f"@ .. {w}" for w in own[n + 1 : n + 1 + _BESIDE])
    return out


def said(claim: Claim, slot: str) -> list[str]:
    """What the rule of a claim says of a slot."""
    value = getattr(claim, slot)
    return [f"is={value}", f"{_rule(claim)} is={value}", f"{claim.date_role} is={value}"]


def of_relation(claim: Claim, known: Iterable[str]) -> list[str]:
    """What counts for sectors: the relation, by itself and with each word, and what the rule says."""
    kind = f"of={claim.relation}"
    return [kind, *(f"{kind} {name}" for name in known if name.isalpha()), *(f"has={s}" for s in claim.sectors)]


def of_agreement(claim: Claim) -> list[str]:
    """What counts for obligations beside the words: the name, and what the rule says."""
    named = set(words(claim.name or "")[:_NAME])
    said_of = [f"{how}has={o}" for o in claim.obligations for how in ("", f"{_rule(claim)} ")]
    return [f"some={bool(claim.obligations)}", *said_of, *(f"name:{w}" for w in named)]


def _rule(claim: Claim) -> str:
    """The rule of a claim; the model's all have one."""
    rule = claim.rule or ""
    return LEARNED if rule.startswith(LEARNED) else rule


class Model:
    """For each slot its values, where the score of each begins, and what each feature adds to some of them.

    `data` has, by slot, `values`, `begin` (a number for each value), and `weights`: by feature the number of a value
    and its weight, then those of the next one.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self.least: float = data["least"]
        self.values: dict[str, list[str]] = {slot: own["values"] for slot, own in data["slots"].items()}
        self.begin: dict[str, list[float]] = {slot: own["begin"] for slot, own in data["slots"].items()}
        self.weights: dict[str, dict[str, list[tuple[int, float]]]] = {
            slot: {name: list(zip(row[::2], row[1::2], strict=True)) for name, row in own["weights"].items()}
            for slot, own in data["slots"].items()
        }
        self._heard = frozenset(name for table in self.weights.values() for name in table)

    def heard(self, names: Iterable[str]) -> list[str]:
        """Those of the features that count at all, in order, so that sums are the same to the last place."""
        return sorted(self._heard.intersection(names))

    def scores(self, slot: str, *several: Iterable[str]) -> list[float]:
        """How much speaks for each value of a slot."""
        out, table = list(self.begin[slot]), self.weights[slot]
        for names in several:
            for name in names:
                for n, weight in table.get(name, ()):
                    out[n] += weight
        return out


SECTORS, OBLIGATIONS = "sectors", "obligations"


@cache
def model() -> Model:
    """The model that the package carries."""
    return Model(json.loads(files("foedera.reading").joinpath("wording.json").read_text("utf-8")))


def told(claims: Sequence[Claim], text: str) -> list[Claim]:
    """The claims, each with the stage, status, kind, sectors and obligations that its words tell."""
    weights = model()
    return [weighed(claim, features(text, claim), weights) for claim in claims]


# Readers of obligations and of treaties' articles say what stage or status they mean, and so do frames of another's
# and "ceased to be a member", whose words speak for a member.
_OWN = ("pledge", "articles", "membership.ceased")


# Agreements of this name are on arms and aid (those that the USA made from 1949 on): they bind nobody to fight.
_AID = re.compile(
    r"\bmutual[ -]defen[cs]e[ -]assistance (?:agreements?|act|programs?)\b(?!.*\battack)", re.IGNORECASE | re.DOTALL
)


def weighed(claim: Claim, known: Iterable[str], weights: Model) -> Claim:
    """The claim with what these features of it tell; a rule's value that is too rare to be weighed stands."""
    found: dict[str, Any] = {}
    own = (claim.rule or "").startswith(_OWN) or claim.rule in frames.of_others()
    ties, known = weights.heard(of_relation(claim, known)), weights.heard(known)
    for slot in SLOTS:
        values = weights.values.get(f"{claim.relation}.{slot}", ())
        if values and getattr(claim, slot) in ((None,) if own else (None, *values)):
            scores = weights.scores(f"{claim.relation}.{slot}", known, said(claim, slot))
            found[slot] = values[scores.index(max(scores))] or None
    found[SECTORS] = _several(SECTORS, claim, weights, known, ties)
    stands = claim.obligations and (own or claim.polarity == "denied")  # rules know what is denied
    if claim.relation == "agreement" and _AID.search(claim.quote):
        found[OBLIGATIONS] = ()
    elif claim.relation == "agreement" and not stands:
        found[OBLIGATIONS] = _several(OBLIGATIONS, claim, weights, known, weights.heard(of_agreement(claim)))
    return replace(claim, **found)


def _several(slot: str, claim: Claim, weights: Model, *known: Iterable[str]) -> tuple[str, ...]:
    """The values of a slot that are likely enough, and those of the rule that are too rare to be weighed."""
    values = weights.values[slot]
    likely = [v for v, score in zip(values, weights.scores(slot, *known), strict=True) if score >= weights.least]
    return (*likely, *(v for v in getattr(claim, slot) if v not in values))
