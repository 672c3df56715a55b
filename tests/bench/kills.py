"""Kills random worker processes while reports come in, and shows that none is lost and none finished twice.

    python -m tests.bench.kills [KILLS] [REPORTS]

Everything is real: `wireroom up` with its own Redis, half of the reports through `shared.intake`, half as
`wire.intake` messages from a bare Celery client. Before each kill a burst of reports is fed, then, at a random
moment within it, a pool child or a whole worker is killed with SIGKILL.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import psutil
from celery import Celery

from shared.bus import Bus
from shared.intake import Intake, prepare
from shared.redis_link import connect
from shared.redis_store import RedisStore
from shared.settings import Settings

_FIRST = ("Ana", "Boro", "Cleo", "Dario", "Edda", "Falk", "Gwen", "Hugo")
_LAST = ("Marrow", "Tessel", "Quill", "Ostrand", "Vane", "Pellar", "Lind", "Corvo")
_PLACES = ("PORT ALDER", "KESTREL BAY", "SAN MIRO", "NEW HARLAN")


def report(number: int) -> str:
    """An invented report; no two are alike."""
    chance = random.Random(number)  # noqa: S311
    name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
    body = [
        f"Minister {name} said on Tuesday that {chance.randint(100, 9999)} tonnes of load {number} had arrived.",
        f'"We counted load {number} twice and found {chance.randint(2, 900)} sacks," {name.split()[1]} told reporters.',
        *(f"Lot {chance.randint(1, 10**9)} went to pier {chance.randint(1, 99)} for {name}." for _ in range(25)),
    ]
    return (
        f"GRAIN SHIPMENT {number} ARRIVES\n\n{chance.choice(_PLACES)}, Nov 24 (Alder Wire) - "
        + "\n\n".join(body)
        + "\n"
    )


def main(kills: int = 100, reports: int = 2000, seed: int = 1) -> bool:
    """Runs the trial; prints what happened; true when nothing was lost or done twice."""
    chance = random.Random(seed)  # noqa: S311
    with tempfile.TemporaryDirectory(prefix="wk") as folder:
        data = Path(folder) / "data"
        log = (Path(folder) / "log").open("wb")
        environment = (
            os.environ
            | {"PYTHONPATH": str(Path(__file__).parents[2])}
            | {
                "WIRE_DATA": str(data),
                "WIRE_PATIENCE": "3",
                "WIRE_LEASE": "5",
                "WIRE_WORKERS": "2",
            }
        )
        up = subprocess.Popen(
            [sys.executable, "-P", "-c", "from workers.desk.cli import main; main()", "up"],
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            settings = Settings(redis_url=f"unix://{data}/redis.sock", data=data)
            store = _ready(settings)
            return _trial(settings, store, up, chance, kills, reports)
        finally:
            up.terminate()
            up.wait(60)
            log.close()


def _trial(
    settings: Settings, store: RedisStore, up: subprocess.Popen[bytes], chance: random.Random, kills: int, reports: int
) -> bool:
    door = Intake(store, Bus(settings))
    client = Celery("feeder", broker=settings.broker, set_as_current=False)
    client.conf.task_ignore_result = True
    killed: Counter[str] = Counter()
    began, fed = monotonic(), 0
    for round_ in range(kills):
        burst = range(fed, (round_ + 1) * reports // kills)
        for number in burst:
            if number % 2:
                client.send_task("wire.intake", kwargs={"raw": report(number), "key": str(number)}, queue="wire.intake")
            else:
                door.take([prepare(report(number), source="message", key=str(number))])
        fed = burst.stop
        _busy(store)
        sleep(chance.uniform(0, 0.05))
        killed[_kill(up, chance)] += 1
        if round_ % 10 == 9:
            print(f"  {round_ + 1} kills, {fed} fed, {store.counts()}", flush=True)
    fed_for = monotonic() - began
    settled = _settle(store, reports)
    return _judge(store, reports, killed, fed_for, settled)


def _ready(settings: Settings) -> RedisStore:
    end = monotonic() + 30
    while monotonic() < end:
        try:
            store = RedisStore(connect(settings), settings)
            if "resolve" in store.after:
                return store
        except Exception:  # noqa: S110  it is still starting
            pass
        sleep(0.1)
    raise SystemExit("wireroom up did not start")


def _busy(store: RedisStore) -> None:
    """Waits until a worker has finished some step since this was asked, so that it is in the middle of more."""
    before, end = _steps_done(store), monotonic() + 20
    while monotonic() < end and _steps_done(store) == before:
        sleep(0.005)


def _steps_done(store: RedisStore) -> int:
    return sum(int(each) for each in store.client.hvals("wire:done"))


def _kill(up: subprocess.Popen[bytes], chance: random.Random) -> str:
    """Kills a pool child or a whole worker; returns which."""
    while True:
        kind = chance.choice(["child", "worker"])
        with suppress(psutil.Error, IndexError):  # the one chosen has just died
            workers = [each for each in psutil.Process(up.pid).children() if "celery" in " ".join(each.cmdline())]
            children = [child for each in workers for child in each.children()]
            chance.choice(children if kind == "child" else workers).kill()
            return kind
        sleep(0.05)


def _settle(store: RedisStore, reports: int) -> float:
    began = monotonic()
    while monotonic() - began < 120:
        counts = store.counts()
        if (
            counts["done"] + counts["failed"] + counts["refused"] >= reports
            and not counts["waiting"] + counts["running"]
        ):
            break
        sleep(0.2)
    return monotonic() - began


def _judge(store: RedisStore, reports: int, killed: Counter[str], fed_for: float, settled: float) -> bool:
    ids = store.ids()
    pipe = store.client.pipeline(transaction=False)
    for id in ids:
        pipe.hmget(f"wire:r:{id}", ["ended", "generation", "deliveries", "s:normalize"])
    rows = pipe.execute()
    twice = sum(int(ended) > int(generation) for ended, generation, *_ in rows)
    counted_twice = sum(int(deliveries) > 1 for _, _, deliveries, _ in rows)
    counts = store.counts()
    lost = reports - counts["done"]
    print(
        f"{sum(killed.values())} SIGKILLs ({killed['child']} children, {killed['worker']} whole workers) "
        f"in {fed_for:.0f} s, {reports} reports, half as wire.intake messages: {counts['done']} done, "
        f"{lost} lost or not done, {twice} finished twice, {counted_twice} counted twice; "
        f"settled {settled:.1f} s after the last kill"
    )
    return not (lost or twice or counted_twice or counts["failed"])


if __name__ == "__main__":
    sys.exit(0 if main(*map(int, sys.argv[1:])) else 1)
