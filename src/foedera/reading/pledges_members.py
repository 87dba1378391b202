"""What a coded clause says about who belongs to an alliance: since when, how many, first or last."""

from __future__ import annotations

import re
from functools import partial

from foedera.reading.pledges_coding import Coded
from foedera.reading.pledges_parse import A, Bond, When, denied
from foedera.reading.pledges_words import NUMERAL, number

M = r"[&~]\d+"
# Alliances whose membership this reader reads; the frames read that of other organisations.
ALLIANCES = frozenset(
    ["NATO", "WTO", "SEATO", "CENTO", "ANZUS", "CSTO", "WEU", "RIO", "LAS", "OAS", "CIS", "GUAM", "LON"]
)
_NEXT = r"(?:[\w']+ ){0,3}?"
_BELONG = (
    rf"(?:members?|membership|part|ranks|signator(?:y|ies)|fold|circle|club|council|adherents?|allies|tent|table|"
    rf"outside|inside|company|parties|party) (?:states? )?(?:of|in|to|at)"
    rf" {_NEXT}{M}(?!'s? )(?! \w+s\b(?<!was)(?<!is)(?<!has))",
    rf"(?:belong(?:s|ed|ing)? to|join(?:s|ed|ing)?|enter(?:s|ed|ing)?|entry (?:in)?to|acced(?:e|es|ed|ing) to|"
    rf"accession to|admi(?:tted|ssion) (?:in)?to|adher(?:ed|ence) to|left|leave|quit(?:ting)?|withdr[ae]w\w* from|"
    rf"pulled out of|walked out (?:of|on)|resigned from|seceded from|deserted|abandoned|signed up to|enrolled in)"
    rf" {_NEXT}{M}(?!'s )(?! (?:operations?|missions?|forces|exercises?|partners?|programmes?|programs?|talks|"
    rf"meetings?|summit|countries|commitments?|standards?|framework|initiative))",
    rf"(?:was|were|is|are|be|been|being|stood|stay(?:ed)?|remain(?:ed|s)?|sat|found itself|lay|kept|held|left|"
    rf"steered|brought|took|"
    rf"taken|brings|came|come|led|let|saw|received|accepted|welcomed|drew|carried|steered|took) "
    rf"(?:[\w'@]+ ){{0,5}}?(?:in|into|inside|outside|within|out of|aloof from|apart from|to) (?:no )?{M}(?!'s )(?! "
    rf"(?:operations?|missions?|forces|exercises?|partners?|programmes?|programs?|talks|meetings?|summit|countries|"
    rf"standards?|framework|initiative|command))",
    rf"(?:shunned|spurned|refuse[sd]|decline[sd]|avoided|boycotted|snubbed|reject(?:ed|s)) (?:to join |membership "
    rf"(?:of|in) |entry into )?{M}(?!'s )",
    rf"{M} (?:organi[sz]ation )?(?:members?|membership|state|countr(?:y|ies)|ally|signatory|power|"
    rf"founder)\b(?<!states)",
    rf"(?:newcomers?|recruits?|states?|countr(?:y|ies)|entrants) (?:that |which |whom )?{M} (?:\w+ )?(?:admitted|"
    rf"welcomed|accepted|received|took in|let in)",
    rf"(?:founders|founding (?:members|states|nations|signatories)) of {_NEXT}{M}",
    rf"(?:dropped|opted|stepped|bowed) out of {_NEXT}{M}",
    rf"{M}'s (?:\w+ ){{0,3}}(?:members?|membership|ranks|recruits?|newcomers?|fold|allies|states|door|number)\b",
    rf"{M} (?:\w+ ){{0,3}}(?:admitted|welcomed|received|accepted|gained|took in|let in|opened its doors to|lost|"
    rf"expelled|counted|included|embraced|comprised) (?:\w+ ){{0,3}}{A}",
    rf"(?:its|their|his|her|{A}'s) (?:\w+ )?(?:entry into|accession to|membership of|membership in|admission to|"
    rf"place in|seat in|exit from|departure from|withdrawal from) {M}",
)
_BELONGS = tuple(re.compile(rf"(?<!\w){p}") for p in _BELONG)
_JOIN = (
    r"(?:join(?:s|ed|ing)?|enter(?:s|ed|ing)?|entry (?:in)?to|acced(?:e|es|ed|ing) to|accession to|(?:bec[ao]me|"
    r"becoming) (?:\w+ ){0,4}?(?:members?|part|party|signatory)|(?:bec[ao]me|becoming) (?:\w+ ){0,3}?[&~]\d+(?:'s)? "
    r"(?:\w+ )?(?:member|ally|state)|(?:led|steered|carried|drew|let) @\d+ (?:\w+ )?(?:into|in)|(?:was|were|been|"
    r"being) (?:\w+ )?(?:admitted|received|accepted|welcomed|brought|taken)|"
    r"admi(?:tted|ssion)|(?:brought|took) @\d+ (?:\w+ ){0,2}(?:into|in)|taken into|came into|signed up|enrolled|"
    r"adhered to|gained (?:admission|entry|membership)|member since|"
    r"membership (?:began|dates|dated|came)|let in|found its way into|made it into)"
)
_LEFT = (
    r"(?:left(?! out)|quit|withdr[ae]w\w*|pulled out|walked out|seceded|resigned|departed|exit(?:ed)?|"
    r"gave up its membership|"
    r"ended its membership|renounced its membership|abandoned|deserted|"
    r"ceased (?:to be|being)|stopped being|dropped out|membership (?:\w+ ){0,2}(?:ended|lapsed|came to an end|expired))"
)
_HAD_LEFT = (
    r"\b(?:had|having|has) (?:\w+ ){0,2}(?:left|quit|withdrawn|pulled out|walked out|seceded|departed|dropped out|"
    r"ceased|abandoned|deserted|given up)"
)
_CEASED = re.compile(
    r"(?P<no>\b(?:never|not|\w+n't) (?:\w+ )?)?\b(?:ceas|stopp?)(?:es?|s|ed|ing)? (?:to be|being)\b(?! (?:effective|"
    r"active|relevant|useful))"
)
# "Never left", "did not withdraw from".
_NOT_LEFT = re.compile(
    r"(?:(?<!would )(?<!will )(?<!could )(?<!can )(?<!shall )(?<!should )(?<!must )(?<!may )\b(?:never|not)|"
    r"(?<!would)(?<!wo)(?<!could)(?<!ca)(?<!should)n't) (?:yet |ever |actually |formally |really )?"
    r"(?:left|leave|quit|with?dr[ae]wn?|pull(?:ed)? out|walk(?:ed)? out|seceded?|exit(?:ed)?|resign(?:ed)?|"
    r"depart(?:ed)?|drop(?:ped)? out)\b"
)
# A leaving that lies ahead: "will leave", "decided to quit", "would never withdraw from".
_TO_LEAVE = re.compile(
    r"\b(?:(?:will|would|shall|wo|can|ca|could)(?:n't)?|to|cannot) (?:\w+ ){0,2}?(?:leave|quit|withdraw|"
    r"pull out|walk out|secede|exit|depart|resign|"
    r"drop out|give up its membership|end its membership)\b"
)
# Who means to join, is asked to, or has a say in whether another may, is no member by that.
_ENTRY = r"(?:join|enter|acced|becom|members?\b|membership|accession|entry|admi)"
_SAY = r"(?:block|veto|approv|ratif|oppos|support|back)"
_AHEAD = re.compile(
    r"\b(?:appl(?:y|ies|ied|ying|ications?)|aspir\w+|bids?|candida\w+|seek(?:s|ing)?|sought|hop(?:e|es|ed|ing)|"
    r"want(?:s|ed|ing)?|wish(?:es|ed|ing)?|intend(?:s|ed|ing)?|plan(?:s|ned|ning)?|aim(?:s|ed|ing)?|"
    rf"(?:was|were|been|be|being) invited|decide[sd]|agreed|offered) (?:\w+ |{M} ){{0,4}}?{_ENTRY}|"
    rf"\b(?:bar(?:s|red)?|prevent|forb|prohibit|preclud|stop|kept?|keep|ban(?:s|ned)?)\w* (?:\w+ |{A} ){{0,3}}?from "
    rf"(?:\w+ ){{0,2}}?{_ENTRY}|"
    r"\b(?:could|may|might|should|will|can) (?:\w+ ){0,2}(?:join|enter|accede|become|be admitted)\b|"
    rf"\b{_SAY}\w* (?:\w+ |{A}(?:'s)? |{M}(?:'s)? ){{0,3}}?(?:membership|accession|entry|bid)\b|"
    rf"\b(?:membership|accession|entry|bid) (?:\w+ ){{0,3}}?(?:was|were|is|been) (?:\w+ )?{_SAY}|"
    r"\b(?:path (?:in)?to|prospects? of)\b"
)
_FORMER = re.compile(
    rf"\b(?:former|erstwhile|one ?time|ex) (?:(?:\w+|{M}) ){{0,2}}?(?:members?|party|parties|signator|ally|allies|"
    r"states?|countr)"
)
_MEMBERS = (
    r"(?:members?|(?:member )?(?:states?|countr(?:y|ies)|nations?|governments?|powers?)|signator(?:y|ies)|parties|"
    r"allies|capitals|flags|strong)"
)
_NUMBERED = re.compile(
    rf"(?<![@#&~%])\b(?P<n>{NUMERAL}) (?:[\w']+ ){{0,4}}?{_MEMBERS}\b|\b(?:member(?:s|ship)|states|countries|"
    rf"signatories) (?:\w+ ){{0,3}}(?:stood at|numbered|was|were|to|at|reached|of|came to) "
    rf"(?P<n2>{NUMERAL})\b(?! ?%)|\b(?:club|alliance|pact|league|company|family|circle|grouping) of "
    rf"(?P<n3>{NUMERAL})\b"
)
# "Seven states joined in 2004": as many as joined, not as many as there were.
_MANY_JOINED = re.compile(
    r"\b(?:join(?:s|ed|ing)?|acced(?:e|es|ed|ing)|enter(?:s|ed)?|admitted|welcomed|gained|took in|let in|"
    r"(?:was|were|been) (?:admitted|welcomed|taken in|let in))\b"
)
_ROUGH = re.compile(
    r"(?:at least|more than|fewer than|less than|over|nearly|almost|about|around|some|first|last|original|founding|"
    r"other|new|next|further|all but) $"
)
_RANK = re.compile(
    r"(?<!ty[- ])\b(?P<rank>first|last|latest|newest|final|earliest)\b (?:[\w']+ ){0,6}?(?:(?:to|that|which) "
    r"(?:\w+ )?(?:join|joined|enter|entered|accede|acceded|be admitted|be received|be let in|become|became|sign|"
    r"come in|was admitted)|admitted|joined|member|recruit|newcomer|accession|entrant|addition|new)"
)
_AS_CLASS = re.compile(
    rf"\b(?:with|to|toward|towards|against|by|for|from|of) (?:an?|any|another|some|other) {M} (?:members?|ally|"
    rf"allies|states?|countr(?:y|ies))\b"
)
# Whom an alliance must defend is its member: it promises nothing to others.
_OWES = re.compile(
    rf"{M} (?:\w+ ){{0,2}}?(?:must|has to|have to|bound to|obliged to|obligated to|required to|committed to|"
    r"(?:duty|obligation) to) (?:\w+ ){0,2}?(?:defend|protect|fight for|come to the (?:aid|defen[cs]e) of) "
    rf"(?P<b>{A})"
)
_TWICE = re.compile(r"\b(?:not|never|no longer|hardly) (?:\w+ )?(?:outside|aloof|excluded|barred|shut out|absent)")
_NO_STATE = re.compile(
    r"\b(?:no|every|each|all|most|many|several|any) (?:\w+ )?(?:states?|countr(?:y|ies)|nations?|powers?|"
    r"governments?)\b"
)
_PASSIVE = re.compile(r"\b(?:did|could|would|does|do)(?:n't| not)|\bnever\b")


def member(text: str, coded: Coded, when: When, codes: dict[str, str]) -> Bond | None:
    """The membership that the clause states; `codes` are the organisations' codes by mark."""
    text = _AS_CLASS.sub(" ", text)
    marks = [m for m in dict.fromkeys(re.findall(M, text)) if codes.get(m) in ALLIANCES]
    if not marks:
        return None
    organisation = marks[0]
    if _RESPECTIVELY.search(text) or _beside(text, organisation):
        when = When()
    text = _clause_of(_ELLIPSIS.sub("", _ASIDE.sub(partial(_kept, organisation), text)), organisation)
    states = [m for m in dict.fromkeys(re.findall(A, text)) if not coded.of(m).adjective]
    counted = _count(text, states, marks)
    if counted is not None:
        bond = _bond("count", (), codes[organisation], when, quantifier=counted)
        if bond.date and _MANY_JOINED.search(text):
            bond.date_role = "since"
        return bond
    if owed := _OWES.search(text):
        return _bond("member", coded.codes(owed["b"]), codes[organisation], when, denied=denied(text))
    if not states or not _belongs(text) or _NO_STATE.search(text):
        return None
    if _AHEAD.search(text) and not _TO_LEAVE.search(text):
        return None
    who = _who(text, states, organisation)
    parties = coded.codes(who)
    ranked = _RANK.search(text)
    if ranked:
        rank = "first" if ranked["rank"] in ("first", "earliest") else "last"
        return _bond(
            "rank", parties, codes[organisation], when, quantifier=rank, scope=coded.plain(text[ranked.start() :])
        )
    return _stated(text, parties, codes[organisation], when)


# Where a clause ends that may deny what the next one affirms: "not in the EU but is a member of NATO".
_TURN = re.compile(
    r",? \b(?:but|though|although|while|whereas|and yet|and(?= (?:is|was|were|has|had|remains?|belongs?|joined|left|"
    r"not|never)\b))(?: |$)|, yet "
)


# "A is in X, B isn't": what is said of B turns nothing of what is said of A.
_ELLIPSIS = re.compile(
    rf",? (?:(?:and|but|while|whereas) )?{A},? (?:is|was|are|were|does|did|has|had)(?:n't| not| never)\W*$"
)
# "A and B joined X in 2023 and 2024": neither year is that of both.
_RESPECTIVELY = re.compile(r"\bin #\d+ and (?:in )?#\d+")
_ASIDE = re.compile(r", (?:which|who|an?|once|formerly|long|then|both|no longer) [^,]{0,160},")


def _kept(organisation: str, aside: re.Match[str]) -> str:
    """An aside is left out if the organisation is named elsewhere: "no longer in the EU, it is in NATO"."""
    return aside.group() if organisation in aside.group() or "#" in aside.group() else " "


def _beside(text: str, organisation: str) -> bool:
    """Is it named in an aside, and the date outside of that?"""
    aside = next((m.group() for m in _ASIDE.finditer(text) if organisation in m.group()), None)
    return aside is not None and "#" not in aside


_NOR = re.compile(
    rf"\W*(?:not|never) (?:(?:in|of|part of|an? member of) )?(?:the )?{M}"
    rf"(?: (?:in|on|since|before|by) #\d+)?\W*"
)


def _clause_of(text: str, organisation: str) -> str:
    """The clause in which the organisation is named, with the state that the sentence began with."""
    parts = _TURN.split(text)
    own = next((p for p in parts if organisation in p), text)
    state = re.search(A, text)
    if state and _NOR.fullmatch(own):
        return f"{state[0]} is not a member of {organisation}"  # "are in the EU but not NATO"
    return own if own == text or state is None or re.search(A, own) else f"{state[0]} {own}"


def _bond(kind: str, parties: tuple[str, ...], organisation: str, when: When, **slots: object) -> Bond:
    role = {"joined": "since", "left": "until"}.get(kind, "on")
    if kind == "member" and when.lead == "since" and not slots.get("denied"):
        role = "since"
    out = Bond(kind, parties, date=when.date or when.treaty, date_role=role if (when.date or when.treaty) else None)
    out.name = organisation
    for slot, value in slots.items():
        setattr(out, slot, value)
    return out


def _count(text: str, states: list[str], marks: list[str]) -> int | None:
    if states or len(marks) != 1:
        return None
    if not re.search(
        r"\bmember|\b(?:countries|states|nations) (?:\w+ )?(?:in|inside|within) [&~]|"
        r"\b(?:made up|composed|formed|belonged|consist|compris|counted|numbered|joined|united|grouped|had|"
        r"has|club|strong|alliance of|pact of|league of|signator|signed|parties)",
        text,
    ):
        return None
    for m in _NUMBERED.finditer(text):
        n = number(m["n"] or m["n2"] or m["n3"])
        if n is not None and not _ROUGH.search(text[max(0, m.start() - 14) : m.start()]) and denied(text) is False:
            return n
    return None


def _belongs(text: str) -> bool:
    """Is the organisation named as what one belongs to ("member of", "joined", "outside")?"""
    return any(p.search(text) for p in _BELONGS)


def _who(text: str, states: list[str], organisation: str) -> str:
    """The state that is said to belong: "Madrid brought Spain into NATO", else the one before the verb."""
    brought = re.search(
        rf"\b(?:brought|took|led|steered|taking|bringing|saw|welcomed|admitted|let|drew|carried|accepted|received) "
        rf"(?P<b>{A}) (?:\w+ ){{0,2}}(?:into|to|in|as|join|enter)",
        text,
    )
    if brought:
        return brought["b"]
    active = re.search(
        rf"{organisation} (?:\w+ ){{0,2}}(?:admitted|welcomed|received|accepted|gained|took in|let in|"
        rf"opened its doors to) (?P<b>{A})",
        text,
    )
    if active:
        return active["b"]
    apposed = re.search(
        rf"(?P<b>{A}), (?:(?:itself|now|then|also|already) )?(?:an?|another|one of (?:the|its)|fellow|which (?:is|was))"
        rf" (?:(?:[\w'-]+|{M}) ){{0,7}}?{organisation}",
        text,
    )
    if apposed:
        return apposed["b"]
    if len(states) > 1 and re.search(rf"{A}'s ", text):
        owned = [
            s for s in states if not re.search(rf"{s}'s (?!entry|accession|membership|admission|place|seat)", text)
        ]
        return (owned or states)[0]
    return states[0]


def _stated(text: str, parties: tuple[str, ...], organisation: str, when: When) -> Bond:
    joins = re.search(rf"\b{_JOIN}\b", text)
    leaves = re.search(rf"\b{_LEFT}\b", text)
    no = denied(re.sub(r"\b(?:apart from|short of)\b", " ", text))
    outside = bool(
        re.search(
            r"\b(?:outside|aloof from|apart from|clear of|shunned|spurned|boycotted|snubbed|stayed out of|"
            r"kept out of|out of|non ?member|absent from|"
            r"excluded from|barred from|shut out)\b",
            text,
        )
    )
    ceased = _CEASED.search(text)
    if ceased and ceased["no"]:
        return _bond("member", parties, organisation, when)
    if not joins and _NOT_LEFT.search(text):
        return _bond("left", parties, organisation, when, denied=True)
    if re.search(_HAD_LEFT, text) or (leaves and when.lead == "by"):
        return _bond(
            "member",
            parties,
            organisation,
            when,
            denied=not (no and not re.search(r"\bceased\b", text)) or bool(re.search(_HAD_LEFT, text)),
        )
    if _FORMER.search(text):
        return _bond("left", parties, organisation, When(), denied=no)
    if not joins and _TO_LEAVE.search(text):
        return _bond("leaving", parties, organisation, when, denied=no, stage="planned")
    if leaves and not joins and (ceased or not no):
        return _bond("left", parties, organisation, when)
    settled = re.search(
        r"\b(?:had|has|have) (?:\w+ ){0,2}(?:joined|entered|acceded|become|been admitted)\b|"
        r"\balready\b|\byet\b|\bstill\b|\bremained\b",
        text,
    )
    if (
        joins
        and when.date
        and when.lead in ("on", "since")
        and not (settled and when.lead == "on" and not _simple(text))
        and not (no and not _PASSIVE.search(text))
        and not (outside or re.search(r"\bnever\b", text))
    ):
        return _bond("joined", parties, organisation, when, denied=no)
    return _bond("member", parties, organisation, when, denied=not _TWICE.search(text) if outside else no)


def _simple(text: str) -> bool:
    """ "had to wait", "had joined in": a date of joining all the same."""
    return (
        bool(
            re.search(
                r"\b(?:wait|only|not until|it was)\b|\b(?:joined|entered|acceded|admitted)\b[^,]{0,40} in #", text
            )
        )
        and "already" not in text
    )
