"""Do two names mean the same treaty, programme, exercise or weapon?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_SMALL = {"the", "a", "an", "of", "and", "in", "on", "for", "to", "s", "between", "with"}
_BRACKETED = re.compile(r"\(([A-Za-z0-9.&/ -]{2,20})\)")
_NUMBER = re.compile(r"\d")
# How alike two folded names must be, 0..100 (rapidfuzz token_sort_ratio): typing slips, not other names.
ALIKE = 88


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """Lower-case ASCII words without the small ones."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", " ", plain.replace("defence", "defense")).split()
    return " ".join(w for w in words if w not in _SMALL)


_WHOSE = re.compile(r"^(?:(?:[A-Z][\w.-]*(?: [A-Z][\w.-]*)?['\u2019]s?|\d{4}|[Ii]ts|[Tt]heir|[Tt]he|[Aa]n?) )+")


def bare(name: str) -> str:
    """A name without whose it is, and of which year: "Russia's 2025 treaty"."""
    return _WHOSE.sub("", name)


@lru_cache(maxsize=20_000)
def short_forms(name: str) -> frozenset[str]:
    """The acronyms a name goes by: the one in brackets, itself if it is one, its initials."""
    forms = {m.replace(".", "").lower() for m in _BRACKETED.findall(name) if m.upper() == m}
    bare = _BRACKETED.sub("", name).strip()
    if bare.isupper() and " " not in bare and 2 <= len(bare) <= 12:
        forms.add(bare.replace(".", "").lower())
    capitals = [w[0] for w in re.findall(r"[A-Za-z]+", bare) if w[0].isupper()]
    if len(capitals) >= 3:
        forms.add("".join(capitals).lower())
    return frozenset(forms)


def alike(left: str, right: str) -> bool:
    """Same name: equal when folded, one inside the other, a shared acronym, or a typing slip."""
    a, b = fold(left), fold(right)
    if not a or not b:
        return False
    if a == b or f" {a} " in f" {b} " or f" {b} " in f" {a} ":
        return True
    if short_forms(left) & short_forms(right) or _same_number(set(a.split()), set(b.split())):
        return True
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(a, b) >= ALIKE


def _same_number(a: set[str], b: set[str]) -> bool:
    """Do both hold the same number ("Section 333", "JF-17") and most words of the shorter one?"""
    numbers = [{w for w in words if _NUMBER.search(w)} for words in (a, b)]
    return bool(numbers[0]) and numbers[0] == numbers[1] and len(a & b) * 2 > min(len(a), len(b))


def any_alike(left: Iterable[str], right: Iterable[str]) -> bool:
    """Is some name of the one alike to some name of the other?"""
    others = list(right)
    return any(alike(a, b) for a in left for b in others)
