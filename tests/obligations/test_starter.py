"""Plain questions to the starter record, with the answers that the treaties' articles give."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from foedera import api
from foedera.errors import BadInput
from foedera.obligations import present
from foedera.record import Record


@pytest.fixture(scope="module")
def starter() -> Iterator[Record]:
    with api.open_record(":memory:") as record:
        yield record


@pytest.mark.parametrize(
    ("attacker", "target", "on", "where", "state", "position"),
    [
        ("RUS", "DNK", "2024-06-01", "GRL", "CAN", "must_defend"),  # NATO, Art. 6: islands north of the Tropic
        ("CHN", "USA", "2024-06-01", "GUM", "AUS", "must_defend"),  # ANZUS, Art. V: islands in the Pacific
        ("IND", "PAK", "2025-05-07", None, "USA", "may_defend"),  # 1959, Art. I: as may be mutually agreed
        ("VEN", "GUY", "2024-06-01", None, "BRB", "must_defend"),  # RSS; OAS Art. 28 leaves it to other treaties
        ("USA", "VEN", "2025-12-01", None, "UKR", "barred"),  # Helsinki; Budapest, 6, is on Ukraine alone
        ("RUS", "SWE", "2025-06-01", None, "JPN", "barred"),  # Ukraine Compact: on an attack on Ukraine
        ("FRA", "cow:255", "1870-07-19", None, "GBR", None),  # 1856: for the Ottoman Empire
        ("SUN", "YUG", "1950-01-01", None, "POL", "barred"),  # offence against Germany alone
        ("FRA", "DEU", "1888-01-01", None, "ITA", "must_defend"),  # Triple Alliance, Art. II
        ("FRA", "DEU", "1888-01-01", None, "cow:300", "may_defend"),  # Art. III: two great powers
        ("ISR", "LBN", "1982-06-06", None, "EGY", "barred"),  # out of the Arab treaty from 1979 to 1989
        ("IRN", "ARE", "2024-06-01", None, "EGY", "must_defend"),
        ("ISR", "EGY", "1971-03-01", None, "QAT", None),  # not yet a party, nor a state
        ("CHN", "VNM", "1979-02-17", None, "SUN", "barred"),  # and must consult Vietnam
        ("RUS", "ROU", "1890-01-01", None, "cow:300", "must_defend"),  # 1883, Art. II
        ("PRK", "USA", "2024-06-01", None, "KOR", "may_defend"),  # 1953, Art. III: the Pacific area
        ("RUS", "TUR", "1870-01-01", None, "GBR", "must_defend"),  # 1856, Art. I: the Porte is no party
        ("cow:816", "cow:817", "1965-03-01", None, "AUS", "must_defend"),  # Manila Protocol
        ("cow:816", "cow:817", "1965-03-01", None, "USA", "may_defend"),  # in case of communist aggression
        ("cow:255", "cow:300", "1866-06-15", None, "ITA", "must_join_attack"),  # April 1866, Art. II
        ("FRA", "cow:255", "1870-07-19", None, "cow:245", "must_defend"),  # August 1866, Art. 1
        ("FRA", "cow:255", "1866-07-01", None, "cow:271", None),  # the treaty is of August
        ("IRQ", "KWT", "1961-07-01", None, "GBR", "may_defend"),  # if Kuwait asks
        ("IRQ", "KWT", "1990-08-02", None, "GBR", None),  # ended in 1971
        ("JPN", "MNG", "1939-05-11", None, "SUN", "must_defend"),  # 1936, Art. 2
        ("SUN", "POL", "1982-06-01", None, "EST", None),  # annexed: no state that acts
    ],
)
def test_a_state_stands_where_the_articles_put_it(
    attacker: str, target: str, on: str, where: str | None, state: str, position: str | None, starter: Record
) -> None:
    answer = api.respond(attacker, target, starter, on=on, location=[where] if where else ())
    assert answer.positions.get(state) == position


def test_the_pact_of_1939_binds_from_its_signature(starter: Record) -> None:
    answer = api.respond("DEU", "SUN", starter, on="1939-09-10")
    assert "starter:molotov-ribbentrop-1939" in {b.instrument.id for b in answer.breaches}


def test_a_treaty_without_a_day_of_entry_is_shown_as_signed(starter: Record) -> None:
    answer = api.respond("IDN", "PNG", starter, on="2025-12-01")
    shown = {row["treaty"] for row in present.called_rows(present.View(answer))}
    assert any("2025-10-06; entry into force not on record" in words for words in shown)
    signed_only = {d["instrument"]["id"] for d in answer.to_dict()["duties"] if "signed_only" in d["instrument"]}
    assert "starter:pukpuk-2025" in signed_only
    assert "starter:north-atlantic-1949" not in signed_only


def test_conditions_name_the_states_that_settle_them(starter: Record) -> None:
    answer = api.respond("cow:255", "cow:300", starter, on="1866-06-15")
    shown = " ".join(row["conditions"] for row in present.called_rows(present.View(answer)))
    assert "adversary: met (the treaty is aimed at Austria)" in shown
    by = [d["settled_by"].get("adversary") for d in answer.to_dict()["duties"] if d["state"]["code"] == "ITA"]
    assert "the treaty is aimed at cow:300" in by


@pytest.mark.parametrize("sides", [("Russia", "NATO"), ("EU", "Russia")])
def test_organisations_fight_no_war(sides: tuple[str, str], starter: Record) -> None:
    with pytest.raises(BadInput, match="name its members"):
        api.respond(*sides, starter, on="2024-01-01")
