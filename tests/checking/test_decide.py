"""The verdicts of checking.md, one by one, on a small record."""

from __future__ import annotations

from typing import Any

import pytest

from foedera.checking import Checked, check, gather
from foedera.claim import Actor, Amount, Claim, Term
from foedera.documents import from_text
from foedera.record import Coverage, Record, Source


def agreement(*codes: str, polarity: str = "affirmed", **slots: Any) -> Claim:
    return Claim(
        0, 4, slots.pop("quote", "text"), "agreement", polarity, tuple(Actor(c, "party") for c in codes), **slots
    )


def member(code: str, organisation: str, polarity: str = "affirmed", **slots: Any) -> Claim:
    actors = (Actor(code, "member"), Actor(organisation, "organisation"))
    return Claim(0, 4, "text", "membership", polarity, actors, **slots)


def verdict(record: Record, claim: Claim, as_of: str = "2015-06-01", groups: list[str] | None = None) -> Checked:
    (checked,) = check(from_text("text"), record, as_of=as_of, claims=[claim], groups=groups)
    return checked


def told(record: Record, claim: Claim, as_of: str = "2015-06-01") -> tuple[str, str | None]:
    checked = verdict(record, claim, as_of)
    return checked.verdict, checked.reason


defense = ("defense",)


def owed(obligor: str, beneficiary: str, **slots: Any) -> Claim:
    terms = (Term("defense", (obligor,), (beneficiary,)),)
    return agreement(obligor, beneficiary, obligations=defense, terms=terms, **slots)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        # a mutual promise, and its denial
        (agreement("USA", "KOR", obligations=defense, date="1960"), ("supported", None)),
        (agreement("USA", "KOR", obligations=defense, date="1960", polarity="denied"), ("contradicted", "opposite")),
        # silence inside coverage, both ways
        (agreement("AUT", "SRB", obligations=defense, date="1925"), ("contradicted", "silence")),
        (agreement("USA", "AZE", obligations=defense, polarity="denied"), ("supported", None)),
        # outside coverage nothing follows
        (agreement("USA", "AZE", obligations=defense, polarity="denied", date="2024"), ("unknown", "coverage_time")),
        (agreement("USA", "AZE", obligations=defense, date="2024"), ("unknown", "coverage_time")),
        # open when the coverage ended: unknown later
        (agreement("USA", "KOR", obligations=defense, date="2022"), ("unknown", "coverage_time")),
        # one side only
        (agreement("ITA", "MLT", obligations=defense, date="1990"), ("contradicted", "direction")),
        (owed("ITA", "MLT", date="1990"), ("supported", None)),
        (owed("MLT", "ITA", date="1990"), ("contradicted", "direction")),
        # another obligation
        (agreement("RUS", "JPN", obligations=defense, date="1943"), ("contradicted", "obligation")),
        (agreement("RUS", "JPN", obligations=("neutrality",), date="1943"), ("supported", None)),
        (agreement("SUN", "JPN", obligations=("neutrality",), date="1943"), ("supported", None)),
        # allied: a weaker promise leaves it open
        (agreement("JPN", "GBR", name="alliance", date="1903"), ("supported", None)),
        (agreement("RUS", "JPN", name="alliance", date="1943"), ("unknown", "obligation")),
        (agreement("DEU", "FRA", name="alliance", date="1868"), ("contradicted", "silence")),
        # signature and end
        (agreement("USA", "KOR", obligations=defense, date="1953-10-01", date_role="signed"), ("supported", None)),
        (agreement("USA", "KOR", obligations=defense, date="1958", date_role="signed"), ("contradicted", "date")),
        (agreement("JPN", "GBR", obligations=defense, date="1923", date_role="until"), ("supported", None)),
        (agreement("JPN", "GBR", obligations=defense, date="1930", date_role="until"), ("contradicted", "date")),
        # a non-state actor is in nobody's coverage
        (Claim(0, 4, "text", "agreement", "affirmed", (Actor("IRN", "party"), Actor(None, "party", "Hezbollah")),
               obligations=defense, date="2006"), ("unknown", "coverage_actor")),
    ],
)  # fmt: skip
def test_obligations(record: Record, claim: Claim, expected: tuple[str, str | None]) -> None:
    assert told(record, claim) == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (member("TUR", "NATO", status="member", date="1960"), ("supported", None)),
        (member("ESP", "NATO", status="member", date="1960"), ("contradicted", "silence")),
        (member("ESP", "NATO", polarity="denied", date="1970"), ("supported", None)),
        (member("ESP", "NATO", polarity="denied", date="1990"), ("contradicted", "opposite")),
        (member("AZE", "NATO", polarity="denied", status="member"), ("supported", None)),
        (member("AZE", "NATO", status="partner", name="Partnership for Peace"), ("supported", None)),
        (member("AZE", "NATO", status="member"), ("contradicted", "silence")),
        (member("UKR", "NATO", polarity="denied", date="2022"), ("unknown", "coverage_time")),
        (member("ESP", "NATO", date="1982", date_role="since"), ("supported", None)),
        (member("ESP", "NATO", date="1990", date_role="since"), ("contradicted", "date")),
        (member("TUR", "NATO", status="former"), ("contradicted", "status")),
        (member("AZE", "CSTO", status="member"), ("unknown", "coverage_kind")),
    ],
)
def test_memberships(record: Record, claim: Claim, expected: tuple[str, str | None]) -> None:
    assert told(record, claim) == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (agreement("JPN", "GBR", obligations=defense, quantifier="only", date="1910",
                   scope="state with which Japan had a mutual defence pact"), ("supported", None)),
        (agreement("POL", "FRA", obligations=defense, quantifier="only", date="1930",
                   scope="mutual defence ally of Poland"), ("contradicted", "quantifier")),
        (agreement("POL", obligations=defense, quantifier=2, date="1930", scope="defence pacts"), ("supported", None)),
        (agreement("POL", obligations=defense, quantifier=1, date="1930", scope="defence pacts"),
         ("contradicted", "quantifier")),
        (agreement("DEU", obligations=defense, polarity="denied", date="1930"), ("supported", None)),
        (agreement("KOR", "USA", obligations=defense, quantifier="first", date="1953",
                   scope="mutual defence treaty of South Korea"), ("supported", None)),
        (agreement("POL", "ROU", obligations=defense, quantifier="first", date="1921-03",
                   scope="defence pact of Poland"), ("contradicted", "quantifier")),
        (agreement("AZE", "TUR", name="Shusha Declaration", quantifier="first",
                   scope="post-Soviet state to have a formal defense agreement with a NATO member"),
         ("contradicted", "quantifier")),
    ],
)  # fmt: skip
def test_first_only_and_counts(record: Record, claim: Claim, expected: tuple[str, str | None]) -> None:
    assert told(record, claim) == expected


def test_a_first_is_refuted_with_its_counter_examples(record: Record) -> None:
    claim = agreement("AZE", "TUR", name="Shusha Declaration", quantifier="first",
        scope="post-Soviet state to have a formal defense agreement with a NATO member",
    )  # fmt: skip
    checked = verdict(record, claim)
    assert "Estonia" in (checked.note or "")
    assert any("EST" in str(e.claim) for e in checked.evidence)


def test_counts_of_members_come_from_the_roster(record: Record) -> None:
    counted = Claim(0, 4, "t", "membership", "affirmed", (Actor("NATO", "organisation"),), quantifier=2, date="1960")
    assert told(record, counted) == ("supported", None)
    wrong = Claim(0, 4, "t", "membership", "affirmed", (Actor("NATO", "organisation"),), quantifier=12, date="1960")
    assert told(record, wrong) == ("contradicted", "quantifier")


def text_source(key: str = "text:1", grade: str = "F", **more: Any) -> Source:
    return Source(key, "texts", "An embassy page", reliability=grade, sha256=key, text="t", **more)


def transfer(supplier: str, recipient: str, **slots: Any) -> Claim:
    actors = (Actor(supplier, "supplier"), Actor(recipient, "recipient"))
    return Claim(0, 9, slots.pop("quote", "a passage"), "transfer", slots.pop("polarity", "affirmed"), actors, **slots)


def test_a_tie_is_supported_by_a_source_that_says_the_same(record: Record) -> None:
    record.put(text_source(), [("0:9", transfer("PAK", "AZE", items=("JF-17 Block III",), date="2024"))])
    claim = transfer("PAK", "AZE", items=("JF-17 Block III fighter jets",), quote="text")
    assert told(record, claim, "2025-08-28") == ("supported", None)


def test_a_deal_ordered_does_not_support_one_delivered(record: Record) -> None:
    record.put(text_source(), [("0:9", transfer("PAK", "AZE", items=("JF-17",), stage="ordered"))])
    claim = transfer("PAK", "AZE", items=("JF-17",), stage="delivered", quote="text")
    assert told(record, claim) == ("unknown", "stage")


def test_without_evidence_nothing_is_supported(record: Record) -> None:
    assert told(record, transfer("ISR", "AZE", quote="text")) == ("unknown", "coverage_kind")


def test_the_other_direction_is_no_support(record: Record) -> None:
    record.put(text_source(), [("0:9", transfer("AZE", "PAK", items=("JF-17",)))])
    assert told(record, transfer("PAK", "AZE", items=("JF-17",), quote="text"))[0] == "unknown"


def test_a_denial_in_a_source_contradicts(record: Record) -> None:
    record.put(text_source(), [("0:9", transfer("ISR", "AZE", polarity="denied"))])
    assert told(record, transfer("ISR", "AZE", quote="text")) == ("contradicted", "opposite")


def test_a_specific_tie_supports_a_general_claim_but_not_the_other_way(record: Record) -> None:
    record.put(text_source(), [("0:9", transfer("ISR", "AZE"))])
    general = Claim(0, 4, "text", "cooperation", "affirmed", (Actor("ISR", "party"), Actor("AZE", "party")))
    assert told(record, general) == ("supported", None)
    specific = Claim(0, 4, "text", "exercise", "affirmed", (Actor("ISR", "party"), Actor("AZE", "party")))
    assert told(record, specific)[0] == "unknown"


def test_a_defence_cooperation_agreement_is_no_defence_pact(record: Record) -> None:
    dca = agreement(
        "AZE", "SOM", quote="a passage", name="defense cooperation agreement", date="2025-02-12", date_role="signed"
    )
    record.put(text_source(), [("0:9", dca)])
    same = agreement("AZE", "SOM", name="defence cooperation agreement", date="2025-02", date_role="signed")
    assert told(record, same, "2025-08-28") == ("supported", None)
    pact = agreement("AZE", "SOM", name="defense pact", obligations=defense, date="2025-02", date_role="signed")
    assert told(record, pact, "2025-08-28")[0] == "unknown"


def test_a_plain_name_for_a_treaty_agrees_with_its_full_title(record: Record) -> None:
    title = "Agreement on cooperation in the field of defence and defence industry"
    stored = agreement(
        "AZE", "SOM", quote="a passage", name=title, date="2025-02-12", date_role="signed", stage="signed"
    )
    record.put(text_source(), [("0:9", stored)])
    named = agreement("AZE", "SOM", name="a defense cooperation agreement", date="2025-02", date_role="signed")
    assert told(record, named, "2025-08-28") == ("supported", None)
    other = agreement("AZE", "SOM", name="trade treaty", date="2025-02", date_role="signed")
    assert told(record, other, "2025-08-28")[0] == "unknown"


def test_a_partner_is_no_applicant(record: Record) -> None:
    claim = member("AZE", "NATO", polarity="denied", status="applicant")
    assert told(record, claim)[0] == "unknown"


def test_joint_statements_in_the_plural_are_the_joint_statement(record: Record) -> None:
    title = "Joint Statement on Future Relations in the areas of Defense and Military"
    stored = agreement("AZE", "USA", quote="a passage", name=title, date="1997-07-31", date_role="signed")
    record.put(text_source(), [("0:9", stored)])
    claim = agreement("AZE", "USA", name="Historic joint statements", date="1997", date_role="signed")
    assert told(record, claim) == ("supported", None)


def test_acceptable_sources_that_disagree_make_a_dispute(record: Record) -> None:
    record.put(text_source("text:1", "B"), [("0:9", transfer("ISR", "AZE", date="2020"))])
    record.put(text_source("text:2", "B"), [("0:9", transfer("ISR", "AZE", date="2020", polarity="denied"))])
    assert told(record, transfer("ISR", "AZE", date="2020", quote="text"))[0] == "disputed"


def test_an_ungraded_source_does_not_outweigh_a_graded_one(record: Record) -> None:
    record.put(text_source("text:1", "B"), [("0:9", transfer("ISR", "AZE", date="2020"))])
    record.put(text_source("text:2", "F"), [("0:9", transfer("ISR", "AZE", date="2020", polarity="denied"))])
    checked = verdict(record, transfer("ISR", "AZE", date="2020", quote="text"))
    assert checked.verdict == "supported"
    assert "otherwise" in (checked.note or "")


def test_a_text_does_not_vouch_for_itself_nor_does_a_copy(record: Record) -> None:
    claim = transfer(
        "ISR", "AZE", quote="Israel sold Azerbaijan arms of many kinds, rockets and drones among them, last year"
    )
    document = from_text("Israel sold Azerbaijan arms of many kinds, rockets and drones among them, last year.")
    record.put(
        text_source(document.sha256).__class__(f"text:{document.sha256}", "texts", "Itself", sha256=document.sha256),
        [("0:9", claim)],
    )
    record.put(text_source("text:copy"), [("0:9", claim)])
    (checked,) = check(document, record, claims=[claim])
    assert checked.verdict == "unknown"


def test_a_name_that_two_texts_share_is_no_copy(record: Record) -> None:
    record.put(text_source(), [("0:9", transfer("ISR", "AZE", quote="Heron drones"))])
    assert told(record, transfer("ISR", "AZE", quote="Heron drones")) == ("supported", None)


def test_a_rejected_claim_is_no_evidence(record: Record) -> None:
    record.put(text_source(), [("0:9", transfer("ISR", "AZE"))])
    stored = record.claims(relations=["transfer"])[0]
    made = record.judge("reject", stored.id, by="an analyst", note="a misreading")
    claim = transfer("ISR", "AZE", quote="text")
    assert told(record, claim)[0] == "unknown"
    record.judge("reject", stored.id, by="an analyst", undoes=made.id)
    assert told(record, claim)[0] == "supported"


def test_amounts_of_one_deal_must_agree(record: Record) -> None:
    stored = transfer("IND", "ARM", items=("Swathi radars",), amount=Amount(40_000_000, "USD"), date="2020-03")
    record.put(text_source("text:1", "B"), [("0:9", stored)])
    claimed = {"items": ("4 Swathi radars",), "date": "2020-03", "quote": "text"}
    checked = verdict(record, transfer("IND", "ARM", amount=Amount(400_000_000, "USD"), **claimed), "2024")
    assert (checked.verdict, checked.reason, checked.note) == ("contradicted", "amount", "recorded: 40000000 USD")
    right = transfer("IND", "ARM", amount=Amount(40_000_000, "USD"), **claimed)
    assert told(record, right, "2024")[0] == "supported"
    another = transfer("IND", "ARM", amount=Amount(9, "USD"), items=("howitzers",), date="2020", quote="text")
    assert told(record, another, "2024")[0] == "unknown"


def test_what_is_counted_is_compared_whatever_it_is_called(record: Record) -> None:
    deal = {"items": ("K2 tanks",), "date": "2022"}
    record.put(text_source("text:1", "B"), [("0:9", transfer("KOR", "POL", amount=Amount(180, "units"), **deal))])
    right = transfer("KOR", "POL", amount=Amount(180, "tanks"), quote="text", **deal)
    assert verdict(record, right, "2024").verdict == "supported"
    wrong = verdict(record, transfer("KOR", "POL", amount=Amount(400, "tanks"), quote="text", **deal), "2024")
    assert (wrong.verdict, wrong.reason) == ("contradicted", "amount")
    priced = transfer("KOR", "POL", amount=Amount(180, "USD"), quote="text", **deal)
    assert verdict(record, priced, "2024").verdict == "unknown"


def test_sources_can_be_limited(record: Record) -> None:
    claim = member("TUR", "NATO", status="member", date="1960")
    assert verdict(record, claim, groups=["pacts"]).verdict == "unknown"
    assert verdict(record, claim, groups=["rosters"]).verdict == "supported"


def test_a_verdict_carries_its_credibility(record: Record) -> None:
    exact = verdict(record, agreement("USA", "KOR", obligations=defense, date="1960"))
    open_ = verdict(record, agreement("USA", "KOR", obligations=defense, date="2024"))
    assert (exact.credibility, open_.credibility) == (2, 6)
    record.put(text_source(), [("0:9", transfer("ISR", "AZE"))])
    assert verdict(record, transfer("ISR", "AZE", quote="text")).credibility > 2


def test_a_second_coverage_can_fill_the_gap(record: Record) -> None:
    claim = agreement("USA", "AZE", obligations=defense, polarity="denied", date="2025-08-28")
    assert told(record, claim)[0] == "unknown"
    state = Source("list:1", "starter", "U.S. collective defence arrangements", reliability="A")
    record.put(state, [], [Coverage("list:1", "agreement", "2017/2025", ("defense",), actors=("USA",))])
    assert told(record, claim) == ("supported", None)
    other = agreement("FRA", "AZE", obligations=defense, polarity="denied", date="2025-08-28")
    assert told(record, other)[0] == "unknown"


def test_a_verdict_says_when_texts_say_more_than_was_looked_at(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = transfer("ISR", "AZE", quote="text")
    for n in range(3):
        record.put(text_source(f"text:{n}"), [("0:9", transfer("ISR", "AZE", quote=f"quote {n}"))])
    assert verdict(record, claim).limits is None
    monkeypatch.setattr(gather, "MOST_OF_TEXTS", 2)
    cut = verdict(record, claim)
    assert "newest" in (cut.limits or "")
    assert cut.to_dict()["limits"] == cut.proof["limits"] == cut.limits


def test_an_ally_is_one_that_is_bound_by_a_treaty(record: Record) -> None:
    record.put(text_source(), [("0:9", transfer("ISR", "AZE"))])
    actors = (Actor("ISR", "party"), Actor("AZE", "party"))
    quote = "Israel is our treaty ally now."
    friends = Claim(0, 4, quote, "cooperation", "affirmed", actors, rule="cooperation.is-partner")
    assert told(record, friends)[0] != "supported"


def test_items_are_the_same_with_words_between(record: Record) -> None:
    items = ("Swathi weapon-locating radars",)
    stored = transfer("IND", "ARM", items=items, amount=Amount(40_000_000, "USD"), date="2020-03")
    record.put(text_source("text:1", "B"), [("0:9", stored)])
    claimed = {"items": ("Swathi radars",), "date": "2020-03", "quote": "text"}
    wrong = verdict(record, transfer("IND", "ARM", amount=Amount(400_000_000, "USD"), **claimed), "2024")
    assert (wrong.verdict, wrong.reason) == ("contradicted", "amount")
