"""The worker processes of this machine, started, watched and stopped.

A worker is two Celery processes: the main one with a child a core, and a small reserve that serves only urgent
reports and the door (`wire.intake`), so that no backlog ever delays a flash.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic, sleep

from shared.bus import queue_of
from shared.log import log
from shared.settings import Settings
from workers import taggers

#: A stopping worker finishes what it has in hand; after this many seconds it is killed, and nothing is lost.
_GRACE = 30
#: A process that lives shorter than this may be broken rather than unlucky.
_QUICK = 2
_INTAKE = "wire.intake"


class Crew:
    """Starts the workers at once.

    Args:
        settings: where Redis is, how many processes.
        steps: serve these steps' queues only; empty: all.
        log_file: where the workers' log goes; None: standard error.
    """

    def __init__(
        self, settings: Settings, known: Sequence[str], steps: Sequence[str] = (), log_file: Path | None = None
    ) -> None:
        taggers.check(settings.entities)
        self.settings = settings
        self._log = log_file.open("ab") if log_file else None
        served = steps or known
        urgent = [queue_of(settings, step, "urgent") for step in reversed(served)]
        rest = [queue_of(settings, step, lane) for lane in ("live", "bulk") for step in reversed(served)]
        main = [*urgent, *rest] if steps else [*urgent, *rest, _INTAKE]
        reserve = urgent if steps else [*urgent, _INTAKE]
        self._commands = {
            "main": self._command("main", main, settings.workers or os.cpu_count() or 1),
            "reserve": self._command("reserve", reserve, 1),
        }
        self._processes = {name: self._spawn(name) for name in self._commands}
        self._starts = dict.fromkeys(self._commands, (monotonic(), 0))

    def _command(self, name: str, queues: Sequence[str], processes: int) -> list[str]:
        return [
            sys.executable, "-W", "ignore:You're running the worker", "-m", "celery", "-A", "workers.app", "--quiet",
            "worker", "-n", f"{name}@%h", "-c", str(processes), "-Q", ",".join(dict.fromkeys(queues)), "-P", "prefork",
            "-l", "ERROR", "--without-gossip", "--without-mingle", "--without-heartbeat",
            *(["-E"] if self.settings.events else []),
        ]  # fmt: skip

    def _spawn(self, name: str) -> subprocess.Popen[bytes]:
        environment = dict(os.environ) | {
            "WIRE_REDIS_URL": self.settings.address,
            "WIRE_LANES": self.settings.lanes,
            "WIRE_EVENTS": str(self.settings.events),
            "WIRE_PARENT": str(os.getpid()),
        }
        for each in ("words", "model", "entities"):  # their paths are absolute by now
            if value := getattr(self.settings, each):
                environment[f"WIRE_{each.upper()}"] = str(value)
        if name != "main":
            environment.pop("WIRE_HEARTBEAT", None)
        output = self._log or sys.stderr
        return subprocess.Popen(
            self._commands[name],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",  # Celery imports from the working directory first, and there are other packages called workers
            start_new_session=True,
        )

    def mend(self) -> None:
        """Starts again what has died; more and more slowly what dies as soon as it is started."""
        for name, process in self._processes.items():
            if process.poll() is None:
                continue
            started, quick = self._starts[name]
            quick = quick + 1 if monotonic() - started < _QUICK else 0
            if monotonic() - started < min(2**quick - 1, 30):
                continue
            log.warning("worker_restarted", worker=name, code=process.returncode)
            self._starts[name] = (monotonic(), quick)
            self._processes[name] = self._spawn(name)

    def pids(self) -> dict[str, int]:
        """Process ids of the main process and the reserve."""
        return {name: process.pid for name, process in self._processes.items()}

    def stop(self) -> None:
        """Lets the workers finish what they have in hand, then ends them."""
        for process in self._processes.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        end = monotonic() + _GRACE
        for process in self._processes.values():
            while process.poll() is None and monotonic() < end:
                sleep(0.02)
            if process.poll() is None:
                process.kill()
            process.wait()
        if self._log:
            self._log.close()
