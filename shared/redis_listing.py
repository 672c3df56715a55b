"""Lists reports by status, source, label, time and key, on Redis."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from shared.redis_link import plain_errors
from shared.status import REPORT_STATES

#: Reports looked at in one call: a few milliseconds of Redis' time.
_CHUNK = 1000


class Filter(NamedTuple):
    """Which reports are wanted; None and "": whichever.

    `since` is in milliseconds since 1970; `label` is a label's name and its number, None for any number.
    """

    status: str | None = None
    source: str = ""
    label: tuple[str, int | None] | None = None
    since: int | None = None
    key: str = ""

    @property
    def arguments(self) -> list[Any]:
        """The arguments of pick.lua; empty when every report of the status is wanted."""
        label = ""
        if self.label:
            name, number = self.label
            label = f'"label":{json.dumps(name)}' + ("" if number is None else f',"number":{number}}}')
        found = [self.source, "" if self.since is None else self.since, label, self.key]
        return found if any(each != "" for each in found) else []


class RedisListing:
    """Finds reports by what is stored of them.

    Args:
        client: a connection that returns bytes.
        call: calls one of the store's scripts.
    """

    def __init__(self, client: Any, call: Callable[..., Any]) -> None:
        self._client = client
        self._call = call

    def ids(self, wanted: Filter | None = None, *, newest: int | None = None, before: str | None = None) -> list[str]:
        """The ids of the wanted reports in order of intake.

        Args:
            newest: at most so many, the last ones.
            before: only reports taken in before the one with this id.
        """
        wanted, found = wanted or Filter(), list[str]()
        arguments = wanted.arguments
        for chunk in self._chunks(wanted.status, before, _CHUNK if arguments else newest or _CHUNK):
            found += [each.decode() for each in (self._call("pick", *arguments, *chunk) if arguments else chunk)]
            if newest is not None and len(found) >= newest:
                break
        return found[:newest][::-1]

    def _chunks(self, status: str | None, before: str | None, size: int) -> Iterator[list[bytes]]:
        """Ids of one status or all, the newest first, so many at a time."""
        states = [status] if status else list(REPORT_STATES)
        with plain_errors():
            seq = self._client.hget(f"wire:r:{before}", "seq") if before else None
        end = b"(" + seq if seq else b"+inf"
        while True:
            pipe = self._client.pipeline(transaction=False)
            for each in states:
                pipe.zrange(
                    f"wire:status:{each}", end, "-inf", desc=True, byscore=True, offset=0, num=size, withscores=True
                )
            with plain_errors():
                found = sorted((row for part in pipe.execute() for row in part), key=lambda row: -row[1])[:size]
            if not found:
                return
            yield [id for id, _ in found]
            end = b"(%d" % found[-1][1]
