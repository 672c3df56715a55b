"""Commands for whoever runs the system: `doctor`, `retry`, `replay` and `delete`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from workers.desk.options import compact, complain, count, json_option, with_settings

if TYPE_CHECKING:
    from shared.settings import Settings
    from workers.desk.system import System


@click.command()
@with_settings
@click.argument("reports", nargs=-1, metavar="[REPORT...]")
@click.option("--all", "every", is_flag=True, help="All that failed.")
def retry(settings: Settings, reports: Sequence[str], every: bool) -> None:
    """Run what failed again. REPORT is an id, the beginning of one, or a key."""
    from workers.desk.system import system

    _named(reports, every)
    with system(settings, "wireroom retry") as here:
        wanted = here.store.ids("failed") if every else [here.find(each) for each in reports]
        n = sum(here.retry(each) for each in wanted)
        nobody = here.unattended()
    click.echo(f"{count(n, 'report')} tried again" if n else "nothing of it had failed" if wanted else "nothing failed")
    complain([nobody])


@click.command()
@with_settings
@click.argument("reports", nargs=-1, metavar="[REPORT...]")
@click.option("--step", default="normalize", show_default=True, help="This one and all that come after it.")
@click.option("--all", "every", is_flag=True, help="All reports.")
def replay(settings: Settings, reports: Sequence[str], step: str, every: bool) -> None:
    """Run a step again, in a new generation. REPORT is an id, the beginning of one, or a key."""
    from workers.desk.system import system

    _named(reports, every)
    with system(settings, "wireroom replay") as here:
        here.check_steps([step])
        named = here.store.ids() if every else [here.find(each) for each in reports]
        wanted = [each for each in named if here.can_rerun(each)]
        for each in wanted:
            here.rerun(each, {step})
        nobody = here.unattended()
    left = f"; {count(len(named) - len(wanted), 'report')} refused at intake left as it is" if wanted != named else ""
    click.echo(f"{count(len(wanted), 'report')} to run again from {step}{left}")
    complain([nobody])


@click.command()
@with_settings
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
def delete(settings: Settings, reports: Sequence[str]) -> None:
    """Remove reports with everything that is kept of them. REPORT is an id, the beginning of one, or a key."""
    from workers.desk.system import system

    with system(settings, "wireroom delete") as here:
        for each in dict.fromkeys([here.find_one(each) for each in reports]):
            here.store.delete(each)
            click.echo(f"{each} deleted")


@click.command()
@with_settings
@json_option
def doctor(settings: Settings, as_json: bool) -> None:
    """Check that every report is accounted for.

    Accepted = done + refused + failed + in flight, for each hour and source.
    """
    from workers.desk.system import system

    with system(settings, "wireroom doctor") as here:
        totals, off = _balance(here)
        nobody = here.unattended()
    click.echo(compact(totals) if as_json else "\n".join(f"{_words(name):20} {n:,}" for name, n in totals.items()))
    click.echo("accepted = done + refused + failed + in flight" if not off else "It does not add up:", err=as_json)
    complain([*off, nobody])
    sys.exit(1 if off else 0)


def _balance(here: System) -> tuple[dict[str, int], list[str]]:
    """The sums over all hours and sources, and a line for each hour and source that does not add up."""
    balance = here.store.balance()
    off = [
        f"hour {hour}, source {source}: {row}"
        for (hour, source), row in sorted(balance.items())
        if row["accepted"] != row["done"] + row["refused"] + row["failed"] + row["in_flight"]
    ]
    names = ("accepted", "repeats", "done", "refused", "failed", "in_flight")
    totals = {name: sum(row[name] for row in balance.values()) for name in names}
    return totals | {"unreadable_messages": here.store.unreadable(), "workers": len(here.store.presence.alive())}, off


def _words(name: str) -> str:
    return {"repeats": "delivered again"}.get(name, name.replace("_", " "))


def _named(reports: Sequence[str], every: bool) -> None:
    from shared.errors import UsageError

    if bool(reports) == every:
        raise UsageError(
            "name reports by id or key, or say --all" if not every else "name reports, or say --all: not both"
        )
