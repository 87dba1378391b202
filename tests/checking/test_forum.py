"""A thread with wrong claims, against the starter record: what the record can know is caught."""

from __future__ import annotations

import pytest

from foedera import api
from foedera.checking import Checked, check
from foedera.claim import Actor, Amount, Claim
from foedera.documents import from_text
from foedera.record import Record


@pytest.fixture(scope="module")
def starter() -> Record:
    return api.open_record(":memory:")


def verdict(record: Record, text: str, **slots: object) -> Checked:
    claim = Claim(0, len(text), text, **slots)  # type: ignore[arg-type]
    (checked,) = check(from_text(text), record, as_of="2024-03-15", claims=[claim])
    return checked


def test_a_pact_that_nobody_signed(starter: Record) -> None:
    found = verdict(
        starter,
        "we signed a mutual defence pact with Delhi in 2022",
        relation="agreement", polarity="affirmed", name="mutual defence pact", date="2022", date_role="signed",
        actors=(Actor("ARM", "party"), Actor("IND", "party")), obligations=("defense",), stage="signed",
    )  # fmt: skip
    assert (found.verdict, found.reason) == ("contradicted", "silence")


def test_a_price_ten_times_too_high(starter: Record) -> None:
    deal = {
        "relation": "transfer", "polarity": "affirmed", "items": ("Swathi radars",), "date": "2020-03",
        "date_role": "on", "actors": (Actor("IND", "supplier"), Actor("ARM", "recipient")),
    }  # fmt: skip
    high = verdict(starter, "4 Swathi radars, 400 million dollars!!", amount=Amount(400_000_000, "USD"), **deal)
    assert (high.verdict, high.reason) == ("contradicted", "amount")
    right = verdict(starter, "40 million, not 400.", amount=Amount(40_000_000, "USD"), **deal)
    assert right.verdict == "supported"


def test_a_member_that_has_not_left(starter: Record) -> None:
    actors = (Actor("ARM", "member"), Actor("CSTO", "organisation"))
    slots = {"relation": "membership", "actors": actors, "status": "former", "date": "2022", "date_role": "until"}
    assert verdict(starter, "Armenia left the CSTO in 2022", polarity="affirmed", **slots).verdict == "contradicted"
    assert verdict(starter, "they have not quit", polarity="denied", **slots).verdict == "supported"
