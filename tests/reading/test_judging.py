"""What stands in the end: claims of rules and of the model, weighed together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from foedera.claim import RELATIONS, Actor, Claim
from foedera.reading import judging
from foedera.reading.evidence import NAMES
from foedera.reading.judging import Judge, Weigher
from foedera.reading.proposing import Looked, Notes, Weighed

TEXT = "Chile bought two frigates from Australia."
BUYER = (Actor("AUS", "supplier"), Actor("CHL", "recipient"))


@pytest.fixture(autouse=True)
def weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """A judge that goes by the model's word where there is one, else by the record of the rule."""
    marks = {"keep in plain": 0.15, "add in plain": 0.35, "deny in plain": 0.5, "keep denied": 0.05, "strict": 0.9}
    alone = {"weights": {"sure": 1.0, "unknown": 5.0}, "units": {}, "out": [], "range": {}}
    judge = Judge.of({"marks": marks, "rounds": [alone], "plain": [alone]})
    monkeypatch.setattr(judging, "judge", lambda: judge)


def ruled(actors: Sequence[Actor] = BUYER, polarity: str = "affirmed", relation: str = "transfer") -> Claim:
    return Claim(0, len(TEXT), TEXT, relation, polarity, tuple(actors), confidence=0.8)


def weighed(sure: float, actors: Sequence[Actor] = BUYER, relation: str = "transfer") -> Weighed:
    keys = frozenset(a.key for a in actors)
    return Weighed(0, len(TEXT), relation, keys, 0.9, sure, "bought", tuple(actors))


def decided(claims: Sequence[Claim], *found: Weighed) -> list[Claim]:
    notes = Notes()
    if found:
        sets = {keys: k for k, keys in enumerate(dict.fromkeys(w.keys for w in found))}
        said, sure = np.zeros(len(RELATIONS)), np.zeros((len(sets), 3 * len(RELATIONS)))
        for w in found:
            said[RELATIONS.index(w.relation)] = w.said
            denied = len(RELATIONS) if w.polarity == "denied" else 0
            sure[sets[w.keys], denied + RELATIONS.index(w.relation)] = w.sure
        notes.found = [Looked(0, len(TEXT), said, sets, sure, list(found))]
    return judging.decide(claims, notes, TEXT)


def test_a_likely_claim_of_the_model_alone_is_added_with_its_quote_and_rule() -> None:
    (one,) = decided([], weighed(0.7))
    assert (one.rule, one.quote, one.confidence) == ("learned.transfer", TEXT, pytest.approx(0.7, abs=0.01))


def test_an_unlikely_one_is_not() -> None:
    assert decided([], weighed(0.3)) == []


def test_a_rules_claim_that_the_model_finds_unlikely_is_dropped() -> None:
    assert decided([ruled()], weighed(0.05)) == []
    assert len(decided([ruled()], weighed(0.2))) == 1


def test_a_rules_claim_of_which_the_model_says_nothing_is_judged_all_the_same() -> None:
    assert len(decided([ruled()])) == 1


def test_chances_that_differ_by_rounding_alone_are_equal() -> None:
    """Machines differ in the last places: which of two equal actors leads must not depend on them."""
    other = (Actor("ITA", "supplier"), Actor("CHL", "recipient"))
    first, second = (
        decided([], weighed(0.8), weighed(0.80000001, other)),
        decided([], weighed(0.80000001), weighed(0.8, other)),
    )
    assert [c.confidence for c in first] == [c.confidence for c in second]


def test_a_denied_claim_stays_as_it_is_and_nothing_like_it_is_affirmed() -> None:
    denied, likely = ruled(polarity="denied"), weighed(0.2)
    likely.polarity = "denied"
    assert decided([denied], weighed(0.9), likely) == [denied]


def test_a_rules_denial_that_the_model_finds_unlikely_is_dropped_and_nothing_like_it_is_affirmed() -> None:
    assert decided([ruled(polarity="denied")], weighed(0.9)) == []


def test_a_rules_denial_of_a_membership_stands_whatever_the_model_finds() -> None:
    left = ruled((Actor("AZE", "member"), Actor("CSTO", "organisation")), "denied", "membership")
    assert left in decided([left], weighed(0.9))


def test_a_rules_denial_of_which_the_model_says_nothing_stays() -> None:
    assert len(decided([ruled(polarity="denied")])) == 1


def test_a_likely_denial_of_the_model_is_added_and_an_affirmed_claim_of_it_is_not() -> None:
    likely, doubted = weighed(0.7), weighed(0.6)
    likely.polarity = "denied"
    assert [c.polarity for c in decided([], doubted, likely)] == ["denied"]


def test_the_models_claim_is_not_added_beside_the_same_one_or_a_part_of_it() -> None:
    more = (*BUYER, Actor("GBR", "supplier"))
    assert [c.rule for c in decided([ruled()], weighed(0.6), weighed(0.5, more))] == [None]


def test_a_likelier_claim_with_another_actor_takes_the_place_of_a_rules_claim() -> None:
    other = (Actor("ITA", "supplier"), Actor("CHL", "recipient"))
    (one,) = decided([ruled()], weighed(0.3), weighed(0.8, other))
    assert {a.code for a in one.actors} == {"ITA", "CHL"}


def test_another_relation_of_the_same_actors_stands_beside_it() -> None:
    found = decided([ruled()], weighed(0.8), weighed(0.6, relation="training"))
    assert {c.relation for c in found} == {"transfer", "training"}


def test_the_quote_of_an_added_claim_is_the_text_between_its_offsets() -> None:
    for one in decided([], weighed(0.7)):
        assert TEXT[one.start : one.end] == one.quote


def test_strict_keeps_the_surest() -> None:
    assert judging.surest(decided([], weighed(0.7))) == []
    assert len(judging.surest(decided([], weighed(0.95)))) == 1


TURNED = (Actor("CHL", "supplier"), Actor("AUS", "recipient"))


@pytest.mark.parametrize(
    ("rule", "sure", "better"),
    [
        ("transfer.bought", 0.7, True),
        ("transfer.bought", 0.5, False),
        ("transfer.loose", 0.5, True),
        ("pledge.signed", 0.9, False),
    ],
)
def test_who_gives_and_gets_is_told_by_the_model_where_it_is_sure_or_the_frame_is_loose(
    rule: str, sure: float, better: bool
) -> None:
    (one,) = decided([replace(ruled(TURNED), rule=rule)], weighed(sure))
    assert {(a.code, a.role) for a in one.actors} == {(a.code, a.role) for a in (BUYER if better else TURNED)}


def test_roles_of_assistance_stay_as_the_frame_gives_them() -> None:
    ways = ("provider", "recipient"), ("recipient", "provider")
    framed, heard = ([Actor(c, r) for c, r in zip(("AUS", "CHL"), way, strict=True)] for way in ways)
    claim = replace(ruled(framed, relation="assistance"), rule="assistance.gave")
    (one,) = decided([claim], weighed(0.9, heard, relation="assistance"))
    assert one.actors == tuple(framed)


def test_general_ties_are_not_added_where_something_closer_is_told_of_the_same_actors() -> None:
    found = decided([ruled()], weighed(0.8), weighed(0.9, relation="cooperation"))
    assert [c.relation for c in found] == ["transfer"]


def twice(sure: float) -> Weighed:
    """A claim that the model hears twice in its clause, the second time of "from Australia"."""
    one, at = weighed(sure), TEXT.index("from")
    one.again = Weighed(at, len(TEXT), "transfer", one.keys, 0.9, 0.6, "bought", BUYER)
    one.again.slots = {"date": "2008"}
    return one


def test_what_a_clause_says_twice_is_two_claims_each_with_its_slots() -> None:
    first, second = decided([ruled()], twice(0.9))
    assert (first.quote, second.quote) == (TEXT, "from Australia.")
    assert (first.date, second.date) == (None, "2008")
    assert second.confidence == pytest.approx(0.6)


def test_nothing_is_said_again_that_does_not_stand() -> None:
    assert decided([], twice(0.2)) == []


def test_two_claims_that_stand_are_not_made_three() -> None:
    assert len(decided([ruled(), ruled()], twice(0.9))) == 2


UNITS = {"weights": {"bias": -1.0}, "units": {"sure": [1.0, -1.0], "bias": [-1.0, 0.0]}, "out": [2.0, 0.5], "range": {}}


def known(**numbers: float) -> list[float]:
    return [numbers.get(name, 0.0) for name in NAMES]


def test_numbers_count_together_through_units() -> None:
    weigher = Weigher.of(UNITS)
    high, none, low = weigher.chances([known(sure=3.0), known(), known(sure=-2.0)])
    assert [high, none, low] == pytest.approx([1 / (1 + np.exp(-s)) for s in (3.0, -1.0, 0.0)], abs=1e-4)


def test_a_number_beyond_what_was_usual_counts_as_the_last_usual_one() -> None:
    weigher = Weigher.of({**UNITS, "range": {"sure": [-1.0, 2.0]}})
    assert weigher.chances([known(sure=100.0)]) == weigher.chances([known(sure=2.0)])


def test_nothing_asked_is_nothing_found() -> None:
    assert Weigher.of(UNITS).chances([]) == []
    assert judging.weighed([], "") == []


def test_what_a_claim_rests_on_is_told_with_how_much_it_counts() -> None:
    weigher = Weigher.of({"weights": {"sure": 1.0}, "units": {}, "out": [], "range": {"sure": [-2.0, 2.0]}})
    assert weigher.grounds(known(sure=2.0)) == [("sure", pytest.approx(0.38, abs=0.01))]
    assert weigher.grounds(known(sure=0.0)) == []


def test_the_second_round_sees_what_the_first_found(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = judging.judge().marks
    second = {"weights": {"before this": 1.0, "bias": -3.0}, "units": {}, "out": [], "range": {}}
    first = {"weights": {"bias": 2.0}, "units": {}, "out": [], "range": {}}
    judge = Judge.of({"marks": marks, "rounds": [first, second], "plain": [first]})
    monkeypatch.setattr(judging, "judge", lambda: judge)
    monkeypatch.setattr(judging, "_FEW", 0)
    (one,) = judging.weighed(judging.scenes([ruled()], Notes()), TEXT)
    assert list(one.values()) == [pytest.approx(1 / (1 + np.exp(1.0)), abs=0.01)]


@pytest.mark.parametrize(("kind", "sure"), [("pages", 0.5), ("profiles", 0.88), ("plain", 0.88)])
def test_profiles_are_weighed_in_their_own_way(monkeypatch: pytest.MonkeyPatch, kind: str, sure: float) -> None:
    none, sure_ = ({"weights": {"bias": b}, "units": {}, "out": [], "range": {}} for b in (0.0, 2.0))
    judge = Judge.of({"marks": judging.judge().marks, "rounds": [none], "plain": [sure_]})
    monkeypatch.setattr(judging, "judge", lambda: judge)
    monkeypatch.setattr(judging, "_FEW", 0)
    notes = Notes()
    notes.kind = kind
    (one,) = judging.weighed(judging.scenes([ruled()], notes), TEXT)
    assert list(one.values()) == [pytest.approx(sure, abs=0.01)]


def test_reasons_are_found_for_a_claim_that_stands() -> None:
    notes = Notes()
    notes.found = [Looked(0, len(TEXT), np.zeros(12), {frozenset(("AUS", "CHL")): 0}, np.full((1, 36), 0.9))]
    why = judging.reasons([ruled()], notes, TEXT)
    assert [name for name, _ in why(ruled())] == ["sure"]
    assert why(ruled(relation="conflict")) == why(ruled(polarity="denied")) == []


def test_a_few_clauses_are_weighed_plainly() -> None:
    assert {s.kind for s in judging.scenes([ruled()] * 6, Notes())} == {"plain"}
    assert {s.kind for s in judging.scenes([ruled()] * 7, Notes())} == {"pages"}
