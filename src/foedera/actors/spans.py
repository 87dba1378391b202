"""A stretch of folded text and the meanings it can have."""

from __future__ import annotations

from dataclasses import dataclass

from foedera.actors.lexicon import Form, readings


@dataclass(frozen=True, slots=True)
class Span:
    """`start` to `stop` in the folded text; `forms` are its meanings, the best first."""

    start: int
    stop: int
    key: str
    forms: tuple[Form, ...]

    @property
    def form(self) -> Form:
        """Its one meaning, or the first of several."""
        return self.forms[0]

    @property
    def settled(self) -> bool:
        """Has it one meaning that no context has to decide?"""
        if self.key in readings() or self.form.shaky:
            return False
        if self.form.kind in ("location", "leader"):
            return False
        return len({(f.code, f.entity) for f in self.forms}) == 1
