"""What becomes of reports that were just taken in: printed, written and counted, or waited for."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, TextIO

import click
from rich.console import Console

from shared.record import parts
from shared.status import BAD
from workers.desk import show, wording
from workers.desk.options import compact, complain, count
from workers.desk.tables import MOST_NAMED, Sums

if TYPE_CHECKING:
    from workers.desk.system import System

#: Up to so many reports are shown one by one, more of them as a sum.
_FEW = 20
#: Seconds after which it is worth a word that nobody works.
_PATIENCE = 3


class Delivered:
    """Prints and writes records as they come, and counts them.

    Args:
        out: gets every record as a line of JSON.
        quiet: nothing is printed.
        as_json: every record is printed as a line of JSON.
        expected: how many there will be, as far as is known.
    """

    def __init__(self, out: TextIO | None, *, quiet: bool, as_json: bool, expected: int) -> None:
        self._out, self._quiet, self._as_json = out, quiet, as_json
        self._console = Console(highlight=False)
        self._expected = expected
        self._shown = ""
        self.sums = Sums()

    @property
    def bad(self) -> int:
        """How many were refused or failed."""
        return sum(self.sums.statuses[each] for each in BAD)

    @property
    def many(self) -> bool:
        """Whether there are too many to be shown one by one."""
        return self._expected > _FEW

    def show(self, records: Iterable[dict[str, Any]]) -> None:
        """Shows all of them; says on standard error which are bad."""
        for record in records:
            self._one(record)
        if self.bad > MOST_NAMED:
            complain([f"{count(self.bad - MOST_NAMED, 'more report')} were refused or failed; "
                      "`wireroom list --status refused` and `--status failed` name them"])  # fmt: skip
        if self.many and not (self._quiet or self._as_json):
            self.sums.show(self._console)

    def _one(self, record: dict[str, Any]) -> None:
        self.sums.add(record)
        if record["story"]["size"] > 1 or not self._shown:
            self._shown = wording.name(record)
        if self._out:
            self._out.write(compact(record) + "\n")
        if self._as_json:
            click.echo(compact(record))
        elif not self._quiet and not self.many:
            self._expected += len(record["parts"])
            show.summary(self._console, record)
        if record["status"] in BAD and self.bad <= MOST_NAMED:
            complain([f"{wording.name(record)}: {record['status']}: {(record['error'] or {}).get('message', '')}"])

    def total(self, seconds: float | None) -> str:
        """`10 reports: 9 done, 1 refused; 1.9 s`."""
        statuses = self.sums.statuses
        n = statuses.total()
        parts = ", ".join(f"{statuses[each]:,} {each}" for each in ("done", "refused", "failed") if statuses[each])
        rate = f", {n / seconds:.0f} a second" if seconds and n > _FEW else ""
        return f"\n{count(n, 'report')}: {parts or 'nothing to do'}" + (f"; {seconds:.1f} s{rate}" if seconds else "")

    def next(self) -> str:
        """Commands that look closer at what was taken in; nothing where nothing was."""
        return f"Next: wireroom list, then wireroom story {shlex.quote(self._shown)}" if self._shown else ""


def wait_for(here: System, ids: Sequence[str]) -> None:
    """Waits until these reports are finished, and those they held; says once when nobody works."""
    began, left, said = monotonic(), list(ids), False
    while left:
        looked = here.store.load(left)
        left = [each.id for each in looked if each.status in ("waiting", "running")]
        left += [part for each in looked if each.id not in left for part in parts(each)]
        if left and not said and monotonic() - began > _PATIENCE and (nobody := here.unattended()):
            complain([nobody])
            said = True
        sleep(0.1 if left else 0)
