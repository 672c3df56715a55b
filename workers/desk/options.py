"""Options and output that several commands share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TextIO

import click

from shared import settings as configuration
from shared.errors import UsageError
from shared.log import configure
from shared.status import REPORT_STATES
from workers.text.tables import extend

Command = Callable[..., Any]

paths_argument = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
json_option = click.option("--json", "as_json", is_flag=True, help="One compact JSON object a line.")
status_option = click.option(
    "--status", "only", type=click.Choice([each.value for each in REPORT_STATES]), help="Only these reports."
)
raw_option = click.option("--with-raw", is_flag=True, help="Add the received text to each record.")


def with_settings(function: Command) -> Command:
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
        extend(settings.words)
        return ctx.invoke(function, settings=settings, **rest)

    command.__name__, command.__doc__ = function.__name__, function.__doc__
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
    """For a terminal: names and messages of others, without control characters and halves of characters."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


def target(out: Path | None) -> TextIO | None:
    """The file to write to. Raises UsageError."""
    try:
        return out.open("w", encoding="utf-8") if out else None
    except OSError as error:
        raise UsageError(f"{out}: {error.strerror}") from None


def complain(problems: Iterable[str]) -> None:
    """Says on standard error what is wrong."""
    for each in problems:
        click.echo(f"wireroom: {each}", err=True)
