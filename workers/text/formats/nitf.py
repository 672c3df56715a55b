"""NITF 3.x, the IPTC's News Industry Text Format: headline, byline and dateline apart, paragraphs in blocks.

Field by field from the public schema (nitf-3-6): `docdata` carries urgency, dates, version of the story (`du-key`),
keywords and the editors' message. Dialects leave out almost anything and put text straight into `body`.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from shared.records import Subject, Urgency
from workers.text.dates import instant
from workers.text.formats import _markup, _xml
from workers.text.formats._envelope import Envelope, Story, declared
from workers.text.formats._xml import attribute, child, children, descendants, words

NAME = "nitf"
RANK = 20

_PUBLICATION = {"usable": "usable", "embargoed": "usable", "withheld": "withheld", "canceled": "canceled"}


def detect(head: bytes) -> bool:
    """By its root element."""
    return (_xml.root_name(head) or "").lower() == "nitf"


def parse(body: bytes) -> Envelope:
    """Raises BadReport."""
    root, encoding = _xml.read_xml(body)
    return story_of(root).envelope(NAME, encoding, fields_of(root))


def story_of(root: etree._Element) -> Story:
    """The texts of an `nitf` element in reading order."""
    story = Story()
    begin, content = child(root, "body", "body.head"), child(root, "body", "body.content")
    heads = [*descendants(begin, "hl1"), *descendants(begin, "hl2")]
    for each in heads or [*children(begin, "hedline"), *children(root, "head", "title")][:1]:
        story.add(words(each), "headline")
    for each in [*children(root, "head", "docdata", "ed-msg"), *children(begin, "note")]:
        story.add(attribute(each, "info") or words(each), "advisory")
    for each in children(begin, "byline"):
        story.add(words(each), "byline")
    for each in children(begin, "dateline"):
        story.add(words(each), "dateline")
    told = content if content is not None or begin is not None else child(root, "body")
    for part in _markup.parts(told) if told is not None else ():
        story.add(part.text, part.kind)
    for each in descendants(child(root, "body", "body.end"), "tagline"):
        story.add(words(each), "signoff")
    return story


def fields_of(root: etree._Element) -> dict[str, Any]:
    """What `docdata` and `tobject` state."""
    data = child(root, "head", "docdata")
    key, urgency = child(data, "du-key"), attribute(child(data, "urgency"), "ed-urg")
    keywords = [attribute(each, "key") or words(each) for each in children(data, "key-list", "keyword")]
    subjects = [
        Subject(scheme="iptc-subject-code", code=attribute(each, "tobject.subject.refnum"), name=_name(each))
        for each in children(root, "head", "tobject", "tobject.subject")
    ]
    return {
        "guid": attribute(child(data, "doc-id"), "id-string"),
        "version": attribute(key, "version") or attribute(key, "generation"),
        "language": declared(attribute(root, "lang")),
        "publication": _PUBLICATION.get((attribute(data, "management-status") or "").lower()),
        "slug": attribute(child(data, "fixture"), "fix-id") or attribute(key, "key"),
        "urgency": Urgency(raw=urgency, value=_value(urgency)) if urgency else None,
        "keywords": [each for each in keywords if each],
        "subjects": [each for each in subjects if each.code or each.name],
        "sent_at": instant(attribute(child(data, "date.issue"), "norm")),
        "embargo": instant(attribute(child(data, "date.release"), "norm")) if _held(data) else None,
    }


def _name(subject: etree._Element) -> str | None:
    parts = [attribute(subject, f"tobject.subject.{part}") for part in ("type", "matter", "detail")]
    return next((each for each in reversed(parts) if each), None)


def _held(data: etree._Element | None) -> bool:
    return attribute(data, "management-status") == "embargoed"


def _value(urgency: str) -> int | None:
    return int(urgency) if re.fullmatch("[1-9]", urgency) else None
