"""claims() gives exactly those that meet the conditions, and finds them by index."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from sqlalchemy.event import listen

from foedera.claim import Claim
from foedera.dates import Date
from foedera.errors import BadDate, RecordError
from foedera.record import Record, Source, open_record
from foedera.record.rows import fold
from tests.record.making import a_claim, a_pact, a_source, store

CODES = ("AZE", "TUR", "USA", "GBR", "FRA", "ITA", "DEU", "ESP", "PRT", "POL", "NLD", "BEL", "DNK", "NOR", "ISL")
RELATIONS = ("agreement", "exercise", "conflict")


def at_random(seed: int, count: int) -> list[Claim]:
    """Claims with 1 to 15 actors: beyond twelve they are kept without pairs."""
    chance = random.Random(seed)
    out = []
    for n in range(count):
        actors = chance.sample(CODES, chance.choice((1, 2, 2, 2, 3, 13, 15)))
        date = chance.choice((None, "1999", "2001-05-05", "2010/2012", "1815-06-09/.."))
        polarity = chance.choice(("affirmed", "affirmed", "denied"))
        name = chance.choice((None, "Şuşa Declaration", "50% _plan_", "Other"))
        relation = chance.choice(RELATIONS)
        out.append(a_claim(relation, " ".join(actors), date=date, polarity=polarity, name=name, start=n))
    return out


def meets(claim: Claim, **wanted: Any) -> bool:
    """The same conditions, one claim at a time."""
    actors = claim.actor_keys()
    overlap = wanted.get("overlapping")
    return (
        claim.relation in (wanted.get("relations") or RELATIONS)
        and set(wanted.get("actors") or ()) <= actors
        and ("any_actor" not in wanted or bool(actors & set(wanted["any_actor"])))
        and claim.polarity in (wanted.get("polarity"), wanted.get("polarity") or claim.polarity)
        and fold(wanted.get("name_like") or "") in fold(claim.name or "")
        and (not overlap or not claim.date or Date.parse(claim.date).overlaps(Date.parse(overlap)))
    )


QUESTIONS: list[dict[str, Any]] = [
    {},
    {"actors": ["AZE"]},
    {"actors": ["TUR", "AZE"]},
    {"actors": ["AZE", "AZE"]},
    {"actors": ["AZE", "TUR", "USA"]},
    {"actors": ["AZE", "TUR"], "relations": ["exercise"]},
    {"actors": ["AZE"], "relations": ["exercise", "conflict"], "polarity": "denied"},
    {"actors": ["XXX", "AZE"]},
    {"any_actor": ["AZE", "TUR"]},
    {"any_actor": []},
    {"actors": ["USA"], "any_actor": ["AZE", "TUR"]},
    {"relations": ["conflict"]},
    {"relations": []},
    {"name_like": "SUSA"},
    {"name_like": "0% _P"},
    {"name_like": "%"},
    {"overlapping": "2011"},
    {"overlapping": "2013/.."},
    {"overlapping": "../1900"},
    {"overlapping": "2001-05", "actors": ["AZE", "GBR"]},
]


@pytest.mark.parametrize("wanted", QUESTIONS, ids=str)
def test_conditions_give_what_a_look_at_every_claim_gives(record: Record, wanted: dict[str, Any]) -> None:
    said = at_random(7, 150)
    store(record, *said)
    if wanted.get("relations") == [] or wanted.get("any_actor") == []:
        assert record.claims(**wanted) == []
        return
    found = [stored.claim for stored in record.claims(**wanted)]
    assert found == [claim for claim in said if meets(claim, **wanted)]


def test_limit_gives_the_first(record: Record) -> None:
    ids = store(record, *at_random(3, 30))
    assert [s.id for s in record.claims(limit=4)] == ids[:4]


def test_source_and_groups(record: Record) -> None:
    store(record, a_claim("conflict", "AZE ARM"), key="texts:1")
    store(record, a_claim("conflict", "AZE ARM"), key="mid:5", group="mid")
    assert [s.source for s in record.claims(source="mid:5")] == ["mid:5"]
    assert [s.source for s in record.claims(groups=["texts"])] == ["texts:1"]
    assert [s.source for s in record.claims(actors=["ARM"], groups=["texts", "mid"])] == ["texts:1", "mid:5"]
    assert record.claims(groups=[]) == []
    assert record.claims(source="nothing") == []


@pytest.mark.parametrize(
    ("slots", "day", "found"),
    [
        ({"date": "1999", "date_role": "since"}, "2020", True),
        ({"date": "1999", "date_role": "since"}, "1998", False),
        ({"date": "1999", "date_role": "until"}, "1950", True),
        ({"date": "1999", "date_role": "until"}, "2000", False),
        ({"date": "1999", "date_role": "signed"}, "2020", True),
        ({"date": "1999", "date_role": "on"}, "2020", False),
        ({"date": "1999", "date_role": "signed", "period": "2000/2004"}, "1999-05", True),
        ({"date": "1999", "date_role": "signed", "period": "2000/2004"}, "2005", False),
        ({"period": "2000/.."}, "2040", True),
        ({}, "2020", True),
    ],
)
def test_a_date_reaches_as_far_as_its_role_says(record: Record, slots: dict[str, Any], day: str, found: bool) -> None:
    store(record, a_claim("agreement", "AZE TUR", **slots))
    assert bool(record.claims(overlapping=day)) is found


def test_a_question_with_a_wrong_date_is_a_sentence(record: Record) -> None:
    with pytest.raises(BadDate):
        record.claims(overlapping="lately")


def test_hostile_names_are_only_names(record: Record) -> None:
    store(record, a_claim("conflict", "AZE ARM", name="x"))
    for text in ("'; DROP TABLE claims; --", '"', "\\", "a" * 5000):
        assert record.claims(name_like=text) == []
        assert record.claims(actors=[text]) == []
        assert record.claims(any_actor=[text], groups=[text], source=text) == []
    assert record.claims(actors=["\0"]) == []
    assert len(record.claims()) == 1


# Each with a way to ask for the newest: of one actor, two (wide claims too), three, one of several.
NEWEST: list[dict[str, Any]] = [
    {"actors": ["AZE"]},
    {"actors": ["AZE", "TUR"]},
    {"actors": ["TUR", "AZE"], "relations": ["agreement"]},
    {"actors": ["AZE", "TUR"], "relations": ["agreement", "exercise"], "polarity": "affirmed"},
    {"actors": ["AZE", "TUR", "USA"], "relations": ["conflict", "exercise"]},
    {"any_actor": ["AZE", "TUR"], "relations": ["exercise"]},
    {"any_actor": list(CODES), "relations": list(RELATIONS)},
    {"actors": ["AZE"], "any_actor": ["USA", "GBR"], "relations": ["exercise"]},
]
WHOSE: list[dict[str, Any]] = [
    {},
    {"groups": ["texts"]},
    {"groups": ["texts"], "graded": True},
    {"groups": ["texts", "mme"]},
    {"not_groups": ["texts"]},
    {"groups": ["nobody"]},
]


def fill(record: Record) -> dict[str, str]:
    """Claims of two data sets and of texts, one graded, some rejected; the group of each source."""
    record.put_many(
        (Source(key, group, key, reliability=grade), [(str(n), c) for n, c in enumerate(at_random(seed, 60))])
        for seed, (key, group, grade) in enumerate(
            [("texts:1", "texts", "F"), ("mme:1", "mme", "B"), ("texts:2", "texts", "B"), ("texts:3", "texts", "F")]
        )
    )
    record.put(Source("gone", "texts", "Gone"), [("0", a_claim("exercise", "AZE TUR USA", start=9))])
    record.judge("reject", "source:gone", by="Ada")
    for stored in record.claims(actors=["AZE", "TUR"])[-6:]:
        record.judge("reject", stored.id, by="Ada")
    return {s.key: s.group for s in record.sources()}


@pytest.mark.parametrize("newest", [True, False])
def test_the_newest_are_the_last_that_meet_the_conditions(record: Record, newest: bool) -> None:
    groups = fill(record)
    everything = record.claims()
    for wanted, whose, limit in product(NEWEST, WHOSE, (1, 7, 10_000)):
        found = record.claims(**wanted, **whose, newest=newest, limit=limit)
        meant = [
            stored
            for stored in (reversed(everything) if newest else everything)
            if meets(stored.claim, **wanted)
            and groups[stored.source] in (whose.get("groups") or groups.values())
            and groups[stored.source] not in whose.get("not_groups", ())
            and (stored.source == "texts:2" or "graded" not in whose)
        ]
        assert [s.id for s in found] == [s.id for s in meant[:limit]], (wanted, whose, limit)


def test_a_text_that_is_graded_later_is_found_among_the_graded(record: Record) -> None:
    said = [("0", a_claim("exercise", "AZE TUR")), ("1", a_claim("exercise", " ".join(CODES)))]
    (plain,) = ({"actors": ["AZE", "TUR"], "relations": ["exercise"], "groups": ["texts"], "limit": 9},)
    record.put(Source("texts:1", "texts", "A page"), said)
    assert (len(record.claims(**plain)), len(record.claims(**plain, graded=True))) == (2, 0)
    record.put(Source("texts:1", "texts", "A page", reliability="B"), [*said, ("2", a_claim("exercise", "AZE TUR"))])
    assert (len(record.claims(**plain)), len(record.claims(**plain, graded=True))) == (3, 3)
    record.put_many([(Source("texts:1", "texts", "A page", reliability="F"), said)])
    assert (len(record.claims(**plain)), len(record.claims(**plain, graded=True))) == (3, 0)


def test_a_corrected_claim_is_found_by_what_it_now_says(record: Record) -> None:
    record.put(Source("texts:1", "texts", "A page", reliability="B"), [("0", a_claim("exercise", "AZE TUR"))])
    (stored,) = record.claims()
    record.judge("correct", stored.id, by="Ada", object=a_claim("conflict", "AZE ARM").to_json())
    for newest in ({"graded": True, "groups": ["texts"], "newest": True, "limit": 3}, {}):
        assert record.claims(actors=["AZE", "TUR"], relations=["exercise"], **newest) == []
        assert len(record.claims(actors=["AZE", "ARM"], relations=["conflict"], **newest)) == 1


def plan_of(path: Any, ask: Callable[[Record], object]) -> list[str]:
    """How SQLite finds what is asked for."""
    asked: list[tuple[str, Any]] = []
    with open_record(path) as record:
        listen(record._engine, "before_cursor_execute", lambda c, cur, sql, values, *_: asked.append((sql, values)))
        ask(record)
        with record._engine.connect() as connection:
            rows = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + asked[-1][0], asked[-1][1]).all()
    return [row[3] for row in rows]


def test_whether_a_text_is_graded_is_known_without_a_look_at_every_text(tmp_path: Any) -> None:
    with open_record(tmp_path / "f.db") as record:
        record.put(Source("mme:1", "mme", "Data", reliability="B"), [])
        record.put(Source("texts:1", "texts", "A page"), [])
        assert not record.has_graded(["texts"])
        assert record.has_graded(["texts", "mme"])
    assert "ix_sources_graded" in " ".join(plan_of(tmp_path / "f.db", lambda record: record.has_graded(["texts"])))


@pytest.mark.parametrize("limit", [None, 5])
@pytest.mark.parametrize("whom", [{"actors": ["AZE", "TUR"]}, {"any_actor": ["AZE", "TUR"]}], ids=str)
def test_claims_of_actors_are_found_by_index(tmp_path: Any, whom: dict[str, Any], limit: int | None) -> None:
    with open_record(tmp_path / "f.db") as record:
        record.put(a_source(), [(str(n), claim) for n, claim in enumerate(at_random(5, 50))])
    wanted: dict[str, Any] = {**whom, "relations": ["agreement"], "groups": ["texts"], "newest": True, "limit": limit}
    plan = plan_of(tmp_path / "f.db", lambda record: record.claims(**wanted))
    read = [step for step in plan if step.startswith(("SCAN", "SEARCH")) and "anon" not in step]
    assert read
    assert not [step for step in read if "SCAN" in step], plan
    assert all("relation=? AND kind=?" in step for step in read if "claims" not in step and "sources" not in step), plan


def test_inside_reading_nothing_changes_and_nothing_is_stored(somewhere: Any) -> None:
    where = somewhere()
    with open_record(where) as record, open_record(where) as other:
        store(record, a_pact("USA GBR", "1", "1949/..", "defense"), key="atop:1", group="atop")
        with record.reading(), record.reading():
            assert record.treaties_between(["USA"], ["GBR"]) == ["atop:1"]
            store(other, a_pact("USA GBR", "2", "1949/..", "defense"), key="atop:2", group="atop")
            assert record.treaties_between(["USA"], ["GBR"]) == ["atop:1"]
            assert len(record.claims()) == 1
            with pytest.raises(RecordError, match="inside reading"):
                store(record, a_claim("conflict", "AZE ARM"))
        assert record.treaties_between(["USA"], ["GBR"]) == ["atop:1", "atop:2"]
        with record.transaction(), record.reading():
            assert len(store(record, a_claim("conflict", "AZE ARM"), key="texts:z")) == 1


def test_the_newest_claims_and_all_but_a_group(record: Record) -> None:
    texts = store(record, *(a_claim("exercise", "USA GBR", name=f"Exercise {n}") for n in range(5)))
    (data,) = store(record, a_claim("exercise", "USA GBR"), key="mme:1", group="mme")
    both = {"actors": ["USA", "GBR"], "relations": ["exercise"]}
    newest = record.claims(**both, groups=["texts"], newest=True, limit=2)
    assert [c.id for c in newest] == [texts[4], texts[3]]
    assert [c.id for c in record.claims(**both, not_groups=["texts"])] == [data]


def test_treaties_between_states_whatever_rows_their_parties_stand_in(record: Record) -> None:
    rows = [a_pact("USA", "1", "1949/..", "defense"), a_pact("GBR", "1", "1960/..", "defense")]
    store(record, *rows, a_pact("USA FRA", "2", "1949/..", "defense"), key="atop:1", group="atop")
    store(record, a_pact("USA GBR", "3", "1949/..", "defense"), key="zed:1", group="zed")
    store(record, a_pact("USA GBR", "9", "1949/..", "defense"))
    assert record.treaties_between(["USA"], ["GBR"]) == ["atop:1", "zed:3"], "texts speak for themselves"
    assert record.treaties_between(["GBR", "FRA"], ["USA"]) == ["atop:1", "atop:2", "zed:3"]
    assert record.treaties_between(["USA"], ["RUS"]) == []
    found = record.claims(instruments=["atop:1", "atop:2"], any_actor=["GBR", "FRA"], relations=["agreement"])
    assert sorted(len(c.claim.actors) for c in found) == [1, 2]


def test_sources_by_their_keys(record: Record) -> None:
    store(record, a_claim("cooperation", "AZE TUR"))
    store(record, a_claim("cooperation", "AZE TUR"), key="texts:b")
    assert [s.key for s in record.sources(keys=["texts:b", "texts:c"])] == ["texts:b"]
