"""Where the posts of a saved thread begin: the lines that name author, time and number.

Forums print these in many orders. A line is a mark when it holds a date, a number ("#611"), a name ("Post by
X"), or what a profile holds, and little else; marks that stand together are the head of a post.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from tomllib import loads

from foedera.documents import marks
from foedera.documents.dating import find_date
from foedera.documents.lines import Line
from foedera.documents.navigation import is_navigation

LONGEST_MARK = 200
_HASH = re.compile(
    r"(?:\b(?:[Pp]ost|[Rr]eply|[Cc]omment)\s?(?:#|[Nn]o\.?\s?|number\s)?\s?|#\s?)(?P<number>\d{1,7})\b(?!\s?[%\d])"
)
_AGO = re.compile(
    r"\b(?:\d{1,3}\+?|an?|one)\s?(?:y|yr|year|mo|month|w|wk|week|d|day|h|hr|hour|m|min|minute)s?\.?(?:\sago\b|$)", re.I
)
_BY = re.compile(
    r"(?:(?:[Pp]ost(?:ed)?|[Ww]ritten|[Ss]ubmitted|[Cc]omment)\s)?(?:[Bb]y|[Aa]uthor|[Ff]rom|[Uu]ser(?:name)?|[Pp]oster)\s?:?\s{1,4}"
    r"(?P<author>[^\s»|,].{0,39}?)(?=\s{0,4}(?:»|\||,|\son\b|\sat\b|\s[-–—·•]\s|\s{2,}|<|\(|$))"
)
_SAYS = re.compile(
    r"(?P<author>\S.{0,38}?)\s(?:says|said|wrote|writes|commented|posted|replied)\s?(?:on\b.{0,60}|:)\s{0,4}$"
)
_HANDLE = re.compile(r"(?:\[[–+—-]\]\s?)?(?:/?u/|@)?(?P<author>[^\s\[\]()|·•:;,.!?/][^\s|·•:;,!?]{1,29})$")
_NAME = re.compile(r"(?:[A-Z][\w'’.-]{0,20}|\w{1,20})(?:[ _][\w'’.()-]{1,20}){0,2}$")
_POINTS = re.compile(r"(?P<points>-?\d{1,6})\s?(?:points?|pts|upvotes|votes)\b", re.I)
_POSTS_COUNT = re.compile(r"\(\d[\d,.]{0,9}\sposts?\)|\b(?:posts|messages)\s?:\s?[\d,.]{1,10}", re.I)
_TITLE_NUMBER = re.compile(r"(?P<number>\d{1,5})\.\s(?P<title>\S.{0,160})$")
_ANSWERS = re.compile(
    r"(?:[Ii]n\s)?(?:[Rr]esponse|[Rr]eply|[Rr]eplying)\sto\s(?:(?P<author>\S+(?:\s\S+){0,2}?)\s?)?"
    r"(?:\(?(?:(?:[Rr]eply|[Pp]ost)\s?)?#(?P<number>\d{1,7})\)?|\((?P<first>[Oo]riginal\s[Pp]ost)\)|$)"
)
_NO_HEAD = re.compile(
    r"(?:last\s)?edit(?:ed)?\b|start(?:ed)?\s(?:date|by)|thread\sstarter|last\s(?:post|reply|activity)|updated\b|modified\b",
    re.I,
)
_MAIL = re.compile(r"(?:To|Cc|CC|Bcc|Subject|Reply-To|Importance|Attachments)\s?:\s")
_TAGS = re.compile(r"\s?\[(?:S|OP|M|A)\]|\s\(?OP\)?$")
# "X wrote: ↑ 14 March" heads a quotation, not a post.
_QUOTES = re.compile(r"\S\s(?:wrote|said)\s?:\s?(?:[↑⬆]|.{0,20}\d)")
_RESIDUE = re.compile(r"[|·•»«,;:()\[\]<>↑↓–—-]+|\s{2,}")
_FILLER = re.compile(
    r"\b(?:sent|date|time|UTC|GMT|on|at|by|posted|post|edited|permalink|re|pm|am)\b|\b(?:mon|tue|wed|thu|fri|sat|sun)\w{0,6}\b",
    re.I,
)


@cache
def words(name: str) -> frozenset[str]:
    """A list of `lexicon/threads.toml`."""
    data = loads(files("foedera.documents").joinpath("lexicon/threads.toml").read_text("utf-8"))
    return frozenset(data[name])


@dataclass(slots=True)
class Mark:
    """What one line says of a post."""

    number: int | None = None
    date: str | None = None
    author: str | None = None
    profile: bool = False
    ago: bool = False
    points: int | None = None
    answers: re.Match[str] | None = None
    says: bool = False  # "X says:", which is a head only above a date
    named: bool = False  # "by X", "X says"

    @property
    def begins_post(self) -> bool:
        """Is it more than a profile: a time or a number?"""
        return self.number is not None or self.date is not None or self.ago


@dataclass(slots=True)
class PostHead:
    """The head of a post: lines `first:last` (the second not included), and what they say."""

    first: int
    last: int
    author: str | None = None
    date: str | None = None
    number: int | None = None
    points: int | None = None
    profile: bool = False
    named: bool = False  # the name stood beside a word or a number that marks it
    ago: bool = False
    answers_number: int | None = None
    answers_author: str | None = None
    title: int | None = None  # the line that is the post's own title

    @property
    def strong(self) -> bool:
        """Is there more than a date and a word beside it: a time of day, a number, a profile, "by"?"""
        timed = self.date is not None and "T" in self.date
        return timed or self.named or self.profile or self.ago or self.number is not None


def find_heads(lines: Sequence[Line]) -> list[PostHead]:
    """The heads of all posts in the lines; empty when the text is no thread."""
    if not _may_be_thread(lines):
        return []
    heads: list[PostHead] = []
    at = 0
    while at < len(lines):
        mark = mark_of(lines[at].text)
        if mark is None or (mark.says and not _dated_below(lines, at)):
            at += 1
            continue
        floor = heads[-1].last if heads else 0
        head = _gather(lines, at, floor)
        if head.number is not None or head.date is not None or head.ago:
            heads.append(head)
        at = max(head.last, at + 1)
    return heads if _is_thread(heads) else []


def _dated_below(lines: Sequence[Line], at: int) -> bool:
    below = next((mark_of(line.text) for line in lines[at + 1 : at + 3] if line.text), None)
    return below is not None and below.begins_post and not below.says


def _may_be_thread(lines: Sequence[Line]) -> bool:
    """A cheap look: do two short lines, or one with a profile, look like marks?"""
    seen = 0
    for line in lines:
        if 2 < len(line.text) <= LONGEST_MARK and any(c.isdigit() for c in line.text):
            mark = mark_of(line.text)
            seen += 0 if mark is None else 2 if mark.profile else 1
            if seen >= 2:
                return True
    return False


def _is_thread(heads: Sequence[PostHead]) -> bool:
    """Two posts whose authors are known by more than their place, or one with a profile beside it."""
    known = [h for h in heads if h.author and h.strong]
    if len(known) >= 2:
        return len(known) * 2 >= len(heads)
    return len(known) == 1 and len(heads) <= 2 and known[0].profile


def mark_of(text: str) -> Mark | None:
    """What the line marks, or None for a line of text."""
    if not 1 <= len(text) <= LONGEST_MARK or text[0] in ">•*" or _NO_HEAD.match(text) or marks.is_bracketed_date(text):
        return None
    if _QUOTES.search(text):
        return None
    mark = Mark()
    rest = _take_answer(_TAGS.sub("", text), mark)
    rest = _take_profile(rest, mark)
    if not mark.profile or not text.lower().startswith(tuple(words("profile"))):
        rest = _take_date(rest, mark)
    rest = _take_number(rest, mark)
    rest = _take_points(rest, mark)
    rest = _take_author(rest, mark)
    rest = _FILLER.sub(" ", _RESIDUE.sub(" ", rest)).strip()
    if not (mark.begins_post or mark.profile or mark.author or mark.answers):
        return None
    if mark.says and (mark.date or mark.ago) and text.rstrip().endswith(":"):
        return None
    counted = mark.profile and bool(_POSTS_COUNT.search(text))
    if mark.author is None and (mark.begins_post or counted) and rest and (handle := _handle(rest)):
        mark.author, rest = handle, ""
    return mark if len(rest) <= 30 and not marks.reads_as_sentence(rest) else None


def _take_answer(text: str, mark: Mark) -> str:
    mark.answers = _ANSWERS.match(text)
    return text[mark.answers.end() :] if mark.answers else text


def _take_profile(text: str, mark: Mark) -> str:
    low = text.lower().strip(" .:|()")
    if low in words("ranks") or text.lower().startswith(tuple(w for w in words("profile") if len(w) > 6)):
        mark.profile = True
        return "" if find_date(text) is None or low.startswith(("join", "registered", "member since")) else text
    rest = _POSTS_COUNT.sub(" ", text)
    mark.profile = rest != text
    columns = re.split(r"\s{2,}|\t|\|", rest)
    kept = [c for c in columns if c.strip().lower() not in words("ranks")]
    mark.profile = mark.profile or len(kept) < len(columns)
    return "  ".join(kept)


def _take_date(text: str, mark: Mark) -> str:
    found = find_date(text)
    if found and (len(found[0]) >= 10):
        mark.date = found[0]
        return text[: found[1]] + "  " + text[found[2] :]
    ago = _AGO.search(text)
    if ago:
        mark.ago = True
        return text[: ago.start()] + "  " + text[ago.end() :]
    return text


def _take_number(text: str, mark: Mark) -> str:
    found = _HASH.search(text)
    if found is None:
        return text
    mark.number = int(found["number"])
    return text[: found.start()] + "  " + text[found.end() :]


def _take_points(text: str, mark: Mark) -> str:
    found = _POINTS.search(text)
    if found is None:
        return text
    mark.points, mark.profile = int(found["points"]), True
    return text[: found.start()] + "  " + text[found.end() :]


def _take_author(text: str, mark: Mark) -> str:
    clean = text.strip()
    for pattern in (_BY, _SAYS):
        found = pattern.match(clean)
        if found and _plausible(found["author"]):
            mark.author, mark.says = _clean_name(found["author"]), pattern is _SAYS
            mark.named = True
            return clean[found.end() :]
    return text


def _clean_name(name: str) -> str | None:
    """The name without "u/", "@" and "[S]"; None for "[deleted]"."""
    clean = _TAGS.sub("", name.strip(" :,")).removeprefix("/u/").removeprefix("u/").removeprefix("@")
    return None if clean.strip("[]") in ("deleted", "removed") else clean


def _handle(text: str) -> str | None:
    """The name, if the text is one word of a user name or up to three words of one."""
    clean = _clean_name(text.strip(" |·•,:-–—")) or ""
    found = _HANDLE.match(clean)
    if found and _plausible(found["author"]):
        return found["author"]
    return clean if _NAME.match(clean) and _plausible(clean) else None


def is_name(name: str) -> bool:
    """Could it be the name of somebody who posts?"""
    return _plausible(name) and any(c.isalpha() for c in name)


_RANKING = ("member", "moderator", "user", "poster", "administrator")


def _plausible(name: str) -> bool:
    name = name.strip()
    if not 2 <= len(name) <= 40 or len(name.split()) > 4 or is_navigation(name):
        return False
    if any(part in _RANKING for part in name.lower().split()):
        return False
    return not marks.reads_as_sentence(name) and name.lower() not in words("buttons") | words("ranks")


def _gather(lines: Sequence[Line], at: int, floor: int) -> PostHead:
    """The head around the mark in line `at`: marks, blank lines and one name or title between them."""
    head = PostHead(at, at + 1)
    index, blanks, strange = at, 0, 0
    while index < len(lines) and blanks <= 2:
        text = lines[index].text
        mark = mark_of(text) if text else None
        if not text:
            blanks += 1
        elif head.named and _MAIL.match(text):
            head.title = index if text.startswith("Subject") else head.title
            head.last, blanks = index + 1, 0
        elif mark is not None and not _starts_another(head, mark):
            _take(head, mark)
            head.last, blanks, strange = index + 1, 0, 0
        elif strange == 0 and _belongs(lines, index, head):
            _take_strange(head, text, index)
            head.last, blanks, strange = index + 1, 0, 1
        else:
            break
        index += 1
    if head.author is None:
        _look_back(lines, head, floor)
    return head


def _starts_another(head: PostHead, mark: Mark) -> bool:
    """Does the mark repeat what the head has, so that it is the next post's?"""
    if mark.number is not None and head.number is not None:
        return True
    if mark.says and (head.author or head.date or head.number is not None):
        return True
    if mark.author and head.author and (head.named or mark.named) and mark.author != head.author:
        return True
    return bool(mark.date and head.date and "T" in mark.date and "T" in head.date)


def _belongs(lines: Sequence[Line], index: int, head: PostHead) -> bool:
    """Is a line that is no mark still of the head: a name or a title, with a mark right below it?"""
    text = lines[index].text
    if len(text) > 160 or index + 1 >= len(lines):
        return False
    if head.number is None and head.profile and _TITLE_NUMBER.match(text) and not lines[index + 1].text:
        return True
    below = next((line.text for line in lines[index + 1 : index + 3] if line.text), "")
    mark = mark_of(below) if below else None
    if mark is None or _starts_another(head, mark) or mark.answers or (mark.author and head.author):
        return False
    return head.date is None or (head.author is None and _handle(text) is not None)


def _take_strange(head: PostHead, text: str, index: int) -> None:
    titled = _TITLE_NUMBER.match(text)
    if titled and head.number is None:
        head.number, head.title = int(titled["number"]), index
    elif head.author is None and _handle(text):
        head.author = _handle(text)
    else:
        head.title = index


def _take(head: PostHead, mark: Mark) -> None:
    head.named = head.named or mark.named
    head.author = head.author or mark.author
    head.date = head.date or mark.date
    head.number = mark.number if head.number is None else head.number
    head.points = mark.points if head.points is None else head.points
    head.profile = head.profile or mark.profile
    head.ago = head.ago or mark.ago
    if mark.answers:
        head.answers_author = mark.answers["author"]
        head.answers_number = int(mark.answers["number"]) if mark.answers["number"] else None


def _look_back(lines: Sequence[Line], head: PostHead, floor: int) -> None:
    """Take the name (and "Re: subject") from the lines just above the marks."""
    for back in range(head.first - 1, max(head.first - 4, floor - 1), -1):
        text = lines[back].text
        if not text:
            continue
        if text.lower().startswith("re:") and len(text) <= 160:
            head.first = back
            continue
        name = _handle(text)
        if name and _plausible(name):
            head.author, head.first = name, back
        return
