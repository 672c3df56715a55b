"""Where the reports of a NewsML 1 file are, and what around them states something about each.

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
from workers.text.formats._content import Content, content
from workers.text.formats._markup import Part
from workers.text.formats._xml import attribute, child, children, descendants, local, words

_WORDLESS = (
    "photo", "picture", "graphic", "image", "video", "audio", "animation", "illustration", "text/css", "javascript",
)  # fmt: skip
_CAPTIONS = ("caption", "legend", "thumbnail", "preview", "logo", "stylesheet", "tweet", *_WORDLESS)
_TITLES = frozenset({"title", "headline", "hedline", "heading"})
_DIGESTS = frozenset({"abstract", "summary", "teaser", "digest", "synopsis"})
_PIECES = _TITLES | _DIGESTS | {"lead", "lede", "body", "text", "bodytext", "content", "contact", "contacts"}


class Report(NamedTuple):
    """A report in the file: its item, and the components that lead to its texts, the outermost first."""

    item: etree._Element
    path: tuple[etree._Element, ...]


def reports(root: etree._Element) -> list[Report]:
    """All reports, in order. Raises EmptyReport."""
    found = [each for item in descendants(root, "NewsItem") for each in _inside(item)]
    told = [each for each in found if content_of(each).size] or [each for each in found if _titled(each)]
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
    tags = (attribute(each, "lang") or formal(next(descendants(each, "Language"), None)) for each in components)
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
        if not _is_wordless(each):
            yield from (data for data in descendants(each, "DataContent") if any(t.strip() for t in data.itertext()))


def _role(component: etree._Element) -> str:
    return (formal(child(component, "Role")) or "").lower()


def formal(element: etree._Element | None) -> str | None:
    """What an element names: its formal name, or its words in some dialects."""
    return attribute(element, "FormalName") or words(element)


def content_of(report: Report) -> Content:
    """The texts of a report: of each component the fullest, pieces in order; a digest where there is no other.

    Whom to ask for more stands behind the text.
    """
    parts: list[Part] = []
    contacts: list[Part] = []
    digests: list[Part] = []
    fields: dict[str, Any] = {}
    said: set[Part] = set()
    for component in _components(report.path[-1]):
        found = [content(each, _notation(each)) for each in _texts(component)]
        best = max(found, key=lambda each: (bool(each.fields), each.size), default=None)
        if best is None or said.issuperset(best.parts):
            continue
        said.update(best.parts)
        fields = {**best.fields, **fields}
        role = _role(component)
        if role in _TITLES:
            parts += [Part("headline", " ".join(each.text.split())) for each in best.parts[:1]]
        elif "contact" in role:
            contacts += [Part("furniture", each.text) for each in best.parts]
        else:
            (digests if role in _DIGESTS else parts).extend(best.parts)
    bare = all(each.kind == "headline" for each in parts)
    return Content([*parts, *(digests if bare else ()), *contacts], fields)


def _notation(data: etree._Element) -> str | None:
    holder = data.getparent()
    return attribute(holder, "Notation") if holder is not None and local(holder) == "Encoding" else None


def _titled(report: Report) -> bool:
    """Whether a report is a headline alone, and not one of a picture or of a text that is elsewhere."""
    held = any(_held(each) for each in descendants(report.path[-1], "ContentItem"))
    return not held and bool(lines(report, "HeadLine"))


def _held(item: etree._Element) -> bool:
    """Whether a content is a picture, or elsewhere."""
    return attribute(item, "Href") is not None or _is_wordless(item)


def _is_wordless(item: etree._Element) -> bool:
    kinds = f"{formal(child(item, 'MediaType'))} {formal(child(item, 'MimeType'))}".lower()
    return any(word in kinds for word in _WORDLESS)


def near(report: Report, holder: str, *path: str) -> list[etree._Element]:
    """Elements in the holders of a name that begins so: of the component, those inside, those around it."""
    outer = [*reversed(report.path[:-1]), report.item]
    for component in (*_components(report.path[-1]), *outer):
        holders = [each for each in component if local(each).startswith(holder)]
        found = [each for inner in holders for each in children(inner, *path) if formal(each) or len(each)]
        if found:
            return found
    return []


def lines(report: Report, name: str) -> list[str]:
    """What the report's `NewsLines` say under that name."""
    return [text for each in near(report, "NewsLines", name) if (text := words(each))]


def documents(root: etree._Element, found: list[Report]) -> Iterator[etree._Element]:
    """Each report as a document: its item's identity, what the components around it state, and its own component.

    What is around many of them is made once.
    """
    shells: dict[tuple[etree._Element, tuple[str, ...]], etree._Element] = {}

    def shell(element: etree._Element, *without: str) -> etree._Element:
        if (element, without) not in shells:
            shells[element, without] = _shell(element, without)
        return deepcopy(shells[element, without])

    for number, report in enumerate(found):
        beside = [each for each in found[max(0, number - 1) : number + 2] if each.item is report.item]
        made = shell(root, "NewsItem")
        inner = shell(report.item, "NewsComponent")
        made.append(inner)
        for each in report.path[:-1]:
            outer, inner = inner, shell(each, "NewsComponent", "ContentItem", "NewsItem")
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
