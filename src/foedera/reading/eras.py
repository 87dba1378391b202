"""Gone states that a text of their time calls by a word for today's state: "Moscow" in 1955, "Prague" in 1968."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from foedera.actors import Mention
from foedera.actors.tables import table


@dataclass(frozen=True, slots=True)
class Era:
    """The years in which words of some kinds for the state `now` mean the gone state `then`."""

    now: str
    then: str
    kinds: tuple[str, ...]
    first: int
    last: int

    def holds(self, years: Iterable[int]) -> bool:
        """Are all the years among those of the gone state?"""
        return all(self.first <= year <= self.last for year in years)


@cache
def eras() -> dict[str, Era]:
    """The gone state of each of today's codes that has one (`actors/data/successors.csv`)."""
    rows = table("successors.csv", "now,then,kinds,first_year,last_year")
    return {
        r["now"]: Era(r["now"], r["then"], r.several("kinds"), r.whole("first_year"), r.whole("last_year"))
        for r in rows
    }


_YEAR = re.compile(r"(?<![\d.,/-])(?:1[89]|20)\d\d(?![\d,])")


def of_page(text: str, named: tuple[Mention, ...]) -> dict[str, Era]:
    """The gone states in whose time alone a page tells, so that it calls them by today's words all through."""
    codes = {m.code for m in named}
    found = {}
    years = None
    for era in eras().values():
        if era.now not in codes or any(m.code == era.now and m.kind not in era.kinds for m in named):
            continue
        years = {int(y) for y in _YEAR.findall(text)} if years is None else years
        inside = bool(years) and era.first <= max(years)
        if max(years, default=0) <= era.last and (era.then in codes or inside):
            found[era.now] = era
    return found
