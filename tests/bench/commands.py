"""How much processor time commands take while many reports are in the data folder.

    python -m tests.bench.commands [REPORTS]

The folder is filled through the real store, with the results of one report written under every id, so that 20,000
reports take a minute instead of an hour. Each command is a process of its own with the folder's Redis already running,
so that the time the server takes to start is not counted. Prints one line per command: processor and wall seconds, the
smaller of two runs.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from shared.intake import prepare
from shared.log import configure
from shared.redis_link import connect
from shared.redis_store import RedisStore
from shared.settings import Settings
from shared.store import Outcome
from workers.desk import embedded
from workers.desk.reading import Reading
from workers.steps import graph

TEXT = """UPDATE 1-Ferry {0} of Port Alder runs again

PORT ALDER, Nov 24 (Alder Wire) - Ferry {0} ran again on Tuesday, Mayor Edda Quill said.

"We waited {0} days for this ferry," Quill told reporters.
"""
COMMANDS = (
    ("--help",), ("list", "--help"), ("story", "--help"), ("export", "--help"), ("kb", "import", "--help"),
    ("list",), ("list", "--label", "RPT"), ("list", "--source", "nowhere"), ("status", "KEY"), ("show", "KEY"),
    ("show", "PREFIX"), ("story", "KEY"), ("doctor",), ("quotes", "--speaker", "Nobody"), ("failed",),
)  # fmt: skip


def fill(url: str, n: int) -> None:
    """Takes in `n` reports and writes down a result for every step of each."""
    settings = Settings(redis_url=url)
    store = RedisStore(connect(settings), settings, graph().after(), "bench/1")
    store.tell(graph().after())
    versions = {each.name: each.version for each in graph()}
    reading = Reading(settings)
    (id,) = reading.take(prepare(TEXT.format(7), source="bench", key="first"))
    results = reading.results(id)
    for at in range(0, n, 500):
        numbers = range(at, min(at + 500, n))
        accepted = store.accept([prepare(TEXT.format(each), source="bench", key=f"{each}.txt") for each in numbers])
        for each in accepted:
            claim = store.claim(each.id, "normalize", ["body"], versions)
            while claim:
                step, following = claim[0], None
                # What a transient step returned is gone by now, as it will be here.
                outcome = Outcome("done", results.get(step.step, b"{}"), ms=1, passing=step.step not in results)
                finished = store.finish(step, outcome, versions)
                following = finished.following if finished else None
                claim = (following, claim[1]) if following else None


def timed(command: list[str], environment: dict[str, str]) -> tuple[float, float, int]:
    """Processor seconds, wall seconds and exit code of a process."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    code = subprocess.run(command, env=environment, capture_output=True, check=False).returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - began, code


def main(n: int) -> None:
    """Fills a folder and times the commands."""
    configure("warning")
    with tempfile.TemporaryDirectory(prefix="wb") as temporary:
        data = Path(temporary) / "d"
        environment = os.environ | {"WIRE_DATA": str(data)}
        with embedded.own(data, "bench") as server:
            began = time.monotonic()
            fill(server.url, n)
            print(f"{n} reports written in {time.monotonic() - began:.0f} s")
            settings = Settings(redis_url=server.url)
            prefix = RedisStore(connect(settings), settings).ids()[0][:10]
            for command in COMMANDS:
                words = [{"KEY": f"{n // 2}.txt", "PREFIX": prefix}.get(each, each) for each in command]
                process = [sys.executable, "-P", "-c", "from workers.desk.cli import main; main()", *words]
                cpu, wall, code = min(timed(process, environment) for _ in range(2))
                print(
                    f"{cpu:6.2f} s of processor time, {wall:6.2f} s, exit {code}: wireroom {' '.join(words)}",
                    flush=True,
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
