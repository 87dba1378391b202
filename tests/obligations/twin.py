"""Runs the answer-set twin of the rule book on a world and gives its answer in plain sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from foedera.obligations import Scenario
from foedera.record.model import Instrument

_PROGRAM = Path(__file__).with_name("twin.lp").read_text(encoding="utf-8")
_FOREVER = 10_000_000


@dataclass
class Twin:
    """duties: (state, response, force, toward, provision); the rest as the engine has it."""

    duties: set[tuple[str, str, str, str, int]] = field(default_factory=set)
    within: set[int] = field(default_factory=set)
    met: set[tuple[int, str, str]] = field(default_factory=set)
    open: set[tuple[int, str, str]] = field(default_factory=set)
    positions: dict[str, str] = field(default_factory=dict)
    breaches: set[tuple[str, str, str, str]] = field(default_factory=set)
    joins: dict[str, dict[int, dict[str, set[str]]]] = field(default_factory=dict)

    def rounds(self, bound: str) -> list[tuple[set[str], set[str]]]:
        """Who joins (attackers, targets) in each round; the outer bound has at least the inner's rounds."""
        last = max((r for b in ("certain", bound) for r in self.joins.get(b, {})), default=-1)
        found = [self.joins.get(bound, {}).get(r, {}) for r in range(last + 1)]
        return [(f.get("attackers", set()), f.get("targets", set())) for f in found]


def twin_of(world: tuple[Instrument, ...], scenario: Scenario) -> Twin:
    import clingo

    control = clingo.Control(["--warn=none"])
    control.add("base", [], _PROGRAM + "\n" + "\n".join(_facts(world, scenario)))
    control.ground([("base", [])])
    found: list[Any] = []
    control.solve(on_model=lambda model: found.append([(s.name, s.arguments) for s in model.symbols(shown=True)]))
    assert len(found) == 1, "a stratified program has one answer"
    return _collected(found[0])


def provisions_of(world: tuple[Instrument, ...]) -> list[Any]:
    """All provisions; a provision's number in the twin is its place in this list."""
    return [p for i in world for p in i.provisions]


def _collected(symbols: list[Any]) -> Twin:
    out = Twin()
    for name, arguments in symbols:
        values = [_plain(a) for a in arguments]
        if name == "duty":
            out.duties.add(tuple(values))
        elif name == "within":
            out.within.add(values[0])
        elif name in ("met", "open"):
            getattr(out, name).add(tuple(values))
        elif name == "position":
            out.positions[values[0]] = values[1]
        elif name == "breach":
            out.breaches.add(tuple(values))
        elif name == "joins":
            bound, number, side, state = values
            out.joins.setdefault(bound, {}).setdefault(number, {}).setdefault(side, set()).add(state)
    return out


def _plain(symbol: Any) -> Any:
    import clingo

    if symbol.type == clingo.SymbolType.Number:
        return symbol.number
    return symbol.string if symbol.type == clingo.SymbolType.String else symbol.name


def _facts(world: tuple[Instrument, ...], scenario: Scenario) -> Iterator[str]:
    yield f"today({scenario.date.toordinal()})."
    states = {p.code for i in world for p in i.parties} | {*scenario.attackers, *scenario.targets}
    yield f"rounds({len(states)})."
    for name, codes in (
        ("attacker", scenario.attackers),
        ("target", scenario.targets),
        ("location", scenario.location),
    ):
        for code in codes:
            yield f'{name}("{code}").'
    if scenario.provoked:
        yield "provoked."
    if scenario.ongoing_conflict is not None:
        yield f"ongoing({_yes(scenario.ongoing_conflict)})."
    for (treaty, condition), value in scenario.assumptions.items():
        yield f'assumed("{treaty}",{condition},{_yes(value)}).'
    for instrument in world:
        for party in instrument.parties:
            yield f'party("{instrument.id}","{party.code}",{_spell(party)}).'
    for number, provision in enumerate(provisions_of(world)):
        yield from _promise(number, provision)


def _promise(number: int, provision: Any) -> Iterator[str]:
    term = provision.term
    head = f'{number},"{provision.instrument}","{provision.obligor}",{term.obligation}'
    yield f"provision({head},{_spell(provision)})."
    for name, values in (
        ("beneficiary", provision.beneficiaries),
        ("adversary", term.adversaries),
        ("area", term.area_codes),
    ):
        for value in values:
            yield f'{name}({number},"{value}").'
    for condition in term.conditions:
        yield f"condition({number},{condition})."


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _spell(item: Any) -> str:
    start = date.fromisoformat(item.start).toordinal() if item.start else 0
    end = date.fromisoformat(item.end).toordinal() if item.end else _FOREVER
    return f"{start},{end}"
