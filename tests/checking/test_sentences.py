"""Verdicts on sentences that were written after the rules, each computed from the data files by a program apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedera.checking import check
from foedera.checking.evaluate import verdict_of
from foedera.documents import from_text
from foedera.record import Record

TABLE = Path(__file__).with_name("sentences.txt")


def table() -> list[tuple[str, str]]:
    rows = [r for r in TABLE.read_text(encoding="utf-8").splitlines() if r and not r.startswith("#")]
    return [(verdict, text) for verdict, text in (r.split(" | ", 1) for r in rows)]


@pytest.mark.parametrize(("verdict", "text"), table())
def test_a_sentence_gets_the_verdict_that_the_files_give(verdict: str, text: str, reference: Record) -> None:
    given = verdict_of(check(from_text(text, name="sentence"), reference, groups=["atop", "cow-igo"]))
    assert (given.verdict if given else "unknown") == verdict
