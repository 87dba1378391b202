"""How long does checking a post of 20 claims take as the record grows? Prints a table; figures are from this run.

    python bench/checking.py [--sizes 10000,100000,1000000] [--posts 20] [--keep FOLDER] [--json]

The record holds the starter record, ATOP 5.1 and COW IGO 3 (from the shared data folder, where it is
there) and copies of their claims as texts: half of them with other states in the same parts, half
about the same states with other days and names, so that much is said about famous pairs too.
PostgreSQL is measured as well where FOEDERA_TEST_POSTGRES names a server (tools/with_postgres.sh).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from foedera import api
from foedera.checking import check
from foedera.claim import Claim
from foedera.datasets import import_into
from foedera.documents import Document, from_text
from foedera.reading import read
from foedera.record import Record, Source, StoredClaim

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("FOEDERA_SHARED", ROOT.parent / "shared"))
DATA = {"atop": SHARED / "data" / "atop51" / "atop5_1m.csv", "cow-igo": SHARED / "data" / "cow_igo_v3"}
# Claims of one made-up text.
PAGE = 50
SENTENCES = (
    "The United States and the United Kingdom are allies.",
    "Azerbaijan is not a NATO member.",
    "France and Germany had a defence pact in 1963.",
    "Turkey joined NATO in 1952.",
    "Armenia is a member of the CSTO.",
    "There is no mutual defense treaty between Azerbaijan and the United States.",
    "Azerbaijan has a defense pact with Turkey through the Shusha Declaration (2021).",
    "Germany and Italy signed a defence pact in 1939.",
    "Russia and China signed a nonaggression pact in 2001.",
    "Japan and the United States signed a mutual security treaty in 1960.",
    "Poland and Germany signed a nonaggression pact in 1934.",
    "India has bought frigates from Russia.",
    "Israel sold drones to Azerbaijan.",
    "Pakistan trained pilots of Azerbaijan.",
    "The United Kingdom and Portugal have a defence pact.",
    "Greece joined NATO in 1952.",
    "The Soviet Union and Finland signed a treaty of friendship and mutual assistance in 1948.",
    "Egypt and Syria had a defence pact in 1966.",
    "Australia and New Zealand are allies.",
    "The United States and South Korea signed a mutual defense treaty in 1953.",
    "Sweden joined NATO in 2024.",
    "Serbia and Russia have a defence pact.",
    "Georgia is not a member of the CSTO.",
    "The United States provides Foreign Military Financing to Georgia.",
    "France and Poland signed a military alliance in 1921.",
    "Austria-Hungary and Germany had a defence pact in 1880.",
    "Iran and Iraq signed the Baghdad Pact in 1955.",
    "Ukraine and Poland signed a security agreement in 2024.",
    "Spain joined NATO in 1982.",
    "Cuba and the Soviet Union had a defence pact in 1970.",
    "Turkey and the United States hold joint exercises.",
    "Brazil and Argentina are allies.",
    "NATO had 16 members in 1985.",
    "This makes Azerbaijan the first post-Soviet state to have a formal defense agreement with a NATO member.",
    "Kazakhstan and Russia signed a treaty of friendship, cooperation and mutual assistance in 1992.",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--posts", type=int, default=20)
    parser.add_argument("--keep", type=Path, help="leave the records in this folder, and use those that are there")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--profile", action="store_true", help="print where the time goes at each size")
    options = parser.parse_args()
    sizes = [int(s) for s in options.sizes.split(",")]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, places in _places(options.keep or Path(folder), sizes).items():
            for size, where in places:
                # In processes of their own, so that the memory is that of checking alone.
                seconds = _apart(make, where, size)
                row = _apart(measure, kind, where, options.posts, options.profile)
                rows.append({**row, "made in s": seconds})
                if not options.json:
                    show(rows[-1], first=len(rows) == 1)
    if options.json:
        print(json.dumps(rows, indent=1))
    else:
        _growth(rows)


def _places(folder: Path, sizes: list[int]) -> dict[str, list[tuple[int, str]]]:
    folder.mkdir(parents=True, exist_ok=True)
    out = {"SQLite": [(n, str(folder / f"{n}.db")) for n in sizes]}
    server = os.environ.get("FOEDERA_TEST_POSTGRES")
    if server:
        import psycopg

        out["PostgreSQL"] = []
        for n in sizes:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"CREATE SCHEMA IF NOT EXISTS bench_{n}")
            out["PostgreSQL"].append((n, f"{server}?options=-csearch_path%3Dbench_{n}"))
    return out


# The record


def fill(record: Record, size: int) -> None:
    """The real sources, then made-up texts until the record holds `size` claims."""
    for name, path in DATA.items():
        if path.exists() and name not in record.groups():
            import_into(record, name, path)
    there = sum(record.groups().values())
    dice = random.Random(size)
    real = [c for c in record.claims() if not c.source.startswith("text:")]
    batch: list[tuple[Source, list[tuple[str, Claim]]]] = []
    for source, said in _texts(real, dice, size - there):
        batch.append((source, said))
        if len(batch) == 400:
            record.put_many(batch)
            batch = []
    record.put_many(batch)
    record.refresh()


def _texts(
    real: list[StoredClaim], dice: random.Random, wanted: int
) -> Iterator[tuple[Source, list[tuple[str, Claim]]]]:
    codes = sorted({a.code for c in real for a in c.claim.actors if a.code and a.role != "organisation"})
    number = 0
    while wanted > 0:
        shuffled = dict(zip(codes, dice.sample(codes, len(codes)), strict=True)) if number % 2 else {}
        years = dice.randint(-9, 9)
        for start in range(0, len(real), PAGE):
            said = [_copy(c.claim, shuffled, years, dice) for c in real[start : start + PAGE]][:wanted]
            wanted -= len(said)
            key = f"{number}-{start}"
            source = Source(f"text:{key}", "texts", f"Page {key}", issued=f"20{dice.randint(10, 25)}", reliability="F")
            yield source, [(f"{n}:{n + 1}", claim) for n, claim in enumerate(said)]
            if wanted <= 0:
                return
        number += 1


def _copy(claim: Claim, codes: dict[str, str], years: int, dice: random.Random) -> Claim:
    """The claim of a text that says the like of other states, or of the same in another year."""
    moved = tuple(replace(a, code=codes.get(a.code or "", a.code)) for a in claim.actors)
    quote = f"{claim.quote[:60]} [{dice.getrandbits(40):x}]"
    period = claim.period and "/".join(_later(p, years) for p in claim.period.split("/"))
    date = _later(claim.date, years) if claim.date and "/" not in claim.date else None
    name = claim.name and f"{claim.name} {dice.randint(1, 99)}"
    return replace(
        claim, start=0, end=len(quote), quote=quote, actors=moved, period=period, date=date, name=name,
        terms=(), instrument=None, date_role=claim.date_role if date else None,
    )  # fmt: skip


def _later(date: str, years: int) -> str:
    """A date moved by whole years; 29 February becomes the month."""
    if not date[:4].isdigit():
        return date
    moved = f"{int(date[:4]) + years:04d}{date[4:]}"
    return moved[:7] if moved.endswith("-02-29") else moved


# The measurement


def posts(count: int) -> list[tuple[Document, list[Claim]]]:
    """Posts of 20 claims each, drawn from the sentences."""
    dice = random.Random(20)
    out = []
    for number in range(count):
        text = "\n".join(dice.sample(SENTENCES, len(SENTENCES)))
        document = from_text(text, name=f"post-{number}.txt")
        out.append((document, read(document)[:20]))
    return out


def _apart(function: Any, *arguments: Any) -> Any:
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def make(where: str, size: int) -> float:
    """Fills a record up to `size` claims; seconds."""
    started = time.perf_counter()
    with api.open_record(where) as record:
        if sum(record.groups().values()) < size:
            fill(record, size)
    return round(time.perf_counter() - started, 1)


def measure(kind: str, where: str, count: int, profile: bool) -> dict[str, Any]:
    """One row of the table."""
    with api.open_record(where) as record:
        made = posts(count)
        check(made[0][0], record, claims=made[0][1])
        before = time.process_time()
        times = sorted(_timed(record, document, claims) for document, claims in made)
        processor = time.process_time() - before
        if profile:
            _profile(record, made)
        claims = sum(record.groups().values())
    return {
        "database": kind,
        "claims in the record": claims,
        "claims a post": round(sum(len(c) for _, c in made) / len(made), 1),
        "p50 ms": round(1000 * median(times), 1),
        "p95 ms": round(1000 * quantiles(times, n=20)[-1], 1),
        "our processor ms": round(1000 * processor / count, 1),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _timed(record: Record, document: Document, claims: list[Claim]) -> float:
    started = time.perf_counter()
    check(document, record, claims=claims)
    return time.perf_counter() - started


def _profile(record: Record, made: list[tuple[Document, list[Claim]]]) -> None:
    import cProfile
    import pstats

    with cProfile.Profile() as profiler:
        for document, claims in made[:3]:
            check(document, record, claims=claims)
    pstats.Stats(profiler, stream=sys.stderr).sort_stats("cumulative").print_stats(35)


def show(row: dict[str, Any], *, first: bool) -> None:
    if first:
        print("  ".join(f"{name:>20}" for name in row))
    print("  ".join(f"{value:>20,}" if isinstance(value, int | float) else f"{value:>20}" for value in row.values()))


def _growth(rows: list[dict[str, Any]]) -> None:
    for kind in dict.fromkeys(r["database"] for r in rows):
        mine = [r for r in rows if r["database"] == kind]
        times = mine[-1]["p50 ms"] / mine[0]["p50 ms"]
        print(f"{kind}: p50 grows {times:.1f} times from {mine[0]['claims in the record']:,} claims "
              f"to {mine[-1]['claims in the record']:,}")  # fmt: skip


if __name__ == "__main__":
    main()
