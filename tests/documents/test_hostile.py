"""Input that is made to break a reader: it is slow nowhere, and nothing gets through that should not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.documents import Limits, load_all_bytes, load_bytes
from foedera.documents.lines import split_lines
from foedera.documents.tables import find_tables
from foedera.errors import FoederaError, TooLarge
from tests.documents import make
from tests.documents.test_plain import check_spans
from tests.growth import in_proportion

# Long near-matches of the patterns: each is repeated to a text of the size wanted.
PIECES = [
    "a",
    "a ",
    "1. ",
    "(",
    "> ",
    ". ",
    "a: ",
    "a | b | c\n",
    "a\n",
    "a\n\n",
    "-----\n",
    "A: b\n",
    "Posts: 1\n",
    "#1 a\n",
    "x wrote:\n",
    "[quote=a]\n",
    "14-Mar-2024, 19:07\n",
    "[01] ab_c, 13/06/2024 12:40\n@ab_d a\n",
    "u/ab_c 3 points\n>>12 a\n",
    "## a\n",
    "== a ",
    "1921 | a b c d\n",
    "Mr. SMITH: a\n",
    "a  b  c\n",
    "January 1 ",
    "such as:\n\nfoo\n\n",
    "<div",
    "<a <",
    "&amp;",
    "\u202e",
]


def load(piece: str, size: int) -> None:
    with suppress(FoederaError):
        load_bytes((piece * (size // len(piece))).encode(), "a.txt")


@pytest.mark.parametrize("piece", PIECES)
def test_loading_is_in_proportion_to_the_length_of_near_matches(piece: str) -> None:
    assert in_proportion(lambda n: load(piece, n), 4_000)


@pytest.mark.parametrize("line", ["a", "-----", "a: b", "1  2"])
def test_tables_are_looked_for_in_proportion_to_the_lines(line: str) -> None:
    def work(size: int) -> object:
        text = f"{line}\n" * size
        return find_tables(split_lines(text), text)

    assert in_proportion(work, 20_000)


def test_a_long_line_is_read() -> None:
    line = b"Ruritania and Elbonia have an agreement. " * 50_000
    assert len(load_bytes(line, "a.txt").text) >= len(line) - 1


@pytest.mark.parametrize("size", [1_000_000_000, 60_000_000])
def test_a_line_of_a_gigabyte_is_refused_before_it_is_read(tmp_path: object, size: int) -> None:
    path = tmp_path / "line.txt"  # type: ignore[operator]
    with path.open("wb") as file:
        file.truncate(size)
    (loaded,) = load_all_bytes(b"x" * 10, "a.txt", limits=Limits(max_bytes=5))
    assert isinstance(loaded.error, TooLarge)
    from foedera.documents import load

    with pytest.raises(TooLarge):
        load(path)


FIELDS = "<script>alert(1)</script>"


def test_script_in_every_field_of_a_page_stays_text() -> None:
    escaped = FIELDS.replace("<", "&lt;")
    page = f"""<html><head><title>{escaped}</title><meta name="author" content="{escaped}"></head>
    <body onload="alert(1)"><article><h1>{escaped}</h1><p>{escaped * 20}</p>
    <img src=x onerror=alert(1)></article></body></html>"""
    document = load_bytes(page.encode(), "a.html")
    assert "onerror" not in document.text
    assert document.title == FIELDS  # the words of the page; who shows them must escape them
    check_spans(document)


def test_characters_that_turn_text_are_told() -> None:
    document = load_bytes("The state of \u202eailartsuA\u202c signed an agreement with Fiji.".encode(), "a.txt")
    assert any("direction" in note for note in document.notes)
    page = load_bytes("<article><p>Aus\u200btralia \u202ehas ties</p></article>".encode(), "a.html")
    assert "Australia has ties" in page.text


def test_json_nested_deep_is_refused() -> None:
    with pytest.raises(FoederaError):
        load_bytes(b"[" * 100_000 + b"]" * 100_000, "a.json")


def test_mail_parts_nested_deep_are_no_crash() -> None:
    head = "From: a@b.c\nMessage-ID: <1@b>\nMIME-Version: 1.0\n"
    for n in range(1000):
        head += f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n'
    with suppress(FoederaError):
        load_bytes(head.encode(), "a.eml")


def test_a_web_archive_that_unpacks_to_too_much_is_refused() -> None:
    data = make.warc([(f"https://example.org/{n}", "text/plain", b"word " * 400_000) for n in range(3)])
    found = list(load_all_bytes(data, "a.warc.gz", limits=Limits(max_bytes=1_000_000)))
    assert found
    assert all(isinstance(loaded.error, TooLarge) for loaded in found)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"%PDF-1.4\n", b"PK\x03\x04", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"<rss>", b"{", b"From: a@b\n"]),
)
def test_any_bytes_after_any_magic_give_documents_or_errors(data: bytes, magic: bytes) -> None:
    names = {b"{": "a.json", b"From: a@b\n": "a.eml"}
    for loaded in load_all_bytes(magic + data, names.get(magic, "a.bin")):
        assert (loaded.document is None) != (loaded.error is None)
        if loaded.document:
            check_spans(loaded.document)
