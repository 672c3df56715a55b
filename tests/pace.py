"""Time limits that mean the same on any machine.

A limit is said in seconds of the machine that it was set on. A slower one, or one whose cores are shared, gets as much
longer as it takes for a fixed piece of work at that moment. What other tests left in memory is not looked through.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

#: Seconds of processor time that `_work` takes on the machine the limits were set on, in Python 3.11.
USUAL = 0.016
TURNS = 3


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is done in here takes less processor time than that, on the machine that the limit was set on."""
    gc.disable()
    try:
        began = time.process_time()
        yield
        took = time.process_time() - began
        assert took < seconds or took < seconds * _slower(), f"{took:.1f} s"
    finally:
        gc.enable()


def _slower() -> float:
    """How many times as long as usual things take here and now, 1 at least."""
    return max(1.0, min(_work() for _ in range(TURNS)) / USUAL)


def _work() -> float:
    """Seconds of processor time for names bound, tuples made and a dictionary filled."""
    began = time.process_time()
    seen: dict[str, tuple[int, int]] = {}
    for number in range(100_000):
        seen[str(number % 1000)] = (number, len(seen))
    return time.process_time() - began
