"""How lines of plain text begin: bullets, numbers, labels, dates, speakers, articles.

Every pattern is anchored and bounded: it looks at the first couple of hundred characters and no further.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Any

HEAD = 240

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DASH = r"\s?[-–—/]\s?"
_DAYS = rf"\d{{1,2}}(?:{_DASH}\d{{1,2}})?"
_DATE = rf"""(?:
    \d{{1,2}}(?:{_DASH}\d{{1,2}})?[./]\d{{1,2}}[./]\d{{4}}      # 11–20.09.2023
  | \d{{4}}-\d{{2}}(?:-\d{{2}})?                               # 2023-09-11
  | (?:18|19|20)\d{{2}},?[ ]{_MONTH}(?:[ ]{_DAYS})?            # 2007 Sept. 5
  | \d{{1,2}}[./]\d{{4}}                                       # 02/2024
  | {_DAYS}[ -]{_MONTH}(?:,?[ -](?:19|20|18)\d{{2}})?          # 11-20 September 2023
  | {_MONTH}(?:{_DASH}{_MONTH})?[ ]{_DAYS}(?:,?[ ]\d{{4}})?    # September 11, 2023
  | {_MONTH}(?:{_DASH}{_MONTH})?[ ](?:19|20|18)\d{{2}}         # Sept.–Nov. 2020
  | (?:c\.[ ]?|[Ee]arly[ ]|[Ll]ate[ ]|[Mm]id-?[ ]?)?(?:18|19|20)\d{{2}}s?(?:{_DASH}(?:(?:18|19|20)?\d{{2}}))?
  | FY[ ]?\d{{2,4}}(?:{_DASH}\d{{2,4}})?
)"""
DATE_ROW = re.compile(rf"(?P<label>{_DATE})(?:\s{{2,20}}|\t|\s{{0,3}}[:–—|]\s|\s--?\s|\.\s(?=[A-Z]))(?=\S)", re.VERBOSE)
DATE_ALONE = re.compile(rf"(?:[A-Z][a-z]{{2,8}}day,?\s)?(?:the\s)?{_DATE}\.?(?:,?\s\d\d?:\d\d.{{0,20}})?", re.VERBOSE)

BULLET = re.compile(r"(?:[•▪‣◦●○■□►▶➤✓✔❖\uf0b7]\s{0,8}|[-–—*+·]\s{1,8}|o\s{1,8}(?=[A-Z]))(?=\S)")
NUMBER = re.compile(
    r"""(?P<number>
        \(?\d{1,3}[.)](?=\s) | \d{1,2}(?:\.\d{1,2}){1,4}\.?(?=\s) | \([a-z]{1,2}\) | [a-z]\)
      | \([ivx]{1,5}\) | [ivx]{1,5}\)(?=\s) | [IVX]{1,6}\.(?=\s) | [A-Z][.)](?=\s\s?[A-Z][a-z]{2})
      | (?:§|¶)\s?\d{1,3}\.?(?=\s)
    )\s{0,8}(?=\S)""",
    re.VERBOSE,
)
BARE_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\s{1,4}(?=[A-Z][a-z])")
ARTICLE = re.compile(
    r"""(?P<head>(?:ARTICLE|Article|ART\.|Art\.|SECTION|Section|CHAPTER|Chapter|PART|Part|ANNEX|Annex|TITLE)S?
        \s{1,3}(?:[IVXLC]{1,8}|\d{1,3}(?:[ ]?bis)?|[A-Z]\b)(?:\s?[-–—]\s?(?:[IVXLC]{1,8}|\d{1,3}))?)
        (?P<stop>\s{0,2}[.:]|\s{1,2}[-–—](?=\s)|\s{2,12}|$)\s{0,12}""",
    re.VERBOSE,
)
# "## 1982", "== History ==", "**Japan**": a heading by its marks; a "#" before a sentence is a bullet.
_MARKED = re.compile(
    r"(?:(?P<hash>#{1,6})[ \t]{1,4}(?P<atx>[^\s#][^\n]{0,158}?)[ \t]{0,4}#{0,6}"
    r"|(?P<wiki>={2,5})[ \t]{0,4}(?P<section>[^\s=][^=\n]{0,118}?)[ \t]{0,4}(?P=wiki)"
    r"|(?P<bold>\*\*|__)(?P<strong>[^\s*_][^*\n]{0,118}?)(?P=bold):?)[ \t]{0,4}$"
)
_RANK = (
    r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Baroness|Rep|Sen|Senator|Hon|Gen|General|Adm|Admiral|Col|Amb"
    r"|Ambassador|Chair|Chairman|Chairwoman|Secretary|President|Minister|Speaker|Representative|Congressman)"
)
_SURNAME = r"(?:[A-Z]\.\s?){0,3}(?:Mc|Mac|O['’]|D['’]|de |van )?[A-Z][A-Z'’\-]{1,25}(?:\s[A-Z][A-Z'’\-]{1,25}){0,3}"
# "Mr. HATTERSLEY: ...", "Senator SMITH. ...", "The CHAIRMAN. ...", "Mr. HEALEY asked ..."
SPEAKER = re.compile(
    rf"""(?:[§¶]\s?(?:\d{{1,3}}\.?\s{{1,4}})?)?
        (?P<name>(?:(?:The\s)?{_RANK}\.?\s|The\s){_SURNAME}(?:\sof\s[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)?(?:\s\([^()\n]{{1,60}}\))?)
        (?:\s?[.:]\s|\s?[—–]\s|\s(?=(?:asked|said|stated|replied|answered|inquired|rose|moved|added)\b))""",
    re.VERBOSE,
)
QUESTION = re.compile(
    r"(?P<name>(?P<q>Q|Question|QUESTION)|A|Answer|ANSWER)(?:\s?\d{1,3})?\s?[.:]\s{1,4}(?=[A-Z“\"…\[])"
)
# What begins a unit even in the middle of a wrapped paragraph.
STRONG = re.compile(rf"(?:{ARTICLE.pattern}|{SPEAKER.pattern.replace('<name>', '<speaker>')})", re.VERBOSE)
GLYPH = re.compile(r"[•▪‣◦●○■□►▶➤✓✔❖\uf0b7]\s{0,8}\S")
# "5. Warships. On 19 June": a numbered paragraph that begins with its heading.
RUN_IN = re.compile(rf"(?P<head>(?:{NUMBER.pattern})[A-Z][^.:;,\n]{{1,60}}?)[.]\s{{1,3}}(?=[A-Z“\"(]\S)", re.VERBOSE)
_LABEL = re.compile(r"(?P<label>[^\s:][^:\n]{0,88}?):(?=\s{1,8}\S)")
_DASH_LABEL = re.compile(r"(?P<label>[^\s–—.,;:][^–—.,;:\n]{0,40}?)\s[–—]\s(?=\S)")
# "Major Non-NATO Ally ............ since 2004"; a single stop counts where blanks stand on both sides of it.
LEADER = re.compile(
    r"(?P<label>[^\s.][^\n]{0,80}?)(?:\s{0,3}\.{3,80}|\s{0,3}…{2,40}|(?:\s\.){2,60}|\s\.{1,2}(?=\s))\s{1,4}(?=\S)"
)
_BRACKETED_DATE = re.compile(rf"\[{_DATE}\](?:\s{{0,20}}[^a-z]{{0,40}})?$", re.VERBOSE)
RULE = re.compile(r"(?:[-=_~*#–—.+|]\s{0,3}){3,}$|[═─━]{3,}$")
INLINE_BULLET = re.compile(r"\s+[▪•●■◦►]\s+")
# A sentence ends inside: a stop, then a capital. Initials and "No. 5" end none.
SENTENCE_BREAK = re.compile(r"[a-z0-9)\]”\"’%]{2}[.!?][\"”’)]?\s+[A-Z“\"]")


@cache
def lexicon() -> dict[str, Any]:
    """The words of `lexicon/plain.toml`."""
    return loads(files("foedera.documents").joinpath("lexicon/plain.toml").read_text("utf-8"))


_SCHEMES = ("http", "https", "mailto", "re", "fw")


def label_of(text: str) -> str | None:
    """The words before the colon of "Pakistan: pilot training", or None.

    Not for times, addresses, and sentences that only introduce ("The minister said: ...").
    """
    found = _LABEL.match(text[:HEAD])
    if found is None:
        return None
    label = found["label"].strip()
    parts = label.split()
    if len(parts) > 12 or SENTENCE_BREAK.search(label) or label[0] in "\"“'‘" or label.count("[") != label.count("]"):
        return None
    if "," in label and len(parts) > 6:
        return None
    if parts[-1].lower().strip("\"”'") in words("introducing") or parts[0].lower() in _SCHEMES:
        return None
    return label


def dash_label_of(text: str) -> str | None:
    """The words before the only dash of "AFRICAN LION – annual", or None."""
    head = text[:120]
    found = _DASH_LABEL.match(head)
    if found is None or len(re.findall(r"\s[–—]\s", head)) > 1:
        return None
    parts = found["label"].split()
    return found["label"].strip() if len(parts) <= 5 and parts[0][0].isupper() else None


def is_capitals(text: str) -> bool:
    """Are (nearly) all its letters capitals?"""
    letters = [c for c in text[:HEAD] if c.isalpha()]
    return len(letters) >= 3 and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


def reads_as_sentence(text: str) -> bool:
    """Does it hold a finite verb of the short list, so that it states something?"""
    said = {w.strip(".,;:()'’\"”“").lower() for w in text[:HEAD].split()}
    return not said.isdisjoint(words("finite_verbs"))


def ends_sentence(text: str) -> bool:
    """Does it end as a sentence of some words does?"""
    tail = text[-4:].rstrip("\"”’')]")
    return tail[-1:] in (".", "!", "?") and not tail.endswith("..") and len(text.split()) >= 5


def begins_item(text: str) -> bool:
    """Does it begin with a bullet or a number?"""
    head = text[:40]
    return bool(BULLET.match(head) or NUMBER.match(head))


def speaker_of(text: str) -> tuple[str, str] | None:
    """Who speaks, and whether it is a "question", an "answer" or a "turn"; None when nobody is named."""
    if found := QUESTION.match(text):
        return found["name"], "question" if found["q"] else "answer"
    if found := SPEAKER.match(text):
        return found["name"], "turn"
    return None


def is_bracketed_date(text: str) -> bool:
    """Is it a heading like "[25 March 1970]  WRITTEN"?"""
    return bool(_BRACKETED_DATE.match(text[:80]))


def marked_heading(line: str) -> tuple[int, int, str] | None:
    """Where the words of a heading stand in its line, and what marks it as one; None if nothing does."""
    if line[:1] not in "#=*_" or len(line) > HEAD:
        return None
    found = _MARKED.match(line)
    if found is None:
        return None
    group = "atx" if found["hash"] else "section" if found["wiki"] else "strong"
    start, end = found.span(group)
    if group != "section" and line[end - 1] in ".;,":
        return None
    return start, end, found["hash"] or found["wiki"] or found["bold"]


def date_label_of(text: str) -> str | None:
    """The date that opens a row of a chronology, or None."""
    row = DATE_ROW.match(text)
    return row["label"] if row else None


@cache
def words(name: str) -> frozenset[str]:
    return frozenset(lexicon()[name])
