from __future__ import annotations

from pathlib import Path

import pytest

from shared.address import checked, is_public, listed, resolved, shown
from shared.errors import UsageError
from tests.pace import within

PUBLIC = ["8.8.8.8", "2a00:1450:4001:80b::200e", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
PRIVATE = [
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
    "0.1.2.3", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "::7f00:1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_everything_else_whatever_form_it_hides_in(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0", "::1", "::ffff:127.0.0.1"]
)
def test_a_private_host_is_found_by_its_addresses(host: str) -> None:
    with pytest.raises(UsageError, match="is a private address; --allow-private"):
        resolved(host, 80, allow_private=False)
    assert resolved(host, 80, allow_private=True)


@pytest.mark.parametrize(
    ("url", "place", "target"),
    [
        ("http://Alder.Example", "alder.example", "/"),
        ("https://alder.example:443/a?b=c#d", "alder.example", "/a?b=c"),
        ("http://alder.example:8080/", "alder.example:8080", "/"),
        ("http://[2A00::1]:81/x", "[2a00::1]:81", "/x"),
        ("http://grün.example/ä ö?q=ü", "xn--grn-ioa.example", "/%C3%A4%20%C3%B6?q=%C3%BC"),
        ("  http://alder.example/%41%zz ", "alder.example", "/%41%zz"),
    ],
)
def test_the_parts_of_an_address(url: str, place: str, target: str) -> None:
    found = checked(url)
    assert (found.place, found.target) == (place, target)


@pytest.mark.parametrize(
    "url",
    [
        "", "alder.example/rss", "//alder.example/", "ftp://alder.example/", "file:///etc/passwd", "gopher://h/",
        "javascript:alert(1)", "data:text/plain,x", "http://", "http:///rss", "http://a b/", "http://h:99999/",
        "http://h:0/", "http://h:x/", "http://[::1", "http://[fe80::1%25eth0]/", "http://h\x00/", "http://h\n.x\x7f/",
    ],
)  # fmt: skip
def test_what_is_no_feeds_address(url: str) -> None:
    with pytest.raises(UsageError):
        checked(url)


def test_nothing_in_an_address_becomes_a_header() -> None:
    found = checked("http://alder.example/a\r\nX: y?b\r\nc")
    assert not set("\r\n ") & set(found.place + found.target)


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("http://ilse:secret@alder.example/rss", "http://alder.example/rss"),
        ("https://ilse:se@cret@alder.example/@boro.rss", "https://alder.example/@boro.rss"),
        ("https://alder.example/@boro.rss", "https://alder.example/@boro.rss"),
        ("ilse:secret@alder.example/rss", "alder.example/rss"),
        ("http:/ilse:secret@alder.example", "http:/alder.example"),
        ("http:\\\\ilse:secret@alder.example", "http:\\\\alder.example"),
        ("https://h/x?a=1&api_key=secret&Token=secret#f", "https://h/x?a=1&api_key=...&Token=...#f"),
        ("https://h/x?signature=secret", "https://h/x?signature=..."),
        ("https://h/x?page=token", "https://h/x?page=token"),
    ],
)
def test_what_people_and_logs_are_shown(url: str, what: str) -> None:
    assert shown(url) == what


def test_what_is_shown_takes_time_in_proportion() -> None:
    with within(0.5):
        for each in ("?" * 60_000, "&key" * 20_000, "http://" + "a:" * 30_000, "?" + "key" * 20_000):
            shown(each)


@pytest.mark.parametrize(
    "url", ["http://ilse:secret@alder.example:x/", "ilse:secret@alder.example", "ftp://i:secret@h"]
)
def test_an_error_shows_no_password(url: str) -> None:
    for attempt in (checked, listed):
        with pytest.raises(UsageError) as caught:
            attempt(url)
        assert "secret" not in str(caught.value)


def test_a_redirect_is_followed_from_where_it_stands() -> None:
    here = checked("http://ilse:secret@alder.example:8080/a/b?c")
    assert here.follow("../d?e#f").target == "/d?e"
    assert here.follow("../d").origin == here.origin
    assert here.follow("//harlan.example/").origin == ("http", "harlan.example", 80)
    assert here.follow("/\xc3\xbc x\r\n").target == "/%C3%BC%20x%0D%0A"
    assert here.follow("https://boro:pw@alder.example/").login == ("boro", "pw")
    with pytest.raises(UsageError):
        here.follow("file:///etc/passwd")


def test_the_feeds_of_a_setting(tmp_path: Path) -> None:
    assert listed(None) == listed("") == []
    assert listed(" http://a.example/1  https://b.example http://a.example/1") == [
        "http://a.example/1",
        "https://b.example",
    ]
    file = tmp_path / "feeds"
    file.write_text("# ours\nhttp://a.example/1\n\n  # theirs\nhttp://b.example/2\n")
    assert listed(str(file)) == ["http://a.example/1", "http://b.example/2"]
    with pytest.raises(UsageError, match="No such file"):
        listed(str(tmp_path / "none"))
    file.write_bytes(b"\xff")
    with pytest.raises(UsageError, match="not UTF-8"):
        listed(str(file))
