"""Treaty texts: parties, stages, obligations with their articles. The texts here are made up or shortened."""

from __future__ import annotations

import pytest

from foedera import reading
from foedera.claim import Claim
from foedera.documents import from_text
from foedera.reading import articles

ALLIANCE = """No. 4321. TREATY OF ALLIANCE (1) BETWEEN THE UNITED KINGDOM AND JORDAN. SIGNED AT AMMAN, ON 15 MARCH 1948

His Majesty the King and the King of Jordan, desiring to strengthen the friendship between them, have agreed as follows:

Article 1
There shall be perpetual peace and friendship between the High Contracting Parties.

Article 3
Should either High Contracting Party become engaged in war, the other will immediately come to his aid as an ally.

Article 4
The King of Jordan recognises that British forces may be stationed at Amman and Mafraq.

Article 6
This treaty replaces the Treaty of Alliance of 22 March 1946.

(1) Came into force on 30 April 1948. Terminated by exchange of notes of 13 March 1957.
"""

NEUTRALITY = """PACT OF NEUTRALITY BETWEEN THE UNION OF SOVIET SOCIALIST REPUBLICS AND JAPAN

The Contracting Parties, guided by a desire to strengthen peaceful relations, have agreed on the following:

Article I
Both Contracting Parties undertake to maintain peaceful and friendly relations between them.

Article II
Should one of the Contracting Parties become the object of hostilities, the other will observe neutrality throughout.

Article III
The present pact comes into force from the day of its ratification and remains valid for five years.

Done in Moscow on April 13, 1941, in two copies.

[Ratified by the USSR on 25 April 1941. Denounced by the USSR on 5 April 1945.]
"""

MANY = """Collective defence: excerpts

The Mutual Security Treaty
Lisbon, 4 April 1953

The Parties to this Treaty reaffirm their faith in the Charter of the United Nations.

Article 1
The Parties undertake to settle disputes by peaceful means and to refrain from the threat or use of force.

Article 4
The Parties will consult together whenever the security of any of them is threatened.

Article 5
The Parties agree that an armed attack against one of them shall be considered an attack against them all.

FOR BELGIUM: ...
FOR CANADA: ...
FOR FRANCE: ...
"""


def read(text: str) -> list[Claim]:
    return reading.read(from_text(text, "treaty.txt"))


def by_stage(claims: list[Claim]) -> dict[str | None, Claim]:
    return {c.stage: c for c in claims if c.relation == "agreement" and c.rule != "articles.replaced"}


def test_the_treaty_is_one_claim_with_parties_name_day_and_obligations() -> None:
    signed = by_stage(read(ALLIANCE))["signed"]
    assert signed.actor_keys() == {"GBR", "JOR"}
    assert (signed.name, signed.date, signed.date_role) == ("TREATY OF ALLIANCE", "1948-03-15", "signed")
    assert signed.obligations == ("defense",)


def test_each_obligation_keeps_its_article() -> None:
    signed = by_stage(read(MANY))["signed"]
    assert {(t.obligation, t.article) for t in signed.terms} == {
        ("nonaggression", "1"),
        ("consultation", "4"),
        ("defense", "5"),
    }


def test_parties_are_taken_from_the_signatures_when_the_title_names_none() -> None:
    assert by_stage(read(MANY))["signed"].actor_keys() == {"BEL", "CAN", "FRA"}


def test_stages_are_claims_of_their_own_with_their_dates() -> None:
    stages = by_stage(read(ALLIANCE))
    assert stages["in_force"].date == "1948-04-30"
    assert stages["terminated"].date == "1957-03-13"
    later = by_stage(read(NEUTRALITY))
    assert (later["ratified"].date, later["terminated"].date) == ("1941-04-25", "1945-04-05")


def test_what_is_to_happen_is_no_stage() -> None:
    assert "in_force" not in by_stage(read(NEUTRALITY))


def test_the_right_to_station_forces_is_a_deployment() -> None:
    base = next(c for c in read(ALLIANCE) if c.relation == "deployment")
    assert [(a.code, a.role) for a in base.actors] == [("GBR", "contributor"), ("JOR", "host")]
    assert base.kind == "basing"


def test_the_treaty_that_is_replaced_is_ended() -> None:
    ended = next(c for c in read(ALLIANCE) if c.rule == "articles.replaced")
    assert (ended.name, ended.stage) == ("Treaty of Alliance of 22 March 1946", "terminated")


def test_promises_of_articles_are_not_read_as_reports() -> None:
    assert {c.rule.split(".")[0] for c in read(MANY) if c.rule} == {"articles"}


def test_quotes_are_the_text() -> None:
    for text in (ALLIANCE, NEUTRALITY, MANY):
        assert all(text[c.start : c.end] == c.quote for c in read(text))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Parties shall consult on all important international questions", ()),
        (
            "In case of a threat to the security of one of them the Parties shall consult without delay",
            ("consultation",),
        ),
        ("Neither Party shall conclude an alliance directed against the other", ()),
        ("If one Party is attacked, the other shall not give any aid to the aggressor", ("neutrality",)),
        ("Each Party undertakes not to attack the other", ("nonaggression",)),
        ("The Parties undertake to settle any dispute by peaceful means", ()),
        ("In case of an armed attack on either, the other shall render it military assistance", ("defense",)),
        (
            "They shall render each other assistance in the event that one of them finds itself in a state of war",
            ("defense",),
        ),
        (
            "In the event of an armed attack the Governments shall consult together on the measures to be taken",
            ("consultation",),
        ),
    ],
)
def test_obligations_follow_the_thresholds_of_atop(sentence: str, expected: tuple[str, ...]) -> None:
    assert articles.obligations(sentence) == expected


def test_one_sided_promises_name_who_owes() -> None:
    text = NEUTRALITY.replace(
        "Should one of",
        "The USSR shall assist Japan against any attack.\nShould one of",
    )
    terms = by_stage(read(text))["signed"].terms
    assert [t.obligors for t in terms if t.obligation == "defense"] == [("SUN",)]


def test_a_page_that_only_cites_articles_is_no_treaty() -> None:
    page = "Brief\n\nArticle 5 was invoked once, in 2001. Article 4 was used seven times.\n"
    assert articles.articles(from_text(page, "page.txt")) == []


def test_long_hostile_texts_end_soon() -> None:
    text = (
        "Article 1\n" + "if attacked shall not give aid " * 3000 + "\n\nArticle 2\nshall\n\nArticle 3\nParties shall\n"
    )
    assert isinstance(articles.read(from_text(text, "long.txt")), list)


COOPERATION = """BRITISH AND FOREIGN PAPERS (translated from the Spanish)

AGREEMENT ON MILITARY COOPERATION BETWEEN CHILE AND PERU, signed at Lima, 4 May 1996

Article 1
The Parties shall consult together. Neither Party shall conclude an alliance against the other.

Article 2
Chile shall train Peruvian pilots at its academy in Santiago.

Article 3
No base of either Party shall be established in the territory of the other. This Agreement is concluded for five years.

Note: Peru and Ecuador signed a defence agreement of their own on 3 June 1998.
"""


def test_what_else_a_treatys_text_tells_is_read_too() -> None:
    found = {(c.relation, c.polarity, frozenset(a.code for a in c.actors)) for c in read(COOPERATION)}
    assert ("training", "affirmed", frozenset(("CHL", "PER"))) in found
    assert ("agreement", "affirmed", frozenset(("PER", "ECU"))) in found


def test_what_a_treaty_forbids_is_no_denial_and_it_is_told_of_once() -> None:
    found = read(COOPERATION)
    assert not [c for c in found if c.polarity == "denied"]
    own = [c for c in found if c.relation == "agreement" and {a.code for a in c.actors} == {"CHL", "PER"}]
    assert [c.rule for c in own] == ["articles.signed"]


def test_the_parties_are_those_whom_the_title_names_not_its_editors() -> None:
    (own,) = [c for c in articles.read(from_text(COOPERATION, "treaty.txt")) if c.rule == "articles.signed"]
    assert {a.code for a in own.actors} == {"CHL", "PER"}


def test_other_texts_keep_their_claims() -> None:
    text = from_text("Chile trains Peruvian pilots.", "page.txt")
    found = reading.read(text)
    assert articles.joined(text, found) == found
