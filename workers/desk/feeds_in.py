"""The commands that bring reports in by themselves: `watch` a folder, `poll` feeds."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from time import monotonic

import click
from pydantic import TypeAdapter, ValidationError

from shared.errors import Temporary, UsageError
from shared.fetch import checked
from shared.settings import Seconds, Settings
from workers.desk.options import with_settings
from workers.desk.poll import Polling
from workers.desk.system import System, system
from workers.desk.watch import Watcher, claim

_NOBODY = "wireroom: no worker seems to be at it; `wireroom up` starts them"
_PATIENCE = 15


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
    handle = claim(folder)
    try:
        with system(settings, "wireroom watch") as here:
            watcher = Watcher(here, folder, source=source, settle=settle, stop=stop, complain=_complain)
            if not once:
                click.echo(f"Watches {folder}: files unchanged for {settle:g} s are taken in, then moved to done/ or "
                           "refused/ in it. Ctrl-C stops it.")  # fmt: skip
                _say_if_idle(here)
            _watch(here, watcher, stop, settle, once=once)
            if once and here.store.counts()["waiting"]:
                _say_if_idle(here)
    finally:
        os.close(handle)
    click.echo(f"{watcher.taken} files taken in, {watcher.refused} refused")
    sys.exit(1 if once and (watcher.refused or watcher.problems) else 0)


def _watch(here: System, watcher: Watcher, stop: Event, settle: float, *, once: bool) -> None:
    watcher.look()
    gone, looked = False, monotonic()
    while not stop.wait(settle):
        try:
            watcher.look()
            gone = False
        except Temporary as error:
            if once:
                raise
            if not gone:
                _complain(f"{error}; files wait where they are")
            gone = True
        if once:
            return
        if monotonic() - looked > _PATIENCE and not gone:
            looked = float("inf") if _say_if_idle(here) else monotonic()


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
    from workers.feeds import addresses  # noqa: PLC0415

    urls = urls or addresses(settings.feeds)
    if not urls:
        raise UsageError("name a feed, or set WIRE_FEEDS")
    for each in urls:
        checked(each)
    change: dict[str, object] = {"poll_every": every} if every else {}
    change |= {"allow_private": True} if allow_private else {}
    settings = settings.model_copy(update=change)
    stop = _until_told()
    with system(settings, "wireroom poll") as here:
        polling = Polling(here, stop, source)
        if not once:
            click.echo(f"Polls {len(urls)} feeds every {settings.poll_every:g} s. Ctrl-C stops it.")
            _say_if_idle(here)
        polling.run(urls, once=once)
        if once and polling.new:
            _say_if_idle(here)
    click.echo(f"{polling.new} entries taken in")
    sys.exit(1 if once and polling.bad else 0)


def _until_told() -> Event:
    """Set by SIGTERM and by Ctrl-C."""
    stop = Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    return stop


def _say_if_idle(here: System) -> bool:
    """Says that no worker is at it when reports wait and nobody takes any for a moment."""
    try:
        for _ in range(3):
            if here.store.running() or not here.store.counts()["waiting"]:
                return False
            Event().wait(0.2)
    except Temporary:
        return False
    click.echo(_NOBODY, err=True)
    return True


def _complain(text: str) -> None:
    click.echo(f"wireroom: {text}", err=True)


COMMANDS = (watch, poll)
