"""The readers of single formats put together: a text, a page or a file to one Document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foedera.documents.dating import day_of
from foedera.documents.drafts import Draft, finish
from foedera.documents.front import Front
from foedera.documents.html import parse, read_page_tree
from foedera.documents.limits import Deadline, Limits
from foedera.documents.markdown import draft_markdown
from foedera.documents.model import Document, Post
from foedera.documents.plain import draft_article
from foedera.documents.threads import draft_thread


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes came from: what a document keeps of its file."""

    name: str
    sha256: str
    address: str | None = None
    retrieved: str | None = None


def assemble(
    text: str, drafts: Sequence[Draft], front: Front, origin: Origin, media_type: str, posts: Sequence[Post] = ()
) -> Document:
    """The document of drafted blocks."""
    return Document(
        name=origin.name,
        text=text,
        sha256=origin.sha256,
        media_type=media_type,
        blocks=finish(drafts, text),
        posts=tuple(posts),
        title=front.title,
        publisher=front.publisher,
        author=front.author,
        date=front.date or (day_of(posts[0].date) if posts else None),
        address=origin.address or front.address,
        retrieved=origin.retrieved,
    )


def read_text(text: str, origin: Origin) -> Document:
    """The document of a plain text; `text` is kept character for character."""
    front = Front()
    thread = draft_thread(text, front)
    drafts, posts = thread if thread else (draft_article(text, front), ())
    return assemble(text, drafts, front, origin, "text/plain", posts)


def read_markdown(text: str, origin: Origin) -> Document:
    """The document of a Markdown text; `text` is kept character for character, marks included."""
    front = Front()
    return assemble(text, draft_markdown(text, front), front, origin, "text/markdown")


def read_html(markup: str, origin: Origin, limits: Limits) -> Document:
    """The document of a web page: the text that it shows, without menus and adverts."""
    front = Front()
    root = parse(markup, origin.name, limits)
    builder = read_page_tree(root, markup, front, Deadline(limits, origin.name))
    return assemble(builder.text, builder.drafts, front, origin, "text/html")
