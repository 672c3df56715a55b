"""Words, quotations and sentences."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.text.sentences import QUOTATION, quotations, sentences


def quoted(text: str) -> list[str]:
    return [text[each.start : each.end] for each in quotations(text, [(0, len(text))])[0]]


def split(text: str) -> list[str]:
    marks = quotations(text, [(0, len(text))])[0]
    return [text[each[0].start : each[-1].end] for each in sentences(text, 0, len(text), marks)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"We will," she said. "Soon."', ['"We will,"', '"Soon."'], id="straight"),
        pytest.param("“We will,” she said.", ["“We will,”"], id="curly"),
        pytest.param("``We will,'' she said.", ["``We will,''"], id="typewriter"),
        pytest.param("''We will,'' she said.", ["''We will,''"], id="two apostrophes"),
        pytest.param("«We will», she said.", ["«We will»"], id="guillemets"),
        pytest.param("„We will“, she said.", ["„We will“"], id="low and high"),
        pytest.param("‘We won’t go,’ the boys' coach said.", ["‘We won’t go,’"], id="single, with an apostrophe"),
        pytest.param("The boys' coach didn't go 'home.", [], id="apostrophes alone"),
        pytest.param("“He said ‘no’ twice,” she said.", ["“He said ‘no’ twice,”"], id="a quotation within"),
        pytest.param('A 6" pipe broke.', [], id="inches"),
        pytest.param('She said: "We will go.', ['"We will go.'], id="never closed"),
    ],
)
def test_marks_are_paired(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quotation_left_open_is_reopened_by_the_next_paragraph() -> None:
    text = '"We will go.\n"And we will stay."'
    first, second = quotations(text, [(0, 12), (13, len(text))])

    assert not first[0].closed
    assert second[0].reopened
    assert second[0].closed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It rained. He left.", ["It rained.", "He left."], id="two"),
        pytest.param("Mr. Ray met Gov. Lee.", ["Mr. Ray met Gov. Lee."], id="titles"),
        pytest.param("J. R. Ray left.", ["J. R. Ray left."], id="initials"),
        pytest.param(
            "He left the U.S. He is back.", ["He left the U.S.", "He is back."], id="an abbreviation that ends"
        ),
        pytest.param("The U.S. Senate met.", ["The U.S. Senate met."], id="an abbreviation that does not"),
        pytest.param('"We won." She left.', ['"We won."', "She left."], id="after a quotation"),
        pytest.param('"Why?" Ray asked.', ['"Why?" Ray asked.'], id="a question and its cue"),
        pytest.param('"One. Two," he said. Then it rained.', ['"One. Two," he said.', "Then it rained."], id="inside"),
    ],
)
def test_sentences_end_where_they_should(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_a_quotation_is_one_token() -> None:
    text = '"We will. We must," Lee said.'
    (sentence,) = sentences(text, 0, len(text), quotations(text, [(0, len(text))])[0])

    assert [token.low for token in sentence] == [QUOTATION, "lee", "said", "."]


@given(st.text(alphabet="aB .,\"“”‘’'`«»\n\ud800𝒜\u202e\x00", max_size=60))
def test_any_text_is_split_into_parts_in_order(text: str) -> None:
    found = quotations(text, [(0, len(text))])[0]
    tokens = [token for sentence in sentences(text, 0, len(text), found) for token in sentence]

    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(a.start < a.end <= b.start for a, b in itertools.pairwise(tokens))


@pytest.mark.parametrize("part", ['"', " '", "a.", "Aa ", '" a'])
def test_a_long_line_takes_time_in_proportion(part: str) -> None:
    text = part * (300_000 // len(part))
    begun = time.perf_counter()
    split(text)

    assert time.perf_counter() - begun < 5
