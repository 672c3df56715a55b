"""The knowledge base in memory and on Redis: the same answers, one version at a time, nothing left behind."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from shared.knowledge import EMPTY, MOST_ALIKE, Filed, Found, MemoryKnowledge, Row
from shared.redis_store import RedisStore
from tests.compose import ROOT

ROWS = [Filed(Row(id=f"Q{n}", name=f"Row {n}"), frozenset({f"is {n}", f"tens {n // 10}"})) for n in range(2_000)]


def ids(found: Found) -> set[str]:
    return {each.id for each in found.rows}


def kept(store: RedisStore) -> set[str]:
    return {key.decode() for key in store.client.scan_iter("wire:kb*", count=10_000)}


@pytest.mark.parametrize("place", ["memory", "redis"])
def test_rows_are_found_by_any_of_their_keys_and_each_once(place: str, redis_store: RedisStore) -> None:
    known = MemoryKnowledge(ROWS) if place == "memory" else redis_store.knowledge
    if place == "redis":
        redis_store.knowledge.replace(ROWS)

    assert ids(known.find(["is 7", "tens 0", "no such key"])) == {f"Q{n}" for n in range(10)}
    assert known.find(["is 7"]) == (1, [ROWS[7].row])
    assert known.find(["no such key"]) == (1, [])
    assert known.find([]).rows == []
    assert ids(known.find(f"is {n}" for n in range(5_000))) == {each.row.id for each in ROWS}


@pytest.mark.parametrize("place", ["memory", "redis"])
def test_without_one_nothing_is_found(place: str, redis_store: RedisStore) -> None:
    assert (EMPTY if place == "memory" else redis_store.knowledge).find(["is 7"]) == (0, [])


def test_a_common_key_keeps_a_few_of_its_rows(redis_store: RedisStore) -> None:
    rows = [Filed(each.row, frozenset({"same"})) for each in ROWS]
    redis_store.knowledge.replace(rows)

    assert (
        len(redis_store.knowledge.find(["same"]).rows) == MOST_ALIKE == len(MemoryKnowledge(rows).find(["same"]).rows)
    )


def test_a_new_version_takes_the_place_of_the_old_one_and_leaves_nothing_of_it(redis_store: RedisStore) -> None:
    known = redis_store.knowledge
    assert known.replace(ROWS) == 1
    assert known.replace(ROWS[:3]) == 2

    assert [each.id for each in known.rows()] == ["Q0", "Q1", "Q2"]
    assert known.find(["is 2", "is 3"]) == (2, [ROWS[2].row])
    assert {key.rsplit(":", 1)[0] for key in kept(redis_store)} == {"wire", "wire:kb", "wire:kb:2"}
    known.replace([])
    assert known.find(["is 2"]) == (3, [])
    assert list(known.rows()) == []


_IMPORT = """
import sys
from shared.knowledge import Filed, Row
from shared.redis_link import connect
from shared.redis_store import RedisStore
from shared.settings import Settings
settings = Settings(redis_url=sys.argv[1])
rows = [Filed(Row(id=f"Q{n}", name=f"Row {n}"), frozenset({f"is {n}"})) for n in range(100_000)]
RedisStore(connect(settings), settings).knowledge.replace(rows)
"""


def test_an_import_that_is_killed_changes_nothing_and_is_cleared_away_by_the_next(
    redis_store: RedisStore, redis_url: str
) -> None:
    known = redis_store.knowledge
    known.replace(ROWS[:3])
    process = subprocess.Popen([sys.executable, "-c", _IMPORT, redis_url], cwd=ROOT)
    while not redis_store.client.exists("wire:kb:2:rows"):
        assert process.poll() is None
        time.sleep(0.001)
    process.kill()
    process.wait()
    assert known.find(["is 2", "is 3"]) == (1, [ROWS[2].row])

    known.replace(ROWS[:4])
    assert {key.rsplit(":", 1)[0] for key in kept(redis_store)} == {"wire", "wire:kb", "wire:kb:3"}


def test_one_import_at_a_time(redis_store: RedisStore) -> None:
    with redis_store.knowledge.alone() as first, redis_store.knowledge.alone() as second:
        assert (first, second) == (True, False)
    with redis_store.knowledge.alone() as again:
        assert again
