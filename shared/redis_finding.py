"""By what reports are found, on Redis: names, and the quotes they share with others. See lua/said.lua."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from shared.echoes import SAYS, Earlier
from shared.redis_link import plain_errors
from shared.step import HEAD

_OF_EARLIER = ("meta", "order", f"o:{HEAD}", f"o:{SAYS}")


class RedisFinding:
    """The index of names and quotes; the ends of steps write it too.

    Args:
        client: a connection that returns bytes.
        call: calls one of the store's scripts.
        window: seconds within which quotes are met again.
    """

    def __init__(self, client: Any, call: Callable[..., Any], window: float) -> None:
        self._client = client
        self._call = call
        self._window = int(window * 1000)

    def arguments(self, names: Iterable[str] | None, said: Sequence[Sequence[int]]) -> list[Any]:
        """What the scripts write by `index` of said.lua; nothing where no names are told."""
        marks = [struct.pack(f">{len(each)}I", *each) for each in said]
        return [] if names is None else [self._window, len(marks), *marks, *sorted(names)]

    def index(self, id: str, names: Iterable[str], said: Sequence[Sequence[int]]) -> bool:
        """Writes anew by what a report is found; false when it is gone."""
        return bool(self._call("index", id, *self.arguments(names, said)))

    def named(self, ways: Iterable[Sequence[str]]) -> list[str]:
        """The reports that are found by all names of one of these ways, in order of intake; see `shared.finding`."""
        with plain_errors():
            found = {int(each) for names in ways for each in self._client.sinter([f"wire:name:{n}" for n in names])}
            return [each.decode() for each in self._client.hmget("wire:ids", sorted(found)) if each] if found else []

    def sharing(self, ids: Sequence[str]) -> list[str]:
        """These reports and those that may share quotes with them, in the order in which they came."""
        pipe = self._client.pipeline(transaction=False)
        with plain_errors():
            for id in ids:
                pipe.hmget(f"wire:r:{id}", ["earlier", "later"])
            noted = {other.decode() for pair in pipe.execute() for each in pair if each for other in each.split()}
            found = list(noted.union(ids))
            for id in found:
                pipe.hget(f"wire:r:{id}", "order")
            placed = [(order, id) for order, id in zip(pipe.execute(), found, strict=True) if order]
        return [id for _, id in sorted(placed)]

    def earlier(self, noted: Iterable[bytes | None]) -> list[list[Earlier]]:
        """For each report the earlier ones that it was `noted` to share quotes with, and that are still there."""
        wanted = [(each or b"").decode().split() for each in noted]
        others = list({other: None for each in wanted for other in each})
        pipe = self._client.pipeline(transaction=False)
        for other in others:
            pipe.hmget(f"wire:r:{other}", _OF_EARLIER)
        with plain_errors():
            found = {id: _earlier(id, *about) for id, about in zip(others, pipe.execute(), strict=True)}
        return [[its for other in each if (its := found[other])] for each in wanted]


def _earlier(id: str, meta: bytes, order: bytes, normalized: bytes, resolved: bytes) -> Earlier | None:
    """None when the report is gone, or just read again."""
    if not (normalized and resolved):
        return None
    return Earlier(id, json.loads(meta)["key"], order.decode(), normalized, resolved)
