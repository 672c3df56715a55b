"""Messages: hints that some step of some reports can be worked on.

A message names ids, never carries reports, and may be lost, doubled or late. Its header `wire_since` says since
when the oldest of its reports waits, so that the sweeper can tell a long queue from a lost message.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from celery import Celery
from kombu.exceptions import OperationalError
from redis import RedisError

from shared.errors import StoreGone
from shared.monitoring import ReportError, publish, summary
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

    def send(self, step: str, lane: str, reports: Mapping[str, str], since: int) -> None:
        """Says that `step` waits for these reports since `since` (ms). Raises StoreGone.

        `reports`: each one's id, with the key by which monitors call it.
        """
        try:
            self._app.send_task(
                f"wire.{step}",
                args=[list(reports)],
                argsrepr=summary(reports.values(), len(reports)),
                queue=queue_of(self.settings, step, lane),
                headers={"wire_since": since},
                ignore_result=True,
                retry=False,
            )
        except OperationalError as error:
            raise StoreGone(f"Redis does not answer: {error}") from error

    def announce(self, accepted: Iterable[tuple[Accepted, int, str]], step: str) -> None:
        """Sends what intake has in hand, given with each report's size in bytes and its key."""
        for lane, batch in _batches(accepted):
            self.send(step, lane, {each.id: key for each, _, key in batch}, min(each.since for each, *_ in batch))

    def publish_errors(self, errors: Iterable[tuple[str, str, ReportError]], node: str = "") -> None:
        """Shows monitors which reports went wrong at a Celery node; without one, at the intake of this machine."""
        publish(self._app, node or f"intake@{socket.gethostname()}", errors, transient=not node)

    def has_listeners(self) -> bool:
        """Whether anybody listens to events: workers that send some and monitors listen, nobody else does."""
        try:
            with self._app.pool.acquire(block=True) as connection:
                return bool(connection.default_channel.client.pubsub_numpat())
        except (OperationalError, RedisError):
            return False


_Hand = list[tuple[Accepted, int, str]]


def _batches(accepted: Iterable[tuple[Accepted, int, str]]) -> Iterator[tuple[str, _Hand]]:
    hands: dict[str, _Hand] = {}
    for each, size, key in accepted:
        hand = hands.setdefault(each.lane, [])
        if len(hand) == MOST_IDS or (hand and sum(part for _, part, _ in hand) + size > MOST_BYTES):
            yield each.lane, list(hand)
            hand.clear()
        hand.append((each, size, key))
    for lane, hand in hands.items():
        if hand:
            yield lane, hand
