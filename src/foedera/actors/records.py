"""What this package knows and says: states, organisations, missions, and their mentions in a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

System = Literal["cow", "gw"]
"""A list of the members of the state system: Correlates of War, or Gleditsch and Ward."""

KINDS = (
    "name",
    "adjective",
    "prefix",
    "abbreviation",
    "metonym",
    "body",
    "organisation",
    "framework",
    "mission",
    "nonstate",
    "place",
    "location",
    "leader",
)
"""What a mention can be; `docs/actors.md` has an example of each."""


@dataclass(frozen=True, slots=True)
class Spell:
    """One stretch of days in which a state belongs to a system; `last` is None while it lasts."""

    system: str
    number: int
    abbreviation: str
    first: date
    last: date | None

    def covers(self, first: date, last: date) -> bool:
        """Does it share a day with the days from `first` to `last`, both included?"""
        return self.first <= last and (self.last is None or self.last >= first)


@dataclass(frozen=True, slots=True)
class Identity:
    """Which code and name the state with a COW or GW number has on which days (None: open end)."""

    number: int
    first: date | None
    last: date | None
    code: str
    name: str

    def covers(self, first: date, last: date) -> bool:
        """Does it share a day with the days from `first` to `last`, both included?"""
        return (self.first is None or self.first <= last) and (self.last is None or self.last >= first)


@dataclass(frozen=True, slots=True)
class State:
    """A state, or a place with a code of its own; `status` is state, territory, associated or disputed."""

    code: str
    name: str
    status: str
    sovereign: str | None
    other_names: tuple[str, ...]
    adjectives: tuple[str, ...]
    demonyms: tuple[str, ...]
    prefixes: tuple[str, ...]
    abbreviations: tuple[str, ...]
    seats: tuple[str, ...]
    cow: tuple[Spell, ...]
    gw: tuple[Spell, ...]

    @property
    def state(self) -> bool:
        """Is it (or was it) a state, not a territory or a disputed place?"""
        return self.status == "state"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation, a framework of one, or a standing grouping of states.

    `listed` says whether the code is one of the rule book's (design/claims.md); others are
    written in claims with `code` null and their name as `body`.
    """

    code: str
    listed: bool
    kind: str
    parent: str | None
    name: str
    other_names: tuple[str, ...]
    abbreviations: tuple[str, ...]
    seat: str | None
    seat_state: str | None
    founded: str | None
    dissolved: str | None

    @property
    def claim_code(self) -> str | None:
        """The code a claim gives this actor: its own if listed, else that of the listed body it is part of."""
        return self.code if self.listed else self.parent


@dataclass(frozen=True, slots=True)
class Mission:
    """A peace or military mission of an organisation; `hosts` are state codes, years as written."""

    acronym: str
    name: str
    organisation: str | None
    hosts: tuple[str, ...]
    first_year: int | None
    last_year: int | None
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who a name or code means on a day.

    `kind` is state, place or organisation; `cow` and `gw` are its numbers if it belongs to
    those systems on that day, else None. `name` is the short name of the day.
    """

    code: str
    name: str
    kind: str
    cow: int | None = None
    gw: int | None = None
    sovereign: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor named in a text: code points `start` to `end`, the text between, and who it is.

    `code` is the code a claim gives it, or None (non-state groups, bodies outside the code
    list). `body` is what a claim writes in its slot `body`. `name` is the table's name of the
    state, framework, mission or body. `place` is the code of the state or territory in which
    a capital, base, seat or mission lies. `entity` is the code of the organisation table's row.
    """

    start: int
    end: int
    text: str
    code: str | None
    kind: str
    body: str | None = None
    name: str | None = None
    place: str | None = None
    entity: str | None = None
