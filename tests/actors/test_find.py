"""What `find` sees in a text, and what it leaves alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera import actors
from foedera.actors import Mention, find
from tests.growth import in_proportion


def seen(text: str) -> list[tuple[str, str | None]]:
    return [(m.text, m.code) for m in find(text)]


def only(text: str) -> Mention:
    (mention,) = find(text)
    return mention


@pytest.mark.parametrize(
    ("text", "mention", "code", "kind"),
    [
        ("in Azerbaijan.", "Azerbaijan", "AZE", "name"),
        ("Azerbaijan's decision", "Azerbaijan", "AZE", "name"),
        ("Azerbaijan’s decision", "Azerbaijan", "AZE", "name"),
        ("TÜRKİYE AND", "TÜRKİYE", "TUR", "name"),
        ("in azerbaijan", "azerbaijan", "AZE", "name"),
        ("Turkish officers", "Turkish", "TUR", "adjective"),
        ("the Soviets left", "Soviets", "SUN", "adjective"),
        ("Emirati officers", "Emirati", "ARE", "adjective"),
        ("the U.S. and", "U.S.", "USA", "abbreviation"),
        ("the U. S. and", "U. S.", "USA", "abbreviation"),
        ("tell us more", None, None, None),
        ("US-led effort", "US", "USA", "prefix"),
        ("the Franco-x plan", "Franco", "FRA", "prefix"),
        ("General Franco died", None, None, None),
        ("the UAE bought", "UAE", "ARE", "abbreviation"),
        ("the PRC said", "PRC", "CHN", "abbreviation"),
        ("Moscow refused", "Moscow", "RUS", "metonym"),
        ("the Kremlin refused", "Kremlin", "RUS", "metonym"),
        ("the Oklahoma National Guard", "Oklahoma National Guard", "USA", "body"),
        ("the Georgia National Guard", "Georgia National Guard", "USA", "body"),
        ("U.S. Transportation Command", "U.S. Transportation Command", "USA", "body"),
        ("Baykar delivered", "Baykar", "TUR", "body"),
        ("Rosoboronexport delivered", "Rosoboronexport", "RUS", "body"),
        ("UNIFIL was", "UNIFIL", "UN", "mission"),
        ("KFOR was", "KFOR", "NATO", "mission"),
        ("AUSSOM was", "AUSSOM", "AU", "mission"),
        ("Partnership for Peace", "Partnership for Peace", "NATO", "framework"),
        ("the Taliban", "Taliban", None, "nonstate"),
        ("Eurocorps was", "Eurocorps", None, "organisation"),
        ("the Warsaw Pact", "Warsaw Pact", "WTO", "organisation"),
        ("Greenland has", "Greenland", "GRL", "place"),
        ("in Abu Dhabi,", "Abu Dhabi", "ARE", "metonym"),
        ("Nagorno-Karabakh is", "Nagorno-Karabakh", None, "nonstate"),
        ("Crimea is", "Crimea", "UKR", "place"),
        ("the Ottoman Empire", "Ottoman Empire", "TUR", "name"),
        ("St. Kitts and Nevis", "St. Kitts and Nevis", "KNA", "name"),
        ("Bosnia & Herzegovina", "Bosnia & Herzegovina", "BIH", "name"),
        ("the DPRK is", "DPRK", "PRK", "abbreviation"),
    ],
)
def test_one_phrase(text: str, mention: str | None, code: str | None, kind: str | None) -> None:
    expected = [] if mention is None else [(mention, code, kind)]
    assert [(m.text, m.code, m.kind) for m in find(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "the South China Sea",
        "the Indian Ocean",
        "the Persian Gulf and the Gulf of Oman",
        "Lake Chad and the Jordan River",
        "the Gulf of Guinea, the Sea of Japan",
        "New Mexico and New England",
        "a cold turkey, good china and polish",
        "George Washington's farewell",
        "aboard USS New York and HMS London",
        "US$5 million, ten Australian dollars",
        "Michael Jordan and Chad Smith spoke",
        "Sgt. Jordan wrote",
        "Latin American and South American art",
        "non-NATO and post-Soviet ideas",
        "Russian-speaking people, the Chinese language",
        "the Korean War and the Vietnam War",
        "write to info@turkey.com or see www.turkey.com/armenia",
        "normalise the house in December",
        "Savannah and Georgia are hot",
        "the Congo is a long name",
        "Korea is a word",
        "Bavaria and Saxony are pretty today",
        "English is a language",
    ],
)
def test_no_actor_at_all(text: str) -> None:
    assert [m for m in find(text) if m.code is not None] == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea", ["GIN", "GNB", "GNQ", "PNG"]),
        ("Niger and Nigeria; Nigerien and Nigerian troops", ["NER", "NGA", "NER", "NGA"]),
        ("Dominica and the Dominican Republic", ["DMA", "DOM"]),
        ("Sudan and South Sudan", ["SDN", "SSD"]),
        ("North Korea, South Korea", ["PRK", "KOR"]),
        ("Samoa and American Samoa", ["WSM", "ASM"]),
        ("Ireland, not Northern Ireland", ["IRL"]),
        ("Cyprus and Northern Cyprus", ["CYP"]),
        ("the Central African Republic", ["CAF"]),
        ("the Republic of the Congo and the Democratic Republic of the Congo", ["COG", "COD"]),
        ("Georgia and Armenia met in Tbilisi", ["GEO", "ARM", "GEO"]),
        ("Georgia fought Russia in 2008", ["GEO", "RUS"]),
        ("Georgia has received aid from the United States", ["GEO", "USA"]),
        ("Kinshasa says that the Congo won", ["COD", "COD"]),
        ("Brazzaville says that the Congo won", ["COG", "COG"]),
        ("South Korea and the Korean navy", ["KOR", "KOR"]),
        ("In 1866 Prussia fought Bavaria and Saxony", ["DEU", "cow:245", "cow:269"]),
        ("In 1879 Bismarck turned to Austria", ["cow:300"]),
        ("In 1955 Austria became free", ["AUT"]),
        ("West Germany and East Germany", ["DEU", "DDR"]),
        ("the Soviet Union and Yugoslavia", ["SUN", "YUG"]),
        ("North Vietnam and South Vietnam", ["VDR", "cow:817"]),
        ("the Anglo-French and Turkish-Azerbaijani staffs", ["GBR", "FRA", "TUR", "AZE"]),
        ("Jordan and Chad signed", ["JOR", "TCD"]),
        ("the Sultan's Armed Forces (SAF) of Oman", ["OMN", "OMN", "OMN"]),
        ("Sudan said that the SAF advanced", ["SDN", "SDN"]),
        ("Singapore said that the SAF advanced", ["SGP", "SGP"]),
        ("the SAF advanced", []),
        ("North and South Korea", ["PRK", "KOR"]),
        ("Germany and its NATO partners", ["DEU", "NATO"]),
        ("Korea, Republic of", ["KOR"]),
        ("Guam and GUAM", ["GUM", "GUAM"]),
        ("the First Congo War", ["COD"]),
    ],
)
def test_ambiguous_names_are_decided_by_context(text: str, codes: list[str]) -> None:
    assert [m.code for m in find(text) if m.code is not None] == codes


@pytest.mark.parametrize(
    ("text", "code", "body"),
    [
        ("Turkish Armed Forces", "TUR", "Turkish Armed Forces"),
        ("the Armed Forces of Chad", "TCD", "Armed Forces of Chad"),
        ("Azerbaijan's Ministry of Defense", "AZE", "Ministry of Defense"),
        ("the Ministry of Defence of the State of Israel", "ISR", "Ministry of Defence of the State of Israel"),
        ("Royal Saudi Air Force", "SAU", "Royal Saudi Air Force"),
        ("the US military was", "USA", "US military"),
        ("Russian troops in", "RUS", "Russian troops"),
        ("Vietnam People's Navy", "VNM", "Vietnam People's Navy"),
        ("the Saudi-led campaign", "SAU", "Saudi-led campaign"),
        ("a US-led coalition", "USA", "US-led coalition"),
    ],
)
def test_organs_become_bodies_of_their_state(text: str, code: str, body: str) -> None:
    mention = only(text)
    assert (mention.code, mention.kind, mention.body) == (code, "body", body)


def test_military_assistance_is_no_organ() -> None:
    assert seen("US military assistance") == [("US", "USA")]


def test_a_city_in_the_name_of_a_treaty_is_a_place() -> None:
    assert [m.kind for m in find("the Minsk Agreements and the Treaty of Moscow")] == ["place", "place"]


def test_brussels_is_decided_by_who_is_spoken_of() -> None:
    assert [m.code for m in find("The European Union acts. Brussels will pay.")] == ["EU", "EU"]
    alone = only("Brussels is wet.")
    assert (alone.code, alone.kind, alone.place) == (None, "place", "BEL")


def test_missions_know_where_they_are() -> None:
    assert only("UNIFIL").place == "LBN"


def test_bodies_outside_the_code_list_have_no_code_but_an_entity() -> None:
    mention = only("the Visegrad Group")
    assert (mention.code, mention.body, mention.entity) == (None, "Visegrad Group", "V4")


def test_short_forms_that_the_text_defines_are_found_again() -> None:
    text = "The Royal Bhutan Army (RBA) is small. The RBA trains in India."
    assert seen(text) == [("Royal Bhutan Army", "BTN"), ("RBA", "BTN"), ("RBA", "BTN"), ("India", "IND")]


def test_a_codeless_actor_has_one_name_in_a_text() -> None:
    text = "The European Air Group (EAG) met. Spain joined the EAG."
    assert {m.body for m in find(text) if m.code is None} == {"European Air Group (EAG)"}


@pytest.mark.parametrize("text", ["Türkiye", "Côte d’Ivoire", "São Tomé and Príncipe", "N'Djamena"])
def test_decomposed_letters_are_found_with_their_accents(text: str) -> None:
    spread = unicodedata.normalize("NFD", f"In {text}, and")
    mention = only(spread)
    assert unicodedata.normalize("NFC", mention.text) == text
    assert spread[mention.start : mention.end] == mention.text


def test_names_may_run_over_the_end_of_a_line_but_not_of_a_paragraph() -> None:
    assert seen("Saudi\nArabia") == [("Saudi\nArabia", "SAU")]
    assert seen("Saudi \r\n Arabia") == [("Saudi \r\n Arabia", "SAU")]
    assert [m.code for m in find("Papua New\n\nGuinea")] == ["GIN"]


@given(st.text(alphabet="aU.S'’-\u0301\r\n\t AzerbijnTkyü\u200bÉGo", max_size=200))
@settings(max_examples=300)
def test_offsets_give_back_the_text_in_order_without_overlap(text: str) -> None:
    last = 0
    for mention in find(text):
        assert text[mention.start : mention.end] == mention.text != ""
        assert mention.start >= last
        last = mention.end


NAMES = ["Azerbaijan", "Turkey", "the US", "Georgia", "NATO", "UNIFIL", "Moscow", "the Congo", "Wagner (W)"]


@given(st.lists(st.sampled_from(NAMES), max_size=12), st.sampled_from([" and ", ", ", ". ", "\n\n", " - "]))
def test_texts_of_names_in_any_order(names: list[str], between: str) -> None:
    text = between.join(names)
    for mention in find(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.kind in actors.KINDS


PIECES = ["United States of ", "U.S.", "\u0301", "Congo ", "(", "Georgia ", " " * 50, "\r\n", "New ", "ABC (ABC) ", "é"]


@pytest.mark.parametrize("piece", [*PIECES, "Royal Bhutan Army (RBA) ", "SAF ", "Sudan ", " \n", "-", "A" * 80])
def test_hostile_texts_take_work_in_proportion(piece: str) -> None:
    def work(size: int) -> object:
        return find(piece * (size // len(piece)))

    assert in_proportion(work, 20_000)


def places(text: str) -> list[tuple[str, str | None]]:
    return [(m.text, m.place) for m in find(text) if m.kind == "location"]


@pytest.mark.parametrize(
    ("text", "place", "state"),
    [
        ("a command at Mikkeli", "Mikkeli", "FIN"),
        ("the port of Assab in 2015", "Assab", "ERI"),
        ("Kagnew and the port of Massawa in 1960", "Massawa", "ETH"),
        ("Egypt in 1951: British troops stayed in the Canal Zone", "Canal Zone", "EGY"),
        ("By 1965 American troops in the Canal Zone", "Canal Zone", "PAN"),
        ("In 1968 a base at Cam Ranh", "Cam Ranh", "cow:817"),
        ("Cam Ranh was given up in 2002", "Cam Ranh", "VNM"),
    ],
)
def test_a_place_is_no_actor_but_lies_in_a_state_of_the_time(text: str, place: str, state: str) -> None:
    assert (place, state) in places(text)
    assert all(m.code is None for m in find(text) if m.kind == "location")


def test_a_city_counts_after_a_word_for_place_and_where_its_state_is_spoken_of() -> None:
    assert places("Indonesia built it at Surabaya.") == [("Surabaya", "IDN")]
    assert places("Chile has a ship at Medellín.") == []
    assert places("Poland and Gliwice agreed.") == []


def test_of_two_cities_of_one_name_the_one_whose_state_is_spoken_of_is_meant() -> None:
    assert places("Belarus: Chinese paratroopers came to Brest in 2024.") == [("Brest", "BLR")]
    assert places("France keeps its submarines at Brest.") == [("Brest", "FRA")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sadat sends the advisers home", [("Sadat", "EGY")]),
        ("President Kagame met King Hussein", [("President Kagame", "RWA"), ("King Hussein", "JOR")]),
        ("French President Emmanuel Macron", [("French President Emmanuel Macron", "FRA")]),
        ("US President Ford", [("US President Ford", "USA")]),
        ("Prime Minister Brown wrote", [("Prime Minister Brown", "GBR")]),
        ("Brown and Ford wrote to Hussein", []),
        ("President Johnson in 1965, Boris Johnson", [("President Johnson", "USA"), ("Boris Johnson", "GBR")]),
        ("Nasser City, Lake Nasser, the Ford class", []),
    ],
)
def test_a_leader_stands_for_the_state(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(m.text, m.code) for m in find(text) if m.kind == "leader"] == expected
    assert [m.text for m in find(text) if m.kind != "leader"] == []


@pytest.mark.parametrize(
    ("text", "mention", "code", "kind"),
    [
        ("the Brits left", "Brits", "GBR", "adjective"),
        ("a DSCA notice", "DSCA", "USA", "body"),
        ("KAI delivered twelve", "KAI", "KOR", "body"),
        ("HHI built two frigates", "HHI", "KOR", "body"),
        ("the IDF struck", "IDF", "ISR", "body"),
        ("New Zealand: Wellington agreed", "Wellington", "NZL", "metonym"),
        ("Fighters of the RSF in Sudan", "RSF", None, "nonstate"),
        ("Bosnia: Althea has troops", "Althea", "EU", "mission"),
    ],
)
def test_short_names_and_names_of_the_day(text: str, mention: str, code: str | None, kind: str) -> None:
    assert (mention, code, kind) in [(m.text, m.code, m.kind) for m in find(text)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("@Yerevan_Vet Pakistan has a treaty", ["PAK"]),
        ("u/India_fan and red_Iran say no", []),
        ("_Turkey_ and Iran", ["TUR", "IRN"]),
        ("東京Japan and Japan", ["JPN"]),
    ],
)
def test_what_somebody_posts_under_names_nobody(text: str, codes: list[str]) -> None:
    assert [m.code for m in find(text)] == codes
