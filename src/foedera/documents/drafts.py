"""What a reader of one format says of a stretch of text, before headings and leads are worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from foedera.documents import marks
from foedera.documents.model import Block

# Below these headings stand other pages' names, not text.
_CLOSES_LIST = ("heading", "paragraph", "quote")


@dataclass(slots=True)
class Draft:
    """A block in the making.

    `style` tells headings of one rank from those of another (all capitals, "1.", <h2>); `level` is set where
    the format gives it. `depth` is a list item's indent. `breaks` says that a rule or a wide gap precedes.
    """

    kind: str
    start: int
    end: int
    label: str | None = None
    style: str = ""
    level: int = 0
    depth: int = 0
    post: int | None = None
    cells: tuple[tuple[int, int], ...] = ()
    header: tuple[str, ...] = ()
    breaks: bool = False
    close: bool = False
    lead: int | None = None


def finish(drafts: Sequence[Draft], text: str) -> tuple[Block, ...]:
    """Blocks with their heading paths and leads, in order."""
    _set_entries(drafts, text)
    _set_levels(drafts)
    _set_leads(drafts, text)
    blocks: list[Block] = []
    path: list[tuple[int, str]] = []
    post: int | None = None
    for draft in drafts:
        if draft.post != post:
            post, path = draft.post, [p for p in path if p[0] <= 1]
        above = tuple(words for _, words in path)
        if draft.kind == "heading":
            path = [p for p in path if p[0] < draft.level]
            above = tuple(words for _, words in path)
            path.append((draft.level, squeeze(text[draft.start : draft.end])))
        blocks.append(_block(draft, above))
    return tuple(blocks)


def squeeze(text: str) -> str:
    """`text` on one line with single blanks."""
    return " ".join(text.split())


def _block(draft: Draft, path: tuple[str, ...]) -> Block:
    return Block(
        kind=draft.kind,
        start=draft.start,
        end=draft.end,
        path=path,
        label=draft.label,
        level=draft.level,
        post=draft.post,
        cells=draft.cells,
        header=draft.header,
        lead=draft.lead,
    )


# So many rows of a chronology are dated, and so long is what they say, in words.
_DATED, _TOLD = 3, 4


def _set_entries(drafts: Sequence[Draft], text: str) -> None:
    """The rows of a table of dates and of what happened then are items of a list, with the date as their label."""
    for _, run in groupby(drafts, lambda d: (d.kind, len(d.cells), d.header)):
        rows = list(run)
        if rows[0].kind != "table_row" or len(rows[0].cells) != 2 or not _tells(rows[0].header):
            continue
        cells = [[squeeze(text[a:b]) for a, b in row.cells] for row in rows]
        dated = [marks.DATE_ALONE.fullmatch(when[: marks.HEAD]) is not None for when, _ in cells]
        long = sum(len(what[: marks.HEAD].split()) >= _TOLD for _, what in cells)
        if sum(dated) >= _DATED and 2 * sum(dated) > len(rows) and 2 * long > len(rows):
            for row, (when, _), is_dated in zip(rows, cells, dated, strict=True):
                if is_dated:
                    row.kind, row.label, row.cells, row.header = "list_item", when, (), ()


def _tells(header: tuple[str, ...]) -> bool:
    """Does the second column say what happened? So it does where nothing is said of it."""
    return not header or header[1].strip().lower() in marks.words("events")


def _set_levels(drafts: Sequence[Draft]) -> None:
    """Give headings without a level one by their style: a style seen before closes those inside it."""
    open_styles: list[str] = []
    post: int | None = None
    for draft in drafts:
        if draft.post != post:
            post, open_styles = draft.post, []
        if draft.kind != "heading" or draft.level:
            continue
        if draft.style in open_styles:
            del open_styles[open_styles.index(draft.style) + 1 :]
        else:
            open_styles.append(draft.style)
        draft.level = min(len(open_styles) + 1, 6)


def _set_leads(drafts: Sequence[Draft], text: str) -> None:
    """Tie list items to the words that introduce them: "... programs such as:", or an item above."""
    stack: list[tuple[int, int]] = []  # (depth, index) of what may introduce
    question: int | None = None
    caption: int | None = None
    for index, draft in enumerate(drafts):
        if draft.style == "answer":
            draft.lead = question
        question = index if draft.style == "question" else question
        if draft.kind == "table_row":
            draft.lead = caption
            continue
        if draft.kind == "navigation":
            continue
        caption = index if draft.style == "caption" else None
        if draft.kind == "list_item":
            while stack and stack[-1][0] >= draft.depth:
                stack.pop()
            if stack and not draft.breaks:
                draft.lead = stack[-1][1]
            stack.append((draft.depth, index))
        else:
            introduces = draft.kind != "heading" and text[draft.start : draft.end].endswith((":", ":-", ":—"))
            stack = [(-1, index)] if introduces else []
