"""A chain of five reports ends in one story graph, in whichever order they arrive or are worked on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any

import pytest

from shared.intake import prepare
from shared.memory import MemoryStore
from shared.record import record
from shared.redis_link import connect
from shared.redis_store import RedisStore
from shared.settings import Settings
from tests.reading import NOW, keep, one
from workers.steps import graph
from workers.steps.dedup import dedup

BODY = """By Ilse Tarn

PORT ALDER, Nov 23 (Alder Wire) - A barge loaded with {tonnes} tonnes of grain burned for six hours in the harbour of Port Alder on Monday and closed it to all ships, officials said.

{hurt} members of the crew were taken to hospital with burns. Nobody was killed.

"We got everybody off within ten minutes," coast guard captain Boro Vane told reporters. "The barge is lost."

{more}It was the second fire on a barge of the Tessel Line since March, and the company said it was working with the authorities to find out how it began.
"""  # noqa: E501
MORE = """"I would rather lose three days than one ship," Mayor Edda Quill said of the closure.

The pilots said they expected the channel to be open again by the end of the week.

"""
TITLE = "Grain barge burns in Port Alder, harbour closed"
LATER = "Grain barge burns in Port Alder, third sailor in hospital"
FIRST = {"tonnes": "900", "hurt": "Two", "more": ""}
CHAIN = [
    TITLE + "\n\n" + BODY.format(**FIRST),
    "RPT-" + TITLE + "\n\n" + BODY.format(**FIRST),
    "UPDATE 1-" + LATER + "\n\n(Adds third sailor)\n\n" + BODY.format(tonnes="900", hurt="Three", more=""),
    "CORRECTED-UPDATE 1-" + LATER + "\n\n(Corrects cargo to 90 tonnes, not 900)\n\n"
    + BODY.format(tonnes="90", hurt="Three", more=""),
    "UPDATE 2-" + LATER + "\n\n(Adds mayor, pilots)\n\n" + BODY.format(tonnes="90", hurt="Three", more=MORE),
]  # fmt: skip
SHOWN = [
    (1, "corrected", []),
    (2, "corrected", [("repeat", 0)]),
    (3, "corrected", [("version", 0), ("version", 1)]),
    (4, "superseded", [("corrects", 2), ("version", 0), ("version", 1)]),
    (5, "current", [("version", 0), ("version", 1), ("version", 2), ("version", 3)]),
]
AFTER = graph().after()
REPORTS = [one(text) for text in CHAIN]


def run(store: MemoryStore | RedisStore, arrival: Sequence[int], *, dated: bool) -> list[Any]:
    """The story graph of the chain after its reports have come in this order."""
    ids = {}
    for place in arrival:
        at = NOW + place * 60_000 if dated else None
        ids[place] = store.accept([prepare(CHAIN[place], source="alder", max_bytes=10_000, received_at=at)])[0].id
        keep(store, ids[place], REPORTS[place])
        received = store.inputs(ids[place], []).received
        dedup.run(received=received, normalize=REPORTS[place], neighbours=store.relations)
    names = {id: place for place, id in ids.items()}
    made = [record(stored, AFTER) for stored in store.load([ids[place] for place in sorted(ids)])]
    return [
        (
            each["story"]["position"],
            each["story"]["state"],
            sorted((link["kind"], names[link["of"]]) for link in each["relations"]),
        )
        for each in made
    ]


@pytest.fixture
def redis(redis_url: str) -> Iterator[RedisStore]:
    settings = Settings(redis_url=redis_url)
    client = connect(settings)
    yield RedisStore(client, settings, AFTER, "here/1")
    client.close()


@pytest.mark.parametrize("dated", [True, False], ids=["with_times", "as_they_come"])
def test_every_order_of_five_gives_one_graph_in_memory(dated: bool) -> None:
    expected = run(MemoryStore(AFTER), range(5), dated=True)
    assert [(place, links) for place, _, links in expected] == [(place, links) for place, _, links in SHOWN]
    for order in permutations(range(5)):
        assert run(MemoryStore(AFTER), order, dated=dated) == expected, order


@pytest.mark.parametrize("dated", [True, False], ids=["with_times", "as_they_come"])
def test_every_order_of_five_gives_one_graph_on_redis(redis: RedisStore, dated: bool) -> None:
    expected = run(MemoryStore(AFTER), range(5), dated=True)
    for order in list(permutations(range(5)))[:: 1 if dated else 6]:
        redis.client.flushdb()
        assert run(redis, order, dated=dated) == expected, order
