"""NewsML-G2 2.34: a `newsItem` for each report, several in one `newsMessage`.

The text is XHTML inside. People, organisations and places are subjects; what the standard has no place for is in
`wire:findings`, in a namespace of its own where `contentMeta` allows for one, with the record's names in the singular:
spans are elements with their words, and single values are attributes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from shared.records import RelationKind
from workers.desk.export import item
from workers.desk.export.item import Addresses, Record

FINDINGS = "urn:wireroom:findings"
_G2 = "http://iptc.org/std/nar/2006-10-01/"
_XHTML = "http://www.w3.org/1999/xhtml"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_KINDS = {"PERSON": "cpnat:person", "ORG": "cpnat:organisation", "PLACE": "cpnat:geoArea"}
_SIGNALS: dict[RelationKind, str] = {"corrects": "sig:correction", "version": "sig:update"}
_REPLACES = frozenset({"corrects", "version", "withdrawn"})


def document(record: Record, addresses: Addresses) -> str:
    """The report as a newsItem."""
    code = (record["language"] or {}).get("code")
    root = etree.Element(f"{{{_G2}}}newsItem", nsmap={None: _G2, "wire": FINDINGS})  # type: ignore[dict-item]
    about = {"guid": item.address(record), "version": str(item.version(record)), _LANGUAGE: code}
    _set(root, {"standard": "NewsML-G2", "standardversion": "2.34", "conformance": "power", **about})
    _add(root, "catalogRef", href=_CATALOG)
    _item_meta(_add(root, "itemMeta"), record, addresses)
    _content_meta(_add(root, "contentMeta"), record)
    body = item.html(record)
    if body:
        page = f'<html xmlns="{_XHTML}"><head><title></title></head><body>{body}</body></html>'
        made = etree.fromstring(page, etree.XMLParser(huge_tree=True))
        made[0][0].text = item.title(record)
        _add(_add(root, "contentSet"), "inlineXML", contenttype="application/xhtml+xml").append(made)
    return _DECLARATION + etree.tostring(root, encoding="unicode", pretty_print=True)


def message(documents: Iterable[str]) -> Iterator[str]:
    """Documents as one message, piece by piece; nothing where there are none, for the standard has no empty message."""
    begun = False
    for each in documents:
        if not begun:
            sent = datetime.now(UTC).isoformat(timespec="seconds")
            yield f'{_DECLARATION}<newsMessage xmlns="{_G2}">\n<header><sent>{sent}</sent></header>\n<itemSet>\n'
            begun = True
        yield each.removeprefix(_DECLARATION)
    if begun:
        yield "</itemSet>\n</newsMessage>\n"


def _item_meta(parent: etree._Element, record: Record, addresses: Addresses) -> None:
    created, title = item.created(record), item.title(record)
    _add(parent, "itemClass", qcode="ninat:text")
    _add(parent, "provider", literal=item.line(record["header"].get("provider") or record["source"]["name"]))
    _add(parent, "versionCreated", created)
    _texts(parent, "firstCreated", [created if item.version(record) == 1 else None])
    if record["embargo"]:
        _add(parent, "embargoed", item.embargo(record))
    _add(parent, "pubStatus", qcode=f"stat:{item.status(record)}")
    _add(parent, "generator", "Wireroom")
    _texts(parent, "title", [title])
    _texts(parent, "edNote", item.notes(record))
    for kind, code in _SIGNALS.items():
        if item.says(record, kind):
            _add(parent, "signal", qcode=code)
    for relation, address, _ in item.related(record, addresses):
        rel = "irel:previousVersion" if relation in _REPLACES else "irel:seeAlso"
        _set(_add(parent, "link", rel=rel, residref=address), {f"{{{FINDINGS}}}relation": relation})


def _content_meta(parent: etree._Element, record: Record) -> None:
    urgency, place = (record["urgency"] or {}).get("value"), item.located(record)
    _texts(parent, "urgency", [str(urgency) if urgency else None])
    _concepts(parent, "located", [place] if place else [])
    _concepts(parent, "infoSource", item.sources(record))
    for role in item.NAMES:
        if record[role]:
            _add(parent, "altId", item.line(record[role]), typeuri=f"{FINDINGS}:{role}")
    if record["language"]:
        _add(parent, "language", tag=record["language"]["code"])
    _concepts(parent, "genre", item.genres(record))
    _texts(parent, "keyword", record["keywords"])
    for subject in item.subjects(record):
        name = subject.pop("name", None)
        _texts(_add(parent, "subject", **subject), "name", [name])
    for entity in record["entities"]:
        _entity(parent, entity)
    _texts(parent, "slugline", [record["slug"]])
    for rank, headline in enumerate(item.headlines(record), 1):
        _add(parent, "headline", headline, rank=str(rank))
    _texts(parent, "dateline", [(record["dateline"] or {}).get("text")])
    _texts(parent, "by", [record["byline"]])
    told = item.findings(record)
    told |= {"text": {"text": told["text"]}, "header": [{"name": k, "text": v} for k, v in record["header"].items()]}
    _found(parent, "findings", told)


def _entity(parent: etree._Element, entity: Record) -> None:
    if entity["type"] in _KINDS:
        sure = str(round(100 * entity["confidence"]))
        named = item.identity(entity)
        made = _add(parent, "subject", type=_KINDS[entity["type"]], **named, confidence=sure, how="howextr:tool")
        _texts(made, "name", [entity["name"]])


def _found(parent: etree._Element, name: str, value: Any) -> None:
    """JSON as elements: a dict is one, a list one for each of its members; a dict's single values are attributes."""
    if isinstance(value, list):
        one = f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")
        for each in value:
            _found(parent, one, each)
        return
    made = etree.SubElement(parent, f"{{{FINDINGS}}}{name}")
    if not isinstance(value, dict):
        made.text = _words(value)
        return
    text = value.get("text")
    made.text = _words(text) if isinstance(text, str) else None
    for part, inner in value.items():
        if isinstance(inner, dict | list):
            if inner:
                _found(made, part, inner)
        elif part != "text" and inner is not None:
            made.set(part, _words(inner))


def _words(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else item.clean(str(value))


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str | None) -> etree._Element:
    made = etree.SubElement(parent, f"{{{_G2}}}{name}")
    made.text = text
    _set(made, attributes)
    return made


def _texts(parent: etree._Element, name: str, texts: Iterable[str | None]) -> None:
    for text in texts:
        if text:
            _add(parent, name, item.line(text))


def _concepts(parent: etree._Element, name: str, names: Iterable[str]) -> None:
    for each in names:
        _add(_add(parent, name, literal=each), "name", each)


def _set(element: etree._Element, attributes: Mapping[str, str | None]) -> None:
    for name, value in attributes.items():
        if value is not None:
            element.set(name, value)
