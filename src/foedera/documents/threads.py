"""A saved thread in plain text to posts and blocks: who wrote what, when, in answer to whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from foedera.documents import marks
from foedera.documents.drafts import Draft, squeeze
from foedera.documents.front import Front
from foedera.documents.lines import Line, split_lines
from foedera.documents.model import Post
from foedera.documents.navigation import is_menu, is_navigation
from foedera.documents.plain import draft_units, is_rule, read_page
from foedera.documents.posts import PostHead, find_heads, mark_of, words
from foedera.documents.shapes import shaped_heads

_TITLE = re.compile(r"(?:Thread|Topic|Subject|Discussion|Re)\s?:\s{1,4}(?P<title>\S.{0,200})$", re.I)
_TITLE_LABEL = re.compile(r"(?:(?:Subject|Re)\s?:\s{1,4}){1,3}(?=\S)", re.I)
_COUNTS = re.compile(
    r"[\d.,]{1,9}[kK]?\s(?:upvotes|comments|replies|points|likes|views|posts)\b.{0,60}$|\[(?:removed|deleted)\]$"
)
_RECOMMENDED = re.compile(
    r"(?P<a>\d{1,6})\s(?:members?|users?|people|persons?)\s(?:have|has|like|likes|liked|found|thanked|recommend)"
    r"|(?P<b>-?\d{1,6})\s(?:likes?|upvotes?|thanks|points?|recommendations?|recs?|reactions?)\b.{0,30}$"
    r"|(?:likes?|upvotes?|score|points|thanks|reactions|recommendations|votes)\s?[:+]\s?(?P<c>-?\d{1,6})\b"
    r"|[▲👍❤♥]\ufe0f?\s?(?P<d>\d{1,6})\b",
    re.I,
)
_LIKED = re.compile(r"(?:[Ll]iked by|[Rr]eactions?:|[Ll]ikes:|[Tt]hanked by|\d{1,4} (?:user|member)s?\b.{0,20}\bthank)")
_EDITED = re.compile(
    r"(?:\[?(?:last )?edited (?:by|on|at|:)|this (?:post|message) was (?:last )?edited|edited\b.{0,12}ago|last edit)",
    re.I,
)
_ATTRIBUTION = re.compile(
    r"(?:Quote:?\s{0,4})?(?:Originally\s(?:Posted|posted|written)\sby|Quoting|Quote\sfrom:?|Quote:|Posted\sby)\s{0,4}:?\s{0,4}"
    r"(?P<author>\S.{0,38}?)(?:\s(?:on|at|View\sPost|»|[-–—]).{0,60}|[;,]\s.{0,60})?\s?[:»]?$"
    r"|(?:On\s.{5,80}?,?\s)?(?P<writer>\S.{0,38}?)\s(?:wrote|said|writes|says)\s?:\s?(?:[↑⬆].{0,60}|.{0,30}ago)?$"
)
_BBCODE = re.compile(r"\[quote(?:=[\"'“]?(?P<author>[^\"'”\],]{1,40}))?[^\]]{0,120}\]", re.I)
_BBCODE_POST = re.compile(r"post:\s?(?P<number>\d{1,7})")
_SIGNATURE = re.compile(r"_{5,}$|--\s?$")
_LEAST_QUOTED = 30
# So many posts back a quoted or called one is looked for.
_BACK = 500
_PLAIN = re.compile(r"[^\w]+")


@dataclass(slots=True)
class _Body:
    """A post in the making: its lines are `lines[first:last]`."""

    head: PostHead
    lines: Sequence[Line]
    index: int
    last_post: bool
    post: Post
    drafts: list[Draft]
    title: str | None
    plain: str = ""  # its words without marks, to find quotations by


def draft_thread(text: str, front: Front, *, shapes: bool = True) -> tuple[list[Draft], tuple[Post, ...]] | None:
    """The drafts and posts of a thread; None when the text is none.

    With `shapes`, lines of one shape count as heads; in a web page they may be its list of other articles.
    """
    lines = split_lines(text)
    heads = find_heads(lines) or (shaped_heads(lines) if shapes else [])
    if not heads:
        return None
    if all(head.number is None for head in heads):
        # A forum that prints no numbers: a post's place is its number, so that answers can name it.
        for place, head in enumerate(heads, 1):
            head.number = place
    drafts = _draft_above(text, lines[: heads[0].first], front)
    bodies: list[_Body] = []
    for index, head in enumerate(heads):
        stop = heads[index + 1].first if index + 1 < len(heads) else len(lines)
        last = index + 1 == len(heads)
        bodies.append(_read_post(text, lines, head, stop, bodies, front.title, last=last))
    _drop_refrains(bodies, text)
    for body in bodies:
        drafts += body.drafts
        front.title = front.title or _title_of_trail(body.drafts, text)
    return drafts, tuple(body.post for body in bodies)


def _draft_above(text: str, lines: Sequence[Line], front: Front) -> list[Draft]:
    """What stands above the first post: the thread's title, links, sometimes an opening text."""
    full = [line for line in lines if line.text]
    title = next((line for line in full if _TITLE.match(line.text)), None)
    title = title or next((line for line in full if _may_be_title(line.text)), None)
    drafts = []
    for line in full:
        if line is title:
            found = _TITLE.match(line.text)
            start = line.start + (found.start("title") if found else 0)
            front.title = squeeze(text[start : line.end])
            drafts.append(Draft("heading", start, line.end, level=1))
        elif marks.ends_sentence(line.text) and not is_navigation(line.text):
            drafts.append(Draft("paragraph", line.start, line.end))
        else:
            drafts.append(Draft("navigation", line.start, line.end))
    return drafts


def _may_be_title(line: str) -> bool:
    if not 10 <= len(line) <= 160 or is_navigation(line) or is_menu(line) or marks.label_of(line):
        return False
    return not marks.ends_sentence(line) or line.endswith("?")


def _title_of_trail(drafts: Sequence[Draft], text: str) -> str | None:
    """The thread's title in a trail such as "Forums » Foreign Affairs » The title » Reply #1"."""
    for draft in drafts:
        parts = [p.strip() for p in text[draft.start : draft.end].split("»")]
        if draft.kind == "navigation" and len(parts) >= 3 and parts[-1].lower().startswith(("reply #", "post #")):
            return parts[-2].removesuffix("...").strip() or None
    return None


def _read_post(
    text: str,
    lines: Sequence[Line],
    head: PostHead,
    stop: int,
    earlier: list[_Body],
    title: str | None,
    *,
    last: bool,
) -> _Body:
    own = lines[head.last : stop]
    start = lines[head.first].start
    ends = [line.end for line in lines[head.first : stop] if line.text]
    index, earlier = len(earlier), earlier[-_BACK:]
    post = Post(start, ends[-1], head.author, head.date, head.number, head.answers_number, head.points)
    body = _Body(head, own, index, last, post, _draft_head(lines, head), title, _plain_words(own))
    _draft_body(text, body, earlier)
    if body.post.reply_to is None and head.answers_author:
        _answer(body, head.answers_author, earlier)
    if body.post.reply_to is None:
        _answer_called(body, earlier)
    for draft in body.drafts:
        draft.post = index
    return body


def _draft_head(lines: Sequence[Line], head: PostHead) -> list[Draft]:
    drafts = []
    for index in range(head.first, head.last):
        line = lines[index]
        if line.text and index == head.title:
            number = marks.NUMBER.match(line.text) or _TITLE_LABEL.match(line.text)
            skip = number.end() if number else 0
            drafts.append(Draft("heading", line.start + skip, line.end, level=2))
        elif line.text:
            drafts.append(Draft("navigation", line.start, line.end))
    return drafts


def _draft_body(text: str, body: _Body, earlier: list[_Body]) -> None:
    """Cut the body into quotations, buttons and text, line by line, and draft each stretch."""
    run: list[Line] = []
    at = 0
    while at < len(body.lines):
        line = body.lines[at]
        taken = _special(text, body, at, earlier) if line.text else None
        if taken is None:
            run.append(line)
            at += 1
            continue
        specials = body.drafts[-taken[1] :] if taken[1] else []
        del body.drafts[len(body.drafts) - len(specials) :]
        _draft_text(text, run, body, earlier)
        body.drafts += specials
        run = []
        at += taken[0]
    _draft_text(text, run, body, earlier)


def _special(text: str, body: _Body, at: int, earlier: list[_Body]) -> tuple[int, int] | None:
    """Handle a line that is not the author's own text: lines taken and drafts made, or None."""
    line = body.lines[at]
    if _is_profile(body, at):
        body.drafts.append(Draft("navigation", line.start, line.end))
        return 1, 1
    if is_rule(line) and not _SIGNATURE.match(line.text):
        return None
    if line.text.startswith(">"):
        return _quote_lines(body, at)
    if bbcode := _BBCODE.match(line.text):
        return _quote_bbcode(body, at, bbcode, earlier)
    attribution = _ATTRIBUTION.match(line.text) if len(line.text) <= 160 else None
    if attribution or line.text.lower().rstrip(":") == "quote":
        return _quote_attributed(text, body, at, attribution, earlier)
    if _SIGNATURE.match(line.text) and _is_short_tail(body.lines[at + 1 :]):
        rest = [x for x in body.lines[at:] if x.text]
        body.drafts += [Draft("navigation", x.start, x.end) for x in rest]
        return len(body.lines) - at, len(rest)
    if _is_button(line, body):
        body.drafts.append(Draft("navigation", line.start, line.end))
        return 1, 1
    return None


def _is_profile(body: _Body, at: int) -> bool:
    """Is the line the author's name below the post, or a line of the profile under that name?"""
    author = body.post.author
    if author is None:
        return False
    above = [line.text for line in body.lines[max(at - 8, 0) : at] if line.text]
    text = body.lines[at].text
    if text == author:
        return True
    if author not in above:
        return False
    mark = mark_of(text)
    if mark is not None and mark.profile and not mark.begins_post:
        return True
    return above[-1] == author and len(text.split()) <= 3 and text[-1] not in ".!?"


def _quote_lines(body: _Body, at: int) -> tuple[int, int]:
    end = at
    while end < len(body.lines) and body.lines[end].text.startswith(">"):
        end += 1
    body.drafts.append(Draft("quote", body.lines[at].start, body.lines[end - 1].end))
    return end - at, 1


def _quote_bbcode(body: _Body, at: int, opening: re.Match[str], earlier: list[_Body]) -> tuple[int, int]:
    depth, end = 0, at
    while end < len(body.lines):
        low = body.lines[end].text.lower()
        depth += low.count("[quote") - low.count("[/quote]")
        end += 1
        if depth <= 0:
            break
    body.drafts.append(Draft("quote", body.lines[at].start, max(x.end for x in body.lines[at:end] if x.text)))
    number = _BBCODE_POST.search(opening.group())
    if number and body.post.reply_to is None:
        body.post = replace(body.post, reply_to=int(number["number"]))
    elif opening["author"]:
        _answer(body, opening["author"], earlier)
    return end - at, 1


def _quote_attributed(
    text: str, body: _Body, at: int, found: re.Match[str] | None, earlier: list[_Body]
) -> tuple[int, int] | None:
    """ "X wrote:" and what X wrote: marked lines, up to "Click to expand", or what an earlier post holds."""
    if found is None or not (found["author"] or found["writer"]):
        below = body.lines[at + 1].text if at + 1 < len(body.lines) else ""
        found = _ATTRIBUTION.match(below[:160])
    name = (found["author"] or found["writer"]) if found else None
    known = any(name and _same(name, other.post.author) for other in earlier)
    end = _end_of_quote(text, body.lines, at + 1, earlier)
    if end == at + 1 and not known and not (found and found["author"]):
        return None
    if name:
        _answer(body, name, earlier)
    line = body.lines[at]
    body.drafts.append(Draft("navigation", line.start, line.end))
    quoted = [x for x in body.lines[at + 1 : end] if x.text]
    if quoted:
        body.drafts.append(Draft("quote", quoted[0].start, quoted[-1].end))
    return end - at, 2 if quoted else 1


def _end_of_quote(text: str, lines: Sequence[Line], at: int, earlier: list[_Body]) -> int:
    """The line after the quotation that begins at line `at`."""
    while at < len(lines) and (not lines[at].text or _ATTRIBUTION.match(lines[at].text[:160])):
        at += 1
    if at < len(lines) and lines[at].text.startswith(">"):
        return at
    for end in range(at, min(at + 60, len(lines))):
        if lines[end].text.lower().startswith("click to expand"):
            return end + 1
    end = at
    while end < len(lines) and (not lines[end].text or _was_said(lines[end].text, earlier)):
        end += 1
    if end > at:
        return end
    while end < len(lines) and lines[end].text:
        end += 1
    # A first paragraph with nothing after it is the author's own.
    return end if any(x.text for x in lines[end:]) else at


def _was_said(words_: str, earlier: list[_Body]) -> bool:
    plain = _PLAIN.sub(" ", words_).strip().lower()
    return len(plain) >= _LEAST_QUOTED and any(plain in other.plain for other in reversed(earlier[-200:]))


def _plain_words(lines: Sequence[Line]) -> str:
    return _PLAIN.sub(" ", " ".join(line.text for line in lines)).lower()


def _draft_text(text: str, run: Sequence[Line], body: _Body, earlier: list[_Body]) -> None:
    """Blocks of the author's own text; what repeats an earlier post becomes a quotation."""
    full = [line for line in run if line.text]
    if not full:
        return
    page = read_page(text, full[0].start, full[-1].end)
    drafts = draft_units(page, 0, len(page.units), in_post=True)
    for draft in drafts:
        said = draft.kind in ("paragraph", "list_item") and draft.end - draft.start >= 2 * _LEAST_QUOTED
        if said and _was_said(text[draft.start : draft.end], earlier):
            draft.kind = "quote"
    body.drafts += drafts


def _is_short_tail(lines: Sequence[Line]) -> bool:
    rest = [line for line in lines if line.text]
    return len(rest) <= 6 and sum(len(line.text) for line in rest) <= 500


def _is_button(line: Line, body: _Body) -> bool:
    """Is it a line under a post rather than of it? Takes the count of recommendations from it."""
    text = line.text
    if len(text) <= 120 and (found := _RECOMMENDED.search(text)):
        if not _is_said_of_post(text, found):
            return False
        count = next(int(n) for n in found.groups() if n is not None)
        if body.post.recommendations is None:
            body.post = replace(body.post, recommendations=count)
        return True
    if len(text) <= 160 and (_LIKED.match(text) or _EDITED.match(text) or marks.DATE_ALONE.fullmatch(text)):
        return True
    if text.lower().strip(" .[]()") in words("buttons") or _COUNTS.match(text) or _repeats_title(text, body):
        return True
    if len(text) <= 80 and all(p.strip(" .[]()|·•/") in words("buttons") for p in text.lower().split()):
        return True
    return is_navigation(text) or (body.last_post and is_menu(text))


def _repeats_title(text: str, body: _Body) -> bool:
    """Is it the thread's title once more ("Default Turkey and Qatar", "Re: Turkey and Qatar")?"""
    if body.title is None or len(text) > len(body.title) + 12:
        return False
    return text.removeprefix("Default ").removeprefix("Re: ").strip() == body.title


def _is_said_of_post(text: str, found: re.Match[str]) -> bool:
    """Is the line about nothing but the count ("3 members have recommended this post")?"""
    rest = text[: found.start()] + text[found.end() :]
    return len(rest.strip()) <= 60 and not marks.ends_sentence(text) and found.start() <= 24


def _answer(body: _Body, author: str, earlier: list[_Body]) -> None:
    """Take the latest earlier post of `author` as the one that is answered."""
    if body.post.reply_to is not None:
        return
    for other in reversed(earlier):
        if _same(author, other.post.author):
            body.post = replace(body.post, reply_to=other.post.number)
            return


# ">>88120" names the post that is answered, "@name" at the beginning its author.
_CALLED = re.compile(r">>\s?(?P<number>\d{1,9})\b|@(?P<author>[\w.'-]{2,40})")


def _answer_called(body: _Body, earlier: list[_Body]) -> None:
    """Take the post, or the author's last one, that the first line calls."""
    found = _CALLED.match(next((line.text for line in body.lines if line.text), "")[:60])
    if found and found["author"]:
        _answer(body, found["author"], earlier)
    elif found and any(other.post.number == int(found["number"]) for other in earlier):
        body.post = replace(body.post, reply_to=int(found["number"]))


def _same(name: str, author: str | None) -> bool:
    return author is not None and name.strip(" :,@").lower() == author.lower()


def _drop_refrains(bodies: Sequence[_Body], text: str) -> None:
    """Lines that come back under posts (signatures, mottoes) are navigation."""
    said = Counter(
        key for body in bodies for key in {_refrain(body, draft, text) for draft in body.drafts} if key is not None
    )
    for body in bodies:
        for draft in body.drafts:
            key = _refrain(body, draft, text)
            if key is not None and said[key] >= 2:
                draft.kind, draft.label, draft.lead = "navigation", None, None


def _refrain(body: _Body, draft: Draft, text: str) -> tuple[str | None, str] | None:
    if draft.kind not in ("paragraph", "heading", "list_item") or draft.end - draft.start > 200:
        return None
    return body.post.author, squeeze(text[draft.start : draft.end])
