"""What somebody said, over time: each direct quote once, with all reports that carry it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from shared.settings import Settings
from workers.desk.options import compact, json_option, with_settings
from workers.desk.system import system
from workers.text.sayings import Appearance, Saying, gather

_COLOURS = {"same": "green", "trimmed": "cyan", "altered": "yellow", "other_speaker": "red"}
_MARKS = {"same": ("", ""), "out": ("[-", "-]"), "in": ("{+", "+}")}
_STYLES = {"same": "dim", "out": "red strike", "in": "green"}


@click.command()
@with_settings
@click.option("--speaker", required=True, help="Part of a speaker's name, or the id that the speaker is linked to.")
@json_option
def quotes(settings: Settings, speaker: str, as_json: bool) -> None:
    """What a speaker said, over time, with the reports that carry it."""
    out = Console()
    with system(settings, "wireroom quotes") as here:
        reports: dict[str, dict[str, Any]] = {}
        appearances: list[Appearance] = []
        meant: set[tuple[str, str]] = set()
        for record in sorted(here.records(here.store.ids("done")), key=lambda each: str(each["received_at"])):
            found = list(_appearances(record))
            appearances += found
            meant |= {(record["id"], name) for name in _linked(record, speaker)}
            reports |= {record["id"]: {name: record[name] for name in ("id", "key", "received_at")}} if found else {}
    for saying in gather(appearances):
        if any(_is(each, speaker) or (each.report, each.speaker) in meant for each, _ in saying.appearances):
            if as_json:
                click.echo(compact(_data(saying, reports)))
            else:
                _show(out, saying, reports)


def _is(each: Appearance, name: str) -> bool:
    return name.casefold() in (each.speaker or "").casefold()


def _linked(record: dict[str, Any], id: str) -> Iterator[str]:
    """The speakers who are linked to this id."""
    linked = {each["id"] for each in record["entities"] if id.casefold() == each["links"].get("kb", "").casefold()}
    yield from (each["speaker"]["name"] for each in record["quotes"] if (each["speaker"] or {}).get("entity") in linked)


def _appearances(record: dict[str, Any]) -> Iterator[Appearance]:
    for quote in record["quotes"]:
        if quote["type"] == "direct" and quote["kind"] == "speech":
            source = " ".join(each["text"] for each in quote["source"])
            name = quote["speaker"]["name"] if quote["speaker"] else source
            yield Appearance(record["id"], " ".join(each["text"] for each in quote["content"]), name or None)


def _data(saying: Saying, reports: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return reports[saying.first.report] | {
        "speaker": saying.first.speaker,
        "text": saying.first.said,
        "reports": [
            reports[each.report]
            | {"text": each.said, "speaker": each.speaker, "verdict": echo.verdict}
            | {"diff": echo.diff, "inserted": echo.inserted}
            for each, echo in saying.appearances
        ],
    }


def _show(out: Console, saying: Saying, reports: dict[str, dict[str, Any]]) -> None:
    first = saying.first
    out.print(Text.assemble((first.speaker or "(unknown)", "bold"), ": ", first.said.replace("\n", " ")))
    for each, echo in saying.appearances:
        report = reports[each.report]
        line = Text.assemble(f"    {report['received_at'][:16]}  {report['key'] or report['id']}  ")
        line.append(echo.verdict.replace("_", " "), _COLOURS[echo.verdict])
        if echo.verdict == "other_speaker":
            line.append(f" ({each.speaker})")
        if echo.verdict in ("altered", "trimmed"):
            line.append("  ")
            line.append(_words(echo.diff))
        out.print(line)


def _words(diff: Iterable[tuple[str, str]]) -> Text:
    parts = [("".join((_MARKS[kind][0], words, _MARKS[kind][1], " ")), _STYLES[kind]) for kind, words in diff]
    return Text.assemble(*parts)
