"""Treaty texts: parties, name, stages and obligations from title, preamble and operative articles.

Obligations follow ATOP's thresholds (codebook 5.1, section 2.33): defense is help against an attack,
consultation is consultation in a crisis or under threat, neutrality is no help to the other's enemy,
nonaggression is a promise not to use force. What an article says stands in `Claim.terms` with its number.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from foedera import actors
from foedera.actors import Mention
from foedera.claim import Actor, Claim, Term
from foedera.documents.model import Document
from foedera.reading import timex
from foedera.reading.context import is_organisation
from foedera.reading.merging import within
from foedera.reading.nearby import Nearby

_NUMBERED = re.compile(
    r"\s*\W{0,2}(?:articles?|arts?\.)\s?(?P<n>[ivxl]{1,6}|\d{1,2})\b(?:\s?[-–]\s?[ivxl\d]{1,5}\b)?[.:)\s–-]*",
    re.IGNORECASE,
)
_OPERATIVE = re.compile(
    r"\b(?:(?:high )?contracting part|part(?:y|ies)\b|shall\b|undertakes?\b|agrees? to\b|the two states|ratif\w+)",
    re.IGNORECASE,
)
_LEAST_ARTICLES = 3
_SURE = 0.9
# No sentence of a treaty is longer; what is, is no sentence.
_LONGEST = 3000
_TREATY = re.compile(
    r"\b(?:treaty|pact|agreement|convention|protocol|alliance|declaration|covenant|exchange of (?:notes|letters)|"
    r"memorandum of (?:understanding|agreement)|charter|accord)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Article:
    """An article's number as printed and the span of its text."""

    number: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Front:
    """What stands before the first article, and the treaty's name in it."""

    start: int
    end: int
    name: str | None
    name_start: int
    name_end: int


def articles(document: Document) -> list[Article]:
    """The articles of a text in order; empty when it is no treaty text."""
    found: list[tuple[str, int, int]] = []
    blocks = [b for b in document.blocks if b.kind != "navigation"]
    for block in blocks:
        match = _NUMBERED.match(document.text, block.start, block.end)
        if match and match.group().strip()[:1] not in "([":
            found.append((match["n"].upper(), match.end(), block.start))
    if len(found) < _LEAST_ARTICLES:
        return []
    last = blocks[-1].end
    ends = [start for _, _, start in found[1:]] + [last]
    out = [Article(n, a, end) for (n, a, _), end in zip(found, ends, strict=True)]
    operative = sum(bool(_OPERATIVE.search(document.text, a.start, a.end)) for a in out)
    return out if operative >= 2 else []


def read(document: Document) -> list[Claim]:
    """The claims of a treaty text; empty for every other text."""
    return _told(document, articles(document))


def _told(document: Document, found: Sequence[Article]) -> list[Claim]:
    if not found:
        return []
    front = _front(document, found[0])
    named = tuple(actors.find(document.text))
    parties = _parties(document, front, found, named)
    if len(parties) < 2:
        return []
    terms = tuple(_terms(document.text, found, named, parties))
    return sorted(
        [
            _signed(document, front, parties, terms),
            *_stages(document, front, parties),
            *_predecessors(document, found, parties),
            *_bases(document.text, found, named, parties),
        ],
        key=lambda c: (c.start, c.end),
    )


def joined(document: Document, found: list[Claim]) -> list[Claim]:
    """The claims of a treaty text with those of the claims `found` by other readers that stand beside them.

    Its articles are promises, not reports: what they forbid is no denial, and what they say of an agreement without a
    date is said of this one. Of every other text `found` is given back.
    """
    parts = articles(document)
    own = _told(document, parts)
    if not own:
        return found
    stretches = [(a.start, a.end) for a in parts]
    parties, beside = {_who(c) for c in own}, Nearby(own).beside
    rest = [c for c in found if not _of_treaty(c, beside(c), parties) and not _provision(c, stretches)]
    return sorted([*own, *rest], key=lambda c: (c.start, c.end))


def _who(claim: Claim) -> frozenset[str]:
    return frozenset(a.key for a in claim.actors)


def _of_treaty(claim: Claim, near: Sequence[Claim], parties: set[frozenset[str]]) -> bool:
    """Does it tell of the treaty itself, which is told already?"""
    if claim.relation != "agreement":
        return False
    return (_who(claim) in parties and not claim.date) or any(claim.start < c.end and claim.end > c.start for c in near)


def _provision(claim: Claim, stretches: Sequence[tuple[int, int]]) -> bool:
    """Is it only what an article forbids, or an agreement of no date that one speaks of?"""
    only_spoken_of = claim.relation == "agreement" and not claim.date
    return (claim.polarity == "denied" or only_spoken_of) and within(claim.start, stretches)


# ---------------------------------------------------------------- title and parties

_NAME = re.compile(
    r"(?P<name>(?:[^\n.:;(]{0,90}?\b)?(?:treaty|pact|agreement|convention|protocol|alliance|declaration|accord"
    r"|charter|covenant|"
    r"exchange of (?:notes|letters)|memorandum of understanding)\b(?: (?:of|on|for|concerning|regarding"
    r"|relating to)[^\n.:;(]{2,160})?)",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(
    r",? (?:between|by and between|among|with|signed|done|concluded|of \d|dated|\[)\b|[,–-] ?(?:signed|done)\b"
    r"|\s[–-]\s",
    re.IGNORECASE,
)


def _front(document: Document, first: Article) -> Front:
    blocks = [
        b
        for b in document.blocks
        if b.end <= first.start and b.kind != "navigation" and not _NUMBERED.match(document.text[b.start : b.end])
    ]
    start = blocks[0].start if blocks else 0
    end = blocks[-1].end if blocks else first.start
    for block in blocks:
        match = _NAME.search(document.text, block.start, block.end)
        if match:
            a, b = match.span("name")
            cut = _NAME_ENDS.search(document.text, a + 4, b)
            b = cut.start() if cut else b
            name = " ".join(document.text[a:b].split()).strip(" ,–-")
            return Front(start, end, _bare(name), a, b)
    return Front(start, end, None, start, min(end, start + 200))


def _bare(name: str) -> str:
    """The name without what comes before its own words ("No. 1234 SUMMARY: Treaty of ...")."""
    return re.sub(r"^(?:the|text of the|summary of the|a)\s+", "", name, flags=re.IGNORECASE)


_PURPOSES = re.compile(
    r"\b(?:Wishing|Desir\w+|Considering|Recalling|Having|Reaffirm\w+|Resolved|Bearing|Mindful|Noting|Determined"
    r"|Convinced|Recogni[sz]ing|"
    r"Believing|Guided|Seeking|Animated|Anxious|Conscious|Whereas|Inspired|Taking|Proceeding|Declaring|Being"
    r"|Confirming|Pursuant|Realizing)\b",
    re.IGNORECASE,
)
_PLACE_BEFORE = re.compile(
    r"\b(?:done|signed|at|in|near|authentic texts?:?|original|languages?)\s?(?:the |city of )*$|[:,] $", re.IGNORECASE
)
_NOUNS = ("name", "abbreviation", "prefix", "alias")
_KINDS = ("name", "adjective", "abbreviation", "organisation", "prefix", "alias", "metonym")


def _parties(document: Document, front: Front, found: Sequence[Article], named: Sequence[Mention]) -> list[str]:
    """The codes of the parties: whom the title says it is between, else those of title, preamble or signatures."""
    text = document.text
    purposes = _PURPOSES.search(text, front.start, front.end)
    until = purposes.start() if purposes else front.end
    headings = [(b.start, b.end) for b in document.blocks if b.kind == "heading" and b.end <= front.end]
    labels = [
        (b.start, b.start + len(b.label or "") + 3)
        for b in document.blocks
        if b.label and re.match(r"(?:\W*)for\b", b.label, re.IGNORECASE)
    ]
    between = list(_between(text, front))
    sources = [
        _states(text, named, between, strict=True, kinds=_NOUNS),
        _states(text, named, [(front.start, until)], strict=True, kinds=_NOUNS),
        _states(text, named, [(front.start, until)], strict=True),
        _states(text, named, [*headings, (front.name_start, front.name_end + 160)], strict=True),
        _states(text, named, labels, strict=False),
        _states(text, named, list(_signatures(text, found[0].start)), strict=False),
        _states(text, named, [(front.start, front.end)], strict=True),
    ]
    head = next((s for s in sources[:4] if len(s) >= 2), [])
    listed = max(sources[4:6], key=len)
    if len(listed) > len(head) and set(head) <= set(listed):
        return listed
    return head or next((s for s in sources[4:] if len(s) >= 2), [])


# The names of the parties follow in the title; a place, a subject or a note ends them.
_BETWEEN = re.compile(r"\b(?:between|among)\b", re.IGNORECASE)
_NAMED = re.compile(
    r"[(\[;]|\.\s|\n\s*\n|\b(?:signed|done|concluded|respecting|concerning|regarding|relating|for)\b", re.IGNORECASE
)


def _between(text: str, front: Front) -> Iterator[tuple[int, int]]:
    """Where the title names the parties: "Treaty between A and B, signed at ..."."""
    match = _BETWEEN.search(text, front.name_start, min(front.end, front.name_end + 120))
    if match:
        ends = _NAMED.search(text, match.end(), front.end)
        yield match.end(), ends.start() if ends else min(front.end, match.end() + 400)


def _states(
    text: str,
    named: Sequence[Mention],
    spans: Iterable[tuple[int, int]],
    *,
    strict: bool,
    kinds: tuple[str, ...] = _KINDS,
) -> list[str]:
    out: list[str] = []
    for a, b in spans:
        for m in named:
            if not (a <= m.start and m.end <= b) or m.code is None or is_organisation(m.code) or m.kind not in kinds:
                continue
            if strict and (m.kind == "metonym" or _elsewhere(text, m, a)):
                continue
            if m.code not in out:
                out.append(m.code)
    return out


def _elsewhere(text: str, m: Mention, left: int) -> bool:
    """Is it where the treaty was done, or a language of it, and no party?"""
    before = text[max(left, m.start - 40) : m.start]
    line = text[text.rfind("\n", 0, m.start) + 1 : m.start].lower()
    return (
        bool(re.search(r"\b(?:done|signed|at|in|near)\s(?:the )?(?:city of )?$", before, re.IGNORECASE))
        or "authentic text" in line
    )


_FOR = re.compile(
    r"^\W{0,6}for (?:and on behalf of )?(?:the )?(?:government of )?[^\n]{2,70}", re.IGNORECASE | re.MULTILINE
)


def _signatures(text: str, start: int) -> Iterator[tuple[int, int]]:
    for match in _FOR.finditer(text, start):
        if text[match.start() : match.end()].lstrip(" *_-")[:3].lower() == "for":
            yield match.span()


# ---------------------------------------------------------------- stages

_DONE = re.compile(
    r"\b(?:done|signed|concluded|given|sealed)\b(?: \w+){0,3}? (?:at|in|on)\b[^\n]{0,140}", re.IGNORECASE
)
_IN_PLACE = re.compile(r"(?:at|in) (?P<place>(?:the )?[A-Z][\w’'-]+(?: (?:de |of )?[A-Z][\w’'-]+){0,3})")


def _signed(document: Document, front: Front, parties: Sequence[str], terms: tuple[Term, ...]) -> Claim:
    """The claim of the treaty itself: name, day and place of signature, what it promises."""
    text = document.text
    done, date, place = _done(text, front)
    inside = front.start <= done < front.end + 1
    start = min(_title_start(document, front), front.name_start)
    end = front.name_end
    if inside and done - start < 700:
        end = max(end, text.find("\n", done) if text.find("\n", done) > 0 else front.end)
    return _claim(
        text,
        (start, end),
        parties,
        "articles.signed",
        name=front.name,
        date=date,
        date_role="signed" if date else None,
        stage="signed" if date else None,
        place=place,
        obligations=_order({t.obligation for t in terms}),
        terms=terms,
    )


def _title_start(document: Document, front: Front) -> int:
    heads = [
        b.start
        for b in document.blocks
        if b.kind == "heading" and b.start <= front.name_start and front.name_start - b.start < 300
    ]
    return min(heads, default=front.name_start)


def _done(text: str, front: Front) -> tuple[int, str | None, str | None]:
    """Where, when (EDTF) and at which place the treaty was signed."""
    for match in _DONE.finditer(text):
        dates = timex.find(text[match.start() : match.end()])
        if dates:
            place = _IN_PLACE.search(text, match.start(), match.end())
            return match.start(), dates[0].edtf, place["place"] if place else None
    dates = timex.find(text[front.start : front.end])
    return front.start, dates[0].edtf if dates else None, None


_STAGE = re.compile(
    r"(?P<in_force>\b(?:came|entered|coming|entry|in) (?:in)?(?:to )?force)"
    r"|(?P<ratified>\bratified\b|\bratifications? (?:were |was )?(?:exchanged|deposited)"
    r"|\binstruments of ratification (?:were )?(?:exchanged|deposited))"
    r"|(?P<terminated>\b(?:terminated|denounced|abrogated|expired|lapsed|ceased to (?:be in force|have effect"
    r"|apply)|notice of (?:termination|denunciation|withdrawal) (?:was )?given))"
    r"|(?P<extended>\b(?:extended|renewed|prolonged|amended|revised)\b)",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:shall|will|may|is to|to be|unless|until|if|once|when|upon|after|subject to|either)\b[^.\[\]()]{0,60}$",
    re.IGNORECASE,
)
_STAGE_ROLE = {"in_force": "in_force", "ratified": "on", "terminated": "until", "extended": "on"}


def _stages(document: Document, front: Front, parties: Sequence[str]) -> Iterator[Claim]:
    """What the text's notes tell of the treaty's life: ratified, in force, extended, ended, each with its date."""
    text = document.text
    for match in _STAGE.finditer(text):
        kind = match.lastgroup or ""
        left = max(text.rfind(c, 0, match.start()) for c in ".[(\n;") + 1
        right = _stop(text, match.end())
        if _FUTURE.search(text[max(left, match.start() - 90) : match.start()]):
            continue
        dates = timex.find(text[match.end() : right])
        if dates and dates[0].start <= 60:
            start = left + len(text[left:right]) - len(text[left:right].lstrip())
            stage = None if kind == "extended" else kind
            yield _claim(
                text,
                (start, right),
                parties,
                f"articles.{kind}",
                name=front.name,
                date=dates[0].edtf,
                date_role=_STAGE_ROLE[kind],
                stage=stage,
            )


def _stop(text: str, at: int) -> int:
    found = re.compile(r"[\])\n;]|\.(?=\s|$)").search(text, at)
    return found.start() if found else len(text)


_REPLACES = re.compile(
    r"\b(?:replaces?|supersedes?|takes? the place of|abrogates?|terminates?|annuls?)\b[^.;\n]{0,60}?"
    r"(?P<name>\b(?:Treaty|Agreement|Pact|Convention|Protocol|Alliance|Exchange of (?:Notes"
    r"|Letters))\b[^.;\n]{0,120}?\b(?:1[89]|20)\d\d\b)"
    r"|(?P<name2>\b(?:Treaty|Agreement|Pact|Convention|Protocol)\b[^.;\n]{0,120}?\b(?:1[89]|20)\d\d\b)[^.;\n]{0,40}?"
    r"\b(?:is|are|shall be|shall) (?:hereby )?(?:terminated|abrogated|replaced|superseded|annulled|cease|lapse|null)",
)


def _predecessors(document: Document, found: Sequence[Article], parties: Sequence[str]) -> Iterator[Claim]:
    """Earlier treaties of the parties that this one ends."""
    for article in found:
        for match in _REPLACES.finditer(document.text, article.start, article.end):
            yield _claim(
                document.text,
                match.span(),
                parties,
                "articles.replaced",
                name=(match["name"] or match["name2"]).strip(),
                stage="terminated",
            )


# ---------------------------------------------------------------- obligations

_SENTENCE = re.compile(r"[^.;\n](?:[^.;\n]|\n(?!\s*\n)|\.(?=\w))*")
_ATTACK = r"(?:attack\w*|aggressi\w+|invasion|invaded|hostilit\w+|war\b|armed conflict|act of force)"
_THREAT = re.compile(
    rf"threat\w*|menace\w*|{_ATTACK}|danger\w*|crisis|crises|emergency|breach of (?:the )?peace|violat\w+"
    rf"|imperil\w*|jeopard\w*|endanger\w*|"
    r"peace and security (?:are|is)|security (?:is|are|of) [^.]{0,40}(?:affected|endangered)"
    r"|need for (?:their )?(?:joint )?defen[cs]e|adversely affect",
    re.IGNORECASE,
)
_CONSULT = re.compile(
    r"\bconsult\w*|\bconcert (?:together|with|measures|on)|\benter into (?:immediate )?(?:contact"
    r"|communication)|\bexchange (?:of )?views|"
    r"\bcommunicate with (?:each|one) (?:other|another)|\bagree (?:together )?on (?:the )?(?:common )?measures",
    re.IGNORECASE,
)
_DEFEND = re.compile(
    rf"{_ATTACK}[^.;]{{0,260}}?\b(?:(?:give|render|afford|lend|provide|extend|grant|furnish"
    rf"|offer)\w* [^.;]{{0,80}}?(?:assist|aid|help|support|protect)\w*"
    r"|come to (?:the|its|each other's|their|his) (?:\w+ )?(?:aid|assistance|help|defen[cs]e)|(?:shall|will|to"
    r"|undertakes? to|immediately|at once) (?:assist|aid|help|defend|support)\b"
    r"|act to meet|act (?:together|jointly)|(?:considered|regarded|treated|viewed|deemed)[^.;]{0,60}?(?:against"
    r"|on|upon) (?:all|both|the other|them|each|itself|every|any)"
    r"|take (?:all|such|immediate|the|joint|appropriate)[^.;]{0,40}?(?:action|measures"
    r"|steps)[^.;]{0,80}?(?:armed|repel|defen|restore|resist|assist|aid)"
    r"|with all (?:the |military |its |available |other )*(?:means|forces|aid)|repel|defend )"
    rf"|\b(?:assist\w*|aid|defend|support|help|protect|come to the (?:aid|assistance"
    rf"|defen[cs]e) of)\b[^.;]{{0,120}}?\b(?:against|in (?:the )?(?:case|event)|if|should|when"
    rf"|to resist)\b[^.;]{{0,80}}?(?:{_ATTACK}|state of war)"
    rf"|\b(?:guarantees?|defend|protect)\b[^.;]{{0,60}}?\b(?:independence|territor\w+|integrity|frontiers?"
    rf"|security)\b[^.;]{{0,80}}?(?:against|{_ATTACK})"
    r"|\b(?:responsib\w+ for|undertakes?|charged with)\b[^.;]{0,20}? (?:the )?(?:external )?defen[cs]e of\b",
    re.IGNORECASE,
)
_NO_HELP = re.compile(
    r"\b(?:no|not|neither|nor|refrain|abstain|without|never|any)\b[^.;]{0,110}?\b(?:assist\w*|aid|help|support"
    r"|comfort)\b[^.;]{0,120}?"
    r"\b(?:third|aggressor|attacker|attacking|enemy|adversary|other (?:state|power|country|party)|state|states"
    r"|power|powers|country|countries|nation|belligerent)\b"
    r"|\b(?:remain|observe|maintain|preserve|strict|benevolent|absolute|its|their"
    r"|of) (?:\w+ )?neutral(?:ity)?\b(?! policy)|\bneutrality (?:throughout|towards?|during)",
    re.IGNORECASE,
)
_NO_FORCE = re.compile(
    r"\b(?:refrain|abstain|desist|not|never|renounce\w*|neither|exclude|no)\b[^.;]{0,110}?\b(?:act of |acts of "
    r"|any |armed |military |resort to |resorting to |the )*"
    r"(?:aggress\w+|attack\w*|threat(?:s)? or (?:the )?use of force|use of (?:armed )?force"
    r"|use (?:armed )?force|force against|resort to (?:war|force)|war against|go to war|make war|invade|invasion)\b",
    re.IGNORECASE,
)
_OFFEND = re.compile(
    r"\b(?:declare war|make war|enter the war|open hostilities|join in (?:the )?(?:war|attack)|attack jointly"
    r"|military action) (?:on|upon|against|with)\b",
    re.IGNORECASE,
)
_NEGATIVE_HELP = re.compile(r"\b(?:no|not|neither|nor|refrain|abstain)\b[^.;,]{0,60}$", re.IGNORECASE)
_ORDER = ("defense", "offense", "neutrality", "nonaggression", "consultation")


def _order(found: Iterable[str]) -> tuple[str, ...]:
    have = set(found)
    return tuple(o for o in _ORDER if o in have)


def obligations(sentence: str) -> tuple[str, ...]:
    """The obligations (ATOP) that one sentence of an article lays down."""
    out = set()
    neutral = bool(_NO_HELP.search(sentence))
    if neutral:
        out.add("neutrality")
    defend = _DEFEND.search(sentence)
    if defend and not (neutral or _hedged(sentence, defend.start(), defend.end())):
        out.add("defense")
    if (
        _NO_FORCE.search(sentence)
        and "defense" not in out
        and not (
            neutral and not re.search(r"\brefrain from (?:the )?(?:threat|aggress|attack|use)", sentence, re.IGNORECASE)
        )
    ):
        out.add("nonaggression")
    if _CONSULT.search(sentence) and _THREAT.search(sentence):
        out.add("consultation")
    if _OFFEND.search(sentence) and not _NEGATIVE_HELP.search(sentence[: _OFFEND.search(sentence).start()]):  # type: ignore[union-attr]
        out.add("offense")
    return _order(out)


def _hedged(sentence: str, start: int, end: int) -> bool:
    """Is what looks like help only what they consult about, or what they do not promise?"""
    head = sentence[start:end]
    if _CONSULT.search(sentence[:end]) and not re.search(
        r"\b(?:and (?:shall |will )?(?:give|render|assist|afford|provide)|considered|regarded)", head, re.IGNORECASE
    ):
        return True
    return bool(re.search(r"\b(?:not|no|nothing|neither)\b[^.;,]{0,60}$", sentence[:start], re.IGNORECASE))


def _terms(text: str, found: Sequence[Article], named: Sequence[Mention], parties: Sequence[str]) -> Iterator[Term]:
    """Each obligation once an article, with who owes it where one party only is the subject."""
    for article in found:
        seen: dict[str, Term] = {}
        for match in _SENTENCE.finditer(text, article.start, article.end):
            for one in obligations(match.group()[:_LONGEST]):
                seen.setdefault(
                    one, Term(one, obligors=_obligors(text, match.span(), named, parties), article=article.number)
                )
        yield from (seen[o] for o in _order(seen))


_SUBJECT = re.compile(
    r"\s*(?:\(?\d+\)?\.?|\([a-z]\))?\s*(?:(?:should|if|in the (?:event"
    r"|case))\b[^,]{0,160}, )?(?:the )?(?:government of )?(?:the )?$",
    re.IGNORECASE,
)


def _obligors(text: str, span: tuple[int, int], named: Sequence[Mention], parties: Sequence[str]) -> tuple[str, ...]:
    """The one party that is the subject of "shall" or "undertakes"; empty for all."""
    for m in named:
        if not span[0] <= m.start < span[1] or m.code not in parties:
            continue
        verb = re.match(
            r"(?:'s government)? (?:shall|will|undertakes?|agrees?|promises?|pledges?|guarantees?)\b",
            text[m.end : m.end + 40],
        )
        if verb and _SUBJECT.match(text[span[0] : m.start]):
            return (str(m.code),)
    return ()


# ---------------------------------------------------------------- bases

_STATION = re.compile(
    r"\bright to (?:\w+ ){0,3}?(?:dispose|station|maintain|keep|base|deploy|use|garrison)\b|\b(?:may"
    r"|shall be permitted to|is authori[sz]ed to|shall have) (?:\w+ )?"
    r"(?:station|base|deploy|garrison|keep (?:\w+ ){0,2}forces|maintain (?:\w+ ){0,3}(?:forces|troops|garrison"
    r"|base))|\b(?:use of|access to) (?:\w+ ){0,4}?(?:facilities|areas|bases|airfields|ports|base)\b"
    r"|\b(?:forces|troops|garrison|units)\b[^.;]{0,50}?\b(?:may|shall|will) (?:be (?:stationed|maintained"
    r"|based)|remain)\b",
    re.IGNORECASE,
)
_GUEST = re.compile(
    r"(?: may| shall have the right| is granted| shall be permitted| shall have access|'s (?:land|armed"
    r"|military|air|naval|forces)| (?:land|armed|military|naval|air)?\s?(?:forces|troops|garrison|units|aircraft))"
)
_GUEST_BEFORE = re.compile(
    r"(?:\b(?:forces|troops|garrison|units|aircraft|ships|vessels) of|\b(?:grants?|accords?|gives?|allows?"
    r"|permits?)(?: to)?) (?:the )?(?:government of )?(?:the )?$",
    re.IGNORECASE,
)


def _bases(text: str, found: Sequence[Article], named: Sequence[Mention], parties: Sequence[str]) -> Iterator[Claim]:
    """The right of one party to have forces in the other's territory, of treaties between two."""
    if len(parties) != 2:
        return
    starts = [m.start for m in named]
    for article in found:
        for match in _SENTENCE.finditer(text, article.start, article.end):
            if not _STATION.search(match.group()) or re.search(r"\b(?:no|not|neither)\b", match.group(), re.IGNORECASE):
                continue
            guest = _guest(text, named[bisect_left(starts, match.start()) : bisect_left(starts, match.end())], parties)
            if guest:
                host = next(p for p in parties if p != guest)
                actors_ = (Actor(guest, "contributor"), Actor(host, "host"))
                a, b = _trimmed(text, *match.span())
                yield Claim(
                    a,
                    b,
                    text[a:b],
                    "deployment",
                    "affirmed",
                    actors_,
                    kind="basing",
                    rule="articles.bases",
                    confidence=_SURE,
                )
                break


def _guest(text: str, inside: Sequence[Mention], parties: Sequence[str]) -> str | None:
    for m in inside:
        if m.code in parties and (
            _GUEST.match(text, m.end) or _GUEST_BEFORE.search(text[max(0, m.start - 70) : m.start])
        ):
            return m.code
    return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _claim(text: str, span: tuple[int, int], parties: Sequence[str], rule: str, **slots: object) -> Claim:
    start, end = _trimmed(text, *span)
    actors_ = tuple(Actor(code, "party") for code in parties)
    return Claim(start, end, text[start:end], "agreement", "affirmed", actors_, rule=rule, confidence=_SURE, **slots)  # type: ignore[arg-type]


__all__ = ["Article", "articles", "joined", "obligations", "read"]
