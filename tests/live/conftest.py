"""The real command line, as people start it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
import redis

ROOT = Path(__file__).parents[2]
REPORT = """RPT-UPDATE 2-Harbour of Port Alder reopens

PORT ALDER, Nov 24 (Alder Wire) - The harbour reopened on Tuesday, Mayor Edda Quill said.

"We lost three days and not one ship," Quill told reporters.

Captain Boro Vane, who leads the pilots, said the channel was clear. "It is as deep as it ever was," he said.
"""


@pytest.fixture
def data() -> Iterator[Path]:
    """A short path: a socket's name must fit into a hundred bytes."""
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="wl"))
    yield folder / "d"
    shutil.rmtree(folder, ignore_errors=True)


class Wireroom:
    """Runs `wireroom` with one data folder."""

    def __init__(self, data: Path, **environment: str) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("WIRE_")}
        self.data = data
        self.started: list[subprocess.Popen[str]] = []
        self.environment = clean | {"WIRE_DATA": str(data), "PYTHONPATH": str(ROOT), "WIRE_WORKERS": "2"} | environment

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-P", "-c", "from workers.desk.cli import main; main()", *arguments]

    def start(self, *arguments: str, **options: object) -> subprocess.Popen[str]:
        process: subprocess.Popen[str] = subprocess.Popen(
            self.command(*arguments), env=self.environment, text=True, **options
        )  # type: ignore[call-overload]
        self.started.append(process)
        return process

    @contextmanager
    def up(self) -> Iterator[redis.Redis]:
        """`wireroom up`, as long as this lasts; gives a connection to its Redis."""
        process = self.start("up")
        try:
            until(lambda: (self.data / "redis.sock").exists())
            with redis.Redis(unix_socket_path=str(self.data / "redis.sock")) as client:
                until(client.ping)
                yield client
        finally:
            process.terminate()
            process.wait(30)

    def close(self) -> None:
        """Ends what a test that failed has left behind."""
        for each in self.started:
            each.kill()
            each.communicate()

    def __call__(self, *arguments: str, code: int = 0, input: str | None = None) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            self.command(*arguments),
            env=self.environment,
            text=True,
            capture_output=True,
            timeout=120,
            check=False,
            input=input,
        )
        assert done.returncode == code, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def records(self, *arguments: str, code: int = 0, input: str | None = None) -> list[dict]:
        return [json.loads(line) for line in self(*arguments, code=code, input=input).stdout.splitlines()]


@pytest.fixture
def room(data: Path) -> Iterator[Callable[..., Wireroom]]:
    with ExitStack() as rooms:
        yield lambda **environment: rooms.enter_context(closing(Wireroom(data, **environment)))


@pytest.fixture
def wireroom(room: Callable[..., Wireroom]) -> Wireroom:
    return room()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four reports: one, its repeat under another name, an unrelated one, and one that is no text."""
    here = tmp_path / "in"
    here.mkdir()
    (here / "1.txt").write_text(REPORT)
    (here / "2.txt").write_text(REPORT.replace("RPT-UPDATE 2-", "RPT-"))
    (here / "3.txt").write_text(
        "LAMP FACTORY CLOSES IN NEW HARLAN\n\nNEW HARLAN, Nov 24 (Alder Wire) - The last lamp left the works at noon.\n"
    )
    (here / "4.bin").write_bytes(bytes(range(256)) * 20)
    return here


def until(what: Callable[[], object], seconds: float = 30) -> object:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def same(record: dict) -> dict:
    """A record without what two runs of the same report may differ in: times, workers, attempts."""
    kept = {name: value for name, value in record.items() if name not in ("received_at", "steps")}
    kept["relations"] = [each | {"of_received_at": None} for each in record["relations"]]
    kept["steps"] = {name: (row["status"], row["version"], row["error"]) for name, row in record["steps"].items()}
    return kept
