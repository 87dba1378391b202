"""`foedera reliability`: were alliances honoured?"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from foedera.cli import output
from foedera.cli.options import format_option, opened, record_option, sources_option

if TYPE_CHECKING:
    from foedera.obligations.wars import Reliability

COLUMNS = ("obligation", "period", "force", "invoked", "honoured", "per_cent")
CASES = ("war", "war_name", "year", "instrument", "obligation", "obligor", "beneficiary", "force", "honoured")


@click.command("reliability")
@click.argument("wars", metavar="WARS")
@click.option(
    "--count",
    type=click.Choice(["promises", "treaties"]),
    default="promises",
    show_default=True,
    help="Count each promise of one state to another, or each treaty once a war.",
)
@click.option("--cases", is_flag=True, help="Print every case.")
@format_option("table", "json", "jsonl", "csv")
@sources_option
@record_option
def command(wars: str, count: str, cases: bool, form: str, sources: list[str] | None, record_at: str | None) -> None:
    """Say how often alliances were honoured in war.

    WARS is COW's list of inter-state wars (Inter-StateWarData, or the folder of the download). Each
    promise in force on the eve of a war that the war put to the test is a case: of force `must`
    where all of its conditions were met, `may` where one is open. docs/reliability.md has the rules.
    """
    from foedera import datasets, obligations
    from foedera.api import TEXTS

    entries = obligations.fighters(datasets.load("cow-wars", wars).iter_rows(named=True))
    with opened(record_at, sources) as record:
        groups = sources or [g for g in record.groups() if g != TEXTS]
        found = obligations.reliability(record, entries, groups=groups)
    if cases:
        output.emit([asdict(case) for case in found.cases], form, CASES)
    else:
        output.emit(_rows(found, count), form, COLUMNS)
    if form == "table":
        tested = len({case.war for case in found.cases})
        click.echo(f"{found.wars} wars, {tested} of them put a promise to the test")


def _rows(found: Reliability, count: str) -> list[dict[str, Any]]:
    return found.by_promise() if count == "promises" else found.by_treaty()
