"""The patterns of pledges.toml, compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
NUMBERS = {word: n for n, word in enumerate((*_UNITS, *_TEENS))}
NUMBERS |= {f"{ten} {u}": 10 * k + n for k, ten in ((2, "twenty"), (3, "thirty")) for n, u in enumerate(_UNITS) if n}
NUMBERS |= {"twenty": 20, "thirty": 30, "a single": 1, "single": 1, "a pair of": 2, "a couple of": 2}
NUMBERS |= {"half a dozen": 6, "a dozen": 12}


@cache
def table() -> dict[str, Any]:
    """The table of pledges.toml."""
    return tomllib.loads((files("foedera.reading") / "pledges.toml").read_text(encoding="utf-8"))


def one_of(words: Sequence[str]) -> str:
    """The words as alternatives of a pattern."""
    return "(?:" + "|".join(words) + ")"


@cache
def pattern(*path: str) -> re.Pattern[str]:
    """The list at a path of the table as a pattern of whole words."""
    row: Any = table()
    for key in path:
        row = row[key]
    if not row:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![\w@]){one_of(row)}(?!\w)")


def words(*path: str) -> str:
    """The list at a path as alternatives, to be put into a larger pattern."""
    row: Any = table()
    for key in path:
        row = row[key]
    return one_of(row)


def number(text: str) -> int | None:
    """The number of a numeral or number word."""
    text = text.strip()
    return int(text) if text.isdigit() else NUMBERS.get(text)


NUMERAL = one_of([*sorted((re.escape(w) for w in NUMBERS), key=len, reverse=True), r"\d{1,2}"])
