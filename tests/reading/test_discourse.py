"""Sentences that name one side or none lean on what was told before."""

from __future__ import annotations

from foedera.claim import Actor
from foedera.reading.discourse import Discourse


def sale(supplier: str, recipient: str) -> tuple[Actor, ...]:
    return (Actor(supplier, "supplier"), Actor(recipient, "recipient"))


def told(*sales: tuple[str, str]) -> Discourse:
    out = Discourse()
    for one in sales:
        out.add("transfer", sale(*one))
    return out


def test_the_one_named_stands_beside_whom_it_was_last_told_with() -> None:
    partner = told(("SWE", "HUN"), ("ITA", "AUT")).partner({"SWE"}, "recipient", "transfer")
    assert partner is not None
    assert partner.code == "HUN"


def test_who_gave_does_not_take() -> None:
    assert told(("SWE", "HUN")).partner({"HUN"}, "recipient", "transfer") is None


def test_with_nobody_named_the_last_claim_of_the_relation_is_meant() -> None:
    known = told(("SWE", "HUN"))
    known.add("agreement", (Actor("AUT", "party"), Actor("ITA", "party")))
    assert [w.code for w in known.pair("transfer")] == ["SWE", "HUN"]
    assert [w.code for w in known.pair("conflict")] == ["AUT", "ITA"]


def test_only_the_last_claims_are_remembered() -> None:
    known = told(("SWE", "HUN"), *[("ITA", "AUT")] * 6)
    assert known.partner({"SWE"}, "recipient", "transfer") is None


def test_organisations_are_no_partners() -> None:
    known = Discourse()
    known.add("deployment", (Actor("DNK", "contributor"), Actor("NATO", "organisation"), Actor("LVA", "host")))
    partner = known.partner({"DNK"}, "host", "deployment")
    assert partner is not None
    assert partner.code == "LVA"
