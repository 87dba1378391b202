"""The form that a language model answers in: the claim of the rule book as JSON schema, and as data.

The schema keeps to what servers enforce: every key required, no others, values that may be absent
are nullable. Vocabularies are those of `foedera.claim`, actors' codes those that the passage names.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from foedera import claim


class SaidActor(BaseModel):
    """An actor as the model says it; nothing in it is believed yet."""

    model_config = ConfigDict(strict=True)

    code: str | None = Field(default=None, max_length=20)
    role: str = Field(max_length=20)
    body: str | None = Field(default=None, max_length=200)


class SaidAmount(BaseModel):
    model_config = ConfigDict(strict=True)

    value: float = Field(ge=0, le=1e15, allow_inf_nan=False)
    unit: str = Field(min_length=1, max_length=40)


class Said(BaseModel):
    """A claim as the model says it: types and lengths are right, the rest is still to be proved."""

    model_config = ConfigDict(strict=True)

    quote: str = Field(max_length=4000)
    relation: str = Field(max_length=20)
    polarity: str = Field(max_length=20)
    actors: list[SaidActor] = Field(max_length=100)
    name: str | None = Field(default=None, max_length=400)
    date: str | None = Field(default=None, max_length=40)
    date_role: str | None = None
    status: str | None = None
    stage: str | None = None
    kind: str | None = None
    obligations: list[str] | None = Field(default=None, max_length=20)
    sectors: list[str] | None = Field(default=None, max_length=40)
    amount: SaidAmount | None = None
    items: list[str] | None = Field(default=None, max_length=100)
    place: str | None = Field(default=None, max_length=200)
    quantifier: str | int | None = None
    scope: str | None = Field(default=None, max_length=400)


# More claims than this in one passage are no reading but a model that repeats itself.
MOST_CLAIMS = 60


def schema(codes: Iterable[str]) -> dict[str, Any]:
    """The JSON schema of an answer about a passage whose actors have these `codes`."""
    actor = _object(
        code={"enum": [*sorted(codes), None]},
        role={"enum": list(claim.ROLES)},
        body={"type": ["string", "null"]},
    )
    one = _object(
        quote={"type": "string"},
        relation={"enum": list(claim.RELATIONS)},
        polarity={"enum": list(claim.POLARITIES)},
        actors={"type": "array", "items": actor},
        name={"type": ["string", "null"]},
        date={"type": ["string", "null"]},
        date_role={"enum": [*claim.DATE_ROLES, None]},
        status={"enum": [*claim.STATUSES, None]},
        stage={"enum": [*claim.STAGES, None]},
        kind={"enum": [*claim.KINDS, None]},
        obligations=_some(claim.OBLIGATIONS),
        sectors=_some(claim.SECTORS),
        amount={"anyOf": [_object(value={"type": "number"}, unit={"type": "string"}), {"type": "null"}]},
        items={"type": "array", "items": {"type": "string"}},
        place={"type": ["string", "null"]},
        quantifier={"type": ["string", "integer", "null"]},
        scope={"type": ["string", "null"]},
    )
    return _object(claims={"type": "array", "items": one})


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _some(values: Iterable[str]) -> dict[str, Any]:
    return {"type": "array", "items": {"enum": list(values)}}
