"""Frames: how English states a relation. Data in TOML beside this file, for analysts to read and add to.

A frame is a trigger (a pattern over the coded sentence) and, for each role, where its actors
stand: `subject`, `object`, a preposition, a group named in the trigger. docs/reading.md explains
each key with examples; `test` checks a file and says line and reason.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
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
    domain examples note items enumerate fragment span each_date named under wide"""
)
_MACRO = re.compile(r"\{(\w+)(?::(\w+))?\}")
_LONGEST_GAP = 160


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to state a relation; `id` is the `rule` of the claims it gives.

    `roles` maps a role to selectors, tried in order. `slots` are filled as they stand. `needs`
    and `unless` are searched in the clause. `denial` is claim (a negated clause gives a denied
    claim) or drop. `weight` decides between frames that give the same actors in one clause.
    A `wide` frame speaks only where no other says anything of its relation in the clause.
    """

    id: str
    relation: str
    trigger: re.Pattern[str]
    roles: dict[str, tuple[str, ...]]
    slots: dict[str, Any] = field(default_factory=dict)
    needs: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
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
    under: re.Pattern[str] | None = None
    wide: bool = False
    examples: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
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


def parse(text: str, name: str) -> list[Frame]:
    """The frames of a TOML text; raises BadTable with file, line and reason."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadTable(f"{name} is not TOML ({error}).") from error
    rows = data.get("frame")
    if not isinstance(rows, list):
        raise BadTable(f"{name} has no [[frame]]: see docs/reading.md for the form.")
    return [_frame(row, name, _line(text, n)) for n, row in enumerate(rows)]


def test(path: str | Path) -> list[str]:
    """What is wrong in a file of frames, one sentence each with its line; empty when all is well."""
    text = Path(path).read_text("utf-8")
    name = Path(path).name
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [f"{name} is not TOML ({error})."]
    out = []
    for n, row in enumerate(data.get("frame", [])):
        try:
            _frame(row, name, _line(text, n))
        except BadTable as error:
            out.append(str(error))
    return out if data.get("frame") else [f"{name} has no [[frame]]: see docs/reading.md for the form."]


def _line(text: str, index: int) -> int:
    """The line of the index-th [[frame]]."""
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith("[[frame]]")]
    return lines[index] if index < len(lines) else 1


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
        examples=tuple(row.get("examples", ())),
        groups=tuple(trigger.groupindex),
        anaphoric=any("treaty" in where for where in roles.values()),
    )


def _roles(spec: dict[str, Any], relation: str, trigger: re.Pattern[str], where: str) -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for role, selectors in spec.items():
        if role != "partner" and role not in claim.ROLES:
            raise BadTable(f"{where}: role '{role}' is not one of {', '.join(claim.ROLES)} or partner.")
        found = (selectors,) if isinstance(selectors, str) else tuple(selectors)
        for one in found:
            if one not in SELECTORS and not one.startswith("=") and one not in trigger.groupindex:
                raise BadTable(f"{where}: '{one}' (role {role}) is neither a place to look nor a group of the trigger.")
        out[role] = found
    for role in trigger.groupindex:
        if role in (*claim.ROLES, "partner"):
            out.setdefault(role, (role,))
    if not out:
        raise BadTable(f"{where}: the frame has no roles; say where its actors stand.")
    return out


def pattern(source: Any, where: str) -> re.Pattern[str]:
    """The compiled pattern of a trigger: `{class}` is a word class, `{A:role}` a group that fills a role."""
    if not isinstance(source, str) or not source.strip():
        raise BadTable(f"{where}: a pattern is missing or not a text.")
    if re.search(r"[^\\][.\])\w][*+](?![?+)])", source.replace(r"\w", "w")) and re.search(r"\.[*+]", source):
        raise BadTable(f"{where}: unbounded '.*' or '.+': write {{gap}} or {{gap:N}} instead.")
    expanded = source
    for _ in range(4):
        expanded = _MACRO.sub(lambda m: _expand(m, where), expanded)
    try:
        return re.compile(expanded)
    except re.error as error:
        raise BadTable(f"{where}: the pattern cannot be read ({error}).") from error


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
