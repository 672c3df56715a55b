"""Watching in Flower, as people start it: one `wireroom up --flower` for the whole file, killed bit by bit."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest
from celery import Celery

from shared.redis_link import connect
from shared.redis_store import RedisStore
from shared.settings import Settings
from tests.live.conftest import ROOT, Wireroom, until

pytestmark = pytest.mark.live

_STUMBLE = '''"""Does what the report says."""
import os, signal
from shared.errors import BadReport, Temporary
from shared.records import Normalized, Result
from shared.step import step

@step(version="1", after=["normalize"])
def stumble(normalize: Normalized) -> Result:
    if "trips" in normalize.text:
        raise Temporary("the floor is wet")
    if "falls" in normalize.text:
        raise ValueError(normalize.text)
    if "balks" in normalize.text:
        raise BadReport("it does not want to")
    if "dies" in normalize.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return Result()
'''
_REPORT = "PIER {}\n\nPORT ALDER, Nov 24 (Alder Wire) - A pilot {} over rope {} near Pier Sorrel, she said.\n"


class Watched(Wireroom):
    """`wireroom up --flower` of a copy of the project with a step that stumbles, and what Flower answers."""

    def __init__(self, folder: Path, data: Path) -> None:
        for name in ("workers", "shared"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "workers" / "steps" / "stumble.py").write_text(_STUMBLE)
        more = {"WIRE_ATTEMPTS": "2", "WIRE_BACKOFF": "0.1", "WIRE_SWEEP": "0.3", "WIRE_PATIENCE": "300"}
        super().__init__(data, PYTHONPATH=str(folder), WIRE_FLOWER_PASSWORD="lamp", **more)
        self.port, self.folder = free(), folder
        self.out, self.err = folder / "out", folder / "err"
        with self.out.open("w") as out, self.err.open("w") as err:
            self.up = self.start("up", "--flower", "--port", str(self.port), stdout=out, stderr=err)
        until(lambda: "Feed it" in self.out.read_text())
        settings = Settings(redis_url=f"unix://{data}/redis.sock")
        self.store = RedisStore(connect(settings), settings)

    def send(self, **words: str) -> None:
        """Sends a file for each name, whose pilot does what the word says, and waits until all are finished."""
        where = Path(tempfile.mkdtemp(dir=self.folder))
        for number, (name, word) in enumerate(words.items()):
            (where / f"{name}.txt").write_text(_REPORT.format(name, word, number))
        command = self.command("send", str(where), "--wait")
        subprocess.run(command, env=self.environment, capture_output=True, timeout=60, check=False)

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self.request(path, "wire:lamp"), timeout=10) as answer:  # noqa: S310
            return json.loads(answer.read())

    def status(self, path: str, login: str, body: bytes | None = None) -> int:
        try:
            with urllib.request.urlopen(self.request(path, login, body), timeout=10) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def request(self, path: str, login: str, body: bytes | None = None) -> urllib.request.Request:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body)
        request.add_header("Authorization", "Basic " + base64.b64encode(login.encode()).decode())
        return request

    def tasks(self, like: str = "") -> list[dict[str, Any]]:
        """Tasks whose args match, in order."""
        found = self.get("/api/tasks?limit=10000").values()
        return [each for each in sorted(found, key=lambda one: one["received"]) if re.search(like, each["args"] or "")]

    def workers(self) -> dict[str, int]:
        """Names and process ids of those online."""
        return {each["hostname"]: each["pid"] for each in self.get("/workers?json=1")["data"] if each["status"]}


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    with tempfile.TemporaryDirectory(prefix="wf") as folder:
        there = Watched(Path(folder), Path(folder) / "d")
        with closing(there), closing(there.store.client):
            yield there
            there.up.terminate()
            there.up.wait(30)


def free() -> int:
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        return int(each.getsockname()[1])


def test_what_is_there_is_said_when_it_is(watched: Watched) -> None:
    assert watched.get("/api/tasks") == {}
    lines = watched.out.read_text().splitlines()
    assert lines[0] == f"redis    unix://{watched.data}/redis.sock"
    assert sorted(lines[1:3]) == [
        f"flower   http://127.0.0.1:{watched.port}",
        f"workers  2 processes and a reserve; their log is {watched.data}/workers.log",
    ]
    assert lines[3:] == ["Feed it with `wireroom send PATH...`; Ctrl-C stops it."]
    assert watched.err.read_text() == ""


def test_it_asks_for_the_password_and_starts_nothing_for_others(watched: Watched) -> None:
    assert watched.status("/api/tasks", "wire:other") == 401
    assert watched.status("/api/task/async-apply/wire.poll", "wire:lamp", b"{}") == 403


def test_messages_say_what_they_are_about(watched: Watched) -> None:
    watched.send(a="walks", b="runs", c="hops", d="swims", e="rows")
    until(lambda: len(watched.tasks("5 reports")) == 7)
    assert {(each["name"], each["args"], each["state"]) for each in watched.tasks("5 reports")} == {
        (f"wire.{step}", "5 reports: a.txt, b.txt, c.txt and 2 more", "SUCCESS") for step in watched.store.after
    }


def test_failed_and_retried_are_what_the_store_says(watched: Watched) -> None:
    before = Counter(each["state"] for each in watched.tasks())
    watched.send(good="walks", wet="trips", hole="falls", mule="balks", empty="")
    (watched.folder / "blank.txt").write_text(" \n")
    (watched.folder / "noise.bin").write_bytes(bytes(range(256)) * 20)
    for name in ("blank.txt", "noise.bin"):
        watched("send", str(watched.folder / name), "--wait", code=1)
    states = [state for each in watched.store.load(watched.store.ids()) for state in each.states.values()]
    bad = sum(state["status"] in ("refused", "failed") for state in states)
    events = [fields[b"event"] for _, fields in watched.store.client.xrange("wire:events")]
    assert (bad, events.count(b"step_set_back")) == (5, 2)
    until(lambda: Counter(each["state"] for each in watched.tasks())["FAILURE"] == bad)
    counts = Counter(each["state"] for each in watched.tasks())
    assert counts["RETRY"] == 2
    assert before == {"SUCCESS": 7}
    assert not {"PENDING", "RECEIVED", "STARTED"} & {*counts}
    rows = [each for each in watched.tasks() if each["state"] != "SUCCESS"]
    assert {(each["name"], each["args"], each["state"], each["exception"]) for each in rows} == {
        (f"wire.{name}", f"1 report: {key}", state, f"{kind}('{key}: {reason}')")
        for name, key, state, kind, reason in (
            ("stumble", "wet.txt", "RETRY", "SetBack", "the floor is wet (attempt 1 of 2)"),
            ("stumble", "wet.txt", "FAILURE", "Failed", "the floor is wet (attempt 2 of 2)"),
            ("stumble", "hole.txt", "RETRY", "SetBack", "ValueError at stumble.py:12 (attempt 1 of 2)"),
            ("stumble", "hole.txt", "FAILURE", "Failed", "ValueError at stumble.py:12 (attempt 2 of 2)"),
            ("stumble", "mule.txt", "FAILURE", "Refused", "it does not want to"),
            ("intake", "blank.txt", "FAILURE", "Refused", "it is empty"),
            ("normalize", "noise.bin", "FAILURE", "Refused",
             "it is not text: 240 of its first 5,120 characters are control characters"),
        )
    }  # fmt: skip
    failed = sum(each.get("task-failed", 0) for each in watched.get("/workers?json=1")["data"])
    assert failed == bad


def test_reports_fed_as_messages_are_shown_without_their_text(watched: Watched) -> None:
    client = Celery("elsewhere", broker=watched.store.settings.broker, set_as_current=False)
    client.conf.task_ignore_result = True
    for given in ({"raw": _REPORT.format("m", "sings", 9), "key": "m1"}, {"row": "Sorrel", "key": "m2\x1b[31m"}):
        client.send_task("wire.intake", kwargs=given, queue="wire.intake")
    until(
        lambda: [each for each in watched.tasks("m1") if (each["name"], each["state"]) == ("wire.resolve", "SUCCESS")]
    )
    (refused,) = until(lambda: [each for each in watched.tasks("m2") if each["state"] == "FAILURE"])
    assert refused["exception"].startswith("Refused('m2\N{REPLACEMENT CHARACTER}[31m: a message to wire.intake has ")
    (taken,) = [each for each in watched.tasks("m1") if each["name"] == "wire.intake"]
    assert (taken["args"], taken["state"]) == ("1 report: m1", "SUCCESS")
    assert "Sorrel" not in str(watched.tasks())
    until(lambda: watched.store.client.hlen("wire:unacked") == 0)


def test_a_worker_process_that_dies_is_seen_and_the_rest_goes_on_at_once(watched: Watched) -> None:
    watched.send(first="walks", killer="dies", last="runs")  # what is left behind would wait for WIRE_PATIENCE, 300 s
    until(lambda: [each for each in watched.tasks("killer") if each["state"] == "FAILURE"])
    rows = [each for each in watched.tasks("killer|last") if each["name"] == "wire.stumble"]
    died = "'killer.txt: its worker process died (attempt {} of 2)'"
    assert [(each["args"], each["state"], each["exception"]) for each in rows] == [
        ("3 reports: first.txt, killer.txt, last.txt", "RETRY", f"SetBack({died.format(1)})"),
        ("1 report: last.txt", "SUCCESS", None),
        ("1 report: killer.txt", "FAILURE", f"Failed({died.format(2)})"),
    ]


def test_workers_of_one_host_have_names_of_their_own(watched: Watched) -> None:
    own = watched.workers()
    assert [*map(_kind, sorted(own))] == ["main", "reserve"]
    environment = watched.environment | {"WIRE_REDIS_URL": watched.store.settings.address}
    environment |= {"WIRE_LANES": "each", "WIRE_EVENTS": "true"}
    command = watched.command("work")
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as other:
        both = until(lambda: len(found := watched.workers()) == 4 and found)
        other.terminate()
    assert isinstance(both, dict)
    assert sorted(map(_kind, both)) == ["main", "main", "reserve", "reserve"]
    until(lambda: watched.workers().keys() == own.keys())


def test_a_worker_that_is_killed_comes_back_by_its_name_and_that_is_said(watched: Watched) -> None:
    before = watched.workers()
    (main,) = (name for name in before if _kind(name) == "main")
    os.kill(before[main], signal.SIGKILL)
    until(lambda: watched.workers().get(main, before[main]) != before[main])
    assert watched.workers().keys() == before.keys()
    assert watched.err.read_text().splitlines() == [
        f"wireroom: the main worker was killed by signal 9 and is started again; {watched.data}/workers.log may say why"
    ]


def test_a_taken_port_is_said_and_nothing_is_started(watched: Watched, room: Callable[..., Wireroom]) -> None:
    there = room()
    done = there("up", "--flower", "--port", str(watched.port), code=2)
    assert done.stderr == f"wireroom: port {watched.port} is taken; choose another one for Flower with --port\n"
    assert done.stdout == ""
    assert not there.data.exists()


def test_a_flower_that_ends_is_said_and_the_workers_go_on(watched: Watched) -> None:
    (flower,) = (
        each for each in psutil.Process(watched.up.pid).children() if "workers.desk.flower_server" in each.cmdline()
    )
    flower.kill()
    said = f"wireroom: Flower was killed by signal 9; the workers go on without it. {watched.data}/flower.log may say"
    until(lambda: said in watched.err.read_text())
    assert "Visit me at" in (watched.data / "flower.log").read_text()
    watched.send(after="walks")
    (stored,) = watched.store.load(watched.store.ids()[-1:])
    assert (stored.meta["key"], stored.status) == ("after.txt", "done")


def test_what_was_started_ends_with_it_even_when_it_is_killed(room: Callable[..., Wireroom], tmp_path: Path) -> None:
    there, out, port = room(), tmp_path / "out", free()
    with out.open("w") as file:
        up = there.start("up", "--flower", "--port", str(port), stdout=file, stderr=subprocess.DEVNULL)
    until(lambda: "Feed it" in out.read_text())
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/tasks", timeout=10) as answer:
        assert "Access-Control-Allow-Origin" not in answer.headers  # no other site's page may read it
    family = psutil.Process(up.pid).children(recursive=True)
    assert any("workers.desk.flower_server" in each.cmdline() for each in family)
    up.kill()
    up.wait(10)
    _, alive = psutil.wait_procs(family, timeout=5)
    assert [each.name() for each in alive] == []


def _kind(name: str) -> str:
    match = re.fullmatch(r"(main|reserve)-[0-9a-f]{6}@.+", name)
    return match[1] if match else name
