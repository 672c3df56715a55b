"""One poll after another, with a real store and a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from time import time

import pytest

from shared.bus import Bus
from shared.errors import StoreFull
from shared.feeds import Feed, Feeds
from shared.intake import Intake
from shared.redis_store import RedisStore
from tests.web import Page, Site, serving
from workers.poll import Polled, due_in, poll


class Polls:
    """One feed, its polls, and what came of them."""

    def __init__(self, site: Site, store: RedisStore) -> None:
        self.site, self.store = site, store
        self.url = f"{site.address}/feed"
        self.feeds = Feeds(store.client)
        self.settings = store.settings.model_copy(update={"allow_private": True, "max_bytes": 5000})

    def __call__(self, page: Page | bytes | str | None = None, **settings: object) -> Polled:
        if page is not None:
            body = page.encode() if isinstance(page, str) else page
            self.site.pages["/feed"] = Page(body) if isinstance(body, bytes) else body
        settings = self.settings.model_copy(update=settings)
        return poll(self.url, Intake(self.store, Bus(settings)), self.feeds, settings)

    @property
    def feed(self) -> Feed:
        return self.feeds.get(self.url)

    def keys(self) -> list[str]:
        return [each.meta["key"] for each in self.store.load(self.store.ids())]

    def deliveries(self) -> list[int]:
        return [each.deliveries for each in self.store.load(self.store.ids())]


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def polls(server: Site, redis_store: RedisStore) -> Polls:
    server.pages.clear()
    server.requests.clear()
    return Polls(server, redis_store)


def rss(*entries: str) -> str:
    return f"<rss version='2.0'><channel><title>Alder Wire</title>{''.join(entries)}</channel></rss>"


def item(n: int | None, text: str = "The harbour reopened.", more: str = "") -> str:
    guid = "" if n is None else f"<guid>urn:alder:{n}</guid>"
    return f"<item>{guid}<title>Port Alder {n or ''}</title><description>{text}</description>{more}</item>"


def test_each_entry_once_the_oldest_first(polls: Polls) -> None:
    assert polls(rss(item(2), item(1))) == Polled(60, new=2, held=2)
    assert polls.keys() == ["urn:alder:1", "urn:alder:2"]
    assert polls(rss(item(3), item(2), item(1))).new == 1
    assert polls(rss(item(1), item(3))).new == 0
    assert polls.keys() == ["urn:alder:1", "urn:alder:2", "urn:alder:3"]
    assert polls.deliveries() == [1, 1, 1]
    (stored, *_) = polls.store.load(polls.store.ids())
    assert (stored.meta["source"], stored.meta["format"]) == ("127.0.0.1", "feed")


def test_again_when_it_has_changed_and_not_when_only_its_comments_have(polls: Polls) -> None:
    comments = '<slash:comments xmlns:slash="http://purl.org/rss/1.0/modules/slash/">{}</slash:comments>'
    polls(rss(item(1, more=comments.format(1))))
    assert polls(rss(item(1, more=comments.format(2)))).new == 0
    assert polls(rss(item(1, "The harbour closed again."))).new == 1
    assert polls.keys() == ["urn:alder:1"] * 2


def test_by_what_it_holds_never_by_its_date(polls: Polls) -> None:
    dated = "<pubDate>{}</pubDate>".format
    polls(rss(item(1, more=dated("Tue, 24 Nov 2026 10:00:00 GMT"))))
    late = item(2, more=dated("Mon, 23 Nov 2020 10:00:00 GMT"))
    ahead = item(3, more=dated("Fri, 24 Nov 2090 10:00:00 GMT"))
    assert polls(rss(late, ahead, item(4, more=dated("never")), item(1))).new == 4
    assert polls(rss(late, ahead, item(4, more=dated("never")))).new == 0


def test_entries_without_a_name_go_by_link_and_else_by_content(polls: Polls) -> None:
    link = "<link>http://alder.example/7</link>"
    assert polls(rss(item(None, "Linked.", link), item(None, "Bare."), item(None, "Bare."))).new == 2
    assert polls.keys() == [polls.url, "http://alder.example/7"]
    assert polls(rss(item(None, "Bare."), item(None, "Bare, and changed."))).new == 1


def test_two_entries_of_one_name_are_both_taken(polls: Polls) -> None:
    assert polls(rss(item(1, "Morning."), item(1, "Evening."))).new == 2


def test_atom(polls: Polls) -> None:
    entry = "<entry><id>tag:{0}</id><title>Lamps {0}</title><updated>2026-11-24T10:00:00Z</updated></entry>"
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>W</title>{entry.format(2)}{entry.format(1)}</feed>"
    assert polls(body).new == 2
    assert polls.keys() == ["tag:1", "tag:2"]


def test_any_document(polls: Polls) -> None:
    ninjs = {"uri": "urn:alder:n1", "type": "text", "headline": "Lamps", "body_text": "The last lamp left."}
    assert polls(json.dumps(ninjs)).new == 1
    assert polls(json.dumps(ninjs | {"headline": "Lamps go out"})).new == 1
    assert polls("HARBOUR OPENS\n\nPORT ALDER (AW) - It opened.\n").new == 1
    assert polls("HARBOUR OPENS\n\nPORT ALDER (AW) - It opened.\n").new == 0
    assert polls.keys() == ["urn:alder:n1", "urn:alder:n1", polls.url]


@pytest.mark.parametrize("validator", [{"ETag": '"7"'}, {"Last-Modified": "Tue, 24 Nov 2026 10:00:00 GMT"}])
def test_what_has_not_changed_is_not_sent_again(polls: Polls, validator: dict[str, str]) -> None:
    polls(Page(rss(item(1)).encode(), headers=validator))
    assert polls() == Polled(60, held=None)
    assert polls.site.requests[1].headers["If-None-Match"] == validator.get("ETag")
    assert polls.site.requests[1].headers["If-Modified-Since"] == validator.get("Last-Modified")
    assert polls(Page(rss(item(2)).encode(), headers={"ETag": '"8"'})).new == 1


def test_validators_are_written_down_after_the_entries_are_in(polls: Polls) -> None:
    """A poll that ends in between is done again: nothing is lost, nothing counted twice."""
    page = Page(rss(*(item(n) for n in range(150))).encode(), headers={"ETag": '"7"'})
    polls.store.client.config_set("maxmemory", 1)
    try:
        with pytest.raises(StoreFull):
            polls(page)
    finally:
        polls.store.client.config_set("maxmemory", 0)
    assert polls.feed.etag is None
    polls(page)
    polls.store.client.delete(*polls.store.client.keys("wire:feed:*"))  # killed before the cursor was written
    assert polls(page) == Polled(60, new=0, held=150)
    assert polls.deliveries() == [1] * 150


def test_what_retention_removed_is_not_taken_again(polls: Polls) -> None:
    polls(rss(item(1)))
    polls.store.delete(polls.store.ids()[0])
    assert polls(rss(item(1), item(2))).new == 1
    assert polls.keys() == ["urn:alder:2"]


def test_a_feed_that_is_empty_just_now(polls: Polls) -> None:
    assert polls(rss()).problem is None
    assert polls(rss(item(1))).new == 1
    assert polls(rss()) == Polled(60, held=0)
    assert polls(rss(item(1))).new == 0


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("", "it is empty"),
        ("<html><body><h1>Log in</h1></body></html>", "no feed any more, but a page"),
        (Page(status=500), "answers 500 Internal Server Error"),
        (rss(*(item(n, "") for n in range(5001)))[:39_999], None),
        (b"x" * 40_001, "more than 40,000 bytes"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ""),
        ("[" * 20_000, ""),
        ("<a>" * 10_000, ""),
    ],
    ids=["empty", "page", "500", "cut", "large", "binary", "deep json", "deep xml"],
)
def test_what_goes_wrong_is_the_feeds_own_trouble(polls: Polls, page: Page | bytes | str, said: str | None) -> None:
    polls(rss(item(1)))
    polled = polls(page)
    if said is not None:
        assert said in (polled.problem or "no problem")
        assert polls.keys() == ["urn:alder:1"]
    assert polls(rss(item(1), item(9999))).new == 1


def test_a_feed_of_too_many_entries(polls: Polls) -> None:
    polled = polls(rss(*(f"<item><title>{n}</title></item>" for n in range(5001))), max_bytes=10**6)
    assert polled.problem == "it holds 5,001 entries; at most 5,000 are taken"


def test_an_entry_that_is_too_large_is_refused_and_the_others_are_not(polls: Polls) -> None:
    assert polls(rss(item(1, "x" * 6000), item(2))).new == 2
    assert polls.store.counts() | {"waiting": 1, "refused": 1} == polls.store.counts()


def test_private_places_need_a_word(polls: Polls) -> None:
    polled = polls(rss(item(1)), allow_private=False)
    assert polled.problem == "127.0.0.1 is a private address; --allow-private or WIRE_ALLOW_PRIVATE=1 permits it"
    polls.site.pages["/feed"] = Page(status=302, headers={"Location": "http://localhost:1/"})
    assert "localhost:1 cannot be reached" in (polls().problem or "")


def test_a_feed_that_fails_is_left_alone_for_longer_and_longer(polls: Polls) -> None:
    waits = [polls(Page(status=500), poll_every=100).wait for _ in range(12)]
    for n, wait in enumerate(waits):
        assert 0.75 * min(100 * 2**n, 3600) <= wait <= min(100 * 2**n, 3600)
    assert due_in(polls.url, polls.feeds, asked=False) > 2600
    assert due_in(polls.url, polls.feeds, asked=True) == 0
    assert polls.feed.failures == 12
    polls(rss(item(1)))
    assert polls.feed.failures == due_in(polls.url, polls.feeds, asked=False) == 0


@pytest.mark.parametrize("dated", [False, True])
def test_and_as_long_as_its_server_asks(polls: Polls, dated: bool) -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=7200), usegmt=True)
    polled = polls(Page(status=429, headers={"Retry-After": when if dated else "7200"}))
    assert 7190 < polled.wait <= 7200
    assert 7190 < due_in(polls.url, polls.feeds, asked=True) <= 7200
    assert polls(Page(status=503, headers={"Retry-After": "9" * 99})).wait == 24 * 3600
    assert polls(Page(status=503, headers={"Retry-After": "0"}), poll_every=100).wait > 100
    assert polls.feed.until < time() + 500


def test_a_failure_forgets_nothing(polls: Polls) -> None:
    polls(Page(rss(item(1)).encode(), headers={"ETag": '"7"'}))
    polls(Page(status=500))
    assert polls.feed.etag == '"7"'
    assert polls(Page(rss(item(1)).encode(), headers={"ETag": '"7"'})) == Polled(60)
    assert polls.feed.failures == 0


def test_feeds_are_remembered_one_by_one_and_not_for_ever(polls: Polls) -> None:
    feeds, client = polls.feeds, polls.store.client
    ids = [f"{n:05}" for n in range(12_000)]
    feeds.saw("a", ids[:9000])
    feeds.saw("a", ids[8000:])
    assert feeds.unseen("a", [*ids, "new"]) == {*ids[:2000], "new"}
    assert feeds.unseen("b", ids[:1]) == {ids[0]}
    assert feeds.unseen("a", []) == set()
    assert max(client.zcard(key) for key in client.keys("wire:feed:*:seen")) == 10_000


def test_one_at_a_time_and_never_for_ever(polls: Polls) -> None:
    with polls.feeds.alone("a", 60) as first, polls.feeds.alone("a", 60) as second, polls.feeds.alone("b", 60) as other:
        assert (first, second, other) == (True, False, True)
    with polls.feeds.alone("a", 0.001):
        while polls.store.client.exists(*polls.store.client.keys("wire:lock:wire:feed:*") or ["none"]):
            pass
        with polls.feeds.alone("a", 60) as mine:
            assert mine
            assert len(polls.store.client.keys("wire:lock:wire:feed:*")) == 1
    assert polls.store.client.keys("wire:lock:wire:feed:*") == []


def test_the_address_shown_and_stored_holds_no_password(polls: Polls) -> None:
    polls.url = polls.url.replace("//", "//ilse:secret@")
    polls("Bare text of Port Alder.")
    polls(Page(status=500))
    everything = [str(polls.store.client.dump(key)) for key in polls.store.client.keys("*")]
    assert not any("secret" in each for each in everything)
    assert polls.keys() == [polls.url.replace("ilse:secret@", "")]
