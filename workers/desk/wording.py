"""How a report is called and described to people, in the words of the trade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.text import Text

from workers.desk.options import printable

Record = Mapping[str, Any]

#: The colour of a report's or step's status.
COLOURS = {"done": "green", "refused": "yellow", "failed": "red", "running": "cyan", "waiting": "blue"}
#: A relation's kind as a verb: this report ... the earlier one.
RELATIONS = {
    "exact": "copies",
    "repeat": "repeats",
    "version": "updates",
    "corrects": "corrects",
    "withdrawn": "withdraws",
    "near_duplicate": "nearly the same as",
    "contains": "contains",
    "contained": "is contained in",
    "related": "related to",
}
#: What later reports made of this one, where that is worth a word.
STATES = {"corrected", "superseded", "withdrawn"}


def clean(text: str | None) -> str:
    """A text of others in one line, without control characters."""
    return printable(" ".join((text or "").split()))


def headline(record: Record) -> str:
    """The headline with its labels as they were sent: `RPT: REVIEW - Ministers agree on water`.

    A report without one is called by its key, else its id.
    """
    lines = [each for each in record["segments"] if each["kind"] == "headline"]
    if not lines:
        return clean(record["headline"] or record["key"] or record["id"])
    first = lines[0]
    apart = [each for each in record["labels"] if not first["start"] <= each["start"] < first["end"]]
    return clean(" ".join([*(label(each) for each in apart), *(each["text"] for each in lines)]))


def title(record: Record) -> Text:
    """The headline, with its labels set apart by colour."""
    found = Text(headline(record), style="bold")
    for each in record["labels"]:
        found.highlight_words([clean(each["text"])], "bold yellow")
    return found


def label(found: Record) -> str:
    """`RPT`, `UPDATE 2`."""
    return found["label"] if found["number"] is None else f"{found['label']} {found['number']}"


def name(record: Record) -> str:
    """What a report is called by where others are spoken of: its key, else its id; both are accepted as input."""
    return clean(record["key"] or record["id"])


def clock(moment: str | None, beside: str | None = None) -> str:
    """`09:43`, or `2026-11-23 09:43` where the day is another than that of `beside`. UTC."""
    if not moment:
        return ""
    same_day = beside is not None and moment[:10] == beside[:10]
    return moment[11:16] if same_day else f"{moment[:10]} {moment[11:16]}"


def relations(record: Record) -> Iterator[tuple[str, str]]:
    """The relations to earlier reports: `corrects`, `04-update.txt, received 09:43`."""
    for each in record["relations"]:
        when = clock(each["of_received_at"], record["received_at"])
        yield RELATIONS[each["kind"]], clean(each["of_key"] or each["of"]) + (f", received {when}" if when else "")


def position(record: Record) -> str:
    """The place in the story: `2/5`, with what became of the report; nothing where it stands alone."""
    story = record["story"]
    if story["size"] < 2:
        return ""
    state = f" {story['state']}" if story["state"] in STATES else ""
    return f"{story['position']}/{story['size']}{state}"


def reason(record: Record) -> str:
    """Why a report was refused or failed: `normalize: it is not text`."""
    error = record["error"]
    return clean(f"{error['step']}: {error['message']}") if error else ""
