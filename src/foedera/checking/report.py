"""Verdicts for people and for other programs: one HTML page, Markdown, ClaimReview JSON-LD.

All text comes from outside and is escaped; the page loads nothing and runs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from itertools import pairwise
from typing import Any

from foedera.checking.model import Checked, Evidence
from foedera.documents.model import Document

# schema.org wants a number: how true the claim is, from 1 to 5.
_RATING = {"contradicted": 1, "disputed": 3, "supported": 5}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")


def summary(checked: Sequence[Checked]) -> str:
    """One line: how many claims have which verdict."""
    if not checked:
        return "No claim that Foedera can check was found."
    counts: dict[str, int] = {}
    for item in checked:
        counts[item.verdict] = counts.get(item.verdict, 0) + 1
    told = ", ".join(f"{n} {verdict}" for verdict, n in sorted(counts.items(), key=lambda c: (-c[1], c[0])))
    return f"{len(checked)} claim{'s' if len(checked) != 1 else ''}: {told}"


def html(document: Document, checked: Sequence[Checked]) -> str:
    """One self-contained page: the text with its claims marked, the evidence beside it."""
    template = (files("foedera.checking") / "report.html").read_text(encoding="utf-8")
    return template.format(
        title=escape(f"Checked: {document.title or document.name}"),
        summary=escape(summary(checked)),
        text=_marked(document.text, checked),
        notes="".join(_note(n, c) for n, c in enumerate(checked, 1)),
    )


def _marked(text: str, checked: Sequence[Checked]) -> str:
    """The text, escaped, with each stretch that claims stand in marked by their worst verdict."""
    order = ("contradicted", "disputed", "unknown", "supported")
    edges = sorted({0, len(text), *(e for c in checked for e in (c.claim.start, c.claim.end))})
    out = []
    for start, end in pairwise(edges):
        inside = [(n, c) for n, c in enumerate(checked, 1) if c.claim.start <= start and end <= c.claim.end]
        piece = escape(text[start:end])
        if not inside:
            out.append(piece)
            continue
        worst = min((c.verdict for _, c in inside), key=lambda v: order.index(v) if v in order else 9)
        ends = ", ".join(f'<a href="#c{n}">{n}</a>' for n, c in inside if c.claim.end == end)
        out.append(f'<mark class="{worst}">{piece}</mark>' + (f"<sup>{ends}</sup>" if ends else ""))
    return "".join(out)


def _note(number: int, item: Checked) -> str:
    reason = f" ({item.reason})" if item.reason else ""
    parts = [
        f'<section id="c{number}" class="{item.verdict}">',
        f"<h2>{number}. {item.verdict}{escape(reason)}, credibility {item.credibility}</h2>",
        f"<p>{escape(item.claim.relation)}: {escape(_actors(item))}</p>",
    ]
    parts += [f"<p>{escape(told)}</p>" for told in beside(item)]
    parts += [_evidence_html(e) for e in item.evidence[:3]]
    return "".join([*parts, "</section>"])


def _evidence_html(evidence: Evidence) -> str:
    quote = f"<blockquote>{escape(_short(evidence.quote))}</blockquote>"
    return f"{quote}<p><cite>{escape(_cited(evidence))}</cite></p>"


def _actors(item: Checked) -> str:
    return ", ".join(a.code or a.body or "" for a in item.claim.actors)


def beside(item: Checked) -> list[str]:
    """What is told beside a verdict: its note, where it is said again, what corrects it, what was not looked at."""
    told = [item.note] if item.note else []
    if item.again:
        told.append("said again: " + "; ".join(place(a) for a in item.again))
    if item.corrected_by:
        told.append(f"corrected by {place(item.corrected_by)}")
    return [*told, item.limits] if item.limits else told


def place(said: dict[str, Any]) -> str:
    """A place of a thread in words: author, post and day, as far as they are known."""
    post = f"post {said['post']}" if said.get("post") else None
    day = str(said["date"])[:10] if said.get("date") else None
    known = [str(t) for t in (said.get("author"), post, day) if t]
    return ", ".join(known) or f"characters {said['start']} to {said['end']}"


def _cited(evidence: Evidence) -> str:
    told = [evidence.title or evidence.source, evidence.locator, f"id {short_id(evidence.id)}" if evidence.id else ""]
    return ", ".join(t for t in told if t)


def short_id(identity: str) -> str:
    """As much of a claim's id as tells it from others."""
    return identity[:12]


def _short(text: str, limit: int = 320) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 3].rstrip() + "..."


def markdown(document: Document, checked: Sequence[Checked]) -> str:
    """A list of claims with verdict and evidence, for a forum or an issue."""
    lines = [f"# Checked: {_plain(document.title or document.name)}", "", summary(checked), ""]
    for number, item in enumerate(checked, 1):
        reason = f" ({item.reason})" if item.reason else ""
        lines += [f"{number}. **{item.verdict}{reason}**: {_plain(_short(item.claim.quote))}"]
        lines += [f"   - {_plain(told)}" for told in beside(item)]
        lines += [f"   - {_plain(_short(e.quote))} ({_plain(_cited(e))})" for e in item.evidence[:3]]
    return "\n".join(lines)


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def claimreview(document: Document, checked: Sequence[Checked]) -> list[dict[str, Any]]:
    """schema.org ClaimReview objects (JSON-LD), one a decided claim; unknown is no review."""
    return [_review(document, item) for item in checked if item.verdict in _RATING]


def _review(document: Document, item: Checked) -> dict[str, Any]:
    claim: dict[str, Any] = {"@type": "Claim", "appearance": _appearance(document)}
    if document.author or item.claim.speaker:
        claim["author"] = {"@type": "Person", "name": item.claim.speaker or document.author}
    if document.date:
        claim["datePublished"] = document.date[:10]
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "claimReviewed": " ".join(item.claim.quote.split()),
        "author": {"@type": "Organization", "name": "Foedera"},
        "itemReviewed": claim,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": _RATING[item.verdict],
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": item.verdict + (f" ({item.reason})" if item.reason else ""),
            "ratingExplanation": item.note or item.verdict,
        },
        "citation": [
            {"@type": "CreativeWork", "name": e.title or e.source, "text": e.quote} for e in item.evidence[:3]
        ],
    }


def _appearance(document: Document) -> dict[str, Any]:
    work = {"@type": "CreativeWork", "name": document.title or document.name}
    return {**work, "url": document.address} if document.address else work
