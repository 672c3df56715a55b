"""The commands that bring reports in by themselves: `watch` a folder, `poll` feeds."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from threading import Event

import click
from pydantic import TypeAdapter, ValidationError

from shared.address import checked, listed
from shared.errors import Temporary, UsageError
from shared.settings import Seconds, Settings
from workers.desk.drop import Drop
from workers.desk.options import complain, printable, with_settings
from workers.desk.system import System, system
from workers.desk.watch import Watcher

_NOBODY = "no worker is at it: reports wait in the store for `wireroom up` (started first) or `wireroom work`"
#: How often it is looked whether a worker is there, until that was said.
_PATIENCE = 5
_FEW = 3


class _Time(click.ParamType[float]):
    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            return TypeAdapter[float](Seconds).validate_python(value)
        except (ValidationError, ValueError):
            self.fail(f"{value!r} is no time such as 30s or 5m", param, ctx)


@click.command()
@with_settings
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--source", default="watch", show_default=True, help="The source name of its reports.")
@click.option("--settle", type=_Time(), default="1s", show_default=True, help="A file must not change for so long.")
@click.option("--once", is_flag=True, help="Take what is there, and end.")
def watch(settings: Settings, folder: Path, source: str, settle: float, once: bool) -> None:
    """Take in files as they are dropped into a folder; they are moved to its done/ or refused/."""
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
    click.echo(f"{watcher.taken} {'file' if watcher.taken == 1 else 'files'} taken in, {watcher.refused} refused{left}")
    sys.exit(1 if once and (watcher.refused or watcher.problems) else 0)


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


@click.command()
@with_settings
@click.argument("urls", nargs=-1, metavar="URL...")
@click.option("--every", type=_Time(), help="How often (WIRE_POLL_EVERY).")
@click.option("--source", help="The source name of what they bring; without it, each feed's host.")
@click.option("--once", is_flag=True, help="Poll each of them once, and end.")
@click.option("--allow-private", is_flag=True, help="Feeds may be at private addresses (WIRE_ALLOW_PRIVATE).")
def poll(
    settings: Settings, urls: Sequence[str], every: float | None, source: str | None, once: bool, allow_private: bool
) -> None:
    """Take in what feeds bring: RSS, Atom, or any document at an address; without one, those of WIRE_FEEDS."""
    from workers.desk.poll import Polling  # noqa: PLC0415  the readers of formats take a while to import

    urls = urls or listed(settings.feeds)
    if not urls:
        raise UsageError("name a feed, or set WIRE_FEEDS")
    for each in urls:
        checked(each)
    change: dict[str, object] = {"poll_every": every} if every else {}
    change |= {"allow_private": True} if allow_private else {}
    settings = settings.model_copy(update=change)
    stop = _until_told()
    with system(settings, "wireroom poll") as here:
        polling = Polling(here, stop, source=source, once=once, say=_say, complain=_complain)
        if not once:
            feeds = "a feed" if len(urls) == 1 else f"{len(urls)} feeds"
            click.echo(f"Polling {feeds} every {settings.poll_every:g} s. Ctrl-C ends it.")
        polling.run(urls, _hint(here))
        if once and polling.new:
            _say_if_nobody(here)
    click.echo(f"{polling.new} {'entry' if polling.new == 1 else 'entries'} taken in")
    sys.exit(1 if once and polling.bad else 0)


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
        for _ in range(4):
            if here.store.running() or not here.store.counts()["waiting"]:
                return False
            time.sleep(0.1)
        _complain(_NOBODY)
        return True
    return False


def _say_files(keys: Sequence[str]) -> None:
    if keys:
        what = ", ".join(keys) if len(keys) <= _FEW else f"{len(keys)} files, {keys[0]} to {keys[-1]}"
        _say(f"took in {what}")


def _say(text: str) -> None:
    click.echo(f"{time.strftime('%H:%M:%S')}  {printable(text)}")


def _complain(text: str) -> None:
    complain([printable(text)])


COMMANDS = (watch, poll)
