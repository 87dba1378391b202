"""The readers of single formats put together: a text, a page or a file to one Document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from foedera.documents.boards import read_board
from foedera.documents.builder import Builder
from foedera.documents.dating import day_of
from foedera.documents.drafts import Draft, finish
from foedera.documents.exports import read_export
from foedera.documents.front import Front
from foedera.documents.html import Element, Walker, parse, read_metadata, read_page_tree
from foedera.documents.language import detect_language
from foedera.documents.limits import Deadline, Limits
from foedera.documents.markdown import draft_markdown
from foedera.documents.model import Document, Post
from foedera.documents.pdf import read_pdf
from foedera.documents.plain import draft_article
from foedera.documents.threads import draft_thread
from foedera.documents.word import read_word
from foedera.errors import UnreadableDocument

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


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
        language=detect_language(text),
        notes=(*front.notes, *_warnings(text)),
    )


def _warnings(text: str) -> list[str]:
    """What a reader of the text should know: characters that hide words or turn their direction."""
    return ["holds characters that turn the direction of text"] if _TURNS.search(text) else []


def read_text(text: str, origin: Origin, front: Front | None = None) -> Document:
    """The document of a plain text; `text` is kept character for character."""
    front = front or Front()
    thread = draft_thread(text, front)
    drafts, posts = thread if thread else (draft_article(text, front), ())
    return assemble(text, drafts, front, origin, "text/plain", posts)


def read_markdown(text: str, origin: Origin) -> Document:
    """The document of a Markdown text; `text` is kept character for character, marks included."""
    front = Front()
    return assemble(text, draft_markdown(text, front), front, origin, "text/markdown")


def read_html(markup: str, origin: Origin, limits: Limits, front: Front | None = None) -> Document:
    """The document of a web page: the text that it shows, without menus and adverts."""
    front, deadline = front or Front(), Deadline(limits, origin.name)
    root = parse(markup, origin.name, limits)
    thread = read_board(root, front, deadline)
    if thread is None and not _one_article(root):
        thread = _thread_of_lines(root, front, deadline)
    builder, posts = thread or (read_page_tree(root, markup, front, deadline), ())
    if not builder.text:
        raise UnreadableDocument(f"{origin.name}: the page shows no text; save it again when it is loaded.")
    return assemble(builder.text, builder.drafts, front, origin, "text/html", posts)


def _one_article(root: Element) -> bool:
    """Does the page mark one article that holds most of its words? Its dated tables are no posts."""
    found = list(root.iter("article"))
    if len(found) != 1:
        return False
    body = root.find(".//body")
    return 2 * len(found[0].text_content()) > len((root if body is None else body).text_content())


def _thread_of_lines(root: Element, front: Front, deadline: Deadline) -> tuple[Builder, tuple[Post, ...]] | None:
    """A forum whose mark-up is not known: its page read as the lines that it shows."""
    builder = Builder()
    Walker(builder, deadline, keep_all=True).walk(root)
    lines = builder.text
    found = draft_thread(lines, front, shapes=False)
    if found is None or len(found[1]) < 2:
        return None
    read_metadata(root, front)
    result = Builder()
    result.add_plain(lines, found[0])
    return result, found[1]


def read_json(text: str, origin: Origin, limits: Limits) -> Document:
    """The document of a thread that was exported as JSON."""
    front = Front()
    builder, posts = read_export(text, origin.name, front, limits)
    return assemble(builder.text, builder.drafts, front, origin, "application/json", posts)


def read_file_format(data: bytes, kind: str, origin: Origin, limits: Limits) -> Document:
    """The document of a PDF or a Word file."""
    front = Front()
    builder = (read_pdf if kind == "application/pdf" else read_word)(data, origin.name, front, limits)
    if not builder.text:
        raise UnreadableDocument(f"{origin.name}: there is no text in this file; give one with text in it.")
    return assemble(builder.text, builder.drafts, front, origin, kind)
