"""The text of a format that has none of its own (HTML, PDF, DOCX), built block by block."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedera.documents import marks
from foedera.documents.drafts import Draft

_BLANKS = re.compile(r"[ \t\r\f\v\xa0\u2000-\u200a\u202f\u205f\u3000]+")
# Characters that show nothing and can hide a name from a reader, or turn it round.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_AROUND_BREAK = re.compile(r" ?\n ?")
_BREAKS = re.compile(r"\n{2,}")


class Builder:
    """Collects blocks; `text` is what they read as, one line or more a block, a blank line between most."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.drafts: list[Draft] = []

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def add(self, kind: str, words: str, *, tight: bool = False, **more: object) -> Draft | None:
        """Add a block of `words`; None when there are none. `tight` puts it on the line below."""
        words = clean(words)
        if not words:
            return None
        start = self._open(tight=tight)
        self._write(words)
        draft = Draft(kind, start, self._length)
        for name, value in more.items():
            setattr(draft, name, value)
        self.drafts.append(draft)
        return draft

    def add_row(self, cells: Sequence[str], header: Sequence[str], *, tight: bool = True) -> Draft | None:
        """Add a row of a table: the cells' words with bars between them."""
        words = [clean(cell).replace("\n", " ") for cell in cells]
        if not any(words):
            return None
        start = self._open(tight=tight)
        spans = []
        for index, cell in enumerate(words):
            self._write(" | " if index else "")
            spans.append((self._length, self._length + len(cell)))
            self._write(cell)
        draft = Draft("table_row", start, self._length, cells=tuple(spans), header=tuple(header))
        draft.label = words[0] if not header and len(words) == 2 else None
        self.drafts.append(draft)
        return draft

    def add_form(self, names: Sequence[str], values: Sequence[str]) -> Draft:
        """Add a form as one row: "Quantity: 12", a line each."""
        start = self._open(tight=False)
        spans = []
        for index, (name, value) in enumerate(zip(names, values, strict=True)):
            self._write(("\n" if index else "") + clean(name) + ": ")
            spans.append((self._length, self._length + len(clean(value))))
            self._write(clean(value))
        header = tuple(clean(name) for name in names)
        draft = Draft("table_row", start, self._length, cells=tuple(spans), header=header)
        self.drafts.append(draft)
        return draft

    def add_plain(self, words: str, drafts: Sequence[Draft]) -> None:
        """Add a stretch of plain text that was drafted on its own, kept as it is."""
        start = self._open(tight=False)
        self._write(words)
        for draft in drafts:
            draft.start += start
            draft.end += start
            draft.cells = tuple((a + start, b + start) for a, b in draft.cells)
            self.drafts.append(draft)

    def _open(self, *, tight: bool) -> int:
        if self._length:
            self._write("\n" if tight else "\n\n")
        return self._length

    def _write(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)


def clean(words: str) -> str:
    """One blank between words; line breaks that the page shows are kept."""
    words = _UNSEEN.sub("", words)
    return _BREAKS.sub("\n", _AROUND_BREAK.sub("\n", _BLANKS.sub(" ", words))).strip()


def is_form(names: Sequence[str]) -> bool:
    """Are these the names of a form's fields rather than a list of things?"""
    known = sum(1 for name in names if clean(name).strip(" :").lower() in marks.words("fields"))
    return known >= 2 and known * 2 >= len(names)
