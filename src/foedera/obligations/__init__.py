"""Casus foederis: what treaties ask of every state if A attacks B.

`respond(record, scenario)` gives the `Answer`; the rule book is docs/respond.md. `sweep` answers
for every pair of states of every year at once, `reliability` asks whether alliances were honoured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foedera.obligations.answer import Answer, Round, SourceNote
from foedera.obligations.duties import Breach, Duty
from foedera.obligations.respond import respond
from foedera.obligations.scenario import Scenario, read_assumptions

if TYPE_CHECKING:
    from foedera.obligations.pairs import sweep

__all__ = [
    "respond",
    "sweep",
    "read_assumptions",
    "Scenario",
    "Answer",
    "Duty",
    "Breach",
    "Round",
    "SourceNote",
]


def __getattr__(name: str) -> Any:
    # NumPy is imported only by whoever sweeps.
    if name == "sweep":
        from foedera.obligations.pairs import sweep

        return sweep
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
