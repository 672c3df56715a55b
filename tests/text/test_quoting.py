"""Quotes by rule: what was said, the cue and the source, in every order a report may put them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.text.clauses import Attribution, Place
from workers.text.quoting import attributions


def paragraphs(text: str) -> list[Place]:
    found, at = [], 0
    for line in text.split("\n"):
        if line:
            found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def read(text: str) -> list[Attribution]:
    return attributions(text, paragraphs(text))


def words(text: str, found: Attribution) -> tuple[str, str, str, str]:
    """Type, source, cue and content of a quote as the text has them."""
    source, cue = (text[slice(*place)] if place else "" for place in (found.source, found.cue))
    return found.type, source, cue, " | ".join(text[slice(*place)] for place in found.content)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"We will go," Lee said.', ("direct", "Lee", "said", '"We will go,"'), id="after"),
        pytest.param('"We will go," said Ann Lee.', ("direct", "Ann Lee", "said", '"We will go,"'), id="inverted"),
        pytest.param('Lee said: "We will go."', ("direct", "Lee", "said", '"We will go."'), id="before, colon"),
        pytest.param("Lee said, “We will go.”", ("direct", "Lee", "said", "“We will go.”"), id="before, comma"),
        pytest.param(
            '"We will go," Lee said, "and we will stay."',
            ("direct", "Lee", "said", '"We will go," | "and we will stay."'),
            id="broken by the cue",
        ),
        pytest.param(
            '"We will go," Lee said. "We have been here before. It is late."',
            ("direct", "Lee", "said", '"We will go," | "We have been here before. It is late."'),
            id="goes on after the cue",
        ),
        pytest.param(
            '"We will go," said Ann Lee, a lawyer for the city.',
            ("direct", "Ann Lee, a lawyer for the city", "said", '"We will go,"'),
            id="apposition after",
        ),
        pytest.param(
            'Ann Lee, a lawyer for the city, said: "We will go."',
            ("direct", "Ann Lee, a lawyer for the city", "said", '"We will go."'),
            id="apposition before",
        ),
        pytest.param(
            "Lee has also said that rents would rise.",
            ("indirect", "Lee", "has also said", "that rents would rise"),
            id="that",
        ),
        pytest.param("Lee said rents would rise.", ("indirect", "Lee", "said", "rents would rise"), id="without that"),
        pytest.param(
            "Lee told reporters on Monday that rents would rise.",
            ("indirect", "Lee", "told", "that rents would rise"),
            id="told someone that",
        ),
        pytest.param("Rents would rise, Lee said.", ("indirect", "Lee", "said", "Rents would rise"), id="tail"),
        pytest.param(
            "Rents, she said, would rise.", ("indirect", "she", "said", "Rents | would rise"), id="in the middle"
        ),
        pytest.param(
            "According to Ann Lee, rents will rise.",
            ("indirect", "Ann Lee", "According to", "rents will rise"),
            id="according to, first",
        ),
        pytest.param(
            "Rents will rise, according to the ministry.",
            ("indirect", "the ministry", "according to", "Rents will rise"),
            id="according to, last",
        ),
        pytest.param(
            'Lee said the plan was "a disgrace" to all.',
            ("mixed", "Lee", "said", 'the plan was "a disgrace" to all'),
            id="mixed",
        ),
    ],
)
def test_one_quote_is_found_whole(text: str, expected: tuple[str, str, str, str]) -> None:
    assert [words(text, found) for found in read(text)] == [expected]


def test_a_participle_shares_the_source_of_the_verb_before_it() -> None:
    text = "Lee said that rents would rise, adding that wages would not."

    assert [words(text, found)[1:] for found in read(text)] == [
        ("Lee", "said", "that rents would rise"),
        ("Lee", "adding", "that wages would not"),
    ]


def test_a_quotation_over_paragraphs_that_reopen_is_one_quote() -> None:
    text = '"We will go," Lee said. "It is late.\n"It is cold and dark.\n"And we are few."\nIt rained.'
    (found,) = read(text)

    assert words(text, found) == (
        "direct",
        "Lee",
        "said",
        '"We will go," | "It is late. | "It is cold and dark. | "And we are few."',
    )


def test_a_quotation_alone_in_its_paragraph_goes_on_with_the_speaker_before() -> None:
    text = 'Lee said that rents would rise.\n"We have tried all else by now."'
    said, went_on = read(text)

    assert went_on.source == said.source
    assert words(text, went_on)[3] == '"We have tried all else by now."'
    assert went_on.confidence < said.confidence


def test_the_turns_of_a_transcript_are_direct_speech() -> None:
    text = "LEE: We will go.\nRAY: When will you go?\nLEE: At dawn."

    assert [words(text, found) for found in read(text)] == [
        ("direct", "LEE", ":", "We will go."),
        ("direct", "RAY", ":", "When will you go?"),
        ("direct", "LEE", ":", "At dawn."),
    ]


def test_a_dash_may_name_who_said_it() -> None:
    text = "“We will go at dawn.” — Ann Lee, mayor"

    assert words(text, read(text)[0]) == ("direct", "Ann Lee, mayor", "—", "“We will go at dawn.”")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('The so-called "peace train" ran late.', id="words in marks that nobody says"),
        pytest.param("The talks ended at noon.", id="no cue"),
        pytest.param("The claims of the ministry were false.", id="a noun that looks like a cue"),
        pytest.param("Note: prices in crowns.", id="a colon that is no turn"),
        pytest.param("said said said", id="cues without sources"),
        pytest.param('"', id="a mark alone"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_quote_is_left(text: str) -> None:
    assert read(text) == []


@given(
    st.lists(
        st.sampled_from(['"', "“", "”", "Lee", "she", "said", "that", ",", ".", "according", "to", ":", "\n", "and"])
    )
)
def test_any_text_gives_quotes_within_it(parts: list[str]) -> None:
    text = " ".join(parts)
    for found in read(text):
        assert found.content
        for start, end in [*found.content, *filter(None, [found.cue, found.source])]:
            assert 0 <= start < end <= len(text)
        assert 0 < found.confidence <= 1
