"""What people decided: an append-only log, what of it stands, and what follows for the rows.

Nobody's judgement is changed or removed: a later one about the same thing takes its place, and one
with `undoes` takes another back (which can be undone in turn). A judgement with a `score` comes from
a program and never overrides a person's, whichever came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from foedera.claim import Claim
from foedera.errors import BadInput, RecordError
from foedera.record import rows, schema
from foedera.record.model import Judgement
from foedera.record.writing import insert_indices, mark_stale, remove_indices

VERDICTS = ("accept", "reject", "correct", "same", "apart")
_PAIRS = ("same", "apart")
SOURCE = "source:"
_FIELDS = tuple(f.name for f in fields(Judgement))


# What stands


def standing(log: Sequence[Judgement]) -> list[Judgement]:
    """The judgements of a log (oldest first) that still say something, oldest first.

    One that was undone does not, nor one that only undoes: it has the verdict of what it undoes.
    """
    undone: set[str] = set()
    for judgement in reversed(log):
        if judgement.undoes and judgement.id not in undone:
            undone.add(judgement.undoes)
    verdicts = {j.id: j.verdict for j in log}
    return [j for j in log if j.id not in undone and (not j.undoes or verdicts.get(j.undoes) != j.verdict)]


def decisive(log: Sequence[Judgement], verdicts: Sequence[str]) -> Judgement | None:
    """Of those that stand, the last of these verdicts: a person's, else a program's."""
    found = [j for j in standing(log) if j.verdict in verdicts]
    by_people = [j for j in found if j.score is None]
    best = by_people or found
    return best[-1] if best else None


def judgements(connection: Connection, subject: str | None = None) -> list[Judgement]:
    """The log, oldest first; with `subject` what was said about it (as either side of a pair)."""
    table = schema.judgements
    asked = select(*(table.c[name] for name in _FIELDS)).order_by(table.c.n)
    if subject is not None:
        paired = table.c.verdict.in_(_PAIRS) & (table.c.object == subject)
        asked = asked.where((table.c.subject == subject) | paired)
    return [Judgement(*row) for row in connection.execute(asked)]


# Same and apart


def clusters(connection: Connection) -> dict[str, tuple[str, ...]]:
    """For each instrument judged to be the same as others, all of them, itself included, sorted."""
    table = schema.judgements
    asked = select(*(table.c[name] for name in _FIELDS)).where(table.c.verdict.in_(_PAIRS)).order_by(table.c.n)
    return joined([Judgement(*row) for row in connection.execute(asked)])


def joined(log: Sequence[Judgement]) -> dict[str, tuple[str, ...]]:
    """Instruments joined by `same`, never against an `apart`: people's judgements first, then by score.

    What two judgements together would join although a third says that it is apart stays apart.
    """
    pairs: dict[tuple[str, str], list[Judgement]] = {}
    for judgement in log:
        first, second = sorted((judgement.subject, judgement.object or ""))
        pairs.setdefault((first, second), []).append(judgement)
    decided = {pair: decisive(said, _PAIRS) for pair, said in pairs.items()}
    apart = {pair for pair, said in decided.items() if said and said.verdict == "apart"}
    same = [(pair, said.score) for pair, said in decided.items() if said and said.verdict == "same"]
    same.sort(key=lambda item: (-2.0 if item[1] is None else -item[1], item[0]))
    members: dict[str, set[str]] = {}
    for (a, b), _ in same:
        left, right = members.get(a, {a}), members.get(b, {b})
        if left is not right and not any((min(x, y), max(x, y)) in apart for x in left for y in right):
            both = left | right
            members.update(dict.fromkeys(both, both))
    return {id: tuple(sorted(group)) for id, group in members.items()}


def rejected_instruments(connection: Connection, ids: Iterable[str]) -> frozenset[str]:
    """Which of the instruments people have rejected."""
    wanted = set(ids)
    table = schema.judgements
    asked = select(table.c.subject).where(table.c.verdict == "reject").distinct()
    judged = wanted.intersection(connection.scalars(asked))
    return frozenset(id for id in judged if is_rejected(judgements(connection, id)))


def is_rejected(log: Sequence[Judgement]) -> bool:
    last = decisive(log, ("accept", "reject"))
    return last is not None and last.verdict == "reject"


# Judging


def judge(
    connection: Connection,
    verdict: str,
    subject: str,
    *,
    by: str,
    object: str | None,
    note: str | None,
    score: float | None,
    undoes: str | None,
    at: str | None,
) -> Judgement:
    """Adds a judgement and lets it take effect; the same one twice is one."""
    _check(verdict, by, score)
    at = _time(at)
    kind = _kind(connection, subject)
    if undoes is not None:
        undone = next((j for j in judgements(connection, subject) if j.id == undoes), None)
        if undone is None:
            raise RecordError(f"There is no judgement '{undoes}' about {subject} to undo: look at its judgements.")
        # Taking back is about the same two things without saying so again.
        object = undone.object if object is None and verdict == undone.verdict else object
    object = _object(connection, verdict, kind, subject, object)
    _lock(connection)
    parts = (verdict, subject, object, by, at, note, score, undoes)
    made = Judgement(rows.digest(rows.compact(parts)), *parts)
    table = schema.judgements
    if connection.scalar(select(table.c.n).where(table.c.id == made.id)) is None:
        connection.execute(insert(table).values({name: getattr(made, name) for name in _FIELDS}))
        take_effect(connection, subject)
    return made


def undo(connection: Connection, id: str, *, by: str, note: str | None, at: str | None) -> Judgement:
    """Takes a judgement back; undoing that one restores it."""
    table = schema.judgements
    row = connection.execute(select(*(table.c[name] for name in _FIELDS)).where(table.c.id == id)).first()
    if row is None:
        raise RecordError(f"There is no judgement '{id}' in the record: look at the subject's judgements.")
    old = Judgement(*row)
    return judge(
        connection, old.verdict, old.subject, by=by, object=old.object, note=note, score=old.score, undoes=id, at=at
    )


def _check(verdict: str, by: str, score: float | None) -> None:
    if verdict not in VERDICTS:
        raise BadInput(f"'{verdict}' is no verdict: say one of {', '.join(VERDICTS)}.")
    if not by or not by.strip():
        raise BadInput("A judgement needs to say who makes it: give a name.")
    if score is not None and not 0 <= score <= 1:
        raise BadInput(f"The score {score} of a judgement does not lie in 0..1.")


def _time(at: str | None) -> str:
    """ISO 8601 in UTC; now when nothing is given."""
    if at is None:
        return datetime.now(UTC).isoformat(timespec="microseconds")
    try:
        given = datetime.fromisoformat(at)
    except ValueError as error:
        raise BadInput(f"'{at[:40]}' is no time: write it as 2025-08-28T12:00:00+00:00.") from error
    given = given if given.tzinfo else given.replace(tzinfo=UTC)
    return given.astimezone(UTC).isoformat()


def _kind(connection: Connection, subject: str) -> str:
    """Is the subject a claim, an instrument or a source?"""
    if subject.startswith(SOURCE):
        table, key, kind = schema.sources, schema.sources.c.key == subject.removeprefix(SOURCE), "source"
        if connection.scalar(select(table.c.n).where(key)) is not None:
            return kind
    for kind, column in (("claim", schema.claims.c.id), ("instrument", schema.claims.c.instrument)):
        if connection.scalar(select(column).where(column == subject).limit(1)) is not None:
            return kind
    raise RecordError(
        f"There is no claim, instrument or source '{subject}' in the record: "
        "give an id that ties or search shows, or source: and the key of a source."
    )


def _object(connection: Connection, verdict: str, kind: str, subject: str, object: str | None) -> str | None:
    if verdict in _PAIRS:
        if kind != "instrument" or not object or object == subject or _kind(connection, object) != "instrument":
            raise BadInput(f"'{verdict}' is about two different instruments: give the ids of both.")
        return object
    if verdict == "correct":
        if kind != "claim" or not object:
            raise BadInput("'correct' is about a claim: give its id, and the correct claim as JSON.")
        return rows.compact(rows.claim_data(Claim.from_json(object)))
    if object is not None:
        raise BadInput(f"'{verdict}' is about one thing: leave the object out.")
    return None


def _lock(connection: Connection) -> None:
    """PostgreSQL: judgements take effect one after the other."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (0x466F6566,))


# Taking effect


def take_effect(connection: Connection, subject: str) -> None:
    """Brings the rows of a claim, source or instrument into line with what stands about it."""
    kind = _kind(connection, subject)
    if kind == "instrument":
        mark_stale(connection, [subject])
    elif kind == "source":
        _source(connection, subject.removeprefix(SOURCE), is_rejected(judgements(connection, subject)))
    else:
        _claim(connection, subject, judgements(connection, subject))


def take_all_effect(connection: Connection) -> None:
    """The same for everything that was ever judged."""
    for subject in sorted(set(connection.scalars(select(schema.judgements.c.subject)))):
        take_effect(connection, subject)


def _source(connection: Connection, key: str, rejected: bool) -> None:
    table, said = schema.sources, schema.claims
    connection.execute(update(table).where(table.c.key == key).values(rejected=rejected))
    number = select(table.c.n).where(table.c.key == key).scalar_subquery()
    asked = select(said.c.instrument).where(said.c.source == number, said.c.instrument.is_not(None)).distinct()
    mark_stale(connection, [instrument for instrument in connection.scalars(asked) if instrument])


def _claim(connection: Connection, id: str, log: Sequence[Judgement]) -> None:
    table, origin = schema.claims, schema.sources
    asked = (
        select(table, origin.c.group, origin.c.reliability)
        .join(origin, origin.c.n == table.c.source)
        .where(table.c.id == id)
    )
    row = connection.execute(asked).mappings().one()
    corrected = decisive(log, ("correct",))
    correction = corrected.object if corrected else None
    before = Claim.from_json(row["correction"] or row["json"])
    after = Claim.from_json(correction or row["json"])
    columns = _columns(row["group"], id, after)
    values = {"rejected": is_rejected(log), "correction": correction, **columns}
    connection.execute(update(table).where(table.c.id == id).values(values))
    if before != after:
        number, kind = row["n"], rows.kind_of(row["group"], row["reliability"])
        remove_indices(connection, [(number, kind, before.relation, *rows.indexed(before))])
        insert_indices(connection, [(number, kind, after.relation, *rows.indexed(after))])
    mark_stale(connection, filter(None, {row["instrument"], columns["instrument"]}))


def _columns(group: str, id: str, claim: Claim) -> Mapping[str, Any]:
    first, last = rows.reach(claim)
    return {
        "relation": claim.relation,
        "polarity": claim.polarity,
        "name": rows.fold(claim.name) if claim.name else None,
        "earliest": first,
        "latest": last,
        "instrument": rows.instrument_of(group, claim, id),
        "tie": rows.tie_of(claim),
    }
