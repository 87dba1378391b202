"""Treaties of the starter record as claims: one for each group of parties bound over the same time.

A treaty whose entry into force is not recorded is dated from its signature, as ATOP does; its claims
then have the stage `signed`, the others `in_force`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from foedera.claim import Actor, Claim, Term
from foedera.datasets.starter.memberships import Sourced, not_before, period
from foedera.datasets.starter.tables import entries, source, treaty_files
from foedera.datasets.starter.words import line, listed

Entry = dict[str, Any]


def claims() -> Iterator[Sourced]:
    """The claims of every treaty: its signature, and who was bound to what from when to when."""
    for file in treaty_files():
        for treaty in entries(file, "treaty"):
            cited = source(treaty["citation"], f"{file}, treaty {treaty['id']}")
            locator = f"treaty {treaty['id']}"
            for claim in _claims(treaty):
                yield cited, locator, claim


def _claims(treaty: Entry) -> Iterator[Claim]:
    yield _signature(treaty)
    groups = groupby(sorted(treaty["party"], key=_time), key=_time)
    for (signed, since, until), parties in groups:
        yield _bound(treaty, [p["code"] for p in parties], signed, since, until)


def _time(party: Entry) -> tuple[str, str, str]:
    return party.get("signed", ""), party.get("since", ""), party.get("until", "")


def _signature(treaty: Entry) -> Claim:
    signers = [p["code"] for p in treaty["party"] if not p.get("signed") and not p.get("since")]
    codes = list(dict.fromkeys(signers or [p["code"] for p in treaty["party"]]))
    text = line(f"{treaty['title']}: signed {treaty['signed']}", treaty["place"], listed(codes))
    return Claim(
        0,
        len(text),
        text,
        "agreement",
        "affirmed",
        tuple(Actor(code, "party") for code in codes),
        name=_name(treaty),
        date=treaty["signed"],
        date_role="signed",
        stage="signed",
        obligations=_obligations(treaty),
        place=treaty["place"] or None,
        instrument=treaty["id"],
        paraphrase=treaty["paraphrase"] or None,
        rule="starter:treaties",
    )


def _name(treaty: Entry) -> str:
    """The title, with the names by which it is better known."""
    better_known = [name for name in treaty["short"] if name not in treaty["title"]]
    return str(treaty["title"]) + (f" ({', '.join(better_known)})" if better_known else "")


def _obligations(treaty: Entry) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p["obligation"] for p in treaty["provision"]))


def _bound(treaty: Entry, codes: list[str], signed: str, since: str, until: str) -> Claim:
    entered = since or treaty["in_force"]
    start = entered or signed or treaty["signed"]
    terms = tuple(_terms(treaty, codes))
    text = _text(treaty, codes, start, until or treaty["until"])
    return Claim(
        0,
        len(text),
        text,
        "agreement",
        "affirmed",
        tuple(Actor(code, "party") for code in codes),
        name=_name(treaty),
        date=start.split("/")[0],
        date_role="in_force" if entered else "signed",
        stage="in_force" if entered else "signed",
        obligations=tuple(dict.fromkeys(t.obligation for t in terms)),
        instrument=treaty["id"],
        period=period(not_before(signed or treaty["signed"], start), until or treaty["until"]),
        terms=terms,
        paraphrase=treaty["paraphrase"] or None,
        rule="starter:treaties",
    )


def _text(treaty: Entry, codes: list[str], start: str, until: str) -> str:
    time = f"{listed(codes)} from {start}" + (f" until {until}" if until else "")
    return line(treaty["title"], time, treaty["paraphrase"])


def _terms(treaty: Entry, codes: list[str]) -> Iterator[Term]:
    """The treaty's promises as far as the parties `codes` make them."""
    for entry in treaty["provision"]:
        named = tuple(entry.get("obligors", ()))
        obligors = tuple(code for code in named if code in codes)
        if named and not obligors:
            continue
        yield Term(
            entry["obligation"],
            obligors,
            tuple(entry.get("beneficiaries", ())),
            tuple(entry.get("conditions", ())),
            entry.get("article") or None,
            tuple(entry.get("adversaries", ())),
            entry.get("area") or None,
            tuple(entry.get("area_codes", ())),
        )
