"""Where the posts of a saved thread begin, by the shape that their head lines share.

`posts` knows what forums usually print. Where it finds no thread, lines that name somebody beside a time or a number
are looked at together: three of one shape ("[01] name, 13/06/2024 12:40"), of two names, with text between them, are
the heads of a thread, whatever the forum.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from foedera.dates import Date
from foedera.documents.dating import find_date
from foedera.documents.lines import Line
from foedera.documents.posts import PostHead, is_name, words
from foedera.errors import BadDate

_LONGEST, _WORDS_OF_NAME, _WORDS_BESIDE = 120, 4, 4
# So many heads of one shape make a thread, by so many authors; so many of them have text right below.
_HEADS, _AUTHORS, _FOLLOWED = 3, 2, 0.7

_MON = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_PIECE = re.compile(
    rf"""(?P<date>
        (?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}\.?,?\s)?
        (?: \d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}} | \d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d\d)\b
          | \d{{1,2}}(?:st|nd|rd|th)?[ -]{_MON}(?:,?[ -]\d{{4}})? | {_MON}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}})?
          | \d{{1,2}}\s[^\W\d_]{{3,10}}\.?\s\d{{4}}\b | {_MON}\s\d{{4}}\b ))
      | (?P<clock>\b\d{{1,2}}[:.h]\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:utc|gmt|[cew]es?t|pst|est|ist)\b)?)
      | (?P<ago>\b(?:\d{{1,3}}\s?(?:years?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|yr|mo|[wdhmy])\b(?:\sago)?
            | yesterday\b | today\b | just\snow\b))
      | (?P<points>[+-]?\d{{1,6}}\s?(?:points?|pts|upvotes?|votes?|likes?|karma)\b
            | [▲▼⬆⬇△▽]\s?\d{{1,6}}\b | \([+-]\d{{1,6}}\))
      | (?P<number>\#\s?\d{{1,3}}(?:,\d{{3}}|\d{{0,4}})\b | [\[(]\#?\d{{1,6}}[\])]
            | \b(?:post|reply|comment|message|msg|answer|no|nr)\b\.?\s?\#?\d{{1,6}}\b | ^a?\d{{1,4}}[.)](?=\s))
      | (?P<aside>\([^()\n]{{1,60}}\) | \[[^\[\]\n]{{1,40}}\])
      | (?P<gap>\s{{2,40}})
      | (?P<word>@?(?:/?u/)?[^\s\[\](){{}}|·•:;,»«<>–—"“”`]+)
      | (?P<mark>[^\s])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TREE = re.compile(r"[\s│├└─┬┌┐┤┼╔╚>|*•▸▶→↳+-]{1,40}")


@dataclass(slots=True)
class _Look:
    """What one line would be as a head: its shape, whom it names, when, its number.

    `shape` has a letter for each thing in order: A a name, W when, N a number; U, K, T for a name alone that "u/", a
    word like "wrote" or its own form shows to be one.
    """

    at: int
    shape: str = ""
    author: str = ""
    date: str = ""
    clock: str = ""
    number: int | None = None
    points: int | None = None


def shaped_heads(lines: Sequence[Line]) -> list[PostHead]:
    """The heads of all posts, by the shape that most of them share; empty when the text is no thread."""
    looks = [look for at, line in enumerate(lines) if (look := _look(at, line.text))]
    if len(looks) < _HEADS:
        return []
    ways = Counter(look.shape for look in looks)
    for shape, _ in ways.most_common(3):
        own = [look for look in looks if look.shape == shape]
        if _is_thread(own, lines):
            authors = {look.author.lower() for look in own}
            also = [k for k in looks if k.shape == shape or (k.author.lower() in authors and "W" in k.shape)]
            return _heads(also, lines)
    return []


class _Line:
    """A line read piece by piece: its runs of words, of which the first is the name, and what else it has."""

    def __init__(self, at: int, words: str) -> None:
        self.look, self.words = _Look(at), words
        self.runs: list[list[str]] = []
        self._letters: list[str] = []
        self._joined = self._keyed = self._labels = self._scored = False

    def read(self) -> _Look | None:
        """The line as a head; None where it says more than who, when and which."""
        for found in _PIECE.finditer(self.words):
            kind, piece = str(found.lastgroup), found.group()
            if kind == "aside":
                kind, piece = self._inside(piece)
            if kind == "word":
                self._take_word(piece)
            else:
                last = found.end() == len(self.words)
                self._labels |= piece == ":" and self._joined and len(self.runs) == 1 and not last
                self._joined = False
                self._take(kind, piece)
            if len(self.runs) > 1 + _WORDS_BESIDE or any(len(run) > _WORDS_OF_NAME for run in self.runs):
                return None
        return self._told() if self.runs and sum(map(len, self.runs[1:])) <= _WORDS_BESIDE else None

    def _inside(self, piece: str) -> tuple[str, str]:
        """What stands in brackets: a name where there is none yet, a date, or an aside."""
        if not self.runs and piece[0] == "[" and is_name(piece[1:-1]):
            return "word", piece[1:-1]
        if dated := _DATED.match(piece):
            self.look.clock = self.look.clock or dated["clock"] or ""
            return "date", dated["date"]
        return "aside", piece

    def _take_word(self, piece: str) -> None:
        word = piece.strip("-_.*").lower()
        if not any(c.isalnum() for c in word) or word in words("leads") | words("says") | words("fills"):
            self._keyed |= word in words("says") if len(self.runs) == 1 else not self.runs and word in words("leads")
            self._joined = False
        elif self._joined:
            self.runs[-1].append(piece.strip("*"))
        else:
            self.runs.append([piece.strip("*")])
            self._letters += ["A"] if len(self.runs) == 1 else []
            self._joined = True

    def _take(self, kind: str, piece: str) -> None:
        """Keep what a date, a time or a number tells of the post."""
        look, value = self.look, int(re.sub(r"\D", "", piece) or 0)
        match kind:
            case "date":
                look.date = look.date or piece
            case "clock":
                look.clock = look.clock or piece
            case "number":
                look.number = value if look.number is None else look.number
            case "points":
                look.points, self._scored = value, True
        letter = "N" if kind == "number" else "W" if kind in ("date", "clock", "ago") else ""
        if letter and self._letters[-1:] != [letter]:
            self._letters.append(letter)

    def _told(self) -> _Look | None:
        name = " ".join(self.runs[0])
        if self._labels and not self._keyed and not _HANDLE.search(name):
            return None  # "Signed: 4 May 2010"
        look = self.look
        look.author = name.lstrip("@/").removeprefix("u/")
        look.shape = "U" if name.lstrip("@/").startswith("u/") else "".join(self._letters)
        if look.shape == "A":
            look.shape = "K" if self._keyed or self._scored else "T" if _is_handle(self.words, name) else ""
        return look if look.shape and is_name(look.author) else None


def _look(at: int, text: str) -> _Look | None:
    """The line as a head, without the branches of a tree before it; what ">" quotes is none."""
    tree = _TREE.match(text)
    words = text[tree.end() :] if tree else text
    if not 2 < len(words) <= _LONGEST or (tree and _QUOTES.match(tree[0])):
        return None
    return _Line(at, words).read()


_QUOTES = re.compile(r"\s*>(?!>)")
_DATED = re.compile(
    rf"[\[(](?P<date>\d{{1,2}}[ -]{_MON},?[ -]\d{{4}}|{_MON}\s\d{{1,2}},?\s\d{{4}}"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{2,4})"
    r"(?:,?\s(?P<clock>\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?[ap]m)?))?[\])]",
    re.IGNORECASE,
)
# A name that somebody took to write under: "hanoi_hannah_67", "GoldenLand".
_HANDLE = re.compile(r"[^\W\d_][_]|[a-z][A-Z\d]")


def _is_handle(words: str, name: str) -> bool:
    """Is a line nothing but such a name?"""
    return words.strip(" *:") == name and _HANDLE.search(name) is not None


def _is_thread(own: Sequence[_Look], lines: Sequence[Line]) -> bool:
    """Are these heads: of several authors, with text below, and timed, or by somebody who comes back?"""
    authors = Counter(look.author.lower() for look in own)
    hidden = words("nobody").issuperset(authors)
    if len(own) < _HEADS or (len(authors) < _AUTHORS and not hidden):
        return False
    places = {look.at for look in own}
    followed = sum(look.at + 1 < len(lines) and _below(lines, look.at) not in places for look in own)
    if followed < _FOLLOWED * len(own):
        return False
    numbers = [look.number for look in own if look.number is not None]
    counted = len(numbers) == len(own) and all(a < b for a, b in pairwise(numbers))
    timed = 2 * sum(bool(look.clock) for look in own) > len(own)
    back = len(authors) < len(own)
    if hidden:
        return timed and counted
    return timed or (back and (counted or own[0].shape in _BARE or "W" in own[0].shape))


# Shapes without time and number: "u/name", "From: name", "some_name:".
_BARE = ("U", "K", "T")


def _below(lines: Sequence[Line], at: int) -> int:
    """The next line that is not empty; -1 if there is none."""
    return next((n for n in range(at + 1, min(at + 4, len(lines))) if lines[n].text), -1)


def _heads(looks: Sequence[_Look], lines: Sequence[Line]) -> list[PostHead]:
    dates = list(_dates(looks, [line.text for line in lines[: looks[0].at]]))
    return [
        PostHead(k.at, k.at + 1, k.author, date, k.number, k.points, named=True)
        for k, date in zip(looks, dates, strict=True)
    ]


_MONTHS = 12
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d\d)$")


def _dates(looks: Sequence[_Look], above: Sequence[str]) -> Iterator[str | None]:
    """The date of each head: one without a day is of the last day, one without a year of the last year."""
    day_first = _day_first([k.date for k in looks])
    day = next((d[0] for text in reversed(above) if (d := find_date(text)) and len(d[0]) >= 4), "")[:10]
    for k in looks:
        told = _day(k.date, day[:4], day_first=day_first) if k.date else day if len(day) == 10 and k.clock else None
        day = told or day
        yield _timed(told, k.clock) if told else None


def _day(written: str, year: str, *, day_first: bool | None) -> str | None:
    """The day as EDTF; None where the order of day and month is not known, or the year."""
    if numeric := _NUMERIC.search(written):
        if day_first is None:
            return None
        first, second, y = numeric.groups()
        d, m = (first, second) if day_first else (second, first)
        if len(y) == 2 and int(second) <= _MONTHS:
            return None  # "24/11/27" may begin with the year
        text = f"{y if len(y) == 4 else '20' + y}-{int(m):02}-{int(d):02}"
    else:
        ways = (written, f"{written} {year}", f"{written}, {year}")
        found = next((d for way in ways[: 3 if year else 1] if (d := find_date(way))), None)
        text = found[0] if found and len(found[0]) == 10 else ""
    try:
        return Date.parse(text).text if text else None
    except BadDate:
        return None


def _day_first(written: Sequence[str]) -> bool | None:
    """Do numeric dates give the day first? By one that can be read one way only, else by the order of the posts."""
    pairs = [(int(m[1]), int(m[2]), m[3]) for one in written if (m := _NUMERIC.search(one))]
    if any(max(a, b) > _MONTHS for a, b, _ in pairs):
        return any(a > _MONTHS for a, _, _ in pairs)
    by_day, by_month = ([(y, *((b, a) if first else (a, b))) for a, b, y in pairs] for first in (True, False))
    if by_day == sorted(by_day) and by_month != sorted(by_month):
        return True
    if by_month == sorted(by_month) and by_day != sorted(by_day):
        return False
    return None


def _timed(day: str, clock: str) -> str:
    """The day with its time."""
    found = find_date(f"{day} {clock}") if clock else None
    return found[0] if found else day
