"""The reliability curve of `confidence`, its error, and what strict reading keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.claim import Actor, Claim
from foedera.reading import calibration, judging
from foedera.reading.calibration import calibrated, curve, error
from foedera.reading.evaluate import Case
from foedera.reading.losses import Trace

TOLD = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)


def claim(at: int, confidence: float | None = None, rule: str | None = None) -> Claim:
    actors = (Actor("CHL", "party"), Actor("PER", "party"))
    return Claim(at, at + 10, "x" * 10, "exercise", "affirmed", actors, confidence=confidence, rule=rule)


def case(gold: list[Claim], read: list[Claim], contested: list[Claim] | None = None) -> Case:
    return Case("forum-1", gold, contested or [], read, Trace())


def test_claims_are_filed_by_how_sure_reading_was_and_the_upper_bound_belongs_to_the_next_bin() -> None:
    low, high = curve([(0.61, True), (0.69, False), (0.7, True)])
    assert (low.low, low.high, low.claims, low.said, low.right) == (0.6, 0.7, 2, pytest.approx(0.65), 0.5)
    assert (high.low, high.claims, high.right) == (0.7, 1, 1.0)


def test_a_certain_claim_is_in_the_last_bin() -> None:
    (one,) = curve([(1.0, True)])
    assert (one.low, one.high) == (0.9, 1.0)


def test_the_error_is_the_distance_of_said_and_right_weighted_by_claims() -> None:
    assert error(curve([(0.75, True)] * 3 + [(0.25, False)])) == pytest.approx((3 * 0.25 + 0.25) / 4)
    assert error([]) == 0.0


@given(TOLD)
def test_every_claim_is_in_one_bin_and_the_error_lies_between_0_and_1(told: list[tuple[float, bool]]) -> None:
    found = curve(told)
    assert sum(b.claims for b in found) == len(told)
    assert all(b.low - 1e-9 <= b.said <= b.high + 1e-9 for b in found)
    assert 0.0 <= error(found) <= 1.0


def test_right_claims_wrong_ones_and_those_that_count_neither_way_are_told_apart() -> None:
    read = [claim(0, 0.95), claim(20, 0.95), claim(40, 0.95), claim(60)]
    found = calibrated([case([claim(0)], read, contested=[claim(20)])])
    (one,) = found.curve
    assert (found.documents, found.claims, one.claims, one.right) == (1, 2, 2, 0.5)


def test_strict_reading_is_scored_by_the_claims_that_it_keeps() -> None:
    sure, unsure = judging.least() + 0.01, judging.least() - 0.01
    gold = [claim(0), claim(20)]
    found = calibrated([case(gold, [claim(0, sure), claim(20, unsure), claim(40, unsure), claim(60, sure)])])
    assert (found.strict.precision, found.strict.recall, found.kept) == (0.5, 0.5, 0.5)
    assert found.least == judging.least()


def test_strict_reading_keeps_all_of_a_treatys_own_text() -> None:
    assert judging.surest([claim(0, 0.1, "articles.signed"), claim(0, 0.1, "articlesque")]) == [
        claim(0, 0.1, "articles.signed")
    ]


def test_nothing_read_is_no_error() -> None:
    found = calibrated([case([claim(0)], [])])
    assert (found.claims, found.error, found.curve, found.kept) == (0, 0.0, [], 0.0)
    assert calibration.BINS == 10
