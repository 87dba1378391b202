"""The sentences of the rule book (docs/respond.md), each on the smallest world that shows it."""

from __future__ import annotations

import pytest

from foedera.errors import BadInput
from foedera.obligations import Answer, Scenario, read_assumptions, respond
from foedera.record.model import Instrument
from tests.obligations.worlds import scenario, term, treaty


def ask(*treaties: Instrument, case: Scenario | None = None) -> Answer:
    return respond(treaties, case or scenario("AAA", "BBB"))


def joins(answer: Answer, bound: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(r.attackers, r.targets) for r in (answer.certain if bound == "certain" else answer.possible)]


@pytest.mark.parametrize(
    ("obligation", "other", "response", "position"),
    [
        ("defense", "BBB", "defend", "must_defend"),
        ("offense", "AAA", "join_attack", "must_join_attack"),
        ("neutrality", "AAA", "not_aid", "barred"),
        ("neutrality", "BBB", "not_aid", "barred"),
        ("nonaggression", "AAA", "not_attack", "barred"),
        ("nonaggression", "BBB", "not_attack", "barred"),
        ("consultation", "AAA", "consult", "consult"),
        ("consultation", "BBB", "consult", "consult"),
    ],
)
def test_each_obligation_asks_for_its_response(obligation: str, other: str, response: str, position: str) -> None:
    answer = ask(treaty("t:1", f"CCC {other}", term(obligation)))
    assert [(d.state, d.response, d.force, d.toward) for d in answer.duties] == [("CCC", response, "must", other)]
    assert answer.positions == {"CCC": position}


@pytest.mark.parametrize(("obligation", "other"), [("defense", "AAA"), ("offense", "BBB")])
def test_defence_is_not_owed_to_an_attacker_nor_offence_to_a_target(obligation: str, other: str) -> None:
    assert ask(treaty("t:1", f"CCC {other}", term(obligation))).duties == ()


def test_a_provision_is_in_force_from_its_first_day_until_the_day_before_its_last() -> None:
    early = treaty("t:1", "CCC BBB", term("defense"), end="2000-01-01")
    late = treaty("t:2", "DDD BBB", term("defense"), start="2000-01-01")
    assert ask(early, late).positions == {"DDD": "must_defend"}


def test_an_open_condition_makes_may_of_must() -> None:
    answer = ask(treaty("t:1", "CCC BBB", term("defense", "demands")))
    assert [(d.force, [(c.name, c.status) for c in d.conditions]) for d in answer.duties] == [
        ("may", [("demands", "open")])
    ]


def test_provocation_ends_a_duty_that_depends_on_it() -> None:
    pact = treaty("t:1", "CCC BBB", term("defense", "non_provocation"))
    assert ask(pact).positions == {"CCC": "must_defend"}
    assert ask(pact, case=scenario("AAA", "BBB", provoked=True)).positions == {}


def test_neutrality_toward_an_attacker_leaves_provocation_open() -> None:
    answer = ask(treaty("t:1", "CCC AAA", term("neutrality", "non_provocation")))
    assert [d.force for d in answer.duties] == ["may"]


def test_a_treaty_against_named_adversaries_asks_nothing_against_others() -> None:
    pact = treaty("t:1", "CCC BBB", term("defense", "adversary", adversaries=("ZZZ",)))
    assert ask(pact).positions == {}
    aimed = treaty("t:1", "CCC BBB", term("defense", "adversary", adversaries=("ZZZ", "AAA")))
    assert ask(aimed).positions == {"CCC": "must_defend"}


def test_a_treaty_with_a_known_area_covers_home_territory_or_the_place_given() -> None:
    pact = treaty("t:1", "CCC BBB", term("defense", "location", area_codes=("BBB",)))
    assert ask(pact).positions == {"CCC": "must_defend"}
    assert ask(pact, case=scenario("AAA", "BBB", location=("FLK",))).positions == {}


def test_an_answer_by_hand_settles_a_condition_by_treaty_or_phase() -> None:
    pact = treaty("atop:3180/2", "CCC BBB", term("defense", "location"))
    for key in ("3180", "3180/2", "atop:3180", "atop:3180/2"):
        case = scenario("AAA", "BBB", assumptions=read_assumptions([f"{key}:location=true"]))
        assert ask(pact, case=case).positions == {"CCC": "must_defend"}, key
    other = scenario("AAA", "BBB", assumptions=read_assumptions(["3180/1:location=true"]))
    assert ask(pact, case=other).positions == {"CCC": "may_defend"}


def test_a_duty_against_a_fellow_ally_is_within_the_alliance_and_tears() -> None:
    answer = ask(treaty("t:1", "AAA BBB CCC", term("defense")))
    assert [d.within_alliance for d in answer.duties] == [True]
    assert answer.positions == {"CCC": "torn"}
    assert (answer.certain, answer.possible) == ((), ())


def test_a_may_duty_within_an_alliance_is_may_defend() -> None:
    answer = ask(treaty("t:1", "AAA BBB CCC", term("defense", "demands")))
    assert answer.positions == {"CCC": "may_defend"}


def test_nonaggression_owed_to_an_attacker_does_not_bar_defence() -> None:
    answer = ask(treaty("t:1", "CCC BBB", term("defense")), treaty("t:2", "CCC AAA", term("nonaggression")))
    assert answer.positions == {"CCC": "must_defend"}
    assert [d.response for d in answer.duties] == ["defend", "not_attack"]


def test_neutrality_owed_to_an_attacker_tears_a_defender() -> None:
    answer = ask(treaty("t:1", "CCC BBB", term("defense")), treaty("t:2", "CCC AAA", term("neutrality")))
    assert answer.positions == {"CCC": "torn"}


@pytest.mark.parametrize("pledge", ["nonaggression", "neutrality"])
def test_a_pledge_to_a_target_tears_who_must_join_the_attack(pledge: str) -> None:
    answer = ask(treaty("t:1", "CCC AAA", term("offense")), treaty("t:2", "CCC BBB", term(pledge)))
    assert answer.positions == {"CCC": "torn"}


def test_an_attack_on_a_state_owed_nonaggression_is_a_breach_whatever_the_conditions() -> None:
    pact = treaty("t:1", "AAA BBB", term("nonaggression"), term("defense", "location"))
    ally = treaty("t:2", "AAA BBB", term("consultation", "on_request"))
    partner = treaty("t:3", "AAA BBB", term("offense"))
    answer = ask(pact, ally, partner, case=scenario("AAA", "BBB", provoked=True))
    assert [(b.state, b.toward, b.instrument.id, b.kind) for b in answer.breaches] == [
        ("AAA", "BBB", "t:1", "nonaggression"),
        ("AAA", "BBB", "t:2", "attacks_ally"),
    ]


def test_who_joins_the_targets_has_not_been_attacked_in_the_certain_bound() -> None:
    chain = treaty("t:1", "CCC BBB", term("defense")), treaty("t:2", "DDD CCC", term("defense"))
    answer = ask(*chain)
    assert joins(answer, "certain") == [((), ("CCC",))]
    assert joins(answer, "possible") == [((), ("CCC",)), ((), ("DDD",))]


def test_who_joins_the_attackers_brings_offence_pacts_in() -> None:
    answer = ask(treaty("t:1", "CCC AAA", term("offense")), treaty("t:2", "DDD CCC", term("offense")))
    assert joins(answer, "certain") == [(("CCC",), ()), (("DDD",), ())]


def test_a_pledge_to_a_state_that_joined_the_targets_counts_from_the_next_round() -> None:
    """EEE must follow DDD to the attackers in the second round, but CCC, whom it may not attack, defends."""
    answer = ask(
        treaty("t:1", "CCC BBB", term("defense"), obligors=("CCC",)),
        treaty("t:2", "DDD AAA", term("offense"), obligors=("DDD",)),
        treaty("t:3", "EEE DDD", term("offense"), obligors=("EEE",)),
        treaty("t:4", "EEE CCC", term("nonaggression")),
    )
    assert joins(answer, "certain") == [(("DDD",), ("CCC",))]


def test_a_must_on_one_side_beats_a_may_on_the_other() -> None:
    answer = ask(
        treaty("t:1", "CCC AAA", term("offense"), obligors=("CCC",)),
        treaty("t:2", "CCC BBB", term("defense", "demands"), obligors=("CCC",)),
    )
    assert joins(answer, "possible") == [(("CCC",), ())]


def test_may_duties_on_both_sides_keep_a_state_out() -> None:
    answer = ask(
        treaty("t:1", "CCC AAA", term("offense", "demands"), obligors=("CCC",)),
        treaty("t:2", "CCC BBB", term("defense", "demands"), obligors=("CCC",)),
    )
    assert answer.positions == {"CCC": "may_defend"}
    assert joins(answer, "possible") == []


def test_whoever_joins_in_the_certain_bound_joins_the_same_side_in_the_possible_one() -> None:
    """DDD may defend at once, but must follow CCC to the attackers in the second round."""
    answer = ask(
        treaty("t:1", "CCC AAA", term("offense"), obligors=("CCC",)),
        treaty("t:2", "DDD CCC", term("offense"), obligors=("DDD",)),
        treaty("t:3", "DDD BBB", term("defense", "demands"), obligors=("DDD",)),
    )
    assert joins(answer, "certain") == [(("CCC",), ()), (("DDD",), ())]
    assert joins(answer, "possible") == [(("CCC",), ()), (("DDD",), ())]


def test_beneficiaries_may_be_named_and_need_not_be_parties() -> None:
    pact = treaty("t:1", "CCC DDD", term("defense", beneficiaries=("BBB",)))
    assert ask(pact).positions == {"CCC": "must_defend", "DDD": "must_defend"}
    assert ask(pact, case=scenario("AAA", "DDD")).positions == {}


def test_one_duty_a_treaty_the_strongest_of_its_articles() -> None:
    soft = term("defense", "demands", article="5")
    answer = ask(treaty("t:1", "CCC BBB", soft, term("defense", article="4")))
    assert [(d.force, d.provision.term.article) for d in answer.duties] == [("must", "4")]


@pytest.mark.parametrize(("attackers", "targets"), [("", "BBB"), ("AAA", ""), ("AAA BBB", "BBB CCC")])
def test_an_impossible_scenario_is_refused(attackers: str, targets: str) -> None:
    with pytest.raises(BadInput, match=r"\.$"):
        scenario(attackers, targets)


@pytest.mark.parametrize("text", ["3180", "3180:weather=true", "3180:location=maybe", "3180:location", "=:=", ""])
def test_an_assumption_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match=r"\.$"):
        read_assumptions([text])
