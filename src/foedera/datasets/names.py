"""Publishers' names of states as codes, on the date of the row; what is ambiguous then is not guessed."""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from importlib.resources import files

from foedera import actors
from foedera.datasets.values import SkippedRow
from foedera.errors import UnknownActor

# Values in the place of a name that mean nobody in particular.
NOBODY = ("", "-9", "NA", "unknown", "unspecified")


@cache
def _table() -> dict[str, str]:
    """Names that only these data sets use."""
    text = (files("foedera.datasets") / "data" / "names.csv").read_text(encoding="utf-8")
    return {row["name"].casefold(): row["code"] for row in csv.DictReader(text.splitlines())}


def is_nobody(name: str) -> bool:
    """Does the cell name no one ("unknown supplier(s)", "Asia (not specified)")?"""
    folded = name.strip().casefold()
    return folded in NOBODY or folded.startswith("unknown ") or "(not specified)" in folded


@lru_cache(maxsize=16_384)
def code_of(name: str, year: int) -> str | None:
    """The code of a state or organisation by a publisher's name in a year; None if no such is known.

    Raises SkippedRow for a name that meant more than one state then (Yemen in 1985).
    """
    listed = _table().get(name.strip().casefold())
    if listed:
        return listed
    try:
        return actors.get(name, on=f"{year:04d}-12-31").code
    except UnknownActor as error:
        if "more than one" in str(error):
            raise SkippedRow(str(error)) from error
        return None
