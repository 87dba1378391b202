"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# Two busy cores make deadlines flaky; slowness is the benchmarks' business.
settings.register_profile("foedera", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("foedera")


def find_shared() -> Path | None:
    """The folder of real data and labelled texts beside the checkout, if it is there."""
    folder = Path(os.environ.get("FOEDERA_SHARED", ROOT.parent / "shared"))
    return folder if (folder / "gold").is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared folder; the test is skipped, saying so, where it is absent."""
    folder = find_shared()
    if folder is None:
        pytest.skip("needs the shared data folder (set FOEDERA_SHARED): not here")
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT
