"""Which of the dates of a sentence is the one of what it states, and whether since then, until then or at that time.

A small linear model (`dating.json`, trained by `tools/train_dates.py`) weighs each date that the sentence has, that of
its row and the last one before it: where it stands to the word that states the claim, what introduces it, what stands
between. What the plain rule of `slots.date` would take is one of the features. Every feature has a name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import repeat
from typing import Any, TypeVar

from foedera.reading import moments, timex
from foedera.reading.context import Context
from foedera.reading.groups import Coded
from foedera.reading.moments import Anchor, Moment
from foedera.reading.roles import Spot
from foedera.reading.timex import Timex


@dataclass(frozen=True, slots=True)
class Asked:
    """What a date is looked for: relation, where it is stated, stage or status, and what the plain rule would take."""

    relation: str
    spot: Spot
    told: str = ""
    rule: Timex | None = None
    role: str = ""
    learned: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """A date with its role."""

    edtf: str
    role: str


def of(coded: Coded, context: Context) -> list[Moment]:
    """The dates of a sentence, found once."""
    if coded.moments is None:
        coded.moments = moments.found(coded.code, coded.dates, Anchor(context.told_date, context.issued))
    return coded.moments


# A date in brackets, or one that something is meant for, is not the time that is told of.
_ASIDE = re.compile(r"(?:\([^()]*|\b(?:towards?|until|till|by|for|to|before|commissioned|established|founded) )$")


def note(coded: Coded, context: Context) -> None:
    """Take note of the last date of a sentence that has been read: later ones may count from it."""
    found = [m for m in of(coded, context) if m.kind not in ("then", "same", *moments.OTHER_YEARS)]
    for moment in reversed(found):
        told = moments.end_of(moment.edtf)
        if told and not _ASIDE.search(coded.code, max(0, moment.at - 40), moment.at):
            context.told_date = told
            return


def enter(text: str, heading: tuple[int, int] | None, label: str, context: Context) -> None:
    """At the beginning of a block: dates count from that of its label, or of a heading that is new."""
    if heading is not None and heading[0] != context.headed_at:
        dates = timex.find(text[heading[0] : heading[1]])
        context.headed_at = heading[0]
        context.headed_date = dates[-1].edtf if dates else ""
        context.told_date = moments.end_of(context.headed_date) or context.told_date
        _take_day(dates, context)
    spans = "/" in context.headed_date or "X" in context.headed_date
    year = context.told_date if spans or not context.headed_date else context.headed_date
    context.row_date = timex.of_label(_in_order(label), year[:4]) if label else None
    if context.row_date is None and heading is not None:
        context.row_date = timex.alone(text[heading[0] : heading[1]])
    if context.row_date is not None:
        context.told_date = moments.end_of(context.row_date.edtf) or context.told_date


def _take_day(dates: Sequence[Timex], context: Context) -> None:
    """What stands below a heading that opens with a day was written on it, as in extracts of debates."""
    opens = dates and dates[0].start <= _OPENING and dates[0].complete and len(dates[0].edtf) == len("2000-01-01")
    day = dates[0].edtf if opens else ""
    if day or context.dated_section:
        context.issued, context.dated_section = day or context.appeared, bool(day)


# What may stand before such a day: a bracket, quotation marks.
_OPENING = 2
_YEAR_FIRST = re.compile(r"(\d{4}) ([A-Za-z]{3,9})\.?(?: (\d{1,2}))?$")


def _in_order(label: str) -> str:
    """The label of a row with its date as prose has it: "1936 Aug 26" is 26 Aug 1936."""
    match = _YEAR_FIRST.match(label.strip())
    return " ".join(part for part in (match[3], match[2], match[1]) if part) if match else label


def options(asked: Asked) -> list[tuple[Moment, list[str]]]:
    """The dates that it could be, each with what is known of it; `features` also names this by relation."""
    spot = asked.spot
    inside = of(spot.coded, spot.context)
    out = [(m, _features(asked, m, inside)) for m in inside]
    row = spot.context.row_date
    if row is not None:
        out.append((Moment(-1, -1, row.edtf, "", "row"), _outer(asked, "row", row.edtf, len(inside))))
    elif spot.context.headed_date:
        headed = spot.context.headed_date
        out.append((Moment(-1, -1, headed, "", "headed"), _outer(asked, "headed", headed, len(inside))))
    if row is None and spot.context.told_date and _LEANS.search(spot.coded.code, spot.left, spot.right):
        told = spot.context.told_date
        out.append((Moment(-1, -1, told, "", "told"), _outer(asked, "told", told, len(inside))))
    return out


# What says that a sentence is of the same time as the one before it.
_LEANS = re.compile(
    r"\b(?:same (?:visit|occasion|meeting|talks|trip)|in (?:their|his|whose) presence|also|there)\b|^3$"
)


def _precision(edtf: str) -> str:
    return "span" if "/" in edtf else "X" if "X" in edtf else str(len(edtf.rstrip("~")))


def _outer(asked: Asked, where: str, edtf: str, many: int) -> list[str]:
    ruled = asked.rule is not None and asked.rule is asked.spot.context.row_date and where == "row"
    plain = [f"where={where}", f"many={min(many, 3)}", f"rule={ruled}", f"precision={_precision(edtf)}"]
    return [*plain, f"where={where} many={min(many, 2)}", f"where={where} rule={ruled}"]


def features(asked: Asked, plain: list[str]) -> list[str]:
    """All features of a date: what is known of it, and the same by relation and by what is told of it."""
    of, told = f"{asked.relation} ", f"{asked.told} "
    out = [*plain, f"of={asked.relation}", f"learned={asked.learned}"]
    out += [of + name for name in plain]
    if asked.told:
        out += [told + name for name in plain[:_OF_TOLD]]
    return out


# So many of the features, the first, are also weighed by what is told.
_OF_TOLD = 6


_WORDS = re.compile(r"[a-z][a-z'-]*|\d+|[^\sa-z\d]")
_VERB = re.compile(
    r"\b(?:[a-z]{2,}ed|was|were|has|have|had|is|are|will|began|became|came|went|took|sent|left|gave|bought|sold|held|"
    r"made|met|said|broke|fought|led|set|put|won|lost|built|brought|agreed)\b"
)
_CUTS = (",", " and ", ";", ":", "(", ")", " which ", " who ", " when ", " but ", " while ", " after ", " before ",
         " since ", " following ", "\ue000", "\ue002", " under ", " of ", '"')  # fmt: skip


def _features(asked: Asked, m: Moment, inside: list[Moment]) -> list[str]:
    spot = asked.spot
    code = spot.coded.code
    side, between = _between(code, spot, m)
    clause = spot.left <= m.at < spot.right
    others = [o for o in inside if o is not m and _nearer(o, m, spot)]
    ruled = asked.rule is not None and spot.coded.dates.get(m.at) is asked.rule and m.kind == "plain"
    near = min(len(others), 2)
    before, after, closes = _beside(code, m.at, m.end)
    where = f"{side}{'' if clause else ' out'}"
    verbs = min(len(_VERB.findall(between)), 2)
    prep = before[-1] if before else "^"
    plain = [
        f"where={where}",
        f"rule={ruled}",
        f"where={where} nearer={near} verbs={verbs}",
        f"prep={prep}",
        f"kind={m.kind}",
        f"lead={m.lead} {where}",
        f"prep={' '.join(before[-2:])}",
        f"next={after[0] if after else '$'}",
        f"prep={prep} {where}",
        f"precision={_precision(m.edtf)}",
        f"many={min(len(inside), 4)} rule={ruled}",
        f"far={min(len(between) // 20, 6)} {side}",
        f"kind={m.kind} {where}",
        f"first={m is inside[0]} last={m is inside[-1]}",
    ]
    plain += [f"cut {side}={cut}" for cut in _CUTS if cut in between]
    plain += [f"word {word}" for word in before[:-1]]
    if m.at < 4:
        plain.append(f"opens {side}")
    if closes:
        plain.append("closes")
    if len(after) > 1:
        plain.append(f"next={' '.join(after)}")
    return plain


_CLOSES = re.compile(r"\)\W*$")


@lru_cache(1024)
def _beside(code: str, at: int, end: int) -> tuple[list[str], list[str], bool]:
    """The words before and behind a date, and whether it ends a sentence in brackets; many frames ask for the same."""
    before = _WORDS.findall(code[max(0, at - 40) : at])[-3:]
    after = _WORDS.findall(code[end : end + 30])[:2]
    return before, after, _CLOSES.match(code, end) is not None


def _between(code: str, spot: Spot, m: Moment) -> tuple[str, str]:
    """On which side of the trigger a date stands, and what stands between them."""
    if m.at >= spot.end:
        return "behind", code[spot.end : m.at][:240]
    if m.end <= spot.start:
        return "before", code[m.end : spot.start][-240:]
    return "within", ""


def _nearer(other: Moment, m: Moment, spot: Spot) -> bool:
    """Does another date stand between the trigger and this one?"""
    if m.at >= spot.end:
        return spot.start <= other.at < m.at
    return m.at < other.at < spot.end


_TENSE = re.compile(r"\b(?:was|were|has|have|had|is|are|will|would)\b")


def role_features(asked: Asked, m: Moment) -> list[str]:
    """What tells since, until, on, signed or in force."""
    plain, relation = _role_features(asked, m), asked.relation
    says = (f"says {w}" for w in _said(asked.spot))
    return [*plain, *says, f"of={relation}", *(f"{relation} {name}" for name in plain)]


def _said(spot: Spot) -> set[str]:
    """The words at the beginning of a clause."""
    return set(_WORDS.findall(spot.coded.code[spot.left : spot.right][:200]))


def _role_features(asked: Asked, m: Moment) -> list[str]:
    """The same as far as it does not lie in the relation or in the words of the clause."""
    spot = asked.spot
    code = spot.coded.code
    at, end = (m.at, m.end) if m.at >= 0 else (spot.start, spot.start)
    before = _WORDS.findall(code[max(spot.left, at - 50) : at])[-5:]
    verbs = _TENSE.findall(code, spot.left, spot.end)
    tense = verbs[-1] if verbs else ""
    return [
        f"lead={m.lead}",
        f"tense={tense} lead={m.lead}",
        f"ruled={asked.role} lead={m.lead}",
        f"kind={m.kind}",
        f"told={asked.told}",
        f"ruled={asked.role}",
        f"span={'/' in m.edtf}",
        *(f"word {w}" for w in before),
        f"prep={' '.join(before[-1:])}",
        f"prep={' '.join(before[-2:])}",
        f"text={code[at:end].split(' ')[0] if m.kind != 'plain' else ''}",
        *(f"at {w}" for w in _WORDS.findall(code[max(spot.left, spot.start - 24) : spot.end])),
    ]


Pairs = list[tuple[int, float]]
_W = TypeVar("_W", float, Pairs)


class Model:
    """The trained weights: of the features of a date, of those for each role, and from which sum a date is taken."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.date: dict[str, float] = data["date"]
        self.least: float = data["least"] - self.date["(bias)"]
        self.names = sorted(data["roles"])
        self.start = [data["roles"][name].get("(bias)", 0.0) for name in self.names]
        # The same weights by feature: each feature is looked up once for all roles.
        self.roles: dict[str, Pairs] = {}
        for n, name in enumerate(self.names):
            for feature, weight in data["roles"][name].items():
                if feature != "(bias)":
                    self.roles.setdefault(feature, []).append((n, weight))
        # The weights of words of the clause by the word alone, and those of the other features by relation.
        self._says = {name.removeprefix("says "): own for name, own in self.roles.items() if name.startswith("says ")}
        self._of: dict[str, tuple[dict[str, float], dict[str, Pairs]]] = {}

    def _for(self, relation: str) -> tuple[dict[str, float], dict[str, Pairs]]:
        """The weights of dates and roles, each feature's with what it weighs more for the relation."""
        if relation not in self._of:
            self._of[relation] = _with_own(self.date, relation), _with_own(self.roles, relation)
        return self._of[relation]

    def date_score(self, asked: Asked, plain: list[str]) -> float:
        """How much speaks for a date with these features: the sum over what `features` names."""
        known, all_ = self._for(asked.relation)[0], self.date
        score = all_.get(f"of={asked.relation}", 0.0) + all_.get(f"learned={asked.learned}", 0.0) + _total(known, plain)
        return score + _total(all_, [f"{asked.told} {f}" for f in plain[:_OF_TOLD]]) if asked.told else score

    def role_scores(self, asked: Asked, moment: Moment) -> list[float]:
        """How much speaks for each role of a date: the sums over the names of `role_features`."""
        known, score = self._for(asked.relation)[1], list(self.start)
        held = [known.get(name, ()) for name in _role_features(asked, moment)]
        held += [self._says.get(word, ()) for word in _said(asked.spot)]
        for pairs in (*held, self.roles.get(f"of={asked.relation}", ())):
            for n, weight in pairs:
                score[n] += weight
        return score


def _with_own(weights: dict[str, _W], relation: str) -> dict[str, _W]:
    """The weight of each feature with what it weighs more for the relation."""
    own = {f.removeprefix(f"{relation} "): w for f, w in weights.items() if f.startswith(f"{relation} ")}
    return own | {f: w + own[f] if f in own else w for f, w in weights.items()}


@cache
def model() -> Model:
    """The model that the package carries."""
    return Model(json.loads(files("foedera.reading").joinpath("dating.json").read_text("utf-8")))


def _total(weight: dict[str, float], names: Iterable[str]) -> float:
    return sum(map(weight.get, names, repeat(0.0)))


def choose(asked: Asked) -> Chosen | None:
    """The date of what is stated, with its role; None where it has none."""
    spot = asked.spot
    key = (
        asked.relation,
        spot.start,
        spot.end,
        spot.left,
        spot.right,
        asked.told,
        asked.role,
        id(asked.rule),
        asked.learned,
    )
    known = spot.coded.dated
    if key not in known:
        known[key] = best(asked, options(asked))
    chosen: Chosen | None = known[key]
    return chosen


def best(asked: Asked, found: list[tuple[Moment, list[str]]]) -> Chosen | None:
    """The likeliest of these dates, if it is likely enough."""
    if not found:
        return None
    known = model()
    score, moment = max(((known.date_score(asked, plain), m) for m, plain in found), key=lambda f: f[0])
    if score < known.least:
        return None
    return Chosen(moment.edtf, role(asked, moment))


def role(asked: Asked, moment: Moment) -> str:
    """The likeliest role of a date that is chosen."""
    found = model()
    score = found.role_scores(asked, moment)
    return str(found.names[score.index(max(score))])
