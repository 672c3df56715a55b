"""Commands that search in what was found: `entity`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workers.desk.options import compact, complain, json_option, with_settings

if TYPE_CHECKING:
    from shared.settings import Settings


@click.command()
@with_settings
@click.argument("name")
@click.option("--limit", type=click.IntRange(min=1), default=200, show_default=True,
              help="Of the reports found, the newest so many.")  # fmt: skip
@json_option
def entity(settings: Settings, name: str, limit: int, as_json: bool) -> None:
    """Show the reports that carry a person, an organisation or a place.

    NAME is its name or part of it, its id, or the id that it is linked to. Whoever is linked to one id of the
    knowledge base is one, under whatever name.
    """
    from rich.console import Console

    from workers.desk import named
    from workers.desk.system import system

    with system(settings, "wireroom entity") as here:
        found = named.carried(here, name, limit)
    for each in found:
        click.echo(compact(each)) if as_json else named.show(Console(highlight=False), each)
    if not found:
        complain([f"no report carries {name!r}"])
