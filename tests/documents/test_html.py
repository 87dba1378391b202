"""Web pages: the text that they show, and threads by the mark-up of the forum."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from foedera.documents import Block, Document, load_bytes
from tests.documents.test_plain import check_spans


def page(body: str, head: str = "") -> Document:
    document = load_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")
    check_spans(document)
    return document


def said(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


LONG = "Ruritania has trained the pilots of Elbonia since 2010, when the two states signed a protocol in Rome. " * 3


def test_menus_scripts_and_hidden_text_are_left_out() -> None:
    document = page(
        f"<nav><a>Home</a></nav><div class='cookie'>We use cookies</div><main><h1>Pilots</h1><p>{LONG}</p>"
        "<script>alert('x')</script><p style='display:none'>hidden</p><p hidden>hidden</p></main>"
        "<footer>© 2025</footer>"
    )
    assert document.text == f"Pilots\n\n{LONG.strip()}"


def test_a_page_says_who_published_it_when() -> None:
    head = (
        '<title>Pilots | The Wire</title><meta name="author" content="Anna Reid">'
        '<meta property="article:published_time" content="2024-03-14T09:12:00Z">'
        '<link rel="canonical" href="https://example.org/pilots">'
    )
    document = page(f"<article><h1>Pilots</h1><p>{LONG}</p></article>", head)
    assert document.publisher == "The Wire"
    assert document.author == "Anna Reid"
    assert document.date == "2024-03-14"
    assert document.address == "https://example.org/pilots"


def test_headings_and_nested_lists_keep_their_order() -> None:
    document = page(
        f"<main><h1>Ties</h1><p>{LONG}</p><h2>Partners</h2><p>They include:</p>"
        "<ul><li>Elbonia: pilots<ul><li>since 2010</li></ul></li><li>Freedonia</li></ul></main>"
    )
    by_words = {said(document, b): b for b in document.blocks}
    assert by_words["Freedonia"].path == ("Ties", "Partners")
    assert by_words["Elbonia: pilots"].label == "Elbonia"
    leads = {words: b.lead for words, b in by_words.items() if b.kind == "list_item"}
    index = {words: number for number, words in enumerate(by_words)}
    assert leads == {
        "Elbonia: pilots": index["They include:"],
        "since 2010": index["Elbonia: pilots"],
        "Freedonia": index["They include:"],
    }


def test_a_form_in_a_table_is_one_row() -> None:
    document = page(
        f"<main><h1>Deal</h1><p>{LONG}</p><table><tr><th>Supplier</th><td>Elbonia</td></tr>"
        "<tr><th>Quantity</th><td>12</td></tr></table></main>"
    )
    row = next(b for b in document.blocks if b.kind == "table_row")
    assert row.header == ("Supplier", "Quantity")
    assert [document.text[a:z] for a, z in row.cells] == ["Elbonia", "12"]


def test_a_page_that_does_not_mark_its_text_is_cut_to_the_article() -> None:
    links = "".join(f"<li><a href='/{n}'>Another story number {n}</a></li>" for n in range(12))
    article = f"<div><h1>Pilots</h1><p>{LONG}</p><p>{LONG}</p></div>"
    document = page(f"<div><ul>{links}</ul></div>{article}<div>Terms of use</div>")
    assert LONG.strip() in document.text
    assert "Another story number 7" not in document.text


def test_preformatted_text_is_read_as_plain_text() -> None:
    document = page(f"<main><h1>Notice</h1><p>{LONG}</p><pre>KEY DATES\n\n1994  Signed.\n1995  In force.</pre></main>")
    assert [b.label for b in document.blocks if b.kind == "list_item"] == ["1994", "1995"]


def test_words_in_markup_stay_words() -> None:
    document = page(f"<main><h1>X</h1><p>{LONG}</p><p><b>Ru</b>ritania<sup>1</sup> and<br>Elbonia</p></main>")
    assert "Ruritania and\nElbonia" in document.text


# -- forums

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize("board", ["xenforo", "phpbb", "vbulletin", "discourse", "reddit"])
def test_each_forum_gives_its_posts(board: str) -> None:
    posts = (FIXTURES / f"board-{board}.html").read_text("utf-8")
    document = page(f"<h1>The pact</h1>{posts}", "<title>The pact | Board</title>")
    first, second = document.posts
    assert (first.author, second.author) == ("kestrel", "otso")
    assert str(first.date).startswith("2024-03-14T19:07")
    assert (first.number, second.number, second.reply_to) == (1, 2, 1)
    own = [said(document, b) for b in document.blocks if b.post == 1 and b.kind == "paragraph"]
    assert own == ["No, in 2004."]
    assert any(b.kind == "quote" and "2009" in said(document, b) for b in document.blocks if b.post == 1)
    assert "So it goes" not in document.text


def test_an_unknown_forum_is_read_by_its_lines() -> None:
    rows = "".join(
        f"<tr><td>{name}<br>Senior Member<br>Posts: {n}00</td><td>14-Mar-2024, 1{n}:07 &nbsp; #{n}<hr>{words}</td></tr>"
        for n, name, words in (
            (1, "kestrel", "Elbonia joined the pact in 2009."),
            (2, "otso", "No, it was in the year 2004."),
        )
    )
    document = page(f"<table>{rows}</table>")
    assert [p.number for p in document.posts] == [1, 2]


# -- exports


def export(data: object) -> Document:
    document = load_bytes(json.dumps(data).encode(), "thread.json")
    check_spans(document)
    return document


REDDIT = [
    {"kind": "Listing", "data": {"children": [{"kind": "t3", "data": {
        "title": "The pact", "author": "kestrel", "selftext": "Elbonia joined the pact in 2009.",
        "created_utc": 1710443220, "id": "a1", "score": 45}}]}},
    {"kind": "Listing", "data": {"children": [{"kind": "t1", "data": {
        "author": "otso", "body": "> Elbonia joined the pact in 2009.\n\nNo, in 2004.", "created_utc": 1710446400,
        "id": "a2", "parent_id": "t3_a1", "score": 12, "replies": ""}}]}},
]  # fmt: skip
LEMMY = {
    "post_view": {"post": {"id": 1, "name": "The pact", "body": "Elbonia joined the pact in 2009.", "creator_id": 7,
                           "published": "2024-03-14T19:07:00Z"}, "creator": {"name": "kestrel"},
                  "counts": {"score": 45}},
    "comments": [{"comment": {"id": 2, "content": "No, in 2004.", "path": "0.2", "published": "2024-03-14T20:00:00Z",
                              "creator_id": 8}, "creator": {"name": "otso"}, "counts": {"score": 12}}],
}  # fmt: skip
DISCOURSE = {"title": "The pact", "post_stream": {"posts": [
    {"id": 31, "username": "kestrel", "created_at": "2024-03-14T19:07:00.000Z", "post_number": 1,
     "cooked": "<p>Elbonia joined the pact in 2009.</p>", "score": 45},
    {"id": 32, "username": "otso", "created_at": "2024-03-14T20:00:00.000Z", "post_number": 2,
     "reply_to_post_number": 1, "cooked": "<p>No, in 2004.</p>", "score": 12},
]}}  # fmt: skip


@pytest.mark.parametrize("data", [REDDIT, LEMMY, DISCOURSE], ids=["Reddit", "Lemmy", "Discourse"])
def test_each_export_gives_its_posts(data: object) -> None:
    document = export(data)
    assert document.title == "The pact"
    assert [p.author for p in document.posts] == ["kestrel", "otso"]
    assert str(document.posts[0].date).startswith("2024-03-14T19:07")
    assert [p.recommendations for p in document.posts] == [45, 12]
    own = [said(document, b) for b in document.blocks if b.post == 1 and b.kind == "paragraph"]
    assert own == ["No, in 2004."]


def test_answers_in_an_export_name_the_post() -> None:
    assert [p.reply_to for p in export(REDDIT).posts] == [None, 1]
    assert [p.reply_to for p in export(DISCOURSE).posts] == [None, 1]
