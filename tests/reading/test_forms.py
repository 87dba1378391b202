"""Tables, forms, lists by number, figures of answers. The texts are made up."""

from __future__ import annotations

from foedera import reading
from foedera.claim import Claim
from foedera.documents import from_text, load_bytes

PAGE = """<html><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>By our staff. This page collects what was published on the subject over the last years, by ministries and by the
firms themselves, and it is kept up to date by its readers.</p><table>{rows}</table></article></body></html>"""


def page(title: str, *rows: str) -> list[Claim]:
    first, *rest = (r.split("|") for r in rows)
    head = "<tr>" + "".join(f"<th>{c}</th>" for c in first) + "</tr>"
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in rest)
    return reading.by_rules(load_bytes(PAGE.format(title=title, rows=head + body).encode(), "page.html"))


def plain(text: str) -> list[Claim]:
    return reading.by_rules(from_text(text, "page.txt"))


def of(claims: list[Claim], rule: str) -> list[Claim]:
    return [c for c in claims if c.rule == rule]


def test_a_row_of_sales_is_one_claim_with_all_its_items() -> None:
    claims = page(
        "Norway and South Korea: contracts",
        "Date|Supplier|Items|Value|Status",
        "20 Dec 2017|Hanwha Aerospace|24 K9; 6 K10|$215 million|delivered",
        "1 Feb 2023|Hyundai Rotem|54 K2|$1.5 bn|cancelled",
    )
    first, second = of(claims, "forms.transfer")
    assert [(a.code, a.role) for a in first.actors] == [("KOR", "supplier"), ("NOR", "recipient")]
    assert (first.items, first.date, first.stage) == (("K9", "K10"), "2017-12-20", "delivered")
    assert first.amount is not None
    assert (first.amount.value, first.amount.unit) == (215_000_000, "USD")
    assert second.stage == "cancelled"


def test_a_firm_that_no_list_knows_is_of_the_state_of_the_others() -> None:
    claims = page(
        "Norway and South Korea: contracts",
        "Date|Supplier|Items",
        "2017|Hanwha Aerospace|24 K9",
        "2019|Seongnam Works|6 K10",
    )
    assert [c.by_role("supplier")[0].code for c in of(claims, "forms.transfer")] == ["KOR", "KOR"]


def test_a_table_of_troops_gives_one_deployment_a_row() -> None:
    claims = page(
        "Foreign troops in Niger, 2022", "Country|Troops|Location", "United States|1,100|Agadez", "Italy|300|Niamey"
    )
    found = {
        (c.by_role("contributor")[0].code, c.by_role("host")[0].code): c.amount for c in of(claims, "forms.deployment")
    }
    assert {k: v.value for k, v in found.items() if v} == {("USA", "NER"): 1100, ("ITA", "NER"): 300}


def test_a_row_with_zero_troops_is_no_deployment() -> None:
    claims = page("Foreign troops in Niger, 2022", "Country|Troops", "United States|1,100", "Germany|0")
    assert [c.by_role("contributor")[0].code for c in of(claims, "forms.deployment")] == ["USA"]


def test_a_list_under_a_heading_gives_one_deployment_a_mission() -> None:
    head = "FACT SHEET\nDefence of Kenya\n\n"
    text = head + "Kenyan troops in peace operations\n• Somalia (ATMIS): 4,000\n• Lebanon (UNIFIL): 3\n"
    found = of(reading.by_rules(from_text(text, "sheet.txt")), "forms.deployment")
    assert [(c.actor_keys(), c.amount.value if c.amount else None) for c in found] == [
        ({"KEN", "AU", "SOM"}, 4000),
        ({"KEN", "UN", "LBN"}, 3),
    ]


def test_an_exercise_of_a_chronology_has_the_contingents_of_its_row() -> None:
    text = (
        "ARMENIA – RUSSIA: KEY DATES\n\n1997        Treaty with Russia, Moscow.\n"
        "11–20.09.2023  EAGLE PARTNER 2023, Zar. 85 US / 175 Armenian troops.\n2024        Russian base in Gyumri.\n"
    )
    (exercise,) = (c for c in reading.by_rules(from_text(text, "dates.txt")) if c.relation == "exercise")
    assert exercise.actor_keys() == {"USA", "ARM"}


def test_the_ally_of_a_notice_is_its_buyer() -> None:
    text = (
        "NEWS\n\nWASHINGTON, June 3, 2025 - The State Department has approved a possible Foreign Military Sale to "
        "the Government of Norway of helicopters for $2.6 billion. The sale will improve the security of a NATO Ally.\n"
        "It does not mean that the agreement has been signed with Norway.\n"
    )
    claims = reading.by_rules(from_text(text, "notice.txt"))
    assert {c.actor_keys() for c in claims if c.relation == "membership"} == {frozenset({"NOR", "NATO"})}
    assert not [c for c in claims if c.relation == "agreement"]


def test_the_column_of_places_does_not_say_who_sends() -> None:
    claims = page(
        "Ghana in UN peacekeeping", "Mission|Country|Personnel", "UNIFIL|Lebanon|873", "UNMISS|South Sudan|734"
    )
    assert [c.actor_keys() for c in of(claims, "forms.deployment")] == [{"GHA", "UN", "LBN"}, {"GHA", "UN", "SSD"}]


def test_an_exercise_with_others_includes_whose_page_it_is() -> None:
    claims = page("Ghana in exercises", "Exercise|Year|With", "Flintlock|2024|United States, Ivory Coast")
    assert [c.actor_keys() for c in of(claims, "forms.exercise")] == [{"GHA", "USA", "CIV"}]


def test_a_notification_in_numbered_fields_is_a_proposed_sale() -> None:
    text = (
        "Arms Sales Notification\nTransmittal No. 23-45\n\n(i) Prospective Purchaser: Government of Romania\n"
        "(ii) Total Estimated Value: $2.53 billion\n"
        "(iii) Description and Quantity of Articles: Fifty-four (54) M1A2 Abrams tanks; four (4) M88A2 vehicles\n"
        "(vi) Date Report Delivered to Congress: November 9, 2023\n"
    )
    (sale,) = reading.by_rules(from_text(text, "notice.txt"))
    assert [(a.code, a.role) for a in sale.actors] == [("USA", "supplier"), ("ROU", "recipient")]
    assert (sale.stage, sale.date, sale.items) == ("proposed", "2023-11-09", ("M1A2 Abrams tanks", "M88A2 vehicles"))


def test_a_capital_where_a_treaty_was_signed_is_no_party() -> None:
    text = "Ethiopia and Eritrea: a chronology\n\nDecember 2000: Peace agreement signed in Algiers.\n"
    claims = reading.by_rules(from_text(text, "dates.txt"))
    assert {c.actor_keys() for c in claims if c.relation == "agreement"} == {frozenset({"ETH", "ERI"})}


def test_a_question_asserts_nothing() -> None:
    text = "ANSWERS: Germany and Lithuania\n\nHave weapons been delivered by Germany to Lithuania since 2017?\n"
    assert reading.by_rules(from_text(text, "answers.txt")) == []


def test_what_has_not_yet_been_done_is_not_read_as_done() -> None:
    text = "Finland and the United States\n\nThey signed a defence agreement. Parliament has not yet ratified it.\n"
    assert not [
        c for c in reading.by_rules(from_text(text, "news.txt")) if c.stage == "ratified" and c.polarity == "affirmed"
    ]


def test_notices_of_any_length_are_read_in_proportion() -> None:
    text = "if and when asked whether not yet also included " * 4000
    assert reading.by_rules(from_text(text, "long.txt")) is not None


PARTNERS = """Embassy of the Republic of Korea
KOREAN EXPORTS

Contracts by partner

Partner        System            Year    Remarks
Iraq           T-50IQ            2013    24 aircraft
Australia      AS9 Huntsman      2021    30
               Redback IFV       2023    129
Peru           K808              2024    30 vehicles
"""


def test_a_row_that_names_a_partner_is_about_it_and_so_is_the_row_that_goes_on_from_it() -> None:
    found = [c for c in plain(PARTNERS) if c.rule.startswith("forms.")]
    assert [sorted(c.actor_keys()) for c in found] == [
        ["IRQ", "KOR"],
        ["AUS", "KOR"],
        ["AUS", "KOR"],
        ["KOR", "PER"],
    ]
    assert all(c.by_role("supplier")[0].code == "KOR" for c in found)


STRENGTHS = """Key facts and figures

The sheet is printed every month by the press office of the headquarters in Kabul.

Troop contributors to ISAF

Albania 260          | Germany 4,812       | Mongolia 74
Tonga 55             | Jordan 0            | Greece 153

The figures are those of the morning and are brought up to date every month.
"""


def test_states_with_numbers_under_a_mission_are_its_contingents() -> None:
    found = {next(iter(c.by_role("contributor"))).code: c for c in plain(STRENGTHS) if c.rule == "forms.deployment"}
    assert found.keys() == {"ALB", "DEU", "MNG", "TON", "GRC"}
    assert found["DEU"].actor_keys() == {"DEU", "NATO", "AFG"}
    assert found["DEU"].amount is not None
    assert found["DEU"].amount.value == 4812


def test_states_with_numbers_after_forces_in_a_country_are_there() -> None:
    text = (
        "The following figures were given for allied forces in Kuwait:\n\n"
        "   Italy ........ 1,200\n   Poland ....... 640\n   Norway ....... 90\n\nNothing else was said."
    )
    found = [c for c in plain(text) if c.rule == "forms.deployment"]
    assert {next(iter(c.by_role("contributor"))).code for c in found} == {"ITA", "POL", "NOR"}
    assert all(c.by_role("host")[0].code == "KWT" for c in found)


def test_states_with_years_are_no_contingents() -> None:
    text = "Troop contributors to ISAF\n\nAlbania 2003 | Germany 2002 | Mongolia 2010\n"
    assert not [c for c in plain(text) if c.rule == "forms.deployment"]


def test_where_a_mission_is_does_not_send_to_it() -> None:
    text = (
        "Bangladesh Armed Forces\nPress note\n\nBangladeshi peacekeepers serve abroad.\n\n"
        "MONUSCO (DR Congo): 1,712 personnel\nUNMISS (South Sudan): 1,598 personnel\n"
    )
    senders = {a.code for c in plain(text) if c.rule == "forms.deployment" for a in c.by_role("contributor")}
    assert senders == {"BGD"}


def test_a_major_non_nato_ally_is_no_member() -> None:
    found = plain("Qatar has been a Major Non-NATO Ally since 2022.")
    assert not [c for c in found if c.relation == "membership" and "NATO" in c.actor_keys()]
