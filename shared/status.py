"""The states of a report and of a step."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where a report or one of its steps is. The last four never change, except by retry or replay."""

    #: Known, not begun.
    WAITING = "waiting"
    #: A worker holds it.
    RUNNING = "running"
    #: Finished with a result.
    DONE = "done"
    #: The report itself is bad: never tried again.
    REFUSED = "refused"
    #: Given up after the last attempt, parked with its reason.
    FAILED = "failed"
    #: Steps only: not run, because a step it needs did not finish or it was not asked for.
    SKIPPED = "skipped"


TERMINAL = frozenset({Status.DONE, Status.REFUSED, Status.FAILED, Status.SKIPPED})
#: A report that ended so has no results, and somebody should know.
BAD = frozenset({Status.REFUSED, Status.FAILED})
REPORT_STATES = (Status.WAITING, Status.RUNNING, Status.DONE, Status.REFUSED, Status.FAILED)
