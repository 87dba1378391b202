"""Memberships, partnerships and coverage of the starter record as claims."""

from __future__ import annotations

from collections.abc import Iterator

from foedera.claim import Actor, Claim
from foedera.datasets.starter.tables import source, table
from foedera.datasets.starter.words import line, name_of
from foedera.dates import Date
from foedera.record.model import Coverage, Source

FILE = "memberships.csv"
Sourced = tuple[Source, str, Claim]
# Organisations whose framework is a status given by a state, not a membership.
STATUS_GIVERS = ("USA",)


def claims() -> Iterator[Sourced]:
    """One claim for the time a state belonged, and one for the signature where that is known."""
    for number, row in table(FILE):
        cited = source(row["citation"], f"{FILE}, line {number}")
        locator = row["locator"] or f"{FILE}, line {number}"
        for date, role in _dates(row):
            yield cited, locator, _claim(row, date, role)


def _dates(row: dict[str, str]) -> list[tuple[str, str]]:
    """(date, role): since when, and when it was signed; a single unknown date where neither is."""
    out = []
    if row["in_force"] or not row["signed"]:
        out.append((row["in_force"], "since"))
    if row["signed"]:
        out.append((row["signed"], "signed"))
    return out


def _claim(row: dict[str, str], date: str, role: str) -> Claim:
    relation, actors = _actors(row)
    text = _text(row)
    return Claim(
        0,
        len(text),
        text,
        relation,
        "affirmed",
        actors,
        name=row["framework"] or None,
        date=date or None,
        date_role=role if date else None,
        status=row["status"] if relation == "membership" else None,
        period=period(not_before(row["signed"], row["in_force"] or row["signed"]), row["until"]),
        rule="starter:memberships",
    )


def _actors(row: dict[str, str]) -> tuple[str, tuple[Actor, ...]]:
    bodies = [b.strip() for b in row["body"].split(";") if b.strip()]
    if row["organisation"] in STATUS_GIVERS:
        giver = tuple(Actor(row["organisation"], "party", body) for body in bodies)
        giver = giver or (Actor(row["organisation"], "party"),)
        return "partnership", (*giver, Actor(row["member"], "party"))
    member = Actor(row["member"], "member", bodies[0] if bodies else None)
    return "membership", (member, Actor(row["organisation"], "organisation"))


def _text(row: dict[str, str]) -> str:
    what = f"{name_of(row['member'])}: {row['status']} of {name_of(row['organisation'])}"
    if row["organisation"] in STATUS_GIVERS:
        what = f"{name_of(row['member'])}: with {name_of(row['organisation'])}"
    dates = (("signed", row["signed"]), ("in force", row["in_force"]), ("until", row["until"]))
    return line(what, row["framework"], row["body"], *(f"{w} {d}" for w, d in dates if d), row["note"])


def not_before(signed: str, entered: str) -> str:
    """The entry into force, or the signature where less than the day of entry is known and could be before it."""
    if not signed or not entered:
        return entered
    first, begun = Date.parse(signed).earliest, Date.parse(entered).earliest
    return signed if first and begun and begun < first else entered


def period(start: str, end: str) -> str | None:
    """The EDTF interval from the first day that `start` can mean to the last that `end` can mean.

    Either may itself be an interval, in which the day lies somewhere; no start and no end: None.
    """
    if not start and not end:
        return None
    first = start.split("/")[0] if start else ".."
    last = end.split("/")[-1] if end else ".."
    text = f"{first}/{last}"
    Date.parse(text)
    return text


def coverage(key: str) -> Iterator[Coverage]:
    """What the starter record says it is complete in, declared by the source `key`."""
    for number, row in table("coverage.csv"):
        if row["complete"] == "yes":
            cited = source(row["citation"], f"coverage.csv, line {number}")
            yield Coverage(
                key,
                row["relation"],
                f"{row['since']}/{row['until'] or '..'}",
                organisation=row["organisation"] or None,
                framework=row["framework"] or None,
                actors=_codes(row["actors"]),
                statement=line(_shown(cited), row["note"]),
            )
    for number, row in table("coverage_treaties.csv"):
        cited = source(row["citation"], f"coverage_treaties.csv, line {number}")
        yield Coverage(
            key,
            row["relation"],
            f"{row['since']}/{row['until'] or '..'}",
            obligations=tuple(row["obligations"].split()),
            actors=_codes(row["actors"]),
            statement=line(_shown(cited), row["note"]),
        )


def _codes(text: str) -> tuple[str, ...]:
    return () if text in ("", "all") else tuple(text.split())


def _shown(cited: Source) -> str:
    return ", ".join(filter(None, (cited.title, cited.publisher, cited.issued, cited.address)))
