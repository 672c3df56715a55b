"""Fingerprints: the same for the same words, few, and enough to meet by."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from tests.pace import within
from workers.text.fingerprints import CLOSE, MOST, SHINGLE, SHORT, WINDOW, hashes_of, places
from workers.text.fingerprints import marks as marks_of

WORDS = [f"{a}{b}{c}" for a in "klmnprst" for b in "aeiou" for c in ("na", "ter", "lo", "rim")]


def prose(seed: int, length: int) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)  # noqa: S311 - a seeded sample, no secret


def marks(words: list[str], quoted: Sequence[tuple[int, int]] = ()) -> list[int]:
    return marks_of(hashes_of(words), quoted)


def test_nothing_has_no_marks_and_a_word_has_one() -> None:
    assert marks([]) == []
    assert len(marks(["word"])) == len(marks(prose(1, SHINGLE))) == 1


def test_marks_are_few_sorted_and_of_32_bits() -> None:
    found = marks(prose(1, 9_000))
    assert len(found) == MOST
    assert found == sorted(set(found))
    assert 0 <= found[0] < found[-1] < 1 << 32


def test_marks_are_found_at_the_words_with_which_they_begin() -> None:
    words = prose(3, 200)
    for value in marks(words):
        assert all(marks(words[at : at + SHINGLE]) == [value] for at in places(hashes_of(words), [value]))
    assert places(hashes_of([*words, *words]), marks(words)[:1]) == [
        at + each for each in (0, 200) for at in places(hashes_of(words), marks(words)[:1])
    ]


@pytest.mark.parametrize("length", [1, SHINGLE - 1, SHINGLE, SHINGLE + 3, SHINGLE + CLOSE, SHORT, SHORT + 1, 300])
def test_of_all_neighbouring_runs_the_least_is_kept(length: int) -> None:
    words = prose(4, length)
    window = CLOSE if length <= SHORT else WINDOW
    runs = [marks(words[at : at + SHINGLE])[0] for at in range(max(1, length - SHINGLE + 1))]
    assert marks(words) == sorted({min(runs[at : at + window]) for at in range(max(1, len(runs) - window + 1))})


def test_a_short_report_has_the_marks_of_a_long_one_that_holds_it() -> None:
    short = prose(5, SHORT)
    inside = {value for value in marks([*short, *prose(6, SHORT)]) if places(hashes_of(short), [value])}
    assert len(inside) > 10
    assert inside <= set(marks(short))


def test_so_many_words_in_a_row_always_share_a_mark() -> None:
    passage = prose(2, SHINGLE + WINDOW - 1)
    for seed in range(40):
        one = prose(seed + 100, 40) + passage + prose(seed + 200, 40)
        other = prose(seed + 300, 60) + passage + prose(seed + 400, 10)
        assert set(marks(one)) & set(marks(other))


@pytest.mark.parametrize(("length", "shared"), [(SHINGLE + CLOSE - 1, 1), (SHINGLE + 2 * CLOSE - 1, 2)])
def test_a_quote_shares_marks_whatever_stands_around_it(length: int, shared: int) -> None:
    quote = prose(7, length)
    for seed in range(40):
        one = marks([*prose(seed + 100, SHORT), *quote, *prose(seed + 200, 40)], [(SHORT, SHORT + length)])
        other = marks([*prose(seed + 300, 7), *quote, *prose(seed + 400, SHORT)], [(7, 7 + length)])
        assert len(set(one) & set(other)) >= shared


@pytest.mark.parametrize("quoted", [(0, 0), (3, 4), (10, 10 + SHINGLE), (295, 400), (500, 600)])
def test_what_is_too_short_to_be_marked_closely_is_marked_as_ever(quoted: tuple[int, int]) -> None:
    words = prose(8, 300)
    assert marks(words, [quoted]) == marks(words)


@pytest.mark.parametrize("text", ["a" * 1_000_000, "word " * 200_000, "1 " * 500_000])
def test_a_megabyte_takes_a_few_seconds_at_most(text: str) -> None:
    with within(4):
        marks(text.split())
