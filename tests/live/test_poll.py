"""`wireroom poll` as people start it."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from shared.redis_store import RedisStore
from tests.bench import feeds_in
from tests.live.conftest import Wireroom, until
from tests.web import Page, Request, Site, serving
from workers.desk.cli import main

pytestmark = pytest.mark.live


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def there(room: Callable[..., Wireroom], redis_store: RedisStore) -> Wireroom:
    """Commands on a Redis that runs already."""
    return room(WIRE_REDIS_URL=redis_store.settings.address)


def rss(*numbers: int) -> Page:
    return feeds_in.feed(numbers)


def hang(to: Request) -> None:
    time.sleep(60)


def test_nothing_is_lost_or_taken_twice_when_it_is_killed(redis_store: RedisStore) -> None:
    assert feeds_in.poll_kills(redis_store, kills=15, entries=300)


def test_feeds_do_not_disturb_each_other(there: Wireroom, redis_store: RedisStore, site: Site) -> None:
    site.pages |= {
        "/good": rss(1, 2),
        "/same": rss(3),
        "/hangs": hang,
        "/junk": lambda to: to.wfile.write(b"\x00\xffSSH"),
        "/away": Page(status=503, headers={"Retry-After": "600"}),
        "/deep": Page(b"<rss>" + b"<item>" * 50_000),
    }
    urls = [f"{site.address}{each}" for each in site.pages]
    urls[1] = urls[1].replace("//", "//ilse:secret@") + "?api_key=secret"
    site.pages["/same?api_key=secret"] = site.pages["/same"]
    poll = there.start(
        "poll", *urls, "--every", "0.1s", "--allow-private", stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    until(lambda: site.asked("/good") >= 3)
    site.pages["/good"] = rss(2, 4, 5)
    until(lambda: len(redis_store.ids()) == 5)
    until(lambda: site.asked("/good") >= 8 and site.asked("/same?api_key=secret") >= 8)
    assert (site.asked("/hangs"), site.asked("/away")) == (1, 1)
    assert 1 < site.asked("/junk") < 6
    poll.terminate()
    began = time.monotonic()
    out, err = poll.communicate(timeout=10)
    assert time.monotonic() - began < 3
    assert poll.returncode == 0
    assert "secret" not in out + err
    host = site.address
    said = [line[10:] if line[2:3] == ":" else line for line in out.splitlines()]
    assert said[0] == "Polling 6 feeds every 0.1 s. Ctrl-C ends it."
    assert set(said[1:-1]) == {f"{host}/good  2 new", f"{host}/same?api_key=...  1 new", f"{host}/good  2 new of 3"}
    assert said[-1] == "5 entries taken in"
    problems = err.splitlines()
    assert (
        len([line for line in problems if "/junk: its server does not speak HTTP; the next try is in 0 s" in line]) == 1
    )
    assert len([line for line in problems if "/away: its server answers 503" in line]) == 1
    assert any(
        line.endswith("/away: its server answers 503 Service Unavailable; the next try is in 10 min")
        for line in problems
    )
    assert not any("Traceback" in line for line in problems)


def test_once_with_the_feeds_of_the_setting(
    room: Callable[..., Wireroom], redis_store: RedisStore, site: Site, pem: Path, tmp_path: Path
) -> None:
    with serving(pem=pem) as safe:
        site.pages |= {"/rss": rss(1), "/away": Page(status=429, headers={"Retry-After": "600"})}
        safe.pages["/rss"] = rss(2, 3)
        (tmp_path / "feeds").write_text(f"# ours\n{site.address}/rss\n{safe.address}/rss\n\n{site.address}/away\n")
        there = room(
            WIRE_REDIS_URL=redis_store.settings.address, WIRE_FEEDS=str(tmp_path / "feeds"), WIRE_ALLOW_PRIVATE="1",
            SSL_CERT_FILE=str(pem),
        )  # fmt: skip
        done = there("poll", "--once", "--source", "ours", code=1)
        assert done.stdout.splitlines()[-1] == "3 entries taken in"
        assert done.stderr.splitlines()[0] == f"wireroom: {site.address}/away: its server answers 429 Too Many Requests"
        assert {each.meta["source"] for each in redis_store.load(redis_store.ids())} == {"ours"}
        site.pages["/away"] = rss(4)
        again = there("poll", "--once", "--source", "ours", code=1)
        assert again.stdout.count("nothing new") == 2
        assert "asks to be left alone for another 10 min" in again.stderr
        assert site.asked("/away") == 1


@pytest.mark.parametrize("urls", [[], ["http://ok.example/", "file:///etc/passwd"], ["http://ilse:secret@h:x/"]])
def test_an_address_that_is_wrong_is_said_before_anything_is_done(urls: list[str]) -> None:
    done = CliRunner().invoke(main, ["poll", *urls])
    assert done.exit_code == 2
    assert re.search(r"name a feed, or set WIRE_FEEDS|begins with http:// or https://|is no web address", done.output)
    assert "secret" not in done.output
