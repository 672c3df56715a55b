"""Quotation marks are paired."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pace import within
from workers.text.quotations import quotations


def quoted(text: str) -> list[str]:
    return [text[each.start : each.end] for each in quotations(text, [(0, len(text))])[0]]


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


@given(st.text(alphabet="aB .,\"“”‘’'`«»\n\ud800𝒜\u202e\x00", max_size=60))
def test_quotations_come_in_order_in_any_text(text: str) -> None:
    found = quotations(text, [(0, len(text))])[0]

    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize("part", ['"', " '", "a.", "Aa ", '" a'])
def test_a_long_line_takes_time_in_proportion(part: str) -> None:
    text = part * (300_000 // len(part))
    with within(5):
        quotations(text, [(0, len(text))])
