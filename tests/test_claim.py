"""The claim goes to JSON and back without loss, and breaks loudly."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera import claim as c
from foedera.errors import BadClaim

text = st.text(min_size=1, max_size=20)
maybe = st.none() | text
codes = st.sampled_from(["AZE", "USA", "TUR", "NATO", "cow:300"])
actors = st.lists(
    st.builds(c.Actor, code=codes, role=st.sampled_from(c.ROLES), body=maybe)
    | st.builds(c.Actor, code=st.none(), role=st.sampled_from(c.ROLES), body=text),
    min_size=1,
    max_size=4,
).map(tuple)
terms = st.builds(
    c.Term,
    obligation=st.sampled_from(c.OBLIGATIONS),
    obligors=st.lists(codes, max_size=2).map(tuple),
    conditions=st.lists(st.sampled_from(c.CONDITIONS), unique=True).map(tuple),
    article=maybe,
    adversaries=st.lists(codes, max_size=2).map(tuple),
)
claims = st.builds(
    c.Claim,
    start=st.integers(0, 50),
    end=st.integers(50, 99),
    quote=st.text(max_size=30),
    relation=st.sampled_from(c.RELATIONS),
    polarity=st.sampled_from(c.POLARITIES),
    actors=actors,
    name=maybe,
    date=maybe,
    date_role=st.none() | st.sampled_from(c.DATE_ROLES),
    status=st.none() | st.sampled_from(c.STATUSES),
    stage=st.none() | st.sampled_from(c.STAGES),
    obligations=st.lists(st.sampled_from(c.OBLIGATIONS), unique=True).map(tuple),
    sectors=st.lists(st.sampled_from(c.SECTORS), unique=True).map(tuple),
    amount=st.none() | st.builds(c.Amount, value=st.integers(-5, 10**12), unit=text),
    items=st.lists(text, max_size=3).map(tuple),
    quantifier=st.none() | st.sampled_from(["first", "only"]) | st.integers(0, 50),
    terms=st.lists(terms, max_size=2).map(tuple),
    confidence=st.none() | st.floats(0, 1),
)


@given(claims)
def test_json_both_ways_loses_nothing(claim: c.Claim) -> None:
    assert c.Claim.from_json(claim.to_json()) == claim


@given(claims)
def test_json_holds_only_what_is_filled(claim: c.Claim) -> None:
    data = json.loads(claim.to_json())
    assert {"start", "end", "quote", "relation", "polarity", "actors"} <= set(data)
    assert all(value not in (None, []) for value in data.values())


def example(**changes: object) -> dict[str, object]:
    base: dict[str, object] = {
        "start": 0,
        "end": 4,
        "quote": "text",
        "relation": "agreement",
        "polarity": "affirmed",
        "actors": [{"code": "AZE", "role": "party"}],
    }
    return {k: v for k, v in {**base, **changes}.items() if v != "absent"}


def test_foreign_keys_are_ignored() -> None:
    assert c.Claim.from_dict(example(doc="seed", _line=3)).quote == "text"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"quote": "absent"}, "no 'quote'"),
        ({"relation": "marriage"}, "relation 'marriage'"),
        ({"polarity": "maybe"}, "polarity 'maybe'"),
        ({"actors": []}, "no actors"),
        ({"actors": [{"code": None, "role": "party"}]}, "neither code nor body"),
        ({"actors": [{"code": "AZE", "role": "king"}]}, "role 'king'"),
        ({"start": 9, "end": 3}, "span 9:3"),
        ({"status": "boss"}, "status 'boss'"),
        ({"sectors": ["cookery"]}, "sectors has 'cookery'"),
        ({"sectors": "cyber"}, "should be a list"),
        ({"terms": [{"obligation": "love"}]}, "obligation 'love'"),
        ({"terms": [{"obligation": "defense", "conditions": ["weather"]}]}, "condition 'weather'"),
        ({"amount": {"value": 3}}, "cannot be read"),
        ({"actors": "AZE"}, "cannot be read"),
    ],
)
def test_a_claim_that_breaks_the_rule_book_says_why(changes: dict[str, object], why: str) -> None:
    with pytest.raises(BadClaim, match=why):
        c.Claim.from_dict(example(**changes))


@pytest.mark.parametrize("text", ["", "[1]", "{", "[" * 100_000])
def test_what_is_no_json_object_is_a_bad_claim(text: str) -> None:
    with pytest.raises(BadClaim):
        c.Claim.from_json(text)


def test_actors_without_a_code_are_told_apart_by_their_body() -> None:
    wagner, taliban = c.Actor(None, "party", "Wagner"), c.Actor(None, "party", "Taliban")
    claim = c.Claim(0, 1, "x", "conflict", "affirmed", (wagner, taliban))
    assert claim.actor_keys() == {"wagner", "taliban"}


def test_vocabularies_have_no_doubles() -> None:
    for words in (c.RELATIONS, c.ROLES, c.STAGES, c.SECTORS, c.OBLIGATIONS, c.KINDS, c.CONDITIONS):
        assert len(words) == len(set(words))


def test_every_relation_has_its_roles() -> None:
    assert set(c.ROLES_OF) == set(c.RELATIONS)
    assert {role for roles in c.ROLES_OF.values() for role in roles} == set(c.ROLES)


@pytest.mark.parametrize(
    ("rule", "learned"),
    [("learned.transfer", True), ("transfer.learned.by-heart", False), ("learnedly", False), (None, False)],
)
def test_a_claim_tells_whether_only_the_learned_model_made_it(rule: str | None, learned: bool) -> None:
    assert c.Claim(0, 1, "x", "transfer", "affirmed", (), rule=rule).learned is learned
