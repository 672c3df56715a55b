"""Reads what people name on the command line: files, folders, standard input, and lines of JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from shared.errors import UsageError
from shared.intake import prepare
from shared.store import Delivery

#: The source name of reports read from files.
SOURCE = "file"


def check(paths: Sequence[str]) -> None:
    """Raises UsageError when none of the paths leads anywhere."""
    if not any(path == "-" or os.path.lexists(path) for path in paths):
        raise UsageError(f"{paths[0]}: there is no such file or folder")


def deliveries(paths: Iterable[str], *, lane: str, max_bytes: int, problems: list[str]) -> Iterator[Delivery]:
    """One delivery a file, in the order of their names; `problems` gets a line for each file that cannot be read."""
    for path in paths:
        if path == "-":
            yield prepare(sys.stdin.buffer.read(), source=SOURCE, key="-", lane=lane, max_bytes=max_bytes)
            continue
        for file, name in _files(path, problems):
            try:
                body = file.read_bytes()
            except (OSError, ValueError) as error:
                problems.append(f"{name}: {_why(error)}")
                continue
            # Bytes of a name that are no UTF-8 are half surrogate pairs to Python, and nothing that anybody can type.
            key = os.fsencode(name).decode("utf-8", "replace")
            yield prepare(body, source=SOURCE, key=key, lane=lane, max_bytes=max_bytes)


def lines(paths: Iterable[str], *, lane: str, max_bytes: int) -> Iterator[Delivery]:
    """One delivery a line of JSON, bad lines too; see `wireroom read --jsonl`."""
    for path in paths:
        with _open(path) as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield _line(line, f"{path}:{number}", lane, max_bytes)


def _line(line: bytes, place: str, lane: str, max_bytes: int) -> Delivery:
    try:
        given = _fields(line)
        key, text = given.get("id"), given.get("text")
        return prepare(
            given["raw"] if text is None else text,
            source=str(given.get("source") or "jsonl"),
            key=None if key is None else str(key),
            received_at=given.get("received_at"),
            lane=lane,
            format=None if text is None else "text",
            max_bytes=max_bytes,
        )
    except (UsageError, ValueError) as error:
        found = prepare(line, source="jsonl", key=place, lane=lane, max_bytes=max_bytes)
        return Delivery(found.id, found.body, found.meta, found.lane, refusal=("BadLine", str(error)))


def _open(path: str) -> BinaryIO:
    try:
        return sys.stdin.buffer if path == "-" else Path(path).open("rb")
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {_why(error)}") from None


def _fields(line: bytes) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except RecursionError:
        raise UsageError("it is nested too deeply") from None
    if not isinstance(given, dict) or sum(isinstance(given.get(name), str) for name in ("raw", "text")) != 1:
        raise UsageError('a line is a JSON object with either "raw" or "text", a string')
    return given


def _files(path: str, problems: list[str]) -> Iterator[tuple[Path, str]]:
    """The files behind a path with the names they go by; hidden ones are left out of folders."""
    try:
        given = Path(path)
        if not given.is_dir():
            yield given, given.name
            return
        found = sorted(each for each in given.rglob("*") if not _hidden(each.relative_to(given)) and not each.is_dir())
    except (OSError, ValueError) as error:
        problems.append(f"{path}: {_why(error)}")
        return
    if not found:
        problems.append(f"{path}: there is no file in this folder")
    for each in found:
        name = each.relative_to(given).as_posix()
        if each.is_file():
            yield each, name
        else:
            problems.append(f"{name}: it is not a file, or leads nowhere")


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _why(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
