"""Foedera: sourced, dated claims about defence and security cooperation, and answers from them.

The verbs are functions: `open_record`, `read`, `check`, `respond`, `ties`, `dyad_years`,
`state_years`. Each is loaded when it is first used, so that `import foedera` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedera.api import check, open_record, read, respond, ties
    from foedera.claim import Claim
    from foedera.dates import Date
    from foedera.errors import FoederaError
    from foedera.panels import dyad_years, state_years

__version__ = "0.1.0"

__all__ = [
    "open_record",
    "read",
    "check",
    "respond",
    "ties",
    "dyad_years",
    "state_years",
    "Claim",
    "Date",
    "FoederaError",
    "__version__",
]

_HOME = {
    "open_record": "foedera.api",
    "read": "foedera.api",
    "check": "foedera.api",
    "respond": "foedera.api",
    "ties": "foedera.api",
    "dyad_years": "foedera.panels",
    "state_years": "foedera.panels",
    "Claim": "foedera.claim",
    "Date": "foedera.dates",
    "FoederaError": "foedera.errors",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'foedera' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
