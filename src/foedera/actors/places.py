"""Words around a name that change what it is: "non-NATO", "Russian-speaking", "Warsaw Convention"."""

from __future__ import annotations

import re
from functools import cache

from foedera.actors.tables import table

_LONGEST = 24  # characters looked at before a name
_SHORT = 8  # letters of the longest word before a hyphen, and a little
# "U.S. born", "Swedish-speaking"; after a full stop a capital begins a sentence of its own.
_NEXT_WORD = re.compile(r"(?!\. [A-Z])\.?[ \-\u2010-\u2013]([A-Za-z]{1,20})")
_LAST_LETTERS = re.compile(r"[A-Za-z]+$")
_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013")


_PLACES = ("before", "behind", "instrument", "ship", "no surname", "first name")


@cache
def around(place: str) -> frozenset[str]:
    """The words of `data/around.csv` for one place: ships' prefixes as written, others in lower case."""
    rows = table("around.csv", "word,where")
    return frozenset(row["word"] for row in rows if row.one_of("where", _PLACES) == place)


def starts_no_name(plain: str, start: int) -> bool:
    """Does a word before it turn the name into something else ("non-NATO", "USS New York")?"""
    before = plain[start - 1 : start]
    if before != " " and before not in _HYPHENS:
        return False
    words = _LAST_LETTERS.findall(plain[max(0, start - _SHORT) : start - 1])
    if not words:
        return False
    return words[0] in around("ship") if before == " " else words[0].lower() in around("before")


def not_the_state(plain: str, stop: int) -> bool:
    """Does the word behind turn the name into something else ("-speaking", " language")?"""
    if plain[stop : stop + 1] == "$":
        return True
    match = _NEXT_WORD.match(plain, stop)
    return match is not None and match.group(1).lower() in around("behind")


def ends_the_name(plain: str, stop: int) -> str:
    """What stands behind a hyphen at the end of the name: "lower", "upper", or "" without hyphen."""
    if plain[stop : stop + 1] not in _HYPHENS or not plain[stop + 1 : stop + 2].isalpha():
        return ""
    return "lower" if plain[stop + 1].islower() else "upper"


def names_an_instrument(plain: str, start: int, stop: int) -> bool:
    """Is a city part of an instrument's name ("Minsk Agreements", "Treaty of Rome")?"""
    match = _NEXT_WORD.match(plain, stop)
    if match is not None and match.group(1)[0].isupper() and match.group(1).lower() in around("instrument"):
        return True
    before = re.findall(r"([A-Z][a-z]{1,20}) [Oo][Ff] $", plain[max(0, start - _LONGEST - 4) : start])
    return bool(before) and before[0].lower() in around("instrument")


# What leads to a place: "at", "off the coast of", "from bases in northern", "Rovaniemi and".
_AT = re.compile(
    r"\b(?:in|at|near|off|outside|around|on|from|to|into|over|across|throughout|within|inside|through|towards?|of|"
    r"including|among them|between|called at|called)"
    r"(?: (?:and|or|in|around|near|the|its|their|a|an|northern|southern|eastern|western|central|north|south|east|west|"
    r"coastal|nearby|neighbou?ring|occupied|port|city|town|province|region|island|islands|peninsula|base|bases|coast|"
    r"airport|airfield|harbou?r|town of|city of|port of|province of|island of|region of|coast of|"
    r"[A-Z][\w’'-]+,?)){0,4} ?$"
)


def stands_at(plain: str, start: int) -> bool:
    """Does a word for place lead to the name ("at", "off the coast of", "in Lviv and")?"""
    return bool(_AT.search(plain[max(0, start - 60) : start]))
