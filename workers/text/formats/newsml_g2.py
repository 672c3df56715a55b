"""NewsML-G2, the IPTC's XML for news exchange: items alone, in messages and in packages.

Field by field from the standard (2.x): `itemMeta` says what state the item is in, `contentMeta` what it is about,
`contentSet` carries renditions of one text, of which the best is read. Items of pictures, of video, of concepts and of
plans are no reports. Names of qualified codes are compared without their prefix, since each agency brings its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from shared.errors import EmptyReport
from shared.records import Subject
from workers.text.dates import instant
from workers.text.formats import _declared, _markup, _xml
from workers.text.formats._content import Content, content
from workers.text.formats._envelope import Envelope, Story
from workers.text.formats._markup import Part
from workers.text.formats._story import Meta, story
from workers.text.formats._xml import attribute, child, children, local, words

NAME = "newsml-g2"
RANK = 21

_ROOTS = frozenset({
    "newsItem", "newsMessage", "packageItem", "itemSet", "conceptItem", "knowledgeItem", "planningItem", "catalogItem",
})  # fmt: skip
_ITEMS = frozenset({"newsItem", "packageItem"})
_OTHERS = frozenset({"conceptItem", "knowledgeItem", "planningItem", "catalogItem"})
_WORDLESS = frozenset({"picture", "photo", "graphic", "video", "audio", "animation", "still", "moving", "sound"})
_BINARY = ("image/", "video/", "audio/", "application/pdf", "application/json", "application/zip", "application/octet")
_SCHEMES = {"mediatopic": "medtop", "subjectcode": "subj", "urgency": "urg"}


def detect(head: bytes) -> bool:
    """By its root element."""
    return _xml.root_name(head) in _ROOTS


def split(body: bytes) -> list[bytes]:
    """Each item with a text by itself. Raises BadReport."""
    root, _ = _xml.read_xml(body)
    items = _reports(root)
    return [body] if len(items) == 1 else _xml.apart(items, len(body))


def parse(body: bytes) -> Envelope:
    """The first item with a text. Raises BadReport."""
    root, encoding = _xml.read_xml(body)
    item = _reports(root)[0]
    found = _content(item)
    fields = _fields(item, found)
    return _story(item, found).envelope(NAME, encoding, fields)


def _reports(root: etree._Element) -> list[etree._Element]:
    """Items that are reports; packages only where no item is one. Raises EmptyReport."""
    items = list(_items(root))
    for kind in ("newsItem", "packageItem"):
        found = [each for each in items if local(each) == kind and _told(each)]
        if found:
            return found
    raise EmptyReport(_reason(items))


def _items(root: etree._Element) -> Iterator[etree._Element]:
    """All items in order; an item within an item is part of it."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if local(element) in _ITEMS | _OTHERS:
            yield element
        elif element is root or local(element) in ("itemSet", "newsMessage", "content", "items"):
            waiting.extend(reversed(element))


def _reason(items: list[etree._Element]) -> str:
    if not items:
        return "it holds no item"
    if any(local(each) == "newsItem" and child(each, "contentSet", "remoteContent") is not None for each in items):
        return "its text is not in it: it only says where the content can be fetched"
    return "none of its items holds a text"


def _told(item: etree._Element) -> bool:
    """Whether an item is a report: it has a text, or it is of text and has no content elsewhere but a headline."""
    if any(each.size for each in _renditions(item)):
        return True
    kind = _code(child(item, "itemMeta", "itemClass")).lower()
    if kind in _WORDLESS or child(item, "contentSet", "remoteContent") is not None:
        return False
    meta = child(item, "contentMeta")
    return any(words(each) for name in ("headline", "description") for each in children(meta, name)) or any(
        words(each) for each in children(item, "itemMeta", "edNote")
    )


def _content(item: etree._Element) -> Content:
    """The best rendition: of those that are not much shorter than the longest, the one in the item's language that
    marks its parts; the description where there is none.
    """
    found = [each for each in _renditions(item) if each.size]
    if not found:
        texts = [Part(None, text) for each in children(item, "contentMeta", "description") if (text := words(each))]
        return Content(texts[:1], {})
    longest = max(each.size for each in found)
    return max(
        (each for each in found if each.size * 2 > longest),
        key=lambda each: (bool(each.fields), len(each.parts) > 1),
    )


def _renditions(item: etree._Element) -> Iterator[Content]:
    own = attribute(item, "lang") or attribute(child(item, "contentMeta", "language"), "tag") or ""
    carried = [each for name in ("inlineXML", "inlineData") for each in children(item, "contentSet", name)]
    texts = [each for each in carried if not (attribute(each, "contenttype") or "").lower().startswith(_BINARY)]
    same = [each for each in texts if (attribute(each, "lang") or own)[:2].lower() == own[:2].lower()]
    for each in same or texts:
        yield content(each, attribute(each, "encoding"))


def _story(item: etree._Element, found: Content) -> Story:
    meta = child(item, "contentMeta")
    heads = sorted(children(meta, "headline"), key=_weight)
    notes, ends = _notes(item)
    located = [_name(each) for each in children(meta, "located")] if child(meta, "dateline") is None else []
    stated = Meta(
        headlines=[words(each) for each in heads],
        notes=notes,
        bylines=[words(each) for each in children(meta, "by")],
        places=[*(words(each) for each in children(meta, "dateline")), *located[:1]],
        ends=ends,
    )
    return story(stated, found.parts)


def _weight(headline: etree._Element) -> tuple[bool, int]:
    """Main headlines come first, then by their rank."""
    role, rank = (attribute(headline, "role") or "").rpartition(":")[2].lower(), attribute(headline, "rank") or ""
    main = role in ("", "headline", "title") or "main" in role
    return not main, int(rank) if rank.isdecimal() and len(rank) < 4 else 99


def _notes(item: etree._Element) -> tuple[list[str | None], list[Part]]:
    """Editors' notes of one line, told first, and those that stand at the end: closing lines and notepads."""
    notes: list[str | None] = []
    ends: list[Part] = []
    for each in children(item, "itemMeta", "edNote"):
        if any(local(inner) for inner in each):
            ends += [Part("advisory", part.text) for part in _markup.parts(each)]
        elif "closing" in (attribute(each, "role") or "").lower():
            ends.append(Part("signoff", words(each) or ""))
        else:
            notes.append(words(each))
    return notes, ends


def _fields(item: etree._Element, found: Content) -> dict[str, Any]:
    about, meta = child(item, "itemMeta"), child(item, "contentMeta")
    subjects = [_subject(each) for each in children(meta, "subject")]
    state = _declared.publication(_code(child(about, "pubStatus")))
    tags = [attribute(each, "tag") for each in children(meta, "language")]
    signals = [attribute(each, "qcode") or attribute(each, "uri") for each in children(about, "signal")]
    stated = {
        "guid": attribute(item, "guid"),
        "version": attribute(item, "version"),
        "publication": state,
        "urgency": _declared.urgency(words(child(meta, "urgency"))),
        "slug": words(child(meta, "slugline")),
        "category": next((_category(each) for each in children(meta, "subject") if _category(each)), None),
        "keywords": [text for each in children(meta, "keyword") if (text := words(each))],
        "subjects": list(dict.fromkeys(each for each in subjects if each.code or each.name)),
        "sent_at": _sent(item),
        "embargo": _embargo(child(about, "embargoed"), state),
        "language": _declared.language(*tags, attribute(item, "lang")),
        "header": {
            name: text
            for name, text in (
                ("provider", _name(child(about, "provider"))),
                ("source", _name(child(meta, "infoSource"))),
                ("credit", words(child(meta, "creditline"))),
                ("genre", _name(child(meta, "genre"))),
                ("service", _name(child(about, "service"))),
                ("signal", " ".join(each for each in signals if each)),
            )
            if text
        },
    }
    return {**found.fields, **{name: value for name, value in stated.items() if value}}


def _embargo(embargoed: etree._Element | None, state: str | None) -> str | None:
    """Until when; an empty element stands for an embargo without an end, or for nothing in items said to be usable."""
    if embargoed is None or (words(embargoed) is None and state == "usable"):
        return None
    return instant(words(embargoed)) or words(embargoed) or "indefinite"


def _sent(item: etree._Element) -> str | None:
    meta = [("itemMeta", "versionCreated"), ("contentMeta", "contentModified"), ("contentMeta", "contentCreated")]
    return next(
        (time for path in [*meta, ("itemMeta", "firstCreated")] if (time := instant(words(child(item, *path))))), None
    )


def _code(element: etree._Element | None) -> str:
    """A concept's code without its scheme."""
    return _subject(element).code or "" if element is not None else ""


def _subject(element: etree._Element) -> Subject:
    """A concept by its qualified code, its address or its literal."""
    code, uri = attribute(element, "qcode"), attribute(element, "uri")
    if code:
        scheme, _, code = code.rpartition(":")
    elif uri:
        scheme, _, code = uri.rstrip("/").rpartition("#" if "#" in uri else "/")
        scheme = _SCHEMES.get(scheme.rpartition("/")[2], scheme)
    else:
        scheme, code = "", attribute(element, "literal")
    return Subject(scheme=scheme or None, code=code or None, name=_label(element))


def _label(element: etree._Element) -> str | None:
    """The concept's name: to be shown, before short forms."""
    names = list(children(element, "name"))
    return words(min(names, key=lambda each: "mnemonic" in (attribute(each, "role") or ""), default=None))


def _name(element: etree._Element | None) -> str | None:
    if element is None:
        return None
    return _label(element) or attribute(element, "literal") or _code(element) or words(element)


def _category(subject: etree._Element) -> str | None:
    kind = (attribute(subject, "type") or "").rpartition(":")[2].lower()
    own = kind in ("cat", "category") or _declared.holds_categories(_subject(subject).scheme)
    return _code(subject) if own else None
