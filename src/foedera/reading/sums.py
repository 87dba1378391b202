"""How numbers and sums of money are written (`amounts.toml`): currencies before and behind them, scales, units."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from foedera.claim import Amount


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("foedera.reading").joinpath("amounts.toml").read_text("utf-8"))


@cache
def currencies(where: str) -> dict[str, str]:
    """The code of each way to write a currency, in small letters, `before` a number or `behind` it."""
    return {written.lower(): code for code, several in _table()[where].items() for written in several}


@cache
def scales() -> dict[str, float]:
    """By how much "million" and the like multiply."""
    return {name: float(value) for name, value in _table()["scales"].items()}


@cache
def units() -> frozenset[str]:
    """What is counted, by its last word."""
    return frozenset(_table()["units"]["words"].split())


@cache
def measures() -> frozenset[str]:
    """Words of time and space: so much of them is nothing that is given or sent."""
    return frozenset(_table()["units"]["measures"].split())


def any_of(names: Iterable[str]) -> str:
    """A pattern for any of these, the longest first."""
    return "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))


@cache
def _money() -> re.Pattern[str]:
    value = r"\d[\d,]*(?:\.\d+)?"
    scale, behind = any_of(scales()), currencies("behind")
    plain = behind.keys() - set(_table()["scaled"]["words"].split())
    return re.compile(
        rf"(?<!\w)(?P<before>{any_of(currencies('before'))})\s?(?P<a>{value})\s?(?P<of_a>{scale})?\b"
        rf"|(?P<b>{value})\s?(?:(?P<of_b>{scale})\s(?P<scaled>{any_of(behind)})|\s?(?P<plain>{any_of(plain)}))(?!\w)"
    )


def money(code: str, start: int, end: int) -> Amount | None:
    """The first sum of money in a stretch of a text in small letters."""
    m = _money().search(code, start, end)
    if not m:
        return None
    value = float((m["a"] or m["b"]).replace(",", ""))
    unit = currencies("before")[m["before"]] if m["before"] else currencies("behind")[m["scaled"] or m["plain"]]
    total = round(value * scales().get(m["of_a"] or m["of_b"] or "", 1.0), 2)
    return Amount(int(total) if total.is_integer() else total, unit)
