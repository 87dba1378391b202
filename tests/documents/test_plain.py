"""Plain text: the file's own characters, and the blocks in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.documents import BLOCK_KINDS, Block, Document, from_text
from foedera.errors import UnreadableDocument


def said(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


def blocks(text: str, kind: str | None = None) -> list[str]:
    document = from_text(text)
    return [said(document, b) for b in document.blocks if kind in (None, b.kind)]


def block_of(text: str, words: str) -> Block:
    document = from_text(text)
    return next(b for b in document.blocks if words in said(document, b) and b.kind != "heading")


PROFILE = """Ruritania: Military and Security

Military deployments

200 Lebanon (UNIFIL); up to 40 Kosovo (NATO) (2024)

Military - note

the army was founded in 1921; Ruritania has been a member of NATO since 2004
"""


def test_a_profile_has_its_title_and_headings() -> None:
    document = from_text(PROFILE)
    assert document.title == "Ruritania: Military and Security"
    note = next(b for b in document.blocks if "army" in said(document, b))
    assert note.path == ("Ruritania: Military and Security", "Military - note")
    assert [b.level for b in document.blocks if b.kind == "heading"] == [1, 2, 2]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "On Monday the ministers of the two countries signed a memorandum on the\n"
        "training of officers, which had been under negotiation since the spring of\n"
        "the year before, and agreed that a first group of twenty cadets should go\n"
        "to the academy in September.\n"
        "\n"
        "A second memorandum, on logistics, is expected to be signed when they meet\n"
        "again in the capital in December, and will run for five years.\n"
    )
    assert len(blocks(text, "paragraph")) == 2


def test_lines_that_are_paragraphs_stay_apart() -> None:
    first = (
        "The agreement was signed in Rome by the two ministers of defence on 8 February 2024, and runs for ten years."
    )
    second = "Parliament approved it two weeks later."
    assert blocks(f"{first}\n{second}\n", "paragraph") == [first, second]


def test_an_indented_line_begins_a_paragraph() -> None:
    text = (
        "RURITANIA CITY - The president said on Thursday that the country would not\n"
        "export arms to either side of the war, and that the same went for others.\n"
        "   He was speaking a day after a newspaper had reported on a document in\n"
        "which the country was said to have agreed to train soldiers.\n"
        "   The agency could not confirm it.\n"
    )
    assert len(blocks(text, "paragraph")) == 3


def test_bullets_are_left_out_of_items_and_labels_are_kept_in_them() -> None:
    text = "Ruritania's ties\n\nIt has several partners:\n\n• Italy: pilot training since 2010\n• France: frigates\n"
    document = from_text(text)
    items = [b for b in document.blocks if b.kind == "list_item"]
    assert [said(document, b) for b in items] == ["Italy: pilot training since 2010", "France: frigates"]
    assert [b.label for b in items] == ["Italy", "France"]


def test_items_know_the_words_that_introduce_them() -> None:
    text = (
        "Ruritania has received support through programs such as:\n\nForeign Military Financing (FMF)\n\n"
        "International Military Education and Training (IMET)\n\nSection 333, among others\n"
    )
    document = from_text(text)
    items = [b for b in document.blocks if b.kind == "list_item"]
    assert len(items) == 3
    assert {b.lead for b in items} == {0}


def test_items_below_an_item_have_it_as_their_lead() -> None:
    text = "1. SALES\nFMS: $8.5B in active cases\n  - 25 F-16C/D\n  - 36 AH-64E\nDCS: nearly $167M\n"
    document = from_text(text)
    by_words = {said(document, b): b for b in document.blocks}
    lead = by_words["36 AH-64E"].lead
    assert lead is not None
    assert said(document, document.blocks[lead]).startswith("FMS")
    assert by_words["DCS: nearly $167M"].lead is None


def test_a_list_ends_where_a_sentence_stands_further_out() -> None:
    text = (
        "SALE OF TANKS\n\nThe ministry has approved the sale of tanks to Ruritania, it said in a notice today.\n\n"
        "The contractors will be:\n   Alpha Land Systems, York\n   Beta Ltd, Rome\n"
        "No offset agreement is known at this time.\n\nThe notice is required by law.\n"
    )
    assert block_of(text, "offset").kind == "paragraph"
    assert block_of(text, "Beta").lead is not None


def test_articles_of_a_treaty_are_headings_of_their_text() -> None:
    text = "TREATY\n\nARTICLE IV.  If either is attacked, the other helps.\n\nArticle 5\nThis pact shall be ratified.\n"
    assert block_of(text, "attacked").path[-1] == "ARTICLE IV"
    assert block_of(text, "ratified").path[-1] == "Article 5"


def test_a_sentence_on_an_article_is_no_heading() -> None:
    text = "Article 5 commits the members to assist each other.\n\nIt was invoked once, in 2001, after the attacks.\n"
    assert blocks(text, "heading") == []


def test_numbered_paragraphs_may_begin_with_their_heading() -> None:
    text = (
        "1. Overview. The two states raised their ties to a partnership in 2016.\n\n"
        "2. Warships. On 19 June 2023 a corvette was handed over to the navy.\n"
    )
    assert block_of(text, "corvette").path[-1] == "2. Warships"
    assert "heading" in {b.kind for b in from_text(text).blocks}


def test_rows_of_a_chronology_have_their_date_as_label() -> None:
    text = (
        "KEY DATES\n\n15.05.1992  Treaty signed.\n1994        It enters into force.\n11–20.09.2023  Joint exercise.\n"
        "Oct. 2023   Radars ordered.\n02/2024: visit of the minister\n"
    )
    document = from_text(text)
    labels = [b.label for b in document.blocks if b.kind == "list_item"]
    assert labels == ["15.05.1992", "1994", "11–20.09.2023", "Oct. 2023", "02/2024"]


def test_lines_with_leaders_are_rows_of_two_cells() -> None:
    text = "STATUS\n\nMajor Non-NATO Ally ............ since 2004\nTreaty of Peace . 1786 (never broken)\n"
    document = from_text(text)
    rows = [b for b in document.blocks if b.kind == "table_row"]
    assert [[document.text[a:z] for a, z in b.cells] for b in rows] == [
        ["Major Non-NATO Ally", "since 2004"],
        ["Treaty of Peace", "1786 (never broken)"],
    ]


def test_a_form_is_one_row() -> None:
    text = "Deal 12\n\nSupplier: Ruritania\nRecipient: Elbonia\nQuantity: 12\nItem: howitzer\n"
    document = from_text(text)
    row = next(b for b in document.blocks if b.kind == "table_row")
    assert row.header == ("Supplier", "Recipient", "Quantity", "Item")
    assert [document.text[a:z] for a, z in row.cells] == ["Ruritania", "Elbonia", "12", "howitzer"]


def test_aligned_columns_are_a_table_and_an_empty_cell_stays_empty() -> None:
    text = (
        "Date         Supplier     Items            Value\n"
        "27 Jul 2022  Hyundai      980 K2           $5 bn\n"
        "16 Sep 2022  KAI                           $3 bn\n"
        "1 Dec 2023   Hanwha       6 K9A1           $2 bn\n"
    )
    document = from_text(text)
    rows = [b for b in document.blocks if b.kind == "table_row"]
    assert rows[0].header == ("Date", "Supplier", "Items", "Value")
    assert [document.text[a:z] for a, z in rows[1].cells] == ["16 Sep 2022", "KAI", "", "$3 bn"]


def test_who_speaks_is_the_label_of_a_turn() -> None:
    text = (
        "HEARING ON OMAN\n\n[25 March 1970]  WRITTEN\n"
        "Mr. NEWENS asked whether military aid was being given.\n"
        "Mr. HATTERSLEY: We have no defence treaty with the Sultanate.\n"
        "Q. How many are on loan?\nA. On loan: 188.\n"
    )
    document = from_text(text)
    turns = [b for b in document.blocks if b.kind == "paragraph"]
    assert [b.label for b in turns] == ["Mr. NEWENS", "Mr. HATTERSLEY", "Q", "A"]
    assert turns[3].lead == document.blocks.index(turns[2])
    assert turns[0].path[-1].startswith("[25 March 1970]")


def test_points_on_one_line_are_items() -> None:
    text = "Key points ▪ A has agreements with B and C ▪ Neither is an alliance ▪ No base was agreed\n\nMore text.\n"
    assert blocks(text, "list_item") == [
        "A has agreements with B and C",
        "Neither is an alliance",
        "No base was agreed",
    ]


PAGE = """Skip to main content | Screen Reader Access | English
MINISTRY OF FOREIGN AFFAIRS
Home > Bilateral Relations > Ruritania
[Print] [Share] [EN] [FR]

Military Relations with Ruritania
(Last updated: October 2024)

The two states signed an agreement on 8 February 2024, which runs for ten years.

ADVERTISEMENT – STORY CONTINUES BELOW

It was ratified in May.

See also: Relations with Elbonia | Statements
© Ministry of Foreign Affairs    All rights reserved.   Contact   Site Map
"""


def test_what_surrounds_a_page_is_navigation() -> None:
    document = from_text(PAGE)
    read = [said(document, b) for b in document.blocks if b.kind != "navigation"]
    assert read == [
        "Military Relations with Ruritania",
        "The two states signed an agreement on 8 February 2024, which runs for ten years.",
        "It was ratified in May.",
    ]
    assert document.text == PAGE


def test_the_head_of_a_page_tells_title_house_and_date() -> None:
    document = from_text(PAGE)
    assert (document.title, document.publisher, document.date) == (
        "Military Relations with Ruritania",
        "MINISTRY OF FOREIGN AFFAIRS",
        "2024-10",
    )


def test_a_dateline_dates_an_article() -> None:
    text = (
        "Ruritania buys tanks\n\nBAKU, March 5, 2024 (AP) — The ministry said on Tuesday that it had bought "
        "forty tanks from Elbonia, the largest such order that it has ever placed.\n"
    )
    assert from_text(text).date == "2024-03-05"


def test_lists_of_links_below_see_also_are_navigation() -> None:
    text = (
        "Relations\n\nFrance has had troops there since independence in 1977, and trains its army.\n\n"
        "5 See also\nForeign relations of Djibouti · Camp Lemonnier\n"
    )
    assert "Foreign relations of Djibouti · Camp Lemonnier" in blocks(text, "navigation")


def test_no_text_is_refused_with_a_sentence() -> None:
    with pytest.raises(UnreadableDocument, match="no text"):
        from_text(" \n ")


PIECES = [
    "",
    "---",
    "• item",
    "1. Heading",
    "ARTICLE I. Text.",
    "> quoted",
    "a | b | c",
    "Supplier: X",
    "Mr. SMITH: Yes.",
    "name   #12",
    "14-Mar-2024, 19:07",
    "X wrote:",
    "Page 1 of 2",
    "KEY DATES",
    "1994  Treaty.",
    "such as:",
    "  deeper",
    "A line that ends as a sentence does, with enough words to count as text of its own.",
    "\u2028",
    "\x0c",
]
LINES = st.lists(st.one_of(st.text(max_size=80), st.sampled_from(PIECES)), max_size=30)


@given(LINES)
def test_blocks_stand_in_order_inside_the_text_whatever_it_is(lines: list[str]) -> None:
    text = "\n".join(lines)
    if not text.strip():
        return
    try:
        document = from_text(text)
    except UnreadableDocument:
        return
    assert document.text == text
    check_spans(document)


def check_spans(document: Document) -> None:
    """Blocks and posts follow each other, overlap nowhere, and refer to what is there."""
    end = 0
    for index, block in enumerate(document.blocks):
        assert block.kind in BLOCK_KINDS
        assert end <= block.start < block.end <= len(document.text)
        end = block.end
        assert block.lead is None or 0 <= block.lead < index
        assert block.post is None or 0 <= block.post < len(document.posts)
        assert all(block.start <= a <= b <= block.end for a, b in block.cells)
        assert not block.header or len(block.header) >= len(block.cells)
    for before, after in zip(document.posts, document.posts[1:], strict=False):
        assert before.start < before.end <= after.start


MARKED = """# Southern Cone timeline
This page is kept by volunteers and was changed by one of them last week.

## 1902
- 28 May: pacts between Ruritania and Graustark.

== Arms ==
Ruritania bought tanks.
**Training**
Graustark trains pilots.

# With Ruritania under the old arrangement, and with others besides.
"""


def test_headings_may_be_marked() -> None:
    document = from_text(MARKED)
    assert document.title == "Southern Cone timeline"
    assert blocks(MARKED, "heading") == ["Southern Cone timeline", "1902", "Arms", "Training"]
    assert block_of(MARKED, "28 May").path == ("Southern Cone timeline", "1902")
    assert block_of(MARKED, "old arrangement").kind == "paragraph"


CHRONOLOGY = """A short chronology

1921 | Treaty with Ruritania, 5 November.
Oct 1957 | Bases are handed back.
1990s | Arms come from Graustark and others.
2003 | September: 173 men go abroad for the first time.
"""


def test_rows_of_dates_and_events_are_items_with_the_date_as_label() -> None:
    document = from_text(CHRONOLOGY)
    assert [(b.kind, b.label) for b in document.blocks[1:]] == [
        ("list_item", "1921"),
        ("list_item", "Oct 1957"),
        ("list_item", "1990s"),
        ("list_item", "2003"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "Year | Units\n2018 | 12\n2019 | 14\n2020 | 16\n",
        "Tuvalu | 7 Apr 2019\nTonga | 21 Jun 2019\nSamoa | 16 Aug 2019\n",
        "Date | Value of the contract\n2018 | 12 million for the radars there\n"
        "2019 | 14 million for the ships there\n2020 | 16 million for the jets there\n",
    ],
)
def test_other_tables_stay_tables(rows: str) -> None:
    assert {b.kind for b in from_text(f"Deliveries\n\n{rows}").blocks[1:]} <= {"table_row", "navigation"}
