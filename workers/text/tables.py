"""The tables in `data/`: read once, when first asked for.

Some of them are lists that a user may add to: `extend` is told, before the first report is read, in which folder the
files with the additions are. They have the same names as ours and are written alike.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from shared.errors import UsageError

#: What can be added to.
EXTENSIBLE = ("labels.toml", "agencies.txt", "end_marks.txt", "more_marks.txt")
_folders: list[Path] = []


def extend(folder: Path | None) -> None:
    """Adds the lists in this folder to ours. Raises UsageError naming the setting, the file and the line."""
    if folder is None or folder in _folders:
        return
    if not folder.is_dir():
        raise UsageError(f"WIRE_WORDS={folder}: there is no such folder")
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.name not in EXTENSIBLE:
            raise UsageError(f"WIRE_WORDS={folder}: {path.name} is none of {', '.join(EXTENSIBLE)}")
        try:
            _check(path)
        except (ValueError, OSError) as error:
            raise UsageError(f"WIRE_WORDS: {path}: {error}") from None
    _folders.append(folder)
    rows.cache_clear()
    sections.cache_clear()


@cache
def rows(name: str) -> list[list[str]]:
    """The lines of `data/NAME.txt`, each split into words; `#` begins a comment and `_` stands for a space."""
    return [row for table in _tables(f"{name}.txt") for _, row in _rows(table)]


def words(name: str) -> Iterator[str]:
    """All words of `data/NAME.txt`, in lower case."""
    return (word.lower() for row in rows(name) for word in row)


@cache
def words_of(name: str) -> frozenset[str]:
    """All words of `data/NAME.txt`, as they stand there."""
    return frozenset(word for row in rows(name) for word in row)


@cache
def sections(name: str) -> dict[str, dict[str, list[str]]]:
    """The sections of `data/NAME.toml`: lists with names."""
    made: dict[str, dict[str, list[str]]] = {}
    for table in _tables(f"{name}.toml"):
        for section, lists in tomllib.loads(table.read_text(encoding="utf-8")).items():
            for key, values in lists.items():
                made.setdefault(section, {}).setdefault(key, []).extend(values)
    return made


def _tables(name: str) -> Iterable[Traversable]:
    own = (folder / name for folder in _folders if name in EXTENSIBLE)
    return [files("workers.text") / "data" / name, *(path for path in own if path.is_file())]


def _rows(table: Traversable) -> Iterator[tuple[int, list[str]]]:
    """Lines that hold words, with their numbers."""
    for number, line in enumerate(table.read_text(encoding="utf-8").splitlines(), 1):
        row = [] if line.startswith("#") else line.partition(" #")[0].split()
        if row:
            yield number, [word.replace("_", " ") for word in row]


def _check(path: Path) -> None:
    """Raises ValueError naming the line that cannot be used."""
    text = _text(path)
    if path.suffix == ".txt":
        for number, row in _rows(path):
            for word in row:
                if not any(each.isalnum() for each in word):
                    raise ValueError(f"line {number}: there is no letter or digit in {word!r}")
        return
    for section, lists in tomllib.loads(text).items():
        if section not in sections(path.stem):
            raise ValueError(f"{_line(text, section)}: {section} is none of {', '.join(sections(path.stem))}")
        for key, values in lists.items() if isinstance(lists, dict) else [(section, lists)]:
            if not (isinstance(values, list) and values and all(isinstance(each, str) and each for each in values)):
                raise ValueError(f"{_line(text, key)}: {key} is not a list of words in quotation marks")


def _text(path: Path) -> str:
    body = path.read_bytes()
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise ValueError(f"line {line}: it is not UTF-8") from None


def _line(text: str, key: Any) -> str:
    found = (n for n, line in enumerate(text.splitlines(), 1) if line.lstrip(" \t[\"'").startswith(key))
    return f"line {next(found, 1)}"
