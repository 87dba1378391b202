"""Between the record's dataclasses and the rows of its tables; ids as hashes of content."""

from __future__ import annotations

import functools
import hashlib
import json
import operator
import unicodedata
from dataclasses import fields
from itertools import combinations
from typing import Any, NamedTuple

from sqlalchemy import RowMapping

from foedera.claim import Actor, Amount, Claim, Term, faults
from foedera.dates import Date
from foedera.errors import BadClaim, BadInput
from foedera.record.model import RELIABILITY, Coverage, Source
from foedera.record.schema import DATA, GRADED, TEXT, TEXTS, UNGRADED, WIDE

SOURCE_FIELDS = tuple(f.name for f in fields(Source))
_REQUIRED = ("key", "group", "title")
# A claim of these relations that gives only a beginning still holds after it.
_LASTING = ("agreement", "membership", "partnership")
# Stages at which no promise binds, or no longer.
NOT_BINDING = ("proposed", "negotiating", "planned", "suspended", "terminated", "cancelled")
_KEY_LENGTH = 200


def digest(*parts: str) -> str:
    """32 hexadecimal digits that stand for `parts`."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def compact(data: Any) -> str:
    """The one JSON text of `data`: sorted keys, no spaces."""
    return _encode(data)


_CLAIM_FIELDS = tuple(f.name for f in fields(Claim) if f.name not in ("actors", "amount", "terms"))
_ALWAYS = frozenset(("start", "end", "quote", "relation", "polarity", "actors"))
_slots = operator.attrgetter(*_CLAIM_FIELDS)


def claim_data(claim: Claim) -> dict[str, Any]:
    """What `claim.to_dict()` gives, several times faster: importers store claims by the 100,000."""
    data = {
        name: value
        for name, value in zip(_CLAIM_FIELDS, _slots(claim), strict=True)
        if (value is not None and value != ()) or name in _ALWAYS
    }
    data["actors"] = [
        {"code": a.code, "role": a.role} if a.body is None else {"code": a.code, "role": a.role, "body": a.body}
        for a in claim.actors
    ]
    if claim.amount is not None:
        data["amount"] = {"value": claim.amount.value, "unit": claim.amount.unit}
    if claim.terms:
        data["terms"] = [term_data(term) for term in claim.terms]
    return data


# The same few hundred actors stand in all claims.
_actor = functools.lru_cache(maxsize=4096)(Actor)


# A post about famous pairs looks at some thousands of claims, many of them for several of its sentences.
@functools.lru_cache(maxsize=4096)
def claim_of(text: str) -> Claim:
    """The claim of a stored JSON text, which was checked when it was stored: `Claim.from_json`, faster."""
    data = json.loads(text)
    data["actors"] = tuple([_actor(a["code"], a["role"], a.get("body")) for a in data["actors"]])
    for name in ("obligations", "sectors", "items"):
        if name in data:
            data[name] = tuple(data[name])
    if "amount" in data:
        data["amount"] = Amount(**data["amount"])
    if "terms" in data:
        data["terms"] = tuple([_term(*map(_frozen, term.items())) for term in data["terms"]])
    return Claim(**data)


def claim_id(source_key: str, locator: str, claim: Claim) -> str:
    """The id that the record gives a claim; the same in every record."""
    return digest(source_key, locator, compact(claim_data(claim)))


@functools.lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`text` as names are compared: no case, no accents, single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.replace("\0", " ").replace("ı", "i").casefold().split())


def actor_key(key: str) -> str:
    """An actor as it is indexed: a code stays, a long name is cut."""
    return key.replace("\0", " ")[:_KEY_LENGTH]


@functools.lru_cache(maxsize=65536)
def days(text: str) -> tuple[str | None, str | None]:
    """First and last ISO day that an EDTF text can mean; None is open. Raises BadDate."""
    date = Date.parse(text)
    first = date.earliest.isoformat() if date.earliest else None
    return first, date.latest.isoformat() if date.latest else None


def reach(claim: Claim) -> tuple[str | None, str | None]:
    """First and last day that the claim can be about, generously: what `overlapping` looks at.

    `since` is open towards the future, `until` towards the past; so are signature and entry into
    force of a tie that lasts (agreement, membership, partnership). A period is the claim's own end.
    """
    first, last = days(claim.date) if claim.date else (None, None)
    if claim.period:
        start, end = days(claim.period)
        if not claim.date:
            return start, end
        return _earlier(first, start), None if end is None else _later(last, end)
    if not claim.date:
        return None, None
    role = claim.date_role
    if role == "since" or (role in ("signed", "in_force") and claim.relation in _LASTING):
        return first, None
    return (None, last) if role == "until" else (first, last)


def _earlier(a: str | None, b: str | None) -> str | None:
    return None if a is None or b is None else min(a, b)


def _later(a: str | None, b: str | None) -> str | None:
    return None if a is None or b is None else max(a, b)


def instrument_of(group: str, claim: Claim, identity: str) -> str | None:
    """The id of the instrument that the claim is about, if it makes one.

    The source's own key; or, for an agreement with obligations that was read from a text, the claim
    itself.
    """
    if claim.instrument:
        return f"{group}:{claim.instrument}"
    promises = bool(claim.obligations or claim.terms)
    if claim.relation == "agreement" and claim.polarity == "affirmed" and promises:
        return f"{group}:{identity}" if claim.stage not in NOT_BINDING else None
    return None


def tie_of(claim: Claim) -> str:
    """What the claim is about, whoever says it: claims with the same key speak of one tie.

    Relation, actors with their roles, name and, for memberships, the kind of membership. Agreements
    without a name are told apart by the year of their date.
    """
    actors = sorted({f"{a.role}\t{a.key}" for a in claim.actors})
    status = claim.status if claim.status in ("partner", "candidate", "applicant", "observer") else ""
    name = fold(claim.name or "")
    year = (claim.date or "")[:4] if claim.relation == "agreement" and not name else ""
    return digest(claim.relation, name, status, year, *actors)


class ClaimRows(NamedTuple):
    """A claim as rows of `claims` (without its number), `claim_actors`, `claim_pairs`, `wide_actors`."""

    id: str
    row: tuple[Any, ...]
    actors: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    wide: tuple[str, ...]
    instrument: str | None
    relation: str


def kind_of(group: str, reliability: str) -> int:
    """Who says the claims of a source: DATA, TEXT or GRADED."""
    if group != TEXTS:
        return DATA
    return TEXT if reliability == UNGRADED else GRADED


def indexed(claim: Claim) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Actors, pairs of actors (each in order) and, for many actors, the actors instead of pairs."""
    actors = tuple(sorted({actor_key(key) for key in claim.actor_keys()}))
    if len(actors) > WIDE:
        return actors, (), actors
    return actors, tuple(combinations(actors, 2)), ()


def claim_rows(group: str, source_key: str, source: int, locator: str, claim: Claim) -> ClaimRows:
    """Everything that is stored of a claim; raises BadClaim or BadDate, naming the locator."""
    try:
        problems = faults(claim)
        text = compact(claim_data(claim))
        text.encode()
    except (UnicodeEncodeError, TypeError, AttributeError) as error:
        raise BadClaim(f"The claim at {locator} of {source_key} cannot be stored ({error}): mend it.") from error
    if problems:
        raise BadClaim(f"The claim at {locator} of {source_key} breaks the rule book: {problems[0]}.")
    identity = digest(source_key, locator, text)
    first, last = reach(claim)
    instrument = instrument_of(group, claim, identity)
    name = fold(claim.name) if claim.name else None
    row = (
        identity, source, locator.replace("\0", " "), claim.start, claim.end, claim.relation, claim.polarity,
        name, first, last, instrument, tie_of(claim), False, text,
    )  # fmt: skip
    return ClaimRows(identity, row, *indexed(claim), instrument, claim.relation)


CLAIM_COLUMNS = (
    "id", "source", "locator", "start", "end", "relation", "polarity",
    "name", "earliest", "latest", "instrument", "tie", "rejected", "json",
)  # fmt: skip


def source_values(source: Source) -> dict[str, Any]:
    """The columns of a source; raises BadInput (BadDate) for one that cannot be kept."""
    for name in _REQUIRED:
        if not getattr(source, name):
            raise BadInput(f"A source has no {name} ({source.key or source.title or 'unnamed'}): give it one.")
    if source.reliability not in RELIABILITY:
        raise BadInput(f"The reliability '{source.reliability}' of {source.key} is not one of A to F.")
    values: dict[str, Any] = {name: getattr(source, name) for name in SOURCE_FIELDS}
    for name, value in values.items():
        if isinstance(value, str):
            _check_text(source.key, name, value)
    values["earliest"], values["latest"] = days(source.issued) if source.issued else (None, None)
    return values


def _check_text(key: str, name: str, value: str) -> None:
    if "\0" in value:
        raise BadInput(f"The {name} of {key!r} holds a NUL character: it is not text, or damaged.")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise BadInput(f"The {name} of {key!r} holds half a character ({error.reason}): decode it again.") from error


def source_of(row: RowMapping) -> Source:
    """The source of a row; its text is None when the row was read without it."""
    return Source(**{name: row.get(name) for name in SOURCE_FIELDS})  # type: ignore[arg-type]


def coverage_of(text: str) -> Coverage:
    data = json.loads(text)
    for name in ("obligations", "actors"):
        data[name] = tuple(data[name])
    return Coverage(**data)


_TERM_FIELDS = tuple(f.name for f in fields(Term))


def term_data(term: Term) -> dict[str, Any]:
    """The filled slots of a term."""
    return {name: value for name in _TERM_FIELDS if (value := getattr(term, name)) is not None and value != ()}


def term_of(text: str) -> Term:
    return _term(*map(_frozen, json.loads(text).items()))


def _frozen(slot: tuple[str, Any]) -> tuple[str, Any]:
    name, value = slot
    return (name, tuple(value)) if isinstance(value, list) else slot


@functools.lru_cache(maxsize=4096)
def _term(*slots: tuple[str, Any]) -> Term:
    return Term(**dict(slots))
