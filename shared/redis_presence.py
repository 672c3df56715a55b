"""Which workers are alive, as they say themselves, on Redis."""

from __future__ import annotations

from typing import Any

from shared.redis_link import plain_errors

_KEY = "wire:workers"


class RedisPresence:
    """A sorted set of worker names, scored by the second of Redis' clock at which each is given up."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def seen(self, worker: str, seconds: float) -> None:
        """Notes that the worker is alive, and will be heard of again within so many seconds."""
        with plain_errors():
            self._client.zadd(_KEY, {worker: self._client.time()[0] + seconds})

    def ended(self, worker: str) -> None:
        """Notes that the worker stops."""
        with plain_errors():
            self._client.zrem(_KEY, worker)

    def alive(self) -> list[str]:
        """The names of the workers that are alive."""
        with plain_errors():
            now = self._client.time()[0]
            self._client.zremrangebyscore(_KEY, "-inf", now - 3600)
            found = self._client.zrange(_KEY, now, "+inf", byscore=True)
        return [each.decode() for each in found]
