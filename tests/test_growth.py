"""The measure of growth tells work in proportion from quadratic work; its clock is wound by hand here."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests import growth


class Clock:
    now = 0.0
    # What the machine does besides, by turns: seconds.
    disturbed: tuple[float, ...] = ()

    def work(self, seconds: float) -> None:
        first, *rest = (*self.disturbed, 0.0)
        self.now, self.disturbed = self.now + seconds + first, tuple(rest)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(growth, "time", SimpleNamespace(process_time=lambda: made.now))
    return made


def test_work_in_proportion_passes(clock: Clock) -> None:
    assert growth.in_proportion(lambda n: clock.work(n * 1e-4), 10)


def test_quadratic_work_fails(clock: Clock) -> None:
    assert not growth.in_proportion(lambda n: clock.work(n * n * 1e-6), 10)


def test_a_disturbed_machine_is_asked_again(clock: Clock) -> None:
    clock.disturbed = (0.0, 0.0, 9.0, 0.0, 9.0)
    assert growth.in_proportion(lambda n: clock.work(n * 1e-3), 100)


def test_what_takes_no_time_at_any_size_passes(clock: Clock) -> None:
    assert growth.in_proportion(lambda n: clock.work(0.0), 10)
    assert growth.in_proportion(lambda n: clock.work(n * n * 1e-9), 10, doublings=2)
