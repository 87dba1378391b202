"""The form that a language model answers in: the claim of the rule book as JSON schema, and as data.

The schema keeps to what servers enforce: every key required, no others, values that may be absent
are nullable. Vocabularies are those of `foedera.claim`, actors' codes those that the passage names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

_NOTHING = {"type": "null"}
_TEXT = {"anyOf": [{"type": "string"}, _NOTHING]}


def schema(codes: Iterable[str]) -> dict[str, Any]:
    """The JSON schema of an answer about a passage whose actors have these `codes`."""
    actor = _object(
        code=_one(sorted(codes)),
        role={"type": "string", "enum": list(claim.ROLES)},
        body=_TEXT,
    )
    one = _object(
        quote={"type": "string"},
        relation={"type": "string", "enum": list(claim.RELATIONS)},
        polarity={"type": "string", "enum": list(claim.POLARITIES)},
        actors={"type": "array", "items": actor},
        name=_TEXT,
        date=_TEXT,
        date_role=_one(claim.DATE_ROLES),
        status=_one(claim.STATUSES),
        stage=_one(claim.STAGES),
        kind=_one(claim.KINDS),
        obligations=_some(claim.OBLIGATIONS),
        sectors=_some(claim.SECTORS),
        amount={"anyOf": [_object(value={"type": "number"}, unit={"type": "string"}), _NOTHING]},
        items={"type": "array", "items": {"type": "string"}},
        place=_TEXT,
        quantifier={"anyOf": [{"type": "string"}, {"type": "integer"}, _NOTHING]},
        scope=_TEXT,
    )
    return _object(claims={"type": "array", "items": one})


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _one(values: Sequence[str]) -> dict[str, Any]:
    """One of the values, or none of them."""
    return {"anyOf": [{"type": "string", "enum": list(values)}, _NOTHING]} if values else _NOTHING


def _some(values: Iterable[str]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": list(values)}}
