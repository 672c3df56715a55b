"""What every store promises; the same tests on Redis and in memory."""

from __future__ import annotations

import time

import pytest

from shared.errors import UnknownReport
from shared.intake import prepare
from shared.memory import MemoryStore
from shared.record import record
from shared.records import Link, Sketch
from shared.redis_store import RedisStore
from shared.store import Finished, Outcome, Store
from tests.shared.conftest import AFTER, MINE

DONE = Outcome("done", b"{}")


@pytest.fixture(params=["redis", "memory"])
def store(request: pytest.FixtureRequest) -> Store:
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


def sketch(id: str, *marks: str) -> Sketch:
    return Sketch(id=id, order=id, digest="d", words=3, marks=list(marks), names=[])


def test_those_that_share_marks_meet_whoever_comes_first(store: Store) -> None:
    one, two, three = (give(store, raw) for raw in ("one", "two", "three"))
    assert store.meet(sketch(one, "aaaaaaaa", "bbbbbbbb")) == []
    assert [each.id for each in store.meet(sketch(two, "bbbbbbbb"))] == [one]
    assert [each.id for each in store.meet(sketch(three, "aaaaaaaa", "bbbbbbbb"))] == [one, two]
    assert {each.id for each in store.meet(sketch(one, "aaaaaaaa", "bbbbbbbb"))} == {two, three}


def test_links_join_stories_in_order_of_receipt(store: Store) -> None:
    late, early, mid = (
        give(store, raw, received_at=when) for raw, when in (("late", 3000), ("early", 1000), ("mid", 2000))
    )
    store.link([Link(later=late, earlier=mid, kind="version")])
    store.link([Link(later=mid, earlier=early, kind="corrects"), Link(later=mid, earlier=early, kind="corrects")])
    made = [record(each, AFTER) for each in store.load([early, mid, late])]
    assert [each["story"] for each in made] == [
        {"id": early, "position": 1, "state": "corrected"},
        {"id": early, "position": 2, "state": "superseded"},
        {"id": early, "position": 3, "state": "current"},
    ]
    assert made[2]["relations"] == [{"kind": "version", "of": mid, "of_key": None, "evidence": {}}]


def test_an_unknown_report_is_an_error(store: Store) -> None:
    with pytest.raises(UnknownReport, match="0123"):
        store.load(["0123"])
