"""Who: states and organisations, their codes by date, and their names in a text."""

from __future__ import annotations

from foedera.actors.find import find
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
