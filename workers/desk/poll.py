"""Polls feeds in the foreground: a thread for each, so that one that is slow or broken never delays the others."""

from __future__ import annotations

from collections.abc import Sequence
from threading import BoundedSemaphore, Event, Lock, Thread

import click

from shared.errors import Temporary
from shared.feeds import Feeds
from shared.fetch import shown
from workers.desk.system import System
from workers.feeds import Polled, due_in, poll

#: So many feeds are fetched at the same time.
_TOGETHER = 16
#: A stopping poll is given so many seconds; what it leaves undone the next one does.
_GRACE = 10.0


class Polling:
    """Polls these feeds until `stop` is set, or once.

    Args:
        here: the store and the way in.
        source: the source name of what they bring; None: each feed's host.
    """

    def __init__(self, here: System, stop: Event, source: str | None) -> None:
        self._here = here
        self._feeds = Feeds(here.store.client)
        self._stop = stop
        self._source = source
        self._gate = BoundedSemaphore(_TOGETHER)
        self._mouth = Lock()
        self._said: dict[str, str] = {}
        self.new = self.bad = 0

    def run(self, urls: Sequence[str], *, once: bool) -> None:
        """Returns when all is done, or soon after `stop`."""
        threads = [Thread(target=self._follow, args=(each, once), daemon=True) for each in dict.fromkeys(urls)]
        for each in threads:
            each.start()
        for each in threads:
            while each.is_alive() and not self._stop.is_set():
                each.join(0.2)
        for each in threads:
            each.join(_GRACE / len(threads))

    def _follow(self, url: str, once: bool) -> None:
        wait = self._rest(url, once)
        if once and wait:
            self._tell(url, Polled(problem=f"its server asks to be left alone for {wait:.0f} s more"))
            return
        while not self._stop.wait(wait):
            with self._gate:
                if self._stop.is_set():
                    return
                wait = self._once(url)
            if once:
                return

    def _rest(self, url: str, once: bool) -> float:
        """How long a feed that went wrong is still left alone; `once` asks again unless its server forbade it."""
        try:
            return due_in(url, self._feeds, asked=once)
        except Temporary:
            return 0

    def _once(self, url: str) -> float:
        settings = self._here.settings
        try:
            polled = poll(url, self._here.intake, self._feeds, settings, source=self._source)
        except Temporary as error:
            polled = Polled(wait=settings.poll_every, problem=str(error))
        self._tell(url, polled)
        return polled.wait

    def _tell(self, url: str, polled: Polled) -> None:
        with self._mouth:
            self.new += polled.new
            self.bad += polled.problem is not None
            if polled.new:
                click.echo(f"{shown(url)}: {polled.new} new of {polled.held}")
            if polled.problem and self._said.get(url) != polled.problem:
                click.echo(f"wireroom: {shown(url)}: {polled.problem}", err=True)
            self._said[url] = polled.problem or ""
