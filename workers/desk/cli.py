"""The command line. Each command is a few lines; what it does is in the modules beside this one."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import Any, BinaryIO, TextIO

import click
from rich.console import Console

from shared.errors import StoreFull, StoreGone, UsageError, WireError
from shared.knowledge import EMPTY
from shared.record import parts
from shared.settings import Settings
from workers.desk import asking, feed, feeds_in, knowledge, named, said, show, stories
from workers.desk.options import compact, complain, json_option, paths_argument, raw_option, target, with_settings
from workers.desk.system import System, system

_BAD = frozenset({"refused", "failed"})
_FEW = 20


class _Group(click.Group):
    """Says every error of ours in one line, with the exit code of the contract."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (StoreGone, StoreFull) as error:
            click.echo(f"wireroom: {error}", err=True)
            ctx.exit(1)
        except UsageError as error:
            click.echo(f"wireroom: {error}", err=True)
            ctx.exit(2)
        except WireError as error:
            click.echo(f"wireroom: {error}", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wireroom")
def main() -> None:
    """Takes in wire reports: normalises them, finds quotes and who said them, entities, repeats and versions."""


@main.command()
@with_settings
@paths_argument
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the records here, one a line.")
@click.option("--bulk", is_flag=True, help="Behind live reports.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary.")
@json_option
@raw_option
def run(
    settings: Settings, paths: Sequence[str], out: Path | None, bulk: bool, quiet: bool, as_json: bool, with_raw: bool
) -> None:
    """Take in files and folders with real workers on this machine, and show what was found."""
    from workers.desk.local import processed  # noqa: PLC0415  Celery takes a while to import

    if settings.redis_url:
        raise UsageError(
            "WIRE_REDIS_URL is set: `wireroom run` uses its own Redis; feed that system with `wireroom send`"
        )
    lines = target(out)
    problems: list[str] = []
    given = feed.deliveries(paths, lane="bulk" if bulk else "live", max_bytes=settings.max_bytes, problems=problems)
    with (
        system(settings, "wireroom run", join=False) as here,
        processed(here, given, progress=not quiet) as (ids, seconds),
    ):
        records = here.records(ids, with_raw=with_raw, parts=True)
        bad, n = _deliver(records, len(ids), out=lines, quiet=quiet, as_json=as_json)
    if lines:
        lines.close()
    complain(problems)
    if not quiet:
        rate = f", {n / seconds:.0f} a second" if n > _FEW and seconds else ""
        click.echo(f"\n{n} reports: {n - bad} done, {bad} refused or failed; {seconds:.1f} s{rate}", err=as_json)
    sys.exit(1 if bad or problems else 0)


@main.command()
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
    """Do the same in this process, without Redis and Celery, and keep nothing."""
    from workers.desk.reading import Reading  # noqa: PLC0415  the steps' tables take a while to import

    problems: list[str] = []
    known = knowledge.knowledge_of(kb) if kb else EMPTY
    reading = Reading(settings, only.split(",") if only else None, known)
    given = (
        feed.lines(paths, max_bytes=settings.max_bytes)
        if jsonl
        else feed.deliveries(paths, lane="live", max_bytes=settings.max_bytes, problems=problems)
    )
    ids = [id for each in given for id in reading.take(each)]
    records = (reading.record(id, with_raw=with_raw) for id in ids)
    bad, _ = _deliver(records, len(ids), as_json=as_json or jsonl)
    complain(problems)
    sys.exit(1 if bad or problems else 0)


@main.command()
@with_settings
@click.option("--flower", is_flag=True, help="Also start Flower, with events and a queue for every step.")
@click.option("--port", default=5555, show_default=True, help="Flower's port.")
@click.option("--address", default="127.0.0.1", show_default=True, help="Where Flower listens.")
def up(settings: Settings, flower: bool, port: int, address: str) -> None:
    """Run everything in the foreground: Redis unless one is given, workers, Flower."""
    from workers.desk import stay  # noqa: PLC0415

    stay.up(settings, (address, port) if flower else None)


@main.command()
@with_settings
@click.option("--lanes", metavar="STEP,...", help="Serve these steps' queues only (with WIRE_LANES=each).")
def work(settings: Settings, lanes: str | None) -> None:
    """Run workers for the Redis of WIRE_REDIS_URL: what a container runs."""
    from workers.desk import stay  # noqa: PLC0415

    if not settings.redis_url:
        raise UsageError("WIRE_REDIS_URL is not set; on one machine use `wireroom up`")
    with system(settings, "wireroom work") as here:
        stay.work(here, lanes.split(",") if lanes else [])


@main.command()
@with_settings
@paths_argument
@click.option("--bulk", is_flag=True, help="Behind live reports.")
@click.option("--wait", is_flag=True, help="Until they are finished.")
@json_option
def send(settings: Settings, paths: Sequence[str], bulk: bool, wait: bool, as_json: bool) -> None:
    """Hand reports to the running system; prints their ids."""
    problems: list[str] = []
    given = feed.deliveries(paths, lane="bulk" if bulk else "live", max_bytes=settings.max_bytes, problems=problems)
    with system(settings, "wireroom send") as here:
        new = {each.id: each.new for each in here.intake.take(given)}
        if wait:
            _wait(here, list(new))
        bad = fresh = False
        for record in here.records(list(new), parts=wait):
            id, status = record["id"], record["status"]
            fresh, bad = new.get(id, fresh), bad or status in _BAD
            if as_json:
                click.echo(compact({"id": id, "key": record["key"], "status": status, "new": fresh}))
            else:
                click.echo(f"{id}  {status:8} {record['key']}")
    complain(problems)
    sys.exit(1 if bad or problems else 0)


def _deliver(
    records: Iterable[dict[str, Any]], n: int, *, out: TextIO | None = None, quiet: bool = False, as_json: bool = False
) -> tuple[int, int]:
    """Prints and writes records; says on standard error what is bad; returns how many are, and how many there were."""
    console, bad, seen = Console(), 0, 0
    for record in records:
        seen += 1
        if out:
            out.write(compact(record) + "\n")
        if as_json:
            click.echo(compact(record))
        elif not quiet:
            n += len(record["parts"])
            (show.summary if n <= _FEW else show.line)(console, record)
        if record["status"] in _BAD:
            bad += 1
            why = record["error"]["message"] if record["error"] else ""
            click.echo(f"wireroom: {record['key'] or record['id']}: {record['status']}: {why}", err=True)
    return bad, seen


def _wait(here: System, ids: Sequence[str]) -> None:
    """Until these reports are finished, and those they held."""
    began, left, said = monotonic(), list(ids), False
    while left:
        looked = here.store.load(left)
        left = [each.id for each in looked if each.status in ("waiting", "running")]
        left += [part for each in looked if each.id not in left for part in parts(each)]
        if left and not said and monotonic() - began > 15 and not here.store.running():
            click.echo("wireroom: no worker is at it; start one with `wireroom up`", err=True)
            said = True
        sleep(0.1 if left else 0)


for each in (*asking.COMMANDS, *stories.COMMANDS, said.quotes, named.entity, knowledge.kb, *feeds_in.COMMANDS):
    main.add_command(each)
