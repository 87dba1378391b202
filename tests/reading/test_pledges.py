"""Sentences about what states owe each other: what they ask of the record, and that nothing breaks the reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.checking.ask import ask
from foedera.checking.model import Question
from foedera.claim import Claim, faults
from foedera.documents import from_text
from foedera.reading import by_rules as read
from foedera.reading import pledges
from tests.growth import in_proportion

TABLE = Path(__file__).with_name("pledges.txt")


def table() -> list[tuple[str, str]]:
    rows = [r for r in TABLE.read_text(encoding="utf-8").splitlines() if r and not r.startswith("#")]
    return [(e, t) for e, t in (r.split(" | ", 1) for r in rows)]


def asked(text: str) -> str:
    """The questions that a text's claims put to the record, as the table writes them."""
    questions = [ask(c, "2025-01-01") for c in read(from_text(text, name="x"))]
    return " & ".join(dict.fromkeys(q for q in map(written, questions) if q)) or "-"


def written(q: Question) -> str:
    no = "" if q.expect else "!"
    who, whom = ",".join(q.subjects), ",".join(q.partners)
    what = "/".join(q.obligations) or "any"
    day = q.when if q.stated else "undated"
    forms = {
        "obligation": f"{no}{what} {who}{'=' if q.mutual else '>'}{whom} {day}",
        "allied": f"{no}allied {who}={whom} {day}",
        "count_members": f"members {q.organisation} {q.number} {day}",
        "join_rank": f"rank {q.organisation} {q.rank} {who} {q.since}..{q.until}",
        "only": f"only {q.rank} {who} {whom} {what} {day}",
        "count_partners": f"partners {who} {q.number} {what} {day}",
        "count_signed": f"numsigned {who} {whom} {q.number} {what} {day}",
        "first": f"first {who} {whom} {what} {day}"
        + (f" since {q.since}" if q.since else "")
        + (f" other {q.other_class}" if q.other_class else ""),
        "signed": f"signed {','.join(q.subjects + q.partners)} {what} {day}" + (" first" if q.rank == "first" else ""),
        "ended": f"ended {','.join(q.subjects + q.partners)} {what} {day}",
    }
    forms |= {k: f"{no}{k} {q.organisation} {who} {day}" for k in ("member", "joined", "left")}
    return forms.get(q.kind, "")


@pytest.mark.parametrize(("expected", "text"), table())
def test_a_sentence_asks_the_right_question(expected: str, text: str) -> None:
    assert asked(text) == expected


def only_claim(text: str) -> Claim:
    (claim,) = pledges.read(from_text(text, name="x"))
    return claim


def test_the_claim_names_its_rule_and_covers_its_sentence() -> None:
    text = "The sea was calm. Italy was bound by treaty to defend Ruritania's neighbour Austria-Hungary in 1884."
    claim = only_claim(text)
    assert text[claim.start : claim.end] == claim.quote
    assert claim.rule == "pledge.held"
    assert not faults(claim)


def test_who_owes_whom_is_in_the_terms() -> None:
    (term,) = only_claim("Britain was committed by treaty to defend Greece in 1880.").terms
    assert (term.obligation, term.obligors, term.beneficiaries) == ("defense", ("GBR",), ("GRC",))


def test_a_promise_of_both_has_no_terms() -> None:
    assert only_claim("Britain and Greece were committed by treaty to defend each other in 1880.").terms == ()


def test_a_treaty_known_by_name_brings_its_parties() -> None:
    claim = only_claim("The Dual Alliance was still in force in 1900.")
    assert {a.code for a in claim.actors} == {"DEU", "cow:300"}
    assert claim.name == "Dual Alliance"


@pytest.mark.parametrize(
    "text",
    [
        "Denmark ought perhaps to have defended Norway in 1910.",
        "If only Britain had been bound to defend Denmark in 1864.",
        "The Danish defence minister visited Norway in 2010.",
        "Sweden sold defensive weapons to Finland in 1950.",
        "The agreement on fisheries between Iceland and Norway dates from 1980.",
        "Spain spent more on defence than Portugal in 1990.",
    ],
)
def test_no_bond_no_claim(text: str) -> None:
    assert pledges.read(from_text(text, name="x")) == []


def test_where_both_read_a_sentence_one_claim_stands() -> None:
    claims = read(from_text("Norway is not bound to defend Sweden by any treaty of 1990.", name="x"))
    assert [c.rule for c in claims if c.relation == "agreement"] == ["pledge.held"]


VOCABULARY = (
    "the Tsar Britain France Germany's NATO and , ; : . not no longer had bound sworn to defend against pact treaty "
    "alliance only first three states members joined in 1905 1939 Poland's each other promise of neutrality from with "
    "Mao's China's between Triple Alliance Kurds of Iraq signed expired until before by"
)
WORDS = st.sampled_from(VOCABULARY.split())


@given(st.lists(WORDS, max_size=40))
@settings(max_examples=150, deadline=None)
def test_no_sentence_breaks_the_reader(words: list[str]) -> None:
    text = " ".join(words)
    for claim in pledges.read(from_text(text or ".", name="x")):
        assert not faults(claim)
        assert 0 <= claim.start <= claim.end <= len(text)


@pytest.mark.parametrize(
    "unit", ["the defence of ", "bound to ", "@0 #1 &2 ", "only one ally ", "not no never ", "A and "]
)
def test_hostile_text_takes_work_in_proportion(unit: str) -> None:
    def work(size: int) -> object:
        return pledges.read(from_text("In 1900 France was bound to defend " + unit * size, name="x"))

    assert in_proportion(work, 50)
