"""NewsML 1.0 to 1.2, the IPTC's first XML for news, still sent by many agencies.

Where its texts are is told in `_newsml1`; here are the fields, as the standard names them and as dialects do.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from shared.records import Subject
from workers.text.dates import instant
from workers.text.formats import _declared, _xml
from workers.text.formats._content import Content
from workers.text.formats._envelope import Envelope, Story
from workers.text.formats._newsml1 import Report, content_of, documents, formal, lines, near, reports
from workers.text.formats._story import Meta, story
from workers.text.formats._xml import attribute, child, children, descendants, words

NAME = "newsml-1"
RANK = 22

_NOTES = ("advis", "note", "instruction", "correction", "editor")
_CODES = ("Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier")


def detect(head: bytes) -> bool:
    """By its root element."""
    return (_xml.root_name(head) or "").lower() == "newsml"


def split(body: bytes) -> list[bytes]:
    """Each report in a file by itself. Raises BadReport."""
    root, _ = _xml.read_xml(body)
    found = reports(root)
    return [body] if len(found) == 1 else _xml.apart(documents(root, found), len(body))


def parse(body: bytes) -> Envelope:
    """The first report. Raises BadReport."""
    root, encoding = _xml.read_xml(body)
    report = reports(root)[0]
    found = content_of(report)
    return _story(report, found).envelope(NAME, encoding, _fields(root, report, found))


def _story(report: Report, found: Content) -> Story:
    typed = [(formal(child(each, "NewsLineType")) or "", each) for each in near(report, "NewsLines", "NewsLine")]
    notes = [words(text) for kind, each in typed if _is_note(kind) for text in children(each, "NewsLineText")]
    stated = Meta(
        headlines=[*lines(report, "HeadLine"), *lines(report, "SubHeadLine")],
        notes=[*notes, *(words(each) for each in children(report.item, "NewsManagement", "Instruction", "Comment"))],
        bylines=lines(report, "ByLine"),
        places=lines(report, "DateLine"),
    )
    return story(stated, found.parts)


def _is_note(kind: str) -> bool:
    return any(word in kind.lower() for word in _NOTES)


def _fields(root: etree._Element, report: Report, found: Content) -> dict[str, Any]:
    item, about = report.item, child(report.item, "NewsManagement")
    name, envelope = child(item, "Identification", "NewsIdentifier"), child(root, "NewsEnvelope")
    state = formal(child(about, "Status")) or ""
    codes = [each for code in _CODES for each in near(report, "DescriptiveMeta", "SubjectCode", code)]
    tags = [formal(each) for each in near(report, "DescriptiveMeta", "Language")]
    around = [attribute(each, "lang") for each in (*reversed(report.path), item, root)]
    times = [
        *(words(child(about, each)) for each in ("ThisRevisionCreated", "FirstCreated")),
        words(child(envelope, "DateAndTime")), words(child(name, "DateId")),
    ]  # fmt: skip
    header = {
        "service": formal(child(envelope, "NewsService")),
        "product": " ".join(text for each in children(envelope, "NewsProduct") if (text := formal(each))),
        "priority": formal(child(envelope, "Priority")),
        "provider": _first(near(report, "AdministrativeMeta", "Provider", "Party")),
        "source": _first(near(report, "AdministrativeMeta", "Source", "Party")),
        "credit": next(iter(lines(report, "CreditLine")), None),
        "genre": _first(near(report, "DescriptiveMeta", "Genre")),
    }
    stated = {
        "guid": _guid(name) or words(next(descendants(report.path[-1], "guid"), None)),
        "version": words(child(name, "RevisionId")),
        "publication": _declared.publication(state),
        "urgency": _declared.urgency(formal(child(about, "Urgency")) or header["priority"]),
        "slug": next(iter(lines(report, "SlugLine")), None) or words(child(item, "Identification", "NameLabel")),
        "category": next((kind for each in codes if (kind := _category(each))), None),
        "keywords": _keywords(report),
        "subjects": list(dict.fromkeys(_subject(each) for each in codes if attribute(each, "FormalName"))),
        "sent_at": next(filter(None, map(instant, times)), None),
        "embargo": _embargo(about) if state.lower() == "embargoed" else None,
        "language": _declared.language(*tags, *around),
        "header": {key: text for key, text in header.items() if text},
    }
    return {**found.fields, **{key: value for key, value in stated.items() if value}}


def _first(elements: list[etree._Element]) -> str | None:
    return next((text for each in elements if (text := formal(each))), None)


def _keywords(report: Report) -> list[str]:
    """The lines and properties that are called so; some hold a list."""
    held = [each for holder in ("DescriptiveMeta", "Metadata") for each in near(report, holder, "Property")]
    told = [attribute(each, "Value") for each in held if "keyword" in (attribute(each, "FormalName") or "").lower()]
    found = [each.strip() for line in (*lines(report, "KeywordLine"), *told) for each in re.split("[,;]", line or "")]
    return list(dict.fromkeys(each for each in found if each))


def _guid(name: etree._Element | None) -> str | None:
    """The public identifier; put together where it is missing, or is the same for all items of a service."""
    public, own = words(child(name, "PublicIdentifier")), words(child(name, "NewsItemId"))
    if not own or (public and public.count(":") > 2):
        return public
    parts = [words(child(name, part)) for part in ("ProviderId", "DateId", "NewsItemId")]
    made = ":".join(["urn:newsml", *(each for each in parts if each)])
    return f"{made}#{public.partition('#')[2]}" if public and "#" in public else made


def _embargo(about: etree._Element | None) -> str:
    until = words(child(about, "StatusWillChange", "DateAndTime"))
    return instant(until) or until or "indefinite"


def _category(element: etree._Element) -> str | None:
    return attribute(element, "cat") or (
        attribute(element, "FormalName") if _declared.holds_categories(_scheme(element)) else None
    )


def _subject(element: etree._Element) -> Subject:
    return Subject(scheme=_scheme(element) or "iptc-subject-code", code=attribute(element, "FormalName"))


def _scheme(element: etree._Element) -> str | None:
    return attribute(element, "Scheme") or attribute(element, "Vocabulary")
