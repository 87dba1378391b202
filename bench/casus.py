"""How fast are `respond` and the sweep? Prints a table; every figure is from this run.

    python bench/casus.py [--atop FILE] [--years 1816-2018] [--sample 300] [--json]

FILE is ATOP 5.1's member file (atop5_1m.csv). The plain implementation (bench/casus_plain.py) answers
a sample of the same pairs, spread evenly over the years, and its total is what the sample says for
all of them; its answers are compared with the engine's.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from foedera import api
from foedera.datasets import import_into
from foedera.obligations import Scenario, respond
from foedera.obligations.answer import cow_number
from foedera.obligations.pairs import sweep, system_on

sys.path.insert(0, str(Path(__file__).resolve().parent))
import casus_plain

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("FOEDERA_SHARED", ROOT.parent / "shared"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--atop", type=Path, default=SHARED / "data" / "atop51" / "atop5_1m.csv")
    parser.add_argument("--years", default="1816-2018")
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    first, last = map(int, options.years.split("-"))
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), options.atop, first, last, options.sample)
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name:<58} {value}")


def measure(folder: Path, atop: Path, first: int, last: int, size: int) -> dict[str, Any]:
    where = folder / "record.db"
    record = api.open_record(where)
    import_into(record, "atop", atop)
    dice = random.Random(1914)
    out: dict[str, Any] = {"cores": os.cpu_count(), "treaties in the record": len(record.instruments())}
    cases = [_case(dice, first, last) for _ in range(60)]
    respond(record, cases[0])
    out["respond, each on a day not asked before, median ms"] = _ms([lambda c=c: respond(record, c) for c in cases])
    same = [_case(dice, 2016, 2016) for _ in range(60)]
    respond(record, same[0])
    out["respond, on one day (1 January 2016), median ms"] = _ms([lambda c=c: respond(record, c) for c in same])
    out["the command, start included, s"] = _command(where)

    started = time.perf_counter()
    done = sweep(record, first, last, folder / "sweep.parquet", groups=["atop"])
    seconds = time.perf_counter() - started
    out["sweep: pairs"] = done.pairs
    out["sweep: seconds, Parquet written"] = round(seconds, 1)
    out["sweep: pairs a second"] = round(done.pairs / seconds)

    plain, checked = _plain(record, atop, dice, first, last, size)
    out["plain: pairs answered and found equal"] = checked
    out["plain: ms a pair (weighted by the pairs of each year)"] = round(1000 * plain, 1)
    out["plain: hours for the sweep"] = round(plain * done.pairs / 3600, 1)
    out["sweep against plain, times faster"] = round(plain * done.pairs / seconds)
    record.close()
    return out


def _case(dice: random.Random, first: int, last: int) -> Scenario:
    day = date(dice.randint(first, last), 1, 1)
    attacker, target = dice.sample(system_on(day.year), 2)
    return Scenario((attacker,), (target,), day)


def _ms(calls: list[Callable[[], Any]]) -> float:
    times = []
    for call in calls:
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return round(1000 * median(times), 1)


def _command(where: Path) -> float:
    command = [str(Path(sys.executable).with_name("foedera")), "respond", "--record", str(where), "--format", "json"]
    command += ["--attacker", "ARM", "--target", "AZE", "--on", "2016-04-02", "--sources", "atop"]
    times = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - started)
    return round(min(times), 2)


def _plain(record: Any, atop: Path, dice: random.Random, first: int, last: int, size: int) -> tuple[float, int]:
    """Seconds a pair in the mean over all pairs of all years, and how many pairs were compared."""
    frame = casus_plain.load(atop)
    years = range(first, last + 1)
    pairs = {year: len(system_on(year)) * (len(system_on(year)) - 1) for year in years}
    drawn = dice.choices(list(years), weights=[pairs[y] for y in years], k=size)
    spent = 0.0
    for year in drawn:
        day = date(year, 1, 1)
        attacker, target = dice.sample(system_on(year), 2)
        numbers = cow_number(attacker, day) or 0, cow_number(target, day) or 0
        rows = casus_plain.ready(frame, day)  # not counted: a sweep would do it once a year
        started = time.perf_counter()
        found = casus_plain.answer(rows, *numbers)
        spent += time.perf_counter() - started
        _compare(record, Scenario((attacker,), (target,), day), found)
    return spent / size, size


def _compare(record: Any, case: Scenario, found: dict[str, Any]) -> None:
    answer = respond(record, case, groups=["atop"])
    on = case.date
    assert {cow_number(c, on): p for c, p in answer.positions.items()} == found["positions"], case
    for bound in ("certain", "possible"):
        joined = answer.joiners(bound)
        for states, expected in zip((joined.attackers, joined.targets), found[bound], strict=True):
            assert {cow_number(c, on) for c in states} == expected, (case, bound)


if __name__ == "__main__":
    main()
