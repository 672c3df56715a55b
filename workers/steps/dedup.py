"""Has this report been here before? Files its sketch, meets those that share something with it, and links them.

The sketch is small and holds no words; `workers.text.relations` judges each pair by it. The order of arrival, never
that of processing, decides which of two is the later one.
"""

from __future__ import annotations

from hashlib import blake2b

from shared.records import Dedup, Normalized, Received, Segment, Sketch
from shared.step import Neighbours, step
from workers.text import fingerprints
from workers.text.relations import relate

_BODY = frozenset({"body", "crosshead", "table"})
_LEAD_WORDS = 50
_SHORTEST_HEADLINE = 4


@step(version="1", after=["normalize"])
def dedup(received: Received, normalize: Normalized, neighbours: Neighbours) -> Dedup:
    """Links the report with those that came before or after it and share words or names with it."""
    own = sketch(received, normalize)
    pairs = (sorted((own, other), key=lambda each: (each.order, each.id)) for other in neighbours.meet(own))
    links = [link for earlier, later in pairs if (link := relate(earlier, later))]
    neighbours.link(links)
    return Dedup(links=links)


def sketch(received: Received, report: Normalized) -> Sketch:
    """What is kept of a report for comparing; a report without a body is known by its headline."""
    headline = fingerprints.words(report.headline or "")
    body = _body(report)
    tokens = fingerprints.words(body) or headline
    return Sketch(
        id=received.id,
        order=received.order,
        key=received.key,
        labels=[each.label if each.number is None else f"{each.label} {each.number}" for each in report.labels],
        digest=fingerprints.digest(tokens),
        words=len(tokens),
        marks=fingerprints.marks(tokens),
        lead=fingerprints.marks(tokens[:_LEAD_WORDS]),
        figures=fingerprints.figures(body),
        capitals=fingerprints.capitals(body),
        names=_names(received, report, headline),
    )


def _body(report: Normalized) -> str:
    """The report's own words: no header, dateline or signature, which change on the way."""
    text = report.text
    return "\n".join(_without_dateline(report, text, each) for each in report.segments if each.kind in _BODY)


def _without_dateline(report: Normalized, text: str, segment: Segment) -> str:
    inside = report.dateline is not None and segment.start <= report.dateline.start < segment.end
    return text[report.dateline.end if report.dateline and inside else segment.start : segment.end]


def _names(received: Received, report: Normalized, headline: list[str]) -> list[str]:
    """Tokens that tie reports together whatever their words."""
    names = {"key": f"{received.source}\0{received.key}" if received.key else "", "guid": report.guid or ""}
    names["headline"] = " ".join(headline) if len(headline) >= _SHORTEST_HEADLINE else ""
    return [f"{kind}:{_token(value)}" for kind, value in names.items() if value]


def _token(value: str) -> str:
    return blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
