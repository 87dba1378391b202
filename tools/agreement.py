"""How far two coders agree on our labelled texts, and how reading agrees with what both say.

    python tools/agreement.py FOLDER ...

A FOLDER has texts/, claims.jsonl, contested.jsonl and second.jsonl: the claims of some of its texts by a second coder,
who saw the rule book and the text alone. That is as far as any reader can be told to be right by these labels.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from foedera.claim import Claim
from foedera.documents import load
from foedera.reading import read
from foedera.reading.evaluate import Case, labels_of, matching, same_claim, score, text_of
from foedera.reading.losses import Trace

SLOTS = ("name", "date", "stage", "status", "kind", "sectors")


def both(folder: Path, profiles: bool) -> Iterator[tuple[Case, Case]]:
    """Each text that two have coded: the second coder's claims as if read, and the reader's against those of both."""
    first, contested, second = (labels_of(folder / f"{n}.jsonl") for n in ("claims", "contested", "second"))
    for name in sorted(second):
        if name.startswith("factbook") != profiles:
            continue
        a, b, doubted = first.get(name, []), second[name], contested.get(name, [])
        pairs = matching(a, b, same_claim)
        rest = [*_without(a, {i for i, _ in pairs}), *_without(b, {j for _, j in pairs}), *doubted]
        found = read(load(text_of(folder / "texts", name)))
        yield Case(name, a, doubted, b, Trace()), Case(name, [a[i] for i, _ in pairs], rest, found, Trace())


def _without(claims: list[Claim], taken: set[int]) -> list[Claim]:
    return [c for n, c in enumerate(claims) if n not in taken]


def report(what: str, cases: list[Case]) -> None:
    """One line: strict agreement of claims, and F1 of slots among those that agree."""
    found = score(cases)
    slots = ", ".join(f"{s} {found.slots[s].f1:.2f}" for s in SLOTS if s in found.slots)
    f1, p, r = found.strict.f1, found.strict.precision, found.strict.recall
    print(f"  {what:<28} F1 {f1:.3f} (P {p:.3f}, R {r:.3f}); {slots}")


def main() -> None:
    for folder in map(Path, sys.argv[1:]):
        for kind in ("profiles", "pages"):
            cases = list(both(folder, kind == "profiles"))
            if cases:
                claims = sum(len(c.gold) for c, _ in cases)
                print(f"{folder.name}, {kind}: {len(cases)} texts, {claims} claims of the first coder")
                report("second coder, first coder", [c for c, _ in cases])
                report("reader, where both agree", [c for _, c in cases])


if __name__ == "__main__":
    main()
