"""One report on a terminal: what was found in it, where it is, and how it stands in its story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from workers.desk import wording
from workers.desk.options import count, printable
from workers.desk.wording import COLOURS, Record, clean

_MOST_QUOTES = 12


def summary(out: Console, record: Record) -> None:
    """What was found in a report, for reading."""
    out.print()
    out.print(wording.title(record))
    out.print(Text.assemble(_state(record), f"  {record['id']}  {clean(record['key'])}", ("  " + _took(record), "dim")))
    if why := wording.reason(record):
        out.print(Text(f"  {why}", style="yellow"))
    rows = Table.grid(padding=(0, 2))
    rows.add_column(style="dim", no_wrap=True, width=10)
    rows.add_column(overflow="fold")
    for name, value in _rows(record):
        value.plain = printable(value.plain)
        rows.add_row(printable(name), value)
    out.print(rows)


def status(out: Console, record: Record) -> None:
    """Where a report is and why, in words, and each step's row."""
    out.print(Text.assemble(_state(record), f"  {record['id']}  {clean(record['key'])}"))
    out.print(Text(_words(record)))
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("step", "status", "attempts", "waited since", "finished", "ms", "worker", "why"):
        table.add_column(name)
    for name, row in record["steps"].items():
        error = row["error"] or {}
        table.add_row(
            name,
            Text(row["status"], style=COLOURS.get(row["status"], "dim")),
            str(row["attempts"] or ""),
            _clock(row["queued_at"]),
            _clock(row["finished_at"]),
            "" if row["ms"] is None else f"{row['ms']:.0f}",
            row["worker"] or "",
            Text(clean(f"{error['kind']}: {error['message']}")) if error else "",
        )
    out.print(table)


def chain(out: Console, records: Iterable[Record]) -> None:
    """A story, earliest report first: each with its place, what became of it, and what it does to earlier ones."""
    for record in records:
        where = record["story"]
        state = "" if where["state"] == "current" else f", {where['state']}"
        out.print(Text.assemble(f"{where['position']:>3}  ", wording.title(record)))
        when = wording.clock(record["received_at"])
        out.print(Text(f"     {wording.name(record)}, received {when}{state}", style="cyan"))
        for verb, of in wording.relations(record):
            out.print(Text(f"     {verb} {of}", style="dim"))


def quote_lines(record: Record) -> Iterable[Text]:
    """A report's quotes, each with its speaker."""
    for quote in record["quotes"]:
        if quote["kind"] != "speech":
            continue
        said = " ... ".join(clean(each["text"]) for each in quote["content"])
        speaker, source = quote["speaker"], clean(" ".join(each["text"] for each in quote["source"]))
        name = Text(clean(speaker["name"]), style="bold") if speaker else Text(source or "(unknown)", style="italic")
        yield Text.assemble(name, ": ", said, (f"  ({quote['type']}{_met_again(quote['earlier'])})", "dim"))


def _met_again(earlier: Sequence[Record]) -> str:
    """Where a quote was met first, and how it was there."""
    if not earlier:
        return ""
    first, more = earlier[0], f", and {len(earlier) - 1} more" if len(earlier) > 1 else ""
    other = f": {clean(first['speaker'])}" if first["verdict"] == "other_speaker" else ""
    return f"; {first['verdict'].replace('_', ' ')}{other}, first in {clean(first['key'] or first['report'])}{more}"


def _rows(record: Record) -> Iterable[tuple[str, Text]]:
    dateline = record["dateline"]
    if dateline:
        date = (dateline["date"] or "") + (" (year inferred)" if dateline["date_inferred"] else "")
        parts = (", ".join(dateline["places"]), dateline["region"], date, "/".join(dateline["credits"]))
        yield "dateline", Text("  ".join(filter(None, parts)))
    told = record["header"]
    yield from ((name.replace("_", " "), Text(told[name])) for name in ("from", "note", "not_read") if name in told)
    if record["publication"] in ("withheld", "canceled"):
        yield "use", Text(record["publication"], style="bold red")
    if record["embargo"]:
        yield "embargo", Text(f"until {record['embargo']}", style="bold red")
    for each in record["notices"]:
        pair = [each[name]["text"] for name in ("wrong", "right") if each[name]]
        yield each["kind"].lower(), Text(" -> ".join(pair) if len(pair) == 2 else each["text"])
    if record["take"]:
        more = ", more to follow" if record["take"]["more"] else ""
        yield "take", Text(f"{record['take']['number'] or ''}{more}")
    if record["parts"]:
        yield "parts", Text(f"{count(len(record['parts']), 'more report', 'more reports')} came in the same file")
    quotes = list(quote_lines(record))
    for index, quote in enumerate(quotes[:_MOST_QUOTES]):
        yield "quotes" if index == 0 else "", quote
    if len(quotes) > _MOST_QUOTES:
        yield "", Text(f"and {len(quotes) - _MOST_QUOTES} more", style="dim")
    if record["subjects"]:
        yield "subjects", Text(", ".join(_subject(each) for each in record["subjects"]))
    yield from _entities(record["entities"])
    for number, relation in enumerate(wording.relations(record)):
        yield "" if number else "relations", Text(" ".join(relation))
    for each in record["damage"]:
        fix = f" -> {each['suggestion']}" if each["suggestion"] else ""
        yield "damage", Text(f"{each['kind'].replace('_', ' ')}: {each['text']}{fix}")


def _entities(entities: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, Text]]:
    """Their names with their ids in the knowledge base, and why some who seem to be in it are not linked."""
    for kind in ("PERSON", "ORG", "PLACE", "MISC"):
        names = [
            f"{each['name']} [{each['links']['kb']}]" if "kb" in each["links"] else each["name"]
            for each in entities
            if each["type"] == kind
        ]
        if names:
            yield kind.lower(), Text(", ".join(names))
    for each in entities:
        if "kb" in each["evidence"] and "kb" not in each["links"]:
            yield "not linked", Text(each["evidence"]["kb"]["reason"])


def _subject(subject: Mapping[str, Any]) -> str:
    code = ":".join(filter(None, (subject["scheme"], subject["code"])))
    return f"{subject['name']} ({code})" if subject["name"] and code else subject["name"] or code


def _words(record: Record) -> str:
    steps = record["steps"]
    error = record["error"]
    match record["status"]:
        case "done":
            return "Every step is done."
        case "refused" if error:
            return f"It was refused by {error['step']}: {error['message']}."
        case "failed" if error:
            tries = steps[error["step"]]["attempts"]
            return (
                f"The step {error['step']} failed {count(tries, 'time')}, the last time with {error['kind']}: "
                f"{clean(error['message'])}. `wireroom retry {record['id']}` runs it again."
            )
    running = [f"{name} (on {row['worker']})" for name, row in steps.items() if row["status"] == "running"]
    waiting = [name for name, row in steps.items() if row["status"] == "waiting" and row["queued_at"]]
    again = [f"{name} is tried again after {row['error']['kind']}: {row['error']['message']}"
             for name, row in steps.items() if row["status"] == "waiting" and row["error"]]  # fmt: skip
    parts = [f"running: {', '.join(running)}"] if running else []
    parts += [f"waiting for a worker: {', '.join(waiting)}"] if waiting else []
    return "; ".join(parts + again).capitalize() + "."


def _state(record: Record) -> tuple[str, str]:
    return record["status"], COLOURS.get(record["status"], "")


def _clock(moment: str | None) -> str:
    return moment[11:19] if moment else ""


def _took(record: Record) -> str:
    spent = sum(row["ms"] or 0 for row in record["steps"].values())
    return f"{spent:.0f} ms"
