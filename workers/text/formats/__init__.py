"""One file a format: `NAME`, `detect(head) -> bool`, `parse(body) -> Envelope` and its `RANK`, its place in the row.

A format finds the story's text inside what was received and the fields that the transmission itself states;
everything after that is the same for all formats. A format whose files may hold several reports has
`split(body) -> list[bytes]` too: the bytes of each report, which the same reader can parse by itself.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any

from shared.errors import BadReport
from workers.text.formats._envelope import Block, Envelope

__all__ = ["Block", "Envelope", "detect", "names", "read", "split"]

#: So much of a report is looked at to find its format.
_HEAD = 4096


def split(body: bytes) -> tuple[str, list[bytes]]:
    """The name of the format, and each report in `body` in its order; at least one.

    Raises BadReport with the reason when it cannot be read.
    """
    reader = _reader(body)
    return str(reader.NAME), list(reader.split(body)) if hasattr(reader, "split") else [body]


def detect(body: bytes) -> str:
    """The name of the format that `body` seems to have."""
    return str(_reader(body).NAME)


def read(body: bytes, format: str) -> Envelope:
    """Reads one report in the format of that name. Raises BadReport with the reason when it cannot be read."""
    reader = next((reader for reader in _readers() if format == reader.NAME), None)
    if reader is None:
        raise BadReport(f"there is no format {format}; there are {', '.join(names())}")
    found: Envelope = reader.parse(body)
    return found


def names() -> list[str]:
    """All formats, in the order in which they are tried."""
    return [str(reader.NAME) for reader in _readers()]


def _reader(body: bytes) -> Any:
    head = body[:_HEAD]
    return next(reader for reader in _readers() if reader.detect(head))


@cache
def _readers() -> list[Any]:
    names = [each.name for each in pkgutil.iter_modules(__path__) if not each.name.startswith("_")]
    modules: list[Any] = [import_module(f"{__name__}.{name}") for name in names]
    return sorted(modules, key=lambda module: int(module.RANK))
