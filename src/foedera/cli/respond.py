"""`foedera respond`: casus foederis, who must act if A attacks B."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from foedera.cli import output
from foedera.cli.options import opened, record_option, sources_option

if TYPE_CHECKING:
    from foedera.obligations import Answer
    from foedera.record import Record


@click.command("respond")
@click.option(
    "--attacker", "attackers", multiple=True, required=True, metavar="X", help="Who attacks; may be repeated."
)
@click.option(
    "--target", "targets", multiple=True, required=True, metavar="Y", help="Who is attacked; may be repeated."
)
@click.option("--on", metavar="DATE", help="The day.  [default: today]")
@click.option("--provoked", is_flag=True, help="The target provoked the attack.")
@click.option("--location", multiple=True, metavar="L", help="Where it happens: a state or territory; may be repeated.")
@click.option("--ongoing-conflict/--no-ongoing-conflict", default=None, help="Settle the condition ongoing_conflict.")
@click.option("--assume", multiple=True, metavar="ID:CONDITION=YES", help="Settle a condition of one treaty by hand.")
@click.option("--include-texts", is_flag=True, help="Use agreements that were read from texts, too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "dot", "svg"]),
    default="table",
    show_default=True,
    help="How to print; dot and svg draw the network of the answer.",
)
@click.option("--proof", "proof_at", metavar="FILE", help="Write all that the answer rests on to FILE (JSON).")
@sources_option
@record_option
def command(
    attackers: tuple[str, ...],
    targets: tuple[str, ...],
    on: str | None,
    provoked: bool,
    location: tuple[str, ...],
    ongoing_conflict: bool | None,
    assume: tuple[str, ...],
    include_texts: bool,
    form: str,
    proof_at: str | None,
    sources: list[str] | None,
    record_at: str | None,
) -> None:
    """Say who must act if one state attacks another.

    What treaties ask of every state on that day: duties, positions, breaches, and how far the
    conflict could spread. It says what is owed, not what will be done. X, Y and L are names, codes
    or COW numbers ("North Korea", PRK, cow:731).
    """
    from foedera import api

    with opened(record_at, sources) as record:
        answer = api.respond(
            attackers,
            targets,
            record,
            on=on,
            sources=sources,
            include_texts=include_texts,
            provoked=provoked,
            location=location,
            ongoing_conflict=ongoing_conflict,
            assume=assume,
        )
        if proof_at:
            _prove(answer, record, proof_at)
        _print(answer, record, form, sources, include_texts)


def _prove(answer: Answer, record: Record, where: str) -> None:
    from pathlib import Path

    from foedera import proofs
    from foedera.files import written

    proof = proofs.of_answer(record, answer)
    with written(Path(where)) as out:
        out.write(proofs.to_json(proof))


def _print(answer: Answer, record: Record, form: str, sources: list[str] | None, include_texts: bool) -> None:
    if form == "json":
        click.echo(json.dumps(answer.to_dict(), ensure_ascii=False, indent=1))
    elif form in ("dot", "svg"):
        from foedera.obligations import drawing

        click.echo(drawing.dot(answer) if form == "dot" else drawing.svg(answer))
    else:
        _tables(answer, record, sources, include_texts)


def _tables(answer: Answer, record: Record, sources: list[str] | None, include_texts: bool) -> None:
    from foedera.obligations import present

    view = present.view_of(record, answer, groups=sources, include_texts=include_texts)
    for caution in answer.cautions:
        click.echo(f"Mind: {caution}")
    click.echo(present.summary(view))
    for heading, columns, rows in present.sections(view):
        click.echo(f"\n{heading}")
        output.table(rows, columns)
