"""Bytes to text, segments, wire fields, damage, and the map back; several reports in one file are told apart."""

from __future__ import annotations

import re

from shared.errors import BadReport, EmptyReport
from shared.offsets import Offsets
from shared.records import Normalized, Received, Urgency
from shared.step import Door, step
from workers.text import formats
from workers.text.damage import damage
from workers.text.labels import labels
from workers.text.language import language
from workers.text.layout import page, paragraphs
from workers.text.segments import segments

_MOST_PARTS = 5_000
_LABEL_URGENCY = {"FLASH": 1, "ALERT": 1, "SNAP": 1, "BULLETIN": 2, "URGENT": 3}


@step(version="1")
def normalize(received: Received, door: Door) -> Normalized:
    """Reads the first report in the bytes received and hands in the others.

    Raises BadReport when there is no text in it.
    """
    format, bodies = formats.split(received.body, received.format)
    if len(bodies) > _MOST_PARTS:
        raise BadReport(f"it holds {len(bodies):,} reports; at most {_MOST_PARTS:,} are taken from one file")
    parts = door.hand_in(received, bodies[1:], format) if len(bodies) > 1 else []
    envelope = formats.read(bodies[0], format)
    found = paragraphs(envelope.raw, envelope.blocks)
    if not found:
        raise EmptyReport("it holds no text")
    edits, places = page(envelope.raw, found)
    text = Offsets(envelope.raw, edits).text
    pieces, line = segments(text, places, found, received.received_at)
    first = {each.kind: each for each in reversed(pieces)}
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
        segments=pieces,
        damage=damage(text, pieces),
        parts=parts,
        **{**told, **envelope.fields},
    )
