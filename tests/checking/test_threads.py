"""A thread: whose claim it is, what is said again, what a later post corrects; and what nobody can check."""

from __future__ import annotations

from dataclasses import replace

import pytest

from foedera.checking import Checked, check, not_checkable
from foedera.claim import Actor, Claim
from foedera.documents import from_text
from foedera.documents.model import Document, Post
from foedera.record import Record

TEXT = (
    "USA and Korea have had a pact since 1953. "  # 0
    "Yes, they signed it in 1953. "
    "Actually there is no pact between them. "
)
SECOND, THIRD = TEXT.index("Yes"), TEXT.index("Actually")


def thread() -> Document:
    posts = (
        Post(0, SECOND, "anna", "2015-03-01", 1),
        Post(SECOND, THIRD, "ben", "2015-03-02", 2),
        Post(THIRD, len(TEXT), "carl", "2015-03-03", 3, reply_to=1),
    )
    return replace(from_text(TEXT, name="thread"), posts=posts)


def pact(start: int, **slots: str) -> Claim:
    end = TEXT.index(".", start) + 1
    actors = (Actor("USA", "party"), Actor("KOR", "party"))
    polarity = slots.pop("polarity", "affirmed")
    slots.setdefault("name", "defense pact")
    return Claim(start, end, TEXT[start:end], "agreement", polarity, actors, **slots)  # type: ignore[arg-type]


def checked(record: Record, *claims: Claim) -> list[Checked]:
    return check(thread(), record, claims=claims)


def test_a_claim_is_its_authors(record: Record) -> None:
    one, two = checked(record, pact(0), pact(SECOND, date="1953"))
    assert (one.claim.speaker, two.claim.speaker) == ("anna", "ben")


def test_what_two_posts_say_is_checked_once(record: Record) -> None:
    (one,) = checked(record, pact(0, date="1953"), pact(SECOND, date="1953"))
    assert one.again == ({"start": SECOND, "end": THIRD - 1, "post": 2, "author": "ben", "date": "2015-03-02"},)
    assert one.to_dict()["again"][0]["author"] == "ben"


def test_one_post_that_says_it_twice_has_two_claims(record: Record) -> None:
    assert len(checked(record, pact(0), pact(0))) == 2


def test_an_answer_that_denies_it_is_its_correction(record: Record) -> None:
    one, two = checked(record, pact(0), pact(THIRD, polarity="denied"))
    assert one.corrected_by == {
        "start": THIRD, "end": len(TEXT) - 1, "post": 3, "author": "carl", "date": "2015-03-03",
    }  # fmt: skip
    assert two.corrected_by is None


def test_another_tie_is_no_correction(record: Record) -> None:
    one, _ = checked(record, pact(0), pact(THIRD, polarity="denied", name="trade treaty"))
    assert one.corrected_by is None


def test_without_posts_nothing_is_merged(record: Record) -> None:
    claims = [pact(0, date="1953"), pact(SECOND, date="1953")]
    assert len(check(from_text(TEXT, name="plain"), record, claims=claims)) == 2


def test_sentences_without_a_claim_are_listed_on_request() -> None:
    text = "Germany will surely regret this. Is France next? It rained all day. Poland has a point."
    rows = not_checkable(from_text(text, name="opinions"), [])
    assert [r["quote"] for r in rows] == ["Germany will surely regret this.", "Poland has a point."]
    assert {r["verdict"] for r in rows} == {"not_checkable"}


def test_a_claim_that_only_the_model_reads_gets_a_verdict_when_it_is_likelier_right_than_wrong(record: Record) -> None:
    sure, unsure = (
        replace(pact(0), rule="learned.agreement", confidence=c, quote=TEXT[:10], end=10) for c in (0.6, 0.4)
    )
    ruled = replace(pact(0), rule="agreement.signed", confidence=0.4, quote=TEXT[:10], end=10)
    for one, checked in ((sure, 1), (unsure, 0), (ruled, 1)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("foedera.reading.read", lambda document, one=one: [one])
            assert len(check(from_text(TEXT, name="page"), record)) == checked
