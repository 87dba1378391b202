"""What a claim is: one assertion by one source about defence and security ties.

The vocabularies here are the only place where relations, roles and slot values are listed;
readers, importers, the record, the checker and the evaluation all use them. Terms follow the
field: obligations are ATOP's (codebook 5.1, section 2.33), sectors follow DCAD.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any

from foedera.errors import BadClaim

RELATIONS = (
    "agreement",
    "membership",
    "assistance",
    "transfer",
    "production",
    "training",
    "exercise",
    "consultation",
    "deployment",
    "partnership",
    "cooperation",
    "conflict",
)
POLARITIES = ("affirmed", "denied")
ROLES = (
    "party",
    "provider",
    "recipient",
    "supplier",
    "member",
    "organisation",
    "contributor",
    "host",
    "initiator",
    "target",
)
ROLES_OF: dict[str, tuple[str, ...]] = {
    "agreement": ("party",),
    "membership": ("member", "organisation"),
    "assistance": ("provider", "recipient", "party"),
    "transfer": ("supplier", "recipient", "party"),
    "production": ("party", "supplier", "recipient"),
    "training": ("provider", "recipient", "party"),
    "exercise": ("party",),
    "consultation": ("party",),
    "deployment": ("contributor", "host", "organisation", "party"),
    "partnership": ("party", "provider", "recipient"),
    "cooperation": ("party",),
    "conflict": ("party", "initiator", "target"),
}
DATE_ROLES = ("signed", "since", "until", "on", "in_force")
STATUSES = ("member", "partner", "candidate", "applicant", "observer", "suspended", "former")
TREATY_STAGES = ("proposed", "negotiating", "signed", "ratified", "in_force", "suspended", "terminated")
TRANSFER_STAGES = ("proposed", "approved", "ordered", "delivered", "cancelled")
STAGES = (*TREATY_STAGES, "approved", "ordered", "delivered", "cancelled", "planned")
OBLIGATIONS = ("defense", "offense", "neutrality", "nonaggression", "consultation")
KINDS = ("mission", "basing", "transit", "advisory")
SECTORS = (
    "policy",
    "exercises",
    "training",
    "education",
    "language",
    "procurement",
    "industry",
    "research",
    "intelligence",
    "logistics",
    "transit",
    "basing",
    "peacekeeping",
    "counterterrorism",
    "cyber",
    "border",
    "maritime",
    "air_defense",
    "nonproliferation",
    "demining",
    "medical",
    "emergency",
    "interoperability",
    "space",
    "nuclear",
    "policing",
)
# Conditions on a promise, as casus_foederis.md names the ATOP columns.
CONDITIONS = (
    "adversary",
    "location",
    "ongoing_conflict",
    "number_of_adversaries",
    "demands",
    "non_provocation",
    "ally_attacked",
    "on_request",
    "other",
    "varies_by_ally",
)
# The rule of a claim that the learned model made and no frame begins so; its relation follows.
LEARNED = "learned."


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor in a role; `body` is the organ, unit or firm that the text names.

    `code` is None for an actor with no state or organisation code; `body` is then required.
    """

    code: str | None
    role: str
    body: str | None = None

    @property
    def key(self) -> str:
        """What tells actors apart: the code, else the folded name of the body."""
        return self.code or (self.body or "").casefold()


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity with its unit ("troops", "USD")."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Term:
    """One promise of an instrument: who owes what to whom, under which conditions.

    Empty `obligors` means every party; empty `beneficiaries` means every other party in force on
    the day. `adversaries` and `area_codes` settle the conditions `adversary` and `location`
    where the treaty (or its source) names them; empty leaves those conditions open.
    """

    obligation: str
    obligors: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    article: str | None = None
    adversaries: tuple[str, ...] = ()
    area: str | None = None
    area_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim, tied to the characters `start:end` (code points) of the text that was read.

    Dates are EDTF text; `foedera.dates.Date.parse` gives their earliest and latest day. The last
    group of slots is filled by data sets and treaty texts: `instrument` is the source's own key of
    the treaty ("3180/1"), `period` the EDTF interval during which the tie held (last day
    included), `terms` its promises, `paraphrase` the operative article in our words. `rule` names
    what gave the claim, `speaker` who is quoted or posts it, `confidence` lies in 0..1.
    """

    start: int
    end: int
    quote: str
    relation: str
    polarity: str
    actors: tuple[Actor, ...]
    name: str | None = None
    date: str | None = None
    date_role: str | None = None
    status: str | None = None
    stage: str | None = None
    obligations: tuple[str, ...] = ()
    kind: str | None = None
    sectors: tuple[str, ...] = ()
    amount: Amount | None = None
    items: tuple[str, ...] = ()
    place: str | None = None
    quantifier: str | int | None = None
    scope: str | None = None
    instrument: str | None = None
    period: str | None = None
    terms: tuple[Term, ...] = ()
    paraphrase: str | None = None
    rule: str | None = None
    speaker: str | None = None
    confidence: float | None = None

    @property
    def learned(self) -> bool:
        """Did only the learned model make it, no rule?"""
        return (self.rule or "").startswith(LEARNED)

    def actor_keys(self) -> frozenset[str]:
        """The set of actors, roles aside: what the rule book compares."""
        return frozenset(actor.key for actor in self.actors)

    def by_role(self, *roles: str) -> tuple[Actor, ...]:
        """The actors that hold one of `roles`, in their order."""
        return tuple(actor for actor in self.actors if actor.role in roles)

    def to_dict(self) -> dict[str, Any]:
        """The claim as in claims.md: required keys always, the rest only when filled."""
        out: dict[str, Any] = {}
        for name in _FIELDS:
            value = getattr(self, name)
            if name in _REQUIRED or (value is not None and value != ()):
                out[name] = _plain(value)
        return out

    def to_json(self) -> str:
        return json.dumps(self.to_dict(), ensure_ascii=False)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Claim:
        """A claim from its JSON object; raises BadClaim with the key that is wrong.

        Keys that are no slot (`doc`, `_line`) are ignored.
        """
        for name in _REQUIRED:
            if name not in data:
                raise BadClaim(f"A claim has no '{name}': add it, or leave the claim out.")
        known: dict[str, Any] = {k: v for k, v in data.items() if k in _FIELDS and v is not None}
        try:
            claim = cls(**{k: _typed(k, v) for k, v in known.items()})
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise BadClaim(f"A claim cannot be read ({error}): see the rule book for its form.") from error
        problems = faults(claim)
        if problems:
            raise BadClaim(f"A claim breaks the rule book: {problems[0]}.")
        return claim

    @classmethod
    def from_json(cls, text: str) -> Claim:
        try:
            data = json.loads(text)
        except (json.JSONDecodeError, RecursionError) as error:
            raise BadClaim(f"A claim is not JSON ({error}): give one JSON object a line.") from error
        if not isinstance(data, dict):
            raise BadClaim("A claim is not a JSON object: give one object a line.")
        return cls.from_dict(data)


_FIELDS = tuple(f.name for f in fields(Claim))
_REQUIRED = ("start", "end", "quote", "relation", "polarity", "actors")
_TUPLES = ("obligations", "sectors", "items")
_TERM_FIELDS = tuple(f.name for f in fields(Term))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Actor | Amount | Term):
        pairs = ((f.name, getattr(value, f.name)) for f in fields(value))
        keep_none = "code" if isinstance(value, Actor) else ""
        return {k: _plain(v) for k, v in pairs if k == keep_none or (v is not None and v != ())}
    return value


def _typed(name: str, value: Any) -> Any:
    if name == "actors":
        return tuple(Actor(a.get("code"), a["role"], a.get("body")) for a in value)
    if name == "amount":
        return Amount(value["value"], value["unit"])
    if name == "terms":
        return tuple(_term(t) for t in value)
    if name in _TUPLES:
        return _strings(value)
    return value


def _strings(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        raise ValueError(f"'{value}' should be a list")
    return tuple(str(v) for v in value)


def _term(data: dict[str, Any]) -> Term:
    known = {k: v for k, v in data.items() if k in _TERM_FIELDS and v is not None}
    values: dict[str, Any] = {k: v if isinstance(v, str) else _strings(v) for k, v in known.items()}
    return Term(**values)


_ONE_OF = {
    "relation": RELATIONS,
    "polarity": POLARITIES,
    "status": STATUSES,
    "stage": STAGES,
    "kind": KINDS,
    "date_role": DATE_ROLES,
}
_SOME_OF = {"obligations": OBLIGATIONS, "sectors": SECTORS}


def faults(claim: Claim) -> list[str]:
    """What breaks the rule book in `claim`, one short clause each; empty when nothing does."""
    out = [
        f"{slot} '{getattr(claim, slot)}' is not one of {', '.join(allowed)}"
        for slot, allowed in _ONE_OF.items()
        if getattr(claim, slot) is not None and getattr(claim, slot) not in allowed
    ]
    for slot, allowed in _SOME_OF.items():
        out += [f"{slot} has '{v}', not a known value" for v in getattr(claim, slot) if v not in allowed]
    if not isinstance(claim.start, int) or not isinstance(claim.end, int) or claim.end < claim.start:
        out.append(f"span {claim.start}:{claim.end} is not a span")
    if not claim.actors:
        out.append("it has no actors")
    out += _actor_faults(claim)
    for term in claim.terms:
        if term.obligation not in OBLIGATIONS:
            out.append(f"a term's obligation '{term.obligation}' is not known")
        out += [f"a term's condition '{c}' is not known" for c in term.conditions if c not in CONDITIONS]
    return out


def _actor_faults(claim: Claim) -> list[str]:
    out = []
    for actor in claim.actors:
        if actor.role not in ROLES:
            out.append(f"role '{actor.role}' is not one of {', '.join(ROLES)}")
        if not actor.code and not actor.body:
            out.append("an actor has neither code nor body")
    return out
