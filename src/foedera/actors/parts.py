"""Which part of a sentence names an actor: what is said of one organisation is not said of the next."""

from __future__ import annotations

import re

from foedera.actors.finding import find

_TURN = re.compile(
    r"[;,]|\b(?:but|while|whereas|though|although)\b|\band (?=(?:is|are|was|were|has|have|had|joined|left|not)\b)"
)


def part_naming(text: str, code: str) -> str:
    """The first part of a sentence that names the actor with that code; all of it where none does."""
    parts = _TURN.split(text)
    named = (p for p in parts if any(code in (m.code, m.entity) for m in find(p)))
    return next(named, text) if len(parts) > 1 else text
