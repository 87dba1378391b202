"""Search finds passages, ranks and highlights them, and survives whatever is typed."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.claim import Actor, Claim
from foedera.errors import BadDate, BadInput
from foedera.record import Record, open_record
from foedera.record.writing import passages
from tests.record.making import a_claim, a_source, store

TEXT = """Defense cooperation

The United States trains Azerbaijani officers through IMET, and has done so since 2002.

In 2024 the JF-17 Block III contract was signed in Baku, says Türkiye's ministry of defence.

Nothing of the kind is known about cheese, although cheese is eaten: the cheese of Şəki is famous.
"""


@pytest.fixture
def filled(record: Record) -> Record:
    start = TEXT.index("The United States")
    quote = TEXT[start : TEXT.index("2002.") + 5]
    actors = (Actor("USA", "provider"), Actor("AZE", "recipient"))
    claim = Claim(
        start, start + len(quote), quote, "training", "affirmed", actors, name="IMET", date="2002", date_role="since"
    )
    source = a_source("texts:page", title="Fact sheet", publisher="Embassy in Baku", text=TEXT, issued="2025-03-01")
    record.put(source, [("sentence 2", claim)])
    row = a_claim("assistance", "provider:USA recipient:GEO", name="IMET", date="1996", quote="Georgia, 1996: 302,000")
    store(record, row, key="greenbook:2024", group="greenbook")
    return record


def test_a_find_says_where_it_is_and_what_is_claimed_there(filled: Record) -> None:
    (found,) = filled.search("officers trained")
    assert found.text == TEXT[found.start : found.end]
    assert "**trains** Azerbaijani **officers**" in found.highlighted
    assert [found.text[a:b] for a, b in found.marks] == ["trains", "officers"]
    assert (found.source, found.title, found.group) == ("texts:page", "Fact sheet", "texts")
    assert found.claims == tuple(c.id for c in filled.claims(source="texts:page"))
    assert found.locator == f"{found.start}-{found.end}"


def test_claims_of_data_sets_are_found_by_name_and_quote(filled: Record) -> None:
    found = {p.source: p for p in filled.search("imet")}
    assert set(found) == {"texts:page", "greenbook:2024"}
    row = found["greenbook:2024"]
    assert row.locator == "row 0"
    assert row.claims == (filled.claims(source="greenbook:2024")[0].id,)
    assert [p.source for p in filled.search("302,000")] == ["greenbook:2024"]


@pytest.mark.parametrize(
    "words", ["Turkiye", "TÜRKIYE", '"block iii"', "JF-17", "jf 17", "minist*", "contracts", "defence contract baku"]
)
def test_case_accents_endings_phrases_and_beginnings(filled: Record, words: str) -> None:
    found = filled.search(words)
    assert "JF-17 Block III" in found[0].text
    assert "**" in found[0].highlighted
    assert found[0].highlighted.replace("**", "") == found[0].text


def test_a_phrase_needs_its_words_in_order(filled: Record) -> None:
    assert filled.search('"iii block"') == []
    assert len(filled.search('"block iii')) == 1


def test_titles_and_publishers_are_found(filled: Record) -> None:
    (found,) = filled.search("embassy")
    assert (found.locator, found.start, found.end, found.claims) == ("title", 0, 0, ())


def test_passages_with_all_words_come_alone_else_those_with_some(filled: Record) -> None:
    assert len(filled.search("officers IMET")) == 1
    assert len(filled.search("officers contract")) == 2
    assert filled.search("zebra") == []


def test_the_best_comes_first(record: Record) -> None:
    long = "The weather was mild that year, and of alliances nobody spoke at all in the long assembly. " * 3
    record.put(a_source("texts:1", text=long), [])
    record.put(a_source("texts:2", text="An alliance of alliances."), [])
    found = record.search("alliance")
    assert found[0].source == "texts:2"
    assert [p.rank for p in found] == sorted((p.rank for p in found), reverse=True)
    assert record.search("alliance", limit=1) == found[:1]


def test_by_actor_time_and_group(filled: Record) -> None:
    def sources(**wanted: str) -> set[str]:
        groups = [wanted.pop("group")] if "group" in wanted else None
        return {p.source for p in filled.search("IMET", groups=groups, **wanted)}  # type: ignore[arg-type]

    assert sources(actor="GEO") == {"greenbook:2024"}
    assert sources(actor="AZE") == {"texts:page"}
    assert sources(actor="FRA") == set()
    assert sources(group="greenbook") == {"greenbook:2024"}
    assert sources(until="1999") == {"greenbook:2024"}
    assert sources(since="2010") == {"texts:page"}
    assert sources(since="1996", until="1996-06-01") == {"greenbook:2024"}
    with pytest.raises(BadDate):
        sources(since="recently")


@pytest.mark.parametrize("words", ["", "   ", '""', "***", "- / ()", "'"])
def test_nothing_to_look_for_is_a_sentence(filled: Record, words: str) -> None:
    with pytest.raises(BadInput, match="at least one word"):
        filled.search(words)


HOSTILE = [
    '"', "a AND", "NEAR(a b)", "a OR (b", "body:imet", "imet^2", "'; DROP TABLE sources; --", "a:* & !b", "\\", "*imet",
    "%", "x\0y", "NOT imet", "{a b}", "+imet", "\x01\x02", "imet " * 500, "日本", "<->", "a" * 5000, "it's",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_only_words(filled: Record, words: str) -> None:
    asked(filled, words)
    asked(filled, "imet", actor=words)
    asked(filled, "imet", groups=[words.replace("\0", "")])
    assert len(filled.sources()) == 2


def asked(record: Record, words: str, **wanted: Any) -> None:
    """Asks, and is content with finds or the one sentence."""
    with suppress(BadInput):
        record.search(words, **wanted)


@pytest.fixture(scope="module")
def memory() -> Record:
    record = open_record(":memory:")
    record.put(a_source(text=TEXT), [])
    return record


@given(words=st.text(max_size=60))
def test_whatever_is_typed(memory: Record, words: str) -> None:
    asked(memory, words)


@given(text=st.text(st.sampled_from("ab .;\n\t é"), max_size=3000))
def test_passages_hold_every_word_of_a_text_once(text: str) -> None:
    spans = passages(text)
    assert all(a < b <= a + 700 for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert all(not text[a:b].strip() for a, b in gaps(text, spans))


def gaps(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    ends = [0, *(b for _, b in spans)]
    starts = [*(a for a, _ in spans), len(text)]
    return list(zip(ends, starts, strict=True))
