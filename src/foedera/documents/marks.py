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
  | \d{{1,2}}[./]\d{{4}}                                       # 02/2024
  | {_DAYS}[ -]{_MONTH}(?:,?[ -](?:19|20|18)\d{{2}})?          # 11-20 September 2023
  | {_MONTH}(?:{_DASH}{_MONTH})?[ ]{_DAYS}(?:,?[ ]\d{{4}})?    # September 11, 2023
  | {_MONTH}(?:{_DASH}{_MONTH})?[ ](?:19|20|18)\d{{2}}         # Sept.–Nov. 2020
  | (?:c\.[ ]?|[Ee]arly[ ]|[Ll]ate[ ]|[Mm]id-?[ ]?)?(?:18|19|20)\d{{2}}s?(?:{_DASH}(?:(?:18|19|20)?\d{{2}}))?
  | FY[ ]?\d{{2,4}}(?:{_DASH}\d{{2,4}})?
)"""
DATE_ROW = re.compile(rf"(?P<label>{_DATE})(?:\s{{2,20}}|\t|\s{{0,3}}[:–—|]\s|\s[-]\s)(?=\S)", re.VERBOSE)
DATE_ALONE = re.compile(
    rf"(?:[A-Z][a-z]{{2,8}}day,?\s)?(?:the\s)?{_DATE}\.?(?:,?\s\d\d?:\d\d.{{0,20}})?", re.VERBOSE
)

BULLET = re.compile(r"(?:[•▪‣◦●○■□►▶➤✓✔❖\uf0b7]\s{0,8}|[-–—*+·]\s{1,8})(?=\S)")
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
SPEAKER = re.compile(
    r"""(?P<name>(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Rep|Sen|Hon|Gen|Adm|Col|Amb|Maj|Lt)\.?\s|The\s|§\s?){0,3}
        (?:[A-Z]\.\s?){0,3}[A-Z][A-Z'’\-]{2,25}(?:\s[A-Z][A-Z'’\-]{1,25}){0,3}
        (?:\s\([^()\n]{1,60}\))?)
        (?:[.:]\s|\s?[:—–]\s|\s(?=(?:asked|said|stated|replied|answered|inquired|rose|moved)\b))""",
    re.VERBOSE,
)
QUESTION = re.compile(r"(?P<name>Q|A|Question|Answer|QUESTION|ANSWER)(?:\d{1,3})?[.:]\s{1,4}(?=\S)")
_LABEL = re.compile(r"(?P<label>[^\s:][^:\n]{0,88}?):(?=\s{1,8}\S)")
_DASH_LABEL = re.compile(r"(?P<label>[^\s–—.,;:][^–—.,;:\n]{0,40}?)\s[–—]\s(?=\S)")
LEADER = re.compile(r"(?P<label>\S[^\n]{0,80}?)\s{0,3}(?:\s\.{1,80}|\.{3,80}|…{2,40}|(?:\s?\.\s){3,40})\s{1,4}(?=\S)")
RULE = re.compile(r"(?:[-=_~*#–—.+|]\s{0,3}){3,}$|[═─━]{3,}$")
INLINE_BULLET = re.compile(r"\s+[▪•●■◦►]\s+")
# A sentence ends inside: a stop, then a capital. Initials and "No. 5" end none.
SENTENCE_BREAK = re.compile(r"[a-z0-9)\]”\"’%]{2}[.!?][\"”’)]?\s+[A-Z“\"]")


@cache
def lexicon() -> dict[str, Any]:
    """The words of `lexicon/plain.toml`."""
    return loads(files("foedera.documents").joinpath("lexicon/plain.toml").read_text("utf-8"))


def label_of(text: str) -> str | None:
    """The words before the colon of "Pakistan: pilot training", or None.

    Not for times, addresses, and sentences that only introduce ("The minister said: ...").
    """
    found = _LABEL.match(text[:HEAD])
    if found is None:
        return None
    label = found["label"].strip()
    words = label.split()
    if len(words) > 12 or SENTENCE_BREAK.search(label) or label[0] in "\"“'‘":
        return None
    if "," in label and len(words) > 6:
        return None
    if words[-1].lower().strip("\"”'") in _words("introducing") or words[0].lower() in ("http", "https", "mailto"):
        return None
    return label


def dash_label_of(text: str) -> str | None:
    """The words before the only dash of "AFRICAN LION – annual", or None."""
    head = text[:120]
    found = _DASH_LABEL.match(head)
    if found is None or len(re.findall(r"\s[–—]\s", head)) > 1:
        return None
    words = found["label"].split()
    return found["label"].strip() if len(words) <= 5 and words[0][0].isupper() else None


def is_capitals(text: str) -> bool:
    """Are (nearly) all its letters capitals?"""
    letters = [c for c in text[:HEAD] if c.isalpha()]
    return len(letters) >= 3 and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


def reads_as_sentence(text: str) -> bool:
    """Does it hold a finite verb of the short list, so that it states something?"""
    words = {w.strip(".,;:()'’\"”“").lower() for w in text[:HEAD].split()}
    return not words.isdisjoint(_words("finite_verbs"))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(lexicon()[name])
