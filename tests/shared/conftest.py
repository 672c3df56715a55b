"""A real Redis for tests of the store."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.redis_link import connect
from shared.redis_store import RedisStore
from shared.settings import Settings
from workers.desk import embedded

AFTER = {"normalize": [], "dedup": ["normalize"], "quotes": ["normalize"], "resolve": ["quotes", "dedup"]}
MINE = dict.fromkeys(AFTER, "1")


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="ws"))
    with embedded.own(folder / "d", "tests") as server:
        yield server.url
    shutil.rmtree(folder)


@pytest.fixture
def redis_store(redis_url: str) -> Iterator[RedisStore]:
    settings = Settings(redis_url=redis_url, lease=0.2, backoff=0.001, patience=0.1)
    client = connect(settings)
    client.flushall()
    yield RedisStore(client, settings, AFTER, "here/1")
    client.close()
