"""A scenario: who attacks whom, when, and the facts that settle conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from foedera.claim import CONDITIONS
from foedera.errors import BadInput
from foedera.record.model import Instrument

_ASSUMPTION = re.compile(r"(?P<treaty>[^=]{1,200}):(?P<condition>[a-z_]{1,40})=(?P<value>[a-z]{1,5})")
_TRUTH = {"true": True, "yes": True, "met": True, "false": False, "no": False}
# "provisions of 3180/1" may be meant by its ATOP number, with the phase, or by the record's full id.
_GROUPED = re.compile(r"(?P<group>[a-z-]+):(?P<key>.+)")


@dataclass(frozen=True, slots=True)
class Scenario:
    """Attackers and targets (codes as the record has them) on one day.

    `location` holds the codes of the states or territories where it happens; empty means the home
    territory of the target that a promise concerns. `ongoing_conflict` None leaves that condition
    open. `assumptions` answers a condition of one treaty by hand: {("3180", "location"): True}.
    """

    attackers: tuple[str, ...]
    targets: tuple[str, ...]
    date: date
    provoked: bool = False
    location: tuple[str, ...] = ()
    ongoing_conflict: bool | None = None
    assumptions: Mapping[tuple[str, str], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.attackers or not self.targets:
            raise BadInput("A scenario needs an attacker and a target: give at least one of each.")
        both = set(self.attackers) & set(self.targets)
        if both:
            raise BadInput(f"{sorted(both)[0]} is attacker and target at once: take it off one side.")

    def assumed(self, instrument: Instrument, condition: str) -> bool | None:
        """What was answered by hand for a condition of `instrument`; None when nothing was.

        Any of its versions may have been named: ATOP's number counts where the starter record speaks.
        """
        if not self.assumptions:
            return None
        for name in (instrument.id, *instrument.same_as):
            for key in treaty_keys(name):
                answer = self.assumptions.get((key, condition))
                if answer is not None:
                    return answer
        return None

    def to_dict(self) -> dict[str, Any]:
        """The scenario as JSON holds it; states as plain codes (Answer adds COW numbers)."""
        out: dict[str, Any] = {
            "attackers": list(self.attackers),
            "targets": list(self.targets),
            "date": self.date.isoformat(),
            "provoked": self.provoked,
            "location": list(self.location) or None,
            "ongoing_conflict": self.ongoing_conflict,
        }
        if self.assumptions:
            pairs = sorted(self.assumptions.items())
            out["assumptions"] = {f"{treaty}:{condition}": value for (treaty, condition), value in pairs}
        return out


def treaty_keys(instrument: str) -> tuple[str, ...]:
    """The ways to name an instrument by hand: "atop:3180/1", "3180/1", "atop:3180", "3180"."""
    keys = [instrument]
    match = _GROUPED.fullmatch(instrument)
    if match:
        keys.append(match["key"])
    keys += [key.rsplit("/", 1)[0] for key in tuple(keys) if "/" in key]
    return tuple(keys)


def read_assumptions(texts: Iterable[str]) -> dict[tuple[str, str], bool]:
    """The answers of `--assume TREATY:CONDITION=true|false`; raises BadInput with the form."""
    out: dict[tuple[str, str], bool] = {}
    for text in texts:
        match = _ASSUMPTION.fullmatch(text.strip())
        if not match or match["value"] not in _TRUTH:
            raise BadInput(f"'{text[:60]}' is no assumption: write 3180:location=true.")
        if match["condition"] not in CONDITIONS:
            known = ", ".join(CONDITIONS)
            raise BadInput(f"'{match['condition']}' is no condition of a treaty: choose from {known}.")
        out[match["treaty"], match["condition"]] = _TRUTH[match["value"]]
    return out
