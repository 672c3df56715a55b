"""ninjs 1.0 to 3.x, the IPTC's news in JSON, and Superdesk's dialect of it.

The versions differ in the spelling of names (`versioncreated`, `versionCreated`) and in where the texts are
(`headline` or `headlines[]`, `body_xhtml` or `bodies[]`), so names are compared without case and underscores.
A file holds one item, a list of them, a wrapper around a list, or several documents one after another. Items of text
that an item carries in its associations are reports of their own; pictures, video and events are not read.
Numbers stay as they were written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from shared.errors import BadReport, EmptyReport
from shared.records import Subject, Urgency
from workers.text.dates import instant
from workers.text.decode import decode
from workers.text.formats import _markup
from workers.text.formats._envelope import Envelope, Story, declared

NAME = "ninjs"
RANK = 30

Item = dict[str, Any]

_STRING = r'"(?P<words>[^"\\]*(?:\\.[^"\\]*)*)"?'
_KEY = re.compile(_STRING + r"(?P<key>\s*:)?", re.S)
_BRACKET = re.compile(_STRING + r"|(?P<open>[\[{])|[\]}]", re.S)
_BETWEEN = re.compile("[\\s\x00\x1e\ufeff]*")
_DEEPEST = 100
_MOST_BROKEN = 100

#: Names that little else has, and names that news in JSON has among others.
_OWN = frozenset((
    "versioncreated", "firstcreated", "contentcreated", "pubstatus", "bodyxhtml", "bodyhtml", "bodynitf",
    "bodytext", "embargoeduntil", "embargoed", "copyrightholder", "copyrightnotice", "usageterms",
    "descriptiontext", "descriptionhtml", "ednote", "slugline", "representationtype", "infosources", "headlines",
    "bodies",
))  # fmt: skip
_COMMON = frozenset((
    "uri", "guid", "headline", "byline", "by", "body", "type", "version", "language", "urgency", "priority",
    "located", "subject", "subjects", "keywords", "profile", "genre", "genres", "associations", "renditions",
    "altids", "place", "places", "person", "people", "organisation", "organisations",
))  # fmt: skip
_WRAPPERS = frozenset(("items", "item", "data", "results", "response", "newsitems", "articles", "hits", "source"))
_WORDLESS = frozenset(("picture", "graphic", "audio", "video", "animation", "event", "planning", "component"))
_BODY = ("body", "bodies")
_TEXTS = ("headline", *_BODY, "description", "ednote")
_STATES = {"usable": "usable", "withheld": "withheld", "canceled": "canceled", "cancelled": "canceled"}
_BEFORE = ("html", "nitf", "plain", "text", "")
_TAG = re.compile(r"<[^<>]*>")


def detect(head: bytes) -> bool:
    """By the names in it, in any order; a document that is cut in its first text is judged by that one name."""
    name = json.detect_encoding(head)
    text = head.decode(name if name.startswith(("utf-16", "utf-32")) else "utf-8-sig", "replace")
    text = _BETWEEN.sub("", text, count=1)
    if not text.startswith(("{", "[")):
        return False
    names = [_folded(found["words"]) for found in _KEY.finditer(text) if found["key"]]
    own, common = _OWN.intersection(names), _COMMON.intersection(names)
    return 2 * len(own) + len(common) > 2 or (bool(own) and len(names) == 1) or "/ninjs" in text


def split(body: bytes) -> list[bytes]:
    """Each item of text as a document of its own. Raises BadReport."""
    documents, broken = _documents(_decoded(body)[0])
    found = [json.dumps(each).encode() for each in _items(documents)]
    if not found:
        raise EmptyReport("it holds no item of text")
    return found + [each.encode("utf-8", "replace") for each in broken]


def parse(body: bytes) -> Envelope:
    """The first item of text. Raises BadReport."""
    text, encoding = _decoded(body)
    item = next(_items(_documents(text)[0]), None)
    if item is None:
        raise EmptyReport("it holds no item of text")
    told = {_folded(name): value for name, value in item.items()}
    return _story(told).envelope(NAME, encoding, _fields(told))


def _decoded(body: bytes) -> tuple[str, str]:
    name = json.detect_encoding(body)
    return (body.decode(name, "replace"), name) if name.startswith(("utf-16", "utf-32")) else decode(body)


def _documents(text: str) -> tuple[list[Any], list[str]]:
    """(all documents, lines among several that are broken). Raises BadReport where the first one is."""
    if _depth(text) > _DEEPEST:
        raise BadReport(f"its JSON is nested more than {_DEEPEST} deep")
    reader = json.JSONDecoder(strict=False, parse_int=str, parse_float=str, parse_constant=str)
    found: list[Any] = []
    broken: list[str] = []
    at = _next(text, 0)
    while at < len(text):
        try:
            value, at = reader.raw_decode(text, at)
            found.append(value)
        except json.JSONDecodeError as error:
            if not found or text[at] != "{" or len(broken) == _MOST_BROKEN:
                where = f"line {error.lineno}, column {error.colno}"
                raise BadReport(f"its JSON is broken in {where}: {error.msg}") from None
            end = text.find("\n", at) + 1 or len(text)
            broken.append(text[at:end])
            at = end
        at = _next(text, at)
    return found, broken


def _depth(text: str) -> int:
    depth = deepest = 0
    for found in _BRACKET.finditer(text):
        if found["words"] is None:
            depth += 1 if found["open"] else -1
            deepest = max(depth, deepest)
    return deepest


def _next(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def _folded(name: str) -> str:
    return name.replace("_", "").lower()


def _items(value: Any) -> Iterator[Item]:
    """The items of text in a document, each without those it carries, which follow it."""
    if isinstance(value, list):
        for each in value:
            yield from _items(each)
        return
    if not isinstance(value, dict):
        return
    names = {_folded(name): name for name in value}
    if any(name.startswith(_TEXTS) for name in names):
        if str(value.get(names.get("type", ""), "")).lower() in _WORDLESS:
            return
        carried = value.get(names.get("associations", ""))
        within = list(carried.values()) if isinstance(carried, dict) else carried if isinstance(carried, list) else []
        parts = [part for each in within if _has_body(each) for part in _items(each)]
        own = {name: each for name, each in value.items() if name != names.get("associations")}
        if _has_body(own) or not parts:
            yield own
        yield from parts
        return
    for name, each in value.items():
        if _folded(name) in _WRAPPERS:
            yield from _items(each)


def _has_body(value: Any) -> bool:
    return isinstance(value, dict) and any(_folded(name).startswith(_BODY) and value[name] for name in value)


def _story(item: Item) -> Story:
    story = Story()
    headline, second = _headlines(item)
    story.add(headline, "headline")
    story.add(second, "headline")
    story.add(_line(item.get("ednote")), "advisory")
    story.add(_line(item.get("byline") or item.get("by")), "byline")
    told = _markup.fragment(_text(item, "body", "bodies") or _text(item, "description", "descriptions") or "")
    if told and headline and _same(told[0].text, headline):
        told = told[1:]
    for part in told:
        story.add(part.text, part.kind)
    return story


def _headlines(item: Item) -> tuple[str | None, str | None]:
    """(the main one, the one below it); other roles are shorter forms of the main one."""
    alone = _line(item.get("headline")) or (None if _dicts(item.get("headlines")) else _line(item.get("title")))
    roles = {
        str(each.get("role") or "main").lower(): _line(each.get("value")) for each in _dicts(item.get("headlines"))
    }
    main = alone or roles.get("main") or next(filter(None, roles.values()), None)
    second = next((value for role, value in roles.items() if role.startswith("sub") and value != main), None)
    return main, second


def _text(item: Item, one: str, several: str) -> str | None:
    """A text as HTML when it is told so too, unless that is much shorter."""
    found = [(_rank(name), value) for name, value in item.items() if name.startswith(one) and isinstance(value, str)]
    for each in _dicts(item.get(several)):
        names = {_folded(name): value for name, value in each.items()}
        if isinstance(names.get("value"), str):
            found.append((_rank(f"{names.get('contenttype') or ''} {names.get('role') or ''}"), names["value"]))
    sizes = [len(_TAG.sub("", value).strip()) for _, value in found]
    least = max(sizes, default=0) / 2
    full = [each for each, size in zip(found, sizes, strict=True) if size and size >= least]
    return min(full, key=lambda each: each[0])[1] if full else None


def _rank(kind: str) -> int:
    """Where a form of the text stands in the order in which they are preferred."""
    return next(place for place, word in enumerate(_BEFORE) if word in kind.lower()) + 4 * ("xml" in kind.lower())


def _line(value: Any) -> str | None:
    """A string, the first of a list, or the name of a thing, on one line."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_line, value))) or None
    if isinstance(value, dict):
        return _line(value.get("value") or value.get("name"))
    return _markup.inline(value) if isinstance(value, str) else None


def _same(one: str, other: str) -> bool:
    return [*filter(str.isalnum, one.casefold())] == [*filter(str.isalnum, other.casefold())]


def _dicts(value: Any) -> list[Item]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _fields(item: Item) -> dict[str, Any]:
    raw = _line(item.get("urgency")) or _line(item.get("priority"))
    until = _line(item.get("embargoeduntil") or item.get("embargoed"))
    sent = (item.get(name) for name in ("versioncreated", "firstcreated", "contentcreated"))
    service = next(iter(_dicts(item.get("service") or item.get("anpacategory"))), {})
    return {
        "guid": next(filter(None, (_line(item.get(name)) for name in ("guid", "uri", "id"))), None),
        "version": _line(item.get("version")),
        "slug": _line(item.get("slugline")),
        "category": _line(service.get("code") or service.get("qcode")),
        "keywords": _keywords(item.get("keywords")),
        "subjects": [_subject(each) for name in ("subject", "subjects") for each in _dicts(item.get(name))],
        "urgency": Urgency(raw=raw, value=int(raw) if raw and re.fullmatch("[1-9]", raw) else None) if raw else None,
        "sent_at": next(filter(None, map(instant, map(_line, sent))), None),
        "embargo": instant(until) or until,
        "publication": _STATES.get((_line(item.get("pubstatus")) or "").rpartition(":")[2].lower()),
        "language": declared(_line(item.get("language"))),
        "header": {"located": place} if (place := _line(item.get("located"))) else {},
    }


def _keywords(value: Any) -> list[str]:
    if isinstance(value, str):
        return [each.strip() for each in re.split("[,;]", value) if each.strip()]
    return [each for each in map(_line, value) if each] if isinstance(value, list) else []


def _subject(each: Item) -> Subject:
    code = _line(each.get("code")) or _line(each.get("qcode")) or _line(each.get("literal")) or _line(each.get("uri"))
    return Subject(scheme=_line(each.get("scheme")), code=code, name=_line(each.get("name")))
