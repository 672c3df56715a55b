"""The command line. Each command is a few lines; what it does is in the modules beside this one."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TextIO

import click
from rich.console import Console

from shared import settings as configuration
from shared.errors import StoreFull, StoreGone, UsageError, WireError
from shared.log import configure
from shared.settings import Settings
from workers.desk import feed, show
from workers.desk.system import System, system

_BAD = frozenset({"refused", "failed"})
_FEW = 20

Command = Callable[..., Any]


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


def _settings(function: Command) -> Command:
    """Adds --data and --allow-volatile, and hands over the settings."""

    @click.option("--data", type=click.Path(path_type=Path), help="The data folder (WIRE_DATA).")
    @click.option("--allow-volatile", is_flag=True, help="Accept a Redis that may lose reports.")
    @click.pass_context
    def command(ctx: click.Context, /, data: Path | None, allow_volatile: bool, **rest: Any) -> Any:
        given = configuration.load()
        change: dict[str, Any] = {"data": data, "redis_url": None} if data else {}
        change |= {"allow_volatile": True} if allow_volatile else {}
        settings = given.model_copy(update=change)
        configure(settings.log_level)
        return ctx.invoke(function, settings=settings, **rest)

    command.__name__, command.__doc__ = function.__name__, function.__doc__
    command.__click_params__ = [*command.__click_params__, *getattr(function, "__click_params__", [])]  # type: ignore[attr-defined]
    return command


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wireroom")
def main() -> None:
    """Takes in wire reports: normalises them, finds quotes and who said them, entities, repeats and versions."""


_paths = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
_json = click.option("--json", "as_json", is_flag=True, help="One compact JSON object a line.")
_raw = click.option("--with-raw", is_flag=True, help="Add the received text to each record.")


@main.command()
@_settings
@_paths
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the records here, one a line.")
@click.option("--bulk", is_flag=True, help="Behind live reports.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary.")
@_json
@_raw
def run(
    settings: Settings, paths: Sequence[str], out: Path | None, bulk: bool, quiet: bool, as_json: bool, with_raw: bool
) -> None:
    """Take in files and folders with real workers on this machine, and show what was found."""
    from workers.desk.local import process  # noqa: PLC0415  Celery takes a while to import

    if settings.redis_url:
        raise UsageError(
            "WIRE_REDIS_URL is set: `wireroom run` uses its own Redis; feed that system with `wireroom send`"
        )
    target = _target(out)
    problems: list[str] = []
    given = feed.deliveries(paths, lane="bulk" if bulk else "live", max_bytes=settings.max_bytes, problems=problems)
    with system(settings, "wireroom run", join=False) as here:
        ids, seconds = process(here, given, progress=not quiet)
        records = (
            list(here.records(ids, with_raw=with_raw)) if len(ids) <= _FEW else here.records(ids, with_raw=with_raw)
        )
        bad, n = _deliver(records, len(ids), out=target, quiet=quiet, as_json=as_json)
    if target:
        target.close()
    _complain(problems)
    if not quiet:
        rate = f", {n / seconds:.0f} a second" if n > _FEW and seconds else ""
        click.echo(f"\n{n} reports: {n - bad} done, {bad} refused or failed; {seconds:.1f} s{rate}", err=as_json)
    sys.exit(1 if bad or problems else 0)


@main.command()
@_settings
@_paths
@_json
@click.option("--jsonl", is_flag=True, help='Read lines {"id", "raw" or "text"}; write one record a line, in order.')
@click.option("--only", metavar="STEP,...", help="Only these steps and what they need.")
@_raw
def read(
    settings: Settings, paths: Sequence[str], as_json: bool, jsonl: bool, only: str | None, with_raw: bool
) -> None:
    """Do the same in this process, without Redis and Celery, and keep nothing."""
    from workers.desk.reading import Reading  # noqa: PLC0415  the steps' tables take a while to import

    problems: list[str] = []
    reading = Reading(settings, only.split(",") if only else None)
    given = (
        feed.lines(paths, max_bytes=settings.max_bytes)
        if jsonl
        else feed.deliveries(paths, lane="live", max_bytes=settings.max_bytes, problems=problems)
    )
    ids = [reading.take(each) for each in given]
    records = (reading.record(id, with_raw=with_raw) for id in ids)
    bad, _ = _deliver(records, len(ids), as_json=as_json or jsonl)
    _complain(problems)
    sys.exit(1 if bad or problems else 0)


@main.command()
@_settings
@click.option("--flower", is_flag=True, help="Also start Flower, with events and a queue for every step.")
@click.option("--port", default=5555, show_default=True, help="Flower's port on this machine.")
def up(settings: Settings, flower: bool, port: int) -> None:
    """Run everything in the foreground: Redis unless one is given, workers, Flower."""
    from workers.desk import stay  # noqa: PLC0415

    keep: dict[str, Any] = (
        {} if settings.keep is not None or "WIRE_KEEP" in stay.ENVIRONMENT else {"keep": 7 * configuration.DAY}
    )
    if flower:
        keep |= {"events": True, "lanes": "each"}
    settings = settings.model_copy(update=keep)
    with system(settings, "wireroom up", join=False) as here:
        stay.up(here, port if flower else None)


@main.command()
@_settings
@click.option("--lanes", metavar="STEP,...", help="Serve these steps' queues only (with WIRE_LANES=each).")
def work(settings: Settings, lanes: str | None) -> None:
    """Run workers for the Redis of WIRE_REDIS_URL: what a container runs."""
    from workers.desk import stay  # noqa: PLC0415

    if not settings.redis_url:
        raise UsageError("WIRE_REDIS_URL is not set; on one machine use `wireroom up`")
    with system(settings, "wireroom work") as here:
        stay.work(here, lanes.split(",") if lanes else [])


@main.command()
@_settings
@_paths
@click.option("--bulk", is_flag=True, help="Behind live reports.")
@click.option("--wait", is_flag=True, help="Until they are finished.")
@_json
def send(settings: Settings, paths: Sequence[str], bulk: bool, wait: bool, as_json: bool) -> None:
    """Hand reports to the running system; prints their ids."""
    problems: list[str] = []
    given = feed.deliveries(paths, lane="bulk" if bulk else "live", max_bytes=settings.max_bytes, problems=problems)
    with system(settings, "wireroom send") as here:
        accepted = here.intake.take(given)
        ids = [each.id for each in accepted]
        if wait:
            _wait(here, ids)
        for each, record in zip(accepted, here.records(ids), strict=True):
            if as_json:
                click.echo(_compact({"id": each.id, "key": record["key"], "status": record["status"], "new": each.new}))
            else:
                click.echo(f"{each.id}  {record['status']:8} {record['key']}")
        bad = [each for each in here.store.load(ids) if each.status in _BAD]
    _complain(problems)
    sys.exit(1 if bad or problems else 0)


@main.command()
@_settings
@click.argument("id")
@_json
def status(settings: Settings, id: str, as_json: bool) -> None:
    """Where a report is, and why."""
    with system(settings, "wireroom status") as here:
        record = next(here.records([here.find(id)]))
        if as_json:
            click.echo(
                _compact({name: record[name] for name in ("id", "key", "status", "generation", "error", "steps")})
            )
        else:
            show.status(Console(), record)


@main.command(name="show")
@_settings
@click.argument("id")
@_json
@_raw
def show_(settings: Settings, id: str, as_json: bool, with_raw: bool) -> None:
    """What was found in a report."""
    with system(settings, "wireroom show") as here:
        record = next(here.records([here.find(id)], with_raw=with_raw))
        click.echo(_compact(record)) if as_json else show.summary(Console(), record)


@main.command(name="list")
@_settings
@click.option("--status", "only", type=click.Choice(["waiting", "running", "done", "refused", "failed"]))
@click.option("--limit", default=50, show_default=True, help="The newest so many.")
@_json
def list_(settings: Settings, only: str | None, limit: int, as_json: bool) -> None:
    """Reports, newest last."""
    with system(settings, "wireroom list") as here:
        for record in here.records(here.store.ids(only, limit)):
            click.echo(_compact(record)) if as_json else show.line(Console(), record)


@main.command()
@_settings
@_json
def failed(settings: Settings, as_json: bool) -> None:
    """Reports that failed, with the reason."""
    with system(settings, "wireroom failed") as here:
        for record in here.records(here.store.ids("failed")):
            click.echo(_compact(record)) if as_json else show.line(Console(), record)


@main.command()
@_settings
@click.argument("id")
@_json
def story(settings: Settings, id: str, as_json: bool) -> None:
    """The reports that repeat, update or correct each other, earliest first."""
    with system(settings, "wireroom story") as here:
        records = list(here.records(here.store.story(here.find(id))))
        if as_json:
            for record in records:
                click.echo(_compact({name: record[name] for name in ("id", "key", "story", "relations")}))
        else:
            show.chain(Console(), records)


@main.command()
@_settings
@click.option("--speaker", required=True, help="Part of a speaker's name.")
@_json
def quotes(settings: Settings, speaker: str, as_json: bool) -> None:
    """What a speaker said, over time."""
    out = Console()
    with system(settings, "wireroom quotes") as here:
        for record in here.records(here.store.ids("done")):
            mine = [each for each in record["quotes"] if _said_by(each, speaker)]
            for each in mine if as_json else []:
                click.echo(_compact({"id": record["id"], "key": record["key"]} | each))
            if mine and not as_json:
                show.line(out, record)
                for text in show.quote_lines(record | {"quotes": mine}):
                    out.print("   ", text)


@main.command()
@_settings
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


@main.command()
@_settings
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


@main.command()
@_settings
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
def delete(settings: Settings, ids: Sequence[str]) -> None:
    """Remove reports with everything that is kept of them."""
    with system(settings, "wireroom delete") as here:
        for each in [here.find(each) for each in ids]:
            here.store.delete(each)
            click.echo(f"{each} deleted")


@main.command()
@_settings
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file; standard output without it.")
@_raw
def export(settings: Settings, out: Path | None, with_raw: bool) -> None:
    """All records, one a line."""
    with system(settings, "wireroom export") as here:
        target = _target(out) or sys.stdout
        for record in here.records(here.store.ids(), with_raw=with_raw):
            target.write(_compact(record) + "\n")


@main.command()
@_settings
@_json
def doctor(settings: Settings, as_json: bool) -> None:
    """Whether everything adds up."""
    with system(settings, "wireroom doctor") as here:
        balance, off = here.store.balance(), []
        for (hour, source), row in sorted(balance.items()):
            if row["accepted"] != row["done"] + row["refused"] + row["failed"] + row["in_flight"]:
                off.append(f"hour {hour}, source {source}: {row}")
        totals = {name: sum(row[name] for row in balance.values()) for name in next(iter(balance.values()), {})}
        totals |= {"unreadable_messages": here.store.unreadable()}
    click.echo(_compact(totals) if as_json else "\n".join(f"{name:20} {n}" for name, n in totals.items()))
    click.echo("accepted = done + refused + failed + in flight" if not off else "It does not add up:", err=as_json)
    _complain(off)
    sys.exit(1 if off else 0)


def _deliver(
    records: Iterable[dict[str, Any]], n: int, *, out: TextIO | None = None, quiet: bool = False, as_json: bool = False
) -> tuple[int, int]:
    """Prints and writes records; says on standard error what is bad; returns how many are, and how many there were."""
    console, bad, seen = Console(), 0, 0
    for record in records:
        seen += 1
        if out:
            out.write(_compact(record) + "\n")
        if as_json:
            click.echo(_compact(record))
        elif not quiet:
            (show.summary if n <= _FEW else show.line)(console, record)
        if record["status"] in _BAD:
            bad += 1
            why = record["error"]["message"] if record["error"] else ""
            click.echo(f"wireroom: {record['key'] or record['id']}: {record['status']}: {why}", err=True)
    return bad, seen


def _wait(here: System, ids: Sequence[str]) -> None:
    began, left = monotonic(), list(ids)
    while left:
        left = [each.id for each in here.store.load(left) if each.status in ("waiting", "running")]
        if left and monotonic() - began > 10 and not here.store.running() and monotonic() - began < 10.5:
            click.echo("wireroom: no worker is at it; start one with `wireroom up`", err=True)
        sleep(0.2 if left else 0)


def _said_by(quote: dict[str, Any], speaker: str) -> bool:
    named = quote["speaker"]["name"] if quote["speaker"] else " ".join(each["text"] for each in quote["source"])
    return speaker.casefold() in named.casefold()


def _compact(value: Any) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        text.encode()
    except UnicodeEncodeError:  # half a surrogate pair
        return json.dumps(value, separators=(",", ":"))
    return text


def _target(out: Path | None) -> TextIO | None:
    try:
        return out.open("w", encoding="utf-8") if out else None
    except OSError as error:
        raise UsageError(f"{out}: {error.strerror}") from None


def _complain(problems: Iterable[str]) -> None:
    for each in problems:
        click.echo(f"wireroom: {each}", err=True)
