"""Many reports at a glance: a table for a terminal, one tab-separated line each for a pipe, and sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table
from rich.text import Text

from shared.status import BAD
from workers.desk import wording
from workers.desk.options import count
from workers.desk.wording import Record

#: Beginnings of ids this long tell the reports of any one store apart.
_ID = 8
#: So many reports that need attention are named; the rest is counted.
MOST_NAMED = 20
#: What a relation means for whoever used the earlier report.
_ATTENTION = {"withdrawn", "corrects"}


def listing(out: Console, records: Iterable[Record]) -> None:
    """Lists reports.

    A terminal gets a table over its whole width; what is received is a day and a time in UTC. A pipe gets a line per
    report, never cut, with tabs between received (UTC), status, source, id, key, headline, place in the story, reason.
    """
    if not out.is_terminal:
        for each in records:
            print(line(each))  # rich would wrap it
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    for name in ("id", "received", "status", "source"):
        table.add_column(name, no_wrap=True)
    table.add_column("headline", no_wrap=True, overflow="ellipsis", ratio=1)
    table.add_column("story", no_wrap=True)
    for each in records:
        shown = wording.title(each)
        if why := wording.reason(each):
            shown.append(f"  {why}", "yellow")
        state = Text(each["status"], wording.COLOURS.get(each["status"], ""))
        table.add_row(
            each["id"][:_ID],
            wording.clock(each["received_at"])[5:],
            state,
            wording.clean(each["source"]["name"]),
            shown,
            wording.position(each),
        )
    if table.row_count:
        out.print(table)


def line(record: Record) -> str:
    """A report in one line, with tabs between its columns."""
    cells = (
        record["received_at"],
        record["status"],
        wording.clean(record["source"]["name"]),
        record["id"],
        wording.clean(record["key"]),
        wording.headline(record),
        wording.position(record),
        wording.reason(record),
    )
    return "\t".join(cells)


@dataclass
class Sums:
    """What many reports come to: counts by status, and those that somebody should look at."""

    statuses: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    stories: set[str] = field(default_factory=set)
    attention: list[tuple[str, str, str]] = field(default_factory=list)
    left: int = 0

    def add(self, record: Record) -> None:
        """Counts a report in."""
        self.statuses[record["status"]] += 1
        self.found.update(quotes=len(record["quotes"]), entities=len(record["entities"]))
        self.found.update(wording.RELATIONS[each["kind"]] for each in record["relations"][:1])
        if record["story"]["size"] > 1:
            self.stories.add(record["story"]["id"])
        for what, why in _attention(record):
            if len(self.attention) < MOST_NAMED:
                self.attention.append((wording.name(record), what, why))
            else:
                self.left += 1

    def show(self, out: Console) -> None:
        """Prints what was found in all, then what needs attention."""
        rows = Table.grid(padding=(0, 2))
        rows.add_column(style="dim", no_wrap=True)
        rows.add_column(overflow="fold")
        rows.add_row("found", f"{count(self.found['quotes'], 'quote')}, {self.found['entities']:,} named")
        if kinds := _kinds(self.found):
            rows.add_row("relations", kinds)
            rows.add_row("stories", f"{len(self.stories):,} with more than one report")
        out.print(rows)
        if self.attention:
            out.print("\n[bold]Needs attention[/bold]")
            table = Table.grid(padding=(0, 2))
            for name, what, why in self.attention:
                table.add_row(Text(name), Text(what, wording.COLOURS.get(what, "yellow")), Text(why))
            out.print(table)
        if self.left:
            out.print(f"and {self.left:,} more")


def _kinds(found: Mapping[str, int]) -> str:
    return ", ".join(f"{found[verb]:,} {verb}" for verb in wording.RELATIONS.values() if found.get(verb))


def _attention(record: Record) -> Iterable[tuple[str, str]]:
    """Why somebody should look at a report."""
    if record["status"] in BAD:
        yield record["status"], wording.reason(record)
    if record["publication"] in ("withheld", "canceled"):
        yield record["publication"], wording.headline(record)
    if record["embargo"]:
        yield "embargo", f"until {record['embargo']}"
    for kind, (verb, of) in zip(record["relations"], wording.relations(record), strict=True):
        if kind["kind"] in _ATTENTION:
            yield verb, of
