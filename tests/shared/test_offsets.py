"""The two-way map survives every change that normalisation can make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.offsets import Offsets


@st.composite
def edited(draw: st.DrawFn) -> Offsets:
    raw = draw(st.text(max_size=40))
    edits, at = [], 0
    while at < len(raw):
        start = at + draw(st.integers(0, 5))
        end = start + draw(st.integers(1, 4))
        if end > len(raw):
            break
        edits.append((start, end, draw(st.sampled_from(["", " ", "\n", "x", "𝒜"]))))
        at = end
    return Offsets(raw, edits)


@given(edited(), st.data())
def test_what_a_span_came_from_normalises_to_the_span(offsets: Offsets, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(offsets.text)))
    end = data.draw(st.integers(start, len(offsets.text)))
    raw_start, raw_end = offsets.to_raw(start, end)
    if start < end:
        assert offsets.normalise(raw_start, raw_end) == offsets.text[start:end]


@given(edited(), st.data())
def test_a_span_carried_there_and_back_is_the_same(offsets: Offsets, data: st.DataObject) -> None:
    if offsets.text:
        start = data.draw(st.integers(0, len(offsets.text) - 1))
        end = data.draw(st.integers(start + 1, len(offsets.text)))
        assert offsets.to_text(*offsets.to_raw(start, end)) == (start, end)


@given(edited())
def test_the_text_is_raw_with_the_edits_applied(offsets: Offsets) -> None:
    parts, at = [], 0
    for start, end, new in offsets.edits:
        parts += [offsets.raw[at:start], new]
        at = end
    assert offsets.text == "".join([*parts, offsets.raw[at:]])


@pytest.mark.parametrize(
    "edits", [[(2, 1, "")], [(1, 1, "")], [(0, 9, "")], [(0, 1, "ab")], [(1, 3, ""), (2, 4, "")]], ids=repr
)
def test_edits_that_make_no_sense_are_errors(edits: list[tuple[int, int, str]]) -> None:
    with pytest.raises(ValueError, match="does not follow"):
        Offsets("abcde", edits)
