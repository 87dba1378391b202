"""Frames: how English states a relation. Data in TOML beside this file, for analysts to read and add to.

A frame is a trigger (a pattern over the coded sentence) and, for each role, where its actors
stand: `subject`, `object`, a preposition, a group named in the trigger. docs/reading.md explains
each key with examples; `test` checks a file and says line and reason.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from foedera import claim
from foedera.errors import BadTable
from foedera.reading.groups import (
    ADJECTIVE,
    BODY_FRAME,
    DATE,
    EXERCISE,
    FRAMEWORK,
    MISSION,
    NOUN,
    PROGRAMME,
    SELF,
    TROOPS,
    WEAPON,
    word_set,
)
from foedera.reading.roles import SELECTORS

_CLASSES = {
    "A": f"[{NOUN}{SELF}{TROOPS}]",
    "N": f"[{NOUN}{TROOPS}]",
    "J": f"[{ADJECTIVE}{NOUN}]",
    "T": f"{TROOPS}",
    "G": f"[{NOUN}{ADJECTIVE}{SELF}{TROOPS}]",
    "H": f"{PROGRAMME}",
    "E": f"{EXERCISE}",
    "W": f"{WEAPON}",
    "F": f"[{FRAMEWORK}{BODY_FRAME}]",
    "S": f"{SELF}",
    "D": f"{DATE}",
    "M": f"{MISSION}",
    "P": f"{FRAMEWORK}",
    "X": f"[{NOUN}{ADJECTIVE}{MISSION}{FRAMEWORK}{SELF}{TROOPS}]",
    "num": r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"a dozen|dozens|hundreds|thousands)",
}
_KEYS = word_set(
    """id relation trigger needs unless roles slots each together denial name weight implicit profile
    domain examples note items enumerate fragment span each_date named under wide of_another roles_stand among"""
)
_MACRO = re.compile(r"\{(\w+)(?::(\w+))?\}")
_NAMED = re.compile(r"\(\?P<(\w+)>")
_LONGEST_GAP = 160


class Pattern:
    """A pattern of a frame. It is compiled when it is first tried: in a short text few are."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.groups = tuple(_NAMED.findall(text))

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.text)


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to state a relation; `id` is the `rule` of the claims it gives.

    `roles` maps a role to selectors, tried in order. `slots` are filled as they stand. `needs`
    and `unless` are searched in the clause. `denial` is claim (a negated clause gives a denied
    claim) or drop. `weight` decides between frames that give the same actors in one clause.
    A `wide` frame speaks only where no other says anything of its relation in the clause.
    `of_another`: who is named beside its actors approves or blocks what it tells of them, and has no part in it.
    `among`: a code that must be one of its actors' (a programme is its giver's).
    `roles_stand`: the trigger itself says who gives and who gets, so that the learned model does not turn them round.
    """

    id: str
    relation: str
    trigger: Pattern
    roles: dict[str, tuple[str, ...]]
    slots: dict[str, Any] = field(default_factory=dict)
    needs: Pattern | None = None
    unless: Pattern | None = None
    together: bool = False
    denial: str = "claim"
    weight: int = 5
    implicit: bool = True
    profile: bool | None = None
    domain: bool = False
    items: bool = False
    enumerate: bool = False
    fragment: bool = False
    span: str = "clause"
    each_date: bool = False
    named: bool = False
    under: Pattern | None = None
    wide: bool = False
    of_another: bool = False
    roles_stand: bool = False
    among: str | None = None
    examples: tuple[str, ...] = ()
    anaphoric: bool = False


@cache
def words() -> dict[str, str]:
    """The word classes of `words.toml` by name, as patterns."""
    data = tomllib.loads(files(__name__).joinpath("words.toml").read_text("utf-8"))
    return {name: _word_class(name, spec) for name, spec in data.items()}


def _word_class(name: str, spec: Any) -> str:
    if isinstance(spec, str):
        spec = spec.split("|")
    if not isinstance(spec, list) or not all(isinstance(w, str) for w in spec):
        raise BadTable(f"words.toml: '{name}' is not a list of words: give a list of strings.")
    return "(?:" + "|".join(sorted((str(w).strip() for w in spec), key=len, reverse=True)) + ")"


@cache
def load() -> tuple[Frame, ...]:
    """Every frame of the package, in the order of the files and of each file."""
    folder = files(__name__)
    names = sorted(p.name for p in folder.iterdir() if p.name.endswith(".toml") and p.name != "words.toml")
    found = [f for n in names for f in parse(folder.joinpath(n).read_text("utf-8"), n)]
    seen: set[str] = set()
    for frame in found:
        if frame.id in seen:
            raise BadTable(f"The frame '{frame.id}' is defined twice: give each frame its own id.")
        seen.add(frame.id)
    return tuple(found)


@cache
def of_others() -> frozenset[str]:
    """The ids of the frames that are `of_another`."""
    return frozenset(frame.id for frame in load() if frame.of_another)


@cache
def of_standing_roles() -> frozenset[str]:
    """The ids of the frames whose `roles_stand`."""
    return frozenset(frame.id for frame in load() if frame.roles_stand)


def parse(text: str, name: str) -> list[Frame]:
    """The frames of a TOML text; raises BadTable with file, line and reason."""
    return [_frame(row, name, line) for row, line in _rows(text, name)]


def test(path: str | Path) -> list[str]:
    """What is wrong in a file of frames, one sentence each with its line; empty when all is well."""
    name = Path(path).name
    try:
        rows = _rows(Path(path).read_text("utf-8"), name)
    except BadTable as error:
        return [str(error)]
    out = []
    for row, line in rows:
        try:
            _try(_frame(row, name, line), f"{name}, line {line}")
        except BadTable as error:
            out.append(str(error))
    return out


def _rows(text: str, name: str) -> list[tuple[dict[str, Any], int]]:
    """The frames as they are written, each with its line."""
    try:
        rows = tomllib.loads(text).get("frame")
    except tomllib.TOMLDecodeError as error:
        raise BadTable(f"{name} is not TOML ({error}).") from error
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise BadTable(f"{name} has no [[frame]]: see docs/reading.md for the form.")
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith("[[frame]]")]
    return list(zip(rows, [*lines, *[1] * (len(rows) - len(lines))], strict=False))


def _try(frame: Frame, where: str) -> None:
    """Raises BadTable if a pattern of the frame is none."""
    for one in (frame.trigger, frame.needs, frame.unless, frame.under):
        try:
            _ = one and one.compiled
        except re.error as error:
            raise BadTable(f"{where}: the pattern cannot be read ({error}).") from error


def _frame(row: dict[str, Any], name: str, line: int) -> Frame:
    where = f"{name}, line {line}"
    key = row.get("id")
    if not isinstance(key, str) or not key:
        raise BadTable(f'{where}: the frame has no id; add id = "relation.what-it-is".')
    unknown = sorted(set(row) - _KEYS)
    if unknown:
        raise BadTable(f"{where}: '{unknown[0]}' is not a key of a frame; see docs/reading.md.")
    relation = row.get("relation", key.split(".")[0])
    if relation not in claim.RELATIONS:
        raise BadTable(f"{where}: relation '{relation}' is not one of {', '.join(claim.RELATIONS)}.")
    trigger = pattern(row.get("trigger"), where)
    roles = _roles(row.get("roles", {}), relation, trigger, where)
    return Frame(
        key,
        relation,
        trigger,
        roles,
        slots=dict(row.get("slots", {})),
        needs=pattern(row["needs"], where) if "needs" in row else None,
        unless=pattern(row["unless"], where) if "unless" in row else None,
        together=bool(row.get("together", False)),
        denial=str(row.get("denial", "claim")),
        weight=int(row.get("weight", 5)),
        implicit=bool(row.get("implicit", True)),
        profile=row.get("profile"),
        domain=bool(row.get("domain", False)),
        items=bool(row.get("items", False)),
        enumerate=bool(row.get("enumerate", False)),
        fragment=bool(row.get("fragment", False)),
        span=str(row.get("span", "clause")),
        each_date=bool(row.get("each_date", False)),
        named=bool(row.get("named", False)),
        under=pattern(row["under"], where) if "under" in row else None,
        wide=bool(row.get("wide", False)),
        of_another=bool(row.get("of_another", False)),
        roles_stand=bool(row.get("roles_stand", False)),
        among=row.get("among"),
        examples=tuple(row.get("examples", ())),
        anaphoric=any("treaty" in where for where in roles.values()),
    )


def _roles(spec: dict[str, Any], relation: str, trigger: Pattern, where: str) -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for role, selectors in spec.items():
        if role != "partner" and role not in claim.ROLES:
            raise BadTable(f"{where}: role '{role}' is not one of {', '.join(claim.ROLES)} or partner.")
        found = (selectors,) if isinstance(selectors, str) else tuple(selectors)
        for one in found:
            if one not in SELECTORS and not one.startswith("=") and one not in trigger.groups:
                raise BadTable(f"{where}: '{one}' (role {role}) is neither a place to look nor a group of the trigger.")
        out[role] = found
    for role in trigger.groups:
        if role in (*claim.ROLES, "partner"):
            out.setdefault(role, (role,))
    if not out:
        raise BadTable(f"{where}: the frame has no roles; say where its actors stand.")
    return out


def pattern(source: Any, where: str) -> Pattern:
    """The pattern that is written so: `{class}` is a word class, `{A:role}` a group that fills a role."""
    if not isinstance(source, str) or not source.strip():
        raise BadTable(f"{where}: a pattern is missing or not a text.")
    if re.search(r"[^\\][.\])\w][*+](?![?+)])", source.replace(r"\w", "w")) and re.search(r"\.[*+]", source):
        raise BadTable(f"{where}: unbounded '.*' or '.+': write {{gap}} or {{gap:N}} instead.")
    expanded = source
    for _ in range(4):
        expanded = _MACRO.sub(lambda m: _expand(m, where), expanded)
    return _pattern(expanded)


@cache
def _pattern(text: str) -> Pattern:
    return Pattern(text)  # frames that share one compile it once


def _expand(match: re.Match[str], where: str) -> str:
    name, role = match.group(1), match.group(2)
    if name.isdigit():
        return match.group()
    if name == "gap":
        size = int(role or 40)
        if size > _LONGEST_GAP:
            raise BadTable(f"{where}: gap {size} is over {_LONGEST_GAP}: make it smaller.")
        return f"[^;]{{0,{size}}}?"
    if name in _CLASSES:
        return f"(?P<{role}>{_CLASSES[name]})" if role else _CLASSES[name]
    classes = words()
    if name in classes:
        return f"(?P<{role}>{classes[name]})" if role else classes[name]
    raise BadTable(f"{where}: there is no word class '{name}'; add it to words.toml or see the list there.")
