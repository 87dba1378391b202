"""What is read from short texts of our own, and what must never be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.claim import Amount, Claim
from foedera.documents.load import from_text
from foedera.reading import explain, read, sentences, slots
from tests.growth import in_proportion

PROFILE = "Ruritania: Military and Security\n\nMilitary - note\n\n"


def claims(text: str) -> list[Claim]:
    return read(from_text(text))


def profile(text: str, country: str = "Kenya") -> set[tuple[str, str, str]]:
    found = claims(f"{country}: Military and Security\n\nMilitary - note\n\n{text}\n")
    return {(c.relation, c.polarity, " ".join(sorted(a.key for a in c.actors))) for c in found}


def test_suppliers_in_a_list_are_a_claim_each() -> None:
    assert profile("the military is equipped with items from suppliers such as Israel, Serbia, and the UK") == {
        ("transfer", "affirmed", "ISR KEN"),
        ("transfer", "affirmed", "KEN SRB"),
        ("transfer", "affirmed", "GBR KEN"),
    }


def test_a_participant_row_names_mission_host_and_number() -> None:
    (one,) = claims("Kenya: Military and Security\n\nMilitary deployments\n\n390 Somalia (AUSSOM) (2025)\n")
    assert {(a.code, a.role) for a in one.actors} == {("KEN", "contributor"), ("AU", "organisation"), ("SOM", "host")}
    assert one.amount is not None
    assert one.amount.value == 390
    assert one.kind == "mission"


def test_membership_with_its_date() -> None:
    found = claims("Kenya: Military and Security\n\nMilitary - note\n\nKenya has been a member of the EAC since 2001\n")
    assert [(c.relation, c.status, c.date, c.date_role) for c in found] == [("membership", "member", "2001", "since")]


def test_a_denial_is_a_denied_claim() -> None:
    assert profile("Austria is not a member of NATO", "Austria") == {("membership", "denied", "AUT NATO")}


def test_a_duty_is_no_claim() -> None:
    assert profile("the military is responsible for defense and supporting UN peacekeeping missions") == set()


def test_own_forces_alone_are_no_claim() -> None:
    assert profile("the Army conducts operations in the north of the country") == set()


@pytest.mark.parametrize(
    ("text", "relation", "polarity", "keys"),
    [
        ("France and Greece signed a defence agreement in 2021.", "agreement", "affirmed", "FRA GRC"),
        ("There is no defence pact between Serbia and China.", "agreement", "denied", "CHN SRB"),
        ("Russia invaded Georgia in August 2008.", "conflict", "affirmed", "GEO RUS"),
        ("Turkey sold drones to Ukraine in 2019.", "transfer", "affirmed", "TUR UKR"),
        ("Britain has trained Ukrainian soldiers since 2015.", "training", "affirmed", "GBR UKR"),
    ],
)
def test_plain_sentences(text: str, relation: str, polarity: str, keys: str) -> None:
    found = {(c.relation, c.polarity, " ".join(sorted(a.key for a in c.actors))) for c in claims(text)}
    assert (relation, polarity, keys) in found


def test_every_claim_names_its_rule_and_each_step_says_why() -> None:
    document = from_text("France and Greece signed a defence agreement in 2021.")
    assert all(c.rule for c in read(document))
    assert any("agreement.signed" in t.frame for step in explain(document) for t in step.triggers)


@given(st.text(max_size=400))
def test_any_text_is_read_without_error(text: str) -> None:
    if not text.strip():
        return
    document = from_text("Treaty of 1990. " + text)
    for one in read(document):
        assert document.text[one.start : one.end] == one.quote


WORDS = st.sampled_from(
    [
        "Russia",
        "Turkey",
        "the",
        "US",
        "NATO",
        "UN",
        "signed",
        "a",
        "treaty",
        "with",
        "joined",
        "has",
        "no",
        "troops",
        "in",
        "(",
        ")",
        ";",
        ",",
        "and",
        "of",
        "military",
        "2004",
        "exercises",
        "Partnership",
        "for",
        "Peace",
        "which",
        "including",
        "suppliers",
        "such",
        "as",
        "from",
        "UNIFIL",
        "Syria's",
        "Chinese-made",
        "missiles",
        "not",
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=60))
def test_word_salad_is_read_without_error_and_quotes_are_the_text(words: list[str]) -> None:
    document = from_text("Chad: Military and Security\n\nMilitary - note\n\n" + " ".join(words))
    for one in read(document):
        assert document.text[one.start : one.end] == one.quote
        assert len({a.key for a in one.actors}) == len(one.actors)


def test_a_long_near_match_takes_work_in_proportion() -> None:
    assert in_proportion(lambda n: claims("its inventory is from " + "the former and other older, " * n), 400)
    assert in_proportion(lambda n: claims("(" * n + "Russia, " * n), 600)


@pytest.mark.parametrize(
    "text",
    [
        "Had Chile bought two frigates from Australia, Peru would object.",
        "Were France to sell frigates to Chile, Peru would object.",
        "Had the United States sent troops to Poland in 2014, things would look different.",
        "Should Ukraine join NATO, Russia would object.",
        "If Ukraine joined NATO, Russia would object.",
        "If Russia had not invaded Ukraine, Sweden would not have joined NATO.",
        "Had Russia not invaded Ukraine in 2022, Sweden would not have joined NATO.",
    ],
)
def test_what_would_be_if_something_were_so_is_not_told(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize(
    ("text", "relation", "keys"),
    [
        ("If Turkey left NATO, Greece would cheer.", "membership", "NATO TUR"),
        ("Norway had bought frigates from Spain.", "transfer", "ESP NOR"),
        ("In 2004 Estonia joined NATO, which Russia would hardly forget.", "membership", "EST NATO"),
    ],
)
def test_what_a_condition_presupposes_and_what_is_none_is_told(text: str, relation: str, keys: str) -> None:
    assert (relation, "affirmed", keys) in {
        (c.relation, c.polarity, " ".join(sorted(a.key for a in c.actors))) for c in claims(text)
    }


def test_a_name_that_may_be_anybodys_is_nobody() -> None:
    """ "Congo" without a word on which one is left out; with one it is read."""
    assert read(from_text("Angola sold rifles to Congo in 1999.", "page.txt")) == []
    (one,) = read(from_text("Angola sold rifles to Congo in 1999. They came to Kinshasa.", "page.txt"))
    assert {a.code for a in one.actors} == {"AGO", "COD"}


def test_georgia_is_the_state_but_beside_american_ones() -> None:
    (one,) = read(from_text("The State of Georgia and Georgia are State Partnership Program partners.", "page.txt"))
    assert {a.code for a in one.actors} == {"USA", "GEO"}
    found = read(from_text("Spain trains with Georgia near Atlanta, Alabama and Florida.", "page.txt"))
    assert "GEO" not in {a.code for one in found for a in one.actors}


def test_a_full_stop_that_was_forgotten_ends_a_sentence_all_the_same() -> None:
    text = "Norway trains officers of Latvia, among others This support began in 2015 and has grown since then."
    cut = [text[s.start : s.end] for s in sentences.segments(from_text(text, "page.txt"))]
    assert cut == [text[: text.index(" This")], text[text.index("This") :]]
    assert len(sentences.segments(from_text(text.replace("This", "this"), "page.txt"))) == 1


def test_whose_member_one_is_stands_beside_what_follows_from_it() -> None:
    found = read(from_text("Poland is a NATO member, so the United States must defend it.", "page.txt"))
    assert {(c.relation, frozenset(a.code for a in c.actors)) for c in found} == {
        ("agreement", frozenset(("POL", "USA"))),
        ("membership", frozenset(("POL", "NATO"))),
    }


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Some 2,500 US troops remain in Iraq.", Amount(2500, "troops")),
        ("Ninety-four Norwegian soldiers serve in Mali.", Amount(94, "soldiers")),
        ("Three hundred Italian soldiers remain in Niger.", Amount(300, "soldiers")),
        ("Finland has a battalion of 870 in Lebanon.", Amount(870, "troops")),
        ("112 officers and men of the US Army are stationed in Honduras.", Amount(112, "officers and men")),
        ("Two French police units are deployed in Haiti.", None),
        ("Under Article 5 the United States forces are stationed in Honduras.", None),
    ],
)
def test_how_many_are_sent_is_read_in_figures_and_words(text: str, amount: Amount | None) -> None:
    found = {c.amount for c in read(from_text(text)) if c.relation == "deployment"}
    assert found == {amount}


def test_a_sum_of_money_is_the_number_that_is_written() -> None:
    (one,) = read(from_text("The United States sold Morocco HIMARS launchers for $524.2 million."))
    assert one.amount == Amount(524_200_000, "USD")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,400", 1400),
        ("900-1,000", 900),
        ("eight", 8),
        ("ninety-four", 94),
        ("three hundred", 300),
        ("a dozen", 12),
        ("a", None),
        ("", None),
    ],
)
def test_numbers_are_read_in_figures_and_words(text: str, value: int | None) -> None:
    assert slots.number(text) == value


def test_a_number_in_brackets_ends_no_sentence() -> None:
    text = (
        "The Government of Romania has requested to buy thirty-two (32) F-35 aircraft and thirty-three (33) engines. "
        "The certification was delivered today."
    )
    assert [text[s.start : s.end][:14] for s in sentences.segments(from_text(text))] == [
        "The Government",
        "The certificat",
    ]
