"""`foedera read`: texts in, claims out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from foedera.cli import output
from foedera.cli.inputs import LIMITS_OPTIONS, Failures, limits_of, progress
from foedera.cli.options import format_option, opened, record_option

if TYPE_CHECKING:
    from foedera.corpus import Read
    from foedera.documents import Document, Limits
    from foedera.reading.grounds import Grounds
    from foedera.reading.llm import Reader
    from foedera.record import Record

F = TypeVar("F", bound=Callable[..., Any])

COLUMNS = ("doc", "quote", "relation", "actors", "name", "date", "rule")


def LLM_OPTIONS(command: F) -> F:  # noqa: N802 - used as a decorator like a constant
    """--reader and where the language model is, if one is to read."""
    options = (
        click.option(
            "--reader",
            type=click.Choice(("frames", "llm")),
            default="frames",
            show_default=True,
            help="Who reads: the frames, or a language model that you run.",
        ),
        click.option(
            "--llm-url",
            metavar="URL",
            envvar="FOEDERA_LLM_URL",
            help="An OpenAI-compatible server, for example http://localhost:8000/v1.",
        ),
        click.option("--llm-model", metavar="NAME", envvar="FOEDERA_LLM_MODEL", help="The model to ask there."),
        click.option(
            "--llm-cache",
            metavar="DIR",
            type=click.Path(file_okay=False, path_type=Path),
            help="Where answers are kept.  [default: this user's cache folder]",
        ),
        click.option(
            "--llm-passages",
            type=click.IntRange(1),
            default=200,
            show_default=True,
            help="Refuse texts of more passages (of about 3,000 characters).",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("read")
@click.argument("paths", metavar="FILE|DIR|-...", nargs=-1, required=True)
@format_option("table", "jsonl", "json", "csv")
@click.option("--store", is_flag=True, help="Keep the texts and their claims in the record.")
@click.option("--jobs", type=click.IntRange(1, 512), default=1, show_default=True, help="Read on N processes.")
@click.option("--cluster", metavar="tcp://...", help="Read on the workers of this dask scheduler.")
@click.option("--strict", is_flag=True, help="Only the claims that the reader is surest of.")
@click.option("--explain", is_flag=True, help="Print, for each sentence, what each stage of reading saw.")
@LLM_OPTIONS
@LIMITS_OPTIONS
@record_option
def command(
    paths: tuple[str, ...],
    form: str,
    store: bool,
    jobs: int,
    cluster: str | None,
    strict: bool,
    explain: bool,
    reader: str,
    llm_url: str | None,
    llm_model: str | None,
    llm_cache: Path | None,
    llm_passages: int,
    max_mb: int,
    max_seconds: float,
    record_at: str | None,
) -> None:
    """Read the claims out of texts.

    Each FILE is read; of a DIR every file below it; - is standard input. Archives (zip, WARC, feeds)
    hold many texts. With --store, texts that are in the record already are not read again, so a run
    that was stopped goes on where it was. What cannot be read is named at the end, and the exit code
    is then 2; the rest is read all the same.

    --reader llm asks an OpenAI-compatible server instead of the frames; see docs/llm.md. A key, if the
    server wants one, is taken from FOEDERA_LLM_KEY.
    """
    limits = limits_of(max_mb, max_seconds)
    model = None
    if reader == "llm":
        _refuse_with_llm(jobs=jobs > 1, cluster=cluster is not None, strict=strict, explain=explain)
        model = _model(llm_url, llm_model, llm_cache, llm_passages)
    if explain:
        _explain(paths, limits)
        return
    record = opened(record_at) if store else None
    failures = Failures()
    if model is None:
        reads = _read(paths, record, jobs, cluster, strict, limits, failures)
    else:
        reads = _read_by_model(paths, model, record, limits, failures)
    rows = (row(read, c) for read in reads for c in read.claims)
    if form in ("jsonl", "json"):
        output.emit(rows, form, COLUMNS)
    else:
        output.emit((short(r) for r in rows), form, COLUMNS, ratios=(4, 9, 4, 5, 5, 3, 5))
    if model is not None:
        click.echo(f"foedera: {model.tally.sentence()}", err=True)
    failures.finish()


def _read(
    paths: Sequence[str],
    record: Record | None,
    jobs: int,
    cluster: str | None,
    strict: bool,
    limits: Limits,
    failures: Failures,
) -> Iterator[Read]:
    """The documents of all paths; those that failed are noted."""
    from foedera import corpus, documents

    if "-" in paths:
        yield from _stdin(record, strict, limits, failures)
    files = [str(p) for p in documents.list_files(p for p in paths if p != "-")]
    known = 0
    with progress(len(files)) as done:
        found = corpus.read_many(
            files, jobs=jobs, cluster=cluster, record=record, strict=strict, limits=limits, done=done
        )
        for read in found:
            if read.error:
                failures.add(read.error)
            else:
                known += read.skipped
                _note_language(read)
                yield read
    if known:
        click.echo(
            f"foedera: {known} of {len(files)} files are in the record already and were not read again.", err=True
        )


def _note_language(read: Read) -> None:
    """Frames are English: no claims from another language doesn't mean that the text makes none."""
    language = read.document.language if read.document else None
    if language not in (None, "en"):
        click.echo(
            f"foedera: {read.where}: the text is in '{language}'; only English can be read for claims.", err=True
        )


def _read_by_model(
    paths: Sequence[str], model: Reader, record: Record | None, limits: Limits, failures: Failures
) -> Iterator[Read]:
    """The documents of all paths, read one after the other by a language model.

    A text of which a passage got no answer is noted and not stored: the next run asks about it again.
    """
    from foedera import api
    from foedera.corpus import Read
    from foedera.errors import BadInput

    for where, document in _documents(paths, limits, failures):
        if record is not None and record.has_source(f"text:{document.sha256}"):
            continue
        try:
            claims, missing = model.read(document)
        except BadInput as error:
            failures.add(str(error))
            continue
        if missing:
            failures.add(
                f"{where}: {missing} of its passages got no answer that can be read; their claims are missing."
            )
        elif record is not None:
            api.store(record, document, claims)
        yield Read(where, document, tuple(claims))


def _documents(paths: Sequence[str], limits: Limits, failures: Failures) -> Iterator[tuple[str, Document]]:
    from foedera import documents
    from foedera.cli.inputs import one_document

    if "-" in paths:
        yield "-", one_document("-", limits)
    files = list(documents.list_files(p for p in paths if p != "-"))
    with progress(len(files)) as done:
        for number, path in enumerate(files, 1):
            for loaded in documents.load_all(path, limits=limits):
                if loaded.document is None:
                    failures.add(str(loaded.error))
                else:
                    yield loaded.where, loaded.document
            done(number)


def _refuse_with_llm(**given: bool) -> None:
    """A language model is one server, asked one passage at a time, and explains nothing."""
    for name, is_given in given.items():
        if is_given:
            raise click.UsageError(f"--{name} is for the frames: leave it out with --reader llm.")


def _model(url: str | None, name: str | None, cache: Path | None, most: int) -> Reader:
    if not url or not name:
        raise click.UsageError("--reader llm needs --llm-url and --llm-model: name the server and the model.")
    from foedera.reading.llm import Reader
    from foedera.reading.llm_server import Cache, Server

    return Reader(Server(url, name), Cache(cache), most)


def _stdin(record: Record | None, strict: bool, limits: Limits, failures: Failures) -> Iterator[Read]:
    from foedera import api, reading
    from foedera.cli.inputs import one_document
    from foedera.corpus import Read
    from foedera.errors import BadInput

    try:
        document = one_document("-", limits)
        claims = tuple(reading.read(document, strict=strict, limits=limits))
    except BadInput as error:
        failures.add(str(error))
        return
    if record is not None:
        api.store(record, document, claims)
    yield Read("-", document, claims)


def _explain(paths: Sequence[str], limits: Limits) -> None:
    from foedera import reading
    from foedera.cli.inputs import one_document
    from foedera.reading import judging
    from foedera.reading.grounds import Grounds, Kept

    for path in paths:
        document = one_document(path, limits)
        notes = Grounds()
        for step in reading.explain(document, watch=notes):
            click.echo(f"{document.name} {step.start}:{step.end}")
            click.echo(f"  text      {output.shortened(document.text[step.start : step.end], 300)}")
            click.echo(f"  triggers  {', '.join(map(str, step.triggers)) or 'none'}")
            for reason in step.dropped:
                click.echo(f"  dropped   {output.clean(reason)}")
            for claim in step.claims:
                click.echo(f"  claim     {_told(claim)} [{claim.rule}]")
            for line in _likely(notes, step.start, step.end):
                click.echo(f"  model     {line}")
        click.echo(f"{document.name}: what stands when rules and model are weighed together")
        kept = Kept()
        standing = reading.read(document, notes=kept)
        why = judging.reasons(kept.ruled, kept, document.text)
        for claim in standing:
            click.echo(f"  {claim.start}:{claim.end} {_told(claim)} [{claim.rule}] {claim.confidence}")
            for line in _weighed(why(claim)):
                click.echo(f"    {line}")


def _told(claim: Any) -> str:
    actors = ", ".join(f"{a.code or a.body} {a.role}" for a in claim.actors)
    return f"{claim.relation} {claim.polarity}: {actors}"


# So many grounds are shown for a claim, and against it.
_GROUNDS = 4


def _weighed(grounds: list[tuple[str, float]]) -> Iterator[str]:
    """What the judge found for a claim and against it, by how much its chance would fall or rise without it."""
    for side, sign in (("for", 1), ("against", -1)):
        some = [f"{name} {abs(fall):.2f}" for name, fall in grounds if fall * sign > 0][:_GROUNDS]
        if some:
            yield f"{side}: {', '.join(some)}"


# So many of the likeliest claims of the model are shown for a sentence.
_SHOWN = 3


def _likely(notes: Grounds, start: int, end: int) -> list[str]:
    """What the learned model finds likeliest in a sentence, with the words that it rests on."""
    from foedera.reading.grounds import key_of

    found = [w for looked in notes.found for w in looked.made if start <= w.start < end]
    found.sort(key=lambda w: -w.sure)
    return [
        f"{'not: ' if w.polarity == 'denied' else ''}{w.relation} {', '.join(sorted(w.keys))}: {w.sure:.2f}"
        + _resting(notes.why.get(key_of(w), []), w.pivot)
        + ("" if w.actors else " (denied, supposed or asked)")
        for w in found[:_SHOWN]
    ]


def _resting(words: list[tuple[str, float]], pivot: str) -> str:
    """The words that a chance rests on; where it rests on none alone, the one that was looked at most."""
    if not words:
        return f' looking at "{output.clean(pivot)}"'
    return " by " + ", ".join(f'"{output.clean(word)}" {fall:.2f}' for word, fall in words)


def row(read: Read, claim: Any) -> dict[str, Any]:
    """A claim as in claims.md, with the document's name."""
    return {"doc": read.document.stem if read.document else "", **claim.to_dict()}


def short(data: dict[str, Any]) -> dict[str, Any]:
    """A row for a table: actors with roles as one cell, denials marked."""
    actors = [f"{a['code'] or a.get('body')} ({a['role']})" for a in data["actors"]]
    relation = data["relation"] if data["polarity"] == "affirmed" else f"not: {data['relation']}"
    return {
        **data,
        "quote": output.shortened(data["quote"]),
        "relation": relation,
        "actors": ", ".join(actors),
    }
