"""The labelled texts: no claim may lie in what reading leaves out, and offsets are the file's."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from foedera.documents import Document, load
from tests.documents.test_plain import check_spans


def labelled(shared: Path) -> Iterator[tuple[Document, list[dict[str, object]]]]:
    claims = defaultdict(list)
    for line in (shared / "gold/dev/claims.jsonl").read_text("utf-8").splitlines():
        claim = json.loads(line)
        claims[claim["doc"]].append(claim)
    for doc, found in sorted(claims.items()):
        if not doc.startswith("html"):
            yield load(shared / f"gold/dev/texts/{doc}.txt"), found


def test_quotes_stand_at_their_offsets_in_blocks_that_are_read(shared: Path) -> None:
    lost, split, total = [], 0, 0
    for document, claims in labelled(shared):
        check_spans(document)
        for claim in claims:
            start, end = int(str(claim["start"])), int(str(claim["end"]))
            assert document.text[start:end] == claim["quote"]
            touched = [b for b in document.blocks if b.start < end and b.end > start]
            total += 1
            split += len(touched) > 1
            if not touched or any(b.kind in ("navigation", "quote") for b in touched):
                lost.append(claim["quote"])
    assert lost == []
    assert split <= total * 0.01


def test_text_is_the_files_own(shared: Path) -> None:
    for path in (shared / "gold/dev/texts").glob("*.txt"):
        assert load(path).text == path.read_text(encoding="utf-8")


def test_tables_of_a_page_keep_their_header_and_spanned_cells(shared: Path) -> None:
    document = load(shared / "gold/dev/texts/html-1.html")
    rows = [b for b in document.blocks if b.kind == "table_row"]
    cells = [[document.text[a:z] for a, z in b.cells] for b in rows]
    assert rows[0].header == ("Date", "Type", "Supplier", "Items", "Value")
    assert cells[2] == ["26 Aug 2022", "Executive", "Hanwha Defense", "212 K9A1 (2022–26)", "$5.76 bn together"]
    assert document.publisher == "Armour Monthly"
    assert document.date == "2025-08-05"
    assert "cookie" not in document.text.lower()
