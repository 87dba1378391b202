"""What comes in: encodings, limits, and bad input in one sentence each."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foedera.documents import Limits, load, load_bytes, load_stream
from foedera.errors import FoederaError, TooLarge, UnreadableDocument
from tests.documents.test_plain import check_spans


def refused(call: object) -> str:
    """The sentence with which something is refused: one line, ending in a stop."""
    with pytest.raises(FoederaError) as caught:
        call()  # type: ignore[operator]
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_line_ends_are_kept_as_they_are() -> None:
    assert load_bytes(b"One line.\r\nAnother.\rA third.\n", "a.txt").text == "One line.\r\nAnother.\rA third.\n"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-8-sig"])
def test_encodings_are_recognised(encoding: str) -> None:
    words = "Türkiye and “Somalia” signed a framework agreement – the first – in Ankara."
    data = words.encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data
    assert load_bytes(data, "a.txt").text.lstrip("\ufeff") == words


def test_cyrillic_is_recognised() -> None:
    words = "Россия и Армения подписали договор о дружбе, сотрудничестве и взаимной помощи в Москве. " * 3
    assert load_bytes(words.encode("cp1251"), "a.txt").text == words


def test_damaged_utf8_is_refused_with_the_byte() -> None:
    sentence = refused(lambda: load_bytes("Türkiye signed".encode() + b" \xff it", "a.txt"))
    assert "byte 15" in sentence or "byte 16" in sentence
    assert "UTF-8" in sentence


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "no such file" in refused(lambda: load(tmp_path / "none.txt"))


def test_a_directory_where_a_file_is_wanted(tmp_path: Path) -> None:
    assert "directory" in refused(lambda: load(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    assert "may not read" in refused(lambda: load(path))


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf"])
def test_an_empty_file(data: bytes) -> None:
    assert "empty" in refused(lambda: load_bytes(data, "a.txt")) or "blanks" in refused(
        lambda: load_bytes(data, "a.txt")
    )


@pytest.mark.parametrize(
    "data", [b"MZ\x90\x00\x03\x00", bytes(range(1, 32)) * 40, b"\x7fELF\x02\x01\x01" + b"\x00" * 9]
)
def test_a_binary_file_called_txt(data: bytes) -> None:
    assert "binary" in refused(lambda: load_bytes(data, "a.txt"))


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(TooLarge, match="200 MB is over the limit of 50 MB"):
        load(path)


def test_a_stream_is_read_no_further_than_the_limit() -> None:
    with pytest.raises(TooLarge):
        load_stream(io.BytesIO(b"x" * 2000), limits=Limits(max_bytes=1000))


def test_a_stream_is_a_document() -> None:
    assert load_stream(io.BytesIO(b"Albania joined NATO in 2009.")).name == "stdin"


def test_html_nested_too_deep_is_refused() -> None:
    page = b"<html><body>" + b"<div>" * 100_000 + b"x"
    assert "deep" in refused(lambda: load_bytes(page, "a.html"))


@example(b"#", "a.md")
@example(b"# #\n\n##", "a.md")
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "a.bin"]))
def test_any_bytes_give_a_document_or_a_sentence(data: bytes, name: str) -> None:
    try:
        document = load_bytes(data, name)
    except FoederaError:
        return
    check_spans(document)


@given(st.text(min_size=1, max_size=400))
def test_the_text_of_a_file_is_its_characters(text: str) -> None:
    try:
        document = load_bytes(text.encode("utf-8"), "a.txt")
    except (UnreadableDocument, UnicodeEncodeError):
        return
    if document.media_type == "text/plain":
        assert document.text == text
