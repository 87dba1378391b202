"""`foedera same`: which treaties of different sources are one; and what `foedera apart` shares with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from foedera.cli import output
from foedera.cli.options import format_option, opened, record_option

if TYPE_CHECKING:
    from foedera.record import Judgement, Record

F = TypeVar("F", bound=Callable[..., Any])
_NO_NAME = "Agreement of "
COLUMNS = ("first", "second", "title", "score", "by", "judgement")


def pair_options(command: F) -> F:
    """[A] [B], --by, --note, --format and --record."""
    for add in (
        record_option,
        format_option("table", "json", "jsonl", "csv"),
        click.option("--note", metavar="TEXT", help="Why."),
        click.option("--by", metavar="NAME", envvar="FOEDERA_USER", help="Who judges (or set FOEDERA_USER)."),
        click.argument("second", metavar="[B]", required=False),
        click.argument("first", metavar="[A]", required=False),
    ):
        command = add(command)
    return command


@click.command("same")
@pair_options
def command(
    first: str | None, second: str | None, by: str | None, note: str | None, form: str, record_at: str | None
) -> None:
    """Say that two treaties are one, or list those that are.

    A and B are ids of instruments (atop:3180/1, starter:nato-1949), as `ties --format json` and
    `respond` show them. Without B the pairs that are judged to be one are listed (those of A, or
    all): a program's have a score. `foedera judge undo` takes a judgement back.
    """
    run("same", first, second, by, note, form, record_at)


def run(
    verdict: str, first: str | None, second: str | None, by: str | None, note: str | None, form: str, where: str | None
) -> None:
    """Judges a pair, or lists what was judged."""
    with opened(where) as record:
        rows = judged(record, verdict, first, second, by, note) if first and second else listed(record, verdict, first)
    output.emit(rows, form, COLUMNS, ratios=(5, 5, 8, 2, 3, 5))
    if form == "table" and not second:
        click.echo(f"{len(rows)} pairs")


def judged(
    record: Record, verdict: str, first: str, second: str, by: str | None, note: str | None
) -> list[dict[str, Any]]:
    """The judgement that a person makes, as a row."""
    from foedera import datasets
    from foedera.errors import BadInput

    if not by:
        raise BadInput(f"Say who judges: foedera {verdict} A B --by NAME, or set FOEDERA_USER.")
    judge = datasets.same if verdict == "same" else datasets.apart
    return [row(judge(record, first, second, by=by, note=note), _titles(record))]


def listed(record: Record, verdict: str, about: str | None) -> list[dict[str, Any]]:
    """The pairs of which the verdict stands, a person's first, then by score."""
    pairs: dict[tuple[str, str], list[Judgement]] = {}
    for judgement in record.judgements(about):
        if judgement.verdict in ("same", "apart"):
            a, b = sorted((judgement.subject, judgement.object or ""))
            pairs.setdefault((a, b), []).append(judgement)
    standing = [j for said in pairs.values() if (j := decisive(said)) and j.verdict == verdict]
    if about and not standing:
        _known(record, about)
    titles = _titles(record)
    standing.sort(key=lambda j: (-2.0 if j.score is None else -j.score, j.subject, j.object or ""))
    return [row(j, titles) for j in standing]


def decisive(said: list[Judgement]) -> Judgement | None:
    """Of what was said of a pair the judgement that counts."""
    from foedera.record import judging

    return judging.decisive(said, ("same", "apart"))


def _known(record: Record, instrument: str) -> None:
    from foedera.errors import BadInput

    if not record.claims(instruments=[instrument], limit=1):
        raise BadInput(f"There is no treaty '{instrument}' in the record: foedera ties X --format json shows the ids.")


def _titles(record: Record) -> dict[str, str]:
    return {i.id: i.title for i in record.instruments()}


def row(judgement: Judgement, titles: dict[str, str]) -> dict[str, Any]:
    """A pair with what was said of it."""
    first, second = judgement.subject, judgement.object or ""
    named = [t for t in (titles.get(first), titles.get(second)) if t]
    return {
        "first": first,
        "second": second,
        # ATOP has no names: then the other side's tells more.
        "title": next((t for t in named if not t.startswith(_NO_NAME)), next(iter(named), None)),
        "verdict": judgement.verdict,
        "score": judgement.score,
        "by": judgement.by,
        "at": judgement.at[:19],
        "note": judgement.note,
        "judgement": judgement.id,
    }
