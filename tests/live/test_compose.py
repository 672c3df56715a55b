"""Runs what Compose would start, as local processes: each service's own command with its own environment."""

from __future__ import annotations

import base64
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from shared.intake import at, prepare
from shared.settings import Settings
from tests import compose
from tests.bench.feeds_in import feed
from tests.live.conftest import REPORT, until
from tests.web import Site, serving
from workers.desk.embedded import binary

pytestmark = pytest.mark.live
SECRETS = {"WIRE_REDIS_PASSWORD": "one", "WIRE_FLOWER_PASSWORD": "two"}


class Local:
    """Starts services; the host `redis` and its folders are this machine's."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.folder = folder
        self.port = _free()
        self.services: dict[str, dict[str, Any]] = compose.read(**SECRETS, **variables)["services"]
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def url(self) -> str:
        return f"redis://:one@127.0.0.1:{self.port}/0"

    def start(self, name: str, *more: str) -> None:
        service = self.services[name]
        programs = {"redis-server": [binary()], "celery": [sys.executable, "-m", "celery"]}
        programs["wireroom"] = [sys.executable, "-c", "from workers.desk.cli import main; main()"]
        program, *rest = service["command"]
        rest = [each.replace("/etc/redis/redis.conf", str(compose.ROOT / "deploy" / "redis.conf")) for each in rest]
        clean = {key: value for key, value in os.environ.items() if not key.startswith("WIRE_")}
        given = {key: str(value) for key, value in service["environment"].items()}
        given = {key: value.replace("@redis:6379", f"@127.0.0.1:{self.port}") for key, value in given.items()}
        given = {key: value.replace("/tmp/", f"{self.folder}/{name}-") for key, value in given.items()}  # noqa: S108
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [*programs[program], *rest, *more], env=clean | {"PYTHONPATH": str(compose.ROOT)} | given,
                cwd=self.folder, stdout=log, stderr=log,
            )  # fmt: skip

    def stop(self) -> None:
        """Redis last, as Compose does it: Flower does not end while it waits for a Redis that is gone."""
        first, *others = self.processes.values()
        for group in (others, [first]):
            for process in group:
                process.terminate()
            for process in group:
                process.wait(50)


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Local]:
    yield from _running(Local(tmp_path))


def _running(local: Local) -> Iterator[Local]:
    """With its Redis."""
    local.start("redis", "--port", str(local.port), "--dir", str(local.folder))
    client = redis.Redis.from_url(local.url)
    until(lambda: _answers(client))
    yield local
    local.stop()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def feeding(tmp_path: Path, site: Site) -> Iterator[Local]:
    """With two feeds to poll: one that is good and has a password, and one that is broken."""
    feeds = f"{site.address.replace('//', '//ilse:secret@')}/good {site.address}/broken"
    yield from _running(Local(tmp_path, WIRE_FEEDS=feeds, WIRE_POLL_EVERY="1s", WIRE_ALLOW_PRIVATE="true"))


@pytest.mark.long
def test_worker_and_a_worker_for_one_lane(local: Local) -> None:
    local.start("worker")
    local.start("worker-quotes")
    until(lambda: redis.Redis.from_url(local.url).get("wire:lanes") == b"each")
    # The feeder need not know that there is a queue for each step; lost hints would take WIRE_PATIENCE, 10 s.
    door = at(Settings(redis_url=local.url))
    for number in range(20):
        door.take([prepare(REPORT + str(number), source="compose", key=str(number))])
    store = door.store
    until(lambda: store.counts()["done"] == 20, 9)
    until((local.folder / "worker-heartbeat").exists)
    (stored,) = store.load([store.ids()[0]])
    assert {state["status"] for state in stored.states.values()} == {"done"}


@pytest.mark.long
def test_beat_says_when_feeds_are_polled_and_workers_do_it(feeding: Local, site: Site) -> None:
    site.pages["/good"] = feed(range(2))
    feeding.start("worker")
    feeding.start("beat")
    store = at(Settings(redis_url=feeding.url)).store
    until(lambda: len(store.ids()) == 2, 60)
    site.pages["/good"] = feed(range(3))
    until(lambda: len(store.ids()) == 3)
    assert {each.meta["key"] for each in store.load(store.ids())} == {f"urn:alder:{n}" for n in range(3)}
    assert any(each.headers["Authorization"] for each in site.requests)  # whichever feed was asked first
    until(lambda: 1 < site.asked("/broken") < site.asked("/good"))
    logs = {name: (feeding.folder / f"{name}.log").read_text() for name in ("beat", "worker")}
    assert "poll_failed" in logs["worker"]
    assert "/broken" in logs["worker"]
    assert "secret" not in str(logs)
    # What beat alone needs to know stays with beat.
    assert "WIRE_FEEDS" not in feeding.services["worker"]["environment"]


def test_beat_says_which_feed_is_wrong_and_ends(tmp_path: Path) -> None:
    local = Local(tmp_path, WIRE_FEEDS="http://ok.example/rss ftp://ilse:secret@alder.example/rss")
    local.start("beat")
    assert local.processes["beat"].wait(60) == 1
    said = (tmp_path / "beat.log").read_text().splitlines()
    assert (
        "wireroom: ftp://alder.example/rss: a feed's address begins with http:// or https:// and names a host" in said
    )


def test_flower_asks_for_the_password_and_shows_a_queue_for_each_step(local: Local) -> None:
    port = _free()
    local.start("worker")
    local.start("flower", f"--port={port}")
    url = f"http://127.0.0.1:{port}/api/queues/length"
    assert until(lambda: _status(url) == 401, 60)
    queues = until(lambda: _get(url, "wire:two"))
    for step in ("normalize", "read", "quotes", "entities", "dedup", "resolve"):
        assert f"wire.{step}.live" in str(queues)


def _free() -> int:
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        return int(each.getsockname()[1])


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


def _get(url: str, login: str) -> str:
    request = urllib.request.Request(url)  # noqa: S310
    request.add_header("Authorization", "Basic " + base64.b64encode(login.encode()).decode())
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return str(answer.read().decode())
    except OSError:
        return ""
