"""Feeds of a deployment: Celery's beat sends the task `wire.poll` for each feed of WIRE_FEEDS, every WIRE_POLL_EVERY.

A poll is a hint like any other message: one that is lost or late is made up for by the next. It travels on the queue
of the first step, which every worker's main process serves and the reserve for urgent reports does not.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from celery.beat import Scheduler

from shared import settings as configuration
from shared.address import listed, shown
from shared.bus import queue_of
from shared.errors import Temporary, UsageError
from shared.feeds import Feeds
from shared.intake import Intake
from shared.log import log
from shared.settings import Settings
from shared.step import HEAD
from workers.poll import due_in, poll

#: A poll that hangs is killed after so many seconds; its lock on the feed ends at the same time.
LIMIT = 120


class FeedSchedule(Scheduler):
    """What beat keeps. WIRE_FEEDS is read by beat alone, so a mistake in it never stops a worker."""

    def setup_schedule(self) -> None:
        """Puts every feed on the schedule, due at once."""
        settings = configuration.load()
        try:
            feeds = listed(settings.feeds)
        except UsageError as error:
            raise SystemExit(f"wireroom: {error}") from None
        self.merge_inplace({f"{shown(url)} {number}": _entry(url, settings) for number, url in enumerate(feeds, 1)})
        log.info("feeds_scheduled", feeds=len(feeds), every=settings.poll_every)


def _entry(url: str, settings: Settings) -> dict[str, Any]:
    every = timedelta(seconds=settings.poll_every)
    return {
        "task": "wire.poll",
        "schedule": every,
        "last_run_at": datetime.now(UTC) - every,
        "args": (url,),
        # Polls that found no worker in time are of no use later. Flower shows no passwords.
        "options": {
            "queue": queue_of(settings, HEAD, "live"),
            "expires": settings.poll_every,
            "argsrepr": repr((shown(url),)),
        },
    }


def once(url: str, door: Intake, feeds: Feeds, settings: Settings) -> None:
    """Polls a feed unless it is to be left alone, or somebody is at it."""
    try:
        with feeds.alone(url, LIMIT) as mine:
            if not mine or due_in(url, feeds, asked=False):
                return
            polled = poll(url, door, feeds, settings)
    except Temporary as error:
        log.warning("poll_put_off", feed=shown(url), error=str(error))
        return
    if polled.problem:
        log.warning("poll_failed", feed=shown(url), error=polled.problem, wait=round(polled.wait))
    elif polled.new:
        log.info("polled", feed=shown(url), new=polled.new, held=polled.held)
