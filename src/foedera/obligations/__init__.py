"""Casus foederis: what treaties ask of every state if A attacks B.

`respond(record, scenario)` gives the `Answer`; the rule book is docs/respond.md. `sweep` answers
for every pair of states of every year at once, `reliability` asks whether alliances were honoured.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from foedera.obligations.answer import Answer, Round, SourceNote
from foedera.obligations.duties import Breach, Duty
from foedera.obligations.respond import respond
from foedera.obligations.scenario import Scenario, read_assumptions

if TYPE_CHECKING:
    from foedera.obligations.pairs import sweep
    from foedera.obligations.wars import fighters, reliability

__all__ = [
    "respond",
    "sweep",
    "reliability",
    "fighters",
    "read_assumptions",
    "Scenario",
    "Answer",
    "Duty",
    "Breach",
    "Round",
    "SourceNote",
]

_LATER = {"sweep": "pairs", "reliability": "wars", "fighters": "wars"}


def __getattr__(name: str) -> Any:
    # NumPy is imported only by whoever sweeps.
    if name in _LATER:
        return getattr(import_module(f"foedera.obligations.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
