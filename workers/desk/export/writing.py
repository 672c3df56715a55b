"""Reads reports from the store one after the other and writes them out: `wireroom export`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import click

from shared.errors import UnknownReport, UsageError
from shared.redis_listing import Filter
from shared.settings import Settings
from workers.desk.export import FORMATS, Format, item
from workers.desk.options import complain, target
from workers.desk.system import System, system


def export(
    settings: Settings, reports: Sequence[str], name: str, out: str | None, *, wanted: Filter, with_raw: bool
) -> int:
    """Writes the reports named, or all that are wanted; returns how many.

    Raises UsageError; what cannot be exported is said on standard error and ends the command with 1.
    """
    format = FORMATS[name]
    if with_raw and name != "jsonl":
        raise UsageError(f"--with-raw: {name} has no place for the received text; use --format jsonl")
    if reports and wanted != Filter():
        raise UsageError("name reports, or say which with --status, --source, --label and --since: not both")
    if wanted.status is None and not format.whole:
        wanted = wanted._replace(status="done")
    problems: list[str] = []
    with system(settings, "wireroom export") as here:
        ids = [here.find(each) for each in reports] or here.store.listing.ids(wanted)
        found = here.records(ids, with_raw=with_raw)
        _write(format, found if format.whole else _readable(found, problems), _addresses(here), out)
    complain(problems)
    if problems:
        sys.exit(1)
    return len(ids)


def _readable(records: Iterable[dict[str, Any]], problems: list[str]) -> Iterator[dict[str, Any]]:
    """The records that have a text; the others are problems."""
    for record in records:
        if record["segments"]:
            yield record
        else:
            problems.append(f"{record['key'] or record['id']}: it is {record['status']} and has no text to export")


def _addresses(here: System) -> Callable[[str], str]:
    """Finds the address of a report by its id."""

    @lru_cache(10_000)
    def address(id: str) -> str:
        try:
            return item.address(next(here.records([id])))
        except UnknownReport:  # it was deleted
            return item.address_of_id(id)

    return address


def _write(format: Format, records: Iterable[dict[str, Any]], address: Callable[[str], str], out: str | None) -> None:
    documents = (
        (record["id"], format.document(record, {each["of"]: address(each["of"]) for each in record["relations"]}))
        for record in records
    )
    if out and (out.endswith("/") or Path(out).is_dir()):
        if format.suffix is None:
            raise UsageError(f"{out}: this format is one table; name a file")
        _write_each(documents, Path(out), format.suffix)
        return
    with target(Path(out) if out else None) as stream:
        lines = stream or click.open_file("-", "w", encoding="utf-8")
        for piece in format.stream(document for _, document in documents):
            lines.write(piece)
        lines.flush()


def _write_each(documents: Iterable[tuple[str, str]], folder: Path, suffix: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for id, document in documents:
            (folder / f"{id}{suffix}").write_text(document + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{error.filename}: it cannot be written: {error.strerror}; name another folder") from None
