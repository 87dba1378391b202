"""The treaties in force on one day, as sets of bits: what every answer is computed from.

A state is a bit; a set of states is an integer. Promises of one treaty that say the same
(obligation, conditions, beneficiaries) are held together as one `Promise` with many obligors,
so that a round of the spread looks at some hundred promises rather than some thousand rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from foedera.claim import Term
from foedera.record.model import Instrument, Party, Provision

Bits = int


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of one treaty on the day, by all `obligors` that make it in the same words.

    `beneficiaries` and `parties` are sets of bits; a state never owes a promise to itself.
    `adversaries` and `areas` are the states that the treaty names (0: it names none).
    """

    instrument: Instrument
    obligation: str
    conditions: tuple[str, ...]
    obligors: Bits
    beneficiaries: Bits
    parties: Bits
    adversaries: Bits
    areas: frozenset[str]
    provisions: tuple[tuple[int, Provision], ...]


@dataclass(frozen=True, slots=True)
class World:
    """States (by bit) and promises on `day` (ISO)."""

    day: str
    codes: tuple[str, ...]
    bits: dict[str, int]
    promises: tuple[Promise, ...]

    def set_of(self, codes: Iterable[str]) -> Bits:
        """The set of those `codes` that this world knows."""
        out = 0
        for code in codes:
            if code in self.bits:
                out |= 1 << self.bits[code]
        return out

    def with_states(self, codes: Iterable[str]) -> World:
        """This world with a bit for each of `codes`: belligerents need one even without a treaty."""
        new = [code for code in dict.fromkeys(codes) if code not in self.bits]
        if not new:
            return self
        bits = self.bits | {code: n for n, code in enumerate(new, start=len(self.codes))}
        return World(self.day, (*self.codes, *new), bits, self.promises)

    def names(self, states: Bits) -> tuple[str, ...]:
        """The codes in a set, by alphabet."""
        return tuple(sorted(self.codes[bit] for bit in members(states)))


def members(states: Bits) -> Iterator[int]:
    """The bits of a set, lowest first."""
    while states:
        low = states & -states
        yield low.bit_length() - 1
        states ^= low


def in_force(item: Party | Provision, day: str) -> bool:
    """Is a party or provision in force: start <= day < end (None is open)?"""
    return (item.start is None or item.start <= day) and (item.end is None or day < item.end)


def alive(instrument: Instrument, day: str) -> bool:
    """Has the instrument a party or a promise in force on the day?"""
    return any(in_force(p, day) for p in instrument.parties) or any(in_force(p, day) for p in instrument.provisions)


def world_on(
    instruments: Sequence[Instrument],
    day: str,
    extra: Iterable[str] = (),
    rank: Callable[[str], int] | None = None,
) -> World:
    """The world of `day`; `extra` codes (the belligerents) get a bit even without a treaty.

    Bits go by alphabet, or by `rank` of the codes.
    """
    live = [(i, [p.code for p in i.parties if in_force(p, day)]) for i in instruments if alive(i, day)]
    codes = sorted({c for _, some in live for c in some} | _named(live, day) | set(extra))
    if rank:
        codes.sort(key=rank)
    world = World(day, tuple(codes), {code: n for n, code in enumerate(codes)}, ())
    promises = [p for instrument, parties in live for p in _promises(world, instrument, parties)]
    return World(day, world.codes, world.bits, tuple(promises))


def _named(live: list[tuple[Instrument, list[str]]], day: str) -> set[str]:
    """Obligors and beneficiaries that are no parties (a guarantee to a third state), adversaries, areas."""
    out: set[str] = set()
    for instrument, _ in live:
        for provision in instrument.provisions:
            if in_force(provision, day):
                out.add(provision.obligor)
                out.update(provision.beneficiaries)
                out.update(provision.term.adversaries)
                out.update(provision.term.area_codes)
    return out


def _promises(world: World, instrument: Instrument, parties: list[str]) -> Iterator[Promise]:
    alike: dict[tuple[Term, tuple[str, ...]], list[Provision]] = {}
    for provision in instrument.provisions:
        if in_force(provision, world.day):
            alike.setdefault((provision.term, provision.beneficiaries), []).append(provision)
    members_now = world.set_of(parties)
    for (term, beneficiaries), some in alike.items():
        yield Promise(
            instrument,
            term.obligation,
            tuple(sorted(set(term.conditions))),
            world.set_of(p.obligor for p in some),
            world.set_of(beneficiaries) if beneficiaries else members_now,
            members_now,
            world.set_of(term.adversaries),
            frozenset(term.area_codes),
            tuple(sorted(((world.bits[p.obligor], p) for p in some), key=lambda pair: pair[0])),
        )
