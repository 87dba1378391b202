"""Gone states by today's words, and who else stands for a state: ships, parliaments."""

from __future__ import annotations

import pytest

from foedera.documents import from_text
from foedera.reading import by_rules, context, eras, mentions


@pytest.mark.parametrize(("years", "holds"), [((1955,), True), ((1922, 1991), True), ((1955, 1995), False), ((), True)])
def test_an_era_holds_in_the_years_of_the_gone_state(years: tuple[int, ...], holds: bool) -> None:
    assert eras.eras()["RUS"].holds(years) is holds


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("In 1955 Egypt bought two hundred tanks from Prague.", "CSK"),
        ("In 2015 Egypt bought two hundred tanks from Prague.", "CZE"),
        ("In 1965 Egypt bought two hundred tanks from Moscow.", "SUN"),
    ],
)
def test_a_capital_is_the_government_of_its_time(text: str, party: str) -> None:
    assert {a.code for c in by_rules(from_text(text)) for a in c.actors} == {"EGY", party}


def test_a_ship_is_its_navys() -> None:
    found = mentions.named(from_text("HMS Trent is off Georgetown; the HMS programme is not."))
    assert [m.code for m in found if m.kind == "body"] == ["GBR"]


@pytest.mark.parametrize(
    ("head", "state"),
    [
        ("THE KNESSET | Press Releases", "ISR"),
        ("OFFICIAL REPORT (COMMONS)", "GBR"),
        ("Senate Foreign Affairs, Defence and Trade Legislation Committee", "AUS"),
    ],
)
def test_the_head_of_a_debate_says_whose_parliament_it_is(head: str, state: str) -> None:
    below = "Debate of the report on exports of arms\n\nThe Minister told them that the jets had been sold to India.\n"
    page = from_text(f"{head}\n\n{below}")
    found = context.of(page, mentions.named(page))
    assert found.publisher is not None
    assert found.publisher.code == state
