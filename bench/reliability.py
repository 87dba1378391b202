"""Prints the tables of docs/reliability.md: were alliances honoured?

python bench/reliability.py [--atop FILE] [--wars FILE] [--sources atop] [--cases]
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from foedera import api
from foedera.datasets import import_into, load
from foedera.obligations import fighters, reliability

SHARED = Path(os.environ.get("FOEDERA_SHARED", Path(__file__).resolve().parents[2] / "shared"))
COLUMNS = ("obligation", "period", "invoked", "honoured", "per_cent")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--atop", type=Path, default=SHARED / "data" / "atop51" / "atop5_1m.csv")
    parser.add_argument("--wars", type=Path, default=SHARED / "data" / "cow_wars" / "Inter-StateWarData_v4.0.csv")
    parser.add_argument("--sources", default="atop")
    parser.add_argument("--cases", action="store_true", help="print every case instead")
    options = parser.parse_args()
    with api.open_record(":memory:") as record:
        import_into(record, "atop", options.atop)
        entries = fighters(load("cow-wars", options.wars).iter_rows(named=True))
        found = reliability(record, entries, groups=options.sources.split(","))
    if options.cases:
        for case in found.cases:
            print(case)
        return
    print(f"{found.wars} wars, {len({c.war for c in found.cases})} of them put a promise to the test")
    for title, rows in (("Promises", found.by_promise()), ("Treaties", found.by_treaty())):
        for force in ("must", "must or may"):
            print(f"\n{title}, {force}")
            show([r for r in rows if r["force"] == force])


def show(rows: list[dict[str, Any]]) -> None:
    print(f"{'obligation':<26}{'period':<11}{'invoked':>8}{'honoured':>10}{'per cent':>10}")
    for row in rows:
        values = [row[c] for c in COLUMNS]
        print(f"{values[0]:<26}{values[1]:<11}{values[2]:>8}{values[3]:>10}{values[4]:>10}")


if __name__ == "__main__":
    main()
