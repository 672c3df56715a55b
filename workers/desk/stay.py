"""Workers that stay in the foreground until they are told to stop: `wireroom up` and `wireroom work`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from threading import Event

import click

from shared.errors import UsageError
from shared.settings import Settings
from workers.desk.crew import Crew
from workers.desk.system import System
from workers.lifeline import tie_to_parent
from workers.steps import graph

ENVIRONMENT = os.environ


def work(system: System, steps: Sequence[str]) -> None:
    """Runs this machine's workers until a signal comes."""
    unknown = set(steps) - set(graph().names())
    if unknown:
        raise UsageError(f"there is no step {', '.join(sorted(unknown))}; there are {', '.join(graph().names())}")
    if steps and system.settings.lanes != "each":
        raise UsageError("--lanes needs WIRE_LANES=each")
    _stay(Crew(system.settings, graph().names(), steps), [])


def up(system: System, flower_port: int | None) -> None:
    """Runs workers and, with a port, Flower; prints where everything is."""
    system.store.tell(graph().after())
    crew = Crew(system.settings, graph().names())
    click.echo(f"redis    {system.settings.address}")
    click.echo(f"workers  {system.settings.workers or os.cpu_count()} processes and a reserve")
    others = []
    if flower_port:
        others.append(_flower(system.settings, flower_port))
        click.echo(f"flower   http://127.0.0.1:{flower_port}")
    click.echo("Feed it with `wireroom send PATH...`; Ctrl-C stops it.")
    _stay(crew, others)


def _flower(settings: Settings, port: int) -> subprocess.Popen[bytes]:
    environment = dict(os.environ) | {
        "WIRE_REDIS_URL": settings.address,
        "WIRE_LANES": settings.lanes,
        "WIRE_EVENTS": "true",
    }
    if settings.words:
        environment["WIRE_WORDS"] = str(settings.words)
    if settings.flower_password:
        environment["FLOWER_BASIC_AUTH"] = f"wire:{settings.flower_password}"
    else:
        environment["FLOWER_UNAUTHENTICATED_API"] = "true"
    me = os.getpid()
    return subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "workers.app", "flower", "--address=127.0.0.1", f"--port={port}"],
        env=environment,
        stdin=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
        preexec_fn=lambda: tie_to_parent(me, signal.SIGTERM),  # noqa: PLW1509
    )


def _stay(crew: Crew, others: list[subprocess.Popen[bytes]]) -> None:
    stop = Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    try:
        while not stop.wait(0.5):
            crew.mend()
    finally:
        for each in others:
            each.terminate()
        crew.stop()
