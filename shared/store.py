"""The store is the truth about every report. What it is asked, and the values that go in and out.

`shared.redis_store` keeps it on Redis, `shared.memory` in this process; the same tests run on both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from shared.record import Stored
from shared.records import Received
from shared.step import Knowledge, Neighbours

LANES = ("urgent", "live", "bulk")


@dataclass(frozen=True)
class Delivery:
    """One delivery of a report, checked and ready to be written.

    `refusal` is (kind, message) when it cannot be taken; `delivery` names the delivery itself, so that one message
    handed over twice is not counted twice.
    """

    id: str
    body: bytes
    meta: Mapping[str, Any]
    lane: str
    received_at: int | None = None
    delivery: str | None = None
    refusal: tuple[str, str] | None = None


@dataclass(frozen=True)
class Accepted:
    """What became of a delivery; `new` is false for one more delivery of a known report."""

    id: str
    new: bool
    status: str
    deliveries: int
    lane: str
    since: int


@dataclass(frozen=True)
class Claim:
    """The right to run one step of one report. `token` fences off whoever held it before."""

    id: str
    step: str
    token: int
    attempt: int


@dataclass(frozen=True)
class Inputs:
    """What a step is given: the report, and the stored results of earlier steps."""

    received: Received
    lane: str
    results: dict[str, bytes] = field(default_factory=dict)


class Outcome(NamedTuple):
    """How a step ended: `done` with a result, `refused` or `failed` for good, or `retry`; error is (kind, message).

    A `passing` result is dropped when the report is over. By `names` and `said`, the fingerprints of its quotes, it is
    found from now on; names None: by what it was before. `place` is where in the program a fault of ours happened.
    """

    status: str
    result: bytes = b""
    error: tuple[str, str] | None = None
    ms: float = 0
    passing: bool = False
    names: frozenset[str] | None = None
    said: Sequence[Sequence[int]] = ()
    place: str = ""


class Finished(NamedTuple):
    """What follows: the report's status, its next step on this lane, and steps that wait on other lanes."""

    status: str
    since: int
    following: Claim | None
    ready: list[str]


class Store(Protocol):
    """What the runner asks of a store."""

    @property
    def relations(self) -> Neighbours:
        """How reports are related."""

    @property
    def knowledge(self) -> Knowledge:
        """The user's knowledge base."""

    def accept(self, deliveries: Sequence[Delivery]) -> list[Accepted]:
        """Writes new reports, counts known ones once more."""

    def claim(self, id: str, step: str, wants: Iterable[str], mine: Mapping[str, str]) -> tuple[Claim, Inputs] | None:
        """Takes a waiting step, with the results it wants; None when it does not wait (any more)."""

    def inputs(self, id: str, wants: Iterable[str]) -> Inputs:
        """The report and results of earlier steps."""

    def finish(self, claim: Claim, outcome: Outcome, mine: Mapping[str, str]) -> Finished | None:
        """Writes down how a claimed step ended; None when the claim was lost meanwhile and nothing was written.

        `mine`: steps on the caller's lane with their versions; one of these may be claimed in the same instant.
        """

    def load(self, ids: Sequence[str]) -> list[Stored]:
        """What is stored of these reports. Raises UnknownReport."""
