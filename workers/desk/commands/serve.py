"""Commands that run workers in the foreground: `up` and `work`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workers.desk.options import with_settings

if TYPE_CHECKING:
    from shared.settings import Settings


@click.command()
@with_settings
@click.option("--flower", is_flag=True, help="Also start Flower, with events and a queue for every step.")
@click.option("--port", default=5555, show_default=True, help="Flower's port.")
@click.option("--address", default="127.0.0.1", show_default=True, help="Where Flower listens.")
def up(settings: Settings, flower: bool, port: int, address: str) -> None:
    """Run everything in the foreground: Redis, workers, Flower.

    With WIRE_REDIS_URL set that Redis is used.
    """
    from workers.desk import stay

    stay.up(settings, (address, port) if flower else None)


@click.command()
@with_settings
@click.option("--lanes", metavar="STEP,...", help="Serve these steps' queues only (with WIRE_LANES=each).")
def work(settings: Settings, lanes: str | None) -> None:
    """Run workers for the Redis of WIRE_REDIS_URL: what a container runs."""
    from shared.errors import UsageError
    from workers.desk import stay
    from workers.desk.system import system

    if not settings.redis_url:
        raise UsageError("WIRE_REDIS_URL is not set; on one machine use `wireroom up`")
    with system(settings, "wireroom work") as here:
        stay.work(here, lanes.split(",") if lanes else [])
