"""One poll of one feed: fetch it, hand in what is new, then write down how far it was read.

The order matters: a poll that is killed anywhere is simply done again, and an entry that the store already has is
the same report by its id. Run by `wireroom poll`, and by the task `wire.poll`, which Celery's beat sends.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from time import time

from shared.address import checked, shown
from shared.errors import BadReport, EmptyReport, WireError
from shared.feeds import Feed, Feeds
from shared.fetch import FetchFailed, Limits, fetch
from shared.intake import Intake, prepare
from shared.settings import DAY, Settings
from shared.store import Delivery
from workers.text import formats
from workers.text.formats import feed as reader

#: A feed may be so many times as large as a report.
_LARGER = 8
_MOST_ENTRIES = 5_000
_BATCH = 100
_FETCH = 30.0
_LONGEST_WAIT = 3600.0
#: A feed that answers with one of these instead shows an error page.
_PAGES = frozenset({"html", "plain", "text"})


@dataclass(frozen=True)
class Polled:
    """How a poll went: entries handed in, entries held, seconds until the next one is due, and what went wrong.

    `held` is None when the feed has not changed since.
    """

    wait: float
    new: int = 0
    held: int | None = None
    problem: str | None = None


def poll(url: str, door: Intake, feeds: Feeds, settings: Settings, *, source: str | None = None) -> Polled:
    """Polls a feed once. Raises StoreGone and StoreFull; the feed's own troubles are in what it returns."""
    before = feeds.get(url)
    limits = Limits(settings.max_bytes * _LARGER, _FETCH, settings.allow_private)
    try:
        answer = fetch(url, limits, etag=before.etag, modified=before.modified)
        if answer.body is not None:
            format, bodies = _read(answer.body, before)
            given = [_delivery(url, format, each, source, settings) for each in bodies]
    except Exception as error:  # whatever a document sets off is its feed's trouble, never the others'
        return _failed(url, feeds, before, error, settings.poll_every)
    if answer.body is None:
        feeds.put(url, before.model_copy(update={"failures": 0, "until": 0, "asked": False}))
        return Polled(settings.poll_every)
    new = _hand_in(url, given, door, feeds)
    feeds.put(url, Feed(etag=answer.etag, modified=answer.modified, format=format))
    return Polled(settings.poll_every, new, len(given))


def due_in(url: str, feeds: Feeds, *, asked: bool) -> float:
    """Seconds for which this feed is to be left alone; `asked`: only when its server asked for it."""
    known = feeds.get(url)
    return max(0.0, known.until - time()) if known.asked or not asked else 0.0


def _read(body: bytes, before: Feed) -> tuple[str, list[bytes]]:
    """The format and the entries, the oldest first. Raises BadReport."""
    if not body.strip():
        raise BadReport("it is empty")
    try:
        format, found = formats.split(body)
    except EmptyReport:  # a feed that has no entry just now
        return before.format or reader.NAME, []
    if before.format == reader.NAME and format in _PAGES:
        raise BadReport("it is no feed any more, but a page")
    if len(found) > _MOST_ENTRIES:
        raise BadReport(f"it holds {len(found):,} entries; at most {_MOST_ENTRIES:,} are taken")
    return format, found[::-1] if format == reader.NAME else found  # feeds name their newest entry first


def _delivery(url: str, format: str, body: bytes, source: str | None, settings: Settings) -> Delivery:
    """An entry with the name its feed gives it; the token lets one that is handed in again after a crash count once."""
    return prepare(
        body,
        source=source or checked(url).host,
        key=_name(format, body) or shown(url),
        format=format if format != "plain" else None,
        delivery="poll",
        max_bytes=settings.max_bytes,
    )


def _name(format: str, body: bytes) -> str | None:
    try:
        if format == reader.NAME:
            return reader.name_of(body)
        found = formats.read(body, format).fields.get("guid")
    except BadReport:
        return None
    return str(found) if found else None


def _hand_in(url: str, given: Sequence[Delivery], door: Intake, feeds: Feeds) -> int:
    ids = list(dict.fromkeys(each.id for each in given))
    fresh = feeds.unseen(url, ids)
    wanted = list({each.id: each for each in given if each.id in fresh}.values())
    new = 0
    for at in range(0, len(wanted), _BATCH):
        new += sum(each.new for each in door.take(wanted[at : at + _BATCH]))
    feeds.saw(url, ids)
    return new


def _failed(url: str, feeds: Feeds, before: Feed, error: Exception, every: float) -> Polled:
    """Leaves the feed alone for a while, each time for twice as long, never all feeds at the same moment."""
    failures = before.failures + 1
    asked = error.wait if isinstance(error, FetchFailed) else None
    own = min(_LONGEST_WAIT, every * 2.0 ** min(failures - 1, 20)) * random.uniform(0.75, 1)  # noqa: S311
    wait = max(own, min(asked or 0, DAY))
    feeds.put(
        url,
        before.model_copy(update={"failures": failures, "until": time() + wait, "asked": asked is not None}),
    )
    return Polled(wait, problem=str(error) if isinstance(error, WireError) else repr(error))
