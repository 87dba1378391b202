"""`foedera replay`: verdicts and answers again, from their proofs alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedera.cli import output
from foedera.cli.options import format_option

if TYPE_CHECKING:
    from foedera.documents import Document

COLUMNS = ("claim", "answer", "replayed", "same")
_NOT_A_PROOF = "{path} is not a proof file: give what check --proof or respond --proof wrote."


@click.command("replay")
@click.argument("path", metavar="PROOF")
@click.option("--text", "texts", multiple=True, metavar="FILE", help="A text the proof rests on: has it changed?")
@click.option("--record", "record_at", metavar="PATH-or-URL", help="Say what this record now holds otherwise.")
@format_option("table", "json", "jsonl", "csv")
def command(path: str, texts: tuple[str, ...], record_at: str | None, form: str) -> None:
    """Derive a verdict or an answer again from its proof.

    PROOF is a file that `check --proof` or `respond --proof` wrote. Nothing else is needed: no
    record, no network. Exit code 1 says that an answer came out different, that the proof was
    tampered with, or (with --text or --record) that what it rests on has changed.
    """
    proofs = _proofs(path)
    rows = [_again(item, form) for item in proofs]
    output.emit(rows, form, COLUMNS, ratios=(8, 4, 4, 2))
    documents = _documents(texts)
    told = [*_tampered(proofs), *_texts(proofs, documents), *_record(proofs, record_at, documents)]
    for sentence in dict.fromkeys(told):
        click.echo(f"foedera: {sentence}", err=True)
    if told or any(r["same"] == "no" for r in rows):
        raise click.exceptions.Exit(1)


def _proofs(path: str) -> list[dict[str, Any]]:
    """The proofs of a file: one object each; raises BadInput for anything else."""
    from foedera.errors import BadInput

    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInput(_NOT_A_PROOF.format(path=path)) from error
    listed = found if isinstance(found, list) else [found]
    if not all(isinstance(p, dict) and "answer" in p and ("question" in p or "scenario" in p) for p in listed):
        raise BadInput(_NOT_A_PROOF.format(path=path))
    return listed


def _again(item: dict[str, Any], form: str) -> dict[str, Any]:
    """One proof as a row: what was answered, and what comes out today."""
    from foedera import proofs
    from foedera.checking import proof

    if item.get("kind") == proofs.KIND:
        again, shown, words = proofs.replay(item), _scenario(item["scenario"]), _in_brief
    else:
        again, shown, words = proof.replay(item), item["question"]["claim"]["quote"], _verdict
    return {
        "claim": output.shortened(shown, 80) if form == "table" else shown,
        "answer": words(item["answer"]),
        "replayed": words(again),
        "same": "yes" if proofs.same(again, item["answer"]) else "no",
    }


def _scenario(scenario: dict[str, Any]) -> str:
    sides = (", ".join(scenario[side]) for side in ("attackers", "targets"))
    return " attacks ".join(sides) + f" on {scenario['date']}"


def _verdict(answer: dict[str, Any]) -> str:
    return str(answer["verdict"]) + (f" ({answer['reason']})" if answer.get("reason") else "")


def _in_brief(answer: dict[str, Any]) -> str:
    return f"{len(answer['duties'])} duties, {len(answer['breaches'])} breaches"


def _tampered(items: Sequence[dict[str, Any]]) -> Iterator[str]:
    from foedera import proofs

    for item in items:
        for id_ in proofs.tampered(item):
            yield f"The claim {id_} is not what was stored: the proof was changed."


def _documents(texts: Sequence[str]) -> list[Document]:
    from foedera.cli.inputs import one_document

    return [one_document(text) for text in texts]


def _texts(items: Sequence[dict[str, Any]], documents: Sequence[Document]) -> Iterator[str]:
    """What the texts no longer hold of what the proofs rest on."""
    from foedera.checking import proof

    for document in documents:
        if not proof.passages_in(items, document):
            yield f"{document.name} is no text that this proof rests on."
        yield from proof.text_changes(items, document)


def _record(items: Sequence[dict[str, Any]], record_at: str | None, documents: Sequence[Document]) -> Iterator[str]:
    """What a record now holds otherwise."""
    if record_at is None:
        return
    from foedera import proofs
    from foedera.cli.options import opened

    with opened(record_at) as record:
        for item in items:
            yield from proofs.changes(item, record, [d.sha256 for d in documents])
