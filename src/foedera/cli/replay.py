"""`foedera replay`: verdicts again, from their proofs alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from foedera.cli import output
from foedera.cli.options import format_option

COLUMNS = ("claim", "verdict", "replayed", "same")


@click.command("replay")
@click.argument("path", metavar="PROOF")
@format_option("table", "json", "jsonl", "csv")
def command(path: str, form: str) -> None:
    """Derive a verdict again from its proof.

    PROOF is a file that `check --proof` wrote. Nothing else is needed: no record, no network.
    Exit code 1 says that an answer came out different.
    """
    from foedera.checking import proof
    from foedera.errors import BadInput

    try:
        proofs = json.loads(Path(path).read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInput(f"{path} is not a proof file: give what check --proof wrote.") from error
    if not isinstance(proofs, list):
        raise BadInput(f"{path} is not a proof file: give what check --proof wrote.")
    rows: list[dict[str, Any]] = []
    for item in proofs:
        again = proof.replay(item)
        quote = item["question"]["claim"]["quote"]
        rows.append(
            {
                "claim": output.shortened(quote, 80) if form == "table" else quote,
                "verdict": item["answer"]["verdict"],
                "replayed": again["verdict"],
                "same": "yes" if again == item["answer"] else "no",
            }
        )
    output.emit(rows, form, COLUMNS)
    if any(r["same"] == "no" for r in rows):
        raise click.exceptions.Exit(1)
