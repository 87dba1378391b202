"""Heads of state and government, who stand for their states while in office (`data/leaders.csv`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from foedera.actors.places import around
from foedera.actors.spans import Span
from foedera.actors.tables import table

ALONE = ("yes", "title", "full", "king")
_LONGEST = 64  # characters looked at before a surname
_TITLE = re.compile(
    r"\b(?:[Pp]resident|[Pp]rime [Mm]inister|PM|[Pp]remier|[Cc]hancellor|King|Queen|Emperor|Shah|Sultan|Emir|"
    r"Crown Prince|Prince|Chairman|General Secretary|[Ss]ecretary|Secretary of (?:State|Defen[cs]e)|Marshal|"
    r"Generalissimo|General|Gen\.|Colonel|Col\.|Captain|Lt\. Gen\.|Ayatollah|Sheikh|Archbishop|Taoiseach|"
    r"Supreme Leader|[Dd]ictator|Field Marshal|(?:[Dd]efen[cs]e|[Ff]oreign) [Mm]inister|[Mm]inister|"
    r"Minister of (?:National )?Defen[cs]e|Cabinet Secretary|Führer|Duce)s? $"
)
_THING = re.compile(
    r"[ -](?:City|University|Academy|Airport|Hospital|Centre|Center|Library|Doctrine|Institute|Foundation|Square|Dam|"
    r"Bridge|class|Class|line|Line|Plan|Street|Road|Mosque|Stadium|Military|International)\b"
)
_HEAD = re.compile(r"[Pp]resident|[Pp]rime [Mm]inister|[Pp]remier|[Cc]hancellor")
_KING = re.compile(r"\bKing $")
_NEXT = re.compile(r"[ -]([A-Z][A-Za-z]+)")


@dataclass(frozen=True, slots=True)
class Leader:
    """Who led a state in which years; `alone` says whether the surname by itself is enough."""

    surname: str
    given: tuple[str, ...]
    state: str
    years: tuple[int, int] | None
    alone: str

    @property
    def name(self) -> str:
        """The full name, by which the table is looked up."""
        return f"{self.given[0]} {self.surname}" if self.given else self.surname


@cache
def leaders() -> dict[str, Leader]:
    """Every leader of the table by full name and state."""
    rows = table("leaders.csv", "surname,given,state,first_year,last_year,alone")
    found = [
        Leader(
            row.needed("surname"),
            row.several("given"),
            row.needed("state"),
            row.years("first_year", "last_year"),
            row.one_of("alone", ALONE),
        )
        for row in rows
    ]
    return {f"{one.name}/{one.state}": one for one in found}


def in_office(span: Span, plain: str, year: int | None) -> Span | None:
    """The span with title and given name, and the one leader it means; None if the word is somebody else's name."""
    before = plain[max(0, span.start - _LONGEST) : span.start].replace("\n", " ")
    known = leaders()
    ranked = sorted(
        (_rank(known[f"{form.name}/{form.code}"], before, plain, span.stop, year), at)
        for at, form in enumerate(span.forms)
    )
    (rank, at) = ranked[0]
    if rank[0] > _ENOUGH:
        return None
    # "the Shah": the article tells a ruler from a surname, but is no part of the name.
    article = len("the ") if plain[span.start : span.start + 4].lower() == "the " else 0
    return replace(span, start=span.start - rank[2] + article, forms=(span.forms[at],))


_ENOUGH = 2
_NAMED_FOR = ("Lake ", "Fort ", "Camp ", "Port ", "USS ", "HMS ", "Mount ")


def _rank(one: Leader, before: str, plain: str, stop: int, year: int | None) -> tuple[int, int, int]:
    """How surely it is this one (0 given name, 1 title, 2 surname alone, 3 not), years away, letters before."""
    given = max((g for g in _forms(one.given) if before.endswith(g)), key=len, default="")
    rest = before[: len(before) - len(given)]
    if _THING.match(plain, stop) or rest.endswith(_NAMED_FOR):
        return 3, 0, 0
    title = (_KING if one.alone == "king" else _TITLE).search(rest)
    longer = len(given) + (len(title.group()) if title else 0)
    away = 0 if year is None or one.years is None else max(one.years[0] - year, year - one.years[1], 0)
    if given:
        return 0, away, longer
    if title and (one.alone != "full" or _HEAD.match(title.group())):
        return 1, away, longer
    following = _NEXT.match(plain, stop)
    other = following is not None and following.group(1).lower() not in around("no surname")
    return (2 if one.alone == "yes" and not other else 3), away, 0


def _forms(given: Sequence[str]) -> Iterator[str]:
    for name in given:
        yield name if name.endswith("-") else f"{name} "


def with_states(spans: list[Span], plain: str) -> list[Span]:
    """The spans, a leader joined with the state's adjective before the title: "French President Macron"."""
    out: list[Span] = []
    for span in spans:
        last = out[-1] if out else None
        if span.form.kind == "leader" and last is not None:
            if last.stop > span.start:
                span = replace(span, start=last.stop)
            own = last.form.code == span.form.code and last.form.kind in ("adjective", "abbreviation")
            if own and plain[last.stop : span.start] == " ":
                out[-1] = replace(span, start=last.start)
                continue
        out.append(span)
    return out
