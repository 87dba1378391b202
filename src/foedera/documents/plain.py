"""Plain text to blocks: paragraphs that were hard-wrapped, headings, lists, forms, tables, speakers.

Lines are grouped into runs (between blank lines), runs into units (a paragraph, an item, a heading), and
each unit is named a kind of block. Lines of the head and foot that belong to the page are navigation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from foedera.documents import front as front_matter
from foedera.documents import marks
from foedera.documents.drafts import Draft, squeeze
from foedera.documents.front import Front
from foedera.documents.lines import Line, chunk_width, continues, is_full, page_width, split_lines
from foedera.documents.navigation import begins_notice, is_closing_section, is_menu, is_navigation
from foedera.documents.tables import find_tables


@dataclass(slots=True)
class Unit:
    """Lines that are one block, or rows of a table already drafted."""

    lines: list[Line]
    rows: list[Draft] = field(default_factory=list)
    opens: bool = False  # first of its run of lines
    closes: bool = False  # last of its run
    breaks: bool = False  # a rule stands before it

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        return self.lines[-1].end

    @property
    def head(self) -> str:
        return self.lines[0].text

    @property
    def size(self) -> int:
        return self.end - self.start


@dataclass(slots=True)
class Page:
    """The units of a text and what holds for it as a whole."""

    text: str
    units: list[Unit]
    run_in: bool
    small_capitals: bool


def draft_article(text: str, front: Front) -> list[Draft]:
    """The drafts of a whole text that is no thread; `front` takes up what its head says."""
    page = read_page(text)
    first, last = _body(page)
    drafts = _draft_head(page, first, front)
    drafts += draft_units(page, first, last, titled=front.title is not None)
    for unit in page.units[last:]:
        if front_matter.is_stamp(unit.head):
            front.note_date(unit.head)
        drafts.append(Draft("navigation", unit.start, unit.end))
    opening = next((d for d in drafts if d.kind != "navigation"), None)
    if front.title is None and opening and opening.kind == "heading" and opening.level == 1:
        front.title = squeeze(text[opening.start : opening.end])
    if front.date is None:
        front.date = _first_dateline(page.units[first:last])
    return drafts


def read_page(text: str, start: int = 0, end: int | None = None) -> Page:
    """The units of `text[start:end]`."""
    chunks = split_chunks(split_lines(text, start, end))
    width = page_width([lines for _, lines in chunks])
    units = [u for breaks, lines in chunks for u in split_units(lines, width, text, breaks=breaks)]
    heads = [u.head for u in units if len(u.lines) == 1 and len(u.head) <= 90]
    small = not any(marks.is_capitals(h) and len(h.split()) > 1 and not marks.NUMBER.match(h) for h in heads)
    return Page(text, units, _has_run_in_headings(units), small)


def split_chunks(lines: list[Line]) -> list[tuple[bool, list[Line]]]:
    """Runs of lines between blank lines, each with whether a rule stands before it.

    A rule inside a run stays in it for a table to find its header by.
    """
    chunks: list[tuple[bool, list[Line]]] = []
    run: list[Line] = []
    breaks = False
    for line in lines:
        if line.text:
            run.append(line)
            continue
        breaks = _close(chunks, run, breaks)
        run = []
    _close(chunks, run, breaks)
    return chunks


def _close(chunks: list[tuple[bool, list[Line]]], run: list[Line], breaks: bool) -> bool:
    if not run:
        return breaks
    if all(is_rule(line) for line in run):
        return True
    chunks.append((breaks, run))
    return False


def is_rule(line: Line) -> bool:
    """Is the line only dashes, stars and the like?"""
    return bool(marks.RULE.match(line.text[: marks.HEAD])) and len(line.text) <= marks.HEAD


def split_units(chunk: list[Line], page: int | None, text: str, *, breaks: bool = False) -> list[Unit]:
    """Paragraphs, items, headings and tables within a run: wrapped lines are one unit."""
    units: list[Unit] = []
    at = 0
    for start, end, rows in find_tables(chunk, text):
        units += _paragraphs(chunk[at:start], page)
        units.append(Unit(list(chunk[start:end]), rows))
        at = end
    units += _paragraphs(chunk[at:], page)
    if units:
        units[0].opens, units[-1].closes, units[0].breaks = True, True, breaks
    return units


def _paragraphs(lines: Sequence[Line], page: int | None) -> list[Unit]:
    units: list[Unit] = []
    width = _width_of([line for line in lines if not is_rule(line)], page)
    after_rule = False
    previous: Line | None = None
    for line in lines:
        if is_rule(line):
            after_rule, previous = True, None
            continue
        if previous is None or _opens(previous, line, units[-1].lines[0], width):
            units.append(Unit([line], breaks=after_rule))
        else:
            units[-1].lines.append(line)
        previous, after_rule = line, False
    return units


def _width_of(lines: Sequence[Line], page: int | None) -> int | None:
    """The width to which the run was broken; a short run narrower than the page proves none of its own."""
    own = chunk_width(lines)
    if own is None or (page is not None and len(lines) < 5 and own < page - 12):
        return page
    return own


def _opens(line: Line, after: Line, first: Line, width: int | None) -> bool:
    """Does `after` begin a unit of its own rather than go on with `line`?"""
    full = width is not None and is_full(line, after, width) and line.text[-1] not in ".!?:;"
    if full and marks.begins_item(first.text) and marks.begins_item(after.text):
        return True
    if full:
        return bool(marks.GLYPH.match(after.text) or marks.STRONG.match(after.text[: marks.HEAD]))
    if begins_unit(after) or _stands_alone(line) or _stands_alone(after):
        return True
    indented = after.indent >= first.indent + 2 and not marks.begins_item(first.text)
    if indented and (line.text[-1] in '.!?:;"”)' or not after.text[0].islower()):
        return True
    return not continues(line, after, width)


def begins_unit(line: Line) -> bool:
    """Does the line open an item, an article, a turn or a row?"""
    head = line.text[: marks.HEAD]
    return marks.begins_item(head) or any(
        p.match(head) for p in (marks.ARTICLE, marks.SPEAKER, marks.QUESTION, marks.DATE_ROW, marks.LEADER)
    )


def _stands_alone(line: Line) -> bool:
    text = line.text
    if text[0] == ">" or is_navigation(text) or marks.is_bracketed_date(text) or marks.marked_heading(text):
        return True
    return len(text) <= 60 and bool(marks.DATE_ALONE.fullmatch(text))


# -- the head of the page ------------------------------------------------------------------------


def _body(page: Page) -> tuple[int, int]:
    """The first unit of the text proper, and the one after its last."""
    units = page.units
    first = next((i for i, u in enumerate(units) if _is_body(u, page.text)), len(units))
    if first and _is_attached_heading(units[first - 1]) and first > 1:
        first -= 1
    last = len(units)
    rows = Counter(_bars(u.head) for u in units[first:])
    while last > first and _is_foot(units[last - 1]) and not _is_row(units[last - 1], rows):
        last -= 1
    if last == first:
        return min(1, len(units)) if len(units) > 1 else 0, len(units)
    return first, last


# A page of at least so many lines with the same number of bars is a table down to its last row.
_ROWS = 6


def _bars(head: str) -> int:
    return head.count(" | ")


def _is_row(unit: Unit, rows: Counter[int]) -> bool:
    bars = _bars(unit.head)
    return bars > 0 and rows[bars] >= _ROWS


def _is_body(unit: Unit, text: str) -> bool:
    if unit.rows:
        return True
    head = unit.head
    if is_navigation(head) or (is_menu(head) and not marks.begins_item(head)):
        return False
    if front_matter.is_stamp(head) and (not marks.DATE_ROW.match(head) or front_matter.is_updated(head)):
        return False
    if marks.begins_item(head) or marks.ARTICLE.match(head) or marks.DATE_ROW.match(head):
        return True
    if len(unit.lines) > 1 and all(marks.is_capitals(line.text) and len(line.text) <= 70 for line in unit.lines):
        return False
    if _marked(unit):
        return False
    words = text[unit.start : unit.end]
    return marks.ends_sentence(words) or bool(marks.SENTENCE_BREAK.search(words)) or not _may_head(words)


# "45th Brigade takes its colours" is a headline, "45 Portland Place" or "36(b)(1)" none.
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)\s[A-Z]")


def _may_head(words: str) -> bool:
    """Could it be a line of the head: a name, a title, a headline?"""
    if len(words) >= 140 or len(marks.INLINE_BULLET.findall(words)) >= 2 or marks.LEADER.match(words):
        return False
    if front_matter.states_act(words) and front_matter.has_date(words):
        return False
    first = words.lstrip("\"“'‘«(")[:1]
    numbered = first.isdigit() and not _ORDINAL.match(words)
    return not (first.islower() or numbered) and words[-1] not in ":;,"


def _is_attached_heading(unit: Unit) -> bool:
    """Is it a heading that stands on the line above the text, after a blank line?"""
    return unit.opens and not unit.closes and not is_navigation(unit.head) and not is_menu(unit.head)


def _is_foot(unit: Unit) -> bool:
    head = unit.head
    if unit.rows or (marks.begins_item(head) and not is_navigation(head)):
        return False
    return is_navigation(head) or is_menu(head) or (len(head) <= 60 and front_matter.is_stamp(head))


def _draft_head(page: Page, first: int, front: Front) -> list[Draft]:
    """Drafts of the lines above the text proper; what they say of the document goes to `front`."""
    candidates = [u for u in page.units[:first] if not _is_furniture(u.head)]
    front.title = front.title or front_matter.choose_title([_words_of(unit, page) for unit in candidates])
    drafts = [_draft_front(unit, page, front) for unit in page.units[:first]]
    above = next((i for i, draft in enumerate(drafts) if draft.level == 1), 0)
    for draft in drafts[:above]:
        draft.kind = "navigation"  # names of sections of the site
    return drafts


def _words_of(unit: Unit, page: Page) -> str:
    """The words of a unit on one line, without the marks of a heading."""
    first, last, _ = _marked(unit) or (0, unit.size, "")
    return squeeze(page.text[unit.start + first : unit.start + last])


def _is_furniture(head: str) -> bool:
    return is_navigation(head) or is_menu(head) or front_matter.is_stamp(head)


def _draft_front(unit: Unit, page: Page, front: Front) -> Draft:
    words, marked = _words_of(unit, page), _marked(unit) or (0, unit.size, "")
    if words == front.title:
        return Draft("heading", unit.start + marked[0], unit.start + marked[1], level=1)
    if _is_furniture(unit.head):
        front.note_author(unit.head)
        if front_matter.is_stamp(unit.head):
            front.note_date(unit.head)
        _note_trail(unit.head, front)
    elif front_matter.names_house(words) and not is_menu(words):
        front.note_publisher(words)
    elif not front_matter.names_type(words):
        apart = unit.opens and unit.closes
        style = _style(unit.head, page) if apart else "subtitle"
        return Draft("heading", unit.start, unit.end, style=style)
    return Draft("navigation", unit.start, unit.end)


def _note_trail(head: str, front: Front) -> None:
    """A trail or a dated line may begin with the house: "Ministry of Defense   JAPAN   > Press releases"."""
    if front.publisher is None and not begins_notice(head) and front_matter.names_house(head):
        front.note_publisher(head)


def _first_dateline(units: Sequence[Unit]) -> str | None:
    return next((d for d in (front_matter.dateline_date(u.head) for u in units[:6]) if d), None)


# -- the text proper -----------------------------------------------------------------------------


def draft_units(page: Page, first: int, last: int, *, titled: bool = True, in_post: bool = False) -> list[Draft]:
    """Drafts of the units `first:last`."""
    drafts: list[Draft] = []
    closing = False
    listing = 0  # unmarked items so far below a lead
    for index in range(first, last):
        unit = page.units[index]
        after = page.units[index + 1] if index + 1 < last else None
        lead = drafts[-1] if drafts else None
        new = _unmarked_item(unit, after, lead, listing, page) or draft_unit(unit, after, page, in_post=in_post)
        listing = listing + 1 if new[0].style == "unmarked" else 0
        _inherit(new[0], lead, unit)
        _follow(new[0], lead, unit)
        new[0].breaks = unit.breaks
        if new[0].kind == "heading":
            closing = is_closing_section(page.text[new[0].start : new[0].end])
            if not titled and not drafts:
                new[0].level = 1
        elif is_closing_section(unit.head):
            closing = True
        elif closing and not in_post:
            closing = not (unit.size >= 140 and marks.ends_sentence(unit.head))
            new = [Draft("navigation", d.start, d.end) for d in new] if closing else new
        drafts += new
    return drafts


def _inherit(draft: Draft, above: Draft | None, unit: Unit) -> None:
    """A line set under the words of a labelled one has the same label ("Deployments: Somalia / Lebanon")."""
    if above is None or above.label is None or unit.opens or draft.kind != "paragraph" or draft.label:
        return
    if unit.lines[0].indent >= above.depth + len(above.label):
        draft.kind, draft.label, draft.depth = "list_item", above.label, above.depth


def _follow(draft: Draft, above: Draft | None, unit: Unit) -> None:
    """What a short line is by the one above: the date of "Published", the title of "Article III"."""
    if above is None:
        return
    if draft.style == "dated" and above.kind == "navigation":
        draft.kind = "navigation"
    titled = unit.size <= 60 and unit.head[:1].isupper() and unit.head[-1] not in ".;:," and draft.kind == "paragraph"
    if titled and above.style == "article" and not marks.reads_as_sentence(unit.head):
        draft.kind, draft.style, draft.label = "heading", "article title", None


def draft_unit(unit: Unit, after: Unit | None, page: Page, *, in_post: bool = False) -> list[Draft]:
    """The draft of one unit; several for a heading that runs into its paragraph, or a table."""
    start, end, text = unit.start, unit.end, page.text
    head = unit.head[: marks.HEAD]
    if unit.rows:
        return unit.rows
    if marked := _by_marks(unit, after):
        return [marked]
    if is_navigation(unit.head) or (after is None and _closes_page(unit.head, in_post=in_post)):
        return [Draft("navigation", start, end)]
    if inline := _inline_bullets(unit, text):
        return inline
    if glyph := marks.BULLET.match(head):
        return [_item(text, start + glyph.end(), end, unit.lines[0].indent)]
    if article := marks.ARTICLE.match(head):
        return _article(article, unit, text)
    if marks.DATE_ALONE.fullmatch(unit.head[:60]) and after is not None and len(unit.lines) == 1:
        return [Draft("heading", start, end, style="dated")]
    if turn := marks.speaker_of(head):
        return [Draft("paragraph", start, end, label=turn[0], style=turn[1])]
    if is_heading(unit, after, page, in_post=in_post):
        return [Draft("heading", start, end, style=_style(head, page))]
    if page.run_in and (run := marks.RUN_IN.match(head)):
        return [
            Draft("heading", start, start + run.end("head"), style=_style(head, page)),
            Draft("paragraph", start + run.end(), end, label=marks.label_of(head[run.end() :])),
        ]
    if number := marks.NUMBER.match(head):
        return [_item(text, start + number.end(), end, unit.lines[0].indent)]
    return [_plain(unit, head)]


def _by_marks(unit: Unit, after: Unit | None) -> Draft | None:
    """The draft of what is marked as a quotation or as a heading; None of what is not."""
    if unit.head.startswith(">"):
        return Draft("quote", unit.start, unit.end)
    if (marked := _marked(unit)) and after is not None:
        return Draft("heading", unit.start + marked[0], unit.start + marked[1], style=marked[2])
    return None


def _closes_page(head: str, *, in_post: bool) -> bool:
    """Is a line below all text the heading of an empty section, or a menu?"""
    return is_closing_section(head) or (is_menu(head) and not in_post)


def _marked(unit: Unit) -> tuple[int, int, str] | None:
    """Where the words of a heading stand in its unit, and its mark, if it is marked as one."""
    return marks.marked_heading(unit.head) if len(unit.lines) == 1 and not unit.rows else None


def _plain(unit: Unit, head: str) -> Draft:
    """A dated row, a line with leaders, a labelled line, or a paragraph."""
    start, end = unit.start, unit.end
    if row := marks.DATE_ROW.match(head):
        return Draft("list_item", start, end, label=row["label"], depth=unit.lines[0].indent)
    if dots := marks.LEADER.match(head):
        cells = ((start, start + dots.end("label")), (start + dots.end(), end))
        return Draft("table_row", start, end, label=dots["label"], cells=cells)
    label = marks.label_of(head)
    short = label is not None and end - start < 200 and not marks.SENTENCE_BREAK.search(head)
    return Draft("list_item" if short else "paragraph", start, end, label=label, depth=unit.lines[0].indent)


# "90 Kosovo (NATO/KFOR); 22 Bulgaria (2025)": how many there are, not the number of a section.
_COUNT = re.compile(r"\d{1,6}\s[^;\n]{1,100}(?:;|\((?:19|20)\d\d\)$)")


def _counts(head: str) -> bool:
    return bool(_COUNT.match(head))


def is_heading(unit: Unit, after: Unit | None, page: Page, *, in_post: bool = False) -> bool:
    """Is the unit a heading: a short line or two that state nothing, with text below?"""
    head = unit.head
    if after is None or len(unit.lines) > 1 or len(head) > 110 or not any(c.isalpha() for c in head):
        return False
    if marks.LEADER.match(head) or (marks.DATE_ROW.match(head) and not marks.is_capitals(head)):
        return False
    if unit.breaks and in_post and marks.label_of(head):
        return False
    if marks.is_bracketed_date(head):
        return True
    if marks.is_capitals(head) and len(head) <= 90 and head[-1] not in ".;,!" and not marks.label_of(head):
        return not in_post or unit.closes
    number = marks.NUMBER.match(head) or marks.BARE_NUMBER.match(head)
    if _counts(head):
        return False
    body = head[number.end() :].replace("[edit]", "").strip() if number else head
    if not body[:1].isupper() and not (body[:1] in "\"“'‘" and number):
        return False
    if body[-1] in ".;,!…" or len(body) > 80 or marks.SENTENCE_BREAK.search(body) or marks.reads_as_sentence(body):
        return False
    if body[-1] == ":":
        names = len(body.split()) <= 4 and body.rstrip(":").split()[-1].lower() not in marks.words("introducing")
        return names and not in_post and unit.opens
    if marks.label_of(body) and not number:
        return False
    return _has_room(unit, after, numbered=number is not None, in_post=in_post)


def _has_room(unit: Unit, after: Unit, *, numbered: bool, in_post: bool) -> bool:
    """Does it stand where headings stand: after a blank line, before text or an indented list?"""
    if in_post:
        return unit.opens and unit.closes and (numbered or after.size >= 100)
    if numbered or (unit.opens and unit.closes):
        return True
    goes_on = after.size >= 90 or after.rows or marks.begins_item(after.head) or marks.ends_sentence(after.head)
    return unit.opens and bool(goes_on or marks.DATE_ROW.match(after.head) or marks.LEADER.match(after.head))


def _unmarked_item(unit: Unit, after: Unit | None, lead: Draft | None, listing: int, page: Page) -> list[Draft] | None:
    """An item without a bullet below "... programs such as:", one line each; None when it is none."""
    if (
        lead is None
        or unit.rows
        or unit.breaks
        or (unit.opens and is_heading(unit, after, page) and unit.head[-1] == ":")
        or begins_unit(unit.lines[0])
        or is_navigation(unit.head)
        or _marked(unit)
    ):
        return None
    text = page.text
    introduced = lead.kind in ("paragraph", "list_item") and text[lead.start : lead.end].endswith(":")
    if not introduced and not listing:
        return None
    words = text[unit.start : unit.end]
    if not _may_list(unit, after, words, lead, listing, introduced=introduced):
        return None
    depth = 1000 + unit.lines[0].indent if introduced else lead.depth
    return [Draft("list_item", unit.start, unit.end, label=marks.label_of(words), style="unmarked", depth=depth)]


def _may_list(unit: Unit, after: Unit | None, words: str, lead: Draft, listing: int, *, introduced: bool) -> bool:
    if marks.label_of(words):
        return len(words) <= 400
    first = words.split(maxsplit=1)[0].strip(",;:").lower()
    if listing and lead.style == "unmarked" and 1000 + unit.lines[0].indent < lead.depth:
        return False
    connects = first in marks.words("connecting")
    if len(words) <= 120 and not marks.ends_sentence(words):
        indented = unit.lines[0].indent > 0 or not introduced
        alone = unit.opens and unit.closes
        return not connects and (alone or indented or words[-1] in ";," or listing > 0 or _listed(after))
    return listing > 0 and not connects and len(words) <= 240 and not marks.SENTENCE_BREAK.search(words)


def _listed(after: Unit | None) -> bool:
    return after is not None and after.size <= 120 and not marks.ends_sentence(after.head)


def _item(text: str, start: int, end: int, indent: int) -> Draft:
    words = text[start : start + marks.HEAD]
    label = marks.label_of(words) or marks.dash_label_of(words) or marks.date_label_of(words)
    return Draft("list_item", start, end, label=label, depth=indent + 1)


def _article(found: re.Match[str], unit: Unit, text: str) -> list[Draft]:
    """The heading of an article, its title included, and the text that runs on from it."""
    body = unit.start + found.end()
    rest = text[body : unit.end]
    if rest and len(rest) <= 70 and rest[0].isupper() and rest[-1] not in ".;:," and not marks.reads_as_sentence(rest):
        return [Draft("heading", unit.start, unit.end, style="article")]
    heading = Draft("heading", unit.start, unit.start + found.end("head"), style="article")
    return [heading, Draft("paragraph", body, unit.end)] if rest else [heading]


def _inline_bullets(unit: Unit, text: str) -> list[Draft]:
    """ "Key points ▪ one ▪ two": a heading and its items on one line."""
    words = text[unit.start : unit.end]
    marks_found = list(marks.INLINE_BULLET.finditer(words[:5000]))
    if len(marks_found) < 2:
        return []
    starts = [0, *(m.end() for m in marks_found)]
    ends = [*(m.start() for m in marks_found), len(words)]
    drafts = [
        Draft("list_item", unit.start + a, unit.start + b, label=marks.label_of(words[a:b]), depth=1)
        for a, b in zip(starts, ends, strict=True)
        if words[a:b].strip()
    ]
    if drafts and drafts[0].start == unit.start and not marks.BULLET.match(words):
        drafts[0].kind = "paragraph" if marks.ends_sentence(words[: ends[0]]) else "heading"
        drafts[0].style, drafts[0].label = "inline", None
    elif drafts and (glyph := marks.BULLET.match(words)):
        drafts[0].start += glyph.end()
    return drafts


def _has_run_in_headings(units: Sequence[Unit]) -> bool:
    """Do numbered paragraphs begin with headings ("5. Warships. On 19 June ...")?"""
    numbered = [u.head[: marks.HEAD] for u in units if marks.NUMBER.match(u.head[: marks.HEAD])]
    run = sum(1 for head in numbered if marks.RUN_IN.match(head))
    return run >= 2 and run * 2 >= sum(1 for head in numbered if head[0].isdigit())


def _style(head: str, page: Page) -> str:
    number = marks.NUMBER.match(head)
    if number:
        mark = number["number"]
        kind = "digit" if any(c.isdigit() for c in mark) else "roman" if mark[0] in "IVX" else "letter"
        return f"{kind}{mark.strip('.').count('.')}{mark[0] == '('}"
    if marks.BARE_NUMBER.match(head):
        return f"bare{head.split()[0].count('.')}"
    if marks.is_bracketed_date(head):
        return "dated"
    if marks.is_capitals(head) and not (len(head.split()) == 1 and page.small_capitals):
        return "capitals"
    return "title"
