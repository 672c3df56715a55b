"""Fingerprints: the same for the same words, few, and enough to meet by."""

from __future__ import annotations

import random

import pytest

from tests.pace import within
from workers.text.fingerprints import MOST, SHINGLE, WINDOW, marks

WORDS = [f"{a}{b}{c}" for a in "klmnprst" for b in "aeiou" for c in ("na", "ter", "lo", "rim")]


def prose(seed: int, length: int) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)  # noqa: S311 - a seeded sample, no secret


def test_nothing_has_no_marks_and_a_word_has_one() -> None:
    assert marks([]) == {}
    assert len(marks(["word"])) == len(marks(prose(1, SHINGLE))) == 1


def test_marks_are_few_sorted_and_of_32_bits() -> None:
    found = list(marks(prose(1, 9_000)))
    assert len(found) == MOST
    assert found == sorted(set(found))
    assert 0 <= found[0] < found[-1] < 1 << 32


def test_a_mark_says_at_which_word_it_begins() -> None:
    words = prose(3, 200)
    assert all(list(marks(words[at : at + SHINGLE])) == [value] for value, at in marks(words).items())


def test_so_many_words_in_a_row_always_share_a_mark() -> None:
    passage = prose(2, SHINGLE + WINDOW - 1)
    for seed in range(40):
        one = prose(seed + 100, 40) + passage + prose(seed + 200, 40)
        other = prose(seed + 300, 60) + passage + prose(seed + 400, 10)
        assert set(marks(one)) & set(marks(other))


@pytest.mark.parametrize("text", ["a" * 1_000_000, "word " * 200_000, "1 " * 500_000])
def test_a_megabyte_takes_a_few_seconds_at_most(text: str) -> None:
    with within(4):
        marks(text.split())
