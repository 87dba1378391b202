"""`foedera search`: passages of the sources."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from foedera.cli import output
from foedera.cli.options import format_option, opened, record_option, sources_option

if TYPE_CHECKING:
    from foedera.record import Record, StoredClaim

COLUMNS = ("passage", "source", "locator")
CLAIMS = ("id", "claim", "passage", "locator")
# Characters shown on either side of a claim's passage.
_AROUND = 200


@click.command("search")
@click.argument("words", nargs=-1)
@click.option("--claim", "claim", metavar="ID", help="The passage of a claim, with what stands around it.")
@click.option("--source", "source", metavar="KEY|ID", help="Only this source (or that of a claim); lists its claims.")
@click.option("--actor", metavar="X", help="Only passages that speak of this actor.")
@click.option("--since", metavar="DATE", help="Only sources issued on or after this day.")
@click.option("--until", metavar="DATE", help="Only sources issued on or before this day.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many passages.")
@format_option("table", "json", "jsonl", "csv")
@sources_option
@record_option
def command(
    words: tuple[str, ...],
    claim: str | None,
    source: str | None,
    actor: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    form: str,
    sources: list[str] | None,
    record_at: str | None,
) -> None:
    """Find passages of the sources.

    With WORDS the best come first; the words found stand between ** and **. Without words --claim
    shows the passage of a claim (check, ties and search show ids; a beginning will do), and --source
    the claims of its source.
    """
    from foedera import actors
    from foedera.errors import BadInput

    if [bool(words), bool(claim), bool(source and not words)].count(True) != 1:
        raise BadInput("Say what to look for: words, --claim ID or --source KEY.")
    code = actors.get(actor).code if actor else None
    columns: tuple[str, ...]
    with opened(record_at, sources) as record:
        if claim:
            rows, columns, what = [passage(record, claim)], COLUMNS, "passage"
        elif not words:
            rows, columns, what = claims_of(record, str(source), code, limit), CLAIMS, "claim"
        else:
            rows = found(record, words, source, actor=code, since=since, until=until, groups=sources, limit=limit)
            columns, what = COLUMNS, "passage"
    _print(rows, columns, what, form)


def _print(rows: list[dict[str, Any]], columns: tuple[str, ...], what: str, form: str) -> None:
    if form in ("table", "csv"):
        rows = [_line(r, columns) for r in rows]
    output.emit(rows, form, columns)
    if form == "table":
        click.echo(f"{len(rows)} {what}{'' if len(rows) == 1 else 's'}")


def _line(row: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    if columns == CLAIMS:
        return {**row, "id": row["id"][:12], "passage": output.shortened(row["passage"], 160)}
    limit = 300 if "highlighted" in row else 700
    return {
        "passage": output.shortened(row.get("highlighted") or row["before"] + row["text"] + row["after"], limit),
        "source": row["title"],
        "locator": row["locator"],
    }


def found(record: Record, words: tuple[str, ...], source: str | None, **wanted: Any) -> list[dict[str, Any]]:
    """What a search for words finds, of one source if it is given."""
    asked = " ".join(words)
    if source is None:
        return [asdict(p) for p in record.search(asked, **wanted)]
    key, limit = source_key(record, source), wanted.pop("limit")
    return [asdict(p) for p in record.search(asked, **wanted, limit=1000) if p.source == key][:limit]


def passage(record: Record, identity: str) -> dict[str, Any]:
    """The passage of a claim, what stands around it, and where that is."""
    stored = record.claim(identity)
    source = record.source(stored.source)
    start, end = stored.claim.start, stored.claim.end
    text = source.text or ""
    inside = text[start:end] == stored.claim.quote != ""
    return {
        "id": stored.id,
        "source": source.key,
        "title": source.title,
        "address": source.address,
        "locator": stored.locator,
        "before": text[max(0, start - _AROUND) : start] if inside else "",
        "text": stored.claim.quote,
        "after": text[end : end + _AROUND] if inside else "",
        "claim": stored.claim.to_dict(),
    }


def claims_of(record: Record, source: str, actor: str | None, limit: int) -> list[dict[str, Any]]:
    """The claims of a source, in the order in which they were stored."""
    key = source_key(record, source)
    stored = record.claims(source=key, actors=[actor] if actor else None, limit=limit)
    return [_claim(s) for s in stored]


def _claim(stored: StoredClaim) -> dict[str, Any]:
    claim = stored.claim
    told = ", ".join(t for t in (claim.name, claim.date) if t)
    who = ", ".join(dict.fromkeys(a.code or a.body or "" for a in claim.actors))
    no = "no " if claim.polarity == "denied" else ""
    return {
        "id": stored.id,
        "claim": f"{no}{claim.relation}: {who}" + (f" ({told})" if told else ""),
        "passage": claim.quote,
        "locator": stored.locator,
        "source": stored.source,
    }


def source_key(record: Record, text: str) -> str:
    """The key of a source that is given by its key, or by the id of one of its claims. Raises RecordError."""
    return text if record.has_source(text) else record.claim(text).source
