"""PDF, Word, mail, feeds, web archives, zips and directories."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from foedera.documents import Block, Document, Limits, Loaded, load_all_bytes, load_bytes, walk
from foedera.errors import FoederaError, TooLarge, UnreadableDocument
from tests.documents import make
from tests.documents.test_plain import check_spans

SENTENCE = "Ruritania and Elbonia signed an agreement on the training of pilots on 8 February 2024."


def said(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


def read(document: Document) -> list[str]:
    return [said(document, b) for b in document.blocks if b.kind != "navigation"]


def only(found: list[Loaded]) -> Document:
    (loaded,) = found
    assert loaded.document is not None, loaded.error
    return loaded.document


# -- PDF


def lines(start: float, texts: list[str], left: float = 72) -> list[tuple[float, float, float, str]]:
    return [(left, start - 14 * i, 11, text) for i, text in enumerate(texts)]


BROKEN = [
    "On Monday the ministers of the two countries signed a memorandum on the training of their offi-",
    "cers, which had been under negotiation since the spring of the year before, and agreed that the",
    "first group of cadets should go to the academy in September.",
]


def test_lines_of_a_pdf_are_paragraphs_and_broken_words_are_whole() -> None:
    document = load_bytes(make.pdf([[(72, 720, 18, "Two neighbours"), *lines(690, BROKEN)]]), "a.pdf")
    check_spans(document)
    (paragraph,) = [said(document, b) for b in document.blocks if b.kind == "paragraph"]
    assert "training of their officers, which" in paragraph
    assert document.title == "Two neighbours"
    assert document.media_type == "application/pdf"


def test_headers_footers_and_page_numbers_of_a_pdf_are_left_out() -> None:
    pages = [
        [(72, 760, 9, "Annual Report 2024"), *lines(700, [*BROKEN[:1], *BROKEN[1:]]), (300, 40, 9, f"Page {n} of 4")]
        for n in range(1, 5)
    ]
    text = load_bytes(make.pdf(pages), "a.pdf").text
    assert "Annual Report" not in text
    assert "Page" not in text


def test_columns_of_a_pdf_are_read_one_after_the_other() -> None:
    left = [f"left column line {n} has some words in it" for n in range(8)]
    right = [f"right column line {n} has other words" for n in range(8)]
    rows = [
        entry for n in range(8) for entry in (*lines(700 - 14 * n, [left[n]]), *lines(700 - 14 * n, [right[n]], 330))
    ]
    text = load_bytes(make.pdf([rows]), "a.pdf").text
    assert text.index("left column line 7") < text.index("right column line 0")


def test_a_pdf_without_text_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="no text"):
        load_bytes(make.pdf([[]]), "scan.pdf")


def test_a_damaged_pdf_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="damaged"):
        load_bytes(b"%PDF-1.7\nnothing of the kind", "a.pdf")


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    data = make.pdf([lines(700, [SENTENCE])] * 5)
    with pytest.raises(TooLarge, match="pages"):
        load_bytes(data, "a.pdf", limits=Limits(max_pages=4))


def test_a_pdf_nested_deep_is_no_crash() -> None:
    data = b"%PDF-1.4\n1 0 obj\n" + b"[" * 100_000 + b"]" * 100_000 + b"\nendobj\ntrailer << /Root 1 0 R >>\n"
    with pytest.raises(FoederaError):
        load_bytes(data, "a.pdf")


# -- Word


def build(document: Any) -> None:
    document.core_properties.title = "Partners"
    document.add_heading("Partners", 0)
    document.add_heading("Asia", 1)
    document.add_paragraph(SENTENCE)
    document.add_paragraph("Elbonia: pilot training since 2010", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for row, values in zip(table.rows, (("Date", "Item"), ("1997", "12 howitzers")), strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value


def test_a_word_file_keeps_headings_lists_and_tables() -> None:
    document = load_bytes(make.word(build), "a.docx")
    check_spans(document)
    by_words = {said(document, b): b for b in document.blocks}
    assert by_words[SENTENCE].path == ("Partners", "Asia")
    item = by_words["Elbonia: pilot training since 2010"]
    assert (item.kind, item.label) == ("list_item", "Elbonia")
    row = by_words["1997 | 12 howitzers"]
    assert row.header == ("Date", "Item")
    assert document.title == "Partners"


def test_a_word_file_that_unpacks_to_too_much_is_refused() -> None:
    bomb = make.packed({"word/document.xml": b" " * 30_000_000, "[Content_Types].xml": b"<x/>"})
    with pytest.raises(TooLarge):
        load_bytes(bomb, "a.docx", limits=Limits(max_bytes=1_000_000))


def test_entities_in_a_word_file_are_not_expanded() -> None:
    laughs = "".join(
        f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";" * 1}{("&l" + str(n - 1) + ";") * 9}">' for n in range(1, 12)
    )
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{laughs}]><x>&l11;</x>'.encode()
    data = make.packed({"word/document.xml": xml, "[Content_Types].xml": b"<x/>"})
    with pytest.raises(FoederaError):
        load_bytes(data, "a.docx")


# -- mail

MAIL = f"""From: Anna Reid <a.reid@example.org>
To: desk@example.org
Subject: Elbonia
Date: Thu, 14 Mar 2024 09:12:00 +0000
Message-ID: <1@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

{SENTENCE} They met in T=FCrkiye.

On Wed, Tom wrote:
> Is there an agreement between them?

--b
Content-Type: text/plain; name="notes.txt"
Content-Disposition: attachment; filename="../notes.txt"

Elbonia has hosted forty instructors from Ruritania since 2010.
--b--
"""


def test_a_mail_has_its_author_date_and_text() -> None:
    document = load_bytes(MAIL.encode(), "a.eml")
    assert (document.title, document.author, document.date) == ("Elbonia", "Anna Reid", "2024-03-14")
    assert "They met in Türkiye." in document.text
    assert [said(document, b) for b in document.blocks if b.kind == "quote"] == [
        "> Is there an agreement between them?"
    ]


def test_attachments_of_a_mail_are_documents_of_their_own() -> None:
    found = list(load_all_bytes(MAIL.encode(), "a.eml"))
    assert [loaded.where for loaded in found] == ["a.eml", "a.eml!1-notes.txt"]
    assert found[1].document is not None
    assert "forty instructors" in found[1].document.text


# -- feeds

FEED = f"""<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Wire</title>
<item><title>Pilots &amp; pacts</title><link>https://example.org/1</link>
<pubDate>Thu, 14 Mar 2024 09:12:00 GMT</pubDate>
<content:encoded><![CDATA[<p>{SENTENCE}</p><script>alert(1)</script>]]></content:encoded></item>
<item><title>Second</title><link>https://example.org/2</link><description>{SENTENCE}</description></item>
</channel></rss>"""


def test_entries_of_a_feed_are_documents() -> None:
    found = [loaded.document for loaded in load_all_bytes(FEED.encode(), "feed.xml")]
    assert all(found)
    first = found[0]
    assert first is not None
    assert (first.title, first.publisher, first.date, first.address) == (
        "Pilots & pacts",
        "The Wire",
        "2024-03-14",
        "https://example.org/1",
    )
    assert "alert" not in first.text
    assert len({document.stem for document in found if document}) == 2


def test_a_feed_reads_no_files_of_ours(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    head = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'
    feed = FEED.replace('<?xml version="1.0"?>', f'<?xml version="1.0"?>{head}').replace("Second", "Second &x;")
    texts = [loaded.document.text for loaded in load_all_bytes(feed.encode(), "feed.xml") if loaded.document]
    assert not any("the secret" in text for text in texts)


def test_an_entity_bomb_is_no_bomb() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    feed = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}]><rss><item><title>&l11;</title></item></rss>'
    )
    for loaded in load_all_bytes(feed.encode(), "feed.xml"):
        assert loaded.error or (loaded.document and len(loaded.document.text) < 10_000)


def test_a_single_document_is_not_taken_from_a_feed() -> None:
    with pytest.raises(UnreadableDocument, match="several"):
        load_bytes(FEED.encode(), "feed.xml")


# -- web archives


@pytest.mark.parametrize("gzipped", [True, False])
def test_pages_of_a_web_archive_keep_address_and_day(gzipped: bool) -> None:
    page = f"<html><body><article><h1>Pact</h1><p>{SENTENCE * 3}</p></article></body></html>".encode()
    data = make.warc(
        [("https://example.org/pact.html", "text/html", page), ("https://example.org/a.png", "image/png", b"\x89PNG")],
        gzipped=gzipped,
    )
    document = only(list(load_all_bytes(data, "a.warc.gz")))
    assert document.address == "https://example.org/pact.html"
    assert document.retrieved == "2025-08-28T10:11:12"
    assert document.title == "Pact"


def test_a_damaged_web_archive_gives_what_it_holds_and_an_error() -> None:
    data = make.warc([("https://example.org/1", "text/plain", SENTENCE.encode())] * 3, gzipped=False)
    found = list(load_all_bytes(data[:-400], "a.warc"))
    assert any(loaded.document for loaded in found)


# -- zips and directories


def test_every_file_of_a_zip_is_a_document_and_a_bad_one_stops_nothing() -> None:
    data = make.packed({"a.txt": SENTENCE.encode(), "deep/b.txt": b"\x00\x01", "c.md": b"# Title\n\nText of it."})
    found = list(load_all_bytes(data, "all.zip"))
    assert [loaded.where for loaded in found] == ["all.zip!a.txt", "all.zip!c.md", "all.zip!deep/b.txt"]
    assert [loaded.error is None for loaded in found] == [True, True, False]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b.txt", "C:\\a.txt", "..\\..\\a.txt"])
def test_paths_that_climb_out_of_a_zip_are_left_out(name: str) -> None:
    found = list(load_all_bytes(make.packed({name: SENTENCE.encode()}), "a.zip"))
    assert all("climbs out" in str(loaded.error) for loaded in found)
    assert found


def test_a_zip_bomb_is_refused() -> None:
    data = make.packed({"a.txt": b"a" * 60_000_000})
    assert len(data) < 100_000
    (loaded,) = load_all_bytes(data, "a.zip")
    assert isinstance(loaded.error, TooLarge)


def test_many_small_files_are_held_to_the_sum_of_bytes() -> None:
    data = make.packed({f"{n}.txt": b"word " * 2000 for n in range(20)})
    found = list(load_all_bytes(data, "a.zip", limits=Limits(max_expanded_bytes=50_000)))
    assert isinstance(found[-1].error, TooLarge)
    assert len(found) < 20


def test_zips_in_zips_have_an_end() -> None:
    data = make.packed({"a.txt": SENTENCE.encode()})
    for _ in range(6):
        data = make.packed({"inner.zip": data})
    (loaded,) = load_all_bytes(data, "a.zip")
    assert isinstance(loaded.error, TooLarge)


def test_too_many_members_are_refused() -> None:
    data = make.packed({f"{n}.txt": b"x" for n in range(30)})
    (loaded,) = load_all_bytes(data, "a.zip", limits=Limits(max_members=10))
    assert "members" in str(loaded.error)


def test_a_directory_is_walked_in_order_and_bad_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.txt").write_text(SENTENCE)
    (tmp_path / "a.txt").write_text(SENTENCE)
    (tmp_path / ".hidden").write_text(SENTENCE)
    (tmp_path / "z.txt").write_bytes(b"")
    found = list(walk([tmp_path, tmp_path / "none.txt"]))
    assert [Path(loaded.where).name for loaded in found] == ["a.txt", "x.txt", "z.txt", "none.txt"]
    assert [loaded.error is None for loaded in found] == [True, True, False, False]


# -- language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (SENTENCE * 2, "en"),
        ("Azerbaycan ve Somali savunma iş birliği anlaşması imzaladı; anlaşma on yıl sürecek. " * 2, "tr"),
        ("Россия и Армения подписали договор о дружбе и взаимной помощи в Москве. " * 2, "ru"),
        ("La France et Djibouti ont signé un traité de coopération en matière de défense à Paris. " * 2, "fr"),
        ("NATO", None),
    ],
)
def test_the_language_of_a_text_is_known(text: str, language: str | None) -> None:
    assert load_bytes(text.encode(), "a.txt").language == language
