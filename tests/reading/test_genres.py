"""Language of newspapers, ministries, chronologies, forums and hearings, in short texts written for this test."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedera import reading
from foedera.claim import Claim
from foedera.documents import from_text
from foedera.reading import makers, merging

# text, relation, actors with roles, polarity
CASES = [
    (
        "Latvia and Canada\n\nCanada will increase the number of its soldiers in Latvia by 2026.",
        ("deployment", {("CAN", "contributor"), ("LVA", "host")}, "affirmed"),
    ),
    (
        "Drills begin\n\nAbout 16,000 American and Philippine soldiers began the annual Balikatan drills on Monday.",
        ("exercise", {("USA", "party"), ("PHL", "party")}, "affirmed"),
    ),
    (
        "Gulf purchases\n\nDoha has bought 36 Rafale fighters from France and 24 Typhoons from Britain.",
        ("transfer", {("GBR", "supplier"), ("QAT", "recipient")}, "affirmed"),
    ),
    (
        "Tajik partners\n\nTajik and Uzbek troops have exercised together every year since 2018.",
        ("exercise", {("TJK", "party"), ("UZB", "party")}, "affirmed"),
    ),
    (
        "Tajik partners\n\nIran opened a drone factory in Dushanbe in May 2022.",
        ("production", {("IRN", "party"), ("TJK", "party")}, "affirmed"),
    ),
    (
        "War on the border\n\nIn September 2022 Tajikistan and Kyrgyzstan fought for three days along their border.",
        ("conflict", {("TJK", "party"), ("KGZ", "party")}, "affirmed"),
    ),
    (
        "TURKEY – LIBYA: A TIMELINE\n\n2019        Memorandum signed in Istanbul.\n"
        "02.01.2020  Turkish parliament authorises the sending of troops to Libya.\n2021        Mandate extended.\n",
        ("deployment", {("TUR", "contributor"), ("LBY", "host")}, "affirmed"),
    ),
    (
        "SERBIA–CHINA DEFENCE RELATIONS: CHRONOLOGY\n\n2008        Defence cooperation agreement.\n"
        "November 2019   Joint police exercise in Smederevo.\n2023        Defence Minister visits Beijing.\n",
        ("exercise", {("SRB", "party"), ("CHN", "party")}, "affirmed"),
    ),
    (
        "Agreements\n\nJapan has no such treaty with Italy, but it has signed access agreements with Australia in 2022 "
        "and the United Kingdom in 2023.",
        ("agreement", {("JPN", "party"), ("GBR", "party")}, "affirmed"),
    ),
]


def read(text: str) -> list[Claim]:
    return reading.by_rules(from_text(text, "page.txt"))


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0].splitlines()[-1][:50] for c in CASES])
def test_genre_language_is_read(text: str, expected: tuple[str, set[tuple[str, str]], str]) -> None:
    relation, sides, polarity = expected
    found = [(c.relation, {(a.code, a.role) for a in c.actors}, c.polarity) for c in read(text)]
    assert (relation, sides, polarity) in found


def test_troops_who_get_something_are_not_deployed() -> None:
    claims = read(
        "Tajik partners\n\nThe United States handed over Puma drones to the Tajik border guards in January 2023."
    )
    assert [c.relation for c in claims] == ["transfer"]


def test_what_is_asked_is_not_asserted() -> None:
    text = "ANSWERS\n\nMr. Healey asked whether military aid had been given to Oman by the United Kingdom.\n"
    assert not [c for c in read(text) if c.relation == "assistance"]


def test_the_source_that_a_sentence_names_is_the_speaker() -> None:
    text = "Mali\n\nMali received four helicopters bought from Russia, according to Defence Minister Sadio Camara.\n"
    assert {c.speaker for c in reading.read(from_text(text, "page.txt"))} == {"Defence Minister Sadio Camara"}


def test_the_author_of_a_post_is_the_speaker() -> None:
    text = (
        "Forums > Asia\nThread: Myanmar arms\n\nkestrel9                    #21\nMember          02-Feb-2023, 10:11\n"
        "Nothing on this yet.\n\nbatik                       #22\nSenior Member   02-Feb-2023, 11:40\n"
        "Thailand and Myanmar never had a defence pact.\n"
    )
    assert {c.speaker for c in reading.read(from_text(text, "page.txt"))} == {"batik"}


def test_a_sentence_without_a_source_has_no_speaker() -> None:
    assert {c.speaker for c in read("Tajik partners\n\nIran opened a drone factory in Dushanbe in May 2022.")} == {None}


def claim(relation: str, polarity: str, *codes: str, start: int = 0, end: int = 10, rule: str = "a") -> Claim:
    actors = [{"code": c, "role": "party"} for c in codes]
    return Claim.from_dict(
        {
            "start": start,
            "end": end,
            "quote": "x" * (end - start),
            "relation": relation,
            "polarity": polarity,
            "actors": actors,
            "rule": rule,
        }
    )


def test_merging_keeps_the_special_claim_of_two_that_say_the_same() -> None:
    general, special = (
        claim("exercise", "affirmed", "USA", "PHL"),
        claim("exercise", "affirmed", "PHL", "USA", rule="forms"),
    )
    assert merging.merge([general], [special]) == [special]


def test_merging_never_leaves_an_affirmed_claim_beside_its_denial() -> None:
    affirmed, denied = (
        claim("agreement", "affirmed", "USA", "PHL"),
        claim("agreement", "denied", "USA", "PHL", rule="b"),
    )
    for first, second in ((affirmed, denied), (denied, affirmed)):
        assert [c.polarity for c in merging.merge([first, second], [])] == ["denied"]
        assert [c.polarity for c in merging.merge([first], [second])] == ["denied"]


def test_merging_leaves_the_owned_span_to_the_special_reader() -> None:
    general = [
        claim("transfer", "affirmed", "USA", "PHL"),
        claim("transfer", "affirmed", "USA", "PHL", start=40, end=50),
    ]
    assert merging.merge(general, [], [(0, 20)]) == general[1:]


def table() -> list[tuple[str, str, str]]:
    """Rows of `genres.txt`: title, text, and the claims that it states, written short."""
    rows = Path(__file__).with_name("genres.txt").read_text("utf-8").splitlines()
    found = []
    for row in rows:
        if row and not row.startswith("#"):
            title, text, claims = (part.strip().replace("\\n", "\n") for part in row.split(" :: "))
            found.append((title, text, claims))
    return found


def short(one: Claim) -> str:
    actors = ",".join(sorted(a.code or a.body or "" for a in one.actors))
    return f"{one.relation} {'+' if one.polarity == 'affirmed' else '-'} {actors}"


@pytest.mark.parametrize(("title", "text", "claims"), table(), ids=[t[1][:60] for t in table()])
def test_a_short_page_says_just_what_the_rule_book_takes_from_it(title: str, text: str, claims: str) -> None:
    wanted = sorted(claims.split("; ")) if claims != "nothing" else []
    assert sorted(short(c) for c in read(f"{title}\n\n{text}")) == wanted


def test_a_post_that_says_whose_side_it_takes_says_who_we_are() -> None:
    text = (
        "Forums > Europe\nThread: Austria and its neighbours\n\nmilizsoldat                  #21\n"
        "Member          02-Feb-2023, 10:11\nAustria is not in NATO.\n\nmagyar                       #22\n"
        "Senior Member   02-Feb-2023, 11:40\nHungary here. We bought NASAMS from Norway.\n"
    )
    assert {"transfer + HUN,NOR"} == {short(c) for c in read(text) if c.relation == "transfer"}


def test_the_maker_of_a_named_weapon_stands_in_for_a_seller_who_is_not_named() -> None:
    assert makers.of("Rafales") == "FRA"
    assert makers.of("F-16C") == "USA"
    assert makers.of("BrahMos") == "IND"
    assert makers.of("patrol boats") is None


def test_moscow_is_the_soviet_union_in_its_time() -> None:
    page = (
        "CHILE AND ITS PARTNERS: CHRONOLOGY\n\n1970 Mar 2    Tanks bought from Moscow.\n"
        "2012 Mar 2    Helicopters bought from Moscow.\n"
    )
    assert [sorted(a.code or "" for a in c.actors) for c in read(page) if c.relation == "transfer"] == [
        ["CHL", "SUN"],
        ["CHL", "RUS"],
    ]
