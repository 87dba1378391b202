"""What reading works on: a document's text, its blocks, its posts, and what is known about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

# Kinds of block. "navigation" is kept in the text and left out of reading.
BLOCK_KINDS = ("heading", "paragraph", "list_item", "table_row", "quote", "navigation")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch `start:end` of the text (code points) that is read as one.

    `path` holds the headings above it, outermost first; `label` the words before the colon of
    "Pakistan: pilot training"; `post` the index into `Document.posts` of the post it stands in;
    `level` a heading's depth (1 is the title). `lead` is the index into `Document.blocks` of the block
    that introduces this one ("... through programs such as:"), if one does. For a table row `cells`
    are the cells' spans, and `header` the texts of the header row, in the same order.
    """

    kind: str
    start: int
    end: int
    path: tuple[str, ...] = ()
    label: str | None = None
    level: int = 0
    post: int | None = None
    cells: tuple[tuple[int, int], ...] = ()
    header: tuple[str, ...] = ()
    lead: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a thread: who wrote it, when (EDTF), and which post it answers.

    `number` is the thread's own number; `reply_to` a number; `start:end` its span in the text.
    """

    start: int
    end: int
    author: str | None = None
    date: str | None = None
    number: int | None = None
    reply_to: int | None = None
    recommendations: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it will be cited, and what is known about it.

    `text` is what offsets count in: for .txt and .md the file's own characters. `name` is the
    file's name without its folder; `sha256` that of the bytes that were read. Dates are EDTF.
    """

    name: str
    text: str
    sha256: str
    media_type: str = "text/plain"
    blocks: tuple[Block, ...] = ()
    posts: tuple[Post, ...] = ()
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    address: str | None = None
    retrieved: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def stem(self) -> str:
        """The name without its ending: what labelled claims call `doc`."""
        return self.name.rsplit(".", 1)[0] if "." in self.name else self.name


def hash_bytes(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
