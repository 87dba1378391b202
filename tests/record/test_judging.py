"""Judgements are kept for ever, take effect at once, and can be taken back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.claim import Claim
from foedera.errors import BadClaim, BadInput, RecordError
from foedera.record import Judgement, Record, open_record
from foedera.record.judging import joined
from tests.record.making import a_claim, a_pact, store


@pytest.fixture
def pact(record: Record) -> str:
    """The id of a claim that makes the instrument texts:1."""
    (id,) = store(record, a_pact("AZE TUR", "1", "2021/..", "defense", name="Shusha"))
    return id


def test_a_rejected_claim_is_left_out_everywhere(record: Record, pact: str) -> None:
    record.judge("reject", pact, by="Ada", note="a forgery")
    assert record.claims() == []
    assert record.instruments() == []
    assert record.provisions(on=date(2025, 1, 1)) == []
    assert record.ties("AZE") == []
    assert [p for p in record.search("They did") if p.claims] == []
    assert [s.id for s in record.claims(include_rejected=True)] == [pact]
    assert record.claim(pact).id == pact


def test_undoing_brings_it_back_and_undoing_that_takes_it_away_again(record: Record, pact: str) -> None:
    before = (record.claims(), record.instruments(), record.ties("AZE"), record.digest())
    rejection = record.judge("reject", pact, by="Ada")
    undone = record.undo(rejection.id, by="Bob")
    assert (record.claims(), record.instruments(), record.ties("AZE"), record.digest()) == before
    record.undo(undone.id, by="Ada")
    assert record.claims() == []
    assert [(j.by, j.undoes) for j in record.judgements(pact)] == [
        ("Ada", None), ("Bob", rejection.id), ("Ada", undone.id),
    ]  # fmt: skip


def test_acceptance_after_rejection_counts(record: Record, pact: str) -> None:
    rejection = record.judge("reject", pact, by="Ada")
    record.judge("accept", pact, by="Bob", undoes=rejection.id)
    assert len(record.claims()) == 1


def test_a_program_never_overrides_a_person(record: Record, pact: str) -> None:
    record.judge("reject", pact, by="Ada")
    record.judge("accept", pact, by="linker 1.0", score=0.99)
    assert record.claims() == []
    record.judge("accept", pact, by="Bob")
    record.judge("reject", pact, by="linker 1.0", score=0.99)
    assert len(record.claims()) == 1


def test_a_rejected_source_takes_its_claims_and_coverage_along(record: Record, pact: str) -> None:
    judgement = record.judge("reject", "source:texts:a", by="Ada")
    assert record.claims() == []
    assert record.instruments() == []
    assert record.search("Shusha") == []
    assert record.source_counts()[0].rejected
    record.undo(judgement.id, by="Ada")
    assert [s.id for s in record.claims()] == [pact]
    assert len(record.instruments()) == 1


def test_a_rejected_instrument_is_left_out_and_its_claims_stay(record: Record, pact: str) -> None:
    judgement = record.judge("reject", "texts:1", by="Ada")
    assert record.instruments() == []
    assert [s.id for s in record.claims()] == [pact]
    record.undo(judgement.id, by="Ada")
    assert [i.id for i in record.instruments()] == ["texts:1"]


def test_a_correction_is_used_and_found_and_can_be_taken_back(record: Record, pact: str) -> None:
    right = a_claim("conflict", "AZE ARM", name="Second war", date="2020")
    digest = record.digest()
    judgement = record.judge("correct", pact, by="Ada", object=right.to_json())
    assert [(s.id, s.claim) for s in record.claims(actors=["AZE", "ARM"], relations=["conflict"])] == [(pact, right)]
    assert record.claims(actors=["AZE", "TUR"]) == []
    assert record.claims(any_actor=["TUR"]) == []
    assert record.instruments() == []
    assert record.claims(name_like="second", overlapping="2020-05")[0].claim == right
    assert record.claims(overlapping="2021") == []
    assert record.claim(pact, original=True).claim.name == "Shusha"
    record.undo(judgement.id, by="Ada")
    assert record.claims(actors=["AZE", "TUR"])[0].claim.name == "Shusha"
    assert record.claims(actors=["ARM"]) == []
    assert record.digest() == digest


def test_a_corrected_claim_is_not_stored_again_when_its_source_is_read_again(record: Record, pact: str) -> None:
    record.judge("correct", pact, by="Ada", object=a_claim("conflict", "AZE ARM").to_json())
    store(record, a_pact("AZE TUR", "1", "2021/..", "defense", name="Shusha"))
    assert len(record.claims()) == 1


def test_judgements_survive_a_rebuild(record: Record, pact: str) -> None:
    record.judge("reject", pact, by="Ada")
    other = store(record, a_claim("conflict", "AZE ARM"), key="texts:b")[0]
    record.judge("correct", other, by="Ada", object=a_claim("conflict", "AZE IRN").to_json())
    digest = record.digest()
    assert record.rebuild()["digest"] == digest
    assert [s.claim.actor_keys() for s in record.claims()] == [{"AZE", "IRN"}]


def test_same_joins_instruments_and_apart_splits_them(record: Record) -> None:
    for group in ("atop", "dcad", "starter"):
        store(record, a_pact("AZE TUR", "1", "2010/.."), key=f"{group}:x", group=group)
    record.judge("same", "atop:1", object="dcad:1", by="linker", score=0.9)
    record.judge("same", "dcad:1", object="starter:1", by="Ada")
    assert {i.id: i.same_as for i in record.instruments()} == {
        "atop:1": ("dcad:1", "starter:1"), "dcad:1": ("atop:1", "starter:1"), "starter:1": ("atop:1", "dcad:1"),
    }  # fmt: skip
    assert [t.instruments for t in record.ties("AZE", "TUR")] == [("atop:1", "dcad:1", "starter:1")]
    split = record.judge("apart", "starter:1", object="atop:1", by="Bob")
    assert {i.id: i.same_as for i in record.instruments()} == {
        "atop:1": (), "dcad:1": ("starter:1",), "starter:1": ("dcad:1",),
    }  # fmt: skip
    record.judge("apart", "starter:1", by="Bob", undoes=split.id)
    assert record.instruments()[0].same_as == ("dcad:1", "starter:1")
    assert [j.verdict for j in record.judgements("starter:1")] == ["same", "apart", "apart"]


def test_same_and_its_undoing_reach_the_digest(record: Record) -> None:
    for group in ("atop", "dcad"):
        store(record, a_pact("AZE TUR", "1", "2010/.."), key=f"{group}:x", group=group)
    before = record.digest()
    judgement = record.judge("same", "atop:1", object="dcad:1", by="Ada")
    assert record.digest() != before
    record.undo(judgement.id, by="Ada")
    assert record.digest() == before


def test_who_and_when_are_kept(record: Record, pact: str) -> None:
    made = record.judge("reject", pact, by="Ada", note="why", at="2025-08-28T12:00:00+02:00")
    assert (made.by, made.note, made.at) == ("Ada", "why", "2025-08-28T10:00:00+00:00")
    assert record.judgements(pact) == [made]
    again = record.judge("reject", pact, by="Ada", note="why", at="2025-08-28T10:00:00+00:00")
    assert again == made
    assert record.judgements() == [made]
    assert record.judge("accept", pact, by="Ada").at.endswith("+00:00")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"verdict": "doubt"}, BadInput),
        ({"by": " "}, BadInput),
        ({"score": 1.5}, BadInput),
        ({"at": "yesterday"}, BadInput),
        ({"subject": "nothing"}, RecordError),
        ({"subject": "source:nothing"}, RecordError),
        ({"undoes": "nothing"}, RecordError),
        ({"object": "texts:1"}, BadInput),
        ({"verdict": "same"}, BadInput),
        ({"verdict": "same", "subject": "texts:1", "object": "texts:1"}, BadInput),
        ({"verdict": "same", "subject": "texts:1", "object": "texts:9"}, RecordError),
        ({"verdict": "correct"}, BadInput),
        ({"verdict": "correct", "object": "{}"}, BadClaim),
    ],
)
def test_a_judgement_that_says_nothing_is_one_sentence(
    record: Record, pact: str, arguments: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error) as raised:
        record.judge(**{"verdict": "reject", "subject": pact, "by": "Ada", **arguments})  # type: ignore[arg-type]
    assert "\n" not in str(raised.value)
    assert record.judgements() == []


ids = st.sampled_from("abcde")
pairs = st.tuples(
    st.sampled_from(("same", "apart")), ids, ids, st.none() | st.sampled_from((0.2, 0.8))
).filter(lambda p: p[1] != p[2])  # fmt: skip


def a_log(said: list[tuple[str, str, str, float | None]]) -> list[Judgement]:
    return [Judgement(str(n), v, a, b, "x", "now", score=s) for n, (v, a, b, s) in enumerate(said)]


@given(said=st.lists(pairs, max_size=12))
def test_what_a_person_said_last_to_be_apart_is_apart(said: list[tuple[str, str, str, float | None]]) -> None:
    groups = joined(a_log(said))
    last: dict[frozenset[str], str] = {}
    for verdict, a, b, score in said:
        if score is None:
            last[frozenset((a, b))] = verdict
    for pair, verdict in last.items():
        a, b = sorted(pair)
        assert verdict == "same" or b not in groups.get(a, ())
    assert all(groups[other] == group for group in groups.values() for other in group)


@settings(max_examples=20)
@given(verdicts=st.lists(st.sampled_from(("accept", "reject", "correct", "undo")), max_size=8))
def test_undoing_everything_leaves_the_record_as_it_was(verdicts: list[str]) -> None:
    with open_record(":memory:") as record:
        (id,) = store(record, a_pact("AZE TUR", "1", "2021/..", "defense"))
        before = record.digest()
        right = a_claim("conflict", "AZE ARM").to_json()
        for verdict in verdicts:
            log = record.judgements()
            if verdict == "undo" and log:
                record.undo(log[len(log) // 2].id, by="Bob")
            elif verdict != "undo":
                record.judge(verdict, id, by="Ada", object=right if verdict == "correct" else None)
        for judgement in reversed(record.judgements()):
            record.undo(judgement.id, by="Cleo")
        assert record.digest() == before
        assert record.claims()[0].claim == Claim.from_json(record.claim(id, original=True).claim.to_json())
