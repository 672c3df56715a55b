"""What every store promises of relations: who meets whom, and the stories that links make."""

from __future__ import annotations

from collections.abc import Sequence

from shared.evidence import Evidence, Pair
from shared.memory import MemoryStore
from shared.record import record
from shared.records import Normalized, RelationKind
from shared.redis_store import RedisStore
from shared.relations import Link, Trace
from shared.store import Outcome, Store
from shared.stories import Node
from tests.shared.conftest import AFTER, give, step


def file(store: Store, text: str) -> str:
    """Gives a report, whose normalised result is there to be compared."""
    id = give(store, text)
    step(store, id, "normalize", Outcome("done", Normalized(raw=text, format="text", encoding="utf-8").encode()))
    return id


def trace(id: str, *marks: int, names: Sequence[str] = ()) -> Trace:
    return Trace(id, 1000, list(marks), list(names))


def met(store: Store, filed: Trace) -> list[str]:
    found = store.relations.meet(filed).candidates
    assert all(Normalized.decode(each.body).raw and each.received.order for each in found)
    return [each.received.id for each in found]


def test_those_that_share_marks_meet_whoever_comes_first(store: Store) -> None:
    one, two, three = (file(store, raw) for raw in ("one", "two", "three"))
    assert met(store, trace(one, 1, 2)) == []
    assert met(store, trace(two, 2)) == [one]
    assert met(store, trace(three, 1, 2)) == [one, two]
    assert set(met(store, trace(one, 1, 2))) == {two, three}


def test_of_many_marks_one_that_is_shared_is_a_phrase_and_brings_nobody_together(store: Store) -> None:
    one, two, three, short = (file(store, raw) for raw in ("one", "two", "three", "short"))
    assert met(store, trace(one, *range(10))) == []
    assert met(store, trace(two, *range(9, 19))) == []
    assert set(met(store, trace(three, *range(8, 11), *range(20, 30)))) == {one, two}
    assert met(store, trace(short, 0)) == [one]


def test_a_name_is_enough_to_meet(store: Store) -> None:
    one, two = file(store, "one"), file(store, "two")
    met(store, trace(one, 1, names=["guid:ab", "slug:cd"]))
    assert met(store, trace(two, 9, names=["slug:cd"])) == [one]


def test_who_only_asks_for_a_name_meets_those_that_have_it_and_not_those_that_ask(store: Store) -> None:
    one, two, three, four = (file(store, text) for text in ("one", "two", "three", "four"))
    assert met(store, trace(one, 1, names=["code:x"])._replace(asked=["corrected:x"])) == []
    assert met(store, trace(two, 2, names=["plain:y"])._replace(asked=["corrected:x"])) == []
    assert met(store, trace(three, 3, names=["corrected:x"])._replace(asked=["code:x"])) == [one]
    assert met(store, trace(four, 4)._replace(asked=["corrected:x"])) == [three]


def test_who_only_files_a_name_meets_nobody_by_it_and_is_met_by_those_that_ask(store: Store) -> None:
    one, two, three = (file(store, text) for text in ("one", "two", "three"))
    assert met(store, trace(one, 1)._replace(filed=["dated:x"])) == []
    assert met(store, trace(two, 2)._replace(filed=["dated:x"], asked=["alert:x"])) == []
    assert set(met(store, trace(three, 3)._replace(filed=["alert:x"], asked=["dated:x"]))) == {one, two}
    assert met(store, trace(two, 2)._replace(filed=["dated:x"], asked=["alert:x"])) == [three]


def test_a_mark_that_many_stories_carry_is_common_and_brings_nobody_together(store: Store) -> None:
    forms = [file(store, f"form {number}") for number in range(7)]
    for place, id in enumerate(forms):
        meeting = store.relations.meet(trace(id, 5, 100 + place, 7))
        assert meeting.common == ([0, 2] if place >= 6 else [])
    assert meeting.candidates == []


def test_a_mark_that_one_story_carries_often_is_not_common(store: Store) -> None:
    copies = [file(store, f"copy {number}") for number in range(20)]
    for place, id in enumerate(copies):
        meeting = store.relations.meet(trace(id, 5))
        assert meeting.common == []
        if place:
            assert copies[place - 1] in [each.received.id for each in meeting.candidates] or place > 5
            store.relations.link([link(store, id, copies[place - 1], "exact")])
    assert len(meeting.candidates) == 6


def test_who_is_met_but_not_normalised_yet_is_left_out(store: Store) -> None:
    one, two = give(store, "one"), file(store, "two")
    assert met(store, trace(one, 1)) == []
    assert met(store, trace(two, 1)) == []


def node(store: Store, id: str, *labels: str) -> Node:
    return Node(id=id, order=store.inputs(id, []).received.order, source="test", labels=list(labels))


#: Six characters of both are the same, of eight.
SIX = Evidence(["same_lead"], 0.75, 0.75, 1, [Pair(0, 6, 0, 6)], [("figure", Pair(6, 8, 6, 8))], [(0, 2)])


def link(store: Store, later: str, earlier: str, kind: RelationKind) -> Link:
    return Link(node(store, later), node(store, earlier), kind, SIX)


def test_links_join_stories_in_order_of_receipt(store: Store) -> None:
    late, early, mid = (
        give(store, raw, received_at=when) for raw, when in (("late", 3000), ("early", 1000), ("mid", 2000))
    )
    store.relations.link([link(store, late, mid, "version")])
    store.relations.link([link(store, mid, early, "corrects"), link(store, mid, early, "corrects")])
    made = [record(each, AFTER) for each in store.load([early, mid, late])]
    assert [each["story"] for each in made] == [
        {"id": early, "position": at, "size": 3, "state": state, "closed": False, "joined": []}
        for at, state in enumerate(("corrected", "superseded", "current"), 1)
    ]
    received = "1970-01-01T00:00:02.000Z"
    assert made[2]["relations"] == [
        {"kind": "version", "of": mid, "of_key": None, "of_received_at": received, "evidence": {}}
    ]


def test_evidence_is_shown_with_its_places_in_both_reports(store: Store) -> None:
    one, two = file(store, "grain 90"), file(store, "grain 70")
    store.relations.link([link(store, two, one, "corrects")])
    (made,) = [record(each, AFTER)["relations"] for each in store.load([two])]
    evidence = made[0]["evidence"]
    assert (evidence["reasons"], evidence["overlap"], evidence["shared_words"]) == (["same_lead"], 0.75, 1)
    assert evidence["passages"][0]["of"] == {"start": 0, "end": 6, "raw_start": 0, "raw_end": 6}
    assert [evidence["changed"][0][side]["text"] for side in ("this", "of")] == ["70", "90"]
    assert [each["kind"] for each in record(store.load([one])[0], AFTER)["relations"]] == []


def test_a_relation_that_joins_nothing_leaves_both_alone(store: Store) -> None:
    one, two = give(store, "one"), give(store, "two")
    store.relations.link([link(store, two, one, "contains")])
    made = [record(each, AFTER) for each in store.load([one, two])]
    assert [each["story"]["id"] for each in made] == [one, two]
    assert [each["kind"] for each in made[1]["relations"]] == ["contains"]


def test_a_story_is_split_for_good(store: RedisStore | MemoryStore) -> None:
    one, two, three, four = (give(store, raw, received_at=at) for at, raw in enumerate(("1", "2", "3", "4"), 1000))
    store.relations.link([link(store, two, one, "version"), link(store, three, two, "version")])
    assert not store.relations.split([one, two, three], [one, two, three])
    assert not store.relations.split([four], [four])
    assert store.relations.split([one, two, three], [two, three])
    assert stories(store, one, two, three) == [[one], [two, three], [two, three]]
    assert [each["kind"] for each in record(store.load([two])[0], AFTER)["relations"]] == []

    store.relations.link([link(store, two, one, "version"), link(store, four, three, "version")])
    store.relations.link([link(store, four, one, "near_duplicate"), link(store, four, one, "related")])
    assert stories(store, one, four) == [[one], [two, three, four]]
    assert [each["kind"] for each in record(store.load([four])[0], AFTER)["relations"]] == ["version", "related"]


def stories(store: Store, *ids: str) -> list[list[str]]:
    return [[node.id for node in each.story] or [each.id] for each in store.load(ids)]


def test_a_kill_withdraws_all_that_came_before_and_closes_the_story(store: Store) -> None:
    one, two, kill = (give(store, raw, received_at=at) for at, raw in enumerate(("one", "two", "kill"), 1000))
    last = link(store, kill, two, "withdrawn")._replace(later=node(store, kill, "KILL"))
    store.relations.link([link(store, two, one, "version"), last])
    made = [record(each, AFTER)["story"] for each in store.load([one, two, kill])]
    assert [each["state"] for each in made] == ["withdrawn", "withdrawn", "current"]
    assert all(each["closed"] for each in made)


def test_what_an_editor_sets_apart_is_parked_and_joins_again_when_that_is_taken_back(redis_store: RedisStore) -> None:
    store = redis_store
    one, two, three = (give(store, raw, received_at=at) for at, raw in enumerate(("1", "2", "3"), 1000))
    store.relations.link([link(store, two, one, "version")])
    assert store.relations.rejoin(one) == -1
    assert store.relations.split([one, two], [two])
    store.relations.link([link(store, three, two, "version"), link(store, three, one, "near_duplicate")])
    assert stories(store, one, three) == [[one], [two, three]]

    assert store.relations.rejoin(three) == 1
    assert stories(store, one, two, three) == [[one, two, three]] * 3
    made = record(store.load([three])[0], AFTER)
    assert [(each["kind"], each["of"]) for each in made["relations"]] == [("version", two), ("near_duplicate", one)]
    assert made["relations"][0]["of_received_at"] == "1970-01-01T00:00:01.001Z"
    assert list(store.client.scan_iter("wire:parked:*")) == list(store.client.scan_iter("wire:apart:*")) == []


def test_what_an_editor_joins_stays_joined_until_it_is_split(redis_store: RedisStore) -> None:
    store = redis_store
    one, two, three = (give(store, raw, received_at=at) for at, raw in enumerate(("1", "2", "3"), 1000))
    store.relations.link([link(store, two, one, "version")])
    assert store.relations.join(node(store, three), node(store, one))
    assert not store.relations.join(node(store, one), node(store, three))
    assert record(store.load([two])[0], AFTER)["story"]["joined"] == [[three, one]]

    store.rerun(three, ["normalize"], forget=True)
    assert stories(store, one) == [[one, two, three]]
    assert store.relations.split([one, two, three], [three])
    assert stories(store, one, three) == [[one, two], [three]]
    assert record(store.load([two])[0], AFTER)["story"]["joined"] == []

    assert store.relations.rejoin(one) == 1
    assert record(store.load([two])[0], AFTER)["story"]["joined"] == [[three, one]]
    store.delete(three)
    assert stories(store, one) == [[one, two]]
    assert list(store.client.scan_iter("wire:joined:*")) == []
