"""How much and how many: which sum or number in and around a claim's words is its amount (a learned choice).

Each number is an option; what speaks for it is trained by `tools/train_amounts.py` and kept in `amounts.json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from foedera.claim import LEARNED, Amount, Claim
from foedera.reading import choices, sums
from foedera.reading.groups import word_set
from foedera.reading.slots import NUMBERS, number
from foedera.reading.sums import any_of

# What can be counted or paid.
COUNTED = frozenset(("agreement", "assistance", "deployment", "exercise", "production", "training", "transfer"))
# So far before and behind a claim's stretch a number is looked for; of so much of it, so many numbers.
_BEFORE, _BEHIND, _LONGEST, _MOST = 30, 60, 600, 40
_WORD = re.compile(r"[^\W\d_][\w'’-]*|\d[\d.,]*|[^\w\s]")
# An amount is the same within a hundredth (the scorer of reading).
_CLOSE = 0.01


@dataclass(frozen=True, slots=True)
class Option:
    """A number that the text writes, or one that a claim's rule took: its amount, and what is known of it."""

    amount: Amount
    known: tuple[str, ...]


@cache
def _numbers() -> re.Pattern[str]:
    """A number in figures or words, with the currency before or behind it and its scale."""
    scales = any_of(sums.scales())
    return re.compile(
        rf"(?<![\w$€£¥])(?:(?P<cur>{any_of(sums.currencies('before'))}) ?)?"
        rf"(?<![\d.,/–-])(?P<v>\d{{1,3}}(?:[, ]\d{{3}}){{1,4}}(?:\.\d{{1,2}})?|\d{{1,9}}(?:\.\d{{1,3}})?|(?:{NUMBERS}))"
        rf"(?: ?-? ?(?P<scale>{scales})\b)?(?:[ -]?(?P<cur2>{any_of(sums.currencies('behind'))}))?(?![\w%/]|[.,]\d)",
        re.IGNORECASE,
    )


def options(claim: Claim, text: str) -> list[Option]:
    """The amounts that a claim could have, those that the text writes first, in order of place."""
    start, end = claim.start, min(claim.end, claim.start + _LONGEST)
    left, right = max(0, start - _BEFORE), min(len(text), end + _BEHIND)
    left = max(left, text.rfind("\n", left, start) + 1)
    right = right if (stop := text.find("\n", end, right)) < 0 else stop
    found = list(islice(_numbers().finditer(text, left, right), _MOST))
    inside = sum(start <= m.start() < end for m in found)
    out, nth, done = [], 0, 0
    for m in found:
        last = _last(m)
        words = _behind(text[last : last + 80])
        amount = _amount(m, words, claim.relation)
        if (
            amount is None
            or m.start() < done
            or _measured(words)
            or _TOP.search(text, max(0, m.start() - 40), m.start())
        ):
            continue
        within, done = start <= m.start() < end, last
        nth += within
        known = (*_looks(m, amount, words, last), *_here(m, start, end, nth if within else 0, inside))
        out.append(Option(amount, (*known, *_beside(claim, amount))))
    ruled = claim.amount
    if ruled is not None and not any(same(o.amount, ruled) for o in out):
        out.append(Option(ruled, ("rule's alone", f"rule={(claim.rule or '').split('-')[0]}")))
    return out


# "thirty-eight (38)": the same number twice.
_AGAIN = re.compile(r" ?\((\d[\d,]{0,9})\)")
# The higher number of a range is not what is counted: the lower one is.
_TOP = re.compile(r"\bbetween (?:about |some )?\d[\d,.]{0,12} and (?:about |some )?$")


def _last(m: re.Match[str]) -> int:
    """Where a number ends, with the figures in brackets that only say it again."""
    again = None if m["v"][0].isdigit() else _AGAIN.match(m.string, m.end())
    return again.end() if again and int(again[1].replace(",", "")) == number(m["v"]) else m.end()


def _measured(behind: Sequence[str]) -> bool:
    """Is so much of time or space meant?"""
    return bool(behind) and behind[0].lower() in sums.measures()


def _amount(m: re.Match[str], behind: Sequence[str], relation: str) -> Amount | None:
    """The amount of a number, by the words behind it."""
    figures = m["v"][0].isdigit()
    value = float(m["v"].replace(",", "").replace(" ", "")) if figures else number(m["v"])
    # A pattern without regard to case takes a few letters of other scripts for ours: such a word is no scale.
    scaled = m["scale"] is not None and (figures or len(m["scale"]) > 2)  # "two m" is no sum
    scale = sums.scales().get(m["scale"].lower()) if scaled else 1.0
    if not value or not scale:
        return None
    value *= scale * _shared(m)
    value = round(value, 2)
    currency = sums.currencies("before").get((m["cur"] or "").lower()) or sums.currencies("behind").get(
        (m["cur2"] or "").lower()
    )
    return Amount(int(value) if float(value).is_integer() else value, currency or _unit(behind, relation))


# "3-4,000", "6 to 7 thousand": what the higher number of a range says of thousands is meant of the lower one too.
_HIGHER = re.compile(r"(?: ?[-\u2013] ?| to )\d{1,3}(?:(?P<more>,\d{3})(?!\d)| (?P<scale>thousand|million|billion)\b)")


def _shared(m: re.Match[str]) -> float:
    """What a number of up to three figures shares with the higher one of its range."""
    higher = _HIGHER.match(m.string, m.end())
    if higher is None or m["scale"] or not re.fullmatch(r"\d{1,3}(?:\.\d)?", m["v"]):
        return 1.0
    return 1000.0 if higher["more"] else sums.scales()[higher["scale"]]


# What is counted ends at one of these.
_ENDS = word_set(
    """in at on of to from for with by and or was were is are be had has have as under that which who after before
    between since until during will would may can could into over near"""
)


# Weapons go by designators ("MiG-21s"), troops by their nation ("Mongolians").
_NAMED = re.compile(r"\w*[A-Z]\w*\d[\w-]*|\w*\d\w*[A-Z][\w-]*|[A-Z][\w-]*s")


def _behind(text: str) -> list[str]:
    """The words behind a number up to the noun that it may count."""
    words: list[str] = []
    for m in _WORD.finditer(text):
        if not m[0][0].isalpha() or m[0].lower() in _ENDS or len(words) > 4:
            break
        words.append(m[0])
        if m[0].lower() in sums.units():
            break
    return words


def _noun(behind: Sequence[str]) -> str:
    """The noun of the list that a number counts, "" for none."""
    return behind[-1].lower() if behind and behind[-1].lower() in sums.units() else ""


def _unit(behind: Sequence[str], relation: str) -> str:
    """What is counted: a noun of the list, else a name in the plural or with a number."""
    named = next((w for w in behind if _NAMED.fullmatch(w)), None)
    return _noun(behind) or named or ("troops" if relation == "deployment" else "units")


def _looks(m: re.Match[str], amount: Amount, words: Sequence[str], last: int) -> list[str]:
    """What a number is by itself: how it is written, how great, and the words beside it, up to and from `last`."""
    text = m.string
    kind = "money" if m["cur"] or m["cur2"] else "scaled" if m["scale"] else "digits" if m["v"][0].isdigit() else "word"
    before = list(map(_plain, _WORD.findall(text[max(0, m.start() - 30) : m.start()])))[-2:]
    behind = list(map(_plain, _WORD.findall(text[last : last + 50])))[:3]
    value = float(amount.value)
    size = "one" if value == 1 else "few" if value < 10 else "tens" if value < 100 else "hundreds"
    size = size if value < 1000 else "year" if _yearlike(m) else "thousands" if value < 1e6 else "millions"
    noun = _noun(words)
    out = [f"kind={kind}", f"size={size}", f"kind={kind} size={size}", f"noun={noun}", f"counted={bool(noun)}"]
    out += [f"counted={bool(noun)} kind={kind}", f"words={len(words)}"]
    out += [f"prev={before[-1] if before else '^'}", f"prev2={' '.join(before)}"]
    out += [f"next={behind[0] if behind else '$'}", f"next2={' '.join(behind[:2])}"]
    return out + [f"near={w}" for w in behind[1:]]


def _plain(word: str) -> str:
    """A word as it is counted: numbers are all one."""
    return "#" if word[0].isdigit() else word.lower()


def _yearlike(m: re.Match[str]) -> bool:
    return re.fullmatch(r"1[6-9]\d\d|20\d\d", m["v"]) is not None and not (m["cur"] or m["scale"])


def _here(m: re.Match[str], start: int, end: int, nth: int, inside: int) -> tuple[str, ...]:
    """Where a number stands to the claim's stretch, and how many there are."""
    where = "before" if m.start() < start else "behind" if m.start() >= end else "in"
    many = min(inside, 4)
    return (
        *(f"where={where}", f"where={where} many={many}", f"nth={min(nth, 4)} of {many}"),
        f"opens={where == 'in' and m.start() - start < 3}",
    )


def same(one: Amount, other: Amount) -> bool:
    """Are they the same number, but for what a rounding takes?"""
    return abs(float(one.value) - float(other.value)) <= _CLOSE * abs(float(other.value))


def _beside(claim: Claim, amount: Amount) -> tuple[str, ...]:
    """How a number stands to what else is known of the claim."""
    ruled = claim.amount
    own = "none" if ruled is None else "same" if same(amount, ruled) else "other"
    learned = (claim.rule or "").startswith(LEARNED)
    return f"rule's={own}", f"rule's={own} learned={learned}", f"polarity={claim.polarity}"


def choose(claim: Claim, found: Sequence[Option]) -> Amount | None:
    """The likeliest of these amounts; the one that the claim's rule took where none is likely enough."""
    known = choices.weights("amounts")
    best = max(((known.score(claim.relation, o.known), -n) for n, o in enumerate(found)), default=None)
    if best is None or best[0] < known.least:
        return claim.amount
    chosen, ruled = found[-best[1]].amount, claim.amount
    return ruled if ruled is not None and same(chosen, ruled) else chosen


def given(claims: Iterable[Claim], text: str) -> list[Claim]:
    """The claims, each with the likeliest amount."""
    return [replace(c, amount=choose(c, options(c, text))) if may(c) else c for c in claims]


def may(claim: Claim) -> bool:
    """Is it a claim of what can be counted, and no form or treaty's own text, which say theirs?"""
    return claim.relation in COUNTED and not (claim.rule or "").startswith(("forms", "articles"))
