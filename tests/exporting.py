"""Records to export, and what the news standards ask of documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from lxml import etree
from NewsMLG2.newsitem import NewsItem
from NewsMLG2.utils import import_string

from shared.intake import prepare
from shared.settings import Settings
from shared.store import Delivery
from tests.compose import ROOT
from workers.desk import feed
from workers.desk.export import item
from workers.desk.reading import Reading

G2 = "{http://iptc.org/std/nar/2006-10-01/}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_BROKEN = "BULLETIN-Mast \ud800 breaks\n\nPORT ALDER, Nov 24 (Alder Wire) - One\x01 two\ufffe <b>& three</b>."
_TABLE = (
    "Grain prices\n\nPORT ALDER, Nov 24 (AW) - Prices fell.\n\nWheat      12     14\nBarley      9     11\n\nOats rose."
)
_HELD = "Budget\n\nEMBARGOED UNTIL DELIVERY\n\nPORT ALDER, Nov 24 (AW) - Mayor Edda Quill spoke in Paris."
_KILL = "KILL-Grain barge burns in Port Alder\n\nPORT ALDER, Nov 24 (AW) - Kill this story. It was wrong."
_FEED = {
    "uri": "tag:alder.example,2026:1",
    "version": "3",
    "versionCreated": "2026-11-24T10:15:00Z",
    "embargoedUntil": "2026-11-25T06:00:00+01:00",
    "pubStatus": "withheld",
    "urgency": 2,
    "language": "en",
    "slugline": "ALDER-FERRY",
    "keywords": ["ferry", "fire at\nsea"],
    "located": "Port Alder",
    "edNote": "Adds captain",
    "by": "Ilse Tarn",
    "headlines": [
        {"value": "UPDATE 2-Ferry <X> burns in Paris & Rome"},
        {"role": "subtitle", "value": "Nobody is hurt"},
    ],
    "subjects": [{"uri": "medtop:20000139", "name": "fire"}, {"literal": "ships at sea", "name": "ships"}],
    "bodies": [
        {
            "contentType": "text/html",
            "value": "<p>A ferry burned, police in Paris said.</p><h2>Rescue</h2><p>“It was hot,” Boro Vane said.</p>",
        }
    ],
}


def examples() -> list[dict[str, Any]]:
    """The records of the folder of examples."""
    return read(feed.deliveries([str(ROOT / "examples")], lane="live", max_bytes=10**6, problems=[]))


def odd() -> list[dict[str, Any]]:
    """Reports with what few have: an end without a headline, a table, an embargo, broken characters."""
    raw: list[tuple[str | bytes, str, str | None]] = [
        (json.dumps(_FEED), "feed", None),
        (_BROKEN, "key with\x02 \ud801 ü", "text"),
        (_TABLE, "table", None),
        (_HELD, "held", None),
        (_KILL, "kill", None),
        ("Only a headline", "short", None),
        ("PORT ALDER, Nov 24 (AW) - A report without a headline, said Ana Quill.", "bare", None),
        ("(EMBARGOED FOR RELEASE AT 1130 GMT)", "note", None),
        ("Ships wait\n\nPORT ALDER, Nov 24 (AW) - Ten ships wait for the tide.", "twice", None),
        ("Ships wait\n\nPORT ALDER, Nov 24 (AW) - Twelve ships wait for the tide.", "twice", None),
    ]
    return read(prepare(body, source="a b", key=key, format=format) for body, key, format in raw)


def addresses(records: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The addresses of these records by their ids."""
    return {each["id"]: item.address(each) for each in records}


def read(deliveries: Iterable[Delivery]) -> list[dict[str, Any]]:
    """The records of these reports, which are all done."""
    reading = Reading(Settings())
    ids = [id for each in deliveries for id in reading.take(each)]
    found = [reading.record(each) for each in dict.fromkeys(ids)]
    assert {each["status"] for each in found} == {"done"}
    return found


def _object(required: str = "", **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required.split(), "additionalProperties": False}


def _several(**properties: Any) -> dict[str, Any]:
    required = "value" if "contentType" in properties else ""
    return {"type": "array", "minItems": 1, "items": _object(required, **properties)}


_WORDS = {"type": "string", "minLength": 1}
_URI = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$"}
_TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
_TEXTS = _several(role=_WORDS, contentType=_WORDS, value=_WORDS)
_NAMED = _several(name=_WORDS, uri=_URI, literal=_WORDS)
#: ninjs 3.0 told again, as far as we use it; like the standard's own schema it allows nothing else.
NINJS = _object(
    "uri",
    standard=_object(name={"const": "ninjs"}, version={"const": "3.0"}, schema=_URI),
    uri=_URI,
    type={"enum": ["text"]},
    version=_WORDS,
    versionCreated=_TIME,
    firstCreated=_TIME,
    embargoedUntil=_TIME,
    pubStatus={"enum": ["usable", "withheld", "canceled"]},
    urgency={"type": "integer", "minimum": 1, "maximum": 9},
    language=_WORDS,
    title=_WORDS,
    edNote=_WORDS,
    by=_WORDS,
    slugline=_WORDS,
    located=_WORDS,
    headlines=_TEXTS,
    bodies=_TEXTS,
    people=_NAMED,
    organisations=_NAMED,
    places=_NAMED,
    subjects=_NAMED,
    genres=_NAMED,
    infoSources=_NAMED,
    altIds=_several(role=_WORDS, value=_WORDS),
    associations={
        "type": "array",
        "items": _object("uri name", uri=_URI, name=_WORDS, rel=_WORDS, type={"const": "component"}, bodies=_TEXTS),
    },
)
_QCODE = r"[^\s:]+:\S+"
_CODES = ("qcode", "type", "rel", "how")
_VALUES = {
    **dict.fromkeys(_CODES, _QCODE),
    **dict.fromkeys(("uri", "typeuri", "href"), _URI["pattern"]),
    **dict.fromkeys(("literal", "residref", "guid"), r"[\S ]+"),
    "version": r"[1-9]\d*",
    "rank": r"\d+",
    "confidence": r"\d\d?|100",
    "tag": r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
    "standardversion": r"\d+\.\d+",
}
_CONTENTS = {
    "urgency": r"[1-9]",
    "versionCreated": _TIME["pattern"],
    "firstCreated": _TIME["pattern"],
    "embargoed": f"{_TIME['pattern']}|",
    **dict.fromkeys(("title", "slugline", "keyword", "headline", "dateline", "by", "name"), r"[\S ]+"),
}


def newsml_problems(root: etree._Element) -> list[str]:
    """Where a newsItem leaves NewsML-G2, by the IPTC's own model of it: names, order, what is required, values."""
    assert root.tag == f"{G2}newsItem"
    return [*_problems(root, NewsItem), *(f"{code} is in no catalog" for code in _unknown_codes(root))]


def _problems(element: etree._Element, model: type) -> Iterator[str]:
    lineage = [vars(each) for each in reversed(model.__mro__)]
    children = [each for named in lineage for _, each in named.get("elements", ())]
    attributes = {each["xml_name"]: each for named in lineage for each in named.get("attributes", {}).values()}
    where = etree.QName(element).localname
    yield from _wrong_attributes(element, attributes)
    if not re.fullmatch(_CONTENTS.get(where, r"(?s).*"), element.text or ""):
        yield f"{where} holds {element.text!r}"
    order = [each["xml_name"].lower() for each in children]  # the model writes altId in small letters
    last = 0
    for child in element:
        name = etree.QName(child).localname
        if child.prefix == "wire" or not child.tag.startswith(G2):
            if not hasattr(model, "xsAny"):
                yield f"{where} has no place for {child.tag}"
        elif name.lower() not in order:
            yield f"{where} has no {name}"
        else:
            place = order.index(name.lower())
            if place < last:
                yield f"{name} comes too late in {where}"
            last = place
            found = children[place]["element_class"]
            yield from _problems(child, import_string(found) if isinstance(found, str) else found)


def _wrong_attributes(element: etree._Element, known: dict[str, dict[str, str]]) -> Iterator[str]:
    where = etree.QName(element).localname
    for name, value in element.attrib.items():
        if name.startswith("{") and not name.startswith(_XML):
            continue  # attributes of other namespaces are allowed everywhere
        if name not in known:
            yield f"{where} has no attribute {name}"
        elif not re.fullmatch(_VALUES.get(name, r"(?s).*"), value):
            yield f"{where} has {name}={value!r}"
    for name, each in known.items():
        if each.get("use") == "required" and name not in element.attrib:
            yield f"{where} lacks {name}"


def _unknown_codes(root: etree._Element) -> set[str]:
    address = root.find(f"{G2}catalogRef").get("href")
    catalog = etree.parse(str(files("NewsMLG2") / "catalogs" / address.rpartition("/")[2]))
    aliases = {each.get("alias") for each in catalog.iter("{*}scheme")}
    codes = {each.get(name) for each in root.iter(f"{G2}*") for name in _CODES if each.get(name)}
    return {each for each in codes if each.partition(":")[0] not in aliases}
