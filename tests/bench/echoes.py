"""What finding quotes that are met again costs: the end of `resolve` with and without, on a real Redis.

    python -m tests.bench.echoes [REPORTS] [ROUNDS]        (3000 and 3 when none is said)

Reports are a made stream of `tests.bench.streams`, their quotes what stands in quotation marks. Each round takes all of
them through an empty Redis without and with their fingerprints, in turn. Times are of the processor, median of the
rounds; reading is `load` and `record` of a hundred reports at a time.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple

from shared.echoes import SAYS, fingerprints
from shared.intake import prepare
from shared.record import record
from shared.records import Normalized, Quote, Received, Resolved, Span
from shared.redis_link import connect
from shared.redis_store import RedisStore
from shared.settings import Settings
from shared.step import HEAD
from shared.store import Outcome
from tests.bench import streams
from workers.desk import embedded
from workers.text.quoting import by_marks

_AFTER = {HEAD: [], SAYS: [HEAD]}
_MINE = dict.fromkeys(_AFTER, "1")


class Cost(NamedTuple):
    """Per report: milliseconds of Redis' and of our processor at the end of the step, ours and Redis' when it is read,
    and the bytes that Redis holds.
    """

    redis: float
    ours: float
    reading: float
    bytes: float


def resolved(report: Normalized) -> Resolved:
    """The quotations of a report."""
    places = [(each.start, each.end) for each in report.pieces if each.kind == "body"]
    found = [Span(start=each.content[0][0], end=each.content[0][1]) for each in by_marks(report.text, places)]
    return Resolved(quotes=[Quote(type="direct", content=[each], confidence=0.5) for each in found])


def measure(store: RedisStore, pairs: Sequence[tuple[Received, Normalized, Resolved]], *, wanted: bool) -> Cost:
    """Takes all reports through the end of the step, then reads them."""
    store.client.flushall()
    redis = ours = 0.0
    ids = []
    for received, report, says in pairs:
        given = prepare(b"-", source="bench", key=received.id, received_at=received.received_at, max_bytes=1)
        ids.append(store.accept([given])[0].id)
        taken = store.claim(ids[-1], HEAD, [], _MINE)
        ended = taken and store.finish(taken[0], Outcome("done", report.encode()), _MINE)
        assert ended
        assert ended.following
        body = says.encode()
        at, busy = _busy(store), process_time()
        said = fingerprints(report.text, says) if wanted else ()
        store.finish(ended.following, Outcome("done", body, names=frozenset(), said=said), _MINE)
        ours += process_time() - busy
        redis += _busy(store) - at
    at, busy = _busy(store), process_time()
    for start in range(0, len(ids), 100):
        for each in store.load(ids[start : start + 100]):
            record(each, list(_AFTER))
    reading = process_time() - busy + _busy(store) - at
    size = store.client.info("memory")["used_memory_dataset"]
    return Cost(*(each * 1000 / len(ids) for each in (redis, ours, reading)), size / len(ids))


def _busy(store: RedisStore) -> float:
    about = store.client.info("cpu")
    return float(about["used_cpu_user"] + about["used_cpu_sys"])


def main(reports: int, rounds: int) -> None:
    """Prints the costs, and how many reports share quotes."""
    with tempfile.TemporaryDirectory() as folder, embedded.own(Path(folder) / "d", "bench") as server:
        stream = streams.make(Path(folder) / "stream", reports, 31)
        pairs = [(received, report, resolved(report)) for received, report in streams.normalized(stream)]
        marks = [fingerprints(report.text, says) for _, report, says in pairs]
        print(f"{len(pairs)} reports, {sum(map(len, marks)) / len(pairs):.1f} quotes and "
              f"{sum(len(each) for one in marks for each in one) / len(pairs):.1f} fingerprints each")  # fmt: skip
        store = RedisStore(connect(Settings(redis_url=server.url)), Settings(redis_url=server.url), _AFTER, "bench")
        found = [[measure(store, pairs, wanted=wanted) for wanted in (False, True)] for _ in range(rounds)]
        for name, costs in zip(("without", "with"), zip(*found, strict=True), strict=True):
            print(name.ljust(8), Cost(*(round(median(each), 3) for each in zip(*costs, strict=True))))
        noted = [store.client.hget(f"wire:r:{id}", "earlier") for id in store.ids("done")]
        print(f"{sum(map(bool, noted))} lead to earlier ones")


if __name__ == "__main__":
    main(*(int(each) for each in (*sys.argv[1:], *("3000", "3")[len(sys.argv) - 1 :])))
