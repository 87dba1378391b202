"""Does work grow in proportion to its input?

The only clock of the tests, and it asserts no time: the CPU time of an input and of four times that
input are compared, at a size that takes long enough to be measured on the machine at hand.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

# Fourfold input costs four times as much; quadratic work costs sixteen times.
AT_MOST = 10.0
# Seconds; what is shorter is noise.
ENOUGH = 0.03


def in_proportion(work: Callable[[int], object], size: int, *, doublings: int = 10, enough: float = ENOUGH) -> bool:
    """Does `work(4 * n)` cost about four times `work(n)`?

    n begins as `size` and is doubled until its work can be measured (`enough` seconds), at most
    `doublings` times. A ratio that looks bad is measured again, up to five times: other processes take
    the processor's caches.
    """
    work(size)  # what is loaded once
    for _ in range(doublings + 1):
        if _cost(work, size) >= enough:
            return any(_cost(work, 4 * size) <= AT_MOST * _cost(work, size) for _ in range(5))
        size *= 2
    return True  # no work to speak of


def _cost(work: Callable[[int], object], size: int) -> float:
    gc.disable()  # what the collector costs depends on all that the process holds, not on the work
    try:
        began = time.process_time()
        work(size)
        return time.process_time() - began
    finally:
        gc.enable()
