"""Who a name, code or number means on a day; the COW and Gleditsch-Ward state systems.

Sources and versions: `data/SOURCES.md`. Both lists begin on 1 January 1816. A spell without a
last day was open in the version of the list that we carry (COW v2016, GW v2017) and is taken to
last; use `COVERAGE` to tell what the lists themselves cover.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from functools import cache

from foedera.actors.fold import key
from foedera.actors.records import Actor, Identity, Organisation, Spell, State, System
from foedera.actors.tables import Row, table
from foedera.dates import Date
from foedera.errors import BadInput, UnknownActor

COVERAGE = {"cow": (date(1816, 1, 1), date(2016, 12, 31)), "gw": (date(1816, 1, 1), date(2017, 12, 31))}
"""First and last day that the lists cover; outside them a spell says nothing."""

_STATUSES = ("state", "territory", "associated", "disputed")
_STATES = "code,status,sovereign,name,other_names,adjectives,demonyms,prefixes,abbreviations,seats"
_ORGANISATIONS = "code,listed,kind,parent,name,other_names,abbreviations,adjectives,seat,seat_state,founded,dissolved"


@cache
def spells(system: System) -> tuple[Spell, ...]:
    """Every spell of membership in the system, by number and first day."""
    _known_system(system)
    found = (_spell(row) for row in table("spells.csv", "system,number,abbreviation,first_day,last_day"))
    return tuple(sorted((s for s in found if s.system == system), key=lambda s: (s.number, s.first)))


def _spell(row: Row) -> Spell:
    first = row.day("first_day")
    if first is None:
        raise row.bad("first_day is empty")
    system = row.one_of("system", ("cow", "gw"))
    return Spell(system, row.whole("number"), row.needed("abbreviation"), first, row.day("last_day"))


@cache
def identities() -> tuple[Identity, ...]:
    """Code and name of every number of the two systems, by number and day."""
    found = (
        Identity(row.whole("number"), row.day("first_day"), row.day("last_day"), row.needed("code"), row.needed("name"))
        for row in table("identities.csv", "number,first_day,last_day,code,name")
    )
    return tuple(sorted(found, key=lambda i: (i.number, i.first or date.min)))


@cache
def states() -> dict[str, State]:
    """Every state and coded place by code."""
    return {row["code"]: _state(row) for row in table("states.csv", _STATES)}


def _state(row: Row) -> State:
    code = row.needed("code")
    numbers = {i.number for i in identities() if i.code == code}
    return State(
        code,
        row.needed("name"),
        row.one_of("status", _STATUSES),
        row.optional("sovereign"),
        row.several("other_names"),
        row.several("adjectives"),
        row.several("demonyms"),
        row.several("prefixes"),
        row.several("abbreviations"),
        row.several("seats"),
        tuple(s for s in spells("cow") if s.number in numbers),
        tuple(s for s in spells("gw") if s.number in numbers),
    )


@cache
def organisations() -> dict[str, Organisation]:
    """Every organisation, framework and standing grouping by code."""
    return {row["code"]: _organisation(row) for row in table("organisations.csv", _ORGANISATIONS)}


def _organisation(row: Row) -> Organisation:
    return Organisation(
        row.needed("code"),
        row.one_of("listed", ("yes", "no")) == "yes",
        row.needed("kind"),
        row.optional("parent"),
        row.needed("name"),
        row.several("other_names"),
        row.several("abbreviations"),
        row.optional("seat"),
        row.optional("seat_state"),
        row.optional("founded"),
        row.optional("dissolved"),
    )


def states_on(on: str | date, system: System = "cow") -> tuple[int, ...]:
    """Numbers of the states in the system on a day (or at any time of a year or month), ascending.

    Raises BadInput for days before the lists begin: nobody has counted those.
    """
    first, last = _days(on)
    if last < COVERAGE[_known_system(system)][0]:
        raise BadInput(f"The {system.upper()} list of states begins on 1816-01-01; give a later date than {on}.")
    return tuple(sorted({s.number for s in spells(system) if s.covers(first, last)}))


def state_years(system: System, first: int, last: int) -> list[tuple[int, int]]:
    """(number, year) for each state and year from `first` to `last` in which it has a day of membership."""
    found = {
        (s.number, year)
        for s in spells(system)
        for year in range(max(first, s.first.year), min(last, s.last.year if s.last else last) + 1)
    }
    return sorted(found)


def cow(code: str, on: str | date) -> int | None:
    """COW number of a state on a day; None if it is not in the system then, or never."""
    return _number(code, on, "cow")


def gw(code: str, on: str | date) -> int | None:
    """Gleditsch-Ward number of a state on a day; None if it is not in the system then, or never."""
    return _number(code, on, "gw")


def code(number: int, on: str | date) -> str:
    """Code of the state with a COW or GW number on a day (the last identity that touches the date).

    Raises UnknownActor for a number that is in neither system.
    """
    return _identity(number, *_days(on)).code


def _number(state: str, on: str | date, system: System) -> int | None:
    first, last = _days(on)
    numbers = [i.number for i in _identities_of(state) if i.covers(first, last)]
    current = [s for s in _spells_of(system) if s.number in numbers and s.covers(first, last)]
    return max(current, key=lambda s: s.first).number if current else None


def _spells_of(system: System) -> tuple[Spell, ...]:
    return spells(system)


@cache
def _identities_of(state: str) -> tuple[Identity, ...]:
    return tuple(i for i in identities() if i.code == state)


def _identity(number: int, first: date, last: date) -> Identity:
    found = [i for i in identities() if i.number == number and i.covers(first, last)]
    if not found:
        raise UnknownActor(f"No state has the number {number}; COW and Gleditsch-Ward numbers run from 2 to 990.")
    return found[-1]


def _known_system(system: str) -> str:
    if system not in COVERAGE:
        raise BadInput(f"'{system}' is no list of states; write cow or gw.")
    return system


def _days(on: str | date) -> tuple[date, date]:
    if isinstance(on, date):
        return on, on
    parsed = Date.parse(on)
    return parsed.earliest or date.min, parsed.latest or date.max


def get(name_or_code: str, on: str | date | None = None) -> Actor:
    """The state, place or organisation of a name or code, as of a date (default: today's names).

    Takes ISO 3166 codes (`AZE`), `cow:373`, `gw:373`, `cow:AZE` (COW abbreviation), organisation
    codes, and names in any spelling, with or without diacritics, in upper or lower case. A name
    means whoever bore its state's number on the day: `get("Russia", "1950")` is the Soviet Union.
    Raises UnknownActor, with near names, when nothing or more than one state is meant.
    """
    text = name_or_code.strip() if isinstance(name_or_code, str) else ""
    found = _by_code(text, on) or _by_name(text, on)
    if found is None:
        raise _unknown(name_or_code)
    return found


def _by_code(text: str, on: str | date | None) -> Actor | None:
    scheme, _, rest = text.partition(":")
    if rest and scheme.lower() in ("cow", "gw"):
        return _by_number(scheme.lower(), rest.strip(), on)
    upper = text.upper()
    if upper in states():
        return _state_actor(upper, on)
    if upper in organisations():
        return _organisation_actor(upper)
    return None


def _by_number(scheme: str, rest: str, on: str | date | None) -> Actor | None:
    system: System = "cow" if scheme == "cow" else "gw"
    if rest.isascii() and rest.isdigit() and len(rest) < 5:
        number: int | None = int(rest)
    else:
        number = next((s.number for s in spells(system) if s.abbreviation == rest.upper()), None)
    if number is None or all(i.number != number for i in identities()):
        return None
    return _actor_of(_identity(number, *_days(on or date.max)), on)


def _by_name(text: str, on: str | date | None) -> Actor | None:
    wanted = key(text)
    wanted = wanted.removeprefix("the ") or wanted
    dated = _dated_name(wanted, on)
    code_found = dated or _names().get(wanted)
    if code_found is None:
        return None
    if code_found in organisations() and code_found not in states():
        return _organisation_actor(code_found)
    return _state_actor(code_found, on)


def _dated_name(wanted: str, on: str | date | None) -> str | None:
    """The code of a name that meant different states at different times; raises when it meant two."""
    first, last = _days(on) if on is not None else (date.max, date.max)
    for row in table("dated_names.csv", "name,first_day,last_day,code,instead"):
        begin, end = row.day("first_day") or date.min, row.day("last_day") or date.max
        if key(row["name"]) == wanted and begin <= last and end >= first:
            if row["code"]:
                return row["code"]
            when = f" on {on}" if on is not None else ""
            instead = " or ".join(row.several("instead"))
            raise UnknownActor(f"'{row['name']}' can be more than one state{when}; write {instead}.")
    return None


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for state in states().values():
        _add(names, (state.name, *state.other_names), state.code)
    for organisation in organisations().values():
        _add(names, (organisation.name, *organisation.other_names, *organisation.abbreviations), organisation.code)
    for state in states().values():
        _add(names, (*state.abbreviations, *state.adjectives, *state.demonyms), state.code)
    return names


def _add(names: dict[str, str], texts: Iterable[str], code_: str) -> None:
    for text in texts:
        wanted = key(text)
        names.setdefault(wanted, code_)
        names.setdefault(wanted.removeprefix("the "), code_)
        if wanted.startswith("saint "):
            names.setdefault("st " + wanted[6:], code_)


def _state_actor(code_: str, on: str | date | None) -> Actor:
    """The actor of a state's code; on a date, the state that then bore its number."""
    own = _identities_of(code_)
    if not own:
        state = states()[code_]
        return Actor(code_, state.name, "state" if state.state else "place", sovereign=state.sovereign)
    if on is None:
        return _actor_of(own[-1], None)
    first, last = _days(on)
    current = [i for i in own if i.covers(first, last)]
    heirs = [i for n in {i.number for i in own} for i in identities() if i.number == n and i.covers(first, last)]
    found = _member(current, first, last) or _member(heirs, first, last)
    return _actor_of(found or (current or heirs)[-1], on)


def _member(candidates: list[Identity], first: date, last: date) -> Identity | None:
    """The candidate, latest first, whose number is in a system on those days."""
    systems: tuple[System, ...] = ("cow", "gw")
    for system in systems:
        members = {s.number for s in spells(system) if s.covers(first, last)}
        for identity in reversed(candidates):
            if identity.number in members:
                return identity
    return None


def _actor_of(identity: Identity, on: str | date | None) -> Actor:
    day = on if on is not None else _last_day(identity)
    return Actor(identity.code, identity.name, "state", cow(identity.code, day), gw(identity.code, day))


def _last_day(identity: Identity) -> date:
    """The last day on which a state was in a system under this identity; the far future while it is."""
    ends = [s.last or date.max for s in (*spells("cow"), *spells("gw")) if s.number == identity.number]
    return min(max(ends, default=date.max), identity.last or date.max)


def _organisation_actor(code_: str) -> Actor:
    return Actor(code_, organisations()[code_].name, "organisation")


def _unknown(text: object) -> UnknownActor:
    shown = str(text)[:60]
    near = get_close_matches(key(shown), list(_names()), n=3, cutoff=0.7)
    names = list(dict.fromkeys(_display(_names()[n]) for n in near))
    hint = f"; did you mean {' or '.join(names)}?" if names else "; write a name, a code such as AZE, or cow:373."
    return UnknownActor(f"No state or organisation is called '{shown}'{hint}")


def _display(code_: str) -> str:
    return states()[code_].name if code_ in states() else organisations()[code_].name
