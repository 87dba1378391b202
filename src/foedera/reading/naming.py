"""The name of an agreement, programme, base or partnership that a clause gives, where no trigger captures it."""

from __future__ import annotations

import re

from foedera.reading.roles import Spot

_PROPER = r"(?:[A-Z][\w'’–-]*(?:\s(?:of|on|for|and|the|in|to|with|between)(?:\sthe)?)?\s){1,8}"
_KINDS = (
    r"(?:agreement|treaty|pact|convention|memorandum of understanding|memorandum|accords?|protocol|arrangement|"
    r"alliance|letter of intent|declaration|joint statement)"
)
# Kinds that are a name without a further word.
_ALONE = r"(?:letter of intent|memorandum of understanding|status[ -]of[ -]forces agreement)"
# In capitals, by relation; of several the nearest to the word that tells the claim.
_TITLES = {
    "agreement": re.compile(
        rf"\b{_PROPER}(?:Agreement|Treaty|Pact|Convention|Memorandum(?:\sof\sUnderstanding)?|Declaration|Protocol|Charter|"
        rf"Accords?|Alliance|MoU|MOU|Entente|Understanding|Statement|Arrangements?)\b(?!\s[A-Z])"
        rf"|\b(?:Agreement|Treaty|Pact|Convention|Declaration|Charter|Accords?|Protocol)\sof\s(?:the\s)?[A-Z][\w'’-]+\b"
    ),
    "partnership": re.compile(rf"\b{_PROPER}(?:Partnership|Program(?:me)?|Brigade|Corps|Force|Command|Ally)\b"),
    "deployment": re.compile(
        r"\b(?:[A-Z][\w'’-]+\s){1,3}(?:(?:Air|Naval|Military|Army)\s)?(?:Base|Barracks|Airfield|Garrison|Station)\b"
        r"|\b(?:Camp|Fort|Operation|Task\sForce)\s[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?"
    ),
}
# What it is called in small letters: "a military cooperation agreement", "a letter of intent on training".
_PLAIN = re.compile(
    rf"\b(?:(?:(?!(?:an?|the|this|that|new|first|such|no|any|its|their|an|old|last|same|further|signed|under|by)\b)"
    rf"[a-z][a-z-]+ (?:and (?=[a-z-]+ [a-z]))?){{1,4}}{_KINDS}|{_ALONE})\b"
    r"(?: on (?:(?:comprehensive|strategic|mutual) )*[a-z]+(?: cooperation| exchange| training| partnership)?)?"
)
_LEAD = re.compile(r"^(?:The|A|An|In|Under|By|Its)\s")


def of(relation: str, spot: Spot) -> str | None:
    """The name that the clause itself gives what a claim of the relation tells of, as it is written; None if none."""
    if relation == "membership":
        return _marked({at: (m.start, m.end) for at, m in spot.coded.frameworks.items()}, spot)
    if relation in ("assistance", "training"):
        return _marked({at: (w.start, w.end) for at, w in spot.coded.programmes.items()}, spot)
    title = _title(spot, _TITLES[relation]) if relation in _TITLES else None
    return title or (_plain(spot) if relation == "agreement" else None)


def _marked(marks: dict[int, tuple[int, int]], spot: Spot) -> str | None:
    """The mark of the clause that stands nearest."""
    inside = [at for at in marks if spot.left <= at < spot.right]
    if not inside:
        return None
    start, end = marks[min(inside, key=lambda at: abs(at - spot.start))]
    return " ".join(spot.coded.text[start:end].split()) if start >= 0 else None


def _title(spot: Spot, pattern: re.Pattern[str]) -> str | None:
    start, end = spot.coded.span(spot.left, spot.right)
    at = spot.coded.offset[spot.start]
    found = list(pattern.finditer(spot.coded.text, start, min(end, start + 400)))
    best = min(found, key=lambda m: abs(m.start() - at), default=None)
    return _LEAD.sub("", " ".join(best.group().split())) if best else None


def _plain(spot: Spot) -> str | None:
    """The agreement of the clause as it is called in small letters, the nearest one."""
    found = list(_PLAIN.finditer(spot.coded.code, spot.left, min(spot.right, spot.left + 400)))
    best = min(found, key=lambda m: abs(m.start() - spot.start), default=None)
    if best is None:
        return None
    start, end = spot.coded.span(*best.span())
    return " ".join(spot.coded.text[start:end].split()).rstrip(".,;:")
