"""Were alliances honoured? Each war of a list against each treaty in force when it began.

The coding rules, with what they leave out and how other studies differ, are in docs/reliability.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from foedera.dates import day_before
from foedera.errors import BadTable
from foedera.obligations.answer import code_of
from foedera.obligations.conditions import MET, NOT_MET, Sides, settle
from foedera.obligations.same import merge_same
from foedera.obligations.scenario import Scenario
from foedera.obligations.world import Promise, World, in_force, members, world_on
from foedera.record.model import Instrument, Provision

if TYPE_CHECKING:
    from foedera.record import Record

MEASURED = ("defense", "offense", "neutrality", "nonaggression")
PERIODS = (("1816-1944", 1816, 1944), ("1945-2003", 1945, 2003))
Code = Callable[[int, date], str]


@dataclass(frozen=True, slots=True)
class Fighter:
    """One state's entry into a war: on which side, when first, and whether it began the war."""

    war: int
    name: str
    number: int
    side: int
    start: date
    initiator: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One promise put to the test by a war.

    `force` is "must" when every condition was met, "may" when one stays open; `honoured` whether
    the obligor did what it had promised the beneficiary; `fought` whether it was in the war at all.
    """

    war: int
    war_name: str
    year: int
    instrument: str
    obligation: str
    obligor: str
    beneficiary: str
    force: str
    honoured: bool
    fought: bool


def fighters(rows: Iterable[Mapping[str, Any]]) -> list[Fighter]:
    """The entries in rows of COW's inter-state war file (WarNum, ccode, Side, StartYear1 ...).

    A missing month or day is read as the first one possible. Raises BadTable with the row's number.
    """
    return [_fighter(row, n) for n, row in enumerate(rows, start=2)]


def _fighter(row: Mapping[str, Any], line: int) -> Fighter:
    try:
        year, month, day = (int(row[f"Start{part}1"]) for part in ("Year", "Month", "Day"))
        return Fighter(
            int(row["WarNum"]),
            str(row.get("WarName") or row["WarNum"]).strip(),
            int(row["ccode"]),
            int(row["Side"]),
            date(year, max(month, 1), max(day, 1)),
            int(row["Initiator"]) == 1,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadTable(
            f"Line {line} of the list of wars cannot be read ({error}): give COW's Inter-StateWarData file."
        ) from error


@dataclass(frozen=True, slots=True)
class Reliability:
    """Every case, and the wars that were looked at."""

    cases: tuple[Case, ...]
    wars: int

    def by_promise(self) -> list[dict[str, Any]]:
        """Rows of obligation and period, one case a promise, obligor and beneficiary."""
        return [row for key, some in _slices(self.cases) if (row := _row(key, some))]

    def by_treaty(self) -> list[dict[str, Any]]:
        """The same with one case a treaty and war: honoured if every promise put to the test was."""
        return [row for key, some in _slices(self.cases) if (row := _row(key, _whole(some)))]


def reliability(
    treaties: Record | Iterable[Instrument],
    entries: Sequence[Fighter],
    *,
    groups: Sequence[str] | None = None,
    code: Code = code_of,
) -> Reliability:
    """Each promise that the beginning of a war put to the test, and whether it was kept.

    `entries` are the participants (`fighters` reads COW's file); `groups` limits a record's sources.
    """
    every = list(treaties) if isinstance(treaties, Iterable) else treaties.instruments(groups=groups)
    wars: dict[int, list[Fighter]] = {}
    for entry in entries:
        wars.setdefault(entry.war, []).append(entry)
    cases = [case for _, war in sorted(wars.items()) for case in _war(war, every, code)]
    return Reliability(tuple(cases), len(wars))


@dataclass(frozen=True, slots=True)
class _Course:
    """A war as its participants' codes: who began it against whom, and who entered when on which side."""

    name: str
    number: int
    start: date
    attackers: frozenset[str]
    targets: frozenset[str]
    entries: dict[str, list[tuple[date, int]]]
    initiating: int

    def side_of(self, state: str) -> int:
        return self.initiating if state in self.attackers else 3 - self.initiating

    def first_side(self, state: str) -> int | None:
        """The side on which it first fought; None if it kept out."""
        return min(self.entries[state])[1] if state in self.entries else None


def _course(war: Sequence[Fighter], code: Code) -> _Course | None:
    """None when nobody is coded as the initiator, or one side has nobody on the first day."""
    start = min(f.start for f in war)
    initiating = next((f.side for f in sorted(war, key=lambda f: f.start) if f.initiator), None)
    first = [f for f in war if f.start == start]
    entries: dict[str, list[tuple[date, int]]] = {}
    for fighter in war:
        entries.setdefault(code(fighter.number, fighter.start), []).append((fighter.start, fighter.side))
    attackers = frozenset(code(f.number, start) for f in first if f.side == initiating)
    targets = frozenset(code(f.number, start) for f in first if f.side != initiating)
    if initiating is None or not attackers or not targets:
        return None
    return _Course(war[0].name, war[0].war, start, attackers, targets, entries, initiating)


def _war(war: Sequence[Fighter], every: Sequence[Instrument], code: Code) -> Iterator[Case]:
    course = _course(war, code)
    if course is None:
        return
    # ATOP ends an alliance on the day on which a party violates it: the day before still has it.
    eve = day_before(course.start).isoformat()
    states = (*course.attackers, *course.targets)
    world = world_on(merge_same(every, eve).instruments, eve, states)
    scenario = Scenario(tuple(course.attackers), tuple(course.targets), day_before(course.start))
    targets = world.set_of(course.targets)
    sides = Sides(world.set_of(course.attackers), targets, targets)
    for promise in world.promises:
        if promise.obligation in MEASURED:
            yield from _tests(promise, world, scenario, sides, course)


def _tests(promise: Promise, world: World, scenario: Scenario, sides: Sides, course: _Course) -> Iterator[Case]:
    wanted = {"defense": sides.targets, "offense": sides.attackers}.get(promise.obligation, sides.all)
    for bit in members(promise.beneficiaries & wanted):
        settled = settle(promise, world, scenario, sides, bit)
        if any(c.status == NOT_MET for c in settled):
            continue
        force = "must" if all(c.status == MET for c in settled) else "may"
        for _, provision in promise.provisions:
            kept = _kept(provision, world.codes[bit], course)
            if kept is not None:
                yield Case(
                    course.number,
                    course.name,
                    course.start.year,
                    promise.instrument.id,
                    promise.obligation,
                    provision.obligor,
                    world.codes[bit],
                    force,
                    kept,
                    provision.obligor in course.entries,
                )


def _kept(provision: Provision, beneficiary: str, course: _Course) -> bool | None:
    """Did the obligor keep its promise? None where the war did not put it to the test."""
    obligor, side = provision.obligor, course.side_of(beneficiary)
    if obligor == beneficiary:
        return None
    if provision.term.obligation in ("defense", "offense"):
        return course.first_side(obligor) == side
    if obligor in course.attackers | course.targets and course.side_of(obligor) == side:
        return None  # at its side from the first day: there was nothing to abstain from
    against = [day for day, fought in course.entries.get(obligor, ()) if fought != side]
    return not any(in_force(provision, day_before(day).isoformat()) for day in against)


_Key = tuple[str, str, str]


def _slices(cases: Sequence[Case]) -> Iterator[tuple[_Key, list[Case]]]:
    """Cases of each obligation and sum of obligations, period and force."""
    for obligation in (*MEASURED, *_SUMS):
        for period, first, last in (*PERIODS, ("1816-2003", 1816, 2003)):
            for force in ("must", "must or may"):
                some = [c for c in cases if _among(c, obligation) and first <= c.year <= last and c.force in force]
                yield (obligation, period, force), some


# Keeping out of a war is easily kept; the first of these asks it of those who fought in it.
_SUMS: dict[str, Callable[[Case], bool]] = {
    "nonaggression, if at war": lambda case: case.obligation == "nonaggression" and case.fought,
    "all but nonaggression": lambda case: case.obligation != "nonaggression",
    "all": lambda case: True,
}


def _among(case: Case, wanted: str) -> bool:
    return _SUMS[wanted](case) if wanted in _SUMS else case.obligation == wanted


def _row(key: _Key, cases: Sequence[Case]) -> dict[str, Any] | None:
    if not cases:
        return None
    kept = sum(c.honoured for c in cases)
    rate = round(100 * kept / len(cases), 1)
    return dict(zip(("obligation", "period", "force"), key, strict=True)) | {
        "invoked": len(cases),
        "honoured": kept,
        "per_cent": rate,
    }


def _whole(cases: Iterable[Case]) -> list[Case]:
    """One case a treaty and war: the first of its cases that was not honoured, else any."""
    out: dict[tuple[int, str], Case] = {}
    for case in cases:
        key = case.war, case.instrument
        if key not in out or (out[key].honoured and not case.honoured):
            out[key] = case
    return list(out.values())
