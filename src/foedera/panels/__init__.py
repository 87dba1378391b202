"""State-year and dyad-year tables: who could act with whom in which year, and what the data sets say of them.

* `dyad_years`, `state_years` - the base tables, from the dated lists of states
* `add_atop`, `add_majors`, `add_contiguity`, `add_nmc`, `add_mids`, ... - one data set each, joined to them
* `add_spells` - years since the last event; `filter_prd` - politically relevant dyads
* `dispute_years`, `whittle` - dispute data by dyad and year, and its reduction to one row each
* `rename` - the column names of peacesciencer; `write` - a file with its codebook beside it

All take and give Polars DataFrames. A value is null where its source does not reach and 0 only
where it looked and found nothing; no join adds a row. What a step leaves out it says (`notes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedera.panels.alliances import add_atop
    from foedera.panels.base import dyad_years, state_years
    from foedera.panels.codes import add_codes
    from foedera.panels.columns import rename
    from foedera.panels.disputes import add_mids, dispute_years, whittle
    from foedera.panels.keys import SYSTEMS
    from foedera.panels.noting import PanelNote, notes
    from foedera.panels.places import add_capital_distance, add_contiguity
    from foedera.panels.relevance import filter_prd
    from foedera.panels.security import add_aid, add_dcad, add_exercises, add_sipri, add_troops
    from foedera.panels.spells import add_spells
    from foedera.panels.standing import add_igos, add_majors, add_nmc, add_rivalries, add_wars
    from foedera.panels.writing import codebook, write

__all__ = [
    "dyad_years",
    "state_years",
    "add_aid",
    "add_atop",
    "add_capital_distance",
    "add_codes",
    "add_contiguity",
    "add_dcad",
    "add_exercises",
    "add_igos",
    "add_majors",
    "add_mids",
    "add_nmc",
    "add_rivalries",
    "add_sipri",
    "add_spells",
    "add_troops",
    "add_wars",
    "filter_prd",
    "dispute_years",
    "whittle",
    "rename",
    "codebook",
    "write",
    "notes",
    "PanelNote",
    "SYSTEMS",
]

# Loaded when first used, so that a plain table of dyad-years costs only its own module.
_HOME = {
    "base": ("dyad_years", "state_years"),
    "alliances": ("add_atop",),
    "places": ("add_contiguity", "add_capital_distance"),
    "standing": ("add_majors", "add_nmc", "add_wars", "add_igos", "add_rivalries"),
    "security": ("add_exercises", "add_troops", "add_aid", "add_dcad", "add_sipri"),
    "disputes": ("add_mids", "dispute_years", "whittle"),
    "spells": ("add_spells",),
    "relevance": ("filter_prd",),
    "columns": ("rename",),
    "codes": ("add_codes",),
    "writing": ("write", "codebook"),
    "noting": ("notes", "PanelNote"),
    "keys": ("SYSTEMS",),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _MODULE:
        from importlib import import_module

        return getattr(import_module(f"foedera.panels.{_MODULE[name]}"), name)
    raise AttributeError(f"module 'foedera.panels' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
