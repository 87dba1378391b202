"""What goes into a record comes out of it unchanged, once, and whole or not at all."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.claim import Actor, Amount, Claim
from foedera.errors import BadClaim, BadDate, BadInput, RecordError
from foedera.record import Coverage, Record, Source, open_record
from foedera.record.rows import claim_data, claim_id, compact
from tests.record.making import a_claim, a_source, claims, store

NewRecord = Callable[[], Record]


def test_reading_the_same_source_twice_adds_nothing(record: Record) -> None:
    said = [("1", a_claim("cooperation", "AZE TUR")), ("2", a_claim("cooperation", "AZE ISR"))]
    covered = [Coverage("texts:a", "cooperation", "1990/2000", statement="Everything.")]
    assert record.put(a_source(), said, covered) == 2
    assert record.put(a_source(), said, covered) == 0
    assert (len(record.claims()), len(record.coverage()), len(record.sources())) == (2, 1, 1)


def test_a_claim_given_twice_at_one_place_is_stored_once(record: Record) -> None:
    claim = a_claim("cooperation", "AZE TUR")
    assert record.put(a_source(), [("1", claim), ("1", claim), ("2", claim)]) == 2


def test_new_claims_of_a_known_source_are_added(record: Record) -> None:
    store(record, a_claim("cooperation", "AZE TUR"))
    assert record.put(a_source(), [("later", a_claim("conflict", "AZE ARM"))]) == 1
    assert record.groups() == {"texts": 2}


def test_ids_follow_from_source_place_and_claim_alone(new_record: NewRecord) -> None:
    first, second = a_claim("cooperation", "AZE TUR"), a_claim("conflict", "AZE ARM")
    one, other = new_record(), new_record()
    one.put(a_source(), [("1", first), ("2", second)])
    other.put(a_source(), [("2", second), ("1", first)])
    assert {c.id for c in one.claims()} == {c.id for c in other.claims()}
    assert one.claims()[0].id == claim_id("texts:a", "1", first)


def test_a_generator_of_many_claims_is_one_transaction(record: Record) -> None:
    def many() -> Iterator[tuple[str, Claim]]:
        for n in range(4500):
            yield f"row {n}", a_claim("exercise", "USA GBR", name=f"Exercise {n}")
        raise RuntimeError("the file ends in the middle")

    with pytest.raises(RuntimeError):
        record.put(a_source(), many())
    assert record.sources() == []
    assert record.claims() == []


@pytest.mark.parametrize(
    ("claim", "error"),
    [
        (a_claim("friendship", "AZE TUR"), BadClaim),
        (a_claim("conflict", "AZE ARM", date="the other day"), BadDate),
        (a_claim("conflict", "AZE ARM", name="half a \ud83d"), BadClaim),
        (a_claim("conflict", "AZE ARM", period="2001/1999"), BadDate),
    ],
)
def test_one_wrong_claim_keeps_the_whole_source_out(record: Record, claim: Claim, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"\w"):
        record.put(a_source(), [("1", a_claim("cooperation", "AZE TUR")), ("2", claim)])
    assert not record.has_source("texts:a")


@pytest.mark.parametrize(
    "source",
    [
        a_source(reliability="Z"),
        a_source(title=""),
        a_source(""),
        a_source(text="damaged \0 text"),
        a_source(text="half a \ud83d"),
        a_source(issued="once"),
    ],
)
def test_a_source_that_cannot_be_kept_is_one_sentence(record: Record, source: Source) -> None:
    with pytest.raises(BadInput) as raised:
        record.put(source, [])
    assert str(raised.value).count("\n") == 0
    assert record.sources() == []


def test_every_field_of_a_source_comes_back(record: Record) -> None:
    source = Source(
        "texts:x", "texts", "Título", "Publisher", "Author", "1997-07~", "Baku", "UNTS 1", "https://example.org",
        "2025-08-28", "5.1", "ab" * 32, "text/plain", "Text, with 日本語 and 🤝\r\n", "CC BY", False, "B", "others",
        "@misc{x}", "a note",
    )  # fmt: skip
    record.put(source, [])
    assert record.source("texts:x") == source
    assert record.sources(with_text=True) == [source]
    assert record.sources()[0].text is None
    assert record.source("texts:x").may_be_passed_on is False


def test_a_source_that_is_put_again_is_brought_up_to_date_and_loses_nothing(record: Record) -> None:
    record.put(a_source(title="Draft", text="The text.", licence="CC BY"), [])
    record.put(a_source(title="Final", publisher="Embassy"), [])
    now = record.source("texts:a")
    assert (now.title, now.publisher, now.text, now.licence) == ("Final", "Embassy", "The text.", "CC BY")


def test_another_text_under_the_same_key_is_refused(record: Record) -> None:
    record.put(a_source(text="One text."), [])
    with pytest.raises(RecordError, match="another key"):
        record.put(a_source(text="Another text."), [])
    with pytest.raises(RecordError, match="group"):
        record.put(a_source(group="starter"), [])
    assert record.source("texts:a").text == "One text."


def test_coverage_comes_back_and_may_speak_of_another_stored_source(record: Record) -> None:
    record.put(a_source("atop:5.1", "atop"), [])
    full = Coverage("atop:5.1", "agreement", "1815/2018", ("defense",), "NATO", "PfP", ("AZE",), "All of them.")
    record.put(a_source(), [], [full, Coverage("texts:a", "membership", "1990/..")])
    assert record.coverage("agreement") == [full]
    assert record.coverage(groups=["texts"]) == [Coverage("texts:a", "membership", "1990/..")]
    with pytest.raises(RecordError, match="store that source first"):
        record.put(a_source("texts:b"), [], [Coverage("nowhere", "agreement", "1815/2018")])


def test_sources_are_counted_by_group(record: Record) -> None:
    store(record, a_claim("cooperation", "AZE TUR"), a_claim("cooperation", "AZE ISR"))
    record.put(a_source("atop:5.1", "atop"), [], [Coverage("atop:5.1", "agreement", "1815/2018")])
    assert record.groups() == {"atop": 0, "texts": 2}
    assert [(s.source.key, s.claims, s.coverage) for s in record.source_counts()] == [
        ("atop:5.1", 0, 1),
        ("texts:a", 2, 0),
    ]
    assert [s.key for s in record.sources(["atop"])] == ["atop:5.1"]


def test_several_puts_can_be_one_transaction(record: Record) -> None:
    def halfway() -> None:
        with record.transaction():
            record.put(a_source("texts:1"), [("1", a_claim("cooperation", "AZE TUR"))])
            assert len(record.claims()) == 1, "what was stored is seen inside"
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError):
        halfway()
    assert record.sources() == []


def test_a_failure_that_is_caught_takes_back_only_its_own_part(record: Record) -> None:
    with record.transaction():
        store(record, a_claim("cooperation", "AZE TUR"), key="texts:1")
        with pytest.raises(BadClaim):
            record.put(a_source("texts:2"), [("1", a_claim("friendship", "AZE TUR"))])
    assert [s.key for s in record.sources()] == ["texts:1"]


def test_what_is_not_there_is_said_in_a_sentence(record: Record) -> None:
    for ask in (record.claim, record.source, record.undo):
        with pytest.raises(RecordError, match="There is no"):
            ask("nothing", **({"by": "me"} if ask == record.undo else {}))


@pytest.fixture(scope="module")
def memory() -> Iterator[Record]:
    with open_record(":memory:") as record:
        yield record


@given(said=st.lists(claims, max_size=4))
def test_claims_come_back_equal(memory: Record, said: list[Claim]) -> None:
    key = f"texts:{uuid.uuid4().hex}"
    memory.put(a_source(key), [(f"{n}", claim) for n, claim in enumerate(said)])
    stored = memory.claims(source=key)
    assert [s.claim for s in stored] == said
    assert all(memory.claim(s.id) == s for s in stored)


@given(claim=claims)
def test_the_stored_json_is_the_claims_own(claim: Claim) -> None:
    assert json.loads(compact(claim_data(claim))) == claim.to_dict()
    assert Claim.from_json(compact(claim_data(claim))) == claim


@pytest.mark.parametrize("damage", ["{", "[]", "{}", '{"actors": 1}'])
def test_a_damaged_claim_is_said(record: Record, damage: str) -> None:
    (id,) = store(record, a_claim("cooperation", "AZE TUR"))
    with record.transaction() as connection:
        connection.exec_driver_sql(f"UPDATE claims SET json = '{damage}'")
    with pytest.raises(RecordError, match=id):
        record.claims()


def test_numbers_keep_their_kind(record: Record) -> None:
    claim = a_claim("deployment", "contributor:USA host:AZE", amount=Amount(350, "troops"), quantifier=2)
    store(record, claim)
    amount = record.claims()[0].claim.amount
    assert amount is not None
    assert isinstance(amount.value, int)


def test_actors_without_a_code_are_found_by_their_name(record: Record) -> None:
    claim = Claim(0, 1, "x", "conflict", "affirmed", (Actor(None, "party", "Wagner"), Actor("MLI", "party")))
    store(record, claim)
    assert [s.claim for s in record.claims(actors=["wagner", "MLI"])] == [claim]


SAID = st.lists(
    st.tuples(st.sampled_from("abc"), st.lists(st.tuples(st.sampled_from(("1", "2")), claims), max_size=3)), max_size=5
)


@settings(max_examples=25, deadline=None)
@given(SAID)
def test_many_sources_at_once_are_what_they_are_one_by_one(said: list[tuple[str, list[tuple[str, Claim]]]]) -> None:
    items = [(a_source(f"texts:{key}", note=f"note {key}"), pairs) for key, pairs in said]
    with open_record(":memory:") as one, open_record(":memory:") as other:
        added = one.put_many(items)
        assert added == sum(other.put(source, pairs) for source, pairs in items)
        assert one.put_many(items) == 0
        assert {c.id: c.claim for c in one.claims()} == {c.id: c.claim for c in other.claims()}
        assert one.source_counts() == other.source_counts()
        assert one.digest() == other.digest()


def test_many_sources_at_once_are_whole_or_absent(record: Record) -> None:
    good, bad = a_claim("cooperation", "AZE TUR"), a_claim("cooperation", "AZE ISR", date="soon")
    with pytest.raises(BadDate):
        record.put_many([(a_source("texts:a"), [("1", good)]), (a_source("texts:b"), [("1", bad)])])
    assert record.sources() == []


def test_many_sources_at_once_are_found_by_their_words_and_texts(record: Record) -> None:
    first = a_source("texts:a", title="Of frigates", text="Two frigates came.\n\nNobody saw them.")
    second = a_source("atop:5.1", "atop", title="A data set")
    record.put_many([(first, []), (second, [("row 1", a_claim("cooperation", "AZE TUR", quote="Corvettes."))])])
    assert [p.source for p in record.search("corvettes")] == ["atop:5.1"]
    assert {p.start for p in record.search("frigates")} == {0}
    assert record.source("texts:a").text == first.text


def test_more_sources_than_one_statement_takes(record: Record) -> None:
    items = [(a_source(f"texts:{n}"), [("1", a_claim("cooperation", "AZE TUR"))]) for n in range(1203)]
    assert record.put_many(items) == 1203
    assert record.groups() == {"texts": 1203}
