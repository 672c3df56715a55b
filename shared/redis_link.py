"""The way to Redis: a connection, the scripts, and Redis' errors in our own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from typing import Any
from uuid import uuid4

import redis

from shared.errors import StoreFull, StoreGone
from shared.settings import Settings

_RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


def connect(settings: Settings) -> redis.Redis:
    """A client for this deployment's Redis; nothing is sent yet."""
    return redis.Redis.from_url(
        settings.address, socket_timeout=15, socket_connect_timeout=5, health_check_interval=10, protocol=2
    )


@contextmanager
def plain_errors() -> Iterator[None]:
    """Says in our own words what Redis' errors mean."""
    try:
        yield
    except (redis.ConnectionError, redis.TimeoutError) as error:
        raise StoreGone(f"Redis does not answer: {error}") from error
    except redis.ResponseError as error:
        if "OOM" in str(error):
            raise StoreFull from error
        raise


@contextmanager
def alone(client: Any, name: str, seconds: float) -> Iterator[bool]:
    """Whether nobody else does what has this name; if so, it is ours for the block, or so many seconds at most."""
    key, token = f"wire:lock:{name}", uuid4().hex
    with plain_errors():
        mine = bool(client.set(key, token, nx=True, px=int(seconds * 1000)))
    try:
        yield mine
    finally:
        if mine:
            with plain_errors():
                client.eval(_RELEASE, 1, key, token)


def scripts() -> dict[str, str]:
    """The Lua scripts by name, each with what all of them share in front."""
    folder = {each.name: each.read_text() for each in resources.files("shared").joinpath("lua").iterdir()}
    lib = folder.pop("lib.lua") + folder.pop("said.lua")
    return {name.removesuffix(".lua"): lib + text for name, text in folder.items()}
