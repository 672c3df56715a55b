"""The user's own knowledge base: people, bodies and things with an id of theirs, under all the names they go by.

A row is filed under keys made of its names (`workers.text.identity`); whoever looks for a name asks for its keys and
gets the rows that may be meant. The whole of it is replaced at once, under a new version.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

from pydantic import Field

from shared.records import EntityType, Frozen

MOST_ROWS = 100_000
#: So many rows are kept under one key; more say only that the name is common.
MOST_ALIKE = 32


class Row(Frozen):
    """Somebody or something with an id of the user's; without a type it is a person or a body."""

    id: str
    name: str
    aliases: list[str] = Field(default=[])
    type: EntityType | None = None


class Filed(NamedTuple):
    """A row, and the keys under which it is found."""

    row: Row
    keys: frozenset[str]


class Found(NamedTuple):
    """The rows that may be meant, and the version of the knowledge base; 0 when there is none."""

    version: int
    rows: list[Row]


class MemoryKnowledge:
    """A knowledge base in this process; see `shared.step.Knowledge`."""

    def __init__(self, rows: Iterable[Filed] = ()) -> None:
        self._rows: dict[str, list[Row]] = {}
        for each in rows:
            for key in each.keys:
                self._rows.setdefault(key, []).append(each.row)

    def find(self, keys: Iterable[str]) -> Found:
        """The rows filed under any of these keys."""
        found = {row.id: row for key in keys for row in self._rows.get(key, ())[:MOST_ALIKE]}
        return Found(1 if self._rows else 0, list(found.values()))


EMPTY = MemoryKnowledge()


def digest(key: str) -> bytes:
    """A key in eight bytes. Two keys that fall together do no harm: whoever asks looks at the rows' names."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
