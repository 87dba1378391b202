"""What the words of a claim tell of its stage, status, kind and sectors."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.claim import OBLIGATIONS, RELATIONS, SECTORS, Actor, Claim
from foedera.documents import from_text
from foedera.reading import read, wording
from foedera.reading.wording import Model

TEXT = "Chile ordered 12 tanks and two radars from Germany in 2007."


def claim(start: int = 0, end: int = len(TEXT), relation: str = "transfer", **slots: object) -> Claim:
    actors = (Actor("DEU", "supplier", None), Actor("CHL", "recipient", None))
    return Claim(start, end, TEXT[start:end], relation, "affirmed", actors, **slots)  # type: ignore[arg-type]


def model(slots: dict[str, dict[str, dict[str, float]]], least: float = 0.0) -> Model:
    """A model of these weights: by slot, value and feature; what has no slots of its own has no sectors either."""
    made = {}
    for slot, values in ({"sectors": {}} | slots).items():
        rows: dict[str, list[float]] = {}
        for n, own in enumerate(values.values()):
            for name, weight in own.items():
                rows.setdefault(name, []).extend((n, weight))
        made[slot] = {"values": list(values), "begin": [0.0] * len(values), "weights": rows}
    return Model({"least": least, "slots": made})


def told(made: Model, **slots: object) -> Claim:
    one = claim(rule="learned.transfer", **slots)
    return wording.weighed(one, wording.features(TEXT, one), made)


def test_a_number_is_known_as_one_and_a_word_by_itself_by_its_beginning_and_with_the_next() -> None:
    known = wording.features(TEXT, claim())
    assert {"ordered", "order-", "chile ordered", "#", "ordered #", "from germany"} <= known
    assert not any("2007" in name for name in known)


def test_what_stands_beside_the_noun_that_a_claim_turns_on_is_known() -> None:
    known = wording.features(TEXT, claim())
    assert {"ordered .. @", "@ .. and"} <= known
    assert not any("@" in name for name in wording.features(TEXT, claim(relation="training")))


def test_the_words_around_a_claim_are_known_as_such() -> None:
    start, end = TEXT.index("12"), TEXT.index(" from")
    assert {"<ordered", ">from"} <= wording.features(TEXT, claim(start, end))


def test_the_value_that_most_speaks_for_is_told() -> None:
    made = model({"transfer.stage": {"": {}, "ordered": {"ordered": 1.0}, "delivered": {"from germany": 0.4}}})
    assert told(made).stage == "ordered"
    assert told(model({"transfer.stage": {"": {"ordered": 1.0}, "ordered": {}}}), stage="ordered").stage is None


def test_what_the_rule_says_is_weighed_too() -> None:
    made = model({"transfer.stage": {"": {}, "ordered": {"ordered": 1.0}, "delivered": {"is=delivered": 2.0}}})
    assert told(made, stage="delivered").stage == "delivered"


def test_a_value_that_was_too_rare_to_be_learned_stands() -> None:
    made = model({"transfer.stage": {"": {}, "ordered": {"ordered": 9.0}}})
    assert told(made, stage="cancelled").stage == "cancelled"
    assert told(model({}), stage="cancelled").stage == "cancelled"


def test_sectors_are_each_told_by_themselves_and_rare_ones_stand() -> None:
    weights = {"air_defense": {"radars": 1.0}, "maritime": {"tanks": -1.0}, "training": {"has=training": 1.0}}
    found = told(model({"sectors": weights}, least=0.5), sectors=("training", "space")).sectors
    assert found == ("air_defense", "training", "space")


def test_the_model_of_the_package_knows_the_values_of_the_rule_book() -> None:
    values = wording.model().values
    assert {"agreement.stage", "transfer.stage", "deployment.kind", "membership.status", "sectors"} <= set(values)
    assert set(values["deployment.kind"]) == {"", "mission", "basing", "transit", "advisory"}
    assert set(values["sectors"]) <= set(SECTORS)
    assert set(values["obligations"]) <= set(OBLIGATIONS)
    assert {name.split(".")[0] for name in values} - {"sectors", "obligations"} <= set(RELATIONS)


@pytest.mark.parametrize(
    ("text", "obligations"),
    [
        ("Kenya and Ethiopia have had a mutual defense pact since 1964.", ("defense",)),
        ("Pakistan and Saudi Arabia signed a mutual defence agreement in September 2025.", ("defense",)),
        ("Germany and the Soviet Union signed a non-aggression pact in 1939.", ("nonaggression",)),
        ("Georgia and the United States signed a defence cooperation agreement in 2010.", ()),
        ("Brazil and the United States signed a mutual defense assistance agreement in 1952.", ()),
    ],
)
def test_what_a_treaty_is_called_tells_its_obligations(text: str, obligations: tuple[str, ...]) -> None:
    assert [c.obligations for c in read(from_text(text)) if c.relation == "agreement"] == [obligations]


def test_obligations_that_a_rule_denies_stand() -> None:
    parties = (Actor("GBR", "party", None), Actor("OMN", "party", None))
    one = Claim(0, 9, "no treaty", "agreement", "denied", parties, obligations=("defense",))
    assert wording.told([one], "no treaty")[0].obligations == ("defense",)


@pytest.mark.parametrize(
    ("text", "relation", "slot", "value"),
    [
        ("Chile ordered twelve tanks from Germany.", "transfer", "stage", "ordered"),
        ("Germany delivered the last of twelve tanks to Chile in May 2009.", "transfer", "stage", "delivered"),
        ("The last French troops left Mali in August 2022.", "deployment", "stage", "terminated"),
        ("Kenya and Turkey signed a defence agreement in Nairobi.", "agreement", "stage", "signed"),
        ("Fiji sent 200 soldiers to the UN mission in Lebanon.", "deployment", "kind", "mission"),
        ("French military advisers are stationed in Chad.", "deployment", "kind", "advisory"),
    ],
)
def test_what_plain_words_say_is_told(text: str, relation: str, slot: str, value: str) -> None:
    found = [c for c in read(from_text(text)) if c.relation == relation]
    assert [getattr(c, slot) for c in found] == [value]


@given(st.text(max_size=400), st.integers(0, 400), st.integers(0, 400), st.sampled_from(RELATIONS))
def test_any_stretch_of_any_text_can_be_told_of(text: str, one: int, other: int, relation: str) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    (told_of,) = wording.told([claim(start, end, relation)], text)
    assert told_of.relation == relation
    assert set(told_of.sectors) <= set(SECTORS)


def test_a_claim_of_any_length_has_a_bounded_number_of_features() -> None:
    text = " ".join(f"tank{chr(97 + n % 26)}{n}" for n in range(50_000))
    assert len(wording.features(text, claim(0, len(text)))) < 1_000
    assert not re.search(r"\d{3}", "".join(wording.features("9" * 1_000_000, claim(0, 1_000_000))))
