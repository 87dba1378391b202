"""What people read: one line, tables, a picture; and what the record says beside the treaties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

import pytest

from foedera.errors import BadInput
from foedera.obligations import Scenario, respond
from foedera.obligations.drawing import dot, svg
from foedera.obligations.exposures import exposures_of
from foedera.obligations.present import View, duty_rows, sections, summary, torn_rows, view_of
from foedera.record import Coverage, Record, open_record
from tests.obligations.worlds import term, treaty
from tests.record.making import a_claim, a_pact, a_source

DAY = date(2016, 4, 2)
WAR = Scenario(("ARM",), ("AZE",), DAY)


@pytest.fixture
def record() -> Iterator[Record]:
    with open_record(":memory:") as opened:
        yield opened


def view(*treaties: object) -> View:
    return View(respond(treaties, WAR), {"test:source": "A treaty series"})  # type: ignore[arg-type]


PACT = treaty("t:1", "TUR AZE", term("defense", "non_provocation", article="2"))
CHARTER = treaty("t:2", "RUS ARM AZE", term("defense"), term("nonaggression"))


def test_the_answer_in_one_line() -> None:
    assert summary(view(PACT, CHARTER)) == (
        "1 state must defend Azerbaijan: Turkey; 0 states must join the attack; 1 state is torn: Russia; "
        "possible spread: 1 on the side of the attacked, 0 of the attacker."
    )


def test_a_row_shows_treaty_article_condition_and_source() -> None:
    row = duty_rows(view(PACT))[0]
    assert row["state"] == "Turkey"
    assert row["treaty"] == "Treaty t:1, Art. 2 [t:1]"
    assert row["conditions"] == "non_provocation: met (unprovoked)"
    assert row["source"] == "A treaty series"


def test_the_reason_why_a_state_is_torn() -> None:
    assert torn_rows(view(CHARTER)) == [
        {
            "states": "Russia",
            "why": "must defend Azerbaijan (Treaty t:2), but the treaty binds Armenia, Azerbaijan alike",
        }
    ]
    both = treaty("t:5", "RUS AZE", term("defense"))
    assert torn_rows(view(CHARTER, both))[0]["why"].endswith("; outside of it must defend Azerbaijan (Treaty t:5)")
    defends = treaty("t:3", "TUR AZE", term("defense"))
    neutral = treaty("t:4", "TUR ARM", term("neutrality"))
    assert torn_rows(view(defends, neutral))[0]["why"] == (
        "must defend Azerbaijan (Treaty t:3); but must give no aid to Azerbaijan (owed to Armenia) (Treaty t:4)"
    )


def test_every_part_has_its_columns() -> None:
    parts = sections(view(PACT, CHARTER))
    assert [heading.split(":")[0] for heading, _, _ in parts] == [
        "Who is called on",
        "Who is torn, and why",
        "Breaches",
        "How it may spread",
        "Who must keep out, or consult",
    ]
    for _, columns, rows in parts:
        assert all(set(columns) <= set(row) for row in rows)


def test_the_picture_is_one_self_contained_svg() -> None:
    drawn = svg(view(PACT, CHARTER))
    tree = ElementTree.fromstring(drawn)  # noqa: S314 - our own text
    words = " ".join(t.text or "" for t in tree.iter("{http://www.w3.org/2000/svg}text"))
    assert all(name in words for name in ("Armenia", "Azerbaijan", "Turkey", "Russia"))
    assert not re.search(r"https?://(?!www\.w3\.org)", drawn)


def test_names_from_outside_cannot_break_the_picture() -> None:
    odd = treaty("t:1", ('<a href="x">&', "AZE"), term("defense"))
    ElementTree.fromstring(svg(view(odd)))  # noqa: S314 - our own text
    assert '"<a href=\\"x\\">&" -> "AZE"' in dot(view(odd))


def test_dot_draws_the_attack_and_those_called_on() -> None:
    drawn = dot(view(PACT, CHARTER))
    assert '"ARM" -> "AZE" [label="attacks, in breach", style=bold];' in drawn
    assert '"TUR" -> "AZE" [label="defend", style=solid];' in drawn


def test_ties_that_oblige_to_nothing_are_listed_apart(record: Record) -> None:
    record.put(
        a_source("starter:x", "starter", title="Arms page"),
        [
            ("1", a_claim("transfer", "supplier:PAK recipient:AZE", date="2015", items=("jets",))),
            ("2", a_claim("transfer", "supplier:CZE recipient:AZE", date="1999")),
            ("3", a_claim("transfer", "supplier:IND recipient:AZE", date="2022")),
            ("4", a_claim("deployment", "contributor:RUS host:ARM", date="1995", date_role="since")),
            ("5", a_claim("transfer", "supplier:FRA recipient:ARM", date="2016", stage="cancelled")),
            ("6", a_claim("transfer", "supplier:USA recipient:AZE")),
        ],
    )
    found = exposures_of(record, WAR)
    assert [(e.state, e.how, e.toward, e.side) for e in found] == [
        ("PAK", "supplies arms to", "AZE", "target"),
        ("RUS", "has forces in", "ARM", "attacker"),
    ]
    shown = view_of(record, respond(record, WAR))
    assert shown.answer.positions == {}
    assert [heading for heading, _, _ in sections(shown)][-1].startswith("No obligation, but exposed")


def test_a_source_that_ended_before_the_day_is_silent_and_said_so(record: Record) -> None:
    covered = Coverage("atop:5.1", "agreement", "1815-01-01/2018-12-31")
    record.put(a_source("atop:5.1", "atop"), [("1", a_pact("TUR AZE", "1/1", "2010-08-16/..", "defense"))], [covered])
    record.put(a_source("starter:p", "starter"), [("1", a_pact("TUR AZE", "p", "2021-06-15/..", "defense"))])
    then = respond(record, WAR)
    assert [d.instrument.id for d in then.duties] == ["atop:1/1"]
    later = respond(record, Scenario(("ARM",), ("AZE",), date(2025, 8, 28)))
    assert [d.instrument.id for d in later.duties] == ["starter:p"]
    notes = {n.group: (n.used, n.note) for n in later.notes}
    assert notes["atop"][0] is False
    assert notes["atop"][1].startswith("ends on 2018-12-31: not used for 2025-08-28")
    assert notes["starter"][0] is True


def test_agreements_read_from_texts_speak_only_when_asked(record: Record) -> None:
    claim = a_claim("agreement", "TUR AZE", date="2010-08-16", date_role="signed", obligations=("defense",))
    record.put(a_source("text:a", "texts"), [("0:8", claim)])
    assert respond(record, WAR).duties == ()
    assert [d.state for d in respond(record, WAR, include_texts=True).duties] == ["TUR"]


def test_a_judgement_changes_the_next_answer(record: Record) -> None:
    record.put(a_source("atop:5.1", "atop"), [("1", a_pact("TUR AZE", "1/1", "2010-08-16/..", "defense"))])
    assert respond(record, WAR).positions == {"TUR": "must_defend"}
    judged = record.judge("reject", "atop:1/1", by="tester")
    assert respond(record, WAR).positions == {}
    record.undo(judged.id, by="tester")
    assert respond(record, WAR).positions == {"TUR": "must_defend"}


def test_a_source_that_the_record_lacks_is_refused(record: Record) -> None:
    with pytest.raises(BadInput, match="no source 'atop'"):
        respond(record, WAR, groups=["atop"])


def test_numbers_follow_the_day() -> None:
    pact = treaty("t:1", "DEU AUT", term("defense"))
    for year, number in ((1914, 255), (1960, 260), (2000, 255)):
        answer = respond([pact], Scenario(("FRA",), ("AUT",), date(year, 1, 2))).to_dict()
        assert answer["duties"][0]["state"] == {"code": "DEU", "cow": number}
