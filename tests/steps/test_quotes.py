"""The step `quotes`: where it looks, and what it says of what it found."""

from __future__ import annotations

import pytest

from shared.reading import Part, Read
from shared.records import Language, Normalized, Quote, Quotes, Segment, SegmentKind
from tests.marked import report
from workers.steps.quotes import quotes


def body(*paragraphs: str) -> tuple[Normalized, Read]:
    return report(*(("body", text) for text in paragraphs))


def found_in(normal: Normalized, read: Read) -> list[Quote]:
    result = quotes.run(normal, read)

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
    parts = [
        Part(start=14, end=17, role="source", sure=0.9, cues=[(1, -0.1)]),
        Part(start=18, end=22, role="cue", sure=0.9),
        Part(start=0, end=13, role="content", sure=0.9, cues=[(1, -0.1)]),
    ]
    (found,) = found_in(normal, Read(parts=parts))

    assert normal.text[found.source[0].start : found.source[0].end] == "Lee"
    assert normal.text[found.cue[0].start : found.cue[0].end] == "said"
    assert normal.text[found.content[0].start : found.content[0].end] == '"We will go,"'


@pytest.mark.parametrize(
    "kind", ["headline", "advisory", "byline", "dateline", "crosshead", "table", "correction", "signoff", "furniture"]
)
def test_layout_makes_quotes_of_running_text_only(kind: SegmentKind) -> None:
    assert found_in(*report((kind, "“We will go.” — Ann Lee"), ("body", "It rained."))) == []


def test_a_crosshead_between_two_paragraphs_does_not_part_speaker_and_quotation() -> None:
    (found,) = found_in(
        *report(
            ("body", '{q1|"We will go,"} {s1|Lee} {c1|said}. {q1|"It is late.}'),
            ("crosshead", "WEATHER"),
            ("body", '"It rains."'),
        )
    )

    assert len(found.content) == 3


def test_in_a_language_other_than_english_there_are_only_quotations() -> None:
    normal, read = body("{s1|Lee} {c1|sagte}: {q1|“Wir gehen jetzt nach Hause.”}")
    german = normal.model_copy(update={"language": Language(code="de", confidence=1)})
    (found,) = found_in(german, read)

    assert (found.cue, found.source) == ([], [])
    assert found.confidence < found_in(normal, read)[0].confidence


def test_speakers_are_left_to_a_later_step() -> None:
    assert [each.speaker for each in found_in(*body("{s1|Lee} {c1|said} {q1|it rained}."))] == [None]


def test_a_report_without_text_has_no_quotes() -> None:
    assert found_in(Normalized(raw="", format="text", encoding="utf-8"), Read()) == []


def test_the_step_is_known_to_the_graph() -> None:
    assert (quotes.name, quotes.after) == ("quotes", ("read",))
