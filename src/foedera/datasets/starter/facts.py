"""Single facts of the starter record (aid, arms, visits, missions, bases abroad ...) as claims."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foedera.claim import Claim
from foedera.datasets.starter.memberships import Sourced
from foedera.datasets.starter.tables import FACTS, entries, source
from foedera.datasets.starter.words import line, name_of
from foedera.errors import BadClaim, BadTable

_OWN = ("citation", "locator", "note")


def claims() -> Iterator[Sourced]:
    """One claim for each fact."""
    for file in FACTS:
        for number, fact in enumerate(entries(file, "fact"), start=1):
            where = f"{file}, fact {number}"
            yield source(fact["citation"], where), fact.get("locator") or where, _claim(fact, where)


def _claim(fact: dict[str, Any], where: str) -> Claim:
    text = _text(fact)
    slots = {k: v for k, v in fact.items() if k not in _OWN and v not in ("", [])}
    try:
        return Claim.from_dict({**slots, "start": 0, "end": len(text), "quote": text, "rule": "starter:facts"})
    except BadClaim as error:
        raise BadTable(f"{where}: {error}") from error


def _text(fact: dict[str, Any]) -> str:
    who = ", ".join(_actor(a) for a in fact["actors"])
    amount = fact.get("amount")
    return line(
        f"{who}: {fact['relation']}" + (" denied" if fact["polarity"] == "denied" else ""),
        fact.get("name"),
        ", ".join(fact.get("items", ())),
        f"{amount['value']:,} {amount['unit']}" if amount else None,
        " ".join(filter(None, (fact.get("stage"), fact.get("date")))),
        fact.get("note"),
    )


def _actor(actor: dict[str, Any]) -> str:
    name = name_of(actor["code"]) if actor.get("code") else ""
    return " ".join(filter(None, (name, f"({actor['body']})" if actor.get("body") else "")))
