"""Commands that look at reports: `list`, `show`, `status` and `failed`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from workers.desk.options import compact, complain, json_option, raw_option, with_filters, with_settings

if TYPE_CHECKING:
    from shared.settings import Settings


@click.command()
@with_settings
@click.argument("report")
@json_option
def status(settings: Settings, report: str, as_json: bool) -> None:
    """Say where a report is, and why. REPORT is its id, the beginning of it, or its key."""
    from rich.console import Console

    from workers.desk import show
    from workers.desk.system import system

    with system(settings, "wireroom status") as here:
        record = next(here.records([here.find(report)]))
        nobody = here.unattended() if record["status"] == "waiting" else None
    if as_json:
        click.echo(compact({name: record[name] for name in ("id", "key", "status", "generation", "error", "steps")}))
    else:
        show.status(Console(highlight=False), record)
    complain([nobody])


@click.command(name="show")
@with_settings
@click.argument("report")
@json_option
@raw_option
def show_(settings: Settings, report: str, as_json: bool, with_raw: bool) -> None:
    """Show what was found in a report. REPORT is its id, the beginning of it, or its key."""
    from rich.console import Console

    from workers.desk import show
    from workers.desk.system import system

    with system(settings, "wireroom show") as here:
        record = next(here.records([here.find(report)], with_raw=with_raw))
    click.echo(compact(record)) if as_json else show.summary(Console(highlight=False), record)


@click.command(name="list")
@with_settings
@with_filters
@click.option("--before", metavar="REPORT", help="Only those taken in before this one: the page before it.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="The newest so many.")
@json_option
def list_(settings: Settings, before: str | None, limit: int, as_json: bool, **filters: Any) -> None:
    """List reports, newest last.

    On a terminal as a table; on a pipe a line per report, with tabs between received (UTC), status, source, id, key,
    headline, place in the story, and the reason why it was refused.
    """
    from workers.desk.filters import filter_of

    wanted = filter_of(**filters)
    _listing(settings, "list", wanted, before=before, limit=limit, as_json=as_json)


@click.command()
@with_settings
@json_option
def failed(settings: Settings, as_json: bool) -> None:
    """List reports that failed, with the reason.

    `wireroom retry` runs them again.
    """
    from shared.redis_listing import Filter

    _listing(settings, "failed", Filter("failed"), before=None, limit=None, as_json=as_json)


def _listing(
    settings: Settings, command: str, wanted: Any, *, before: str | None, limit: int | None, as_json: bool
) -> None:
    """Prints the reports wanted; that there are none is said on standard error."""
    from rich.console import Console

    from workers.desk import tables
    from workers.desk.system import system

    with system(settings, f"wireroom {command}") as here:
        last = here.find(before) if before else None
        ids = here.store.listing.ids(wanted, newest=limit, before=last)
        if as_json:
            for record in here.records(ids):
                click.echo(compact(record))
        else:
            tables.listing(Console(highlight=False), here.records(ids))
    if not ids:
        complain([_nothing(command, wanted, before)])


def _nothing(command: str, wanted: Any, before: str | None) -> str:
    if command == "failed":
        return "no report has failed"
    if any(each not in (None, "") for each in (*wanted, before)):
        return "no report matches; `wireroom list` shows all"
    return "there are no reports yet; `wireroom run PATH...` takes some in"
