"""Messages: hints that some step of some reports can be worked on.

A message names ids, never carries reports, and may be lost, doubled or late. Its header `wire_since` says since
when the oldest of its reports waits, so that the sweeper can tell a long queue from a lost message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from celery import Celery
from kombu.exceptions import OperationalError

from shared.errors import StoreGone
from shared.settings import Settings
from shared.store import Accepted

#: A message carries at most so many reports, or so many bytes of them: about 250 ms of work.
MOST_IDS = 25
MOST_BYTES = 200_000


def queue_of(settings: Settings, step: str, lane: str) -> str:
    """The queue (a Redis list) of a step."""
    return f"wire.{step}.{lane}" if settings.lanes == "each" else f"wire.{lane}"


class Bus:
    """Sends hints. One a process."""

    def __init__(self, settings: Settings, app: Celery | None = None) -> None:
        self.settings = settings
        self._given = app

    @cached_property
    def _app(self) -> Celery:
        if self._given is not None:
            return self._given
        app = Celery("wireroom", broker=self.settings.broker, set_as_current=False)
        app.conf.update(task_ignore_result=True, result_backend=None, broker_transport_options={"socket_timeout": 15})
        return app

    def send(self, step: str, lane: str, ids: Sequence[str], since: int) -> None:
        """Says that `step` waits for these reports since `since` (ms). Raises StoreGone."""
        try:
            self._app.send_task(
                f"wire.{step}",
                args=[list(ids)],
                queue=queue_of(self.settings, step, lane),
                headers={"wire_since": since},
                ignore_result=True,
                retry=False,
            )
        except OperationalError as error:
            raise StoreGone(f"Redis does not answer: {error}") from error

    def announce(self, accepted: Iterable[tuple[Accepted, int]], step: str) -> None:
        """Sends what intake has in hand, given with each report's size in bytes."""
        for lane, batch in _batches(accepted):
            self.send(step, lane, [each.id for each in batch], min(each.since for each in batch))


def _batches(accepted: Iterable[tuple[Accepted, int]]) -> Iterator[tuple[str, list[Accepted]]]:
    hands: dict[str, list[tuple[Accepted, int]]] = {}
    for each, size in accepted:
        hand = hands.setdefault(each.lane, [])
        if len(hand) == MOST_IDS or (hand and sum(part for _, part in hand) + size > MOST_BYTES):
            yield each.lane, [one for one, _ in hand]
            hand.clear()
        hand.append((each, size))
    for lane, hand in hands.items():
        if hand:
            yield lane, [one for one, _ in hand]
