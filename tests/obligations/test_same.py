"""The same treaty from two sources is one treaty, and both sources stay listed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from foedera.obligations import Scenario, respond
from foedera.record.model import Instrument
from tests.obligations.worlds import scenario, scenarios, term, treaty, worlds


def from_atop(*terms: object, parties: str = "AAA BBB CCC") -> Instrument:
    made = treaty("atop:1/1", parties, *terms)  # type: ignore[arg-type]
    provisions = tuple(replace(p, source="atop:5.1") for p in made.provisions)
    return replace(made, provisions=provisions, sources=("atop:5.1",), same_as=("starter:pact",))


def from_starter(*terms: object, parties: str = "AAA BBB CCC") -> Instrument:
    made = treaty("starter:pact", parties, *terms)  # type: ignore[arg-type]
    provisions = tuple(replace(p, source="starter:text") for p in made.provisions)
    return replace(made, provisions=provisions, sources=("starter:text",), same_as=("atop:1/1",))


SPECIFIC = term("defense", "adversary", adversaries=("DDD",), article="2")


def test_the_more_specific_version_speaks_and_both_sources_are_listed() -> None:
    case = scenario("DDD", "BBB")
    answer = respond([from_atop(term("defense", "adversary")), from_starter(SPECIFIC)], case)
    assert [(d.state, d.force, d.instrument.id) for d in answer.duties] == [
        ("AAA", "must", "starter:pact"),
        ("CCC", "must", "starter:pact"),
    ]
    duty = answer.to_dict()["duties"][0]
    assert duty["sources"] == ["starter:text", "atop:5.1"]
    assert (duty["atopid"], duty["article"]) == (1, "2")


def test_what_only_one_version_holds_is_added() -> None:
    answer = respond([from_atop(term("consultation"), term("defense")), from_starter(SPECIFIC)], scenario("EEE", "BBB"))
    assert {(d.response, d.provision.source) for d in answer.duties} == {("consult", "atop:5.1")}


def test_a_party_of_one_version_owes_nothing_to_parties_that_its_version_lacks() -> None:
    """ATOP's phases for Czech and Slovak successors must not bind the two to each other."""
    czech = replace(treaty("atop:9/1", "DEU CZE", term("defense")), same_as=("atop:9/2",))
    slovak = replace(treaty("atop:9/2", "DEU SVK", term("defense")), same_as=("atop:9/1",))
    answer = respond([czech, slovak], scenario("AAA", "CZE"))
    assert answer.positions == {"DEU": "must_defend"}


def test_a_version_that_is_not_in_force_on_the_day_says_nothing() -> None:
    ended = replace(from_starter(SPECIFIC), parties=(), provisions=())
    answer = respond([from_atop(term("defense")), ended], scenario("DDD", "BBB"))
    assert {d.instrument.id for d in answer.duties} == {"atop:1/1"}


def test_an_answer_by_hand_may_name_either_version() -> None:
    pacts = [from_atop(term("defense")), from_starter(term("defense", "demands", article="5"))]
    for key in ("1", "atop:1/1", "starter:pact", "pact"):
        case = scenario("DDD", "BBB", assumptions={(key, "demands"): True})
        assert respond(pacts, case).positions == {"AAA": "must_defend", "CCC": "must_defend"}, key


@settings(max_examples=60)
@given(worlds(), scenarios())
def test_saying_every_treaty_twice_changes_no_position(world: tuple[Instrument, ...], case: Scenario) -> None:
    twins = [replace(i, id=f"copy:{i.id}", same_as=(i.id,)) for i in world]
    twins = [replace(i, provisions=tuple(replace(p, instrument=i.id) for p in i.provisions)) for i in twins]
    plain = replace(case, assumptions={})
    once, twice = respond(world, plain), respond([*world, *twins], plain)
    assert once.positions == twice.positions
    assert (once.certain, once.possible) == (twice.certain, twice.possible)
    assert len(once.duties) == len(twice.duties)
    assert len(once.breaches) == len(twice.breaches)
