"""Polls feeds in the foreground: a thread for each, so that one that is slow or broken never delays the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import BoundedSemaphore, Event, Lock, Thread

from shared.address import shown
from shared.errors import Temporary
from shared.feeds import Feeds
from workers.desk.system import System
from workers.poll import Polled, due_in, poll

#: So many feeds are fetched at the same time.
_TOGETHER = 16
#: A stopping poll is given so many seconds; what it leaves undone the next one does.
_GRACE = 5.0


class Polling:
    """Polls feeds until `stop` is set.

    Args:
        here: the store and the way in.
        source: the source name of what they bring; None: each feed's host.
        once: poll each of them once.
        say: told what a feed brought.
        complain: told what is wrong with a feed, or with the store; once, until it changes.
    """

    def __init__(
        self, here: System, stop: Event, *, source: str | None, once: bool,
        say: Callable[[str], None], complain: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.new = self.bad = 0
        self._here, self._feeds, self._stop = here, Feeds(here.store.client), stop
        self._source, self._once = source, once
        self._say, self._complain = say, complain
        self._gate = BoundedSemaphore(_TOGETHER)
        self._mouth = Lock()
        #: What was wrong with each feed at its last poll, and whether the store did not answer.
        self._problems: dict[str, str | None] = {}
        self._gone = False

    def run(self, urls: Sequence[str], meanwhile: Callable[[], object]) -> None:
        """Returns when all is done, or soon after `stop`."""
        threads = [Thread(target=self._follow, args=(each,), daemon=True) for each in dict.fromkeys(urls)]
        for each in threads:
            each.start()
        while any(each.is_alive() for each in threads) and not self._stop.wait(0.1):
            meanwhile()
        for each in threads:
            each.join(_GRACE / len(threads))

    def _follow(self, url: str) -> None:
        wait = self._poll(url, first=True)
        while not (self._once or self._stop.wait(wait)):
            wait = self._poll(url)

    def _poll(self, url: str, *, first: bool = False) -> float:
        """Polls a feed; returns the seconds until it is due again."""
        settings = self._here.settings
        with self._gate:
            if self._stop.is_set():
                return 0
            try:
                # Whoever starts this wants to know how a feed is that went wrong before; only its server may object.
                wait = due_in(url, self._feeds, asked=True) if first else 0
                polled = (
                    Polled(wait, problem=f"its server asks to be left alone for another {_span(wait)}")
                    if wait
                    else poll(url, self._here.intake, self._feeds, settings, source=self._source)
                )
            except Temporary as error:
                self._lost(error)
                return settings.poll_every
        self._tell(url, polled)
        return polled.wait

    def _tell(self, url: str, polled: Polled) -> None:
        with self._mouth:
            self._gone = False
            self.new += polled.new
            self.bad += polled.problem is not None
            before = self._problems.get(url, "")
            self._problems[url] = polled.problem
            if polled.problem is None and (polled.new or before is not None):
                self._say(f"{shown(url)}  {_brought(polled)}")
            if polled.problem and polled.problem != before:
                self._complain(f"{shown(url)}: {polled.problem}{self._next(polled.wait)}")

    def _lost(self, error: Temporary) -> None:
        with self._mouth:
            self.bad += 1
            if not self._gone:
                self._complain(f"{error}{self._next(self._here.settings.poll_every)}")
            self._gone = True

    def _next(self, wait: float) -> str:
        return "" if self._once else f"; the next try is in {_span(wait)}"


def _brought(polled: Polled) -> str:
    if not polled.new:
        return "nothing new"
    return f"{polled.new} new of {polled.held}" if polled.held != polled.new else f"{polled.new} new"


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
