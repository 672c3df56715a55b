"""What somebody said, over time: each quote once, with all reports that carry it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rich.console import Console
from rich.text import Text

from shared.echoes import appearances
from shared.finding import id_name, speaks, words
from shared.record import record
from shared.sayings import Appearance, Saying, gather
from workers.desk.system import System
from workers.desk.wording import clean, clock, name

Record = dict[str, Any]

_COLOURS = {"same": "green", "trimmed": "cyan", "altered": "yellow", "other_speaker": "red"}
_MARKS = {"same": ("", ""), "out": ("[-", "-]"), "in": ("{+", "+}")}
_STYLES = {"same": "dim", "out": "red strike", "in": "green"}


def sayings(here: System, speaker: str, limit: int, *, direct: bool) -> tuple[list[Saying], dict[str, Record]]:
    """What a speaker said, in the order in which it was first carried, and the records of the reports that carry it.

    Args:
        speaker: the speaker's name or part of it, or an id.
        limit: of the reports that quote the speaker, the newest so many are read.
        direct: leave out indirect speech.
    """
    spelt, id = words(speaker), id_name(speaker)
    found = here.store.finding.named([[speaks(each) for each in way] for way in (spelt, [id]) if way])
    reports = {each["id"]: each for each in _records(here, here.store.finding.sharing(found[-limit:]))}
    every = (said for id, each in reports.items() for said in appearances(id, each["text"] or "", _speech(each)))

    def is_by(each: Appearance) -> bool:
        return id in each.ids or (bool(spelt) and {*spelt} <= {*words(each.by or "")})

    wanted = [
        saying
        for saying in gather(every)
        if any(is_by(each) for each, _ in saying.appearances) and not (direct and saying.first.reported)
    ]
    return wanted, reports


def _records(here: System, ids: Sequence[str]) -> Iterator[Record]:
    """Records without `earlier`: quotes are compared here, all at once, and doing it twice takes most of the time."""
    for at in range(0, len(ids), 100):
        for stored in here.store.load(ids[at : at + 100]):
            yield record(replace(stored, earlier=[]), here.store.after)


def _speech(report: Record) -> Record:
    """The report with what was said in it; wants and fears are left out."""
    return report | {"quotes": [each for each in report["quotes"] if each["kind"] == "speech"]}


def data(saying: Saying, reports: Mapping[str, Record]) -> Record:
    """A quote for programs: who said it, the words, and the reports that carry it."""
    return _about(reports[saying.first.report]) | {
        "speaker": saying.first.by,
        "type": saying.first.type,
        "text": saying.first.shown,
        "reports": [
            _about(reports[each.report]) | {"text": each.shown, "speaker": each.by, **echo.shown()}
            for each, echo in saying.appearances
        ],
    }


def _about(record: Record) -> Record:
    return {name: record[name] for name in ("id", "key", "received_at")}


def show(out: Console, saying: Saying, reports: Mapping[str, Record]) -> None:
    """Prints a quote, and under it the reports that carry it, each with what became of the words there."""
    first = saying.first
    out.print(
        Text.assemble((clean(first.by or "(unknown)"), "bold"), ": ", clean(first.shown), (f"  ({first.type})", "dim"))
    )
    for each, echo in saying.appearances:
        report = reports[each.report]
        line = Text.assemble(f"    {clock(report['received_at'])}  {name(report)}  ")
        line.append(echo.verdict.replace("_", " "), _COLOURS[echo.verdict])
        if echo.verdict == "other_speaker":
            line.append(f" ({clean(each.by)})")
        if echo.verdict in ("altered", "trimmed"):
            line.append("  ")
            line.append(_words(echo.diff))
        out.print(line)


def _words(diff: Iterable[tuple[str, str]]) -> Text:
    parts = [("".join((_MARKS[kind][0], clean(words), _MARKS[kind][1], " ")), _STYLES[kind]) for kind, words in diff]
    return Text.assemble(*parts)
