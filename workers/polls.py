"""Feeds of a deployment: Celery's beat sends the task `wire.poll` for each feed of WIRE_FEEDS, every WIRE_POLL_EVERY.

A poll is a hint like any other message: one that is lost or late is made up for by the next. It travels on the queue
of the first step, which every worker's main process serves and the reserve for urgent reports does not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from celery import Celery

from shared.bus import queue_of
from shared.errors import Temporary
from shared.feeds import Feeds
from shared.fetch import shown
from shared.intake import Intake
from shared.log import log
from shared.settings import Settings
from shared.step import HEAD
from workers.feeds import addresses, due_in, poll

#: A poll that hangs is killed after so many seconds; its lock on the feed ends at the same time.
_LIMIT = 180


def install(app: Celery, settings: Settings, door: Callable[[], Any]) -> None:
    """Adds the task, and the schedule that beat reads. Raises UsageError when WIRE_FEEDS is wrong."""

    def work(url: str) -> None:
        once(url, door(), settings)

    app.task(work, name="wire.poll", ignore_result=True, time_limit=_LIMIT)
    queue = queue_of(settings, HEAD, "live")
    app.conf.beat_schedule = {
        f"poll {shown(url)} {number}": {
            "task": "wire.poll",
            "schedule": settings.poll_every,
            "args": (url,),
            # Polls that found no worker in time are of no use later. Flower shows no passwords.
            "options": {"queue": queue, "expires": settings.poll_every, "argsrepr": repr((shown(url),))},
        }
        for number, url in enumerate(addresses(settings.feeds))
    }


def once(url: str, door: Intake, settings: Settings) -> None:
    """Polls a feed unless it is to be left alone."""
    feeds = Feeds(door.store.client)  # type: ignore[attr-defined]
    try:
        if due_in(url, feeds):
            return
        polled = poll(url, door, feeds, settings)
    except Temporary as error:
        log.warning("poll_put_off", feed=shown(url), error=str(error))
        return
    if polled.problem:
        log.warning("poll_failed", feed=shown(url), error=polled.problem, wait=round(polled.wait))
    elif polled.new:
        log.info("polled", feed=shown(url), new=polled.new, held=polled.held)
