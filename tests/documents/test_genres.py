"""Pages of many kinds, as they are saved: their head, their parts, and what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedera.documents import Document, load

FIXTURES = Path(__file__).parent / "fixtures"


def page(name: str) -> Document:
    return load(FIXTURES / f"page-{name}.txt")


def read(document: Document) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind not in ("navigation", "heading")]


@pytest.mark.parametrize(
    ("name", "title", "date"),
    [
        ("hearing", "U.S. SECURITY ASSISTANCE TO THE PHILIPPINES", "2023-03-07"),
        ("wire", "Sweden formally joins NATO as 32nd member", "2024-03-07"),
        ("gov", "UK and Germany sign landmark defence agreement", "2024-10-23"),
        ("mod3", "Poland and South Korea to strengthen cooperation", "2023-07-13"),
        ("sheet3", "COUNTRY BRIEF: KENYA", None),
        ("chrono2", "Timeline: Serbia and NATO", None),
    ],
)
def test_title_and_date_of_a_page(name: str, title: str, date: str | None) -> None:
    document = page(name)
    assert (document.title, document.date) == (title, date)


def test_turns_of_a_hearing_have_their_speaker() -> None:
    labels = [b.label for b in page("hearing").blocks if b.label]
    assert labels == ["Chairwoman SMITH", "Mr. KRITENBRINK", "Ms. LEE of California", "Mr. KRITENBRINK"]


def test_a_wrapped_wire_story_is_whole_paragraphs() -> None:
    texts = read(page("wire"))
    assert len(texts) == 4
    assert texts[0].endswith("national security policy.")


def test_rows_of_a_timeline_in_many_forms_have_dates() -> None:
    labels = [b.label for b in page("chrono2").blocks if b.kind == "list_item"]
    assert labels == [
        "December 14, 2006",
        "2007 Sept. 5",
        "January 2015",
        "2016",
        "2019",
        "2003-2006",
        "1 July 2013",
        "10 May 2024",
    ]


def test_signature_and_entry_into_force_in_a_treatys_head_are_read() -> None:
    document = page("treaty2")
    assert "Signed at Washington, August 30, 1951" in read(document)
    assert "Entered into force August 27, 1952" in read(document)


def test_titles_of_articles_are_in_their_paths() -> None:
    document = page("treaty2")
    paths = {document.text[b.start : b.end][:20]: b.path[1:] for b in document.blocks if b.kind != "heading"}
    assert paths["In order more effect"] == ("Article II - Self-help",)
    assert paths["The Parties, through"] == ("Article III", "Consultation")


def test_lines_set_under_a_label_have_it() -> None:
    document = page("sheet3")
    labels = {document.text[b.start : b.end]: b.label for b in document.blocks}
    assert labels["EACRF (DRC), withdrawn December 2023"] == "Deployments"


def test_a_line_broken_without_a_page_width_is_joined_where_it_goes_on() -> None:
    assert "In FY23, Kenya received $24m in FMF\nfrom the United States." in read(page("sheet3"))


def test_links_below_see_also_are_left_out() -> None:
    assert "Poland buys Patriots" not in read(page("mod3"))
