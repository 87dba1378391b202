"""Tables, forms, lists by number and notices: one claim a row, read with its columns' names and its heading.

A row of a table or of a form ("Buyer: ...", a line a field) gives a transfer, a deployment, an exercise or an
agreement, by the names of its columns (`forms.toml`). A list by number ("Nepal: 1,100 troops in ...") gives one
deployment a mission. What a notice says that it does not mean is taken out.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

from foedera import actors
from foedera.actors import Mention
from foedera.actors.missions import hosts_of
from foedera.claim import Actor, Amount, Claim
from foedera.documents.model import Block, Document
from foedera.reading import context as contexts
from foedera.reading import slots, sums, timex
from foedera.reading.context import Context, is_organisation

Span = tuple[int, int]
# How often claims of rows are right in the labelled texts, rounded down.
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Page:
    """A document with what it names and who its sides are."""

    document: Document
    named: tuple[Mention, ...]
    context: Context
    giver: str | None
    taker: str | None
    # Where its headings stand, in order.
    headings: tuple[Span, ...] = ()

    def codes(self, span: Span, *, organisations: bool = False) -> list[str]:
        """The states (or organisations) that a stretch names, in order."""
        out: list[str] = []
        for m in self.within(span):
            inside = m.kind not in ("mission", "framework")
            if inside and m.code and is_organisation(m.code) == organisations and m.code not in out:
                out.append(m.code)
        return out

    def titled(self) -> list[str]:
        """The states that the title names."""
        at = self.document.text.find(self.document.title) if self.document.title else -1
        return self.codes((at, at + len(self.document.title or ""))) if at >= 0 else []

    def own(self) -> list[str]:
        """The state whose page it is, as far as that is known."""
        title = self.titled()
        who = self.context.publisher or self.context.home or self.context.main
        return title if len(title) == 1 else [who.code] if who and who.code else []

    def missions(self, span: Span) -> list[Mention]:
        return [m for m in self.within(span) if m.kind == "mission"]

    def within(self, span: Span) -> list[Mention]:
        """What a stretch names, in order."""
        first = bisect_left(self.named, span[0], key=lambda m: m.start)
        last = bisect_right(self.named, span[1], lo=first, key=lambda m: m.start)
        return [m for m in self.named[first:last] if m.end <= span[1]]

    def written(self, span: Span) -> str:
        return self.document.text[span[0] : span[1]].strip()


def read(document: Document, found: Sequence[Claim]) -> tuple[list[Claim], list[Span]]:
    """The claims of rows and lists by number, and the spans which they alone speak for.

    `found` are the claims read so far: they tell who gives and who gets on the page.
    """
    lazy = cache(lambda: _page(document, found))
    out = [
        *_improved(document, found),
        *_notified(document, lazy),
        *_together(document, found, lazy),
        *_dated(document, found),
        *_answers(document, lazy),
        *_brackets(document, lazy),
        *_strengths(document, lazy),
        *_placed(found, lazy),
    ]
    spans: list[Span] = []
    blocks = [
        b
        for b in document.blocks
        if _row(b) or (b.label and _PART.search(document.text, b.start + len(b.label), b.end))
    ]
    if not blocks:
        return out, spans + _disclaimed(document)
    page = lazy()
    blocks = _filled(blocks)
    usual = _usual(page, blocks)
    for block in blocks:
        claims = list(_of_row(page, block, usual) if _row(block) else _by_number(page, block))
        if claims:
            out += claims
            spans.append((block.start, block.end))
    return out, spans + _disclaimed(document)


def _row(block: Block) -> bool:
    return block.kind == "table_row" and len(block.header) >= 2 and len(block.header) == len(block.cells)


def _filled(blocks: Sequence[Block]) -> list[Block]:
    """The rows with the first cell of the row above where theirs is empty: it stands for those below it too."""
    out: list[Block] = []
    for block in blocks:
        above = out[-1] if out else None
        if _row(block) and above and above.header == block.header and block.cells[0][0] >= block.cells[0][1]:
            block = replace(block, cells=(above.cells[0], *block.cells[1:]))
        out.append(block)
    return out


def _page(document: Document, found: Sequence[Claim]) -> Page:
    named = tuple(actors.find(document.text))
    context = contexts.of(document, named)
    giver = taker = None
    if context.home:
        taker = context.home.code
    elif len(context.pair) == 2:
        one, other = contexts.direction(list(found), context)
        giver, taker = (one.code if one else None), (other.code if other else None)
    headings = tuple((b.start, b.end) for b in document.blocks if b.kind == "heading")
    return Page(document, named, context, giver, taker, headings)


# ---------------------------------------------------------------- rows


@cache
def _columns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = tomllib.loads(files("foedera.reading").joinpath("forms.toml").read_text("utf-8"))["columns"]
    return tuple((name, re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)) for name, words in data.items())


def _fields(block: Block) -> dict[str, Span]:
    """The cells of a row by what their column is about; the first column of a kind counts."""
    out: dict[str, Span] = {}
    for name, cell in zip(block.header, block.cells, strict=True):
        kind = next((k for k, pattern in _columns() if pattern.search(name)), None)
        if kind and cell[1] > cell[0]:
            out.setdefault(kind, cell)
    return out


def _usual(page: Page, blocks: Sequence[Block]) -> dict[str, str]:
    """Which state a column names most: a firm that no list knows is of the same state as the others."""
    counts: dict[str, Counter[str]] = {}
    for block in blocks:
        for kind, cell in _fields(block).items() if _row(block) else ():
            counts.setdefault(kind, Counter()).update(page.codes(cell))
    return {kind: c.most_common(1)[0][0] for kind, c in counts.items() if c}


def _of_row(page: Page, block: Block, usual: dict[str, str]) -> Iterator[Claim]:
    fields = _fields(block)
    if "exercise" in fields:
        yield from _exercise(page, block, fields)
    elif "agreement" in fields:
        yield from _agreement(page, block, fields)
    elif "items" in fields and fields.keys() & {"supplier", "recipient", "value", "number", "status", "date"}:
        yield from _transfer(page, block, fields, usual)
    elif fields.keys() & {"troops", "mission"}:
        yield from _deployment(page, block, fields, usual)


def _transfer(page: Page, block: Block, fields: dict[str, Span], usual: dict[str, str]) -> Iterator[Claim]:
    suppliers = _named(page, fields, "supplier", usual)
    recipients = _named(page, fields, "recipient", usual)
    partner = _partner(page, block, fields, {*suppliers, *recipients})
    if partner and not recipients and partner[0] != page.giver and not (page.context.home and not suppliers):
        recipients = partner
    elif partner and not suppliers:
        suppliers = partner
    suppliers = suppliers or _rest(page, recipients, page.giver)
    recipients = recipients or _rest(page, suppliers, page.taker)
    heading = " / ".join(block.path[-2:]) + " " + " ".join(block.header)
    gift = bool(_GIFT.search(heading)) or bool(_GIFT.search(page.written((block.start, block.end))))
    relation, one, other = ("assistance", "provider", "recipient") if gift else ("transfer", "supplier", "recipient")
    for a in suppliers:
        for b in recipients:
            if a != b:
                yield _claim(
                    page, block, relation, [(a, one), (b, other)], _transfer_slots(page, block, fields, gift=gift)
                )


def _partner(page: Page, block: Block, fields: dict[str, Span], taken: set[str]) -> list[str]:
    """The state that a row names in a column for neither buyers nor sellers ("Partner", "Country", the first one)."""
    cells = [fields[kind] for kind in ("participants", "sender") if kind in fields]
    cells += [cell for cell in block.cells[:1] if cell not in fields.values()]
    return [code for cell in cells for code in page.codes(cell) if code not in taken][:1]


_GIFT = re.compile(
    r"\b(?:donat\w+|grant(?:s|ed)?|gift\w*|military aid|security assistance|free of charge|pledged)\b", re.IGNORECASE
)
_ITEM = re.compile(
    r"^(?:up to |about |over )?(?:[\d,]+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)(?: ?x)? (?=\D"
    r"|\d+\s?mm)"
)


def _transfer_slots(page: Page, block: Block, fields: dict[str, Span], *, gift: bool) -> dict[str, object]:
    out: dict[str, object] = {}
    pieces = [p.strip() for p in re.split(r"[;,]| and ", page.written(fields["items"]))]
    out["items"] = tuple(_ITEM.sub("", re.sub(r"\s*\([^)]*\)", "", p)).strip() for p in pieces if p)
    value = sums.money(page.written(fields["value"]).lower(), 0, 200) if "value" in fields else None
    if value is None and "number" in fields:
        count = slots.number(page.written(fields["number"]))
        value = Amount(count, "units") if count else None
    if value:
        out["amount"] = value
    out["stage"] = None if gift else _stage(page, block, fields)
    return {**out, **_date(page, fields)}


_STAGES = (
    ("cancelled", r"cancel|abandon|withdrawn|scrapped"),
    ("delivered", r"deliver|complete|received|handed over|in service|arrived"),
    ("approved", r"approv|authori[sz]ed|cleared|licen[sc]ed"),
    ("ordered", r"order|contract|signed|concluded|executive|purchas|firm"),
    ("proposed", r"propos|pending|notif|request|possible|offer|planned|negotiat|letter of"),
)


def _stage(page: Page, block: Block, fields: dict[str, Span]) -> str | None:
    """The stage that the row's status or type, else its heading, names."""
    own = " ".join(page.written(fields[k]) for k in ("status", "type") if k in fields)
    caption = (
        page.written((page.document.blocks[block.lead].start, page.document.blocks[block.lead].end))
        if block.lead is not None
        else ""
    )
    for text in (own, caption + " " + " ".join(block.path[-1:]) + " " + " ".join(block.header)):
        for stage, pattern in _STAGES:
            if re.search(pattern, text, re.IGNORECASE):
                return stage
    return None


def _date(page: Page, fields: dict[str, Span], role: str = "on") -> dict[str, object]:
    if "date" not in fields:
        return {}
    dates = timex.find(page.written(fields["date"]))
    if not dates:
        return {}
    first = dates[0]
    return {"date": first.edtf, "date_role": first.lead if first.lead in ("since", "until") else role}


def _named(page: Page, fields: dict[str, Span], kind: str, usual: dict[str, str]) -> list[str]:
    if kind not in fields:
        return []
    found = page.codes(fields[kind])
    return found or ([usual[kind]] if kind in usual else [])


def _rest(page: Page, taken: Sequence[str], usual: str | None) -> list[str]:
    """The page's other side, where a row names only one."""
    if usual and usual not in taken:
        return [usual]
    sides = [w.code for w in page.context.pair if w.code and w.code not in taken]
    if len(sides) == 1:
        return sides
    main = page.context.main.code if page.context.main else None
    return [main] if main and main not in taken else []


def _senders(page: Page, named: Sequence[str], missions: Sequence[Mention]) -> list[str]:
    """Which of the named states may send somebody to the missions: if these are only there, the page's own does."""
    places = {m.place for m in missions} | {code for m in missions for code in hosts_of(m.entity)}
    return [c for c in named if c not in places] or (page.own() if named else [])


def _deployment(page: Page, block: Block, fields: dict[str, Span], usual: dict[str, str]) -> Iterator[Claim]:
    senders = (
        _named(page, fields, "sender", {})
        or _named(page, fields, "recipient", {})
        or ([page.giver] if page.giver else [])
    )
    whole = (block.start, block.end)
    where = [c for c in _named(page, fields, "host", {}) if c not in senders]
    missions = page.missions(whole)
    if missions:
        senders = _senders(page, senders, missions) or senders  # a column may say where, not who
    elif not where and page.taker and page.taker not in senders:
        where = [page.taker]
    number = slots.number(page.written(fields["troops"])) if "troops" in fields else None
    if "troops" in fields and number == 0:
        return
    rest: dict[str, object] = {"amount": Amount(number, "troops")} if number else {}
    rest |= _date(page, fields)
    for sender in senders:
        yield from _sent(page, whole, sender, missions, where, rest)


def _sent(
    page: Page, span: Span, sender: str, missions: Sequence[Mention], hosts: Sequence[str], rest: dict[str, object]
) -> Iterator[Claim]:
    """One deployment a mission, else one a host."""
    for m in missions:
        roles = [(sender, "contributor"), *([(m.code, "organisation")] if m.code else [])]
        place = m.place or (hosts[0] if len(hosts) == 1 else None)
        roles += [(place, "host")] if place and place != sender else []
        if len(roles) >= 2:
            yield _claim(page, span, "deployment", roles, {"name": m.text, "kind": "mission", **rest})
    for host in () if missions else hosts:
        yield _claim(page, span, "deployment", [(sender, "contributor"), (host, "host")], rest)


def _exercise(page: Page, block: Block, fields: dict[str, Span]) -> Iterator[Claim]:
    parties = page.codes(fields["participants"]) if "participants" in fields else []
    if len(parties) < 2 or len(page.titled()) == 1:
        parties += [c for c in _sides(page) if c not in parties]
    if len(parties) >= 2:
        rest = {"name": page.written(fields["exercise"]), **_date(page, fields)}
        if "host" in fields:
            rest["place"] = page.written(fields["host"])
        yield _claim(page, block, "exercise", [(c, "party") for c in parties], rest)


def _agreement(page: Page, block: Block, fields: dict[str, Span]) -> Iterator[Claim]:
    parties = page.codes(fields["participants"]) if "participants" in fields else page.codes(fields["agreement"])
    if len(parties) < 2 or len(page.titled()) == 1:
        parties += [c for c in _sides(page) if c not in parties]
    if len(parties) >= 2:
        rest: dict[str, object] = {"name": page.written(fields["agreement"]), **_date(page, fields, "signed")}
        status = page.written(fields["status"]).lower() if "status" in fields else ""
        rest["stage"] = next(
            (s for s, p in _TREATY_STAGES if re.search(p, status)), "signed" if "date" in rest else None
        )
        yield _claim(page, block, "agreement", [(c, "party") for c in parties], rest)


_TREATY_STAGES = (
    ("terminated", r"terminat|expired|denounced|lapsed"),
    ("negotiating", r"negotiat"),
    ("proposed", r"propos|draft"),
    ("ratified", r"ratified"),
    ("in_force", r"in force|valid|active"),
    ("suspended", r"suspend"),
    ("signed", r"signed"),
)


def _sides(page: Page) -> list[str]:
    if page.context.home:
        return [str(page.context.home.code)]
    title = page.titled()
    if 1 <= len(title) <= 2:
        return title
    return [str(w.code) for w in page.context.pair] if page.context.paired else []


# ---------------------------------------------------------------- lists by number

_COUNT = (
    r"(?<![\d.,$€£])(?:\d{1,3}(?:,\d{3})+|\d{1,6})(?![\d.]*\s?(?:million|billion|bn|m\b|%|per cent|km|:|years?|days?))"
)
_UNITS = (
    r"troops|soldiers|personnel|peacekeepers|military personnel|police|military observers|observers|"
    r"staff officers|experts on mission|advisers|men|marines"
)
_PART = re.compile(rf"(?P<n>{_COUNT})(?: (?P<unit>(?:[a-z]+ ){{0,2}}?(?:{_UNITS})))?")


def _by_number(page: Page, block: Block) -> Iterator[Claim]:
    """The deployments of a list item: who is before the colon, each mission with the number before it."""
    if block.kind not in ("list_item", "table_row") or not block.label:
        return
    head = (block.start, block.start + len(block.label) + 4)
    senders = page.codes(head)
    lead = _lead(page, block)
    around = page.missions(lead) if lead else []
    in_label = page.missions(head)
    if in_label:
        senders = (page.codes(lead) if lead else []) or _senders(page, senders, in_label)
    counts = list(_PART.finditer(page.document.text, head[0] + len(block.label), block.end))
    missions = page.missions((block.start, block.end))
    if not counts or not (missions or around or _TROOPS.search(page.written((block.start, block.end)))):
        return
    if len(senders) == 1 and missions:
        for m in missions:
            before = [c for c in counts if c.start() < m.start] or counts[:1]
            yield from _sent(page, _near(page, before[-1], m), senders[0], [m], [], {"amount": _amount(before[-1])})
    elif len(senders) == 1 and around:
        yield from _sent(page, (block.start, block.end), senders[0], around[:1], [], {"amount": _amount(counts[0])})


_TROOPS = re.compile(rf"\b(?:{_UNITS})\b")


def _lead(page: Page, block: Block) -> Span | None:
    """The block that introduces a list, or its heading."""
    if block.lead is not None:
        lead = page.document.blocks[block.lead]
        return lead.start, lead.end
    before = bisect_right(page.headings, block.start, key=lambda span: span[1])
    return page.headings[before - 1] if before else None


def _near(page: Page, count: re.Match[str], mission: Mention) -> Span:
    end = mission.end + (page.document.text[mission.end : mission.end + 1] == ")")
    return min(count.start(), mission.start), max(count.end(), end)


def _amount(count: re.Match[str]) -> Amount:
    return Amount(int(count["n"].replace(",", "")), count["unit"] or "troops")


# ---------------------------------------------------------------- rows of chronologies

# "85 US / 175 Armenian troops": who takes part, said after the exercise's name.
_CONTINGENT = re.compile(rf"{_COUNT} (?:[A-Z][\w.]*|\w+ )[^.;\n]{{0,60}}?\b(?:{_UNITS})\b")


def _together(document: Document, found: Sequence[Claim], lazy: Callable[[], Page]) -> Iterator[Claim]:
    """An exercise of a row with the contingents that the row names after it, instead of the page's two sides."""
    rows = [b for b in document.blocks if b.kind == "list_item" and b.label]
    exercises = [c for c in found if c.relation == "exercise" and c.name]
    if not rows or not exercises:
        return
    page = lazy()
    for one in exercises:
        row = next((b for b in rows if b.start <= one.start and one.end <= b.end), None)
        contingent = _CONTINGENT.search(document.text, one.end, row.end) if row else None
        parties = page.codes(contingent.span()) if contingent else []
        if row and len(parties) >= 2:
            sides = tuple(Actor(c, "party") for c in parties)
            yield replace(one, actors=sides, rule="forms.exercise")


# ---------------------------------------------------------------- dates and numbers in a row

_AND_DATE = re.compile(r"\s*(?:[,;/]|and|, and)\s*(?:FY\s?)?$")


def _dated(document: Document, found: Sequence[Claim]) -> Iterator[Claim]:
    """Agreements of a row with a list of dates ("MOUs on security: 2007, 2015"): one a date."""
    for block in document.blocks:
        if block.kind not in ("list_item", "table_row"):
            continue
        inside = [
            c for c in found if c.relation == "agreement" and block.start <= c.start and c.end <= block.end and c.name
        ]
        dates = timex.find(document.text[block.start : block.end]) if len(inside) == 1 else []
        listed = [
            d
            for before, d in pairwise(dates)
            if _AND_DATE.fullmatch(document.text[block.start + before.end : block.start + d.start])
        ]
        if not listed:
            continue
        for day in [dates[0], *listed]:
            start, end = block.start + day.start, block.start + day.end
            if day.edtf != inside[0].date:
                yield replace(
                    inside[0], start=start, end=end, quote=document.text[start:end], date=day.edtf, rule="forms.dated"
                )


_HOW_MANY = re.compile(
    r"\bhow many\b[^?]{0,80}?\b(?:forces|troops|soldiers|servicemen|personnel|officers|men)\b|\bwhat (?:is"
    r"|was) the (?:number|strength) of\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?P<head>[^.:;()]{0,60})[:(]\s?(?:[a-z ]{0,20} )?(?P<n>\d{1,3}(?:,\d{3})+|\d{1,5})(?=\s?[().;,]|\s*$)"
)

_BARE_FIGURE = re.compile(
    r"(?P<head>(?:about|some|nearly|over|approximately|roughly|around|none"
    r"|there are)\s)(?P<n>\d{1,3}(?:,\d{3})+|\d{1,5})(?![\d,]*\s?(?:million|per|%))",
    re.IGNORECASE,
)


_GUESTS = re.compile(
    r"\b(?:battle ?group|contingents?|presence|multinational|task force|stationed|deployed|garrison)\b", re.IGNORECASE
)
_BRACKET = re.compile(r"\((?P<in>[^()\n]{4,200})\)")
_OF_STATE = re.compile(
    r"(?:[:,]? (?:about |some |nearly )?)(?P<n>\d{1,3}(?:,\d{3})+|\d{1,5})(?![\d,]*\s?(?:million|km|%|per|-))"
)


def _brackets(document: Document, lazy: Callable[[], Page]) -> Iterator[Claim]:
    """The contingents that a list item gives in brackets: "battlegroup at Tapa (UK 900, France 300)"."""
    rows = [b for b in document.blocks if b.kind == "list_item" and _GUESTS.search(document.text, b.start, b.end)]
    if not rows:
        return
    page = lazy()
    for block in rows:
        for bracket in _BRACKET.finditer(document.text, block.start, block.end):
            inside = page.within((bracket.start() + 1, bracket.end() - 1))
            counts = [(m, _OF_STATE.match(document.text, m.end, bracket.end())) for m in inside]
            yield from (_guests(page, m, c) for m, c in counts if c and page.taker and _foreign(page, m))


def _foreign(page: Page, mention: Mention) -> bool:
    return bool(mention.code) and mention.code != page.taker and not is_organisation(mention.code)


def _guests(page: Page, mention: Mention, count: re.Match[str]) -> Claim:
    amount = Amount(int(count["n"].replace(",", "")), "troops")
    roles = [(mention.code, "contributor"), (page.taker, "host")]
    return _claim(page, (mention.start, count.end()), "deployment", roles, {"amount": amount, "kind": "basing"})


# "Albania 260", "Spain ..... 17", "Ghana (150)": a state and how many it sends, alone in a line, a cell or a list.
_STRENGTH = re.compile(
    r"(?:[|\t\n;:,·]|//)[ \t•*-]*(?P<who>[A-Z][A-Za-z'’ -]{2,40}?)(?:[ \t]?\.{2,60}[ \t]?|:?[ \t]{1,30}|[ \t]?\()"
    r"(?P<n>\d{1,3}(?:,\d{3})+|\d{1,5})\)?[ \t.]{0,30}(?=$|[|\t\n;·(]|,\s|//)"
)
# So many of them make a list of those who contribute.
_LEAST_STRENGTHS = 3
_SECTION = frozenset(("table_row", "list_item", "paragraph"))


def _strengths(document: Document, lazy: Callable[[], Page]) -> Iterator[Claim]:
    """The contingents in a list of states with numbers, by the mission, or the place of forces, that stands above."""
    lists = _lists(document)
    if not lists:
        return
    page = lazy()
    headings = {page.written(span): span for span in page.headings}
    for path, listed in lists.items():
        heads = [headings[name] for name in path if name in headings]
        mission, host = _above(page, heads, listed[0].start("who"))
        for count in listed if mission or host else ():
            senders = [m.code for m in page.within(count.span("who")) if m.kind in _STATES and m.code]
            many = int(count["n"].replace(",", ""))
            if len(senders) == 1 and many and senders[0] != host and not _A_YEAR.fullmatch(count["n"]):
                rest: dict[str, object] = {"amount": Amount(many, "troops")}
                span = count.start("who"), count.end("n")
                yield from _sent(page, span, senders[0], [mission] if mission else [], [host] if host else [], rest)


def _lists(document: Document) -> dict[tuple[str, ...], list[re.Match[str]]]:
    """The lists of names with numbers, by the headings above them."""
    found: dict[tuple[str, ...], list[re.Match[str]]] = {}
    for block in document.blocks:
        if block.kind in _SECTION and all(name[-1:].isdigit() for name in block.header):  # no names of columns
            line = max(0, document.text.rfind("\n", 0, block.start))
            found.setdefault(block.path, []).extend(_STRENGTH.finditer(document.text, line, block.end))
    return {path: listed for path, listed in found.items() if len(listed) >= _LEAST_STRENGTHS}


_STATES = ("name", "abbreviation", "alias")
_A_YEAR = re.compile(r"1[89]\d\d|20[0-4]\d")
# "Free World forces in |Vietnam": where those are who are listed.
_FORCES = re.compile(r"\b(?:forces|troops|contingents?|soldiers)\b[^.;:\n]{0,30}? (?:in|to) (?:the )?$", re.IGNORECASE)


def _above(page: Page, heads: Sequence[Span], at: int) -> tuple[Mention | None, str | None]:
    """The one mission, else the one state with forces, that the headings over a list name or the block before it."""
    blocks = page.document.blocks
    last = bisect_right(blocks, at, key=lambda b: b.end) - 1
    for spans in (heads, [(blocks[last].start, blocks[last].end)] if last >= 0 else []):
        named = {m.entity or m.text: m for span in spans for m in page.missions(span) if m.code}
        if named:
            return (next(iter(named.values())), None) if len(named) == 1 else (None, None)
        states = {m.code for span in spans for m in page.within(span) if m.code and _forces_in(page, span[0], m)}
        if states:
            return None, next(iter(states)) if len(states) == 1 else None
    return None, None


def _forces_in(page: Page, start: int, mention: Mention) -> bool:
    return bool(_FORCES.search(page.document.text[max(start, mention.start - 60) : mention.start]))


def _answers(document: Document, lazy: Callable[[], Page]) -> Iterator[Claim]:
    """The figures of an answer to "how many of the forces are in ...": one deployment a figure."""
    for block in document.blocks:
        asked = document.blocks[block.lead] if block.lead is not None else None
        if asked is None or not _HOW_MANY.search(document.text, asked.start, asked.end):
            continue
        page = lazy()
        hosts = [c for c in page.codes((asked.start, asked.end)) if c != page.giver] or [c for c in [page.taker] if c]
        if not page.giver or len(hosts) != 1:
            continue
        figures = (
            list(_FIGURE.finditer(document.text, block.start, block.end))
            or list(_BARE_FIGURE.finditer(document.text, block.start, block.end))[:1]
        )
        for match in figures:
            yield _claim(
                page,
                (match.start("head"), match.end("n")),
                "deployment",
                [(page.giver, "contributor"), (hosts[0], "host")],
                {"amount": Amount(int(match["n"].replace(",", "")), "troops")},
            )


# ---------------------------------------------------------------- notices

_ALLY = re.compile(
    r"(?<!non[- ])\bNATO (?:ally|member)(?: state)? (?:since|from) (?=[^.\n]{0,24}\d{4})"
    r"|\b(?:security|capabilit\w+|defen[cs]es?|interests) of an? (?:[\w-]+ ){0,2}?NATO (?:ally|member)\b",
    re.IGNORECASE,
)


_PURCHASER = re.compile(r"\bProspective Purchaser: ?(?P<who>[^\n]{3,120})")
_TOTAL = re.compile(
    r"\b(?:Total Estimated )?(?:Value|Total)[^\n$]{0,40}(?P<sum>\$ ?[\d.,]+ ?(?:million|billion))", re.IGNORECASE
)
_ARTICLES = re.compile(r"\bDescription and Quantity[^:\n]{0,90}: ?(?P<items>[^\n]{3,600})")
_REPORTED = re.compile(r"\bDate Report Delivered[^:\n]{0,40}: ?(?P<date>[^\n]{4,40})")


def _notified(document: Document, lazy: Callable[[], Page]) -> Iterator[Claim]:
    """The sale of a notification in numbered fields (Arms Export Control Act, section 36(b)(1))."""
    buyer = _PURCHASER.search(document.text) if "Prospective Purchaser" in document.text else None
    if not buyer:
        return
    page = lazy()
    codes = [c for c in page.codes(buyer.span("who")) if c != "USA"]
    if len(codes) != 1:
        return
    fields = [p.search(document.text) for p in (_TOTAL, _ARTICLES, _REPORTED)]
    total, listed, reported = fields
    days = timex.find(reported["date"]) if reported else []
    rest: dict[str, object] = {
        "stage": "proposed",
        "amount": sums.money(total["sum"].lower(), 0, 60) if total else None,
        "items": _items(listed["items"]) if listed else None,
        "date": days[0].edtf if days else None,
        "date_role": "on" if days else None,
    }
    end = max(m.end() for m in [buyer, *fields] if m)
    yield _claim(page, (buyer.start(), end), "transfer", [("USA", "supplier"), (codes[0], "recipient")], rest)


_WORDED = re.compile(r"^(?:up to )?[A-Za-z-]+ \([\d,]+\) ")


def _items(text: str) -> tuple[str, ...]:
    pieces = (p.strip(" .") for p in re.split(r"[;,]", text))
    return tuple(_WORDED.sub("", p) for p in pieces if p)


# A capital where something was done is a place: "signed in Algiers".
_AT = re.compile(r"\b(?:in|at) (?:the )?$")


def _placed(found: Sequence[Claim], lazy: Callable[[], Page]) -> Iterator[Claim]:
    """Acts of the page's two sides of which a third state's capital was only the place."""
    rows = [
        c
        for c in found
        if c.relation in ("agreement", "consultation") and len(c.actors) == 2 and (c.rule or "").endswith("row")
    ]
    page = lazy() if rows else None
    sides = [str(w.code) for w in page.context.pair] if page and page.context.paired else []
    for one in rows if len(sides) == 2 else ():
        strangers = [a for a in one.actors if a.code not in sides]
        if page and len(strangers) == 1 and _only_place(page, one, strangers[0].code):
            yield replace(one, actors=tuple(Actor(c, "party") for c in sides), rule="forms.placed")


def _only_place(page: Page, one: Claim, code: str | None) -> bool:
    inside = [m for m in page.within((one.start, one.end)) if m.code == code]
    text = page.document.text
    return bool(inside) and all(m.kind == "metonym" and _AT.search(text[max(0, m.start - 8) : m.start]) for m in inside)


def _improved(document: Document, found: Sequence[Claim]) -> Iterator[Claim]:
    """Who is called "a NATO Ally" in a notice of a sale: its buyer."""
    buyers = {c.by_role("recipient")[0].code for c in found if c.relation == "transfer" and c.by_role("recipient")}
    if len(buyers) == 1:
        for match in _ALLY.finditer(document.text):
            sides = (Actor(buyers.copy().pop(), "member"), Actor("NATO", "organisation"))
            yield Claim(
                *match.span(),
                match.group(),
                "membership",
                "affirmed",
                sides,
                status="member",
                rule="forms.ally",
                confidence=_SURE,
            )


# "Parliament has not |yet ratified it" is no ratification: "yet" begins no clause there.
_NOT_YET = re.compile(r"(?<=\bnot )yet\b[^.;\n]{0,160}|(?<=n't )yet\b[^.;\n]{0,160}")
_ASKED = re.compile(
    r"(?:^|(?<=[.:?!]\s)|(?<=[.:?!])) {0,3}(?:Have|Has|Is|Are|Was|Were|Does|Do|Did|Will|Would|Could|Can|How many)\b"
    r"[^.?!\n]{3,220}\?",
    re.MULTILINE,
)
# Sentences of notices on what they do not assert.
_DISCLAIMS = re.compile(
    r"\b(?:does not (?:mean|imply|indicate) that|if and when (?:concluded|signed)"
    r"|depending on (?:final )?requirements|"
    r"the (?:final )?(?:dollar )?(?:value|amount) will be lower|will not alter the basic military balance"
    r"|no (?:known )?offset agreements?|"
    r"no adverse impact|also included|asked (?:\([^()]{0,30}\) )?(?:what|whether)\b|it is not (?:our"
    r"|the) (?:\w+ )?(?:practice|policy) to|"
    r"(?:once|until|after|when|if) (?:both |all |the )?[^.\n]{0,40} (?:have|has) ratified)\b[^.\n]{0,300}",
    re.IGNORECASE,
)


# Words of which each of them has one, found much faster than they are.
_MAY_DISCLAIM = (
    "does not ",
    "if and when ",
    "depending on ",
    "be lower",
    "will not alter",
    "offset agreement",
    "no adverse impact",
    "also included",
    "asked ",
    "it is not ",
    " ratified",
)


def _disclaimed(document: Document) -> list[Span]:
    """Sentences in which a notice says what it does not mean."""
    text = document.text
    spans = [m.span() for m in _NOT_YET.finditer(text)] if "yet" in text else []
    spans += [m.span() for m in _ASKED.finditer(text)] if "?" in text else []
    low = text.lower()
    for m in _DISCLAIMS.finditer(text) if any(words in low for words in _MAY_DISCLAIM) else ():
        left = max(
            text.rfind(".", max(0, m.start() - 200), m.start()), text.rfind("\n", max(0, m.start() - 200), m.start())
        )
        spans.append((left + 1 if left >= 0 else max(0, m.start() - 200), m.end()))
    return spans


def _claim(
    page: Page, where: Block | Span, relation: str, roles: Sequence[tuple[str | None, str]], rest: dict[str, object]
) -> Claim:
    start, end = where if isinstance(where, tuple) else (where.start, where.end)
    sides = tuple(Actor(code, role) for code, role in roles)
    filled = {k: v for k, v in rest.items() if v not in (None, ())}
    data = {
        "start": start,
        "end": end,
        "quote": page.document.text[start:end],
        "relation": relation,
        "polarity": "affirmed",
        "actors": sides,
        "rule": f"forms.{relation}",
        "confidence": _SURE,
        **filled,
    }
    return Claim(**data)  # type: ignore[arg-type]


__all__ = ["read"]
