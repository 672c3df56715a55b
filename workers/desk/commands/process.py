"""Commands that take reports in: `run`, `read` and `send`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from workers.desk.options import (
    compact,
    complain,
    json_option,
    lines_option,
    paths_argument,
    raw_option,
    target,
    with_settings,
)

if TYPE_CHECKING:
    from shared.settings import Settings
    from shared.store import Delivery


@click.command()
@with_settings
@paths_argument
@lines_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the records here, one a line.")
@click.option("--bulk", is_flag=True, help="Behind live reports.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary.")
@json_option
@raw_option
def run(
    settings: Settings,
    paths: Sequence[str],
    jsonl: bool,
    out: Path | None,
    bulk: bool,
    quiet: bool,
    as_json: bool,
    with_raw: bool,
) -> None:
    """Take in files with real workers here, and show what was found.

    PATH is a file, a folder or `-` for standard input. Of many reports a summary is shown; `--out` or `--json` give
    all records.
    """
    from shared.errors import UsageError
    from workers.desk.delivery import Delivered
    from workers.desk.local import processed
    from workers.desk.system import system

    if settings.redis_url:
        raise UsageError(
            "WIRE_REDIS_URL is set, and `wireroom run` uses a Redis of its own: unset it, or feed that system with "
            "`wireroom send`"
        )
    problems: list[str] = []
    given = _given(settings, paths, jsonl=jsonl, bulk=bulk, problems=problems)
    with (
        target(out) as lines,
        system(settings, "wireroom run", join=False) as here,
        processed(here, given, progress=not quiet) as (ids, seconds),
    ):
        delivered = Delivered(lines, quiet=quiet, as_json=as_json, expected=len(ids))
        delivered.show(here.records(ids, with_raw=with_raw, parts=True))
    complain(problems)
    if not quiet:
        click.echo(delivered.total(seconds), err=as_json)
        if sys.stdout.isatty() and not as_json and (more := delivered.next()):
            click.echo(click.style(more, dim=True))
    sys.exit(1 if delivered.bad or problems else 0)


@click.command()
@with_settings
@paths_argument
@json_option
@click.option("--jsonl", is_flag=True, help='Read lines {"id", "raw" or "text"}; write one record a line, in order.')
@click.option("--only", metavar="STEP,...", help="Only these steps and what they need.")
@click.option("--kb", type=click.File("rb"), help="Link people and organisations to the rows of this file.")
@raw_option
def read(
    settings: Settings,
    paths: Sequence[str],
    as_json: bool,
    jsonl: bool,
    only: str | None,
    kb: BinaryIO | None,
    with_raw: bool,
) -> None:
    """Do the same in this process, without Redis, and keep nothing.

    With --jsonl exactly one record a line comes out, in order, refused ones too.
    """
    from shared.knowledge import EMPTY
    from workers.desk.delivery import Delivered
    from workers.desk.knowledge import knowledge_of
    from workers.desk.reading import Reading

    problems: list[str] = []
    reading = Reading(settings, only.split(",") if only else None, knowledge_of(kb) if kb else EMPTY)
    given = _given(settings, paths, jsonl=jsonl, bulk=False, problems=problems)
    ids = [id for each in given for id in reading.take(each)]
    delivered = Delivered(None, quiet=False, as_json=as_json or jsonl, expected=len(ids))
    delivered.show(reading.record(id, with_raw=with_raw) for id in ids)
    complain(problems)
    if not (as_json or jsonl) and delivered.many:
        click.echo(delivered.total(None))
    sys.exit(1 if delivered.bad or problems else 0)


@click.command()
@with_settings
@paths_argument
@lines_option
@click.option("--bulk", is_flag=True, help="Behind live reports.")
@click.option("--wait", is_flag=True, help="Until they are finished.")
@json_option
def send(settings: Settings, paths: Sequence[str], jsonl: bool, bulk: bool, wait: bool, as_json: bool) -> None:
    """Hand reports to the running system.

    Prints a line per report: id, status and key, with tabs between them.
    """
    from shared.status import BAD
    from workers.desk.delivery import wait_for
    from workers.desk.system import system
    from workers.desk.wording import clean

    problems: list[str] = []
    given = _given(settings, paths, jsonl=jsonl, bulk=bulk, problems=problems)
    with system(settings, "wireroom send") as here:
        new = {each.id: each.new for each in here.intake.take(given)}
        if wait:
            wait_for(here, list(new))
        nobody = here.unattended()
        bad = fresh = False
        for record in here.records(list(new), parts=wait):
            id, status = record["id"], record["status"]
            fresh, bad = new.get(id, fresh), bad or status in BAD
            if as_json:
                click.echo(compact({"id": id, "key": record["key"], "status": status, "new": fresh}))
            else:
                click.echo(f"{id}\t{status}\t{clean(record['key'])}")
    complain([*problems, nobody])
    sys.exit(1 if bad or problems else 0)


def _given(
    settings: Settings, paths: Sequence[str], *, jsonl: bool, bulk: bool, problems: list[str]
) -> Iterator[Delivery]:
    """The deliveries that the paths name; `problems` gets a line for each file that cannot be read."""
    from workers.desk import feed

    feed.check(paths)
    lane = "bulk" if bulk else "live"
    if jsonl:
        return feed.lines(paths, lane=lane, max_bytes=settings.max_bytes)
    return feed.deliveries(paths, lane=lane, max_bytes=settings.max_bytes, problems=problems)
