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
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from time import monotonic, sleep

from shared.bus import queue_of
from shared.log import log
from shared.settings import Settings
from workers import taggers

#: A stopping worker finishes what it has in hand; after this many seconds it is killed, and nothing is lost.
_GRACE = 30
#: A process that lives shorter than this may be broken rather than unlucky.
_QUICK = 2
#: After so many that ended so in a row, people are told.
_OFTEN = 2
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
        #: Tells apart workers of one host, also where process ids do not: containers that share a host's name.
        self._mark = token_hex(3)
        self.log_file = log_file
        self._log = log_file.open("ab") if log_file else None
        self._where = f"{log_file} may say why" if log_file else "what it wrote is above"
        served = steps or known
        urgent = [queue_of(settings, step, "urgent") for step in reversed(served)]
        rest = [queue_of(settings, step, lane) for lane in ("live", "bulk") for step in reversed(served)]
        main = [*urgent, *rest] if steps else [*urgent, *rest, _INTAKE]
        reserve = urgent if steps else [*urgent, _INTAKE]
        self._commands = {
            "main": self._command("main", main, settings.workers or os.cpu_count() or 1),
            "reserve": self._command("reserve", reserve, 1),
        }
        self._processes: dict[str, _Worker] = {name: self._spawn(name) for name in self._commands}

    def _command(self, name: str, queues: Sequence[str], processes: int) -> list[str]:
        return [
            sys.executable, "-W", "ignore:You're running the worker", "-m", "celery", "-A", "workers.app", "--quiet",
            "worker", "-n", f"{name}-{self._mark}@%h", "-c", str(processes), "-Q", ",".join(dict.fromkeys(queues)),
            "-P", "prefork", "-l", "ERROR", "--without-gossip", "--without-mingle",
            # Monitors take a worker without heartbeats for dead.
            *(["-E", "--heartbeat-interval", "5"] if self.settings.events else ["--without-heartbeat"]),
        ]  # fmt: skip

    def _spawn(self, name: str, failures: int = 0) -> _Worker:
        ready, signal_ready = os.pipe()
        os.set_blocking(ready, False)
        environment = dict(os.environ) | {
            "WIRE_REDIS_URL": self.settings.address,
            "WIRE_LANES": self.settings.lanes,
            "WIRE_EVENTS": str(self.settings.events),
            "WIRE_PARENT": str(os.getpid()),
            "WIRE_READY": str(signal_ready),
        }
        for each in ("words", "model", "entities"):  # their paths are absolute by now
            if value := getattr(self.settings, each):
                environment[f"WIRE_{each.upper()}"] = str(value)
        if name != "main":
            environment.pop("WIRE_HEARTBEAT", None)
        output = self._log or sys.stderr
        process = subprocess.Popen(
            self._commands[name],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",  # Celery imports from the working directory first, and there are other packages called workers
            start_new_session=True,
            pass_fds=[signal_ready],
        )
        os.close(signal_ready)
        return _Worker(process, ready, failures)

    def ready(self) -> bool:
        """Whether all workers take messages."""
        return all(each.ready() for each in self._processes.values())

    def mend(self) -> list[str]:
        """Starts again what has died, more and more slowly what dies as soon as it is started.

        Returns what a person should know of it, a line each.
        """
        lines = []
        for name, worker in self._processes.items():
            code = worker.process.poll()
            if code is None:
                continue
            failures = worker.failures + 1 if worker.failed() else 0
            if monotonic() - worker.began < min(2**failures - 1, 30):
                continue
            worker.close()
            self._processes[name] = self._spawn(name, failures)
            lines += self._said(name, code, failures)
        return lines

    def _said(self, name: str, code: int, failures: int) -> list[str]:
        """Each end where the log is a file; where it is standard error, a log line, and what comes again and again."""
        how = f"was killed by signal {-code}" if code < 0 else f"ended (exit code {code})"
        if not self._log:
            log.warning("worker_restarted", worker=name, code=code)
        if failures == _OFTEN:
            return [
                f"the {name} worker {how} again before it took messages; it is tried ever more slowly, {self._where}"
            ]
        return (
            [f"the {name} worker {how} and is started again; {self._where}"] if self._log and failures < _OFTEN else []
        )

    def pids(self) -> dict[str, int]:
        """Process ids of the main process and the reserve."""
        return {name: worker.process.pid for name, worker in self._processes.items()}

    def stop(self) -> None:
        """Lets the workers finish what they have in hand, then ends them."""
        workers = self._processes.values()
        for each in workers:
            if each.process.poll() is None:
                each.process.send_signal(signal.SIGTERM)
        end = monotonic() + _GRACE
        for each in workers:
            while each.process.poll() is None and monotonic() < end:
                sleep(0.02)
            if each.process.poll() is None:
                each.process.kill()
            each.process.wait()
            each.close()
        if self._log:
            self._log.close()


class _Worker:
    """A started process, and the pipe through which it says that it takes messages.

    Args:
        process: the Celery worker's main process.
        pipe: the end of the pipe to read from.
        failures: how many before it ended, one after the other, as soon as they were started.
    """

    def __init__(self, process: subprocess.Popen[bytes], pipe: int, failures: int) -> None:
        self.process = process
        self.failures = failures
        self.began = monotonic()
        self._pipe = pipe
        self._ready = False

    def ready(self) -> bool:
        """Whether it has said that it takes messages."""
        if not self._ready:
            with suppress(BlockingIOError):
                self._ready = bool(os.read(self._pipe, 1))
        return self._ready

    def failed(self) -> bool:
        """Whether it ended before it was ready, or just after."""
        return not self.ready() or monotonic() - self.began < _QUICK

    def close(self) -> None:
        """Closes the pipe."""
        os.close(self._pipe)
