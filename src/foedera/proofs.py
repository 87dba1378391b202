"""Proofs of answers to scenarios: the claims of every treaty that bears on one, from which it follows again.

A proof of an answer is one JSON object. Its treaties are derived from its claims as the record does it, and the
answer from the treaties; so `replay` needs nothing but the file. A claim's id is a hash of what it
says, where, and in which source: a claim that was changed in the file no longer fits its id.
Proofs of verdicts are made by `foedera.checking.proof`; `tampered` and `changes` take both kinds.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from foedera.claim import Claim
from foedera.errors import BadInput, FoederaError, RecordError

if TYPE_CHECKING:
    from foedera.obligations import Answer, Scenario
    from foedera.record import Instrument, Record, Source, StoredClaim

KIND = "respond"
# Goes up when a rule of obligations changes its answer; a proof made under other rules is not replayed.
RULES_VERSION = 1
_AT_ONCE = 400
_OF_A_SOURCE = ("group", "title", "version", "sha256", "issued", "address", "reliability", "licence")


def of_answer(record: Record, answer: Answer) -> dict[str, Any]:
    """The proof of an answer that `record` gave: the treaties that bear on it, and what they rest on.

    Treaties that touch nobody in the scenario or in its spread are left out where the answer is the
    same without them. Raises RecordError when the record has changed since it answered.
    """
    used = sorted(n.group for n in answer.notes if n.used)
    every = record.instruments(groups=used, on=answer.scenario.date) if used else []
    for treaties in (_near(every, answer), every):
        proof = _proof(record, answer, treaties)
        if same(replay(proof), proof["answer"]):
            return proof
    raise RecordError("The record was changed while it answered: ask again.")


def to_json(proof: dict[str, Any]) -> str:
    """A proof as text: what it is made of one item a line, so that two proofs can be compared."""

    def plain(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def part(value: Any) -> str:
        if isinstance(value, dict) and value:
            return "{\n  " + ",\n  ".join(f"{plain(k)}: {plain(v)}" for k, v in value.items()) + "\n }"
        if isinstance(value, list) and value:
            return "[\n  " + ",\n  ".join(plain(v) for v in value) + "\n ]"
        return plain(value)

    return "{\n " + ",\n ".join(f"{plain(k)}: {part(v)}" for k, v in proof.items()) + "\n}\n"


def replay(proof: dict[str, Any]) -> dict[str, Any]:
    """The answer (as `Answer.to_dict`) that the rules give today from the proof alone. Raises BadInput."""
    if proof.get("rules") != RULES_VERSION:
        raise BadInput(
            f"The proof was made with rules version {proof.get('rules')}, these are version {RULES_VERSION}: ask again."
        )
    try:
        return _answered(proof)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise BadInput(f"This is not a proof that foedera wrote ({error}): give the file of --proof.") from error


def tampered(proof: dict[str, Any]) -> list[str]:
    """The ids of claims in the proof that do not say what they said when they were stored."""
    from foedera.record.rows import claim_id

    out = []
    for id_, item in _claims_in(proof).items():
        if item.get("corrected"):
            continue
        if claim_id(item["source"], item["locator"], Claim.from_dict(item["claim"])) != id_:
            out.append(id_)
    return out


def changes(proof: dict[str, Any], record: Record, texts: Collection[str] = ()) -> list[str]:
    """What a record now holds otherwise than the proof, one sentence each.

    `texts` are the hashes of texts that are at hand themselves: the record need not have them.
    """
    sources = {k: s for k, s in _sources_in(proof).items() if s.get("sha256") not in texts}
    claims = {i: c for i, c in _claims_in(proof).items() if c["source"] in sources}
    out = [*source_changes(sources, record), *claim_changes(claims, record)]
    if proof.get("kind") == KIND:
        again = _asked_again(proof, record)
        differ = [k for k in proof["answer"] if not same({k: again.get(k)}, {k: proof["answer"][k]})]
        if differ:
            out.append(f"The record gives another answer today: {', '.join(differ)} differ.")
    return out


def _claims_in(proof: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The claims of a proof of either kind by id."""
    from foedera.checking.proof import claims_of

    claims: dict[str, dict[str, Any]] = proof["claims"] if proof.get("kind") == KIND else claims_of(proof)
    return claims


def _sources_in(proof: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What a proof of either kind keeps of its sources, by key."""
    if proof.get("kind") == KIND:
        kept: dict[str, dict[str, Any]] = proof["sources"]
        return kept
    facts = (f for g in proof["groups"] for f in g["facts"])
    return {f["source"]: {n: f[n] for n in ("title", "sha256", "issued", "reliability")} for f in facts}


def source_changes(known: dict[str, dict[str, Any]], record: Record) -> Iterator[str]:
    """Sources that are gone, changed, or out of use."""
    now = {c.source.key: c for c in record.source_counts()}
    for key, old in known.items():
        found = now.get(key)
        if found is None:
            yield f"The source {key} is not in this record."
            continue
        differ = [n for n in _OF_A_SOURCE if n in old and getattr(found.source, n) != old[n]]
        if differ:
            yield f"The source {key} has changed: {', '.join(differ)}."
        if found.rejected:
            yield f"The source {key} is no longer in use{_by(record, f'source:{key}')}."


def claim_changes(known: dict[str, dict[str, Any]], record: Record) -> Iterator[str]:
    """Claims that are gone, rejected or corrected since."""
    judged = {j.subject for j in record.judgements() if j.verdict in ("reject", "correct", "accept")}
    for id_, old in known.items():
        try:
            stored = record.claim(id_)
        except RecordError:
            yield f"The claim {id_} ({old['source']}, {old['locator']}) is not in this record."
            continue
        if stored.claim.to_dict() != old["claim"]:
            yield f"The claim {id_} was corrected{_by(record, id_)}."
        if id_ in judged and _rejected(record, id_):
            yield f"The claim {id_} was rejected{_by(record, id_)}."


def sources_of(record: Record, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What a proof keeps of its sources, by key: enough to see that one has changed."""
    wanted = set(keys)
    return {s.key: _source(s) for s in record.sources() if s.key in wanted}


def _source(source: Source) -> dict[str, Any]:
    return {n: v for n in _OF_A_SOURCE if (v := getattr(source, n)) is not None}


def _rejected(record: Record, subject: str) -> bool:
    from foedera.record.judging import is_rejected

    return is_rejected(record.judgements(subject))


def _by(record: Record, subject: str) -> str:
    said = [j for j in record.judgements(subject) if j.verdict in ("reject", "correct")]
    return f" by {said[-1].by} on {said[-1].at[:10]}" if said else ""


# Making one


def _near(every: Sequence[Instrument], answer: Answer) -> list[Instrument]:
    """The treaties with somebody of the scenario or its outer bound as a party or beneficiary."""
    joined = answer.joiners("possible")
    inside = {*answer.scenario.attackers, *answer.scenario.targets, *joined.attackers, *joined.targets}
    near = [i for i in every if inside & _touched(i)]
    kept = {key for i in near for key in (i.id, *i.same_as)}
    return [i for i in every if i.id in kept]


def _touched(instrument: Instrument) -> set[str]:
    return {p.code for p in instrument.parties} | {b for p in instrument.provisions for b in p.beneficiaries}


def _proof(record: Record, answer: Answer, treaties: Sequence[Instrument]) -> dict[str, Any]:
    ids = [i.id for i in treaties]
    claims = _claims(record, ids)
    return {
        "kind": KIND,
        "rules": RULES_VERSION,
        "scenario": answer.scenario.to_dict(),
        "sources": sources_of(record, (c.source for c in claims)),
        "coverage": [asdict(n) for n in answer.notes],
        "treaties": [{"id": i.id, "same_as": list(i.same_as)} for i in treaties],
        "judgements": _judgements(record, set(ids)),
        "claims": {c.id: _claim(c) for c in claims},
        "answer": answer.to_dict(),
    }


def _claims(record: Record, instruments: Sequence[str]) -> list[StoredClaim]:
    found = []
    for at in range(0, len(instruments), _AT_ONCE):
        found += record.claims(instruments=instruments[at : at + _AT_ONCE])
    return sorted(found, key=lambda c: (c.source, c.locator, c.id))


def _claim(stored: StoredClaim) -> dict[str, Any]:
    from foedera.record.rows import claim_id

    out: dict[str, Any] = {"source": stored.source, "locator": stored.locator, "claim": stored.claim.to_dict()}
    # What a person corrected keeps the id of what its source said.
    corrected = claim_id(stored.source, stored.locator, stored.claim) != stored.id
    return {**out, "corrected": True} if corrected else out


def _judgements(record: Record, ids: set[str]) -> list[dict[str, Any]]:
    """Who joined the treaties that count as one."""
    said = (j for j in record.judgements() if j.verdict in ("same", "apart") and {j.subject, j.object} <= ids)
    return [{k: v for k, v in asdict(j).items() if v is not None} for j in said]


# Replaying one


def _answered(proof: dict[str, Any]) -> dict[str, Any]:
    from foedera.obligations.answer import SourceNote
    from foedera.obligations.holdings import Held
    from foedera.obligations.respond import answer_from
    from foedera.obligations.same import merge_same
    from foedera.obligations.world import world_on

    scenario = _scenario(proof["scenario"])
    day = scenario.date.isoformat()
    merged = merge_same(_treaties(proof), day)
    notes = tuple(SourceNote(**note) for note in proof["coverage"])
    return answer_from(Held(world_on(merged.instruments, day), merged.also, notes), scenario).to_dict()


def _treaties(proof: dict[str, Any]) -> list[Instrument]:
    """The treaties as the proof's claims make them."""
    from foedera.record import StoredClaim
    from foedera.record.deriving import derive
    from foedera.record.rows import instrument_of

    of: dict[str, list[StoredClaim]] = {}
    for id_, item in proof["claims"].items():
        claim = Claim.from_dict(item["claim"])
        key = instrument_of(proof["sources"][item["source"]]["group"], claim, id_)
        of.setdefault(key or "", []).append(StoredClaim(id_, item["source"], item["locator"], claim))
    out = []
    for treaty in proof["treaties"]:
        claims = sorted(of.get(treaty["id"], ()), key=lambda c: (c.source, c.locator, c.id))
        made = derive(treaty["id"], claims)
        if made is not None:
            out.append(replace(made, same_as=tuple(treaty["same_as"])))
    return out


def _scenario(data: dict[str, Any]) -> Scenario:
    from foedera.dates import parse_day
    from foedera.obligations import Scenario

    answers = {}
    for key, value in data.get("assumptions", {}).items():
        treaty, _, condition = key.rpartition(":")
        answers[treaty, condition] = bool(value)
    return Scenario(
        tuple(data["attackers"]),
        tuple(data["targets"]),
        parse_day(data["date"]),
        provoked=data["provoked"],
        location=tuple(data["location"] or ()),
        ongoing_conflict=data["ongoing_conflict"],
        assumptions=answers,
    )


def _asked_again(proof: dict[str, Any], record: Record) -> dict[str, Any]:
    from foedera.obligations import respond

    groups = [n["group"] for n in proof["coverage"]]
    try:
        return respond(record, _scenario(proof["scenario"]), groups=groups).to_dict()
    except FoederaError:
        return {}


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Byte for byte: the same JSON text."""
    from foedera.record.rows import compact

    return compact(one) == compact(other)
