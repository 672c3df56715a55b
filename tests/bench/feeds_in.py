"""`wireroom watch` and `wireroom poll`: how fast they are, and that killed at any moment they lose and double nothing.

    python -m tests.bench.feeds_in [KILLS] [FILES]

Everything is real: Redis, the command line in processes of its own, a web server, SIGKILL. The processes are forked
from one that has imported everything, so that a kill falls into the work and not into the imports.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from shared.feeds import Feeds
from shared.redis_link import connect
from shared.redis_store import RedisStore
from shared.settings import Settings
from tests.bench.kills import report
from tests.web import Page, serving
from workers.desk import embedded

#: A command is killed so many seconds later at the latest.
_LATEST = 0.1
_FORKER = """
import os, sys
import celery.app.amqp, celery.app.task, kombu.transport.redis
import workers.desk.feeds_in, workers.desk.commands.feeds, workers.desk.poll, workers.text.tables
from workers.desk.cli import main
from workers.text import formats
formats.names()
for line in sys.stdin:
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        try:
            main(line.rstrip("\\n").split("\\t"))
        finally:
            os._exit(0)
    print(child, flush=True)
    used = os.wait4(child, 0)[2]
    print(used.ru_utime + used.ru_stime, flush=True)
"""


class Commands:
    """Runs `wireroom` commands one after the other on one Redis, each in a process of its own."""

    def __init__(self, url: str) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("WIRE_")}
        self._forker = subprocess.Popen(
            [sys.executable, "-c", _FORKER], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=clean | {"WIRE_REDIS_URL": url, "PYTHONPATH": str(Path(__file__).parents[2])}, bufsize=1,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def start(self, *arguments: str) -> int:
        """Starts a command; returns its process."""
        assert self._forker.stdin
        assert self._forker.stdout
        self._forker.stdin.write("\t".join(arguments) + "\n")
        return int(self._forker.stdout.readline())

    def ended(self) -> float:
        """Waits until it has ended; returns the seconds of processor time that it used."""
        assert self._forker.stdout
        return float(self._forker.stdout.readline())

    def __call__(self, *arguments: str) -> None:
        """Runs a command to its end."""
        self.start(*arguments)
        self.ended()

    def kill(self, store: RedisStore, chance: random.Random, *arguments: str) -> None:
        """Starts a command and kills it at a random moment: of all its time, or after its first reports are stored."""
        before, begun = _stored(store), chance.random() < 0.5
        child, end = self.start(*arguments), monotonic() + 10
        while not begun and monotonic() < end:
            begun = _stored(store) > before
        sleep(chance.uniform(0, _LATEST))
        with suppress(ProcessLookupError):  # `--once` may have come to its end first
            os.kill(child, signal.SIGKILL)
        self.ended()

    def rate(self, store: RedisStore, reports: int, *arguments: str) -> str:
        """How fast a command brings so many reports into the store."""
        began = monotonic()
        child = self.start(*arguments)
        while _stored(store) < reports:
            sleep(0.005)
        took = monotonic() - began
        os.kill(child, signal.SIGKILL)
        return f"{reports / took:.0f} a second, {reports / self.ended():.0f} a second of its processor time"

    def close(self) -> None:
        assert self._forker.stdin
        assert self._forker.stdout
        self._forker.stdin.close()
        self._forker.wait(10)
        self._forker.stdout.close()


def feed(entries: Sequence[int]) -> Page:
    """An RSS feed with these entries, the newest first, and a validator of its own."""
    items = "".join(
        f"<item><guid>urn:alder:{n}</guid><title>Shipment {n}</title><description>{report(n)}</description></item>"
        for n in reversed(entries)
    )
    body = f"<rss version='2.0'><channel><title>Alder Wire</title>{items}</channel></rss>".encode()
    return Page(body, headers={"ETag": f'"{len(entries)}"', "Content-Type": "application/rss+xml"})


def watch_kills(store: RedisStore, kills: int, files: int, folder: Path, seed: int = 1) -> bool:
    """Drops files in bursts and kills the watch of each burst at a random moment; true when all is as it should be."""
    chance = random.Random(seed)  # noqa: S311
    command = ("watch", str(folder), "--settle", "0.01", "--source", "kills")
    between = 0
    with commands(store) as run:
        for round_ in range(kills):
            for n in range(round_ * files // kills, (round_ + 1) * files // kills):
                place = folder / ("", "sub", "sub/deeper")[n % 3]
                place.mkdir(parents=True, exist_ok=True)
                (place / f"{n}.tmp").write_text(report(n))
                (place / f"{n}.tmp").rename(place / f"{n}.txt")
            run.kill(store, chance, *command)
            between += _stored(store) > sum(1 for each in (folder / "done").rglob("*.txt"))
        run(*command, "--once")
    done = sum(1 for each in (folder / "done").rglob("*.txt"))
    left = sum(1 for each in folder.rglob("*") if each.is_file()) - done
    good = _judge(store, files, f"watch: {kills} SIGKILLs, {between} of them between the store and done/")
    print(f"  {done} of {files} files in done/, {left} elsewhere")
    return good and done == files and not left


def poll_kills(store: RedisStore, kills: int, entries: int, seed: int = 1) -> bool:
    """Lets a feed grow and kills the poll of each state at a random moment; true when all is as it should be."""
    chance = random.Random(seed)  # noqa: S311
    between = 0
    with commands(store) as run, serving() as site:
        url = f"{site.address}/rss"
        command = ("poll", url, "--once", "--allow-private", "--source", "kills")
        for round_ in range(kills):
            page = feed(range((round_ + 1) * entries // kills))
            site.pages["/rss"] = page
            before = _stored(store)
            run.kill(store, chance, *command)
            between += _stored(store) > before and Feeds(store.client).get(url).etag != page.headers["ETag"]
        run(*command)
    return _judge(store, entries, f"poll: {kills} SIGKILLs, {between} of them between the store and the cursor")


def watch_rate(store: RedisStore, files: int, folder: Path) -> str:
    """How fast files are taken in."""
    for n in range(files):
        (folder / f"{n}.txt").write_text(report(n))
    with commands(store) as run:
        return run.rate(store, files, "watch", str(folder), "--settle", "0.01")


def poll_rate(store: RedisStore, entries: int) -> str:
    """How fast entries are taken in, all of them new."""
    with commands(store) as run, serving() as site:
        site.pages["/rss"] = feed(range(entries))
        return run.rate(store, entries, "poll", f"{site.address}/rss", "--allow-private")


@contextmanager
def commands(store: RedisStore) -> Iterator[Commands]:
    """Commands on an empty store."""
    store.client.flushall()
    run = Commands(store.settings.address)
    run("--help")  # it has imported everything
    try:
        yield run
    finally:
        run.close()


def _stored(store: RedisStore) -> int:
    return sum(store.counts().values())


def _judge(store: RedisStore, wanted: int, what: str) -> bool:
    found = store.load(store.ids())
    keys = {each.meta["key"] for each in found}
    lost, double = wanted - len(keys), len(found) - len(keys)
    again = sum(each.deliveries > 1 for each in found)
    print(f"{what}: {len(found)} reports of {wanted}, {lost} lost, {double} twice, {again} counted twice")
    return not (lost or double or again)


def main(kills: int = 200, files: int = 4000) -> bool:
    """Both trials and both rates."""
    with tempfile.TemporaryDirectory(prefix="wf") as place, embedded.own(Path(place) / "data", "bench") as server:
        settings = Settings(redis_url=server.url)
        store = RedisStore(connect(settings), settings)
        for name in ("killed", "fast"):
            (Path(place) / name).mkdir()
        good = watch_kills(store, kills, files, Path(place) / "killed") & poll_kills(store, kills, files // 2)
        print(f"watch: {files} files, {watch_rate(store, files, Path(place) / 'fast')}")
        print(f"poll: {files // 2} entries, {poll_rate(store, files // 2)}")
    return good


if __name__ == "__main__":
    sys.exit(0 if main(*map(int, sys.argv[1:])) else 1)
