"""Which lines of a page are menus, adverts, notices and buttons rather than its text."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from tomllib import loads

from foedera.documents import marks

_EDGES = " \t[](){}<>«»‹›|·•-–—*_.,:;!…►▼▲↑↓→←"
_SEPARATOR = re.compile(r"\s{0,9}(?:\||»|›|‹|«|>|·|•|→|\s/\s|\s{3,40}|\]\s{0,4}\[)\s{0,9}")
# A menu repeats one separator; blanks count from the second gap on.
_KINDS = tuple(
    re.compile(kind) for kind in (r"\|", r"[»›>]", r"[·•]", r"\s/\s", r"→", r"\]\s{0,4}\[", r"\S\s{3,40}(?=\S)")
)
_TRAIL = re.compile(r"\s{0,9}(?:>|»|›|\s/\s)\s{0,9}")
_BUTTONS = re.compile(r"(?:\[[^\[\]]{1,24}\]\s{0,9}){2,20}")
_PAGE = re.compile(
    r"\(\d{1,4}\)|\[?(?:page|p\.)\s?\d{1,4}(?:\s?(?:of|/)\s?\d{1,4})?\]?|[-–]\s?\d{1,4}\s?[-–]|\d{1,4}\s?/\s?\d{1,4}",
    re.I,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{3,600}")
LONGEST = 1200


@cache
def _lexicon(name: str) -> tuple[str, ...]:
    data = loads(files("foedera.documents").joinpath("lexicon/navigation.toml").read_text("utf-8"))
    return tuple(data[name])


@cache
def _whole() -> frozenset[str]:
    return frozenset(_lexicon("whole"))


# The same line is asked about at several stages; the cache is small and forgets.
@lru_cache(maxsize=8192)
def is_navigation(text: str) -> bool:
    """Is the line navigation wherever it stands?"""
    if len(text) > LONGEST:
        return False
    low = text.strip(_EDGES).lower()
    if not low:
        return True
    if (low in _whole() and text[-1] not in ".,;") or _ADDRESS.fullmatch(text.strip()) or _PAGE.fullmatch(text.strip()):
        return True
    if (begins_notice(text) or _holds_notice(text)) and not _states(text):
        return True
    return bool(_BUTTONS.fullmatch(text.strip())) or _is_run_of_links(text, low)


def begins_notice(text: str) -> bool:
    """Does it begin with one of the phrases that begin no text ("An official website of")?"""
    return text.strip(_EDGES).lower().startswith(_lexicon("starts"))


def _holds_notice(text: str) -> bool:
    low = text.lower()
    return low.startswith(("(c) 19", "(c) 20")) or (len(text) <= 200 and any(p in low for p in _lexicon("contains")))


@lru_cache(maxsize=8192)
def is_menu(text: str) -> bool:
    """Is the line a row of links or a trail ("Home > Defence Wing > Relations")? Only at a page's edges."""
    if len(text) > 400 or text.startswith(">"):
        return False
    if len(_TRAIL.split(text)) >= 2 and len(text) <= 60 and "," not in text and not any(c.isdigit() for c in text):
        return True
    parts = [part for part in _SEPARATOR.split(text) if part.strip(_EDGES)]
    if max(len(one.findall(text)) for one in _KINDS) < 2:
        return False
    return len(parts) >= 3 and sum(map(_is_link, parts)) >= len(parts) - 1


def is_closing_section(heading: str) -> bool:
    """Is it a heading under which stand links only ("See also")?"""
    number = marks.NUMBER.match(heading) or marks.BARE_NUMBER.match(heading)
    words = heading[number.end() :] if number else heading
    return words.replace("[edit]", "").strip(_EDGES).lower() in _lexicon("sections")


def _is_link(part: str) -> bool:
    return len(part) <= 60 and len(part.split()) <= 7 and part[-1] not in ".;" and not marks.reads_as_sentence(part)


def _is_run_of_links(text: str, low: str) -> bool:
    """Is it a row of links with no marks between them: menu words, and little else?"""
    hits = _menu_words(low)
    return hits >= 3 and len(low.split()) <= 10 * hits and not marks.ends_sentence(text)


def _menu_words(low: str) -> int:
    padded = f" {low} "
    return sum(1 for word in _lexicon("menu") if f" {word}" in padded)


def _states(text: str) -> bool:
    """Does it hold whole sentences beyond its opening, so that dropping it would lose text?"""
    return len(text) > 300 and len(marks.SENTENCE_BREAK.findall(text)) >= 3
