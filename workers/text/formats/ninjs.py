"""ninjs 1.0 to 3.x, the IPTC's news in JSON, and Superdesk's dialect of it.

The versions differ in the spelling of names (`versioncreated`, `versionCreated`) and in where the texts are
(`headline` or `headlines[]`, `body_xhtml` or `bodies[]`), so names are compared without case and underscores.
A file holds one item, a list of them, a wrapper around a list, or several documents one after another. Items of text
that an item carries in its associations are reports of their own; pictures, video and events are not read.
Other news in JSON is read by the same names: that of JSON Feed, of schema.org's articles, of agencies' own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from shared.errors import EmptyReport
from shared.records import Subject
from workers.text.dates import instant
from workers.text.formats import _content, _declared, _json, _markup
from workers.text.formats._envelope import Envelope, Story
from workers.text.formats._story import Meta, story

NAME = "ninjs"
RANK = 30

Item = dict[str, Any]

_KEY = re.compile(_json.STRING + r"(?P<key>\s*:)?", re.S)

#: Names that little else has, and names that news in JSON has among others.
_OWN = frozenset((
    "versioncreated", "firstcreated", "contentcreated", "pubstatus", "bodyxhtml", "bodyhtml", "bodynitf",
    "bodytext", "embargoeduntil", "embargoed", "copyrightholder", "copyrightnotice", "usageterms",
    "descriptiontext", "descriptionhtml", "ednote", "slugline", "representationtype", "infosources", "headlines",
    "bodies", "articlehtml", "articlebody", "contenthtml", "contenttext",
))  # fmt: skip
_COMMON = frozenset((
    "uri", "guid", "headline", "byline", "by", "body", "type", "version", "language", "urgency", "priority",
    "located", "subject", "subjects", "keywords", "profile", "genre", "genres", "associations", "renditions",
    "altids", "place", "places", "person", "people", "organisation", "organisations", "datepublished",
))  # fmt: skip
_WRAPPERS = frozenset(("items", "item", "data", "results", "response", "newsitems", "articles", "hits", "source"))
_WORDLESS = frozenset(("picture", "graphic", "audio", "video", "animation", "event", "planning", "component"))
_BODY = ("body", "bodies", "articlehtml", "articlebody", "articletext", "contenthtml", "contenttext")
_DESCRIPTION = ("description", "summary", "teaser")
_TEXTS = ("headline", *_BODY, "description", "ednote")
_BEFORE = ("html", "nitf", "plain", "text", "")
_TAG = re.compile(r"<[^<>]*>")


def detect(head: bytes) -> bool:
    """By the names in it, in any order; a document that is cut in its first text is judged by that one name."""
    name = json.detect_encoding(head)
    text = head.decode(name if name.startswith(("utf-16", "utf-32")) else "utf-8-sig", "replace")
    text = _json.BETWEEN.sub("", text, count=1)
    if not text.startswith(("{", "[")):
        return False
    names = [_folded(found["words"]) for found in _KEY.finditer(text) if found["key"]]
    own, common = _OWN.intersection(names), _COMMON.intersection(names)
    return 2 * len(own) + len(common) > 2 or (bool(own) and len(names) == 1) or "/ninjs" in text


def split(body: bytes) -> list[bytes]:
    """Each item of text as a document of its own. Raises BadReport."""
    documents, broken = _json.documents(_json.decoded(body)[0])
    found = [json.dumps(each).encode() for each in _items(documents)]
    if not found:
        raise EmptyReport("it holds no item of text")
    return found + [each.encode("utf-8", "replace") for each in broken]


def parse(body: bytes) -> Envelope:
    """The first item of text. Raises BadReport."""
    text, encoding = _json.decoded(body)
    item = next(_items(_json.documents(text)[0]), None)
    if item is None:
        raise EmptyReport("it holds no item of text")
    told = {_folded(name): value for name, value in item.items()}
    return _story(told).envelope(NAME, encoding, _fields(told))


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
    headline, second = _headlines(item)
    stated = Meta(
        headlines=[headline, second],
        notes=[_line(item.get("ednote")), *(_line(each) for each in _dicts(item.get("ednotes")) if not _closes(each))],
        bylines=[_byline(item)],
        places=[_line(item.get("dateline"))],
        ends=[_markup.Part("signoff", _line(each) or "") for each in _dicts(item.get("ednotes")) if _closes(each)],
    )
    return story(stated, _content.written(_text(item, _BODY) or _text(item, _DESCRIPTION) or "").parts)


def _closes(note: Item) -> bool:
    return "closing" in str(note.get("role") or "").lower()


def _headlines(item: Item) -> tuple[str | None, str | None]:
    """(the main one, the one below it); other roles are shorter forms of the main one."""
    alone = _line(item.get("headline")) or (None if _dicts(item.get("headlines")) else _line(item.get("title")))
    roles = {
        str(each.get("role") or "main").lower(): _line(each.get("value")) for each in _dicts(item.get("headlines"))
    }
    main = alone or roles.get("main") or next(filter(None, roles.values()), None)
    below = (value for role, value in roles.items() if role.startswith("sub") and value != main)
    return main, next(below, None) or _line(item.get("subheadline") or item.get("subhead"))


def _byline(item: Item) -> str | None:
    told = _line(item.get("byline")) or _line(item.get("by"))
    if told is None:
        named = item.get("authors") or item.get("author")
        told = _line([each for each in _dicts(named) if _writes(each)] or named)
    return told


def _writes(person: Item) -> bool:
    """Whether someone named as an author is one, and not who edited the story."""
    role = person.get("role")
    return not isinstance(role, str) or any(word in role.lower() for word in ("author", "writer", "report", "by"))


def _text(item: Item, names: tuple[str, ...]) -> str | None:
    """A text as HTML when it is told so too, unless that is much shorter."""
    found = [(_rank(name), value) for name, value in item.items() if name.startswith(names) and isinstance(value, str)]
    for each in (each for name in names for each in _dicts(item.get(name) or item.get(f"{name}s"))):
        named = {_folded(name): value for name, value in each.items()}
        if isinstance(named.get("value"), str):
            found.append((_rank(f"{named.get('contenttype') or ''} {named.get('role') or ''}"), named["value"]))
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
        return _line(value.get("value") or value.get("name") or value.get("ednote"))
    return _markup.inline(value) if isinstance(value, str) else None


def _dicts(value: Any) -> list[Item]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _fields(item: Item) -> dict[str, Any]:
    until = _line(item.get("embargoeduntil") or item.get("embargoed"))
    named = [each for name in ("subject", "subjects") for each in _dicts(item.get(name))]
    return {
        "guid": _first(item, ("guid", "uri", "urn", "id", "url")),
        "version": _line(item.get("version")),
        "slug": _line(item.get("slugline")),
        "category": _category(item, named),
        "keywords": _keywords(item.get("keywords") or item.get("keywordnames") or item.get("tags")),
        "subjects": [_subject(each) for each in named],
        "urgency": _declared.urgency(_first(item, ("urgency", "priority"))),
        "sent_at": next(filter(None, map(instant, map(_line, map(item.get, _TIMES)))), None),
        "embargo": instant(until) or until,
        "publication": _declared.publication(_line(item.get("pubstatus"))),
        "language": _declared.language(_first(item, ("language", "inlanguage"))),
        "header": {"located": place} if (place := _line(item.get("located"))) else {},
    }


_TIMES = ("versioncreated", "firstcreated", "contentcreated", "datemodified", "datepublished")


def _first(item: Item, names: tuple[str, ...]) -> str | None:
    return next(filter(None, (_line(item.get(name)) for name in names)), None)


def _category(item: Item, subjects: list[Item]) -> str | None:
    """The service's code, or a subject that is said to be the category, or is of a list of them."""
    service = next(iter(_dicts(item.get("service") or item.get("anpacategory"))), {})
    filed = (each for each in subjects if _is_category(each))
    codes = (_line(each.get("code") or each.get("qcode")) for each in (service, *filed))
    return next((each.rpartition(":")[2] for each in codes if each), None)


def _is_category(subject: Item) -> bool:
    relations = (
        [subject.get("rel"), *(subject.get("rels") or ())] if isinstance(subject.get("rels") or [], list) else []
    )
    return "category" in relations or _declared.holds_categories(_line(subject.get("scheme")))


def _keywords(value: Any) -> list[str]:
    if isinstance(value, str):
        return [each.strip() for each in re.split("[,;]", value) if each.strip()]
    return [each for each in map(_line, value) if each] if isinstance(value, list) else []


def _subject(each: Item) -> Subject:
    code = _line(each.get("code")) or _line(each.get("qcode")) or _line(each.get("literal")) or _line(each.get("uri"))
    return Subject(scheme=_line(each.get("scheme")), code=code, name=_line(each.get("name")))
