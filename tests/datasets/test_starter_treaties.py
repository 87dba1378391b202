"""The treaties and single facts of the starter record: whole, dated, cited, and at one with ATOP."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from foedera import claim
from foedera.dates import Date

STARTER = Path(claim.__file__).parent / "datasets" / "starter"
CODE = re.compile(r"[A-Z]{3}|(?:cow|gw):[1-9]\d{0,2}")
END_KINDS = {"terminated", "expired", "violated", "replaced", "renounced"}
TREATY_KEYS = {
    "id", "title", "short", "kind", "organisation", "signed", "place", "in_force", "until",
    "end_kind", "citation", "paraphrase", "atop", "phase", "note", "party", "provision",
}  # fmt: skip
PROVISION_KEYS = {
    "obligors", "beneficiaries", "obligation", "article", "conditions", "adversaries", "area",
    "area_codes", "citation", "note",
}  # fmt: skip
FACT_KEYS = {
    "relation", "actors", "polarity", "name", "date", "date_role", "stage", "status", "kind",
    "obligations", "amount", "items", "sectors", "place", "citation", "locator", "note",
}  # fmt: skip
ATOP_OBLIGATIONS = {
    "defense": "defense", "offense": "offense", "neutral": "neutrality",
    "nonagg": "nonaggression", "consul": "consultation",
}  # fmt: skip
NEW_YEAR_2026 = date(2026, 1, 1)
ATOP_ENDS = date(2018, 12, 31)

Table = dict[str, Any]


@cache
def treaties() -> list[Table]:
    """Every treaty of both files."""
    return [treaty for name in ("in_force", "past") for treaty in _toml(f"treaties/{name}.toml")["treaty"]]


@cache
def facts() -> list[Table]:
    """Every single fact."""
    return [fact for name in ("facts.toml", "bases.toml") for fact in _toml(name)["fact"]]


@cache
def citations() -> dict[str, dict[str, str]]:
    """The citations by id (a repeated id is caught by its own test)."""
    return {row["id"]: row for row in _citation_rows()}


def _toml(name: str) -> Table:
    return tomllib.loads((STARTER / name).read_text("utf-8"))


def _citation_rows() -> list[dict[str, str]]:
    rows = []
    for name in ("citations_treaties.csv", "citations_bases.csv"):
        with (STARTER / name).open(encoding="utf-8", newline="") as lines:
            rows += list(csv.DictReader(lines))
    return rows


def _provisions() -> list[tuple[str, Table]]:
    return [(treaty["id"], provision) for treaty in treaties() for provision in treaty["provision"]]


def _parties() -> list[tuple[Table, Table]]:
    return [(treaty, party) for treaty in treaties() for party in treaty["party"]]


def _first(text: str) -> date:
    found = Date.parse(text).earliest
    assert found is not None
    return found


def _last(text: str) -> date:
    found = Date.parse(text).latest
    assert found is not None
    return found


def _in_order(*texts: str) -> bool:
    """Can the dates that are given come in this order?"""
    given = [text for text in texts if text]
    return all(_first(a) <= _last(b) for a, b in pairwise(given))


def _codes(provision: Table) -> list[str]:
    return [
        code for key in ("obligors", "beneficiaries", "adversaries", "area_codes") for code in provision.get(key, [])
    ]


def test_there_are_at_least_120_instruments_and_60_of_them_in_force_in_2026() -> None:
    living = [treaty for treaty in treaties() if not treaty["until"] and _begun(treaty) <= NEW_YEAR_2026]
    assert len(treaties()) >= 120
    assert len(living) >= 60


def _begun(treaty: Table) -> date:
    return _last(treaty["in_force"]) if treaty["in_force"] else date.max


def test_ids_are_unique_and_kebab_case() -> None:
    ids = [treaty["id"] for treaty in treaties()]
    assert [name for name, times in Counter(ids).items() if times > 1] == []
    assert [name for name in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_a_treaty_has_only_the_agreed_fields() -> None:
    assert [t["id"] for t in treaties() if not set(t) <= TREATY_KEYS] == []
    assert [name for name, provision in _provisions() if not set(provision) <= PROVISION_KEYS] == []
    assert [f["name"] for f in facts() if not set(f) <= FACT_KEYS] == []


def test_a_file_holds_what_its_name_says() -> None:
    assert all(not treaty["until"] for treaty in _toml("treaties/in_force.toml")["treaty"])
    assert all(treaty["until"] for treaty in _toml("treaties/past.toml")["treaty"])
    assert {treaty["end_kind"] for treaty in _toml("treaties/past.toml")["treaty"]} <= END_KINDS


def test_citation_ids_are_unique_and_begin_with_t() -> None:
    ids = [row["id"] for row in _citation_rows()]
    assert len(ids) == len(set(ids))
    assert [name for name in ids if not re.fullmatch(r"t-[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_a_citation_can_be_followed_by_a_title_and_an_address_or_a_series() -> None:
    lost = [row["id"] for row in _citation_rows() if not (row["title"] and (row["address"] or row["series"]))]
    assert lost == []
    bad = [row["id"] for row in _citation_rows() if row["address"] and not re.match(r"https?://\S+$", row["address"])]
    assert bad == []


def test_every_treaty_provision_and_fact_cites_a_listed_source() -> None:
    cited = [treaty["citation"] for treaty in treaties()] + [fact["citation"] for fact in facts()]
    cited += [provision["citation"] for _, provision in _provisions() if provision.get("citation")]
    assert [name for name in cited if name not in citations()] == []
    assert set(citations()) - set(cited) == set()


def test_codes_are_well_formed() -> None:
    codes = [party["code"] for _, party in _parties()]
    codes += [code for _, provision in _provisions() for code in _codes(provision)]
    codes += [actor["code"] for fact in facts() for actor in fact["actors"] if len(actor["code"]) == 3]
    assert [code for code in codes if not CODE.fullmatch(code)] == []


def test_a_treaty_has_two_parties_or_more_and_something_promised() -> None:
    assert [t["id"] for t in treaties() if len({p["code"] for p in t["party"]}) < 2] == []
    assert [t["id"] for t in treaties() if not t["provision"]] == []
    assert [t["id"] for t in treaties() if not (t["title"] and t["paraphrase"] and t["kind"])] == []


def test_nobody_is_in_a_treaty_twice_on_one_day() -> None:
    stays: dict[tuple[str, str], list[tuple[date, date]]] = defaultdict(list)
    for treaty, party in _parties():
        start = party.get("since") or treaty["in_force"] or treaty["signed"]
        end = party.get("until") or treaty["until"]
        stays[treaty["id"], party["code"]].append((_first(start), _last(end) if end else date.max))
    for name, spells in stays.items():
        spells.sort()
        assert all(a[1] <= b[0] for a, b in pairwise(spells)), name


def test_a_treaty_is_signed_then_in_force_then_ended() -> None:
    assert [t["id"] for t in treaties() if not t["signed"]] == []
    assert [t["id"] for t in treaties() if not _in_order(t["signed"], t["in_force"], t["until"])] == []


def test_the_dates_of_a_party_lie_within_those_of_the_treaty() -> None:
    wrong = [
        (treaty["id"], party["code"])
        for treaty, party in _parties()
        if not (
            _in_order(treaty["signed"], party.get("signed", ""), party.get("since", ""))
            and _in_order(treaty["in_force"], party.get("since", ""), party.get("until", ""), treaty["until"])
        )
    ]
    assert wrong == []


def test_obligations_and_conditions_are_those_of_the_rule_book() -> None:
    assert [n for n, p in _provisions() if p["obligation"] not in claim.OBLIGATIONS] == []
    assert [n for n, p in _provisions() if not set(p["conditions"]) <= set(claim.CONDITIONS)] == []


def test_those_who_promise_are_parties_and_those_who_gain_parties_or_guaranteed() -> None:
    """A third state that gains (the Ottoman Empire in 1856) is named as the area of the promise, too."""
    members = {treaty["id"]: {party["code"] for party in treaty["party"]} for treaty in treaties()}
    strangers = [
        (name, code)
        for name, provision in _provisions()
        for code in [*provision.get("obligors", []), *provision.get("beneficiaries", [])]
        if code not in members[name] and (code in provision.get("obligors", []) or code not in provision["area_codes"])
    ]
    assert strangers == []


def test_named_adversaries_and_areas_belong_to_a_condition_on_them() -> None:
    loose = [
        name
        for name, provision in _provisions()
        if provision.get("area_codes") and "location" not in provision["conditions"]
    ]
    assert loose == []


def test_a_provision_names_its_article_or_says_why_not() -> None:
    assert [name for name, p in _provisions() if not (p["article"] or p.get("note"))] == []


def test_facts_use_the_vocabularies_of_claims() -> None:
    for fact in facts():
        assert fact["relation"] in claim.RELATIONS
        assert fact["polarity"] in claim.POLARITIES
        roles = claim.ROLES_OF[fact["relation"]]
        assert [a for a in fact["actors"] if a["role"] not in roles] == [], fact
        assert fact.get("stage") in (None, *claim.STAGES)
        assert fact.get("status") in (None, *claim.STATUSES)
        assert fact.get("kind") in (None, *claim.KINDS)
        assert set(fact.get("sectors", [])) <= set(claim.SECTORS)
        assert ("date" in fact) == ("date_role" in fact)
        assert fact.get("date_role") in (None, *claim.DATE_ROLES)


def test_every_date_is_edtf() -> None:
    texts = [fact["date"] for fact in facts() if "date" in fact]
    texts += [row["issued"] for row in _citation_rows() if row["issued"]]
    assert [text for text in texts if Date.parse(text).earliest is None] == []


def test_what_the_two_seeds_speak_of_is_covered() -> None:
    ids = {treaty["id"] for treaty in treaties()}
    assert {"nato-1949", "shusha-2021", "azerbaijan-turkey-2010", "russia-dprk-2024", "dual-alliance-1879"} <= ids
    names = " ".join(fact.get("name", "") for fact in facts())
    for programme in ("FMF", "IMET", "Section 333", "Bilateral Defense Consultations", "State Partnership Program"):
        assert programme in names


def test_where_atop_has_the_treaty_day_and_obligations_agree_or_the_note_says_why(shared: Path) -> None:
    atop = _atop(shared)
    missing = [t["id"] for t in treaties() if t.get("atop") and t["atop"] not in atop]
    assert missing == []
    differing = [
        (t["id"], _differences(t, atop[t["atop"]]))
        for t in treaties()
        if t.get("atop") and _differences(t, atop[t["atop"]]) and "ATOP" not in _notes(t)
    ]
    assert differing == []


def test_most_treaties_of_atop_s_years_are_found_there(shared: Path) -> None:
    found = [t for t in treaties() if t.get("atop")]
    assert len(found) >= 150
    exact = [t for t in found if not _differences(t, _atop(shared)[t["atop"]])]
    assert len(exact) >= 0.75 * len(found)


def _atop(shared: Path) -> dict[int, list[dict[str, str]]]:
    rows: dict[int, list[dict[str, str]]] = defaultdict(list)
    with (shared / "data" / "atop51" / "atop5_1m.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            rows[int(row["atopid"])].append(row)
    return rows


def _differences(treaty: Table, rows: list[dict[str, str]]) -> list[str]:
    """What ATOP says otherwise: day of signature, obligations, day of the end."""
    rows = [row for row in rows if not treaty.get("phase") or int(row["phase"]) == treaty["phase"]]
    found = []
    if not _agree(treaty["signed"], min(_atop_day(row, "ent") for row in rows)):
        found.append("signed")
    promised = {provision["obligation"] for provision in treaty["provision"]}
    if promised != {ours for row in rows for theirs, ours in ATOP_OBLIGATIONS.items() if row[theirs] == "1"}:
        found.append("obligations")
    open_ended = any(row["yrexit"] == "0" for row in rows)
    ended = bool(treaty["until"]) and _last(treaty["until"]) <= ATOP_ENDS
    last = max(_atop_day(row, "exit") for row in rows)
    if ended == open_ended or (ended and not _agree(treaty["until"], last)):
        found.append("end")
    return found


def _atop_day(row: dict[str, str], which: str) -> tuple[int, int, int]:
    """Year, month and day of entry ("ent") or exit; a part that ATOP leaves blank is 0."""
    year, month, day = (row[part + which] for part in ("yr", "mo", "day"))
    return int(year), int(month or 0), int(day or 0)


def _agree(ours: str, theirs: tuple[int, int, int]) -> bool:
    year, month, day = theirs
    text = f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")
    return Date.parse(ours).overlaps(Date.parse(text))


def _notes(treaty: Table) -> str:
    return treaty.get("note", "") + " ".join(p.get("note", "") for p in treaty["provision"])


@pytest.mark.parametrize("name", ["in_force", "past"])
def test_treaties_stand_in_order_of_signature(name: str) -> None:
    days = [_first(treaty["signed"]) for treaty in _toml(f"treaties/{name}.toml")["treaty"]]
    assert days == sorted(days)
