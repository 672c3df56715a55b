"""Quotes are put together from the parts that the model found, in every order a report may put them."""

from __future__ import annotations

import pytest

from shared.reading import Part
from tests.marked import unmarked
from tests.pace import within
from workers.text.quoting import Attribution, Place, attributions, by_marks


def paragraphs(text: str) -> list[Place]:
    found, at = [], 0
    for line in text.split("\n"):
        if line:
            found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def read(marked: str) -> list[tuple[str, str, str, str]]:
    """Type, source, cue and content of each quote, as the text has them."""
    text, parts, _ = unmarked(marked)
    return [words(text, each) for each in attributions(text, paragraphs(text), parts)]


def words(text: str, found: Attribution) -> tuple[str, str, str, str]:
    source, cue = (text[slice(*place)] if place else "" for place in (found.source, found.cue))
    return found.type, source, cue, " | ".join(text[slice(*place)] for place in found.content)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param('{q1|"We go,"} {s1|Lee} {c1|said}.', ("direct", "Lee", "said", '"We go,"'), id="after"),
        pytest.param('{s1|Lee} {c1|said}: {q1|"We go."}', ("direct", "Lee", "said", '"We go."'), id="before"),
        pytest.param(
            '{q1|"We go,"} {s1|Lee} {c1|said}, {q1|"and stay."}',
            ("direct", "Lee", "said", '"We go," | "and stay."'),
            id="broken by the cue",
        ),
        pytest.param(
            '{s1|Lee} {c1|said} {q1|it was "bad" for all}.',
            ("mixed", "Lee", "said", 'it was "bad" for all'),
            id="mixed",
        ),
        pytest.param("{s1|Lee} {c1|said} {q1|it rained}.", ("indirect", "Lee", "said", "it rained"), id="indirect"),
        pytest.param("{q1|It rained}, it was {c1|said}.", ("indirect", "", "said", "It rained"), id="no source"),
    ],
)
def test_one_quote_is_found_whole(marked: str, expected: tuple[str, str, str, str]) -> None:
    assert read(marked) == [expected]


def test_a_cue_without_a_source_borrows_the_nearest_of_its_sentence() -> None:
    sources = [found[1] for found in read("{s1|Lee} {c1|said} {q1|it rained}, {c2|adding} {q2|it was late}.")]

    assert sources == ["Lee", "Lee"]


def test_a_source_ends_without_the_comma_of_its_apposition() -> None:
    (found,) = read('{q1|"We go,"} {s1|Ann Lee, the mayor,} {c1|said}.')

    assert found[1] == "Ann Lee, the mayor"


def test_a_cue_borrows_nothing_from_another_sentence() -> None:
    found = read("{s1|Lee} {c1|said} {q1|it rained}. Nobody {c2|denied} {q2|it was late}.")

    assert [each[1] for each in found] == ["Lee", ""]


def test_two_sources_that_point_at_one_cue_do_not_share_it() -> None:
    text, parts, _ = unmarked("{s1|Lee} {c1|said} {q1|it rained}, {s2|Ray} {c2|said} {q2|it snowed}.")
    first, *rest, second, cue, content = parts
    unsure = second.model_copy(update={"cues": [(1, -0.5), (4, -1.0)]})
    found = attributions(text, paragraphs(text), [first, *rest, unsure, cue, content])

    assert [words(text, each)[1] for each in found] == ["Lee", "Ray"]


def test_what_was_said_ends_with_the_mark_that_ends_its_sentence() -> None:
    (found,) = read('{s1|Lee} {c1|said}: {q1|"We go." Then it rained}.')

    assert found[3] == '"We go."'


def test_what_was_said_goes_on_where_the_mark_ends_no_sentence() -> None:
    (found,) = read('{s1|Lee} {c1|called} it {q1|"bad" and unwise}.')

    assert found[3] == '"bad" and unwise'


def test_a_quotation_over_paragraphs_that_reopen_is_one_quote() -> None:
    text = '{q1|"We go,"} {s1|Lee} {c1|said}. {q1|"It is late.}\n"It is cold and dark.\n"And we are few."\nIt rained.'
    (found,) = read(text)

    assert found[3] == '"We go," | "It is late. | "It is cold and dark. | "And we are few."'


def test_the_turns_of_a_transcript_are_direct_speech() -> None:
    assert read("LEE: We will go.\nRAY: When will you {c1|say} {q1|you go}?\nLEE: At dawn.") == [
        ("direct", "LEE", ":", "We will go."),
        ("direct", "RAY", ":", "When will you say you go?"),
        ("direct", "LEE", ":", "At dawn."),
    ]


def test_a_dash_may_name_who_said_it() -> None:
    assert read("“We will go at dawn.” — Ann Lee, mayor") == [
        ("direct", "Ann Lee, mayor", "—", "“We will go at dawn.”")
    ]


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("{s1|Lee} {c1|has said} {q1|it rained}.", "speech"),
        ("{s1|Lee} {c1|wants} {q1|to go}.", "stance"),
        ("{s1|Lee} {c1|flew to Ost} {q1|to go}.", "stance"),
        ('{q1|"We go,"} {s1|Lee} {c1|grinned}.', "speech"),
        ("{c1|According to} {s1|Lee}, {q1|it rained}.", "speech"),
    ],
)
def test_speech_and_stance_are_told_apart_by_the_cue(marked: str, kind: str) -> None:
    text, parts, _ = unmarked(marked)

    assert [each.kind for each in attributions(text, paragraphs(text), parts)] == [kind]


def test_a_quote_is_as_sure_as_its_weakest_part() -> None:
    text, parts, _ = unmarked("{s1|Lee} {c1|said} {q1|it rained}.")
    weak = [each.model_copy(update={"sure": 0.4}) if each.role == "cue" else each for each in parts]

    assert attributions(text, paragraphs(text), weak)[0].confidence == 0.4


def test_in_another_language_there_are_only_quotations() -> None:
    text = "Sie sagte: “Wir gehen jetzt nach Hause.” Das “rote Haus” blieb."
    (found,) = by_marks(text, paragraphs(text))

    assert words(text, found) == ("direct", "", "", "“Wir gehen jetzt nach Hause.”")
    assert found.confidence < 0.5


def test_a_long_report_takes_time_in_proportion() -> None:
    line, parts, _ = unmarked('{q1|"We will win,"} {s1|Ann Lee} {c1|said}.')
    many = [
        Part(
            start=each.start + number * len(line),
            end=each.end + number * len(line),
            role=each.role,
            sure=each.sure,
            cues=[(number * 3 + 2, -0.1)] if each.cues else [],
        )
        for number in range(20_000)
        for each in parts
    ]
    with within(8):
        found = attributions(line * 20_000, [(0, len(line) * 20_000)], many)

        assert len(found) == 20_000
