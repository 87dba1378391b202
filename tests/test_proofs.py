"""Proofs of answers to scenarios: complete, small, and honest about what has changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from foedera import proofs
from foedera.errors import BadInput
from foedera.obligations import Scenario, respond
from foedera.record import Coverage, Record, Source, open_record
from tests.record.making import a_claim, a_pact

DAY = date(1990, 5, 1)


@pytest.fixture
def record() -> Iterator[Record]:
    """Two data sets that hold one treaty, another that joins in later, one far away, and a text."""
    with open_record(":memory:") as made:
        pacts = [
            ("row 2", a_pact("IRQ", "7", "1980-01-01/2000-12-31", "defense")),
            ("row 3", a_pact("JOR", "7", "1980-01-01/2000-12-31", "defense")),
            ("row 4", a_pact("JOR SYR", "8", "1985-01-01/..", "defense")),
            ("row 5", a_pact("EGY LBY", "9", "1970-01-01/..", "offense")),
            ("row 6", a_pact("BRA ARG", "10", "1970-01-01/..", "defense")),
        ]
        covered = Coverage("one:1", "agreement", "1816/2018")
        made.put(Source("one:1", "one", "One data set", version="1", reliability="B"), pacts, [covered])
        other = a_pact("IRQ JOR", "x", "1980-01-01/2000-12-31", "defense", name="The Amman Pact")
        made.put(Source("other:1", "other", "Another data set"), [("row 9", other)])
        made.put(
            Source("text:1", "texts", "A page"), [("0:9", a_claim("agreement", "EGY IRQ", obligations=("defense",)))]
        )
        made.judge("same", "one:7", object="other:x", by="foedera:linkage", score=0.9)
        yield made


def scenario(**facts: Any) -> Scenario:
    return Scenario(("EGY",), ("IRQ",), DAY, **facts)


def stored(record: Record, case: Scenario) -> dict[str, Any]:
    """A proof as it comes back from its file."""
    return json.loads(proofs.to_json(proofs.of_answer(record, respond(record, case))))  # type: ignore[no-any-return]


CASES = [
    scenario(),
    scenario(provoked=True),
    scenario(location=("SAU",), ongoing_conflict=False),
    scenario(assumptions={("one:8", "other"): False, ("7", "location"): True}),
    Scenario(("EGY", "SYR"), ("IRQ", "ISR"), DAY),
    Scenario(("FJI",), ("TON",), DAY),
]


@pytest.mark.parametrize("case", CASES)
def test_the_answer_follows_from_the_proof_alone_byte_for_byte(record: Record, case: Scenario) -> None:
    answer = respond(record, case).to_dict()
    proof = stored(record, case)
    assert json.dumps(proofs.replay(proof), sort_keys=True) == json.dumps(answer, sort_keys=True)
    assert json.dumps(proof["answer"], sort_keys=True) == json.dumps(answer, sort_keys=True)
    assert proofs.tampered(proof) == []
    assert proofs.changes(proof, record) == []


def test_a_proof_holds_what_bears_on_the_answer_and_no_more(record: Record) -> None:
    proof = stored(record, scenario())
    assert {t["id"] for t in proof["treaties"]} == {"one:7", "one:8", "one:9", "other:x"}, "not Brazil's"
    assert set(proof["sources"]) == {"one:1", "other:1"}, "texts did not speak"
    assert proof["sources"]["one:1"] == {"group": "one", "title": "One data set", "version": "1", "reliability": "B"}
    assert {c["locator"] for c in proof["claims"].values()} == {"row 2", "row 3", "row 4", "row 5", "row 9"}
    assert [(j["verdict"], j["by"]) for j in proof["judgements"]] == [("same", "foedera:linkage")]


def test_what_texts_say_is_proved_when_they_spoke(record: Record) -> None:
    answer = respond(record, scenario(), include_texts=True)
    proof = json.loads(proofs.to_json(proofs.of_answer(record, answer)))
    assert "text:1" in proof["sources"]
    assert proofs.same(proofs.replay(proof), answer.to_dict())
    assert proofs.changes(proof, record) == []


def test_a_claim_changed_in_the_file_is_found(record: Record) -> None:
    proof = stored(record, scenario())
    id_, item = next((i, c) for i, c in proof["claims"].items() if c["locator"] == "row 3")
    item["claim"]["period"] = "1980-01-01/1985-12-31"
    assert proofs.tampered(proof) == [id_]
    assert not proofs.same(proofs.replay(proof), proof["answer"])


def test_a_corrected_claim_is_no_forgery(record: Record) -> None:
    told = record.claims(source="one:1")[1]
    right = json.dumps({**told.claim.to_dict(), "period": "1980-01-01/1985-12-31"})
    record.judge("correct", told.id, by="A. Reader", object=right)
    proof = stored(record, Scenario(("EGY",), ("IRQ",), date(1984, 1, 1)))
    assert proofs.tampered(proof) == []
    assert proofs.same(proofs.replay(proof), proof["answer"])


def test_what_has_changed_since_is_named(record: Record) -> None:
    proof = stored(record, scenario())
    rejected, corrected = record.claims(source="one:1")[1:3]
    record.judge("reject", rejected.id, by="A. Reader")
    right = json.dumps({**corrected.claim.to_dict(), "period": "1985-01-01/1986-01-01"})
    record.judge("correct", corrected.id, by="B. Reader", object=right)
    record.put(Source("other:1", "other", "Another data set, revised"), [])
    said = proofs.changes(proof, record)
    assert [s for s in said if rejected.id in s and "rejected by A. Reader" in s]
    assert [s for s in said if corrected.id in s and "corrected by B. Reader" in s]
    assert [s for s in said if s.startswith("The source other:1 has changed: title")]
    assert [s for s in said if s.startswith("The record gives another answer today: duties")]
    assert len(said) == 4


def test_another_record_lacks_what_it_lacks(record: Record) -> None:
    proof = stored(record, scenario())
    with open_record(":memory:") as empty:
        said = proofs.changes(proof, empty)
    assert "The source one:1 is not in this record." in said
    assert sum("The claim" in s for s in said) == len(proof["claims"])


@pytest.mark.parametrize("damage", [{"rules": 0}, {"scenario": None}, {"claims": []}, {"treaties": [{}]}])
def test_what_is_no_proof_is_refused(record: Record, damage: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        proofs.replay({**stored(record, scenario()), **damage})
