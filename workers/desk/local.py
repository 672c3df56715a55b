"""The main job on this machine: `wireroom run`. Own Redis, real workers, progress, results."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic, sleep

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from shared.errors import StoreGone
from shared.store import Delivery
from workers.desk.crew import Crew
from workers.desk.options import complain
from workers.desk.system import System
from workers.steps import graph

#: So many reports are written to the store in one go.
_CHUNK = 100
_LOOK = 0.05
_WIDTH = 40


@contextmanager
def processed(system: System, deliveries: Iterator[Delivery], *, progress: bool) -> Iterator[tuple[list[str], float]]:
    """Feeds the reports to workers started for this, and waits until nothing is left to do.

    What an earlier run left unfinished is finished too. Gives the ids in order, and the seconds it took from the
    first report fed to the last one finished; the workers are stopped after the block, so that results are seen
    first. Raises StoreGone when Redis ends in between.
    """
    system.store.tell(graph().after())
    crew = Crew(system.settings, graph().names(), log_file=system.settings.data / "workers.log")
    try:
        began = monotonic()
        ids: list[str] = []
        with _meter(system, enabled=progress) as show:
            chunk: list[Delivery] = []
            for each in deliveries:
                chunk.append(each)
                if len(chunk) == _CHUNK:
                    ids += [one.id for one in system.intake.take(chunk)]
                    chunk = []
                    show()
            ids += [one.id for one in system.intake.take(chunk)]
            while _open(system):
                complain(crew.mend())
                show()
                sleep(_LOOK)
            show()
        yield ids, monotonic() - began
    except StoreGone as error:
        raise StoreGone(
            f"{error}. Nothing is lost: the next `wireroom run` continues where this one stopped"
        ) from error
    finally:
        crew.stop()


def _open(system: System) -> int:
    counts = system.store.counts()
    return counts["waiting"] + counts["running"]


@contextmanager
def _meter(system: System, *, enabled: bool) -> Iterator[Callable[[], None]]:
    """Shows how far each step is, on standard error and only to people."""
    if not (enabled and sys.stderr.isatty()):
        yield lambda: None
        return
    before = {step: done for step, (_, _, done) in system.store.load_of_steps().items()}
    with Live(console=Console(stderr=True), refresh_per_second=8, transient=True) as live:
        yield lambda: live.update(_progress(system, before))


def _progress(system: System, before: Mapping[str, int]) -> Group:
    """A row for each step, and a bar for the reports; `before`: what was done when this began."""
    counts = system.store.counts()
    total = sum(counts.values())
    over = total - counts["waiting"] - counts["running"]
    table = Table.grid(padding=(0, 2))
    table.add_row(*(Text(each, style="dim") for each in ("", "waiting", "running", "done")))
    for step, (waiting, running, done) in system.store.load_of_steps().items():
        table.add_row(step, str(waiting), str(running), str(done - before.get(step, 0)))
    filled = _WIDTH * over // max(total, 1)
    bar = (("━" * filled, "green"), ("━" * (_WIDTH - filled), "dim"))
    return Group(table, Text.assemble("reports    ", *bar, f"  {over} of {total}"))
