"""The forum post that it began with, checked against the ministry's page and the starter record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from foedera import api
from foedera.checking import Checked


@pytest.fixture(scope="module")
def verdicts(shared: Path) -> list[Checked]:
    with api.open_record(":memory:") as record:
        page = shared / "seeds/embassy.txt"
        return api.check(shared / "seeds/forum.txt", record, against=[page], as_of="2025-08-28", proofs=True)


def one(verdicts: list[Checked], *words: str, **slots: Any) -> Checked:
    """The verdict on the claim with these slots and words."""
    hits = [
        v
        for v in verdicts
        if all(getattr(v.claim, k) == x for k, x in slots.items()) and all(w in v.claim.to_json() for w in words)
    ]
    assert hits, f"no claim with {words} {slots}"
    assert len({h.verdict for h in hits}) == 1, [(h.verdict, h.claim.quote) for h in hits]
    return hits[0]


def test_no_member_of_nato(verdicts: list[Checked]) -> None:
    assert one(verdicts, '"NATO"', relation="membership", polarity="denied", status="member").verdict == "supported"


@pytest.mark.parametrize("framework", ["Partnership for Peace", "Individual Partnership Action Plan"])
def test_its_programmes_with_nato(verdicts: list[Checked], framework: str) -> None:
    assert one(verdicts, framework, relation="membership").verdict == "supported"


def test_the_pact_with_turkey_of_2021(verdicts: list[Checked]) -> None:
    found = one(verdicts, '"TUR"', relation="agreement", date="2021")
    assert found.verdict == "supported"
    assert any("Shusha" in e.quote for e in found.evidence)


def test_first_is_contradicted_by_the_baltic_states_and_by_itself(verdicts: list[Checked]) -> None:
    found = one(verdicts, quantifier="first")
    assert (found.verdict, found.reason) == ("contradicted", "quantifier")
    shown = json.dumps([e.claim for e in found.evidence]) + (found.note or "")
    assert {"EST", "LVA", "LTU"} & set(json.dumps(shown).replace('"', " ").replace("\\", " ").split())
    assert any("2010" in e.quote or "1994" in e.quote for e in found.evidence)


def test_no_defence_treaty_with_the_united_states(verdicts: list[Checked]) -> None:
    found = one(verdicts, '"USA"', relation="agreement", polarity="denied")
    assert found.verdict == "supported"
    assert any("Collective Defense" in e.quote or "Collective Defense" in e.title for e in found.evidence)


@pytest.mark.parametrize("year", ["1997", "2000"])
def test_the_joint_statements_are_quoted_from_the_page(verdicts: list[Checked], year: str) -> None:
    found = one(verdicts, '"USA"', relation="agreement", date=year)
    assert found.verdict == "supported"
    assert any(e.source.startswith("text:") for e in found.evidence)


@pytest.mark.parametrize("programme", ["FMF", "IMET", "Section 333"])
def test_the_programmes_are_quoted_from_the_page(verdicts: list[Checked], programme: str) -> None:
    found = one(verdicts, programme, relation="assistance")
    assert found.verdict == "supported"
    assert any(e.source.startswith("text:") and programme in e.quote for e in found.evidence)


def test_the_agreement_with_somalia(verdicts: list[Checked]) -> None:
    assert one(verdicts, '"SOM"', relation="agreement").verdict == "supported"


def test_nothing_is_decided_without_evidence(verdicts: list[Checked]) -> None:
    assert all(v.evidence for v in verdicts if v.verdict != "unknown")


def test_every_verdict_replays_from_its_proof(verdicts: list[Checked]) -> None:
    from foedera.checking import proof

    for verdict in verdicts:
        stored = json.loads(json.dumps(verdict.proof))
        assert proof.replay(stored) == stored["answer"]
