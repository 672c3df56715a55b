"""What somebody said, over time: each direct quote once, with all reports that carry it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from shared.echoes import appearances
from shared.finding import id_name, speaks, words
from shared.sayings import Saying, gather
from shared.settings import Settings
from workers.desk.options import compact, json_option, with_settings
from workers.desk.system import system

_COLOURS = {"same": "green", "trimmed": "cyan", "altered": "yellow", "other_speaker": "red"}
_MARKS = {"same": ("", ""), "out": ("[-", "-]"), "in": ("{+", "+}")}
_STYLES = {"same": "dim", "out": "red strike", "in": "green"}


@click.command()
@with_settings
@click.option("--speaker", required=True, help="A speaker's name or part of it, or an id of the speaker.")
@click.option("--limit", default=1000, show_default=True, help="Of the reports that quote the speaker, the newest.")
@json_option
def quotes(settings: Settings, speaker: str, limit: int, as_json: bool) -> None:
    """What a speaker said, over time, with the reports that carry it."""
    out = Console()
    spelt, id = words(speaker), id_name(speaker)
    with system(settings, "wireroom quotes") as here:
        found = here.store.finding.named([[speaks(each) for each in way] for way in (spelt, [id]) if way])
        reports = {each["id"]: each for each in here.records(here.store.finding.sharing(found[-limit:]))}
    every = (said for id, each in reports.items() for said in appearances(id, each["text"] or "", each))
    for saying in gather(every):
        if any(id in each.ids or (spelt and {*spelt} <= {*words(each.by or "")}) for each, _ in saying.appearances):
            if as_json:
                click.echo(compact(_data(saying, reports)))
            else:
                _show(out, saying, reports)


def _data(saying: Saying, reports: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return _about(reports[saying.first.report]) | {
        "speaker": saying.first.by,
        "text": saying.first.said,
        "reports": [
            _about(reports[each.report]) | {"text": each.said, "speaker": each.by, **echo.shown()}
            for each, echo in saying.appearances
        ],
    }


def _about(record: dict[str, Any]) -> dict[str, Any]:
    return {name: record[name] for name in ("id", "key", "received_at")}


def _show(out: Console, saying: Saying, reports: dict[str, dict[str, Any]]) -> None:
    first = saying.first
    out.print(Text.assemble((first.by or "(unknown)", "bold"), ": ", first.said.replace("\n", " ")))
    for each, echo in saying.appearances:
        report = reports[each.report]
        line = Text.assemble(f"    {report['received_at'][:16]}  {report['key'] or report['id']}  ")
        line.append(echo.verdict.replace("_", " "), _COLOURS[echo.verdict])
        if echo.verdict == "other_speaker":
            line.append(f" ({each.by})")
        if echo.verdict in ("altered", "trimmed"):
            line.append("  ")
            line.append(_words(echo.diff))
        out.print(line)


def _words(diff: Iterable[tuple[str, str]]) -> Text:
    parts = [("".join((_MARKS[kind][0], words, _MARKS[kind][1], " ")), _STYLES[kind]) for kind, words in diff]
    return Text.assemble(*parts)
