"""What tests of the store share: a small graph of steps, and every store."""

from __future__ import annotations

import time

import pytest

from shared.intake import prepare
from shared.memory import MemoryStore
from shared.redis_store import RedisStore
from shared.store import Finished, Outcome, Store

AFTER = {"normalize": [], "dedup": ["normalize"], "quotes": ["normalize"], "resolve": ["quotes", "dedup"]}
MINE = dict.fromkeys(AFTER, "1")
DONE = Outcome("done", b"{}")


@pytest.fixture(params=["redis", "memory"])
def store(request: pytest.FixtureRequest) -> RedisStore | MemoryStore:
    if request.param == "memory":
        return MemoryStore(AFTER)
    found: RedisStore = request.getfixturevalue("redis_store")
    return found


def give(store: Store, raw: str = "a report", **more: object) -> str:
    (accepted,) = store.accept([prepare(raw, source="test", max_bytes=100, **more)])  # type: ignore[arg-type]
    return accepted.id


def step(store: Store, id: str, name: str, outcome: Outcome = DONE, *, alone: bool = True) -> Finished | None:
    mine = {name: "1"} if alone else MINE
    time.sleep(0.002)
    taken = store.claim(id, name, [], mine)
    assert taken is not None
    return store.finish(taken[0], outcome, mine)
