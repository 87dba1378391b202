#!/usr/bin/env python3
"""Work out what the patterns of frames and sectors cannot do without, and keep it in `literals.json`.

    make_literals.py

Run it when a frame, a word class or a sector has changed; reading is right without, but starts more slowly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from foedera.reading import frames, literals, slots

FILE = Path(__file__).resolve().parent.parent / "src" / "foedera" / "reading" / "literals.json"


def made() -> str:
    """The file: each set of words once, and for each pattern the sets of each of its alternatives."""
    patterns = {f.trigger.text for f in frames.load()} | {p.pattern for p, _, _ in slots.sector_patterns()}
    ways = {literals.key(p): literals.ways(p) for p in sorted(patterns)}
    sets = sorted({tuple(sorted(words)) for found in ways.values() for way in found for words in way})
    place = {frozenset(words): n for n, words in enumerate(sets)}
    needs = (f"{_json(k)}: {_json([[place[words] for words in way] for way in ways[k]])}" for k in sorted(ways))
    return f'{{"sets": [\n{_lines(map(_json, sets))}\n], "needs": {{\n{_lines(needs)}\n}}}}\n'


def _lines(rows: Iterable[str]) -> str:
    return ",\n".join(rows)


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


if __name__ == "__main__":
    FILE.write_text(made(), "utf-8")
