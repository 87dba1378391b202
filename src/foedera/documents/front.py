"""What the head and foot of a plain text say of it: title, publisher, author, date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from foedera.documents import marks
from foedera.documents.dating import day_of, find_date
from foedera.documents.drafts import squeeze

_BYLINE = re.compile(r"(?:By|BY|Written by|Author:|From:)\s{1,4}(?P<name>[A-Z][^|\n]{2,70})")
_UNNAMED = re.compile(
    r"(?:By|BY)\s(?:our|a|the|an|staff)\b|From\s(?:our|a|an|the)\s(?:[A-Z]\w{1,20}\s){0,3}[Cc]orrespondent\b", re.I
)
_STAMP = re.compile(
    r"(?:published|updated|revised|posted|issued|date|dated|released|as of)\b[\s:]",
    re.IGNORECASE,
)
# What a treaty's head states is text, dated or not.
_STATES_ACT = re.compile(
    r"\b(?:signed|done|concluded|enter|entered|came|force|ratifi\w+|adopted|agreed|effective)\b", re.I
)
# A running head ends with the number of its page.
_PAGED = re.compile(r".{2,180}\s[Pp](?:age|\.)\s?\d{1,4}$")
_WHOLE_BRACKET = re.compile(r"[(\[][^()\[\]]{2,160}[)\]]$")
_DOCUMENT_NUMBER = re.compile(
    r"(?:No|Nos|Ref|Reference|Transmittal No|Treaty Series No|Issue|Vol|Cm|Cmnd|Doc|Document)\b\.?\s?:?\s?"
    r"[\w…./-]{0,30}(?:\s{2,60}[(\[].{0,100})?$"
)
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z'’.\-]{2,25}(?:[ -][A-Z][A-Z'’.\-]{1,25}){0,3})(?:,\s[A-Z][\w.]{1,20}){0,2}"
    r"(?:,\s(?P<date>[^–—()]{3,40}?))?\s?(?:\((?P<agency>[^()]{2,30})\))?\s?(?:[–—]|--|-\s)"
)
# Columns of one line: "Ministry of Defense   JAPAN", "INSTITUTE ... – COMMENTARY".
_COLUMNS = re.compile(r"\s{3,60}|\s[—–|]\s|\s>\s")
_EDGES = " \t\"“”'‘’[](){}–—-:;,."


@dataclass(slots=True)
class Front:
    """What has been found so far."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    address: str | None = None
    language: str | None = None
    notes: list[str] = field(default_factory=list)

    def note_date(self, text: str) -> None:
        """Take the date of a line that dates the document; the first one counts."""
        if self.date is None:
            found = find_date(text)
            self.date = day_of(found[0]) if found else None

    def note_author(self, text: str) -> None:
        """Take the name of "By ..."."""
        found = _BYLINE.match(text)
        if found and self.author is None:
            self.author = found["name"].strip(_EDGES)

    def note_publisher(self, text: str) -> None:
        """Take the name of the house; a second line of it is added to the first."""
        name = squeeze(_COLUMNS.split(text)[0]).strip(_EDGES)
        if self.publisher is None:
            self.publisher = name
        elif (
            "»" not in name and ">" not in name and len(self.publisher) + len(name) < 120 and name not in self.publisher
        ):
            self.publisher += ", " + name


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(marks.lexicon()[name])


def is_stamp(text: str) -> bool:
    """Is it a line about the document: date, author, number, a remark in brackets?"""
    if len(text) > 200 or states_act(text):
        return False
    if _BYLINE.match(text) or _UNNAMED.match(text) or _DOCUMENT_NUMBER.match(text) or _WHOLE_BRACKET.match(text):
        return True
    if _PAGED.fullmatch(text):
        return True
    found = find_date(text)
    if found is None:
        return False
    rest = squeeze(text[: found[1]] + " " + text[found[2] :])
    stamped = _STAMP.search(text[max(found[1] - 24, 0) : found[1]]) or _STAMP.match(rest)
    if stamped and len(rest) <= 90 and not marks.ends_sentence(text):
        return True
    return len(rest) <= 45 and not marks.reads_as_sentence(rest) and not _tells(rest)


def states_act(text: str) -> bool:
    """Does the line tell of signing, entry into force and the like?"""
    return len(text) <= 200 and bool(_STATES_ACT.search(text))


def has_date(text: str) -> bool:
    """Is there a date of at least a month in it?"""
    return find_date(text) is not None


def is_updated(text: str) -> bool:
    """Does it say when the page was published or changed?"""
    return bool(re.search(r"\b(?:updated|published|posted|GMT|UTC|min read)\b", text[:200], re.I))


def _tells(rest: str) -> bool:
    """Is what stands beside the date a title of its own ("Talks in Riyadh, 5 March 2024")?"""
    words = [word for word in rest.split() if word[0].isalpha()]
    masthead = len(_COLUMNS.findall(f"{rest} ")) >= 2
    return len(words) >= 3 and not masthead and not marks.is_capitals(rest) and "  " not in rest and "," not in rest


def names_house(text: str) -> bool:
    """Is it the name of who publishes: a ministry, an embassy, an institute, a newspaper?"""
    first = _COLUMNS.split(text)[0]
    words = [w for w in (w.strip(_EDGES).lower() for w in first.split(",")[0].split()) if w]
    if not 1 < len(words) <= 14 or marks.reads_as_sentence(first) or names_type(first):
        return False
    houses = _words("institutions")
    if words[-1] in houses or words[0] in houses:
        return "between" not in words
    return not houses.isdisjoint(words) and not _words("topics") & set(words)


def names_type(text: str) -> bool:
    """Is it only the kind of document: "FACT SHEET", "News release"?"""
    low = squeeze(text).strip(_EDGES).lower()
    return any(low == t or low.startswith((t + " no", t + " |", t + "  ")) for t in _words("types"))


def dateline_date(text: str) -> str | None:
    """The date of "BAKU, 5 March 2024 (AP) —", or None."""
    found = _DATELINE.match(text[: marks.HEAD])
    dated = find_date(found["date"]) if found and found["date"] else None
    return day_of(dated[0]) if dated else None


def choose_title(candidates: Sequence[str]) -> str | None:
    """Of the lines of the head that are neither house nor kind of document, the fullest; the first of equals."""
    real = [c for c in candidates if not names_type(c)]
    own = [c for c in real if not names_house(c)]
    return max(own or real, key=lambda c: min(len(c.split()), 8), default=None)
