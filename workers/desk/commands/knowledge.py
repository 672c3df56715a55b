"""Commands about the user's knowledge base: bring one in, look at it, try it."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import click

from workers.desk.options import compact, complain, count, json_option, printable, with_settings

if TYPE_CHECKING:
    from shared.settings import Settings

_NONE = "there is no knowledge base; bring one in with `wireroom kb import FILE`"


@click.group()
def kb() -> None:
    """Import people, organisations and places to link to, and try them."""


@kb.command(name="import")
@with_settings
@click.argument("file", type=click.File("rb"))
@click.option("--replace", is_flag=True, help="Keep nothing but what is in FILE.")
def import_(settings: Settings, file: BinaryIO, replace: bool) -> None:
    """Take in rows of id, name, aliases and type, from CSV or JSON lines; known ids are updated.

    An entity that has exactly the name or alias of a row is of the row's type, whatever the language model found.
    Reports that come in from now on are linked; `wireroom replay --all --step resolve` links the others.
    """
    from workers.desk import knowledge
    from workers.desk.system import system

    rows = knowledge.rows_of(file)
    with system(settings, "wireroom kb import") as here:
        version, n, new = knowledge.imported(here, rows, replace=replace)
    click.echo(f"version {version}: {count(n, 'row')}, {new:,} new, {len(rows) - new:,} updated")


@kb.command(name="list")
@with_settings
@click.option("--limit", type=click.IntRange(min=1), help="The first so many.")
@json_option
def list_(settings: Settings, limit: int | None, as_json: bool) -> None:
    """List its rows, in the order of import."""
    from itertools import islice

    from workers.desk import knowledge
    from workers.desk.system import system

    with system(settings, "wireroom kb list") as here:
        about = here.store.knowledge.about()
        if about and not as_json:
            click.echo(f"version {about['version']}: {count(int(about['rows']), 'row')}")
        for row in islice(here.store.knowledge.rows(), limit):
            click.echo(compact(row.model_dump()) if as_json else printable(knowledge.line(row)))
    complain([None if about else _NONE])


@kb.command()
@with_settings
@click.argument("text")
@json_option
def test(settings: Settings, text: str, as_json: bool) -> None:
    """Show what would be linked in TEXT (a sentence or a name alone), and why.

    Its entities are found and linked as in a report; where none of them is known, TEXT is tried as one name too.
    """
    from shared.errors import UsageError
    from workers.desk import knowledge
    from workers.desk.system import system

    with system(settings, "wireroom kb test") as here:
        if not here.store.knowledge.about():
            raise UsageError(_NONE)
        found = knowledge.tried(settings, text, here.store.knowledge)
    for each in found:
        click.echo(compact(each) if as_json else printable(knowledge.verdict(each)))
