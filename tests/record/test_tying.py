"""Ties: what claims about the same thing say together, and when."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.claim import Claim
from foedera.record import Record
from foedera.record.tying import both, spells, united
from tests.record.making import a_claim, a_pact, store


def said(relation: str = "membership", **slots: str) -> Claim:
    return a_claim(relation, "member:AZE organisation:CSTO" if relation == "membership" else "AZE TUR", **slots)


SPELLS = [
    ([said(date="1994", date_role="since")], (("1994-01-01", None),)),
    ([said(date="1994", date_role="since"), said(date="1999", date_role="until")], (("1994-01-01", "2000-01-01"),)),
    ([said(date="1999", date_role="until")], ((None, "2000-01-01"),)),
    ([said(period="1994-04-20/1999-04-20")], (("1994-04-20", "1999-04-21"),)),
    ([said(period="1994/1999"), said(date="1994", date_role="since")], (("1994-01-01", "2000-01-01"),)),
    ([said(period="1994/1999"), said(period="2005/..")], (("1994-01-01", "2000-01-01"), ("2005-01-01", None))),
    ([said(date="1994", date_role="since"), said(), said()], (("1994-01-01", None),)),
    ([said()], ((None, None),)),
    ([said(status="former")], ()),
    ([said("exercise", date="2010"), said("exercise", date="2011")], (("2010-01-01", "2012-01-01"),)),
    ([said("exercise", date="2010"), said("exercise", date="2013")],
     (("2010-01-01", "2011-01-01"), ("2013-01-01", "2014-01-01"))),
    ([said("agreement", date="2010-12", date_role="signed")], (("2010-12-01", None),)),
    ([said("agreement", date="2010", date_role="signed"), said("agreement", date="2020", stage="terminated")],
     (("2010-01-01", "2021-01-01"),)),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "expected"), SPELLS)
def test_spells_follow_what_each_claim_says(claims: list[Claim], expected: object) -> None:
    assert spells(claims) == expected
    assert spells(list(reversed(claims))) == expected


days = st.integers(1, 28).map(lambda n: f"2001-02-{n:02d}")
stretch = st.tuples(st.none() | days, st.none() | days).filter(lambda s: not (s[0] and s[1]) or s[0] < s[1])


def held(stretches: object) -> set[str]:
    every = [f"2001-{m:02d}-{d:02d}" for m in (1, 2, 3) for d in range(1, 29)]
    return {d for d in every for s, e in stretches if (not s or s <= d) and (not e or d < e)}  # type: ignore[attr-defined]


@given(one=st.lists(stretch, max_size=4), other=st.lists(stretch, max_size=4))
def test_stretches_are_sets_of_days(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> None:
    assert held(united(one)) == held(one)
    assert held(both(one, other)) == held(one) & held(other)
    assert len(united(one)) <= len(one)


def test_claims_of_several_sources_about_one_thing_are_one_tie(record: Record) -> None:
    store(record, a_claim("assistance", "provider:USA recipient:AZE", name="IMET", date="2002"), key="texts:1")
    store(record, a_claim("assistance", "provider:USA recipient:AZE", name="imet", date="2005"), key="green:1")
    store(record, a_claim("assistance", "provider:USA recipient:AZE", name="FMF", date="2005"), key="green:2")
    fmf, imet = sorted(record.ties("AZE", "USA"), key=lambda t: str(t.name))
    assert (imet.relation, imet.actors, imet.roles) == ("assistance", ("USA", "AZE"), ("provider", "recipient"))
    assert (imet.since, imet.until) == ("2002-01-01", "2006-01-01")
    assert imet.sources == ("green:1", "texts:1")
    assert len(imet.claims) == 2
    assert fmf.name == "FMF"


def test_direction_tells_ties_apart(record: Record) -> None:
    store(
        record,
        a_claim("transfer", "supplier:TUR recipient:AZE", date="2020"),
        a_claim("transfer", "supplier:AZE recipient:TUR", date="2020"),
    )
    assert [t.actors for t in record.ties("AZE", "TUR")] in [
        [("AZE", "TUR"), ("TUR", "AZE")],
        [("TUR", "AZE"), ("AZE", "TUR")],
    ]


def test_a_denial_alone_is_no_tie_and_beside_a_tie_it_is_shown(record: Record) -> None:
    denial = a_claim("membership", "member:AZE organisation:NATO", polarity="denied")
    (id,) = store(record, denial, key="texts:1")
    assert record.ties("AZE") == []
    store(record, a_claim("membership", "member:AZE organisation:NATO"), key="texts:2")
    (tie,) = record.ties("AZE")
    assert tie.denied == (id,)
    assert id not in tie.claims


def test_ties_on_a_day(record: Record) -> None:
    store(
        record,
        a_claim("membership", "member:AZE organisation:CSTO", period="1994-04-20/1999-04-20"),
        a_claim("conflict", "AZE ARM", date="2020"),
        a_claim("cooperation", "AZE ISR"),
    )
    assert [t.relation for t in record.ties("AZE", on=date(1999, 4, 20))] == ["membership", "cooperation"]
    assert [t.relation for t in record.ties("AZE", on=date(1999, 4, 21))] == ["cooperation"]
    assert [t.relation for t in record.ties("AZE", "ARM", on=date(2020, 12, 31))] == ["conflict"]
    assert record.ties("AZE", "ARM", on=date(2021, 1, 1)) == []


def test_two_states_in_one_organisation_share_a_tie_while_both_are_in(record: Record) -> None:
    store(
        record,
        a_claim("membership", "member:GRC organisation:NATO", period="1952-02-18/.."),
        a_claim("membership", "member:DDR organisation:WTO", period="1956/1990"),
        a_claim("membership", "member:EST organisation:NATO", period="2004-03-29/.."),
        a_claim("membership", "member:AZE organisation:NATO", status="partner", name="Partnership for Peace"),
        a_claim("membership", "member:GEO organisation:NATO", status="partner", name="Partnership for Peace"),
    )
    (nato,) = record.ties("GRC", "EST")
    assert (nato.shared, nato.actors, nato.since, nato.until) == (True, ("GRC", "EST", "NATO"), "2004-03-29", None)
    assert len(nato.claims) == 2
    assert record.ties("GRC", "EST", on=date(2004, 3, 28)) == []
    assert record.ties("GRC", "AZE") == []
    (partners,) = record.ties("AZE", "GEO")
    assert (partners.name, partners.status) == ("Partnership for Peace", "partner")
    assert [t.shared for t in record.ties("GRC", "NATO")] == [False]


def test_a_treaty_is_a_tie_of_two_while_both_are_parties(record: Record) -> None:
    store(
        record,
        a_pact("party:USA", "1", "1949-08-24/..", "defense", name="North Atlantic Treaty"),
        a_pact("party:TUR", "1", "1952-02-18/..", "defense", "consultation", name="North Atlantic Treaty"),
        key="atop:5.1",
        group="atop",
    )
    (tie,) = record.ties("USA", "TUR")
    assert (tie.relation, tie.name, tie.since) == ("agreement", "North Atlantic Treaty", "1952-02-18")
    assert tie.obligations == ("defense", "consultation")
    assert tie.instruments == ("atop:1",)
    assert set(tie.claims) == {c.id for c in record.claims()}
    assert record.ties("USA")[0].since == "1949-08-24"
    assert record.ties("USA", "TUR", on=date(1950, 1, 1)) == []
    assert record.ties("USA", "TUR", groups=["texts"]) == []


def test_agreements_without_a_name_are_told_apart_by_their_year(record: Record) -> None:
    store(
        record,
        a_claim("agreement", "AZE TUR", date="2010-12", date_role="signed"),
        a_claim("agreement", "AZE TUR", date="2021-06-15", date_role="signed"),
        a_claim("agreement", "AZE TUR", name="Shusha Declaration"),
    )
    assert len(record.ties("AZE", "TUR")) == 3


def test_the_table_of_all_ties_agrees_with_those_of_each_actor(record: Record) -> None:
    store(
        record,
        a_pact("USA GBR", "1", "1949/..", "defense", name="Pact"),
        a_claim("conflict", "AZE ARM", date="2020"),
        a_claim("membership", "member:AZE organisation:NATO", status="partner", name="PfP"),
        a_claim("consultation", "USA AZE", date="2024"),
    )
    every = {t.id: t for t in record.all_ties()}
    assert len(every) == 4
    for code in ("USA", "GBR", "AZE", "ARM", "NATO"):
        for tie in record.ties(code):
            assert every[tie.id] == tie
