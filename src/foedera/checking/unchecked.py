"""Sentences that assert something about an actor and gave no claim: opinion, prediction, motive."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from foedera.checking.model import Checked
from foedera.documents.model import Document

_FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|does|do|did|will|would|shall|should|may|might|can|could|must|ought|"
    r"[a-z]{2,}(?:ed|es|s))\b"
)
_SHORTEST = 4  # words


def not_checkable(document: Document, checked: Sequence[Checked]) -> list[dict[str, Any]]:
    """Rows like those of `Checked.to_dict` for the sentences that `check --all` lists beside the claims.

    A sentence is listed when it names a state or organisation, has a verb, is no question, and no
    claim was read from it.
    """
    from foedera import actors

    named = [m.start for m in actors.find(document.text) if m.kind not in ("place", "location", "mission")]
    taken = [(c.claim.start, c.claim.end) for c in checked]
    taken += [(int(a["start"]), int(a["end"])) for c in checked for a in c.again]
    return [
        _row(document.text, start, end)
        for start, end in _sentences(document)
        if any(start <= at < end for at in named)
        and _asserts(document.text[start:end])
        and not any(s < end and start < e for s, e in taken)
    ]


def _sentences(document: Document) -> Iterable[tuple[int, int]]:
    from foedera.reading.sentences import segments

    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for s in segments(document):
        first, last = spans.get((s.block, s.sentence), (s.start, s.end))
        spans[s.block, s.sentence] = (min(first, s.start), max(last, s.end))
    return sorted(spans.values())


def _asserts(sentence: str) -> bool:
    clean = sentence.rstrip(" \"')”’")
    return not clean.endswith("?") and len(clean.split()) >= _SHORTEST and bool(_FINITE.search(clean))


def _row(text: str, start: int, end: int) -> dict[str, Any]:
    return {
        "start": start,
        "end": end,
        "quote": text[start:end],
        "claim": {},
        "verdict": "not_checkable",
        "reason": None,
        "note": None,
        "credibility": 6,
        "evidence": [],
        "proof": {},
    }
