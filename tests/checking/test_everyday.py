"""Verdicts on plain sentences of today against the starter record: what is open, planned, signed or ended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from foedera import api
from foedera.documents import from_text
from foedera.record import Record

TABLE = Path(__file__).with_name("everyday.txt")


@pytest.fixture(scope="module")
def starter() -> Iterator[Record]:
    with api.open_record(":memory:") as record:
        yield record


def table() -> list[tuple[str, str]]:
    rows = [r for r in TABLE.read_text(encoding="utf-8").splitlines() if r and not r.startswith("#")]
    return [(verdict, text) for verdict, text in (r.split(" | ", 1) for r in rows)]


@pytest.mark.parametrize(("verdict", "text"), table())
def test_a_plain_sentence_gets_the_verdict_that_the_record_gives(verdict: str, text: str, starter: Record) -> None:
    given = api.check(from_text(text, name="sentence"), starter, as_of="2025-12-01")
    assert [g.verdict for g in given if g.verdict != "not_checkable"] == [verdict] * len(given)
    assert given
