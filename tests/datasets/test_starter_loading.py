"""The starter record fills a record once, each claim resting on the source that its row cites."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from foedera import api
from foedera.claim import faults
from foedera.datasets.starter import load_into, loading, tables
from foedera.datasets.starter.memberships import not_before, period
from foedera.dates import Date
from foedera.documents import from_text
from foedera.record import Record, open_record


@pytest.fixture(scope="module")
def record() -> Iterator[Record]:
    with open_record(":memory:") as opened:
        assert load_into(opened) > 1000
        yield opened


def test_loading_again_adds_nothing(record: Record) -> None:
    before = record.groups()
    assert load_into(record) == 0
    assert record.groups() == before


def test_every_claim_keeps_the_rule_book(record: Record) -> None:
    for stored in record.claims():
        assert faults(stored.claim) == [], stored.locator


def test_every_claim_names_a_citation_with_a_title(record: Record) -> None:
    titles = {s.key: s.title for s in record.sources()}
    assert all(titles[stored.source] for stored in record.claims())


def test_every_citation_is_used_once_and_only_once() -> None:
    rows = [row["id"] for name in tables.CITATIONS for _, row in tables.table(name)]
    assert len(rows) == len(set(rows))


def test_nato_has_its_32_members_and_their_treaty_its_parties(record: Record) -> None:
    claims = [s.claim for s in record.claims(relations=["membership"], actors=["NATO"], overlapping="2025-08-28")]
    members = {c.actors[0].code for c in claims if c.name is None and c.status == "member"}
    assert len(members) == 32
    (treaty,) = (i for i in record.instruments(groups=["starter"], on=date(2025, 8, 28)) if "nato" in i.id)
    parties = {p.code for p in treaty.parties if p.end is None}
    assert parties == members


def test_a_membership_says_since_when_it_holds_and_when_it_was_signed(record: Record) -> None:
    claims = [s.claim for s in record.claims(relations=["membership"], actors=["TUR", "NATO"])]
    dates = {c.date_role: Date.parse(c.date or "") for c in claims if c.name is None}
    assert dates["since"] == Date.parse("1952-02-18")
    assert dates["signed"].overlaps(date(1951, 10, 22))
    assert {c.period for c in claims if c.name is None} == {"1952-02-18/.."}


def test_turkey_and_azerbaijan_are_bound_by_the_shusha_declaration(record: Record) -> None:
    bound = record.instruments(between=("AZE", "TUR"), on=date(2025, 8, 28), groups=["starter"])
    shusha = next(i for i in bound if "shusha" in i.id)
    assert shusha.signed == "2021-06-15"
    assert {p.obligor for p in shusha.provisions} == {"AZE", "TUR"}


@pytest.mark.parametrize(
    ("state", "day"), [("USA", "2025-08-28"), ("ARM", "2022-06-01"), ("AZE", "2025-08-28"), ("IND", "2022-06-01")]
)
def test_promises_of_defense_are_declared_complete_for_some_states(record: Record, state: str, day: str) -> None:
    (coverage,) = (c for c in record.coverage(relation="agreement", groups=["starter"]) if c.actors == (state,))
    assert coverage.obligations == ("defense",)
    assert Date.parse(coverage.period).contains(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("India and Armenia signed a mutual defence pact in 2022.", "contradicted"),
        ("In 2023 India and Armenia had a mutual defence pact.", "contradicted"),
        ("There was no mutual defence treaty between India and Armenia in 2024.", "supported"),
        ("China and Pakistan had a mutual defence pact in 2023.", "contradicted"),
        ("In 2023 China and North Korea had a mutual defence pact.", "supported"),
        ("In 2024 Armenia and Russia had a mutual defence pact.", "supported"),
        ("In 2024 Azerbaijan and Turkey had a mutual defence pact.", "supported"),
        ("In 2024 Azerbaijan and Pakistan had a mutual defence pact.", "contradicted"),
    ],
)
def test_silence_decides_where_the_record_is_complete(record: Record, sentence: str, verdict: str) -> None:
    (found,) = api.check(from_text(sentence), record)
    assert found.verdict == verdict, (found.reason, found.note)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("1952", "", "1952/.."),
        ("2012-06-28/2012-12-19", "", "2012-06-28/.."),
        ("2006", "2012-06-28/2012-12-19", "2006/2012-12-19"),
        ("", "", None),
    ],
)
def test_an_uncertain_end_is_taken_at_its_widest(start: str, end: str, expected: str | None) -> None:
    assert period(start, end) == expected


def test_a_newer_starter_record_retires_what_it_no_longer_says(monkeypatch: pytest.MonkeyPatch) -> None:
    with open_record(":memory:") as record:
        everything = list(loading._all())
        monkeypatch.setattr(loading, "_all", lambda: iter(everything[:20]))
        load_into(record)
        first = {s.id for s in record.claims()}
        monkeypatch.setattr(tables, "digest", lambda: "another version")
        monkeypatch.setattr(loading, "_all", lambda: iter(everything[5:20]))
        assert load_into(record) == 0
        assert len({s.id for s in record.claims()}) == 15
        assert {s.id for s in record.claims(include_rejected=True)} == first
        assert {c.source for c in record.coverage()} == {"starter:foedera-another version"}


@pytest.mark.parametrize(
    ("signed", "entered", "start"),
    [
        ("1866-08-22", "1866", "1866-08-22"),
        ("1921-03-03", "1922", "1922"),
        ("1949-04-04", "1949-08-24", "1949-08-24"),
        ("", "1947", "1947"),
        ("1948", "", ""),
    ],
)
def test_nothing_binds_before_its_signature(signed: str, entered: str, start: str) -> None:
    assert not_before(signed, entered) == start
