"""Does work grow in proportion to its input? CPU time of n and 4n, so that a busy machine does not matter."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

# Fourfold input may cost this many times as much; quadratic work costs sixteen times.
AT_MOST = 9.0
# Shorter than this is noise.
FLOOR = 0.02


def in_proportion(work: Callable[[int], object], size: int) -> bool:
    """Is the cost of `work(4 * size)` that of `work(size)` times four or so? Tried up to three times."""
    work(size)
    return any(_cost(work, 4 * size) <= AT_MOST * max(_cost(work, size), FLOOR) for _ in range(3))


def _cost(work: Callable[[int], object], size: int) -> float:
    gc.collect()
    gc.disable()  # what the collector costs depends on all that the process holds, not on the work
    try:
        began = time.process_time()
        work(size)
        return time.process_time() - began
    finally:
        gc.enable()
