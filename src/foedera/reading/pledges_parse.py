"""What a coded clause says about a bond between states: who owes what to whom, on which day, or not.

The steps are functions that one can look into: obligations, direction, quantity, time, denial. Patterns
speak of marks (`@0` a state; see pledges_coding.py) and of the word lists of pledges.toml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from foedera.claim import OBLIGATIONS
from foedera.reading.pledges_coding import Coded, Named
from foedera.reading.pledges_words import NUMERAL, number, pattern, words

A = r"@\d+"
FILL = r"(?:[\w']+ ){0,4}"
FAR = r"(?:[\w'&~#,]+ ){0,8}"


@dataclass(slots=True)
class Bond:
    """What a clause states; the fields are those of a claim, actors still as codes."""

    kind: str
    parties: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    obligors: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    denied: bool = False
    name: str | None = None
    date: str | None = None
    date_role: str | None = None
    stage: str | None = None
    quantifier: str | int | None = None
    scope: str | None = None
    notes: list[str] = field(default_factory=list)
    sides: tuple[tuple[str, ...], ...] = ()


# ---------------------------------------------------------------- what is promised


@cache
def _cut() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){words('cut', 'phrases')}(?!\w)")


def tidy(text: str) -> str:
    """The clause without phrases that only look like promises or denials."""
    return re.sub(r"\s+", " ", _cut().sub(" ", text)).strip()


def content(text: str) -> tuple[str, ...]:
    """The obligations that the clause's words mean, ATOP's order; empty if none."""
    clause = _without_adversary(text)
    strong = {o for o in OBLIGATIONS if pattern("obligations", o, "strong").search(clause)}
    if not strong and _weakly_defense(text):
        strong = {"defense"}
    if "nonaggression" in strong and not pattern("obligations", "defense", "strong").search(_without_peace(clause)):
        strong -= {"defense", "offense"}
    if "nonaggression" in strong:
        strong.discard("offense")
    if "offense" in strong and _IF_ATTACKED.search(text):
        strong = strong - {"offense"} | {"defense"}
    if "consultation" in strong and "defense" in strong and _only_consults(clause):
        strong = {"consultation"}
    return tuple(o for o in OBLIGATIONS if o in strong)


# To make war where one of them is attacked is defence.
_IF_ATTACKED = re.compile(
    r"\b(?:if|should|when|whenever|in case) (?:either|one|the other|any|it|they|@\d+)(?: of (?:them|the two))? "
    r"(?:\w+ ){0,3}(?:attacked|invaded|assailed)\b|\bin (?:case|the event) of (?:an? )?(?:\w+ )?(?:attack|aggression)\b"
)


def _without_peace(clause: str) -> str:
    return pattern("obligations", "nonaggression", "strong").sub(" ", clause)


def _only_consults(clause: str) -> bool:
    """Is consulting what is promised, and defence only the occasion ("consult on matters of defense")?"""
    said = re.search(r"\bto (?:\w+ )?consult\b", clause)
    if not said:
        return False
    rest = clause[: said.start()]
    return not re.search(rf"\b(?:defense|defensive|mutual (?:assistance|aid)) (?:\w+ )?{words('pact')}", rest) or bool(
        re.search(r"\b(?:promise|dut|obligation|undert|pledge|commit|bound|oblig)", rest)
    )


_ATTACK = re.compile(r"\battack\w*|\baggression\b|\binvasion\b|\binvaded\b|\bwar\b|\bassault|\bdanger\b|\barmed\b")


def _weakly_defense(text: str) -> bool:
    if _OWED_HELP.search(text):
        return not _SUPPLY.search(text)
    if not pattern("obligations", "defense", "weak").search(text):
        return False
    bonded = re.search(rf"\b(?:{words('promise')}|{words('bind')})\b", text)
    treaty = re.search(r"\b(?:treat(?:y|ies)|pacts?|alliances?|law|article)\b", text)
    return bool(bonded and (_ATTACK.search(text) or treaty)) and not _SUPPLY.search(text)


# "Owed each other military help", "a reciprocal duty of military assistance": a duty needs no occasion.
_OWED_HELP = re.compile(
    r"\b(?:must|ha(?:s|ve|d) to) (?:\w+ )?(?:help|assist|aid|support) @\d+ "
    r"(?:if|when|whenever|should|in case|in the event)\b[^.;]{0,60}\b(?:attack\w*|invaded|invasion|aggression)\b|"
    r"\b(?:ow(?:e|ed|es|ing)|dut(?:y|ies)|oblig\w+|bound|sworn|pledged|(?:promises?|pledges?|guarantees?) of) "
    r"(?:[\w'@]+ ){0,6}?(?:military|armed) (?:help|assistance|aid|support)\b"
    r"|\b(?:promis|guarante|assur|pledg)\w* (?:[\w'@]+ ){0,4}?(?:military|armed) protection\b"
    r"|\b(?:rely|count|depend|call|relied|counted|depended|called) (?:up)?on (?:@\d+(?:'s)? )?(?:military |armed )?"
    r"(?:help|assistance|aid|support|protection) [^.]{0,60}\b(?:treat(?:y|ies)|pacts?|alliances?)\b"
)
_SUPPLY = re.compile(
    r"\b(?:worth|million|billion|grants?|loans?|credits?|weapons|arms|tanks|jets|equipment|base|bases)\b"
)
_BONDS = ("pact", "promise", "bind", "ally")


def bonded(text: str) -> bool:
    """Does the clause speak of a bond at all?"""
    return any(pattern(kind).search(text) for kind in _BONDS)


def allied(text: str) -> bool:
    """Does it speak of allies or an alliance?"""
    return bool(pattern("ally").search(text))


# ---------------------------------------------------------------- who


_ADVERSARY = (
    rf"(?:against|versus) (?:(?:an? |the |any |unprovoked |renewed |further |armed |possible |fresh |either |both |"
    rf"future )*)(?:attacks? (?:by|from) |aggression (?:by|from) |threats? from )?{A}(?:'s)?(?: (?:attacks?|"
    rf"aggression|invasion|expansion|ambitions?|encroachments?|threats?|designs|assault|menace|pressure))?",
    rf"(?:aimed|directed|pointed|levelled) (?:at|against) {A}",
    rf"{A} (?:aside|apart|excepted|excluded)\b",
    rf"(?:over|concerning|regarding|about|on the future of|on matters? of) {A}(?:'s \w+)?",
    rf"(?:if|should|had|were|when|whenever|in case|in the event) (?:ever )?{A} (?:\w+ )?(?:fall(?:en)? (?:up)?on|"
    rf"attack\w*\b|invade[sd]?|str(?:ike|uck)|move[sd]?|march\w*|threaten\w*|declare[sd]?|go|went|made war|to attack|"
    rf"to strike)(?! (?:by|on {A}))",
    rf"(?:at )?war (?:with|against|between) {A}",
    rf"(?:attacks?|attacked|aggression|invasion|invaded|assault|threats?|threatened|danger|attacking) (?:by|from) {A}",
    rf"(?:an?|any|the|from|of|repel|resist|against|by) (?:\w+ )?{A}(?:'s)? (?:attacks?|aggression|invasion|threats?|"
    rf"assault|onslaught|expansion|menace)",
    rf",? (?:not|rather than|instead of|unlike|as opposed to|let alone|much less|still less) (?:with |by |to |"
    rf"for )?{A},?",
    rf"(?:fear|suspicion|hatred|distrust|wary|suspicious|afraid|mistrust|dread) of {A}(?:'s)?",
    rf"(?:repel|resist|fight|contain|check|deter|balance|encircle|isolate|face|facing|fighting) {A}(?! in)",
)
# "To remain neutral if Italy went to war" is promised to Italy.
_NEUTRAL_IF = rf"(?P<kept>\bneutral(?:ity)? (?:\w+ ){{0,2}}?(?:if|should|when|while|in case) {A}\b)"
_ADVERSARIES = re.compile(_NEUTRAL_IF + "|" + "|".join(f"(?:{p})" for p in _ADVERSARY))


def _without_adversary(text: str) -> str:
    """The clause without those against whom the bond is made."""
    return _ADVERSARIES.sub(lambda m: m["kept"] or " attack ", text)


def states(text: str) -> list[str]:
    """The marks of states, in order, each once."""
    return list(dict.fromkeys(re.findall(A, text)))


_DO = (
    r"(?:defen(?:d|ds|ding|ded)|protect(?:s|ing|ed)?|assist(?:s|ing|ed)?|aid(?:s|ing|ed)?|help(?:s|ing|"
    r"ed)?(?! defend)|support(?:s|ing|ed)?|rescue|save|succou?r|shield|shelter|guard|consult(?:s|ing|ed|ation with)?|"
    r"reinforce|back|attack(?:ing)?|invade|"
    r"guarantee(?:s|d|ing)?|fight(?:ing)? (?:for|beside|alongside|by|on behalf of|on the side of|at the side of|with|"
    r"together with|in support of)|go(?:ing)? to war (?:for|alongside|beside|on behalf of|over|in defense of|"
    r"at the side of)|"
    r"stand by|st[oa]nd behind|stood behind|side with|take (?:up arms|the field) for|march (?:for|beside)|"
    r"confer with|come to|make war on|wage war on|"
    r"neutral toward|neutral towards|st(?:and|ay) neutral toward|answer for|vouch for|die for)"
)
_GOOD = (
    r"(?:defense|aid|assistance|help|rescue|side|behalf|support|protection|security|independence|integrity|"
    r"frontiers?|borders?|safety|survival|sovereignty|neutrality|territory|soil|relief|succou?r|cause|provinces|"
    r"possessions|territories|shores|throne)"
)
_PLEDGE = rf"(?:{words('promise')}|treaty promise|treaty commitment|help|protection|backing|assistance)"
_GIVE = (
    r"(?:promis(?:ed|es|ing)|guarante(?:ed|es)|assur(?:ed|es)|pledged|offered|ow(?:ed|es)|gave|gives|given|granted|"
    r"extended|swor(?:e|n)|made|conceded|accorded|vowed to|sworn to|bound itself to|committed itself to|obliged to|"
    r"obligated to|denied|refused)"
)
_HAVE = (
    r"(?:enjoy(?:ed|s)|received|obtained|secured|won|possess(?:ed|es)|(?:had |has |have )?been (?:promised|"
    r"guaranteed|assured|owed|covered|protected|sheltered)|(?:was|were|is) (?:\w+ )?(?:promised|guaranteed|owed|"
    r"assured|entitled|covered|protected|sheltered|shielded|under (?:the |an? )?(?:\w+ )?(?:protection|shield|"
    r"umbrella))|(?:could|might|can|would) (?:\w+ ){0,2}(?:count|rely|call|depend|lean|draw|look)|sheltered|"
    r"lived under|slept under|relied on|counted on|extracted|extorted|had extracted|had obtained|had secured|had won|"
    r"had received|was given|were given|had been given)"
)

_BENEFICIARY = tuple(
    re.compile(p)
    for p in (
        rf"\b{_DO} (?:defend )?(?:only |even |little |poor |an? |beleaguered |the )*(?P<b>{A})(?!'s (?!{FILL}{_GOOD}))",
        rf"\b(?:to|in|into|at|for|on|of|defend|protect|guarantee|guaranteed|guard|toward|towards|repel|resist|of all)"
        rf" (?P<b>{A})'s {FILL}{_GOOD}",
        rf"\b(?:defend|protect|guarantee|guaranteed|guard) (?P<b>{A})'s ",
        rf"\b{_GOOD} (?:and {_GOOD} )?(?:of|for) (?P<b>{A})",
        rf"\b{_GIVE} (?:to )?(?P<b>{A})(?!'s)",
        rf"\b{_GIVE} (?P<b>{A})'s (?:{_GOOD})",
        rf"\b{_PLEDGE} (?:[\w']+ ){{0,4}}?(?:to|toward|towards|for|vis a vis) (?P<b>{A})(?!'s (?!{FILL}{_GOOD}))",
        rf"(?P<b>{A}) (?:\w+ ){{0,3}}?{_HAVE}",
        rf"(?P<b>{A}) (?:\w+ )?(?:had|held|has|have|holds) "
        rf"(?:[\w']+ ){{0,3}}(?:{A}(?:'s)? )?(?:[\w']+ ){{0,4}}{words('promise')}(?: (?:[\w']+ ){{0,4}}(?:from|by|of)"
        rf" {A}| (?:to|of) (?:its|her|his) {_GOOD}|$)",
        rf"\bneutral(?:ity)? (?:\w+ ){{0,3}}?(?:in|during) (?:an?y? )?(?:\w+ )?(?P<b>{A})(?:'s)? (?:\w+ )?wars?",
        rf"\bneutral(?:ity)? (?:\w+ ){{0,3}}?(?:if|should|when|while) (?P<b>{A})",
        rf"\battack(?:s|ed)? (?:on|upon|against) (?P<b>{A})",
        rf"\b(?:if|should|were|had|when|whenever|in case|in the event) (?P<b>{A}) "
        rf"(?:\w+ ){{0,3}}?(?:attacked|invaded|threatened|assailed)",
    )
)
_OBLIGOR = tuple(
    re.compile(p)
    for p in (
        rf"\b(?:oblig(?:ed|es|ing|e|ated)|bound|binds|binding|bind|requir(?:ed|es|ing|e)|committ?(?:ed|s|ing)?|"
        rf"compel(?:led|s)?|forced|pledged|required of|incumbent on|lay on|lay upon|duty of|duty for|imposed on|"
        rf"demanded of|laid on) (?P<o>{A}) (?:\w+ )?(?:to|in)\b",
        rf"\b(?:promises?|pledges?|guarantees?|assurances?|commitments?|undertakings?|oaths?|word|obligations?|vows?|"
        rf"help|protection|assistance|support|backing) (?:[\w']+ ){{0,6}}?(?:from|by|on the part of|given by|made by)"
        rf" (?P<o>{A})",
        rf"\b(?:promises?|pledges?|guarantees?|assurances?|commitments?|undertakings?|oaths?|word|obligations?|vows?|"
        rf"duty) of (?P<o>{A})(?!'s)",
        rf"(?P<o>{A})'s (?:[\w']+ ){{0,4}}(?:promises?|pledges?|guarantees?|assurances?|commitments?|undertakings?|"
        rf"oaths?|word|obligations?|vows?|duty|umbrella|shield|protection|help)\b",
        rf"\b(?:owed|promised|guaranteed|protected|covered|assured|defended|sheltered|shielded) "
        rf"(?:[\w']+ ){{0,3}}?by (?P<o>{A})",
        rf"\b(?:count|rely|call|depend|lean|draw|look) (?:\w+ )?(?:on|upon|to) (?:an? |the )?(?:\w+ )?(?P<o>{A})",
        rf"\b(?:had|enjoyed|held|possessed|received|obtained|secured|won|under|a|an|no|any|the|formal|treaty|binding)"
        rf" (?:\w+ )?(?P<o>{A}) (?:[\w']+ ){{0,4}}(?:promises?|pledges?|guarantees?|assurances?|commitments?|"
        rf"undertakings?|obligations?|umbrella|shield|protection)\b",
    )
)
_RECIPROCAL = re.compile(
    r"\b(?:each other|one another|reciprocal(?:ly)?|reciproc\w+|vice versa|in return|both ways|in both directions|"
    r"either (?:\w+ ){0,8}?the other|each (?:\w+ ){0,8}?the other|mutually|"
    r"mutual (?:\w+ ){0,3}(?:promises?|pledges?|obligations?|commitments?|undertakings?|dut(?:y|ies)|guarantees?|"
    r"engagements?))\b"
)


# "Cyprus could claim that Britain was bound to defend it": it is the one who claims.
_OF_ITSELF = re.compile(
    rf"(?P<b>{A})(?!'s)[^@]{{0,120}}?(?P<o>{A})"
    rf"(?:'s [^@]{{0,40}}?(?:word|promise|pledge|guarantee|assurance|oath)\b[^@]{{0,60}})?(?: that {A})? "
    rf"(?!(?:\w+ ){{0,3}}(?:and|with) {A})(?:[\w']+ ){{0,7}}?"
    rf"(?:defend|protect|assist|aid|help|support|save|rescue) (?:it|them|her|him)\b(?!s)"
)


def direction(text: str, coded: Coded) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """(obligors, beneficiaries) where one side owes the other; None where both do, or it is not said."""
    if _RECIPROCAL.search(text):
        return None
    clause = _without_adversary(text)
    marks = states(clause)
    if len(marks) < 2:
        return None
    told = _OF_ITSELF.search(clause)
    if told and not coded.of(told["o"]).adjective:
        return coded.codes(told["o"]), coded.codes(told["b"])
    b = _first(_BENEFICIARY, clause, "b")
    o = _first(_OBLIGOR, clause, "o", avoid=b)
    if b is None and o is None:
        return None
    if b is None:
        rest = [m for m in marks if m != o]
        b = rest[0] if len(rest) == 1 else None
    if o is None or o == b:
        o = _subject(
            clause, [m for m in marks if b is None or m == b or not set(coded.codes(m)) & set(coded.codes(b))], b
        )
    if o is None or b is None or set(coded.codes(o)) & set(coded.codes(b)):
        return None
    return coded.codes(o), coded.codes(b)


_WITH = re.compile(rf"(?P<a>{A})(?!'s) [^@]{{1,80}}?\b(?:with|to|toward|towards|of) (?P<b>{A})(?!'s)")


def sides(text: str, coded: Coded) -> tuple[tuple[str, ...], ...]:
    """The one side and the other of "A had a pact with B and C"; empty where the parties are one list."""
    clause = _without_adversary(text)
    found = _WITH.search(clause)
    if not found or len(states(clause)) != 2:
        return ()
    one, other = coded.codes(found["a"]), coded.codes(found["b"])
    return (one, other) if len(one) + len(other) > 2 and not set(one) & set(other) else ()


def _first(
    patterns: tuple[re.Pattern[str], ...] | list[re.Pattern[str]], text: str, group: str, avoid: str | None = None
) -> str | None:
    for p in patterns:
        for m in p.finditer(text):
            if m[group] != avoid:
                return m[group]
    return None


def _subject(text: str, marks: list[str], b: str | None) -> str | None:
    """The state that stands before the beneficiary, or the only other one."""
    others = [m for m in marks if m != b]
    if len(others) <= 1 or b is None:
        return others[0] if others else None
    before = [m for m in others if text.find(m) < text.find(b)]
    return before[0] if before else others[0]


# ---------------------------------------------------------------- denial


def over(text: str) -> bool:
    """Does it say that the bond was over by then?"""
    # "Had renounced aggression" is a promise, and no end of one.
    text = pattern("obligations", "nonaggression", "strong").sub(" ", text)
    return bool(pattern("statement", "over").search(text)) and not pattern("deny", "cancelled").search(text)


def denied(text: str) -> bool:
    """Is what the clause says of the bond a denial?"""
    if over(text):
        return True
    plain = pattern("deny", "cancelled").sub(" ", text)
    plain = pattern("obligations", "nonaggression", "strong").sub(" ", plain)
    plain = re.sub(
        r"\bnot until\b|\bnot (?:only|just|merely)\b|\b(?:no|not) (?:\w+ ){0,3}(?:but|except|save|other than|"
        r"besides)\b|\bif not\b",
        " ",
        plain,
    )
    return bool(pattern("deny", "words").search(plain))


# ---------------------------------------------------------------- time


@dataclass(slots=True)
class When:
    """The clause's date, how it is led in, and the date that belongs to a treaty's name."""

    date: str | None = None
    lead: str = ""
    treaty: str | None = None


_LEAD = re.compile(
    r"(?P<until>\b(?:until|till|up to)(?: the end of| late| early)?)$|(?P<before>\b(?:before|"
    r"prior to)(?: the end of)?)$|(?P<after>\b(?:after|following))$|"
    r"(?P<since>\bsince(?: at least| (?:its|their|the) \w+ (?:in|on|of))?|\bfrom|\bbeginning in|"
    r"\bstarting in|\bever since)$|(?P<by>\bby(?: the end of| the (?:start|beginning) of| late| early)?)$"
)


def when(text: str, coded: Coded) -> When:
    """The time that the clause speaks of."""
    out = When()
    free: list[tuple[str, int]] = []
    for m in re.finditer(r"#\d+", text):
        if _names_treaty(text, m.start(), m.end()):
            out.treaty = out.treaty or _edtf(coded.of(m.group()))
        else:
            free.append((m.group(), m.start()))
    between = re.search(r"\b(?:between|from) (#\d+) (?:and|to|until|through) (#\d+)", text)
    if between:
        first, last = _edtf(coded.of(between[1])), _edtf(coded.of(between[2]))
        out.date, out.lead = f"{first}/{last}", "on"
        return out
    if not free:
        return out
    mark, at = _main_date(text, free)
    found = _LEAD.search(text[:at].rstrip())
    out.date, out.lead = _edtf(coded.of(mark)), (found.lastgroup or "on") if found else "on"
    if re.search(r"\b(?:not|only|wait(?:ed|ing)?|it was not|t[oa]ok?e?)(?: \w+)? until$", text[:at].rstrip()):
        out.lead = "on"
    if out.lead == "from" or (
        found and found.group().startswith("from") and re.search(r"dat\w+ from$", text[:at].rstrip())
    ):
        out.lead = "on"
    if out.lead == "since" and re.search(r"\bdat\w+ (?:back )?(?:from|to)$", text[:at].rstrip()):
        out.lead = "on"
    return out


def _main_date(text: str, free: list[tuple[str, int]]) -> tuple[str, int]:
    """Of several dates the one of the statement: not that of a treaty signed earlier."""
    signed = re.compile(
        r"\b(?:signed|concluded|made|negotiated|dating from|dated|struck|of|sealed|from)(?: \w+)?(?: in| on)?$"
    )
    still = [(m, at) for m, at in free if re.search(r"\bstill\b[^#]{0,40}$", text[:at])]
    if still:
        return still[0]
    later = [(m, at) for m, at in free if not signed.search(text[:at].rstrip())]
    return (later or free)[0]


def _names_treaty(text: str, start: int, end: int) -> bool:
    """Does the date belong to a treaty's name ("the 2010 treaty", "an agreement of 1953")?"""
    noun = words("pact")
    before = re.search(r"(?:\b(?:the|a|an|their|its|that|this|under)|'s) $", text[:start])
    if before and re.match(rf" (?:[\w@'~&]+ ){{0,4}}{noun}\b", text[end : end + 80]):
        return True
    return bool(re.search(rf"\b(?:{noun}|one|that|system|~\d+) (?:of|from) (?:the )?$", text[:start]))


def _edtf(mark: Named) -> str | None:
    return mark.date.edtf if mark.date else None


# ---------------------------------------------------------------- quantity


_PARTNER = rf"(?:partners?|all(?:y|ies)|{words('pact')}|{words('promise')}|friends?|protectors?|guarantors?)"
_OTHERS = (
    r"(?:states?|countr(?:y|ies)|powers?|nations?|governments?|neighbou?rs?|capitals?|all(?:y|ies)|partners?|"
    r"kingdoms?|republics?|members?)"
)
_ONLY = re.compile(
    r"\b(?:the )?(?:only|sole|solely|lone|single|solitary|alone|exclusively)\b|\b(?:just|exactly|but|only) one\b|"
    r"\bno (?:[\w']+ ){0,7}?(?:but|except|save|other than|besides|apart from|beyond|aside from)\b|\bone and only\b"
    r"|\bnobody (?:else )?(?:but|except|save|other than)\b|\band (?:with |by |to )?(?:nobody|no one|none|no other|"
    r"no others)\b|\bone (?:\w+ ){0,4}(?:ally|partner)\b|\bthe one (?:country|state|power|nation|ally|partner)\b"
    r"|\b(?:apart from|aside from|except for|save for|besides|other than|beyond) @\d+,"
)
_NOT_ONLY = re.compile(
    r"\bnot (?:only|alone)\b|\bonly (?:in|on|after|when|by|until|on) |\bonly (?:"
    + NUMERAL
    + r") (?!(?:\w+ ){0,3}(?:ally|partner|pact|treaty|alliance|state|power|country))|\ba single day\b"
)


def only(text: str, coded: Coded) -> tuple[str, str, str] | None:
    """(subject, partner, rank) of "the only": the state it is about, the one named, mutual, owed or owes."""
    clause = _without_adversary(text)
    marks = states(clause)
    if len(marks) != 2 or not _ONLY.search(clause) or _NOT_ONLY.search(clause):
        return None
    if any(len(coded.codes(m)) != 1 for m in marks):
        return None
    subject = _only_subject(clause) or marks[0]
    partner = next(m for m in marks if m != subject)
    way = direction(clause, coded)
    rank = "mutual"
    if way and re.search(r"\b(?:oblig|bound|committed|pledged|sworn|under|promis|guarant|ow(?:ed|es)|dut)", clause):
        rank = "owed" if coded.codes(subject) == way[1] else "owes"
    return coded.codes(subject)[0], coded.codes(partner)[0], rank


_ONLY_WORD = r"(?:only|sole|lone|single|solitary|one and only|one)"
_SUBJECT = tuple(
    re.compile(p)
    for p in (
        rf"(?P<s>{A})'s (?:[\w#]+ ){{0,4}}{_ONLY_WORD}\b",
        rf"\b(?:with|to|by|for) (?:which|whom) (?P<s>{A})\b|\b(?:that|which|whom) (?P<s2>{A}) (?:was|were|had|could|"
        rf"is|ever|has)",
        rf"\b(?:states?|countr(?:y|ies)|powers?|nations?|all(?:y|ies)|partners?|treat(?:y|ies)|pacts?|governments?|"
        rf"alliances?) (?P<s>{A}) (?:was|were|had|could|is|has|ever|possessed|shared)\b",
        rf"\b{_ONLY_WORD} (?:[\w']+ ){{0,8}}?(?:of|for|to|with|defend|assist|aid|help|protect|guarding|defending) "
        rf"(?P<s>{A})(?:'s)?\b(?! (?:alone|only)\b)",
    )
)


def _only_subject(text: str) -> str | None:
    """The state that "only" is said about."""
    beside = re.search(
        rf"\b(?:only|solely|exclusively|but|except|save|other than|besides|apart from|beyond|aside from) (?:for |"
        rf"that |the one |a pact |an alliance |one )?(?:with |to |by |on )?(?P<p>{A})\b|(?P<p2>{A})(?:,)? (?:alone|"
        rf"only|and (?:with |by |to )?(?:no one|nobody|none|no other))\b",
        text,
    )
    for p in _SUBJECT[:3]:
        if m := p.search(text):
            return m["s"] or (m["s2"] if "s2" in p.groupindex else None)
    if beside:
        partner = beside["p"] or beside["p2"]
        return next((m for m in states(text) if m != partner), None)
    if m := re.search(
        rf"(?P<s>{A}) (?:\w+ ){{0,3}}(?:had|has|counted|boasted|possessed|was left with|could (?:\w+ )*?on|kept|"
        rf"retained) ",
        text,
    ):
        return m["s"]
    if m := _SUBJECT[3].search(text):
        return m["s"]
    return None


def count(text: str) -> int | None:
    """How many partners or treaties the clause counts; 0 is not counted here."""
    number_of = re.compile(
        rf"\b(?:exactly |just |only |no more than |but |as many as |with |by |to |on |had |"
        rf"has )*(?<![@#&~%])\b(?P<n>{NUMERAL})\b (?:[\w']+ ){{0,6}}?(?P<what>{_PARTNER}|{_OTHERS})(?!\w)"
    )
    for m in number_of.finditer(text):
        n = number(m["n"])
        if n is not None and not re.search(
            r"(?:at least|more than|fewer than|less than|over|nearly|almost|about|some|all|first|last|these|those|"
            r"the) $",
            text[: m.start("n")],
        ):
            return n
    return None


def nobody(text: str) -> bool:
    """Does it deny every partner ("no pact with any state", "not a single ally")?"""
    return bool(pattern("deny", "anyone").search(text))


_FIRST = re.compile(
    rf"(?P<s>{A})'s (?:very |own )?(?:first|earliest|maiden) (?:ever )?(?P<of>[\w'& ]{{0,80}}?(?:{_PARTNER}))"
    rf"|\b(?:the|its|his|her) (?:very )?(?:first|earliest|maiden) (?P<of2>[\w'& ]{{0,60}}?(?:{_PARTNER}|{_OTHERS})) "
    rf"(?:[\w']+ ){{0,6}}?(?P<s2>{A})"
    rf"|(?P<s3>{A}) (?:\w+ ){{0,3}}(?:signed|concluded|made|entered into|struck|sealed|acquired|gained|found|won|"
    rf"secured) (?:its|her|his) (?:very )?(?:first|earliest|maiden) (?P<of3>[\w'& ]{{0,60}}?(?:{_PARTNER}))"
)


def first(text: str, coded: Coded) -> tuple[str, str, str] | None:
    """(subject, partner, class as written) of "the first treaty of"; None if nothing is ranked so."""
    clause = _without_adversary(text)
    m = _FIRST.search(clause)
    marks = states(clause)
    if not m or len(marks) != 2 or any(len(coded.codes(x)) != 1 for x in marks):
        return None
    subject = m["s"] or m["s2"] or m["s3"]
    scope = re.split(
        r" (?:was|is|were|came|had|dates) ", clause[m.start("of" if m["of"] else "of2" if m["of2"] else "of3") :]
    )[0]
    partner = next(x for x in marks if x != subject)
    if (
        m["s2"]
        and re.search(rf"\bfirst {_OTHERS}", clause)
        and re.match(rf"{A} (?:was|became)", clause[clause.find(marks[0]) :])
    ):
        subject, partner = m["s2"], next(x for x in marks if x != m["s2"])
    return coded.codes(subject)[0], coded.codes(partner)[0], scope


def first_of_both(text: str) -> bool:
    """ "their first alliance": the first between the two."""
    return bool(
        re.search(
            r"\b(?:their|the two's) (?:very )?first\b|\bfirst (?:became|allied|bound|signed|concluded|joined)\b", text
        )
    )
