"""Items of ninjs, for tests."""

from __future__ import annotations

import json
from typing import Any

OLD: dict[str, Any] = {
    "uri": "tag:alder.example,2025:1",
    "type": "text",
    "version": "2",
    "versioncreated": "2025-11-24T11:15:00+01:00",
    "firstcreated": "2025-11-24T08:00:00Z",
    "pubstatus": "usable",
    "urgency": 3,
    "language": "en-GB",
    "headline": "UPDATE 2-Ferry burns off Port Alder",
    "byline": "By Ilse Tarn",
    "slugline": "ALDER-FERRY/",
    "located": "Port Alder",
    "ednote": "Adds the captain in paragraph 2",
    "keywords": ["ferry", "fire"],
    "subject": [{"code": "03000000", "name": "disaster", "scheme": "iptc_subject_code"}],
    "body_text": "PORT ALDER, Nov 24 (Reuters) - A ferry burned on Monday.",
    "body_xhtml": "<p>PORT ALDER, Nov 24 (Reuters) - A ferry burned on <b>Monday</b>.</p><h2>No one hurt</h2>"
    "<p>“We are all here,” captain Boro Vane said.</p>",
}
NEW: dict[str, Any] = {
    "uri": "urn:alder:2",
    "standard": {"name": "ninjs", "version": "3.0", "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"},
    "type": "text",
    "version": "4",
    "versionCreated": "2025-11-24T10:15:00Z",
    "embargoedUntil": "2025-11-25T06:00:00+01:00",
    "pubStatus": "withheld",
    "edNote": "Hold for release",
    "by": "Von Ilse Tarn, alder",
    "language": "de",
    "subjects": [
        {"uri": "medtop:20000139", "name": "Brand", "rel": "about"},
        {"literal": "03007000", "name": "Schiff"},
    ],
    "headlines": [
        {"role": "short", "value": "Fähre"},
        {"role": "main", "value": "Fähre brennt vor Port Alder"},
        {"role": "subtitle", "value": "Niemand verletzt"},
    ],
    "bodies": [
        {"role": "text", "contentType": "text/plain", "value": "Port Alder (aw) - Eine Fähre brannte. Es war Montag."},
        {
            "role": "html",
            "contentType": "text/html",
            "value": "<p>Port Alder (aw) - Eine Fähre brannte.</p><p>Es war Montag.</p>",
        },
    ],
    "descriptions": [{"value": "Eine Fähre brannte."}],
}
DESK: dict[str, Any] = {
    "guid": "urn:newsml:desk.example:2025-11-24T10:15:00.123456:77",
    "version": 3,
    "type": "text",
    "priority": 6,
    "pubstatus": "usable",
    "versioncreated": "2025-11-24T10:15:00+0000",
    "body_html": '<p>A lamp works closed.</p>\n<p>"It was time," Edda Quill said.</p>',
    "headline": "Lamp works closes",
    "service": [{"code": "i", "name": "International"}],
    "place": [{"code": "NSW", "name": "NSW"}],
    "genre": [{"code": "Article", "name": "Article"}],
    "extra": {"belga": {"a": [1, None]}},
    "associations": {
        "featuremedia": {"type": "picture", "guid": "p1", "headline": "A lamp", "description_text": "A lamp at sea"},
        "sidebar--1": {"type": "text", "guid": "t2", "headline": "How lamps burn", "body_html": "<p>Slowly.</p>"},
        "sidebar--2": None,
        "sidebar--3": {"type": "text", "guid": "t3"},
    },
}


def dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
