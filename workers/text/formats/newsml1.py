"""NewsML 1.0 to 1.2, the IPTC's first XML for news, still sent by many agencies.

A file holds items, an item holds components in components, and a text may stand in any of them: in one, in pieces
(title, lead, body), once for each language, or beside its pictures. A report is the largest component whose texts are
pieces of one story. What a component does not state is looked for in those inside it, then in those around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple

from lxml import etree

from shared.errors import EmptyReport
from shared.records import Subject
from workers.text.dates import instant
from workers.text.formats import _newsml, _xml
from workers.text.formats._envelope import Envelope, Story
from workers.text.formats._markup import Part
from workers.text.formats._newsml import Content, Meta
from workers.text.formats._xml import attribute, child, children, descendants, local, words

NAME = "newsml-1"
RANK = 22

_WORDLESS = ("photo", "picture", "graphic", "image", "video", "audio", "animation", "illustration")
_CAPTIONS = ("caption", "legend", "thumbnail", "preview", *_WORDLESS)
_TITLES = frozenset({"title", "headline", "hedline", "heading"})
_DIGESTS = frozenset({"abstract", "summary", "teaser", "digest", "synopsis"})
_PIECES = _TITLES | _DIGESTS | {"lead", "lede", "body", "text", "bodytext", "content"}
_NOTES = ("advis", "note", "instruction", "correction", "editor")
_CODES = ("Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier")


class Report(NamedTuple):
    """A report in the file: its item, and the components that lead to its texts, the outermost first."""

    item: etree._Element
    path: tuple[etree._Element, ...]


def detect(head: bytes) -> bool:
    """By its root element."""
    return (_xml.root_name(head) or "").lower() == "newsml"


def split(body: bytes) -> list[bytes]:
    """Each report in a file by itself. Raises BadReport."""
    root, _ = _xml.read_xml(body)
    found = _reports(root)
    return [body] if len(found) == 1 else _xml.apart(_documents(root, found), len(body))


def parse(body: bytes) -> Envelope:
    """The first report. Raises BadReport."""
    root, encoding = _xml.read_xml(body)
    report = _reports(root)[0]
    found = _content(report)
    return _story(report, found).envelope(NAME, encoding, _fields(root, report, found))


def _reports(root: etree._Element) -> list[Report]:
    """All reports, in order. Raises EmptyReport."""
    found = [each for item in descendants(root, "NewsItem") for each in _inside(item)]
    told = [each for each in found if _content(each).size] or [each for each in found if _titled(each)]
    if not told:
        remote = any(attribute(each, "Href") for each in descendants(root, "ContentItem"))
        raise EmptyReport(
            "its text is not in it: it only says where the content can be fetched"
            if remote
            else "none of its items holds a text"
        )
    return told


def _inside(item: etree._Element) -> Iterator[Report]:
    """The reports of one item."""
    waiting = [Report(item, (each,)) for each in reversed(list(children(item, "NewsComponent")))]
    while waiting:
        report = waiting.pop()
        inner = [each for each in children(report.path[-1], "NewsComponent") if _worded(each)]
        if any(True for _ in _texts(report.path[-1])) or not inner or any(_role(each) in _PIECES for each in inner):
            yield report
        elif len(inner) == 1 or _apart(inner):
            if attribute(report.path[-1], "EquivalentsList") == "yes" and len(_languages(inner)) < 2:
                inner = inner[:1]
            waiting += [Report(item, (*report.path, each)) for each in reversed(inner)]
        else:
            yield report


def _apart(components: list[etree._Element]) -> bool:
    """Whether components are stories of their own: each with its headline, or each in its language."""
    titled = [each for each in components if any(words(head) for head in descendants(each, "HeadLine"))]
    return len(titled) > 1 or len(_languages(components)) > 1


def _languages(components: list[etree._Element]) -> set[str]:
    tags = (attribute(each, "lang") or _formal(next(descendants(each, "Language"), None)) for each in components)
    return {tag[:2].lower() for tag in tags if tag}


def _components(component: etree._Element) -> Iterator[etree._Element]:
    """A component and those in it, without pictures and their captions."""
    waiting = [component]
    while waiting:
        each = waiting.pop()
        if not any(word in _role(each) for word in _CAPTIONS):
            yield each
            waiting.extend(reversed(list(children(each, "NewsComponent"))))


def _worded(component: etree._Element) -> bool:
    return any(True for each in _components(component) for _ in _texts(each))


def _texts(component: etree._Element) -> Iterator[etree._Element]:
    """The contents of a component that are texts."""
    for each in children(component, "ContentItem"):
        kinds = f"{_formal(child(each, 'MediaType'))} {_formal(child(each, 'MimeType'))}".lower()
        if not any(word in kinds for word in _WORDLESS):
            yield from (data for data in descendants(each, "DataContent") if any(t.strip() for t in data.itertext()))


def _role(component: etree._Element) -> str:
    return (_formal(child(component, "Role")) or "").lower()


def _formal(element: etree._Element | None) -> str | None:
    """What an element names: its formal name, or its words in some dialects."""
    return attribute(element, "FormalName") or words(element)


def _content(report: Report) -> Content:
    """The texts of a report: of each component the fullest, pieces in order; a digest where there is no other."""
    parts: list[Part] = []
    digests: list[Part] = []
    fields: dict[str, Any] = {}
    said: set[Part] = set()
    for component in _components(report.path[-1]):
        found = [_newsml.content(each, _notation(each)) for each in _texts(component)]
        best = max(found, key=lambda each: (bool(each.fields), each.size), default=None)
        if best is None or said.issuperset(best.parts):
            continue
        said.update(best.parts)
        fields = {**best.fields, **fields}
        role = _role(component)
        if role in _TITLES:
            parts += [Part("headline", " ".join(each.text.split())) for each in best.parts[:1]]
        else:
            (digests if role in _DIGESTS else parts).extend(best.parts)
    bare = all(each.kind == "headline" for each in parts)
    return Content(parts + digests if bare else parts, fields)


def _notation(data: etree._Element) -> str | None:
    holder = data.getparent()
    return attribute(holder, "Notation") if holder is not None and local(holder) == "Encoding" else None


def _titled(report: Report) -> bool:
    """Whether a report is a headline alone, and not one of a picture or of a text that is elsewhere."""
    held = any(_held(each) for each in descendants(report.path[-1], "ContentItem"))
    return not held and bool(_lines(report, "HeadLine"))


def _held(content: etree._Element) -> bool:
    """Whether a content is a picture, or elsewhere."""
    kinds = f"{_formal(child(content, 'MediaType'))} {_formal(child(content, 'MimeType'))}".lower()
    return attribute(content, "Href") is not None or any(word in kinds for word in _WORDLESS)


def _near(report: Report, holder: str, *path: str) -> list[etree._Element]:
    """Elements in the holders of a name that begins so: of the component, those inside, those around it."""
    outer = [*reversed(report.path[:-1]), report.item]
    for component in (*_components(report.path[-1]), *outer):
        holders = [each for each in component if local(each).startswith(holder)]
        found = [each for inner in holders for each in children(inner, *path) if _formal(each) or len(each)]
        if found:
            return found
    return []


def _lines(report: Report, name: str) -> list[str]:
    return [text for each in _near(report, "NewsLines", name) if (text := words(each))]


def _story(report: Report, found: Content) -> Story:
    typed = [(_formal(child(each, "NewsLineType")) or "", each) for each in _near(report, "NewsLines", "NewsLine")]
    notes = [words(text) for kind, each in typed if _is_note(kind) for text in children(each, "NewsLineText")]
    stated = Meta(
        headlines=[*_lines(report, "HeadLine"), *_lines(report, "SubHeadLine")],
        notes=[*notes, *(words(each) for each in children(report.item, "NewsManagement", "Instruction", "Comment"))],
        bylines=_lines(report, "ByLine"),
        places=_lines(report, "DateLine"),
    )
    return _newsml.story(stated, found.parts)


def _is_note(kind: str) -> bool:
    return any(word in kind.lower() for word in _NOTES)


def _fields(root: etree._Element, report: Report, found: Content) -> dict[str, Any]:
    item, about = report.item, child(report.item, "NewsManagement")
    name, envelope = child(item, "Identification", "NewsIdentifier"), child(root, "NewsEnvelope")
    state = _formal(child(about, "Status")) or ""
    codes = [each for code in _CODES for each in _near(report, "DescriptiveMeta", "SubjectCode", code)]
    keywords = _lines(report, "KeywordLine") + _properties(report, "keyword")
    tags = [_formal(each) for each in _near(report, "DescriptiveMeta", "Language")]
    around = [attribute(each, "lang") for each in (*reversed(report.path), item, root)]
    times = [words(child(about, "ThisRevisionCreated")), words(child(about, "FirstCreated"))]
    header = {
        "service": _formal(child(envelope, "NewsService")),
        "product": " ".join(text for each in children(envelope, "NewsProduct") if (text := _formal(each))),
        "priority": _formal(child(envelope, "Priority")),
        "provider": _first(_near(report, "AdministrativeMeta", "Provider", "Party")),
        "source": _first(_near(report, "AdministrativeMeta", "Source", "Party")),
        "credit": next(iter(_lines(report, "CreditLine")), None),
        "genre": _first(_near(report, "DescriptiveMeta", "Genre")),
    }
    stated = {
        "guid": _guid(name),
        "version": words(child(name, "RevisionId")),
        "publication": _newsml.publication(state),
        "urgency": _newsml.urgency(_formal(child(about, "Urgency")) or header["priority"]),
        "slug": next(iter(_lines(report, "SlugLine")), None) or words(child(item, "Identification", "NameLabel")),
        "category": next((kind for each in codes if (kind := attribute(each, "cat"))), None),
        "keywords": list(dict.fromkeys(keywords)),
        "subjects": list(dict.fromkeys(_subject(each) for each in codes if attribute(each, "FormalName"))),
        "sent_at": next((t for each in [*times, words(child(envelope, "DateAndTime"))] if (t := instant(each))), None),
        "embargo": _embargo(about) if state.lower() == "embargoed" else None,
        "language": _newsml.language([*tags, *around]),
        "header": {key: text for key, text in header.items() if text},
    }
    return {**found.fields, **{key: value for key, value in stated.items() if value}}


def _first(elements: list[etree._Element]) -> str | None:
    return next((text for each in elements if (text := _formal(each))), None)


def _properties(report: Report, name: str) -> list[str]:
    found = _near(report, "DescriptiveMeta", "Property")
    named = [each for each in found if (attribute(each, "FormalName") or "").lower() == name]
    return [text for each in named if (text := attribute(each, "Value"))]


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


def _subject(element: etree._Element) -> Subject:
    scheme = attribute(element, "Scheme") or attribute(element, "Vocabulary")
    return Subject(scheme=scheme or "iptc-subject-code", code=attribute(element, "FormalName"))


def _documents(root: etree._Element, found: list[Report]) -> Iterator[etree._Element]:
    """Each report as a document: its item's identity, what the components around it state, and its own component."""
    for number, report in enumerate(found):
        beside = [each for each in found[max(0, number - 1) : number + 2] if each.item is report.item]
        made = _shell(root, ("NewsItem",))
        inner = _shell(report.item, ("NewsComponent",))
        made.append(inner)
        for each in report.path[:-1]:
            outer, inner = inner, _shell(each, ("NewsComponent", "ContentItem", "NewsItem"))
            outer.append(inner)
        inner.append(deepcopy(report.path[-1]))
        for each in list(descendants(inner, "NewsItem")):
            if each is not inner and (holder := each.getparent()) is not None:
                holder.remove(each)
        public = child(made, "NewsItem", "Identification", "NewsIdentifier", "PublicIdentifier")
        if len(beside) > 1 and public is not None:
            public.text = f"{words(public) or ''}#{attribute(report.path[-1], 'Duid') or number + 1}"
        yield made


def _shell(element: etree._Element, without: tuple[str, ...]) -> etree._Element:
    """A copy of an element without some of its children."""
    made = etree.Element(element.tag, {str(key): str(value) for key, value in element.attrib.items()})
    made.extend(deepcopy(each) for each in element if local(each) not in without)
    return made
