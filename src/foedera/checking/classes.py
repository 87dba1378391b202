"""Classes of states ("post-Soviet state", "NATO member"), kept in classes.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from foedera.checking.spans import Span, overlaps

# Members of an organisation on a day, filled from the record for one question: code -> spells.
Roster = dict[str, list[Span]]


@cache
def _table() -> tuple[dict[str, Any], ...]:
    text = (files("foedera.checking") / "classes.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["class"])


def named_in(scope: str) -> list[str]:
    """The classes that a scope names, in the order of the words."""
    lower = scope.casefold()
    found = [(lower.find(w), c["name"]) for c in _table() for w in c["words"] if w in lower]
    return list(dict.fromkeys(name for _, name in sorted(found)))


def get(name: str) -> dict[str, Any]:
    """The class's row: `codes` or `organisation`."""
    return next(c for c in _table() if c["name"] == name)


def codes(name: str | None) -> tuple[str, ...]:
    """The states of a class that is a list; empty for one that is an organisation's members."""
    return tuple(get(name).get("codes", ())) if name else ()


def organisation(name: str | None) -> str | None:
    """The organisation whose members a class means, if it is one."""
    return get(name).get("organisation") if name else None


def belongs(code: str, name: str | None, day: str, roster: Roster | None = None) -> bool:
    """Is the state in the class on that day? For members of an organisation the roster says so."""
    if not name:
        return False
    if not organisation(name):
        return code in codes(name) and day >= str(get(name).get("since", ""))
    return any(overlaps(s, (day, day)) for s in (roster or {}).get(code, ()))
