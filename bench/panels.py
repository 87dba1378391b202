"""How long panels take and how much memory, as whole processes: ours, and R's where it is installed.

    python bench/panels.py [--shared DIR] [--repeat N]

(a) directed COW dyad-years; (b) with ATOP; (c) with ATOP, majors, contiguity, NMC, MIDs and spells;
(d) the same of politically relevant dyads to 2010, as in peacesciencer's example of dispute onset.
Each is a process of its own from start to end. R runs the same with peacesciencer. `user` is the
processor time of all cores, `wall` the time on the clock, the best of N; `peak` the most memory.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# What R took on the machine where the aim was set (R 4.5, peacesciencer 1.2.9), seconds.
AIMS = {"a": 6.6, "b": 7.3, "c": 19.0, "d": 12.3}

OURS = {
    "a": "panel = panels.dyad_years('cow')",
    "b": "panel = panels.add_atop(panels.dyad_years('cow'), atop())",
    "c": """
panel = panels.dyad_years('cow')
panel = panels.add_atop(panel, atop())
panel = panels.add_majors(panel, table('cow_system/majors2016.csv'))
panel = panels.add_contiguity(panel, table('peacesciencer/cow_contdir.csv'))
panel = panels.add_nmc(panel, table('peacesciencer/cow_nmc.csv'))
panel = panels.add_mids(panel, table('cow_mid/MIDB_5.0.csv'), table('cow_mid/MIDA_5.0.csv'), keep=['dispnum'])
panel = panels.add_spells(panel)
""",
    "d": """
panel = panels.dyad_years('cow', last=2010)
panel = panels.add_majors(panel, table('cow_system/majors2016.csv'))
panel = panels.add_contiguity(panel, table('peacesciencer/cow_contdir.csv'))
panel = panels.filter_prd(panel)
panel = panels.add_atop(panel, atop())
panel = panels.add_nmc(panel, table('peacesciencer/cow_nmc.csv'))
panel = panels.add_mids(panel, table('cow_mid/MIDB_5.0.csv'), table('cow_mid/MIDA_5.0.csv'), keep=['dispnum'])
panel = panels.add_spells(panel)
""",
}
START = """
import gc
gc.disable()  # imports make no garbage
import sys
import time
began = time.perf_counter()
shared = sys.argv[1]
import polars as pl
took = [('import polars', time.perf_counter() - began)]
from foedera import panels
def table(name, **options):
    return pl.read_csv(f'{shared}/data/{name}', null_values=['', 'NA'], **options)
def atop():
    from foedera.panels.alliances import MEMBERS
    return table('atop51/atop5_1m.csv', columns=[*MEMBERS, 'version'])
with panels.notes() as told:
"""
R = {
    "a": "x <- create_dyadyears()",
    "b": "x <- add_atop_alliance(create_dyadyears())",
    "c": "x <- subset(create_dyadyears(), year <= 2014) |> add_atop_alliance() |> add_cow_majors() |> add_contiguity() "
    "|> add_nmc() |> add_cow_mids(keep = 'dispnum') |> add_spells()",
    "d": "x <- subset(create_dyadyears(), year <= 2010) |> filter_prd() |> add_atop_alliance() |> add_nmc() "
    "|> add_cow_mids(keep = 'dispnum') |> add_spells()",
}


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds on the clock, of the processors, peak memory in MB, what it printed."""

    wall: float
    user: float
    peak: float
    said: str


def run(command: list[str]) -> Run:
    """Runs a process and measures it and it alone."""
    env = {**os.environ, "POLARS_SKIP_CPU_CHECK": "1"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # a package that is installed is compiled: from the second process on
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env, cwd=ROOT) as process:
        said = process.stdout.read().decode() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Run(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / scale, said.strip())


def ours(case: str, shared: Path) -> list[str]:
    """The command that makes a panel with Foedera and says how long each step took."""
    lines = [line for line in OURS[case].strip().splitlines() if line]
    steps = []
    for line in lines:
        name = line.split("panels.")[1].split("(")[0]
        steps += [" began = time.perf_counter()", f" {line}", f" took.append(({name!r}, time.perf_counter() - began))"]
    report = "print(f'{panel.height:,} rows;', ', '.join(f'{n} {t * 1000:.0f} ms' for n, t in took))"
    return [sys.executable, "-c", "\n".join([START.strip(), *steps, report]), str(shared)]


def with_r(case: str) -> list[str]:
    """The command that makes the same with peacesciencer."""
    script = f"suppressMessages(library(peacesciencer)); {R[case]}; cat(nrow(x), 'rows')"
    return ["Rscript", "-e", f"suppressMessages({{{script}}})"]


def has_r() -> bool:
    """Are R and peacesciencer here?"""
    if shutil.which("Rscript") is None:
        return False
    test = ["Rscript", "-e", "quit(status = !requireNamespace('peacesciencer', quietly = TRUE))"]
    return subprocess.run(test, check=False, capture_output=True).returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    default = Path(os.environ.get("FOEDERA_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--shared", type=Path, default=default, help="the folder of real data")
    parser.add_argument("--repeat", type=int, default=3, help="processes of each kind; the best counts")
    options = parser.parse_args()
    r = has_r()
    print(f"{'':3} {'who':14} {'wall s':>7} {'user s':>7} {'peak MB':>8}  what")
    for case in OURS:
        best = min((run(ours(case, options.shared)) for _ in range(options.repeat)), key=lambda one: one.wall)
        print(f"({case}) {'foedera':14} {best.wall:7.2f} {best.user:7.2f} {best.peak:8.0f}  {best.said}")
        if r:
            theirs = min((run(with_r(case)) for _ in range(options.repeat)), key=lambda one: one.wall)
            times = f"{theirs.wall / best.wall:.0f} times ours, memory {theirs.peak / best.peak:.1f} times"
            print(f"({case}) {'peacesciencer':14} {theirs.wall:7.2f} {theirs.user:7.2f} {theirs.peak:8.0f}  {times}")
        else:
            print(f"    R's {AIMS[case]:g} s elsewhere is {AIMS[case] / best.wall:.0f} times ours here")
    if not r:
        print("R with peacesciencer is not installed: its times are those measured where the aim was set.")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
