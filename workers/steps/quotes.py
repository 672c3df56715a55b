"""Finds quotes: what was said, the words that mark it and those that name who said it; who that is comes later."""

from __future__ import annotations

from shared.reading import Read
from shared.records import Normalized, Quote, Quotes, Span
from shared.step import step
from workers.text.language import is_english
from workers.text.quoting import Attribution, Place, attributions, by_marks

RUNNING = frozenset({"body"})


@step(version="2", after=["read"])
def quotes(normalize: Normalized, read: Read) -> Quotes:
    """The quotes in the report's running text; headlines, cross-heads, advisories and sign-offs are not searched."""
    text = normalize.text
    paragraphs = [(each.start, each.end) for each in normalize.pieces if each.kind in RUNNING]
    known = is_english(normalize.language)
    found = attributions(text, paragraphs, read.parts) if known else by_marks(text, paragraphs)
    return Quotes(quotes=[_quote(each) for each in found])


def _quote(found: Attribution) -> Quote:
    return Quote(
        type=found.type,
        kind=found.kind,
        content=_spans(*found.content),
        cue=_spans(found.cue),
        source=_spans(found.source),
        confidence=found.confidence,
    )


def _spans(*places: Place | None) -> list[Span]:
    return [Span(start=place[0], end=place[1]) for place in places if place]
