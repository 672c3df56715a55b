"""Against a real server, with answers good, bad and hostile."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from shared.errors import UsageError
from shared.fetch import Answer, FetchFailed, Limits, fetch
from tests.web import Page, Request, Send, Site, serving

LIMITS = Limits(100_000, seconds=5, allow_private=True)
TEXT = b"The harbour of Port Alder reopened on Tuesday. " * 100


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def site(server: Site) -> Site:
    server.pages.clear()
    server.requests.clear()
    return server


def sent(*lines: str, body: bytes = b"") -> Send:
    """An answer, byte for byte."""
    return lambda to: to.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1") + body) and None


def dripping(head: bytes, each: bytes, pause: float = 0.02) -> Send:
    def send(to: Request) -> None:
        to.wfile.write(head)
        while True:
            to.wfile.write(each)
            time.sleep(pause)

    return send


def failure(site: Site, path: str = "/", limits: Limits = LIMITS) -> FetchFailed:
    with pytest.raises(FetchFailed) as caught:
        fetch(site.address + path, limits)
    return caught.value


def test_a_document_and_that_it_has_not_changed(site: Site) -> None:
    site.pages["/"] = Page(TEXT, headers={"ETag": '"one"', "Last-Modified": "Tue, 24 Nov 2026 10:00:00 GMT"})
    first = fetch(site.address, LIMITS)
    assert first == Answer(TEXT, '"one"', "Tue, 24 Nov 2026 10:00:00 GMT")
    again = fetch(site.address, LIMITS, etag=first.etag, modified=first.modified)
    assert again.body is None
    asked = site.requests[0].headers
    assert asked["Host"] == site.address.removeprefix("http://")
    assert asked["User-Agent"].startswith("wireroom/")
    assert asked["If-None-Match"] is None


def test_a_validator_is_sent_back_in_one_line_whatever_it_holds(site: Site) -> None:
    site.pages["/"] = sent("HTTP/1.1 200 OK", 'ETag: "a\xe9"', "\tX: y", "Content-Length: 2", body=b"hi")
    answer = fetch(site.address, LIMITS)
    fetch(site.address, LIMITS, etag=answer.etag)
    assert site.requests[1].headers["If-None-Match"] == '"a\xe9" X: y'
    assert site.requests[1].headers["X"] is None


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("x-gzip", gzip.compress(TEXT[:99], mtime=0) + gzip.compress(TEXT[99:], mtime=0) + bytes(64)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)[2:-4]),
        ("identity", TEXT),
    ],
)
def test_what_is_packed_is_unpacked(site: Site, coding: str, body: bytes) -> None:
    site.pages["/"] = Page(body, headers={"Content-Encoding": coding})
    assert fetch(site.address, LIMITS).body == TEXT


def test_in_chunks_or_until_the_connection_ends(site: Site) -> None:
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (TEXT[:7], TEXT[7:], b""))
    site.pages["/"] = sent("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", body=chunks)
    site.pages["/old"] = sent("HTTP/1.0 200 OK", body=TEXT)
    assert fetch(site.address, LIMITS).body == TEXT
    assert fetch(site.address + "/old", LIMITS).body == TEXT


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (Page(TEXT, headers={"Content-Length": "99999"}), "ends in the middle"),
        (sent("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", body=b"99\r\nhalf"), "ends in the middle"),
        (Page(gzip.compress(TEXT, mtime=0)[:50], headers={"Content-Encoding": "gzip"}), "ends in the middle"),
        (Page(b"not packed", headers={"Content-Encoding": "gzip"}), "incorrect header"),
        (Page(TEXT, headers={"Content-Encoding": "br"}), "packed in a way that was not asked for"),
        (Page(gzip.compress(b"", mtime=0) * 9999, headers={"Content-Encoding": "gzip"}), "more than 100 pieces"),
        (Page(TEXT * 100), "more than 100,000 bytes"),
        (Page(status=404), "answers 404 Not Found"),
        (Page(status=302), "answers 302 Found"),
        (sent("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", body=b"zz\r\n"), "ends in the middle"),
        (sent("HTTP/1.1 299 \x1b]0;hostile\x07"), "answers 299$"),
        (sent("SSH-2.0-OpenSSH"), "does not speak HTTP"),
        (sent("HTTP/1.1 200 OK", *["X: y"] * 200), "does not speak HTTP"),
        (sent("HTTP/1.1 200 OK", "X: " + "y" * 70_000), "does not speak HTTP"),
        (sent(), "does not speak HTTP"),
        (lambda to: to.connection.close(), "ends in the middle"),
    ],
)
def test_what_goes_wrong_is_said(site: Site, page: Page | Send, said: str) -> None:
    site.pages["/"] = page
    with pytest.raises(FetchFailed, match=said):
        fetch(site.address, LIMITS)


@pytest.mark.parametrize(
    "page",
    [
        Page(gzip.compress(bytes(50_000_000), mtime=0), headers={"Content-Encoding": "gzip"}),
        dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", bytes(65536), 0),
        dripping(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n" * 99, 0),
        dripping(b"HTTP/1.1 200 OK\r\n\r\n", bytes(65536), 0),
    ],
    ids=["gzip", "negative chunk", "continue", "endless"],
)
def test_nothing_grows_without_bounds(site: Site, page: Page | Send) -> None:
    site.pages["/"] = page
    tracemalloc.start()
    assert "more than 100,000 bytes" in str(failure(site))
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    "page",
    [
        lambda to: time.sleep(3),
        dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        dripping(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        lambda to: time.sleep(0.2) or sent("HTTP/1.1 302 Found", "Location: /")(to),
    ],
    ids=["silent", "body", "headers", "continue", "redirects"],
)
def test_time_counts_from_beginning_to_end(site: Site, page: Send) -> None:
    site.pages["/"] = page
    began = time.monotonic()
    assert "longer than 0.3 s" in str(failure(site, limits=Limits(100_000, 0.3, allow_private=True)))
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize(
    ("told", "wait"),
    [
        ("120", 120),
        (timedelta(hours=1), 3600),
        (timedelta(hours=-1), 0),
        ("soon", None),
        ("-5", None),
        ("9" * 400, float("inf")),
    ],
)
def test_for_how_long_a_server_asks_to_be_left_alone(site: Site, told: str | timedelta, wait: float | None) -> None:
    if isinstance(told, timedelta):
        told = format_datetime(datetime.now(UTC) + told, usegmt=True)
    site.pages["/"] = Page(status=503, headers={"Retry-After": told})
    found = failure(site).wait
    assert found == wait or abs((found or 0) - (wait or 0)) < 60


def test_redirects_are_followed_a_few_times(site: Site) -> None:
    for n in range(5):
        site.pages[f"/{n}"] = Page(status=(301, 302, 303, 307, 308)[n], headers={"Location": f"{n + 1}"})
    site.pages["/5"] = Page(TEXT)
    assert fetch(site.address + "/0", LIMITS).body == TEXT
    site.pages["/round"] = Page(status=302, headers={"Location": "/round"})
    assert "more than 5 times" in str(failure(site, "/round"))
    assert site.asked("/round") == 6


@pytest.mark.parametrize("where", ["file:///etc/passwd", "ftp://alder.example/", "http://[::1", "gopher://x"])
def test_redirects_lead_to_web_addresses_only(site: Site, where: str) -> None:
    site.pages["/"] = Page(status=302, headers={"Location": where})
    assert "redirects elsewhere" in str(failure(site))


def test_a_password_is_for_its_own_server_only(site: Site) -> None:
    with serving() as other:
        other.pages["/"] = Page(b"other")
        site.pages["/own"] = Page(status=302, headers={"Location": "/else"})
        site.pages["/else"] = Page(status=302, headers={"Location": other.address.replace("//", "//boro:pw@") + "/"})
        assert fetch(f"{site.address.replace('//', '//ilse:p%40ss@')}/own", LIMITS).body == b"other"
        assert [each.headers["Authorization"] for each in site.requests] == ["Basic aWxzZTpwQHNz"] * 2
        assert other.requests[0].headers["Authorization"] is None


def test_private_places_are_refused_before_anything_is_sent(site: Site) -> None:
    site.pages["/"] = Page(TEXT)
    for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"):
        with pytest.raises(FetchFailed, match="private address"):
            fetch(site.address.replace("127.0.0.1", host), Limits(99))
    assert site.requests == []


def test_a_host_is_resolved_once_and_the_connection_goes_to_that_address(site: Site) -> None:
    """No second answer of a name server can lead elsewhere: there is no second question."""
    code = (
        "import sys; events = []\n"
        "sys.addaudithook(lambda name, args: events.append((name, args)) if name.startswith('socket.') else None)\n"
        "from shared.fetch import Limits, fetch\n"
        "fetch(sys.argv[1], Limits(10**6, allow_private=True))\n"
        "print([args[0] for name, args in events if name == 'socket.getaddrinfo' and not args[0][0].isdigit()])\n"
        "print([args[1][0] for name, args in events if name == 'socket.connect'])"
    )
    site.pages["/"] = Page(TEXT)
    url = site.address.replace("127.0.0.1", "localhost")
    done = subprocess.run([sys.executable, "-c", code, url], capture_output=True, text=True, check=True)
    asked, connected = done.stdout.splitlines()
    assert asked == "['localhost']"
    assert connected in ("['127.0.0.1']", "['::1', '127.0.0.1']")


def test_a_certificate_that_nobody_vouches_for(pem: Path) -> None:
    with serving(pem=pem) as site:
        site.pages["/"] = Page(TEXT)
        assert "127.0.0.1 has no good certificate: self-signed certificate" in str(failure(site))
        assert site.requests == []


def test_a_server_without_tls_and_one_that_is_not_there(site: Site) -> None:
    with pytest.raises(FetchFailed, match="speaks no TLS"):
        fetch(site.address.replace("http:", "https:"), LIMITS)
    with pytest.raises(FetchFailed, match=r"127\.0\.0\.1:1 cannot be reached: Connection refused"):
        fetch("http://127.0.0.1:1/", LIMITS)
    with pytest.raises(FetchFailed, match=r"alder\.invalid is not known"):
        fetch("http://alder.invalid/", LIMITS)
    with pytest.raises(FetchFailed, match=r"is not known"):
        fetch(f"http://{'a' * 70}.invalid/", LIMITS)
    with pytest.raises(UsageError):
        fetch("file:///etc/passwd", LIMITS)


def test_a_handshake_that_drips_ends_in_time() -> None:
    import socket
    import threading

    def drip(listener: socket.socket) -> None:
        line, _ = listener.accept()
        with line, suppress(OSError):
            line.sendall(b"\x16\x03\x03\x40\x00")
            while line.sendall(b"\0") is None:
                time.sleep(0.02)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener,))
        thread.start()
        began = time.monotonic()
        with pytest.raises(FetchFailed, match=r"longer than 0\.5 s"):
            fetch(f"https://127.0.0.1:{listener.getsockname()[1]}/", Limits(99, 0.5, allow_private=True))
        assert time.monotonic() - began < 1.5
        thread.join()


def test_garbage_of_any_kind_is_a_failure_or_an_answer(site: Site) -> None:
    chance = random.Random(3)  # noqa: S311
    good = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n" + gzip.compress(
        b"", mtime=0
    )
    for _ in range(200):
        body = bytearray(good)
        for _ in range(chance.randint(1, 8)):
            body[chance.randrange(len(body))] = chance.randrange(256)
        site.pages["/"] = lambda to, body=bytes(body): to.wfile.write(body)
        with suppress(FetchFailed):
            fetch(site.address, LIMITS)
