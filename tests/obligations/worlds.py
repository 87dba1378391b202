"""Small worlds of treaties for property tests, and ATOP's member file as instruments."""

from __future__ import annotations

import csv
from calendar import monthrange
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import strategies as st

from foedera.claim import CONDITIONS, OBLIGATIONS, Term
from foedera.obligations import Scenario
from foedera.record.model import Instrument, Party, Provision

DAY = date(2000, 1, 1)
STATES = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG")
_SPELLS = st.sampled_from(
    [(None, None)] * 6 + [("1990-01-01", "2000-01-01"), ("2000-01-01", None), ("1999-12-31", "2000-01-02")]
)
# Most promises are unconditional, as in the real data: otherwise nothing would ever be certain.
_CONDITIONS = st.one_of(st.just(()), st.just(()), st.lists(st.sampled_from(CONDITIONS), max_size=3, unique=True))
_FEW = st.lists(st.sampled_from(STATES), max_size=2, unique=True)


def term(obligation: str, *conditions: str, **more: object) -> Term:
    return Term(obligation, conditions=conditions, **more)  # type: ignore[arg-type]


def treaty(
    key: str,
    parties: str | tuple[str, ...],
    *terms: Term,
    obligors: tuple[str, ...] | None = None,
    start: str | None = None,
    end: str | None = None,
) -> Instrument:
    """A treaty of `parties` ("AAA BBB") in which each obligor makes each promise."""
    codes = tuple(parties.split()) if isinstance(parties, str) else parties
    provisions = tuple(
        Provision(key, code, start, end, t.beneficiaries, t, f"{key}-{code}-{n}", "test:source")
        for n, t in enumerate(terms)
        for code in (codes if obligors is None else obligors)
    )
    members = tuple(Party(code, start, end, f"{key}-{code}") for code in codes)
    return Instrument(key, f"Treaty {key}", None, members, provisions, ("test:source",))


def scenario(attackers: str, targets: str, **more: object) -> Scenario:
    """`scenario("AAA BBB", "CCC")` on the worlds' day."""
    return Scenario(tuple(attackers.split()), tuple(targets.split()), more.pop("date", DAY), **more)  # type: ignore[arg-type]


@st.composite
def _terms(draw: st.DrawFn) -> Term:
    conditions = draw(_CONDITIONS)
    return Term(
        draw(st.sampled_from(OBLIGATIONS)),
        beneficiaries=tuple(draw(st.one_of(st.just([]), st.just([]), _FEW))),
        conditions=tuple(conditions),
        adversaries=tuple(draw(_FEW)) if "adversary" in conditions else (),
        area_codes=tuple(draw(_FEW)) if "location" in conditions else (),
    )


@st.composite
def instruments(draw: st.DrawFn, key: str) -> Instrument:
    parties = draw(st.lists(st.sampled_from(STATES), min_size=2, max_size=4, unique=True))
    members, provisions = [], []
    for code in parties:
        start, end = draw(_SPELLS)
        members.append(Party(code, start, end, f"{key}-{code}"))
    for n in range(draw(st.integers(1, 3))):
        shared = draw(_terms())
        for code in draw(st.one_of(st.just(parties), st.just(parties[:1]))):
            start, end = draw(_SPELLS)
            provisions.append(Provision(key, code, start, end, shared.beneficiaries, shared, f"{key}-{code}-{n}", "s"))
    return Instrument(key, key, None, tuple(members), tuple(provisions), ("s",))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Instrument, ...]:
    return tuple(draw(instruments(f"test:{n}")) for n in range(draw(st.integers(1, 6))))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    order = draw(st.permutations(STATES))
    attackers, targets = draw(st.sampled_from([(1, 1), (1, 1), (1, 1), (2, 1), (1, 2), (2, 2)]))
    answers = st.tuples(st.integers(0, 5).map(lambda n: f"test:{n}"), st.sampled_from(CONDITIONS))
    return Scenario(
        tuple(order[:attackers]),
        tuple(order[attackers : attackers + targets]),
        DAY,
        provoked=draw(st.booleans()),
        location=tuple(draw(st.one_of(st.just([]), _FEW))),
        ongoing_conflict=draw(st.sampled_from([None, None, True, False])),
        assumptions=draw(st.dictionaries(answers, st.booleans(), max_size=3)),
    )


def reordered(world: tuple[Instrument, ...]) -> tuple[Instrument, ...]:
    """The same world with every list turned round."""
    return tuple(replace(i, parties=i.parties[::-1], provisions=i.provisions[::-1]) for i in reversed(world))


# ATOP's member file, read here on its own (casus_foederis.md, "Provision").

_COLUMNS: dict[str, tuple[str, dict[str, str]]] = {
    "defense": (
        "defense",
        {
            "defcoadv": "adversary",
            "defcoloc": "location",
            "defcocon": "ongoing_conflict",
            "defconum": "number_of_adversaries",
            "defcodem": "demands",
            "defconpr": "non_provocation",
        },
    ),
    "offense": (
        "offense",
        {
            "offcoadv": "adversary",
            "offcoloc": "location",
            "offcocon": "ongoing_conflict",
            "offconum": "number_of_adversaries",
            "offcodem": "demands",
        },
    ),
    "neutral": (
        "neutrality",
        {
            "neucoadv": "adversary",
            "neucoloc": "location",
            "neucocon": "ongoing_conflict",
            "neuconum": "number_of_adversaries",
            "neucodem": "demands",
            "neuconpr": "non_provocation",
            "neucoatt": "ally_attacked",
        },
    ),
    "nonagg": ("nonaggression", {}),
    "consul": (
        "consultation",
        {
            "concoadv": "adversary",
            "concoloc": "location",
            "concocon": "ongoing_conflict",
            "concoreq": "on_request",
        },
    ),
}


def atop_instruments(path: Path) -> list[Instrument]:
    """The treaties of ATOP 5.1's member file, states as `cow:NNN`."""
    by_key: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            by_key[f"atop:{row['atopid']}/{row['phase']}"].append(row)
    return [_atop(key, rows) for key, rows in by_key.items()]


def _atop(key: str, rows: list[dict[str, str]]) -> Instrument:
    parties, provisions = [], []
    for n, row in enumerate(rows):
        code, (start, end) = f"cow:{row['member']}", _days(row)
        parties.append(Party(code, start, end, f"{key}#{n}"))
        for promise in _atop_terms(row):
            provisions.append(Provision(key, code, start, end, (), promise, f"{key}#{n}", "atop:5.1"))
    return Instrument(key, key, None, tuple(parties), tuple(provisions), ("atop:5.1",))


def _atop_terms(row: dict[str, str]) -> list[Term]:
    out = []
    for column, (obligation, details) in _COLUMNS.items():
        if row[column] == "1":
            names = [name for c, name in details.items() if row[c] == "1"]
            if obligation != "nonaggression":
                names += [name for c, name in (("olimob", "other"), ("obvary", "varies_by_ally")) if row[c] == "1"]
            out.append(Term(obligation, conditions=tuple(names)))
    return out


def _days(row: dict[str, str]) -> tuple[str, str | None]:
    def number(name: str) -> int:
        return int(row[name]) if row[name].isdigit() else 0

    start = date(number("yrent"), number("moent") or 1, number("dayent") or 1)
    year, month, day = number("yrexit"), number("moexit"), number("dayexit")
    if not year:
        return start.isoformat(), None
    if day:
        return start.isoformat(), date(year, month, day).isoformat()
    month = month or 12
    return start.isoformat(), (date(year, month, monthrange(year, month)[1]) + timedelta(days=1)).isoformat()
