"""The knowledge base on Redis. Workers hold nothing of it: a report asks for the keys of its names in one call.

A version is written in full beside the one in use, and taken into use in one transaction. See lua/known.lua.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import groupby, islice
from time import time
from typing import Any, TypeVar

from shared.knowledge import MOST_ALIKE, Filed, Found, Row, digest
from shared.redis_link import alone, plain_errors

_KEY = "wire:kb"
#: Versions that are not in use, being written or left over: `version|buckets`.
_STALE = "wire:kb:stale"
#: Keys in a bucket, few enough for Redis to keep them close together.
_BUCKET = 64
_CHUNK = 500
#: Keys asked for in one call.
_MOST_KEYS = 2_000
_T = TypeVar("_T")


class RedisKnowledge:
    """The rows of the version in use.

    Args:
        client: a connection that returns bytes.
        call: calls one of the store's scripts.
    """

    def __init__(self, client: Any, call: Callable[..., Any]) -> None:
        self._client = client
        self._call = call

    def find(self, keys: Iterable[str]) -> Found:
        """The rows filed under any of these keys."""
        version, rows = 0, dict[bytes, None]()
        for some in _parts(map(digest, keys), _MOST_KEYS):
            told, *found = self._call("known", b"".join(some))
            version = int(told)
            rows |= dict.fromkeys(found)
        return Found(version, [Row.model_validate_json(each) for each in rows])

    def about(self) -> dict[str, int]:
        """Its version, how many rows and keys it has, and when it was imported (seconds); empty when there is none."""
        with plain_errors():
            return {name.decode(): int(value) for name, value in self._client.hgetall(_KEY).items()}

    def rows(self) -> Iterator[Row]:
        """All of it, in the order of import."""
        about = self.about()
        for numbers in _parts(range(about.get("rows", 0)), _CHUNK):
            with plain_errors():
                found = self._client.hmget(f"{_KEY}:{about['version']}:rows", numbers)
            yield from (Row.model_validate_json(each) for each in found if each)

    def alone(self) -> AbstractContextManager[bool]:
        """Whether nobody else is importing; if so, nobody will within the block, for ten minutes at most."""
        return alone(self._client, _KEY, 600)

    def replace(self, rows: Sequence[Filed]) -> int:
        """Makes these rows the knowledge base; returns its version. To be called `alone`."""
        entries = sorted(
            digest(key) + struct.pack(">I", number) for number, each in enumerate(rows) for key in each.keys
        )
        shift = 32 - max(0, math.ceil(math.log2(max(1, len(entries)) / _BUCKET)))
        with plain_errors():
            self._clear()
            version = self._client.incr(f"{_KEY}:last")
            self._client.sadd(_STALE, f"{version}|{shift}")
            for some in _parts(enumerate(rows), _CHUNK):
                self._write(version, {"rows": {number: each.row.model_dump_json() for number, each in some}})
            buckets = ((at, dict(_postings(some))) for at, some in groupby(entries, lambda each: _bucket(each, shift)))
            for parts in _parts(buckets, _CHUNK):
                self._write(version, dict(parts))
            self._use(version, shift, {"rows": len(rows), "keys": len(entries)})
            self._clear()
        return int(version)

    def _write(self, version: int, hashes: Mapping[Any, Mapping[Any, Any]]) -> None:
        pipe = self._client.pipeline(transaction=False)
        for name, fields in hashes.items():
            pipe.hset(f"{_KEY}:{version}:{name}", mapping=fields)
        pipe.execute()

    def _use(self, version: int, shift: int, sizes: Mapping[str, int]) -> None:
        old = self.about()
        pipe = self._client.pipeline()
        pipe.srem(_STALE, f"{version}|{shift}")
        if old:
            pipe.sadd(_STALE, f"{old['version']}|{old['shift']}")
        pipe.hset(_KEY, mapping={"version": version, "shift": shift, "at": int(time()), **sizes})
        pipe.execute()

    def _clear(self) -> None:
        """Removes what is not in use."""
        for each in self._client.smembers(_STALE):
            version, shift = map(int, each.split(b"|"))
            for some in _parts(["rows", *range(1 << (32 - shift))], _CHUNK):
                self._client.unlink(*(f"{_KEY}:{version}:{name}" for name in some))
            self._client.srem(_STALE, each)


def _parts(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def _bucket(entry: bytes, shift: int) -> int:
    return int.from_bytes(entry[:4], "big") >> shift


def _postings(entries: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for key, some in groupby(entries, key=lambda each: each[:8]):
        yield key, b"".join(each[8:] for each in some)[: 4 * MOST_ALIKE]
