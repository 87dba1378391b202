"""Reading with a language model: optional, never the default, and never believed without proof.

A document is put to an OpenAI-compatible server passage by passage, with the claim's JSON schema
enforced. What comes back is proved against the text: a claim whose quote is not in the passage, or
whose actors are neither in it nor in its title and headings, is dropped and counted; a slot whose
words or year the passage does not hold is left out and counted. docs/llm.md shows it at work.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import ValidationError

from foedera import actors
from foedera import claim as vocabulary
from foedera.claim import ROLES_OF, Actor, Amount, Claim, faults
from foedera.dates import Date
from foedera.documents.model import Block, Document
from foedera.errors import BadDate, TooLarge
from foedera.reading import sentences
from foedera.reading.llm_form import MOST_CLAIMS, Said, SaidActor, SaidAmount, schema
from foedera.reading.llm_server import Cache, Server, Unanswered, key_of

# Characters of one passage: a few paragraphs, well inside what small models can take in.
PASSAGE = 3_000
MOST_PASSAGES = 200

NO_QUOTE = "the quote is not in the text"
NO_ACTOR = "an actor is not in the text"
NO_RULE = "it breaks the rule book"


@dataclass(slots=True)
class Tally:
    """What became of what the model said, over all documents that were read with it."""

    documents: int = 0
    passages: int = 0
    cached: int = 0
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    slots: Counter[str] = field(default_factory=Counter)
    unanswered: Counter[str] = field(default_factory=Counter)

    def sentence(self) -> str:
        """All of it in one line."""
        parts = [
            f"{self.passages} passages of {self.documents} texts asked about, {self.cached} answers from the cache"
        ]
        parts.append(f"{self.kept} claims kept, {_listed(self.dropped, 'dropped')}")
        if self.slots:
            parts.append(f"{_listed(self.slots, 'slots left out')}")
        if self.unanswered:
            parts.append(f"{_listed(self.unanswered, 'passages without an answer')}")
        return "; ".join(parts) + "."


def _listed(counts: Counter[str], what: str) -> str:
    reasons = ", ".join(f"{reason}: {count}" for reason, count in counts.most_common())
    return f"{counts.total()} {what}" + (f" ({reasons})" if reasons else "")


@dataclass(frozen=True, slots=True)
class Passage:
    """What is asked about at once: `start:end` of the document, and the headings above it."""

    start: int
    end: int
    text: str
    context: str

    @property
    def both(self) -> str:
        return f"{self.context}\n\n{self.text}"


@dataclass(slots=True)
class Reader:
    """Reads documents with the model of one server; `tally` counts over all of them."""

    server: Server
    cache: Cache | None = None
    most_passages: int = MOST_PASSAGES
    tally: Tally = field(default_factory=Tally)

    def read(self, document: Document) -> tuple[list[Claim], int]:
        """The proved claims in order of place, and how many passages got no answer that could be read.

        Raises TooLarge over `most_passages`, and FoederaError when no server answers.
        """
        parts = list(passages(document))
        if len(parts) > self.most_passages:
            raise TooLarge(
                f"{document.name}: its {len(parts)} passages are more than the {self.most_passages} that are put to a "
                f"language model; raise --llm-passages, or split the file."
            )
        self.tally.documents += 1
        claims: dict[Claim, None] = {}
        missing = 0
        for passage in parts:
            try:
                claims |= dict.fromkeys(self._passage(passage))
            except Unanswered as reason:
                self.tally.unanswered[str(reason)] += 1
                missing += 1
        self.tally.kept += len(claims)
        return sorted(claims, key=lambda c: (c.start, c.end)), missing

    def _passage(self, passage: Passage) -> list[Claim]:
        codes = codes_in(passage.both)
        if not codes:
            return []  # nobody is named: there is nothing to ask about
        self.tally.passages += 1
        form = schema(codes)
        messages = ask(passage, codes)
        key = key_of(self.server, messages, form)
        content = self.cache.get(key) if self.cache else None
        self.tally.cached += content is not None
        answer = self.server.ask(messages, form) if content is None else content
        said = _claims_of(answer)
        if self.cache and content is None:
            self.cache.put(key, answer)  # only what could be read is kept
        proved = (prove(one, passage, codes, self.tally, f"llm:{self.server.model}") for one in said)
        return [c for c in proved if c is not None]


# -- what is asked ---------------------------------------------------------------------------------


def passages(document: Document) -> Iterator[Passage]:
    """The document in pieces of whole sentences, each with the title and the headings it stands under."""
    start = end = -1
    block = document.blocks[0] if document.blocks else None
    for segment in sentences.segments(document):
        here = document.blocks[segment.block]
        if start >= 0 and (segment.end - start > PASSAGE or (block and here.post != block.post)):
            yield _passage(document, start, end, block)
            start = -1
        if start < 0:
            start, block = segment.start, here
        end = segment.end
    if start >= 0:
        yield _passage(document, start, end, block)


def _passage(document: Document, start: int, end: int, block: Block | None) -> Passage:
    above = [document.title or "", *(block.path if block else ())]
    context = " / ".join(dict.fromkeys(part.strip()[:300] for part in above if part.strip()))
    return Passage(start, end, document.text[start:end], context)


def codes_in(text: str) -> frozenset[str]:
    """The codes of the actors that a text names; a mission gives its organisation and its host."""
    found: set[str] = set()
    for mention in actors.find(text):
        found |= {code for code in (mention.code, mention.place) if code}
    return frozenset(found)


def ask(passage: Passage, codes: Iterable[str]) -> list[dict[str, str]]:
    """The messages of a request."""
    about = f"Title and headings: {passage.context or 'none'}\nCodes: {', '.join(sorted(codes)) or 'none'}"
    return [
        {"role": "system", "content": _rules()},
        {"role": "user", "content": f"{about}\n\nPassage:\n{passage.text}"},
    ]


@cache
def _rules() -> str:
    return files("foedera.reading").joinpath("llm_rules.txt").read_text("utf-8")


# -- what is believed ------------------------------------------------------------------------------


def _claims_of(answer: str) -> list[Any]:
    try:
        said = json.loads(answer)["claims"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unanswered("the answer is not a list of claims") from error
    if not isinstance(said, list):
        raise Unanswered("the answer is not a list of claims")
    if len(said) > MOST_CLAIMS:
        raise Unanswered(f"the answer has more than {MOST_CLAIMS} claims")
    return said


def prove(data: Any, passage: Passage, codes: frozenset[str], tally: Tally, rule: str) -> Claim | None:
    """The claim with what the passage bears out, or None; what is not borne out is counted in `tally`."""
    try:
        said = Said.model_validate(data)
    except (ValidationError, RecursionError):
        tally.dropped[NO_RULE] += 1
        return None
    span = locate(said.quote, passage.text)
    if span is None:
        tally.dropped[NO_QUOTE] += 1
        return None
    text = folded(passage.both)
    if not all(_is_named(actor, codes, text) for actor in said.actors):
        tally.dropped[NO_ACTOR] += 1
        return None
    claim = _claim(said, span, passage, text, tally, rule)
    if faults(claim) or not _has_sides(claim):
        tally.dropped[NO_RULE] += 1
        return None
    return claim


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Where the quote stands in the text, blanks counting as equal; None if it doesn't, or is no clause."""
    words = quote.split()
    if len(words) < 2 or len(quote) < 8:
        return None
    plain, where = _plain(text)
    at = plain.find(" ".join(words))
    if at < 0:
        return None
    return where[at], where[at + len(" ".join(words)) - 1] + 1


def _plain(text: str) -> tuple[str, list[int]]:
    """The text with each run of blanks as one, and where each character stood."""
    chars: list[str] = []
    where: list[int] = []
    for at, char in enumerate(text):
        if not char.isspace():
            chars.append(char)
        elif chars and chars[-1] != " ":
            chars.append(" ")
        else:
            continue
        where.append(at)
    return "".join(chars), where


def folded(text: str) -> str:
    """For finding words again: lower case, single blanks."""
    return " ".join(text.split()).casefold()


def _is_named(actor: SaidActor, codes: frozenset[str], text: str) -> bool:
    if actor.code:
        return actor.code in codes
    return bool(actor.body) and holds(text, actor.body)


def holds(text: str, words: str | None) -> bool:
    """Does the folded text hold these words, whole?"""
    wanted = folded(words or "")
    at = text.find(wanted) if any(c.isalnum() for c in wanted) else -1
    while at >= 0:
        before, after = text[at - 1 : at] if at else "", text[at + len(wanted) : at + len(wanted) + 1]
        if not (before.isalnum() and wanted[0].isalnum()) and not (after.isalnum() and wanted[-1].isalnum()):
            return True
        at = text.find(wanted, at + 1)
    return False


def _has_sides(claim: Claim) -> bool:
    """Two actors at least, in roles of the relation."""
    return len(claim.actor_keys()) > 1 and all(a.role in ROLES_OF[claim.relation] for a in claim.actors)


def _claim(said: Said, span: tuple[int, int], passage: Passage, text: str, tally: Tally, rule: str) -> Claim:
    start, end = span
    slots = {name: value for name in _PROOFS if (value := getattr(said, name)) not in (None, "", [])}
    borne = {name: value for name, value in slots.items() if _PROOFS[name](value, text, passage)}
    tally.slots.update(name for name in slots if name not in borne)
    if "date" not in borne:
        borne.pop("date_role", None)
    known = {name: _typed(value) for name, value in borne.items()}
    return Claim(
        passage.start + start,
        passage.start + end,
        passage.text[start:end],
        said.relation,
        said.polarity,
        tuple(_actor(a, text, tally) for a in said.actors),
        **known,
        rule=rule,
    )


def _actor(said: SaidActor, text: str, tally: Tally) -> Actor:
    body = said.body if said.body and holds(text, said.body) else None
    if said.body and not body:
        tally.slots["body"] += 1
    return Actor(said.code or None, said.role, body)


def _typed(value: Any) -> Any:
    if isinstance(value, SaidAmount):
        return Amount(value.value, value.unit)
    return tuple(value) if isinstance(value, list) else value


def _words(value: Any, text: str, _: Passage) -> bool:
    return all(holds(text, v) for v in ([value] if isinstance(value, str) else value))


def _date(value: str, _: str, passage: Passage) -> bool:
    """Is it a date whose year the passage itself writes? A page's own date is no date of a claim."""
    try:
        parsed = Date.parse(value)
    except BadDate:
        return False
    years = re.findall(r"(?:^|/)(\d{2,4})", parsed.text)
    return bool(years) and all(_writes_year(year, passage.text) for year in years)


def _writes_year(year: str, text: str) -> bool:
    if len(year) < 4:  # a decade or a century: 199X, 19XX
        return re.search(rf"(?<!\d){year}\d{{{4 - len(year)}}}(?!\d)", text) is not None
    return re.search(rf"(?<!\d)(?:{year}|{year[2:]})(?!\d)", text) is not None


def _amount(value: SaidAmount, _: str, passage: Passage) -> bool:
    """Are its leading digits written? Small numbers may be written as words."""
    digits = f"{value.value:.15g}".split("e")[0].replace(".", "").strip("0")
    return value.value <= 20 or digits in re.sub(r"(?<=\d)[.,](?=\d)", "", passage.text)


def _listed_in(allowed: Iterable[str]) -> Any:
    """A value of a closed list is borne out if it is in the list."""
    known = frozenset(allowed)
    return lambda value, _text, _passage: known.issuperset([value] if isinstance(value, str) else value)


def _quantifier(value: str | int, text: str, _: Passage) -> bool:
    return isinstance(value, int) or (value in ("first", "only", "last", "largest") and holds(text, value))


# What bears each slot out; slots that are not here are not asked for.
_PROOFS: dict[str, Any] = {
    "name": _words,
    "date": _date,
    "date_role": _listed_in(vocabulary.DATE_ROLES),
    "status": _listed_in(vocabulary.STATUSES),
    "stage": _listed_in(vocabulary.STAGES),
    "kind": _listed_in(vocabulary.KINDS),
    "obligations": _listed_in(vocabulary.OBLIGATIONS),
    "sectors": _listed_in(vocabulary.SECTORS),
    "amount": _amount,
    "items": _words,
    "place": _words,
    "quantifier": _quantifier,
    "scope": _words,
}
