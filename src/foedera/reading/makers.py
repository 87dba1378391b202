"""Whose industry makes a named weapon: "+30 Rafale" is a sale by France, said or not."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _table() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = tomllib.loads(files("foedera.reading").joinpath("makers.toml").read_text("utf-8"))["makers"]
    codes = {name.casefold(): code for code, names in rows.items() for name in names}
    longest = sorted(map(re.escape, codes), key=len, reverse=True)
    return re.compile(rf"(?P<name>{'|'.join(longest)})(?:(?<=\d)[a-z]{{0,3}}|s?)(?![a-z])"), codes


def of(weapon: str) -> str | None:
    """The code of the state whose industry makes the weapon, or None: "Rafales" FRA, "F-16C" USA, "tanks" None."""
    pattern, codes = _table()
    match = pattern.match(weapon.casefold())
    return codes[match["name"]] if match else None


__all__ = ["of"]
