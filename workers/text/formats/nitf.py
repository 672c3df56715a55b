"""NITF 3.x, the IPTC's News Industry Text Format: headline, byline and dateline apart, paragraphs in blocks.

Field by field from the public schema (nitf-3-6): `docdata` carries urgency, dates, version of the story (`du-key`),
keywords and the editors' message. Dialects leave out almost anything, put text straight into `body`, state the lead
a second time in a block of its own, and keep category, slug and keywords in `meta` under names of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from shared.records import Subject
from workers.text.dates import instant
from workers.text.formats import _declared, _markup, _story, _xml
from workers.text.formats._envelope import Envelope
from workers.text.formats._markup import Part
from workers.text.formats._xml import attribute, child, children, descendants, local, words

NAME = "nitf"
RANK = 20

#: The names of `meta` for what has no element in the schema, or one that few use.
_CATEGORY = ("category", "anpa-category", "categoria", "catégorie", "kategorie", "kategori")
_SLUG = ("slug", "slugline", "anpa-keyword", "stikkord")
_KEYWORDS = ("keywords", "news_keywords", "article-keywords", "keyword")
_LANGUAGE = ("language", "article-language", "lang")
#: These stand behind a comma where nothing else sets them apart from what is before them.
_LISTED = frozenset({"byttl", "story.date", "state", "country", "region", "sublocation"})
#: So many blocks are compared with each other.
_MOST_BLOCKS = 30
#: A summary that shares so many letters with the text is a part of it.
_BEGINNING = 60


def detect(head: bytes) -> bool:
    """By its root element."""
    return (_xml.root_name(head) or "").lower() == "nitf"


def parse(body: bytes) -> Envelope:
    """Raises BadReport."""
    root, encoding = _xml.read_xml(body)
    return _story.story(_story.Meta(), parts_of(root)).envelope(NAME, encoding, fields_of(root))


def parts_of(root: etree._Element) -> list[Part]:
    """The texts of an `nitf` element in reading order."""
    begin, content = child(root, "body", "body.head"), child(root, "body", "body.content")
    data = child(root, "head", "docdata")
    heads = [*descendants(begin, "hl1"), *descendants(begin, "hl2")]
    heads = heads or [*children(begin, "hedline"), *children(root, "head", "title")][:1]
    notes = [*children(data, "ed-msg"), *children(data, "correction"), *children(begin, "note")]
    told = content if content is not None or begin is not None else child(root, "body")
    text = [part for each in _blocks(told) for part in _markup.parts(each)]
    parts = [
        *(Part("headline", words(each) or "") for each in heads),
        *(Part("advisory", attribute(each, "info") or words(each) or "") for each in notes),
        *(Part("byline", _line(each)) for each in children(begin, "byline")),
        *(Part("dateline", _line(each)) for each in children(begin, "dateline")),
        *_summed_up([part for each in children(begin, "abstract") for part in _markup.parts(each)], text),
        *(Part("signoff", words(each) or "") for each in descendants(child(root, "body", "body.end"), "tagline")),
    ]
    return [each for each in parts if each.text]


def _summed_up(abstract: list[Part], text: list[Part]) -> list[Part]:
    """The text; a summary that is not its beginning stands before it, as furniture, or for it where there is none."""
    begins = _story.folded(" ".join(each.text for each in abstract))[:_BEGINNING]
    if begins in _story.folded(" ".join(each.text for each in text)):
        return text
    return [*(each._replace(kind="furniture") if text else each for each in abstract), *text]


def fields_of(root: etree._Element) -> dict[str, Any]:
    """What `docdata`, `tobject` and `meta` state."""
    head, data = child(root, "head"), child(root, "head", "docdata")
    key, state = child(data, "du-key"), (attribute(data, "management-status") or "").lower()
    named = {(attribute(each, "name") or "").lower(): attribute(each, "content") for each in children(head, "meta")}
    keywords = [attribute(each, "key") or words(each) for each in children(data, "key-list", "keyword")]
    if not keywords:
        keywords = [each.strip() for each in re.split("[,;]", _first(named, _KEYWORDS) or "")]
    classes = list(children(data, "identified-content", "classifier"))
    coded = (attribute(each, "value") for each in classes if "category" in (attribute(each, "type") or ""))
    times = [attribute(child(data, "date.issue"), "norm"), attribute(child(head, "pubdata"), "date.publication")]
    return {
        "guid": attribute(child(data, "doc-id"), "id-string"),
        "version": attribute(key, "version") or attribute(key, "generation"),
        "language": _declared.language(attribute(root, "lang"), attribute(root, "baselang"), _first(named, _LANGUAGE)),
        "publication": "usable" if state == "embargoed" else _declared.publication(state),
        "slug": _first(named, _SLUG) or attribute(child(data, "fixture"), "fix-id") or attribute(key, "key"),
        "category": _first(named, _CATEGORY) or next(filter(None, coded), None),
        "urgency": _declared.urgency(attribute(child(data, "urgency"), "ed-urg")),
        "keywords": list(dict.fromkeys(each for each in keywords if each)),
        "subjects": list(dict.fromkeys(_subjects(head, classes))),
        "sent_at": next(filter(None, map(instant, times)), None),
        "embargo": instant(attribute(child(data, "date.release"), "norm")) if state == "embargoed" else None,
    }


def _first(named: dict[str, str | None], names: tuple[str, ...]) -> str | None:
    return next((value for name in names if (value := named.get(name))), None)


def _subjects(head: etree._Element | None, classes: list[etree._Element]) -> Iterator[Subject]:
    for each in children(head, "tobject", "tobject.subject"):
        owner, code = attribute(each, "tobject.subject.ipr"), attribute(each, "tobject.subject.refnum")
        parts = [attribute(each, f"tobject.subject.{part}") for part in ("detail", "matter", "type")]
        name = next(filter(None, parts), None)
        if code or name:
            foreign = owner and owner.upper() != "IPTC"
            yield Subject(scheme=owner if foreign else "iptc-subject-code", code=code, name=name)
    for each in classes:
        name, code = words(each), attribute(each, "value")
        if name or code:
            yield Subject(scheme=attribute(each, "type"), code=code, name=name)


def _blocks(content: etree._Element | None) -> list[etree._Element]:
    """The elements with the text: all of it as one, or its blocks without those that another one tells again."""
    if content is None:
        return []
    blocks = list(children(content, "block"))
    if not 1 < len(blocks) <= _MOST_BLOCKS or len(blocks) < sum(1 for each in content if local(each)):
        return [content]
    said = [_story.folded(words(each) or "") for each in blocks]
    return [
        each
        for n, each in enumerate(blocks)
        if not any(said[n] in other and (len(other), -m) > (len(said[n]), -n) for m, other in enumerate(said) if m != n)
    ]


def _line(element: etree._Element) -> str:
    """Its words on one line: what only its elements set apart is set apart in the text, and no instant is told."""
    line = element.text or ""
    for each in element:
        inner = _line(each) if local(each) else ""
        if inner and instant(inner) is None:
            if line.rstrip()[-1:].isalnum() and inner[0].isalnum():
                line = line.rstrip() + (", " if local(each) in _LISTED else " ")
            line += inner
        line += each.tail or ""
    return " ".join(line.split())
