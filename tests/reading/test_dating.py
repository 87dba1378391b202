"""Which date of a sentence is the one of what it states."""

from __future__ import annotations

import pytest

from foedera.claim import Claim
from foedera.documents import from_text
from foedera.reading import read


def dated(text: str, relation: str) -> list[tuple[str | None, str | None]]:
    """The dates of the claims of a relation, with their roles."""
    found: list[Claim] = [c for c in read(from_text(text)) if c.relation == relation]
    return [(c.date, c.date_role) for c in found]


@pytest.mark.parametrize(
    ("text", "relation", "date", "role"),
    [
        ("In 1994 Poland joined the Partnership for Peace.", "membership", "1994", "since"),
        ("Poland and Ukraine signed a defence agreement on 4 May 2016.", "agreement", "2016-05-04", "signed"),
        ("French troops were based in Chad from 1986 until 2025.", "deployment", "1986/2025", "on"),
        ("Soviet troops were stationed in Hungary until 1991.", "deployment", "1991", "until"),
        ("Germany has trained Ukrainian soldiers since 2022.", "training", "2022", "since"),
    ],
)
def test_a_claim_has_the_date_of_its_sentence(text: str, relation: str, date: str, role: str) -> None:
    assert dated(text, relation) == [(date, role)]


def test_a_claim_takes_a_date_that_counts_from_the_sentence_before() -> None:
    text = "Peru and Chile signed a border treaty in June 1929.\n\nTwo years later Peru bought tanks from France."
    assert dated(text, "transfer")[-1][0] == "1931"


def test_a_list_item_keeps_the_year_of_its_agreement() -> None:
    text = "U.S. Security Cooperation with Jordan\n\nAgreements\n- Status of Forces Agreement (1996)\n"
    assert ("1996", "signed") in dated(text, "agreement")


def test_a_claim_without_any_date_has_no_role() -> None:
    assert dated("Latvia is a member of NATO.", "membership") == [(None, None)]


def test_two_treaties_of_one_sentence_have_each_its_own_part_of_it() -> None:
    text = "Turkey and Somalia signed a military agreement in 2014 and signed a defence industry agreement in 2015."
    found = sorted((c for c in read(from_text(text)) if c.relation == "agreement"), key=lambda c: c.start)
    assert [c.date for c in found] == ["2014", "2015"]
    assert found[0].end <= found[1].start


CHRONOLOGY = """Mongolia: military relations

1925 | Soviet troops leave in March.
1966 | 15 January: new treaty with the USSR, 20 years, mutual defence.
1996 | Agreement with the United States on military exchanges, 26 June.
2019 | November: Russia gives two MiG-29 fighters to Mongolia.
"""


def test_rows_of_a_chronology_date_what_they_say() -> None:
    found = {c.relation: c.date for c in read(from_text(CHRONOLOGY)) if c.relation != "agreement"}
    assert found["deployment"] == "1925-03"
    assert "2019-11" in found.values()
    assert {d for d, _ in dated(CHRONOLOGY, "agreement")} == {"1966-01-15", "1996-06-26"}


HEADED = """Southern Cone: arms and treaties

## 1902
- The Anglo-Japanese alliance (30 January) binds Japan and Britain to neutrality.

## 1982
- The United States suspends arms exports to Argentina.
"""


def test_a_heading_that_is_a_year_dates_what_stands_below() -> None:
    assert dated(HEADED, "agreement") == [("1902-01-30", "signed")]
    assert dated(HEADED, "transfer")[0][0] == "1982"


def test_extracts_count_from_the_day_of_their_heading() -> None:
    text = (
        "QUESTIONS ON DEFENCE, 1963-1975\n\n[24 July 1963]\nPoland and Hungary held talks.\n\n[20 April 1971]\n"
        "Poland bought tanks from France on 3 March.\n"
    )
    assert dated(text, "transfer")[0][0] == "1971-03-03"
