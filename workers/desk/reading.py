"""`wireroom read`: the same steps in this process, on a store in memory."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from shared.errors import UsageError
from shared.knowledge import EMPTY
from shared.memory import MemoryStore
from shared.record import record
from shared.settings import Settings
from shared.step import HEAD, Knowledge
from shared.store import Delivery
from workers import weights
from workers.run import Runner
from workers.steps import graph


class Reading:
    """Reports read one after the other, related to each other.

    Args:
        settings: attempts, model, entities.
        only: run these steps and what they need; None: all. UsageError when there is no such step, or no such tagger.
        knowledge: what entities are linked to.
    """

    def __init__(self, settings: Settings, only: Sequence[str] | None = None, knowledge: Knowledge = EMPTY) -> None:
        try:
            wanted = None if only is None else graph().needed(only)
        except KeyError as error:
            raise UsageError(f"there is no step {error}; there are {', '.join(graph().names())}") from None
        model = partial(weights.load, settings.model, settings.entities)
        if settings.entities and (wanted is None or "read" in wanted):
            model()  # it may not be there, which is said before anything is done
        self._store = MemoryStore(graph().after(), wanted, settings.attempts, knowledge)
        self._waiting: list[str] = []
        self._runner = Runner(
            self._store,
            graph(),
            send=lambda step, lane, ids, since: self._waiting.extend(ids),
            model=model,
        )

    def take(self, delivery: Delivery) -> list[str]:
        """Takes one report through all steps, and those found inside it; returns their ids."""
        accepted = self._store.accept([delivery])[0]
        ids = [accepted.id]
        self._waiting = [accepted.id] if accepted.new and accepted.status == "waiting" else []
        while self._waiting:
            todo, self._waiting = self._waiting, []
            ids += [id for id in todo if id not in ids]
            self._runner.work(HEAD, todo)
        return ids

    def record(self, id: str, *, with_raw: bool = False) -> dict[str, Any]:
        """The record as it is known now."""
        return record(self._store.load([id])[0], graph().names(), with_raw=with_raw)

    def results(self, id: str) -> dict[str, bytes]:
        """What each step returned, as a store keeps it."""
        return dict(self._store.load([id])[0].results)
