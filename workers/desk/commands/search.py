"""Commands that search in what was found: `quotes` and `entity`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workers.desk.options import compact, complain, json_option, with_settings

if TYPE_CHECKING:
    from shared.settings import Settings


@click.command()
@with_settings
@click.option("--speaker", required=True, help="A speaker's name or part of it, or an id of the speaker.")
@click.option("--direct", is_flag=True, help="Leave out indirect speech.")
@click.option("--limit", type=click.IntRange(min=1), default=1000, show_default=True,
              help="Of the reports that quote the speaker, the newest so many.")  # fmt: skip
@json_option
def quotes(settings: Settings, speaker: str, direct: bool, limit: int, as_json: bool) -> None:
    """Show what a speaker said over time, and the reports that carry it.

    Each quote is shown once, in the words in which it was carried first; of the other reports it is said whether they
    cut it, altered it, or put it into another's mouth.
    """
    from rich.console import Console

    from workers.desk import said
    from workers.desk.system import system

    with system(settings, "wireroom quotes") as here:
        found, reports = said.sayings(here, speaker, limit, direct=direct)
    out = Console(highlight=False)
    for each in found:
        click.echo(compact(said.data(each, reports))) if as_json else said.show(out, each, reports)
    if not found:
        complain([f"no report quotes {speaker!r}"])


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
