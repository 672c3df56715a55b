"""Finds quotes: what was said, the words that mark it and those that name who said it; who that is comes later."""

from __future__ import annotations

from shared.records import Normalized, Quote, Quotes, Span
from shared.step import step
from workers.text.clauses import Attribution, Place
from workers.text.quoting import attributions

RUNNING = frozenset({"body"})


@step(version="1", after=["normalize"])
def quotes(normalize: Normalized) -> Quotes:
    """The quotes in the report's running text; headlines, cross-heads, advisories and sign-offs are not searched."""
    text = normalize.text
    paragraphs = [(each.start, each.end) for each in normalize.pieces if each.kind in RUNNING]
    return Quotes(quotes=[_quote(found) for found in attributions(text, paragraphs)])


def _quote(found: Attribution) -> Quote:
    return Quote(
        type=found.type,
        kind=found.kind,
        content=_spans(*found.content),
        cue=_spans(found.cue),
        source=_spans(found.source),
        confidence=round(found.confidence, 2),
    )


def _spans(*places: Place | None) -> list[Span]:
    return [Span(start=place[0], end=place[1]) for place in places if place]
