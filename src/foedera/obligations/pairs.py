"""`sweep`: positions and spread for every ordered pair of states on 1 January of each year."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from foedera import actors
from foedera.errors import BadInput
from foedera.obligations.answer import code_of, cow_number
from foedera.obligations.bitsets import Words, as_bools, sizes
from foedera.obligations.coverage import speakers
from foedera.obligations.rules import POSITIONS, rules_of
from foedera.obligations.same import group_of, merge_same
from foedera.obligations.scenario import Scenario
from foedera.obligations.vectors import PairAnswers, YearTables, answer_pairs
from foedera.obligations.world import World, world_on
from foedera.record.model import Instrument

if TYPE_CHECKING:
    import polars as pl

    from foedera.record import Record

# The pairs of a year share their rules; a scenario's own states don't enter into them.
_NOBODY = (("-",), ("--",))
System = Callable[[int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class SweepSize:
    """What a sweep wrote."""

    years: int
    pairs: int


def system_on(year: int) -> list[str]:
    """Codes of the members of the COW state system on 1 January of a year."""
    day = date(year, 1, 1)
    return [code_of(number, day) for number in actors.states_on(day)]


def sweep(
    treaties: Record | Iterable[Instrument],
    first: int,
    last: int,
    output: str | Path,
    *,
    groups: Sequence[str] | None = None,
    assumptions: Mapping[tuple[str, str], bool] | None = None,
    system: System = system_on,
    jobs: int = 2,
    progress: Callable[[int], object] | None = None,
) -> SweepSize:
    """Writes one row a pair and year (1 January, unprovoked, on the target's home territory) to Parquet.

    Columns: `year`, `attacker`, `target` (COW numbers); for each position `n_<position>` and a list
    of COW numbers `<position>`; `certain_attackers`, `certain_targets`, `possible_attackers`,
    `possible_targets`: how many join that side in that bound. Sources speak only for years that
    they cover, as in `respond`. Raises BadInput for years that end before they begin.
    """
    if last < first:
        raise BadInput(f"The sweep ends in {last}, before it begins in {first}: turn the years round.")
    years = [
        _Year(year, tuple(instruments), tuple(system(year)), dict(assumptions or {}))
        for year, instruments in _by_year(treaties, first, last, groups)
    ]
    folder = Path(tempfile.mkdtemp(prefix="foedera-sweep-"))
    try:
        pairs = 0
        for year, count in _run(years, folder, jobs):
            pairs += count
            if progress:
                progress(year)
        _join_parts(folder, Path(output))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return SweepSize(len(years), pairs)


@dataclass(frozen=True, slots=True)
class _Year:
    year: int
    instruments: tuple[Instrument, ...]
    states: tuple[str, ...]
    assumptions: dict[tuple[str, str], bool]


def _by_year(
    treaties: Record | Iterable[Instrument], first: int, last: int, groups: Sequence[str] | None
) -> Iterator[tuple[int, Sequence[Instrument]]]:
    """The treaties in force on 1 January of each year, from sources that cover it."""
    if isinstance(treaties, Iterable):
        every = list(treaties)
        for year in range(first, last + 1):
            yield year, _merged(every, year)
    else:
        speaking = speakers(treaties, groups)
        every = treaties.instruments(groups=groups)
        for year in range(first, last + 1):
            used = speaking.on(date(year, 1, 1))
            yield year, _merged([i for i in every if group_of(i.id) in used], year)


def _merged(instruments: Sequence[Instrument], year: int) -> Sequence[Instrument]:
    return merge_same(instruments, f"{year:04d}-01-01").instruments


def _run(years: list[_Year], folder: Path, jobs: int) -> Iterator[tuple[int, int]]:
    if jobs < 2 or len(years) < 2:
        for year in years:
            yield _write_year(year, folder)
        return
    # Late years have most pairs: first, so that no worker ends with the largest.
    # Polars has threads, which do not survive a fork.
    with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_write_year, reversed(years), [folder] * len(years))


def _write_year(year: _Year, folder: Path) -> tuple[int, int]:
    table = year_table(year.year, year.instruments, year.states, year.assumptions)
    table.write_parquet(folder / f"{year.year:04d}.parquet", compression="lz4")
    return year.year, table.height


def _join_parts(folder: Path, output: Path) -> None:
    import polars as pl

    parts = sorted(folder.glob("*.parquet"))
    pl.scan_parquet(parts).sink_parquet(output, compression="zstd", maintain_order=True)


def year_table(
    year: int,
    instruments: Sequence[Instrument],
    states: Sequence[str],
    assumptions: Mapping[tuple[str, str], bool] | None = None,
) -> pl.DataFrame:
    """The rows of one year, sorted by attacker and target."""
    day = date(year, 1, 1)
    # Bits in the order of COW numbers, so that lists come out sorted.
    world = world_on(instruments, day.isoformat(), states, rank=lambda code: cow_number(code, day) or 0)
    scenario = Scenario(*_NOBODY, day, assumptions=dict(assumptions or {}))
    tables = YearTables(rules_of(world, scenario), len(world.codes))
    numbers = _numbers(world, day)
    here = np.array(sorted(world.bits[c] for c in states), dtype=np.intp)
    attackers, targets = (side.ravel() for side in np.meshgrid(here, here, indexing="ij"))
    pairs = attackers != targets
    return _table(year, numbers, answer_pairs(tables, attackers[pairs], targets[pairs]))


def _numbers(world: World, day: date) -> NDArray[np.uint16]:
    """COW number of each bit; 0 for a code that never had one."""
    return np.array([cow_number(code, day) or 0 for code in world.codes], dtype=np.uint16)


def _table(year: int, numbers: NDArray[np.uint16], answers: PairAnswers) -> pl.DataFrame:
    import polars as pl

    rows = len(answers.attackers)
    columns = [
        pl.Series("year", np.full(rows, year, dtype=np.uint16)),
        pl.Series("attacker", numbers[answers.attackers]),
        pl.Series("target", numbers[answers.targets]),
    ]
    columns += _position_columns(numbers, answers.positions)
    columns += [pl.Series(name, values) for name, values in answers.spread.items()]
    return pl.DataFrame(columns)


def _position_columns(numbers: NDArray[np.uint16], positions: dict[str, Words]) -> Iterator[pl.Series]:
    """Count and list of each position."""
    import polars as pl

    for name in POSITIONS:
        counts = sizes(positions[name])
        held = np.flatnonzero(counts)
        rows, bits = np.nonzero(as_bools(positions[name][held], len(numbers)).view(np.bool_))
        yield pl.Series(f"n_{name}", counts)
        yield _lists(name, held[rows], numbers[bits], counts)


def _lists(name: str, rows: NDArray[np.intp], states: NDArray[np.uint16], counts: NDArray[np.uint16]) -> pl.Series:
    """One list a row from sorted (row, state) pairs."""
    import polars as pl

    pairs = pl.DataFrame({"row": pl.Series(rows.astype(np.uint32)).set_sorted(), "state": states})
    lists = pairs.group_by("row", maintain_order=True).agg("state")
    every = pl.DataFrame({"row": np.arange(len(counts), dtype=np.uint32)})
    joined = every.join(lists, on="row", how="left", maintain_order="left")["state"]
    return joined.fill_null([]).cast(pl.List(pl.UInt16)).rename(name)
