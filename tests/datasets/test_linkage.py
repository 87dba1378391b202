"""The same treaty in several sources becomes one, by judgements that people can take back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from foedera.claim import Actor, Claim
from foedera.datasets import apart, import_into, link, linkage
from foedera.datasets.starter import load_into, tables
from foedera.record import Record, Source, open_record


@pytest.fixture
def record() -> Iterator[Record]:
    with open_record(":memory:") as opened:
        yield opened


def treaty(
    key: str,
    date: str | None,
    *codes: str,
    name: str | None = None,
    obligations: tuple[str, ...] = ("defense",),
    period: str | None = None,
) -> Claim:
    parties = tuple(Actor(code, "party") for code in codes)
    return Claim(
        0,
        0,
        "",
        "agreement",
        "affirmed",
        parties,
        name=name,
        date=date,
        date_role="signed" if date else None,
        stage="signed",
        obligations=obligations,
        instrument=key,
        period=period,
    )


def put(record: Record, group: str, *claims: Claim) -> None:
    source = Source(key=f"{group}:1", group=group, title=group)
    record.put(source, [(f"row {n}", claim) for n, claim in enumerate(claims)])


def clusters(record: Record) -> set[frozenset[str]]:
    return {frozenset((i.id, *i.same_as)) for i in record.instruments() if i.same_as}


def test_same_parties_same_day_same_obligations_are_one_treaty(record: Record) -> None:
    put(record, "one", treaty("a", "1951-09-08", "USA", "JPN"))
    put(record, "two", treaty("b", "1951-09-08", "JPN", "USA", name="Security Treaty"))
    (judgement,) = link(record)
    assert (judgement.verdict, judgement.by, judgement.score) == ("same", "foedera:linkage", 1.0)
    assert clusters(record) == {frozenset({"one:a", "two:b"})}


def test_running_it_again_adds_nothing(record: Record) -> None:
    put(record, "one", treaty("a", "1951-09-08", "USA", "JPN"))
    put(record, "two", treaty("b", "1951-09-08", "JPN", "USA"))
    assert len(link(record)) == 1
    assert link(record) == []


@pytest.mark.parametrize(
    "other",
    [
        treaty("b", "1961-09-08", "USA", "JPN"),
        treaty("b", "1951-09-08", "USA", "AUS"),
        treaty("b", "1951-09-08", "USA", "JPN", obligations=("nonaggression",)),
        treaty("b", "1952-03-01", "USA", "JPN"),
    ],
    ids=["another year", "another party", "other obligations", "months apart"],
)
def test_different_treaties_stay_apart(record: Record, other: Claim) -> None:
    put(record, "one", treaty("a", "1951-09-08", "USA", "JPN"))
    put(record, "two", other)
    assert link(record) == []


def test_a_name_read_in_a_text_finds_its_treaty_without_a_date(record: Record) -> None:
    title = "Shusha Declaration on Allied Relations between Azerbaijan and Turkey"
    put(record, "one", treaty("a", "2021-06-15", "AZE", "TUR", name=title))
    put(record, "one", treaty("z", "2010-08-16", "AZE", "TUR", name="Agreement on Strategic Partnership"))
    put(record, "two", treaty("b", None, "AZE", "TUR", name="the Shusha Declaration"))
    link(record)
    assert clusters(record) == {frozenset({"one:a", "two:b"})}


def test_names_that_differ_a_little_and_a_date_known_to_the_month_are_enough(record: Record) -> None:
    put(record, "one", treaty("a", "1955-05-14", "SUN", "POL", "HUN", name="Warsaw Treaty of Friendship"))
    put(record, "two", treaty("b", "1955-05", "SUN", "POL", "HUN", name="The Treaty of Warsaw"))
    assert len(link(record)) == 1


def test_treaties_that_one_source_tells_apart_are_never_joined(record: Record) -> None:
    put(record, "one", treaty("a", "1993-01-01", "FRA", "CZE"), treaty("b", "1993-01-01", "FRA", "CZE"))
    put(record, "two", treaty("c", "1993-01-01", "FRA", "CZE"))
    link(record)
    assert [len(c) for c in clusters(record)] == [2]


def test_phases_that_follow_each_other_may_be_one_treaty(record: Record) -> None:
    first = treaty("a/1", "1949-04-04", "USA", "ISL", period="1949-04-04/1951-06-18")
    second = treaty("a/2", "1949-04-04", "USA", "ISL", period="1951-06-19/..")
    put(record, "one", first, second)
    put(record, "two", treaty("n", "1949-04-04", "USA", "ISL", period="1949-08-24/.."))
    link(record)
    assert clusters(record) == {frozenset({"one:a/1", "one:a/2", "two:n"})}


def test_the_starter_record_may_name_one_phase_of_an_alliance(record: Record) -> None:
    poland = ("POL", "ROU")
    first = treaty("2070/1", "1921-03-03", *poland, period="1921-03-03/1926-03-25")
    second = treaty("2070/2", "1926-03-26", *poland, period="1926-03-26/1939-09-27")
    put(record, "atop", first, second)
    load_into(record)
    link(record)
    joined = {frozenset(c) for c in clusters(record) if any("poland-romania" in key for key in c)}
    assert joined == {
        frozenset({"atop:2070/1", "starter:poland-romania-1921"}),
        frozenset({"atop:2070/2", "starter:poland-romania-1926"}),
    }


def test_what_a_person_has_parted_is_not_joined_again(record: Record) -> None:
    put(record, "one", treaty("a", "1951-09-08", "USA", "JPN"))
    put(record, "two", treaty("b", "1951-09-08", "JPN", "USA"))
    link(record)
    apart(record, "one:a", "two:b", by="a person")
    assert link(record) == []
    assert clusters(record) == set()


def numbers(instrument: str) -> str:
    """The ATOP number in "atop:3180/1"."""
    return instrument.partition(":")[2].partition("/")[0]


def test_the_starter_records_treaties_are_found_in_atop_without_being_told(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linkage, "_named", lambda found: iter(()))
    with open_record(":memory:") as record:
        load_into(record)
        assert import_into(record, "atop", shared / "data" / "atop51").linked > 100
        entries = [t for f in tables.treaty_files() for t in tables.entries(f, "treaty") if t.get("atop")]
        found = {
            i.id: {x.split(":")[1].split("/")[0] for x in i.same_as} for i in record.instruments(groups=["starter"])
        }
        right = sum(found[f"starter:{t['id']}"] == {str(t["atop"])} for t in entries)
        wrong = sum(bool(found[f"starter:{t['id']}"] - {str(t["atop"])}) for t in entries)
    assert right >= 0.85 * len(entries)
    assert wrong <= 0.02 * len(entries)
