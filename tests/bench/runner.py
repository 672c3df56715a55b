"""What the runner costs: real workers on a real Redis against the same steps called directly in two processes.

    python -m tests.bench.runner [REPORTS] [ROUNDS] [WEIGHT]

Both do the same work on the same reports after the same warm-up, in turn, on one lane. CPU is user and system time of
every process that takes part: feeder, workers, their children, Redis. Reports come from the Reuters corpus where it
is present, else they are made up. WEIGHT adds a step that works for so many milliseconds, as a language model will:
the steps of today are so light (2 ms) that what the runner costs weighs as much as they do.
"""

from __future__ import annotations

import gzip
import json
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import monotonic, sleep
from typing import Any

import psutil

from shared.intake import prepare
from shared.memory import MemoryStore
from shared.settings import Settings
from shared.step import Knowledge, Model, Neighbours
from shared.store import Delivery
from tests.bench.kills import report
from workers import weights
from workers.desk.crew import Crew
from workers.desk.system import System, system
from workers.steps import graph

_ROOT = Path(__file__).parents[2]
_CORPUS = Path(os.environ.get("WIRE_CORPORA", _ROOT.parent / "shared" / "data")) / "reuters21578-dev.jsonl.gz"
_STEP = '''"""Works for a while."""
from time import thread_time
from shared.records import Normalized, Result
from shared.step import step

@step(version="1", after=["normalize"])
def weight(normalize: Normalized) -> Result:
    end = thread_time() + {seconds}
    while thread_time() < end:
        pass
    return Result()
'''
_WARM_UP = 60


def reports(n: int) -> list[str]:
    """The first n messages of the corpus, or made-up ones."""
    if not _CORPUS.exists():
        return [report(number) for number in range(n)]
    with gzip.open(_CORPUS, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["raw"] for _, line in zip(range(n), lines, strict=False)]


def direct(raws: Sequence[str]) -> float:
    """CPU seconds of two processes that call the steps on half of the reports each."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        halves = [raws[0::2], raws[1::2]]
        return sum(pool.map(_call, halves, chunksize=1))


def _call(raws: Sequence[str]) -> float:
    began = 0.0
    store = MemoryStore(graph().after())
    ports = {Neighbours: store.relations, Knowledge: store.knowledge, Model: weights.load()}
    for number, raw in enumerate(raws):
        if number == _WARM_UP // 2:
            began = _cpu_here()
        each = prepare(raw, source="bench", max_bytes=2**21)
        store.accept([each])
        received = store.inputs(each.id, []).received
        results: dict[str, Any] = {"received": received}
        for step in graph():
            given = {name: results[name] for name in step.inputs}
            given |= {name: ports.get(kind, store) for name, kind in step.ports.items()}
            results[step.name] = step.run(**given)
    return _cpu_here() - began


def _cpu_here() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def through_workers(raws: Sequence[str]) -> dict[str, float]:
    """The same through intake, queue and workers: CPU seconds, wall seconds, Redis commands, bytes."""
    with tempfile.TemporaryDirectory(prefix="wb") as folder:
        settings = Settings(data=Path(folder), workers=2)
        with system(settings, "bench", join=False) as here:
            here.store.tell(graph().after())
            crew = Crew(here.settings, graph().names(), log_file=Path(folder) / "log")
            try:
                return _measure(here, raws)
            finally:
                crew.stop()


def _measure(here: System, raws: Sequence[str]) -> dict[str, float]:
    given = [prepare(each, source="bench", max_bytes=2**21) for each in raws]
    _feed(here, given[:_WARM_UP])
    before, commands, memory, wall = _cpu(), _commands(here), _memory(here), monotonic()
    _feed(here, given[_WARM_UP:])
    counts = here.store.counts()
    if counts["done"] + counts["refused"] != len({each.id for each in given}):
        raise SystemExit(f"not all accounted for: {counts}")
    return {
        "cpu": _cpu() - before,
        "wall": monotonic() - wall,
        "commands": _commands(here) - commands,
        "bytes": _memory(here) - memory,
    }


def _feed(here: System, given: Sequence[Delivery]) -> None:
    for at in range(0, len(given), 100):
        here.intake.take(given[at : at + 100])
    while (counts := here.store.counts())["waiting"] + counts["running"]:
        sleep(0.05)


def _cpu() -> float:
    """User and system time of this process and all below it, workers' children and Redis included."""
    me = psutil.Process(os.getpid())
    return sum(sum(each.cpu_times()[:2]) for each in [me, *me.children(recursive=True)])


def _commands(here: System) -> int:
    return sum(each["calls"] for each in here.store.client.info("commandstats").values())


def _memory(here: System) -> int:
    return int(here.store.client.info("memory")["used_memory"])


def main(n: int = 1000, rounds: int = 3, weight: int = 0) -> None:
    """Prints a line a round and the medians."""
    if weight:
        _main_with_weight(n, rounds, weight)
        return
    raws = reports(n)
    counted = len(raws) - _WARM_UP
    ratios = []
    for _ in range(rounds):
        plain, real = direct(raws), through_workers(raws)
        ratios.append(real["cpu"] / plain)
        print(
            f"direct {plain / counted * 1000:.2f} ms CPU a report; workers {real['cpu'] / counted * 1000:.2f} ms, "
            f"ratio {ratios[-1]:.2f}; {counted / real['wall']:.0f} reports/s; "
            f"{real['commands'] / counted:.0f} Redis commands and {real['bytes'] / counted:.0f} bytes a report",
            flush=True,
        )
    print(f"{n} reports, {rounds} rounds: median CPU ratio {median(ratios):.2f}")


def _main_with_weight(n: int, rounds: int, weight: int) -> None:
    """The same in a copy of the project that has one step more."""
    with tempfile.TemporaryDirectory(prefix="ww") as folder:
        for name in ("workers", "shared", "tests"):
            shutil.copytree(_ROOT / name, Path(folder) / name, ignore=shutil.ignore_patterns("__pycache__"))
        (Path(folder) / "workers" / "steps" / "weight.py").write_text(_STEP.format(seconds=weight / 1000))
        environment = os.environ | {"PYTHONPATH": folder, "WIRE_CORPORA": str(_CORPUS.parent)}
        command = [sys.executable, "-m", "tests.bench.runner", str(n), str(rounds)]
        subprocess.run(command, cwd=folder, env=environment, check=True)
    print(f"with a step of {weight} ms more")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
