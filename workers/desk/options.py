"""Options, arguments and output that several commands share. Light to import: every `--help` does it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from functools import update_wrapper
from pathlib import Path
from typing import Any, TextIO

import click

from shared.errors import UsageError
from shared.status import REPORT_STATES

Command = Callable[..., Any]

paths_argument = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
json_option = click.option("--json", "as_json", is_flag=True, help="One compact JSON object a line.")
lines_option = click.option("--jsonl", is_flag=True, help='PATHs hold lines {"id", "raw" or "text"}, a report each.')
raw_option = click.option("--with-raw", is_flag=True, help="Add the received text to each record.")
_FILTERS = (
    click.option("--status", type=click.Choice([each.value for each in REPORT_STATES]), help="Only these reports."),
    click.option("--source", help="Only those of this source."),
    click.option("--label", help="Only those with this label, such as RPT or 'UPDATE 2'."),
    click.option("--since", metavar="WHEN", help="Only those received since: 2h, 7d, 2026-11-24, 2026-11-24T10:30 (UTC)."),  # noqa: E501
)  # fmt: skip


def with_filters(function: Command) -> Command:
    """Adds --status, --source, --label and --since."""
    for option in reversed(_FILTERS):
        function = option(function)
    return function


def with_settings(function: Command) -> Command:
    """Adds --data and --allow-volatile, and passes the settings as `settings`."""

    @click.option("--data", help="The data folder (WIRE_DATA).")
    @click.option("--allow-volatile", is_flag=True, help="Accept a Redis that may lose reports.")
    @click.pass_context
    def command(ctx: click.Context, /, data: str | None, allow_volatile: bool, **rest: Any) -> Any:
        # These bring pydantic and structlog, which no help needs.
        from shared import settings as configuration  # noqa: PLC0415
        from shared.log import configure  # noqa: PLC0415
        from workers.text.tables import extend  # noqa: PLC0415

        given = configuration.load()
        if data == "":  # a variable of the shell that is not set; as a path it would be the current folder
            raise UsageError("--data is empty; name a folder, or leave it out")
        change: dict[str, Any] = {"data": Path(data), "redis_url": None} if data else {}
        change |= {"allow_volatile": True} if allow_volatile else {}
        settings = given.model_copy(update=change)
        configure(settings.log_level)
        extend(settings.words)
        return ctx.invoke(function, settings=settings, **rest)

    update_wrapper(command, function, assigned=("__name__", "__doc__"), updated=())
    command.__click_params__ = [*command.__click_params__, *getattr(function, "__click_params__", [])]  # type: ignore[attr-defined]
    return command


def compact(value: Any) -> str:
    """One line of JSON."""
    try:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        text.encode()
    except UnicodeEncodeError:  # half a surrogate pair
        return json.dumps(value, separators=(",", ":"))
    return text


def printable(text: str) -> str:
    """A text of others for a terminal, of the same length: white space as spaces, other control characters replaced."""
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else " " if each.isspace() else "\N{REPLACEMENT CHARACTER}" for each in text
    )


def count(n: int, noun: str, plural: str | None = None) -> str:
    """`1 report`, `2 reports`, `1,500 entries`."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


@contextmanager
def target(out: Path | None) -> Iterator[TextIO | None]:
    """The file to write to, for the length of the block; None without one. Raises UsageError."""
    try:
        stream = out.open("w", encoding="utf-8") if out else None
    except OSError as error:
        raise UsageError(f"{out}: it cannot be written: {error.strerror}; name another file with --out") from None
    with stream or nullcontext():
        yield stream


def complain(problems: Iterable[str | None]) -> None:
    """Says on standard error what is wrong, a line each; None is nothing."""
    for each in filter(None, problems):
        click.echo(f"wireroom: {printable(each)}", err=True)
