"""What a record says, in the terms that the news standards share.

An item's address stays the same for all its versions, and its version rises: reports with the feed's own guid, or
with one key of one source, are versions of one item; without either a report is an item of its own.
All texts are fit for XML 1.0: a character that it cannot hold becomes U+FFFD, so offsets stay true.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import quote

from shared.records import RelationKind
from shared.stories import LABELS

Record = Mapping[str, Any]
#: The addresses of the reports that a record's relations name, by their ids.
Addresses = Mapping[str, str]

_URI = re.compile(r"[a-z][\w.+-]*:(?:[\w.~:/?@!$&'()*+,;=-]|%[\da-f]{2})+(?:#(?:[\w.~:/?@!$&'()*+,;=-]|%[\da-f]{2})*)?",
                  re.I | re.A)  # fmt: skip
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
_NUMBER = re.compile(r"[1-9]\d{0,8}")
_UNFIT = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOTES = frozenset({"advisory", "correction"})
_TAGS = {"dateline": "p", "body": "p", "signoff": "p", "crosshead": "h2", "table": "td"}
_PLACES = {"geonames": "https://sws.geonames.org/{}/", "iso3166": "http://cvx.iptc.org/iso3166-1a2/{}"}
_SCHEMES = {"medtop": "http://cv.iptc.org/newscodes/mediatopic/", "subj": "http://cv.iptc.org/newscodes/subjectcode/"}
#: The names that a report has besides its address.
NAMES = ("id", "key", "guid")
_GENRES = frozenset({
    "ANALYSIS", "DIARY", "FACTBOX", "FEATURE", "INTERVIEW", "PRESS DIGEST", "PREVIEW", "PROFILE", "ROUNDUP",
    "TIMELINE", "WRAPUP",
})  # fmt: skip
_FINDINGS = (
    "id", "key", "source", "generation", "story", "text", "labels", "category", "keywords", "urgency", "embargo",
    "take", "dateline", "notices", "damage", "quotes", "entities", "relations",
)  # fmt: skip


def clean(text: str) -> str:
    """The text with U+FFFD for characters that XML cannot hold."""
    return _UNFIT.sub("\ufffd", text)


def line(text: str) -> str:
    """The text on one line."""
    return " ".join(clean(text).split())


def address(record: Record) -> str:
    """The item's URI: the feed's guid where it is one, else made of the source and the guid or key, or of the id."""
    guid = record["guid"]
    if guid and _URI.fullmatch(guid):
        return str(guid)
    name = guid or record["key"]
    if not name:
        return address_of_id(record["id"])
    parts = (quote(each, safe="", errors="replace") for each in (record["source"]["name"], name))
    return ":".join(["urn:wireroom", *parts])


def address_of_id(id: str) -> str:
    """The URI of a report of which nothing but its id is known."""
    return f"urn:wireroom:{id}"


def version(record: Record) -> int:
    """The feed's version where it is a number, else the place in the story, in the order of arrival."""
    own = record["version"] or ""
    return int(own) if _NUMBER.fullmatch(own) else int(record["story"]["position"])


def created(record: Record) -> str:
    """When the version was sent, or received where that is not known."""
    return _instant(record["sent_at"]) or str(record["received_at"])


def embargo(record: Record) -> str | None:
    """Until when it is not to be used; None without an embargo, and where it has no known end."""
    return _instant(record["embargo"])


def status(record: Record) -> str:
    """`usable`, `withheld` or `canceled`: as the feed says, as labels and later reports say, or by its embargo."""
    if record["publication"] in ("withheld", "canceled"):
        return str(record["publication"])
    if record["story"]["state"] == "withdrawn" or says(record, "withdrawn"):
        return "canceled"
    held = any(each["label"] == "HOLD" for each in record["labels"])
    return "withheld" if held or (record["embargo"] and not embargo(record)) else "usable"


def says(record: Record, kind: RelationKind) -> bool:
    """Whether a label says what the report does to an earlier one."""
    return any(each["label"] in LABELS.get(kind, ()) for each in record["labels"])


def genres(record: Record) -> list[str]:
    """The genres that labels name."""
    return [each["label"].capitalize() for each in record["labels"] if each["label"] in _GENRES]


def headlines(record: Record) -> list[str]:
    """The headline without its labels, then those below it."""
    if record["headline"] is None:
        return []
    parts = [each["text"] for each in record["segments"] if each["kind"] == "headline"]
    main = next((n for n, each in enumerate(parts) if record["headline"] in each), len(parts))
    return [line(each) for each in (record["headline"], *parts[main + 1 :])]


def title(record: Record) -> str | None:
    """The headline with its labels, as it was received."""
    return next((line(each["text"]) for each in record["segments"] if each["kind"] == "headline"), None)


def notes(record: Record) -> list[str]:
    """What is said to editors: advisories and corrections."""
    return [line(each["text"]) for each in record["segments"] if each["kind"] in _NOTES]


def located(record: Record) -> str | None:
    """Where it was filed."""
    place = next(iter((record["dateline"] or {}).get("places", ())), None) or record["header"].get("located")
    return line(place) if place else None


def sources(record: Record) -> list[str]:
    """The agencies that the dateline credits."""
    return [line(each) for each in (record["dateline"] or {}).get("credits", ())]


def plain(record: Record) -> str:
    """The text to be published, paragraphs with a blank line between them."""
    return "\n\n".join("\n".join(texts) for _, texts in _body(record))


def html(record: Record) -> str:
    """The text to be published, as the inside of an XHTML body."""
    parts = []
    for tag, texts in _body(record):
        marked = [f"<{tag}>{escape(each, quote=False)}</{tag}>" for each in texts]
        parts.append(f"<table>{''.join(f'<tr>{each}</tr>' for each in marked)}</table>" if tag == "td" else marked[0])
    return "".join(parts)


def subjects(record: Record) -> list[dict[str, str]]:
    """What the feed says it is about: the `name`, and a `uri` where the code is or makes one, else a `literal`."""
    found = [(each["name"], each["scheme"], line(each["code"] or each["name"] or "")) for each in record["subjects"]]
    return [({"name": line(name)} if name else {}) | _concept(scheme, code) for name, scheme, code in found if code]


def identity(entity: Mapping[str, Any]) -> dict[str, str]:
    """An entity's `uri`: its id in the user's knowledge base where that is one, or its place in GeoNames or ISO 3166.

    Without one its id is the `literal`.
    """
    if "://" in (own := entity["links"].get("kb", "")) and _URI.fullmatch(own):
        return {"uri": own}
    for name, code in entity["links"].items():
        if name in _PLACES and (name != "iso3166" or len(code) == 2):
            return {"uri": _PLACES[name].format(code)}
    return {"literal": entity["id"]}


def related(record: Record, addresses: Addresses) -> list[tuple[str, str, str]]:
    """(kind, address, name) of each other item that this one is related to, by its strongest relation."""
    seen, found = {address(record)}, []
    for each in record["relations"]:
        other = addresses[each["of"]]
        if other not in seen:
            found.append((each["kind"], other, each["of_key"] or each["of"]))
        seen.add(other)
    return found


def findings(record: Record) -> dict[str, Any]:
    """What the standards have no place for, under the record's own names."""
    known = {name: record[name] for name in _FINDINGS if record[name] not in (None, [], {})}
    return known | ({"header": record["header"]} if record["header"] else {})


def _body(record: Record) -> list[tuple[str, list[str]]]:
    """(tag, texts): paragraphs one by one, a table's rows together."""
    parts = [(_TAGS[each["kind"]], clean(each["text"])) for each in record["segments"] if each["kind"] in _TAGS]
    made: list[tuple[str, list[str]]] = []
    for tag, group in groupby(parts, key=lambda part: part[0]):
        texts = [text for _, text in group]
        made += [(tag, texts)] if tag == "td" else [(tag, [each]) for each in texts]
    return made


def _concept(scheme: str | None, code: str) -> dict[str, str]:
    if not scheme and code.partition(":")[0] in _SCHEMES:
        scheme, _, code = code.partition(":")
    if scheme in _SCHEMES and code.isascii() and code.isalnum():
        return {"uri": _SCHEMES[scheme] + code}
    if "://" in code and _URI.fullmatch(code):
        return {"uri": code}
    return {"literal": line(f"{scheme}:{code}") if scheme else code}


def _instant(words: str | None) -> str | None:
    return words if words and _INSTANT.fullmatch(words) else None
