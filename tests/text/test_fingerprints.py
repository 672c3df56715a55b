"""Fingerprints: the same for the same words, small, and honest about how much two texts share."""

from __future__ import annotations

import random
import time

import pytest

from workers.text import fingerprints

WORDS = [f"{a}{b}{c}" for a in "klmnprst" for b in "aeiou" for c in ("na", "ter", "lo", "rim")]


def prose(seed: int, length: int) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)  # noqa: S311 - a seeded sample, no secret


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The mayor of Tarvik said: “No.”", 'the MAYOR of Tarvik\n said: "No."'),
        ("It isn’t over -- yet", "It isn't over — yet"),
        ("Prices rose 1,250.50 dlrs", "prices  rose 1,250.50 dlrs."),
    ],
)
def test_case_quotation_marks_dashes_and_space_make_no_difference(one: str, other: str) -> None:
    assert fingerprints.digest(fingerprints.words(one)) == fingerprints.digest(fingerprints.words(other))


def test_another_figure_is_another_digest() -> None:
    one, other = (fingerprints.words(f"Output rose {figure} percent") for figure in ("4.1", "4.2"))
    assert fingerprints.digest(one) != fingerprints.digest(other)


def test_nothing_has_no_digest_and_no_marks() -> None:
    assert fingerprints.digest([]) == ""
    assert fingerprints.marks([]) == []


def test_marks_are_few_sorted_and_of_eight_digits() -> None:
    marks = fingerprints.marks(prose(1, 5_000))
    assert len(marks) == fingerprints.MOST
    assert marks == sorted(set(marks))
    assert {len(mark) for mark in marks} == {8}


def test_fifteen_words_in_a_row_always_share_a_mark() -> None:
    passage = prose(2, 15)
    for seed in range(20):
        one = prose(seed + 100, 40) + passage + prose(seed + 200, 40)
        other = prose(seed + 300, 60) + passage + prose(seed + 400, 10)
        assert set(fingerprints.marks(one)) & set(fingerprints.marks(other))


def test_a_short_text_is_covered_by_a_long_one_that_holds_it_although_both_lists_are_bounded() -> None:
    short = prose(5, 400)
    both, of_short, of_long = fingerprints.shared(
        fingerprints.marks(short), fingerprints.marks(prose(6, 900) + short + prose(7, 900))
    )
    assert both / of_short > 0.8
    assert both / of_long < 0.4


def test_figures_and_capitals_are_what_a_form_is_filled_in_with() -> None:
    one, other = "Shares of Harlo Ltd rose 3.5 pct to 81.", "Shares of Brenn Ltd rose 1.2 pct to 81."
    assert fingerprints.shared(fingerprints.figures(one), fingerprints.figures(other)) == (1, 2, 2)
    assert fingerprints.shared(fingerprints.capitals(one), fingerprints.capitals(other)) == (1, 2, 2)
    assert fingerprints.capitals("MAYOR OF TARVIK RESIGNS") == []


@pytest.mark.parametrize("text", ["", "\0\0", "\ud800 \udfff", "مرحبا بالعالم", "東京で会議が開かれた", "𝒜𝒷𝒸 😀"])
def test_any_text_can_be_fingerprinted(text: str) -> None:
    tokens = fingerprints.words(text)
    assert len(fingerprints.marks(tokens)) <= 64
    assert fingerprints.figures(text) == []
    assert isinstance(fingerprints.capitals(text), list)


@pytest.mark.parametrize("text", ["a" * 1_000_000, "word " * 200_000, "1," * 500_000, "Aa " * 333_000])
def test_a_megabyte_takes_a_few_seconds_at_most(text: str) -> None:
    start = time.perf_counter()
    fingerprints.marks(fingerprints.words(text))
    fingerprints.figures(text)
    fingerprints.capitals(text)
    assert time.perf_counter() - start < 4
