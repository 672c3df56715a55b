"""Reports fed from Python and as Celery messages from anywhere; kills; a fifth worker."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import Celery

from shared.redis_link import connect
from shared.redis_store import RedisStore
from shared.settings import Settings
from tests.bench import kills
from tests.live.conftest import REPORT, ROOT, Wireroom, until
from workers.steps import graph

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def up() -> Iterator[tuple[Wireroom, RedisStore]]:
    """One `wireroom up` for all tests of this file."""
    folder = Path(tempfile.mkdtemp(prefix="wl"))
    wireroom = Wireroom(folder / "d")
    process = wireroom.start("up", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    settings = Settings(redis_url=f"unix://{wireroom.data}/redis.sock", data=wireroom.data)
    until(lambda: (wireroom.data / "redis.sock").exists())
    store = RedisStore(connect(settings), settings)
    until(lambda: store.client.get("wire:graph"))
    yield wireroom, store
    process.terminate()
    process.wait(40)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def running(up: tuple[Wireroom, RedisStore]) -> tuple[Wireroom, RedisStore]:
    """With nothing in its store."""
    _, store = up
    store.client.flushall()
    store.tell(graph().after())
    return up


def test_any_celery_client_feeds_the_queue_by_name(running: tuple[Wireroom, RedisStore]) -> None:
    wireroom, store = running
    client = Celery("elsewhere", broker=store.settings.broker, set_as_current=False)
    for _ in range(2):
        client.send_task("wire.intake", kwargs={"raw": REPORT, "source": "far", "key": "k1"}, queue="wire.intake")
    coded = base64.b64encode("Ünrest in Kestrel Bay\n".encode("latin-1")).decode()
    client.send_task("wire.intake", kwargs={"raw_b64": coded, "key": "k2", "lane": "bulk"}, queue="wire.intake")
    client.send_task("wire.intake", kwargs={"raw": 5, "key": "k3"}, queue="wire.intake")
    client.send_task("wire.intake", args=["positional"], queue="wire.intake")
    until(lambda: sum(store.counts()[each] for each in ("done", "refused")) == 4)
    records = {each["key"]: each for each in wireroom.records("list", "--json")}
    until(lambda: wireroom.records("show", records["k1"]["id"], "--json")[0]["deliveries"] == 2)
    assert records["k1"]["source"]["name"] == "far"
    assert records["k2"]["source"]["encoding"] == "cp1252"
    assert "raw and raw_b64 are strings" in records["k3"]["error"]["message"]
    assert sum(each["status"] == "refused" for each in records.values()) == 2


def test_a_message_made_by_hand(running: tuple[Wireroom, RedisStore]) -> None:
    _, store = running
    body = base64.b64encode(json.dumps([[], {"raw": REPORT, "key": "hand"}, {}]).encode()).decode()
    id = str(uuid.uuid4())
    message = {
        "body": body, "content-encoding": "utf-8", "content-type": "application/json",
        "headers": {"lang": "sh", "task": "wire.intake", "id": id, "root_id": id},
        "properties": {"correlation_id": id, "delivery_mode": 2, "priority": 0, "body_encoding": "base64",
                       "delivery_info": {"exchange": "", "routing_key": "wire.intake"}, "delivery_tag": id},
    }  # fmt: skip
    store.client.lpush("wire.intake", "this is no message", json.dumps(message))
    until(lambda: store.counts()["done"] == 1)
    assert store.unreadable() == 1
    until(lambda: store.client.hlen("wire:unacked") == 0)


def test_python_programs_feed_it(running: tuple[Wireroom, RedisStore]) -> None:
    _, store = running
    code = (
        "import sys; from shared.intake import accept\n"
        "first, again = (accept(sys.argv[1], source='py', key='1') for _ in range(2))\n"
        "print(first.id == again.id, first.new, again.new, again.deliveries)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, REPORT],
        env={"WIRE_REDIS_URL": store.settings.address, "PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["True", "True", "False", "2"]
    until(lambda: store.counts()["done"] == 1)


def test_events_tell_what_happened(running: tuple[Wireroom, RedisStore]) -> None:
    wireroom, store = running
    wireroom("send", "-", "--wait", input=REPORT)
    names = [fields[b"event"].decode() for _, fields in store.client.xrange("wire:events")]
    assert names[0] == "accepted"
    assert names.count("step_done") == len(graph().names())
    assert names[-1] == "report_done"


def test_replay_raises_the_generation(running: tuple[Wireroom, RedisStore]) -> None:
    wireroom, store = running
    wireroom("send", "-", "--wait", input=REPORT)
    id = store.ids()[0]
    wireroom("replay", id, "--step", "quotes")
    until(lambda: store.counts()["done"] == 1)
    record = wireroom.records("show", id, "--json")[0]
    assert record["generation"] == 2
    assert record["steps"]["resolve"]["status"] == "done"


def test_nothing_is_lost_or_done_twice_when_workers_are_killed() -> None:
    assert kills.main(kills=8, reports=160, seed=7)


def test_a_fifth_worker_is_one_new_file(tmp_path: Path, data: Path) -> None:
    for name in ("workers", "shared"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "workers" / "steps" / "count.py").write_text(
        '"""Counts the words."""\n'
        "from shared.records import Normalized, Result\n"
        "from shared.step import step\n\n"
        "class Counted(Result):\n    words: int\n\n"
        '@step(version="7", after=["normalize"])\n'
        "def count(normalize: Normalized) -> Counted:\n"
        "    return Counted(words=len(normalize.text.split()))\n"
    )
    report = tmp_path / "report.txt"
    report.write_text(REPORT)
    there = Wireroom(data, PYTHONPATH=str(tmp_path), WIRE_LANES="each")
    record = there.records("run", str(report), "--json")[0]
    assert record["words"] == len(record["text"].split())
    assert record["steps"]["count"]["status"] == "done"
    assert record["steps"]["count"]["version"] == "7"
    assert "count" in there("status", record["id"]).stdout
