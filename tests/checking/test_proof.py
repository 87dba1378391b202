"""Proofs of verdicts: they hold what decides, where it stands, and who rejected what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from foedera import proofs
from foedera.checking import check, proof
from foedera.checking.model import Checked
from foedera.claim import Actor, Claim
from foedera.documents import Document, from_text
from foedera.record import Coverage, Record, Source, open_record

PAGE = "Some words.\nAzerbaijan bought Barak 8 missiles from Israel in 2016.\nMore words."
POST = "Azerbaijan ordered Barak 8 missiles from Israel."


def pact(code: str, key: str, period: str, *obligations: str) -> Claim:
    row = f"{code} {key}"
    actors = (Actor(code, "party"),)
    return Claim(
        0, len(row), row, "agreement", "affirmed", actors, obligations=obligations, instrument=key, period=period
    )  # fmt: skip


def sale(quote: str, text: str, **slots: Any) -> Claim:
    start = text.index(quote)
    actors = (Actor("ISR", "supplier"), Actor("AZE", "recipient"))
    return Claim(start, start + len(quote), quote, "transfer", "affirmed", actors, items=("Barak 8",), **slots)


def alliance(year: str, polarity: str = "affirmed") -> Claim:
    actors = (Actor("FRA", "party"), Actor("RUS", "party"))
    return Claim(0, 4, "They", "agreement", polarity, actors, date=year, date_role="on", obligations=("defense",))


@pytest.fixture
def page() -> Document:
    return from_text(PAGE, name="page.txt")


@pytest.fixture
def record(page: Document) -> Iterator[Record]:
    """France's pacts with Russia and forty others, complete; and a page."""
    with open_record(":memory:") as made:
        codes = ("GBR", "USA", "ESP", "PRT", "ITA", "SWE", "GRC", "TUR")
        rows = [("row 0", pact("FRA", "1", "1894-01-01/1917-12-31", "defense"))]
        rows += [("row 1", pact("RUS", "1", "1894-01-01/1917-12-31", "defense"))]
        for n, code in enumerate(codes * 5, 2):
            period = f"18{20 + n}-01-01/18{22 + n}-12-31"
            rows += [(f"row {n}a", pact("FRA", str(n), period, "consultation"))]
            rows += [(f"row {n}b", pact(code, str(n), period, "consultation"))]
        covered = Coverage("atop:5.1", "agreement", "1815/2018", obligations=("defense", "consultation"))
        made.put(Source("atop:5.1", "atop", "ATOP", reliability="B"), rows, [covered])
        said = sale(
            "Azerbaijan bought Barak 8 missiles from Israel in 2016.",
            PAGE,
            date="2016",
            date_role="on",
            stage="delivered",
        )
        text = Source(f"text:{page.sha256}", "texts", "page.txt", sha256=page.sha256, text=PAGE, reliability="C")
        made.put(text, [(f"{said.start}:{said.end}", said)])
        yield made


def checked(record: Record, claim: Claim, text: str = POST) -> Checked:
    (found,) = check(from_text(text, name="post.txt"), record, claims=[claim], as_of="2020-01-01", proofs=True)
    return replace(found, proof=json.loads(json.dumps(found.proof)))


def test_a_verdict_follows_from_its_proof(record: Record) -> None:
    for claim, verdict in [
        (alliance("1900"), "supported"),
        (alliance("1850"), "contradicted"),
        (alliance("1850", "denied"), "supported"),
        (sale(POST, POST, stage="ordered"), "supported"),
    ]:
        found = checked(record, claim)
        assert found.verdict == verdict
        assert proofs.same(proof.replay(found.proof), found.proof["answer"])
        assert proofs.tampered(found.proof) == []
        assert proofs.changes(found.proof, record) == []


def test_facts_that_decide_nothing_stay_out(record: Record) -> None:
    held = checked(record, alliance("1900")).proof
    assert {f["locator"] for g in held["groups"] for f in g["facts"]} == {"row 0", "row 1"}
    silent = checked(record, alliance("1850")).proof
    assert [g["facts"] for g in silent["groups"]] == [[]]
    assert silent["groups"][0]["coverage"]


def test_a_passage_is_named_by_hash_and_offsets(record: Record, page: Document) -> None:
    found = checked(record, sale(POST, POST, stage="ordered")).proof
    (passage,) = found["passages"]
    assert passage["sha256"] == page.sha256
    quote = PAGE[passage["start"] : passage["end"]]
    assert quote.startswith("Azerbaijan bought")
    assert passage["quote_sha256"] == hashlib.sha256(quote.encode()).hexdigest()
    assert found["text"]["source"] == "post.txt"


def test_a_source_that_has_changed_is_told(record: Record, page: Document) -> None:
    found = checked(record, sale(POST, POST, stage="ordered")).proof
    assert proof.text_changes([found], page) == []
    assert proof.text_changes([found], from_text(POST, name="post.txt")) == []
    edited = from_text(PAGE.replace("bought", "never bought"), name="page.txt")
    assert proof.text_changes([found], edited) == [
        "page.txt has changed: characters 12 to 67 are not what the proof rests on."
    ]
    assert proof.text_changes([found], from_text("Other words.", name="other.txt")) == []


def test_a_rejected_claim_is_no_evidence_and_the_proof_says_who_rejected_it(record: Record) -> None:
    (said,) = record.claims(groups=["texts"])
    record.judge("reject", said.id, by="A. Reader", note="misread")
    found = checked(record, sale(POST, POST, stage="ordered"))
    assert found.verdict == "unknown"
    (rejected,) = found.proof["rejected"]
    assert (rejected["id"], rejected["by"], rejected["note"]) == (said.id, "A. Reader", "misread")


def test_a_forged_fact_is_found(record: Record) -> None:
    found = checked(record, alliance("1900")).proof
    fact = found["groups"][0]["facts"][0]
    fact["claim"]["period"] = "1894-01-01/1899-12-31"
    assert proofs.tampered(found) == [fact["id"]]
    assert not proofs.same(proof.replay(found), found["answer"])


def test_a_graded_text_is_heard_however_many_others_speak() -> None:
    """The newest claims of ungraded texts do not push out an older one of a text that somebody graded."""
    text = "Azerbaijan bought Barak 8 missiles from Israel in 2016."
    with open_record(":memory:") as record:
        said = sale(text, text, date="2016", date_role="on", stage="delivered")
        record.put(Source("text:old", "texts", "A ministry", reliability="B"), [("0:9", said)])
        newer = (Source(f"text:{n}", "texts", f"Page {n}") for n in range(450))
        record.put_many((s, [("0:9", replace(said, quote=f"{text} {s.key}"))]) for s in newer)
        found = checked(record, sale(POST, POST, stage="ordered"))
    assert found.verdict == "supported"
    assert "text:old" in {f["source"] for g in found.proof["groups"] for f in g["facts"]}
    assert sum(len(g["facts"]) for g in found.proof["groups"]) <= 400
