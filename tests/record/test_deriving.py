"""Instruments, parties and provisions follow from claims, whatever the order they came in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from foedera.claim import Claim, Term
from foedera.record import Record, open_record
from tests.record.making import a_claim, a_pact, a_source, claims, store

NewRecord = Callable[[], Record]


def test_parties_hold_from_the_first_day_their_period_can_mean_to_the_day_after_the_last(record: Record) -> None:
    store(
        record,
        a_pact("party:AUH", "1", "1879-10/1914", "defense", name="Dual Alliance"),
        a_pact("party:DEU", "1", "1879-10-07/1918-11-11", "defense", name="Dual Alliance"),
        group="atop",
    )
    (pact,) = record.instruments()
    assert (pact.id, pact.title) == ("atop:1", "Dual Alliance")
    assert [(p.code, p.start, p.end) for p in pact.parties] == [
        ("AUH", "1879-10-01", "1915-01-01"),
        ("DEU", "1879-10-07", "1918-11-12"),
    ]
    assert {p.claim for p in pact.parties} == {c.id for c in record.claims()}


@pytest.mark.parametrize(
    ("day", "there"), [("1949-04-03", False), ("1949-04-04", True), ("1955-05-05", True), ("1955-05-06", False)]
)
def test_a_provision_is_in_force_from_its_start_until_the_day_before_its_end(
    record: Record, day: str, there: bool
) -> None:
    store(record, a_pact("USA GBR", "1", "1949-04-04/1955-05-05", "defense", "consultation"), group="atop")
    provisions = record.provisions(on=date.fromisoformat(day))
    owed = sorted((p.obligor, p.term.obligation) for p in provisions)
    everything = [(state, o) for state in ("GBR", "USA") for o in ("consultation", "defense")]
    assert owed == (everything if there else [])
    assert bool(record.instruments(on=date.fromisoformat(day))) is there


def test_a_term_keeps_everything_that_it_says(record: Record) -> None:
    term = Term("defense", ("USA",), ("JPN",), ("location",), "5", ("SUN",), "territories of Japan", ("JPN",))
    store(record, a_claim("agreement", "USA JPN", instrument="us-jp", period="1960-06-23/..", terms=(term,)))
    (provision,) = record.provisions(on=date(2025, 1, 1))
    assert (provision.obligor, provision.beneficiaries, provision.term) == ("USA", ("JPN",), term)
    assert provision.source == "texts:a"
    assert provision == record.instruments()[0].provisions[0]


def test_members_are_parties_and_organisations_are_not(record: Record) -> None:
    term = (Term("defense", article="5"),)
    for code, since in (("USA", "1949-08-24"), ("EST", "2004-03-29")):
        claim = a_claim(
            "membership", f"member:{code} organisation:NATO", instrument="nato", period=f"{since}/..", terms=term
        )
        store(record, claim, key=f"starter:{code}", group="starter")
    (nato,) = record.instruments()
    assert [p.code for p in nato.parties] == ["EST", "USA"]
    assert [p.obligor for p in record.provisions(on=date(1990, 1, 1))] == ["USA"]
    assert nato.sources == ("starter:EST", "starter:USA")


def test_a_signature_alone_binds_nobody_where_the_period_is_known(record: Record) -> None:
    store(
        record,
        a_pact("USA GBR", "1", "1949-08-24/1960", "defense"),
        a_claim("agreement", "USA GBR", instrument="1", date="1949-04-04", date_role="signed", stage="signed"),
    )
    (pact,) = record.instruments()
    assert pact.signed == "1949-04-04"
    assert {(p.start, p.end) for p in pact.parties} == {("1949-08-24", "1961-01-01")}


@pytest.mark.parametrize(("stages", "alone"), [(["signed"], True), (["signed", "in_force"], False), ([None], False)])
def test_a_treaty_whose_signature_alone_is_on_record_says_so(
    record: Record, stages: list[str | None], alone: bool
) -> None:
    pacts = [a_claim("agreement", "GBR DEU", instrument="1", period="2025/..", stage=stage) for stage in stages]
    store(record, *pacts, group="starter")
    assert [i.signed_only for i in record.instruments()] == [alone]
    assert [i.signed_only for i in record.instruments(on=date(2026, 1, 1))] == [alone]


def test_an_agreement_read_from_a_text_is_an_instrument_of_its_own(record: Record) -> None:
    signed = a_claim("agreement", "AZE TUR", obligations=("defense",), date="2021-06-15", date_role="signed")
    (id,) = store(record, signed)
    (pact,) = record.instruments()
    assert pact.id == f"texts:{id}"
    assert [(p.obligor, p.start, p.end, p.term) for p in pact.provisions] == [
        ("AZE", "2021-06-15", None, Term("defense")),
        ("TUR", "2021-06-15", None, Term("defense")),
    ]


@pytest.mark.parametrize(
    "slots",
    [
        {"polarity": "denied"},
        {"stage": "negotiating"},
        {"stage": "terminated"},
        {"obligations": ()},
    ],
)
def test_denied_planned_and_ended_agreements_of_texts_bind_nobody(record: Record, slots: dict[str, str]) -> None:
    store(record, a_claim("agreement", "AZE TUR", **{"obligations": ("defense",), **slots}))
    assert record.instruments() == []
    assert record.provisions(on=date(2025, 1, 1)) == []


def test_instruments_are_found_by_party_pair_and_day(record: Record) -> None:
    store(
        record,
        a_pact("party:ITA", "1", "1882/1915-05-03", "defense"),
        a_pact("party:DEU", "1", "1882/1918", "defense"),
        a_pact("party:ITA", "2", "1939/1943", "offense"),
        a_pact("party:DEU", "2", "1940/1945", "offense"),
        a_pact("FRA RUS", "3", "1894/1917", "defense"),
        group="atop",
    )

    def ids(**wanted: object) -> list[str]:
        return [i.id for i in record.instruments(**wanted)]  # type: ignore[arg-type]

    assert ids(party="ITA") == ["atop:1", "atop:2"]
    assert ids(between=("DEU", "ITA")) == ["atop:1", "atop:2"]
    assert ids(between=("DEU", "ITA"), on=date(1917, 1, 1)) == []
    assert ids(party="DEU", on=date(1917, 1, 1)) == ["atop:1"]
    assert ids(on=date(1895, 1, 1)) == ["atop:1", "atop:3"]
    assert ids(between=("DEU", "RUS")) == []
    assert ids(groups=["texts"]) == []
    assert record.provisions(on=date(1895, 1, 1), groups=["cow"]) == []


def test_parties_that_never_overlapped_are_no_pair(record: Record) -> None:
    store(record, a_pact("party:ESP", "1", "1900/1910"), a_pact("party:DEU", "1", "1911/1920"))
    assert record.instruments(between=("ESP", "DEU")) == []


def test_a_later_claim_changes_only_its_own_instrument(record: Record) -> None:
    store(record, a_pact("USA GBR", "1", "1949/..", "defense"), a_pact("FRA RUS", "2", "1894/1917"), key="atop:a")
    before = {i.id: i for i in record.instruments()}
    store(record, a_pact("party:TUR", "1", "1952/..", "defense"), key="atop:b")
    after = {i.id: i for i in record.instruments()}
    assert after["texts:2"] == before["texts:2"]
    assert [p.code for p in after["texts:1"].parties] == ["GBR", "TUR", "USA"]


SOME = [
    ("atop:5.1", "atop", a_pact("party:AUH", "1", "1879/1914", "defense", name="Dual Alliance")),
    ("atop:5.1", "atop", a_pact("party:DEU", "1", "1879/1918", "defense", name="The Dual Alliance")),
    ("texts:a", "texts", a_claim("agreement", "AZE TUR", obligations=("defense",), date="2021")),
    ("texts:a", "texts", a_claim("membership", "member:AZE organisation:NATO", polarity="denied")),
    ("texts:b", "texts", a_claim("assistance", "provider:USA recipient:AZE", name="IMET", date="2002")),
    ("texts:c", "texts", a_claim("assistance", "provider:USA recipient:AZE", name="imet", date="2004")),
]


def fill(record: Record, order: list[int]) -> None:
    for n in order:
        key, group, claim = SOME[n]
        record.put(a_source(key, group), [(f"row {n}", claim)])


@settings(max_examples=15)
@given(order=st.permutations(range(len(SOME))))
def test_the_order_of_storing_changes_nothing(order: list[int]) -> None:
    with open_record(":memory:") as one, open_record(":memory:") as other:
        fill(one, list(range(len(SOME))))
        fill(other, order)
        other.instruments()
        assert one.instruments() == other.instruments()
        assert one.ties("AZE") == other.ties("AZE")
        assert one.digest() == other.digest()


@settings(max_examples=20)
@given(said=st.lists(st.lists(claims, max_size=3), max_size=3))
def test_deriving_bit_by_bit_is_deriving_at_once(said: list[list[Claim]]) -> None:
    with open_record(":memory:") as record:
        for n, batch in enumerate(said):
            store(record, *batch, key=f"texts:{n}")
            record.instruments()
        before = record.digest()
        assert record.rebuild()["digest"] == before


def test_rebuild_gives_the_same_bits_also_from_nothing(record: Record) -> None:
    fill(record, list(range(len(SOME))))
    before, digest = (record.instruments(), list(record.all_ties())), record.digest()
    first = record.rebuild()
    assert (first["instruments"], first["ties"]) == (2, 3)
    assert first["digest"] == digest == record.digest()
    with record.transaction() as connection:
        for table in ("instruments", "parties", "provisions", "ties"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
    assert record.rebuild() == first
    assert (record.instruments(), list(record.all_ties())) == before


def test_rebuild_mends_what_was_tampered_with(record: Record) -> None:
    fill(record, [0, 1])
    digest = record.digest()
    with record.transaction() as connection:
        connection.exec_driver_sql("UPDATE parties SET code = 'XXX'")
    assert record.digest() != digest
    assert record.rebuild()["digest"] == digest


@pytest.mark.postgres
def test_both_databases_derive_the_same_bits(postgres_url: Callable[[], str]) -> None:
    with open_record(":memory:") as one, open_record(postgres_url()) as other:
        fill(one, list(range(len(SOME))))
        fill(other, list(reversed(range(len(SOME)))))
        assert one.digest() == other.digest()


def test_storing_a_small_text_derives_nothing(tmp_path: Path) -> None:
    path = tmp_path / "f.db"
    with open_record(path) as record:
        store(record, *[a_pact("USA GBR", str(n), "1949/..", "defense") for n in range(50)], group="atop", key="atop:1")
        record.instruments()
        store(record, a_pact("AZE TUR", "x", "2021/..", "defense"))
        with create_engine(f"sqlite:///{path}").connect() as connection:
            assert connection.exec_driver_sql("SELECT key FROM stale WHERE kind='instrument'").all() == [("texts:x",)]
