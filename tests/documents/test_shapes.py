"""Posts of threads from forums that nobody has described: by the shape that the lines above them share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.documents import from_text

POSTS = (
    "Ruritania joined the pact in 2009 and has never left it, whatever they say.",
    "That is not what the ministry said last week.",
    "It is. Read article four.",
    "Then why are there no troops?",
)


def thread(*heads: str) -> str:
    """A thread with these heads above its posts."""
    return "BORDER TALK / Security / who is in the pact?\n\n" + "\n\n".join(
        f"{head}\n{POSTS[n % len(POSTS)]}" for n, head in enumerate(heads)
    )


@pytest.mark.parametrize(
    ("heads", "authors", "dates"),
    [
        (
            (
                "#1 old_sailor (Strelsau)     02-11-2011 18:03",
                "#2 Rupert     02-11-2011 18:40",
                "#3 Flavia  14-11-2011 20:22",
            ),
            ("old_sailor", "Rupert", "Flavia"),
            ("2011-11-02T18:03:00", "2011-11-02T18:40:00", "2011-11-14T20:22:00"),
        ),
        (
            (
                "old_sailor wrote: on 2 Feb 2025, 21:14",
                "Rupert wrote: on 2 Feb 2025, 21:50",
                "old_sailor wrote: on 3 Feb 2025, 05:02",
            ),
            ("old_sailor", "Rupert", "old_sailor"),
            ("2025-02-02T21:14:00", "2025-02-02T21:50:00", "2025-02-03T05:02:00"),
        ),
        (
            ("old_sailor [601] Dec 15, 2023 08:20", "rupert_h [602] 08:44", "old_sailor [603] 09:02"),
            ("old_sailor", "rupert_h", "old_sailor"),
            ("2023-12-15T08:20:00", "2023-12-15T08:44:00", "2023-12-15T09:02:00"),
        ),
        (
            (
                "▲ 44   old_sailor  ·  17 Apr 2024  ·  edited",
                "   ▲ 12   Rupert_H ·  17 Apr 2024",
                "   ▲ 3   old_sailor  ·  18 Apr 2024",
            ),
            ("old_sailor", "Rupert_H", "old_sailor"),
            ("2024-04-17", "2024-04-17", "2024-04-18"),
        ),
        (
            ("[–] u/old_sailor  81 points", "  [–] u/rupert_h  34 points", "    [–] u/old_sailor  29 points"),
            ("old_sailor", "rupert_h", "old_sailor"),
            (None, None, None),
        ),
        (
            ('From: "Old Sailor"', 'From: "Rupert H."', 'From: "Old Sailor"'),
            ("Old Sailor", "Rupert H.", "Old Sailor"),
            (None, None, None),
        ),
        (
            ("old_sailor:", "RupertOfHentzau:", "old_sailor:"),
            ("old_sailor", "RupertOfHentzau", "old_sailor"),
            (None, None, None),
        ),
        (
            (
                "→ Old_Sailor  [30 Sep 2021 09:00]",
                "→ RupertH  [30 Sep 2021 09:18]",
                "→ Old_Sailor  [30 Sep 2021 09:25]",
            ),
            ("Old_Sailor", "RupertH", "Old_Sailor"),
            ("2021-09-30T09:00:00", "2021-09-30T09:18:00", "2021-09-30T09:25:00"),
        ),
    ],
)
def test_three_lines_of_one_shape_head_posts(
    heads: tuple[str, ...], authors: tuple[str, ...], dates: tuple[str | None, ...]
) -> None:
    posts = from_text(thread(*heads)).posts
    assert [p.author for p in posts] == list(authors)
    assert [p.date for p in posts] == list(dates)


def test_the_order_of_posts_tells_day_from_month() -> None:
    posts = from_text(thread("ana 03/02/2024 08:00", "ben 03/02/2024 09:00", "ana 01/03/2024 07:00")).posts
    assert [p.date for p in posts] == ["2024-02-03T08:00:00", "2024-02-03T09:00:00", "2024-03-01T07:00:00"]


def test_a_day_that_could_be_a_month_is_not_guessed() -> None:
    posts = from_text(thread("ana 03/04/2024 08:00", "ben 03/04/2024 09:00", "ana 03/04/2024 10:00")).posts
    assert [p.date for p in posts] == [None] * 3
    assert [p.author for p in posts] == ["ana", "ben", "ana"]


def test_nobody_signs_but_all_is_numbered_and_timed() -> None:
    posts = from_text(
        thread(*(f"Anonymous (BF)  06/14/22(Tue)16:0{n}:11  No.9021{n}" for n in range(4)))
        + "\n\nAnonymous  06/14/22(Tue)17:02:00  No.90219\n>>90211\nNo, they left in 2011."
    ).posts
    assert [p.number for p in posts] == [90210, 90211, 90212, 90213, 90219]
    assert posts[0].date == "2022-06-14T16:00:11"
    assert posts[-1].reply_to == 90211


def test_who_is_called_is_answered() -> None:
    heads = ("ana · 3 Dec 2021 18:32", "ben · 3 Dec 2021 18:55", "cyn · 3 Dec 2021 19:20")
    posts = from_text(thread(*heads).replace("It is. Read", "@ana it is. Read")).posts
    assert [p.reply_to for p in posts] == [None, None, 1]


@pytest.mark.parametrize(
    "lines",
    [
        ("1. Background", "2. Arms", "3. Training", "4. Outlook"),
        ("Signed: 4 May 2010", "In force: 5 June 2011", "Signed: 6 July 2012"),
        ("Tuvalu | 7 Apr 2019", "Tonga | 21 Jun 2019", "Samoa | 16 Aug 2019"),
        ("May 1954", "March 1959", "July 1977"),
        ("F-16", "MiG-29", "F-16"),
        ("Training", "Arms", "Training"),
    ],
)
def test_headings_and_lists_are_no_posts(lines: tuple[str, ...]) -> None:
    assert from_text(thread(*lines)).posts == ()


def test_the_text_of_posts_is_read_and_their_heads_are_not() -> None:
    heads = ("[01] ana, 13/06/2024 12:40", "[02] ben, 13/06/2024 13:02", "[03] ana, 13/06/2024 13:11")
    document = from_text(thread(*heads))
    own = [document.text[b.start : b.end] for b in document.blocks if b.kind == "paragraph" and b.post is not None]
    assert own == list(POSTS[:3])


@given(st.lists(st.text("ab_1: #[]()|·>0123/.,-Ay\t", max_size=40), max_size=30))
def test_any_lines_are_read_or_left(lines: list[str]) -> None:
    text = "x " + "\n".join(lines)
    document = from_text(text)
    assert document.text == text
    assert all(0 <= p.start <= p.end <= len(text) for p in document.posts)
