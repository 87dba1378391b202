"""Four relations in the ordinary English of news, ministries, briefs, forums, chronologies and hearings.

Every text stands in prose.txt with the claims that it makes, and the words of a text that makes none.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from foedera import reading
from foedera.claim import Claim
from foedera.documents import from_text

_GIVES = ("supplier", "provider", "contributor")
_TAKES = ("recipient", "host")
# What share of the texts of each relation must come out exactly right, those without a claim included.
FLOORS = {"agreement": 0.88, "deployment": 0.87, "transfer": 0.93, "assistance": 0.87}


@dataclass(slots=True)
class Case:
    """A text and its claims of one relation, as prose.txt writes them."""

    relation: str
    text: str
    claims: list[str] = field(default_factory=list)


def cases() -> list[Case]:
    out: list[Case] = []
    relation = ""
    for line in (Path(__file__).parent / "prose.txt").read_text("utf-8").splitlines():
        if line.startswith("== "):
            relation = line[3:].strip()
        elif line.startswith("- "):
            out.append(Case(relation, line[2:].replace("¶", "\n\n").replace("  ", "\t")))
        elif line.startswith("  "):
            out[-1].claims.append(written(line.strip()))
    return out


def written(line: str) -> str:
    """The parties in order of their codes."""
    return (
        line
        if ">" in line
        else ("not " if line.startswith("not ") else "") + "+".join(sorted(line.removeprefix("not ").split("+")))
    )


def told(claim: Claim) -> str:
    """A claim as prose.txt writes it."""
    by_role = {
        role: "+".join(sorted(a.code or a.body or "" for a in claim.actors if a.role == role))
        for role in claim_roles(claim)
    }
    denied = "not " if claim.polarity == "denied" else ""
    if "party" in by_role:
        return denied + by_role["party"]
    gives = next((by_role[r] for r in _GIVES if r in by_role), "")
    takes = next((by_role[r] for r in _TAKES if r in by_role), "")
    org = f"@{by_role['organisation']}" if "organisation" in by_role else ""
    return f"{denied}{gives}>{takes}{org}"


def claim_roles(claim: Claim) -> set[str]:
    return {a.role for a in claim.actors}


def read(case: Case) -> list[str]:
    found = reading.by_rules(from_text(case.text, "page.txt"))
    return sorted({told(c) for c in found if c.relation == case.relation})


@pytest.mark.parametrize("relation", FLOORS)
def test_most_texts_of_a_relation_come_out_exactly_right(relation: str) -> None:
    mine = [c for c in cases() if c.relation == relation]
    wrong = [c.text for c in mine if read(c) != sorted(c.claims)]
    right = 1 - len(wrong) / len(mine)
    assert right >= FLOORS[relation], f"{right:.3f} right; wrong: " + " / ".join(wrong)


def test_every_relation_has_texts_with_and_without_claims() -> None:
    count = Counter((c.relation, bool(c.claims)) for c in cases())
    assert all(count[relation, True] >= 60 and count[relation, False] >= 15 for relation in FLOORS)
