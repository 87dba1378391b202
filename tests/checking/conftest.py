"""A small record with two graded data sources and coverage, for the checking tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from foedera.claim import Actor, Claim, Term
from foedera.record import Coverage, Record, Source, open_record

DEFENSE = ("defense",)


def treaty(
    key: str,
    parties: dict[str, str],
    *,
    obligations: tuple[str, ...] = DEFENSE,
    signed: str | None = None,
    name: str | None = None,
    obligors: tuple[str, ...] = (),
    beneficiaries: tuple[str, ...] = (),
) -> list[tuple[str, Claim]]:
    """One claim a party, with the period in which it was one, as data sets give treaties."""
    terms = tuple(Term(o, obligors=(), beneficiaries=beneficiaries) for o in obligations)
    out = []
    for row, (code, period) in enumerate(parties.items(), start=2):
        owes = not obligors or code in obligors
        out.append(
            (
                f"{key} row {row}",
                Claim(
                    start=0,
                    end=0,
                    quote=f"{key} {code}",
                    relation="agreement",
                    polarity="affirmed",
                    actors=(Actor(code, "party"),),
                    name=name,
                    date=signed or period.split("/")[0],
                    date_role="signed",
                    stage="signed",
                    obligations=obligations if owes else (),
                    instrument=key,
                    period=period,
                    terms=terms if owes else (),
                ),
            )
        )
    return out


def membership(
    code: str, organisation: str, period: str, status: str = "member", name: str | None = None
) -> tuple[str, Claim]:
    """A membership as a data set gives it."""
    actors = (Actor(code, "member"), Actor(organisation, "organisation"))
    claim = Claim(
        0, 0, f"{code} in {name or organisation}", "membership", "affirmed", actors,
        name=name, status=status, period=period,
    )  # fmt: skip
    return f"{organisation} {code}", claim


@pytest.fixture
def record() -> Iterator[Record]:
    """Alliances 1815-2018 and memberships 1945-2020, each from a source that says it is complete."""
    with open_record(":memory:") as kept:
        fill(kept)
        yield kept


def fill(kept: Record) -> None:
    alliances = Source("pacts:1", "pacts", "A list of alliances", reliability="B", issued="2022")
    rows = [
        *treaty("1/0", {"USA": "1953-10-01/..", "KOR": "1953-10-01/.."}, name="Mutual Defense Treaty"),
        *treaty("2/0", {"JPN": "1902-01-30/1923-08-16", "GBR": "1902-01-30/1923-08-16"}),
        *treaty("3/0", {"ITA": "1980-09-15/..", "MLT": "1980-09-15/.."}, obligors=("ITA",)),
        *treaty("4/0", {"SUN": "1941-04-13/1945-08-07", "JPN": "1941-04-13/1945-08-07"}, obligations=("neutrality",)),
        *treaty("5/0", {"AZE": "1994-02-09/..", "TUR": "1994-02-09/.."}),
        *treaty(
            "6/0",
            {"USA": "1949-04-04/..", "TUR": "1951-10-22/..", "EST": "2003-03-26/..", "FRA": "1949-04-04/.."},
        ),
        *treaty("9/0", {"AZE": "2017-06-15/..", "TUR": "2017-06-15/.."}, name="Shusha Declaration"),
        *treaty("7/0", {"FRA": "1921-02-19/1939-09-01", "POL": "1921-02-19/1939-09-01"}),
        *treaty("8/0", {"POL": "1921-03-03/1939-09-01", "ROU": "1921-03-03/1939-09-01"}),
    ]
    kept.put(alliances, rows, [Coverage("pacts:1", "agreement", "1815-01-01/2018-12-31", _ALL)])
    rosters = Source("rosters:1", "rosters", "A list of members", reliability="B", issued="2021")
    members = [
        membership("USA", "NATO", "1949-08-24/.."),
        membership("TUR", "NATO", "1952-02-18/.."),
        membership("ESP", "NATO", "1982-05-30/.."),
        membership("EST", "NATO", "2004-03-29/.."),
        membership("AZE", "NATO", "1994-05-04/..", "partner", "Partnership for Peace"),
    ]
    kept.put(rosters, members, [Coverage("rosters:1", "membership", "1945-01-01/2020-12-31", organisation="NATO")])


_ALL = ("defense", "offense", "neutrality", "nonaggression", "consultation")

Ask = Callable[..., object]


@pytest.fixture(scope="session")
def reference(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """A record with ATOP 5.1 and COW IGO 3."""
    from foedera import datasets

    with open_record(tmp_path_factory.mktemp("reference") / "record.db") as record:
        datasets.import_into(record, "atop", shared / "data/atop51")
        datasets.import_into(record, "cow-igo", shared / "data/cow_igo_v3")
        yield record
