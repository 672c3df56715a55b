"""One poll of one feed: fetch it, hand in what is new, then write down how far it was read.

The order matters: a poll that is killed anywhere is simply done again, and an entry that the store already has is
the same report by its id. Run by `wireroom poll`, and by the task `wire.poll`, which Celery's beat sends.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time

from shared.errors import BadReport, EmptyReport, UsageError
from shared.feeds import Feed, Feeds
from shared.fetch import Answer, FetchFailed, Limits, checked, fetch, shown
from shared.intake import Intake, prepare
from shared.settings import DAY, Settings
from shared.store import Delivery
from workers.text import formats
from workers.text.formats import feed as reader

#: A feed may be so many times as large as a report.
_LARGER = 8
_MOST_ENTRIES = 5_000
_BATCH = 100
_FETCH, _LOCK = 60.0, 180.0
_LONGEST_WAIT = 3600.0
#: A feed that answers with one of these instead shows an error page.
_PAGES = frozenset({"html", "plain", "text"})


@dataclass(frozen=True)
class Polled:
    """How a poll went: entries handed in, seconds until the next one is due, and what went wrong."""

    new: int = 0
    held: int = 0
    wait: float = 0
    problem: str | None = None


def poll(url: str, door: Intake, feeds: Feeds, settings: Settings, *, source: str | None = None) -> Polled:
    """Polls a feed once. Raises StoreGone and StoreFull; the feed's own troubles are in what it returns."""
    with feeds.alone(url, _LOCK) as mine:
        if not mine:
            return Polled(wait=settings.poll_every, problem="it is being polled by another process")
        before = feeds.get(url)
        try:
            answer = _fetched(url, before, settings)
            if answer.body is None:
                feeds.put(url, before.model_copy(update={"failures": 0, "problem": None, "until": 0, "asked": False}))
                return Polled(wait=settings.poll_every)
            format, bodies = _read(answer.body, before)
        except (FetchFailed, BadReport, UsageError) as error:
            return _failed(url, feeds, before, error, settings.poll_every)
        given = [_delivery(url, format, each, source, settings) for each in bodies]
        new = _hand_in(url, given, door, feeds)
        feeds.put(url, Feed(etag=answer.etag, modified=answer.modified, format=format))
        return Polled(new, len(given), settings.poll_every)


def due_in(url: str, feeds: Feeds, *, asked: bool = False) -> float:
    """Seconds for which this feed is to be left alone; `asked`: only when its server asked for it."""
    known = feeds.get(url)
    return max(0.0, known.until - time()) if known.asked or not asked else 0.0


def addresses(told: str | None) -> list[str]:
    """The addresses in WIRE_FEEDS: separated by spaces, or in the file of that name. Raises UsageError."""
    if not told:
        return []
    lines = [told]
    if "://" not in told:
        try:
            lines = Path(told).read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError) as error:
            raise UsageError(f"WIRE_FEEDS names no address and no file that can be read: {error}") from None
    found = [each for line in lines if not line.lstrip().startswith("#") for each in line.split()]
    for each in found:
        checked(each)
    return list(dict.fromkeys(found))


def _fetched(url: str, before: Feed, settings: Settings) -> Answer:
    limits = Limits(settings.max_bytes * _LARGER, _FETCH, settings.allow_private)
    return fetch(url, limits, etag=before.etag, modified=before.modified)


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
    place = checked(url)
    return prepare(
        body,
        source=source or place.host or "feed",
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
    update = {"failures": failures, "problem": str(error), "until": time() + wait, "asked": asked is not None}
    feeds.put(url, before.model_copy(update=update))
    return Polled(wait=wait, problem=str(error))
