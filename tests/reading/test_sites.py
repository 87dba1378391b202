"""Where what a claim tells of takes place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera import actors
from foedera.claim import Actor, Claim
from foedera.documents import from_text
from foedera.reading import read, sites
from tests.growth import in_proportion


def claim(start: int, end: int, place: str | None = None, name: str | None = None) -> Claim:
    parties = (Actor("FRA", "contributor", None), Actor("DJI", "host", None))
    return Claim(start, end, "", "deployment", "affirmed", parties, place=place, name=name)


def page(text: str) -> sites.Page:
    return sites.Page(text, tuple(actors.find(text)))


def written(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """The places that a claim which covers the text could have."""
    return [o.site.text for o in page(text).options(claim(start, len(text) if end is None else end))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They train at the Ain Aouda air base.", ["Ain Aouda air base"]),
        ("They patrol northern Mali.", ["northern Mali"]),
        ("They are in the Kursk region and near al-Tanf.", ["Kursk region", "al-Tanf"]),
        ("It uses Port of Spain in March.", ["Port of Spain"]),
        ("It left Gossi, Gao and Kidal.", ["Gossi", "Gossi, Gao and Kidal", "Gao", "Kidal"]),
        ("It uses Estonia's Ämari Air Base.", ["Ämari Air Base"]),
        ("It sits by the eastern border.", ["eastern border"]),
        ("It has troops there.", []),
    ],
)
def test_runs_of_capitals_with_parts_and_nouns_are_places(text: str, names: list[str]) -> None:
    assert [n for n in written(text) if n not in ("They", "It")] == names


def test_places_far_away_or_of_other_paragraphs_are_not_weighed() -> None:
    text = "Troops went to Gao.\n\nTroops stayed in Kidal " + "and waited " * 10 + "for those of Timbuktu."
    start = text.index("Troops stayed")
    assert written(text, start, start + 22) == ["Troops", "Kidal"]


def test_what_is_told_of_the_actor_that_stands_there_is_whether_it_is_of_the_claim() -> None:
    options = page("French troops are in Djibouti and Chad.").options(claim(0, 38))
    known = {o.site.text: o.known for o in options}
    assert "what=name own" in known["Djibouti"]
    assert "what=name other" in known["Chad"]


def test_places_of_claims_before_can_be_meant_again() -> None:
    text = "France has a base at Heron. Its troops have trained there since 1978."
    own = page(text)
    own.tell(claim(0, 26, place="Heron"))
    (told,) = [o for o in own.options(claim(28, 68)) if o.site.start < 0]
    assert told.site.text == "Heron"
    assert {"told actors=same", "told back=there"} <= {*told.known}


def test_what_was_told_long_before_is_not() -> None:
    text = "France has a base at Heron. " + "Nothing new. " * 200 + "Its troops train there."
    own = page(text)
    own.tell(claim(0, 26, place="Heron"))
    assert not [o for o in own.options(claim(len(text) - 23, len(text))) if o.site.start < 0]


@pytest.mark.parametrize(
    ("text", "relation", "place"),
    [
        ("France has 1,500 troops at Camp Heron in Djibouti.", "deployment", "Camp Heron"),
        ("The two ministers signed the agreement in Ankara on 8 February 2024.", "agreement", "Ankara"),
        ("British instructors train Ukrainian recruits on Salisbury Plain.", "training", "Salisbury Plain"),
        ("Embraer and Saab build the Gripen E together at Gavião Peixoto in Brazil.", "production", "Gavião Peixoto"),
        ("The United States has a base in Djibouti.", "deployment", None),
    ],
)
def test_the_likely_place_is_taken(text: str, relation: str, place: str | None) -> None:
    intro = "Turkey and Somalia are partners. " if relation == "agreement" else ""
    intro = "Sweden and Brazil are partners. " if relation == "production" else intro
    assert [c.place for c in read(from_text(intro + text)) if c.relation == relation][:1] == [place]


def test_what_a_rule_took_stays_where_nothing_is_likely() -> None:
    one = claim(0, 12, place="the outpost")
    assert sites.choose(one, []) == "the outpost"
    assert [c.place for c in sites.given([one], "Nothing here", ())] == ["the outpost"]


def test_a_part_of_the_claims_name_is_known_as_such() -> None:
    text = "Treaty of Lausanne, signed in Geneva."
    options = page(text).options(claim(0, len(text), name="Treaty of Lausanne"))
    known = {o.site.text: o.known for o in options}
    assert "named=True" in known["Lausanne"]
    assert "named=False" in known["Geneva"]


def test_forms_and_articles_say_their_own() -> None:
    one = claim(0, 4)
    assert sites.may(one)
    assert not sites.may(Claim(0, 4, "", "membership", "affirmed", one.actors))
    assert not sites.may(Claim(0, 4, "", "deployment", "affirmed", one.actors, rule="forms.row"))


@given(st.text(st.sampled_from("AbcÉ a, \n’'-.0 of al- northern base "), max_size=80), st.integers(0, 80))
def test_options_stand_in_the_text_as_written(text: str, start: int) -> None:
    for option in page(text).options(claim(min(start, len(text)), len(text))):
        site = option.site
        assert site.text == " ".join(text[site.start : site.end].split())


@pytest.mark.parametrize("piece", ["A of ", "northern ", "A, ", "a-"])
def test_long_near_matches_take_work_in_proportion(piece: str) -> None:
    def work(size: int) -> object:
        text = piece * (size // len(piece))
        return page(text).options(claim(0, len(text)))

    assert in_proportion(work, 5_000)
