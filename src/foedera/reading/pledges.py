"""Sentences about what states owe each other, in literary English, to claims.

"The Dual Monarchy had sworn to defend Germany against Russia in 1880", "no treaty obliged Britain to
take up arms in defence of France", "Finland's only defence treaty partner in 1965 was Moscow".
Where the general frames and this reader both read a sentence, this one's claim stands (`merge`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from foedera import actors
from foedera.actors import Mention
from foedera.claim import Actor, Claim, Term
from foedera.documents.limits import Deadline
from foedera.documents.model import Block, Document
from foedera.reading import pledges_members, sentences, timex
from foedera.reading.nearby import Nearby
from foedera.reading.pledges_coding import Coded, code, has_weak, treaty_of
from foedera.reading.pledges_parse import (
    Bond,
    When,
    allied,
    bonded,
    content,
    count,
    denied,
    direction,
    first,
    first_of_both,
    nobody,
    only,
    over,
    sides,
    states,
    tidy,
    when,
)
from foedera.reading.pledges_words import pattern

RULE = "pledge"
# Longer sentences list many things at once: the frames read them.
_LONGEST = 280
_ORGANISATIONS = {
    "Rio Treaty": "RIO",
    "Rio Pact": "RIO",
    "Inter-American Treaty of Reciprocal Assistance": "RIO",
    "Baghdad Pact": "CENTO",
    "Pact of Baghdad": "CENTO",
    "Manila Pact": "SEATO",
    "Warsaw Treaty": "WTO",
    "Tashkent Treaty": "CSTO",
    "ANZUS Pact": "ANZUS",
    "ANZUS pact": "ANZUS",
    "Atlantic Pact": "NATO",
}


def read(
    document: Document,
    named: tuple[Mention, ...] | None = None,
    segments: Sequence[sentences.Segment] | None = None,
    deadline: Deadline | None = None,
) -> list[Claim]:
    """The claims of a document's sentences about obligations and alliances, in order of place.

    `named` are the actors of the whole text and `segments` its segments, where the caller has them already.
    """
    named = tuple(actors.find(document.text)) if named is None else named
    starts = [m.start for m in named]
    out: list[Claim] = []
    for start, end, block in _sentences(sentences.segments(document) if segments is None else segments):
        text = document.text[start:end]
        if deadline:
            deadline.check(start, len(document.text))
        if not _may_pledge(text):
            continue
        inside = [
            _moved(m, start) for m in named[bisect_left(starts, start) : bisect_left(starts, end)] if m.end <= end
        ]
        out += _sentence(text, start, inside, _row(document.blocks[block]))
    return out


def _sentences(segments: Sequence[sentences.Segment]) -> Iterable[tuple[int, int, int]]:
    """The whole sentences, each with its block: the segments that a semicolon cut are put together again."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for s in segments:
        first, last = spans.get((s.block, s.sentence), (s.start, s.end))
        spans[s.block, s.sentence] = (min(first, s.start), max(last, s.end))
    return sorted((*span, block) for (block, _), span in spans.items())


def _row(block: Block) -> str:
    """The date of an entry of a chronology: its label's, else that of a heading that is nothing else; '' if none."""
    headed = timex.alone(block.path[-1]) if block.path else None
    label = timex.of_label(block.label, headed.edtf[:4] if headed else "") if block.label else None
    return label.edtf if label else headed.edtf if headed else ""


def _moved(m: Mention, by: int) -> Mention:
    return replace(m, start=m.start - by, end=m.end - by)


_CUE = re.compile(
    r"treat(?:y|ies)|pacts?\b|allian|\ball(?:y|ies|ied)\b|defen[cds]|oblig|undert|\bfight|\bduty|vow|bound|binding|commit|pledg|promis|sworn|"
    r"swore|guarant|owe[ds]?\b|dut(?:y|ies)|neutral|aggress|"
    r"consult|\barms\b|assist|\baid\b|member|join|belong|league|entente|convention|accord|agreement|\bNATO\b|"
    r"\bPact\b|SEATO|CENTO|ANZUS|CSTO|WEU|accede|enter|admitted|\b(?:must|ha(?:s|ve|d) to) help",
    re.IGNORECASE,
)


# What every cue begins with, found much faster than the cues.
_PLAIN_CUES = (
    *("treat", "pact", "allian", "ally", "allie", "defen", "oblig", "bound", "binding", "commit", "pledg", "promis"),
    *("sworn", "swore", "guarant", "owe", "dut", "neutral", "aggress", "consult", "arms", "assist", "aid", "member"),
    *("join", "belong", "league", "entente", "convention", "accord", "agreement", "nato", "seato", "cento", "anzus"),
    *("csto", "weu", "accede", "enter", "admitted", "must help", "to help"),
)


# What somebody else says, or what might be, is not this text's assertion.
_QUOTED = re.compile(
    r"\b(?:stop (?:saying|claiming)|falsely|wrongly|mistakenly|it is (?:often )?(?:said|claimed|alleged)|rumou?r|"
    r"if only|would have(?! (?:had to|to (?:defend|protect|come to the)|"
    r"(?:been )?(?:\w+ )?(?:bound|obliged|obligated|committed|required|compelled)))|"
    r"might have|could have|should have (?:been|had|joined)|had (?:it|they|he|she) (?:been|had)(?! attacked| invaded)|"
    r"will\b|proposed|proposal|offered to|hoped|wished|wanted to|sought to|tried to|failed to persuade|"
    r"negotiat(?:ing|ions) )",
    re.IGNORECASE,
)


def _may_pledge(text: str) -> bool:
    """Is the sentence short enough, and has it a word without which nothing is read?"""
    if len(text) > _LONGEST or text.count(";") > 2:
        return False
    low = text.lower()
    return any(word in low for word in _PLAIN_CUES) and _CUE.search(text) is not None


# "It is a myth that": what follows is denied.
_MYTH = re.compile(
    r"^(?:but |yet |in fact,? )?(?:it (?:is|was|would be) (?:simply |quite |plainly )?(?:a |an )?(?:\w+ )?"
    r"(?:myth|legend|fiction|fable|error|mistake|untrue|false|wrong|incorrect|not true|not the case)"
    r"(?: to (?:say|think|claim|believe))? that |"
    r"(?:the )?(?:myth|legend|claim|story|belief|idea) that (?=.* (?:is|was) (?:false|wrong|untrue|mistaken)))"
)


def _sentence(text: str, at: int, named: Sequence[Mention], row: str) -> list[Claim]:
    """The claims of a sentence in an entry of the date `row` (''): what has no date of its own is of that date."""
    for weak in (False, True) if has_weak(text) else (False,):
        coded = code(text, named, weak=weak, year=row[:4])
        bonds = bonds_of(coded)
        if bonds:
            for bond in bonds if row else ():
                _enter(bond, row)
            return [claim(b, text, at) for b in bonds]
    return []


# What an entry of a chronology tells of as what happened then, with the role of its date.
_ENTERED = {"held": "signed", "signed": "signed", "ratified": "on", "joined": "since", "left": "until"}


def _enter(bond: Bond, row: str) -> None:
    """Take the date of the entry, or the bond's own as a closer one; what an entry says is held was made then."""
    if bond.kind not in _ENTERED or (bond.date or row)[: len(row)] != row:
        return
    bond.date, bond.date_role = bond.date or row, _ENTERED[bond.kind]
    if bond.kind == "held" and not bond.denied:
        bond.stage = bond.stage or "signed"


# ---------------------------------------------------------------- clauses

_PART = re.compile(
    r"\s*(?:[;?!]|:(?! @\d+\.?$))\s+|(?<=[a-z0-9'])\.\s+|, (?:but|yet|whereas) (?=.{12})|"
    r", and (?=in #\d+ @)|, and (?=(?:it|this|that|they|neither|no) )(?!(?:that|it|this) (?:was|is) @)"
)
_ASIDE = re.compile(
    r"^(?:though|although|despite|in spite of|whatever|however|for all|even though|much as|notwithstanding|while|"
    r"unlike|after|isolated|far from|contrary to|as|whether|if)\b[^,]{0,140}, "
    r"|^~\d+ notwithstanding, |^[^,@]{0,60} notwithstanding, "
)
_TAIL = re.compile(
    r", (?:though|although|whatever|despite|even if|even though|while|because|since @|unlike|contrary to|as (?:many|"
    r"some|is|was|the)|which (?:surprised|is why|explains)|however)\b.*$"
)


@dataclass(slots=True)
class _Part:
    text: str
    core: str


def _parts(coded: Coded) -> list[_Part]:
    pieces = [p.strip(" .,!?") for p in _PART.split(coded.text)]
    return [_Part(p, _core(p)) for p in pieces if p]


def _core(part: str) -> str:
    """The part without what it only concedes or remarks, if a bond is left."""
    core = part
    aside = _ASIDE.match(core)
    if aside and _told(core[aside.end() :]):
        core = core[aside.end() :]
    tail = _TAIL.search(core)
    if tail and _told(core[: tail.start()]):
        core = core[: tail.start()]
    return tidy(core)


def _told(text: str) -> bool:
    return (
        bool(re.search(r"[@~&%]\d+", text))
        and bool(bonded(text) or re.search(r"&\d+", text))
        and bool(content(tidy(text)) or allied(text) or re.search(r"[&~]\d+", text))
    )


def bonds_of(coded: Coded) -> list[Bond]:
    """What the coded sentence states about bonds; empty if nothing."""
    parts = _parts(coded)
    out = []
    for at, part in enumerate(parts):
        if _QUOTED.search(part.text):
            continue
        time = _time(parts, at, coded)
        myth = _MYTH.match(part.core)
        bond = _bond(_Part(part.text, part.core[myth.end() :]) if myth else part, parts, at, coded, time)
        if bond is None or (myth and bond.kind not in ("held", "member")):
            continue
        if myth:
            bond.denied = not bond.denied
        out.append(bond)
    return out


def _time(parts: list[_Part], at: int, coded: Coded) -> When:
    """The part's own date; where it has none, that of its neighbours (later ones first)."""
    own = when(parts[at].core, coded)
    if (now := _still(parts, at, coded)) and (own.lead == "since" or _IN_FORCE.search(now[0])):
        return now[1]
    if own.date or own.treaty:
        return own
    whole = when(parts[at].text, coded)
    if whole.date:
        return whole
    for other in [*parts[at + 1 :], *reversed(parts[:at])]:
        found = when(other.text, coded)
        if found.date:
            return replace_time(found, own)
    return own


_IN_FORCE = re.compile(r"\b(?:in force|still|held(?= in #| good| until)|stood(?= in #))")


def _still(parts: list[_Part], at: int, coded: Coded) -> tuple[str, When] | None:
    """A later part that says that the bond still held on a day, and that day."""
    for other in parts[at + 1 :]:
        found = when(other.text, coded)
        if found.date and re.search(r"\b(?:in force|still|held|stood|bound)\b", other.text):
            return other.text, found
    return None


def replace_time(found: When, own: When) -> When:
    """A neighbour's date beside the part's own treaty date."""
    return When(found.date, found.lead, own.treaty)


_OBJECT = re.compile(
    r"\b(?P<v>defend|protect|help|assist|aid|save|rescue|support|with|to|toward|towards|consult|guarantee|guaranteed|"
    r"fight for|promised|owed|obliged|bound|ally of|given|gave) (?:it|them|him|her)\b(?!self|selves)"
)
_SUBJECT_PRONOUN = re.compile(r"^(?P<lead>(?:in|by|throughout|during|as late as) #\d+,? )?(?:it|they|he|she) (?=\w)")


def _resolved(part: _Part, parts: list[_Part], at: int, coded: Coded) -> str:
    """The part with a pronoun put in a state's place, where it names too few states and its neighbour has one."""
    named = {c for m in states(part.core) for c in coded.codes(m)}
    if len(named) != 1:
        return part.core
    for other in reversed(parts[:at]):
        marks = [m for m in states(other.text) if not set(coded.codes(m)) & named and len(coded.codes(m)) == 1]
        if len(marks) == 1:
            return _put_for_pronoun(part.core, marks[0])
    return part.core


def _put_for_pronoun(text: str, mark: str) -> str:
    if _OBJECT.search(text):
        return _OBJECT.sub(lambda m: f"{m['v']} {mark}", text, count=1)
    return _SUBJECT_PRONOUN.sub(lambda m: f"{m['lead'] or ''}{mark} ", text, count=1)


def _bond(part: _Part, parts: list[_Part], at: int, coded: Coded, time: When) -> Bond | None:
    text = _resolved(part, parts, at, coded)
    bond = _pledge(text, parts, at, coded, time)
    if bond is not None:
        return bond
    return pledges_members.member(text, coded, time, _codes(coded)) if re.search(r"[&~]\d+", text) else None


def _codes(coded: Coded) -> dict[str, str]:
    out = {f"&{n}": m.codes[0] if m.codes else m.text for n, m in enumerate(coded.marks.get("&", []))}
    for n, m in enumerate(coded.marks.get("~", [])):
        if m.text in _ORGANISATIONS:
            out[f"~{n}"] = _ORGANISATIONS[m.text]
    return out


_CLASS = re.compile(
    r"\b(?:an?|any|another|one|some|fellow|other) &\d+ (?:member|ally|state|country|power)(?: states?)?"
)


def _pledge(text: str, parts: list[_Part], at: int, coded: Coded, time: When) -> Bond | None:
    bare = _CLASS.sub("nato member" if "&" in text else "", text)
    found = content(bare)
    treaty = next((coded.of(t) for t in re.findall(r"~\d+(?!\d|'s)", bare) if coded.of(t).treaty), None)
    ally = allied(bare)
    known = bool(treaty and treaty.treaty and treaty.treaty.obligations)
    if not (bonded(bare) and (found or ally or known)) and not (known and _staged(bare)):
        return None
    if _organisation_only(bare, coded, found):
        return None
    marks = _actors(bare, parts, at, coded)
    unknown = tuple(coded.of(u).text for u in re.findall(r"%\d+", bare))
    if not marks and not unknown and treaty is None:
        return None
    marks = marks + re.findall(r"%\d+", bare)
    bond = Bond("pledge", tuple(dict.fromkeys(c for m in marks for c in coded.codes(m))), unknown, found)
    if treaty and treaty.treaty:
        bond.name = treaty.text
        named = treaty.treaty
        if len(bond.parties) < 2 and named.parties and not unknown:
            bond.parties = named.parties if not bond.parties else bond.parties
        bond.obligations = bond.obligations or named.obligations
        if not bond.parties and not unknown and pattern("statement", "signed").search(bare):
            bond.parties = named.founders
    elif under := _UNDER.search(text):
        base = treaty_of(_codes(coded).get(under["alliance"], ""))
        bond.name = base.names[0] if base else None
    if len(bond.parties) + len(bond.unknown) < 2:
        return _alone(bare, bond, coded, time)
    if not bond.obligations:
        bond.name = bond.name or "alliance"
    return _detailed(bare, bond, coded, time)


# "NATO's Article 5 obliges", "under NATO's treaty": the promise is looked for in that treaty.
_UNDER = re.compile(
    r"(?P<alliance>&\d+)(?:'s)? (?:article|charter|treaty|pact|obliges|obligates|requires|commits|binds)\b"
)


def _organisation_only(text: str, coded: Coded, found: tuple[str, ...]) -> bool:
    """Is it about who belongs to an organisation, not about what two states owe each other?"""
    if not re.search(r"&\d+", text):
        return False
    several = len({c for m in states(text) for c in coded.codes(m)}) > 1
    return not (several and found) or bool(re.search(r"&\d+ (?:membership|member|members)\b", text) and not found)


def _actors(text: str, parts: list[_Part], at: int, coded: Coded) -> list[str]:
    """The marks of states of the part; those of a neighbour only where it has none."""
    from foedera.reading.pledges_parse import _without_adversary

    own = states(_without_adversary(text))
    if own or re.search(r"[%~]\d+", text):
        return own
    for other in [*reversed(parts[:at]), *parts[at + 1 :]]:
        found = states(_without_adversary(other.text))
        if found:
            return found
    return []


def _staged(text: str) -> bool:
    """Does it speak of signature, force, approval or end?"""
    if over(text) or re.search(
        r"\b(?:in force|still (?:held|bound|stood|bound)|was alive|still alive|bound|stood)\b", text
    ):
        return True
    return any(pattern("statement", k).search(text) for k in ("signed", "ratified", "approved", "ended"))


# ---------------------------------------------------------------- one state


def _alone(text: str, bond: Bond, coded: Coded, time: When) -> Bond | None:
    """A clause that names one state: no partner at all, or a number of them."""
    if not bond.parties or bond.unknown:
        return None
    no = denied(text)
    if not no and _count_signed(text, bond, coded, time):
        return bond
    _dated(bond, time, "on")
    if no:
        if not nobody(text) or _unread_partner(text):
            return None
        bond.denied, bond.kind = True, "none"
        if not bond.obligations:
            bond.name = "alliance"
        return bond
    n = count(text)
    if n is None:
        return _friendless(text, bond)
    bond.kind, bond.quantifier, bond.scope = "count", n, "partners"
    if not bond.obligations:
        bond.name = "alliance"
    return bond


def _friendless(text: str, bond: Bond) -> Bond | None:
    return None


def _unread_partner(text: str) -> bool:
    """Is a partner named that no state was found for ("no pact with the Ruritanians")?"""
    return bool(
        re.search(
            r"\b(?:with|to|between|toward|towards|of) the \w+(?:s|ns|ese|ish|ch)\b(?! (?:of|in|world|states|powers|"
            r"great))",
            text,
        )
    )


# ---------------------------------------------------------------- two states and more


def _detailed(text: str, bond: Bond, coded: Coded, time: When) -> Bond:
    if _quantified(text, bond, coded, time):
        return bond
    way = direction(text, coded) if not _two_way(text) else None
    if way:
        bond.obligors, bond.beneficiaries = way
    else:
        bond.sides = sides(text, coded)
    _stage(text, bond, coded, time, directed=way is not None)
    return bond


def _two_way(text: str) -> bool:
    return bool(re.search(r"\bgiven (?:it|them) one in return\b", text))


def _quantified(text: str, bond: Bond, coded: Coded, time: When) -> bool:
    ranked = first(text, coded)
    if ranked:
        subject, partner, scope = ranked
        bond.parties, bond.quantifier = (subject, partner), "first"
        era = re.search(r"\binter ?war\b|\bpost ?war\b|\bpost soviet\b", text)
        bond.scope = f"{coded.plain(scope)}{' of the ' + era.group() + ' years' if era else ''}"
        bond.kind = "first"
        _dated(bond, When(time.date or time.treaty, "on"), "signed")
        if _FIRST_WITH.search(text):
            # "Its first treaty with Romania": the first between the two.
            bond.scope, bond.kind = "their first", "signed"
        return True
    counted = _count_signed(text, bond, coded, time)
    if counted:
        return True
    lone = only(text, coded)
    if lone:
        subject, partner, rank = lone
        bond.parties, bond.quantifier, bond.scope = (subject, partner), "only", "partner"
        bond.kind = "only"
        bond.denied = False
        if rank == "owed":
            bond.obligors, bond.beneficiaries = (partner,), (subject,)
        elif rank == "owes":
            bond.obligors, bond.beneficiaries = (subject,), (partner,)
        _dated(bond, time, "on")
        return True
    return False


_FIRST_WITH = re.compile(
    r"@\d+'s (?:very )?(?:first|earliest) [^@#]{0,60}?\bwith @\d+ (?:was|were|is|dates|dated|came|goes|followed)\b"
    r"(?! with)"
)
_TREATIES = r"(?:pacts?|treat(?:y|ies)|alliances?|agreements?)"
_NUMBER = r"(?P<n>two|three|four|five|six|seven|eight|nine|ten|[2-9])"
# "signed treaties with three states", and which, if it says so.
_SIGNED_WITH = re.compile(
    rf"@(?P<s>\d+) (?:\w+ ){{0,3}}(?:signed|concluded|made|struck|entered into|negotiated) (?:\w+ ){{0,6}}?{_TREATIES} "
    rf"(?:\w+ ){{0,3}}with {_NUMBER} (?:\w+ ){{0,2}}?(?:states|countries|neighbou?rs|powers|nations|republics|"
    rf"governments)\b(?:[^@]{{0,12}} @(?P<p>\d+))?"
)
_SIGNED_MANY = re.compile(
    r"@(?P<s>\d+) (?:\w+ ){0,3}(?:signed|concluded|made|struck|entered into|negotiated|extracted|imposed) "
    r"(?P<n>two|three|four|five|six|seven|eight|nine|ten|[2-9]) "
    r"(?:\w+ ){0,6}(?:pacts?|treat(?:y|ies)|alliances?|agreements?) (?:\w+ ){0,3}(?:with|on|from|upon) @(?P<p>\d+)"
)


def _count_signed(text: str, bond: Bond, coded: Coded, time: When) -> bool:
    m = _SIGNED_MANY.search(text) or _SIGNED_WITH.search(text)
    if not m:
        return False
    from foedera.reading.pledges_words import number

    subject = coded.codes(f"@{m['s']}")
    partners = coded.codes(f"@{m['p']}") if m["p"] else ()
    if len(subject) != 1 or len(partners) == 1:
        return False
    bond.kind, bond.quantifier, bond.parties = "count-signed", number(m["n"]), (*subject, *partners)
    bond.scope = coded.of(f"@{m['p']}").text if m["p"] else "partners"
    bond.denied = False
    _dated(bond, time, "signed")
    return True


def _stage(text: str, bond: Bond, coded: Coded, time: When, *, directed: bool) -> None:
    """When the bond was made, approved or ended, or that it stood on the date."""
    bond.denied = denied(text)
    ratified = pattern("statement", "ratified").search(text)
    house = pattern("statement", "parliament").search(coded.plain(text).lower())  # "the Riksdag" names its state too
    approved = house and pattern("statement", "approved").search(text)
    if ratified or approved:
        bond.stage = "in_force" if ratified and "ratif" not in ratified.group() else "ratified"
        _dated(bond, time, "in_force" if bond.stage == "in_force" else "on")
        bond.kind = "ratified"
        return
    if _ends(text, time) and not over(text):
        bond.stage, bond.kind = "terminated", "ended"
        bond.denied = False
        bond.obligors = bond.beneficiaries = ()
        _dated(bond, When(time.date or time.treaty, "until"), "until")
        return
    if not directed and not bond.denied and _signs(text, time):
        bond.stage, bond.kind = "signed", "signed"
        if first_of_both(text):
            bond.quantifier, bond.scope = "first", "their first"
        _dated(bond, When(time.date or time.treaty, "on"), "signed")
        return
    bond.kind = "held"
    _dated(bond, time, "on")


def _ends(text: str, time: When) -> bool:
    if time.lead == "by" or not (time.date or time.treaty):
        return False
    text = pattern("obligations", "nonaggression", "strong").sub(" ", text)
    if pattern("statement", "ended").search(text) and not re.search(
        r"\b(?:not|never|n't|no) (?:\w+ )?(?:end|lapse|expire|until)", text
    ):
        return not re.search(r"\b(?:no|nobody|nothing) ", text)
    return time.lead == "until" and not denied(text)


_STANDS = re.compile(
    r"\b(?:in force|still|was bound|were bound|stood|remained|had (?:\w+ )?(?:promised|given|undertaken|sworn|bound|"
    r"pledged))\b"
)


def _signs(text: str, time: When) -> bool:
    found = pattern("statement", "signed").search(text)
    if not found or time.lead in ("by", "since", "before", "after"):
        return bool(not found and time.treaty and not time.date)
    if not (time.date or time.treaty):
        return False
    if re.search(r"\b(?:in force|still|already in being)\b", text):
        return False
    return not (time.date and time.treaty and _STANDS.search(text))


def _dated(bond: Bond, time: When, role: str) -> None:
    """The date in the claim's slots; "before" and "after" a year are the year next to it."""
    date, lead = time.date, time.lead
    if date is None and time.treaty:
        date, role = time.treaty, "signed" if role == "on" else role
    if date is None:
        return
    if role == "on" and lead == "since":
        role = "since"
    if role == "on" and lead in ("before", "after", "until"):
        date = _beside(date, lead, bond.denied)
    bond.date, bond.date_role = date, role


def _beside(date: str, lead: str, no: bool) -> str:
    year = re.fullmatch(r"\d{4}", date)
    if not year:
        return date
    y = int(date)
    if lead == "after":
        return str(y + 1)
    return f"1816/{y - 1}" if no else str(y - 1)


# ---------------------------------------------------------------- claims


# What is stated of belonging to an organisation, and the status that it says.
_OF_MEMBERS = {
    "count": None,
    "rank": None,
    "joined": "member",
    "left": "former",
    "leaving": "former",
    "member": "member",
}


def claim(bond: Bond, text: str, at: int) -> Claim:
    """The claim of a bond; it covers the sentence."""
    if bond.kind in _OF_MEMBERS and bond.name is not None and not bond.obligations and bond.scope != "partners":
        return _membership(bond, text, at)
    actors_ = tuple(Actor(c, "party") for c in bond.parties) + tuple(Actor(None, "party", u) for u in bond.unknown)
    ways = [(bond.obligors, bond.beneficiaries)] if bond.obligors else [bond.sides, bond.sides[::-1]]
    terms = tuple(Term(o, way[0], way[1]) for o in bond.obligations for way in ways if way)
    return Claim(
        start=at,
        end=at + len(text),
        quote=text,
        relation="agreement",
        polarity="denied" if bond.denied else "affirmed",
        actors=actors_,
        name=bond.name,
        date=bond.date,
        date_role=bond.date_role if bond.date else None,
        stage=bond.stage,
        obligations=bond.obligations,
        quantifier=bond.quantifier,
        scope=bond.scope if bond.quantifier is not None else None,
        terms=terms,
        rule=f"{RULE}.{bond.kind}",
    )


def _membership(bond: Bond, text: str, at: int) -> Claim:
    organisation = bond.name or ""
    listed = actors.organisations().get(organisation)
    body = listed.name if listed and not listed.listed else (None if listed else organisation)
    org = Actor(None, "organisation", body) if body else Actor(organisation, "organisation")
    return Claim(
        start=at,
        end=at + len(text),
        quote=text,
        relation="membership",
        polarity="denied" if bond.denied else "affirmed",
        actors=(*(Actor(c, "member") for c in bond.parties), org),
        date=bond.date,
        date_role=bond.date_role if bond.date else None,
        status=_OF_MEMBERS[bond.kind],
        stage=bond.stage,
        quantifier=bond.quantifier,
        scope=bond.scope,
        rule=f"{RULE}.{bond.kind}",
    )


_OWN = re.compile(r"['’]s? \w+$")
_ALLIES = re.compile(r"\ball(?:y|ies|ied)\b")
_REPLACED = ("agreement", "membership")


def merge(frames: Sequence[Claim], pledged: Sequence[Claim]) -> list[Claim]:
    """The frames' claims and these; where both read a sentence about the same states, these stand.

    What a frame's claim of the same actors says beside (a treaty's own name, a status) is kept.
    """
    near_pledges, near_frames = Nearby(pledged), Nearby(frames)
    kept = [f for f in frames if not any(_covers(p, f) for p in near_pledges.beside(f))]
    stood = [_filled(p, [f for f in near_frames.beside(p) if _covers(p, f)]) for p in pledged]
    return sorted([*kept, *stood], key=lambda c: (c.start, c.end))


def _covers(pledge: Claim, frame: Claim) -> bool:
    if (frame.rule or "").startswith("cooperation.is-partner") and _ALLIES.search(frame.quote):
        # "Were allies no more": that they cooperate is not what is said beside it.
        return frame.actor_keys() <= pledge.actor_keys() and frame.start < pledge.end and pledge.start < frame.end
    if frame.relation not in _REPLACED or frame.start >= pledge.end or pledge.start >= frame.end:
        return False
    if pledge.relation == frame.relation == "membership":
        one, other = ({a.code for a in c.by_role("organisation")} for c in (pledge, frame))
        if None not in one | other and not one & other:
            return False  # "a member of A and B": each is a claim of its own
    if frame.relation != pledge.relation and frame.polarity == pledge.polarity == "denied":
        # "Is no member of A and has no treaty with B": each is a denial of its own.
        return frame.actor_keys() <= pledge.actor_keys() or pledge.actor_keys() <= frame.actor_keys()
    return bool(frame.actor_keys() & pledge.actor_keys()) or frame.relation == pledge.relation


def _filled(pledge: Claim, frames: Sequence[Claim]) -> Claim:
    """The claim with what a frame read beside of the same relation, polarity and actors."""
    for frame in frames:
        same = (frame.relation, frame.polarity) == (pledge.relation, pledge.polarity)
        if not same or frame.actor_keys() != pledge.actor_keys():
            continue
        # "Egypt's treaty" is nobody's name.
        proper = frame.name if frame.name and frame.name[:1].isupper() and not _OWN.search(frame.name) else None
        generic = pledge.name is None or pledge.name.islower()
        return replace(
            pledge,
            name=proper if generic and proper else pledge.name,
            sectors=pledge.sectors or frame.sectors,
            place=pledge.place or frame.place,
            confidence=frame.confidence,
        )
    return pledge


__all__ = ["RULE", "bonds_of", "claim", "merge", "read"]
