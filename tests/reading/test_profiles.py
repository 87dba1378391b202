"""Sentences of country profiles are read as the rule book wants: one test a line of profiles.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedera.claim import Claim
from foedera.documents.load import from_text
from foedera.reading import by_rules as read

LINES = [
    tuple(part.strip() for part in line.replace("=>", "|").split("|"))
    for line in Path(__file__).with_name("profiles.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def claims(country: str, text: str) -> list[Claim]:
    return read(from_text(f"{country}: Military and Security\n\nMilitary - note\n\n{text}\n"))


def told(found: list[Claim]) -> set[str]:
    """The claims as "not relation A B", actors in order."""
    return {
        ("not " if c.polarity == "denied" else "")
        + f"{c.relation} {' '.join(sorted(a.code or str(a.body).casefold() for a in c.actors))}"
        for c in found
    }


@pytest.mark.parametrize(("country", "sentence", "wanted"), LINES, ids=[s[:50] for _, s, _ in LINES])
def test_a_sentence_of_a_profile_is_read(country: str, sentence: str, wanted: str) -> None:
    assert told(claims(country, sentence)) == {w.strip() for w in wanted.split(";") if w.strip() != "-"}


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("Senegal", "no foreign troops are stationed in the country, and it has not sent troops to Mali"),
        ("Ireland", "the country is not a member of NATO and does not host US forces"),
        ("Costa Rica", "it has never signed a defense agreement with Nicaragua"),
        ("Iceland", "the US no longer maintains a base in the country"),
        ("Belize", "it did not take part in the 1983 intervention in Grenada"),
    ],
)
def test_nothing_is_affirmed_that_a_profile_denies(country: str, text: str) -> None:
    assert not [c for c in claims(country, text) if c.polarity == "affirmed"]


def test_a_mission_is_gone_on_about() -> None:
    text = (
        "the UN Interim Force in Lebanon (UNIFIL) has operated in the country since 1978; its mandate was extended in "
        "2024; it has approximately 10,500 personnel assigned"
    )
    assert [told([c]) for c in claims("Lebanon", text)] == [{"deployment LBN UN"}] * 3


def test_a_mission_between_two_states_is_in_both() -> None:
    text = "the UN Disengagement Observer Force (UNDOF) has operated in the Golan between Israel and Syria since 1974"
    assert told(claims("Syria", text)) == {"deployment ISR SYR UN"}


def test_what_was_sent_elsewhere_is_no_part_of_the_mission() -> None:
    text = "it sent troops to Iraq from 2003 to 2008 and to the NATO-led missions in Afghanistan until 2021"
    assert told(claims("Mongolia", text)) == {"deployment IRQ MNG", "deployment AFG MNG NATO"}


def test_two_dates_of_one_kind_of_purchase_are_two_claims() -> None:
    text = "Bushmaster armored vehicles were bought from Australia in 2015 and 2020"
    assert [c.date for c in claims("Jamaica", text)] == ["2015", "2020"]


def test_a_list_goes_on_after_countries_that_it_does_not_name() -> None:
    text = "other suppliers have included China, some European countries, select Gulf States, Russia, and the US"
    assert told(claims("Jordan", text)) == {"transfer CHN JOR", "transfer JOR RUS", "transfer JOR USA"}


def test_two_things_that_a_state_hosts_are_two_claims() -> None:
    text = (
        "it hosts the regional headquarters for the US Central Command and several thousand US military forces at "
        "various military facilities"
    )
    assert [told([c]) for c in claims("Qatar", text)] == [{"deployment QAT USA"}] * 2
