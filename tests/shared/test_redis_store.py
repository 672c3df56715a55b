"""What only Redis has to promise: leases, sweeps, generations, the balance, and full memory."""

from __future__ import annotations

import json
import time

import pytest

from shared.errors import StoreFull
from shared.evidence import Evidence
from shared.intake import prepare
from shared.records import Normalized
from shared.redis_store import RedisStore
from shared.relations import Link, Trace
from shared.store import Outcome
from shared.stories import Node
from tests.shared.conftest import AFTER, MINE
from workers.text.fingerprints import MOST

DONE = Outcome("done", b"{}")


def give(store: RedisStore, raw: str = "a report") -> str:
    return store.accept([prepare(raw, source="test|odd", max_bytes=10**7)])[0].id


def finish_all(store: RedisStore, id: str, result: bytes = b"{}") -> None:
    taken = store.claim(id, "normalize", [], MINE)
    assert taken is not None
    claim = taken[0]
    while claim:
        finished = store.finish(claim, DONE._replace(result=result), MINE)
        assert finished is not None
        claim = finished.following  # type: ignore[assignment]


def adds_up(store: RedisStore) -> bool:
    rows = store.balance().values()
    return all(row["accepted"] == sum(row[name] for name in ("done", "refused", "failed", "in_flight")) for row in rows)


def test_a_lease_is_kept_by_renewal_and_lost_without(redis_store: RedisStore) -> None:
    id = give(redis_store)
    taken = redis_store.claim(id, "normalize", [], MINE)
    assert taken is not None
    for _ in range(3):
        time.sleep(0.1)
        assert redis_store.renew(taken[0])
    assert redis_store.release("", "LeaseLost", "no sign of life") == 0
    time.sleep(0.25)
    assert redis_store.release("", "LeaseLost", "no sign of life") == 1
    assert not redis_store.renew(taken[0])
    assert redis_store.finish(taken[0], DONE, MINE) is None
    time.sleep(0.01)
    again = redis_store.claim(id, "normalize", [], MINE)
    assert again is not None
    assert again[0].attempt == 2


def test_a_dead_workers_claims_are_released_at_once(redis_store: RedisStore) -> None:
    id = give(redis_store)
    redis_store.claim(id, "normalize", [], MINE)
    assert redis_store.running() == {"here/1"}
    assert redis_store.release("there/2", "WorkerLost", "died") == 0
    assert redis_store.release("here/1", "WorkerLost", "died") == 1
    (stored,) = redis_store.load([id])
    assert stored.states["normalize"]["error"] == {"kind": "WorkerLost", "message": "died"}


def test_what_waits_is_sent_again_only_when_its_queue_has_moved_past_it(redis_store: RedisStore) -> None:
    id = give(redis_store)
    since = int(redis_store.client.zscore("wire:waiting:normalize.live", id))
    message = json.dumps({"headers": {"wire_since": since}})
    redis_store.client.lpush("q.live", message)

    def overdue() -> list[tuple[str, str, str]]:
        return redis_store.overdue(lambda step, lane: f"q.{lane}")

    assert overdue() == []
    time.sleep(0.15)
    assert overdue() == []
    redis_store.client.rpop("q.live")
    assert overdue() == [("normalize", "live", id)]
    assert overdue() == []
    redis_store.client.lpush("q.live", json.dumps({"headers": {"wire_since": since + 10**6}}))
    time.sleep(0.15)
    assert overdue() == [("normalize", "live", id)]


def test_a_rerun_is_a_new_generation_that_ends_once_more(redis_store: RedisStore) -> None:
    id = give(redis_store)
    finish_all(redis_store, id)
    lane, _, ready = redis_store.rerun(id, ["quotes", "resolve"], forget=False)
    assert (lane, ready) == ("live", ["quotes"])
    assert redis_store.counts()["waiting"] == 1
    assert adds_up(redis_store)
    taken = redis_store.claim(id, "quotes", [], MINE)
    assert taken is not None
    finished = redis_store.finish(taken[0], DONE, MINE)
    assert finished is not None
    assert finished.following is not None
    redis_store.finish(finished.following, DONE, MINE)
    assert redis_store.client.hmget(f"wire:r:{id}", ["generation", "ended"]) == [b"2", b"2"]
    assert redis_store.counts()["done"] == 1
    assert adds_up(redis_store)


def test_a_rerun_makes_anew_what_was_dropped_when_the_report_was_over(redis_store: RedisStore) -> None:
    id = give(redis_store)
    for name in AFTER:
        taken = redis_store.claim(id, name, [], {name: "1"})
        assert taken is not None
        redis_store.finish(taken[0], DONE._replace(passing=name == "quotes"), {name: "1"})
    assert not redis_store.client.hexists(f"wire:r:{id}", "o:quotes")
    _, _, ready = redis_store.rerun(id, ["resolve"], forget=False)
    assert ready == ["quotes"]


def test_the_balance_adds_up_at_every_moment(redis_store: RedisStore) -> None:
    ids = [give(redis_store, f"report {number}") for number in range(4)] + [give(redis_store, "")]
    give(redis_store, "report 0")
    assert adds_up(redis_store)
    finish_all(redis_store, ids[0])
    taken = redis_store.claim(ids[1], "normalize", [], MINE)
    assert taken is not None
    assert adds_up(redis_store)
    redis_store.finish(taken[0], Outcome("refused", error=("Bad", "no")), MINE)
    redis_store.delete(ids[0])
    assert adds_up(redis_store)
    (row,) = redis_store.balance().values()
    assert row == {"accepted": 4, "repeats": 0, "done": 0, "refused": 2, "failed": 0, "in_flight": 2}


def test_delete_leaves_nothing_that_names_the_report(redis_store: RedisStore) -> None:
    one, two = give(redis_store, "one"), give(redis_store, "two")
    for id in (one, two):
        finish_all(redis_store, id)
        redis_store.relations.meet(Trace(id, 1000, [0xABCDEF01], ["slug:n"]))
    nodes = [Node(id=id, order=id) for id in (one, two)]
    redis_store.relations.link([Link(nodes[1], nodes[0], "version", Evidence([], 1, 1, 1, [], [], []))])
    redis_store.delete(two)
    left = []
    for key in redis_store.client.scan_iter():
        kind = redis_store.client.type(key)
        value = {
            b"hash": redis_store.client.hgetall, b"zset": lambda k: redis_store.client.zrange(k, 0, -1),
            b"string": redis_store.client.get, b"set": redis_store.client.smembers, b"stream": lambda k: b"",
        }[kind](key)  # fmt: skip
        if two in f"{key} {value}":
            left.append(key)
    assert left == []
    assert [each.id for each in redis_store.load([one])] == [one]


def test_old_reports_are_found(redis_store: RedisStore) -> None:
    id = give(redis_store)
    assert redis_store.outdated(-10) == []
    finish_all(redis_store, id)
    assert redis_store.outdated(3600) == []
    assert redis_store.outdated(-10) == [id]


def test_at_full_memory_nothing_is_half_written(redis_store: RedisStore) -> None:
    give(redis_store)
    before = sorted(redis_store.client.keys())
    redis_store.client.config_set("maxmemory", 1_000_000)
    try:
        with pytest.raises(StoreFull, match="memory limit"):
            redis_store.accept([prepare("b" * 100_000, source="big", max_bytes=10**7)])
        assert sorted(redis_store.client.keys()) == before
    finally:
        redis_store.client.config_set("maxmemory", 0)
    assert give(redis_store, "again")


def test_those_who_only_read_learn_the_steps(redis_store: RedisStore) -> None:
    assert list(RedisStore(redis_store.client, redis_store.settings).after) == ["normalize"]
    redis_store.tell(AFTER)
    assert RedisStore(redis_store.client, redis_store.settings).after == AFTER


def test_everything_that_is_kept_for_meeting_has_a_lifetime(redis_store: RedisStore) -> None:
    for number in range(3):
        id = give(redis_store, f"report {number}")
        redis_store.relations.meet(Trace(id, 1000, [number, 77, 1 << 31], ["slug:n"]))
    life = 2 * redis_store.settings.window
    kept = [key for kind in ("m", "n") for key in redis_store.client.keys(f"wire:{kind}:*")]
    assert len(kept) == 1 + 1
    assert all(0 < redis_store.client.ttl(key) <= life for key in kept)


def test_reports_further_apart_than_the_window_do_not_meet(redis_store: RedisStore) -> None:
    day = 86_400_000
    ids = [
        redis_store.accept([prepare(f"of day {at}", source="s", received_at=at * day, max_bytes=99)])[0].id
        for at in (100, 103, 110)
    ]
    for id in ids:
        finish_all(redis_store, id, Normalized(raw="x", format="text", encoding="utf-8").encode())
    traces = [Trace(id, at * day, [5], []) for id, at in zip(ids, (100, 103, 110), strict=True)]
    found = [[each.received.id for each in redis_store.relations.meet(trace).candidates] for trace in traces]
    assert found == [[], [ids[0]], []]


def test_of_a_mark_the_sixteen_newest_reports_are_kept_and_its_neighbours_all_theirs(redis_store: RedisStore) -> None:
    ids = [give(redis_store, f"report {number}") for number in range(18)]
    for id in ids:
        finish_all(redis_store, id, Normalized(raw="x", format="text", encoding="utf-8").encode())
    nodes = [Node(id=id, order=f"{number:04}") for number, id in enumerate(ids)]
    none = Evidence([], 1, 1, 1, [], [], [])
    redis_store.relations.link(Link(later, nodes[0], "exact", none) for later in nodes[1:])
    redis_store.relations.meet(Trace(ids[0], 1000, [6, 5], []))
    for id in ids[1:17]:
        redis_store.relations.meet(Trace(id, 1000, [5], []))

    def met(mark: int) -> list[str]:
        return [each.received.id for each in redis_store.relations.meet(Trace(ids[17], 1000, [mark], [])).candidates]

    assert met(5) == ids[1:7]
    assert met(6) == ids[:1]


def test_as_many_marks_as_a_report_may_have_are_filed(redis_store: RedisStore) -> None:
    ids = [give(redis_store, f"report {number}") for number in range(2)]
    for id in ids:
        finish_all(redis_store, id, Normalized(raw="x", format="text", encoding="utf-8").encode())
    marks = [number * 0x00FF_FF01 for number in range(MOST)]
    found = [redis_store.relations.meet(Trace(id, 1000, marks, [])).candidates for id in ids]
    assert [[each.received.id for each in candidates] for candidates in found] == [[], ids[:1]]
