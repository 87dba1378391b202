"""One state under its several codes: the USSR and Russia are number 365 of the Correlates of War."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache

from foedera.actors import spells
from foedera.actors.identity import identities, states


@cache
def _lineages() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    by_number: dict[int, list[str]] = defaultdict(list)
    for identity in identities():
        by_number[identity.number].append(identity.code)
    head: dict[str, str] = {}
    for codes in by_number.values():
        for code in codes:
            head.setdefault(code, codes[-1])
    # A code can be the last of one number and the first of another (DEU: 255 and 260).
    final = {code: head.get(last, last) for code, last in head.items()}
    members: dict[str, list[str]] = defaultdict(list)
    for code, last in final.items():
        members[last].append(code)
    return final, {last: tuple(sorted(codes)) for last, codes in members.items()}


def canonical(code: str) -> str:
    """The code that stands for a state through its renamings (SUN -> RUS, YUG -> SRB)."""
    return _lineages()[0].get(code, code)


def every_code(code: str) -> tuple[str, ...]:
    """All codes that the state has gone by, the given one among them."""
    return _lineages()[1].get(canonical(code), (code,))


@cache
def _spells() -> dict[str, list[tuple[date, date]]]:
    code_of: dict[int, str] = {}
    for identity in identities():
        code_of.setdefault(identity.number, canonical(identity.code))
    out: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for spell in spells("cow"):
        if spell.number in code_of:
            out[code_of[spell.number]].append((spell.first, spell.last or date.max))
    return out


def spoken(code: str) -> str:
    """The short name of a state, for notes; the code where there is none."""
    state = states().get(code)
    return state.name if state else code


def is_state_between(code: str, first: str, last: str) -> bool:
    """Was it a member of the COW state system on some day of the window (ISO days)?"""
    spells = _spells().get(canonical(code), ())
    return any(s.isoformat() <= last and e.isoformat() >= first for s, e in spells)
