"""The store in this process: what `wireroom read` runs on. Nothing is leased, since nobody else can take it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import time
from typing import Any

from shared.echoes import SAYS, Earlier
from shared.errors import UnknownReport
from shared.knowledge import EMPTY
from shared.memory_finding import MemoryFinding
from shared.memory_relations import MemoryRelations
from shared.record import Stored
from shared.records import Received
from shared.relations import Related
from shared.status import TERMINAL, Status
from shared.step import HEAD, Knowledge
from shared.store import Accepted, Claim, Delivery, Finished, Inputs, Outcome


@dataclass
class _Report:
    delivery: Delivery
    received_at: int
    order: str
    status: str
    states: dict[str, dict[str, Any]]
    results: dict[str, bytes] = field(default_factory=dict)
    deliveries: int = 1


class MemoryStore:
    """As `RedisStore`, for the length of one command.

    Args:
        after: each step's predecessors in running order.
        wanted: the steps to run; the others are skipped. None: all.
        attempts: after so many a step has failed.
        knowledge: the knowledge base.
    """

    def __init__(
        self,
        after: Mapping[str, list[str]],
        wanted: Iterable[str] | None = None,
        attempts: int = 4,
        knowledge: Knowledge = EMPTY,
    ) -> None:
        self.after = after
        self.knowledge = knowledge
        self._skipped = set() if wanted is None else set(after) - set(wanted)
        self._attempts = attempts
        self._reports: dict[str, _Report] = {}
        self.relations = MemoryRelations(self._normalized)
        self._finding = MemoryFinding()

    def accept(self, deliveries: Sequence[Delivery]) -> list[Accepted]:
        """Writes new reports, counts known ones once more."""
        return [self._accept(each) for each in deliveries]

    def _accept(self, delivery: Delivery) -> Accepted:
        now = _now()
        report = self._reports.get(delivery.id)
        if report is not None:
            report.deliveries += 1
            return Accepted(delivery.id, False, report.status, report.deliveries, delivery.lane, now)
        received_at = now if delivery.received_at is None else delivery.received_at
        order = f"{received_at:014d}.{len(self._reports) + 1:010d}"
        door: dict[str, Any] = {"status": Status.DONE, "version": "1", "attempts": 1, "ms": 0}
        door |= {"queued_at": now, "started_at": now, "finished_at": now}
        states = {"intake": door}
        if delivery.refusal:
            door |= {"status": Status.REFUSED, "error": dict(zip(("kind", "message"), delivery.refusal, strict=True))}
        else:
            states[HEAD] = {"status": Status.WAITING, "attempts": 0, "queued_at": now}
        status = Status.REFUSED if delivery.refusal else Status.WAITING
        self._reports[delivery.id] = _Report(delivery, received_at, order, status, states)
        return Accepted(delivery.id, True, status, 1, delivery.lane, now)

    def claim(self, id: str, step: str, wants: Iterable[str], mine: Mapping[str, str]) -> tuple[Claim, Inputs] | None:
        """Takes a waiting step, with the results it wants; None when it does not wait (any more)."""
        state = self._reports[id].states.get(step)
        if state is None or state["status"] != Status.WAITING:
            return None
        return self._claim(id, step, mine[step]), self.inputs(id, wants)

    def _claim(self, id: str, step: str, version: str) -> Claim:
        report = self._reports[id]
        state = report.states[step]
        state |= {"status": Status.RUNNING, "version": version, "started_at": _now(), "worker": "here"}
        state["attempts"] += 1
        report.status = Status.RUNNING
        return Claim(id, step, state["attempts"], state["attempts"])

    def inputs(self, id: str, wants: Iterable[str]) -> Inputs:
        """The report and results of earlier steps."""
        report = self._find(id)
        meta = report.delivery.meta
        received = Received(
            id=id,
            source=meta["source"],
            key=meta["key"],
            received_at=report.received_at,
            order=report.order,
            format=meta["format"],
            body=report.delivery.body,
        )
        results = {name: report.results[name] for name in wants if name in report.results}
        return Inputs(received, report.delivery.lane, results)

    def finish(self, claim: Claim, outcome: Outcome, mine: Mapping[str, str]) -> Finished | None:
        """Writes down how a claimed step ended; None when it is not the current claim."""
        report = self._reports[claim.id]
        state = report.states[claim.step]
        if state["status"] != Status.RUNNING or state["attempts"] != claim.token:
            return None
        status = outcome.status
        if status == "retry":
            status = Status.FAILED if claim.attempt >= self._attempts else Status.WAITING
        state |= {"status": status, "ms": outcome.ms, "finished_at": None if status == Status.WAITING else _now()}
        state["error"] = dict(zip(("kind", "message"), outcome.error, strict=True)) if outcome.error else None
        state["passing"] = outcome.passing
        if status == Status.DONE:
            report.results[claim.step] = outcome.result
            self._finding.say(claim.id, report.received_at, report.order, outcome.said)
        ready = self._settle(report)
        waiting = [name for name in self.after if report.states.get(name, {}).get("status") == Status.WAITING]
        following = next((self._claim(claim.id, name, mine[name]) for name in waiting if name in mine), None)
        return Finished(report.status, _now(), following, [name for name in ready if name not in mine])

    def _settle(self, report: _Report) -> list[str]:
        """As `settle` in lua/lib.lua."""
        ready, states = [], report.states
        for name, before in self.after.items():
            if name in states:
                continue
            ends = [states[each]["status"] if each in states else None for each in before]
            if name in self._skipped or any(each in TERMINAL and each != Status.DONE for each in ends):
                states[name] = {"status": Status.SKIPPED, "attempts": 0, "finished_at": _now()}
            elif all(each == Status.DONE for each in ends):
                states[name] = {"status": Status.WAITING, "attempts": 0, "queued_at": _now()}
                ready.append(name)
        found = {states[name]["status"] if name in states else None for name in self.after}
        if found <= TERMINAL:
            report.status = next((each for each in (Status.FAILED, Status.REFUSED) if each in found), Status.DONE)
            for name in [name for name, state in states.items() if state.get("passing")]:
                report.results.pop(name, None)
        else:
            report.status = Status.RUNNING if Status.RUNNING in found else Status.WAITING
        return ready

    def load(self, ids: Sequence[str]) -> list[Stored]:
        """What is stored of these reports. Raises UnknownReport."""
        return [self._stored(id, self._find(id)) for id in ids]

    def _stored(self, id: str, report: _Report) -> Stored:
        related = [
            Related(
                way,
                other,
                its.delivery.meta["key"],
                link.kind,
                link.evidence,
                its.results.get(HEAD, b""),
                its.received_at,
            )
            for way, other, link in self.relations.links(id)
            for its in [self._reports[other]]
        ]
        return Stored(
            id=id,
            status=report.status,
            received_at=report.received_at,
            generation=1,
            deliveries=report.deliveries,
            lane=report.delivery.lane,
            meta=report.delivery.meta,
            states=report.states,
            results=report.results,
            links=sorted(related, key=lambda each: self._reports[each.other].order),
            story=self.relations.story(id),
            earlier=[each for other in self._finding.earlier(id) if (each := self._said(other))],
        )

    def _said(self, id: str) -> Earlier | None:
        report = self._find(id)
        normalized, resolved = (report.results.get(name, b"") for name in (HEAD, SAYS))
        if not (normalized and resolved):
            return None
        return Earlier(id, report.delivery.meta["key"], report.order, normalized, resolved)

    def _normalized(self, id: str) -> tuple[Received, bytes] | None:
        given = self.inputs(id, [HEAD])
        return (given.received, given.results[HEAD]) if given.results else None

    def _find(self, id: str) -> _Report:
        if id not in self._reports:
            raise UnknownReport(f"no report has the id {id}")
        return self._reports[id]


def _now() -> int:
    return int(time() * 1000)
