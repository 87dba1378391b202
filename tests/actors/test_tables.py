"""The tables agree with one another, and a bad row says where it stands."""

from __future__ import annotations

import csv
import doctest
from pathlib import Path

import pytest

from foedera import actors
from foedera.actors import leaders, lexicon, tables
from foedera.errors import BadTable

CLAIM_CODES = """NATO CSTO EU UN OSCE CIS SCO AU ECOWAS GCC LAS OAS OTS ASEAN ANZUS AUKUS FPDA RIO WTO SEATO CENTO
GUAM JEF NORDEFCO MNJTF G5S SADC ECCAS EAC RSS CARICOM"""


def test_the_listed_organisations_are_those_of_the_rule_book() -> None:
    assert sorted(o.code for o in actors.organisations().values() if o.listed) == sorted(CLAIM_CODES.split())


def test_no_code_is_both_state_and_organisation() -> None:
    assert set(actors.states()) & set(actors.organisations()) == set()


def known(code: str) -> bool:
    return code in actors.states() or code in actors.organisations()


def test_every_code_that_a_table_names_exists() -> None:
    places = [s.sovereign for s in actors.states().values()]
    parents = [o.parent for o in actors.organisations().values()]
    seats = [o.seat_state for o in actors.organisations().values()]
    hosts = [host for m in actors.missions() for host in m.hosts]
    owners = [m.organisation for m in actors.missions()]
    forms = [f.code for word in lexicon.words().values() for f in word.forms]
    forms += [f.place for word in lexicon.words().values() for f in word.forms]
    named = {code for code in (*places, *parents, *seats, *hosts, *owners, *forms) if code}
    assert [code for code in sorted(named) if not known(code)] == []


def test_cues_that_name_an_actor_or_a_stretch_of_years_are_readable() -> None:
    cues = {cue for readings in lexicon.readings().values() for r in readings for cue in r.cues if cue[0] == "@"}
    unreadable = [cue for cue in cues if not known(cue[1:]) and not cue[1:].replace("-", "").isdigit()]
    assert unreadable == []


def test_missions_end_after_they_begin_and_have_one_row_each() -> None:
    missions = actors.missions()
    assert len({m.acronym for m in missions}) == len(missions)
    assert [m.acronym for m in missions if m.first_year and m.last_year and m.last_year < m.first_year] == []


def test_no_leader_leaves_office_before_taking_it() -> None:
    turned = [one.name for one in leaders.leaders().values() if one.years and one.years[1] < one.years[0]]
    assert turned == []


def test_states_and_organisations_have_one_row_each() -> None:
    for name in ("states.csv", "organisations.csv"):
        with (tables.DATA / name).open(encoding="utf-8", newline="") as file:
            codes = [row["code"] for row in csv.DictReader(file)]
        assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,number\nA,1,2\n", r"t\.csv, line 2: 3 columns where the header has 2"),
        ("# remark\nname,numer\n", r"t\.csv, line 2: the columns must be name,number"),
        ('name,number\n"A"x,1\n', r"t\.csv, line 2: not a CSV row"),
    ],
)
def test_a_malformed_table_is_named_by_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadTable, match=message):
        list(tables.rows(path, ("name", "number")))


def test_a_bad_value_is_named_by_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("name,number\n\nA,one\n", encoding="utf-8")
    (row,) = tables.rows(path, ("name", "number"))
    with pytest.raises(BadTable, match=r"t\.csv, line 3: number is 'one', not a whole number\."):
        row.whole("number")
    with pytest.raises(BadTable, match=r"line 3: number is 'one'; write a day"):
        row.day("number")
    with pytest.raises(BadTable, match=r"line 3: number is 'one'; write one of yes, no"):
        row.one_of("number", ("yes", "no"))


def test_a_table_that_is_gone_or_no_text_gives_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"gone\.csv cannot be read"):
        list(tables.rows(tmp_path / "gone.csv", ("name",)))
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadTable, match=r"binary\.csv cannot be read"):
        list(tables.rows(binary, ("name",)))


def test_the_examples_of_the_documentation_are_true(root: Path) -> None:
    page = root / "docs" / "actors.md"
    text = page.read_text(encoding="utf-8")
    test = doctest.DocTestParser().get_doctest(text, {}, "actors.md", str(page), 0)
    assert test.examples
    result = doctest.DocTestRunner(verbose=False).run(test)
    assert result.failed == 0
