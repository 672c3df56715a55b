"""The step `quotes`: where it looks, and what it says of what it found."""

from __future__ import annotations

import time

import pytest

from shared.records import Normalized, Quote, Quotes, Segment, SegmentKind
from workers.steps.quotes import quotes


def report(*parts: tuple[SegmentKind, str]) -> Normalized:
    """A report of these segments, one a line."""
    segments, at = [], 0
    for kind, text in parts:
        segments.append(Segment(start=at, end=at + len(text), kind=kind))
        at += len(text) + 1
    raw = "\n".join(text for _, text in parts)
    return Normalized(raw=raw, format="text", encoding="utf-8", segments=segments)


def body(*paragraphs: str) -> Normalized:
    return report(*(("body", text) for text in paragraphs))


def found_in(normal: Normalized) -> list[Quote]:
    result = quotes.run(normal)

    assert isinstance(result, Quotes)
    return result.quotes


def test_spans_point_into_the_normalised_text() -> None:
    """The raw text has what normalisation dropped; the spans know nothing of it."""
    raw = '\x02"We will go,"  Lee said.'
    normal = Normalized(
        raw=raw,
        edits=[(0, 1, ""), (14, 16, " ")],
        format="text",
        encoding="utf-8",
        segments=[Segment(start=0, end=len(raw) - 2, kind="body")],
    )
    (found,) = found_in(normal)

    assert normal.text[found.source[0].start : found.source[0].end] == "Lee"
    assert normal.text[found.cue[0].start : found.cue[0].end] == "said"
    assert normal.text[found.content[0].start : found.content[0].end] == '"We will go,"'


@pytest.mark.parametrize(
    "kind", ["headline", "advisory", "byline", "dateline", "crosshead", "table", "correction", "signoff", "furniture"]
)
def test_only_running_text_is_searched(kind: SegmentKind) -> None:
    found = found_in(report((kind, '"We will go," Lee said.'), ("body", "It rained.")))

    assert found == []


def test_a_crosshead_between_two_paragraphs_does_not_part_speaker_and_quotation() -> None:
    text = report(("body", '"We will go," Lee said. "It is late.'), ("crosshead", "WEATHER"), ("body", '"It rains."'))
    (found,) = found_in(text)

    assert len(found.content) == 3


def test_speech_and_stance_are_told_apart() -> None:
    found = found_in(body("Lee said that rents would rise.", "The mayor wants the council to resign."))

    assert [each.kind for each in found] == ["speech", "stance"]


def test_speakers_are_left_to_a_later_step() -> None:
    assert all(each.speaker is None for each in found_in(body("Lee said that rents would rise.")))


def test_a_report_without_text_has_no_quotes() -> None:
    assert found_in(Normalized(raw="", format="text", encoding="utf-8")) == []


def test_the_step_is_known_to_the_graph() -> None:
    assert (quotes.name, quotes.after) == ("quotes", ("normalize",))


def test_a_megabyte_takes_seconds() -> None:
    text = body(*['"We will win," Ann Lee said. She added that the plan would fail.'] * 15_000)
    begun = time.perf_counter()
    found = found_in(text)

    assert len(found) == 30_000
    assert time.perf_counter() - begun < 8
