"""What a starter claim says, in one line of our words: its quote."""

from __future__ import annotations

from functools import lru_cache

from foedera import actors


@lru_cache(maxsize=1024)
def name_of(code: str) -> str:
    """The usual name of a state or organisation; its code when the table has none."""
    table = actors.states().get(code) or actors.organisations().get(code)
    return table.name if table else code


def line(*parts: str | None) -> str:
    """The parts that are there, joined by semicolons."""
    return "; ".join(part for part in parts if part)


def listed(codes: list[str] | tuple[str, ...]) -> str:
    """Names of states, those beyond the eighth counted."""
    names = [name_of(code) for code in codes]
    return ", ".join(names) if len(names) <= 8 else f"{', '.join(names[:7])} and {len(names) - 7} others"
