"""Reads a user's knowledge base: CSV with a line of column names, or one JSON object a line.

`id` and `name` are needed, `aliases` (in CSV with | between them) and `type` are not. Whatever cannot be used is named
by its line; nothing is guessed.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, BinaryIO

from shared.finding import words
from shared.knowledge import Row

_COLUMNS = ("id", "name", "aliases", "type")
_TYPES: dict[str, Any] = {
    "": None,
    **dict.fromkeys(("person", "per", "human"), "PERSON"),
    **dict.fromkeys(("org", "organisation", "organization", "company"), "ORG"),
    **dict.fromkeys(("place", "location", "loc", "gpe"), "PLACE"),
    "misc": "MISC",
}
_LONGEST, _MOST_ALIASES = 200, 100
_MOST_BYTES = 100_000_000

Fields = Mapping[str, Any]


def read(file: BinaryIO) -> tuple[list[Row], list[str]]:
    """The rows of a file, and what is wrong with it: `line N: why`."""
    body = file.read(_MOST_BYTES + 1)
    if len(body) > _MOST_BYTES:
        return [], [f"line 1: the file has more than {_MOST_BYTES:,} bytes"]
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        return [], [f"line {line}: it is not UTF-8"]
    rows: dict[str, Row] = {}
    lines: dict[str, int] = {}
    problems: list[str] = []
    for line, fields in _json_lines(text) if text.lstrip()[:1] == "{" else _table(text):
        try:
            row = _row(fields())
        except (ValueError, csv.Error) as error:
            problems.append(f"line {line}: {error}")
            continue
        if row.id in rows:
            problems.append(f"line {line}: the id {row.id} is on line {lines[row.id]} already")
        rows[row.id], lines[row.id] = row, line
    return list(rows.values()), problems


def _json_lines(text: str) -> Iterator[tuple[int, Callable[[], Fields]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, partial(_object, line)


def _object(line: str) -> Fields:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ValueError("it is no JSON object")  # noqa: TRY004  the value is wrong, not our call
    return _known(found)


def _table(text: str) -> Iterator[tuple[int, Callable[[], Fields]]]:
    head = text.partition("\n")[0]
    delimiter = next((each for each in "\t;" if each in head and "," not in head), ",")
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    names: list[str] | None = None
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
            if names is None:
                names = [each.strip().lower() for each in cells]
                _known(dict.fromkeys(names))
            elif any(each.strip() for each in cells):
                yield line, partial(_cells, names, cells)
        except StopIteration:
            return
        except (ValueError, csv.Error) as error:
            yield line, partial(_fail, error)
            return


def _fail(error: Exception) -> Fields:
    raise error


def _cells(names: Sequence[str], cells: Sequence[str]) -> Fields:
    if len(cells) != len(names):
        raise ValueError(f"it has {len(cells)} columns, the first line {len(names)}")
    return {name: cell.split("|") if name == "aliases" else cell for name, cell in zip(names, cells, strict=True)}


def _known(fields: Fields) -> Fields:
    """The same. Raises ValueError when a name is unknown or a needed one missing."""
    if unknown := [each for each in fields if each not in _COLUMNS]:
        raise ValueError(f"there is no column {unknown[0]!r}; there are {', '.join(_COLUMNS)}")
    if missing := [each for each in _COLUMNS[:2] if each not in fields]:
        raise ValueError(f"{missing[0]} is missing")
    return fields


def _row(fields: Fields) -> Row:
    aliases = fields.get("aliases") or []
    if not isinstance(aliases, list) or len(aliases) > _MOST_ALIASES:
        raise ValueError(f"aliases are a list of at most {_MOST_ALIASES}")
    kind = _line("type", fields.get("type") or "").lower()
    if kind not in _TYPES:
        raise ValueError(f"{kind!r} is no type; types are person, org, place and misc")
    id, name = _line("id", fields["id"]), _line("name", fields["name"])
    if not id:
        raise ValueError("id is empty")
    if not words(name):
        raise ValueError("name is empty" if not name else f"there is no letter or digit in the name {name!r}")
    others = dict.fromkeys(_line("an alias", each) for each in aliases)
    return Row(id=id, name=name, aliases=[each for each in others if each and each != name], type=_TYPES[kind])


def _line(what: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{what} is not a string")  # noqa: TRY004
    if len(value) > _LONGEST:
        raise ValueError(f"{what} is longer than {_LONGEST} characters")
    return " ".join(value.split())
