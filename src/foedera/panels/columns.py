"""What the columns of a panel are: meaning, source, coverage, and their names in peacesciencer."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from foedera.errors import BadInput

_FILE = Path(__file__).parent / "data" / "columns.toml"
_DISPUTE = re.compile(r"(cow|gml)_mid_(\w+?)([12]?)$")
_REVTYPE = re.compile(r"(cow|gml)_mid_(revtype[12])([12])$")
STYLES = ("foedera", "peacesciencer")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a panel, for the codebook and for the labels of Stata files."""

    name: str
    says: str
    source: str
    covers: str
    peacesciencer: str


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def citation(source: str) -> str:
    """How to cite a source of columns; "" for one that we do not know."""
    return str(_file()["sources"].get(source, ""))


def describe(name: str) -> Column | None:
    """What a column says, under our name or peacesciencer's; None for a column that is not ours."""
    ours = _ours().get(name, name)
    return _plain(ours) or _of_state(ours) or _of_dispute(ours)


def _plain(name: str) -> Column | None:
    entry = _file()["columns"].get(name)
    if entry is None:
        return None
    return Column(name, entry["says"], entry["source"], entry["covers"], entry.get("r", name))


def _of_state(name: str) -> Column | None:
    """A column with suffix 1 or 2, which says of each state what its stem says."""
    stem, suffix = name[:-1], name[-1:]
    entry = _file()["columns"].get(stem)
    if suffix not in ("1", "2") or entry is None or entry.get("of") != "state":
        return None
    says = f"state {suffix}: {entry['says']}"
    return Column(name, says, entry["source"], entry["covers"], entry.get("r", stem) + suffix)


def _of_dispute(name: str) -> Column | None:
    match = _REVTYPE.match(name) or _DISPUTE.match(name)
    if match is None:
        return None
    source, detail, suffix = match.groups()
    says = _file()["dispute"].get(detail)
    if says is None:
        return None
    whose = f"state {suffix}: " if suffix else ""
    covers = str(_file()["columns"][f"{source}_mid_ongoing"]["covers"])
    return Column(name, f"dispute of the year, {whose}{says}", f"{source}-mid", covers, detail + suffix)


@cache
def _ours() -> dict[str, str]:
    """peacesciencer's names that differ -> ours (not of disputes, whose details it does not prefix)."""
    names = {}
    for name, entry in _file()["columns"].items():
        if "r" in entry:
            for suffix in ("", "1", "2") if entry.get("of") == "state" else ("",):
                names[entry["r"] + suffix] = name + suffix
    return names


def rename(panel: pl.DataFrame, style: str = "peacesciencer") -> pl.DataFrame:
    """The panel with the column names of `peacesciencer`, or with ours (`foedera`); other columns stay.

    Raises BadInput where two columns would have one name (details of both COW and GML disputes).
    """
    if style not in STYLES:
        raise BadInput(f"'{style}' is no style of names; write foedera or peacesciencer.")
    known = {c: describe(c) for c in panel.columns}
    if style == "peacesciencer":
        names = {c: column.peacesciencer for c, column in known.items() if column}
    else:
        names = {c: column.name for c, column in known.items() if column}
    if "gwcode" in panel.columns and names.get("name") == "statenme":
        names["name"] = "statename"
    after = [names.get(c, c) for c in panel.columns]
    twice = next((n for n in after if after.count(n) > 1), None)
    if twice:
        raise BadInput(f"Two columns would be called '{twice}': keep the details of one source of disputes only.")
    return panel.rename({c: n for c, n in names.items() if c != n})
