"""`wireroom export`: reads reports from the store one after the other and writes them out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import click

from shared.errors import UnknownReport, UsageError
from shared.settings import Settings
from workers.desk.export import FORMATS, Format, item
from workers.desk.options import complain, raw_option, status_option, target, with_settings
from workers.desk.system import System, system


@click.command()
@with_settings
@click.argument("ids", nargs=-1, metavar="[ID...]")
@click.option("--format", "name", type=click.Choice([*FORMATS]), default="jsonl", show_default=True,
              help="Records as they are, or documents of a news standard.")  # fmt: skip
@click.option("--out", help="A file, or a folder (one that exists, or with / at its end) for a file of each report; "
              "standard output without it.")  # fmt: skip
@status_option
@raw_option
def export(
    settings: Settings, ids: Sequence[str], name: str, out: str | None, only: str | None, with_raw: bool
) -> None:
    """Write reports out: all records, or what is done as ninjs or NewsML-G2."""
    if with_raw and name != "jsonl":
        raise UsageError(f"--with-raw: {name} has no place for the received text; use --format jsonl")
    records = name == "jsonl"
    problems: list[str] = []
    with system(settings, "wireroom export") as here:
        wanted = [here.find(each) for each in ids] or here.store.ids(only or (None if records else "done"))
        found = here.records(wanted, with_raw=with_raw)
        _write(FORMATS[name], found if records else _readable(found, problems), _addresses(here), out)
    complain(problems)
    sys.exit(1 if problems else 0)


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
        _write_each(documents, Path(out), format.suffix)
        return
    stream = target(Path(out) if out else None) or click.open_file("-", "w", encoding="utf-8")
    for piece in format.stream(document for _, document in documents):
        stream.write(piece)
    stream.flush()


def _write_each(documents: Iterable[tuple[str, str]], folder: Path, suffix: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for id, document in documents:
            (folder / f"{id}{suffix}").write_text(document + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from None
