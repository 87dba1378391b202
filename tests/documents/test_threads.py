"""Saved threads in plain text: who wrote what, when, in answer to whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedera.documents import Document, load

FIXTURES = Path(__file__).parent / "fixtures"


def thread(name: str) -> Document:
    return load(FIXTURES / f"thread-{name}.txt")


def own_words(document: Document, post: int) -> list[str]:
    """What the author of a post says: neither quotations nor what the forum prints."""
    kinds = ("navigation", "quote", "heading")
    return [document.text[b.start : b.end] for b in document.blocks if b.post == post and b.kind not in kinds]


AUTHORS = {
    "phpbb": ["harbourmaster", "sea_wolf"],
    "vb": ["bosphorus", "doha_dave", "bosphorus"],
    "xenforo": ["Kestrel", "Otso", "Varg"],
    "discourse": ["subsurface", "pillar_two"],
    "reddit": ["strait_talker", "bataan_death_marcher", "strait_talker", None],
    "du": ["river_lady", "MrWowWow", "river_lady"],
    "mail": ["Anna Reid", "Tom"],
    "wp": ["petra_stone", "amman_anna"],
}


@pytest.mark.parametrize("name", AUTHORS)
def test_each_board_gives_its_authors(name: str) -> None:
    assert [p.author for p in thread(name).posts] == AUTHORS[name]


@pytest.mark.parametrize(
    ("name", "dates"),
    [
        ("phpbb", ["2024-03-14T19:07:00", "2024-03-14T21:22:00"]),
        ("vb", ["2024-03-14T19:07:00", "2024-03-14T20:15:00", "2024-03-15T20:15:00"]),
        ("xenforo", ["2024-03-14", "2024-03-14", "2024-03-15"]),
        ("discourse", ["2024-03-14T19:07:22", "2024-03-14T20:00:01"]),
        ("reddit", [None, None, None, None]),
        ("mail", ["2024-03-14T09:12:00", "2024-03-14T08:40:00"]),
    ],
)
def test_each_board_gives_its_times(name: str, dates: list[str | None]) -> None:
    assert [p.date for p in thread(name).posts] == dates


@pytest.mark.parametrize(
    ("name", "numbers", "answers"),
    [
        ("vb", [1, 2, 3], [None, 1, None]),
        ("xenforo", [1, 2, 3], [None, 1, None]),
        ("discourse", [1, 2], [None, 1]),
        ("du", [None, 1, 2], [None, None, 1]),
    ],
)
def test_posts_know_which_post_they_answer(name: str, numbers: list[int], answers: list[int]) -> None:
    posts = thread(name).posts
    assert [p.number for p in posts] == numbers
    assert [p.reply_to for p in posts] == answers


@pytest.mark.parametrize(
    ("name", "post", "words"),
    [
        ("phpbb", 1, ["And France has been there since 1977. The US leases Camp Lemonnier."]),
        ("vb", 1, ["The agreement was signed in 2014. About 3,000 troops are there."]),
        ("vb", 2, ["Source?"]),
        ("xenforo", 1, ["Sweden on 7 March 2024 to be precise. They also have a DCA with the US."]),
        ("xenforo", 2, ["The DCA was signed in December 2023."]),
        ("reddit", 2, ["The Mutual Defense Treaty of 1951 is the real commitment."]),
        ("du", 2, ["The UAE has withdrawn its trainers."]),
    ],
)
def test_quotations_signatures_and_buttons_are_not_the_authors_words(name: str, post: int, words: list[str]) -> None:
    assert own_words(thread(name), post) == words


def test_points_are_recommendations() -> None:
    assert [p.recommendations for p in thread("reddit").posts] == [None, 45, 12, 3]


def test_an_article_above_its_comments_is_read_and_is_no_post() -> None:
    document = thread("wp")
    article = next(b for b in document.blocks if b.kind == "paragraph")
    assert article.post is None
    assert "hosts some 3,000" in document.text[article.start : article.end]


def test_the_labelled_thread_is_read_as_posts(shared: Path) -> None:
    document = load(shared / "gold/dev/texts/forum-1.txt")
    assert document.title == "India-Armenia defence deals - MEGATHREAD (merged x3)"
    assert [p.number for p in document.posts] == [611, 612, 613, 614, 615, 616]
    assert [p.recommendations for p in document.posts] == [3, None, 17, None, None, None]
    assert document.posts[2].reply_to == 612
    assert document.posts[0].date == "2024-03-14T19:07:00"


def test_the_forum_seed_is_one_post(shared: Path) -> None:
    document = load(shared / "seeds/forum.txt")
    (post,) = document.posts
    assert (post.author, post.number, post.date) == ("MrWowWow", 1, "2025-08-28T14:13:00")
    assert post.recommendations == 1
    label = {b.label: b for b in document.blocks}["Pakistan"]
    assert label.path[-1] == "4. Broader Military-Technical Cooperation"


def test_no_other_labelled_text_is_taken_for_a_thread(shared: Path) -> None:
    texts = (shared / "gold/dev/texts").glob("*.txt")
    threads = {path.stem for path in texts if load(path).posts}
    assert threads == {"forum-1", "seed-forum"}
