"""Names, codes and spellings lead to one actor, or to a sentence that helps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera import actors
from foedera.errors import UnknownActor

SPELLINGS = ["Türkiye", "Turkiye", "turkey", "TURKEY", "Republic of Türkiye", "TUR", "cow:TUR", "gw:640"]


@pytest.mark.parametrize("name", SPELLINGS)
def test_every_spelling_of_a_state_finds_it(name: str) -> None:
    assert actors.get(name).code == "TUR"


@pytest.mark.parametrize(
    ("name", "on", "code", "called"),
    [
        ("Türkiye", "1910", "TUR", "Ottoman Empire"),
        ("Ottoman Empire", "1900", "TUR", "Ottoman Empire"),
        ("the Sublime Porte", "1850", "TUR", "Ottoman Empire"),
        ("Russia", "1950", "SUN", "Soviet Union"),
        ("Russia", "1900", "RUS", "Russia"),
        ("Serbia", "1995", "YUG", "Yugoslavia"),
        ("Yugoslavia", "1900", "SRB", "Serbia"),
        ("Germany", "1960", "DEU", "West Germany"),
        ("Prussia", "1850", "DEU", "Prussia"),
        ("the Third Reich", "1940", "DEU", "Germany"),
        ("Austria", "1879", "cow:300", "Austria-Hungary"),
        ("the Dual Monarchy", "1900", "cow:300", "Austria-Hungary"),
        ("Austria", None, "AUT", "Austria"),
        ("Korea", "1900", "cow:730", "Korea (1887-1910)"),
        ("Persia", "1910", "IRN", "Persia"),
        ("Zaire", None, "COD", "Democratic Republic of the Congo"),
        ("Burma", None, "MMR", "Burma"),
        ("Swaziland", None, "SWZ", "Eswatini"),
        ("Sardinia-Piedmont", "1850", "ITA", "Sardinia"),
    ],
)
def test_a_name_means_who_bore_it_on_the_day(name: str, on: str | None, code: str, called: str) -> None:
    found = actors.get(name, on=on)
    assert (found.code, found.name) == (code, called)


@pytest.mark.parametrize(
    ("name", "on"), [("Korea", None), ("Congo", None), ("Vietnam", "1960"), ("Yemen", "1980"), ("Hesse", "1850")]
)
def test_a_name_of_two_states_is_refused_with_both(name: str, on: str | None) -> None:
    with pytest.raises(UnknownActor, match=r" or .*\.$"):
        actors.get(name, on=on)


def test_a_misspelt_name_gets_a_suggestion() -> None:
    with pytest.raises(UnknownActor, match="did you mean Azerbaijan"):
        actors.get("Azerbajan")


@pytest.mark.parametrize("name", ["NATO", "North Atlantic Treaty Organization", "nato"])
def test_organisations_are_actors_too(name: str) -> None:
    assert actors.get(name) == actors.Actor("NATO", "North Atlantic Treaty Organization", "organisation")


def test_a_territory_is_a_place_with_its_sovereign() -> None:
    found = actors.get("Greenland")
    assert (found.code, found.kind, found.sovereign) == ("GRL", "place", "DNK")


def test_every_name_of_the_table_finds_some_actor() -> None:
    for state in actors.states().values():
        assert actors.get(state.code).code
        for name in (state.name, *state.other_names):
            assert actors.get(name).code


@given(st.text(max_size=60))
def test_any_text_gives_an_actor_or_one_sentence(text: str) -> None:
    try:
        found = actors.get(text).code
    except UnknownActor as error:
        found = str(error).splitlines()[0] if "\n" not in text else "one sentence"
    assert found
