"""What every store promises; the same tests on Redis and in memory."""

from __future__ import annotations

import time

import pytest

from shared.errors import UnknownReport
from shared.intake import prepare
from shared.record import record
from shared.redis_store import RedisStore
from shared.store import Outcome, Store
from tests.shared.conftest import AFTER, DONE, MINE, give, step


def status(store: Store, id: str) -> dict[str, str]:
    (stored,) = store.load([id])
    return {"report": stored.status} | {name: row["status"] for name, row in record(stored, AFTER)["steps"].items()}


def test_the_same_delivery_is_the_same_report_and_counts_one_more(store: Store) -> None:
    first, again, other = store.accept(
        [prepare(raw, source="s", key="k", max_bytes=100) for raw in ("one", "one", "two")]
    )
    assert (first.new, again.new, other.new) == (True, False, True)
    assert (first.deliveries, again.deliveries) == (1, 2)
    assert first.id == again.id != other.id


def test_a_refused_report_is_over_and_says_why(store: Store) -> None:
    id = give(store, "x" * 101)
    (stored,) = store.load([id])
    made = record(stored, AFTER)
    assert made["status"] == "refused"
    assert made["error"] == {
        "step": "intake",
        "kind": "TooLarge",
        "message": "it has 101 bytes; WIRE_MAX_BYTES allows 100",
    }
    assert {made["steps"][name]["status"] for name in AFTER} == {"skipped"}
    assert store.claim(id, "normalize", ["body"], MINE) is None


def test_steps_become_ready_when_all_before_them_are_done(store: Store) -> None:
    id = give(store)
    assert store.claim(id, "quotes", [], MINE) is None
    first = step(store, id, "normalize")
    assert first is not None
    assert sorted(first.ready) == ["dedup", "quotes"]
    second = step(store, id, "quotes")
    assert second is not None
    assert second.ready == []
    third = step(store, id, "dedup")
    assert third is not None
    assert third.ready == ["resolve"]
    last = step(store, id, "resolve")
    assert last is not None
    assert (last.status, last.ready, last.following) == ("done", [], None)
    assert set(status(store, id).values()) == {"done"}


def test_on_one_lane_the_next_step_comes_with_the_answer(store: Store) -> None:
    id = give(store)
    taken = store.claim(id, "normalize", ["body"], MINE)
    assert taken is not None
    assert taken[1].received.body == b"a report"
    claim, ran = taken[0], []
    while claim:
        ran.append(claim.step)
        finished = store.finish(claim, DONE, MINE)
        assert finished is not None
        assert finished.ready == []
        claim = finished.following
    assert ran == list(AFTER)


def test_a_claim_is_taken_once_and_finished_once(store: Store) -> None:
    id = give(store)
    taken = store.claim(id, "normalize", [], MINE)
    assert taken is not None
    assert store.claim(id, "normalize", [], MINE) is None
    assert store.finish(taken[0], DONE, {"normalize": "1"}) is not None
    assert store.finish(taken[0], DONE, {"normalize": "1"}) is None


def test_a_step_fails_after_four_attempts_and_others_go_on(store: Store) -> None:
    id = give(store)
    step(store, id, "normalize")
    taken = store.claim(id, "quotes", [], {"quotes": "1"})
    claim = taken[0] if taken else None
    for attempt in range(1, 5):
        assert claim is not None
        assert claim.attempt == attempt
        finished = store.finish(claim, Outcome("retry", error=("Oops", "it broke")), {"quotes": "1"})
        assert finished is not None
        wait_for(store)
        # In memory there is nobody to wait for: the next attempt comes with the answer.
        taken = None if finished.following else store.claim(id, "quotes", [], {"quotes": "1"})
        claim = taken[0] if taken else finished.following
    assert claim is None
    assert status(store, id) == {
        "report": "waiting", "intake": "done", "normalize": "done", "dedup": "waiting", "quotes": "failed",
        "resolve": "skipped",
    }  # fmt: skip
    step(store, id, "dedup")
    (stored,) = store.load([id])
    made = record(stored, AFTER)
    assert made["status"] == "failed"
    assert made["error"] == {"step": "quotes", "kind": "Oops", "message": "it broke"}
    assert made["steps"]["quotes"]["attempts"] == 4


def test_a_passing_result_is_there_for_later_steps_and_gone_when_the_report_is_over(store: Store) -> None:
    id = give(store)
    step(store, id, "normalize")
    step(store, id, "dedup", Outcome("done", b'{"a": 1}', passing=True))
    step(store, id, "quotes", Outcome("done", b'{"b": 1}'))
    assert store.inputs(id, ["dedup"]).results == {"dedup": b'{"a": 1}'}
    step(store, id, "resolve")
    assert store.inputs(id, ["dedup", "quotes"]).results == {"quotes": b'{"b": 1}'}


def wait_for(store: Store) -> None:
    """Until the backoff is over: 1, 4, 16 ms here."""
    if isinstance(store, RedisStore):
        end = time.monotonic() + 5
        while time.monotonic() < end and store.client.zcard("wire:due"):
            store.overdue(lambda step, lane: "none")
            time.sleep(0.002)


def test_a_refused_step_is_never_tried_again(store: Store) -> None:
    id = give(store)
    step(store, id, "normalize", Outcome("refused", error=("BinaryReport", "no text")))
    assert status(store, id) == {
        "report": "refused", "intake": "done", "normalize": "refused", "dedup": "skipped", "quotes": "skipped",
        "resolve": "skipped",
    }  # fmt: skip


def test_an_unknown_report_is_an_error(store: Store) -> None:
    with pytest.raises(UnknownReport, match="0123"):
        store.load(["0123"])
