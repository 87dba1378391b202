"""What is exported can be read by those for whom it is, says what the record says, and gives away nothing."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from foedera.claim import Claim
from foedera.errors import BadInput
from foedera.exports import bibtex, ftm, network, tables
from foedera.exports.links import links
from foedera.exports.select import COLUMNS, Selection, select
from foedera.record import Record, Source, open_record
from tests.record.making import a_claim, a_pact

HOSTILE = '=HYPERLINK("http://evil")<script>alert(1)</script> & "quoted" \' ]]> \x0b \u202e\U0001f600'
Write = Callable[[Selection, Path], int]


def source(key: str, group: str, **slots: Any) -> Source:
    return Source(key=key, group=group, title=slots.pop("title", f"Source {key}"), **slots)


@pytest.fixture
def record() -> Iterator[Record]:
    """A treaty by rows of its parties, a membership, a sale, a denial, a hostile text; one source is closed."""
    with open_record(":memory:") as made:
        pact = [
            ("row 2", a_pact("AZE", "7", "1999-03/2010-12-31", "defense", name="Baku pact")),
            ("row 3", a_pact("TUR", "7", "1999-03/2010-12-31", "defense", name="Baku pact")),
            ("row 4", a_pact("GEO", "7", "2005-01-01/..", "defense", name="Baku pact")),
        ]
        made.put(source("open:1", "open", may_be_passed_on=True, licence="CC0"), pact)
        said = [
            ("3:9", a_claim("membership", "member:TUR organisation:NATO", date="1952", date_role="since")),
            ("10:20", a_claim("transfer", "recipient:AZE supplier:ISR", date="2016", items=("Barak 8",))),
            ("21:30", a_claim("cooperation", "AZE ARM", polarity="denied")),
            ("31:40", a_claim("exercise", "AZE USA", name=HOSTILE, quote=HOSTILE, date="2003?")),
        ]
        made.put(source("text:1", "texts", title=HOSTILE, address="http://a.example/{x}"), said)
        made.put(source("closed:1", "closed", may_be_passed_on=False), [("row 2", a_claim("consultation", "AZE IRN"))])
        yield made


@pytest.mark.parametrize("write", [tables.jsonl, tables.to_csv, tables.parquet, ftm.export, network.gexf])
def test_a_source_that_may_not_be_passed_on_stays_at_home(record: Record, tmp_path: Path, write: Write) -> None:
    selection = select(record)
    write(selection, tmp_path / "out")
    assert b"IRN" not in (tmp_path / "out").read_bytes()
    assert [(s.key, n) for s, n in selection.left_out] == [("closed:1", 1)]
    everything = select(record, restricted=True)
    write(everything, tmp_path / "all")
    assert everything.left_out == ()
    assert (tmp_path / "all").read_bytes() != (tmp_path / "out").read_bytes()


def test_a_data_set_of_unknown_rights_stays_at_home(record: Record) -> None:
    record.put(source("atop:5.1", "atop", may_be_passed_on=None), [("row 2", a_claim("agreement", "AZE TUR"))])
    assert "atop:5.1" in [s.key for s, _ in select(record).left_out]
    assert "text:1" not in [s.key for s, _ in select(record).left_out]


def test_a_rejected_source_is_not_exported(record: Record) -> None:
    record.judge("reject", "source:text:1", by="A. Reader")
    assert {c.source for c in select(record).claims()} == {"open:1"}


def test_claims_come_back_from_json_lines_unchanged(record: Record, tmp_path: Path) -> None:
    out = tmp_path / "claims.jsonl"
    count = tables.jsonl(select(record, restricted=True), out)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert count == len(lines) == 8
    stored = {c.id: c for c in record.claims()}
    assert {line["id"]: Claim.from_dict(line) for line in lines} == {i: c.claim for i, c in stored.items()}
    assert {line["id"]: line["locator"] for line in lines} == {i: c.locator for i, c in stored.items()}


def test_a_spreadsheet_runs_nothing_of_what_others_wrote(record: Record, tmp_path: Path) -> None:
    out = tmp_path / "claims.csv"
    assert tables.to_csv(select(record), out) == 7
    with out.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert tuple(rows[0]) == COLUMNS
    assert [r["quote"] for r in rows if r["relation"] == "exercise"] == ["'" + HOSTILE]
    assert not [v for r in rows for v in r.values() if v.startswith(("=", "+", "-", "@", "\t"))]
    assert {r["actors"] for r in rows if r["relation"] == "transfer"} == {"AZE; ISR"}


def test_parquet_holds_the_rows_of_the_csv_typed(record: Record, tmp_path: Path) -> None:
    import polars as pl

    out = tmp_path / "claims.parquet"
    selection = select(record)
    assert tables.parquet(selection, out) == 7
    frame = pl.read_parquet(out)
    assert frame.columns == list(COLUMNS)
    assert frame.to_dicts() == list(selection.rows())
    assert (frame.schema["start"], frame.schema["amount"]) == (pl.Int64(), pl.Float64())


def test_an_empty_selection_is_an_empty_table(tmp_path: Path) -> None:
    import polars as pl

    with open_record(":memory:") as empty:
        selection = select(empty)
        assert tables.parquet(selection, tmp_path / "x.parquet") == 0
        assert network.gexf(selection, tmp_path / "x.gexf") == 0
        assert ftm.export(selection, tmp_path / "x.ftm") == 0
    assert pl.read_parquet(tmp_path / "x.parquet").columns == list(COLUMNS)


def test_a_treaty_links_each_two_parties_for_their_common_days(record: Record) -> None:
    found = {(k.one, k.other): (k.since, k.until) for k in links(select(record)) if k.tie.relation == "agreement"}
    assert found == {
        ("AZE", "TUR"): ("1999-03-01", "2010-12-31"),
        ("AZE", "GEO"): ("2005-01-01", "2010-12-31"),
        ("GEO", "TUR"): ("2005-01-01", "2010-12-31"),
    }


def test_what_claims_say_is_linked_as_precisely_as_they_say_it(record: Record) -> None:
    found = {k.tie.relation: k for k in links(select(record)) if k.tie.relation != "agreement"}
    assert set(found) == {"membership", "transfer", "exercise"}, "a denial is no link"
    sale = found["transfer"]
    assert (sale.one, sale.other, sale.directed, sale.since, sale.until) == ("ISR", "AZE", True, "2016", "2016")
    assert (found["membership"].since, found["membership"].until) == ("1952", None)
    assert (found["exercise"].directed, found["exercise"].since) == (False, "2003")


def test_followthemoney_accepts_every_entity(record: Record, tmp_path: Path) -> None:
    model = pytest.importorskip("followthemoney").model
    out = tmp_path / "entities.ftm"
    count = ftm.export(select(record, restricted=True), out)
    entities = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert count == len(entities) == len({e["id"] for e in entities})
    known = {e["id"] for e in entities}
    for entity in entities:
        schema = model.get(entity["schema"])
        assert schema is not None
        schema.validate(entity)
        proxy = model.get_proxy(entity)
        given = {(name, value) for name, values in entity["properties"].items() for value in values}
        kept = {(prop.name, value) for prop, value in proxy.itervalues()}
        assert {n for n, _ in given} == {n for n, _ in kept}, "no property is unknown or thrown away"
        refers = [v for p, v in proxy.itervalues() if p.type.name == "entity"]
        assert set(refers) <= known, "what an entity refers to is in the file"
    member = next(e for e in entities if e["schema"] == "Membership")["properties"]
    names = {e["id"]: e["properties"].get("name", [""])[0] for e in entities}
    assert (names[member["member"][0]], member["startDate"]) == ("Turkey", ["1952"])


@pytest.mark.parametrize(("write", "ending"), [(network.gexf, "gexf"), (network.graphml, "graphml")])
def test_networks_are_sound_xml_that_holds_each_link(record: Record, tmp_path: Path, write: Write, ending: str) -> None:
    from lxml import etree

    out = tmp_path / f"ties.{ending}"
    count = write(select(record), out)
    root = etree.parse(out).getroot()
    space = {"x": root.nsmap[None]}
    assert len(root.findall(".//x:edge", space)) == count == len(list(links(select(record))))
    nodes = {n.get("id") for n in root.findall(".//x:node", space)}
    assert nodes == {code for k in links(select(record)) for code in (k.one, k.other)}
    assert not root.findall(".//x:script", space), "text from outside stays text"
    words = re.compile(r"=HYPERLINK.*<script>.*\U0001f600")
    assert [t for e in root.iter() for t in (e.text, e.get("value")) if t and words.search(t)]


def test_networkx_reads_the_graphml(record: Record, tmp_path: Path) -> None:
    networkx = pytest.importorskip("networkx")
    network.graphml(select(record, ["open"]), tmp_path / "ties.graphml")
    graph = networkx.read_graphml(tmp_path / "ties.graphml")
    assert {tuple(sorted(edge[:2])) for edge in graph.edges} == {("AZE", "GEO"), ("AZE", "TUR"), ("GEO", "TUR")}
    assert {d["obligations"] for _, _, d in graph.edges(data=True)} == {"defense"}


def test_bibtex_is_balanced_whatever_a_title_holds() -> None:
    made = bibtex.entry(source("text:1", "texts", title=r"50% of {all & every_thing\ #1", address="http://x/{a} b"))
    assert made.count("{") == made.count("}")
    assert r"50\% of \textbraceleft{}all \& every\_thing\textbackslash{} \#1" in made
    assert "url = {http://x/%7Ba%7D%20b}" in made


@pytest.mark.parametrize("where", ["missing/claims.csv", "."])
def test_a_place_that_cannot_be_written_is_named(record: Record, tmp_path: Path, where: str) -> None:
    with pytest.raises(BadInput, match="folder"):
        tables.to_csv(select(record), tmp_path / where)
