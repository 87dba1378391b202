"""The verbs as a user runs them, on the starter record and the example texts."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run


def checked(run: Run, root: Path, *more: str) -> list[dict[str, Any]]:
    ran = run(
        "check", str(root / "examples/forum-post.txt"), "--against", str(root / "examples/embassy-page.txt"),
        "--as-of", "2025-08-28", "--format", "json", *more,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def find(rows: list[dict[str, Any]], *words: str, **slots: Any) -> dict[str, Any]:
    hits = [
        r
        for r in rows
        if all(w in json.dumps(r["claim"], ensure_ascii=False) for w in words)
        and all(r["claim"].get(k) == v for k, v in slots.items())
    ]
    assert hits, f"no claim with {words} {slots}"
    return hits[0]


def test_check_keeps_its_contract(run: Run, root: Path) -> None:
    rows = checked(run, root)
    text = (root / "examples/forum-post.txt").read_text(encoding="utf-8")
    keys = {"start", "end", "quote", "claim", "verdict", "reason", "note", "credibility", "evidence", "proof"}
    for row in rows:
        assert keys <= set(row)
        assert row["quote"] == text[row["start"] : row["end"]]
        assert all({"source", "locator", "quote", "claim"} <= set(e) for e in row["evidence"])
        assert row["verdict"] == "unknown" or row["evidence"], "a verdict without evidence"


def test_the_example_post_gets_the_verdicts_that_its_facts_deserve(run: Run, root: Path) -> None:
    rows = checked(run, root)
    assert find(rows, '"NATO"', polarity="denied", status="member")["verdict"] == "supported"
    assert find(rows, "Partnership for Peace")["verdict"] == "supported"
    assert find(rows, "Individual Partnership Action Plan")["verdict"] == "supported"
    assert find(rows, "Shusha", date="2021")["verdict"] == "supported"
    assert find(rows, quantifier="first")["verdict"] == "contradicted"
    assert find(rows, '"USA"', relation="agreement", polarity="denied")["verdict"] == "supported"
    for date in ("1997", "2000"):
        assert find(rows, relation="agreement", date=date)["verdict"] == "supported"
    for name in ("FMF", "IMET", "Section 333"):
        assert find(rows, name, relation="assistance")["verdict"] == "supported"
    assert find(rows, '"SOM"', relation="agreement")["verdict"] == "supported"


def test_a_proof_replays_and_a_changed_one_does_not(run: Run, root: Path, tmp_path: Path) -> None:
    proof = tmp_path / "proof.json"
    checked(run, root, "--proof", str(proof))
    ran = run("replay", str(proof))
    assert ran.code == 0, ran.err
    proofs = json.loads(proof.read_text(encoding="utf-8"))
    changed = next(p for p in proofs if p["answer"]["verdict"] == "supported")
    changed["answer"]["verdict"] = "contradicted"
    proof.write_text(json.dumps(proofs), encoding="utf-8")
    assert run("replay", str(proof)).code == 1


def test_read_prints_claims_as_the_rule_book_has_them(run: Run, root: Path) -> None:
    ran = run("read", str(root / "examples/embassy-page.txt"), "--format", "jsonl")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert len(rows) >= 5
    assert all(r["doc"] == "embassy-page" and r["rule"] for r in rows)


def test_reading_twice_into_the_record_adds_nothing(run: Run, root: Path, filled: Path, tmp_path: Path) -> None:
    record = tmp_path / "copy.db"
    shutil.copy(filled, record)
    page = str(root / "examples/embassy-page.txt")
    for _ in range(2):
        assert run("read", page, "--store", record=record).code == 0
    rows = json.loads(run("sources", "--sources", "texts", "--format", "json", record=record).out)
    assert len(rows) == 1
    found = run("search", "State Partnership Program", "--sources", "texts", record=record)
    assert "Oklahoma" in found.out


def test_ties_show_the_last_day_of_a_treaty_that_ended(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("ties", "USA", "TWN", "--format", "csv").out)))
    ended = [r for r in rows if r["tie"].startswith("agreement: Mutual Defense Treaty")]
    assert [(r["since"], r["until"]) for r in ended] == [("1955-03-03", "1980-01-01")]


def test_a_text_that_is_in_the_record_is_not_read_again_and_this_is_said(
    run: Run, root: Path, filled: Path, tmp_path: Path
) -> None:
    record = Path(shutil.copy(filled, tmp_path / "foedera.db"))
    page = str(root / "examples/embassy-page.txt")
    assert "not read again" not in run("read", page, "--store", record=record).err
    again = run("read", page, "--store", record=record)
    assert (again.code, again.err) == (0, "foedera: 1 of 1 files are in the record already and were not read again.\n")


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "table"])
def test_ties_in_every_format(run: Run, form: str) -> None:
    ran = run("ties", "AZE", "TUR", "--on", "2025-08-28", "--format", form)
    assert ran.code == 0
    assert "Shusha" in ran.out
    if form == "json":
        assert {"AZE", "TUR"} <= set(json.loads(ran.out)[0]["actors"])
    if form == "jsonl":
        assert all(json.loads(line) for line in ran.out.splitlines())
    if form == "csv":
        assert next(csv.reader(io.StringIO(ran.out)))[0] == "tie"


def test_names_codes_and_numbers_mean_the_same_state(run: Run) -> None:
    said = {run("ties", name, "TUR", "--format", "json").out for name in ("Azerbaijan", "AZE", "cow:373")}
    assert len(said) == 1


def test_sources_show_titles_grades_and_rights(run: Run) -> None:
    rows = json.loads(run("sources", "--format", "json").out)
    assert len(rows) > 100
    assert all(r["title"] for r in rows)
    said = run("sources", "--coverage", "--format", "json")
    assert any(r["organisation"] == "NATO" for r in json.loads(said.out))


def test_rebuild_changes_nothing(run: Run) -> None:
    before = json.loads(run("rebuild", "--format", "json").out)[0]
    after = json.loads(run("rebuild", "--format", "json").out)[0]
    assert before["digest"] == after["digest"]


def test_a_judgement_is_kept_shown_and_undone(run: Run, filled: Path, tmp_path: Path) -> None:
    record = tmp_path / "copy.db"
    shutil.copy(filled, record)
    tie = json.loads(run("ties", "AZE", "SOM", "--format", "json", record=record).out)[0]
    for claim in tie["claims"]:
        made = run("judge", "reject", claim, "--by", "analyst", "--note", "test", "--format", "json", record=record)
        assert made.code == 0, made.err
    gone = json.loads(run("ties", "AZE", "SOM", "--format", "json", record=record).out)
    assert tie["id"] not in {t["id"] for t in gone}
    for judgement in json.loads(run("judge", "list", "--format", "json", record=record).out):
        assert run("judge", "undo", judgement["id"], "--by", "analyst", record=record).code == 0
    back = json.loads(run("ties", "AZE", "SOM", "--format", "json", record=record).out)
    assert tie["id"] in {t["id"] for t in back}


def test_cite_prints_bibtex(run: Run) -> None:
    ran = run("cite", "starter")
    assert ran.out.count("@") > 100
    assert "url = {http" in ran.out


def test_the_list_of_data_sets(run: Run) -> None:
    names = {r["name"] for r in json.loads(run("import", "--list", "--format", "json").out)}
    assert {"atop", "dcad", "cow-igo", "sipri", "greenbook"} <= names


def test_from_a_verdict_to_its_passage_its_source_and_that_sources_other_claims(run: Run, root: Path) -> None:
    rows = checked(run, root)
    evidence = next(e for r in rows for e in r["evidence"] if e["id"] and e["source"].startswith("starter:"))
    (passage,) = json.loads(run("search", "--claim", evidence["id"][:12], "--format", "json").out)
    assert (passage["text"], passage["source"]) == (evidence["quote"], evidence["source"])
    (source,) = json.loads(run("sources", evidence["id"], "--format", "json").out)
    assert (source["key"], source["title"]) == (evidence["source"], evidence["title"])
    beside = json.loads(run("search", "--source", evidence["id"], "--format", "json").out)
    assert evidence["id"] in [c["id"] for c in beside]
    assert {c["source"] for c in beside} == {evidence["source"]}


def test_the_table_of_verdicts_shows_the_ids_that_search_takes(run: Run, root: Path) -> None:
    ran = run("check", str(root / "examples/forum-post.txt"), "--as-of", "2025-08-28", "--format", "csv")
    ids = re.findall(r"\[([0-9a-f]{12})\]", ran.out)
    assert ids
    assert run("search", "--claim", ids[0]).code == 0


def test_words_are_looked_for_in_one_source(run: Run) -> None:
    hits = json.loads(run("search", "Azerbaijan", "--format", "json").out)
    one = json.loads(run("search", "Azerbaijan", "--source", hits[0]["source"], "--format", "json").out)
    assert one
    assert {p["source"] for p in one} == {hits[0]["source"]}


@pytest.mark.parametrize("asked", [(), ("word", "--claim", "00000000"), ("--claim", "00000000", "--source", "x")])
def test_a_search_looks_for_one_thing(run: Run, asked: tuple[str, ...]) -> None:
    ran = run("search", *asked)
    assert ran.code == 2
    assert "words, --claim ID or --source KEY" in ran.err


def test_a_watched_folder_gives_each_text_once_and_again_when_it_changes(tmp_path: Path) -> None:
    from foedera.cli.watching import news

    seen: dict[Path, tuple[int, int]] = {}
    one = tmp_path / "one.txt"
    one.write_text("Turkey joined NATO in 1952.")
    assert news(tmp_path, seen) == [one]
    assert news(tmp_path, seen) == []
    one.write_text("Turkey joined NATO in 1952, Spain in 1982.")
    (tmp_path / "two.txt").write_text("Spain joined NATO in 1982.")
    assert news(tmp_path, seen) == [one, tmp_path / "two.txt"]


def test_checking_a_watched_folder_says_which_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Turkey is a member of NATO.")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    ran = run("check", str(tmp_path), "--watch", "0", "--format", "jsonl", "--as-of", "2020-01-01")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [(r["doc"], r["verdict"]) for r in rows] == [("a.txt", "supported")]
    assert "b.pdf" in ran.err
    assert run("check", str(tmp_path), "--watch", "0", "--format", "html").code == 2
    assert run("check", str(tmp_path / "nowhere"), "--watch", "0").code == 2
