"""What an editor says of stories holds exactly as far as it was said: splits, their undoing, and joins, on Redis."""

from __future__ import annotations

import random
from typing import get_args

import pytest

from shared.record import record
from shared.records import RelationKind
from shared.redis_store import RedisStore
from shared.relations import JOINING
from tests.shared.conftest import AFTER, give
from tests.shared.test_store_relations import link, node, stories

_BACK = {"of": "by", "by": "of", "joined": "joiner", "joiner": "joined"}
_OF_STORIES = ("story", "apart", "joined", "parked", "links")


def given(store: RedisStore, n: int, name: str = "report") -> list[str]:
    return [give(store, f"{name} {number}", received_at=1000 + number) for number in range(n)]


def made(store: RedisStore, id: str) -> dict:
    return record(store.load([id])[0], AFTER)


def keys(store: RedisStore, kind: str) -> list[str]:
    return [each.decode().removeprefix(f"wire:{kind}:") for each in store.client.scan_iter(f"wire:{kind}:*")]


def test_a_join_that_was_split_comes_back_as_a_join_beside_a_link(redis_store: RedisStore) -> None:
    one, two, three = given(redis_store, 3)
    redis_store.relations.link([link(redis_store, two, one, "version"), link(redis_store, three, one, "related")])
    assert redis_store.relations.join(node(redis_store, three), node(redis_store, one))
    assert redis_store.relations.split([one, two, three], [three])
    assert redis_store.relations.rejoin(three) == 1
    assert made(redis_store, one)["story"]["joined"] == [[three, one]]
    assert [each["kind"] for each in made(redis_store, three)["relations"]] == ["related"]


def test_a_join_that_was_split_outlasts_reading_anew(redis_store: RedisStore) -> None:
    one, two = given(redis_store, 2)
    redis_store.relations.join(node(redis_store, two), node(redis_store, one))
    assert redis_store.relations.split([one, two], [two])
    for each in (one, two):
        redis_store.rerun(each, ["normalize"], forget=True)
    assert redis_store.relations.rejoin(two) == 1
    assert made(redis_store, one)["story"]["joined"] == [[two, one]]


@pytest.mark.parametrize("kind", get_args(RelationKind))
def test_undoing_a_split_joins_by_links_that_join_only(redis_store: RedisStore, kind: RelationKind) -> None:
    one, two, three = given(redis_store, 3)
    links = [link(redis_store, two, one, "version"), link(redis_store, three, two, "version")]
    redis_store.relations.link([*links, link(redis_store, three, one, kind)])
    assert redis_store.relations.split([one, two, three], [three])
    redis_store.delete(two)
    assert redis_store.relations.rejoin(three) == (kind in JOINING)
    assert stories(redis_store, one) == [[one, three] if kind in JOINING else [one]]
    assert [each["kind"] for each in made(redis_store, three)["relations"]] == [kind]


def test_undoing_a_split_does_not_join_by_a_report_that_is_gone_or_related_no_more(redis_store: RedisStore) -> None:
    one, two, three, four = given(redis_store, 4)
    redis_store.relations.link([link(redis_store, each, one, "version") for each in (two, three, four)])
    assert redis_store.relations.split([one, two, three, four], [three, four])
    redis_store.delete(one)
    assert redis_store.relations.rejoin(three) == 0
    assert stories(redis_store, two, three) == [[two], [three, four]]

    one, two = given(redis_store, 2, "another")
    redis_store.relations.link([link(redis_store, two, one, "version")])
    assert redis_store.relations.split([one, two], [two])
    redis_store.rerun(one, ["normalize"], forget=True)
    assert redis_store.relations.rejoin(one) == 0
    assert stories(redis_store, one, two) == [[one], [two]]


@pytest.mark.parametrize("turn", range(4))
def test_undoing_a_split_leaves_other_splits_whatever_the_ids(redis_store: RedisStore, turn: int) -> None:
    one, two, three = given(redis_store, 3, f"turn {turn}")
    redis_store.relations.link([link(redis_store, later, one, "version") for later in (two, three)])
    redis_store.relations.link([link(redis_store, three, two, "version")])
    assert redis_store.relations.split([one, two, three], [two])
    assert redis_store.relations.split([one, three], [three])
    assert redis_store.relations.rejoin(two) == 1
    assert stories(redis_store, one, three) == [[one, two], [three]]
    assert redis_store.relations.rejoin(three) == 1
    assert stories(redis_store, one) == [[one, two, three]]


@pytest.mark.parametrize("place", range(3))
def test_who_left_a_story_is_none_of_it_even_if_the_story_had_its_id(redis_store: RedisStore, place: int) -> None:
    *all_of_it, other = given(redis_store, 4)
    redis_store.relations.link([link(redis_store, later, all_of_it[0], "version") for later in all_of_it[1:]])
    leaver, rest = all_of_it[place], all_of_it[:place] + all_of_it[place + 1 :]
    redis_store.rerun(leaver, ["normalize"], forget=True)
    redis_store.relations.link([link(redis_store, other, leaver, "version")])
    assert stories(redis_store, leaver, rest[0]) == [[leaver, other], rest]
    assert redis_store.relations.join(node(redis_store, leaver), node(redis_store, rest[0]))
    assert stories(redis_store, other) == [[*all_of_it, other]]


def is_sound(store: RedisStore, alive: list[str]) -> None:
    """What must hold of the keys of stories at any moment."""
    found = {key: {each.decode() for each in store.client.hkeys(f"wire:story:{key}")} for key in keys(store, "story")}
    assert all(key in members and members <= {*alive} for key, members in found.items())
    for id in alive:
        at = store.client.hget(f"wire:r:{id}", "story")
        assert [key for key, members in found.items() if id in members] == ([at.decode()] if at else [])
    for key in keys(store, "apart"):
        others = {each.decode() for each in store.client.smembers(f"wire:apart:{key}")}
        assert {key, *others} <= {*found}
        assert key not in others
        assert all(store.client.sismember(f"wire:apart:{each}", key) for each in others)
    for key in keys(store, "joined"):
        assert all({*each.decode().split("|")} <= found[key] for each in store.client.smembers(f"wire:joined:{key}"))
    for kind in ("parked", "links"):
        for id in keys(store, kind):
            ends = [each.decode().split(":") for each in store.client.hkeys(f"wire:{kind}:{id}")]
            assert all(store.client.hexists(f"wire:{kind}:{other}", f"{_BACK[way]}:{id}") for way, other in ends)
            assert {id, *(other for _, other in ends)} <= {*alive}


def change(store: RedisStore, chance: random.Random, alive: list[str]) -> None:
    """Does one thing or another to two reports."""
    one, two = sorted(chance.sample(alive, 2), key=lambda id: store.inputs(id, []).received.order)
    match chance.choice(["link"] * 4 + ["split"] * 2 + ["join"] * 2 + ["rejoin", "rerun", "delete"]):
        case "link":
            store.relations.link([link(store, two, one, chance.choice(get_args(RelationKind)))])
        case "split":
            order = store.story(one)
            store.relations.split(
                order, [one, *(each for each in order[order.index(one) + 1 :] if chance.random() < 0.4)]
            )
        case "join":
            store.relations.join(*(node(store, each) for each in chance.sample([one, two], 2)))
            assert two in store.story(one)
        case "rejoin":
            store.relations.rejoin(one)
        case "rerun":
            store.rerun(one, ["normalize"], forget=True)
        case "delete":
            store.delete(one)
            alive.remove(one)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_editors_and_steps_do_stories_stay_sound_and_leave_nothing(redis_store: RedisStore, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  nothing secret
    alive = given(redis_store, 4)
    for number in range(100):
        if len(alive) < 4 or chance.random() < 0.1:
            alive += given(redis_store, 1, f"seed {seed}, {number}")
        change(redis_store, chance, alive)
        is_sound(redis_store, alive)
    chance.shuffle(alive)
    for each in alive:
        redis_store.delete(each)
    assert [key for kind in _OF_STORIES for key in keys(redis_store, kind)] == []
