"""Commands that ask about reports, or ask for them to be done again."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click
from rich.console import Console

from shared.errors import UsageError
from shared.settings import Settings
from workers.desk import show
from workers.desk.export.command import export
from workers.desk.options import compact, complain, json_option, raw_option, status_option, with_settings
from workers.desk.system import system


@click.command()
@with_settings
@click.argument("id")
@json_option
def status(settings: Settings, id: str, as_json: bool) -> None:
    """Where a report is, and why."""
    with system(settings, "wireroom status") as here:
        record = next(here.records([here.find(id)]))
        if as_json:
            click.echo(
                compact({name: record[name] for name in ("id", "key", "status", "generation", "error", "steps")})
            )
        else:
            show.status(Console(), record)


@click.command(name="show")
@with_settings
@click.argument("id")
@json_option
@raw_option
def show_(settings: Settings, id: str, as_json: bool, with_raw: bool) -> None:
    """What was found in a report."""
    with system(settings, "wireroom show") as here:
        record = next(here.records([here.find(id)], with_raw=with_raw))
        click.echo(compact(record)) if as_json else show.summary(Console(), record)


@click.command(name="list")
@with_settings
@status_option
@click.option("--limit", default=50, show_default=True, help="The newest so many.")
@json_option
def list_(settings: Settings, only: str | None, limit: int, as_json: bool) -> None:
    """Reports, newest last."""
    with system(settings, "wireroom list") as here:
        for record in here.records(here.store.ids(only, limit)):
            click.echo(compact(record)) if as_json else show.line(Console(), record)


@click.command()
@with_settings
@json_option
def failed(settings: Settings, as_json: bool) -> None:
    """Reports that failed, with the reason."""
    with system(settings, "wireroom failed") as here:
        for record in here.records(here.store.ids("failed")):
            click.echo(compact(record)) if as_json else show.line(Console(), record)


@click.command()
@with_settings
@click.argument("ids", nargs=-1, metavar="[ID...]")
@click.option("--all", "every", is_flag=True, help="All that failed.")
def retry(settings: Settings, ids: Sequence[str], every: bool) -> None:
    """Run what failed again."""
    if not ids and not every:
        raise UsageError("name ids, or say --all")
    with system(settings, "wireroom retry") as here:
        wanted = here.store.ids("failed") if every else [here.find(each) for each in ids]
        n = sum(here.retry(each) for each in wanted)
    click.echo(f"{n} reports are tried again")


@click.command()
@with_settings
@click.argument("ids", nargs=-1, metavar="[ID...]")
@click.option("--step", default="normalize", show_default=True, help="This one and all that come after it.")
@click.option("--all", "every", is_flag=True, help="All reports.")
def replay(settings: Settings, ids: Sequence[str], step: str, every: bool) -> None:
    """Run a step again, in a new generation."""
    if not ids and not every:
        raise UsageError("name ids, or say --all")
    with system(settings, "wireroom replay") as here:
        wanted = [each for each in (here.store.ids() if every else map(here.find, ids)) if here.can_rerun(each)]
        for each in wanted:
            here.rerun(each, {step})
    click.echo(f"{len(wanted)} reports run again from {step}")


@click.command()
@with_settings
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
def delete(settings: Settings, ids: Sequence[str]) -> None:
    """Remove reports with everything that is kept of them."""
    with system(settings, "wireroom delete") as here:
        for each in [here.find(each) for each in ids]:
            here.store.delete(each)
            click.echo(f"{each} deleted")


@click.command()
@with_settings
@json_option
def doctor(settings: Settings, as_json: bool) -> None:
    """Whether everything adds up."""
    with system(settings, "wireroom doctor") as here:
        balance, off = here.store.balance(), []
        for (hour, source), row in sorted(balance.items()):
            if row["accepted"] != row["done"] + row["refused"] + row["failed"] + row["in_flight"]:
                off.append(f"hour {hour}, source {source}: {row}")
        totals = {name: sum(row[name] for row in balance.values()) for name in next(iter(balance.values()), {})}
        totals |= {"unreadable_messages": here.store.unreadable()}
    click.echo(compact(totals) if as_json else "\n".join(f"{name:20} {n}" for name, n in totals.items()))
    click.echo("accepted = done + refused + failed + in flight" if not off else "It does not add up:", err=as_json)
    complain(off)
    sys.exit(1 if off else 0)


#: In the order in which help lists them.
COMMANDS = (status, show_, list_, failed, retry, replay, delete, export, doctor)
