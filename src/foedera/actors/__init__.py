"""Who: states and organisations, their codes by date, and their names in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foedera.actors.identity import (
    COVERAGE,
    code,
    cow,
    get,
    gw,
    organisations,
    spells,
    state_years,
    states,
    states_on,
)
from foedera.actors.missions import missions
from foedera.actors.records import KINDS, Actor, Identity, Mention, Mission, Organisation, Spell, State, System

if TYPE_CHECKING:
    from foedera.actors.finding import find

__all__ = [
    "COVERAGE",
    "KINDS",
    "Actor",
    "Identity",
    "Mention",
    "Mission",
    "Organisation",
    "Spell",
    "State",
    "System",
    "code",
    "cow",
    "find",
    "get",
    "gw",
    "missions",
    "organisations",
    "spells",
    "state_years",
    "states",
    "states_on",
]


def __getattr__(name: str) -> Any:
    """`find` is loaded when first used: tables of states and years need none of its lists of words."""
    if name == "find":
        from foedera.actors.finding import find

        globals()["find"] = find
        return find
    raise AttributeError(f"module 'foedera.actors' has no attribute '{name}'")
