"""`foedera judge`: what a person decides about a claim."""

from __future__ import annotations

from dataclasses import asdict

import click

from foedera.cli import output
from foedera.cli.options import format_option, opened, record_option

COLUMNS = ("id", "verdict", "subject", "by", "at", "note", "undoes")


@click.command("judge")
@click.argument("verdict", type=click.Choice(["accept", "reject", "correct", "undo", "list"]))
@click.argument("subject", metavar="[ID]", required=False)
@click.option("--by", metavar="NAME", envvar="FOEDERA_USER", help="Who judges (or set FOEDERA_USER).")
@click.option("--note", metavar="TEXT", help="Why.")
@click.option("--claim", "correction", metavar="JSON", help="With correct: the claim as it should read.")
@format_option("table", "json", "jsonl", "csv")
@record_option
def command(
    verdict: str,
    subject: str | None,
    by: str | None,
    note: str | None,
    correction: str | None,
    form: str,
    record_at: str | None,
) -> None:
    """Accept, reject or correct a claim.

    ID is a claim (check, ties and search show them) or, with undo, a judgement. Claims are never
    changed: a rejected one is no evidence as long as the rejection stands, and undo takes a
    judgement back.
    """
    from foedera.errors import BadInput

    with opened(record_at) as record:
        if verdict == "list":
            output.emit([asdict(j) for j in record.judgements(subject)], form, COLUMNS)
            return
        if not subject:
            raise BadInput("Say which claim: foedera judge reject ID --by NAME.")
        if not by:
            raise BadInput("Say who judges: --by NAME, or set FOEDERA_USER.")
        if verdict == "undo":
            undone = next((j for j in record.judgements() if j.id == subject), None)
            if undone is None:
                raise BadInput(f"There is no judgement '{subject}': foedera judge list shows them.")
            made = record.judge(undone.verdict, undone.subject, by=by, note=note, undoes=subject)
        else:
            made = record.judge(verdict, subject, by=by, object=correction, note=note)
        output.emit([asdict(made)], form, COLUMNS)
