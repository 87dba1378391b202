"""Claims and sources for the tests: short to write, and at random."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from foedera import claim as vocabulary
from foedera.claim import Actor, Amount, Claim, Term
from foedera.record import Record, Source


def a_source(key: str = "texts:a", group: str = "texts", **slots: Any) -> Source:
    return Source(key=key, group=group, title=slots.pop("title", "A page"), **slots)


def a_claim(relation: str, actors: str, **slots: Any) -> Claim:
    """`actors` is "AZE TUR" (each a party) or "provider:USA recipient:AZE"."""
    default = {"membership": "member", "assistance": "provider"}.get(relation, "party")
    made = []
    for word in actors.split():
        role, _, code = word.rpartition(":")
        made.append(Actor(code, role or default))
    quote = slots.pop("quote", "They did.")
    start = slots.pop("start", 0)
    polarity = slots.pop("polarity", "affirmed")
    return Claim(start, start + len(quote), quote, relation, polarity, tuple(made), **slots)


def a_pact(actors: str, key: str, period: str, *obligations: str, **slots: Any) -> Claim:
    """A treaty of a data set, with its promises."""
    terms = tuple(Term(o) for o in obligations)
    return a_claim("agreement", actors, instrument=key, period=period, terms=terms, **slots)


def store(record: Record, *claims: Claim, key: str = "texts:a", group: str = "texts") -> list[str]:
    """Puts claims into a source of their own; their ids."""
    record.put(a_source(key, group), [(f"row {n}", claim) for n, claim in enumerate(claims)])
    return [stored.id for stored in record.claims(source=key, include_rejected=True)]


CODES = ("AZE", "TUR", "USA", "GBR", "NATO", "cow:300")
# Whatever a text may hold: half a surrogate pair is no text, NUL is tested by itself.
words = st.text(st.characters(blacklist_categories=("Cs",)), max_size=12)
codes = st.sampled_from(CODES)
days = st.dates().map(lambda day: day.isoformat())
dates = st.one_of(
    days,
    st.sampled_from(("1997", "199X", "2001-21", "1815-06~", "2011?", "1999-XX-XX")),
    days.map(lambda day: f"{day}/.."),
    st.tuples(days, days).map(lambda pair: "/".join(sorted(pair))),
)


def some_of(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)


terms = st.builds(
    Term,
    st.sampled_from(vocabulary.OBLIGATIONS),
    obligors=some_of(CODES),
    beneficiaries=some_of(CODES),
    conditions=some_of(vocabulary.CONDITIONS),
    article=st.none() | words,
    adversaries=some_of(CODES),
    area=st.none() | words,
)
actors = st.one_of(
    st.builds(Actor, codes, st.sampled_from(vocabulary.ROLES), st.none() | words),
    st.builds(Actor, st.none(), st.sampled_from(vocabulary.ROLES), words.filter(bool)),
)
numbers = st.integers(-5, 10**12) | st.floats(allow_nan=False, allow_infinity=False)


def maybe(values: tuple[str, ...]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(values)


claims = st.builds(
    Claim,
    start=st.just(3),
    end=st.integers(3, 90),
    quote=words,
    relation=st.sampled_from(vocabulary.RELATIONS),
    polarity=st.sampled_from(vocabulary.POLARITIES),
    actors=st.lists(actors, min_size=1, max_size=4).map(tuple),
    name=st.none() | words,
    date=st.none() | dates,
    date_role=maybe(vocabulary.DATE_ROLES),
    status=maybe(vocabulary.STATUSES),
    stage=maybe(vocabulary.STAGES),
    obligations=some_of(vocabulary.OBLIGATIONS),
    kind=maybe(vocabulary.KINDS),
    sectors=some_of(vocabulary.SECTORS),
    amount=st.none() | st.builds(Amount, numbers, words),
    items=st.lists(words, max_size=3).map(tuple),
    place=st.none() | words,
    quantifier=st.none() | words | st.integers(1, 50),
    scope=st.none() | words,
    instrument=st.none() | st.sampled_from(("3180/1", "pact", "Tür")),
    period=st.none() | dates,
    terms=st.lists(terms, max_size=2).map(tuple),
    paraphrase=st.none() | words,
    rule=st.none() | words,
    speaker=st.none() | words,
    confidence=st.none() | st.floats(0, 1),
)
