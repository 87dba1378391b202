"""`foedera check`: a text against the record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedera.cli import output
from foedera.cli.options import format_option, opened, record_option, sources_option

if TYPE_CHECKING:
    from foedera.checking import Checked
    from foedera.documents import Document

COLUMNS = ("claim", "verdict", "evidence", "source")


@click.command("check")
@click.argument("path", metavar="FILE|FOLDER|-")
@click.option("--against", multiple=True, metavar="FILE", help="A text to check against, beside the record.")
@click.option("--as-of", metavar="DATE", help="The day the text speaks from, where it does not say.")
@click.option("--all", "everything", is_flag=True, help="Also list sentences that no claim can be made of.")
@click.option(
    "--watch",
    type=click.FloatRange(0),
    metavar="SECONDS",
    help="Check what is new in a folder, again and again (0: once).",
)
@click.option("--proof", "proof_at", metavar="FILE", help="Write the proofs of all verdicts to FILE (JSON).")
@format_option("table", "json", "jsonl", "csv", "html", "markdown", "claimreview")
@sources_option
@record_option
def command(
    path: str,
    against: tuple[str, ...],
    as_of: str | None,
    everything: bool,
    watch: float | None,
    proof_at: str | None,
    form: str,
    sources: list[str] | None,
    record_at: str | None,
) -> None:
    """Check each claim of a text against the record.

    Every claim that can be read out of FILE gets a verdict: supported, contradicted, disputed or
    unknown, with the evidence that decides it. With --watch a FOLDER's new and changed files are checked
    as they come.
    """
    from foedera import api
    from foedera.cli.inputs import one_document

    def checked(document: Document) -> list[Checked]:
        with opened(record_at, sources) as record:
            proven = proof_at is not None
            return api.check(document, record, against=against, as_of=as_of, sources=sources, proofs=proven)

    if watch is not None:
        _watched(path, watch, form, proof_at, checked, everything)
        return
    document = one_document(path)
    found = checked(document)
    if proof_at:
        _prove(found, proof_at)
    if form in ("html", "markdown", "claimreview"):
        _report(form, document, found)
        return
    _emit(document, found, form, everything)


def _watched(
    path: str,
    every: float,
    form: str,
    proof_at: str | None,
    checked: Callable[[Document], list[Checked]],
    everything: bool,
) -> None:
    """Checks the files of a folder that are new or have changed, until it is interrupted."""
    from foedera.cli.watching import watch
    from foedera.errors import BadInput

    if form not in ("table", "jsonl") or proof_at:
        raise BadInput("A folder is watched with --format table or jsonl, and without --proof.")
    for document in watch(Path(path), every):
        if form == "table":
            click.echo(f"== {output.clean(document.name)}")
        _emit(document, checked(document), form, everything, named=True)


def _prove(checked: list[Checked], proof_at: str) -> None:
    from foedera.files import written

    proofs = [c.proof for c in checked]
    with written(Path(proof_at)) as out:
        out.write(json.dumps(proofs, ensure_ascii=False, indent=1) + "\n")


def _emit(document: Document, checked: list[Checked], form: str, everything: bool, *, named: bool = False) -> None:
    """The verdicts as rows; where a folder is watched, JSON lines say which document they are about."""
    rows = [c.to_dict() for c in checked]
    if form in ("table", "csv"):
        from foedera.checking.report import beside

        rows = [{**row, "beside": beside(c)} for row, c in zip(rows, checked, strict=True)]
    if everything:
        from foedera.checking import not_checkable

        rows = sorted([*rows, *not_checkable(document, checked)], key=lambda r: (r["start"], r["end"]))
    if form in ("json", "jsonl"):
        output.emit([{"doc": document.name, **row} for row in rows] if named else rows, form, COLUMNS)
        return
    output.emit(lines(rows), form, COLUMNS, ratios=(6, 3, 7, 5))
    if form == "table":
        from foedera.checking.report import summary

        click.echo(summary(checked))


def _report(form: str, document: Document, checked: list[Checked]) -> None:
    from foedera.checking import report

    if form == "claimreview":
        click.echo(json.dumps(report.claimreview(document, checked), ensure_ascii=False, indent=1))
    else:
        click.echo(report.html(document, checked) if form == "html" else report.markdown(document, checked))


def lines(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The rows of the table; where one sentence makes several claims, each says which it is."""
    quotes = [row["quote"] for row in rows]
    return [line(row) | _which(row, quotes.count(row["quote"]) > 1) for row in rows]


def _which(row: dict[str, Any], several: bool) -> dict[str, str]:
    claim = row.get("claim") or {}
    told = ", ".join(str(claim[slot]) for slot in ("relation", "name", "date") if claim.get(slot))
    quote = output.shortened(str(row["quote"]), 150)
    return {"claim": f"{quote}\n({told})"} if several and told else {}


def line(row: dict[str, Any]) -> dict[str, str]:
    """A verdict as a row of the table: what decides it stands first."""
    verdict = str(row["verdict"])
    if row.get("reason"):
        verdict += f" ({row['reason']})"
    evidence = row.get("evidence") or []
    told = [*row.get("beside", ()), *([quoted] if (quoted := _quoted(evidence)) else ())]
    return {
        "claim": output.shortened(str(row["quote"]), 150),
        "verdict": verdict,
        "evidence": "\n".join(told),
        "source": _cited(evidence),
    }


def _quoted(evidence: list[dict[str, Any]]) -> str:
    return output.shortened(str(evidence[0]["quote"]), 220) if evidence else ""


def _cited(evidence: list[dict[str, Any]]) -> str:
    from foedera.checking.report import short_id

    names = [f"{e['title'] or e['source']}" + (f", {e['locator']}" if e["locator"] else "") for e in evidence[:2]]
    marks = [f" [{short_id(e['id'])}]" if e.get("id") else "" for e in evidence[:2]]
    return "\n".join(dict.fromkeys(output.shortened(n, 110) + mark for n, mark in zip(names, marks, strict=True)))
