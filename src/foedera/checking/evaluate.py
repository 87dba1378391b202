"""How often verdicts are right, on labelled texts of one claim each (gold/README.md, check_dev)."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedera.checking.check import check
from foedera.checking.model import Checked
from foedera.documents import from_text
from foedera.errors import BadInput

if TYPE_CHECKING:
    from foedera.record import Record

DECIDED = ("supported", "contradicted")


@dataclass
class Scores:
    """Counts of (labelled, given) verdicts, in all and by tag; `cases` are those that came out wrong."""

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_tag: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    cases: list[dict[str, Any]] = field(default_factory=list)
    firm_and_wrong: int = 0
    reasons_right: int = 0
    reasons: int = 0

    @property
    def total(self) -> int:
        return sum(self.pairs.values())

    @property
    def right(self) -> float:
        """Share of verdicts that are right."""
        return sum(n for (a, b), n in self.pairs.items() if a == b) / self.total if self.total else 0.0

    def to_dict(self) -> dict[str, Any]:
        return {
            "total": self.total,
            "right": round(self.right, 4),
            "wrong_among_credibility_1_2": self.firm_and_wrong,
            "reasons_right": self.reasons_right,
            "reasons": self.reasons,
            "confusion": {f"{a} -> {b}": n for (a, b), n in sorted(self.pairs.items())},
            "by_tag": {
                tag: {f"{a} -> {b}": n for (a, b), n in sorted(pairs.items())}
                for tag, pairs in sorted(self.by_tag.items())
            },
            "cases": self.cases,
        }


def labelled(path: Path) -> list[dict[str, Any]]:
    """The labelled texts of a JSON lines file; raises BadInput with the line that cannot be read."""
    out = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
            out.append({**case, "text": case["text"], "verdict": case["verdict"]})
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise BadInput(f"{path}, line {number} is no labelled text ({error}): see gold/README.md.") from error
    return out


def evaluate(cases: Iterable[dict[str, Any]], record: Record, groups: Sequence[str] | None) -> Scores:
    """The verdicts of labelled texts, one text at a time, beside what they should be."""
    scores = Scores()
    for case in cases:
        given = verdict_of(check(from_text(case["text"], name=case.get("id", "text")), record, groups=groups))
        _count(scores, case, given)
    return scores


def verdict_of(checked: Sequence[Checked]) -> Checked | None:
    """The verdict of a text with one claim: its firmest; a text that no claim was read from has none."""
    decided = [c for c in checked if c.verdict != "unknown"]
    ranked = sorted(decided or checked, key=lambda c: (c.verdict != "contradicted", c.credibility))
    return ranked[0] if ranked else None


def _count(scores: Scores, case: dict[str, Any], given: Checked | None) -> None:
    verdict = given.verdict if given else "unknown"
    pair = (case["verdict"], verdict)
    scores.pairs[pair] += 1
    for tag in case.get("tags", []):
        scores.by_tag[tag][pair] += 1
    if case.get("reason") and pair[0] == pair[1]:
        scores.reasons += 1
        scores.reasons_right += bool(given and given.reason == case["reason"])
    if pair[0] == pair[1]:
        return
    if given and verdict in DECIDED and given.credibility <= 2:
        scores.firm_and_wrong += 1
    scores.cases.append(
        {
            "id": case.get("id"),
            "text": case["text"],
            "labelled": case["verdict"],
            "given": verdict,
            "reason": given.reason if given else "nothing was read",
            "credibility": given.credibility if given else None,
            "claim": given.claim.to_dict() if given else None,
        }
    )
