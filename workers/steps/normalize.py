"""Bytes to text, segments, wire fields, damage, and the map back."""

from __future__ import annotations

import re

from shared.errors import EmptyReport
from shared.offsets import Offsets
from shared.records import Normalized, Received, Urgency
from shared.step import step
from workers.text import formats
from workers.text.damage import damage
from workers.text.labels import labels
from workers.text.language import language
from workers.text.layout import page, paragraphs
from workers.text.segments import segments

_LABEL_URGENCY = {"FLASH": 1, "ALERT": 1, "SNAP": 1, "BULLETIN": 2, "URGENT": 3}


@step(version="1")
def normalize(received: Received) -> Normalized:
    """Raises BadReport when there is no text in it."""
    envelope = formats.read(received.body, received.format)
    found = paragraphs(envelope.raw, envelope.blocks)
    if not found:
        raise EmptyReport("it holds no text")
    edits, places = page(envelope.raw, found)
    text = Offsets(envelope.raw, edits).text
    parts, line = segments(text, places, found, received.received_at)
    first = {each.kind: each for each in reversed(parts)}
    headline, byline = first.get("headline"), first.get("byline")
    marks, begin = labels(text, headline.start, headline.end) if headline else ([], 0)
    urgent = next((each.label for each in marks if each.label in _LABEL_URGENCY), None)
    told = {
        "headline": text[begin : headline.end].strip() or None if headline else None,
        "labels": marks,
        "byline": re.sub(r"^by\s+", "", text[byline.start : byline.end], flags=re.IGNORECASE) if byline else None,
        "urgency": Urgency(raw=urgent, value=_LABEL_URGENCY[urgent]) if urgent else None,
        "language": language(text),
        "dateline": line,
    }
    return Normalized(
        raw=envelope.raw,
        edits=edits,
        format=envelope.format,
        encoding=envelope.encoding,
        segments=parts,
        damage=damage(text, parts),
        **{**told, **envelope.fields},
    )
