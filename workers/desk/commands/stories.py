"""Commands about stories: `story` and `reindex`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from workers.desk.options import compact, complain, count, json_option, with_settings

if TYPE_CHECKING:
    from shared.settings import Settings
    from workers.desk.system import System


@click.command()
@with_settings
@click.argument("words", nargs=-1, required=True, metavar="[split|join] REPORT [OTHER]")
@click.option("--undo", is_flag=True, help="With split: take it back.")
@json_option
def story(settings: Settings, words: Sequence[str], undo: bool, as_json: bool) -> None:
    """Show the reports that repeat, update or correct each other.

    `story REPORT` shows the story of a report, and what changed from one to the next.

    `story split REPORT`: this report, and those that come from it, are another story, whatever arrives later.
    `story split --undo REPORT` takes that back.

    `story join REPORT OTHER`: the stories of these two are one, whatever their texts say.

    REPORT is an id, the beginning of one, or a key.
    """
    from rich.console import Console

    from workers.desk import stories, wording
    from workers.desk.system import system

    with system(settings, "wireroom story") as here:
        id = _edited(here, words, undo=undo)
        records = stories.shown(here, id)
    if as_json:
        click.echo(compact(stories.graph(records)))
        return
    stories.show_all(Console(highlight=False), records)
    if len(records) == 1:
        complain([f"{wording.name(records[0])} stands alone: no other report is in its story"])


def _edited(here: System, words: Sequence[str], *, undo: bool) -> str:
    """Does what an editor says of a story; returns the report that was named."""
    from shared.errors import UsageError
    from workers.desk import stories

    match list(words), undo:
        case [report], False:
            return here.find(report)
        case ["split", report], False:
            side = stories.split(here, id := here.find(report))
            more = f", with {count(len(side) - 1, 'report')} that came from it" if len(side) > 1 else ""
            click.echo(f"{id} is a story apart{more}", err=True)
            return id
        case ["split", report], True:
            n = stories.rejoin(here, id := here.find(report))
            click.echo(f"{id} may join again, and is one with {count(n, 'story', 'stories')}", err=True)
            return id
        case ["join", report, other], False:
            id, with_ = here.find(report), here.find(other)
            stories.join(here, id, with_)
            click.echo(f"{id} and {with_} are one story", err=True)
            return id
    raise UsageError(
        "say `story REPORT`, `story split REPORT`, `story split --undo REPORT` or `story join REPORT OTHER`"
    )


@click.command()
@with_settings
def reindex(settings: Settings) -> None:
    """Build the indexes of reports, names and quotes anew.

    For a store whose indexes were lost, or were written by an earlier release.
    """
    from workers.desk import stories
    from workers.desk.system import system

    with system(settings, "wireroom reindex") as here:
        n = stories.reindex(here)
    click.echo(f"{count(n, 'report')} indexed")
