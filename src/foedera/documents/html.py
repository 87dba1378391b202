"""HTML pages to blocks: the readable text, its headings, lists and tables, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Any

from foedera.documents import front as front_matter
from foedera.documents import marks
from foedera.documents.builder import Builder, clean, is_form
from foedera.documents.drafts import Draft, squeeze
from foedera.documents.front import Front
from foedera.documents.limits import Deadline, Limits
from foedera.documents.navigation import is_closing_section, is_menu, is_navigation
from foedera.documents.plain import draft_units, read_page
from foedera.errors import TooLarge, UnreadableDocument

# An lxml element; lxml brings no types.
Element = Any

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w:-]{0,40})(?P<rest>[^<>]{0,4000})>?")
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FOOTNOTE = re.compile(r"\[?(?:\d{1,3}|[a-z]|\*{1,3}|note \d{1,2})\]?")
_LEAST_ARTICLE = 200
_LARGEST_FOR_EXTRACTION = 3_000_000


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of `lexicon/html.toml`."""
    data = loads(files("foedera.documents").joinpath("lexicon/html.toml").read_text("utf-8"))
    return tuple(data[name])


def parse(markup: str, name: str, limits: Limits) -> Element:
    """The page's tree; raises TooLarge for nesting beyond the limit, UnreadableDocument for no page at all."""
    from lxml import etree, html

    check_depth(markup, name, limits)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    data = _NOT_XML.sub(" ", _XML_HEAD.sub("", markup, count=1)).encode("utf-8", "replace")
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(f"{name}: there is no page in this HTML; save it again.") from error
    return root


def check_depth(markup: str, name: str, limits: Limits) -> None:
    """Raise TooLarge for elements inside each other beyond the limit, before a parser sees them."""
    flat = {*words("void"), *words("optional_end")}
    depth, at = 0, 0
    while tag := _TAG.search(markup, at):
        at, kind = tag.end(), tag["name"].lower()
        if kind in ("script", "style") and not tag["end"]:
            # What stands in a script is no element, whatever it looks like.
            at = max(markup.find(f"</{kind}", at), at)
        if kind in flat or tag["rest"].endswith("/"):
            continue
        depth = max(depth + (-1 if tag["end"] else 1), 0)
        if depth > limits.max_depth:
            raise TooLarge(
                f"{name}: elements stand inside each other more than {limits.max_depth} deep; raise the limit "
                f"on depth if the page is real."
            )


def read_page_tree(root: Element, markup: str, front: Front, deadline: Deadline) -> Builder:
    """The text and drafts of a page that is no thread; `front` takes up what the page says of itself."""
    read_metadata(root, front)
    body = _main_element(root)
    builder = Builder()
    Walker(builder, deadline).walk(body if body is not None else root)
    if body is None:
        builder = _only_article(builder, markup)
    _settle(builder, front)
    return builder


# -- what the page says of itself ----------------------------------------------------------------


def read_metadata(root: Element, front: Front) -> None:
    """Title, publisher, author, date and address from <meta>, <title>, <time> and <link>."""
    metas = _metas(root)
    title = root.findtext(".//title") or ""
    heading: Element = root.find(".//h1")
    front.title = front.title or (shown(heading) if heading is not None else None) or metas.get("og:title")
    front.title = front.title or _without_house(squeeze(title)) or None
    named = metas.get("og:site_name") or metas.get("publisher") or _house_of_title(squeeze(title))
    front.publisher = front.publisher or named
    author = metas.get("author") or metas.get("article:author")
    front.author = front.author or (author if author and "://" not in author else None)
    stamps = [metas.get(key, "") for key in _DATE_METAS]
    stamps += [node.get("datetime", "") for node in root.iterfind(".//time")][:1]
    for stamp in stamps:
        front.note_date(stamp)
    canonical = next((n.get("href") for n in root.iterfind(".//link[@rel='canonical']")), None)
    front.address = canonical or metas.get("og:url")
    front.language = (root.get("lang") or "").split("-")[0].lower() or None


_DATE_METAS = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate",
    "publish-date",
    "article:modified_time",
)  # fmt: skip


def _metas(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in root.iterfind(".//meta"):
        key = node.get("property") or node.get("name") or node.get("itemprop")
        value = squeeze(node.get("content") or "")
        if key and value:
            found.setdefault(key.lower(), value[:500])
    return found


def _house_of_title(title: str) -> str | None:
    """The house in "Poland and South Korea: four years | Armour Monthly"."""
    parts = re.split(r"\s[|–—-]\s", title)
    return parts[-1].strip() if len(parts) > 1 and len(parts[-1].split()) <= 6 else None


def _without_house(title: str) -> str:
    house = _house_of_title(title)
    return re.split(r"\s[|–—-]\s", title[: -len(house)])[0].strip(" |–—-") if house else title


# -- where its text is ---------------------------------------------------------------------------


def _main_element(root: Element) -> Element | None:
    """The element that holds the text, where the page says so; None where it does not."""
    for selector in words("main"):
        found = [node for node in _select(root, selector) if not is_dropped(node)]
        full = [node for node in found if len(clean(node.text_content())) >= _LEAST_ARTICLE]
        if len(full) == 1:
            return full[0]
    return None


def _select(root: Element, selector: str) -> list[Element]:
    if selector.startswith("#"):
        return list(root.iterfind(f".//*[@id='{selector[1:]}']"))
    if selector.startswith("."):
        return [n for n in root.iterfind(".//*[@class]") if selector[1:] in n.get("class").split()]
    if selector.startswith("["):
        return list(root.iterfind(f".//*[@role='{selector[6:-1]}']"))
    return list(root.iterfind(f".//{selector}"))


def _only_article(builder: Builder, markup: str) -> Builder:
    """Of a page that does not say where its text is, the blocks that trafilatura takes for it."""
    if len(markup) > _LARGEST_FOR_EXTRACTION:
        return builder
    from trafilatura import extract

    kept = extract(markup, include_tables=True, include_comments=False, favor_recall=True) or ""
    if len(kept) < _LEAST_ARTICLE:
        return builder
    plain = "".join(c for c in kept.lower() if c.isalnum())
    text, result = builder.text, Builder()
    for draft in builder.drafts:
        said = "".join(c for c in text[draft.start : draft.end].lower() if c.isalnum())
        if draft.kind in ("heading", "table_row") or said in plain:
            _copy(draft, text, result)
    return result


def _copy(draft: Draft, text: str, into: Builder) -> None:
    into.add_plain(text[draft.start : draft.end], [_moved(draft)])


def _moved(draft: Draft) -> Draft:
    shift = draft.start
    draft.cells = tuple((a - shift, b - shift) for a, b in draft.cells)
    draft.start, draft.end = 0, draft.end - shift
    return draft


def is_dropped(node: Element) -> bool:
    """Does the element hold no text of the page: menus, adverts, what is hidden?"""
    if not isinstance(node.tag, str) or node.tag in words("drop_tags"):
        return True
    if node.get("hidden") is not None or node.get("aria-hidden") == "true" or node.get("role") in words("drop_roles"):
        return True
    if _HIDDEN.search((node.get("style") or "")[:300]):
        return True
    if node.tag in ("body", "html", "article", "main", "h1"):
        return False
    names = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
    return bool(names.strip()) and not _drop_words().isdisjoint(re.split(r"[\s_]+|--", names[:400]))


@cache
def _drop_words() -> frozenset[str]:
    return frozenset(words("drop_words"))


# -- the walk ------------------------------------------------------------------------------------


class Walker:
    """Goes through the elements without recursion and writes blocks."""

    def __init__(self, builder: Builder, deadline: Deadline, *, keep_all: bool = False) -> None:
        self.builder = builder
        self.deadline = deadline
        self.keep_all = keep_all  # menus and the like too; never scripts
        self.inline: list[str] = []
        self.kind, self.level, self.depth = "paragraph", 0, 0
        self.bold = True

    def walk(self, root: Element) -> None:
        """Write the blocks of everything below `root`."""
        stack: list[tuple[str, Element]] = [("open", root)]
        steps = 0
        while stack:
            steps += 1
            if steps % 5000 == 0:
                self.deadline.check()
            what, node = stack.pop()
            if what == "tail":
                self._say(node.tail, bold=False)
            elif what == "close":
                self._close(node)
            else:
                self._enter(node, stack, root)
        self.flush()

    def _enter(self, node: Element, stack: list[tuple[str, Element]], root: Element) -> None:
        if node is not root:
            stack.append(("tail", node))
        if node is not root and (self.special(node) or self._is_dropped(node)):
            return
        if node.tag == "br":
            self.inline.append("\n")
            return
        if _is_footnote(node):
            return
        if node.tag == "table" and not self.keep_all and self._table(node):
            return
        if node.tag == "pre":
            self._preformatted(node)
            return
        if node.tag in words("blocks"):
            self._open(node)
            stack.append(("close", node))
        self._say(node.text, bold=node.tag in ("b", "strong"))
        stack.extend(("open", child) for child in reversed(node))

    def _is_dropped(self, node: Element) -> bool:
        if self.keep_all:
            return not isinstance(node.tag, str) or node.tag in (
                "script",
                "style",
                "noscript",
                "template",
                "svg",
                "head",
            )
        return is_dropped(node)

    def special(self, node: Element) -> bool:
        """Write an element that is not to be walked through; a forum's pages have such."""
        return False

    def _say(self, words_: str | None, *, bold: bool) -> None:
        if words_:
            self.inline.append(words_.replace("\n", " "))
            self.bold = self.bold and (bold or not words_.strip())

    def _open(self, node: Element) -> None:
        self.flush()
        tag = node.tag
        if tag in ("ul", "ol"):
            self.depth += 1
        elif tag in ("li", "dd"):
            self.kind = "list_item"
        elif tag == "dt":
            self.kind = "term"
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.kind, self.level = "heading", int(tag[1])

    def _close(self, node: Element) -> None:
        self.flush()
        if node.tag in ("ul", "ol"):
            self.depth = max(self.depth - 1, 0)
        self.kind = "list_item" if self.depth and node.tag in ("ul", "ol", "p", "div") else "paragraph"

    def flush(self) -> None:
        """Write what has been said as a block; two line breaks begin another."""
        said, self.inline = "".join(self.inline), []
        bold, self.bold = self.bold, True
        for part in re.split(r"\n\s*\n", said):
            self._write(part, bold=bold)
        if self.kind == "heading":
            self.kind, self.level = "paragraph", 0

    def _write(self, part: str, *, bold: bool) -> None:
        said = clean(part)
        if not said:
            return
        if self.kind == "term":
            self.builder.add("list_item", said + ":", label=said.rstrip(":"), depth=self.depth + 1)
        elif self.kind == "heading":
            self.builder.add("heading", said, level=self.level)
        elif self.kind == "paragraph" and bold and _is_bold_heading(said):
            self.builder.add("heading", said, style="bold")
        else:
            self._write_text(said)

    def _write_text(self, said: str) -> None:
        item = self.kind == "list_item"
        bullet = marks.BULLET.match(said[: marks.HEAD]) if not item else None
        draft = self.builder.add(
            "list_item" if item or bullet else "paragraph", said[bullet.end() :] if bullet else said, tight=item
        )
        if draft is not None:
            draft.depth = self.depth + (1 if bullet else 0)
            head = said[: marks.HEAD]
            draft.label = marks.label_of(head) or (marks.dash_label_of(head) if item else None)
            draft.label = draft.label or (marks.date_label_of(head) if item else None)

    def _preformatted(self, node: Element) -> None:
        """<pre> is plain text on a page."""
        self.flush()
        said = node.text_content().strip("\n")
        if not said.strip():
            return
        page = read_page(said)
        self.builder.add_plain(said, draft_units(page, 0, len(page.units)))

    # -- tables

    def _table(self, table: Element) -> bool:
        """Write the rows of a table of data; False for one that only lays out the page."""
        if _lays_out(table):
            return False
        rows = list(_grid(table))
        if len(rows) < 2 or max(len(cells) for _, cells in rows) < 2:
            return False
        self.flush()
        caption: Element = table.find("caption")
        if caption is not None:
            self.builder.add("paragraph", shown(caption), style="caption")
        names = [cells[0] for _, cells in rows]
        if all(len(cells) == 2 for _, cells in rows) and is_form(names):
            self.builder.add_form(names, [cells[1] for _, cells in rows])
            return True
        header = rows[0][1] if _is_header(rows) else []
        for index, (_, cells) in enumerate(rows):
            draft = self.builder.add_row(cells, header, tight=index > 0)
            if draft is not None and header and index == 0:
                draft.kind = "navigation"
        return True


def _is_bold_heading(said: str) -> bool:
    return len(said) <= 90 and said[-1] not in ".,;!" and not marks.reads_as_sentence(said) and len(said.split()) <= 12


def _lays_out(table: Element) -> bool:
    """Does the table hold tables, headings or long paragraphs, so that it is the page's frame?"""
    for node in table.iter("table", "h1", "h2", "h3", "p"):
        if node is not table and (node.tag != "p" or len(node.text_content()) > 600):
            return True
    return False


def shown(node: Element) -> str:
    """The words of an element as a page shows them: blocks apart, footnote marks left out."""
    said: list[str] = []
    stack: list[tuple[bool, Element]] = [(False, node)]
    while stack:
        is_tail, at = stack.pop()
        if is_tail:
            said.append(at.tail or "")
            continue
        if at is not node:
            stack.append((True, at))
        if not isinstance(at.tag, str) or at.tag in ("script", "style") or _is_footnote(at):
            continue
        if at.tag == "br" or at.tag in words("blocks"):
            said.append(" ")
        said.append(at.text or "")
        stack.extend((False, child) for child in reversed(at))
    return clean("".join(said).replace("\n", " "))


def _is_footnote(node: Element) -> bool:
    return node.tag in ("sup", "sub") and bool(_FOOTNOTE.fullmatch(clean(node.text_content())[:12]))


def _grid(table: Element) -> Iterator[tuple[bool, list[str]]]:
    """Rows of a table, each with whether its cells are all <th>; spanned cells are repeated in each row."""
    above: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        cells: list[str] = []
        nodes = [node for node in row if node.tag in ("td", "th")]
        for node in nodes:
            _fill_from_above(above, cells)
            said = shown(node)
            for _ in range(_span(node, "colspan")):
                if (down := _span(node, "rowspan")) > 1:
                    above[len(cells)] = (down - 1, said)
                cells.append(said)
        _fill_from_above(above, cells)
        if cells:
            yield all(node.tag == "th" for node in nodes) or row.getparent().tag == "thead", cells


def _fill_from_above(above: dict[int, tuple[int, str]], cells: list[str]) -> None:
    while len(cells) in above:
        left, said = above[len(cells)]
        if left > 1:
            above[len(cells)] = (left - 1, said)
        else:
            del above[len(cells)]
        cells.append(said)


def _span(node: Element, name: str) -> int:
    value = node.get(name) or "1"
    return min(max(int(value), 1), 50) if value.isdigit() and len(value) <= 4 else 1


def _is_header(rows: list[tuple[bool, list[str]]]) -> bool:
    if rows[0][0]:
        return True
    first = rows[0][1]
    figures = any(c.isdigit() for _, cells in rows[1:] for cell in cells for c in cell)
    return figures and all(0 < len(c) <= 40 and not any(x.isdigit() for x in c) for c in first)


# -- afterwards ----------------------------------------------------------------------------------


def _settle(builder: Builder, front: Front) -> None:
    """Name navigation, the title's heading, and what bylines say."""
    text, closing, in_head = builder.text, False, True
    for draft in builder.drafts:
        said = text[draft.start : draft.end]
        if draft.kind == "heading":
            closing = is_closing_section(said)
            if front.title and squeeze(said) == front.title:
                draft.level = 1
            elif draft.level == 1:
                draft.level = 2 if front.title else 1
        elif draft.kind in ("paragraph", "list_item"):
            stamp = in_head and front_matter.is_stamp(said)
            if stamp or (in_head and is_navigation(said)):
                front.note_date(said)
                front.note_author(said)
            if stamp or closing or is_navigation(said) or (in_head and is_menu(said)):
                draft.kind, draft.label = "navigation", None
            in_head = in_head and not marks.ends_sentence(said)
