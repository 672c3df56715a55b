"""RSS (0.9x, 1.0, 2.0) and Atom: one report an entry, its full text where the feed brings it.

An entry is kept as the smallest feed that holds it, with the feed's language and nothing that changes from poll to
poll, so the same entry has the same bytes whenever it is fetched.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from shared.errors import EmptyReport
from shared.records import Subject
from workers.text.dates import instant
from workers.text.formats import _markup, _xml
from workers.text.formats._envelope import Envelope, Story, declared
from workers.text.formats._xml import attribute, child, children, descendants, local, words

NAME = "feed"
RANK = 23

_ROOTS = frozenset({"rss", "rdf", "feed"})
_ADDRESS = re.compile(r"\S+@\S+\s*(?:\((?P<name>[^()]+)\))?$")
_ZONE = re.compile(r"\s(?:MEZ|CET)$"), re.compile(r"\s(?:MESZ|CEST)$")


def detect(head: bytes) -> bool:
    """By its root element; RDF of other kinds is left to the general reader."""
    name = (_xml.root_name(head) or "").lower()
    return name in _ROOTS and (name != "rdf" or b"purl.org/rss" in head or b"my.netscape.com" in head)


def split(body: bytes) -> list[bytes]:
    """Each entry as a feed of its own. Raises BadReport."""
    root, _ = _xml.read_xml(body)
    entries = _entries(root)
    return [_alone(root, each) for each in entries] if len(entries) > 1 else [body]


def parse(body: bytes) -> Envelope:
    """The first entry. Raises BadReport."""
    root, encoding = _xml.read_xml(body)
    entries = _entries(root)
    if not entries:
        raise EmptyReport("the feed has no entry")
    return _story(entries[0]).envelope(NAME, encoding, _fields(root, entries[0]))


def name_of(body: bytes) -> str | None:
    """What a feed of one entry calls it, for ever: its guid, id or link. Raises BadReport."""
    entries = _entries(_xml.read_xml(body)[0])
    return _guid(entries[0]) if entries else None


def _entries(root: etree._Element) -> list[etree._Element]:
    """The entries; one within another is part of it."""
    found: list[etree._Element] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if local(element) in ("item", "entry"):
            found.append(element)
        else:
            waiting.extend(reversed(element))
    return found


def _alone(root: etree._Element, entry: etree._Element) -> bytes:
    language = _declared(root, entry)
    lang = f" xml:lang={quoteattr(language)}" if language else ""
    before, after = (
        (f"<feed{lang}>", "</feed>") if local(entry) == "entry" else (f"<rss{lang}><channel>", "</channel></rss>")
    )
    return before.encode() + etree.tostring(entry, encoding="utf-8", with_tail=False) + after.encode()


def _story(entry: etree._Element) -> Story:
    story = Story()
    title = child(entry, "title")
    story.add(_markup.inline(_held(title)), "headline")
    for name in ("creator", "author"):
        named = [_person(each) for each in children(entry, name)]
        if any(named):
            story.add("By " + ", ".join(dict.fromkeys(each for each in named if each)), "byline")
            break
    for part in _body(entry):
        story.add(part.text, part.kind)
    return story


def _body(entry: etree._Element) -> list[_markup.Part]:
    """The longest of what the entry calls its text: the others are its beginning."""
    told = [_parts(each) for name in ("encoded", "content", "description", "summary") for each in children(entry, name)]
    return max(told, key=lambda found: sum(len(each.text) for each in found), default=[])


def _parts(element: etree._Element) -> list[_markup.Part]:
    if len(element) and any(local(each) for each in element):
        return list(_markup.parts(element))
    return _markup.fragment(element.text or "")


def _held(element: etree._Element | None) -> str | None:
    return None if element is None else "".join(str(each) for each in element.itertext())


def _person(element: etree._Element) -> str | None:
    name = words(child(element, "name")) or words(element)
    address = _ADDRESS.match(name) if name else None
    name = address["name"] if address else name
    return re.sub(r"^by\s+", "", name, flags=re.I) if name else None


def _fields(root: etree._Element, entry: etree._Element) -> dict[str, Any]:
    dates = [
        words(each)
        for name in ("pubDate", "published", "issued", "date", "updated", "modified")
        for each in children(entry, name)
    ]
    categories = [each for name in ("category", "subject") for each in children(entry, name)]
    subjects = [
        Subject(
            scheme=attribute(each, "domain") or attribute(each, "scheme"),
            code=attribute(each, "term"),
            name=attribute(each, "label") or words(each),
        )
        for each in categories
    ]
    keywords = [words(each) for each in children(entry, "keywords")]
    return {
        "guid": _guid(entry),
        "sent_at": next((found for found in map(_instant, dates) if found), None),
        "language": declared(_declared(root, entry)),
        "subjects": [each for each in subjects if each.code or each.name],
        "keywords": [each.strip() for line in keywords if line for each in re.split("[,;]", line) if each.strip()],
    }


def _guid(entry: etree._Element) -> str | None:
    for name in ("guid", "id", "identifier"):
        found = words(child(entry, name))
        if found:
            return found
    about = attribute(entry, "about")
    links = [
        attribute(each, "href") or words(each)
        for each in children(entry, "link")
        if attribute(each, "rel") in (None, "alternate")
    ]
    return about or next((each for each in links if each), None)


def _instant(text: str | None) -> str | None:
    """RFC 822 as feeds write it, or ISO 8601."""
    if text is None:
        return None
    text = _ZONE[1].sub(" +0200", _ZONE[0].sub(" +0100", text))
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        found = parsedate_to_datetime(text)
        return instant((found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat())
    return instant(text)


def _declared(root: etree._Element, entry: etree._Element) -> str | None:
    told = (
        attribute(entry, "lang"),
        attribute(child(entry, "content"), "lang"),
        words(child(entry, "language")),
        words(next(descendants(root, "language"), None)),
        attribute(root, "lang"),
    )
    return next((each for each in told if each), None)
