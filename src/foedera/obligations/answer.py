"""The answer to a scenario: duties, positions, breaches and spread, each traceable to its claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from foedera import actors
from foedera.errors import UnknownActor
from foedera.obligations.duties import Breach, Duty
from foedera.obligations.rules import POSITIONS
from foedera.obligations.same import Owed
from foedera.obligations.scenario import Scenario
from foedera.record.model import Instrument, Provision


@dataclass(frozen=True, slots=True)
class Round:
    """Who joins each side in one round, as codes."""

    attackers: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Whether a group of sources speaks for the day of the scenario, and why not."""

    group: str
    used: bool
    since: str | None = None
    until: str | None = None
    treaties: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the treaties in force ask of every state; see casus_foederis.md for each part.

    `positions` maps the code of each state that any treaty touches to its position; states that
    are not in it are uninvolved. `notes` say which sources cover the day, `cautions` what may be wrong
    with the question.
    """

    scenario: Scenario
    duties: tuple[Duty, ...]
    positions: dict[str, str]
    breaches: tuple[Breach, ...]
    certain: tuple[Round, ...]
    possible: tuple[Round, ...]
    notes: tuple[SourceNote, ...] = ()
    also: dict[Owed, tuple[Provision, ...]] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()

    def holding(self, position: str) -> tuple[str, ...]:
        """The states in a position, sorted by code."""
        return tuple(sorted(code for code, held in self.positions.items() if held == position))

    def joiners(self, bound: str) -> Round:
        """All who join in the bound "certain" or "possible", both sides, in order of rounds."""
        rounds = self.certain if bound == "certain" else self.possible
        return Round(
            tuple(code for r in rounds for code in r.attackers),
            tuple(code for r in rounds for code in r.targets),
        )

    def provisions_behind(self, duty: Duty) -> tuple[Provision, ...]:
        """The provision of a duty, and those by which other sources state the same."""
        key = duty.instrument.id, duty.state, duty.provision.term.obligation
        return (duty.provision, *self.also.get(key, ()))

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON holds it (architecture.md); states as {"code", "cow"}."""
        on = self.scenario.date
        scenario = self.scenario.to_dict()
        scenario |= {k: [state(c, on) for c in scenario[k]] for k in ("attackers", "targets")}
        return {
            "scenario": scenario,
            "duties": [self._duty(d) for d in self.duties],
            "positions": [
                {"state": state(code, on), "position": self.positions[code]} for code in _ranked(self.positions)
            ],
            "breaches": [_breach(b, on) for b in self.breaches],
            "spread": {"certain": _rounds(self.certain, on), "possible": _rounds(self.possible, on)},
            "sources": [_note(n) for n in self.notes],
            "cautions": list(self.cautions),
        }

    def _duty(self, duty: Duty) -> dict[str, Any]:
        on = self.scenario.date
        behind = self.provisions_behind(duty)
        return {
            "state": state(duty.state, on),
            "response": duty.response,
            "force": duty.force,
            "toward": state(duty.toward, on),
            "instrument": treaty(duty.instrument),
            "atopid": atopid(duty.instrument),
            "within_alliance": duty.within_alliance,
            "conditions": {c.name: c.status for c in duty.conditions},
            "settled_by": {c.name: c.words() for c in duty.conditions},
            "article": duty.provision.term.article,
            "claims": unique(p.claim for p in behind),
            "sources": unique(p.source for p in behind),
        }


def state(code: str, on: date) -> dict[str, Any]:
    """A state as JSON holds it: {"code": "DEU", "cow": 255}; cow is None where it has no number."""
    return {"code": code, "cow": cow_number(code, on)}


def cow_number(code: str, on: date) -> int | None:
    """The COW number of a code on a day; a state out of the system then keeps its nearest number."""
    scheme, _, number = code.partition(":")
    if scheme == "cow" and number.isdigit():
        return int(number)
    return actors.cow(code, on) or _nearest(code, on)


def code_of(number: int, on: date) -> str:
    """The code that leads back to a COW number on a day; `cow:NNN` where there is none."""
    try:
        code = actors.code(number, on)
    except UnknownActor:
        return f"cow:{number}"
    return code if actors.cow(code, on) == number else f"cow:{number}"


def _nearest(code: str, on: date) -> int | None:
    known = actors.states().get(code)
    if known is None or not known.cow:
        return None
    return min(known.cow, key=lambda s: _distance(s.first, s.last, on)).number


def _distance(first: date, last: date | None, on: date) -> int:
    if on < first:
        return (first - on).days
    return (on - last).days if last and on > last else 0


def atopid(instrument: Instrument) -> int | None:
    """The number that ATOP gives the treaty, also when another source's version speaks for it."""
    for key in (instrument.id, *instrument.same_as):
        group, _, own = key.partition(":")
        number = own.partition("/")[0]
        if group == "atop" and number.isdigit():
            return int(number)
    return None


def treaty(instrument: Instrument) -> dict[str, Any]:
    """An instrument as JSON holds it."""
    out: dict[str, Any] = {"id": instrument.id, "title": instrument.title, "signed": instrument.signed}
    if instrument.signed_only:
        out["signed_only"] = True
    if instrument.same_as:
        out["same_as"] = list(instrument.same_as)
    return out


def unique(items: Iterable[str]) -> list[str]:
    """Each once, in their order."""
    return list(dict.fromkeys(items))


def _ranked(positions: dict[str, str]) -> list[str]:
    order = {name: n for n, name in enumerate(POSITIONS)}
    return sorted(positions, key=lambda code: (order[positions[code]], code))


def _breach(breach: Breach, on: date) -> dict[str, Any]:
    return {
        "state": state(breach.state, on),
        "toward": state(breach.toward, on),
        "instrument": treaty(breach.instrument),
        "atopid": atopid(breach.instrument),
        "kind": breach.kind,
        "claims": unique(p.claim for p in breach.provisions),
        "sources": unique(p.source for p in breach.provisions),
    }


def _rounds(rounds: tuple[Round, ...], on: date) -> dict[str, Any]:
    return {
        "attackers": [[state(c, on) for c in r.attackers] for r in rounds],
        "targets": [[state(c, on) for c in r.targets] for r in rounds],
    }


def _note(note: SourceNote) -> dict[str, Any]:
    return {
        "group": note.group,
        "used": note.used,
        "since": note.since,
        "until": note.until,
        "treaties": note.treaties,
        "note": note.note,
    }
