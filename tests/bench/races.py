"""Two copies of a report at the same instant, again and again: every pair must end in one story.

    python -m tests.bench.races [PAIRS [WORKERS]]        (10000 pairs and 4 worker processes when none is said)

Workers take pairs from the store's own queue of waiting steps, each copy by another one; some reports are worked on
twice, and every now and then a worker is killed and its reports are taken up again.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import tempfile
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from time import sleep

from shared.intake import prepare
from shared.redis_link import connect
from shared.redis_store import RedisStore
from shared.settings import Settings
from tests.reading import keep, one
from workers.desk import embedded
from workers.steps.dedup import dedup

AFTER: dict[str, list[str]] = {"normalize": []}
_WORDS = [f"{a}{b}{c}" for a in "klmnprst" for b in "aeiou" for c in ("na", "ter", "lo", "rim")]


def text(pair: int) -> str:
    """An invented report, the same for both copies of a pair."""
    chosen = random.Random(pair)  # noqa: S311 - a seeded sample, no secret
    body = " ".join(chosen.choices(_WORDS, k=60))
    return f"Council of {chosen.choice(_WORDS)} votes {pair}\n\nPORT ALDER (Alder Wire) - {body}.\n"


def work(url: str, queue: str, seed: int) -> None:
    """Takes reports from a queue until it is empty; what it held when it is killed is still in its own list."""
    settings = Settings(redis_url=url)
    client = connect(settings)
    store = RedisStore(client, settings, AFTER, f"race/{os.getpid()}")
    chosen = random.Random(seed)  # noqa: S311
    while item := client.lmove(queue, f"{queue}:held", "RIGHT", "LEFT"):
        id, pair = item.decode().split()  # type: ignore[union-attr]
        received = store.inputs(id, []).received
        for _ in range(2 if chosen.random() < 0.1 else 1):  # redelivery
            dedup.run(received=received, normalize=one(text(int(pair))), neighbours=store.relations)
        client.lrem(f"{queue}:held", 1, item)  # type: ignore[arg-type]


def race(pairs: int, workers: int, kills: int) -> int:
    """How many pairs end in one story."""
    with tempfile.TemporaryDirectory(prefix="wx") as folder, embedded.own(Path(folder) / "d", "race") as server:
        settings = Settings(redis_url=server.url)
        client = connect(settings)
        store = RedisStore(client, settings, AFTER)
        ids = []
        for pair in range(pairs):
            copies = [prepare(text(pair), source=f"s{copy}", key=str(pair), max_bytes=9999) for copy in (0, 1)]
            ids.append([each.id for each in store.accept(copies)])
            for id in ids[-1]:
                keep(store, id, one(text(pair)))
        # Copies stand at the same place of neighbouring queues, so that they are worked on at the same instant.
        for pair, copies_of in enumerate(ids):
            for copy, id in enumerate(copies_of):
                client.lpush(f"race:{(2 * pair + copy) % workers}", f"{id} {pair}")
        context = multiprocessing.get_context("spawn")
        alive = {at: _start(context, server.url, at, 0) for at in range(workers)}
        deaths = 0
        while any(each.is_alive() for each in alive.values()):
            sleep(0.2)
            if deaths < kills:
                victim = deaths % workers
                pid = alive[victim].pid
                if pid and alive[victim].is_alive() and client.llen(f"race:{victim}:held"):
                    os.kill(pid, signal.SIGKILL)
                    alive[victim].join()
                    deaths += 1
                    while client.lmove(f"race:{victim}:held", f"race:{victim}", "LEFT", "RIGHT"):
                        pass
                    alive[victim] = _start(context, server.url, victim, deaths)
        together = sum(store.story(first) == store.story(second) != [first] for first, second in ids)
        client.close()
        return together


def _start(context: SpawnContext, url: str, at: int, seed: int) -> SpawnProcess:
    process = context.Process(target=work, args=(url, f"race:{at}", seed))
    process.start()
    return process


if __name__ == "__main__":
    count, processes = (int(each) for each in (*sys.argv[1:3], *("10000", "4")[len(sys.argv[1:3]) :]))
    print(f"{race(count, processes, 20)} of {count} pairs in one story")
