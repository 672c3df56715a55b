"""ninjs 3.0, the IPTC's news in JSON: one object a report, on one line.

Its schema allows no properties but its own, so what was found in the report travels in an associated component whose
`rel` is `wireroom:findings`, as JSON. Nothing newer than 3.0 is used: later versions of the schema fit as well.
"""

from __future__ import annotations

import json
from typing import Any

from workers.desk.export import item
from workers.desk.export.item import Addresses, Record

_STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json#",
}
_KINDS = {"PERSON": "people", "ORG": "organisations", "PLACE": "places"}


def document(record: Record, addresses: Addresses) -> str:
    """The report as a ninjs object."""
    told = {"standard": _STANDARD, "type": "text", **_management(record), **_content(record)}
    told |= {kind: _entities(record, type) for type, kind in _KINDS.items()}
    told["associations"] = [*_relations(record, addresses), _findings(record)]
    return item.clean(_json({name: value for name, value in told.items() if value not in (None, "", [])}))


def _management(record: Record) -> dict[str, Any]:
    version, created = item.version(record), item.created(record)
    return {
        "uri": item.address(record),
        "version": str(version),
        "versionCreated": created,
        "firstCreated": created if version == 1 else None,
        "embargoedUntil": item.embargo(record),
        "pubStatus": item.status(record),
        "urgency": (record["urgency"] or {}).get("value"),
        "edNote": "\n".join(item.notes(record)),
        "altIds": [{"role": f"wireroom:{role}", "value": record[role]} for role in item.NAMES if record[role]],
    }


def _content(record: Record) -> dict[str, Any]:
    return {
        "language": (record["language"] or {}).get("code"),
        "title": item.title(record),
        "headlines": [
            {"role": "sub" if below else "main", "value": each} for below, each in enumerate(item.headlines(record))
        ],
        "by": record["byline"],
        "slugline": record["slug"],
        "located": item.located(record),
        "bodies": [
            {"role": "main", "contentType": kind, "value": text}
            for kind, text in (("text/html", item.html(record)), ("text/plain", item.plain(record)))
            if text
        ],
        "infoSources": [{"name": each} for each in item.sources(record)],
        "genres": [{"name": each} for each in item.genres(record)],
        "subjects": item.subjects(record),
    }


def _entities(record: Record, type: str) -> list[dict[str, str]]:
    return [{"name": each["name"], **item.identity(each)} for each in record["entities"] if each["type"] == type]


def _relations(record: Record, addresses: Addresses) -> list[dict[str, str]]:
    found = item.related(record, addresses)
    return [{"uri": uri, "name": name, "rel": f"wireroom:{kind}"} for kind, uri, name in found]


def _findings(record: Record) -> dict[str, Any]:
    body = {"role": "wireroom:findings", "contentType": "application/json", "value": _json(item.findings(record))}
    return {
        "uri": f"urn:wireroom:{record['id']}:findings",
        "name": "What Wireroom found",
        "rel": "wireroom:findings",
        "type": "component",
        "bodies": [body],
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
