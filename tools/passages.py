"""Labelled passages: short texts with their claims beneath them, many to a file (tests/labelled/README.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foedera.claim import KINDS, RELATIONS, STAGES, STATUSES, Claim
from foedera.documents import Document, from_text

_LABEL = re.compile(rf"- !?(?:{'|'.join(RELATIONS)}) ")
# The slots that the model learns, with the values that the rule book allows.
_VALUES = {"stage": STAGES, "status": STATUSES, "kind": KINDS}
_PLAIN, _WRITTEN = ("date", "date_role"), ("name", "place")


def passages(folder: Path) -> Iterator[tuple[str, Document, list[Claim]]]:
    """Every passage of the files of a folder: its name ("FILE#N"), its text as a document, its claims."""
    for path in sorted(folder.glob("*.txt")):
        for n, part in enumerate(re.split(r"(?m)^===[ \t]*", path.read_text("utf-8"))[1:], 1):
            title, *lines = part.rstrip("\n").split("\n")
            body = "\n".join(line for line in lines if not _LABEL.match(line)).strip("\n")
            text = f"{title.strip()}\n\n{body}\n" if title.strip() else f"{body}\n"
            name = f"{path.stem}#{n}"
            labels = [claim_of(line, text, len(title), name) for line in lines if _LABEL.match(line)]
            yield name, from_text(text, name=name), labels


def claim_of(line: str, text: str, after: int, name: str) -> Claim:
    """The claim of a label line: `- RELATION CODE:ROLE[:BODY] ... | QUOTE | SLOT=VALUE ...`; `!` denies it."""
    parts = [p.strip() for p in line[2:].split("|")]
    relation, *actors = parts[0].split()
    start = text.find(parts[1], after)
    if start < 0:
        start = text.find(parts[1])  # in the title
    if start < 0:
        raise ValueError(f"{name}: the quote is not in the passage: {parts[1][:60]!r}")
    data: dict[str, Any] = {
        "start": start,
        "end": start + len(parts[1]),
        "quote": parts[1],
        "relation": relation.lstrip("!"),
        "polarity": "denied" if relation.startswith("!") else "affirmed",
        "actors": [_actor(a) for a in actors],
    }
    for slot, _, value in (s.partition("=") for s in (parts[2].split() if len(parts) > 2 else [])):
        if value in _VALUES.get(slot, ()) or slot in _PLAIN:
            data[slot] = value
        elif slot in _WRITTEN:
            data[slot] = value.replace("_", " ")
    return Claim.from_dict(data)


_ACTOR = re.compile(r"(?P<code>(?:cow:|gw:)?[^:]+):(?P<role>\w+)(?::(?P<body>.*))?")


def _actor(text: str) -> dict[str, str | None]:
    match = _ACTOR.fullmatch(text)
    if match is None:
        raise ValueError(f"no actor: {text!r}")
    code = None if match["code"] == "null" else match["code"]
    return {"code": code, "role": match["role"], "body": (match["body"] or "").replace("_", " ") or None}
