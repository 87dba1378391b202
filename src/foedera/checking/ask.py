"""From a claim to the question that it puts to the record."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from foedera.checking import classes
from foedera.checking.identity import canonical
from foedera.checking.model import Question
from foedera.checking.names import bare
from foedera.checking.spans import window
from foedera.claim import OBLIGATIONS, Claim

# Words for a promise whose kind the claim's slots leave out; the first pattern that fits decides.
_ALLIED = re.compile(r"\b(ally|allies|allied|alliances?)\b", re.IGNORECASE)
_NON_NATO = re.compile(r"\bnon-NATO all(?:y|ies)\b", re.IGNORECASE)
_DEFENSE = re.compile(
    r"(?<!on )\b(defen[cs]e(?= )|defensive|mutual (assistance|aid)|security guarantee)\b", re.IGNORECASE
)
_COOPERATION = re.compile(
    r"\b(co-?operation|consultations?|industry|industrial|statement|communiqu\w+)\b", re.IGNORECASE
)
_MUTUAL = re.compile(r"\b(mutual|each other|one another|reciprocal|allied|ally|allies|alliance|pact)\b", re.IGNORECASE)
_BOTH_WAYS = re.compile(
    r"\b(?:each other|one another|mutual\w*|reciproc\w*|all(?:y|ies|ied)|allian\w+|partners?)\b", re.IGNORECASE
)
# Words by which a text says that a promise goes both ways; without any, one side's promise may be what it means.
_RECIPROCAL = re.compile(
    r"\b(?:each|one another|mutual\w*|reciproc\w*|both|all(?:y|ies|ied)|allian\w+|pacts?|between|joint\w*|common|"
    r"either|neither|shared?|partners?|partnership|together|in return|bilateral|united|"
    r"(?:treat(?:y|ies)|agreements?) with)\b",
    re.IGNORECASE,
)
_OWED = re.compile(r"\b(obliged|bound|committed|pledged) to (defend|help|assist)\b", re.IGNORECASE)
_LIMIT = re.compile(
    r"\b(before|until|prior to|by|after|since|following)\b[^.]{0,60}?\b(1[89]\d\d|20\d\d)\b", re.IGNORECASE
)
# Parts of a year: a promise that ended in April was still kept "early in 1940". First and last month, wide.
_PARTS = (
    (re.compile(r"\b(?:early|at the (?:start|beginning|outset|opening) of|in the first (?:weeks|months) of)$"), 1, 3),
    (re.compile(r"\bin the first half of$"), 1, 6),
    (re.compile(r"\b(?:mid|in the middle of|in the summer of|summer)[- ]?$"), 5, 9),
    (re.compile(r"\bin the second half of$"), 7, 12),
    (re.compile(r"\b(?:late|in the last (?:weeks|months) of|in the autumn of|in the fall of)$"), 9, 12),
    (re.compile(r"\b(?:at the (?:end|close) of|by the end of|as late as the end of)$"), 11, 12),
)
_FOUNDER = re.compile(
    r"\b(?:found(?:ing|er)|charter|original|inaugural) (?:members?|states?|signator(?:y|ies)|part(?:y|ies))\b"
    r"|\b(?:among|one of) (?:the |its )?(?:founders|founding (?:members|states))\b|\bco-?founded\b|\bfounder\b",
    re.IGNORECASE,
)
_AFTER_FOUNDING = re.compile(
    r"\b(?:after|since|following) (?:its|the|the organi[sz]ation's|the alliance's) (?:\w+ )?"
    r"(?:founding|foundation|creation|establishment|founders|founding members)\b",
    re.IGNORECASE,
)
# A treaty whose name does not say what it promised: the record can say that it is right, not that it is wrong.
_PLAIN_TREATY = re.compile(
    r"^(?:[\w-]+ )?(?:security |friendship |military )?(?:treaty|pact|convention|accord)$", re.IGNORECASE
)
# Words of belonging, and of joining, beside the year of a membership.
_BELONGS = re.compile(r"\b(?:was|were|is|are|been|remain\w*|stayed|belong\w*|still|sat)\b", re.IGNORECASE)
_JOINS = re.compile(
    r"\b(?:join|acced|accession|enter|entry|admit|admission|became|become|since|found|sign)\w*", re.IGNORECASE
)
# Belonging told of in the past, and words that say that it goes on, or when it was.
_ONCE = re.compile(r"\b(?:was|were|had been|belonged|used to be)\b", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\b(?:is|are|has|have|remains?|belongs?|still|already|now|today|when|as|while|after|before|then|until|if|because)\b",
    re.IGNORECASE,
)
# "The only partner in Asia": what lies outside the region does not contradict it, and regions are not known.
_REGION = re.compile(
    r"\b(?:in|within|outside|inside|across|on|of|among) (?:the )?(?:(?:Central|Eastern|Western|Northern|Southern|South|"
    r"East|West|North|Southeast|South-East|Southeastern|Latin|continental) )?(?:Asia|Europe|Africa|Americas?|Balkans|"
    r"Baltic|Caucasus|Middle East|Far East|Near East|Pacific|Caribbean|Western Hemisphere|hemisphere|continent|region|"
    r"Mediterranean|Gulf|Levant|Maghreb|Arab world|Muslim world|communist world|free world|(?:Soviet )?bloc|"
    r"Commonwealth)\b"
    r"|\b(?:European|Asian|African|Arab|Western|Eastern|Balkan|Baltic|Nordic|Scandinavian|Muslim|Christian|communist|"
    r"Communist|Slavic|Latin American|South American|great[- ]power|Great Power|neighbou?ring|non-\w+) (?:\w+ ){0,2}"
    r"(?:all(?:y|ies)|partners?|states?|powers?|countr(?:y|ies)|governments?|neighbou?rs?|pacts?|treat(?:y|ies))\b"
)
# A class of states that a "first" is measured in: "with a Western power", "the first Nordic state to".
_WITHIN = re.compile(
    r"\b(?:with|toward|towards|to|between|by) (?:an?|any|another|some|one) (?:[\w'-]+ ){1,4}?"
    r"(?:states?|powers?|countr(?:y|ies)|nations?|members?|neighbou?rs?|monarch(?:y|ies)|republics?|governments?)\b"
    r"|^(?!(?:treaty|defen[cs]e|mutual|military|formal|foreign) )[\w'-]+ (?:state|power|country|nation|member)\b",
    re.IGNORECASE,
)
# A state's own era that a "first" is counted in, by words of its scope: the first day.
_ERAS = (
    (
        re.compile(
            r"\binter-? ?war\b|\bafter (?:the )?(?:First World War|Great War|World War (?:I|One)\b)", re.IGNORECASE
        ),
        "1918-11-11",
    ),
    (re.compile(r"\bafter (?:the )?(?:Second World War|World War (?:II|Two)\b)", re.IGNORECASE), "1945-09-02"),
    (re.compile(r"\bpost-? ?war\b", re.IGNORECASE), "1945-09-02"),
    (re.compile(r"\b(?:Federal Republic|West German)", re.IGNORECASE), "1949-05-23"),
    (re.compile(r"\b(?:Turkish Republic|Republic of Turkey|Kemalist|At[aä]t[uü]rk)", re.IGNORECASE), "1923-10-29"),
    (re.compile(r"\b(?:People's Republic of China|Communist China|Red China|Mao's China)\b"), "1949-10-01"),
    (
        re.compile(r"\b(?:Russian Federation|post-Soviet Russia|independent Russia|Yeltsin)", re.IGNORECASE),
        "1991-12-25",
    ),
)
# States that began with their code although they bear an older state's number: the first day.
_BEGUN = {"SUN": "1917-11-07", "YUG": "1918-12-01"}


# "Only", where no quantifier was read: a sentence that says more than its claim.
_RATIFIES = re.compile(r"\bratif\w+|\bapproved\b|\bendorsed\b|\binto force\b", re.IGNORECASE)
_SIGNS = re.compile(r"\b(?:sign\w*|conclud\w+|made|seal\w+|agreed)\b", re.IGNORECASE)
# A name that a pact of defence may bear, and an agreement on bases or cooperation too.
_ANY_AGREEMENT = re.compile(
    r"^(?:\w+ )?(?:defen[cs]e|security|military) (?:agreement|arrangement|accord)s?$", re.IGNORECASE
)
# Of these the record does not know, but of the membership alone.
_IN_PART = re.compile(
    r"\bassociate (?:member|state)|\b(?:integrated|military|unified|command) (?:\w+ )?(?:command|structures?)\b",
    re.IGNORECASE,
)
_NEVER = re.compile(r"\b(?:never|at no time)\b(?! again)", re.IGNORECASE)
_ONLY = re.compile(
    r"\b(?:sole(?:ly)?|lone|exclusively|one and only|nobody else|no other|only(?! (?:in|on|after|when|by|until|since|"
    r"from|as|for|if|later)\b))\b",
    re.IGNORECASE,
)


def ask(claim: Claim, today: str, written: str | None = None, quote: str = "") -> Question:
    """The question of a claim; `written` is the day of its text, `today` stands in where that is unknown.

    A claim that gives no time is about the day its text was written.
    """
    question = _ask(claim, today, written)
    if not question.expect and question.kind in ("member", "obligation", "allied") and _NEVER.search(claim.quote):
        question = replace(question, rank="never")
    said_more = question.kind in ("obligation", "allied") and claim.quantifier is None and question.expect
    return _open(question) if said_more and _ONLY.search(claim.quote) else question


def _ask(claim: Claim, today: str, written: str | None) -> Question:
    when, stated = _time(claim, written or today)
    base = Question(
        kind="tie",
        claim=claim,
        when=when,
        stated=stated,
        expect=claim.polarity == "affirmed",
        subjects=_states(claim),
        organisation=_organisation(claim),
        framework=claim.name if claim.relation == "membership" else None,
        obligations=claim.obligations,
    )
    if claim.relation == "membership" and base.organisation:
        return _membership(base)
    if claim.relation == "agreement" or (claim.relation == "partnership" and claim.obligations):
        return _treaty(base)
    if _calls_allies(claim) and len(base.subjects) == 2:
        return replace(base, kind="allied", subjects=base.subjects[:1], partners=base.subjects[1:])
    if claim.quantifier is not None and claim.relation != "agreement":
        # "First", "only", "largest" of another kind of tie need a source that is complete for it: none is.
        return _open(base) if _number(claim.quantifier) is None else base
    return base


def _calls_allies(claim: Claim) -> bool:
    """ "India is our treaty ally": read as cooperation, but an ally is one that is bound by a treaty (checking.md)."""
    if claim.relation not in ("cooperation", "partnership"):
        return False
    said = (claim.rule or "").startswith("cooperation.is-partner") and _ALLIED.search(_NON_NATO.sub("", claim.quote))
    return bool(said) or (claim.name or "").casefold() == "alliance"


def _open(question: Question) -> Question:
    return replace(question, kind="unanswerable", rank="coverage_kind")


def _time(claim: Claim, day: str) -> tuple[str, bool]:
    if not claim.date:
        return day, False
    if re.fullmatch(r"\d{4}", claim.date) and (part := _part_of_year(claim)):
        return part, True
    if claim.date_role == "since":
        return f"{claim.date.split('/')[0]}/{_not_before(claim.date, day)}", True
    return claim.date, True


def _part_of_year(claim: Claim) -> str | None:
    """The months that "early 1940" means, where the claim holds on a day of that time."""
    at = claim.quote.find(claim.date or "")
    if claim.date_role not in ("on", None) or at < 0:
        return None
    before = claim.quote[:at].removesuffix(" in ").rstrip().lower()
    for words, first, last in _PARTS:
        if words.search(before):
            return f"{claim.date}-{first:02}/{claim.date}-{last:02}"
    return None


def _not_before(start: str, day: str) -> str:
    """The day, or the start where the day comes before it."""
    first = window(start)[0]
    return day if window(day)[1] >= first else first


def _states(claim: Claim) -> tuple[str, ...]:
    codes = [canonical(a.code) for a in claim.actors if a.code and a.role != "organisation"]
    return tuple(dict.fromkeys(codes))


def _organisation(claim: Claim) -> str | None:
    """The organisation's code; one outside the rule book's list is known by its name."""
    for actor in claim.by_role("organisation"):
        if actor.code:
            return actor.code
        known = _entity(actor.body or "")
        if known:
            return known
    return None


def _entity(name: str) -> str | None:
    from foedera import actors

    return next((m.entity for m in actors.find(name) if m.kind == "organisation" and m.entity), None)


def _membership(question: Question) -> Question:
    claim = question.claim
    generic = question.framework and _is_organisation(question.framework, question.organisation)
    question = replace(question, framework=None) if generic else question
    if claim.quantifier is not None:
        return _counted_membership(question)
    if not question.subjects:
        return question
    if claim.status == "former" and claim.stage == "planned":
        return _open(question)  # the record knows who left, not who means to
    if _IN_PART.search(claim.quote):
        return _open(question)
    if not claim.date and claim.status in (None, "member") and _FOUNDER.search(claim.quote):
        return replace(question, kind="join_rank", rank="first")
    if _was_member(claim):
        return replace(question, kind="member", when=claim.date or question.when)
    if claim.status in ("candidate", "applicant", "observer") and not question.framework:
        return question
    if claim.date_role in ("signed", "in_force") or (claim.date_role == "since" and claim.stage is None):
        return replace(question, kind="joined", when=claim.date or question.when)
    if claim.status == "former" and claim.date and claim.date_role == "until" and question.expect:
        return replace(question, kind="left")
    question = replace(question, kind="member")
    return _once(question) if _of_the_past(question) else question


def _of_the_past(question: Question) -> bool:
    """Is the membership told of in the past, and nothing said of when it was?"""
    from foedera.actors.parts import part_naming

    said = part_naming(question.claim.quote, question.organisation or "")
    return _ONCE.search(said) is not None and _GOES_ON.search(said) is None


def _once(question: Question) -> Question:
    """ "Was in SEATO", without a year: at any time in which there was one, up to the day of the text."""
    from foedera import actors

    known = actors.organisations().get(question.organisation or "")
    plain = question.claim.status in (None, "member") and not question.framework
    if known is None or not known.founded or question.stated or not plain:
        return question
    first, last = window(known.founded)[0], window(question.when)[1]
    last = min(last, window(known.dissolved)[1]) if known.dissolved else last
    if last < first:
        return question
    return replace(question, when=f"{first}/{last}", rank=None if question.expect else "never")


def _was_member(claim: Claim) -> bool:
    """ "Was a member in 1930": the year is one of membership, not that of joining."""
    words = claim.quote
    said = (claim.rule or "").startswith("membership.") and claim.date_role == "since" and bool(claim.date)
    return said and bool(_BELONGS.search(words)) and not _JOINS.search(words)


def _is_organisation(name: str, organisation: str | None) -> bool:
    from foedera import actors

    return any(organisation in (m.code, m.entity) and m.kind != "framework" for m in actors.find(name))


def _counted_membership(question: Question) -> Question:
    quantifier = question.claim.quantifier
    number = _number(quantifier)
    if number is not None:
        if question.claim.date_role == "since":
            return replace(question, kind="count_joined", number=number, when=question.claim.date or question.when)
        rank = "founding" if _FOUNDER.search(question.claim.quote) else None
        return replace(question, kind="count_members", number=number, rank=rank)
    if quantifier in ("first", "last") and question.subjects:
        since, until = _limits(question)
        return replace(question, kind="join_rank", rank=str(quantifier), since=since, until=until)
    return _open(question)


def _limits(question: Question) -> tuple[str | None, str | None]:
    """The years between which a rank is measured: "before 1989" ends on the last day of 1988."""
    text = f"{question.claim.scope or ''} {question.claim.quote}"
    since, until = None, None
    for found in _LIMIT.finditer(text):
        word, year = found[1].lower(), int(found[2])
        if word in ("after", "since", "following"):
            since = f"{year + 1}-01-01"
        else:
            until = f"{year}-12-31" if word in ("by", "until") else f"{year - 1}-12-31"
    if since or until:
        return since, until
    if _AFTER_FOUNDING.search(text) and (begun := _founded(question.organisation)):
        return f"{int(begun[:4]) + 1}-01-01", None
    if not question.stated:
        return None, None
    first, last = window(question.when)
    return (first if first[:4] != last[:4] else None), last


def _founded(organisation: str | None) -> str | None:
    from foedera import actors

    known = actors.organisations().get(organisation or "")
    return known.founded if known else None


def _number(quantifier: str | int | None) -> int | None:
    if isinstance(quantifier, int):
        return quantifier
    return int(quantifier) if isinstance(quantifier, str) and quantifier.isdigit() else None


def _treaty(question: Question) -> Question:
    claim = question.claim
    text = " ".join(t for t in (claim.name, claim.scope) if t)
    question = _directed(replace(question, obligations=_obligations(claim, text)))
    if claim.stage == "signed" and _RATIFIES.search(claim.quote) and not _SIGNS.search(claim.quote):
        return replace(question, kind="tie")
    if claim.quantifier is not None:
        return _counted_treaty(question, text)
    if not question.obligations and not _ALLIED.search(text):
        kind = _begun_or_ended(claim) if question.expect and len(question.partners) == 1 else None
        if claim.date and kind and _PLAIN_TREATY.search(bare(claim.name or "")):
            return replace(question, kind=kind, rank="plain")
        return replace(question, kind="tie", obligations=claim.obligations)
    if len({*question.subjects, *question.partners}) == 1 == len(claim.actors) and not question.expect:
        return _no_partner(question)
    if claim.stage == "ratified" or claim.date_role == "in_force" or (claim.stage == "in_force" and _enters(claim)):
        return replace(question, kind="tie")
    if claim.stage == "terminated" or claim.date_role == "until":
        return replace(question, kind="ended")
    if claim.date and claim.date_role == "signed" and question.expect:
        return replace(question, kind="signed", rank="plain" if _ANY_AGREEMENT.search(claim.name or "") else None)
    if not question.obligations:
        return replace(question, kind="allied")
    said = claim.quote.replace(claim.name or "\0", " ")  # a treaty may be called mutual that is not
    loose = question.mutual and (claim.rule or "").startswith("pledge.") and not _RECIPROCAL.search(said)
    return replace(question, kind="obligation", rank="loose" if loose else None)


def _begun_or_ended(claim: Claim) -> str | None:
    """Is the claim's date that of a signature, or that of an end?"""
    if claim.date_role == "until" or (claim.stage == "terminated" and claim.date_role in ("on", None)):
        return "ended"
    return "signed" if claim.date_role == "signed" and claim.stage != "terminated" else None


def _enters(claim: Claim) -> bool:
    return claim.date_role == "in_force"


def _obligations(claim: Claim, text: str) -> tuple[str, ...]:
    if claim.obligations:
        return claim.obligations
    if claim.terms:
        return tuple(dict.fromkeys(t.obligation for t in claim.terms))
    if _DEFENSE.search(text) and not _COOPERATION.search(text):
        return ("defense",)
    return tuple(o for o in OBLIGATIONS[2:4] if o in text.casefold().replace("non-aggression", "nonaggression"))


def _directed(question: Question) -> Question:
    """Who owes and to whom: as the terms say, else every party to every other."""
    ways = [(t.obligors, t.beneficiaries) for t in question.claim.terms if t.obligors and t.beneficiaries]
    if len(ways) > 1 and ways[0] == ways[1][::-1]:
        # "A had a pact with B and C": A with each of them, not B with C.
        one, other = ([canonical(c) for c in side] for side in ways[0])
        return replace(question, subjects=tuple(dict.fromkeys(one)), partners=tuple(dict.fromkeys(other)))
    obligors = tuple(dict.fromkeys(canonical(o) for t in question.claim.terms for o in t.obligors))
    named = tuple(dict.fromkeys(canonical(b) for t in question.claim.terms for b in t.beneficiaries))
    if obligors and named and set(obligors) != set(named):
        return replace(question, subjects=obligors, partners=named, mutual=False)
    first, rest = question.subjects[:1], question.subjects[1:]
    if len(question.subjects) == 2:
        return replace(question, subjects=first, partners=rest)
    return question


def _no_partner(question: Question) -> Question:
    obligations = question.obligations
    rank = "either"
    return replace(
        question,
        kind="count_partners",
        number=0,
        expect=True,
        obligations=obligations,
        rank=rank,
        partners=(),
    )


def _counted_treaty(question: Question, text: str) -> Question:
    quantifier = question.claim.quantifier
    number = _number(quantifier)
    question = _subject_first(question)
    if quantifier != "first" and question.claim.date_role != "signed" and _REGION.search(question.claim.quote):
        return _open(question)
    if number is not None:
        signed = question.claim.date_role == "signed"
        kind = "count_signed" if signed else "count_partners"
        rank = "either" if number == 0 else "mutual" if _BOTH_WAYS.search(question.claim.quote) else "loose"
        return replace(question, kind=kind, number=number, rank=rank)
    if quantifier == "only":
        return replace(question, kind="only", rank=_only_rank(question, text))
    if quantifier == "first" and (question.claim.scope or "").startswith("their"):
        return replace(question, kind="signed", rank="first")
    if quantifier == "first":
        return _first(replace(question, since=_era(question.claim)))
    return _open(question)


def _era(claim: Claim) -> str | None:
    """The first day of the era that a "first" is counted in: what came before was another state's."""
    text = f"{claim.scope or ''} {claim.quote}" if (claim.rule or "").startswith("pledge.") else claim.scope or ""
    named = next((day for word, day in _ERAS if word.search(text)), None)
    return named or (_BEGUN.get(claim.actors[0].code or "") if claim.actors else None)


def _only_rank(question: Question, text: str) -> str:
    """Only one that owes the subject, that it owes, or that it shares the promise with."""
    terms = question.claim.terms
    if terms and terms[0].obligors and terms[0].beneficiaries:
        owed = set(question.subjects) <= {canonical(b) for b in terms[0].beneficiaries}
        return "owed" if owed else "owes"
    if _OWED.search(f"{text} {question.claim.quote}") and not question.claim.rule:
        return "owed"
    return "mutual" if _BOTH_WAYS.search(question.claim.quote) or not question.obligations else "loose"


def _subject_first(question: Question) -> Question:
    """The state that the scope is about leads: "the only state with which Japan had a pact" is about Japan."""
    from foedera import actors

    ordered = (question.claim.rule or "").startswith("pledge.")
    scope = "" if ordered else question.claim.scope or ""
    everyone = _states(question.claim)
    named = [canonical(m.code) for m in actors.find(scope) if m.code and canonical(m.code) in everyone]
    lead = named[:1] or everyone[:1]
    rest = tuple(c for c in everyone if c not in lead)
    return replace(question, subjects=tuple(lead), partners=rest)


def _first(question: Question) -> Question:
    """ "First post-Soviet state with a NATO member": the classes on both sides."""
    named = classes.named_in(question.claim.scope or "")
    lead = named[0] if named else None
    other = named[1] if len(named) > 1 else None
    if lead and classes.organisation(lead) and other is None:
        lead, other = None, lead
    if lead and not (set(question.subjects) & set(classes.codes(lead))):
        question = replace(question, subjects=question.partners, partners=question.subjects)
    if not question.obligations:
        question = replace(question, obligations=("defense",) if _about_defense(question) else ())
    rank = "within" if other is None and lead is None and _WITHIN.search(question.claim.scope or "") else None
    return replace(question, kind="first", class_=lead, other_class=other, rank=rank)


def _about_defense(question: Question) -> bool:
    text = f"{question.claim.scope or ''} {question.claim.name or ''}"
    return bool(_DEFENSE.search(text) or _ALLIED.search(text))


def today() -> str:
    """The day on which the check is made."""
    return date.today().isoformat()
