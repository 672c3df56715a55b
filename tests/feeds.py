"""Entries of feeds, for tests."""

from __future__ import annotations

from shared.records import Normalized
from tests.reading import one


def item(inside: str, channel: str = "", root: str = "") -> Normalized:
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    )
    return one(f"<rss version='2.0' {spaces} {root}><channel>{channel}<item>{inside}</item></channel></rss>")


def entry(inside: str, feed: str = "") -> Normalized:
    return one(f"<feed xmlns='http://www.w3.org/2005/Atom'>{feed}<entry>{inside}</entry></feed>")


def told(found: Normalized) -> list[tuple[str, str]]:
    return [(each.kind, found.text[each.start : each.end]) for each in found.segments]


BODY = "<p>PORT ALDER (aw) - A ferry burned on Monday.</p><p>No one was hurt.</p>"
PARTS = [("body", "PORT ALDER (aw) - A ferry burned on Monday."), ("body", "No one was hurt.")]
