"""A sentence about what states owe each other, coded: each state, organisation, date and treaty is a mark.

"The Tsar had sworn to defend Germany against Austria in 1880" becomes "@0 had sworn to defend @1
against @2 in #0": patterns then speak of marks, not of names. Marks are `@n` a state or a list
of states, `&n` an organisation, `#n` a date, `~n` a treaty known by name, `%n` an actor without code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from foedera import actors
from foedera.actors import Mention
from foedera.reading import timex
from foedera.reading.timex import Timex

_LONGEST = 1200


@dataclass(frozen=True, slots=True)
class Named:
    """A mark and what it stands for; `adjective` is a form that modifies ("Soviet", "Franco-")."""

    start: int
    end: int
    sign: str
    codes: tuple[str, ...] = ()
    text: str = ""
    adjective: bool = False
    weak: bool = False
    metonym: bool = False
    date: Timex | None = None
    treaty: Treaty | None = None


@dataclass(frozen=True, slots=True)
class Treaty:
    """A treaty known by its name (pledges_treaties.toml)."""

    names: tuple[str, ...]
    year: int | None = None
    parties: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    founders: tuple[str, ...] = ()
    atop: int | None = None
    organisation: str | None = None


@dataclass(slots=True)
class Coded:
    """The coded sentence and its marks by sign."""

    text: str
    marks: dict[str, list[Named]] = field(default_factory=dict)

    def of(self, mark: str) -> Named:
        """The mark written `@3`."""
        return self.marks[mark[0]][int(mark[1:])]

    def plain(self, text: str) -> str:
        """A stretch of coded text with the words that its marks stand for."""
        return re.sub(r"[@&#~%]\d+", lambda m: self.of(m.group()).text, text)

    def codes(self, mark: str) -> tuple[str, ...]:
        return self.of(mark).codes


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("foedera.reading") / name).read_text(encoding="utf-8"))


@cache
def treaties() -> tuple[Treaty, ...]:
    """The treaties known by name."""
    return tuple(
        Treaty(
            tuple(t["names"]),
            t.get("year"),
            tuple(t.get("parties", ())),
            tuple(t.get("obligations", ())),
            tuple(t.get("with", ())),
            tuple(t.get("founders", ())),
            t.get("atop"),
            t.get("organisation"),
        )
        for t in _table("pledges_treaties.toml")["treaty"]
    )


@dataclass(frozen=True, slots=True)
class _Nickname:
    codes: tuple[str, ...]
    first: int
    last: int
    weak: bool
    sign: str = "@"


@cache
def _nicknames() -> tuple[re.Pattern[str], dict[str, list[_Nickname]]]:
    table = _table("pledges_names.toml")
    meant: dict[str, list[_Nickname]] = {}
    for row in table["nickname"]:
        nick = _Nickname((row["code"],), row.get("from", 0), row.get("to", 9999), row.get("weak", False))
        for name in row["names"]:
            meant.setdefault(name, []).append(nick)
    for row in table["group"]:
        for name in row["names"]:
            meant.setdefault(name, []).append(_Nickname(tuple(row["codes"]), 0, 9999, False))
    for row in table["organisation"]:
        for name in row["names"]:
            meant.setdefault(name, []).append(_Nickname((row["code"],), 0, 9999, False, "&"))
    return _alternatives(meant), meant


@cache
def _treaty_names() -> re.Pattern[str]:
    return _alternatives(n for t in treaties() for n in t.names)


def _alternatives(names: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(set(names), key=lambda n: (-len(n), n))
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(n) for n in ordered) + r")(?![\w])(?!-[a-z])")


def treaty_named(name: str, codes: Iterable[str] = ()) -> Treaty | None:
    """The treaty of a well-known name; `codes` tell namesakes apart."""
    around = set(codes)
    fit = [t for t in treaties() if name in t.names]
    beside = [t for t in fit if t.beside and len(around & set(t.beside)) >= 2]
    return next(iter(beside), None) or next((t for t in fit if not t.beside), None)


def treaty_of(organisation: str) -> Treaty | None:
    """The treaty on which an alliance rests."""
    return next((t for t in treaties() if t.organisation == organisation), None)


# A capital or a name that only says where, or belongs to the name of a treaty or congress.
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|outside|inside|of the city of"
    r"|(?:[Tt]reat(?:y|ies)|[Pp]eace|[Cc]onferences?|[Cc]ongress|[Pp]acts?|[Cc]onventions?|[Pp]rotocols?)"
    r" of(?: the)?) $"
)
_PLACE_AFTER = re.compile(
    r" (?:Treaty|treaty|Pact|Protocols?|Conference|Congress|Convention|Accords?|Agreement|Wall|[Bb]lockade|"
    r"[Aa]irlift|[Cc]risis)\b"
)
_OWNER = re.compile(
    r"(?:\b(?!In |By |Under |Not |No |When |While |If |As |Though |Although |After |Before |Only |Even |The |But |And )"
    r"[A-Z][\w.’'-]{0,20}?(?: [A-Z][\w.-]{0,20}?){0,3}|\b(?:de|von|van) [A-Z]\w{1,20})['’]s? $"
)


def code(text: str, names: Sequence[Mention] | None = None, *, weak: bool = False, year: str = "") -> Coded:
    """The sentence coded; `weak` lets persons stand for their states, `year` completes dates that have none."""
    text = text[:_LONGEST]
    dates = timex.find(text, year=year or None)
    told = _year(dates)
    found = _marks(text, list(names) if names is not None else list(actors.find(text)), dates, told, weak)
    return _coded(text, _grouped(text, _merged(text, found)))


def _year(dates: list[Timex]) -> int | None:
    years = [int(y) for d in dates for y in re.findall(r"\d{4}", d.edtf.replace("X", "5"))]
    return max(years) if years else None


def _marks(text: str, names: list[Mention], dates: list[Timex], year: int | None, weak: bool) -> list[Named]:
    taken: list[Named] = [Named(d.start, d.end, "#", text=text[d.start : d.end], date=d) for d in dates]
    codes = {m.code for m in names if m.code}
    for m in _treaty_names().finditer(text):
        if not _free(m.start(), m.end(), taken, allow="#") or _inside_longer(m, names):
            continue
        taken = [t for t in taken if t.end <= m.start() or t.start >= m.end()]
        taken.append(Named(m.start(), m.end(), "~", text=m.group(), treaty=treaty_named(m.group(), codes)))
    taken += _nicknamed(text, taken + _longer(names), year, weak)
    taken += [n for n in (_mention(text, m, year) for m in names) if n and _free(n.start, n.end, taken)]
    taken += _strangers(text, taken)
    return sorted(taken, key=lambda n: n.start)


def _inside_longer(found: re.Match[str], names: list[Mention]) -> bool:
    """Is the treaty's name part of an organisation's ("North Atlantic Treaty Organization")?"""
    return any(m.kind == "organisation" and m.start <= found.start() and found.end() < m.end for m in names)


_NAME = r"(?:the |The )?[A-Z][\w’'-]{1,20}(?: (?:of |the )?[A-Z][\w’'-]{1,20}){0,3}"
_NO_STATE = (
    r"Articles?|Parliament|Congress|January|February|March|April|May|June|July|August|September|October|November|"
    r"December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Treaty|Pact|Foreign|Prime|President|King|Queen|"
    r"Emperor|Europe|Asia|Africa|God|"
    r"North|South|East|West|Old|New|Great|Latin|Entente|Allied|Allies|Central|Axis|Western|Both|In|By|Still|Once|Then|Now|Yet|But|And|For|All|Neither|Nor|Here|"
    r"There|Strange|Distant|Former"
)
_BESIDE = re.compile(
    rf"(?:\b(?:with|between|defend|protect|toward|towards|toward the|bound to|allied to|ally of|aid of|"
    rf"defen[cs]e of)) (?P<a>(?!(?:the |The )?(?:{_NO_STATE})\b){_NAME})"
)
_BEFORE_AND = re.compile(rf"(?P<a>(?!(?:The |the )?(?:{_NO_STATE})\b){_NAME}) and (?:the )?$")
_AFTER_AND = re.compile(rf" and (?P<a>(?!(?:the )?(?:{_NO_STATE})\b){_NAME})")
_PEOPLE_OF = re.compile(
    r"\b[Tt]?h?e? ?(?:Kurds|rebels|communists|guerrillas|insurgents|partisans|exiles|tribes|Shiites|Sunnis|Maoists|"
    r"opposition|separatists|"
    r"dissidents|emigres|resistance|junta in exile|government in exile|clans|sheikhs|emirs|warlords) (?:of|in|from) "
    r"(?:the )?$"
)


def _strangers(text: str, taken: list[Named]) -> list[Named]:
    """Names in a state's place that are no known state's ("Biafra and France", "a pact with Ruritania")."""
    out: list[Named] = []

    def add(start: int, end: int) -> None:
        if not _nicknames()[0].search(text, start, end) and _free(start, end, [*taken, *out]):
            out.append(Named(start, end, "%", text=text[start:end]))

    for m in _BESIDE.finditer(text):
        add(m.start("a"), m.end("a"))
    for mark in [t for t in taken if t.sign == "@" and not t.weak]:
        before = _BEFORE_AND.search(text, max(0, mark.start - 80), mark.start)
        after = _AFTER_AND.match(text, mark.end)
        for found in (before, after):
            if found:
                add(found.start("a"), found.end("a"))
    return out


def _longer(names: list[Mention]) -> list[Named]:
    """Names that no nickname inside them undoes ("South Korea")."""
    return [Named(m.start, m.end, "name", text=m.text) for m in names]


def _free(start: int, end: int, taken: list[Named], allow: str = "") -> bool:
    return not any(t.start < end and start < t.end and t.sign not in allow for t in taken)


def _nicknamed(text: str, taken: list[Named], year: int | None, weak: bool) -> list[Named]:
    pattern, meant = _nicknames()
    out = []
    for m in pattern.finditer(text):
        inner = [t for t in taken if t.sign != "name" or (t.start, t.end) != (m.start(), m.end())]
        inner = [t for t in inner if t.sign != "name" or t.end - t.start > m.end() - m.start()]
        fit = [n for n in meant[m.group()] if n.first <= (year or n.first) <= n.last and (weak or not n.weak)]
        if year is None and any((t.start, t.end) == (m.start(), m.end()) for t in taken if t.sign == "name"):
            continue
        if not fit or not _free(m.start(), m.end(), inner) or (not fit[0].weak and _is_place(text, m.start(), m.end())):
            continue
        out.append(Named(m.start(), m.end(), fit[0].sign, fit[0].codes, m.group(), weak=fit[0].weak))
    return out


def has_weak(text: str) -> bool:
    """Is a person named who may stand for a state?"""
    pattern, meant = _nicknames()
    return any(n.weak for m in pattern.finditer(text[:_LONGEST]) for n in meant[m.group()])


_MODERN = {"AUT": ("cow:300", 1816, 1918), "CZE": ("CSK", 1918, 1992), "SVK": ("CSK", 1918, 1992)}
_UNITARY = re.compile(
    r" (?:(?:[A-Z][a-z]{1,12}['’]s )?(?:People['’]s )?(?:Republic|Government-in-Exile|State|Emirate|Caliphate)\b"
    r"|rebels?|guerrillas?|partisans?|insurgents?|separatists?|exiles?|resistance|mujahideen|Taliban|Kurds|tribes|"
    r"militias?"
    r"|government in exile|government-in-exile|emigres?|dissidents|nationalists|Liberation|National Liberation|"
    r"National Council)"
)


# "Inter-American" is no adjective of the United States.
_INTER = re.compile(r"(?:[Ii]nter|[Pp]an|Latin|South|North|Central|Ibero)[- ]$")


def _mention(text: str, m: Mention, year: int | None) -> Named | None:
    if m.kind == "nonstate":
        return Named(m.start, m.end, "%", text=m.text)
    if m.text == "American" and _INTER.search(text, max(0, m.start - 8), m.start):
        return None
    if m.kind == "adjective" and (body := _UNITARY.match(text, m.end)):
        return Named(m.start, body.end(), "%", text=text[m.start : body.end()])
    if m.kind == "organisation":
        return Named(m.start, m.end, "&", (m.code,) if m.code else (), m.entity or m.text)
    if _PEOPLE_OF.search(text[max(0, m.start - 40) : m.start]):
        return Named(m.start, m.end, "%", text=m.text)
    if m.kind in ("place", "framework", "mission", "leader") or not m.code:
        return None
    if m.kind == "metonym" and _is_place(text, m.start, m.end):
        return None
    adjective = m.kind in ("adjective", "prefix") and not text[m.start : m.end].endswith("s")
    return Named(
        m.start, m.end, "@", (_of_the_time(m.code, year),), m.text, adjective=adjective, metonym=m.kind == "metonym"
    )


def _of_the_time(code: str, year: int | None) -> str:
    """The state that stood there then: Prague in 1930 is Czechoslovakia's."""
    older, first, last = _MODERN.get(code, (code, 0, 0))
    return older if year is not None and first <= year <= last else code


def _is_place(text: str, start: int, end: int) -> bool:
    if _PLACE_AFTER.match(text, end):
        return True
    found = _PLACE_BEFORE.search(text[max(0, start - 30) : start])
    return found is not None and not re.match(r"['’]s |,? and (?:the )?[A-Z]", text[end : end + 12])


_OWNED = re.compile(r"['’]s? (?:the )?| of (?:the )?")


def _merged(text: str, marks: list[Named]) -> list[Named]:
    """A ruler's state is one mark ("the Kaiser's Germany", "Deng's China", "the France of Napoleon III")."""
    out: list[Named] = []
    for mark in marks:
        if mark.sign != "@":
            out.append(mark)
            continue
        last = out[-1] if out else None
        same = last is not None and last.sign == "@" and set(last.codes) == set(mark.codes)
        if last and same and _OWNED.fullmatch(text, last.end, mark.start):
            out[-1] = Named(last.start, mark.end, "@", mark.codes, mark.text, mark.adjective)
            continue
        floor = last.end if last else 0
        owner = _OWNER.search(text, max(floor, mark.start - 60), mark.start) if not mark.adjective else None
        out.append(_stretched(mark, owner.start()) if owner else mark)
    return [m for m in out if not (m.weak and _inside_other(m, out))]


def _stretched(mark: Named, start: int) -> Named:
    return Named(start, mark.end, mark.sign, mark.codes, mark.text, mark.adjective, mark.weak, mark.metonym)


def _inside_other(mark: Named, marks: list[Named]) -> bool:
    return any(o is not mark and o.start <= mark.start and mark.end <= o.end for o in marks)


_EPITHET = (
    r"(?:(?:the|its|his|her|their|a|an|both|far off|distant|neutral|imperial|tsarist|czarist|communist|socialist|"
    r"republican|royal|fascist|nazi|revolutionary|little|tiny|great|mighty|neighbou?ring|former|old|young|new|newly "
    r"independent|independent|interwar|inter war|post ?war|pre ?war|ally|neighbou?r|partner|friend|rival|"
    r"(?:entente|central|axis|allied|western|great) powers?|nationalist|gaullist|republic of|kingdom of|empire of|"
    r"government of|governments of|state of|states of) )*"
)
_AND = re.compile(rf"(?:,? and |,? as well as |,? or |,? nor | & |, ){_EPITHET}", re.IGNORECASE)
_LIST = re.compile(rf", {_EPITHET}", re.IGNORECASE)
_LAST = re.compile(rf",? (?:and|as well as|or|nor|&) {_EPITHET}|['’]s and {_EPITHET}", re.IGNORECASE)
_JOINED = re.compile(r"\s?[-–—/]\s?")


def _grouped(text: str, marks: list[Named]) -> list[Named]:
    """Lists of states ("Britain, France and Italy", "Franco-Russian") as one mark each."""
    out: list[Named] = []
    at = 0
    while at < len(marks):
        stop = _list_end(text, marks, at)
        out.append(marks[at] if stop == at + 1 else _group(text, marks[at:stop]))
        at = stop
    return out


def _list_end(text: str, marks: list[Named], at: int) -> int:
    """Where the list that begins at a mark ends; the mark alone if it is none."""
    if marks[at].sign not in "@%":
        return at + 1
    best = at + 1
    here = at
    while here + 1 < len(marks) and marks[here + 1].sign in "@%":
        between = text[marks[here].end : marks[here + 1].start]
        if _JOINED.fullmatch(between) and marks[here].adjective:
            best = here + 2
        elif _LAST.fullmatch(between):
            return here + 2
        elif not _LIST.fullmatch(between):
            break
        here += 1
    return best


def _group(text: str, marks: list[Named]) -> Named:
    codes = tuple(dict.fromkeys(c for m in marks for c in m.codes))
    sign = "%" if any(m.sign == "%" for m in marks) else "@"
    start, end = marks[0].start, marks[-1].end
    return Named(start, end, sign, codes, text[start:end], marks[-1].adjective, all(m.weak for m in marks))


_SPELLING = (
    (re.compile(r"[’‘`]"), "'"),
    (re.compile(r"[“”\"()\[\]]"), " "),
    (re.compile(r"\bself[- ]defen[cs]e forces?"), "forces"),
    (re.compile(r"defence"), "defense"),
    (re.compile(r"[-–—]"), " "),
    (re.compile(r"\bnon aggression|\bnonaggressive"), "nonaggression"),
    (re.compile(r"\s+"), " "),
)


def _coded(text: str, marks: list[Named]) -> Coded:
    kept: dict[str, list[Named]] = {}
    parts: list[str] = []
    at = 0
    for mark in marks:
        parts.append(_plain(text[at : mark.start]))
        row = kept.setdefault(mark.sign, [])
        parts.append(f"{mark.sign}{len(row)}")
        row.append(mark)
        at = mark.end
    parts.append(_plain(text[at:]))
    coded = "".join(parts).strip()
    coded = re.sub(r"(@\d+)' (?=\w)", r"\1's ", coded)
    return Coded(re.sub(r"\s+", " ", re.sub(r"\bthe (?=[@&~%])", "", coded)), kept)


def _plain(text: str) -> str:
    out = re.sub(r"[@#&~%]", " ", text).lower()
    for pattern, by in _SPELLING:
        out = pattern.sub(by, out)
    return out
