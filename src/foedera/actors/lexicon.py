"""The names that `find` looks for, put together from the tables in `data/`.

One `Form` is one spelling with one meaning. A spelling with several meanings has several
forms, and `context.py` decides between them from the text around it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from foedera.actors.fold import fold, fold_plain
from foedera.actors.identity import organisations, states
from foedera.actors.missions import missions
from foedera.actors.records import KINDS, State
from foedera.actors.tables import Row, table

CASES = ("any", "capital", "exact")
_SHORTEST_IN_LOWER_CASE = 5
_SHAKY = 4  # letters
_US_GUARD = ("National Guard", "Army National Guard", "Air National Guard", "Guard's", "NG", "ARNG", "ANG")


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling with one meaning; `case` says how far upper and lower case must agree."""

    text: str
    code: str | None
    kind: str
    case: str = "any"
    body: str | None = None
    name: str | None = None
    place: str | None = None
    entity: str | None = None
    silent: bool = False  # a phrase that is no actor and hides the names in it
    head: int = 0  # of a pair ("North and South Korea") only so many characters are this actor
    shaky: bool = False  # an acronym or a city that counts only where its state is spoken of
    years: tuple[int, int] | None = None  # when a place was this state's, or a leader in office


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of an ambiguous spelling: it is meant when its cues stand near."""

    code: str | None
    kind: str | None
    place: str | None
    cues: tuple[str, ...]
    default: bool
    person: bool


@dataclass(frozen=True, slots=True)
class Organ:
    """A noun for an organ of a state ("Armed Forces"); a loose one needs the phrase to end there."""

    text: str
    loose: bool


@dataclass(slots=True)
class Word:
    """All that one folded spelling can be."""

    length: int
    forms: list[Form]
    organ: Organ | None = None
    cue: str | None = None


@cache
def readings() -> dict[str, tuple[Reading, ...]]:
    """The meanings of each ambiguous spelling, by its folded text."""
    found: dict[str, list[Reading]] = defaultdict(list)
    for row in _contexts():
        if row["kind"]:
            row.one_of("kind", KINDS)
        reading = Reading(
            row.optional("code"),
            row.optional("kind"),
            row.optional("place"),
            row.several("cues"),
            row.one_of("default", ("yes", "")) == "yes",
            row.one_of("person", ("yes", "")) == "yes",
        )
        found[_folded(row.needed("name"))].append(reading)
    return {name: tuple(several) for name, several in found.items()}


def _contexts() -> tuple[Row, ...]:
    return table("contexts.csv", "name,code,kind,place,cues,default,person")


@cache
def words() -> dict[str, Word]:
    """Every folded spelling with its meanings."""
    found: dict[str, Word] = {}
    cases = {row["text"]: row.one_of("case", CASES) for row in table("cases.csv", "text,case")}
    for form in _forms():
        for text in _spellings(form.text):
            case = cases.get(form.text, form.case)
            _add_form(_word(found, text), replace(form, text=text, case=case))
    _add_places(found)
    for organ in _organs():
        _word(found, organ.text).organ = organ
    for cue in _cues():
        _word(found, cue).cue = cue
    return found


@cache
def automaton() -> Any:
    """The Aho-Corasick automaton over all spellings, each between blanks."""
    import ahocorasick

    machine = ahocorasick.Automaton()
    for folded, word in words().items():
        machine.add_word(f" {folded} ", word)
    machine.make_automaton()
    return machine


def _folded(text: str) -> str:
    return fold(text).text.strip()


def _word(found: dict[str, Word], text: str) -> Word:
    folded = _folded(text)
    return found.setdefault(folded, Word(len(folded), []))


def _add_form(word: Word, form: Form) -> None:
    # The first form of a meaning wins: names come before adjectives, adjectives before prefixes.
    for other in word.forms:
        same = (other.text, other.code, other.entity) == (form.text, form.code, form.entity)
        if form.years or form.kind == "location":
            same = same and (other.place, other.years, other.name) == (form.place, form.years, form.name)
        if same and (other.kind != "prefix") == (form.kind != "prefix") and other.case == form.case:
            return
    word.forms.append(form)


def _add_places(found: dict[str, Word]) -> None:
    """Leaders, and places in which states lie: a spelling that means something else keeps its meaning."""
    for forms in (_leader_forms(), _base_forms(), _city_forms()):
        taken = {folded for folded, word in found.items() if any(form.case != "exact" for form in word.forms)}
        for form in forms:
            folded = fold_plain(form.text).strip()
            if folded not in taken:
                _add_form(found.setdefault(folded, Word(len(folded), [])), form)


def _spellings(text: str) -> Iterator[str]:
    """A name and its usual variants: St. for Saint, People's without apostrophe."""
    yield text
    if text.startswith("Saint "):
        yield "St. " + text[6:]
        yield "St " + text[6:]
    if "'s " in text:
        yield text.replace("'s ", "s ")


def _forms() -> Iterator[Form]:
    for row in table("blocks.csv", "phrase,code,kind,place,case"):
        yield _block(row)
    for state in states().values():
        yield from _state_forms(state)
    for row in table("names.csv", "text,code,kind,place"):
        yield _named(row)
    yield from _organisation_forms()
    yield from _mission_forms()
    yield from _body_forms()
    yield from _context_forms()
    for row in table("pairs.csv", "phrase,head,code"):
        name, head = states()[row["code"]].name, len(row.needed("head"))
        yield Form(row.needed("phrase"), row["code"], "name", "any", None, name, head=head)


def _context_forms() -> Iterator[Form]:
    """Spellings that only `contexts.csv` has, such as bare "Congo"."""
    for row in _contexts():
        code = row.optional("code")
        if row["kind"] and code is not None:
            name = states()[code].name if code in states() else row["name"]
            yield Form(row["name"], code, row["kind"], "capital", None, name, row.optional("place"))


def _block(row: Row) -> Form:
    kind = row["kind"] or "name"
    name = row["phrase"]
    silent = not row["code"] and not row["kind"]
    body = name if kind in ("body", "nonstate") else None
    case = row["case"] or ("any" if len(name) > 8 else "capital")
    return Form(name, row.optional("code"), kind, case, body, name, row.optional("place"), silent=silent)


def _named(row: Row) -> Form:
    kind = row.one_of("kind", KINDS)
    case = "capital" if kind in ("metonym", "place") else _case(row["text"])
    place = row.optional("place") or (row.optional("code") if kind in ("metonym", "place") else None)
    code = row.optional("code")
    name = states()[code].name if code in states() and kind != "place" else row["text"]
    return Form(row.needed("text"), code, kind, case, None, name, place)


def _state_forms(state: State) -> Iterator[Form]:
    kind = "name" if state.state or state.status != "territory" else "place"
    place = None if kind == "name" else state.code

    def form(text: str, kind: str, case: str | None = None, place: str | None = place) -> Form:
        return Form(text, state.code, kind, case or _case(text), None, state.name, place)

    for text in (state.name, *state.other_names):
        yield form(text, kind)
    for text in state.abbreviations:
        yield form(text, "abbreviation", "exact")
    for text in _adjectives(state):
        yield form(text, "adjective")
    for text in state.prefixes:
        yield form(text, "prefix")
    for text in state.seats:
        yield form(text, "metonym", "capital", state.code)


def _adjectives(state: State) -> Iterator[str]:
    for text in state.adjectives:
        yield text
        if text.endswith(("n", "i")):
            yield text + "s"
    yield from state.demonyms


def _case(text: str) -> str:
    if text.isupper() or (text[1:].upper() != text[1:] and any(c.isupper() for c in text[1:]) and " " not in text):
        return "exact"
    return "any" if len(text) >= _SHORTEST_IN_LOWER_CASE else "capital"


def _organisation_forms() -> Iterator[Form]:
    for o in organisations().values():
        kind = "organisation" if o.listed or not o.parent else ("body" if o.kind in ("body", "unit") else "framework")
        if o.kind in ("partnership",):
            kind = "framework"
        for text in (o.name, *o.other_names):
            case = "any" if text.count(" ") > 1 else "capital"
            yield Form(text, o.claim_code, kind, case, _body(o.listed, kind, text), o.name, None, o.code)
        for text in o.abbreviations:
            yield Form(text, o.claim_code, kind, "exact", _body(o.listed, kind, text), o.name, None, o.code)


def _body(listed: bool, kind: str, text: str) -> str | None:
    return None if listed or kind == "framework" else text


def _mission_forms() -> Iterator[Form]:
    for m in missions():
        place = m.hosts[0] if len(m.hosts) == 1 else None
        for text in (m.acronym, m.name, *m.other_names):
            case = "exact" if text.isupper() else "capital"
            body = None if m.organisation else text
            yield Form(text, m.organisation, "mission", case, body, m.name, place, m.acronym)


def _body_forms() -> Iterator[Form]:
    for row in table("bodies.csv", "name,code,kind,other_names"):
        kind = row.one_of("kind", ("body", "nonstate"))
        for text in (row.needed("name"), *row.several("other_names")):
            case = "exact" if text.isupper() else "capital"
            shaky = kind == "body" and text.isupper() and len(text) <= _SHAKY and not text.startswith("US")
            yield Form(text, row.optional("code"), kind, case, text, row["name"], shaky=shaky)
    for row in table("us_states.csv", "name,abbreviation"):
        for unit in _US_GUARD:
            text = f"{row['name']} {unit}"
            yield Form(text, "USA", "body", "capital", text, text)


def _leader_forms() -> Iterator[Form]:
    rows = table("leaders.csv", "surname,given,state,first_year,last_year,alone")
    for row in rows:
        name = " ".join([*row.several("given")[:1], row.needed("surname")])
        years = row.years("first_year", "last_year")
        yield Form(row["surname"], row.needed("state"), "leader", "capital", None, name, years=years)


def _base_forms() -> Iterator[Form]:
    for row in table("places.csv", "name,state,first_year,last_year,other_names"):
        years = row.years("first_year", "last_year")
        for text in (row.needed("name"), *row.several("other_names")):
            yield Form(text, None, "location", "capital", None, row["name"], row.needed("state"), years=years)


def _city_forms() -> Iterator[Form]:
    for row in table("cities.csv", "state,cities"):
        for text in row.several("cities"):
            for name in {text, text.removesuffix(" City")}:
                yield Form(name, None, "location", "capital", None, name, row["state"], shaky=True)


def _organs() -> Iterator[Organ]:
    for row in table("organs.csv", "text,loose"):
        yield Organ(row.needed("text"), row.one_of("loose", ("yes", "")) == "yes")


def _cues() -> Iterable[str]:
    return {cue for several in readings().values() for r in several for cue in r.cues if not cue.startswith("@")}
