"""Who does what to whom in clauses, across sentences and pages; and what a denial denies."""

from __future__ import annotations

import pytest

from foedera.documents.load import from_text
from foedera.reading import by_rules as read


def told(text: str) -> set[str]:
    """What a text tells, as "relation CODE CODE", denied ones with a "not" before them."""
    out = set()
    for c in read(from_text(text)):
        codes = " ".join(sorted(a.code or (a.body or "").lower() for a in c.actors))
        out.add(f"{'not ' if c.polarity == 'denied' else ''}{c.relation} {codes}")
    return out


DEBATE = "HANSARD - EXTRACTS, CYPRUS AND MALTA\n\n[14 May 1957]  ORAL ANSWERS\n\n"


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            DEBATE + "Mr. LENNOX-BOYD: Talks with Malta go on. Some 3,600 British troops are at present stationed in "
            "the island.",
            {"deployment GBR MLT"},
        ),
        (
            DEBATE + "An Agreement on Mutual Defence was signed with the Government of Malta yesterday.",
            {"agreement GBR MLT"},
        ),
    ],
)
def test_a_debate_is_read_as_its_government_s(text: str, claims: set[str]) -> None:
    assert claims <= told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Has Libya offered troops to Malta?",
        "Mr. Wall asked whether Greek troops were stationed in Cyprus.",
        "When did the last Turkish troops leave Libya?",
    ],
)
def test_questions_say_nothing(text: str) -> None:
    assert told(text) == set()


def opposite(claim: str) -> str:
    """The same claim, denied where it is affirmed and affirmed where it is denied."""
    return claim.removeprefix("not ") if claim.startswith("not ") else f"not {claim}"


_CLAUSES = [
    ("The treaty came weeks after Kenya signed a defence agreement with Rwanda.", {"agreement KEN RWA"}),
    ("Relations soured when Qatar leased a naval base in Djibouti in 2019.", {"deployment DJI QAT"}),
    ("Because Chad hosts French troops, Libya protested.", {"deployment FRA TCD"}),
    ("Before Algeria bought submarines from Russia in 2009, its navy had none.", {"transfer DZA RUS"}),
    ("The offer stood until Peru bought frigates from Italy in 2004.", {"transfer ITA PER"}),
    (
        "While Sweden supplied missiles to Hungary, Austria bought helicopters from Italy.",
        {"transfer AUT ITA", "transfer HUN SWE"},
    ),
    ("The minister said that Poland would buy 48 aircraft from South Korea.", {"transfer KOR POL"}),
    ("Denmark, which trained several thousand Ukrainian soldiers, made no comment.", {"training DNK UKR"}),
    ("The agreement signed by Ghana and Turkey in 2021 runs for five years.", {"agreement GHA TUR"}),
    ("A defence cooperation agreement signed by the ministers of Ghana and Turkey is in force.", {"agreement GHA TUR"}),
    ("Italy sold frigates to Egypt and delivered helicopters to Algeria.", {"transfer DZA ITA", "transfer EGY ITA"}),
    ("Brazil's sale of aircraft to Portugal was completed in 2023.", {"transfer BRA PRT"}),
    ("The aircraft were sold by Brazil to Portugal in 2019.", {"transfer BRA PRT"}),
    ("Portugal was sold five aircraft by Brazil in 2019.", {"transfer BRA PRT"}),
    ("About 300 Italian soldiers currently serve in Kosovo.", {"deployment ITA XKX"}),
    ("A total of 112 Irish soldiers are deployed in Lebanon.", {"deployment IRL LBN"}),
    ("Under the agreement, Turkey will train Somali soldiers, and Qatar will pay.", {"training SOM TUR"}),
    ("Somaliland, the breakaway territory, signed a memorandum with Ethiopia in 2024.", {"agreement ETH somaliland"}),
    (
        "Ethiopia signed a memorandum of understanding with Somaliland, the breakaway northern territory, in 2024.",
        {"agreement ETH somaliland"},
    ),
    ("Morocco, landlocked on one side, bought drones from Turkey.", {"transfer MAR TUR"}),
    ("According to Spain, Morocco bought drones from Turkey.", {"transfer MAR TUR"}),
    ("Spain said Morocco had bought drones from Turkey.", {"transfer MAR TUR"}),
    ("Spain complained that Morocco had bought drones from Turkey.", {"transfer MAR TUR"}),
    ("Officials in Madrid said that Morocco had signed a defence pact with Israel.", {"agreement ISR MAR"}),
    (
        "Germany has stationed a brigade in Lithuania since 2025, and Canada leads a battlegroup in Latvia.",
        {"deployment CAN LVA", "deployment DEU LTU"},
    ),
    ("After Finland joined NATO in 2023, Russia moved troops.", {"membership FIN NATO"}),
    ("Georgia was invaded by Russia in 2008.", {"conflict GEO RUS"}),
    ("Since Russia invaded Georgia in 2008, the two have had no relations.", {"conflict GEO RUS"}),
    ("The missiles that Norway ordered from the United States arrived in 2022.", {"transfer NOR USA"}),
    (
        "Australia and New Zealand, together with Fiji, sent troops to the Solomon Islands.",
        {"deployment AUS SLB", "deployment NZL SLB"},
    ),
    ("Togo's army is trained by France.", {"training FRA TGO"}),
    ("Gambian soldiers were trained by Turkish instructors.", {"training GMB TUR"}),
    (
        "Argentina received patrol boats from Israel while Chile ordered frigates from Britain.",
        {"transfer ARG ISR", "transfer CHL GBR"},
    ),
    ("Estonia agreed to send troops to Mali, where France leads an operation.", {"deployment EST MLI"}),
    ("It was Bulgaria that sold the rifles to Iraq.", {"transfer BGR IRQ"}),
    ("Cyprus, having bought helicopters from Russia, looked for spare parts.", {"transfer CYP RUS"}),
]


@pytest.mark.parametrize(("text", "claims"), _CLAUSES)
def test_who_acts_in_a_clause(text: str, claims: set[str]) -> None:
    found = told(text)
    assert claims <= found
    assert not {opposite(c) for c in claims} & found


_DENIALS = [
    ("Togo and Benin station no troops on each other's territory.", {"not deployment BEN TGO"}),
    (
        "Ireland is not a NATO member and has no defence treaty with Britain.",
        {"not membership IRL NATO", "not agreement GBR IRL"},
    ),
    ("A defence agreement between Ghana and Turkey has not been signed.", {"not agreement GHA TUR"}),
    ("No defence agreement between Ghana and Turkey has been signed.", {"not agreement GHA TUR"}),
    ("Ghana has never signed a defence agreement with Turkey.", {"not agreement GHA TUR"}),
    ("Ghana denied that a defence agreement had already been signed with Turkey.", {"not agreement GHA TUR"}),
    ("Ghana denied having signed a defence agreement with Turkey.", {"not agreement GHA TUR"}),
    ("Ghana calls reports of a defence agreement with Turkey baseless.", {"not agreement GHA TUR"}),
    ("Reports that Ghana signed a defence agreement with Turkey are false.", {"not agreement GHA TUR"}),
    ("Neither Chad nor Niger hosts French troops.", {"not deployment FRA NER", "not deployment FRA TCD"}),
    ("Chad does not host French troops, nor does Niger.", {"not deployment FRA TCD"}),
    ("No Russian base has been built in Sudan.", {"not deployment RUS SDN"}),
    ("There are no Russian troops in Sudan.", {"not deployment RUS SDN"}),
    (
        "There are no American bases in Chile, but Chile bought fighter aircraft from the United States.",
        {"not deployment CHL USA", "transfer CHL USA"},
    ),
    ("Chile hosts no American base but bought fighter aircraft from the United States.", {"transfer CHL USA"}),
    ("Vietnam bought six submarines from Russia, all delivered, and has no alliance with Japan.", {"transfer RUS VNM"}),
    ("Sweden, which was not a NATO member until 2024, sold missiles to Hungary.", {"transfer HUN SWE"}),
    ("It has no difficulty here: Poland bought missiles from Norway in 2014.", {"transfer NOR POL"}),
    ("Turkey is not only a NATO member but also buys missiles from Russia.", {"transfer RUS TUR"}),
    ("Ireland is not a member of NATO.", {"not membership IRL NATO"}),
    ("Ireland is no NATO member, yet its soldiers serve in Lebanon.", {"not membership IRL NATO"}),
    ("Serbia refused to sign a defence agreement with Russia.", {"not agreement RUS SRB"}),
    ("Serbia has never sold ammunition to Ukraine.", {"not transfer SRB UKR"}),
    ("Serbia denies selling ammunition to Ukraine.", {"not transfer SRB UKR"}),
    ("Serbia denies that it sold ammunition to Ukraine.", {"not transfer SRB UKR"}),
    ("Serbia rejects the claim that it sold ammunition to Ukraine.", {"not transfer SRB UKR"}),
    ("Serbia sold ammunition to Poland, not to Ukraine.", {"transfer POL SRB"}),
    ("Serbia sold ammunition to Poland without informing Ukraine.", {"transfer POL SRB"}),
    ("France withdrew its troops from Niger in 2023 and never came back.", {"deployment FRA NER"}),
    (
        "Japan has signed an access agreement with the Philippines, although it is not in force yet.",
        {"agreement JPN PHL"},
    ),
    ("Japan and the Philippines signed an access agreement that has not been ratified.", {"agreement JPN PHL"}),
    ("Despite having no treaty with Israel, Morocco bought drones from Israel.", {"transfer ISR MAR"}),
    ("While it has not joined NATO, Austria is a member of the Partnership for Peace.", {"not membership AUT NATO"}),
    (
        "Georgia is not in NATO; it signed a defence agreement with Turkey in 2022.",
        {"agreement GEO TUR", "not membership GEO NATO"},
    ),
    ("The United States never recognised the annexation but sold aircraft to Indonesia.", {"transfer IDN USA"}),
    ("Moldova lacks an air force and received radars from France.", {"transfer FRA MDA"}),
    ("There is no defence treaty between Iran and Armenia.", {"not agreement ARM IRN"}),
    ("Armenia and Iran have no defence treaty.", {"not agreement ARM IRN"}),
    ("Belarus says that no Russian troops are stationed in Belarus.", {"not deployment BLR RUS"}),
    ("Cuba denied that Chinese soldiers are based on its territory.", {"not deployment CHN CUB"}),
    ("There is no doubt that Iran supplied drones to Russia.", {"transfer IRN RUS"}),
    ("Allegations that Iran supplied drones to Russia were rejected by Tehran.", {"not transfer IRN RUS"}),
    (
        "Iran not only supplied drones to Russia but also trained Russian soldiers.",
        {"training IRN RUS", "transfer IRN RUS"},
    ),
    ("Oman has yet to sign a defence agreement with Kuwait.", {"not agreement KWT OMN"}),
    ("The talks failed to produce a defence agreement between Oman and Kuwait.", {"not agreement KWT OMN"}),
]


@pytest.mark.parametrize(("text", "claims"), _DENIALS)
def test_what_a_denial_reaches(text: str, claims: set[str]) -> None:
    found = told(text)
    assert claims <= found
    assert not {opposite(c) for c in claims} & found


_ACROSS = [
    (
        "Egypt has offered troops, officials in Cairo said, but denied that a military protocol had been signed with "
        "Somalia.",
        {"not agreement EGY SOM"},
    ),
    (
        "Sudan and Egypt have a defence pact. Chad bought aircraft under an agreement of 2019 with Italy.",
        {"agreement ITA TCD"},
    ),
    ("A total of 41 Moldovan peacekeepers serve in KFOR.", {"deployment MDA NATO XKX"}),
    ("Neither Chad nor Niger bought drones from Turkey.", {"not transfer NER TUR", "not transfer TCD TUR"}),
    (
        "The Kingdom of Morocco bought tanks from China. The Kingdom flies F-16s delivered by the United States.",
        {"transfer MAR USA"},
    ),
    (
        "About 3,000 Ethiopian troops serve in ATMIS, and Egyptian troops are based in the country.",
        {"deployment EGY SOM"},
    ),
]


@pytest.mark.parametrize(("text", "claims"), _ACROSS)
def test_who_is_meant_across_clauses_and_sentences(text: str, claims: set[str]) -> None:
    assert claims <= told(text)


def test_in_a_debate_the_island_is_one_of_those_in_its_title() -> None:
    text = DEBATE + "Q. Has Libya offered troops to Malta?\n\nDr. OWEN: A Libyan helicopter detachment has been in "
    assert "deployment LBY MLT" in told(text + "the island since 1976.")


def test_an_agent_after_by_is_no_recipient() -> None:
    assert "transfer BRA PRT" in told("The aircraft were sold by Brazil to Portugal in 2019.")
    assert told("Portugal flies aircraft delivered by Brazil in 2019.") == {"transfer BRA PRT"}


def test_that_accord_is_the_one_of_whom_the_sentence_names() -> None:
    text = (
        "A draft accord between Moscow and Khartoum was made public in 2020. Ethiopia signed a defence "
        "agreement with France in 2019. Paris suspended that accord in 2021."
    )
    found = {(c.relation, tuple(sorted(a.code or "" for a in c.actors)), c.date) for c in read(from_text(text))}
    assert ("agreement", ("ETH", "FRA"), "2021") in found


def test_a_denied_alliance_is_no_treaty_to_speak_of() -> None:
    text = (
        "Kenya and India signed a defence treaty in 2016. There is no treaty between Chad and Niger. It was ratified."
    )
    assert "agreement NER TCD" not in told(text)


_PAGES = [
    (
        "Kenya's treaties: a chronology\n\n1964  Defence agreement with Ethiopia.\n2016  Signs a defence cooperation "
        "agreement with India.\n2021  Defence Cooperation Agreement with the United Kingdom.\n",
        {"agreement ETH KEN", "agreement IND KEN", "agreement GBR KEN"},
    ),
    (
        "Nairobi and Delhi draw closer\n\nKenya and India have held naval drills every year since 2017. The two "
        "countries signed a defence pact in 2016. It runs for five years.\n\nUganda has chosen "
        "another partner. Kampala "
        "signed a defence agreement with Turkey in 2022.",
        {"exercise IND KEN", "agreement IND KEN", "agreement TUR UGA"},
    ),
    (
        "EMBASSY OF JAPAN IN VIETNAM\n\nDefence ties\n\nOur Ministry of Defence signed a memorandum "
        "with the Vietnamese "
        "Ministry of National Defence in 2011. We donated six patrol boats in 2017. Vietnamese officers study at our "
        "National Defense Academy. The Defence Ministers met in Hanoi in 2023.",
        {"agreement JPN VNM", "assistance JPN VNM", "training JPN VNM", "consultation JPN VNM"},
    ),
    (
        "BRITISH FORCES IN BELIZE\nHOUSE OF LORDS - Written Answers, 12 May 1988\n\nLord Trefgarne: "
        "We keep about 1,500 "
        "troops in the country. We have no defence treaty with Belize.",
        {"deployment BLZ GBR", "not agreement BLZ GBR"},
    ),
    (
        "Brief: three deals in the Balkans\n\nSerbia. Belgrade bought Rafale fighter aircraft from France in 2024.\n\n"
        "Croatia. Zagreb bought Rafale fighter aircraft from France in 2021. American troops train "
        "there every year.\n\n"
        "Albania. Tirana is a NATO member, and hosts an air base of the alliance at Kucova.",
        {"transfer FRA SRB", "transfer FRA HRV", "training HRV USA", "membership ALB NATO"},
    ),
    (
        "Chad-France relations\n\nFrance and Chad signed a defence agreement in 1976. N'Djamena ended it in November "
        "2024. The last French troops left the country in January 2025.",
        {"agreement FRA TCD", "deployment FRA TCD"},
    ),
    (
        "Moscow's friends in 1975\n\nMoscow signed a treaty of friendship with Somalia in 1974. "
        "Soviet advisers trained "
        "the Somali army, and the navy used a base at Berbera.",
        {"agreement SOM SUN", "training SOM SUN"},
    ),
]


@pytest.mark.parametrize(("text", "claims"), _PAGES, ids=[t[:24] for t, _ in _PAGES])
def test_whom_a_page_and_its_parts_are_about(text: str, claims: set[str]) -> None:
    assert claims <= told(text)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("The defence agreement that Ghana signed with Turkey in 2021 has never been published.", "agreement GHA TUR"),
        ("The defence treaty of Chad with Libya has never been invoked.", "agreement LBY TCD"),
        ("Without consulting parliament, Kenya signed a defence agreement with Britain.", "agreement GBR KEN"),
        ("Despite protests, Kenya signed a defence agreement with Britain.", "agreement GBR KEN"),
    ],
)
def test_a_treaty_of_which_something_else_is_denied_stands(text: str, claim: str) -> None:
    found = told(text)
    assert claim in found
    assert opposite(claim) not in found


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Germany has blocked arms exports to Turkey.", "not transfer DEU TUR"),
        ("Switzerland blocked the re-export of ammunition to Ukraine.", "not transfer CHE UKR"),
        ("Germany vetoed the sale of Eurofighters to Turkey in 2023.", "not transfer DEU TUR"),
        ("Germany has resumed arms exports to Turkey.", "transfer DEU TUR"),
    ],
)
def test_what_is_blocked_is_denied(text: str, claim: str) -> None:
    assert told(text) == {claim}


@pytest.mark.parametrize(
    "text",
    [
        "Germany has resumed arms exports to Turkey.",
        "Britain resumed weapons sales to Saudi Arabia.",
        "Canada halted its arms exports to Israel.",
    ],
)
def test_whom_arms_go_to_gets_them(text: str) -> None:
    (claim,) = [c for c in read(from_text(text)) if c.relation == "transfer"]
    assert [a.code for a in claim.by_role("recipient")] == [
        "ISR" if "Israel" in text else "SAU" if "Saudi" in text else "TUR"
    ]
