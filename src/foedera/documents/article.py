"""A text with its own characters (plain text, or what was got out of another format) to a Document."""

from __future__ import annotations

from foedera.documents.dating import day_of
from foedera.documents.drafts import finish
from foedera.documents.front import Front
from foedera.documents.model import Document
from foedera.documents.plain import draft_article
from foedera.documents.threads import draft_thread


def read_text(
    text: str, name: str, *, sha256: str, address: str | None = None, retrieved: str | None = None
) -> Document:
    """The document of a plain text; `text` is kept character for character."""
    front = Front()
    thread = draft_thread(text, front)
    drafts, posts = thread if thread else (draft_article(text, front), ())
    return Document(
        name=name,
        text=text,
        sha256=sha256,
        blocks=finish(drafts, text),
        posts=posts,
        title=front.title,
        publisher=front.publisher,
        author=front.author,
        date=front.date or (day_of(posts[0].date) if posts else None),
        address=address,
        retrieved=retrieved,
    )
