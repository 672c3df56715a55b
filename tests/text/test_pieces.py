"""What the language model sees of a text."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pace import within
from workers import weights
from workers.text.pieces import (
    BEFORE,
    BREAK,
    CAPITAL,
    EDGE,
    LOST,
    LOWER,
    MIXED,
    QUOTED,
    UPPER,
    WINDOW,
    Pieces,
    case,
    pieces,
    windows,
)


def made(text: str) -> Pieces:
    lines = [(at, at + len(line)) for line, at in _lines(text) if line]
    return pieces(weights.load().tokenizer, text, lines)


def _lines(text: str) -> list[tuple[str, int]]:
    starts = [0, *itertools.accumulate(len(line) + 1 for line in text.split("\n"))]
    return list(zip(text.split("\n"), starts, strict=False))


def test_pieces_and_words_lead_back_into_the_text() -> None:
    text = "Ilse Tarn’s boat\nleft Port Alder."
    found = made(text)

    assert [text[a:b].lower() for a, b in zip(found.starts, found.ends, strict=True) if a < b][-2:] == ["der", "."]
    assert [text[start:end] for _, start, end in found.words] == [
        "Ilse", "Tarn", "’s", "boat", "left", "Port", "Alder", ".",
    ]  # fmt: skip


def test_a_break_stands_between_paragraphs_and_has_no_length() -> None:
    found = made("It rained.\nIt snowed.")
    (at,) = [index for index, id in enumerate(found.ids) if id == BREAK]

    assert found.starts[at] == found.ends[at] == len("It rained.")
    assert list(found.paragraphs) == sorted(found.paragraphs)


@pytest.mark.parametrize(
    ("word", "kind"),
    [("boat", LOWER), ("Boat", CAPITAL), ("A", CAPITAL), ("NATO", UPPER), ("McRay", MIXED), ("12", LOWER), ("", LOWER)],
)
def test_case_is_told_apart_from_the_word(word: str, kind: int) -> None:
    assert case(word) == kind


def test_capitals_change_the_kinds_and_nothing_else() -> None:
    low, high = made("The boat left"), made("THE boat LEFT")

    assert list(low.ids) == list(high.ids)
    assert list(low.kinds) == [CAPITAL, LOWER, LOWER]
    assert list(high.kinds) == [UPPER, LOWER, UPPER]


@pytest.mark.parametrize("heading", ["THE BOAT 12", "the boat 12"])
def test_a_paragraph_of_one_case_tells_no_cases(heading: str) -> None:
    assert list(made(f"{heading}\nIt left").kinds) == [LOST, LOST, LOST, LOWER, CAPITAL, LOWER]


def test_what_stands_in_marks_is_told_apart() -> None:
    found = made('"We go," Lee said.')

    assert [kind >= QUOTED for kind in found.kinds] == [True] * 5 + [False] * 3


@given(st.lists(st.integers(1, 600), max_size=12))
def test_windows_believe_each_piece_once_and_cut_only_long_paragraphs(paragraphs: list[int]) -> None:
    ids = np.concatenate([np.append(np.full(size, 7), BREAK) for size in paragraphs] or [np.zeros(0, np.int64)])
    found = list(windows(ids))

    assert [at for each in found for at in range(each.first, each.last)] == list(range(len(ids)))
    for each in found:
        assert each.stop - each.start <= WINDOW
        assert each.start <= each.first < each.last <= each.stop
        assert each.first - each.start in (EDGE, min(BEFORE, each.first))
        assert each.first - each.start == EDGE or each.first == 0 or ids[each.first - 1] == BREAK
        assert each.last == len(ids) or ids[each.last - 1] == BREAK or each.stop - each.last == EDGE


@given(st.text(alphabet="aB’'.\n \ud800𝒜İß\x00-“\"", max_size=60))
def test_any_text_has_pieces_in_order(text: str) -> None:
    found = made(text)

    assert all(a <= b for a, b in itertools.pairwise(found.starts))
    assert all(0 <= a <= b <= len(text) for a, b in zip(found.starts, found.ends, strict=True))
    assert all(start < end for _, start, end in found.words)


@pytest.mark.parametrize("part", ["word ", "a" * 50, "Aa. ", "’s", '"'])
def test_a_long_line_takes_time_in_proportion(part: str) -> None:
    with within(8):
        made(part * (100_000 // len(part)))
