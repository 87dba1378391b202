"""The engine, the sweep and an answer-set program of the same rules agree on every small world."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.obligations import Answer, Scenario, respond
from foedera.obligations.rules import rules_of
from foedera.obligations.vectors import YearTables, answer_pairs
from foedera.obligations.world import world_on
from foedera.record.model import Instrument
from tests.obligations.twin import Twin, provisions_of, twin_of
from tests.obligations.worlds import DAY, STATES, instruments, reordered, scenarios, worlds

pytest.importorskip("clingo", reason="the twin needs clingo (dev extra)")

World = tuple[Instrument, ...]


def rounds(answer: Answer, bound: str) -> list[tuple[set[str], set[str]]]:
    found = answer.certain if bound == "certain" else answer.possible
    return [(set(r.attackers), set(r.targets)) for r in found]


def breaches(answer: Answer) -> set[tuple[str, str, str, str]]:
    return {(b.state, b.toward, b.instrument.id, b.kind) for b in answer.breaches}


@settings(max_examples=100)
@given(worlds(), scenarios())
def test_engine_and_twin_agree(world: World, case: Scenario) -> None:
    answer, twin = respond(world, case), twin_of(world, case)
    assert answer.positions == twin.positions
    assert breaches(answer) == twin.breaches
    assert rounds(answer, "certain") == twin.rounds("certain")
    assert rounds(answer, "possible") == twin.rounds("possible")
    check_duties(world, answer, twin)


def check_duties(world: World, answer: Answer, twin: Twin) -> None:
    """One duty for each state, response, beneficiary and instrument: the strongest, as the twin has it."""
    number = {id(p): n for n, p in enumerate(provisions_of(world))}
    instrument = [p.instrument for p in provisions_of(world)]
    strongest: dict[tuple[str, str, str, str], str] = {}
    for state, response, force, toward, provision in twin.duties:
        key = (state, response, toward, instrument[provision])
        strongest[key] = "must" if "must" in (force, strongest.get(key)) else "may"
    assert {(d.state, d.response, d.toward, d.instrument.id): d.force for d in answer.duties} == strongest
    for duty in answer.duties:
        provision = number[id(duty.provision)]
        assert (duty.state, duty.response, duty.force, duty.toward, provision) in twin.duties
        assert duty.within_alliance == (provision in twin.within)
        for condition in duty.conditions:
            held = twin.met if condition.status == "met" else twin.open
            assert (provision, duty.toward, condition.name) in held


@settings(max_examples=50)
@given(worlds(), st.booleans())
def test_the_sweep_agrees_with_respond_for_every_pair(world: World, provoked: bool) -> None:
    here = world_on(world, DAY.isoformat(), STATES)
    any_case = Scenario(("-",), ("--",), DAY, provoked=provoked)
    bits = np.array([(here.bits[a], here.bits[t]) for a in STATES for t in STATES if a != t])
    tables = YearTables(rules_of(here, any_case), len(here.codes))
    swept = answer_pairs(tables, bits[:, 0], bits[:, 1])
    for row, (attacker, target) in enumerate(bits):
        case = Scenario((here.codes[attacker],), (here.codes[target],), DAY, provoked=provoked)
        answer = respond(world, case)
        found = {c: name for name, sets in swept.positions.items() for c in here.names(_set(sets[row]))}
        assert found == answer.positions
        for bound in ("certain", "possible"):
            joined = answer.joiners(bound)
            assert swept.spread[f"{bound}_attackers"][row] == len(joined.attackers)
            assert swept.spread[f"{bound}_targets"][row] == len(joined.targets)


def _set(words: np.ndarray) -> int:
    return int.from_bytes(words.astype("<u8").tobytes(), "little")


@settings(max_examples=60)
@given(worlds(), scenarios())
def test_order_of_rows_and_states_does_not_matter(world: World, case: Scenario) -> None:
    turned = Scenario(
        case.attackers[::-1],
        case.targets[::-1],
        case.date,
        case.provoked,
        case.location[::-1],
        case.ongoing_conflict,
        case.assumptions,
    )
    one, other = respond(world, case), respond(reordered(world), turned)
    assert one.positions == other.positions
    assert breaches(one) == breaches(other)
    assert (one.certain, one.possible) == (other.certain, other.possible)
    assert [(d.state, d.response, d.force, d.toward, d.conditions, d.provision.claim) for d in one.duties] == [
        (d.state, d.response, d.force, d.toward, d.conditions, d.provision.claim) for d in other.duties
    ]


@settings(max_examples=60)
@given(worlds(), scenarios())
def test_the_certain_bound_lies_inside_the_possible_one(world: World, case: Scenario) -> None:
    answer = respond(world, case)
    for side in ("attackers", "targets"):
        inner: set[str] = set()
        outer: set[str] = set()
        for number, joined in enumerate(answer.certain):
            inner |= set(getattr(joined, side))
            if number < len(answer.possible):
                outer |= set(getattr(answer.possible[number], side))
            assert inner <= outer


@settings(max_examples=40)
@given(worlds(), scenarios())
def test_a_state_joins_once_and_on_one_side(world: World, case: Scenario) -> None:
    answer = respond(world, case)
    for bound in ("certain", "possible"):
        joined = [*answer.joiners(bound).attackers, *answer.joiners(bound).targets]
        assert len(joined) == len(set(joined))
        assert not set(joined) & {*case.attackers, *case.targets}


@settings(max_examples=40)
@given(worlds(), scenarios(), instruments("test:far"))
def test_a_treaty_of_strangers_changes_nothing(world: World, case: Scenario, far: Instrument) -> None:
    """Adds a treaty among states of another world."""
    moved = _renamed(far)
    before, after = respond(world, case), respond((*world, moved), case)
    assert (before.duties, before.positions) == (after.duties, after.positions)
    assert (before.breaches, before.certain, before.possible) == (after.breaches, after.certain, after.possible)


def _renamed(far: Instrument) -> Instrument:
    from dataclasses import replace

    def away(code: str) -> str:
        return f"far-{code}"

    provisions = tuple(
        replace(
            p,
            obligor=away(p.obligor),
            beneficiaries=tuple(map(away, p.beneficiaries)),
            term=replace(p.term, beneficiaries=tuple(map(away, p.term.beneficiaries))),
        )
        for p in far.provisions
    )
    return replace(far, parties=tuple(replace(p, code=away(p.code)) for p in far.parties), provisions=provisions)
