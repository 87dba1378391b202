"""Folding: text made comparable, one character for one character.

A folded text is ASCII: letters in lower case without diacritics, digits, and a blank for
everything else. Characters that would shift offsets (combining accents, soft hyphens, the
second of two blanks, the line feed of a CR-LF) are taken out first, and `Folded.at` leads
back to the text as given.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

# Letters that Unicode does not decompose, or not into one letter.
_SPECIAL = {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ə": "e", "ħ": "h", "ŧ": "t", "ŋ": "n", "þ": "t"}
_OTHER_LETTER = "\x7f"  # a letter of another script: never part of a name, and no boundary
_SHIFTING = re.compile(
    "[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    "|(?<=\r)\n"
    "|(?<=[ \t])\r(?=\n[ \t]*\\w)"
    "|(?<=[ \t])\n(?=[ \t]*\\w)"
    "|(?<=[ \t\n\u00a0\u2009\u202f])[ \t\u00a0\u2009\u202f]+"
)
# Of these one of _SHIFTING's stands near; a text without them has none, which is found fast.
_PAIRS = ("  ", "\t", "\r", " \n", "\n ")
_ODD = re.compile("[\u00a0\u00ad\u0300-\u036f\u2009\u200b-\u200f\u202a-\u202f\u2060\u2066-\u2069\ufeff]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_ASCII = {i: (chr(i).lower() if chr(i).isalnum() else " ") for i in range(ord(_OTHER_LETTER))}


def _fold_character(character: str) -> str:
    base = unicodedata.normalize("NFKD", character)[0].lower()
    base = _SPECIAL.get(base, base)
    if len(base) == 1 and base.isascii():
        return base if base.isalnum() else " "
    # U+02BB..U+02BF are apostrophes of transliterations, letters to Unicode but not to a reader.
    return _OTHER_LETTER if character.isalnum() and not "\u02b0" <= character <= "\u02ff" else " "


class _Cache(dict[str, str]):
    def __missing__(self, character: str) -> str:
        self[character] = folded = _fold_character(character)
        return folded


_FOLDED = _Cache()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back: `plain` has the same length and the text's own letters."""

    text: str
    plain: str
    _cuts: tuple[int, ...]  # index in `plain` of the first character after a cut
    _shifts: tuple[int, ...]  # how many characters have gone before it

    def at(self, index: int) -> int:
        """The offset in the text as given of the character `index` of the folded text."""
        if not self._cuts:
            return index
        place = bisect_right(self._cuts, index) - 1
        return index + (self._shifts[place] if place >= 0 else 0)

    def after(self, index: int) -> int:
        """The offset just after character `index - 1`, combining accents included."""
        return self.at(index - 1) + 1 if not self._cuts else self._after_cut(index)

    def _after_cut(self, index: int) -> int:
        return self.at(index) if self._accent_follows(index) else self.at(index - 1) + 1

    def _accent_follows(self, index: int) -> bool:
        # A cut right behind a letter can only be an accent or an invisible character of that word.
        place = bisect_right(self._cuts, index) - 1
        return place >= 0 and self._cuts[place] == index and self.plain[index - 1].isalnum()


def fold(text: str) -> Folded:
    """`text` folded; time and memory linear in its length."""
    if not any(pair in text for pair in _PAIRS) and (text.isascii() or not _ODD.search(text)):
        return Folded(fold_plain(text), text, (), ())
    cuts: list[int] = []
    shifts: list[int] = []
    kept: list[str] = []
    gone = end = 0
    for match in _SHIFTING.finditer(text):
        start = match.start()
        kept.append(text[end:start])
        cuts.append(start - gone)
        end = match.end()
        gone += end - start
        shifts.append(gone)
    kept.append(text[end:])
    plain = "".join(kept) if cuts else text
    return Folded(fold_plain(plain), plain, tuple(cuts), tuple(shifts))


def fold_plain(text: str) -> str:
    """Fold a text without shifting characters; the result has the same length."""
    if not text.isascii():
        text = _NOT_ASCII.sub(lambda match: _FOLDED[match.group()], text)
    return text.translate(_ASCII)


def key(name: str) -> str:
    """What a name is looked up by: folded, single blanks, no blanks at the ends."""
    return " ".join(fold(name).text.split())
