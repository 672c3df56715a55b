"""One message through one step: claim, run, store, announce. The heart.

For each report a message names, the runner claims the step, runs its function and hands the store what became of
it. The store answers in the same call with the report's next step on this lane, which is run at once with the
results still in memory, and with the steps that now wait on other lanes, which are announced in batches. One bad
report never touches its neighbours, and whatever happens to this process, the store knows what is still to do.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from time import monotonic, perf_counter

from shared.bus import MOST_IDS
from shared.echoes import fingerprints
from shared.errors import BadReport, Temporary
from shared.finding import names_of
from shared.intake import called, prepare
from shared.log import log
from shared.records import Normalized, Received, Result
from shared.status import Status
from shared.step import HEAD, Door, Graph, Knowledge, Model, Neighbours, Step
from shared.store import Claim, Finished, Inputs, Outcome, Store
from workers import weights

#: Announces that a step waits for reports of a lane since a moment: (step, lane, each one's id and key, since).
Send = Callable[[str, str, Mapping[str, str], int], None]
#: Hears of each report that was refused, set back or given up, with its key.
OnError = Callable[[Claim, Outcome, str], None]
#: Finished reports are not held back longer than this, in seconds.
_HOLD = 0.25


class Runner:
    """Runs steps.

    Args:
        store: where reports are claimed and results go.
        graph: all steps.
        together: steps of one lane run one after the other inside one message; False: every step has its own.
        send: announces steps on other lanes.
        watch: keeps a claim alive while its step runs.
        model: loads the language model, or gives the one loaded before.
    """

    def __init__(
        self,
        store: Store,
        graph: Graph,
        *,
        together: bool = True,
        send: Send = lambda step, lane, ids, since: None,
        watch: Callable[[Claim], AbstractContextManager[None]] = lambda claim: nullcontext(),
        model: Callable[[], Model] = weights.load,
    ) -> None:
        self.store = store
        self.graph = graph
        self.together = together
        self.send = send
        self.watch = watch
        self.model = model

    def work(self, step: str, ids: Iterable[str], on_error: OnError = lambda claim, outcome, key: None) -> None:
        """Takes the reports of one message through a step, and through those that follow on its lane.

        Raises Temporary when the store is gone; what is not finished then waits in it.
        """
        hand = _Hand(self.send)
        for id in ids:
            self._one(step, id, hand, on_error)
            hand.flush(unless_young=True)
        hand.flush()

    def _one(self, name: str, id: str, hand: _Hand, on_error: OnError) -> None:
        mine = {each.name: each.version for each in self.graph} if self.together else {name: self.graph[name].version}
        taken = self.store.claim(id, name, _wants(self.graph[name]), mine)
        if taken is None:
            return
        claim: Claim | None = taken[0]
        inputs = taken[1]
        results: dict[str, Result] = {}
        while claim is not None:
            step = self.graph[claim.step]
            missing = [each for each in _wants(step) if each not in (*results, *inputs.results, "body")]
            if missing:
                inputs.results.update(self.store.inputs(id, missing).results)
            outcome, result = self._attempt(step, claim, inputs, results, hand)
            finished = self.store.finish(claim, outcome, mine)
            _tell(claim, outcome, finished)
            if finished is None:
                return
            key = inputs.received.key or id
            if result is not None:
                results[step.name] = result
            else:
                on_error(claim, outcome, key)
            for each in finished.ready:
                hand.add(each, inputs.lane, id, key, finished.since)
            claim = finished.following

    def _attempt(
        self, step: Step, claim: Claim, inputs: Inputs, results: dict[str, Result], hand: _Hand
    ) -> tuple[Outcome, Result | None]:
        """Runs the function; whatever it raises becomes an outcome."""
        began = perf_counter()
        try:
            for name in _wants(step):
                if name in inputs.results:
                    results[name] = self._type(name).decode(inputs.results.pop(name))
            given: dict[str, object] = {name: results[name] for name in step.inputs if name != "received"}
            if "received" in step.inputs:
                given["received"] = inputs.received
            given |= {name: self._port(port, inputs, hand) for name, port in step.ports.items()}
            with self.watch(claim):
                result = step.run(**given)
            body = result.encode()
            head = results.get(HEAD)
            said = fingerprints(head.text, result) if isinstance(head, Normalized) else []
        except BadReport as error:
            return Outcome(Status.REFUSED, error=_error(error), ms=_since(began)), None
        except Temporary as error:
            return Outcome("retry", error=_error(error), ms=_since(began)), None
        except Exception as error:  # a fault of ours: tried again, then parked with the place where it happened
            last = traceback.extract_tb(error.__traceback__)[-1]
            kind, message = _error(error)
            place = f"{Path(last.filename).name}:{last.lineno}"
            return Outcome("retry", error=(kind, f"{message} ({place})"), ms=_since(began), place=place), None
        names = names_of(result)
        return Outcome(Status.DONE, body, ms=_since(began), passing=result.passing, names=names, said=said), result

    def _port(self, kind: type, inputs: Inputs, hand: _Hand) -> Door | Model | Neighbours | Knowledge:
        if kind is Door:
            return _Door(self.store, inputs.lane, hand)
        if kind is Model:
            return self.model()
        return self.store.knowledge if kind is Knowledge else self.store.relations

    def _type(self, name: str) -> type[Result]:
        return self.graph[name].output


class _Hand:
    """Reports in hand for other lanes, sent at most 25 at a time and without waiting for more."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._held: dict[tuple[str, str], tuple[dict[str, str], int]] = {}
        self._since = 0.0

    def add(self, step: str, lane: str, id: str, key: str, since: int) -> None:
        if not self._held:
            self._since = monotonic()
        reports, _ = self._held.setdefault((step, lane), ({}, since))
        reports[id] = key
        if len(reports) == MOST_IDS:
            self.flush()

    def flush(self, *, unless_young: bool = False) -> None:
        if unless_young and monotonic() - self._since < _HOLD:
            return
        held, self._held = self._held, {}
        for (step, lane), (reports, since) in held.items():
            self._send(step, lane, reports, since)


class _Door:
    """Takes in what a step found inside its report, before that step is finished: a crash in between makes it say
    the same again, and the store knows the delivery by its name.
    """

    def __init__(self, store: Store, lane: str, hand: _Hand) -> None:
        self._store = store
        self._lane = "bulk" if lane == "bulk" else "live"
        self._hand = hand

    def hand_in(self, parent: Received, bodies: Sequence[bytes], format: str) -> list[str]:
        """As `Door.hand_in`."""
        deliveries = [
            prepare(
                body,
                source=parent.source,
                key=f"{parent.key or parent.id}#{number}",
                received_at=parent.received_at,
                lane=self._lane,
                format=format,
                delivery=f"{parent.id}#{number}",
                max_bytes=len(body),
            )
            for number, body in enumerate(bodies, 2)
        ]
        accepted = self._store.accept(deliveries)
        for each, delivery in zip(accepted, deliveries, strict=True):
            if each.status == Status.WAITING:
                self._hand.add(HEAD, each.lane, each.id, called(delivery), each.since)
        return [each.id for each in accepted]


def _wants(step: Step) -> list[str]:
    """What a step needs from the store; only the first one reads the body."""
    return ["body"] if step.name == HEAD else [name for name in step.inputs if name != "received"]


def _error(error: Exception) -> tuple[str, str]:
    return type(error).__name__, str(error)[:2000]


def _since(began: float) -> float:
    return (perf_counter() - began) * 1000


def _tell(claim: Claim, outcome: Outcome, finished: Finished | None) -> None:
    about: Mapping[str, object] = {"report": claim.id, "step": claim.step, "attempt": claim.attempt}
    if finished is None:
        log.warning("claim_lost", **about)
    elif outcome.error and outcome.status != Status.REFUSED:
        log.warning("step_set_back", kind=outcome.error[0], **about)
    else:
        log.debug(f"step_{outcome.status}", ms=round(outcome.ms, 1), **about)
