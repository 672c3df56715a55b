"""One file a format: `NAME`, `detect(head) -> bool`, `parse(body) -> Envelope` and its `RANK`, its place in the row.

A format finds the story's text inside what was received and the fields that the transmission itself states;
everything after that is the same for all formats.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any

from workers.text.formats._envelope import Block, Envelope

__all__ = ["Block", "Envelope", "read"]

#: So much of a report is looked at to find its format.
_HEAD = 2048


def read(body: bytes, format: str | None = None) -> Envelope:
    """Reads a report in the given format, or in the first that recognises it.

    Raises BadReport with the reason when it cannot be read.
    """
    head = body[:_HEAD]
    for reader in _readers():
        if format == reader.NAME or (format is None and reader.detect(head)):
            found: Envelope = reader.parse(body)
            return found
    raise ValueError(f"there is no format {format}")


@cache
def _readers() -> list[Any]:
    names = [each.name for each in pkgutil.iter_modules(__path__) if not each.name.startswith("_")]
    modules: list[Any] = [import_module(f"{__name__}.{name}") for name in names]
    return sorted(modules, key=lambda module: int(module.RANK))
