"""What the store remembers of each feed that is polled: how far it was read, and how it fared.

The cursor is the set of entries that were handed in, by their ids, never a time: an entry that comes late, or twice,
or without a date is treated like any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import redis
from pydantic import BaseModel, ConfigDict

from shared.redis_link import alone, plain_errors

#: So many entries of a feed are remembered, or twice as many as it holds.
_MOST = 10_000


class Feed(BaseModel):
    """One feed's state. Times are seconds since 1970."""

    model_config = ConfigDict(frozen=True)

    #: The validators and the format of the document last read.
    etag: str | None = None
    modified: str | None = None
    format: str | None = None
    #: Polls in a row that went wrong, until when the feed is left alone, and whether its server asked for that.
    failures: int = 0
    until: float = 0
    asked: bool = False


class Feeds:
    """All feeds of one store."""

    def __init__(self, client: redis.Redis) -> None:
        self._client: Any = client

    def get(self, url: str) -> Feed:
        """What is known of this feed."""
        with plain_errors():
            found = self._client.get(_key(url))
        return Feed.model_validate_json(found) if found else Feed()

    def put(self, url: str, feed: Feed) -> None:
        """Writes its state down."""
        with plain_errors():
            self._client.set(_key(url), feed.model_dump_json())

    def unseen(self, url: str, ids: Sequence[str]) -> set[str]:
        """Those of these reports that this feed has not brought yet."""
        if not ids:
            return set()
        with plain_errors():
            found = self._client.zmscore(f"{_key(url)}:seen", list(ids))
        return {id for id, score in zip(ids, found, strict=True) if score is None}

    def saw(self, url: str, ids: Sequence[str]) -> None:
        """The feed holds these; what it has not held for longest is forgotten when there is too much."""
        if not ids:
            return
        key = f"{_key(url)}:seen"
        with plain_errors():
            turn = self._client.incr(f"{_key(url)}:turn")
            pipe = self._client.pipeline()
            pipe.zadd(key, dict.fromkeys(ids, turn))
            pipe.zremrangebyrank(key, 0, -1 - max(_MOST, 2 * len(ids)))
            pipe.execute()

    def alone(self, url: str, seconds: float) -> AbstractContextManager[bool]:
        """Whether nobody else is at this feed; if so, it is ours for the block, or so many seconds at most."""
        return alone(self._client, _key(url), seconds)


def _key(url: str) -> str:
    return f"wire:feed:{hashlib.sha256(url.encode('utf-8', 'replace')).hexdigest()[:20]}"
