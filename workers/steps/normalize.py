"""Bytes to text, segments, wire fields, damage, and the map back; several reports in one file are told apart.

What the transmission states comes before what its text shows, except the language, which declarations get wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared.errors import BadReport, EmptyReport
from shared.offsets import Offsets
from shared.records import Label, Language, Normalized, Received, Take, Urgency
from shared.step import Door, step
from workers.text import formats
from workers.text.damage import damage
from workers.text.labels import URGENCY, labels
from workers.text.language import language
from workers.text.layout import page, paragraphs
from workers.text.notices import notices
from workers.text.segments import Parts, segments
from workers.text.subjects import uniform

_MOST_PARTS = 5_000
_BY = re.compile(r"^\(?(?:by|von|par|por|da|di|door|af|av)\s+", re.I)
#: A language that the text shows less surely than this gives way to the declared one.
_SURE = 0.9


@step(version="4")
def normalize(received: Received, door: Door) -> Normalized:
    """Reads the first report in the bytes received and hands in the others.

    Raises BadReport when there is no text in it.
    """
    # a report whose format is given is one report: what was split once is never split again
    format, bodies = (received.format, [received.body]) if received.format else formats.split(received.body)
    if len(bodies) > _MOST_PARTS:
        raise BadReport(f"it holds {len(bodies):,} reports; at most {_MOST_PARTS:,} are taken from one file")
    further = door.hand_in(received, bodies[1:], format) if len(bodies) > 1 else []
    envelope = formats.read(bodies[0], format)
    found = paragraphs(envelope.raw, envelope.blocks)
    if not found:
        raise EmptyReport("it holds no text")
    edits, places = page(envelope.raw, found)
    text = Offsets(envelope.raw, edits).text
    parts = segments(text, places, found, _filed_at(envelope.fields.get("sent_at"), received.received_at))
    shown = _shown(text, parts)
    spoken = _language(shown["language"], envelope.fields)
    subjects = list(dict.fromkeys(uniform(each) for each in envelope.fields.get("subjects", ())))
    return Normalized(
        raw=envelope.raw,
        edits=edits,
        format=envelope.format,
        encoding=envelope.encoding,
        segments=parts.segments,
        damage=damage(text, parts.segments, spoken.code if spoken else None),
        parts=further,
        **shown | dict(envelope.fields) | {"language": spoken, "subjects": subjects},
    )


def _filed_at(sent: str | None, received_at: int) -> int:
    """When a report was filed, in milliseconds: a text's dates leave the year out, and it may come from an archive."""
    if sent is None:
        return received_at
    told = datetime.fromisoformat(sent)
    return min(received_at, int(told.replace(tzinfo=told.tzinfo or UTC).timestamp() * 1000))


def _shown(text: str, parts: Parts) -> dict[str, Any]:
    """The fields that the text itself shows."""
    marks, headline = _headline(text, parts)
    byline = next((each for each in parts.segments if each.kind == "byline"), None)
    urgent = next((each.label for each in marks if each.label in URGENCY), None)
    return {
        "headline": headline,
        "labels": marks,
        "byline": _BY.sub("", text[byline.start : byline.end], count=1).strip(" ()=") if byline else None,
        "slug": parts.heading.slug,
        "keywords": parts.heading.keywords,
        "embargo": parts.heading.embargo,
        "urgency": Urgency(raw=urgent, value=URGENCY[urgent]) if urgent else None,
        "language": language(_prose(text, parts)),
        "dateline": parts.heading.dateline,
        "take": _take(marks, more=parts.more),
        "notices": notices(text, parts.segments, marks),
    }


def _headline(text: str, parts: Parts) -> tuple[list[Label], str | None]:
    """The labels, those behind the slug and below the headline too, and the first headline that is more than labels."""
    found: list[Label] = []
    headline = None
    filed, slug = parts.heading.dateline, parts.heading.slug
    for each in parts.segments:
        if slug and text.startswith(slug, each.start) and "," in slug:
            found += labels(text, each.start + slug.index(",") + 1, each.end)[0]
        end = filed.start if filed and each.start < filed.start < each.end else each.end
        if each.kind == "headline" or end < each.end:
            marks, begin = labels(text, each.start, end)
            words = text[begin:end].strip("* ").removesuffix("+++").removesuffix(" =").strip()
            if headline is None or not words:
                found += marks
            headline = headline or words or None
    return found, headline


def _prose(text: str, parts: Parts) -> str:
    """What shows the language: the body, or all there is."""
    body = " ".join(text[each.start : each.end] for each in parts.segments[:40] if each.kind == "body")
    return body if len(body) > 200 else text[:2000]


def _language(shown: Language | None, fields: Mapping[str, Any]) -> Language | None:
    declared: Language | None = fields.get("language")
    if declared is None or (shown and (shown.code == declared.code or shown.confidence >= _SURE)):
        return shown
    return declared


def _take(marks: list[Label], *, more: bool) -> Take | None:
    number = next((each.number for each in marks if each.label == "TAKE"), None)
    added = next((each.number for each in marks if each.label == "ADD" and each.number), None)
    number = added + 1 if number is None and added else number
    return Take(number=number or (1 if more else None), more=more) if more or number else None
