"""No process outlives the one that started it, however that one ends."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def tie_to_parent(parent: int | None, sign: int = signal.SIGKILL) -> None:
    """Asks the kernel to end this process when its parent ends; Linux only, elsewhere the parent is watched.

    The signal follows the parent's *thread*, so children are started from main threads. A parent that ended before
    this call is noticed by its id.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, sign)
    if orphaned(parent):
        os._exit(1)


def orphaned(parent: int | None) -> bool:
    """Whether this process has lost the parent it was started by."""
    return parent is not None and os.getppid() != parent
