"""XML of a kind that has no reader of its own: an agency's or a publisher's.

News formats in an envelope of another kind (SOAP, a queue's answer) are read by their own readers. Else an element
whose name says that it holds the text of a story makes a report of what it stands in, and what stands beside it is
read by name (`data/element_names.txt`). Where no such name is found, all text counts in reading order, a paragraph
for each element that holds text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

from lxml import etree

from workers.text.formats import _content, _declared, _markup, _xml, feed, newsml1, newsml_g2, nitf
from workers.text.formats._envelope import Envelope, Story
from workers.text.formats._feed_dates import moment
from workers.text.formats._markup import Part
from workers.text.formats._story import Meta, folded, story
from workers.text.formats._xml import attribute, local, words
from workers.text.tables import rows

NAME = "xml"
RANK = 60

Named = dict[str, list[etree._Element]]


class Report(NamedTuple):
    """What makes up a report: the element that holds it, and those in it with its text."""

    holder: etree._Element
    texts: list[etree._Element]


_READERS = {
    "nitf": nitf, "NewsML": newsml1, "newsMessage": newsml_g2, "newsItem": newsml_g2, "rss": feed, "feed": feed
}  # fmt: skip
_NEWS = re.compile(r"(?:newsItem|NewsML)$", re.I)
_TITLED = re.compile(rb"<(?:\w{1,20}:)?(?:headline|hedline|title)[\s>]", re.I)
_TOLD = re.compile(rb"<(?:\w{1,20}:)?(?:body|text|content|p)[\s>]", re.I)
#: A text of fewer letters than this does not make a report of what it stands in.
_SHORTEST = 20
_FIELDS = ("guid", "version", "slug", "category", "keywords", "urgency", "sent", "embargo", "language")
#: Times before it stand for none.
_FIRST_YEAR = "1980"


def detect(head: bytes) -> bool:
    """By its declaration, a root element with the name of a news format, or names of a story's parts below one."""
    name = _xml.root_name(head) or ""
    return _xml.declared(head) or bool(
        _NEWS.match(name) or (name and _TITLED.search(head) and _TOLD.search(head) and b"</" in head)
    )


def split(body: bytes) -> list[bytes]:
    """Each report in a file by itself. Raises BadReport."""
    root, _ = _xml.read_xml(body)
    wrapped = list(_wrapped(root))
    if wrapped:
        inner = zip(wrapped, _xml.apart(wrapped, len(body)), strict=True)
        return [each for element, part in inner for each in _parts(_READERS[local(element)], part)]
    found = [each.holder for each in _reports(root)]
    return [body] if len(found) < 2 else _xml.apart(found, len(body))


def parse(body: bytes) -> Envelope:
    """The first report. Raises BadReport."""
    root, encoding = _xml.read_xml(body)
    if local(root) in _READERS:
        read: Envelope = _READERS[local(root)].parse(body)
        return read
    reports = _reports(root)
    if reports:
        named = _named(reports)
        return _story(reports[0], named).envelope(NAME, encoding, _fields(reports[0].holder, named))
    made = Story()
    for part in _markup.parts(root):
        made.add(part.text)
    return made.envelope(NAME, encoding, {})


def _wrapped(root: etree._Element) -> Iterator[etree._Element]:
    """Documents of a news format, the outermost of each."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if local(element) in _READERS:
            yield element
        else:
            waiting.extend(reversed(element))


def _parts(reader: ModuleType, body: bytes) -> list[bytes]:
    return list(reader.split(body)) if hasattr(reader, "split") else [body]


def _reports(root: etree._Element) -> list[Report]:
    """Each text belongs to the nearest element that has a headline outside of it, or to the root."""
    reached = _reached(root)
    texts = {each for each in reached if _kind(each) == "body" and len(words(each) or "") >= _SHORTEST}
    texts -= {outer for each in texts for outer in each.iterancestors()}
    inside = {each for text in texts for each in text.iter()}
    heads = [each for each in reached if _kind(each) == "headline" and each not in inside and words(each)]
    titled = {outer for each in heads for outer in each.iterancestors()}
    found: dict[etree._Element, Report] = {}
    for each in reached:
        if each in texts:
            holder = next((outer for outer in each.iterancestors() if outer in titled), root)
            found.setdefault(holder, Report(holder, [])).texts.append(each)
    return list(found.values())


def _reached(root: etree._Element) -> list[etree._Element]:
    """All elements but those of pictures, publishers and what else is no story."""
    found: list[etree._Element] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if local(element) and _kind(element) != "apart":
            found.append(element)
            waiting.extend(reversed(element))
    return found


def _named(reports: list[Report]) -> Named:
    """The first report's elements by what their names say they hold; what is within another report is not its own."""
    found: Named = {}
    others = {each.holder for each in reports[1:]} | {text for each in reports for text in each.texts}
    waiting = [*reversed(reports[0].holder)]
    while waiting:
        element = waiting.pop()
        kind = _kind(element)
        if kind == "apart" or element in others or not local(element):
            continue
        if kind is not None and kind != "body" and words(element):
            found.setdefault(kind, []).append(element)
        else:
            waiting.extend(reversed(element))
    return found


def _kind(element: etree._Element) -> str | None:
    return _kinds().get(folded(local(element)))


@cache
def _kinds() -> dict[str, str]:
    """What an element of that name holds."""
    return {name: kind for kind, *names in rows("element_names") for name in names}


def _rank(element: etree._Element) -> int:
    """Where its name stands in the table."""
    return list(_kinds()).index(folded(local(element)))


def _story(report: Report, named: Named) -> Story:
    told = [part for each in (*named.get("lead", ()), *report.texts) for part in _content.content(each).parts]
    after = [part for each in named.get("after", ()) for part in _content.content(each).parts]
    heads = sorted(named.get("headline", ()), key=_rank)
    stated = Meta(
        headlines=[*map(words, heads[:1]), *map(words, named.get("second", ()))],
        notes=[words(each) for each in named.get("note", ())],
        bylines=[words(each) for each in named.get("byline", ())],
        places=[words(each) for each in named.get("dateline", ())],
        ends=[Part("furniture", each.text) for each in after],
    )
    return story(stated, told)


def _fields(holder: etree._Element, named: Named) -> dict[str, Any]:
    stated = {kind: _stated(holder, named, kind) for kind in _FIELDS}
    until = moment(stated["embargo"])
    return {
        "guid": stated["guid"],
        "version": stated["version"],
        "slug": stated["slug"],
        "category": stated["category"],
        "keywords": [each.strip() for each in re.split("[,;]", stated["keywords"] or "") if each.strip()],
        "urgency": _declared.urgency(stated["urgency"]),
        "sent_at": moment(stated["sent"]),
        "embargo": until if until and until > _FIRST_YEAR else None,
        "language": _declared.language(stated["language"], attribute(holder, "lang")),
    }


def _stated(holder: etree._Element, named: Named, kind: str) -> str | None:
    """The words of the element whose name comes first in the table, or an attribute of such a name."""
    found = min(named.get(kind, ()), key=_rank, default=None)
    if found is not None:
        return words(found)
    names = list(_kinds())
    told = {
        str(name).lower(): str(each) for name, each in holder.attrib.items() if _kinds().get(str(name).lower()) == kind
    }
    return told[min(told, key=names.index)] if told else None
