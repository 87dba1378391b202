"""`foedera evaluate`: how good reading, checking and scenarios are, on labelled cases."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foedera.cli import output
from foedera.cli.options import format_option, opened, record_option, sources_option

if TYPE_CHECKING:
    from foedera.reading.evaluate import Score


@click.command("evaluate")
@click.argument("what", type=click.Choice(["reading", "check", "casus"]))
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("texts", type=click.Path(path_type=Path), required=False)
@click.option("--contested", type=click.Path(path_type=Path), help="Reading: claims that count neither way.")
@click.option("--docs", metavar="PREFIX,PREFIX", help="Reading: only documents whose names begin so.")
@click.option("--strict", is_flag=True, help="Reading: only the claims that the reader is surest of.")
@click.option(
    "--confidence",
    is_flag=True,
    help="Reading: instead, how often claims are right by the confidence said, and what --strict keeps.",
)
@click.option("--rules-alone", is_flag=True, help="Reading: without the learned model.")
@click.option("--cases", is_flag=True, help="Also print what came out wrong.")
@format_option("table", "json")
@sources_option
@record_option
def command(
    what: str,
    gold: Path,
    texts: Path | None,
    contested: Path | None,
    docs: str | None,
    strict: bool,
    confidence: bool,
    rules_alone: bool,
    cases: bool,
    form: str,
    sources: list[str] | None,
    record_at: str | None,
) -> None:
    """Measure reading, checking or scenarios on labelled cases.

    GOLD is a file of labelled cases (JSON lines). TEXTS, for reading, is the folder of its texts.
    """
    if confidence and strict:
        raise click.UsageError("--confidence shows what --strict keeps: leave --strict out.")
    if rules_alone and (confidence or strict):
        raise click.UsageError("--rules-alone knows no confidence of the model: leave --confidence and --strict out.")
    if not gold.is_file():
        from foedera.errors import BadInput

        raise BadInput(f"{gold} is not a file of labelled cases: give a JSON lines file.")
    if what == "reading":
        folder = texts or gold.parent / "texts"
        if confidence:
            told = _confidence(gold, folder, contested, docs)
        else:
            told = _reading(gold, folder, contested, docs, strict, rules=rules_alone)
    else:
        with opened(record_at, sources) as record:
            told = _check(gold, record, sources) if what == "check" else _casus(gold, record, sources)
    wrong = told.pop("cases", [])
    if form == "json":
        click.echo(json.dumps({**told, **({"cases": wrong} if cases else {})}, ensure_ascii=False, indent=1))
        return
    _print(told)
    if cases:
        for case in wrong:
            click.echo(json.dumps(case, ensure_ascii=False))


def _reading(
    gold: Path, texts: Path, contested: Path | None, docs: str | None, strict: bool, *, rules: bool
) -> dict[str, Any]:
    from foedera import reading

    scores = reading.evaluate(gold, texts, contested=contested, docs=_chosen(docs), strict=strict, rules=rules)
    return {
        "documents": scores.documents,
        "strict": _score(scores.strict),
        "roles right among matched": scores.roles,
        "affirmed where the label denies": scores.false_affirmed,
        "relations": {name: _score(s) for name, s in scores.relations.items()},
        "genres": {name: _score(s) for name, s in scores.genres.items()},
        "slots": {name: _score(s) for name, s in scores.slots.items()},
        "missed at": {name: dict(counts) for name, counts in scores.missed.items()},
        "missed in": {name: dict(counts) for name, counts in scores.missed_in.items()},
        "cases": scores.wrong,
    }


def _chosen(docs: str | None) -> Callable[[str], bool] | None:
    """Which documents are meant by the beginnings of names, or None for all."""
    prefixes = tuple(docs.split(",")) if docs else ()
    return (lambda name: name.startswith(prefixes)) if prefixes else None


def _confidence(gold: Path, texts: Path, contested: Path | None, docs: str | None) -> dict[str, Any]:
    from foedera.reading import calibration

    found = calibration.confidence(gold, texts, contested, docs=_chosen(docs))
    return {
        "documents": found.documents,
        "claims": found.claims,
        "expected calibration error": found.error,
        "confidence": {
            f"{b.low:.1f} to {b.high:.1f}": {"said": b.said, "right": b.right, "claims": b.claims} for b in found.curve
        },
        "strict reading": {"from": found.least, **_score(found.strict), "kept": found.kept},
    }


def _score(score: Score) -> dict[str, Any]:
    return {"P": score.precision, "R": score.recall, "F1": score.f1, "labelled": score.labelled}


def _check(gold: Path, record: Any, sources: list[str] | None) -> dict[str, Any]:
    from foedera.checking import evaluate

    return evaluate.evaluate(evaluate.labelled(gold), record, sources).to_dict()


def _casus(gold: Path, record: Any, sources: list[str] | None) -> dict[str, Any]:
    from foedera.obligations import evaluate

    return dict(evaluate.evaluate(gold, record, sources))


def _print(told: dict[str, Any]) -> None:
    for name, value in told.items():
        if isinstance(value, dict):
            rows = [{name: key, "value": _cell(v)} for key, v in value.items()]
            output.table(rows, (name, "value"))
        else:
            click.echo(f"{name.replace('_', ' ')}: {_cell(value)}")


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {_cell(v)}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return " ".join(_cell(v) for v in value)
    return f"{value:.3f}" if isinstance(value, float) else str(value)
