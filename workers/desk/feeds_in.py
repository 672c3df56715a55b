"""Bringing reports in until a signal comes: from a folder that is watched, from feeds that are polled."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from threading import Event

import click

from shared.address import checked, listed
from shared.errors import Temporary, UsageError
from shared.settings import Settings
from workers.desk.drop import Drop
from workers.desk.options import complain, count, printable
from workers.desk.system import System, system
from workers.desk.watch import Watcher

#: How often it is looked whether a worker is there, until that was said.
_PATIENCE = 5
_FEW = 3


def watch(settings: Settings, folder: Path, *, source: str, settle: float, once: bool) -> int:
    """Watches a folder until a signal comes, or looks once; returns the exit code."""
    stop = _until_told()
    with closing(Drop(folder)) as drop, system(settings, "wireroom watch") as here:
        watcher = Watcher(
            drop, here.intake, source=source, settle=settle, most=settings.max_bytes, stop=stop,
            say=_say_files, complain=_complain,
        )  # fmt: skip
        if not once:
            click.echo(f"Watching {folder}: a file that stays the same for {settle:g} s is taken in and moved to done/ "
                       "or refused/. Ctrl-C ends it.")  # fmt: skip
        _look(watcher, stop, settle, once=once, meanwhile=_hint(here))
        if once and watcher.taken:
            _say_if_nobody(here)
    left = f", {watcher.left} left for now" if watcher.left else ""
    click.echo(f"{count(watcher.taken, 'file')} taken in, {watcher.refused} refused{left}")
    return 1 if once and (watcher.refused or watcher.problems) else 0


def _look(watcher: Watcher, stop: Event, settle: float, *, once: bool, meanwhile: Callable[[], object]) -> None:
    """Looks again and again, or twice; without its store the files wait."""
    gone, looks = False, 0
    while not stop.is_set():
        try:
            watcher.look()
            gone = False
            meanwhile()
        except Temporary as error:
            if once:
                raise
            if not gone:
                _complain(f"{error}; files wait until it does")
            gone = True
        looks += 1
        if once and looks == 2:
            return
        stop.wait(settle)


def poll(settings: Settings, urls: Sequence[str], *, source: str | None, once: bool) -> int:
    """Polls feeds until a signal comes, or each of them once; returns the exit code."""
    from workers.desk.poll import Polling  # noqa: PLC0415  the readers of formats take a while to import

    urls = urls or listed(settings.feeds)
    if not urls:
        raise UsageError("name a feed, or set WIRE_FEEDS")
    for each in urls:
        checked(each)
    stop = _until_told()
    with system(settings, "wireroom poll") as here:
        polling = Polling(here, stop, source=source, once=once, say=_say, complain=_complain)
        if not once:
            feeds = "a feed" if len(urls) == 1 else f"{len(urls)} feeds"
            click.echo(f"Polling {feeds} every {settings.poll_every:g} s. Ctrl-C ends it.")
        polling.run(urls, _hint(here))
        if once and polling.new:
            _say_if_nobody(here)
    click.echo(f"{count(polling.new, 'entry', 'entries')} taken in")
    return 1 if once and polling.bad else 0


def _until_told() -> Event:
    """Set by SIGTERM and by Ctrl-C."""
    stop = Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    return stop


def _hint(here: System) -> Callable[[], None]:
    """To be called again and again; says once that reports wait and no worker takes any."""
    due: float | None = time.monotonic() + _PATIENCE

    def look() -> None:
        nonlocal due
        if due is not None and time.monotonic() > due:
            due = None if _say_if_nobody(here) else time.monotonic() + _PATIENCE

    return look


def _say_if_nobody(here: System) -> bool:
    with suppress(Temporary):
        if nobody := here.unattended():
            _complain(nobody)
            return True
    return False


def _say_files(keys: Sequence[str]) -> None:
    if keys:
        what = ", ".join(keys) if len(keys) <= _FEW else f"{len(keys)} files, {keys[0]} to {keys[-1]}"
        _say(f"took in {what}")


def _say(text: str) -> None:
    click.echo(f"{time.strftime('%H:%M:%S')}  {printable(text)}")


def _complain(text: str) -> None:
    complain([text])
