"""Measures answers against labelled scenarios (one JSON object a line, states as COW numbers).

A labelled case has `id`, `attackers`, `targets`, `date`, `provoked`, and the answer: `duties`,
`positions`, `breaches`, `spread`, each compared as a whole; duties and breaches as sets.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedera.errors import BadTable
from foedera.obligations.answer import code_of
from foedera.obligations.respond import respond
from foedera.obligations.scenario import Scenario
from foedera.record.model import Instrument

if TYPE_CHECKING:
    from foedera.record import Record

PARTS = ("duties", "positions", "breaches", "spread")
_DUTY = ("state", "response", "force", "toward", "atopid", "within_alliance", "conditions")
_BREACH = ("state", "toward", "atopid", "kind")


def evaluate(
    gold: str | Path, treaties: Record | Iterable[Instrument], groups: Sequence[str] | None = None
) -> dict[str, Any]:
    """How many scenarios of a file are answered as labelled: all of it, and each part.

    Gives `scenarios`, `equal` (a share), `parts` (shares) and `cases`: for each scenario that
    differs the parts that do and up to five rows missing or in excess. Raises BadTable.
    """
    kept = tuple(treaties) if isinstance(treaties, Iterable) else treaties
    cases = _cases(Path(gold))
    wrong = []
    right = dict.fromkeys(PARTS, 0)
    for case in cases:
        found = as_labelled(respond(kept, scenario_of(case), groups=groups).to_dict())
        differ = [part for part in PARTS if _plain(found[part]) != _plain(case[part])]
        for part in PARTS:
            right[part] += part not in differ
        if differ:
            wrong.append({"id": case["id"], **{part: _difference(case[part], found[part]) for part in differ}})
    count = max(len(cases), 1)
    return {
        "scenarios": len(cases),
        "equal": (len(cases) - len(wrong)) / count,
        "parts": {part: right[part] / count for part in PARTS},
        "cases": wrong,
    }


def _cases(path: Path) -> list[dict[str, Any]]:
    out = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            case = json.loads(line)
            missing = [k for k in ("id", "attackers", "targets", "date", *PARTS) if k not in case]
        except (json.JSONDecodeError, TypeError, RecursionError) as error:
            raise BadTable(f"Line {number} of {path.name} is not a scenario in JSON ({error}).") from error
        if missing:
            raise BadTable(f"Line {number} of {path.name} has no '{missing[0]}': it is not a labelled scenario.")
        out.append(case)
    return out


def scenario_of(case: dict[str, Any]) -> Scenario:
    """The scenario of a labelled case."""
    day = date.fromisoformat(case["date"])
    return Scenario(
        tuple(code_of(n, day) for n in case["attackers"]),
        tuple(code_of(n, day) for n in case["targets"]),
        day,
        provoked=bool(case.get("provoked")),
    )


def as_labelled(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer's JSON in the form of the labels: COW numbers for states."""
    return {
        "duties": [_flat(d, _DUTY) for d in answer["duties"]],
        "positions": {str(p["state"]["cow"]): p["position"] for p in answer["positions"]},
        "breaches": [_flat(b, _BREACH) for b in answer["breaches"]],
        "spread": {
            bound: {side: [sorted(s["cow"] for s in joined) for joined in rounds] for side, rounds in sides.items()}
            for bound, sides in answer["spread"].items()
        },
    }


def _flat(row: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {n: row[n]["cow"] if n in ("state", "toward") else row[n] for n in names}


def _plain(part: Any) -> Any:
    """A part made comparable: rows as a set (with their number), anything else as it is."""
    return (len(part), _rows(part)) if isinstance(part, list) else part


def _rows(part: list[Any]) -> set[str]:
    return {json.dumps(row, sort_keys=True) for row in part}


def _difference(labelled: Any, found: Any) -> dict[str, Any]:
    if not isinstance(labelled, list):
        return {"labelled": labelled, "found": found}
    expected, given = _rows(labelled), _rows(found)
    return {
        "missing": [json.loads(r) for r in sorted(expected - given)[:5]],
        "in excess": [json.loads(r) for r in sorted(given - expected)[:5]],
    }
