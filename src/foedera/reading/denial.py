"""What a clause denies, supposes, or only gives as a purpose: not asserted as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from foedera.actors.parts import part_naming
from foedera.claim import Claim

_NEGATION = re.compile(
    r"\b(?:not(?! only| just| merely| least)|never|neither|nor|"
    r"no(?! longer|\.? ?[\d\ue002]| doubt| fewer| less| later| secret| difficult| comment|"
    r"[ -]one (?:disput|den|doubt))|"
    r"without(?! (?:delay|doubt|interruption|exception|precedent))|"
    r"none|nobody(?! (?:disput|den|doubt))|n't|cannot|(?:yet|still ha(?:s|ve|d)|remain(?:s|ed)?) to(?= [a-z])|"
    r"refus(?:e[sd]?|ing|al)|reject(?:s|ed|ing)?|(?<!nobody )(?<!no one )den(?:y|ies|ied|ying)|lack(?:s|ed|ing)?|"
    r"fail(?:s|ed)? to|baseless|"
    r"declin(?:e[sd]?|ing) to|rul(?:e[sd]?|ing) out|nothing|false|stop saying|"
    r"(?:ban(?:s|ned)|prohibit(?:s|ed)|forb(?:ids|ade)|outlaw(?:s|ed)|veto(?:es|ed)|block(?:s|ed))"
    r"(?= (?:\S+ ){0,4}?(?:aid|assistance|arms|weapons|sales?|transfers?|(?:re-?)?exports?|deliver(?:y|ies))\b))\b|"
    r"n't\b"
)
# "It should be noted that" says it.
_NOTED = (
    r"(?! (?:also |further |first )?be (?:noted|emphasi[sz]ed|mentioned|stressed|underlined|underscored|highlighted|"
    r"pointed out|recalled|remembered|added|recogni[sz]ed)\b)"
)
# What forces are for, or only may do.
_TASKED = r"responsib\w+|tasked with|charged with"
_PURPOSE = re.compile(
    rf"\b(?:{_TASKED}|respons\w+ (?:include|are|is)|mandate(?:d)?|dut(?:y|ies)|"
    r"(?:primary|main|key|core|chief|principal|other|specific|external|operational|stated|its|current|top|wide range "
    r"of|peacetime|variety of) "
    r"(?:\w+ ){0,2}?(?:missions?|roles?|dut(?:y|ies)|tasks?|focus(?:es)?|functions?|objectives?|goals?|priorit\w+|"
    r"aims?|purposes?|"
    r"areas? of (?:concern|focus)|concerns?)|missions (?:include|are|is)|(?:is|are|was|were|also|largely|primarily) "
    r"focused (?:primarily |largely )?on|capable of|in order to|"
    rf"(?:may|can|could|might|would|should){_NOTED} (?:also )?(?:be )?|aims? to|intended to|intends? to|"
    r"hop(?:es|ed|ing) to|seek(?:s|ing)? to|if )"
)
_PROVIDED = r"if|whether|unless|were to|possible that"
_MODAL = re.compile(rf"\b(?:(?:could|might|would|may|should){_NOTED}|{_PROVIDED}|likely to|expected to)\b")
_AUX = r"(?:has|have|had|is|are|was|were|will|does|did|also|later|then|instead)"
# What ends the reach of a negation before it comes to the trigger: a new subject, an adversative, a colon or dash.
_ADVERSATIVE = re.compile(
    r", (?:the )?[\ue000\ue005] |[,;] but |\bbut\b|\bhowever\b|\balthough\b|\bwhile\b|\binstead\b|\brather\b|"
    rf"\byet [\ue000\ue005]|: | - |; |\band {_AUX}\b"
)
# After a noun that is denied ("no army", "lacks radars") another verb begins a statement of its own.
_ANOTHER = re.compile(
    r"\band (?:\w+ )?(?:\w{3,}ed|bought|sold|sent|built|gave|took|made|buys|sells|sends|hosts|keeps)\b"
)
_OF_NOUN = re.compile(r"no|lack\w*|without|none")
# A relative clause or an aside that holds the negation and is closed before the trigger.
_OPENS_ASIDE = re.compile(
    r"(?:, (?:which|who|whose|though|although|despite|without|having|not)\b|\(|^without|^despite)[^,]*$"
)
_SLANDER = (
    r"(?:false|untrue|baseless|fake|wrong|denied|invented|nonsense|unfounded|fabricated|a lie|lies|incorrect|rejected|"
    r"dismissed|refuted|propaganda|groundless|slander|fiction|fictitious|fantas(?:y|ies)|imagin(?:ation|ary|ed)|myths?|"
    r"hoax(?:es)?|made[- ]up|gossip|bogus|wishful thinking|concocted|inventions?|fabrications?|without foundation)"
)
_STORIES = (
    r"(?:reports?|talk|whispers?|speculation|claims?|rumou?rs?|allegations?|stories|story|suggestions?|assertions?|"
    r"accusations?|charges?)"
)
# A report that the same sentence goes on to reject, or that somebody calls a lie: "reports that X sold arms are false".
_REJECTED = re.compile(
    rf"\b{_STORIES}\b(?P<what>.{{0,200}}?)\b(?:is|are|was|were|(?:has|have) been) (?:[\w'\"]+ ){{0,2}}\"?{_SLANDER}\b|"
    rf"\b(?:calls?|called|dismiss(?:es|ed)|describe[sd]?|brand(?:s|ed)|label(?:s|led)?)\b(?P<called>.{{0,200}}?)"
    rf"\b(?:as )?{_SLANDER}\b"
)
# "denies that it sold", "rejected claims that X sold", "denied having sold".
_DENIES = re.compile(
    r"(?<!nobody )(?<!no one )(?<!not )(?<!never )"
    r"\b(?:den(?:ies|ied|y|ying)|reject(?:s|ed|ing)?|refut(?:es|ed)|dismiss(?:es|ed))\b"
    rf",? (?:that|having|any|(?:the |all |these |such )?(?:\w+ )?{_STORIES}(?: that| of| about)?|\w+ing)\b"
)
_UNREACHED = re.compile(r"\bbut\b|;|: | - |, and \S+ (?:said|added|has|have)\b|, which\b")
# "an agreement between X and Y has not been signed": the denial comes after what it denies.
_UNDONE = re.compile(
    r"[^,;:()]{0,60}? (?:has|have|had|was|were|is|are|does|do|did|will|would) "
    r"(?:not|never|yet to|no longer)(?: been| yet| ever| be)* "
    r"(?:signed|concluded|reached|agreed|made|exist|materiali[sz]ed?|happened|built|deployed|embedded|stationed|"
    r"arrived|in(?= yet)|here)\b"
)
# "supplies no arms", "keeps nobody there": what follows the trigger is nothing.
_NOTHING = re.compile(r"\s*(?:no(?! longer| fewer| less| doubt|\.? ?\d)|none|nothing|nobody) [a-z]")


# No rejection reaches further than this, so that a long sentence is not gone through for each of its triggers.
_FAR = 260


# What is asked of one place is often asked again: by the frames and by the model, and by several claims.
_AGAIN = 512


@lru_cache(_AGAIN)
def disowned(code: str, start: int) -> bool:
    """Is what stands at `start` only a story that somebody rejects: "denies that ...", "reports that ... are false"?"""
    first = max(0, start - _FAR)
    for told in _REJECTED.finditer(code, first, start + _FAR):
        if told.start() <= start < told.end():
            return True
    return any(not _UNREACHED.search(code, m.end(), max(m.end(), start)) for m in _DENIES.finditer(code, first, start))


_PLEDGE = re.compile(r"\b(?:agreements?|treat(?:y|ies)|pacts?|accords?|alliances?|all(?:y|ies)|members?(?:hip)?)\b")
_YET = re.compile(r"\b(?:has|have|had|is|are) yet to\b")


def corrected(claims: Iterable[Claim]) -> list[Claim]:
    """The claims of treaties and memberships, each denied or affirmed as far as its own words reach it.

    One whose words only reject a story is denied; one that is not denied but unpublished, or told of after
    "Without asking anybody, ...", is affirmed. Who only would join if something were so, is no member; who would
    leave, is one.
    """
    return [_as_said(_presupposed(c)) for c in claims if not _imagined(c)]


# "If A joined B, C would object", "Had A not done it, C would never have joined B".
_CONDITION = re.compile(
    r"^\W*(?:(?:and|but|so|even|only) )?(?:if|unless|suppose|imagine|were|should|had) (?P<if>[^,;]{3,160}), "
    r"(?P<then>[^;]{0,120}?\b(?:would|could|might|will|may)\b.{0,160})",
    re.DOTALL,
)
# Who leaves is a member: that is presupposed.
_JOINS = re.compile(r"\b(?:join|acced|admit|enter|becom|became)\w*\b")
_LEAVES = re.compile(r"\b(?:left|leav|quit|with?dr[ae]w|pull|walk|ceas|stop|exit|expel|kick|throw|threw|drop)\w*\b")
_WOULD_JOIN = re.compile(rf"\b(?:would|could|might|will|may) (?:[\w-]+ ){{0,5}}?{_JOINS.pattern}")
_SUPPOSE = (
    r"(?:imagine|suppose|supposing|pretend|what if|if only|i wish|"
    r"let(?:['\u2019]?s| us) (?:say|suppose|imagine|pretend|assume))\b"
)
_SUPPOSED = re.compile(rf"\W*(?:(?:and|but|so|now|just|ok|well),? )?{_SUPPOSE}")


def _condition(claim: Claim) -> re.Match[str] | None:
    return _CONDITION.match(claim.quote[:400].lower()) if claim.relation == "membership" else None


def _imagined(claim: Claim) -> bool:
    """Do the words only suppose the tie, tell of joining as a condition, or as what would follow from one?"""
    if _SUPPOSED.match(claim.quote[:80].lower()):
        return True
    found = _condition(claim)
    return found is not None and bool(_JOINS.search(found["if"]) or _WOULD_JOIN.search(found["then"]))


def _presupposed(claim: Claim) -> Claim:
    found = _condition(claim)
    if found is None or claim.status not in ("former", "member") or not _LEAVES.search(found["if"]):
        return claim
    return replace(claim, polarity="affirmed", status="member", date=None, date_role=None)


_NO_LONGER = re.compile(r"\bno longer (?:an? )?(?:[\w-]+ ){0,2}?(?:members?|part(?:y|ies)?|in|belongs?)\b")


# "The constitution bars it from joining".
_KEPT_FROM = re.compile(
    r"\b(?:bar(?:s|red)?|prevent\w*|forb\w+|prohibit\w*|keeps?|kept|stop\w*|ban(?:s|ned)?) (?:\S+ ){1,4}?from "
    r"(?:\w+ )?(?:join|enter|becom|acced)"
)


def past(claims: Iterable[Claim]) -> list[Claim]:
    """The claims; who is "no longer a member" was one, and who is barred from joining is none."""
    kept = (c for c in claims if not _kept_from(c))
    return [replace(c, status="former") if _no_more(c) else c for c in kept]


def _kept_from(claim: Claim) -> bool:
    if (claim.relation, claim.polarity, claim.status) != ("membership", "affirmed", "member"):
        return False
    return _KEPT_FROM.search(_part_of_organisation(claim)) is not None


def _part_of_organisation(claim: Claim) -> str:
    organisation = next((a.code for a in claim.by_role("organisation") if a.code), "")
    return part_naming(claim.quote, organisation)


def _no_more(claim: Claim) -> bool:
    if claim.relation != "membership" or claim.polarity == "denied" or "no longer" not in claim.quote:
        return False
    return _NO_LONGER.search(_part_of_organisation(claim)) is not None


# What is denied of a treaty that there is.
_STANDS = re.compile(
    r"\b(?:has|have|had|was|were|is|are) (?:never|not) (?:been |yet |ever |fully )*"
    r"(?:published|made public|disclosed|released|invoked|used|tested|applied|implemented|revised|amended)\b"
)
_OPENING = re.compile(r"^\W*(?:without|despite) [^,]{3,80},")


def _as_said(claim: Claim) -> Claim:
    if claim.polarity == "affirmed":
        return replace(claim, polarity="denied") if _told_off(claim.quote) else claim
    low = claim.quote.lower()
    rest = _OPENING.sub("", _STANDS.sub("", low))
    return replace(claim, polarity="affirmed") if rest != low and not _NEGATION.search(rest) else claim


def _told_off(quote: str) -> bool:
    """Do the words deny what they tell of a pledge?"""
    low = quote.lower()
    found = _PLEDGE.search(low)
    return found is not None and (disowned(low, found.start()) or bool(_YET.search(low, 0, found.start())))


@lru_cache(_AGAIN)
def negated(code: str, left: int, start: int, end: int) -> bool:
    """Does a negation reach the trigger at start:end of the clause that begins at `left`, or is all of it rejected?"""
    if disowned(code, start) or _UNDONE.match(code, end) or _NOTHING.match(code, end):
        return True
    first = max(left, start - 90)
    found = None
    for match in _NEGATION.finditer(code[first:end]):
        found = match
    return found is not None and _reaches(code, first + found.start(), first + found.end(), start)


def _reaches(code: str, first: int, last: int, start: int) -> bool:
    """Does the negation at first:last bear on what stands at `start`?"""
    reach = max(last, start) + 3
    if code.rfind("(", last, start) > code.rfind(")", last, start):
        return False  # "no foreign bases either (the last was given up in 2002"
    if _ADVERSATIVE.search(code, last, reach):
        return False
    if _OF_NOUN.fullmatch(code, first, last) and _ANOTHER.search(code, last, reach + 24):
        return False
    return not ("," in code[last:start] and _OPENS_ASIDE.search(code[max(0, first - 40) : last]))


# Words that deny without a "not": who reads by single words must keep off them.
_NOT_DONE = r"nil|turn(?:s|ed|ing)? down|hardly|scarcely|barely|(?:declin|spurn|shun|abstain|forb|prohibit)\w*"
_SHUNS = re.compile(
    rf"\b(?:{_NOT_DONE}|out of|outside|instead of|rather than|short of|free of|unlike|yet to|"
    r"call(?:s|ed|ing)? off|keeps? out|kept out|left out|"
    r"(?:veto|block|barr|bann|withh|avoid|prevent|dismiss|disput|oppos)\w*)\b"
)


# What follows these is denied, but not what comes before.
_INSTEAD = re.compile(r"\b(?:rather than|instead of|as opposed to|unlike)\b")


@lru_cache(_AGAIN)
def doubtful(code: str, left: int, right: int, start: int, end: int) -> bool:
    """Is anything in the clause denied, or what stands at start:end only supposed, asked, or somebody's duty?"""
    instead = _INSTEAD.search(code, end, right)
    return (
        speaks_of_none(code, left, instead.start() if instead else right)
        or negated(code, left, start, end)
        or purpose(code, left, end)
        or supposed(code, left, start)
    )


def speaks_of_none(code: str, left: int, right: int) -> bool:
    """Does the clause hold a word that denies something?"""
    return _NEGATION.search(code, left, right) is not None or _SHUNS.search(code, left, right) is not None


# Those that leave no doubt.
_PLAINLY = re.compile(
    rf"\b(?:{_NOT_DONE}|"
    r"(?:stay|stood|stand|remain|keep|kept|left|leave)(?:s|ed|ing)? (?:itself |them )?out(?:side)?)\b"
)
# What forces are for is not what they do.
_DUTY = re.compile(rf"\b(?:{_TASKED}|dut(?:y|ies) (?:is|are|include)|missions? (?:is|are|include))\b")
_IF = re.compile(rf"\b(?:{_PROVIDED}|lest)\b")


def barred(code: str, left: int, right: int, start: int, end: int) -> bool:
    """Is what stands at start:end of the clause left:right plainly denied, asked, owed or only conditional?"""
    return (
        negated(code, left, start, end)
        or asked(code, start)
        or _PLAINLY.search(code, left, right) is not None
        or _INVERTED.match(code, left, start) is not None
        or _IF.search(code, left, start) is not None
        or _DUTY.search(code, left, end) is not None
    )


# "would not have joined", "had it not sold": what did happen is told as if it had not.
_AS_IF_NOT = re.compile(r"\b(?:would|could|might|should)(?: not| never|n't) have\b")


def imagined(code: str, left: int, right: int, start: int) -> bool:
    """Is a denial in the clause left:right only asked, or conditional?"""
    return (
        asked(code, start)
        or _INVERTED.match(code, left, right) is not None
        or _IF.search(code, left, start) is not None
        or _AS_IF_NOT.search(code, left, right) is not None
    )


# "X asked whether ..." and questions say nothing; "so that ...?" takes up what was said.
_ASKED = re.compile(
    r"\b(?:asked|asks|wondered|unclear|wants to know)\b[^;]{0,80}?\b(?:whether|if|what|when|how|which|why)\b"
)


def asked(code: str, start: int) -> bool:
    """Does the trigger stand in a question?"""
    return (code.rstrip().endswith("?") and "so that" not in code) or bool(_ASKED.search(code, 0, start))


# "said that it would buy": a future told of, not a condition.
_PROMISED = re.compile(
    r"\b(?:said|announced|confirmed|stated|agreed|decided|pledged|promised|disclosed|declared)\b[^;]{0,80}"
    r"[\ue000\ue005\ue006] $"
)


def no_longer(code: str, left: int, start: int) -> bool:
    """Does "no longer" stand directly before the trigger? (Leaving an organisation has frames of its own.)"""
    return bool(re.search(r"\bno longer (?:[\w-]+ ){0,2}$", code[max(left, start - 40) : start]))


# "Had A bought ..., B would ...", "were A to sell ...": a condition without "if"; "imagine A bought ...".
_INVERTED = re.compile(
    r"\W*(?:(?:and|but|yet|so|now|just|ok|well),? )?"
    rf"(?:(?:had|were|should) (?:the |an? )?[\ue000\ue001\ue005\ue006]|{_SUPPOSE})"
)


@lru_cache(_AGAIN)
def supposed(code: str, left: int, start: int) -> bool:
    """Is what the trigger says only possible, asked, wished or conditional?"""
    if asked(code, start) or _INVERTED.match(code, left, start):
        return True
    found = _MODAL.search(code, max(left, start - 60), start)
    return bool(found) and not (found and found.group() == "would" and _PROMISED.search(code, 0, found.start()))


@lru_cache(_AGAIN)
def purpose(code: str, left: int, start: int) -> bool:
    """Is it a duty, focus or ability of forces, and not something they do?"""
    return any(
        not (m.group().startswith("would") and _PROMISED.search(code, 0, m.start()))
        for m in _PURPOSE.finditer(code, left, start)
    )
