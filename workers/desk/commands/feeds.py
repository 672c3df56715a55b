"""Commands that bring reports in by themselves: `watch` a folder, `poll` feeds."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workers.desk.options import with_settings

if TYPE_CHECKING:
    from shared.settings import Settings


class _Time(click.ParamType[float]):
    """A time as settings have it, in seconds: `30s`, `5m`."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        from pydantic import TypeAdapter, ValidationError

        from shared.settings import Seconds

        try:
            return TypeAdapter[float](Seconds).validate_python(value)
        except ValidationError:
            self.fail(f"{value!r} is no time such as 30s or 5m", param, ctx)


@click.command()
@with_settings
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--source", default="watch", show_default=True, help="The source name of its reports.")
@click.option("--settle", type=_Time(), default="1s", show_default=True, help="A file must not change for so long.")
@click.option("--once", is_flag=True, help="Take what is there, and end.")
def watch(settings: Settings, folder: Path, source: str, settle: float, once: bool) -> None:
    """Take in files as they are dropped into a folder.

    They are moved to its done/ or refused/.
    """
    from workers.desk import feeds_in

    sys.exit(feeds_in.watch(settings, folder, source=source, settle=settle, once=once))


@click.command()
@with_settings
@click.argument("urls", nargs=-1, metavar="URL...")
@click.option("--every", type=_Time(), help="How often (WIRE_POLL_EVERY).")
@click.option("--source", help="The source name of what they bring; without it, each feed's host.")
@click.option("--once", is_flag=True, help="Poll each of them once, and end.")
@click.option("--allow-private", is_flag=True, help="Feeds may be at private addresses (WIRE_ALLOW_PRIVATE).")
def poll(
    settings: Settings, urls: Sequence[str], every: float | None, source: str | None, once: bool, allow_private: bool
) -> None:
    """Take in what feeds bring: RSS, Atom, or any document at an address.

    Without a URL those of WIRE_FEEDS are polled.
    """
    from workers.desk import feeds_in

    change: dict[str, object] = {"poll_every": every} if every else {}
    change |= {"allow_private": True} if allow_private else {}
    sys.exit(feeds_in.poll(settings.model_copy(update=change), urls, source=source, once=once))
