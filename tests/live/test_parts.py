"""Several reports in one file: each is taken in, whatever way the file came."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.live.conftest import Wireroom, same

ENTRY = """<item><title>Ferry {n} burns off Port Alder</title>
<description>Ship {n} burned on Monday, captain Boro Vane said.</description></item>"""
ENTRIES = "".join(ENTRY.format(n=n) for n in range(1, 4))
FEED = f"<rss version='2.0'><channel><title>Alder</title>{ENTRIES}</channel></rss>"
HEADLINES = [f"Ferry {n} burns off Port Alder" for n in range(1, 4)]


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    (tmp_path / "feed.xml").write_text(FEED)
    return tmp_path / "feed.xml"


def test_read_gives_a_record_for_each(wireroom: Wireroom, feed: Path) -> None:
    records = wireroom.records("read", "--json", str(feed))
    assert [each["headline"] for each in records] == HEADLINES
    assert [each["key"] for each in records] == ["feed.xml", "feed.xml#2", "feed.xml#3"]
    assert records[0]["parts"] == [each["id"] for each in records[1:]]


def test_lines_of_json_keep_their_order(wireroom: Wireroom) -> None:
    lines = [json.dumps({"id": key, "raw": raw}) for key, raw in (("a", FEED), ("b", "One line."), ("c", FEED[:40]))]
    records = wireroom.records("read", "--jsonl", "-", code=1, input="\n".join(lines))
    assert [each["key"] for each in records] == ["a", "a#2", "a#3", "b", "c"]
    assert [each["status"] for each in records] == [*["done"] * 4, "refused"]


@pytest.mark.long
def test_run_and_the_queue_do_the_same(room: Callable[..., Wireroom], wireroom: Wireroom, feed: Path) -> None:
    read = wireroom.records("read", "--json", str(feed))
    ran = wireroom.records("run", "--json", str(feed))
    assert [same(each) for each in ran] == [same(each) for each in read]
    again = wireroom.records("run", "--json", str(feed))
    assert [(each["id"], each["deliveries"]) for each in again] == [
        (each["id"], 2 if at == 0 else 1) for at, each in enumerate(ran)
    ]
    wireroom("replay", ran[0]["id"])
    assert [each["headline"] for each in wireroom.records("run", "--json", str(feed))] == HEADLINES
    assert "accepted = done" in wireroom("doctor").stdout
