"""How well, how fast and in how much memory repeated copy is found, beside datasketch and rensa, all in one run.

    pip install datasketch rensa
    python -m tests.bench.dedup [REPORTS ...]        (5000 when none is said)

Each method gets the same stream, one report after the other, in one process; Wireroom and one datasketch keep their
index in a Redis on the same machine. Normalising is not counted, nor is looking for garbage among the reports that
only the benchmark keeps. Beside wall time stands the time of the processor, Redis' own included, which a busy machine
changes less. Redis' memory is that of the index, the stories and the links found: what a report is compared with is
its normalised text, which the store has anyway.
"""

from __future__ import annotations

import gc
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

import redis

from shared.intake import prepare
from shared.records import Normalized, Received
from shared.redis_link import connect
from shared.redis_store import RedisStore
from shared.settings import Settings
from tests.bench import streams
from tests.reading import keep
from workers.desk import embedded
from workers.text.views import view

Pairs = list[tuple[Received, Normalized]]
_PERMUTATIONS, _WORDS = 128, 5


class Measured(NamedTuple):
    """What a method found for each report, how long each took, how long the processor worked, and the bytes kept."""

    found: list[tuple[str, streams.Matches]]
    seconds: list[float]
    busy: float
    bytes: float


One = Callable[[Received, Normalized], streams.Matches]


def wireroom(pairs: Pairs, client: redis.Redis, settings: Settings) -> One:
    """The step `dedup` on Redis."""
    store = RedisStore(client, settings, {"normalize": []})
    ids = {}
    for each, report in pairs:
        given = prepare(b"-", source="bench", key=each.id, received_at=each.received_at, max_bytes=1)
        ids[each.id] = store.accept([given])[0].id
        keep(store, ids[each.id], report)
    names = {id: key for key, id in ids.items()}
    relations = streams.Listening(store.relations)

    def one(received: Received, report: Normalized) -> streams.Matches:
        found = streams.compare(received.model_copy(update={"id": ids[received.id]}), report, relations)
        return [each | {"id": names[each["id"]]} for each in found]

    return one


def datasketch(pairs: Pairs, client: redis.Redis | None, settings: Settings) -> One:
    """MinHash and LSH, on Redis or in memory; with the similarity of the signatures checked."""
    from datasketch import MinHash, MinHashLSH

    config = {}
    if client is not None:
        path = settings.address.removeprefix("unix://")
        config = {"storage_config": {"type": "redis", "basename": b"bench", "redis": {"unix_socket_path": path}}}
    index = MinHashLSH(threshold=0.5, num_perm=_PERMUTATIONS, **config)
    signatures = {}

    def one(received: Received, report: Normalized) -> streams.Matches:
        made = MinHash(num_perm=_PERMUTATIONS, seed=1)
        made.update_batch([each.encode() for each in _shingles(received, report)])
        near = [other for other in index.query(made) if made.jaccard(signatures[other]) >= 0.5]
        index.insert(received.id, made)
        signatures[received.id] = made
        return [{"id": other, "relation": "duplicate"} for other in near]

    return one


def rensa(pairs: Pairs, client: redis.Redis | None, settings: Settings) -> One:
    """R-MinHash and LSH in memory."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(0.5, _PERMUTATIONS, 32)
    signatures: list[Any] = []

    def one(received: Received, report: Normalized) -> streams.Matches:
        made = RMinHash(_PERMUTATIONS, 42)
        made.update(_shingles(received, report))
        near = [other for other in index.query(made) if made.jaccard(signatures[other]) >= 0.5]
        index.insert(len(signatures), made)
        signatures.append(made)
        return [{"id": pairs[other][0].id, "relation": "duplicate"} for other in near]

    return one


def measure(pairs: Pairs, one: One, client: redis.Redis | None) -> Measured:
    """Takes all reports through a method."""
    found, seconds = [], []
    before, worked = _kept(client), _busy(client)
    for received, report in pairs:
        began = perf_counter()
        found.append((received.id, one(received, report)))
        seconds.append(perf_counter() - began)
    return Measured(found, seconds, _busy(client) - worked, (_kept(client) - before) / len(pairs))


def _shingles(received: Received, report: Normalized) -> list[str]:
    words = view(received, report).words
    return list({" ".join(words[at : at + _WORDS]) for at in range(max(1, len(words) - _WORDS + 1))})


def _busy(client: redis.Redis | None) -> float:
    cpu: Any = client.info("cpu") if client else {}
    return process_time() + sum(cpu.get(name, 0) for name in ("used_cpu_user", "used_cpu_sys"))


def _kept(client: redis.Redis | None) -> int:
    if client is not None:
        memory: Any = client.info("memory")
        return int(memory["used_memory"])
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


METHODS: dict[str, tuple[Callable[..., One], bool]] = {
    "wireroom, Redis": (wireroom, True),
    "datasketch .5, Redis": (datasketch, True),
    "datasketch .5, memory": (datasketch, False),
    "rensa .5, memory": (rensa, False),
}
_COLUMNS = ("method", "P", "R", "pair F1", "B3 F1", "reports/s", "a processor second", "p99 ms", "bytes/report")


@contextmanager
def _server() -> Iterator[tuple[redis.Redis, Settings]]:
    with tempfile.TemporaryDirectory(prefix="wb") as folder, embedded.own(Path(folder) / "d", "bench") as server:
        settings = Settings(redis_url=server.url)
        client = connect(settings)
        yield client, settings
        client.close()


def main(sizes: list[int]) -> None:
    """Prints a table for each size."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            pairs = list(streams.normalized(streams.make(folder, size, 421)))
            for _, report in pairs:
                _ = report.text  # told beforehand, for all methods alike
            gc.freeze()  # a worker does not hold the reports of days, among which to look for garbage
            print(f"\n{len(pairs)} reports\n\n| {' | '.join(_COLUMNS)} |\n|{'---|' * len(_COLUMNS)}")
            for name in METHODS:
                print(_row(name, pairs, folder), flush=True)


def _row(name: str, pairs: Pairs, folder: Path) -> str:
    method, on_redis = METHODS[name]
    try:
        with _server() as (client, settings):
            used = client if on_redis else None
            measured = measure(pairs, method(pairs, used, settings), used)
    except ImportError as missing:
        return f"| {name} | {missing} |"
    scores = streams.score(folder, measured.found)
    took = sorted(measured.seconds)
    speed = [len(took) / sum(took), len(took) / measured.busy]
    cells = [name, *(f"{scores[each]:.4f}" for each in ("P", "R", "F1", "b3F")), *(f"{each:.0f}" for each in speed)]
    row = " | ".join([*cells, f"{took[int(len(took) * 0.99)] * 1000:.1f}", f"{measured.bytes:.0f}"])
    kinds = {kind: (each["cluster"], each["relation"]) for kind, each in scores["recall"].items()}
    more = f"\n<!-- found, named: {kinds}; falsely merged: {scores['false_dup_docs']} -->"
    return f"| {row} |" + (more if method is wireroom else "")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [5_000])
