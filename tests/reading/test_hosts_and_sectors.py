"""Hosts that the clause names, supplies that are no arms, sectors by the clause's words."""

from __future__ import annotations

from foedera.documents.load import from_text
from foedera.reading import by_rules as read

_PAGE = (
    "Azerbaijan and the United States have close military ties. The United States has provided security "
    "assistance to Azerbaijan.\n\n"
)


def test_a_host_that_the_clause_names_stands_before_the_page_s_pair() -> None:
    text = _PAGE + "Azerbaijan contributed peacekeepers to the NATO-led mission in Afghanistan."
    hosts = {a.code for c in read(from_text(text)) if c.relation == "deployment" for a in c.actors if a.role == "host"}
    assert hosts == {"AFG"}


def test_a_transit_route_for_supplies_is_no_transfer_of_arms() -> None:
    text = _PAGE + "Azerbaijan contributed peacekeepers to the NATO mission and gave its supplies a transit route."
    assert not [c for c in read(from_text(text)) if c.relation == "transfer"]


def test_a_peacekeeping_mission_names_its_sector() -> None:
    text = "Fiji: Military and Security\n\nFiji contributes troops to UN peacekeeping missions."
    [claim] = [c for c in read(from_text(text)) if c.relation == "deployment"]
    assert claim.sectors == ("peacekeeping",)


def test_a_programme_does_not_take_the_date_of_the_next() -> None:
    text = (
        "The United States has provided security assistance to Azerbaijan. This assistance is provided through "
        'Foreign Military Financing (FMF) and, since 2018, the program known as "Section 333".'
    )
    dates = {c.name.split()[0]: c.date for c in read(from_text(text)) if c.relation == "assistance" and c.name}
    assert dates == {"Foreign": None, "Section": "2018"}
