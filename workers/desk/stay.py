"""Workers that stay in the foreground until they are told to stop: `wireroom up` and `wireroom work`."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import click
from kombu.utils.url import maybe_sanitize_url

from shared import settings as configuration
from shared.errors import UsageError
from shared.settings import Settings
from workers.desk.crew import Crew
from workers.desk.flower import Endpoint, Flower, endpoint
from workers.desk.options import complain
from workers.desk.system import System, system
from workers.steps import graph

#: Seconds between two looks at what was started.
_LOOK = 0.2


def work(system: System, steps: Sequence[str]) -> None:
    """Runs this machine's workers until a signal comes."""
    unknown = set(steps) - set(graph().names())
    if unknown:
        raise UsageError(f"there is no step {', '.join(sorted(unknown))}; there are {', '.join(graph().names())}")
    if steps and system.settings.lanes != "each":
        raise UsageError("--lanes needs WIRE_LANES=each")
    stop = _signalled()
    crew = Crew(system.settings, graph().names(), steps)
    try:
        while not stop.wait(_LOOK):
            complain(crew.mend())
    finally:
        crew.stop()


def up(settings: Settings, flower: tuple[str, int] | None) -> None:
    """Runs Redis unless one is given, workers and, with an address and port, Flower; says what is there when it is.

    Raises UsageError, with nothing left running.
    """
    place = endpoint(*flower, settings.flower_password) if flower else None
    keep: dict[str, Any] = {} if "keep" in settings.model_fields_set else {"keep": 7 * configuration.DAY}
    if place:
        keep |= {"events": True, "lanes": "each"}
    stop = _signalled()
    with system(settings.model_copy(update=keep), "wireroom up", join=False) as here:
        here.store.tell(graph().after())
        click.echo(f"redis    {maybe_sanitize_url(here.settings.address)}")
        own = not settings.redis_url
        crew = Crew(here.settings, graph().names(), log_file=settings.data / "workers.log" if own else None)
        with _flower(here.settings, place, own=own) as watched:
            try:
                _watch(crew, watched, stop)
                click.echo("Stopping: what is in hand is finished first, what waits is kept.")
            finally:
                if watched:
                    watched.terminate()
                crew.stop()


def _watch(crew: Crew, flower: Flower | None, stop: Event) -> None:
    """Until a signal comes: says once what is there, and what is wrong."""
    n = crew.settings.workers or os.cpu_count() or 1
    log = f"; their log is {crew.log_file}" if crew.log_file else ""
    lines = {"workers": f"workers  {n} process{'es' if n > 1 else ''} and a reserve{log}"}
    if flower:
        lines["flower"] = f"flower   {flower.place.url}"
    lines["how"] = "Feed it with `wireroom send PATH...`; Ctrl-C stops it."
    while not stop.wait(_LOOK):
        complain(crew.mend())
        complain([flower.problem() if flower else None])
        there = {"workers": crew.ready(), "flower": bool(flower and flower.answers)}
        if flower and "flower" in lines and there["flower"] and there["workers"]:
            flower.refresh()
        there["how"] = "workers" not in lines and (flower is None or flower.settled)
        for name in [name for name in lines if there[name]]:
            click.echo(lines.pop(name))


@contextmanager
def _flower(settings: Settings, place: Endpoint | None, *, own: bool) -> Iterator[Flower | None]:
    """Flower for the length of the block; its log is in the data folder where there is one, else a temporary file."""
    if place is None:
        yield None
        return
    if own:
        log = settings.data / "flower.log"
    else:
        handle, name = tempfile.mkstemp(prefix="wireroom-flower-", suffix=".log")
        os.close(handle)
        log = Path(name)
    flower = Flower(settings, place, log)
    try:
        yield flower
    finally:
        flower.stop()
        if not own and flower.answers:
            log.unlink(missing_ok=True)


def _signalled() -> Event:
    """Is set once somebody wants this process to end."""
    stop = Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    return stop
